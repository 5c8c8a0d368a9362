"""Which terms are typical of a text against another."""

import numpy as np
import pandas as pd

from analysis.errors import OptionError
from analysis.frequency import measures
from analysis.frequency.texts import TextCounts, compare_texts, read_texts
from analysis.tables import require_columns

#: Standard errors on either side of an estimate that hold 95 %.
NORMAL_95 = 1.96


def add_keyness(terms: pd.DataFrame, reference: pd.DataFrame) -> pd.DataFrame:
    """Add how much more (or less) frequent each term is than in a reference.

    The rows stay those of ``terms``: a term that only the reference has is not among them. For what is
    typical of either side, call it both ways.

    Parameters
    ----------
    terms
        As returned by `count_terms` or `count_ngrams`.
    reference
        Terms of the text or texts to compare with, counted the same way: another seed, many, or the rest of
        the same text (``count_terms(tokens[others])``). Groups are added up.

    Returns
    -------
    DataFrame
        The rows of ``terms`` with

        - ``reference_count``, ``reference_total``: occurrences and words there;
        - ``g2``: log-likelihood over 4 cells, never negative (Dunning 1993); 3.84 is p < 0.05, 15.13 is
          p < 0.0001;
        - ``bic``: G2 - ln N, N the words of both sides (Wilson 2013);
        - ``log_ratio``: log2 of the ratio of relative frequencies (Hardie 2014); its sign is the direction,
          above 0 more frequent here, below 0 more frequent there;
        - ``log_ratio_low``, ``log_ratio_high``: its 95 % interval (Katz et al. 1978); of a side of several
          texts from how the term differs between them (Cochran 1977), where that is wider;
        - ``percent_diff``: %DIFF (Gabrielatos & Marchi 2011), the same ratio in per cent, same sign;
        - ``odds_ratio``: above 1 more frequent here (Pojanapunya & Todd 2018);
        - ``p_texts``, where both sides are several texts counted without ``by``: p that the term is as
          frequent in the texts of one side as in those of the other, the larger of Mann and Whitney's test
          and of a quasi-Poisson test, corrected for the number of terms (Benjamini & Hochberg 1995); 1 where
          the term is in too few texts to tell.

        Words cluster in texts, and ``g2`` and ``bic`` do not know it: between random halves of 600 articles
        a quarter of the terms passes 3.84. Where there is ``p_texts``, judge by that; two single texts have
        only their words to go by, and what ``bic`` over 2 says then is true of these two texts alone.

        In the ratios half a hit stands in place of a frequency of zero (Hardie 2014). Where the
        reference is the smaller side, that half may weigh more than a term's single hit here, and the sign
        then says "there" of a term that is only here: too few hits to tell, as a small ``g2`` shows.

    Raises
    ------
    ColumnError
        If a column is missing.
    OptionError
        If the reference has no words (and ``terms`` has rows), or was counted at another level.

    Examples
    --------
    >>> import pandas as pd
    >>> here = pd.DataFrame({"term": ["نفط"], "count": [8], "total": [32]})
    >>> there = pd.DataFrame({"term": ["نفط"], "count": [1], "total": [64]})
    >>> add_keyness(here, there).loc[0, "log_ratio"]
    np.float64(4.0)
    """
    require_columns(terms, ["term", "count", "total"], "terms")
    require_columns(reference, ["term", "count", "total"], "reference")
    require_comparable(terms, reference)
    words = count_words(reference, terms)
    counts = reference.groupby("term", observed=True)["count"].sum()
    a, total = terms["count"].to_numpy(), terms["total"].to_numpy()
    b = counts.reindex(terms["term"], fill_value=0).to_numpy(dtype=np.int64)
    cells = (a, b, total - a, words - b)
    g2 = measures.log_likelihood(*cells)
    ratio = measures.log_ratio(*cells)
    spread = measures.log_variance(a, total), measures.log_variance(b, words)
    over_texts = {}
    here, there = (None if group_columns(side) else read_texts(side) for side in (terms, reference))
    if here is not None and there is not None:
        compared = compare_texts(here, there).reindex(terms["term"])
        spread = np.fmax(spread[0], compared["variance"]), np.fmax(spread[1], compared["reference_variance"])
        over_texts["p_texts"] = compared["p"].to_numpy()
    reach = NORMAL_95 * np.sqrt(np.asarray(spread[0]) + np.asarray(spread[1])) / np.log(2)
    return terms.assign(
        reference_count=b,
        reference_total=np.int64(words),
        g2=g2,
        bic=measures.bic(g2, total + words),
        log_ratio=ratio,
        log_ratio_low=ratio - reach,
        log_ratio_high=ratio + reach,
        percent_diff=measures.percent_diff(*cells),
        odds_ratio=measures.odds_ratio(*cells),
        **over_texts,
    )


def compare_terms(terms: pd.DataFrame, reference: pd.DataFrame) -> pd.DataFrame:
    """Compare the terms of two sides, also those that only one of them has.

    `add_keyness` keeps the rows of ``terms``; here a term that only the reference has is a row too, so that
    one table says what is typical of either side: ``log_ratio`` above 0 here, below 0 there.

    Parameters
    ----------
    terms
        As returned by `count_terms` or `count_ngrams` without ``by``.
    reference
        The other side, counted the same way.

    Returns
    -------
    DataFrame
        One row per term of either side, first those of ``terms`` in their order, then those that only
        ``reference`` has in its order (their ``count``, ``per_thousand`` and ``seed_count`` are 0, their
        ``forms`` an empty list): the columns of ``terms``, ``reference_forms`` where the reference has
        ``forms``, and what `add_keyness` adds. Empty if one side has no terms: there is nothing to compare.

    Raises
    ------
    ColumnError
        If a column is missing.
    OptionError
        If a side is counted in groups, or the two at different levels.

    Examples
    --------
    >>> import pandas as pd
    >>> here = pd.DataFrame({"term": ["بحر", "ريح"], "count": [4, 1], "total": 5})
    >>> there = pd.DataFrame({"term": ["رمل", "ريح"], "count": [4, 1], "total": 5})
    >>> compare_terms(here, there)[["term", "count", "reference_count", "log_ratio"]].to_numpy().tolist()
    [['بحر', 4, 0, 3.0], ['ريح', 1, 1, 0.0], ['رمل', 0, 4, -3.0]]
    """
    for name, side in (("terms", terms), ("reference", reference)):
        require_columns(side, ["term", "count", "total"], name)
        if groups := group_columns(side):
            raise OptionError(f"{name}: counted by {', '.join(groups)}; count both sides without by=")
    if not len(terms) or not len(reference):
        terms, reference = terms.head(0), reference.head(0)
    missing = reference[~reference["term"].isin(terms["term"])]
    nothing = {name: 0 for name in ("count", "per_thousand", "seed_count") if name in terms}
    added = missing.reindex(columns=terms.columns).assign(total=terms["total"].max(), **nothing)
    if "forms" in terms:
        added["forms"] = pd.Series([[] for _ in range(len(added))], dtype=object, index=added.index)
    both = pd.concat([terms, added.astype(terms.dtypes)], ignore_index=True) if len(added) else terms
    if "forms" in reference:
        forms = dict(zip(reference["term"], reference["forms"], strict=True))
        written = [forms.get(term, []) for term in both["term"]]
        both = both.assign(reference_forms=pd.Series(written, dtype=object, index=both.index))
    both.attrs.update(terms.attrs)
    return add_keyness(both, reference)


def require_comparable(terms: pd.DataFrame, reference: pd.DataFrame) -> None:
    """Raise if the two tables are known to count different things."""
    for option, usual in (("level", None), ("n", 1)):
        here, there = terms.attrs.get(option, usual), reference.attrs.get(option, usual)
        if here != there and None not in (here, there):
            raise OptionError(
                f"reference: counted with {option}={there!r}, terms with {here!r}; use one of them"
            )


def count_words(reference: pd.DataFrame, terms: pd.DataFrame) -> int:
    """Return the words behind the reference, every group of it counted once; raise if terms need some."""
    by = group_columns(reference)
    groups = reference.drop_duplicates(by) if by else reference.head(1)
    words = int(groups["total"].sum())
    texts = reference.attrs.get("texts")
    # a group of stop words alone has words and no row; where rows of others were taken out, who knows which
    if isinstance(texts, TextCounts) and (len(groups) == texts.groups or not len(reference)):
        words = max(words, int(texts.words.sum()))
    if not words and len(terms):
        raise OptionError("reference: it has no words, so nothing can be compared; name a text that has some")
    return words


def group_columns(terms: pd.DataFrame) -> list[str]:
    """Return the columns a table of terms is grouped by: they stand before ``term``."""
    return list(terms.columns[: list(terms.columns).index("term")])
