"""The company a word keeps."""

from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.errors import OptionError
from analysis.frequency import measures
from analysis.frequency import units as u
from analysis.tables import require_columns, require_whole, run_numbers

#: Which side of the node is looked at.
SIDES = ("before", "after", "both")


def count_collocates(
    tokens: pd.DataFrame,
    node,
    *,
    window: int | str = 5,
    side: str = "both",
    level: str = "form",
    stop_words=None,
) -> pd.DataFrame:
    """Count the words that occur near a word.

    Windows never leave the sentence, hold counted words only (punctuation takes no place) and are laid
    before stop words are left out. What is expected by chance is reckoned from the words inside the windows,
    as Evert does (2008, "Corpora and collocations", surface cooccurrence): a word in the windows of two
    occurrences of the node is counted once, and the node itself is outside the table.

    Parameters
    ----------
    tokens
        As for `count_ngrams`.
    node
        A word as it stands in the column of the level (or as a search would fold it), several words with
        one space between for a run of them, or a list of such; None, what `choose_term` returns where there
        is nothing to choose, has no collocates.
    window
        Words on either side, or ``"sentence"``: then sentences are counted and not words, those that hold
        the node, the collocate, both or neither. Where sentences are of unlike length this makes any two
        words look drawn together, for a long one holds more of all: a window in words does not.
    side
        ``"before"`` the node, ``"after"`` it (in reading order), or ``"both"``. A sentence has no sides.
    level, stop_words
        As for `count_terms`; stop words are left out of the collocates, never of the nodes.

    Returns
    -------
    DataFrame
        One row per node and collocate, for each node by falling ``log_dice``: ``node``, ``collocate``;
        ``count``, how often the collocate stands in a window; ``node_count``, ``collocate_count``, how often
        each occurs (a collocate: outside of the node); ``window_count``, the words inside all windows (with
        ``window="sentence"`` all four are sentences, and ``window_count`` those with the node). With N the
        words outside of the node (or the sentences) and E = window_count x collocate_count / N:

        - ``log_dice``: 14 + log2(2 count / (node_count + collocate_count)) (Rychly 2008); over 14 only
          where a collocate stands twice in one window, never for sentences;
        - ``pmi``: log2(count / E) (Church & Hanks 1990), high for rare words;
        - ``mi3``: log2(count^3 / E) (Daille 1994), which favours the frequent;
        - ``delta_p_node``: share of the collocate inside the windows less its share outside: how much the
          node foretells the collocate; ``delta_p_collocate``: share of the collocate's occurrences that are
          inside less that of all other words: how much it foretells the node (Gries 2013), -1 to 1;
        - ``t_score``: (count - E) / sqrt(count) (Manning & Schuetze 1999), high for frequent words;
        - ``g2``: log-likelihood over the 4 cells (Dunning 1993), never negative;
        - ``log_ratio``: log2 of the ratio of its shares inside and outside (Hardie 2014), half a hit in
          place of zero.

        Empty if the node does not occur. ``attrs["node"]`` keeps what was asked for, also then.

    Raises
    ------
    OptionError
        If the window is neither a whole number from 1 up nor ``"sentence"``, there is no such level or side,
        or a side is asked for with ``window="sentence"``.
    ColumnError
        If a column is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> words = "وزير الخارجية ووزير الدفاع".split()
    >>> tokens = pd.DataFrame({"seed": "a", "paragraph": 1, "sentence": 1, "token": words})
    >>> tokens = tokens.assign(form=words, kind="word")
    >>> count_collocates(tokens, "وزير", window=1)[["collocate", "count", "log_dice"]].to_dict("records")
    [{'collocate': 'الخارجية', 'count': 1, 'log_dice': 14.0}]
    """
    if window != "sentence":
        require_whole(window, "window", "words", instead='"sentence"')
    if side not in SIDES:
        raise OptionError(f"side={side!r}: unknown; known sides: {', '.join(SIDES)}")
    if window == "sentence" and side != "both":
        raise OptionError(f"side={side!r}: a sentence is looked at as a whole; give a window in words")
    require_columns(tokens, ["seed", "paragraph", "sentence", "kind"], "tokens")
    units = u.read_units(tokens, level)
    sentence = run_numbers(tokens, ["seed", "paragraph", "sentence"])[units.first]
    stops = u.stop_rows(tokens, stop_words)[units.first]
    nodes = u.list_words(() if node is None else node, "node", "a word, a list of words, or None")
    tables = []
    # without any node the table of one that never occurs, which has the columns and no row
    for found in find_nodes(tokens, units, nodes) or [Node("", np.empty(0, dtype=np.int64), 1)]:
        own = covered(found.starts, found.starts + found.length, len(sentence))
        meet = (
            meet_in_sentences if window == "sentence" else partial(meet_in_windows, window=window, side=side)
        )
        tables.append(measure(found.name, meet(found, units.keys, sentence, own, own | stops), units.names))
    collocates = pd.concat(tables, ignore_index=True)
    collocates.attrs["node"] = nodes
    return collocates


class Node(NamedTuple):
    """A word or a run of words: its name, where among the units it begins, and how many units it has."""

    name: str
    starts: np.ndarray
    length: int


def find_nodes(tokens: pd.DataFrame, units: u.Units, nodes: list[str]) -> list[Node]:
    """Return the nodes that occur, in the order asked for; one that is no word is tried as a run of words."""
    found = {}
    for node in nodes:
        candidates, starts, length = units, np.arange(len(units.keys)), 1
        number = u.match_words(units.names, [node])
        if " " in node and not (number == 0).any():
            length = node.count(" ") + 1
            starts = u.run_starts(tokens, units, length)
            candidates = u.runs(units, starts, length)
            number = u.match_words(candidates.names, [node])
        for key in np.flatnonzero(number == 0):
            name = candidates.names[key]
            found[name] = Node(name, starts[candidates.keys == key], length)
    return list(found.values())


class Meetings(NamedTuple):
    """The margins of the four cells of every key: words (or sentences) near the node, with the key, both."""

    node: int
    """Occurrences of the node (or sentences with it)."""
    near: int
    """Words inside the windows (or sentences with the node)."""
    total: int
    """Words outside of the node (or all sentences)."""
    keys: np.ndarray
    """Words (or sentences) with each key."""
    both: np.ndarray
    """Words of each key that are inside the windows (or sentences with key and node)."""


def meet_in_windows(
    node: Node,
    keys: np.ndarray,
    sentence: np.ndarray,
    own: np.ndarray,
    left_out: np.ndarray,
    *,
    window: int,
    side: str,
) -> Meetings:
    """Count words inside windows of words, each position once."""
    ends = node.starts + node.length
    inside = sentence[node.starts]
    first = np.maximum(node.starts - window, np.searchsorted(sentence, inside))
    last = np.minimum(ends + window, np.searchsorted(sentence, inside, side="right"))
    opens, closes = ends if side == "after" else first, node.starts if side == "before" else last
    near = covered(opens, closes, len(keys)) & ~own
    size = int(keys.max(initial=-1)) + 1
    return Meetings(
        len(node.starts),
        int(near.sum()),
        int((~own).sum()),
        np.bincount(keys[~left_out], minlength=size),
        np.bincount(keys[near & ~left_out], minlength=size),
    )


def meet_in_sentences(
    node: Node, keys: np.ndarray, sentence: np.ndarray, own: np.ndarray, left_out: np.ndarray
) -> Meetings:
    """Count sentences that hold the node, each key, and both."""
    holds = np.zeros(int(sentence.max(initial=-1)) + 1, dtype=bool)
    holds[sentence[node.starts]] = True
    key, place = keys[~left_out], sentence[~left_out]
    once = u.distinct(key, place)[1]
    key, place = key[once], place[once]
    size = int(keys.max(initial=-1)) + 1
    both = np.bincount(key[holds[place]], minlength=size)
    nodes = int(holds.sum())
    return Meetings(nodes, nodes, len(np.unique(sentence)), np.bincount(key, minlength=size), both)


def covered(first: np.ndarray, last: np.ndarray, size: int) -> np.ndarray:
    """Say which positions lie in one of the stretches from ``first`` up to ``last`` (excluded)."""
    # where stretches open and close, instead of every position of each
    change = np.bincount(first, minlength=size + 1) - np.bincount(last, minlength=size + 1)
    return np.cumsum(change)[:size] > 0


def measure(name: str, met: Meetings, names: pd.Index) -> pd.DataFrame:
    """Return the table of one node from how often each key meets it."""
    key = np.flatnonzero(met.both)
    both, y = met.both[key], met.keys[key]
    cells = (both, met.near, y, met.total)
    outside = max(met.total - met.near, 1)
    hits = y - both
    log_ratio = measures.log_ratio(both, hits, met.near - both, outside - hits)
    table = pd.DataFrame(
        {
            "node": pd.array([name] * len(key), dtype="str"),
            "collocate": names.take(key).array,
            "count": both,
            "node_count": np.full(len(key), met.node, dtype=np.int64),
            "collocate_count": y,
            "window_count": np.full(len(key), met.near, dtype=np.int64),
            "log_dice": measures.log_dice(both, met.node, y),
            "pmi": measures.pmi(*cells),
            "mi3": measures.mi3(*cells),
            "delta_p_node": measures.delta_p(*cells),
            "delta_p_collocate": measures.delta_p(both, y, met.near, met.total),
            "t_score": measures.t_score(*cells),
            "g2": measures.pair_log_likelihood(*cells),
            # where no word is outside of the windows, nothing can be more frequent inside
            "log_ratio": log_ratio if met.total > met.near else np.zeros(len(key)),
        }
    )
    return table.sort_values(["log_dice", "count", "collocate"], ascending=[False, False, True])
