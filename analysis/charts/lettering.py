"""Words as they are drawn: shaped, folded into lines, shortened; numbers and names as readers write them."""

import re
import textwrap
import unicodedata
from collections.abc import Iterable
from functools import cache

import pandas as pd
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

from analysis import arabic
from analysis.charts.theme import FONTS, style

#: Characters of a label's line; longer labels run on in further lines.
LINE = 30
#: Characters of a label that has one line, in a legend or along the top; longer ones lose their middle.
LONGEST = 56
#: Characters of a name anywhere, eight lines of a row: one of a whole page would leave no room for the chart.
LONGEST_NAME = 240
#: A letter of a language has fewer marks; a heap of them would stand as high as the page.
MOST_MARKS = 4

# Width of a letter in parts of the type size, generously: Naskh is narrow.
_LATIN, _ARABIC = 0.55, 0.42

# One character that Amiri draws wider than a chart and that FreeType cannot rasterise; spelled out it wraps.
_BASMALA = ("\ufdfd", "بسم الله الرحمن الرحيم")

_TOFU = "\u25a1"


def words(text: object, *, direction: str = "") -> str:
    """Return ``text`` as it must be given to an artist (with ``parse_math=False``).

    Without ``direction`` a text that holds right-to-left letters is right-to-left, another is not. Characters
    that neither font has are drawn as □ rather than with a warning at some later time.
    """
    clean = "\n".join(" ".join(line.split()) for line in str(text).replace(*_BASMALA).split("\n"))
    direction = direction or ("rtl" if arabic.has_rtl(clean) else "ltr")
    return _cover(arabic.display_text(clean, direction=direction))


def names(table: pd.DataFrame, column: str, language: str) -> list[str]:
    """Return the names of rows: for an English reader the English ones, where they are known."""
    own = table[column].astype(object)
    if language == "en" and f"{column}_en" in table:
        own = table[f"{column}_en"].astype(object).where(table[f"{column}_en"].notna(), own)
    return own.astype(str).tolist()


def join_names(parts: Iterable[object]) -> str:
    """Return the parts of a row's name in one; file names keep their order of letters beside Arabic."""
    texts = [str(part) for part in parts]
    if len(texts) == 1:
        return texts[0]
    return " \u00b7 ".join(text if arabic.has_rtl(text) else f"\u200e{text}\u200e" for text in texts)


def fold_label(text: object) -> str:
    """Return a label of a row in lines of at most `LINE` characters, ready to be drawn."""
    lines = wrap(text) or [""]
    direction = "rtl" if arabic.has_rtl(str(text)) else "ltr"
    return "\n".join(words(line, direction=direction) for line in lines)


def shorten(text: object, longest: int = LONGEST) -> str:
    """Return a label without its middle if it is over ``longest`` characters, and without heaps of marks."""
    text, half = _without_heaps(str(text)), (longest - 1) // 2
    return text if len(text) <= longest else f"{text[:half].rstrip()}…{text[-half:].lstrip()}"


def _without_heaps(text: str) -> str:
    """Return ``text`` with at most `MOST_MARKS` marks on a letter."""
    kept, marks = [], 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def wrap(text: object) -> list[str]:
    """Return a label's lines of at most `LINE` characters; a word has two of them at most."""
    return textwrap.wrap(_shorten_name(text).replace(*_BASMALA), LINE)


def _shorten_name(text: object) -> str:
    """Return a name whose words are at most `LONGEST` characters long and which is at most `LONGEST_NAME`."""
    return shorten(re.sub(r"\S+", lambda word: shorten(word[0]), str(text)), LONGEST_NAME)


def _cover(text: str) -> str:
    """Return ``text`` with a box for each character that no font has, without marks that cannot be set."""
    drawn, base = [], " "
    for character in text:
        if unicodedata.combining(character):
            # a letter and its mark are set in one font: a mark that the letter's fonts lack would take the
            # letter with it
            if _fonts(character) & _fonts(base):
                drawn.append(character)
            continue
        base = character if character == "\n" or _fonts(character) else _TOFU
        if base == character or not arabic.is_invisible(character):
            drawn.append(base)
    return "".join(drawn)


@cache
def _fonts(character: str) -> frozenset[str]:
    """Return which of our fonts have a glyph for ``character``."""
    return frozenset(font for font, points in _covered().items() if ord(character) in points)


@cache
def _covered() -> dict[str, frozenset[int]]:
    style()
    return {font: frozenset(FT2Font(font_manager.findfont(font)).get_charmap()) for font in FONTS}


def width_of(text: object, size: float) -> float:
    """Return about how many points ``text`` is wide, rather too many than too few."""
    return len(str(text)) * size * (_ARABIC if arabic.has_rtl(str(text)) else _LATIN)


def isolate(text: object) -> str:
    """Return ``text`` between bidi isolates, so that a name in a caption never reorders what is around it."""
    return f"\u2068{_shorten_name(text)}\u2069"


def number(value: float) -> str:
    """Return ``value`` as a reader writes it: whole numbers with thousands marks, others to two decimals."""
    return (f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}").replace("-", "\u2212")


def name_first(labels: Iterable[object], values: Iterable[object], language: str, *, most: int = 3) -> str:
    """Return the first rows in words: ``روسيا (12)، كييف (7)``."""
    written = [value if isinstance(value, str) else number(value) for value in values]
    pairs = list(zip(labels, written, strict=True))[:most]
    comma = "، " if language == "ar" else ", "
    return comma.join(f"{isolate(name)} ({isolate(value)})" for name, value in pairs)
