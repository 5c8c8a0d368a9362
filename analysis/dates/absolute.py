"""What expressions mean that name a day, month or year of a calendar."""

from analysis.dates.lexicon import full_year
from analysis.dates.reading import Reading, Value, gregorian, hijri, is_hijri_year


def _read_numeric(reading: Reading) -> Value | None:
    """Read 31/7/2015, ٢٠١٥-٠٧-٣١, 14/10/1436: day first, unless only the other order exists."""
    a, b, c = (reading.value(name) for name in "abc")
    kinds = [reading.text(name) for name in "abc"]
    if "4" not in kinds:
        # 1-2-3 is a score or a list
        if not reading.is_glued() or reading.text("sign") == "." or kinds[0] == "3":
            return None
        c = full_year(c)
    if kinds[0] == "4":
        if kinds[2] == "4":
            return None
        a, c = c, a
    day, month = (a, b) if b <= 12 else (b, a)
    return _full_day(c, month, day)


def _read_dotted(reading: Reading) -> Value | None:
    """Read 17.12.2021."""
    packed = reading.value("packed")
    return _full_day(packed // 10000, packed // 100 % 100, packed % 100)


def _full_day(year: int, month: int, day: int) -> Value | None:
    """Return the value of a day whose calendar follows from its year."""
    if is_hijri_year(year):
        return Value("hijri", *hijri(year, month, day), "day") if month <= 12 and day <= 30 else None
    iso = gregorian(year, month, day)
    return Value("gregorian", iso, iso, "day") if iso else None


def _placed_year(reading: Reading, month: int, day: int = 15) -> int | None:
    """Return the year an expression says, or the one that الماضي, الجاري or المقبل behind it means."""
    year, reference = reading.value("year"), reading.reference
    if year is not None or reference is None:
        return year
    return _nearest_year((reference.year, reference.month, reference.day), reading.shift_behind(), month, day)


def _placed_hijri_year(reading: Reading, month: int, day: int = 15) -> int | None:
    """Return the Hijri year in the same way: شهر رمضان الماضي."""
    from hijridate import Gregorian

    year, reference = reading.value("year"), reading.reference
    if year is not None or reference is None:
        return year
    try:
        today = Gregorian(reference.year, reference.month, reference.day).to_hijri()
    except (ValueError, OverflowError):
        return None
    return _nearest_year((today.year, today.month, today.day), reading.shift_behind(), month, day)


def _nearest_year(today: tuple[int, int, int], shift: int | None, month: int, day: int) -> int | None:
    """Return the year of the last (-1), this (0) or next (1) such day, None without a shift."""
    year, *here = today
    if not shift:
        return None if shift is None else year
    if shift > 0:
        return year + ((month, day) <= tuple(here))
    return year - ((month, day) >= tuple(here))


def _read_day(reading: Reading) -> Value | None:
    """Read 17 كانون الأول/ديسمبر 2021."""
    day, months = reading.day(), reading.months()
    if len(set(months)) > 1:
        return None
    iso = gregorian(_placed_year(reading, months[0], day), months[0], day)
    return Value("gregorian", iso, iso, "day") if iso else None


def _read_days(reading: Reading) -> Value | None:
    """Read 3 إلى 5 مايو."""
    first, last, months = reading.day(), reading.day("2"), reading.months()
    if len(set(months)) > 1:
        return None
    year = _placed_year(reading, months[0], first)
    ends = gregorian(year, months[0], first), gregorian(year, months[0], last)
    return Value("gregorian", *ends, "day") if all(ends) and first < last else None


def _read_cross(reading: Reading) -> Value | None:
    """Read 28 أبريل إلى 3 مايو 2015."""
    year, last_year = reading.value("year"), reading.value("year2")
    first_month, last_month = reading.months()[0], reading.months("month2")[0]
    if year is None and last_year is not None:
        year = last_year - (first_month > last_month)
    ends = (
        gregorian(year, first_month, reading.day()),
        gregorian(last_year or year, last_month, reading.day("2")),
    )
    return Value("gregorian", *ends, "day") if all(ends) else None


def _read_hijri_day(reading: Reading) -> Value | None:
    """Read 15 رمضان 1436هـ."""
    day, month = reading.day(), reading.months()[0]
    year = _placed_hijri_year(reading, month, day)
    return Value("hijri", *hijri(year, month, day), "day") if day <= 30 else None


def _read_hijri_days(reading: Reading) -> Value | None:
    """Read 16 إلى 30 شوال 1436هـ."""
    first, last, month = reading.day(), reading.day("2"), reading.months()[0]
    year = _placed_hijri_year(reading, month, first)
    if not first < last <= 30:
        return None
    return Value("hijri", hijri(year, month, first)[0], hijri(year, month, last)[1], "day")


def _read_hijri_month(reading: Reading) -> Value:
    """Read شهر ذي القعدة من عام 1434."""
    month = reading.months()[0]
    return Value("hijri", *hijri(_placed_hijri_year(reading, month), month), "month")


def _read_month(reading: Reading) -> Value:
    """Read تموز/يوليو 2015; two months that differ are a range."""
    months = reading.months()
    year = _placed_year(reading, months[0])
    return Value("gregorian", gregorian(year, months[0]), gregorian(year, months[-1]), "month")


def _read_months(reading: Reading) -> Value:
    """Read مايو إلى يوليو 2015."""
    first, last = reading.months()[0], reading.months("month2")[0]
    year = _placed_year(reading, last)
    begins = year - (first > last) if year else None
    return Value("gregorian", gregorian(begins, first), gregorian(year, last), "month")


def _read_month_year(reading: Reading) -> Value | None:
    """Read 12/2014."""
    year = reading.value("year")
    if not reading.is_glued() or not 1900 <= year <= 2100:
        return None
    iso = gregorian(year, reading.value("a"))
    return Value("gregorian", iso, iso, "month")


def _read_years(reading: Reading) -> Value | None:
    """Read 2014-2016, 2014/15, 2015-07 and عامي 2007 و2009."""
    first, last = reading.value("year"), reading.value("year2")
    if last < 100:
        if last != (first + 1) % 100:
            # 2015-07 is a month, 2014/15 a season
            month = gregorian(first, last) if reading.is_glued() and 1900 <= first <= 2100 else None
            return Value("gregorian", month, month, "month") if month else None
        last = first + 1
    if not 0 < last - first <= 150:
        return None
    if is_hijri_year(last):
        return Value("hijri", hijri(first)[0], hijri(last)[1], "year")
    return Value("gregorian", f"{first:04d}", f"{last:04d}", "year")


def _read_year(reading: Reading) -> Value | None:
    """Read عام 2014, 1436 هـ."""
    year, era = reading.value("year"), reading.text("era")
    if reading.text("said") is None and era == "G" and not 1700 <= year <= 2100:
        # 1500 م is a distance in metres
        return None
    if era is None and year < 1000:
        return None
    if era == "bG":
        # ISO 8601 counts years before Christ from zero: too easily misread to be put in a table
        return Value("gregorian", None, None, "year")
    if era == "E" or (is_hijri_year(year) and era != "G"):
        return Value("hijri", *hijri(year), "year")
    return Value("gregorian", f"{year:04d}", f"{year:04d}", "year")


def _read_bare_year(reading: Reading) -> Value | None:
    """Read في 2012; round numbers are quantities."""
    year = reading.value("year")
    if not 1900 < year < 2100 or year == 2000:
        return None
    return Value("gregorian", f"{year:04d}", f"{year:04d}", "year")


#: The reader of each kind of pattern.
READERS = {
    "numeric": _read_numeric,
    "dotted": _read_dotted,
    "days": _read_days,
    "cross": _read_cross,
    "day": _read_day,
    "hijri_day": _read_hijri_day,
    "hijri_days": _read_hijri_days,
    "hijri_month": _read_hijri_month,
    "months": _read_months,
    "month": _read_month,
    "month_year": _read_month_year,
    "years": _read_years,
    "year": _read_year,
    "year_bare": _read_bare_year,
}
