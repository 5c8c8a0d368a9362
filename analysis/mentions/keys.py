"""Tokens as arrays: one row of facts per distinct form, read off once and shared by every finder."""

from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis import files
from analysis.arabic import SEARCH_FOLDS, fold_strings

#: Lists that the gazetteers and the merging read whole, then those that are classes of words.
LISTS = ("mentions/lists.toml", "words/names.toml", "words/speech.toml")
#: One-letter particles written on the next word, in the order they stand: وبروسيا is و + ب + روسيا.
CONJUNCTIONS = ("", "و", "ف")
PREPOSITIONS = ("", "ب", "ك", "ل")
#: What is left of a word after its particles has at least this many letters.
SHORTEST = 3


class Forms(NamedTuple):
    """Tokens as arrays, with the folded key of each distinct form."""

    tokens: pd.DataFrame
    codes: np.ndarray  # per token: which distinct form
    keys: list[str]  # per distinct form: folded as for searching
    seeds: np.ndarray  # per token: which text
    paragraphs: np.ndarray  # per token: which paragraph of its text
    words: np.ndarray  # per token: true where it is a word
    index: dict[str, list[int]]  # what some reading of a distinct form leaves -> the forms

    def key(self, token: int) -> str:
        """Return the folded key of one token."""
        return self.keys[self.codes[token]]


def analyse(tokens: pd.DataFrame) -> Forms:
    """Read off the arrays that the finders share; nothing here depends on a gazetteer."""
    codes, forms = pd.factorize(tokens["form"])
    keys = fold_keys(list(map(str, forms)))
    seeds, _ = pd.factorize(tokens["seed"])
    return Forms(
        tokens=tokens,
        codes=codes,
        keys=keys,
        seeds=seeds,
        paragraphs=tokens["paragraph"].to_numpy(),
        words=(tokens["kind"] == "word").to_numpy(dtype=bool),
        index=_index(keys),
    )


def _index(keys: list[str]) -> dict[str, list[int]]:
    """Return, for every reading of the distinct keys, the positions of the keys that have it."""
    index: dict[str, list[int]] = {}
    for position, key in enumerate(keys):
        for _, rest in readings(key):
            index.setdefault(rest, []).append(position)
    return index


def flag(words: Forms, wanted: frozenset[str] | set[str]) -> np.ndarray:
    """Return the tokens of which some reading is wanted; looked up once per distinct form."""
    flags = np.zeros(max(len(words.keys), 1), dtype=bool)
    for rest in words.index.keys() & wanted:
        flags[words.index[rest]] = True
    return np.flatnonzero(flags[words.codes] & words.words)


def fold_keys(forms: list[str]) -> list[str]:
    """Fold distinct forms for look-up; على and the like stay apart from علي."""
    kept = kept_apart()
    folded = fold_strings(pa.array(forms, pa.string()), SEARCH_FOLDS).to_pylist()
    return [form if form in kept else key for form, key in zip(forms, folded, strict=True)]


@cache
def kept_apart() -> frozenset[str]:
    """Return the forms whose final ى must not become ي, with و and ف in front."""
    words = fold_count(word_list("maqsura"))
    return frozenset(conjunction + word for word in words for conjunction in CONJUNCTIONS)


def fold_count(words: tuple[str, ...]) -> list[str]:
    """Fold a list of words the way the ``form`` column is."""
    return fold_strings(pa.array(words, pa.string())).to_pylist()


@cache
def word_list(name: str) -> tuple[str, ...]:
    """Return one list of words as it is written."""
    table = next(table for table in map(files.read_toml, LISTS) if name in table)
    return tuple(table[name]["words"].split())


@cache
def word_set(name: str) -> frozenset[str]:
    """Return one list of words, folded as keys are."""
    return frozenset(fold_keys(fold_count(word_list(name))))


@lru_cache(maxsize=1 << 18)
def readings(key: str) -> tuple[tuple[int, str], ...]:
    """List how a word may be read: letters of particles in front, and the word that is left.

    After ل the alef of ال is not written: للعراق is ل + العراق, and the name starts after the first ل.

    Examples
    --------
    >>> readings("للعراق")
    ((0, 'للعراق'), (1, 'العراق'), (1, 'لعراق'))
    >>> readings("وبروسيا")[-1]
    (2, 'روسيا')
    """
    found = [(0, key)]
    for conjunction in CONJUNCTIONS:
        for preposition in PREPOSITIONS:
            particles = conjunction + preposition
            if not particles or not key.startswith(particles):
                continue
            rest = key[len(particles) :]
            if preposition == "ل" and rest.startswith("ل"):
                found.append((len(particles), "ا" + rest))
            if len(rest) >= SHORTEST - (particles == "و"):
                found.append((len(particles), rest))
    return tuple(dict.fromkeys(found))


def base_key(key: str, cut: int) -> str:
    """Return the key of a word behind its particles; للعراق without ل is العراق."""
    rest = key[cut:]
    return "ا" + rest if cut and key[cut - 1] == "ل" and rest.startswith("ل") else rest


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
    return fold_strings(pa.array(["ا" + character], pa.string()))[0].as_py() == "ا"


@lru_cache(maxsize=1 << 18)
def is_ordinary(form: str) -> bool:
    """Tell whether a word as it stands is in the general dictionary: its first letter is no particle."""
    import simplemma

    return simplemma.is_known(form, "ar")
