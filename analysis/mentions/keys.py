"""Tokens as arrays: the key of each distinct form, whole and behind its clitics, and where phrases stand."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis import files
from analysis.arabic import SEARCH_FOLDS, fold_strings
from analysis.tokens import TokenText

#: Lists that the gazetteers and the merging read whole, then those that are classes of words.
LISTS = ("mentions/lists.toml", "words/names.toml", "words/speech.toml")
ALEF, LAM = "\u0627", "\u0644"
AL = ALEF + LAM

Phrase = tuple[str, ...]


class Forms(NamedTuple):
    """Tokens as arrays, with the folded key of each distinct form."""

    tokens: pd.DataFrame
    text: TokenText
    codes: np.ndarray  # per token: which distinct form
    keys: list[str]  # per distinct form: folded as for searching
    cuts: list[int]  # per distinct form: letters of clitics in front
    rests: list[str]  # per distinct form: the key behind them
    seeds: np.ndarray  # per token: which text
    paragraphs: np.ndarray  # per token: which paragraph of all texts
    words: np.ndarray  # per token: true where it is a word

    def key(self, token: int) -> str:
        """Return the folded key of one token."""
        return self.keys[self.codes[token]]

    def cut(self, token: int) -> int:
        """Return the letters of clitics in front of one token."""
        return self.cuts[self.codes[token]]

    def slice(self, first: int, last: int, cut: int) -> str:
        """Return the text of a run of tokens as it stands, from behind the clitics of the first."""
        return self.text.slice(first, last)[raw_cut(self.text.tokens[first], cut) :]


def count_lengths(phrases: Collection[Phrase]) -> dict[str, set[int]]:
    """Return how many words the phrases have, by their first."""
    lengths: dict[str, set[int]] = defaultdict(set)
    for phrase in phrases:
        lengths[phrase[0]].add(len(phrase))
    return lengths


def find_phrases(
    words: Forms, phrases: Collection[Phrase], lengths: dict[str, set[int]] | None = None
) -> Iterator[tuple[int, int, int, Phrase]]:
    """Yield where phrases stand: first token, token behind the last, letters cut off the first, phrase.

    Clitics may stand in front of the first word alone, and no phrase runs across paragraphs.
    """
    lengths = count_lengths(phrases) if lengths is None else lengths
    # a name that begins with a particle's letter may stand whole or behind one: both are looked up
    starts = [
        [(size, word) for size, word in ((0, key), (cut, rest))[: 1 + (cut > 0)] if word in lengths]
        for key, cut, rest in zip(words.keys, words.cuts, words.rests, strict=True)
    ]
    wanted = np.array([bool(start) for start in starts] or [False])
    for first in np.flatnonzero(wanted[words.codes] & words.words).tolist():
        for cut, word in starts[words.codes[first]]:
            for length in lengths[word]:
                last = first + length
                if last > len(words.codes) or words.paragraphs[first] != words.paragraphs[last - 1]:
                    continue
                phrase = (word, *(words.keys[code] for code in words.codes[first + 1 : last]))
                if phrase in phrases:
                    yield first, last, cut, phrase


def fold_keys(words: Iterable[str]) -> list[str]:
    """Fold distinct words for look-up; على and the like stay apart from علي."""
    forms = fold_strings(pa.array(words, pa.string()))
    folded = fold_strings(forms, SEARCH_FOLDS).to_pylist()
    kept = kept_apart()
    return [form if form in kept else key for form, key in zip(forms.to_pylist(), folded, strict=True)]


@cache
def kept_apart() -> frozenset[str]:
    """Return the forms whose final ى must not become ي, with و and ف in front."""
    words = fold_strings(pa.array(word_list("maqsura"), pa.string())).to_pylist()
    return frozenset(conjunction + word for word in words for conjunction in ("", *word_list("conjunctions")))


@lru_cache(maxsize=1 << 16)
def phrase_of(name: str) -> Phrase:
    """Fold a name into the words that are looked for."""
    return tuple(fold_keys(name.split()))


@cache
def word_list(name: str) -> tuple[str, ...]:
    """Return one list of words as it is written."""
    table = next(table for table in map(files.read_toml, LISTS) if name in table)
    return tuple(table[name]["words"].split())


@cache
def word_set(name: str) -> frozenset[str]:
    """Return one list of words, folded as keys are."""
    return frozenset(fold_keys(word_list(name)))


def base_key(key: str, cut: int) -> str:
    """Return the key of a word behind its clitics; للعراق without ل is العراق, whose alef is not written."""
    rest = key[cut:]
    return ALEF + rest if cut and key[cut - 1] == LAM and rest.startswith(LAM) else rest


def raw_cut(token: str, letters: int) -> int:
    """Return where in ``token`` its first ``letters`` base letters end, vowel marks counted in.

    Examples
    --------
    >>> raw_cut("وَروسيا", 1), raw_cut("وروسيا", 1)
    (2, 1)
    """
    position = 0
    while letters and position < len(token):
        position += 1
        letters -= 1
        while position < len(token) and is_decoration(token[position]):
            position += 1
    return position


@lru_cache(maxsize=4096)
def is_decoration(character: str) -> bool:
    """Tell whether folding removes ``character``: a vowel mark, tatweel or an invisible control."""
    # folding keeps a string of nothing but decoration as it is, so it is tried behind a letter
    return fold_strings(pa.array([ALEF + character], pa.string()))[0].as_py() == ALEF


@lru_cache(maxsize=1 << 18)
def is_ordinary(form: str) -> bool:
    """Tell whether a word as it stands is in the general dictionary: its first letter is no particle."""
    import simplemma

    return simplemma.is_known(form, "ar")
