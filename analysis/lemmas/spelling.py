"""One spelling for each word: that of Standard Arabic, whatever keyboard or country it comes from."""

from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analysis import arabic, files
from analysis.lemmas.candidates import find_readings

# What is folded before look-up. Hamza stays as written, for إن is not أن.
_LIGHT = (*(fold for fold in arabic.COUNT_FOLDS if fold != "hamza"), "wasla", "keyboard")

# Signs that stand for another letter than the one beside them: the dagger alef and its like.
_OLD = "[\u0670\u06e7]|ء\u064eا"

# A final ya without its dots, as Egypt prints it: ى or ي. Persian keyboards have one letter for both.
_YA = "\u064a"
_DOTLESS, _PERSIAN = "ى$", "[یے]\\p{M}*$"

# How much likelier (in logarithms) a word must be with dots to be read so where it is written without: رأى
# and بنى are words, هى and الدورى none. A dagger alef is written: to leave it out must be far likelier.
# Behind the article no verb competes, and what is a noun in ى is one: البنى, البشرى.
_DOTS, _DEFINITE_DOTS, _DAGGER = 2.5, 5.0, 5.0

_DEFINITE = "^[وف]?(?:[بك]?ال|لل)"
# Of words that nobody knows those behind the article end in ي (الشناوى), but for elatives and short ones.
_NISBA = _DEFINITE + "[^أ]...."
# A name that so many people of the list have is read with its dots as soon as that is no less likely.
_BEARERS = 30


def settle_spelling(tokens: pa.Array) -> pa.Array:
    """Return distinct words as the lexicon spells them, without vowel marks, hamza as written.

    Where the letters allow two words (final ى for ي, ی for both, a dagger alef read or not), the lexicon
    decides, once for each.

    Parameters
    ----------
    tokens
        Distinct words as written.
    """
    words = arabic.fold_strings(tokens, _LIGHT)
    dotless, persian, old = (
        pc.match_substring_regex(strings, pattern).to_numpy(zero_copy_only=False)
        for strings, pattern in ((words, _DOTLESS), (tokens, _PERSIAN), (tokens, _OLD))
    )
    rows = np.flatnonzero(dotless | persian | old)
    if not len(rows):
        return words
    dotless, old = dotless[rows] & ~old[rows], old[rows]
    written = words.take(pa.array(rows))
    other = arabic.fold_strings(tokens.take(pa.array(rows)), ("dagger", *_LIGHT)).to_pylist()
    other = [
        old_form if is_old else word[:-1] + ("ي" if is_dotless else "ى")
        for word, old_form, is_old, is_dotless in zip(
            written.to_pylist(), other, old.tolist(), dotless.tolist(), strict=True
        )
    ]
    first, second = _likelihood(pa.array([*written.to_pylist(), *other], pa.string())).reshape(2, -1)
    unknown = np.isneginf(first) & np.isneginf(second)
    definite, nisba = (
        pc.match_substring_regex(written, pattern).to_numpy(zero_copy_only=False)
        for pattern in (_DEFINITE, _NISBA)
    )
    named = np.array([word in _names_in_ya() for word in other])
    dots = np.where(definite, _DEFINITE_DOTS, np.where(named, 0, _DOTS))
    changed = second >= first + np.select([old, dotless], [-_DAGGER, dots], 0)
    changed &= ~np.isneginf(second)
    changed |= unknown & (old | (dotless & nisba))
    spellings = words.to_pylist()
    for row in np.flatnonzero(changed).tolist():
        spellings[rows[row]] = other[row]
    return pa.array(spellings, pa.string())


@cache
def _names_in_ya() -> frozenset[str]:
    """Return the names that end in ي, which their Latin spelling tells from those in ى: Morsi, but Mona."""
    rows = [line.split("\t") for line in files.read_words("mentions/names.tsv")]
    return frozenset(
        name
        for name, latin, given, surname, _ in rows
        if name[-1] == _YA and latin.endswith(("i", "y")) and int(given) + int(surname) >= _BEARERS
    )


def _likelihood(words: pa.Array) -> np.ndarray:
    """Return the weight of the likeliest reading of each word; minus infinity for unknown ones."""
    readings = find_readings(words, np.zeros(len(words), dtype=bool))
    best = np.full(len(words), -np.inf)
    np.maximum.at(best, readings.word, readings.weight)
    return best
