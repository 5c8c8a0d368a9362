"""The lexicon of Arabic stems: forms with their lemmas, and how likely readings stand side by side."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from analysis import arabic
from analysis.files import DATA, read_words

FOLDER = DATA / "lemmas"

#: The fold between a word as the lexicon spells it and its key.
HAMZA = ("hamza",)

#: What may stand around a stem: alone, before a pronoun, after the article.
ALONE, HOST, DEFINITE = 0, 1, 2
STATES = ("b", "e", "l")

# Marks the forms of كان, a verb by its forms and a function word by its use.
_AUXILIARY = "x"

CONJUNCTIONS = ("", "و", "ف")
PARTICLES = ("", "ب", "ك", "ل", "س")
ENCLITICS = ("", "ه", "ها", "هم", "هما", "هن", "ي", "ني", "نا", "ك", "كم", "كن", "كما")

#: Classes of stem: noun, adjective, name, perfect, imperfect, then the closed ones.
CLASSES = (
    "N",
    "A",
    "R",
    "VP",
    "VI",
    "prep",
    "sub",
    "part",
    "dem",
    "rel",
    "pron",
    "conj",
    "quant",
    "adv",
    "num",
)
CLASSES = (*CLASSES, "aux")
CLOSED = frozenset({"prep", "sub", "part", "dem", "rel", "pron", "conj", "quant", "aux"})
_NOMINAL = frozenset({"N", "A", "R", "quant", "num", "dem", "rel", "adv"})
_WITH_ARTICLE = frozenset({"N", "A", "R", "quant", "num"})

# A pair of clitics or labels that the texts never showed.
_UNSEEN = -14.0


class Lexicon(NamedTuple):
    """Stems by their folded form, one row a reading; arrays run parallel.

    ``places`` has the number of each folded form, and ``first`` its first row.
    """

    places: dict[str, int]
    first: np.ndarray
    forms: pa.Array
    lemmas: pa.DictionaryArray
    weights: np.ndarray
    classes: np.ndarray
    kinds: np.ndarray
    states: np.ndarray
    closed: np.ndarray


class Grammar(NamedTuple):
    """Which clitics a class takes and which readings stand side by side, as log weights."""

    before: np.ndarray
    after: np.ndarray
    right: np.ndarray
    left: np.ndarray
    transitions: np.ndarray
    labels: dict[str, tuple[int, int]]


@cache
def read_lexicon() -> Lexicon:
    """Return the bundled lexicon; read once."""
    table = pq.read_table(FOLDER / "lexicon.parquet").combine_chunks()
    forms = table["form"].chunk(0)
    readings = table["reading"].chunk(0).dictionary_encode()
    parts = [reading.split(" ") for reading in readings.dictionary.to_pylist()]
    keys = arabic.fold_strings(forms, HAMZA).dictionary_encode()
    order = np.argsort(keys.indices.to_numpy(), kind="stable")
    codes = readings.indices.to_numpy()[order]
    counts = np.bincount(keys.indices.to_numpy(), minlength=len(keys.dictionary))
    kinds = kind_numbers()
    return Lexicon(
        places={key: place for place, key in enumerate(keys.dictionary.to_pylist())},
        first=np.concatenate([[0], np.cumsum(counts)]),
        forms=forms.take(order),
        lemmas=table["lemma"].chunk(0).dictionary_encode().take(order),
        weights=table["weight"].to_numpy()[order] / 10,
        classes=np.array([CLASSES.index(part[0]) for part in parts], dtype=np.int8)[codes],
        kinds=np.array([kinds[part[1]] for part in parts], dtype=np.int16)[codes],
        states=np.array([[state in part[2] for state in STATES] for part in parts])[codes],
        closed=np.array([part[0] in CLOSED or _AUXILIARY in part[2] for part in parts])[codes],
    )


@cache
def kind_numbers() -> dict[str, int]:
    """Return the number of each kind of reading, finer than the classes (feminine noun, plural verb)."""
    column = pq.read_table(FOLDER / "lexicon.parquet", columns=["reading"])["reading"]
    kinds = sorted({reading.split(" ")[1] for reading in column.unique().to_pylist()} | {"Rm", "Am", "VIm"})
    return {kind: number for number, kind in enumerate(kinds)}


def allowed() -> np.ndarray:
    """Return which classes (rows) may stand after which particle and article: class, particle, article."""
    table = np.zeros((len(CLASSES), len(PARTICLES), 2), dtype=bool)
    for row, name in enumerate(CLASSES):
        table[row, 0, 0] = True
        for column, particle in enumerate(PARTICLES):
            if particle in ("ب", "ك", "ل") and name in _NOMINAL:
                table[row, column, 0] = True
        table[row, :4, 1] = name in _WITH_ARTICLE
    table[CLASSES.index("VI"), [PARTICLES.index("س"), PARTICLES.index("ل")], 0] = True
    table[CLASSES.index("sub"), [PARTICLES.index("ب"), PARTICLES.index("ل")], 0] = True
    return table


def takes_pronoun() -> np.ndarray:
    """Return which classes (rows) may carry which enclitic: verbs take ني, nouns ي."""
    table = np.ones((len(CLASSES), len(ENCLITICS)), dtype=bool)
    for row, name in enumerate(CLASSES):
        verb = name in ("VP", "VI")
        table[row, ENCLITICS.index("ي")] = not verb
        table[row, ENCLITICS.index("ني")] = verb or name in ("sub", "prep")
    return table


def accusative_kinds() -> np.ndarray:
    """Return which kinds are an indefinite accusative, written with ا at the end."""
    return np.array([kind[0] in "NAR" and kind.endswith("i") for kind in kind_numbers()])


def adverb_kinds() -> np.ndarray:
    """Return which kinds are adverbs of the closed list: أيضا, جدا."""
    return np.array([kind == "adv" for kind in kind_numbers()])


@cache
def read_grammar() -> Grammar:
    """Return the bundled weights of clitics and of neighbouring readings; read once."""
    before = np.full((len(CLASSES), len(CONJUNCTIONS), len(PARTICLES), 2), _UNSEEN, dtype=np.float32)
    after = np.full((len(CLASSES), len(ENCLITICS)), _UNSEEN, dtype=np.float32)
    names = {name: [name] for name in ("N", "A", "R", "VP", "VI", "prep", "sub", "part")}
    names["F"] = [name for name in CLASSES if name not in names]
    clitics = {
        conjunction + particle + "+" * article: (c, p, article)
        for c, conjunction in enumerate(CONJUNCTIONS)
        for p, particle in enumerate(PARTICLES)
        for article in (0, 1)
    }
    for line in read_words("lemmas/clitics.tsv"):
        side, group, clitic, weight = line.split("\t")
        rows = [CLASSES.index(name) for name in names[group]]
        if side == "before":
            before[(rows, *clitics[clitic])] = float(weight)
        else:
            after[rows, ENCLITICS.index(clitic)] = float(weight)
    return Grammar(before, after, *_read_context())


def _read_context() -> tuple:
    """Return the labels of each kind on its right and left side, and the weights between labels."""
    table = pq.read_table(FOLDER / "context.parquet")
    rights = table["before"].unique().to_pylist()
    lefts = table["after"].unique().to_pylist()
    weights = np.zeros((len(rights) + 1, len(lefts) + 1), dtype=np.float32)
    rows = {label: number for number, label in enumerate(rights)}
    columns = {label: number for number, label in enumerate(lefts)}
    where = [rows[label] for label in table["before"].to_pylist()]
    weights[where, [columns[label] for label in table["after"].to_pylist()]] = table["weight"].to_numpy()
    kinds = kind_numbers()
    right = np.full((len(kinds), len(STATES)), len(rights), dtype=np.int16)
    left = np.full((len(kinds), len(STATES), len(CONJUNCTIONS), len(PARTICLES)), len(lefts), dtype=np.int16)
    for kind, number in kinds.items():
        for state in (ALONE, HOST, DEFINITE):
            label = right_label(kind, state)
            right[number, state] = rows.get(label, len(rights))
            for c, conjunction in enumerate(CONJUNCTIONS):
                for p, particle in enumerate(PARTICLES):
                    name = left_label(label, conjunction, particle)
                    left[number, state, c, p] = columns.get(name, len(lefts))
    special = {label: (rows[label], columns.get(label, len(lefts))) for label in rights if label.isupper()}
    special["END"] = (len(rights), columns["END"])
    return right, left, weights, special


def right_label(kind: str, state: int) -> str:
    """Name what the next word sees of a reading: its kind, whether definite, whether it has a pronoun."""
    if kind[0] not in "NAR":
        return kind + {ALONE: "", HOST: "e", DEFINITE: "l"}[state]
    # a third letter says that the form itself is an accusative (i) or is followed by its genitive (c)
    own = kind if len(kind) > 2 else kind + "b"
    return {ALONE: own, HOST: kind[:2] + "e", DEFINITE: kind[:2] + "l"}[state]


def left_label(right: str, conjunction: str, particle: str) -> str:
    """Name what the word before sees of a reading: a preposition in front hides the rest."""
    if particle in ("ب", "ك", "ل"):
        return ("w" if conjunction else "") + "PP" + ("V" if right.startswith("VI") else "")
    label = "س" if particle == "س" else right
    return {"": "", "و": "w", "ف": "f"}[conjunction] + label


@cache
def _common() -> np.ndarray:
    """Return the greatest weights of each key as noun and as verb; the last row is of no word."""
    lexicon, weights = read_lexicon(), []
    for names in (("N", "A"), ("VP", "VI")):
        own = np.isin(lexicon.classes, [CLASSES.index(name) for name in names])
        best = np.maximum.reduceat(np.where(own, lexicon.weights, -np.inf), lexicon.first[:-1])
        weights.append(np.append(best, -np.inf))
    return np.column_stack(weights)


def weigh_stems(stems: Sequence[str]) -> np.ndarray:
    """Say how common stems are as nouns or adjectives, and as verbs.

    Returns
    -------
    ndarray
        ``(stems, 2)``: the greatest log weight of a reading as a noun and as a verb; ``-inf`` where the
        lexicon has none.
    """
    places = read_lexicon().places
    keys = arabic.fold_strings(pa.array(stems, pa.string()), HAMZA).to_pylist()
    return _common()[[places.get(key, -1) for key in keys]]
