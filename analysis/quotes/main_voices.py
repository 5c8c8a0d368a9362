"""The quotations of those who say most."""

import pandas as pd

from analysis.quotes.counts import count_voices
from analysis.tables import require_whole


def find_voices(quotes: pd.DataFrame, tokens: pd.DataFrame, *, top: int = 12) -> pd.DataFrame:
    """Find the quotations of the voices that say most, for charts that have room for some voices only.

    Parameters
    ----------
    quotes
        As from `find_quotes`.
    tokens
        The tokens of the same texts, as for `count_voices`.
    top
        How many voices, by the words they say.

    Returns
    -------
    DataFrame
        The rows of ``quotes`` whose ``entity`` is one of these voices, in reading order; quotations of
        nobody named are not among them.

    Raises
    ------
    OptionError
        If ``top`` is not a whole number from 1 up.
    ColumnError
        If a column is missing.

    Examples
    --------
    >>> places = {"seed": "خ", "start": [0, 10], "end": [9, 12], "speech": "direct"}
    >>> quotes = pd.DataFrame({**places, "entity": ["س", "ص"]})
    >>> tokens = pd.DataFrame({"seed": "خ", "start": [0, 5, 10], "kind": "word"})
    >>> find_voices(quotes, tokens, top=1)["entity"].to_list()
    ['س']
    """
    require_whole(top, "top", "voices")
    voices = count_voices(quotes, tokens)["entity"].dropna().drop_duplicates().head(top)
    return quotes[quotes["entity"].isin(voices)].reset_index(drop=True)
