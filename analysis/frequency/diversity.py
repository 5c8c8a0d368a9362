"""How rich the vocabulary of a text is."""

import numpy as np
import pandas as pd

from analysis.frequency import units as u

#: Words in the moving window of MATTR (Covington & McFall 2010 use 50 to 500 by length of text).
MATTR_WINDOW = 50
#: Words drawn for HD-D (McCarthy & Jarvis 2007).
HDD_DRAWS = 42
#: Type-token ratio at (or under) which MTLD closes a factor (McCarthy & Jarvis 2010).
MTLD_THRESHOLD = 0.72


def count_diversity(tokens: pd.DataFrame, *, by="seed", level: str = "form") -> pd.DataFrame:
    """Measure the richness of vocabulary of each text, or of each group.

    Parameters
    ----------
    tokens
        As for `count_terms`.
    by
        Column or columns to group by, as for `count_terms`: ``["seed", "paragraph"]`` for the paragraphs of
        several texts, ``()`` for all together.
    level
        What counts as the same word, as for `count_terms`.

    Returns
    -------
    DataFrame
        One row per group that has a word, in order of appearance: the columns of ``by``, then

        - ``tokens``, ``types``: running and distinct words; ``ttr``, types / tokens;
        - ``mattr``: mean type-token ratio of all windows of 50 words (Covington & McFall 2010);
        - ``mtld``: mean length in words of stretches whose type-token ratio stays above 0.72, mean of both
          directions, without a least length of a stretch (McCarthy & Jarvis 2010); under 100 words it says
          little;
        - ``hdd``: HD-D, the expected type-token ratio of 42 words drawn at random (McCarthy & Jarvis 2007);
        - ``yule_k``: Yule's K, 10000 (sum of squared counts - tokens) / tokens^2; higher is poorer;
        - ``hapaxes``: words that occur once;
        - ``herdan_c``: ln types / ln tokens (Herdan 1960), 1 where no word is repeated;
        - ``simpson_d``: chance that two words drawn are the same (Simpson 1949), 0 where none is repeated;
        - ``entropy``: bits a word, -sum of p log2 p (Shannon 1948).

        For a group shorter than 50 (42) words MATTR (HD-D) is that of the whole group, its ``ttr``: compare
        groups of like length only. Where no word is repeated, ``mtld`` is ``tokens``.

    Raises
    ------
    OptionError
        If there is no such level.
    ColumnError
        If a column is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> tokens = pd.DataFrame({"seed": "a", "form": ["x", "x", "x", "y", "y", "z"], "kind": "word"})
    >>> count_diversity(tokens.assign(token="x"))[["tokens", "types", "ttr", "hapaxes"]].to_dict("records")
    [{'tokens': 6, 'types': 3, 'ttr': 0.5, 'hapaxes': 1}]
    """
    words, group, groups = arrange(tokens, by, level)
    size = np.bincount(group)
    types, first = u.distinct(words)
    counts, owner = np.bincount(types, minlength=len(first)), group[first]
    vocabulary = np.bincount(owner, minlength=len(size))
    squares = np.bincount(owner, counts.astype(float) ** 2, minlength=len(size))
    share = counts / size[owner]
    return groups.assign(
        tokens=size,
        types=vocabulary,
        ttr=vocabulary / size,
        mattr=mattr(words, group),
        mtld=mtld(words, group),
        hdd=hdd(counts, owner, size),
        yule_k=1e4 * (squares - size) / size.astype(float) ** 2,
        hapaxes=np.bincount(owner[counts == 1], minlength=len(size)),
        # a single word is not repeated: 1 of 1, none of no pair
        herdan_c=np.where(size > 1, np.log(vocabulary) / np.log(np.maximum(size, 2)), 1),
        simpson_d=(squares - size) / np.maximum(size * (size - 1.0), 1),
        entropy=np.bincount(owner, -share * np.log2(share), minlength=len(size)) + 0.0,
    )


def arrange(tokens: pd.DataFrame, by, level: str) -> tuple[np.ndarray, np.ndarray, pd.DataFrame]:
    """Put the words of each group together, in reading order.

    Returns a code a word that no two groups share, the number of its group among those that have a word,
    and the table of these groups.
    """
    units = u.read_units(tokens, level)
    row_groups, group_table = u.group_rows(tokens, by)
    groups = row_groups[units.first]
    order = np.argsort(groups, kind="stable")
    present, group = np.unique(groups[order], return_inverse=True)
    return u.combine(group, units.keys[order]), group, group_table.iloc[present].reset_index(drop=True)


def neighbours(words: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the position of the previous (-1: none) and of the next (its length: none) same word."""
    order = np.argsort(words, kind="stable")
    same = words[order][1:] == words[order][:-1]
    before = np.full(len(words), -1)
    after = np.full(len(words), len(words))
    before[order[1:][same]] = order[:-1][same]
    after[order[:-1][same]] = order[1:][same]
    return before, after


def mattr(words: np.ndarray, group: np.ndarray, window: int = MATTR_WINDOW) -> np.ndarray:
    """Return the mean type-token ratio of the windows of each group.

    No window is visited: the last occurrence of a word in a window is one of its types, and the windows an
    occurrence is the last in end from where it stands up to where the word comes again or falls out.
    """
    size = np.bincount(group)
    stop = np.cumsum(size)
    width = np.minimum(size, window)
    position = np.arange(len(words))
    first_end = (stop - size + width - 1)[group]
    after = neighbours(words)[1]
    ends = np.minimum(np.minimum(after, position + width[group]), stop[group])
    windows = np.maximum(ends - np.maximum(position, first_end), 0)
    return np.bincount(group, windows, minlength=len(size)) / (width * (size - width + 1))


def mtld(words: np.ndarray, group: np.ndarray, threshold: float = MTLD_THRESHOLD) -> np.ndarray:
    """Return the mean of MTLD read forwards and backwards, for each group."""
    before, after = neighbours(words)
    backwards = (len(words) - 1 - after)[::-1]
    ends = np.cumsum(np.bincount(group))
    starts = ends - np.bincount(group)
    forward, backward = before.tolist(), backwards.tolist()
    size = len(words)
    lengths = [
        (stretch(forward, start, end, threshold) + stretch(backward, size - end, size - start, threshold)) / 2
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
    ]
    return np.array(lengths, dtype=float)


def stretch(before: list[int], start: int, end: int, threshold: float) -> float:
    """Return the mean length of the factors of one group, read in one direction."""
    factors, types, opened = 0.0, 0, start
    for position in range(start, end):
        types += before[position] < opened
        if types <= threshold * (position - opened + 1):
            factors, types, opened = factors + 1, 0, position + 1
    if opened < end:
        factors += (1 - types / (end - opened)) / (1 - threshold)
    return (end - start) / factors if factors else float(end - start)


def hdd(counts: np.ndarray, owner: np.ndarray, size: np.ndarray, draws: int = HDD_DRAWS) -> np.ndarray:
    """Return HD-D of each group from how often each of its words occurs."""
    # late: scipy.stats takes longer to load than a text to count
    from scipy.stats import hypergeom

    drawn = np.minimum(size, draws)
    # words of one count in texts of one length have one probability: the distribution is slow, ask it once
    cases, first = u.distinct(size[owner], counts)
    missed = hypergeom.pmf(0, size[owner[first]], counts[first], drawn[owner[first]])[cases]
    return np.bincount(owner, 1 - missed, minlength=len(size)) / drawn
