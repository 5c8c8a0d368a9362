"""What expressions mean that count from the day of writing, and decades and centuries."""

from datetime import date, timedelta
from functools import partial

from analysis.dates.calendars import gregorian, hijri, iso
from analysis.dates.expressions import Expression, Meaning

#: The grain of a unit by the number its word says (see `data/words/calendar.toml`).
PRECISIONS = {1: "day", 7: "week", 30: "month", 365: "year", 3650: "decade"}
_WEEK, _MONTH = 7, 30


def _open(precision: str) -> Meaning:
    """Return what an expression means whose day of writing is not known."""
    return Meaning("relative", None, None, precision)


def _day(day: date) -> Meaning:
    return Meaning("relative", day.isoformat(), day.isoformat(), "day")


def _hijri_years(first: int, last: int, precision: str) -> Meaning:
    """Return what a stretch of Hijri years means."""
    return Meaning("hijri", hijri(first)[0], hijri(last)[1], precision, f"{iso(first)}/{iso(last)}")


def _read_decade(found: Expression) -> Meaning:
    """Read تسعينيات القرن الماضي, العقد الأول من القرن العشرين; without a century the twentieth is meant."""
    shift = found.value("shift")
    # an ordinal behind العقد counts from one, الأخير is the tenth
    tens = found.value("decade") or 10 * ((found.value("tenth") or 10) % 11 - 1)
    if (shift is not None and found.reference is None) or found.has("open_century"):
        return _open("decade")
    if found.has("hijri"):
        century = found.value("nth") or 14
        return _hijri_years((century - 1) * 100 + tens, (century - 1) * 100 + tens + 9, "decade")
    century = (found.value("nth") or 20) if shift is None else found.reference.year // 100 + 1 + shift
    first = (century - 1) * 100 + tens
    calendar = "gregorian" if shift is None else "relative"
    return Meaning(calendar, f"{first:04d}", f"{first + 9:04d}", "decade")


def _read_century(found: Expression) -> Meaning:
    """Read القرن التاسع عشر: 1801 to 1900; القرنين التاسع والعاشر."""
    shift, nth = found.value("shift"), found.value("nth")
    if shift is not None and found.reference is None:
        return _open("century")
    if found.has("before_christ"):
        return Meaning("gregorian", None, None, "century")
    first = nth if shift is None else (found.reference.year - 1) // 100 + 1 + shift
    last = found.value("nth2") or first
    if last == first + 11:
        # الثامن والتاسع عشر share their ten
        first += 10
    if found.has("hijri"):
        return _hijri_years(first * 100 - 99, last * 100, "century")
    calendar = "gregorian" if shift is None else "relative"
    return Meaning(calendar, f"{first * 100 - 99:04d}", f"{last * 100:04d}", "century")


def _read_near_day(found: Expression, offset: int) -> Meaning:
    """Read اليوم الخميس, أول أمس, بعد غد."""
    if found.reference is None:
        return _open("day")
    day = found.reference + timedelta(offset)
    if found.has("weekday"):
        # the text may be a few days older than the day it was saved
        day -= timedelta((day.weekday() - found.value("weekday")) % 7)
    return _day(day)


def _read_day_of_month(found: Expression) -> Meaning | None:
    """Read العشرين من الشهر الحالي."""
    if found.reference is None:
        return _open("day")
    year, month = _step(found.reference, _MONTH, found.value("shift"))[0].split("-")
    ends = gregorian(int(year), int(month), found.value("day"))
    return Meaning("relative", *ends, "day") if ends else None


def _read_weekday(found: Expression) -> Meaning:
    """Read الخميس, السبت الماضي, الأحد المقبل: news tells of the last one unless it says otherwise."""
    if found.reference is None:
        return _open("day")
    shift = found.value("shift") or 0
    back = (found.reference.weekday() - found.value("weekday")) % 7
    if shift:
        # last Thursday is never today
        back = (back or 7) if shift < 0 else back - 7
    return _day(found.reference - timedelta(back))


def _length(found: Expression) -> tuple[int, int]:
    """Return the unit an expression counts in, and how many it says: 0 where it does not say."""
    counts = {"unit": 1, "two": 2, "many": 0}
    name = next(name for name in counts if found.has(name))
    return found.value(name), found.value("number") if found.has("number") else counts[name]


def _read_shifted(found: Expression) -> Meaning:
    """Read هذا العام, العام الماضي, العامين الماضيين, الأشهر التسعة الماضية."""
    unit, count = _length(found)
    shift = found.value("shift") or 0
    if not count or (count > 1 and not shift):
        return _open(PRECISIONS[unit])
    first, last = {-1: (-count, -1), 0: (0, 0), 1: (1, count)}[shift]
    return _stretch(found.reference, unit, first, last)


def _read_ago(found: Expression) -> Meaning:
    """Read قبل عامين, منذ ثلاثة أشهر, بعد أسبوع."""
    unit, count = _length(found)
    steps = count * found.value("way")
    return _stretch(found.reference, unit, steps, steps) if count else _open(PRECISIONS[unit])


def _stretch(reference: date | None, unit: int, first: int, last: int) -> Meaning:
    """Return the stretch of days, weeks (ISO 8601: from Monday), months or years around the reference."""
    if reference is not None:
        try:
            ends = _step(reference, unit, first)[0], _step(reference, unit, last)[1]
            return Meaning("relative", *ends, PRECISIONS[unit])
        except (OverflowError, ValueError):
            pass
    return _open(PRECISIONS[unit])


def _step(reference: date, unit: int, steps: int) -> tuple[str, str]:
    """Return the first and last day (or month, or year) of the unit ``steps`` away."""
    if unit == 1:
        day = (reference + timedelta(steps)).isoformat()
        return day, day
    if unit == _WEEK:
        monday = reference + timedelta(7 * steps - reference.weekday())
        return monday.isoformat(), (monday + timedelta(6)).isoformat()
    if unit == _MONTH:
        months = reference.year * 12 + reference.month - 1 + steps
        return (f"{months // 12:04d}-{months % 12 + 1:02d}",) * 2
    length = unit // 365
    first = (reference.year // length + steps) * length
    if first < 1:
        raise ValueError("before Christ")
    return f"{first:04d}", f"{first + length - 1:04d}"


#: The reader of each kind of expression.
READERS = {
    "decade": _read_decade,
    "century": _read_century,
    "day_before_yesterday": partial(_read_near_day, offset=-2),
    "yesterday": partial(_read_near_day, offset=-1),
    "today": partial(_read_near_day, offset=0),
    "tomorrow": partial(_read_near_day, offset=1),
    "day_after_tomorrow": partial(_read_near_day, offset=2),
    "day_of_month": _read_day_of_month,
    "weekday": _read_weekday,
    "shifted": _read_shifted,
    "ago": _read_ago,
}
