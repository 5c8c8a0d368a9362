"""The counted units of a text as whole numbers: what every function of this room counts over.

A unit is a token of a counted kind (`tables.COUNTED_KINDS`) with a key at the level asked for. Keys are
handled as codes into their distinct values, so that the work per token is on integers alone and strings
are touched once per distinct one.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis.arabic import SEARCH_FOLDS, fold_strings
from analysis.errors import OptionError
from analysis.tables import (
    counted_mask,
    require_columns,
    require_level,
    require_texts_apart,
    run_numbers,
    unit_ends,
)

#: Above this product two columns of codes no longer fit into one 64-bit code.
LARGEST_CODE = 2**62


class Units(NamedTuple):
    """Occurrences of words, or of runs of words, in reading order: one element an occurrence."""

    first: np.ndarray
    """Row of the first token in the table of tokens."""
    last: np.ndarray
    """Row of the last token."""
    keys: np.ndarray
    """Code of what is counted, into `names`."""
    names: pd.Index
    order: np.ndarray | None = None
    """Place of every name in code-point order, where it is known already."""

    def take(self, chosen: np.ndarray) -> "Units":
        """Return the chosen occurrences (a mask or positions)."""
        return self._replace(first=self.first[chosen], last=self.last[chosen], keys=self.keys[chosen])


def codes(column: pd.Series) -> tuple[np.ndarray, pd.Index]:
    """Return a code for every row (-1: null) and the distinct values as strings."""
    found, names = pd.factorize(column)
    return found, as_names(names)


def as_names(values) -> pd.Index:
    """Return values (strings in whatever storage) as an index of plain strings."""
    return pd.Index(values).astype("str")


def combine(*columns: np.ndarray) -> np.ndarray:
    """Return one code a row, which two rows share only where every column agrees; codes are 0 or more."""
    combined = columns[0].astype(np.int64)
    for column in columns[1:]:
        size = int(column.max(initial=0)) + 1
        if (int(combined.max(initial=0)) + 1) * size >= LARGEST_CODE:
            combined = pd.factorize(combined)[0]
        combined = combined * size + column
    return combined


def distinct(*columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the number of each row among the distinct ones, and where each number comes first."""
    combined = combine(*columns)
    most = int(combined.max(initial=-1)) + 1
    if most <= 2 * len(combined):
        # a table of all values is faster than a hash of them
        place = np.full(most, len(combined))
        place[combined[::-1]] = np.arange(len(combined) - 1, -1, -1)
        first = np.sort(place[place < len(combined)])
        place[combined[first]] = np.arange(len(first))
        return place[combined], first
    numbers = pd.factorize(combined)[0]
    # numbered in order of appearance, so each comes first where the largest so far goes up
    return numbers, np.flatnonzero(np.diff(np.maximum.accumulate(numbers), prepend=-1))


def ranks(names: pd.Index) -> np.ndarray:
    """Return the place of every name in code-point order."""
    return pc.rank(pa.array(names, type=pa.large_string()), tiebreaker="dense").to_numpy().astype(np.int64)


def match_words(names: pd.Index, words: list[str]) -> np.ndarray:
    """Return for every name the position of the word that asks for it, or -1.

    A word that is no name finds the names that agree with it as a search would fold them: a reader writes
    أوكرانيا and means the form اوكرانيا.
    """
    wanted = as_names(pd.Index(words, dtype="str"))
    number = wanted.get_indexer(names)
    missing = np.flatnonzero(~np.isin(np.arange(len(wanted)), number))
    if len(missing):
        folded = pd.Index(fold_strings(pa.array(wanted.take(missing)), SEARCH_FOLDS).to_pylist())
        keys = pd.Index(fold_strings(pa.array(names), SEARCH_FOLDS).to_pylist())
        first = ~folded.duplicated()
        found = folded[first].get_indexer(keys)
        free = (number < 0) & (found >= 0)
        number[free] = missing[first][found[free]]
    return number


def list_words(value, name: str, wanted: str) -> list[str]:
    """Return the words of an option that takes one or several; raise if it is something else."""
    words = [value] if isinstance(value, str) else list(value) if isinstance(value, Iterable) else [value]
    if not all(isinstance(word, str) for word in words):
        raise OptionError(f"{name}={value!r}: give {wanted}")
    return words


def group_rows(tokens: pd.DataFrame, by) -> tuple[np.ndarray, pd.DataFrame]:
    """Return a group number for every row, and the table of the groups in order of appearance."""
    by = list_words(by, "by", "a column, or a list of columns")
    require_columns(tokens, by, "tokens")
    if not by:
        return np.zeros(len(tokens), dtype=np.int64), pd.DataFrame(index=range(1))
    numbers, first = distinct(*(pd.factorize(tokens[name], use_na_sentinel=False)[0] for name in by))
    return numbers, tokens[by].iloc[first].reset_index(drop=True)


def read_units(tokens: pd.DataFrame, level: str) -> Units:
    """Return every counted token that has a key at ``level``."""
    require_level(tokens, level)
    require_columns(tokens, ["seed", "token", "kind"], "tokens")
    require_texts_apart(tokens)
    keys, names = codes(tokens[level])
    rows = np.flatnonzero(counted_mask(tokens) & (keys >= 0))
    return Units(rows, unit_ends(tokens, level, rows), keys[rows], names)


def run_starts(tokens: pd.DataFrame, units: Units, n: int) -> np.ndarray:
    """Return where in ``units`` a run of ``n`` begins that does not leave its sentence."""
    sentence = run_numbers(tokens, ["seed", "paragraph", "sentence"])[units.first]
    count = max(len(sentence) - n + 1, 0)
    return np.flatnonzero(sentence[:count] == sentence[n - 1 : n - 1 + count])


def runs(units: Units, starts: np.ndarray, n: int) -> Units:
    """Return the runs of ``n`` units that begin at ``starts``, named by their keys with a space between."""
    keys, names = units.keys[starts], units.names
    order = own = ranks(names)
    for step in range(1, n):
        tails, heads = units.keys[starts + step], keys
        keys, names, first = join(heads, names, tails, units.names, between=" ")
        # runs stand in the order of their words: sorting numbers, not strings
        places = np.argsort(order[heads[first]] * len(own) + own[tails[first]])
        order = np.empty(len(places), dtype=np.int64)
        order[places] = np.arange(len(places))
    # unless a word has a space itself, or a sign before it
    plain = not pc.any(pc.match_substring_regex(pa.array(units.names), "[\x00- ]")).as_py()
    return Units(units.first[starts], units.last[starts + n - 1], keys, names, order if plain else None)


def spell(tokens: pd.DataFrame, units: Units) -> Units:
    """Return the same units with how each is written in place of its key."""
    words, names = codes(tokens["token"])
    # a name is written as it stands: the marks inside حلف "الناتو" have no space on one side
    spaces, gaps = codes(tokens["space"]) if "space" in tokens else (np.zeros_like(words), as_names([" "]))
    keys = words[units.first]
    # few have more than one word, and some of those very many: one after the other
    several = np.flatnonzero(units.last > units.first)
    said, between = names.to_numpy(dtype=object), np.append(gaps.to_numpy(dtype=object), "")
    spelled = []
    for first, last in zip(units.first[several].tolist(), units.last[several].tolist(), strict=True):
        pieces = said[words[first:last]] + between[spaces[first:last]]
        spelled.append("".join(pieces.tolist()) + said[words[last]])
    numbers, longer = pd.factorize(np.array(spelled, dtype=object))
    keys[several] = len(names) + numbers
    written = names.append(as_names(longer))
    return Units(units.first, units.last, keys, written)


def join(
    keys: np.ndarray, names: pd.Index, tails: np.ndarray, tail_names: pd.Index, *, between: str = ""
) -> tuple[np.ndarray, pd.Index, np.ndarray]:
    """Return code and name of what each key and its tail (-1: none) make together, and where it is first."""
    numbers, first = distinct(keys, tails + 1)
    key, tail = keys[first], tails[first]
    heads = pa.array(names, type=pa.large_string()).take(pa.array(key))
    ends = pa.array(tail_names, type=pa.large_string()).take(pa.array(tail, mask=tail < 0))
    separator = pa.scalar(between, pa.large_string())
    joined = pc.binary_join_element_wise(heads, ends, separator, null_handling="skip")
    return numbers, as_names(joined.to_pandas()), first


def stop_rows(tokens: pd.DataFrame, stop_words) -> np.ndarray:
    """Say which rows hold a stop word; none do for ``stop_words=None``."""
    if stop_words is None:
        return np.zeros(len(tokens), dtype=bool)
    if isinstance(stop_words, str) or not isinstance(stop_words, Iterable):
        raise OptionError(f"stop_words={stop_words!r}: give a list of words, as read_stop_words returns it")
    # late: the room of lemmas reads its dictionaries when it is loaded
    from analysis.lemmas import stop_mask

    return np.asarray(stop_mask(tokens, stop_words), dtype=bool)
