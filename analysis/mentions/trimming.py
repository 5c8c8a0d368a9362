"""Where a span of the tagger ends: marks, a change of script and titles are no part of a name."""

import numpy as np

from analysis.mentions.line import Finder
from analysis.mentions.overlaps import Span

MARKS = frozenset('"«»“”')
#: Digits, marks and Latin letters are below, other scripts from here on.
BEYOND_LATIN = "\u0250"


def trim(finder: Finder, spans: list[Span]) -> list[Span]:
    """Leave out what is no part of a name at either end, and spans of which nothing is left."""
    outside = _before_names(finder)
    trimmed = []
    for span in spans:
        first, last = _without_marks(finder, span.first, span.last)
        while span.kind == "person" and last - first > 1 and outside[first]:
            first += 1
        if first < last:
            cut = span.cut if first == span.first else 0
            trimmed.append(span._replace(first=first, last=last, cut=cut))
    return trimmed


def _without_marks(finder: Finder, first: int, last: int) -> tuple[int, int]:
    """Leave out punctuation at both ends, and what follows a lone quotation mark or a change of script."""
    words = finder.words
    other = [token for token in range(first, last) if words.key(token)[:1] < BEYOND_LATIN]
    if other and first < other[0] and words.words[other[0]]:
        last = other[0]
    marks = [token for token in range(first, last) if words.key(token) in MARKS]
    if len(marks) == 1:
        last = marks[0] if marks[0] > first else last
    while last > first and _is_punctuation(finder, last - 1) and len(marks) != 2:
        last -= 1
    while first < last and _is_punctuation(finder, first) and words.key(first) not in MARKS:
        first += 1
    return first, last


def _is_punctuation(finder: Finder, token: int) -> bool:
    """Tell whether a token is punctuation, or a particle with a stroke (بـ) before a mark."""
    key = finder.words.key(token)
    if finder.words.words[token]:
        return len(key) == 1 and finder.words.text.tokens[token] != key
    return not key.isalnum()


def _before_names(finder: Finder) -> np.ndarray:
    """Tell which words are no part of the name behind: titles, small words, a country's adjective."""
    names = np.roll(finder.has("given", "servant"), -1)
    defined = finder.has("honorific") | (finder.has("country") & names)
    return finder.has("on", "to") | (defined & finder.has("al"))
