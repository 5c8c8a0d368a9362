"""The two calendars: which days, months and years there are, and on which Gregorian days they fall."""

import calendar
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

#: First and last day, month or year as ISO strings, None if open.
Ends = tuple[str | None, str | None]


class Calendar(NamedTuple):
    """What the readers of expressions ask of a calendar."""

    name: str
    #: year, month and day, each None where it is not said -> its ends; None for what does not exist
    ends: Callable[..., Ends | None]
    #: a Gregorian day -> year, month and day of this calendar
    of_day: Callable[[date], tuple[int, int, int] | None]


def gregorian(year: int | None, month: int | None = None, day: int | None = None) -> Ends | None:
    """Return an ISO string twice; ``--12-17`` where the year is open; None for a day that does not exist."""
    if month is None:
        return (f"{year:04d}",) * 2 if year else (None, None)
    if not 1 <= month <= 12:
        return None
    # 29 February exists in some year
    if day is not None and not 1 <= day <= calendar.monthrange(year or 2000, month)[1]:
        return None
    head = f"{year:04d}" if year else "-"
    return (f"{head}-{month:02d}" + (f"-{day:02d}" if day is not None else ""),) * 2


def hijri(year: int | None, month: int | None = None, day: int | None = None) -> Ends | None:
    """Return first and last day as Gregorian ISO strings by Umm al-Qura; open outside its table.

    A Hijri day without a year falls on no Gregorian day, so it stays open.
    """
    from hijridate import Hijri

    if not 1 <= (month or 1) <= 12 or (day or 1) > 30:
        return None
    if year is None:
        return None, None
    try:
        first = Hijri(year, month or 1, day or 1)
        last = Hijri(year, month or 12, 1)
        last = Hijri(year, month or 12, day or last.month_length())
    except (ValueError, OverflowError):
        return None, None
    return first.to_gregorian().isoformat(), last.to_gregorian().isoformat()


def _hijri_day(day: date) -> tuple[int, int, int] | None:
    """Return a Gregorian day in the Hijri calendar, None outside the table."""
    from hijridate import Gregorian

    try:
        found = Gregorian(day.year, day.month, day.day).to_hijri()
    except (ValueError, OverflowError):
        return None
    return found.year, found.month, found.day


GREGORIAN = Calendar("gregorian", gregorian, lambda day: (day.year, day.month, day.day))
HIJRI = Calendar("hijri", hijri, _hijri_day)


def calendar_of(year: int) -> Calendar:
    """Return the calendar that a year belongs to by its size."""
    return HIJRI if 1300 <= year <= 1500 else GREGORIAN
