"""What expressions mean that name a day, month or year of a calendar."""

from datetime import date, timedelta
from functools import partial

from analysis.dates.calendars import GREGORIAN, HIJRI, SOLAR, Calendar, Ends, calendar_of, iso
from analysis.dates.expressions import Expression, Meaning
from analysis.words import full_year

#: Year, month and day, as far as they are said.
Parts = tuple[int | None, ...]

# Years that a preposition or an event before them is enough for; round ones may be quantities.
_LIKELY_YEARS = range(1901, 2100)
# Greater numbers in words are no years of a text of old.
_LAST_HIJRI_YEAR = 1500


def _meaning(calendar: Calendar, first: Parts, last: Parts | None, precision: str) -> Meaning | None:
    """Return what a stretch from one date of a calendar to another means, None where one does not exist."""
    last = last or first
    ends, last_ends = calendar.ends(*first), calendar.ends(*last)
    if not ends or not last_ends:
        return None
    written: Ends = (iso(*first), iso(*last)) if calendar.is_kept else (None, None)
    kept = "/".join(dict.fromkeys(filter(None, written))) or None
    if calendar.is_kept and ends[0] and len(ends[0]) == 4:
        # outside its table nothing is known but the years
        precision = "year"
    return Meaning(calendar.name, ends[0], last_ends[1], precision, kept)


def _calendar(found: Expression, year: int, *, is_hijri: bool = False) -> Calendar:
    """Return the calendar that an era says, or else the size of the year and its text."""
    for name, calendar in {"solar": SOLAR, "hijri": HIJRI, "gregorian": GREGORIAN}.items():
        if found.has(name):
            return calendar
    return calendar_of(year, is_persian=found.is_persian, is_hijri=is_hijri or found.is_hijri)


def _read_numeric(found: Expression) -> Meaning | None:
    """Read 31/7/2015, ٢٠١٥-٠٧-٣١, 14/10/1436, 6/10/73: day first, unless only the other order exists."""
    year, month, day = full_year(found.value("year")), found.value("month"), found.value("day")
    if month > 12:
        day, month = month, day
    return _meaning(_calendar(found, year, is_hijri=True), (year, month, day), None, "day")


def _read_packed(found: Expression) -> Meaning | None:
    """Read 17.12.2021."""
    packed = found.value("packed")
    year = packed // 10000
    calendar = _calendar(found, year, is_hijri=True)
    return _meaning(calendar, (year, packed // 100 % 100, packed % 100), None, "day")


def _year(found: Expression, calendar: Calendar, month: int, name: str = "year") -> int | None:
    """Return the year a group says: أكتوبر 73 is of 1973, رمضان 2011 of 1432."""
    year = found.value(name)
    if calendar is GREGORIAN:
        return full_year(year) if year else year
    if year and year > _LAST_HIJRI_YEAR and calendar is HIJRI:
        # a Hijri year is eleven days shorter
        near = (year - 622) * 33 // 32
        begins = {one: (HIJRI.ends(one, month) or (None,))[0] or "" for one in range(near - 1, near + 3)}
        return next((one for one, first in begins.items() if first.startswith(f"{year}-")), None)
    return year


def _placed_year(found: Expression, calendar: Calendar, month: int, day: int = 15) -> int | None:
    """Return the year an expression says, or the one that أمس before or الماضي, المقبل behind it means."""
    shift = found.value("shift")
    if found.has("near") and shift is None:
        shift = 0
    if found.has("year") or shift is None or found.reference is None:
        return _year(found, calendar, month)
    today = calendar.of_day(found.reference)
    if today is None:
        return None
    year, *here = today
    if found.has("near"):
        # on 1 January yesterday was of the year before; far from the day of writing it is another yesterday
        days = {one: (calendar.ends(one, month, day) or (None,))[0] for one in (year, year - 1, year + 1)}
        return next((one for one, first in days.items() if _is_near(first, found.reference)), None)
    if shift > 0:
        return year + ([month, day] <= here)
    return year - ([month, day] >= here) if shift else year


def _is_near(day: str | None, reference: date) -> bool:
    """Tell whether a day is one of the week before or after the reference."""
    return bool(day) and len(day) == 10 and abs(date.fromisoformat(day) - reference) <= timedelta(7)


def _read_day(found: Expression, calendar: Calendar) -> Meaning | None:
    """Read 17 كانون الأول/ديسمبر 2021, 3 إلى 5 مايو, 28 أبريل إلى 3 مايو 2015."""
    names, last_names = found.months("month"), found.months("month2")
    # two names of one day's month that differ are none
    if len(set(names)) > 1:
        return None
    month, last_month = names[0], (last_names or names)[0]
    day = found.value("first" if found.has("first") else "day")
    last_day = found.value("day2") or day
    year, last_year = _placed_year(found, calendar, month, day), _year(found, calendar, last_month, "year2")
    if year is None and last_year is not None:
        year = last_year - (month > last_month)
    if found.has("day2") and not last_names and last_day <= day:
        return None
    return _meaning(calendar, (year, month, day), (last_year or year, last_month, last_day), "day")


def _read_month(found: Expression, calendar: Calendar) -> Meaning | None:
    """Read تموز/يوليو 2015, شهر ذي القعدة, أكتوبر 2014 إلى مارس 2015; two months that differ are a range."""
    months = found.months("month") + found.months("month2")
    year = _placed_year(found, calendar, months[-1])
    first_year = found.value("first_year") or (year - (months[0] > months[-1]) if year else None)
    return _meaning(calendar, (first_year, months[0]), (year, months[-1]), "month")


def _read_years(found: Expression) -> Meaning | None:
    """Read 2014-2016, 2014/15, 2015-07, عامي 2007 و2009, بين 2010 و2015."""
    first, last = found.value("first" if found.has("first") else "year"), found.value("year2")
    if last < 100 and last != (first + 1) % 100:
        # 2015-07 is a month, 2014/15 a season
        is_month = found.is_glued() and 1900 <= first <= 2100
        return _meaning(GREGORIAN, (first, last), None, "month") if is_month else None
    last = first + 1 if last < 100 else last
    if not 0 < last - first <= 150 or (found.has("bare") and not (first % 100 or last % 100)):
        return None
    return _meaning(_calendar(found, last), (first,), (last,), "year")


def _read_year(found: Expression) -> Meaning | None:
    """Read عام 2014, عام 1436 هـ."""
    if found.has("before_christ"):
        # ISO 8601 counts years before Christ from zero: too easily misread to be put in a table
        return Meaning("gregorian", None, None, "year")
    year = found.value("year")
    return _meaning(_calendar(found, year), (year,), None, "year")


def _read_two_digits(found: Expression, *, is_sure: bool) -> Meaning | None:
    """Read حرب 67, سنة 73; where a text has years of the Hijra the latter may be one."""
    year = full_year(found.value("year"))
    return _meaning(GREGORIAN, (year,), None, "year") if is_sure or not found.is_hijri else None


def _read_year_of_era(found: Expression) -> Meaning | None:
    """Read 1436 هـ, 2021 م; 1500 م is a distance in metres."""
    if found.has("gregorian") and not 1700 <= found.value("year") <= 2100:
        return None
    return _read_year(found)


def _read_spelled_year(found: Expression) -> Meaning | None:
    """Read سنة تسع وأربعين وتسعمائة وألف: in words a year of up to 1500 is one of the Hijra."""
    year = found.value("year")
    # ثلاث وأربع are two numbers: in a year each says a digit of its own
    if year >= 2200 or len(str(year).replace("0", "")) != len(found.parts("year")):
        return None
    eras = any(map(found.has, ("gregorian", "before_christ", "solar")))
    if eras or year > _LAST_HIJRI_YEAR:
        return _read_year(found)
    return _meaning(HIJRI, (year,), None, "year")


def _read_bare_year(found: Expression) -> Meaning | None:
    """Read في 2012; round numbers are quantities unless an era is behind."""
    year = found.value("year")
    if any(map(found.has, ("gregorian", "hijri", "solar"))):
        return _read_year_of_era(found)
    return _read_year(found) if year in _LIKELY_YEARS and year != 2000 else None


def _read_year_of_event(found: Expression) -> Meaning | None:
    """Read انتخابات 2019, موسم الحج 1436."""
    return _read_year(found) if 1400 <= found.value("year") <= 1450 else _read_bare_year(found)


def _read_year_in_brackets(found: Expression) -> Meaning | None:
    """Read (1798); round numbers are quantities."""
    year = found.value("year")
    return _read_year(found) if year % 50 or year in _LIKELY_YEARS else None


#: The reader of each kind of expression.
READERS = {
    "numeric": _read_numeric,
    "packed": _read_packed,
    "day": partial(_read_day, calendar=GREGORIAN),
    "hijri_day": partial(_read_day, calendar=HIJRI),
    "solar_day": partial(_read_day, calendar=SOLAR),
    "month": partial(_read_month, calendar=GREGORIAN),
    "hijri_month": partial(_read_month, calendar=HIJRI),
    "solar_month": partial(_read_month, calendar=SOLAR),
    "years": _read_years,
    "year": _read_year,
    "year_of_two_digits": partial(_read_two_digits, is_sure=False),
    "war_of_two_digits": partial(_read_two_digits, is_sure=True),
    "year_of_era": _read_year_of_era,
    "spelled_year": _read_spelled_year,
    "year_in_brackets": _read_year_in_brackets,
    "year_of_event": _read_year_of_event,
    "bare_year": _read_bare_year,
}
