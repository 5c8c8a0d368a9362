"""What expressions mean that name a day, month or year of a calendar."""

from functools import partial

from analysis.dates.calendars import GREGORIAN, HIJRI, Calendar, calendar_of, gregorian
from analysis.dates.expressions import Expression, Meaning


def _read_numeric(found: Expression) -> Meaning | None:
    """Read 31/7/2015, ٢٠١٥-٠٧-٣١, 14/10/1436: day first, unless only the other order exists."""
    day, month = found.value("day"), found.value("month")
    if month > 12:
        day, month = month, day
    return _full_day(found.value("year"), month, day)


def _read_packed(found: Expression) -> Meaning | None:
    """Read 17.12.2021."""
    packed = found.value("packed")
    return _full_day(packed // 10000, packed // 100 % 100, packed % 100)


def _full_day(year: int, month: int, day: int) -> Meaning | None:
    """Return the meaning of a day whose calendar follows from its year."""
    calendar = calendar_of(year)
    ends = calendar.ends(year, month, day)
    return Meaning(calendar.name, *ends, "day") if ends else None


def _placed_year(found: Expression, calendar: Calendar, month: int, day: int = 15) -> int | None:
    """Return the year an expression says, or the one that الماضي, الجاري or المقبل behind it means."""
    shift = found.value("shift")
    if found.has("year") or shift is None or found.reference is None:
        return found.value("year")
    today = calendar.of_day(found.reference)
    if today is None:
        return None
    year, *here = today
    if shift > 0:
        return year + ([month, day] <= here)
    return year - ([month, day] >= here) if shift else year


def _read_day(found: Expression, calendar: Calendar) -> Meaning | None:
    """Read 17 كانون الأول/ديسمبر 2021, 3 إلى 5 مايو, 28 أبريل إلى 3 مايو 2015."""
    names, last_names = found.months("month"), found.months("month2")
    # two names of one day's month that differ are none
    if len(set(names)) > 1:
        return None
    month, last_month = names[0], (last_names or names)[0]
    day, last_day = found.value("day"), found.value("day2") or found.value("day")
    year, last_year = _placed_year(found, calendar, month, day), found.value("year2")
    if year is None and last_year is not None:
        year = last_year - (month > last_month)
    first = calendar.ends(year, month, day)
    last = calendar.ends(last_year or year, last_month, last_day)
    if not first or not last or (found.has("day2") and not last_names and last_day <= day):
        return None
    return Meaning(calendar.name, first[0], last[1], "day")


def _read_month(found: Expression, calendar: Calendar) -> Meaning | None:
    """Read تموز/يوليو 2015, مايو إلى يوليو 2015, شهر ذي القعدة; two months that differ are a range."""
    months = found.months("month") + found.months("month2")
    year = _placed_year(found, calendar, months[-1])
    first_year = year - (months[0] > months[-1]) if year else None
    first, last = calendar.ends(first_year, months[0]), calendar.ends(year, months[-1])
    return Meaning(calendar.name, first[0], last[1], "month")


def _read_years(found: Expression) -> Meaning | None:
    """Read 2014-2016, 2014/15, 2015-07 and عامي 2007 و2009."""
    first, last = found.value("year"), found.value("year2")
    if last < 100 and last != (first + 1) % 100:
        # 2015-07 is a month, 2014/15 a season
        ends = gregorian(first, last) if found.is_glued() and 1900 <= first <= 2100 else None
        return Meaning("gregorian", *ends, "month") if ends else None
    last = first + 1 if last < 100 else last
    if not 0 < last - first <= 150:
        return None
    calendar = calendar_of(last)
    return Meaning(calendar.name, calendar.ends(first)[0], calendar.ends(last)[1], "year")


def _read_year(found: Expression) -> Meaning:
    """Read عام 2014, عام 1436 هـ."""
    if found.has("before_christ"):
        # ISO 8601 counts years before Christ from zero: too easily misread to be put in a table
        return Meaning("gregorian", None, None, "year")
    year = found.value("year")
    calendar = HIJRI if found.has("hijri") else GREGORIAN if found.has("gregorian") else calendar_of(year)
    return Meaning(calendar.name, *calendar.ends(year), "year")


def _read_year_of_era(found: Expression) -> Meaning | None:
    """Read 1436 هـ, 2021 م; 1500 م is a distance in metres."""
    if found.has("gregorian") and not 1700 <= found.value("year") <= 2100:
        return None
    return _read_year(found)


def _read_bare_year(found: Expression) -> Meaning | None:
    """Read في 2012; round numbers are quantities."""
    year = found.value("year")
    return _read_year(found) if 1900 < year < 2100 and year != 2000 else None


#: The reader of each kind of expression.
READERS = {
    "numeric": _read_numeric,
    "packed": _read_packed,
    "day": partial(_read_day, calendar=GREGORIAN),
    "hijri_day": partial(_read_day, calendar=HIJRI),
    "month": partial(_read_month, calendar=GREGORIAN),
    "hijri_month": partial(_read_month, calendar=HIJRI),
    "years": _read_years,
    "year": _read_year,
    "year_of_era": _read_year_of_era,
    "bare_year": _read_bare_year,
}
