"""Stop words: bundled lists, the reader's own list, and where they stand among the tokens."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis import arabic
from analysis.errors import AliasError, OptionError
from analysis.files import read_words
from analysis.lemmas.other_words import vocabulary
from analysis.tables import require_columns

#: Languages with a bundled list (analysis/data/stopwords).
LANGUAGES = ("ar", "en", "fr")


def read_stop_words(source: str | Path | None = None) -> list[str]:
    """Read a list of stop words.

    Parameters
    ----------
    source
        ``"ar"``, ``"en"`` or ``"fr"`` for a bundled list, a file of your own (one word a line, ``#``
        opens a comment, UTF-8) or None for all bundled lists together.

    Returns
    -------
    list of str
        The words in the order of the list, each once.

    Raises
    ------
    AliasError
        If the file is missing or a line of it is not UTF-8: the message names the line.

    Examples
    --------
    >>> "وفي" in read_stop_words("ar"), "في" in read_stop_words("ar"), "the" in read_stop_words("en")
    (False, True, True)
    """
    if source is None:
        return list(dict.fromkeys(word for language in LANGUAGES for word in read_stop_words(language)))
    if source in LANGUAGES:
        return list(dict.fromkeys(read_words(f"stopwords/{source}.txt")))
    return list(dict.fromkeys(_read_file(Path(source))))


def _read_file(path: Path) -> Iterable[str]:
    """Yield the words of a reader's list."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        known = ", ".join(LANGUAGES)
        raise AliasError(
            f"{path}: no such list of stop words ({error.strerror}); bundled lists: {known}"
        ) from None
    for number, line in enumerate(raw.removeprefix(b"\xef\xbb\xbf").splitlines(), start=1):
        try:
            word = line.decode("utf-8").split("#", 1)[0].strip()
        except UnicodeDecodeError:
            raise AliasError(f"{path}, line {number}: not UTF-8; save the list as UTF-8") from None
        if word:
            yield word


def stop_mask(tokens: pd.DataFrame, stop_words: Iterable[str] | None) -> np.ndarray:
    """Say which tokens are stop words: those whose form, stem or lemma is in the list.

    Words of the list are folded as forms are.

    Parameters
    ----------
    tokens
        Column ``form``; with ``stem`` and ``lemma`` stop words are found behind clitics too.
    stop_words
        As returned by ``read_stop_words``; None for none.

    Returns
    -------
    array of bool
        One a token.
    """
    require_columns(tokens, ["form"], "tokens")
    if stop_words is None:
        return np.zeros(len(tokens), dtype=bool)
    if isinstance(stop_words, str):
        raise OptionError(f"stop_words={stop_words!r}: give a list of words, as read_stop_words returns it")
    words = _folded(stop_words)
    # a function word never takes the article, so that الأم (the mother) is not أم (or)
    definite = words.filter(pc.invert(pc.is_in(words, value_set=_folded(read_stop_words("ar")))))
    article = _has_article(tokens)
    mask = _are_in(tokens["form"], words)
    for column in {"stem", "lemma"} & set(tokens.columns):
        mask |= np.where(article, _are_in(tokens[column], definite), _are_in(tokens[column], words))
    return mask


def _folded(words: Iterable[str]) -> pa.Array:
    return arabic.fold_strings(pa.array([str(word) for word in words], pa.string()))


def find_stop_words(tokens: pd.DataFrame, closed: np.ndarray) -> np.ndarray:
    """Say which tokens are stop words of the bundled lists; ``closed``: read as a function word."""
    words = _folded(read_stop_words())
    behind = _are_in(tokens["stem"], words) | _are_in(tokens["lemma"], words)
    return _are_in(tokens["form"], words) | (closed & behind)


def _are_in(column: pd.Series, words: pa.Array) -> np.ndarray:
    """Say which rows of a column hold one of ``words``, once per distinct string; null holds none."""
    strings, codes = vocabulary(column)
    # forms are folded already; a lemma lacks nothing but the hamza fold, and folding all is dear
    listed = pc.is_in(arabic.fold_strings(strings, ("hamza",)), value_set=words)
    return np.append(listed.to_numpy(zero_copy_only=False), False)[codes]


def _has_article(tokens: pd.DataFrame) -> np.ndarray:
    """Say which forms are longer than their clitics and stem together: by the article."""
    if not {"proclitics", "enclitics", "stem"} <= set(tokens.columns):
        return np.zeros(len(tokens), dtype=bool)
    parts = sum(_lengths(tokens[column]) for column in ("proclitics", "stem", "enclitics"))
    joints = _lengths(tokens["proclitics"], "+")
    return _lengths(tokens["form"]) > parts - joints


def _lengths(column: pd.Series, letter: str | None = None) -> np.ndarray:
    """Return the length of each string, or how often it holds ``letter``."""
    strings, codes = vocabulary(column)
    counts = pc.utf8_length(strings) if letter is None else pc.count_substring(strings, letter)
    return np.append(counts.to_numpy(zero_copy_only=False), 0)[codes]
