"""Counting words and runs of words, and finding their places again."""

import gc
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.errors import OptionError
from analysis.frequency import units as u
from analysis.frequency.texts import TextCounts
from analysis.tables import counted_mask, require_columns, require_whole


def count_terms(tokens: pd.DataFrame, *, level: str = "form", by=(), stop_words=None) -> pd.DataFrame:
    """Count how often each term occurs.

    Parameters
    ----------
    tokens
        As returned by ``split_tokens`` (levels ``token`` and ``form``), ``add_lemmas`` (``stem`` and
        ``lemma``) or ``add_entities`` (``entity``).
    level
        What counts as the same term: ``"token"`` (as written), ``"form"`` (spelling folded), ``"stem"``
        (clitics and article off), ``"lemma"``, ``"entity"`` (a name in place of its words).
    by
        Column or columns of ``tokens`` to count within: ``"seed"``, ``["seed", "paragraph"]``. Their
        values are taken as they are: ``by="paragraph"`` alone puts the first paragraphs of all texts
        together.
    stop_words
        Words to leave out, in any of their forms and behind clitics; None leaves out none.

    Returns
    -------
    DataFrame
        One row per term, or per group and term: the columns of ``by``, then

        - ``term``; ``count``, its occurrences;
        - ``total``, the words of the group (tokens of kind word, number, hashtag or handle), stop words
          included and the same at every level; ``per_thousand``, occurrences per 1000 of them;
        - ``seed_count``, in how many texts of the group it occurs;
        - ``forms``, how it is written: a list of ``(token, count)`` pairs that add up to ``count``, most
          frequent first, equal counts in code-point order.

        Groups in order of appearance, terms by falling ``count``, then in code-point order.
        ``attrs["level"]`` keeps the level for `find_terms` and `add_dispersion`.

    Raises
    ------
    OptionError
        If there is no such level.
    ColumnError
        If a column is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> words = ["قال", "وقال", "قال"]
    >>> tokens = pd.DataFrame({"seed": "a", "token": words, "form": words, "kind": "word"})
    >>> count_terms(tokens)[["term", "count", "total"]].to_dict("records")
    [{'term': 'قال', 'count': 2, 'total': 3}, {'term': 'وقال', 'count': 1, 'total': 3}]
    """
    units = u.read_units(tokens, level)
    kept = units.take(~u.stop_rows(tokens, stop_words)[units.first])
    counted = tabulate(tokens, kept, u.spell(tokens, kept), by)
    counted.attrs["level"] = level
    return counted


def count_ngrams(tokens: pd.DataFrame, *, n: int = 2, level: str = "form", stop_words=None) -> pd.DataFrame:
    """Count runs of ``n`` words.

    A run never leaves its sentence. Punctuation and other tokens that are not counted are stepped over,
    as AntConc and quanteda (punctuation removed) do. Runs are formed before stop words are left out: one
    that begins or ends with a stop word is dropped, one with a stop word inside is kept (ثلاثة من رجال).

    Parameters
    ----------
    tokens
        As for `count_terms`, with ``paragraph`` and ``sentence``.
    n
        Words in a run.
    level, stop_words
        As for `count_terms`.

    Returns
    -------
    DataFrame
        One row per distinct run, columns as `count_terms` gives: ``term`` is the words with one space
        between, ``total`` counts words, not runs. Empty if no sentence is as long as ``n``.

    Raises
    ------
    OptionError
        If ``n`` is not a whole number from 1 up, or larger than the number of words there are (two or more).

    Examples
    --------
    >>> import pandas as pd
    >>> words = "وزير الخارجية قال إن وزير الخارجية".split()
    >>> tokens = pd.DataFrame({"seed": "a", "paragraph": 1, "sentence": 1, "token": words})
    >>> tokens = tokens.assign(form=words, kind="word")
    >>> count_ngrams(tokens)[["term", "count"]].head(1).to_dict("records")
    [{'term': 'وزير الخارجية', 'count': 2}]
    """
    require_whole(n, "n")
    require_columns(tokens, ["seed", "paragraph", "sentence", "kind"], "tokens")
    words = int(counted_mask(tokens).sum())
    # a text of one word has no runs, whatever their length: nothing the caller could do better
    if words > 1 and n > words:
        raise OptionError(f"n={n}: larger than the text, which has {words} words; give n up to {words}")
    units = u.read_units(tokens, level)
    starts = u.run_starts(tokens, units, n)
    stops = u.stop_rows(tokens, stop_words)[units.first]
    starts = starts[~(stops[starts] | stops[starts + n - 1])]
    counted = tabulate(tokens, u.runs(units, starts, n), u.runs(u.spell(tokens, units), starts, n), ())
    counted.attrs.update(level=level, n=int(n))
    return counted


def tabulate(tokens: pd.DataFrame, terms: u.Units, spellings: u.Units, by) -> pd.DataFrame:
    """Count occurrences into the table of terms; ``spellings`` are the same occurrences as written."""
    groups, group_table = u.group_rows(tokens, by)
    counted = counted_mask(tokens)
    totals = np.bincount(groups[counted], minlength=len(group_table))
    cells, first = u.distinct(groups[terms.first], terms.keys)
    seed = pd.factorize(tokens["seed"])[0]
    pairs, in_seed = u.distinct(cells, seed[terms.first])
    counts = np.bincount(cells, minlength=len(first))
    group, key = groups[terms.first[first]], terms.keys[first]
    ranks = u.ranks(terms.names) if terms.order is None else terms.order
    order = np.lexsort((ranks[key], -counts, group))
    table = group_table.iloc[group[order]].reset_index(drop=True)
    total = totals[group[order]]
    table = table.assign(
        term=terms.names.take(key[order]).array,
        count=counts[order],
        total=total,
        per_thousand=1000 * counts[order] / total,
        seed_count=np.bincount(cells[in_seed])[order],
        forms=form_lists(cells, spellings).take(order).array,
    )
    # the texts with words, numbered as they come
    words = np.bincount(seed[counted])
    number = np.cumsum(words > 0) - 1
    in_texts = (cells[in_seed], number[seed[terms.first[in_seed]]], np.bincount(pairs))
    alone = None if len(group_table.columns) else in_texts
    groups_left = len(np.unique(group))
    table.attrs["texts"] = TextCounts(words[words > 0], groups_left, terms.names.take(key), alone)
    return table


def form_lists(cells: np.ndarray, spellings: u.Units) -> pd.Series:
    """Return for each cell its written forms with their counts."""
    pairs, first = u.distinct(cells, spellings.keys)
    counts = np.bincount(pairs, minlength=len(first))
    cell, form = cells[first], spellings.keys[first]
    # most terms are written in one way: only the others' forms need an order
    several = np.bincount(cell)[cell] > 1
    known = np.unique(form[several])
    rank = np.zeros(len(spellings.names), dtype=np.int64)
    rank[known] = u.ranks(spellings.names.take(known))
    order = np.lexsort((rank[form], -counts, cell))
    # many cells have the same form as often (most once): these share one pair
    alike, first = u.distinct(form[order], counts[order])
    names = spellings.names.take(form[order][first]).to_list()
    ends = np.cumsum(np.bincount(cell)).tolist()
    running = gc.isenabled()
    # millions of lists without a circle: the collector would walk them all again and again
    gc.disable()
    try:
        pairs = list(zip(names, counts[order][first].tolist(), strict=True))
        listed = [pairs[number] for number in alike.tolist()]
        return pd.Series([listed[start:end] for start, end in pairwise([0, *ends])], dtype=object)
    finally:
        if running:
            gc.enable()


def find_terms(tokens: pd.DataFrame, terms, *, level: str = "form") -> pd.DataFrame:
    """Find every occurrence of counted terms.

    Parameters
    ----------
    tokens
        The table the terms were counted from, or another with the same columns.
    terms
        A table with a column ``term``, as `count_terms`, `count_ngrams` and ``add_keyness`` return, or one
        word or a list of words, written as they stand in the column of the level. Several words with one
        space between are a run (see `count_ngrams`), unless they are one key at the level (a name).
    level
        As for `count_terms`. A table of terms knows the level it was counted at, and that one is used as
        long as ``level`` is not set to another.

    Returns
    -------
    DataFrame
        One row per occurrence in reading order: ``term``, ``seed``, ``paragraph``, ``start``, ``end`` (code
        points into the text, end excluded). ``term`` is categorical, in the order of ``terms``, so that a
        chart keeps it. Stop words are no matter here. Empty if none occurs.

    Raises
    ------
    OptionError
        If there is no such level.
    ColumnError
        If a column is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> words = ["قال", "إنه", "قال"]
    >>> tokens = pd.DataFrame({"seed": "a", "paragraph": 1, "sentence": 1, "start": [0, 4, 8]})
    >>> tokens = tokens.assign(end=[3, 7, 11], token=words, form=words, kind="word")
    >>> find_terms(tokens, "قال")["start"].to_list()
    [0, 8]
    """
    require_columns(tokens, ["seed", "paragraph", "start", "end", "token", "kind"], "tokens")
    hits = locate(tokens, terms, level)
    places = tokens[["seed", "paragraph", "start"]].take(hits.first).reset_index(drop=True)
    terms_found = pd.Categorical.from_codes(hits.keys, categories=hits.names)
    places.insert(0, "term", terms_found.remove_unused_categories())
    return places.assign(end=tokens["end"].to_numpy()[hits.last])


def locate(tokens: pd.DataFrame, terms, level: str) -> u.Units:
    """Return occurrences of ``terms`` in reading order, as units keyed by the number of the term."""
    counted = isinstance(terms, pd.DataFrame)
    wanted, level, length = read_wanted(terms, level)
    pieces = np.array([term.count(" ") + 1 for term in wanted], dtype=np.int64)
    missing = np.ones(len(wanted), dtype=bool)
    units = u.read_units(tokens, level)
    found = []
    for n in [length] if length else range(1, pieces.max(initial=1) + 1):
        if found and not (missing & (pieces >= n)).any():
            break
        candidates = u.runs(units, u.run_starts(tokens, units, n), n) if n > 1 else units
        number = wanted.get_indexer(candidates.names) if counted else u.match_words(candidates.names, wanted)
        # a name that is one key at this level is not looked for as a run of its words as well
        number = np.where(np.append(missing, False)[number], number, -1)
        hits = candidates._replace(keys=number[candidates.keys])
        found.append(hits.take(hits.keys >= 0))
        missing[found[-1].keys] = False
    first, last, keys = (
        np.concatenate(parts)
        for parts in zip(*((hits.first, hits.last, hits.keys) for hits in found), strict=True)
    )
    order = np.lexsort((last, first))
    return u.Units(first[order], last[order], keys[order], wanted)


def read_wanted(terms, level: str) -> tuple[pd.Index, str, int | None]:
    """Return the distinct terms asked for, their level, and the length of their runs (None: any)."""
    if not isinstance(terms, pd.DataFrame):
        words = u.list_words(terms, "terms", "a word, a list of words, or a table of terms")
        return u.as_names(pd.Index(words, dtype="str").unique()), level, None
    require_columns(terms, ["term"], "terms")
    # a level set to another than the default is the caller's own choice
    level = terms.attrs.get("level", level) if level == "form" else level
    return u.as_names(terms["term"].unique()), level, terms.attrs.get("n")
