"""Lemmas of what is no Arabic word: English and French by dictionary, everything else by its form."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis import arabic

#: Languages of Latin script with a dictionary.
LANGUAGES = ("en", "fr")

# A text is read with a dictionary when at least this share of its words is in Latin script: the few
# foreign names of an Arabic article are not worth loading one.
_LEAST_SHARE = 1 / 3

_LATIN = "^[A-Za-zÀ-ɏ]"


def vocabulary(column: pd.Series) -> tuple[pa.Array, np.ndarray]:
    """Return the distinct strings of a column and each row's number among them."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return pa.array(column.cat.categories, pa.string()), column.cat.codes.to_numpy().astype(np.int64)
    codes, strings = pd.factorize(column)
    return pa.array(strings, pa.string()), codes.astype(np.int64)


def plain_lemmas(
    tokens: pd.DataFrame, rows: np.ndarray, texts: np.ndarray, languages: list[arabic.Languages]
) -> tuple[tuple[pa.Array, pa.Array], np.ndarray]:
    """Return distinct forms and lemmas of the tokens at ``rows``, and each one's number among them.

    ``texts`` and ``languages`` are the number of each token's text and the languages of each text.
    """
    forms, codes = vocabulary(tokens["form"])
    is_latin = pc.match_substring_regex(forms, _LATIN).to_numpy(zero_copy_only=False)[codes]
    is_latin &= (tokens["kind"] == "word").to_numpy()
    dictionaries = _dictionaries(tokens, is_latin, texts, languages)[texts[rows]]
    dictionaries[~is_latin[rows]] = len(LANGUAGES)
    pairs, numbers = np.unique(codes[rows] * (len(LANGUAGES) + 1) + dictionaries, return_inverse=True)
    distinct = forms.take(pa.array(pairs // (len(LANGUAGES) + 1)))
    lemmas = np.array(distinct.to_pylist(), dtype=object)
    for number, language in enumerate(LANGUAGES):
        places = np.flatnonzero(pairs % (len(LANGUAGES) + 1) == number)
        if len(places):
            lemmas[places] = _look_up(lemmas[places], language)
    return (distinct, pa.array(lemmas, pa.string())), numbers


def _dictionaries(
    tokens: pd.DataFrame, is_latin: np.ndarray, texts: np.ndarray, languages: list[arabic.Languages]
) -> np.ndarray:
    """Return the number of the dictionary that each text is read with; len(LANGUAGES) for none."""
    is_word = (tokens["kind"] == "word").to_numpy()
    enough = np.bincount(texts, is_latin) >= _LEAST_SHARE * np.bincount(texts, is_word)
    known = [LANGUAGES.index(each.latin) if each.latin in LANGUAGES else len(LANGUAGES) for each in languages]
    numbers = np.array(known, dtype=np.int64)
    return np.where(enough, numbers, len(LANGUAGES))


def _look_up(forms: np.ndarray, language: str) -> list[str]:
    """Return the lemmas of forms in small letters."""
    import simplemma  # late: its dictionaries take half a second

    return [simplemma.lemmatize(form, language).casefold() for form in forms]
