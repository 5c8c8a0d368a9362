"""The company a word keeps."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.frequency import measures
from analysis.frequency import units as u
from analysis.tables import counted_mask, require_columns, require_whole, run_numbers


def count_collocates(
    tokens: pd.DataFrame, node, *, window: int | str = 5, level: str = "form", stop_words=None
) -> pd.DataFrame:
    """Count the words that occur near a word.

    Windows never leave the sentence, hold counted words only (punctuation takes no place) and are laid
    before stop words are left out.

    Parameters
    ----------
    tokens
        As for `count_ngrams`.
    node
        A word as it stands in the column of the level (or as a search would fold it), several words with
        one space between for a run of them, or a list of such; None, what `choose_term` returns where there
        is nothing to choose, has no collocates.
    window
        Words on either side, or ``"sentence"``: all others of the sentence.
    level, stop_words
        As for `count_terms`; stop words are left out of the collocates, never of the nodes.

    Returns
    -------
    DataFrame
        One row per node and collocate, for each node by falling ``log_dice``: ``node``, ``collocate``;
        ``count``, how often the two meet (a word in the windows of two occurrences of the node meets it
        twice); ``node_count``, ``collocate_count``, how often each occurs at all; and with N the words of
        ``tokens``, E = node_count x collocate_count / N (no correction for the width of the window):

        - ``log_dice``: 14 + log2(2 count / (node_count + collocate_count)) (Rychly 2008); over 14 only
          where a collocate stands twice in one window;
        - ``pmi``: log2(count / E) (Church & Hanks 1990), high for rare words;
        - ``t_score``: (count - E) / sqrt(count) (Manning & Schuetze 1999), high for frequent words;
        - ``g2``: log-likelihood over 4 cells (Dunning 1993), never negative.

        Empty if the node does not occur. ``attrs["node"]`` keeps what was asked for, also then.

    Raises
    ------
    OptionError
        If the window is neither a whole number from 1 up nor ``"sentence"``, or there is no such level.
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
    require_columns(tokens, ["seed", "paragraph", "sentence", "kind"], "tokens")
    units = u.read_units(tokens, level)
    sentence = run_numbers(tokens, ["seed", "paragraph", "sentence"])[units.first]
    stops = u.stop_rows(tokens, stop_words)[units.first]
    totals = np.bincount(units.keys, minlength=len(units.names))
    words = int(counted_mask(tokens).sum())
    nodes = [node] if isinstance(node, str) else list(node or ())
    tables = []
    # without any node the table of one that never occurs, which has the columns and no row
    for found in find_nodes(tokens, units, nodes) or [Node("", np.empty(0, dtype=np.int64), 1)]:
        times = np.where(stops, 0, meetings(found, sentence, window))
        counts = np.bincount(units.keys, times, minlength=len(totals)).astype(np.int64)
        tables.append(measure(found, counts, totals, words, units.names))
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


def meetings(node: Node, sentence: np.ndarray, window: int | str) -> np.ndarray:
    """Return how often each unit stands in the window of an occurrence of the node."""
    inside = sentence[node.starts]
    size = len(sentence)
    if window == "sentence":
        nodes = np.bincount(inside, minlength=int(sentence.max(initial=0)) + 1)
        own = (node.starts[:, None] + np.arange(node.length)).ravel()
        return nodes[sentence] - np.bincount(own, minlength=size)
    times = np.zeros(size, dtype=np.int64)
    for step in range(1, min(window, int(np.bincount(sentence).max(initial=0))) + 1):
        for near in (node.starts - step, node.starts + node.length - 1 + step):
            met = near[(near >= 0) & (near < size)]
            there = inside[(near >= 0) & (near < size)]
            # two occurrences never reach the same unit in the same step, so no hit is lost
            times[met[sentence[met] == there]] += 1
    return times


def measure(node: Node, counts: np.ndarray, totals: np.ndarray, words: int, names: pd.Index) -> pd.DataFrame:
    """Return the table of one node from how often each key meets it."""
    key = np.flatnonzero(counts)
    both, x, y = counts[key], len(node.starts), totals[key]
    table = pd.DataFrame(
        {
            "node": pd.array([node.name] * len(key), dtype="str"),
            "collocate": names.take(key).array,
            "count": both,
            "node_count": np.full(len(key), x, dtype=np.int64),
            "collocate_count": y,
            "log_dice": measures.log_dice(both, x, y),
            "pmi": measures.pmi(both, x, y, words),
            "t_score": measures.t_score(both, x, y, words),
            "g2": measures.pair_log_likelihood(both, x, y, words),
        }
    )
    return table.sort_values(["log_dice", "count", "collocate"], ascending=[False, False, True])
