"""The words of the calendar: months, weekdays, ordinals, units, eras, numbers, and the marks between them.

Dates are told by tokens as they are split, before anything is known of lemmas; so a word is looked up by its
search fold, and behind the clitics that may be written onto it.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from analysis import arabic, files
from analysis.words.reading import LAM, MADDA

ALEF = "\u0627"
_FILE = "words/calendar.toml"
_LOCALES = ("ar", "ar_SY", "ar_MA", "ar_DZ", "ar_TN")
_LATIN_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|re|e)")
# 17T10:30:00Z of a time stamp: the day as it is split from its hour, and the last part with its zone.
_STAMP = re.compile(r"(\d{2})t\d{2}")
_SECONDS = re.compile(r"\d{2}(?:\.\d+)?z?")
_PACKED = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})|\d{4}\.\d{1,2}\.\d{1,2}")
# The classes of numbers that may stand in a date, by what they can be.
_DAY = ("number", "two_digits", "day_number")
_TWO_DIGITS = ("number", "two_digits")
_THREE_DIGITS = ("number", "three_digits")
_YEAR = ("number", "year_number")
_PACKED_DATE = ("packed_date",)
_STAMPED_DAY = ("stamped_day",)
_CLOCK = ("clock",)
#: Sets of classes that every table has: that of a word of no class, that of a clitic in front of a word, and
#: that of a word of no class which stands in a line all the same.
NO_CLASS, CLITIC, OTHER = 0, 1, 2
_NUMBERS = (_DAY, _TWO_DIGITS, _THREE_DIGITS, _YEAR, _PACKED_DATE, _STAMPED_DAY, _CLOCK)
_SETS = ((), ("clitic",), ("other",), *_NUMBERS)


class CalendarWords(NamedTuple):
    """What each word can be in a date."""

    #: per word: the number of its set of classes, a row of `CalendarClasses.sets`
    sets: np.ndarray
    #: per word: the number it says: the month, the day, how many; 0 if it says none
    numbers: np.ndarray
    #: per word: how many characters in front are clitics
    clitics: np.ndarray


class CalendarClasses(NamedTuple):
    """All classes of the calendar and all sets of them that a word may have."""

    names: tuple[str, ...]
    #: set of classes by class
    sets: np.ndarray


class _Lookup(NamedTuple):
    """What the lists say."""

    #: folded word -> its classes and the number it says
    words: dict[str, tuple[frozenset[str], int]]
    #: set of classes -> its number
    numbers: dict[frozenset[str], int]


def read_calendar_words(vocabulary: Iterable[str]) -> CalendarWords:
    """Look up every distinct word of a text.

    Parameters
    ----------
    vocabulary
        Distinct tokens as written.

    Returns
    -------
    CalendarWords
        One entry a word.

    Examples
    --------
    >>> read = read_calendar_words(["كتاب", "وديسمبر", "٢٠١٥"])
    >>> read.numbers.tolist(), read.clitics.tolist()
    ([0, 12, 2015], [0, 1, 0])
    >>> [calendar_classes().names[place] for place in np.flatnonzero(calendar_classes().sets[read.sets[1]])]
    ['month']
    """
    tokens = list(vocabulary)
    folded = arabic.fold_strings(pa.array(tokens, pa.string()), arabic.SEARCH_FOLDS).to_pylist()
    numbers = _calendar().numbers
    read = np.zeros((3, len(tokens)), dtype=np.int64)
    for place, (token, form) in enumerate(zip(tokens, folded, strict=True)):
        classes, value, letters = _look_up(token, form)
        if classes:
            read[:, place] = numbers[classes], value, _written_length(token, form, letters)
    return CalendarWords(*read)


def _look_up(token: str, form: str) -> tuple[frozenset[str], int, int]:
    """Return the classes of one word, the number it says, and how many letters of its fold are clitics."""
    words, clitics = _calendar().words, _clitics()
    if form[0].isdigit():
        return *_read_number(form), 0
    classes, value = words.get(form, (frozenset(), 0))
    letters = 0
    # most words have no clitic's letter in front
    for clitic in clitics.get(form[0], ()) if not classes else ():
        if form.startswith(clitic):
            classes, value = _behind(clitic, form[len(clitic) :])
            letters = len(clitic)
        if classes:
            break
    if "with_madda" in classes and MADDA not in token:
        return frozenset(), 0, 0
    return classes, value, letters


def _behind(clitic: str, rest: str) -> tuple[frozenset[str], int]:
    """Return the classes that a word has behind a clitic, and the number it says."""
    # before the article ل is written without its alef: لليوم
    rest = ALEF + rest if clitic[-1] == rest[:1] == LAM else rest
    classes, value = _calendar().words.get(rest, (frozenset(), 0))
    settings = files.read_toml(_FILE)
    if "doubtful" in classes and clitic not in settings["before_doubtful"].split():
        joined = frozenset(name for kind, name in settings["joined"].items() if kind in classes)
        return (joined, value) if clitic == settings["joins"] else (frozenset(), 0)
    return (classes, value) if classes.isdisjoint(settings["without_clitics"].split()) else (frozenset(), 0)


def _written_length(token: str, form: str, letters: int) -> int:
    """Return how many characters the first letters of a word's fold take, with their marks and tatweel."""
    if not letters or len(token) == len(form):
        return letters
    lengths = range(1, len(token))
    folds = (arabic.fold_text(token[:length], arabic.SEARCH_FOLDS) for length in lengths)
    return max((n for n, fold in zip(lengths, folds, strict=True) if len(fold) <= letters), default=0)


def _read_number(form: str) -> tuple[frozenset[str], int]:
    """Return the classes of a number and what it says; 17.12.2021 says 20211217."""
    if _PACKED.fullmatch(form):
        first, month, last = (int(part) for part in form.split("."))
        year, day = (first, last) if first > 31 else (last, first)
        return frozenset(_PACKED_DATE), full_year(year) * 10000 + month * 100 + day
    if stamp := _STAMP.fullmatch(form):
        return frozenset(_STAMPED_DAY), int(stamp[1])
    ordinal = _LATIN_ORDINAL.fullmatch(form)
    digits = ordinal[1] if ordinal else form
    if not digits.isdecimal() or len(digits) > 4:
        return frozenset(_CLOCK if _SECONDS.fullmatch(form) else ()), 0
    value = int(digits)
    if len(digits) == 4:
        return frozenset(_YEAR if 1000 <= value <= 2199 else ()), value
    if len(digits) == 3:
        return frozenset(_THREE_DIGITS), value
    return frozenset(_DAY if 1 <= value <= 31 else _TWO_DIGITS), value


def full_year(year: int) -> int:
    """Complete a Gregorian year of two digits: 15 is 2015, 48 is 1948."""
    return year + (2000 if year < 32 else 1900) if year < 100 else year


@cache
def calendar_classes() -> CalendarClasses:
    """Return the names of all classes of the calendar, and every set of them that a word may have."""
    numbers = _calendar().numbers
    names = tuple(dict.fromkeys(name for classes in numbers for name in sorted(classes)))
    return CalendarClasses(names, np.array([[name in classes for name in names] for classes in numbers]))


@cache
def _clitics() -> dict[str, list[str]]:
    """Return what may be written onto the front of a word, by its first letter."""
    found: dict[str, list[str]] = {}
    for clitic in files.read_toml(_FILE)["clitics"].split():
        found.setdefault(clitic[0], []).append(clitic)
    return found


@cache
def _calendar() -> _Lookup:
    """Read the lists, and number the sets of classes that come of them."""
    words: dict[str, tuple[frozenset[str], int]] = {}
    entries = list(_entries())
    folded = arabic.fold_strings(pa.array([word for _, word, _ in entries]), arabic.SEARCH_FOLDS).to_pylist()
    for (name, _, number), form in zip(entries, folded, strict=True):
        classes, value = words.get(form, (frozenset(), 0))
        words[form] = classes | {name}, number or value
    sets = [frozenset(classes) for classes in _SETS]
    sets += [frozenset([name]) for name in files.read_toml(_FILE)["joined"].values()]
    sets += [classes for classes, _ in words.values()]
    return _Lookup(words, {classes: number for number, classes in enumerate(dict.fromkeys(sets))})


def _entries() -> Iterator[tuple[str, str, int]]:
    """Yield class, spelling and number of every word of the file, CLDR and hijridate."""
    from babel import Locale
    from hijridate import Hijri

    for name, table in files.read_toml(_FILE).items():
        if isinstance(table, dict) and name != "joined":
            yield from ((name, word, int(value)) for value, words in table.items() for word in words.split())
    for code in (*_LOCALES, "en", "fr"):
        locale = Locale.parse(code)
        months = "month" if code in _LOCALES else "latin_month"
        yield from ((months, name, month) for month, name in locale.months["format"]["wide"].items())
        yield from (("weekday", name, day) for day, name in locale.days["format"]["wide"].items())
    yield from (("hijri_month", Hijri(1436, month, 1).month_name("ar"), month) for month in range(1, 13))
