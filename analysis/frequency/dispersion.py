"""How evenly a term is spread over the parts of a text."""

import numpy as np
import pandas as pd

from analysis.errors import OptionError
from analysis.frequency import units as u
from analysis.frequency.keyness import group_columns
from analysis.frequency.terms import locate
from analysis.tables import counted_mask, require_columns, run_numbers

#: What a text can be cut into; a part is told from the next by its column and all before.
PARTS = ["seed", "paragraph", "sentence"]


def add_dispersion(terms: pd.DataFrame, tokens: pd.DataFrame, *, by: str = "paragraph") -> pd.DataFrame:
    """Add how evenly each term is spread over the parts of the texts.

    Parameters
    ----------
    terms
        As returned by `count_terms` or `count_ngrams`; if counted by groups, each group has its own parts.
    tokens
        The table they were counted from.
    by
        The parts: ``"seed"``, ``"paragraph"`` or ``"sentence"`` (each within its seed). Parts without a word
        are left out.

    Returns
    -------
    DataFrame
        The rows of ``terms`` with

        - ``dp``: Gries's deviation of proportions, half the sum of the differences between a part's share
          of the term and its share of the words (2008); 0 even, near 1 all in one small part;
        - ``dp_norm``: ``dp`` over its largest possible value (Lijffijt & Gries 2012);
        - ``juilland_d``: Juilland's D on frequencies relative to the size of the part, 1 even, 0 all in one;
        - ``carroll_d2``: Carroll's D2 (1970) on the same, the entropy over its largest value, 1 even;
        - ``range``: in how many parts it occurs.

        A text of one part is even: 0, 0, 1, 1. A term that does not occur in ``tokens`` has range 0 and no
        other value.

    Raises
    ------
    OptionError
        If ``by`` is none of the three.
    ColumnError
        If a column is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> tokens = pd.DataFrame({"seed": "a", "paragraph": [1, 1, 2, 2], "form": ["x", "y", "x", "z"]})
    >>> tokens = tokens.assign(token=tokens["form"], kind="word")
    >>> add_dispersion(pd.DataFrame({"term": ["x", "y"]}), tokens)[["dp", "range"]].to_dict("list")
    {'dp': [0.0, 0.5], 'range': [2, 1]}
    """
    if by not in PARTS:
        raise OptionError(f"by={by!r}: unknown; known parts: {', '.join(PARTS)}")
    require_columns(terms, ["term"], "terms")
    columns = PARTS[: PARTS.index(by) + 1]
    require_columns(tokens, [*columns, "token", "kind"], "tokens")
    groups, group_table = u.group_rows(tokens, group_columns(terms))
    part, part_group, sizes = cut(tokens, groups, columns)
    hits = locate(tokens, terms, "form")
    pairs, pair_first = u.distinct(groups[hits.first], hits.keys)
    spread = measure(pairs, part[hits.first], part_group, sizes)
    asked = terms[group_table.columns].assign(term=hits.names.get_indexer(terms["term"]))
    known = group_table.iloc[groups[hits.first[pair_first]]].assign(term=hits.keys[pair_first])
    rows = pd.MultiIndex.from_frame(known).get_indexer(pd.MultiIndex.from_frame(asked))
    spread = spread.reindex(rows).fillna({"range": 0}).astype({"range": int})
    return terms.assign(**{name: spread[name].array for name in spread})


def cut(
    tokens: pd.DataFrame, groups: np.ndarray, columns: list[str]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Cut the texts into parts with words: the part of every row (-1: none), each part's group and words."""
    words = np.flatnonzero(counted_mask(tokens))
    # a paragraph that lies in two groups (counted by kind, say) is a part of each
    part_of_word, first = u.distinct(groups[words], run_numbers(tokens, columns)[words])
    part = np.full(len(tokens), -1)
    part[words] = part_of_word
    return part, groups[words[first]], np.bincount(part_of_word, minlength=len(first))


def measure(term: np.ndarray, part: np.ndarray, part_group: np.ndarray, sizes: np.ndarray) -> pd.DataFrame:
    """Return the statistics of every term.

    ``term`` and ``part`` are the numbers of term and part of each occurrence, ``part_group`` and ``sizes``
    the group of each part and how many words it has. Only parts with the term are visited: the others
    enter by their share alone.
    """
    cells, first = u.distinct(term, part)
    term, part, count = term[first], part[first], np.bincount(cells, minlength=len(first))
    occurrences = np.bincount(term, count)
    own_group = np.zeros(len(occurrences), dtype=np.int64)
    own_group[term] = part_group[part]

    share = sizes / np.bincount(part_group, sizes)[part_group]
    parts = np.bincount(part_group)[own_group]
    smallest = pd.Series(share).groupby(part_group).min().reindex(own_group).to_numpy()
    rest = 1 - np.bincount(term, share[part])
    dp = (np.bincount(term, np.abs(count / occurrences[term] - share[part])) + rest) / 2

    rate = count / sizes[part]
    rates = np.bincount(term, rate)
    spread = np.sqrt(np.maximum(parts * np.bincount(term, rate**2) / rates**2 - 1, 0))
    portion = rate / rates[term]
    entropy = -np.bincount(term, portion * np.log(portion))
    one = parts == 1
    several = np.where(one, 2, parts)
    return pd.DataFrame(
        {
            "dp": np.where(one, 0, dp),
            "dp_norm": np.where(one, 0, dp / np.where(one, 1, 1 - smallest)),
            "juilland_d": np.where(one, 1, 1 - spread / np.sqrt(several - 1)),
            "carroll_d2": np.where(one, 1, entropy / np.log(several)),
            "range": np.bincount(term),
        }
    )
