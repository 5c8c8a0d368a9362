"""Share of voice, and the verbs each speaker is quoted with."""

import numpy as np
import pandas as pd

from analysis.tables import COUNTED_KINDS, require_columns
from analysis.words import dictionary_form


def count_voices(quotes: pd.DataFrame, tokens: pd.DataFrame) -> pd.DataFrame:
    """Count how much each voice says.

    Parameters
    ----------
    quotes
        As from `find_quotes`.
    tokens
        The tokens of the same texts: columns ``seed``, ``start``, ``kind``.

    Returns
    -------
    DataFrame
        One row per ``entity`` and ``speech``, the voice with most words first and its kinds of speech
        together: ``quotes`` (rows), ``words`` (counted tokens inside them). A word in a quotation within
        another is counted once, for the inner one. Quotations of nobody named have a null entity.

    Examples
    --------
    >>> quotes = pd.DataFrame({"seed": ["خ"], "start": 0, "end": 9, "entity": "س", "speech": "direct"})
    >>> tokens = pd.DataFrame({"seed": ["خ"] * 2, "start": [0, 5], "kind": ["word"] * 2})
    >>> count_voices(quotes, tokens).values.tolist()
    [['س', 'direct', 1, 2]]
    """
    require_columns(quotes, ["seed", "start", "end", "entity", "speech"], "quotes")
    require_columns(tokens, ["seed", "start", "kind"], "tokens")
    counted = tokens[tokens["kind"].isin(COUNTED_KINDS)]
    starts = {
        str(seed): np.sort(group["start"].to_numpy())
        for seed, group in counted.groupby("seed", observed=True)
    }
    words = np.zeros(len(quotes), dtype=np.int64)
    places = quotes.assign(place=np.arange(len(quotes)), seed=quotes["seed"].astype(str))
    for seed, group in places.groupby("seed", sort=False):
        words[group["place"]] = _own_words(group, starts.get(seed, np.array([], dtype=np.int64)))
    table = pd.DataFrame({"entity": quotes["entity"], "speech": quotes["speech"], "words": words})
    counts = table.groupby(["entity", "speech"], dropna=False, sort=True)["words"].agg(["size", "sum"])
    counts = counts.rename(columns={"size": "quotes", "sum": "words"}).reset_index()
    spoken = counts.groupby("entity", dropna=False)["words"].transform("sum")
    order = counts.assign(spoken=spoken).sort_values(
        ["spoken", "entity", "words"], ascending=[False, True, False]
    )
    return order.drop(columns="spoken").reset_index(drop=True)


def _own_words(quotes: pd.DataFrame, starts: np.ndarray) -> np.ndarray:
    """Count the tokens in each quotation that are in no quotation inside it."""
    first = np.searchsorted(starts, quotes["start"].to_numpy())
    last = np.searchsorted(starts, quotes["end"].to_numpy())
    owner = np.full(len(starts), -1)
    # the longest first, so that inner quotations take their words back
    for number in np.argsort(first - last, kind="stable"):
        owner[first[number] : last[number]] = number
    return np.bincount(owner[owner >= 0], minlength=len(quotes))


def count_verbs(quotes: pd.DataFrame) -> pd.DataFrame:
    """Count the verbs and stances each voice is quoted with.

    Parameters
    ----------
    quotes
        As from `find_quotes`.

    Returns
    -------
    DataFrame
        One row per ``entity``, ``verb`` (first form of the dictionary: قال) and ``stance``, most first:
        ``count`` of quotations. Quotations without a verb (headlines, بحسب) have a null verb.

    Examples
    --------
    >>> quotes = pd.DataFrame({"entity": ["س", "س"], "verb": ["وقالت", "يقول"], "stance": ["neutral"] * 2})
    >>> count_verbs(quotes).values.tolist()
    [['س', 'قال', 'neutral', 2]]
    """
    require_columns(quotes, ["entity", "verb", "stance"], "quotes")
    verbs = quotes["verb"].map(dictionary_form, na_action="ignore").astype("str")
    table = quotes[["entity", "stance"]].assign(verb=verbs)
    keys = ["entity", "verb", "stance"]
    counts = table.groupby(keys, dropna=False, sort=True).size().rename("count").reset_index()
    return counts.sort_values("count", ascending=False, kind="stable", ignore_index=True)
