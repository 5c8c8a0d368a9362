"""Paragraphs said twice: exact and near repeats, within a text and between texts."""

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from heapq import nlargest
from itertools import chain, pairwise
from numbers import Real
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
# How many places of its rare runs are looked up for a paragraph, and how many others it is held against.
# Without a limit a template filled in a hundred ways a day would cost the square of the length.
_MOST_PLACES = 5000
_MOST_MEASURED = 100
_PERMUTATIONS = 128
# Candidates are sought a little below the threshold, for MinHash estimates; all are then measured.
_SLACK = 0.1
# Comparing word by word costs the square of the length and more; a longer stretch is cut where both have the
# same run of words once.
_MOST_COMPARED = 600

_WORD = re.compile(r"[^\W_]+")


def find_repeats(paragraphs: pd.DataFrame, *, similarity: float = 0.5) -> pd.DataFrame:
    """Find paragraphs that say again what an earlier one says.

    Two paragraphs are compared by the Jaccard coefficient of their runs of three folded words (Broder 1997,
    "On the resemblance and containment of documents"): 1.0 means the same words in the same order, whatever
    their marks and spelling of hamza. Each paragraph is held against the first of every cluster so far and
    joins the most similar one.

    At 0.5 a paragraph with every tenth word changed is still found (94 of 100, at 0.8 none; with every
    twentieth word 100, at 0.8 11); of fifty pairs read of a day of news none was no repeat.

    No pair is missed up to 50,000 different paragraphs, unless one shares its rarest runs with more than a
    hundred others of like length: then it is held against the hundred that share most of them. With more
    paragraphs candidates come from MinHash-LSH, which may miss a few pairs close to the threshold. Every
    pair that is proposed is measured exactly.

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
    # NumPy's numbers are real ones too, True is none
    if isinstance(similarity, bool) or not isinstance(similarity, Real) or not 0 < similarity <= 1:
        raise OptionError(f"similarity={similarity!r}: not above 0 and up to 1; try similarity=0.5")
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
    shingles = _shingles(keys)
    index = (_RareIndex if len(keys) <= _MOST_EXACT else _MinHashIndex)(threshold)
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


def _shingles(keys: list[tuple[str, ...]]) -> list[frozenset[int]]:
    """Return the runs of three words of each paragraph, numbered from the rarest on.

    A shorter paragraph is one run, filled up with 0.
    """
    sizes = np.array([len(key) for key in keys], dtype=np.int64)
    ends = np.cumsum(np.maximum(sizes, _SHINGLE) * (sizes > 0))
    starts = np.append(0, ends)[:-1]
    words = np.zeros(ends[-1] if len(ends) else 0, dtype=np.int64)
    within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    flat = pd.Series(list(chain.from_iterable(keys)), dtype="str")
    words[np.repeat(starts, sizes) + within] = pd.factorize(flat)[0] + 1
    runs = words[: 1 - _SHINGLE]
    for step in range(1, _SHINGLE):
        tails = words[step : len(words) + step - _SHINGLE + 1]
        runs = pd.factorize(runs * (int(words.max(initial=0)) + 1) + tails)[0]
    last = np.maximum(ends - _SHINGLE + 1, starts)
    inside = np.zeros(len(words) + 1, dtype=np.int64)
    np.add.at(inside, starts, 1)
    np.add.at(inside, last, -1)
    kept = runs[np.cumsum(inside)[: len(runs)] > 0]
    rank = np.empty(int(kept.max(initial=-1)) + 1, dtype=np.int64)
    rank[np.argsort(np.bincount(kept), kind="stable")] = np.arange(len(rank))
    numbers, cuts = rank[kept].tolist(), np.append(0, np.cumsum(last - starts)).tolist()
    return [frozenset(numbers[first:end]) for first, end in pairwise(cuts)]


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

    def __init__(self, threshold: float) -> None:
        self._threshold = threshold
        self._places: dict[int, list[int]] = defaultdict(list)
        self._sizes: dict[int, int] = {}

    def _rarest(self, shingles: frozenset) -> list:
        ordered = sorted(shingles)
        # rounded so that 0.8 * 5 = 4.000000000000001 keeps its fourth
        return ordered[: len(ordered) - math.ceil(round(self._threshold * len(ordered), 9)) + 1]

    def add(self, number: int, shingles: frozenset) -> None:
        self._sizes[number] = len(shingles)
        for shingle in self._rarest(shingles):
            self._places[shingle].append(number)

    def find(self, shingles: frozenset) -> list[int]:
        shared: Counter[int] = Counter()
        room = _MOST_PLACES
        for shingle in self._rarest(shingles):
            places = self._places.get(shingle, ())
            shared.update(places[:room])
            room = max(room - len(places), 0)
        # two sets of very unlike size are not alike, whatever they share
        least, most = self._threshold * len(shingles) - 1e-9, len(shingles) / self._threshold + 1e-9
        alike = [number for number in shared if least <= self._sizes[number] <= most]
        return (
            nlargest(_MOST_MEASURED, alike, key=shared.__getitem__) if len(alike) > _MOST_MEASURED else alike
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
            sketch.update_batch([number.to_bytes(8, "little") for number in shingles])
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
    pieces: list[str] = []
    for gone, new in _changes(before, after):
        if gone != new:
            pieces += [f"-[{' '.join(gone)}]"] * bool(gone) + [f"+[{' '.join(new)}]"] * bool(new)
        elif pieces[-1:] != ["…"]:
            pieces.append("…")
    # other white space alone is no difference
    return " ".join(pieces) if pieces != ["…"] else ""


def _changes(before: list[str], after: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Yield both texts stretch by stretch: alike where it stayed, else what is gone and what is new."""
    place, other = 0, 0
    for start, other_start in [*_anchors(before, after), (len(before), len(after))]:
        if start < place or other_start < other:
            continue
        yield from _short_changes(before[place:start], after[other:other_start])
        place, other = start, other_start
        while place < len(before) and other < len(after) and before[place] == after[other]:
            place, other = place + 1, other + 1
        if place > start:
            yield before[start:place], after[other_start:other]


def _anchors(before: list[str], after: list[str]) -> list[tuple[int, int]]:
    """Return where a run of words that both have once stands in each, in the order of both.

    So does patience diff (Bram Cohen). Short texts are compared as they are.
    """
    if len(before) + len(after) <= _MOST_COMPARED:
        return []
    places, others = (
        {run: place for run, place in found.items() if place >= 0}
        for found in map(_single_runs, (before, after))
    )
    shared = [(place, others[run]) for run, place in places.items() if run in others]
    # the longest series that goes up in both: the last of each length, and what it came after
    tails: list[int] = []
    chains: list[tuple | None] = []
    for place, other in shared:
        length = bisect_left(tails, other)
        tails[length : length + 1] = [other]
        chains[length : length + 1] = [((place, other), chains[length - 1] if length else None)]
    kept, link = [], chains[-1] if chains else None
    while link:
        kept.append(link[0])
        link = link[1]
    # an anchor inside a stretch that stayed is none
    return [
        (place, other)
        for place, other in reversed(kept)
        if not place or not other or before[place - 1] != after[other - 1]
    ]


def _single_runs(words: list[str]) -> dict[tuple[str, ...], int]:
    """Return where each run of three words stands, -1 for one that stands in several places."""
    found: dict[tuple[str, ...], int] = {}
    for place, run in enumerate(zip(*(words[first:] for first in range(_SHINGLE)), strict=False)):
        found[run] = -1 if run in found else place
    return found


def _short_changes(before: list[str], after: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the changes of stretches short enough to be compared word by word, else the whole as one."""
    if len(before) + len(after) > _MOST_COMPARED:
        yield before, after
        return
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for _, start, end, other_start, other_end in matcher.get_opcodes():
        yield before[start:end], after[other_start:other_end]
