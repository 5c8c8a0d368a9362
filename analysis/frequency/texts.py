"""What a table of terms remembers of the texts behind it, and the tests that weigh texts, not words.

Words cluster in texts: a word that one article says twenty times is no more typical of a whole side than one
that it says once. A test over texts asks in how many of them a word is frequent (Kilgarriff 2001, "Comparing
corpora"; Lijffijt et al. 2016, "Significance testing of word frequencies in corpora").
"""

import numpy as np
import pandas as pd


class TextCounts(dict):
    """How often each term occurs in each text.

    To everyone else an empty dict: pandas copies, compares and writes what stands in ``attrs``.
    """

    def __init__(self, words: np.ndarray, groups: int, names: pd.Index, pairs: tuple | None) -> None:
        super().__init__()
        self.words = words
        """Words of each text that has some."""
        self.groups = groups
        """Groups of the table that have a term."""
        self.names = names
        """The terms."""
        self.pairs = pairs
        """Term, text (their numbers) and count, wherever a term occurs; None if counted in groups."""

    def __deepcopy__(self, memo) -> "TextCounts":
        """Return itself: nothing changes it, and pandas copies it with every selection of rows."""
        return self


def read_texts(terms: pd.DataFrame) -> TextCounts | None:
    """Return what the table remembers, if it is still a table of the words it was counted from."""
    texts = terms.attrs.get("texts")
    if not isinstance(texts, TextCounts) or texts.pairs is None or len(texts.words) < 2:
        return None
    # two tables put together keep what the first remembers
    return texts if (terms["total"] == texts.words.sum()).all() else None


def compare_texts(here: TextCounts, there: TextCounts) -> pd.DataFrame:
    """Compare two sides text by text.

    Returns
    -------
    DataFrame
        One row per term of either side, which is its index: ``p``, two-sided, the larger of two tests,
        corrected for the number of terms after Benjamini and Hochberg 1995: Mann and Whitney's of the terms'
        frequencies per text (asymptotic, ties and continuity corrected), and the quasi-Poisson test of their
        frequencies per side, whose dispersion is that between texts (McCullagh & Nelder 1989, 6.2). The
        first alone is misled where one side's texts are longer, the second by a term in few texts.
        ``variance`` and ``reference_variance`` of the logarithm of each side's frequency, from how it differs
        between its texts (Cochran 1977, 6.3), NaN where the side does not have the term.
    """
    # late: scipy.stats takes longer to load than a text to count
    from scipy.stats import false_discovery_control, norm, t

    names = here.names.append(there.names).unique()
    sides = [(side, names.get_indexer(side.names)[side.pairs[0]]) for side in (here, there)]
    term = np.concatenate([terms for _, terms in sides])
    count = np.concatenate([side.pairs[2] for side, _ in sides])
    words = np.concatenate([side.words[side.pairs[1]] for side, _ in sides])
    own = np.arange(len(term)) < len(sides[0][1])
    deviation, largest, error = rank_sums(
        term, count / words, own, (len(here.words), len(there.words)), len(names)
    )
    p = np.ones(len(names))
    # a term in too few texts could never pass: it is not tested, and others do not pay for it (Tarone 1990)
    tested = 2 * norm.sf((largest - 0.5) / error) < 0.05
    if tested.any():
        ranked = 2 * norm.sf(np.maximum(np.abs(deviation) - 0.5, 0) / error)
        pooled = pooled_scores(term, count, words, own, (here.words, there.words), len(names))
        freedom = len(here.words) + len(there.words) - 2
        p[tested] = false_discovery_control(np.maximum(ranked, 2 * t.sf(np.abs(pooled), freedom))[tested])
    variances = [log_variance(side, terms, len(names)) for side, terms in sides]
    columns = {"p": np.minimum(p, 1), "variance": variances[0], "reference_variance": variances[1]}
    return pd.DataFrame(columns, index=names)


def rank_sums(
    term: np.ndarray, rate: np.ndarray, own: np.ndarray, texts: tuple[int, int], size: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return Mann and Whitney's U less its mean, the most that could be, and its standard error.

    ``term``, ``rate``, ``own`` (of the first side) wherever a term occurs; all other texts have rate 0 and
    share the lowest rank, so that they need not be visited.
    """
    n1, n2 = texts
    n = n1 + n2
    order = np.lexsort((rate, term))
    term, rate, own = term[order], rate[order], own[order]
    present = np.bincount(term, minlength=size)
    absent = n - present
    opens = np.ones(len(term), dtype=bool)
    opens[1:] = (term[1:] != term[:-1]) | (rate[1:] != rate[:-1])
    tie = np.cumsum(opens) - 1
    first, width = np.flatnonzero(opens), np.bincount(tie)
    begin = (np.cumsum(present) - present)[term[first]]
    rank = (absent[term[first]] + first - begin + (width + 1) / 2)[tie]
    missing = n1 - np.bincount(term[own], minlength=size)
    lowest = (absent + 1) / 2
    u = np.bincount(term[own], rank[own], minlength=size) + missing * lowest - n1 * (n1 + 1) / 2
    ties = absent.astype(float) ** 3 - absent
    ties += np.bincount(term[first], width.astype(float) ** 3 - width, minlength=size)
    error = np.sqrt(np.maximum(n1 * n2 / 12 * (n + 1 - ties / (n * (n - 1))), 1e-12))
    largest = np.zeros(size)
    for side in texts:
        # as if the highest ranks were all on one side
        top = np.minimum(present, side)
        highest = top * (2 * n - top + 1) / 2 + (side - top) * lowest - side * (side + 1) / 2
        largest = np.maximum(largest, highest - n1 * n2 / 2)
    return u - n1 * n2 / 2, largest, error


def pooled_scores(
    term: np.ndarray, count: np.ndarray, words: np.ndarray, own: np.ndarray, texts: tuple, size: int
) -> np.ndarray:
    """Return how far the hits of the first side are from what its words should have, in standard errors.

    The variance of a text's hits is its expected hits times a dispersion of the term, 1 or more.
    """
    first, second = (float(side.sum()) for side in texts)
    hits = np.bincount(term, count, minlength=size)
    rate = hits / (first + second)
    expected = rate[term] * words
    # a text without the term adds what is expected of it; all that is expected adds up to the hits
    squares = np.bincount(term, (count - expected) ** 2 / expected - expected, minlength=size) + hits
    dispersion = np.maximum(squares / (sum(map(len, texts)) - 1), 1)
    error = np.sqrt(dispersion * rate * first * second / (first + second))
    return (np.bincount(term[own], count[own], minlength=size) - rate * first) / error


def log_variance(side: TextCounts, term: np.ndarray, size: int) -> np.ndarray:
    """Return the variance of ln(hits / words) of every term, its texts being the sample."""
    _, text, count = side.pairs
    words = side.words.astype(float)
    hits = np.bincount(term, count, minlength=size)
    rate = hits / words.sum()
    expected = rate[term] * words[text]
    # the texts without the term differ from what is expected by all of it
    squares = np.bincount(term, (count - expected) ** 2 - expected**2, minlength=size)
    squares += rate**2 * (words**2).sum()
    several = len(words) / (len(words) - 1)
    return np.divide(several * squares, hits**2, out=np.full(size, np.nan), where=hits > 0)
