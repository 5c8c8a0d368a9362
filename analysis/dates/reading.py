"""One matched expression with the values of its tokens, and what every reader of it shares."""

import calendar
import re
from datetime import date
from typing import NamedTuple

import numpy as np

_FIRST_HIJRI_YEAR, _LAST_HIJRI_YEAR = 1300, 1500
_HIJRI_PAIRS = {"R": (3, 4), "J": (5, 6), "Z": (11, 12)}
_KANUN, _TISHRIN = (12, 1), (10, 11)


class Value(NamedTuple):
    """What an expression means; ``first`` and ``last`` are ISO strings, None if open."""

    calendar: str
    first: str | None
    last: str | None
    precision: str


class Reading(NamedTuple):
    """One match with the values of its tokens, read by the name of a group."""

    match: re.Match
    number: int
    values: np.ndarray
    spaced: np.ndarray
    reference: date | None

    def text(self, name: str) -> str | None:
        """Return the letters of a group, None where the rule has no such group or it is empty."""
        key = f"{name}_{self.number}"
        return self.match[key] if key in self.match.re.groupindex else None

    def value(self, name: str) -> int | None:
        """Return the value of a group's first token."""
        if self.text(name) is None:
            return None
        return int(self.values[self.match.start(f"{name}_{self.number}")])

    def day(self, suffix: str = "") -> int | None:
        """Return the day a group of digits or an ordinal names."""
        if self.text(f"day{suffix}") is not None:
            return self.value(f"day{suffix}")
        return self.ordinal(f"ordinal{suffix}")

    def ordinal(self, name: str) -> int | None:
        """Return the number an ordinal says: الثاني والعشرون is 22."""
        letters = self.text(name)
        if letters is None:
            return None
        start = self.match.start(f"{name}_{self.number}")
        total = 0
        for place, letter in enumerate(letters):
            fixed = {"O": 1, "S": 2, "e": 10}.get(letter)
            total += fixed if fixed is not None else int(self.values[start + place]) if letter in "o7v" else 0
        return total

    def months(self, name: str = "month") -> list[int]:
        """Return the months that a group's names say, in order."""
        letters = self.text(name) or ""
        start = self.match.start(f"{name}_{self.number}")
        found = []
        for place, letter in enumerate(letters):
            following = letters[place + 1 : place + 2]
            if letter in "MmNjIiH":
                found.append(int(self.values[start + place]))
            elif letter == "K":
                pair = _KANUN if self.values[start + place] == 1 else _TISHRIN
                found.append(pair[following == "S"])
            elif letter in _HIJRI_PAIRS:
                found.append(_HIJRI_PAIRS[letter][following in ("S", "9", "X")])
        return found

    def is_glued(self) -> bool:
        """Tell whether no white space stands within the match."""
        return not self.spaced[self.match.start() : self.match.end() - 1].any()

    def shift_behind(self) -> int | None:
        """Return -1, 0 or 1 for a deictic word right behind the match (يناير المقبل)."""
        end = self.match.end()
        return int(self.values[end]) if self.match.string[end : end + 1] == "r" else None


def is_hijri_year(year: int | None) -> bool:
    """Tell whether a year is one of the Hijri calendar by its size."""
    return year is not None and _FIRST_HIJRI_YEAR <= year <= _LAST_HIJRI_YEAR


def gregorian(year: int | None, month: int, day: int | None = None) -> str | None:
    """Return an ISO string; ``--12-17`` where the year is open; None for a day that does not exist."""
    if not 1 <= month <= 12:
        return None
    # 29 February exists in some year
    if day is not None and not 1 <= day <= calendar.monthrange(year or 2000, month)[1]:
        return None
    head = f"{year:04d}" if year else "-"
    return f"{head}-{month:02d}" + (f"-{day:02d}" if day is not None else "")


def hijri(
    year: int | None, month: int | None = None, day: int | None = None
) -> tuple[str | None, str | None]:
    """Return first and last day as Gregorian ISO strings by Umm al-Qura; None outside its table.

    A Hijri day without a year falls on no Gregorian day, so it stays open.
    """
    from hijridate import Hijri

    if year is None:
        return None, None
    try:
        first = Hijri(year, month or 1, day or 1)
        last = Hijri(year, month or 12, 1)
        last = Hijri(year, month or 12, day or last.month_length())
    except (ValueError, OverflowError):
        return None, None
    return first.to_gregorian().isoformat(), last.to_gregorian().isoformat()
