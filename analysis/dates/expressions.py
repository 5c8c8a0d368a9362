"""One found expression with the numbers its tokens say, and what it means."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

# A name of two months says so much more than the number of the first (see `data/words/calendar.toml`).
_PAIR = 100
# Behind a digit they multiply: ثلاث مائة, ثلاثة آلاف.
_FACTORS = (100, 1000)


class Meaning(NamedTuple):
    """What an expression means; ``first`` and ``last`` are ISO strings, None if open."""

    calendar: str
    first: str | None
    last: str | None
    precision: str
    #: the date as a Hijri calendar has it: 0226-09, --09 without a year, two of them with a slash between
    hijri: str | None = None


class Expression(NamedTuple):
    """A match of a row, read by the names of its groups."""

    match: re.Match
    #: per item of the line: the number it says, 0 for none
    numbers: Sequence[int]
    #: as written, with what is written onto its first word
    text: str
    #: the day of writing
    reference: date | None
    #: whether the text is Persian, so that its years are solar
    is_persian: bool = False
    #: whether the text marks Hijri years elsewhere
    is_hijri: bool = False

    def has(self, name: str) -> bool:
        """Tell whether a group is part of the expression."""
        return name in self.match.re.groupindex and self.match[name] is not None

    def _said(self, name: str) -> Sequence[int]:
        """Return the numbers of a group's items."""
        start, end = self.match.span(name) if self.has(name) else (0, 0)
        return self.numbers[start:end]

    def value(self, name: str) -> int | None:
        """Return the number a group says, None where it is no part: الثاني والعشرون is 22, ثلاث مائة 300."""
        return sum(self.parts(name)) if self.has(name) else None

    def parts(self, name: str) -> list[int]:
        """Return the numbers of which a group's number is the sum."""
        found, last = [], 0
        for number in self._said(name):
            if number in _FACTORS and 2 < last < 10:
                found[-1] = last * number
            elif number:
                found.append(number)
            last = number
        return found

    def months(self, name: str) -> list[int]:
        """Return the months that a group's names say, in order."""
        found, pair = [], 0
        for number in filter(None, self._said(name)):
            if number > _PAIR:
                pair = number - _PAIR
            else:
                # from the second of the pair back to the first of the year: كانون الثاني
                found.append((pair + number - 2) % 12 + 1 if pair else number)
                pair = 0
        return found

    def is_glued(self) -> bool:
        """Tell whether no white space stands within the expression."""
        return not any(map(str.isspace, self.text))
