"""Classes of characters as look-up tables over all code points, built once from `unicodedata`."""

import sys
import unicodedata
from functools import cache

import numpy as np

from analysis.errors import SeedError

#: Classes of a character, for the tokenizer. GAP and BREAK stand between tokens, the rest in them.
GAP, BREAK, CONTROL = 0, 1, 2
ARABIC, LETTER, MARK, DIGIT, NUMERAL, APOSTROPHE, DECIMAL, PUNCTUATION, BRACKET, SYMBOL = range(3, 13)

#: A paragraph ends at each of these (\r\n counts as one end, for nothing visible stands between).
LINE_BREAKS = "\n\r\x85\u2028\u2029"

# Default_Ignorable_Code_Point of the Unicode Character Database (DerivedCoreProperties.txt, 15.1), which
# `unicodedata` does not carry; it holds the bidi controls and U+FEFF too.
_IGNORABLE_RANGES = (
    (0x00AD, 0x00AD),
    (0x034F, 0x034F),
    (0x061C, 0x061C),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFF8),
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
)

# Blocks whose letters are Arabic script: Arabic, Supplement, Extended-B, -A, Presentation Forms A and B.
_ARABIC_BLOCKS = (
    (0x0600, 0x06FF),
    (0x0750, 0x077F),
    (0x0870, 0x08FF),
    (0xFB50, 0xFDFF),
    (0xFE70, 0xFEFE),
    (0x1EE00, 0x1EEFF),
)

# Assigned after Unicode 14.0, which the oldest Python here knows (DerivedAge.txt, 18.0), symbols aside: one
# that knows more would count other words, and its pages would differ.
_NEWER = (
    "558 58B-58C 5C8-5C9 88F 897 B53-B54 C5C CDC CF3 ECE 1ACF-1AF0 1B4E-1B4F 1B7F 1C89-1C8A 208F 209D-209F "
    "2E60-2E63 A7CB-A7CF A7D2 A7D4 A7DA-A7F1 AB6C-AB6D 105C0-105F3 107BB-107BF 10940-10959 10D40-10D85 "
    "10EC2-10EFF 1123F-11241 11380-113E2 116D0-116E3 11B00-11BF9 11DB0-11DF1 11F00-11F5A 1246F 12475-1247F "
    "12550-12686 1342F 13439-143FA 16100-16139 16D40-16D79 16EA0-16ED3 16FF2-16FF6 187F8-187FF 18CD6-18CFF "
    "18D09-191D2 1B123-1B132 1B155 1B168 1CCF0-1CCF9 1D127-1D128 1D250-1D2D3 1D6A6 1DF1F-1DFFF 1E030-1E08F "
    "1E4D0-1E6FF 2B739-2B73F 2B81E 2CEA2-2CEAD 2EBF0-2EE5D 31350-3FC3F"
)

_APOSTROPHES = "'\u2019"
_DECIMAL_MARKS = ".,\u060c\u066b\u066c"


def code_points(text: str) -> np.ndarray:
    """Return the code points of ``text`` as a uint32 array, one element a character.

    Raises
    ------
    SeedError
        If ``text`` holds half of a surrogate pair, which no encoding can store.
    """
    try:
        return np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    except UnicodeEncodeError as error:
        raise SeedError(
            f"text: character {error.start} is half of a surrogate pair; decode the text again"
        ) from error


def _in_ranges(ranges: tuple[tuple[int, int], ...]) -> np.ndarray:
    mask = np.zeros(sys.maxunicode + 1, dtype=bool)
    for first, last in ranges:
        mask[first : last + 1] = True
    return mask


@cache
def ignorable_table() -> np.ndarray:
    """Return a boolean table over all code points: true where a character is an invisible control."""
    return _in_ranges(_IGNORABLE_RANGES)


@cache
def arabic_table() -> np.ndarray:
    """Return a boolean table over all code points: true in the blocks of the Arabic script."""
    return _in_ranges(_ARABIC_BLOCKS)


@cache
def category_table() -> np.ndarray:
    """Return the general category of every code point as two-byte strings (``b"Lo"``), as of Unicode 14.0."""
    categories = np.full(sys.maxunicode + 1, b"Cn", dtype="S2")
    categories[0xF0000:] = b"Co"
    categories[[0xFFFFE, 0xFFFFF, 0x10FFFE, 0x10FFFF]] = b"Cn"
    # nothing is assigned from plane 4 to plane 13, so asking there would only cost time
    for first, end in ((0, 0x40000), (0xE0000, 0xE1000)):
        categories[first:end] = [unicodedata.category(chr(point)) for point in range(first, end)]
    for span in _NEWER.split():
        first, _, last = span.partition("-")
        categories[int(first, 16) : int(last or first, 16) + 1] = b"Cn"
    return categories


@cache
def class_table() -> np.ndarray:
    """Return the class of every code point (``ARABIC``, ``DIGIT``, ...) as a uint8 table."""
    categories = category_table()
    majors = categories.astype("S1")
    classes = np.full(len(categories), SYMBOL, dtype=np.uint8)
    classes[majors == b"L"] = LETTER
    classes[(majors == b"L") & arabic_table()] = ARABIC
    classes[majors == b"M"] = MARK
    classes[majors == b"N"] = NUMERAL
    classes[categories == b"Nd"] = DIGIT
    classes[majors == b"P"] = PUNCTUATION
    classes[np.isin(categories, [b"Ps", b"Pe", b"Pi", b"Pf"])] = BRACKET
    classes[ord('"')] = BRACKET
    classes[[ord(mark) for mark in _APOSTROPHES]] = APOSTROPHE
    classes[[ord(mark) for mark in _DECIMAL_MARKS]] = DECIMAL
    classes[majors == b"Z"] = GAP
    classes[[ord(space) for space in "\t\v\f\x1c\x1d\x1e\x1f"]] = GAP
    classes[[ord(end) for end in LINE_BREAKS]] = BREAK
    classes[ignorable_table()] = CONTROL
    return classes


def is_invisible(character: str) -> bool:
    """Tell whether ``character`` is white space or an invisible control: it stands outside tokens."""
    return class_table()[ord(character)] <= CONTROL


def language_direction(language: str) -> str:
    """Return the writing direction of a language code: ``"rtl"`` or ``"ltr"``."""
    return "rtl" if language in ("ar", "fa", "ur") else "ltr"


def text_direction(text: str) -> str:
    """Return the direction of the first strong character of ``text``: ``"rtl"`` or ``"ltr"``.

    As the Unicode Bidirectional Algorithm has it (UAX 9, rules P2 and P3).
    """
    for character in text:
        strong = unicodedata.bidirectional(character)
        if strong in ("R", "AL"):
            return "rtl"
        if strong == "L":
            return "ltr"
    return "ltr"
