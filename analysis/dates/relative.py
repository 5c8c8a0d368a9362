"""What expressions mean that count from the day of writing, and decades and centuries."""

from datetime import date, timedelta

from analysis.dates.reading import Reading, Value, gregorian, hijri

#: The grain of a unit word (see `data/dates/words.toml`).
PRECISIONS = {1: "day", 7: "week", 30: "month", 365: "year", 3650: "decade", 36500: "century"}


def _read_decade(reading: Reading) -> Value:
    """Read تسعينيات القرن الماضي; without a century the twentieth is meant."""
    said = reading.text("century")
    if reading.text("era") == "E":
        first = 1300 + reading.value("decade")
        return Value("hijri", hijri(first)[0], hijri(first + 9)[1], "decade")
    if said == "r":
        if reading.reference is None:
            return Value("relative", None, None, "decade")
        century = reading.reference.year // 100 + 1 + reading.value("century")
    else:
        century = reading.ordinal("century") if said else 20
    first = (century - 1) * 100 + reading.value("decade")
    return Value("relative" if said == "r" else "gregorian", f"{first:04d}", f"{first + 9:04d}", "decade")


def _read_century(reading: Reading) -> Value:
    """Read القرن التاسع عشر: 1801 to 1900."""
    if reading.text("century") != "r":
        last = (reading.value("number") or reading.ordinal("century")) * 100
        if reading.text("era") == "E":
            return Value("hijri", hijri(last - 99)[0], hijri(last)[1], "century")
        if reading.text("era") == "bG":
            return Value("gregorian", None, None, "century")
        return Value("gregorian", f"{last - 99:04d}", f"{last:04d}", "century")
    if reading.reference is None:
        return Value("relative", None, None, "century")
    first = (reading.reference.year - 1) // 100 * 100 + 1 + 100 * reading.value("century")
    return Value("relative", f"{first:04d}", f"{first + 99:04d}", "century")


def _read_relative_day(reading: Reading) -> Value:
    """Read اليوم الخميس, أول أمس, بعد غد."""
    if reading.reference is None:
        return Value("relative", None, None, "day")
    offsets = {"two": -2, "after": 2, "yesterday": -1, "tomorrow": 1, "today": 0}
    offset = next((days for name, days in offsets.items() if reading.text(name)), 0)
    if reading.text("night") == "Yr":
        offset = -1
    day = reading.reference + timedelta(offset)
    weekday = reading.value("weekday") if reading.text("weekday") else reading.value("bracketed")
    if weekday is not None:
        # the text may be a few days older than the day it was saved
        day -= timedelta((day.weekday() - weekday) % 7)
    return Value("relative", day.isoformat(), day.isoformat(), "day")


def _read_day_of_month(reading: Reading) -> Value | None:
    """Read العشرين من الشهر الحالي."""
    if reading.reference is None:
        return Value("relative", None, None, "day")
    month, _ = _step(reading.reference, 30, reading.value("shift"))
    iso = gregorian(int(month[:4]), int(month[5:]), reading.day())
    return Value("relative", iso, iso, "day") if iso else None


def _read_weekday(reading: Reading) -> Value:
    """Read الخميس, السبت الماضي, الأحد المقبل: news tells of the last one unless it says otherwise."""
    if reading.reference is None:
        return Value("relative", None, None, "day")
    today, weekday, shift = reading.reference, reading.value("weekday"), reading.value("shift")
    if shift == 1:
        day = today + timedelta((weekday - today.weekday() - 1) % 7 + 1)
    elif shift == -1:
        day = today - timedelta((today.weekday() - weekday - 1) % 7 + 1)
    else:
        day = today - timedelta((today.weekday() - weekday) % 7)
    return Value("relative", day.isoformat(), day.isoformat(), "day")


def _read_this(reading: Reading) -> Value:
    """Read هذا العام."""
    unit = 1 if reading.text("unit") == "U" else reading.value("unit")
    return _shifted(reading.reference, unit, 0, 0)


def _read_shifted(reading: Reading) -> Value:
    """Read العام الماضي, العامين الماضيين, الأشهر التسعة الماضية."""
    shift = reading.value("shift")
    if reading.text("unit"):
        return _shifted(reading.reference, reading.value("unit"), shift, shift)
    unit = reading.value("pair") if reading.text("pair") else reading.value("many")
    count = 2 if reading.text("pair") else reading.value("number") or 0
    if not count or not shift:
        return Value("relative", None, None, PRECISIONS[unit])
    first, last = (-count, -1) if shift < 0 else (1, count)
    return _shifted(reading.reference, unit, first, last)


def _read_ago(reading: Reading) -> Value:
    """Read قبل عامين, منذ ثلاثة أشهر, بعد أسبوع."""
    names = [name for name in ("pair", "many", "unit") if reading.text(name)]
    unit = reading.value(names[0])
    count = 2 if names[0] == "pair" else 1 if names[0] == "unit" else 0
    if reading.text("number"):
        count = reading.value("number") + 10 * bool(reading.text("teen"))
    if not count:
        return Value("relative", None, None, PRECISIONS[unit])
    steps = -count if reading.text("way") == "b" else count
    return _shifted(reading.reference, unit, steps, steps)


def _shifted(reference: date | None, unit: int, first: int, last: int) -> Value:
    """Return the stretch of days, weeks (ISO 8601: from Monday), months or years around the reference."""
    precision = PRECISIONS[unit]
    if reference is None:
        return Value("relative", None, None, precision)
    try:
        return Value("relative", _step(reference, unit, first)[0], _step(reference, unit, last)[1], precision)
    except (OverflowError, ValueError):
        return Value("relative", None, None, precision)


def _step(reference: date, unit: int, steps: int) -> tuple[str, str]:
    """Return the first and last day (or month, or year) of the unit ``steps`` away."""
    if unit == 1:
        day = (reference + timedelta(steps)).isoformat()
        return day, day
    if unit == 7:
        monday = reference + timedelta(7 * steps - reference.weekday())
        return monday.isoformat(), (monday + timedelta(6)).isoformat()
    if unit == 30:
        months = reference.year * 12 + reference.month - 1 + steps
        iso = f"{months // 12:04d}-{months % 12 + 1:02d}"
        return iso, iso
    length = unit // 365
    first = reference.year // length * length + steps * length
    return f"{first:04d}", f"{first + length - 1:04d}"


#: The reader of each kind of pattern.
READERS = {
    "decade": _read_decade,
    "century": _read_century,
    "relative_day": _read_relative_day,
    "day_of_month": _read_day_of_month,
    "weekday": _read_weekday,
    "this": _read_this,
    "shifted": _read_shifted,
    "ago": _read_ago,
}
