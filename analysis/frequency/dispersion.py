"""How evenly a term is spread over the parts of a text."""

import numpy as np
import pandas as pd

from analysis.errors import OptionError
from analysis.frequency import units as u
from analysis.frequency.keyness import group_columns
from analysis.frequency.terms import locate
from analysis.tables import counted_mask, require_columns, require_whole, run_numbers

#: What a text can be cut into; a part is told from the next by its column and all before.
PARTS = ["seed", "paragraph", "sentence"]


def add_dispersion(terms: pd.DataFrame, tokens: pd.DataFrame, *, by: str | int = "paragraph") -> pd.DataFrame:
    """Add how evenly each term is spread over the parts of the texts.

    Parameters
    ----------
    terms
        As returned by `count_terms` or `count_ngrams`; if counted by groups, each group has its own parts.
    tokens
        The table they were counted from.
    by
        The parts: ``"seed"``, ``"paragraph"`` or ``"sentence"`` (each within its seed), or a number of parts
        of equal size (to a word) that the words of each group are cut into, whatever text they are of. Parts
        without a word are left out.

    Returns
    -------
    DataFrame
        The rows of ``terms`` with

        - ``part``, ``parts``: what the parts are (``"equal"`` for a number) and how many the group has;
        - ``arf``: average reduced frequency (Savicky & Hlavacova 2002), the count as it would be if the
          term's occurrences were spread evenly: it stays ``count`` where they are, and is near 1 where they
          stand side by side. It looks at distances, not at parts;
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
        If ``by`` is none of the three and no whole number from 1 up.
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
    if isinstance(by, str) and by not in PARTS:
        raise OptionError(f"by={by!r}: unknown; known parts: {', '.join(PARTS)}; or a number of equal parts")
    if not isinstance(by, str):
        require_whole(by, "by", "parts", instead=", ".join(PARTS))
    require_columns(terms, ["term"], "terms")
    columns = PARTS[: PARTS.index(by) + 1] if isinstance(by, str) else []
    require_columns(tokens, [*columns, "token", "kind"], "tokens")
    groups, group_table = u.group_rows(tokens, group_columns(terms))
    words = np.flatnonzero(counted_mask(tokens))
    at = np.zeros(len(tokens), dtype=np.int64)
    at[words] = positions(groups[words])
    totals = np.bincount(groups[words], minlength=len(group_table))
    if columns:
        place = run_numbers(tokens, columns)[words]
    else:
        place = at[words] * int(by) // totals[groups[words]]
    part, part_group, sizes = cut(len(tokens), words, groups, place)
    hits = locate(tokens, terms, "form")
    pairs, pair_first = u.distinct(groups[hits.first], hits.keys)
    spread = measure(pairs, part[hits.first], part_group, sizes)
    spread.insert(1, "arf", reduced_frequency(pairs, at[hits.first], totals[groups[hits.first[pair_first]]]))
    asked = terms[group_table.columns].assign(term=hits.names.get_indexer(terms["term"]))
    known = group_table.iloc[groups[hits.first[pair_first]]].assign(term=hits.keys[pair_first])
    rows = pd.MultiIndex.from_frame(known).get_indexer(pd.MultiIndex.from_frame(asked))
    spread = spread.reindex(rows).fillna({"range": 0, "parts": 0}).astype({"range": int, "parts": int})
    named = terms.assign(part=pd.array([by if columns else "equal"] * len(terms), dtype="str"))
    return named.assign(**{name: spread[name].array for name in spread})


def positions(groups: np.ndarray) -> np.ndarray:
    """Return the number of each element within its group, from 0."""
    order = np.argsort(groups, kind="stable")
    size = np.bincount(groups)
    place = np.empty(len(groups), dtype=np.int64)
    place[order] = np.arange(len(groups)) - np.repeat(np.cumsum(size) - size, size)
    return place


def reduced_frequency(term: np.ndarray, at: np.ndarray, words: np.ndarray) -> np.ndarray:
    """Return the average reduced frequency of each term from where it stands among the words of its group.

    Occurrences come in reading order. The text is a ring: from the last on to the first.
    """
    order = np.argsort(term, kind="stable")
    term, at = term[order], at[order]
    opens = np.diff(term, prepend=-1) != 0
    closes = np.diff(term, append=-1) != 0
    gap = np.diff(at, prepend=0)
    gap[opens] = at[opens] + words - at[closes]
    even = words / np.bincount(term, minlength=len(words))
    return np.bincount(term, np.minimum(gap, even[term]), minlength=len(words)) / even


def cut(
    rows: int, words: np.ndarray, groups: np.ndarray, place: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the part of every row (-1: none), and each part's group and words."""
    # a paragraph that lies in two groups (counted by kind, say) is a part of each
    part_of_word, first = u.distinct(groups[words], place)
    part = np.full(rows, -1)
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
    occurrences = np.bincount(term, count).astype(np.int64)
    own_group = np.zeros(len(occurrences), dtype=np.int64)
    own_group[term] = part_group[part]

    whole = np.bincount(part_group, sizes).astype(np.int64)
    parts = np.bincount(part_group)[own_group]
    smallest = pd.Series(sizes / whole[part_group]).groupby(part_group).min().reindex(own_group).to_numpy()
    # in whole numbers, count/occurrences - size/whole over one denominator: so that even is 0 to the bit
    words = whole[own_group]
    apart = np.abs(count * words[term] - sizes[part] * occurrences[term])
    rest = occurrences * (words - np.bincount(term, sizes[part]).astype(np.int64))
    dp = (np.bincount(term, apart) + rest) / (2 * occurrences * words)

    rate = count / sizes[part]
    rates = np.bincount(term, rate)
    spread = np.sqrt(np.maximum(parts * np.bincount(term, rate**2) / rates**2 - 1, 0))
    portion = rate / rates[term]
    entropy = np.bincount(term, portion * -np.log(portion))
    one = parts == 1
    several = np.where(one, 2, parts)
    return pd.DataFrame(
        {
            "parts": parts,
            "dp": np.where(one, 0, dp),
            "dp_norm": np.where(one, 0, dp / np.where(one, 1, 1 - smallest)),
            "juilland_d": np.where(one, 1, np.maximum(1 - spread / np.sqrt(several - 1), 0)),
            "carroll_d2": np.where(one, 1, np.abs(entropy / np.log(several))),
            "range": np.bincount(term),
        }
    )
