"""One text into token spans: classes by look-up, a few repairs, boundaries by difference."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from analysis.arabic import (
    APOSTROPHE,
    ARABIC,
    BRACKET,
    CONTROL,
    DECIMAL,
    DIGIT,
    LETTER,
    MARK,
    NUMERAL,
    PUNCTUATION,
    SYMBOL,
    class_table,
)

KINDS = ("word", "number", "punctuation", "symbol", "url", "email", "hashtag", "handle", "markup")
WORD, NUMBER, PUNCTUATION_KIND, SYMBOL_KIND, URL, EMAIL, HASHTAG, HANDLE, MARKUP = range(len(KINDS))

# Above every class of characters: a token found by its pattern as a whole.
_WHOLE = 64

# What may stand in a word of a hashtag or handle: Python's \w has no combining marks and no joiners.
_WORDLIKE = (
    r"\w\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u200c\u200d"
)
# A tag or a handle ends where an address is glued to it.
_TAGLIKE = rf"(?:(?!https?://)[{_WORDLIKE}])"
_ADDRESS = r"[^\s<>«»“”\"،؛؟]{1,2000}"
_HOST = r"[\w-]+(?:\.[\w-]+)+"
# A pattern's kind, the strings one of which every match contains, how far before such a string a match may
# begin, and the pattern: looking at those places alone is ten times faster than running it over the text.
_PATTERNS = (
    # an address ends at white space or a quotation mark; closing punctuation is the sentence's
    (
        URL,
        ("://",),
        16,
        re.compile(rf"(?:(?<![A-Za-z0-9.#\uff03@_])[A-Za-z][A-Za-z0-9+.-]{{1,15}}|https?)://{_ADDRESS}"),
    ),
    (URL, ("www.", "WWW."), 0, re.compile(rf"(?<![A-Za-z0-9.@/])(?:www|WWW)\.{_ADDRESS}")),
    (EMAIL, ("@",), 64, re.compile(rf"(?<![\w.+-])[A-Za-z0-9][\w.+-]{{0,63}}@{_HOST}", re.ASCII)),
    (HANDLE, ("@",), 0, re.compile(rf"(?<![\w@./])@(?:(?!https?://)\w){{1,64}}(?:@{_HOST})?", re.ASCII)),
    (
        HASHTAG,
        ("#", "\uff03"),
        0,
        re.compile(rf"(?<![A-Za-z0-9&/])[#\uff03](?={_TAGLIKE}*[^\W\d_]){_TAGLIKE}+"),
    ),
)
_CLOSING = ".,:;!?'’)]}*_~…"

# A keycap, a flag, or a pictograph with its variation selectors, skin tones and tags, joined by ZWJ.
_PICTOGRAPH = (
    r"[\u00a9\u00ae\u203c-\u20cf\u2100-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
    r"[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
)
_EMOJI = re.compile(
    rf"[0-9#*]\ufe0f?\u20e3|[\U0001f1e6-\U0001f1ff]{{2}}|{_PICTOGRAPH}(?:\u200d{_PICTOGRAPH})*"
)
# Only these make one symbol out of several characters.
_EMOJI_PARTS = (
    (0x20E3, 0x20E3),
    (0xFE0E, 0xFE0F),
    (0x1F1E6, 0x1F1FF),
    (0x1F3FB, 0x1F3FF),
    (0xE0020, 0xE007F),
)
_JOINER = 0x200D

# A comma in Arabic between digits is a mark of the number (628،1; 12،500،000) unless it parts numbers of a
# list: a year stands before it, or more than one group that is no thousand (1،2،3).
_ARABIC_COMMA = 0x060C
_ONE_NUMBER = re.compile(r"\d{1,3}(?:،\d+|(?:،\d{3})+)")
_DIGITS_AND_COMMAS = re.compile(r"[\d،]+")

# The zero-width space parts words, as a space does.
_PARTS = 0x200B


class Spans(NamedTuple):
    """Token spans of one text: starts, ends (end excluded), kinds (codes into `KINDS`).

    ``inside`` is one boolean a character: true in a token.
    """

    starts: np.ndarray
    ends: np.ndarray
    kinds: np.ndarray
    inside: np.ndarray


def scan(text: str, points: np.ndarray) -> Spans:
    """Find the tokens of one text.

    Parameters
    ----------
    text
        A text.
    points
        Its code points, from `arabic.code_points`.

    Returns
    -------
    Spans
        In reading order. Every character outside them is white space or an invisible control.
    """
    classes = class_table()[points]
    whole = _find_whole(text, points)
    _join_controls(classes, points)
    _attach_marks(classes)
    _join_apostrophes(classes)
    _join_decimals(classes, text, points)
    _join_letters_and_digits(classes)
    for number, (start, end, _) in enumerate(whole):
        # neighbours differ in value, so that #one#two stay two
        classes[start:end] = _WHOLE + number % 2
    return _boundaries(classes, points, whole)


def _find_whole(text: str, points: np.ndarray) -> list[tuple[int, int, int]]:
    """Find the tokens that no class of characters tells: addresses, hashtags, handles, emoji."""
    found = []
    for kind, needles, reach, pattern in _PATTERNS:
        for match in _matches(text, needles, reach, pattern):
            end = match.end() if kind in (HASHTAG, HANDLE) else _trim_address(match)
            found.append((match.start(), end, kind))
    if _has_emoji(points):
        found += [
            (*match.span(), SYMBOL_KIND) for match in _EMOJI.finditer(text) if match.end() - match.start() > 1
        ]
    return _drop_overlaps(found)


def _matches(text: str, needles: tuple[str, ...], reach: int, pattern: re.Pattern) -> Iterator[re.Match]:
    """Give the matches of ``pattern`` around each place where one of ``needles`` stands."""
    for needle in needles:
        done = 0
        place = text.find(needle)
        while place >= 0:
            starts = range(max(done, place - reach), place + 1)
            match = next((found for found in (pattern.match(text, start) for start in starts) if found), None)
            if match and match.end() > place:
                yield match
                done = match.end()
            place = text.find(needle, max(done, place + 1))


def _trim_address(match: re.Match) -> int:
    """Return where an address ends without the sentence's own closing punctuation."""
    address = match.group()
    while address and address[-1] in _CLOSING:
        # https://…/Cairo_(film) keeps a bracket that it opened itself
        if address[-1] == ")" and address.count("(") >= address.count(")"):
            break
        address = address[:-1]
    return match.start() + len(address)


def _has_emoji(points: np.ndarray) -> bool:
    if not len(points) or points.max() < _EMOJI_PARTS[0][0]:
        return False
    if any(((points >= first) & (points <= last)).any() for first, last in _EMOJI_PARTS):
        return True
    return bool((points == _JOINER).any())


def _drop_overlaps(found: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Keep the earliest and, of those, the longest span wherever several patterns claim a place."""
    kept: list[tuple[int, int, int]] = []
    for start, end, kind in sorted(found, key=lambda span: (span[0], -span[1])):
        if start < end and (not kept or start >= kept[-1][1]):
            kept.append((start, end, kind))
    return kept


def _runs(mask: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return starts and ends of the runs of true in ``mask``."""
    padded = np.zeros(len(mask) + 2, dtype=bool)
    padded[1:-1] = mask
    edges = np.flatnonzero(padded[1:] != padded[:-1])
    return edges[::2], edges[1::2]


def _join_controls(classes: np.ndarray, points: np.ndarray) -> None:
    """Make invisible controls between two letters part of the word (می‌خواهم has a non-joiner)."""
    starts, ends = _runs((classes == CONTROL) & (points != _PARTS))
    if not len(starts):
        return
    inside = (starts > 0) & (ends < len(classes))
    starts, ends = starts[inside], ends[inside]
    lettered = (ARABIC, LETTER, MARK)
    joins = np.isin(classes[starts - 1], lettered) & np.isin(classes[ends], lettered)
    for start, end in zip(starts[joins].tolist(), ends[joins].tolist(), strict=True):
        classes[start:end] = MARK


def _attach_marks(classes: np.ndarray) -> None:
    """Give combining marks the class of the letter they stand on; a stray one is a symbol."""
    starts, ends = _runs(classes == MARK)
    if not len(starts):
        return
    before = np.where(starts > 0, classes[starts - 1], SYMBOL)
    bearers = np.where((before == ARABIC) | (before == LETTER), before, MARK).astype(classes.dtype)
    classes[classes == MARK] = np.repeat(bearers, ends - starts)


def _join_apostrophes(classes: np.ndarray) -> None:
    """Make an apostrophe between two letters part of the word (l'été).

    Not in Arabic script, which has none: there it closes a quotation ('نعم'وقال).
    """
    _join_between(classes, APOSTROPHE, LETTER, LETTER, PUNCTUATION)


def _join_decimals(classes: np.ndarray, text: str, points: np.ndarray) -> None:
    """Make a decimal or thousands mark between two digits part of the number."""
    commas = np.flatnonzero((classes == DECIMAL) & (points == _ARABIC_COMMA))
    beside = commas[(commas > 0) & (commas < len(classes) - 1)]
    beside = beside[(classes[beside - 1] == DIGIT) & (classes[beside + 1] == DIGIT)]
    classes[commas] = PUNCTUATION
    done = 0
    for place in beside.tolist():
        if place < done:
            continue
        begin = place
        while begin > done and classes[begin - 1] == DIGIT:
            begin -= 1
        done = _DIGITS_AND_COMMAS.match(text, begin).end()
        if _ONE_NUMBER.fullmatch(text, begin, done):
            classes[begin:done] = DIGIT
    _join_between(classes, DECIMAL, DIGIT, DIGIT, PUNCTUATION)


def _join_between(classes: np.ndarray, joint: int, neighbour: int, joined: int, otherwise: int) -> None:
    places = np.flatnonzero(classes == joint)
    inside = places[(places > 0) & (places < len(classes) - 1)]
    joins = inside[(classes[inside - 1] == neighbour) & (classes[inside + 1] == neighbour)]
    classes[places] = otherwise
    classes[joins] = joined


def _join_letters_and_digits(classes: np.ndarray) -> None:
    """Keep Latin and other letters with the digits they touch (F16, 3D), as UAX 29 does.

    Arabic letters part from digits (و2015 is "and 2015", 1436هـ a year and its era) and from the
    letters of other scripts (الـBBC).
    """
    letters = classes == LETTER
    if not letters.any():
        return
    starts, ends = _runs(letters | (classes == DIGIT))
    counts = np.concatenate([[0], np.cumsum(letters)])
    lettered = counts[ends] > counts[starts]
    mixed = np.zeros(len(classes) + 1, dtype=np.int8)
    np.add.at(mixed, starts[lettered], 1)
    np.add.at(mixed, ends[lettered], -1)
    classes[np.cumsum(mixed[:-1]).astype(bool)] = LETTER


def _boundaries(classes: np.ndarray, points: np.ndarray, whole: list[tuple[int, int, int]]) -> Spans:
    """Cut where the class changes, around every bracket and symbol, and between unlike marks."""
    if not len(classes):
        empty = np.empty(0, dtype=np.int64)
        return Spans(empty, empty, empty.astype(np.int8), empty.astype(bool))
    cut = np.empty(len(classes), dtype=bool)
    cut[0] = True
    np.not_equal(classes[1:], classes[:-1], out=cut[1:])
    single = (classes == BRACKET) | (classes == SYMBOL)
    cut |= single
    # a run of the same mark (..., !!, ---) is one token
    unlike = np.flatnonzero((classes[1:] == PUNCTUATION) & (points[1:] != points[:-1])) + 1
    cut[unlike] = True
    cuts = np.append(np.flatnonzero(cut), len(classes))
    heads = classes[cuts[:-1]]
    tokens = heads > CONTROL
    starts, ends = cuts[:-1][tokens], cuts[1:][tokens]
    kinds = _KIND_OF_CLASS[heads[tokens]]
    if whole:
        kinds[np.searchsorted(starts, [start for start, _, _ in whole])] = [kind for _, _, kind in whole]
    return Spans(starts, ends, kinds, classes > CONTROL)


_KIND_OF_CLASS = np.full(_WHOLE + 2, SYMBOL_KIND, dtype=np.int8)
_KIND_OF_CLASS[[ARABIC, LETTER]] = WORD
_KIND_OF_CLASS[[DIGIT, NUMERAL]] = NUMBER
_KIND_OF_CLASS[[PUNCTUATION, BRACKET, APOSTROPHE, DECIMAL]] = PUNCTUATION_KIND
