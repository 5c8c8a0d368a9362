"""Add lemmas to tokens: readings once per distinct word, the choice between them per token."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis import arabic
from analysis.errors import WorkbookError, first_line
from analysis.lemmas import stem_lexicon
from analysis.lemmas.candidates import (
    MOST,
    Readings,
    cut_stems,
    drop_unlikely,
    favour_own_words,
    find_readings,
)
from analysis.lemmas.disambiguation import choose_readings
from analysis.lemmas.other_words import plain_lemmas, vocabulary
from analysis.lemmas.spelling import settle_spelling
from analysis.lemmas.stem_lexicon import ALONE, CONJUNCTIONS, DEFINITE, ENCLITICS, HOST, PARTICLES
from analysis.lemmas.stop_words import find_stop_words
from analysis.lemmas.unknown_words import Guess, guess_reading
from analysis.tables import require_columns, run_numbers
from analysis.tokens import text_languages

#: A function from tokens to one lemma a row.
Lemmatizer = Callable[[pd.DataFrame], Sequence[str]]

_ACCUSATIVE = "\u064b"
_ARABIC = "[ء-ي]"
_STOPS = ".!؟?:"

# What a token that is no Arabic word shows its neighbours: number, mark, end of a sentence, the rest.
_MARKS = ("NUM", "PUN", "STOP", "LAT")


def _join_clitics(conjunction: str, particle: str) -> str:
    return "+".join(clitic for clitic in (conjunction, particle) if clitic)


_PROCLITICS = pa.array([_join_clitics(c, p) for c in CONJUNCTIONS for p in PARTICLES])


class Analyses(NamedTuple):
    """Distinct ways in which words are read: one row each, what add_lemmas says of a token."""

    lemma: pa.Array
    stem: pa.Array
    proclitics: pa.Array
    enclitics: pa.Array
    closed: np.ndarray


def add_lemmas(tokens: pd.DataFrame, *, lemmatizer: Lemmatizer | None = None) -> pd.DataFrame:
    """Add clitics, stem and lemma to each token.

    Arabic words are read with a lexicon in every way it knows, once per distinct word; which reading
    holds is chosen per token, by how frequent it is and by the readings of its neighbours (a hidden
    Markov model over word classes, trained on plain text). English and French words are looked up in
    simplemma's dictionaries; words of Persian, Urdu and other languages are their own lemmas.

    Parameters
    ----------
    tokens
        As returned by ``split_tokens``.
    lemmatizer
        A function of your own from ``tokens`` to one lemma a row (list, array or Series), which then
        replaces the column ``lemma``; clitics and stems stay those of this module. The extra ``lemma``
        installs farahidi (GPL-3.0), which reads in context; ``bench/score_lemmas.py`` shows how it is
        wrapped.

    Returns
    -------
    DataFrame
        The same rows with ``lemma`` (perfect he-form of verbs, singular of nouns, masculine singular of
        adjectives, without vowel marks), ``stem`` (the form without clitics and ال), ``proclitics`` and
        ``enclitics`` (joined by ``+``, "" for none; ال is no proclitic) and ``is_stop`` (a function
        word, also behind clitics). Whatever is no word is its own lemma and stem.

    Raises
    ------
    ColumnError
        If a column is missing.
    WorkbookError
        If ``lemmatizer`` raises, or does not return one lemma a row.

    Examples
    --------
    >>> from analysis import split_tokens
    >>> seeds = pd.DataFrame({"seed": ["خبر"], "text": ["وللحكومة وزراء يقولون"]})
    >>> add_lemmas(split_tokens(seeds))[["lemma", "stem", "proclitics"]].values.tolist()
    [['حكومة', 'حكومة', 'و+ل'], ['وزير', 'وزراء', ''], ['قال', 'يقولون', '']]
    """
    require_columns(tokens, ["seed", "paragraph", "sentence", "token", "form", "kind"], "tokens")
    analyses, codes = _analyse(tokens)
    table = tokens.assign(
        lemma=_words(analyses.lemma, codes),
        stem=_words(analyses.stem, codes),
        proclitics=_words(analyses.proclitics, codes),
        enclitics=_words(analyses.enclitics, codes),
    )
    table["is_stop"] = find_stop_words(table, analyses.closed[codes])
    return table if lemmatizer is None else table.assign(lemma=_own_lemmas(lemmatizer, tokens))


def _analyse(tokens: pd.DataFrame) -> tuple[Analyses, np.ndarray]:
    """Return the distinct ways in which these tokens are read, and the number of each token's own."""
    words, units = _distinct_words(tokens["token"])
    is_arabic = pc.match_substring_regex(words.spelled, _ARABIC).to_numpy(zero_copy_only=False)[units]
    is_arabic &= (tokens["kind"] == "word").to_numpy()
    texts, languages = text_languages(tokens)
    is_arabic &= np.array([each.arabic == "ar" for each in languages] or [False])[texts]
    counts = np.bincount(units[is_arabic], minlength=len(words.spelled))
    found = find_readings(words.spelled, words.accusative)
    readings = drop_unlikely(favour_own_words(found, counts))
    unread = np.setdiff1d(units[is_arabic], readings.word)
    guesses = _guess(words, unread, counts)
    chosen = _choose(tokens, np.where(is_arabic, units, -1), readings, unread, guesses)
    plain, plain_codes = plain_lemmas(tokens, ~is_arabic, texts, languages)
    parts = [
        _read_analyses(words, readings),
        _guessed_analyses(words, unread, guesses),
        _plain_analyses(plain),
    ]
    codes = np.searchsorted(readings.word, units) + chosen
    is_guessed = is_arabic & np.isin(units, unread)
    codes[is_guessed] = len(readings.word) + np.searchsorted(unread, units[is_guessed])
    codes[~is_arabic] = len(readings.word) + len(unread) + plain_codes
    return Analyses(*(_join(columns) for columns in zip(*parts, strict=True))), codes


def _join(columns: tuple) -> pa.Array | np.ndarray:
    return np.concatenate(columns) if isinstance(columns[0], np.ndarray) else pa.concat_arrays(columns)


class DistinctWords(NamedTuple):
    """Distinct words: spelled as the lexicon spells, as their form is written, marked accusative or not."""

    spelled: pa.Array
    forms: pa.Array
    accusative: np.ndarray

    def cut(self, word: np.ndarray, start: np.ndarray, stop: np.ndarray) -> pa.Array:
        """Return the stems as they are written, from where they are in the spelling of the lexicon.

        A final ى for ي and an alef written small are inside the stem: before and behind it the two agree.
        """
        lengths = pc.utf8_length(self.forms).to_numpy() - pc.utf8_length(self.spelled).to_numpy()
        return cut_stems(self.forms, word, start, stop + lengths[word])


def _distinct_words(column: pd.Series) -> tuple[DistinctWords, np.ndarray]:
    """Return the distinct words of a column of tokens and each token's number among them."""
    tokens, codes = vocabulary(column)
    # a part of a table still has all categories of the whole
    used, codes = np.unique(codes, return_inverse=True)
    tokens = tokens.take(pa.array(used))
    spelled, forms = settle_spelling(tokens), arabic.fold_strings(tokens)
    accusative = pc.match_substring(tokens, _ACCUSATIVE)
    # the mark is part of what makes a word distinct: كتاباً is a noun in the accusative, كتابا need not be
    mark = pc.if_else(accusative, _ACCUSATIVE, "")
    keys = pc.binary_join_element_wise(spelled, mark, forms, " ").dictionary_encode()
    first = np.zeros(len(keys.dictionary), dtype=np.int64)
    numbers = keys.indices.to_numpy()
    first[numbers[::-1]] = np.arange(len(numbers))[::-1]
    marked = accusative.to_numpy(zero_copy_only=False)[first]
    words = DistinctWords(spelled.take(pa.array(first)), forms.take(pa.array(first)), marked)
    return words, numbers[codes].astype(np.int64)


def _guess(words: DistinctWords, unread: np.ndarray, counts: np.ndarray) -> list[Guess]:
    """Read the words that the lexicon cannot; names spelled with and without hamza become one lemma."""
    if not len(unread):
        return []
    known = set(words.spelled.to_pylist())
    strings = words.spelled.take(pa.array(unread)).to_pylist()
    guesses = [
        guess_reading(word, known, accusative=marked)
        for word, marked in zip(strings, words.accusative[unread].tolist(), strict=True)
    ]
    folded = arabic.fold_strings(pa.array([guess.lemma for guess in guesses]), stem_lexicon.HAMZA).to_pylist()
    spellings: dict[str, tuple[int, str]] = {}
    for guess, key, count in zip(guesses, folded, counts[unread].tolist(), strict=True):
        spellings[key] = max(spellings.get(key, (0, "")), (count, guess.lemma))
    return [guess._replace(lemma=spellings[key][1]) for guess, key in zip(guesses, folded, strict=True)]


def _choose(
    tokens: pd.DataFrame, units: np.ndarray, readings: Readings, unread: np.ndarray, guesses: list[Guess]
) -> np.ndarray:
    """Return the number of the chosen reading of each token's word; 0 for tokens that are no Arabic word."""
    grammar, kinds = stem_lexicon.read_grammar(), stem_lexicon.kind_numbers()
    ends = (len(grammar.transitions) - 1, grammar.transitions.shape[1] - 1)
    count = max(units.max(initial=-1), readings.word.max(initial=-1)) + 1
    weights = np.full((count + len(_MARKS), MOST), -np.inf, dtype=np.float32)
    left, right = (np.full(weights.shape, end, dtype=np.int64) for end in (ends[1], ends[0]))
    rank = np.arange(len(readings.word)) - np.searchsorted(readings.word, readings.word)
    entry_kinds = stem_lexicon.read_lexicon().kinds[readings.entry]
    weights[readings.word, rank] = readings.weight
    right[readings.word, rank] = grammar.right[entry_kinds, readings.state]
    left[readings.word, rank] = grammar.left[
        entry_kinds, readings.state, readings.conjunction, readings.particle
    ]
    weights[unread, 0] = 0
    for word, guess in zip(unread, guesses, strict=True):
        state = DEFINITE if guess.article else HOST if guess.enclitic else ALONE
        place = (kinds[guess.kind], state)
        right[word, 0] = grammar.right[place]
        clitics = (CONJUNCTIONS.index(guess.conjunction), PARTICLES.index(guess.particle))
        left[word, 0] = grammar.left[place + clitics]
    for number, mark in enumerate(_MARKS):
        weights[count + number, 0] = 0
        right[count + number, 0], left[count + number, 0] = grammar.labels.get(mark, ends)
    rows = np.where(units >= 0, units, count + _marks(tokens))
    sentences = run_numbers(tokens, ["seed", "paragraph", "sentence"])
    return choose_readings(rows, sentences, weights, (left, right), grammar.transitions)


def _marks(tokens: pd.DataFrame) -> np.ndarray:
    """Return the class of tokens that are no Arabic word: number, sentence mark, other mark, the rest."""
    kind = tokens["kind"]
    marks = np.full(len(tokens), _MARKS.index("LAT"))
    marks[kind == "number"] = _MARKS.index("NUM")
    marks[kind.isin(["punctuation", "symbol"])] = _MARKS.index("PUN")
    marks[tokens["token"].isin(list(_STOPS))] = _MARKS.index("STOP")
    return marks


def _read_analyses(words: DistinctWords, readings: Readings) -> Analyses:
    """Return what is said of a token read in each of these ways."""
    known = stem_lexicon.read_lexicon()
    if not len(readings.word):
        return _plain_analyses((pa.array([], pa.string()),) * 2)
    return Analyses(
        lemma=known.lemmas.take(pa.array(readings.entry)).cast(pa.string()),
        stem=words.cut(readings.word, readings.start, readings.stop),
        proclitics=_PROCLITICS.take(pa.array(readings.conjunction * len(PARTICLES) + readings.particle)),
        enclitics=pa.array(ENCLITICS).take(pa.array(readings.enclitic)),
        closed=known.closed[readings.entry],
    )


def _guessed_analyses(words: DistinctWords, unread: np.ndarray, guesses: list[Guess]) -> Analyses:
    """Return what is said of a token that had to be guessed."""
    forms, spelled = (each.take(pa.array(unread)).to_pylist() for each in (words.forms, words.spelled))
    stems = [
        form[guess.start : guess.stop + len(form) - len(word)]
        for form, word, guess in zip(forms, spelled, guesses, strict=True)
    ]
    return Analyses(
        lemma=pa.array([guess.lemma for guess in guesses], pa.string()),
        stem=pa.array(stems, pa.string()),
        proclitics=pa.array(
            [_join_clitics(guess.conjunction, guess.particle) for guess in guesses], pa.string()
        ),
        enclitics=pa.array([guess.enclitic for guess in guesses], pa.string()),
        closed=np.zeros(len(guesses), dtype=bool),
    )


def _plain_analyses(lemmas: tuple[pa.Array, pa.Array]) -> Analyses:
    """Return what is said of a token that is no Arabic word: it has no clitics, its stem is its form."""
    forms, lemmas = lemmas
    empty = pa.array([""] * len(forms), pa.string())
    return Analyses(lemmas, forms, empty, empty, np.zeros(len(forms), dtype=bool))


def _words(strings: pa.Array, codes: np.ndarray) -> pd.Categorical:
    """Return a categorical column of the analyses' strings; only strings that occur are categories."""
    encoded = strings.dictionary_encode()
    values = encoded.indices.to_numpy()[codes]
    used, values = np.unique(values, return_inverse=True)
    categories = pd.Index(pd.array(encoded.dictionary.take(pa.array(used)), dtype="str"))
    return pd.Categorical.from_codes(values, categories=categories)


def _own_lemmas(lemmatizer: Lemmatizer, tokens: pd.DataFrame) -> pd.Categorical:
    """Return the lemmas of the reader's own lemmatizer, one a row."""
    name = getattr(lemmatizer, "__name__", type(lemmatizer).__name__)
    try:
        lemmas = lemmatizer(tokens)
    except Exception as error:
        raise WorkbookError(f"lemmatizer {name}: raised {first_line(error)}") from error
    if isinstance(lemmas, str) or not hasattr(lemmas, "__len__"):
        raise WorkbookError(f"lemmatizer {name}: one lemma a row is needed, not {type(lemmas).__name__}")
    if len(lemmas) != len(tokens):
        raise WorkbookError(
            f"lemmatizer {name}: {len(lemmas)} lemmas for {len(tokens)} tokens; one a row is needed"
        )
    values = pd.Series(list(lemmas), dtype="object")
    if not values.map(lambda lemma: isinstance(lemma, str)).all():
        row = int(np.flatnonzero(~values.map(lambda lemma: isinstance(lemma, str)))[0])
        raise WorkbookError(f"lemmatizer {name}: row {row}: {values[row]!r} is no lemma; a string is needed")
    return pd.Categorical(values.astype("str"))
