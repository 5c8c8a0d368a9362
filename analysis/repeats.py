"""Paragraphs said twice: exact and near repeats, within a text and between texts."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Hashable
from difflib import SequenceMatcher
from typing import Protocol

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis import arabic
from analysis.errors import OptionError
from analysis.tables import require_columns

_COLUMNS = [
    "seed",
    "paragraph",
    "start",
    "end",
    "cluster",
    "similarity",
    "first_seed",
    "first_paragraph",
    "difference",
]

# Runs of three words: one changed word in a paragraph of thirty costs three of 28 shingles, so a paragraph
# with one word replaced is still a near repeat, and one with the same words in other places is not.
_SHINGLE = 3

# Up to here an index of rare shingles finds every pair that can be alike; on a day of news (16,000
# paragraphs) it was faster than MinHash and missed nothing. Above, MinHash keeps memory in bounds.
_MOST_EXACT = 50_000
# A formula that stands in fifty different paragraphs makes no two of them repeats: looking at more of
# them would cost the square of the length and find nothing.
_MOST_SHARED = 50
_PERMUTATIONS = 128
# Candidates are sought a little below the threshold, for MinHash estimates; all are then measured.
_SLACK = 0.1
# Comparing word by word costs up to the square of the length.
_MOST_COMPARED = 3000

_WORD = re.compile(r"[^\W_]+")


def find_repeats(paragraphs: pd.DataFrame, *, similarity: float = 0.8) -> pd.DataFrame:
    """Find paragraphs that say again what an earlier one says.

    Two paragraphs are compared by the Jaccard coefficient of their runs of three folded words (Broder 1997,
    "On the resemblance and containment of documents"): 1.0 means the same words in the same order, whatever
    their marks and spelling of hamza. Each paragraph is held against the first of every cluster so far and
    joins the most similar one. With more than 50,000 different paragraphs candidates come from MinHash-LSH,
    which may miss a few pairs close to the threshold; every pair it proposes is measured exactly.

    Parameters
    ----------
    paragraphs
        Columns ``seed``, ``paragraph``, ``start``, ``end``, ``text``, as returned by ``split_paragraphs``.
    similarity
        The least coefficient of a near repeat, above 0 and up to 1. With 1 only exact repeats are found.

    Returns
    -------
    DataFrame
        One row per paragraph that is in a cluster of two or more, the first of its cluster too, in reading
        order: ``seed``, ``paragraph``, ``start``, ``end`` (code points, end excluded), ``cluster`` (from 1),
        ``similarity`` to the first of the cluster (1.0 for the first itself), ``first_seed`` and
        ``first_paragraph`` (where the cluster begins), ``difference`` (what changed against the first, word
        by word: ``-[gone] +[new]``, stretches that stayed as ``…``; empty where nothing did).

    Raises
    ------
    ColumnError
        If a column is missing: the message names it and the columns there are.
    OptionError
        If ``similarity`` is not above 0 and up to 1.

    Examples
    --------
    >>> texts = ["وصل الوزير إلى العاصمة صباح الخميس الماضي", "وصل الوزير إلى العاصمة مساء الخميس الماضي"]
    >>> places = {"seed": ["خبر"] * 2, "paragraph": [1, 2], "start": [0, 42], "end": [41, 82]}
    >>> find_repeats(pd.DataFrame({**places, "text": texts}), similarity=0.2)["difference"].to_list()
    ['', '… -[صباح] +[مساء] …']
    """
    require_columns(paragraphs, ["seed", "paragraph", "start", "end", "text"], "paragraphs")
    if not isinstance(similarity, int | float) or not 0 < similarity <= 1:
        raise OptionError(f"similarity={similarity!r}: not above 0 and up to 1; try similarity=0.8")
    words = _read_words(paragraphs["text"])
    distinct = {key: number for number, key in enumerate(dict.fromkeys(words))}
    owner = np.array([distinct[key] for key in words], dtype=np.int64)
    leader, score = _cluster(list(distinct), float(similarity))
    heads = leader[owner]
    sizes = np.bincount(heads, minlength=len(distinct)) if len(heads) else heads
    wordless = np.array([not key for key in distinct], dtype=bool)
    rows = np.flatnonzero((sizes[heads] > 1) & ~wordless[heads]) if len(heads) else heads
    return _as_table(paragraphs, rows, heads, score[owner])


def _read_words(texts: pd.Series) -> list[tuple[str, ...]]:
    """Return the folded words of each paragraph."""
    folded = arabic.fold_strings(pa.array(texts.astype(str).to_list(), pa.string()))
    return [tuple(_WORD.findall(text)) for text in folded.to_pylist()]


def _cluster(keys: list[tuple[str, ...]], threshold: float) -> tuple[np.ndarray, np.ndarray]:
    """Return for each distinct paragraph the first of its cluster and its similarity to that."""
    leader, score = np.arange(len(keys)), np.ones(len(keys))
    if threshold == 1:
        return leader, score
    shingles = [_shingles(key) for key in keys]
    index = _RareIndex(shingles, threshold) if len(keys) <= _MOST_EXACT else _MinHashIndex(threshold)
    for number, own in enumerate(shingles):
        if not own:
            continue
        # Only firsts are in the index: a text of nothing but near repeats stays linear.
        best = max(((_jaccard(own, shingles[other]), -other) for other in index.find(own)), default=(0.0, 0))
        if best[0] >= threshold:
            leader[number], score[number] = -best[1], best[0]
        else:
            index.add(number, own)
    return leader, score


def _shingles(words: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    """Return the runs of three words; a shorter paragraph is one run."""
    if len(words) < _SHINGLE:
        return frozenset([words] if words else [])
    return frozenset(zip(*(words[first:] for first in range(_SHINGLE)), strict=False))


def _jaccard(one: frozenset, other: frozenset) -> float:
    """Return the Jaccard coefficient of two sets."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)


class _Index(Protocol):
    """Finds those of the added sets that may be alike."""

    def add(self, number: int, shingles: frozenset) -> None: ...

    def find(self, shingles: frozenset) -> list[int]: ...


class _RareIndex:
    """Two sets that are alike enough share one of their rarest shingles.

    The prefix filter of Chaudhuri, Ganti and Kaushik 2006, "A primitive operator for similarity joins".
    """

    def __init__(self, sets: list[frozenset], threshold: float) -> None:
        self._counts = Counter(shingle for own in sets for shingle in own)
        self._threshold = threshold
        self._places: dict[Hashable, list[int]] = defaultdict(list)

    def _rarest(self, shingles: frozenset) -> list:
        ordered = sorted(shingles, key=lambda shingle: (self._counts[shingle], shingle))
        # rounded so that 0.8 * 5 = 4.000000000000001 keeps its fourth
        return ordered[: len(ordered) - math.ceil(round(self._threshold * len(ordered), 9)) + 1]

    def add(self, number: int, shingles: frozenset) -> None:
        for shingle in self._rarest(shingles):
            if len(self._places[shingle]) < _MOST_SHARED:
                self._places[shingle].append(number)

    def find(self, shingles: frozenset) -> list[int]:
        return list(
            {number for shingle in self._rarest(shingles) for number in self._places.get(shingle, ())}
        )


class _MinHashIndex:
    """Approximate, for many paragraphs: datasketch's MinHash-LSH with its fixed seed."""

    def __init__(self, threshold: float) -> None:
        from datasketch import MinHash, MinHashLSH

        # drawing the permutations takes longer than using them: all sketches share one set
        self._empty = MinHash(num_perm=_PERMUTATIONS)
        self._index = MinHashLSH(
            threshold=max(threshold - _SLACK, 0.05), num_perm=_PERMUTATIONS, weights=(0.3, 0.7)
        )
        self._last: tuple[frozenset | None, object] = (None, None)

    def _sketch(self, shingles: frozenset):
        if self._last[0] is not shingles:
            sketch = self._empty.copy()
            sketch.update_batch([" ".join(words).encode("utf-8", "surrogatepass") for words in shingles])
            self._last = (shingles, sketch)
        return self._last[1]

    def add(self, number: int, shingles: frozenset) -> None:
        self._index.insert(number, self._sketch(shingles), check_duplication=False)

    def find(self, shingles: frozenset) -> list[int]:
        return self._index.query(self._sketch(shingles))


def _as_table(
    paragraphs: pd.DataFrame, rows: np.ndarray, heads: np.ndarray, score: np.ndarray
) -> pd.DataFrame:
    """Return the repeated paragraphs with cluster, first place and difference."""
    firsts: dict[int, int] = {}
    for row in rows.tolist():
        firsts.setdefault(int(heads[row]), row)
    numbers = {head: number for number, head in enumerate(firsts, start=1)}
    origin = np.array([firsts[int(heads[row])] for row in rows], dtype=np.int64)
    texts = paragraphs["text"].astype(str).to_list()
    differences = [_compare(texts[first], texts[row]) for first, row in zip(origin, rows, strict=True)]
    table = paragraphs[["seed", "paragraph", "start", "end"]].iloc[rows].reset_index(drop=True)
    return table.assign(
        cluster=np.array([numbers[int(heads[row])] for row in rows], dtype=np.int32),
        similarity=score[rows] if len(rows) else np.empty(0),
        first_seed=paragraphs["seed"].iloc[origin].array,
        first_paragraph=paragraphs["paragraph"].to_numpy()[origin],
        difference=pd.array(differences, dtype="str"),
    )[_COLUMNS]


def _compare(first: str, second: str) -> str:
    """Say word by word what the second text changes in the first."""
    if first == second:
        return ""
    before, after = first.split(), second.split()
    matcher = SequenceMatcher(None, before, after, autojunk=len(before) + len(after) > _MOST_COMPARED)
    pieces = []
    for change, start, end, other_start, other_end in matcher.get_opcodes():
        if change == "equal":
            pieces.append("…")
            continue
        gone, new = " ".join(before[start:end]), " ".join(after[other_start:other_end])
        pieces += [f"-[{gone}]"] * bool(gone) + [f"+[{new}]"] * bool(new)
    # other white space alone is no difference
    return " ".join(pieces) if pieces != ["…"] else ""
