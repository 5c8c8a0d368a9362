"""Stop words: bundled lists, the reader's own list, and where they stand among the tokens."""

import os
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis import arabic
from analysis.errors import AliasError, OptionError
from analysis.files import read_bytes, read_words
from analysis.lemmas.other_words import vocabulary
from analysis.tables import require_columns, run_numbers
from analysis.tokens import text_languages

#: Languages with a bundled list (analysis/data/stopwords); those of `_OWN` hold in their own texts alone.
LANGUAGES = ("ar", "en", "fr", "fa", "ur")
_OWN = ("fa", "ur")

#: Bundled lists that a reader switches on: function words of dialects, formulae.
CHOICES = ("egyptian", "gulf", "levantine", "maghrebi", "hadith", "chat")

_SWITCH = "@"
# A list that a reader writes is far shorter.
_MOST = 10_000_000
_PARTICLES = "بل"
_FOLDS = (*arabic.COUNT_FOLDS, "keyboard")
_PLACE = ("seed", "paragraph", "sentence")

# A stop word of several letters behind the particle written onto it: بشأن, not بيد.
_LEAST_HOST = 3


def read_stop_words(source: str | Path | None = None) -> list[str]:
    """Read a list of stop words.

    Parameters
    ----------
    source
        ``"ar"``, ``"en"``, ``"fr"``, ``"fa"`` or ``"ur"`` for the bundled list of a language;
        ``"egyptian"``, ``"gulf"``, ``"levantine"``, ``"maghrebi"``, ``"hadith"`` or ``"chat"`` for one that
        is not used unless asked for; a file of your own (one word or phrase a line, ``#`` opens a comment,
        ``@egyptian`` takes that bundled list in, UTF-8); or None for the lists of all languages together.

    Returns
    -------
    list of str
        The words and phrases in the order of the list, each once.

    Raises
    ------
    AliasError
        If the file is missing, or a line of it is not UTF-8 or asks for an unknown list: names the line.

    Examples
    --------
    >>> "وفي" in read_stop_words("ar"), "في" in read_stop_words("ar"), "the" in read_stop_words("en")
    (False, True, True)
    """
    if source is None:
        return list(dict.fromkeys(word for language in LANGUAGES for word in read_stop_words(language)))
    if source in LANGUAGES or source in CHOICES:
        return list(dict.fromkeys(read_words(f"stopwords/{source}.txt")))
    return list(dict.fromkeys(_read_file(Path(source))))


def _read_file(path: Path) -> Iterable[str]:
    """Yield the words of a reader's list."""
    known = ", ".join((*LANGUAGES, *CHOICES))
    if not os.path.lexists(path):
        raise AliasError(f"{path}: no such list of stop words; bundled lists: {known}")
    raw = read_bytes(path, most=_MOST, error=AliasError)
    for number, line in enumerate(raw.removeprefix(b"\xef\xbb\xbf").splitlines(), start=1):
        try:
            word = line.decode("utf-8").split("#", 1)[0].strip()
        except UnicodeDecodeError:
            raise AliasError(f"{path}, line {number}: not UTF-8; save the list as UTF-8") from None
        if word.startswith(_SWITCH):
            name = word.removeprefix(_SWITCH).strip()
            if name not in LANGUAGES and name not in CHOICES:
                raise AliasError(f"{path}, line {number}: {word}: no such list; bundled lists: {known}")
            yield from read_stop_words(name)
        elif word:
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
    listed = _read(tuple(map(str, stop_words)))
    # a function word never takes the article, so that الأم (the mother) is not أم (or)
    functions = _read(tuple(read_stop_words("ar"))).words
    definite = listed.words.filter(pc.invert(pc.is_in(listed.words, value_set=functions)))
    article = _has_article(tokens)
    mask = _are_in(tokens["form"], listed.words) | _find_compounds(tokens, listed, article)
    for column in {"stem", "lemma"} & set(tokens.columns):
        found = _are_in(tokens[column], definite), _are_in(tokens[column], listed.words)
        mask |= np.where(article, *found)
    return mask | _find_own(tokens, listed.own)


def find_stop_words(tokens: pd.DataFrame, closed: np.ndarray) -> np.ndarray:
    """Say which tokens are stop words of the bundled lists; ``closed``: read as a function word."""
    listed = _read(tuple(read_stop_words()))
    behind = _are_in(tokens["stem"], listed.words) | _are_in(tokens["lemma"], listed.words)
    mask = _are_in(tokens["form"], listed.words) | _find_compounds(tokens, listed, _has_article(tokens))
    return mask | (closed & behind) | _find_own(tokens, listed.own)


class _List(NamedTuple):
    """A list of stop words, folded: for any text, for texts of one language, and its phrases."""

    words: pa.Array
    own: dict[str, pa.Array]
    hosts: dict[str, pa.Array]
    parts: pa.Array
    phrases: list[list[int]]


@lru_cache(maxsize=16)
def _read(stop_words: tuple[str, ...]) -> _List:
    """Fold a list, and part what a phrase, a particle or a language makes of it.

    The bundled lists of languages that share their letters with Arabic hold in their own texts: بر is "on" in
    Persian and "land" in Arabic. A word that is given besides holds everywhere.
    """
    counts = Counter(stop_words)
    shared = {word for language in LANGUAGES if language not in _OWN for word in read_stop_words(language)}
    own = {}
    for language in _OWN:
        listed = read_stop_words(language)
        if all(word in counts for word in listed):
            own[language] = _folded([word for word in listed if word not in shared])
            counts.subtract(listed)
    words = _folded([word for word, count in counts.items() if count > 0 or word in shared])
    hosts = {}
    for particle in _PARTICLES:
        longer = pc.and_(pc.starts_with(words, particle), pc.greater(pc.utf8_length(words), _LEAST_HOST))
        hosts[particle] = pc.utf8_slice_codeunits(words.filter(longer), 1)
    phrases = [phrase.split() for phrase in words.to_pylist() if " " in phrase]
    parts = {part: number for number, part in enumerate({part: 0 for phrase in phrases for part in phrase})}
    numbers = [[parts[part] for part in phrase] for phrase in phrases]
    return _List(words, own, hosts, pa.array(list(parts), pa.string()), numbers)


def _find_own(tokens: pd.DataFrame, own: dict[str, pa.Array]) -> np.ndarray:
    """Say which tokens are in the list of their own text's language."""
    mask = np.zeros(len(tokens), dtype=bool)
    found = {language: _are_in(tokens["form"], words) for language, words in own.items()}
    if not any(listed.any() for listed in found.values()) or "seed" not in tokens.columns:
        return mask
    texts, languages = text_languages(tokens)
    for language, listed in found.items():
        mask |= listed & np.array([each.whole == language for each in languages])[texts]
    return mask


def _folded(words: Iterable[str]) -> pa.Array:
    return arabic.fold_strings(pa.array(list(words), pa.string()), _FOLDS)


def _are_in(column: pd.Series, words: pa.Array) -> np.ndarray:
    """Say which rows of a column hold one of ``words``, once per distinct string; null holds none."""
    strings, codes = vocabulary(column)
    return np.append(_listed(strings, words), False)[codes]


def _listed(strings: pa.Array, words: pa.Array) -> np.ndarray:
    # forms are folded already, but for the keyboard; a lemma lacks the hamza fold, and folding all is dear
    folded = arabic.fold_strings(strings, ("hamza", "keyboard"))
    return pc.is_in(folded, value_set=words).to_numpy(zero_copy_only=False)


def _find_compounds(tokens: pd.DataFrame, listed: _List, article: np.ndarray) -> np.ndarray:
    """Say which tokens are in a phrase (من أجل), or a listed word behind و and before a pronoun (وبشأنه)."""
    joined = np.zeros(len(tokens), dtype=bool)
    mask = joined.copy()
    if {"proclitics", "stem"} <= set(tokens.columns):
        clitics, rows = vocabulary(tokens["proclitics"])
        joined = _told(pc.match_substring_regex(clitics, "^[وف]"))[rows]
        forms, codes = vocabulary(tokens["form"])
        mask = joined & np.append(_listed(pc.utf8_slice_codeunits(forms, 1), listed.words), False)[codes]
        for particle, hosts in listed.hosts.items():
            mask |= _told(pc.ends_with(clitics, particle))[rows] & ~article & _are_in(tokens["stem"], hosts)
    return mask | _find_phrases(tokens, listed, joined)


def _told(answers: pa.Array) -> np.ndarray:
    """Return Arrow's answers by code; null, the last, is none."""
    return np.append(answers.to_numpy(zero_copy_only=False), False)


def _find_phrases(tokens: pd.DataFrame, listed: _List, joined: np.ndarray) -> np.ndarray:
    """Say which tokens stand in a phrase of the list; ``joined``: و or ف is written onto the word."""
    mask = np.zeros(len(tokens), dtype=bool)
    if not listed.phrases:
        return mask
    own = _parts(tokens["form"], listed.parts)
    bare = np.where(joined, _parts(tokens["form"], listed.parts, 1), -1)
    hosts = np.full(len(tokens), -1)
    if {"stem", "enclitics"} <= set(tokens.columns):
        # من أجلها: the last word may carry a pronoun
        carries = (tokens["enclitics"] != "").to_numpy()
        hosts = np.where(carries, _parts(tokens["stem"], listed.parts), -1)
    sentences = run_numbers(tokens, [name for name in _PLACE if name in tokens.columns])
    present = set(np.unique([own, bare, hosts]).tolist())
    for phrase in listed.phrases:
        if not present.issuperset(phrase):
            continue
        first = np.flatnonzero((own == phrase[0]) | (bare == phrase[0]))
        first = first[first + len(phrase) <= len(own)]
        last = first + len(phrase) - 1
        fits = (sentences[first] == sentences[last]) & (
            (own[last] == phrase[-1]) | (hosts[last] == phrase[-1])
        )
        for step, part in enumerate(phrase[1:-1], start=1):
            fits &= own[first + step] == part
        mask[(first[fits][:, None] + np.arange(len(phrase))).ravel()] = True
    return mask


def _parts(column: pd.Series, parts: pa.Array, skipped: int = 0) -> np.ndarray:
    """Return the number of each row's word among the parts of phrases, without its first letters; or -1."""
    strings, codes = vocabulary(column)
    folded = arabic.fold_strings(pc.utf8_slice_codeunits(strings, skipped), ("hamza", "keyboard"))
    return np.append(pc.index_in(folded, value_set=parts).fill_null(-1).to_numpy(), -1)[codes]


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
