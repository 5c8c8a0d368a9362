"""The languages of tokenised texts, told from their tokens, so that every room above is told the same."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis import arabic


def text_languages(tokens: pd.DataFrame) -> tuple[np.ndarray, list[arabic.Languages]]:
    """Tell the languages of each text.

    Parameters
    ----------
    tokens
        Columns ``seed``, ``form``.

    Returns
    -------
    array of int, list of Languages
        The number of each token's text, and the languages of each text.
    """
    texts, _ = pd.factorize(tokens["seed"])
    codes, forms = pd.factorize(tokens["form"])
    words = pa.array(pd.Index(forms).astype("str"), type=pa.string())
    present = codes >= 0
    return texts, arabic.languages_of(words, texts[present], codes[present])


def in_languages(tokens: pd.DataFrame, languages: Iterable[str]) -> np.ndarray:
    """Say which tokens stand in a text of one of these languages (``"ar"``, ``"en"``, ...)."""
    texts, found = text_languages(tokens)
    return np.array([each.whole in set(languages) for each in found] or [False])[texts]
