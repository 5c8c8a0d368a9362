"""Where a span of the tagger ends: marks, a change of script and titles are no part of a name."""

from analysis.mentions.gazetteer import AL
from analysis.mentions.lexicon import Finder, is_given, is_nationality, key_at
from analysis.mentions.spans import Span
from analysis.mentions.words import kept_apart, readings, word_set

MARKS = frozenset('"«»“”')
#: Digits, marks and Latin letters are below, other scripts from here on.
BEYOND_LATIN = "\u0250"


def trim(finder: Finder, span: Span) -> Span | None:
    """Leave out what is no part of a name at either end; None where nothing is left."""
    first, last = _without_marks(finder, span.first, span.last)
    while span.kind == "person" and last - first > 1 and _is_before_name(finder, first):
        first += 1
    return (
        span._replace(first=first, last=last, cut=span.cut if first == span.first else 0)
        if first < last
        else None
    )


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
        return len(key) == 1 and finder.text.tokens[token] != key
    return not key.isalnum()


def _is_before_name(finder: Finder, token: int) -> bool:
    """Tell whether a word is a title, a small word or a country's adjective (الجزائري عبد القادر مساهل)."""
    key, following = finder.words.key(token), key_at(finder, token + 1, token)
    if key in kept_apart():
        return True
    if key.startswith(AL) and is_nationality(key):
        return is_given(finder.names, following) or following == "عبد"
    titles = word_set("persons", "honorifics")
    return any(rest.startswith(AL) and rest[2:] in titles for _, rest in readings(key))
