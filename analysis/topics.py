"""Where a text turns to another topic: how alike the words before and after each paragraph break are."""

import numpy as np
import pandas as pd

from analysis.errors import OptionError
from analysis.tables import counted_mask, require_columns, require_level

# A fall of a few hundredths is noise, whatever the other breaks are like.
_LEAST_DEPTH = 0.05

_COLUMNS = ["seed", "paragraph", "start", "similarity", "depth", "is_boundary"]


def find_topic_changes(tokens: pd.DataFrame, *, level: str = "lemma", window: int = 60) -> pd.DataFrame:
    r"""Find the paragraph breaks at which a text turns to another topic.

    TextTiling (Hearst 1997, "TextTiling: segmenting text into multi-paragraph subtopic passages",
    Computational Linguistics 23:1), with paragraph breaks as the only places to cut: the words before and
    after a break are compared by the cosine of their counts, smoothed over three breaks; a break that lies
    deep between two peaks of similarity, deeper than the mean depth less half a standard deviation, is a
    boundary. Of breaks closer to each other than a window only the deepest is kept, and none within half a
    window of the beginning or end. Depths are compared among the breaks that are lower than their neighbours.

    Parameters
    ----------
    tokens
        Columns ``seed``, ``paragraph``, ``start``, ``kind`` and that of ``level``; stop words (``is_stop``)
        are left out where the column is there.
    level
        What counts as the same word: ``token, form, stem, lemma, entity``.
    window
        How many words are looked at before and after a break, at least 2.

    Returns
    -------
    DataFrame
        One row per break, in reading order: ``seed``, ``paragraph`` (the one before the break), ``start``
        (where the next begins, code points), ``similarity`` (cosine, 0 to 1, smoothed), ``depth`` (0 to 2),
        ``is_boundary``.

    Raises
    ------
    ColumnError
        If a column is missing: the message names the function that adds it.
    OptionError
        If the level is unknown or the window below 2.

    Examples
    --------
    >>> from analysis import split_tokens
    >>> lines = ["مطر سيل نهر سد"] * 3 + ["لحن عود طبل ناي"] * 3
    >>> tokens = split_tokens(pd.DataFrame({"seed": ["نص"], "text": ["\n".join(lines)]}))
    >>> topics = find_topic_changes(tokens, level="form", window=8)
    >>> topics.loc[topics["is_boundary"], "paragraph"].to_list()
    [3]
    """
    require_columns(tokens, ["seed", "paragraph", "start", "kind"], "tokens")
    require_level(tokens, level)
    if not isinstance(window, int) or window < 2:
        raise OptionError(f"window={window!r}: needs 2 words or more on each side")
    kept = counted_mask(tokens) & tokens[level].notna().to_numpy()
    if "is_stop" in tokens:
        kept &= ~tokens["is_stop"].to_numpy(dtype=bool)
    parts = [
        _find_in_text(part, kept[part.index], level, window)
        for _, part in tokens.reset_index(drop=True).groupby("seed", sort=False, observed=True)
    ]
    if not parts:
        return _find_in_text(tokens, kept, level, window)
    return pd.concat(parts, ignore_index=True).astype({"seed": tokens["seed"].dtype})


def find_topic_openings(topics: pd.DataFrame, paragraphs: pd.DataFrame) -> pd.DataFrame:
    """Find the paragraphs with which another topic begins.

    Parameters
    ----------
    topics
        As returned by `find_topic_changes`.
    paragraphs
        The paragraphs of the same texts, as returned by ``split_paragraphs``.

    Returns
    -------
    DataFrame
        One row per boundary, in reading order: the paragraph behind it, with ``depth`` (how deep the fall of
        similarity in front of it is, 0 to 2) before the columns of ``paragraphs``. Empty if there is none.

    Raises
    ------
    ColumnError
        If a column is missing.

    Examples
    --------
    >>> topics = pd.DataFrame({"seed": "ن", "start": [5, 9], "depth": [0.1, 0.6]})
    >>> topics["is_boundary"] = [False, True]
    >>> paragraphs = pd.DataFrame({"seed": "ن", "start": [0, 5, 9], "text": ["مطر", "سيل", "لحن"]})
    >>> find_topic_openings(topics, paragraphs)[["start", "text"]].to_numpy().tolist()
    [[9, 'لحن']]
    """
    require_columns(topics, ["seed", "start", "depth", "is_boundary"], "topics")
    require_columns(paragraphs, ["seed", "start"], "paragraphs")
    chosen = topics[topics["is_boundary"].astype(bool)]
    keys = zip(chosen["seed"].astype("str"), chosen["start"], strict=True)
    depth = dict(zip(keys, chosen["depth"], strict=True))
    places = list(zip(paragraphs["seed"].astype("str"), paragraphs["start"], strict=True))
    kept = pd.Series([place in depth for place in places], index=paragraphs.index, dtype=bool)
    openings = paragraphs[kept].reset_index(drop=True)
    openings.insert(0, "depth", pd.Series([depth[place] for place in places if place in depth], dtype=float))
    return openings


def _find_in_text(tokens: pd.DataFrame, kept: np.ndarray, level: str, window: int) -> pd.DataFrame:
    """Return the breaks of one text."""
    paragraphs = tokens["paragraph"].to_numpy()
    breaks = np.flatnonzero(paragraphs[1:] != paragraphs[:-1]) + 1
    words = pd.factorize(tokens[level].to_numpy(dtype=object)[kept])[0]
    places = np.concatenate([[0], np.cumsum(kept)])[breaks]
    similarity = _smooth(np.array([_cosine(words, place, window) for place in places.tolist()], dtype=float))
    depth = _depths(similarity)
    table = tokens[["seed", "paragraph"]].iloc[breaks - 1].reset_index(drop=True)
    return table.assign(
        start=tokens["start"].to_numpy()[breaks],
        similarity=similarity,
        depth=depth,
        is_boundary=_choose(np.where(_is_valley(similarity), depth, 0), places, len(words), window),
    )[_COLUMNS]


def _cosine(words: np.ndarray, place: int, window: int) -> float:
    """Return the cosine of the counts of words before and after a place."""
    before, counts = np.unique(words[max(place - window, 0) : place], return_counts=True)
    after, other = np.unique(words[place : place + window], return_counts=True)
    if not len(before) or not len(after):
        return 0.0
    _, here, there = np.intersect1d(before, after, assume_unique=True, return_indices=True)
    shared = float(counts[here] @ other[there])
    return shared / float(np.sqrt((counts @ counts) * (other @ other)))


def _smooth(values: np.ndarray) -> np.ndarray:
    """Return the mean of each value and its neighbours, the value itself counted twice."""
    if len(values) < 3:
        return values
    padded = np.concatenate([values[:1], values, values[-1:]])
    return (padded[:-2] + 2 * padded[1:-1] + padded[2:]) / 4


def _depths(similarity: np.ndarray) -> np.ndarray:
    """Return how far each value lies below the peaks on both sides of it (Hearst's depth score)."""
    return _peaks(similarity) + _peaks(similarity[::-1])[::-1] - 2 * similarity


def _peaks(similarity: np.ndarray) -> np.ndarray:
    """Return the height reached by climbing to the left for as long as it goes up."""
    peaks = similarity.copy()
    for place in range(1, len(peaks)):
        if similarity[place - 1] >= similarity[place]:
            peaks[place] = peaks[place - 1]
    return peaks


def _is_valley(similarity: np.ndarray) -> np.ndarray:
    """Tell which values are no higher than their neighbours."""
    low = np.ones(len(similarity), dtype=bool)
    low[1:] &= similarity[1:] <= similarity[:-1]
    low[:-1] &= similarity[:-1] <= similarity[1:]
    return low


def _choose(depth: np.ndarray, places: np.ndarray, words: int, window: int) -> np.ndarray:
    """Mark the breaks that are deep enough, the deepest first, not too close to each other or to an end."""
    chosen = np.zeros(len(depth), dtype=bool)
    # between fewer than three breaks there is nothing to stand out from
    if len(depth) < 3:
        return chosen
    deep = depth[depth > 0]
    cutoff = max(deep.mean() - deep.std() / 2, _LEAST_DEPTH) if len(deep) else _LEAST_DEPTH
    # a headline differs from the text below it by being short, not by its topic
    inner = (places >= window / 2) & (words - places >= window / 2)
    wanted = np.flatnonzero(inner & (depth >= cutoff))
    # the breaks less than a window away from each
    first = np.searchsorted(places, places - window, side="right")
    last = np.searchsorted(places, places + window, side="left")
    near = np.zeros(len(depth), dtype=bool)
    for place in wanted[np.argsort(-depth[wanted], kind="stable")].tolist():
        if not near[place]:
            chosen[place] = True
            near[first[place] : last[place]] = True
    return chosen
