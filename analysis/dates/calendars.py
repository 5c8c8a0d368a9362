"""The three calendars: which days, months and years there are, and on which Gregorian days they fall."""

import calendar
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

#: First and last day, month or year as ISO strings, None if open.
Ends = tuple[str | None, str | None]

# The day before 1 Muharram 1 of the arithmetic calendar (18 July 622, of the Julian calendar the 15th):
# Reingold and Dershowitz, Calendrical Calculations, 4th ed. 2018, chapter 7.
_HIJRA = 227014
# Years begin by the sun; for these years the rule of eight leap years in 33 says when (K. M. Borkowski, The
# Persian calendar for 3000 years, Earth, Moon and Planets 74, 1996). 1 Farvardin 1400 is 21 March 2021.
_FARVARDIN = 226895
_SOLAR_YEARS = range(1178, 1634)


class Calendar(NamedTuple):
    """What the readers of expressions ask of a calendar."""

    name: str
    #: year, month and day, each None where it is not said -> its ends; None for what does not exist
    ends: Callable[..., Ends | None]
    #: a Gregorian day -> year, month and day of this calendar, None outside its table
    of_day: Callable[[date], tuple[int, int, int] | None]
    #: whether its own dates are kept beside the Gregorian ones
    is_kept: bool = True


def iso(year: int | None, month: int | None = None, day: int | None = None) -> str | None:
    """Return a date as an ISO string; ``--12-17`` where the year is open."""
    if month is None:
        return f"{year:04d}" if year else None
    return (f"{year:04d}" if year else "-") + f"-{month:02d}" + (f"-{day:02d}" if day is not None else "")


def gregorian(year: int | None, month: int | None = None, day: int | None = None) -> Ends | None:
    """Return an ISO string twice; None for a day that does not exist."""
    if month is not None:
        # 29 February exists in some year
        if not 1 <= month <= 12 or not 1 <= (day or 1) <= calendar.monthrange(year or 2000, month)[1]:
            return None
    return (iso(year, month, day),) * 2


def hijri(year: int | None, month: int | None = None, day: int | None = None) -> Ends | None:
    """Return first and last day as Gregorian ISO strings by Umm al-Qura, outside its table the years.

    Of other times nobody knows the day on which a moon was seen: there the arithmetic calendar tells the
    Gregorian years. A Hijri day without a year falls on no Gregorian day, so it stays open.
    """
    from hijridate import Hijri

    if not 1 <= (month or 1) <= 12 or not 1 <= (30 if day is None else day) <= 30:
        return None
    if year is None:
        return None, None
    try:
        first = Hijri(year, month or 1, day or 1)
        last = Hijri(year, month or 12, 1)
        last = Hijri(year, month or 12, day or last.month_length())
    except (ValueError, OverflowError):
        return _hijri_years(year, month, day)
    return first.to_gregorian().isoformat(), last.to_gregorian().isoformat()


def _hijri_years(year: int, month: int | None, day: int | None) -> Ends:
    """Return the Gregorian years a Hijri date falls in, by the arithmetic calendar.

    Eleven years in thirty have a day more, months have 30 and 29 days in turn.
    """

    def ordinal(year: int, month: int, day: int) -> int:
        return _HIJRA + 354 * (year - 1) + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2 + day

    try:
        first = date.fromordinal(ordinal(year, month or 1, day or 1))
        if day is None:
            after = (year, month + 1) if month and month < 12 else (year + 1, 1)
            last = date.fromordinal(ordinal(*after, 1) - 1)
        else:
            last = first
    except (ValueError, OverflowError):
        return None, None
    return iso(first.year), iso(last.year)


def solar_hijri(year: int | None, month: int | None = None, day: int | None = None) -> Ends | None:
    """Return first and last day as Gregorian ISO strings, outside 1178-1633 the years; open without a year.

    Six months have 31 days, five 30, the last 29 or 30; eight years in 33 have a day more.
    """
    if not 1 <= (month or 1) <= 12:
        return None
    length = _days_before((month or 1) + 1) - _days_before(month or 1)
    if day is not None and not 1 <= day <= length:
        return None
    if year is None:
        return None, None
    if year not in _SOLAR_YEARS:
        # the year begins in March, and the first days of January are of its tenth month
        return iso(year + 621 + ((month or 1) > 10)), iso(year + 621 + ((month or 12) > 9))
    first = _farvardin(year) + timedelta(_days_before(month or 1))
    after = _farvardin(year + 1) if month in (None, 12) else first + timedelta(length)
    if day is None:
        return first.isoformat(), (after - timedelta(1)).isoformat()
    there = first + timedelta(day - 1)
    return (there.isoformat(),) * 2 if there < after else None


def _farvardin(year: int) -> date:
    """Return the first day of a Solar Hijri year."""
    return date.fromordinal(_FARVARDIN + 365 * (year - 1) + (8 * year + 21) // 33)


def _days_before(month: int) -> int:
    """Return how many days of a Solar Hijri year come before a month."""
    return 30 * (month - 1) + min(month - 1, 6)


def _hijri_day(day: date) -> tuple[int, int, int] | None:
    """Return a Gregorian day in the Hijri calendar, None outside the table."""
    from hijridate import Gregorian

    try:
        found = Gregorian(day.year, day.month, day.day).to_hijri()
    except (ValueError, OverflowError):
        return None
    return found.year, found.month, found.day


def _solar_day(day: date) -> tuple[int, int, int] | None:
    """Return a Gregorian day in the Solar Hijri calendar, None outside its table."""
    year = day.year - 621 - (day < _farvardin(day.year - 621))
    if year not in _SOLAR_YEARS:
        return None
    rest = (day - _farvardin(year)).days
    month = max(month for month in range(1, 13) if _days_before(month) <= rest)
    return year, month, rest - _days_before(month) + 1


GREGORIAN = Calendar("gregorian", gregorian, lambda day: (day.year, day.month, day.day), is_kept=False)
HIJRI = Calendar("hijri", hijri, _hijri_day)
SOLAR = Calendar("solar_hijri", solar_hijri, _solar_day)


def calendar_of(year: int, *, is_persian: bool = False, is_hijri: bool = False) -> Calendar:
    """Return the calendar that a year in digits belongs to by its size and its text.

    Years near the present are of the Hijra, older ones only where the text has others of it: in a text of
    Europe 1321 is the year in which Dante died.
    """
    if not 1300 <= year <= 1450:
        return GREGORIAN
    # a later year of the sun is to come, and Urdu counts by the moon
    if is_persian and year <= 1410:
        return SOLAR
    return HIJRI if is_hijri or year >= 1400 else GREGORIAN
