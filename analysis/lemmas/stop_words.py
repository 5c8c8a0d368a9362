"""Stop words: bundled lists, the reader's own list, and where they stand among the tokens."""

from collections import Counter
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
from analysis.tables import require_columns, run_numbers
from analysis.tokens import text_languages

#: Languages with a bundled list (analysis/data/stopwords); those of `_OWN` hold in their own texts alone.
LANGUAGES = ("ar", "en", "fr", "fa", "ur")
_OWN = ("fa", "ur")

#: Bundled lists that a reader switches on: function words of dialects, formulae.
CHOICES = ("egyptian", "gulf", "levantine", "maghrebi", "hadith", "chat")

_SWITCH = "@"
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
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise AliasError(
            f"{path}: no such list of stop words ({error.strerror}); bundled lists: {known}"
        ) from None
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
    general, own = _by_language(stop_words)
    words = _folded(general)
    # a function word never takes the article, so that الأم (the mother) is not أم (or)
    definite = words.filter(pc.invert(pc.is_in(words, value_set=_folded(read_stop_words("ar")))))
    article = _has_article(tokens)
    mask = _are_in(tokens["form"], words) | _find_compounds(tokens, words, article)
    for column in {"stem", "lemma"} & set(tokens.columns):
        mask |= np.where(article, _are_in(tokens[column], definite), _are_in(tokens[column], words))
    return mask | _find_own(tokens, own)


def find_stop_words(tokens: pd.DataFrame, closed: np.ndarray) -> np.ndarray:
    """Say which tokens are stop words of the bundled lists; ``closed``: read as a function word."""
    general, own = _by_language(read_stop_words())
    words = _folded(general)
    behind = _are_in(tokens["stem"], words) | _are_in(tokens["lemma"], words)
    mask = _are_in(tokens["form"], words) | _find_compounds(tokens, words, _has_article(tokens))
    return mask | (closed & behind) | _find_own(tokens, own)


def _by_language(stop_words: Iterable[str]) -> tuple[list[str], dict[str, list[str]]]:
    """Part the bundled lists of languages that share their letters with Arabic from the words for any text.

    بر is "on" in Persian and "land" in Arabic. A word that is given besides holds everywhere.
    """
    counts = Counter(str(word) for word in stop_words)
    own = {}
    for language in _OWN:
        listed = read_stop_words(language)
        if all(word in counts for word in listed):
            own[language] = listed
            counts.subtract(listed)
    shared = {word for language in LANGUAGES if language not in _OWN for word in read_stop_words(language)}
    return [word for word, count in counts.items() if count > 0 or word in shared], own


def _find_own(tokens: pd.DataFrame, own: dict[str, list[str]]) -> np.ndarray:
    """Say which tokens are in the list of their own text's language."""
    mask = np.zeros(len(tokens), dtype=bool)
    found = {language: _are_in(tokens["form"], _folded(words)) for language, words in own.items()}
    if not any(listed.any() for listed in found.values()) or "seed" not in tokens.columns:
        return mask
    texts, languages = text_languages(tokens)
    for language, listed in found.items():
        mask |= listed & np.array([each.whole == language for each in languages])[texts]
    return mask


def _folded(words: Iterable[str]) -> pa.Array:
    return arabic.fold_strings(pa.array([str(word) for word in words], pa.string()), _FOLDS)


def _are_in(column: pd.Series, words: pa.Array) -> np.ndarray:
    """Say which rows of a column hold one of ``words``, once per distinct string; null holds none."""
    strings, codes = vocabulary(column)
    return np.append(_listed(strings, words), False)[codes]


def _listed(strings: pa.Array, words: pa.Array) -> np.ndarray:
    # forms are folded already, but for the keyboard; a lemma lacks the hamza fold, and folding all is dear
    folded = arabic.fold_strings(strings, ("hamza", "keyboard"))
    return pc.is_in(folded, value_set=words).to_numpy(zero_copy_only=False)


def _find_compounds(tokens: pd.DataFrame, words: pa.Array, article: np.ndarray) -> np.ndarray:
    """Say which tokens are in a phrase (من أجل), or a listed word behind و and before a pronoun (وبشأنه)."""
    forms, codes = vocabulary(tokens["form"])
    joined = np.zeros(len(tokens), dtype=bool)
    mask = joined.copy()
    if {"proclitics", "stem"} <= set(tokens.columns):
        clitics, rows = vocabulary(tokens["proclitics"])
        joined = np.append(pc.match_substring_regex(clitics, "^[وف]").to_numpy(zero_copy_only=False), False)[
            rows
        ]
        mask = joined & np.append(_listed(pc.utf8_slice_codeunits(forms, 1), words), False)[codes]
        for particle in "بل":
            begins = pc.and_(pc.starts_with(words, particle), pc.greater(pc.utf8_length(words), _LEAST_HOST))
            hosts = pc.utf8_slice_codeunits(words.filter(begins), 1)
            ends = np.append(pc.ends_with(clitics, particle).to_numpy(zero_copy_only=False), False)[rows]
            mask |= ends & ~article & _are_in(tokens["stem"], hosts)
    return mask | _find_phrases(tokens, words, (forms, codes), joined)


def _find_phrases(
    tokens: pd.DataFrame, words: pa.Array, forms: tuple[pa.Array, np.ndarray], joined: np.ndarray
) -> np.ndarray:
    """Say which tokens stand in a phrase of the list; ``joined``: و or ف is written onto the word."""
    phrases = [phrase.split() for phrase in words.to_pylist() if " " in phrase]
    mask = np.zeros(len(tokens), dtype=bool)
    if not phrases:
        return mask
    parts = {part: number for number, part in enumerate({part for phrase in phrases for part in phrase})}
    listed, (strings, codes) = pa.array(list(parts)), forms
    strings = arabic.fold_strings(strings, ("hamza", "keyboard"))
    own, bare = (
        np.append(pc.index_in(each, value_set=listed).fill_null(-1).to_numpy(), -1)[codes]
        for each in (strings, pc.utf8_slice_codeunits(strings, 1))
    )
    bare = np.where(joined, bare, -1)
    stems = own
    if {"stem", "enclitics"} <= set(tokens.columns):
        strings, codes = vocabulary(tokens["stem"])
        stems = np.append(pc.index_in(strings, value_set=listed).fill_null(-1).to_numpy(), -1)[codes]
        stems = np.where((tokens["enclitics"] != "").to_numpy(), stems, -1)
    sentences = run_numbers(tokens, [name for name in _PLACE if name in tokens.columns])
    present = set(np.unique([own, bare, stems]).tolist())
    for phrase in phrases:
        wanted = [parts[part] for part in phrase]
        if not present.issuperset(wanted):
            continue
        first = np.flatnonzero((own == wanted[0]) | (bare == wanted[0]))
        last = first + len(wanted) - 1
        first, last = first[last < len(own)], last[last < len(own)]
        fits = sentences[first] == sentences[last]
        for step, part in enumerate(wanted[1:], start=1):
            place = np.minimum(first + step, len(own) - 1)
            # من أجلها: the last word may carry a pronoun
            fits &= (own[place] == part) | (step == len(wanted) - 1) & (stems[place] == part)
        for step in range(len(wanted)):
            mask[first[fits] + step] = True
    return mask


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
