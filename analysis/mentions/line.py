"""The tokens as the rules read them: an item each, with the classes of its word and of what is known."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.mentions.gazetteer import AL, load_gazetteer
from analysis.mentions.keys import Forms, base_key, is_ordinary
from analysis.mentions.known import Names, is_given, is_nationality, is_place, is_strange
from analysis.mentions.overlaps import Span, Text
from analysis.patterns import EDGE, Line
from analysis.words import class_names, read_words

#: Classes that a word has by the lists of names and the gazetteers, or by its letters behind its clitics.
KNOWN = (
    "given",
    "given_sure",
    "foreign",
    "name",
    "bare_name",
    "common",
    "strange",
    "country",
    "adjective",
    "place",
) + ("al", "al_nisba", "al_name", "al_strange", "feminine", "clitic", "short", "ordinary")
#: Classes of a token where it stands: a table's name of several words begins, a place begins or goes on.
PLACED = ("opens", "place_first", "place_next")
NISBA, FEMININE = "\u064a", ("\u0647", "\u0627\u062a")
#: A definite word has more letters than this.
SHORT_WORD = 2


class Finder(NamedTuple):
    """What the finders look at while they read texts."""

    words: Forms
    text: Text
    names: Names
    #: per token: letters of clitics in front of its word
    cuts: np.ndarray
    line: Line
    #: per token: its item of the line
    places: np.ndarray

    def has(self, *names: str) -> np.ndarray:
        """Tell which tokens have one of these classes."""
        columns = [LINE_CLASSES.index(name) for name in names]
        return self.line.classes[:, columns].any(axis=1)[self.line.items[self.places]]


LINE_CLASSES = tuple(dict.fromkeys((*class_names(), *KNOWN, *PLACED)))


def read_line(words: Forms, text: Text, names: Names, known: list[Span]) -> Finder:
    """Put tokens on a line, the edges of paragraphs between them."""
    read = read_words(words.tokens)
    pairs, first, codes = _pairs(words)
    cuts = np.array([_cut(words.keys[form], clitics, names) for form, clitics in pairs], dtype=np.int64)
    firsts = text.tokens[first]
    own = [
        _known(base_key(words.keys[form], cut), token, names, cut > 0)
        for (form, _), token, cut in zip(pairs, firsts, cuts.tolist(), strict=True)
    ]
    placed = _placed(known, len(codes))
    # an item is a set of classes of words, a known word and a place
    numbers = (read.sets * (len(pairs) + 1) + codes) * 8 + placed
    distinct, where, items = np.unique(numbers, return_index=True, return_inverse=True)
    classes = np.zeros((len(distinct), len(LINE_CLASSES)), dtype=bool)
    for name, column in zip(read.names, read.classes[read.sets[where]].T, strict=True):
        classes[:, LINE_CLASSES.index(name)] = column
    table = np.array(own, dtype=bool).reshape(-1, len(KNOWN))[codes[where]]
    bits = placed[where][:, None] >> np.arange(len(PLACED)) & 1
    for names_of, part in ((KNOWN, table), (PLACED, bits.astype(bool))):
        for name, column in zip(names_of, part.T, strict=True):
            classes[:, LINE_CLASSES.index(name)] |= column
    line, places = _with_edges(items, words)
    return Finder(words, text, names, cuts[codes], Line(line, classes), places)


def _pairs(words: Forms) -> tuple[list[tuple[int, int]], np.ndarray, np.ndarray]:
    """Return distinct pairs of form and letters of clitics, a token of each, and each token's pair."""
    clitics, values = pd.factorize(words.tokens["proclitics"])
    letters = np.array([len(str(value).replace("+", "")) for value in values] or [0])
    pairs = words.codes * (letters.max() + 1) + letters[clitics]
    distinct, first, codes = np.unique(pairs, return_index=True, return_inverse=True)
    return [divmod(pair, int(letters.max()) + 1) for pair in distinct.tolist()], first, codes


def _cut(key: str, clitics: int, names: Names) -> int:
    """Return the letters of clitics in front of a word; none in front of a name as it is listed: فيصل."""
    is_whole = is_given(names, key) or is_place(key) or is_nationality(key)
    return 0 if is_whole or (key in names.any and not is_ordinary(base_key(key, clitics))) else clitics


def _known(key: str, token: str, names: Names, has_clitic: bool) -> tuple[bool, ...]:
    """Return what is known of a word, in the order of `KNOWN`."""
    bare = key.removeprefix(AL)
    is_al = key.startswith(AL) and len(key) > len(AL) + SHORT_WORD
    given = is_given(names, key)
    return (
        given,
        given and key not in names.common,
        key in names.foreign,
        key in names.any,
        bare in names.any,
        key in names.common,
        not is_al and is_strange(token),
        is_nationality(key),
        key in load_gazetteer().adjectives,
        is_place(key),
        is_al,
        is_al and key.endswith(NISBA),
        is_al and (key in names.any or bare in names.any),
        is_al and is_strange(bare),
        key.endswith(FEMININE),
        has_clitic,
        len(key) <= SHORT_WORD,
        is_ordinary(key),
    )


def _placed(known: list[Span], size: int) -> np.ndarray:
    """Return a bit a class of `PLACED` for each token."""
    placed = np.zeros(size, dtype=np.int64)
    for span in known:
        placed[span.first] |= span.last - span.first > 1
        if span.kind == "place":
            placed[span.first] |= 2
            placed[span.first + 1 : span.last] |= 4
    return placed


def _with_edges(items: np.ndarray, words: Forms) -> tuple[np.ndarray, np.ndarray]:
    """Return items with an edge before, between and after paragraphs, and where each token is among them."""
    begins = np.diff(words.paragraphs, prepend=-1) != 0
    begins |= np.diff(words.seeds, prepend=-1) != 0
    places = np.arange(len(items)) + np.cumsum(begins)
    line = np.full(len(items) + int(begins.sum()) + 1, EDGE, dtype=np.int64)
    line[places] = items
    return line, places
