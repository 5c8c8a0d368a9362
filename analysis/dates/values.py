"""What a found expression means: calendar, first and last day, grain."""

import calendar
import re
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from analysis.dates.grammar import RULES
from analysis.dates.lexicon import full_year

#: The grain of a unit word (see `data/dates/words.toml`).
PRECISIONS = {1: "day", 7: "week", 30: "month", 365: "year", 3650: "decade", 36500: "century"}

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


def read_value(
    match: re.Match, values: np.ndarray, spaced: np.ndarray, reference: date | None
) -> Value | None:
    """Return what a match of `grammar.PATTERN` means, None where it is no date after all.

    Parameters
    ----------
    match
        The match.
    values, spaced
        The value of each letter of the searched line, and whether white space follows its token.
    reference
        The day from which relative expressions count, None to leave them open.
    """
    number = int(match.lastgroup.removeprefix("rule_"))
    return _READERS[RULES[number][0]](Reading(match, number, values, spaced, reference))


def _is_hijri_year(year: int | None) -> bool:
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
    if _is_hijri_year(year):
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
    """Read 2014-2016, 2014/15 and عامي 2007 و2009."""
    first, last = reading.value("year"), reading.value("year2")
    if last < 100:
        last += first // 100 * 100
        if last != first + 1:
            return None
    if not 0 < last - first <= 150:
        return None
    if _is_hijri_year(last):
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
    if era == "E" or (_is_hijri_year(year) and era != "G"):
        return Value("hijri", *hijri(year), "year")
    return Value("gregorian", f"{year:04d}", f"{year:04d}", "year")


def _read_bare_year(reading: Reading) -> Value | None:
    """Read في 2012; round numbers are quantities."""
    year = reading.value("year")
    if not 1900 < year < 2100 or year == 2000:
        return None
    return Value("gregorian", f"{year:04d}", f"{year:04d}", "year")


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
        last = reading.ordinal("century") * 100
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
        count = reading.value("number")
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


_READERS = {
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
    "decade": _read_decade,
    "century": _read_century,
    "relative_day": _read_relative_day,
    "day_of_month": _read_day_of_month,
    "weekday": _read_weekday,
    "this": _read_this,
    "shifted": _read_shifted,
    "ago": _read_ago,
}
