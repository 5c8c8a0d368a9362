"""The one reading of words: every distinct one is looked up once, in all lists."""

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis import arabic, files
from analysis.patterns import line_of
from analysis.tables import column_codes, require_columns
from analysis.words.verbs import Verb, Word, find_verb

#: Files of classes: each table is one.
FILES = ("words/speech.toml", "words/names.toml")
_COLUMNS = ("token", "form", "kind", "stem", "lemma", "proclitics", "enclitics")
# Classes that a word has by its letters or clitics rather than by a list.
_SHAPES = (
    "word",
    "number",
    "latin",
    "letter",
    "definite",
    "owned",
    "and_",
    "to_",
    "by_",
    "like_",
    "will_",
) + ("adverbial", "with_kasra", "with_madda", "doubled", "imperfect_like", "feminine_perfect_like")
_SHAPES += ("feminine_noun", "people_like", "nisba_like", "inflected_like", "then_", "markup")
_SHAPES += ("first_like", "of_it")
_PARTS = ("cue", "perfect", "imperfect", "participle", "masdar", "he", "she", "many")
_FRAMES = ("say", "state", "clause", "tell", "posts", "relay", "text", "judge", "urge")
#: The class of a preposition before أن -> that of the verbs that take it: أشار إلى أن
_TAKES = {name: f"takes_{name}" for name in ("to", "on", "about", "from")}
_CLITICS = {"و": "and_", "ف": "and_", "ل": "to_", "ب": "by_", "ك": "like_", "س": "will_"}
TANWEEN, SHADDA, KASRA_HAMZA, MADDA = "\u064b", "\u0651", "\u0625", "\u0622"
ALEF, HAMZA = "\u0627", "\u0623"
INFLECTED = ("\u0629", "\u0627")
NISBA = ("\u064a", "\u064a\u0629")
FEMININE, MASCULINE_PLURAL = ("\u0629", "\u0649", "\u0627\u062a"), "\u064a\u0646"
FA = "\u0641"
DOTLESS_YA = "\u0649"
OF_IT = ("\u0647", "\u0647\u0627")
TA, YA, LAM, SEEN = "\u062a", "\u064a", "\u0644", "\u0633"
PERSONS, LONG_VOWELS, NOUN_ENDINGS = "\u064a\u062a\u0646", "\u0627\u064a\u0648", "\u0629\u064a\u0621"


class Words(NamedTuple):
    """Tokens by what their words can be."""

    #: per token: the number of its set of classes, a row of ``classes``
    sets: np.ndarray
    #: distinct set of classes by class
    classes: np.ndarray
    #: names of the columns of ``classes``
    names: tuple[str, ...]
    #: per token: the reporting verb it is a form of, or None
    verbs: np.ndarray

    def has(self, *names: str) -> np.ndarray:
        """Tell which tokens have one of these classes."""
        columns = [self.names.index(name) for name in names]
        return self.classes[:, columns].any(axis=1)[self.sets]


def read_words(tokens: pd.DataFrame) -> Words:
    """Read every distinct word of a table once.

    Parameters
    ----------
    tokens
        As from ``add_lemmas(split_tokens(seeds))``.

    Returns
    -------
    Words
        The classes of each token. A word has a class by a list (its form without و or ف, its stem, or its
        lemma stands in it), by the reporting verb it is a form of (``cue``, its frame, part and gender), or
        by its letters and clitics (``definite``, ``owned``, ``to_`` where ل is in front).

    Raises
    ------
    ColumnError
        If a column is missing: the message names the function that adds it.
    """
    require_columns(tokens, _COLUMNS, "tokens")
    codes, distinct = _distinct(tokens)
    read = [_read(*word) for word in distinct]
    line = line_of([mask for mask, _ in read], len(class_names()))
    verbs = np.array([verb for _, verb in read] + [None], dtype=object)[:-1]
    return Words(line.items[codes], line.classes, class_names(), verbs[codes])


def _distinct(tokens: pd.DataFrame) -> tuple[np.ndarray, list[tuple[str, ...]]]:
    """Return the number of each token's word, and the distinct words: one value a column."""
    codes = np.zeros(len(tokens), dtype=np.int64)
    parts = []
    for column in _COLUMNS:
        part, values = column_codes(tokens[column])
        values = list(map(str, values.tolist()))
        # as it is written, but a hamza of its own code point is one with its alef
        parts.append((part, list(map(arabic.compose, values)) if column == "token" else values))
        # pairs of numbers, numbered anew each time, so that they stay small
        codes = np.unique(codes * (len(values) + 1) + part, return_inverse=True)[1]
    first = np.zeros(codes.max(initial=-1) + 1, dtype=np.int64)
    first[codes[::-1]] = np.arange(len(codes))[::-1]
    columns = [[values[number] for number in part[first].tolist()] for part, values in parts]
    return codes, list(zip(*columns, strict=True))


class _Lists(NamedTuple):
    """What the files of classes say: word -> the classes it has, one bit each."""

    form: dict[str, int]
    stem: dict[str, int]
    lemma: dict[str, int]
    mark: dict[str, int]
    #: by the dictionary form of a reporting verb
    verb: dict[str, int]
    #: stems that are in no list whatever their lemma is
    besides: set[str]
    #: classes that no word with a pronoun has
    unowned: int


@cache
def class_names() -> tuple[str, ...]:
    """Return the names of all classes: those of the lists, then those by verb and by shape."""
    listed = [name for file in FILES for name in files.read_toml(file)]
    return tuple(dict.fromkeys([*listed, *_PARTS, *_FRAMES, *_TAKES.values(), *_SHAPES]))


@cache
def _bits() -> dict[str, int]:
    return {name: 1 << number for number, name in enumerate(class_names())}


@cache
def _lists() -> _Lists:
    """Read all lists."""
    lists = _Lists({}, {}, {}, {}, {}, set(), 0)
    for name, table in ((name, table) for file in FILES for name, table in files.read_toml(file).items()):
        words = table["words"].split()
        folded = arabic.fold_strings(pa.array(words, pa.string())).to_pylist()
        bit = _bits()[name]
        if table["by"] == "noun":
            _add(lists.stem, folded, bit)
            _add(lists.lemma, words, bit)
            lists.besides.update(arabic.fold_text(word) for word in table.get("besides", "").split())
        else:
            _add(getattr(lists, table["by"]), words if table["by"] == "verb" else folded, bit)
        if not table.get("owned", True):
            lists = lists._replace(unowned=lists.unowned | bit)
    return lists


def _add(table: dict[str, int], words: Iterable[str], bit: int) -> None:
    for word in words:
        table[word] = table.get(word, 0) | bit


@lru_cache(maxsize=1 << 18)
def _read(
    token: str, form: str, kind: str, stem: str, lemma: str, proclitics: str, enclitics: str
) -> tuple[int, Verb | None]:
    """Return the classes of one word, a bit each, and the verb it is a form of."""
    bits, lists = _bits(), _lists()
    if kind == "markup":
        return bits["markup"], None
    if kind != "word":
        return lists.mark.get(token[0], 0) | (bits["number"] if kind == "number" else 0), None
    clitics = [name for clitic in proclitics.split("+") if (name := _CLITICS.get(clitic))]
    bare = form[1:] if clitics[:1] == ["and_"] else form
    mask = lists.form.get(form, 0) | lists.form.get(bare, 0)
    if form[-1] == DOTLESS_YA:
        # as Egypt writes: فى, الذى
        mask |= lists.form.get(form[:-1] + YA, 0) | lists.form.get(bare[:-1] + YA, 0)
    if stem not in lists.besides:
        mask |= lists.stem.get(stem, 0) | lists.lemma.get(lemma, 0)
    if enclitics:
        mask &= ~lists.unowned
    shapes = [
        *clitics,
        *["then_"] * proclitics.startswith(FA),
        *_shapes(token, form, bare, stem, lemma, proclitics, enclitics),
    ]
    verb = None
    if not mask & bits["no_verb"]:
        verb = find_verb(Word(token, form, bare, stem, lemma, clitics, enclitics, "definite" in shapes))
    if verb is not None:
        shapes += ["cue", verb.frame, verb.part, *filter(None, [verb.gender]), *["many"] * verb.is_plural]
        shapes += [_TAKES[name] for word in verb.prepositions for name in _names(lists.form[word])]
        mask |= lists.verb.get(verb.lemma, 0)
    for name in shapes:
        mask |= bits[name]
    return mask, verb


def _shapes(
    token: str, form: str, bare: str, stem: str, lemma: str, proclitics: str, enclitics: str
) -> Iterator[str]:
    """Yield the classes that a word has by its letters."""
    yield "word"
    if enclitics:
        yield "owned"
    if enclitics in OF_IT:
        yield "of_it"
    if form.isascii():
        yield "latin"
    if len(form) == 1:
        yield "letter"
        # بـ«...»: the particle stands by itself before a mark
        if form in _CLITICS:
            yield _CLITICS[form]
    if _is_definite(form, stem, proclitics, enclitics):
        yield "definite"
    elif bare[-1] == TA and len(bare) > 4 and bare[-2] not in LONG_VOWELS:
        yield "feminine_perfect_like"
    verb = bare[1:] if bare[0] == SEEN and bare[1:2] in PERSONS else bare
    # foreign names begin with ي too; few verbs end in ي, ء or ة
    if (verb != bare or verb[0] == YA) and len(verb) > 2 and verb[-1] not in NOUN_ENDINGS:
        yield "imperfect_like"
    if stem.endswith(FEMININE):
        yield "feminine_noun"
    # باكية and مغضبا are of another dictionary word, which a name is not
    if stem[-1:] in INFLECTED and lemma[-1:] not in INFLECTED and lemma[:2] == stem[:2]:
        yield "inflected_like"
    # أريد is of أراد and أصنع of صنع, which no name is
    if token[0] == HAMZA and len(stem) > 3 and stem[0] == ALEF:
        word = arabic.fold_text(lemma)
        if word == stem[1:] or word != stem and word[0] == ALEF and len(word) <= len(stem):
            yield "first_like"
    if stem.endswith(NISBA):
        yield "nisba_like"
    # للمتظاهرين, but not للتأمين, which is a lemma
    if stem.endswith(MASCULINE_PLURAL) and lemma != stem and len(stem) > len(MASCULINE_PLURAL) + 2:
        yield "people_like"
    if TANWEEN in token:
        yield "adverbial"
    if KASRA_HAMZA in token:
        yield "with_kasra"
    if SHADDA in token:
        yield "doubled"
    if MADDA in token:
        yield "with_madda"


def _is_definite(form: str, stem: str, proclitics: str, enclitics: str) -> bool:
    """Tell whether the article was cut off: ل stands between clitics and stem."""
    front = len(form) - len(stem) - len(enclitics)
    return front > len(proclitics.replace("+", "")) and form[front - 1] == LAM


def _names(mask: int) -> list[str]:
    """Return the classes that verbs take a preposition under."""
    return [name for name in _TAKES if mask & _bits()[name]]
