"""What the tagger sees of a word form: hashed features, computed for a whole vocabulary at once.

A feature is a 32-bit hash of a slot (which question is asked) and of some letters of the form (the
answer). Hashes of all beginnings and endings come from one cumulative polynomial over the matrix of
letters, so no Python loop runs over words and the model needs no table of strings.
"""

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
import pyarrow as pa

from analysis import files
from analysis.arabic import COUNT_FOLDS, fold_strings

#: Stronger than ``form``: the training texts write ى as ي, so the tagger must not tell them apart.
FOLDS = (*COUNT_FOLDS, "alef_maqsura", "keyboard")

#: Letters of a form that are looked at; longer forms are cut there.
WIDTH = 24
#: Proclitics cut off are up to this many letters long.
LONGEST_PROCLITIC = 4
#: Letters that must remain when a proclitic is cut off.
SHORTEST_REST = 3
#: Beginnings and endings of one to this many letters are features.
LONGEST_AFFIX = 4

_WHOLE, PART_SLOT, _PREFIX, _SUFFIX, _INNER, _LENGTH, _SCRIPT, _PROCLITIC, _CODE, _CLASS = range(10)
#: Slots that name the very word. Training hides them at times, so that the rest must learn to do without.
WORD_SLOTS = slice(0, 2 + LONGEST_PROCLITIC)

_PRIME = np.uint64(1_000_003)
_MIX = np.uint64(0x9E3779B97F4A7C15)


def fold_forms(forms: Sequence[str]) -> list[str]:
    """Fold forms as the tagger sees them."""
    return fold_strings(pa.array(forms, pa.string()), FOLDS).to_pylist()


def letter_matrix(forms: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Fold forms and lay their letters out in a matrix.

    Parameters
    ----------
    forms
        Word forms, as in the column ``form``.

    Returns
    -------
    tuple
        Code points, ``(len(forms), WIDTH)`` uint64, zero after the end; and lengths, int64.

    Examples
    --------
    >>> letters, lengths = letter_matrix(["على", "7"])
    >>> "".join(map(chr, letters[0, :3])), lengths.tolist()
    ('علي', [3, 1])
    """
    folded = fold_forms(forms)
    letters = np.array(folded, dtype=f"U{WIDTH}").view(np.uint32).reshape(-1, WIDTH).astype(np.uint64)
    # one year is like another: every digit is the same letter
    letters[(letters >= ord("0")) & (letters <= ord("9"))] = ord("0")
    return letters, (letters != 0).sum(axis=1)


class Hashes:
    """Hashes of every stretch of letters of every form, from one cumulative polynomial.

    Attributes
    ----------
    letters, lengths
        Of the forms, from `letter_matrix`.
    """

    def __init__(self, forms: Sequence[str]):
        self.letters, self.lengths = letters, lengths = letter_matrix(forms)
        self._sums = np.zeros((len(letters), WIDTH + 1), dtype=np.uint64)
        for column in range(WIDTH):
            self._sums[:, column + 1] = self._sums[:, column] * _PRIME + letters[:, column]
        self._powers = np.cumprod(np.array([1] + WIDTH * [_PRIME], dtype=np.uint64))

    def stretch(self, start: int | np.ndarray, end: int | np.ndarray) -> np.ndarray:
        """Hash the letters from ``start`` to ``end`` (exclusive) of each form."""
        rows = np.arange(len(self.letters))
        start, end = np.broadcast_to(start, rows.shape), np.broadcast_to(end, rows.shape)
        return self._sums[rows, end] - self._sums[rows, start] * self._powers[end - start]


def hash_values(values: np.ndarray | int, slot: int) -> np.ndarray:
    """Mix values with the number of their slot into uint32 hashes that are never 0 (0 means no feature)."""
    # at least one dimension: numpy wraps arrays silently, as wanted here, and warns of scalars
    mixed = (np.atleast_1d(values).astype(np.uint64) ^ (np.uint64(slot + 1) << np.uint64(40))) * _MIX
    mixed = (mixed ^ (mixed >> np.uint64(29))) * _MIX
    return np.maximum((mixed >> np.uint64(32)).astype(np.uint32), np.uint32(1))


@cache
def _proclitics() -> tuple[tuple[int, ...], ...]:
    """Return the proclitics as tuples of code points, the short ones first."""
    return tuple(
        sorted((tuple(map(ord, word)) for word in files.read_words("mentions/proclitics.txt")), key=len)
    )


def proclitic_matches(letters: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Tell which proclitic each form might begin with, by its length.

    Returns
    -------
    ndarray
        ``(forms, LONGEST_PROCLITIC + 1)`` int64: the number (from 1) of the possible proclitic of that many
        letters, 0 where there is none; column 0 is 0.
    """
    found = np.zeros((len(letters), LONGEST_PROCLITIC + 1), dtype=np.int64)
    for number, proclitic in enumerate(_proclitics(), start=1):
        size = len(proclitic)
        hit = (letters[:, :size] == np.array(proclitic, dtype=np.uint64)).all(axis=1)
        found[hit & (lengths >= size + SHORTEST_REST), size] = number
    return found


def word_keys(forms: Sequence[str]) -> np.ndarray:
    """Hash whole forms, without cutting anything off: the keys of every look-up table, uint32."""
    hashes = Hashes(forms)
    return hash_values(hashes.stretch(0, hashes.lengths), PART_SLOT)


def form_features(hashes: Hashes, tables: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return the hashed features of forms.

    Parameters
    ----------
    hashes
        Of the distinct word forms.
    tables
        ``keys`` (uint32, ascending: `word_keys` of known words), ``codes`` (a row of small integers for
        each key: clusters from coarse to fine), ``counts`` (how often each was seen in plain text),
        ``class_keys`` (uint32, ascending), ``classes`` (bits for each: which gazetteers hold the word) and
        ``class_count`` (how many gazetteers).

    Returns
    -------
    ndarray
        ``(forms, slots)`` uint32; 0 where a form has nothing to say in a slot.
    """
    letters, lengths = hashes.letters, hashes.lengths
    proclitics = proclitic_matches(letters, lengths)
    columns = [hash_values(hashes.stretch(0, lengths), _WHOLE)]
    parts = part_keys(hashes, proclitics)
    columns += list(parts.T)
    columns += _affixes(hashes)
    columns += _inner(hashes, proclitics)
    columns.append(hash_values(np.minimum(lengths, 10), _LENGTH))
    columns.append(hash_values(letters[:, 0] >> np.uint64(7), _SCRIPT))
    columns.append(hash_values(proclitics.max(axis=1), _PROCLITIC))
    columns += _codes(parts, tables)
    columns += _classes(parts, tables)
    return np.column_stack(columns)


def part_keys(hashes: Hashes, proclitics: np.ndarray) -> np.ndarray:
    """Hash each form whole and without each possible proclitic, all in one slot: روسيا is in وروسيا.

    Returns
    -------
    ndarray
        ``(forms, LONGEST_PROCLITIC + 1)`` uint32 by letters cut off; 0 where no proclitic is that long.
    """
    columns = [hash_values(hashes.stretch(0, hashes.lengths), PART_SLOT)]
    for size in range(1, LONGEST_PROCLITIC + 1):
        rest = hash_values(hashes.stretch(np.minimum(size, hashes.lengths), hashes.lengths), PART_SLOT)
        columns.append(np.where(proclitics[:, size] > 0, rest, 0))
    return np.column_stack(columns)


def _affixes(hashes: Hashes) -> list[np.ndarray]:
    """Hash the first and the last letters."""
    columns = []
    for size in range(1, LONGEST_AFFIX + 1):
        long = hashes.lengths > size
        start = np.where(long, hashes.lengths - size, 0)
        columns.append(np.where(long, hash_values(hashes.stretch(0, size), 16 + _PREFIX * 8 + size), 0))
        ends = hash_values(hashes.stretch(start, start + size * long), 16 + _SUFFIX * 8 + size)
        columns.append(np.where(long, ends, 0))
    return columns


def _inner(hashes: Hashes, proclitics: np.ndarray) -> list[np.ndarray]:
    """Hash the first letters after a possible proclitic of one letter, and after a longer one."""
    longer = np.where(proclitics[:, 3] > 0, 3, 2)
    columns = []
    for size, there in ((1, proclitics[:, 1] > 0), (longer, proclitics[:, 2:4].any(axis=1))):
        end = np.minimum(size + SHORTEST_REST, WIDTH)
        columns.append(np.where(there, hash_values(hashes.stretch(size, end), _INNER), 0))
    return columns


def look_up(parts: np.ndarray, keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Find the longest part of each form in a table; return its row, -1 if none, and which part it is."""
    row = np.full(len(parts), -1)
    part = np.zeros(len(parts), dtype=np.int64)
    if not len(keys):
        return row, part
    for column in range(parts.shape[1]):
        place = np.minimum(np.searchsorted(keys, parts[:, column]), len(keys) - 1)
        hit = (row < 0) & (keys[place] == parts[:, column]) & (parts[:, column] > 0)
        row[hit], part[hit] = place[hit], column
    return row, part


def code_slot(level: int) -> int:
    """Return the slot of one column of codes; the next is its slot for a form that hides a proclitic."""
    return _CODE * 16 + 64 + 2 * level


def _codes(parts: np.ndarray, tables: Mapping[str, np.ndarray]) -> list[np.ndarray]:
    """Hash the clusters of each form, or (apart, as it is a guess) of the longest part that is known."""
    row, part = look_up(parts, tables["keys"])
    codes = tables["codes"][row].astype(np.int64)
    columns = []
    for level in range(codes.shape[1]):
        slot = code_slot(level)
        hashed = np.where(
            part > 0, hash_values(codes[:, level], slot + 1), hash_values(codes[:, level], slot)
        )
        columns.append(np.where(row >= 0, hashed, hash_values(0, slot + 512)))
    return columns


def _classes(parts: np.ndarray, tables: Mapping[str, np.ndarray]) -> list[np.ndarray]:
    """Hash the gazetteers that hold the form or the longest part of it, one slot for each gazetteer."""
    if not len(tables["class_keys"]):
        return []
    row, part = look_up(parts, tables["class_keys"])
    bits = np.where(row >= 0, tables["classes"][row], 0)
    columns = [hash_values(bits * 2 + (part > 0), _CLASS * 16 + 300)]
    for bit in range(int(tables["class_count"])):
        columns.append(np.where(bits >> bit & 1, hash_values(bit, _CLASS * 16 + 301), 0))
    return columns
