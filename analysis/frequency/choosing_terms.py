"""What a reader looks at first: the word they ask about, and the first terms of every level."""

from collections.abc import Iterable

import pandas as pd

from analysis import arabic
from analysis.errors import OptionError
from analysis.frequency.terms import count_terms
from analysis.tables import LEVELS, require_columns, require_whole


def choose_term(terms: pd.DataFrame, *, query: str | int | None = None) -> str | None:
    """Choose the term to look at: the reader's own word, or the most frequent one.

    Parameters
    ----------
    terms
        Columns ``term``, ``count``, and ``forms`` if words are to be known by how they are written, as
        returned by `count_terms`.
    query
        The reader's word or words, as a dictionary has them or as the text writes them; None: the most
        frequent term. Compared as in a search: اوكرانيا is أوكرانيا. A year may come as a number.

    Returns
    -------
    str or None
        Word by word the term that the query is; else the most frequent term that is written so somewhere;
        else the word as given (a stop word, a gap, a word that is not in the text). None if neither query
        nor terms are there; `find_in_context` and `count_collocates` find nothing for it.

    Raises
    ------
    ColumnError
        If a column is missing.

    Examples
    --------
    >>> forms = [[("المقترحات", 3), ("مقترح", 2)], [("رد", 4)]]
    >>> terms = pd.DataFrame({"term": ["مقترح", "رد"], "count": [5, 4], "forms": forms})
    >>> choose_term(terms), choose_term(terms, query="المقترحات"), choose_term(terms.head(0))
    ('مقترح', 'مقترح', None)
    >>> choose_term(terms, query="المقترحات * رد")
    'مقترح * رد'
    """
    require_columns(terms, ["term", "count"], "terms")
    ordered = terms.sort_values("count", ascending=False, kind="stable")
    if query is None:
        return next(iter(ordered["term"]), None)
    known = {_fold(term): term for term in reversed(ordered["term"].tolist())}
    written = {}
    if "forms" in ordered:
        for term, forms in zip(ordered["term"], ordered["forms"], strict=True):
            for form, _ in forms:
                written.setdefault(_fold(form), term)
    # a term of several words (a sequence, an entity) is one term
    whole = _fold(str(query))
    if whole in known or whole in written:
        return known.get(whole, written.get(whole))
    words = str(query).split()
    return " ".join(known.get(_fold(word), written.get(_fold(word), word)) for word in words)


def _fold(word: str) -> str:
    """Fold a word as a search does."""
    return arabic.fold_text(word, arabic.SEARCH_FOLDS)


def count_levels(
    tokens: pd.DataFrame, *, levels: Iterable[str] | None = None, top: int = 5, stop_words=None
) -> pd.DataFrame:
    """Count the most frequent terms at several counting levels, to be read side by side.

    Parameters
    ----------
    tokens, stop_words
        As for `count_terms`.
    levels
        Counting levels; None: every one whose column ``tokens`` has, as written first and entities last.
    top
        How many terms of each level.

    Returns
    -------
    DataFrame
        One row per level and term: ``level`` and the columns of `count_terms`; levels in the order asked
        for, terms as `count_terms` orders them.

    Raises
    ------
    OptionError
        If there is no such level, or ``top`` is not a whole number from 1 up.
    ColumnError
        If the column of a level is missing.

    Examples
    --------
    >>> tokens = pd.DataFrame({"seed": "a", "token": ["أخ", "اخ"], "form": ["اخ", "اخ"], "kind": "word"})
    >>> count_levels(tokens)[["level", "term", "count"]].to_numpy().tolist()
    [['token', 'أخ', 1], ['token', 'اخ', 1], ['form', 'اخ', 2]]
    """
    require_whole(top, "top", "terms")
    require_columns(tokens, [], "tokens")
    if levels is None:
        chosen = [level for level in LEVELS if level in tokens.columns]
    else:
        chosen = [levels] if isinstance(levels, str) else list(levels)
    if not chosen:
        raise OptionError(f"levels={levels!r}: none; known levels: {', '.join(LEVELS)}")
    parts = [count_terms(tokens, level=level, stop_words=stop_words).head(top) for level in chosen]
    for level, part in zip(chosen, parts, strict=True):
        part.insert(0, "level", level)
        # what one level's table says of itself is not true of all together
        part.attrs.clear()
    return pd.concat(parts, ignore_index=True)
