"""What each distinct token can be in a date: one letter for its part, one number for its value.

The letters are those that the patterns of `grammar` are written in:

===== ==========================================  ===== ==========================================
1 2 3 numbers 1-12, 13-31, other two digits       4 5   four digits (a year), three digits
F     17.12.2021 in one token                     t     عامي (two years follow)
M m   month; one that is also another word        N j   the same in Latin script
K     كانون, تشرين                                O S   الأول, الثاني: ordinals and names' ends
I i   Hijri month; one that is a given name too   H     صفر
R J Z ربيع, جمادى, ذو                              Q X   القعدة, الحجة
o 7   ordinals 3-5 (and حادي), 6-10               e v   عشر, tens
8 9   الأولى, الآخرة                               W     weekday
u U   يوم, اليوم                                   Y y g الليلة, أمس, غدا
D     part of the day                             a A   عام, العام
s V q شهر, القرن, شتاء                             P p   other units: definite, indefinite
d l   dual, plural                                k L   the same, definite
n     number words up to ten                      ~     نحو
r f   الماضي/الحالي/المقبل, هذا                      b B   قبل, بعد
x z c من, إلى, في                                   C     خلال, مطلع, نهاية ...
E G   هـ, م                                        w T   و, decades (تسعينيات)
h ! = what no weekday follows, اليوم precedes and follows; % العمر; ^ الـ; ` quotation marks
===== ==========================================  ===== ==========================================
"""

import re
from functools import cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from analysis.arabic import SEARCH_FOLDS, fold_strings
from analysis.files import read_toml

OTHER = " "

#: و and ف join, ب ل ك are prepositions: a date begins behind them.
_CLITICS = ("و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل", "وك")
# A doubtful name behind و is too weak a sign: ومارس is "and he practised".
_NO_CLITIC = frozenset("jmiH5EGwxzh!=~c")
_LIST_LETTERS = {
    "first": "O",
    "second": "S",
    "first_feminine": "8",
    "second_feminine": "9",
    "rabi": "R",
    "jumada": "J",
    "dhu": "Z",
    "qada": "Q",
    "hijja": "X",
    "teen": "e",
    "weekday_day": "u",
    "today": "U",
    "tonight": "Y",
    "yesterday": "y",
    "tomorrow": "g",
    "part_of_day": "D",
    "year_word": "a",
    "the_year": "A",
    "two_years": "t",
    "season": "q",
    "month_word": "s",
    "century": "V",
    "article": "^",
    "this": "f",
    "before": "b",
    "after": "B",
    "about": "~",
    "from": "x",
    "to": "z",
    "in": "c",
    "within": "C",
    "hijri_era": "E",
    "gregorian_era": "G",
    "and": "w",
    "no_weekday": "h",
    "no_today": "!",
    "before_today": "=",
    "of_age": "%",
    "some": "n",
}
_TABLE_LETTERS = {
    "ordinals": "o",
    "ordinals_high": "7",
    "tens": "v",
    "numbers": "n",
    "decades": "T",
    "units_definite": "P",
    "units_single": "p",
    "units_dual": "d",
    "units_plural": "l",
    "units_definite_two": "k",
    "units_definite_many": "L",
    "deictic": "r",
    "weekdays": "W",
}
_MARKS = frozenset("/-.,()")
_QUOTES = frozenset('«»“”"')
_LATIN_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|re|e)")
_DOTTED = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})|\d{4}\.\d{1,2}\.\d{1,2}")
_LOCALES = ("ar", "ar_SY", "ar_MA", "ar_DZ", "ar_TN")


class Parts(NamedTuple):
    """For each distinct token: its letter (a byte), its value, and how many characters its clitics take."""

    letters: np.ndarray
    numbers: np.ndarray
    clitics: np.ndarray


def classify(vocabulary: list[str]) -> Parts:
    """Look up every distinct token.

    Parameters
    ----------
    vocabulary
        Distinct tokens as written.
    """
    folded = fold_strings(pa.array(vocabulary, pa.string()), SEARCH_FOLDS).to_pylist()
    letters = np.full(len(vocabulary), ord(OTHER), dtype=np.uint8)
    values = np.zeros(len(vocabulary), dtype=np.int64)
    clitics = np.zeros(len(vocabulary), dtype=np.int64)
    for place, (token, form) in enumerate(zip(vocabulary, folded, strict=True)):
        found = _look_up(token, form)
        if found:
            letters[place], values[place], clitics[place] = ord(found[0]), found[1], found[2]
    return Parts(letters, values, clitics)


def _look_up(token: str, form: str) -> tuple[str, int, int] | None:
    """Return letter, value and length of the clitics of one token, or nothing."""
    words = _lexicon()
    # the fold makes أب (father) and باب (door) of آب (August)
    if form.endswith("اب") and len(form) < 5 and "آ" not in token:
        return None
    if form in words:
        return (*words[form], 0)
    if form[0].isdigit():
        return _read_number(form)
    if form in "،؛":
        return ",", 0, 0
    if form in "–—−ـ‐‑":
        return "-", 0, 0
    if form == "\\":
        return "/", 0, 0
    if form in _QUOTES:
        return "`", 0, 0
    if form in _MARKS:
        return form, 0, 0
    return _look_up_behind_clitic(token, form, words)


def _look_up_behind_clitic(token: str, form: str, words: dict) -> tuple[str, int, int] | None:
    """Look a word up behind و ف ب ل ك, and ل before ال (لليوم)."""
    if form[0] not in "وفبلك":
        return None
    for clitic in _CLITICS:
        if not form.startswith(clitic):
            continue
        rest = form[len(clitic) :]
        if clitic.endswith("ل") and rest.startswith("ل"):
            rest = "ا" + rest
        if rest in words and words[rest][0] not in _NO_CLITIC:
            return (*words[rest], _written_length(token, len(clitic)))
        if clitic.endswith(("ب", "ل")) and rest in words and words[rest][0] in "mi":
            return (*words[rest], _written_length(token, len(clitic)))
    return None


def _written_length(token: str, letters: int) -> int:
    """Return how many characters the first ``letters`` letters of a token take with marks and tatweel."""
    length = 0
    while letters and length < len(token):
        length += 1
        while length < len(token) and (token[length] == "ـ" or "\u064b" <= token[length] <= "\u0670"):
            length += 1
        letters -= 1
    return length


def _read_number(form: str) -> tuple[str, int, int] | None:
    """Return the letter and value of a number as it may stand in a date."""
    if _DOTTED.fullmatch(form):
        return "F", _pack_dotted(form), 0
    ordinal = _LATIN_ORDINAL.fullmatch(form)
    if ordinal:
        form = ordinal[1]
    if not form.isdecimal() or len(form) > 4:
        return None
    value = int(form)
    if len(form) == 4:
        return ("4", value, 0) if 1000 <= value <= 2199 else None
    if len(form) == 3:
        return "5", value, 0
    return ("1" if 1 <= value <= 12 else "2" if 13 <= value <= 31 else "3"), value, 0


def _pack_dotted(form: str) -> int:
    """Return 17.12.2021 as 20211217."""
    first, month, last = (int(part) for part in form.split("."))
    year, day = (first, last) if first > 31 else (last, first)
    return full_year(year) * 10000 + month * 100 + day


def full_year(year: int) -> int:
    """Complete a year of two digits: 15 is 2015, 85 is 1985."""
    return year + (2000 if year < 50 else 1900) if year < 100 else year


@cache
def _lexicon() -> dict[str, tuple[str, int]]:
    """Return letter and value of every folded word."""
    words: dict[str, tuple[str, int]] = {}
    data = read_toml("dates/words.toml")
    for name, letter in _LIST_LETTERS.items():
        _add(words, data["lists"][name], letter, 0)
    for name, letter in _TABLE_LETTERS.items():
        for value, entries in data[name].items():
            _add(words, entries, letter, int(value))
    for name, value in (("kanun", 1), ("tishrin", 2)):
        _add(words, data["lists"][name], "K", value)
    # what the number of a unit word says: `relative` reads it
    _add(words, data["lists"]["year_word"], "a", 365)
    _add(words, data["lists"]["the_year"], "A", 365)
    _add(words, data["lists"]["month_word"], "s", 30)
    _add(words, ["يوم"], "u", 1)
    _add_names(words, data)
    return words


def _add(words: dict, entries: list[str], letter: str, value: int) -> None:
    """Add words under their folded spelling."""
    for form in fold_strings(pa.array(entries, pa.string()), SEARCH_FOLDS).to_pylist():
        words[form] = (letter, value)


def _add_names(words: dict, data: dict) -> None:
    """Add the names of months and weekdays: CLDR's, hijridate's, and the variants of the word file."""
    from babel import Locale
    from hijridate import Hijri

    doubtful = set(fold_strings(pa.array(data["lists"]["doubtful_months"]), SEARCH_FOLDS).to_pylist())
    doubtful_hijri = set(fold_strings(pa.array(data["lists"]["doubtful_hijri"]), SEARCH_FOLDS).to_pylist())
    names = [(name, int(month)) for month, entries in data["months"].items() for name in entries]
    for code in _LOCALES:
        locale = Locale.parse(code)
        names += [(name, month) for month, name in locale.months["format"]["wide"].items()]
        for day, name in locale.days["format"]["wide"].items():
            _add(words, [name], "W", day)
    for day, name in Locale.parse("en").days["format"]["wide"].items():
        _add(words, [name], "W", day)
    hijri = [(name, int(month)) for month, entries in data["hijri"].items() for name in entries]
    hijri += [(Hijri(1436, month, 1).month_name("ar"), month) for month in range(1, 13)]
    hijri.append(("المحرم", 1))
    latin = [(name, int(month)) for month, entries in data["months_short"].items() for name in entries]
    for code in ("en", "fr"):
        latin += [(name, month) for month, name in Locale.parse(code).months["format"]["wide"].items()]
    for listed, sure, unsure, weak in (
        (names, "M", "m", doubtful),
        (hijri, "I", "i", doubtful_hijri),
        (latin, "N", "j", doubtful),
    ):
        for name, month in listed:
            # كانون الثاني is put together by the grammar
            if " " in name:
                continue
            (form,) = fold_strings(pa.array([name]), SEARCH_FOLDS).to_pylist()
            words[form] = (unsure if form in weak else sure, month)
    _add(words, data["lists"]["zero"], "H", 2)
