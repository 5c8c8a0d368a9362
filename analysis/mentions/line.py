"""The tokens as the rules read them: an item each, with the classes of its word and of what is known."""

from typing import NamedTuple

import numpy as np

from analysis.mentions.gazetteer import has_kind, is_country
from analysis.mentions.keys import AL, Forms, is_ordinary
from analysis.mentions.known import is_given, is_strange, load_names
from analysis.mentions.overlaps import Span
from analysis.patterns import EDGE, Line
from analysis.words import class_names, read_words

#: Classes that a word has by the lists of names and the gazetteers, or by its letters behind its clitics.
KNOWN = ("given", "given_sure", "name", "bare_name", "common", "strange", "country", "adjective") + (
    ("place", "al", "al_nisba", "al_name", "al_strange", "feminine", "clitic", "short", "ordinary")
)
#: The last class is of a token where it stands: a table's name of several words begins.
LINE_CLASSES = (*class_names(), *KNOWN, "opens")
NISBA, FEMININE = "\u064a", ("\u0647", "\u0627\u062a")
#: A definite word has more letters than this.
SHORT_WORD = 2


class Finder(NamedTuple):
    """What the finders look at while they read texts."""

    words: Forms
    line: Line
    #: per token: its item of the line
    places: np.ndarray

    def has(self, *names: str) -> np.ndarray:
        """Tell which tokens have one of these classes."""
        columns = [LINE_CLASSES.index(name) for name in names]
        return self.line.classes[:, columns].any(axis=1)[self.line.items[self.places]]


def read_line(words: Forms, known: list[Span]) -> Finder:
    """Put tokens on a line, the edges of paragraphs between them."""
    read, codes = read_words(words.tokens), words.codes
    opens = np.zeros(len(codes), dtype=np.int64)
    opens[[span.first for span in known if span.last - span.first > 1]] = 1
    # an item is a set of classes of words, a distinct form and whether a name begins
    numbers = (read.sets * (len(words.keys) + 1) + codes) * 2 + opens
    _, where, items = np.unique(numbers, return_index=True, return_inverse=True)
    first = np.unique(codes, return_index=True)[1].tolist()
    own = np.array([_known(words, token) for token in first], dtype=bool).reshape(-1, len(KNOWN))
    parts = (read.classes[read.sets[where]], own[codes[where]], opens[where, None].astype(bool))
    begins = np.diff(words.paragraphs, prepend=-1) != 0
    places = np.arange(len(items)) + np.cumsum(begins)
    line = np.full(len(items) + int(begins.sum()) + 1, EDGE, dtype=np.int64)
    line[places] = items
    return Finder(words, Line(line, np.hstack(parts)), places)


def _known(words: Forms, token: int) -> tuple[bool, ...]:
    """Return what is known of a word, in the order of `KNOWN`."""
    names, cut, key = load_names(), words.cut(token), words.rests[words.codes[token]]
    bare = key.removeprefix(AL)
    is_al = key.startswith(AL) and len(key) > len(AL) + SHORT_WORD
    return (
        is_given(key),
        is_given(key) and key not in names.common,
        key in names.any,
        bare in names.any,
        key in names.common,
        not is_al and is_strange(words.text.tokens[token]),
        is_country(key),
        has_kind(key, "adjective"),
        has_kind(key, "place"),
        is_al,
        is_al and key.endswith(NISBA),
        is_al and (key in names.any or bare in names.any),
        is_al and is_strange(bare),
        key.endswith(FEMININE),
        cut > 0,
        len(key) <= SHORT_WORD,
        is_ordinary(key),
    )
