"""The counting level ``entity``: a mention stands in place of its words, once."""

import pandas as pd

from analysis.tables import require_columns
from analysis.tokens import token_ranges


def add_entities(tokens: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Add the column ``entity``, the coarsest counting level.

    Parameters
    ----------
    tokens
        Columns ``seed``, ``start``, ``end``, ``form``; ``lemma`` if ``add_lemmas`` was called.
    mentions
        Columns ``seed``, ``start``, ``end``, ``entity``, as returned by ``find_mentions``.

    Returns
    -------
    DataFrame
        The same rows with ``entity``: at the first token of a mention its entity, at its other tokens null,
        so that a mention counts once in place of its words; at every other token the lemma, or the form where
        there is no lemma.

    Raises
    ------
    ColumnError
        If a column is missing.

    Examples
    --------
    >>> from analysis import split_tokens
    >>> tokens = split_tokens(pd.DataFrame({"seed": ["x"], "text": ["قال جو بايدن"]}))
    >>> mentions = pd.DataFrame({"seed": ["x"], "start": [4], "end": [12], "entity": ["جو بايدن"]})
    >>> add_entities(tokens, mentions)["entity"].fillna("-").tolist()
    ['قال', 'جو بايدن', '-']
    """
    require_columns(tokens, ("seed", "start", "end", "form"), "tokens")
    require_columns(mentions, ("seed", "start", "end", "entity"), "mentions")
    words = tokens["form"].astype("str")
    if "lemma" in tokens.columns:
        words = tokens["lemma"].astype("str").fillna(words)
    names = mentions["entity"].to_numpy(dtype=object)
    entities = words.to_numpy(dtype=object).copy()
    first, last = token_ranges(tokens, mentions)
    for row, (begin, end) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
        entities[begin:end] = None
        if begin < end:
            entities[begin] = names[row]
    return tokens.assign(entity=pd.Series(entities, dtype="str", index=tokens.index))
