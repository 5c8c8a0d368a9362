"""Weights of the lexicon, learned from plain text without any marked word: expectation maximisation.

Every distinct word is explained by itself: lemma, slot and clitics each have a probability. A doubtful word
is settled by words that have only one reading: كتبت can only be كتب, الكتب only a noun. `lemma_context` then
explains the words in their sentences.
"""

import math
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from lemma_sources import GUESSED, WRITTEN, Lexicon, fold

from analysis.lemmas.stem_lexicon import CLASSES, CONJUNCTIONS, ENCLITICS, PARTICLES, allowed, takes_pronoun

# How much likelier an entry is before the text is seen, by its source.
TRUST = np.array([0.008, 0.3, 1.0, 3.0, 8.0, 15.0, 1500.0])

# How likely a word is to leave out a hamza that its lemma has, and to have another than its lemma.
_SPELLING = np.array([1.0, 0.05, 0.002])

# The accusative's slot would swallow the names of countries (إيطاليا) if it grew.
_MOST_ACCUSATIVE, _MOST_ACCUSATIVE_NISBA = 0.06, 0.04

# A word is a name if it is this many times (in logarithms) more frequent than its parts make it.
_NAME_RATIO, _NAME_EVIDENCE = 3.0, 6.0

_ALLOWED, _TAKES = allowed(), takes_pronoun()


class Reading(NamedTuple):
    """One way to cut a word: numbers of conjunction, particle and enclitic, the article, the entry's key."""

    conjunction: int
    particle: int
    article: int
    enclitic: int
    key: tuple[str, str, str]


def read_word(word: str, lexicon: Lexicon) -> Iterator[Reading]:
    """Yield every reading that the lexicon allows of a word, hamza as written."""
    key = fold(word)
    for c, conjunction in enumerate(CONJUNCTIONS):
        for p, particle in enumerate(PARTICLES):
            prefix = conjunction + particle
            if not key.startswith(prefix) or len(key) == len(prefix):
                continue
            rest = key[len(prefix) :]
            stems = [(0, rest)]
            if rest.startswith("ال") and len(rest) > 3:
                stems.append((1, rest[2:]))
            if particle == "ل" and rest.startswith("ل") and len(rest) > 2:
                stems += [(1, rest[1:]), (1, rest)]
            for article, stem in stems:
                yield from _read_stem(c, p, article, stem, lexicon)


def _read_stem(c: int, p: int, article: int, stem: str, lexicon: Lexicon) -> Iterator[Reading]:
    for e, enclitic in enumerate(ENCLITICS):
        if not stem.endswith(enclitic) or len(stem) == len(enclitic) or (e and article):
            continue
        state = "l" if article else "e" if e else "b"
        for key in lexicon.by_key.get(stem[: len(stem) - len(enclitic)], ()):
            entry = lexicon.entries[key]
            row = CLASSES.index(entry.tag)
            if state in entry.states and _ALLOWED[row, p, article] and _TAKES[row, e]:
                if not (p and entry.slot in ("acc", "tacc", "bpacc")):
                    yield Reading(c, p, article, e, key)


def unexplained(lexicon: Lexicon) -> Counter:
    """Return the words of the text that no entry explains, with their counts."""
    counts = lexicon.text.counts
    return Counter(
        {w: n for w, n in counts.items() if n >= 2 and not any(True for _ in read_word(w, lexicon))}
    )


class Model:
    """The candidates of a vocabulary and the probabilities of their parts."""

    def __init__(self, words: list[str], lexicon: Lexicon):
        self.words, self.lexicon = words, lexicon
        self.readings: list[Reading] = []
        self.first = [0]
        costs = []
        for word in words:
            for reading in read_word(word, lexicon):
                self.readings.append(reading)
                costs.append(_spelling(word, reading))
            self.first.append(len(self.readings))
        self.first = np.array(self.first)
        self.word = np.repeat(np.arange(len(words)), np.diff(self.first))
        entries = [lexicon.entries[reading.key] for reading in self.readings]
        self.adjectives = {lemma for _, lemma, tag in lexicon.entries if tag == "A"}
        self.parts, self.names = zip(
            _number([lemma_key(entry) for entry in entries]),
            _number([self.slot_of(entry) for entry in entries]),
            _number(
                [before_of(entry.tag, reading) for entry, reading in zip(entries, self.readings, strict=True)]
            ),
            _number(
                [after_of(entry.tag, reading) for entry, reading in zip(entries, self.readings, strict=True)]
            ),
            strict=True,
        )
        self.groups = [np.zeros(len(self.names[0]), dtype=int)]
        self.groups += [_number([name[0] for name in names])[0] for names in self.names[1:]]
        self.spelling = _SPELLING[costs]
        self.trust = TRUST[[entry.source for entry in entries]]
        self.limits = np.array([_limit(name) for name in self.names[1]])
        self.values = [np.ones(len(names)) for names in self.names]
        self.values = [_normalise(v, g, 0) for v, g in zip(self.values, self.groups, strict=True)]

    def slot_of(self, entry) -> tuple[str, str]:
        """Name the slot of an entry within its paradigm: what a lemma's ending lets one expect."""
        if entry.tag not in ("N", "A"):
            return ("V" if entry.tag in ("VP", "VI") else entry.tag), entry.slot
        lemma = entry.lemma
        ending = lemma[-1] if lemma[-1] in "ةىي" else "ء" if lemma.endswith("اء") else ""
        return ("A" if lemma in self.adjectives else "N") + ending, entry.slot

    def chances(self) -> np.ndarray:
        """Return the probability of every reading without its trust."""
        product = self.spelling.copy()
        for part, values in zip(self.parts, self.values, strict=True):
            product *= values[part]
        return product

    def update(self, expected: np.ndarray) -> None:
        """Estimate the probabilities from the expected number of every reading."""
        for n, (part, group) in enumerate(zip(self.parts, self.groups, strict=True)):
            counts = np.bincount(part, expected, minlength=len(group))
            self.values[n] = _normalise(counts, group, 1.0 if n else 0.05)
        self.values[1] = np.minimum(self.values[1], self.limits)

    def fit(self, counts: np.ndarray, rounds: int = 25) -> None:
        """Explain every word by itself."""
        for _ in range(rounds):
            chances = self.chances() * self.trust
            totals = np.bincount(self.word, chances, minlength=len(self.words))
            self.update(chances / np.maximum(totals, 1e-300)[self.word] * counts[self.word])


def lemma_key(entry) -> tuple[str, str]:
    """Return the lemma with its class: all forms of one verb, or of one noun, share a probability."""
    return entry.lemma, {"VP": "V", "VI": "V", "N": "X", "A": "X"}.get(entry.tag, entry.tag)


def group_of(tag: str) -> str:
    """Return the classes whose clitics are counted together."""
    return tag if tag in ("N", "A", "R", "VP", "VI", "prep", "sub", "part") else "F"


def before_of(tag: str, reading: Reading) -> tuple[str, str]:
    """Name what stands before a stem; + is the article."""
    return group_of(tag), CONJUNCTIONS[reading.conjunction] + PARTICLES[
        reading.particle
    ] + "+" * reading.article


def after_of(tag: str, reading: Reading) -> tuple[str, str]:
    """Name the pronoun behind a stem."""
    return group_of(tag), ENCLITICS[reading.enclitic]


def _limit(slot: tuple[str, str]) -> float:
    if slot[1] not in ("acc", "bpacc"):
        return 1.0
    return _MOST_ACCUSATIVE_NISBA if slot[0].endswith("ي") else _MOST_ACCUSATIVE


def _number(names: list) -> tuple[np.ndarray, list]:
    """Return the number of each name among the distinct ones, and these."""
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return np.array([numbers[name] for name in names], dtype=int), list(numbers)


def _normalise(counts: np.ndarray, groups: np.ndarray, added: float) -> np.ndarray:
    return (counts + added) / np.bincount(groups, counts + added)[groups]


def _spelling(word: str, reading: Reading) -> int:
    """Return 0 for a stem spelled as its lemma is, 1 if it leaves a hamza out, 2 if it has another."""
    end = len(word) - len(ENCLITICS[reading.enclitic])
    form = reading.key[0]
    pairs = zip(word[end - len(form) : end], form, strict=True)
    return max((1 if ours == "ا" else 2 for ours, theirs in pairs if ours != theirs), default=0)


def add_names(model: Model) -> int:
    """Add names that only look like clitic and stem: ستالين is far more frequent than س and تالين make it."""
    lexicon, text, added = model.lexicon, model.lexicon.text, 0
    chances = model.chances()
    totals = np.bincount(model.word, chances, minlength=len(model.words))
    size = sum(text.counts[word] for word in model.words)
    lemma_chance = dict(zip(model.names[0], model.values[0], strict=True))
    for number in np.flatnonzero(totals):
        word = model.words[number]
        count = text.counts[word]
        if count < 4 or word.startswith(("وال", "بال", "كال", "فال", "لل")):
            continue
        rows = np.arange(model.first[number], model.first[number + 1])
        reading = model.readings[rows[chances[rows].argmax()]]
        ratio = math.log(count / (size * totals[number]))
        if ratio < _NAME_RATIO + _NAME_EVIDENCE / count or text.marked[word] >= 0.03 * count:
            continue
        entry = lexicon.entries[reading.key]
        elsewhere = lemma_chance[lemma_key(entry)] * size - count
        if not _may_be_name(word, reading, entry, ratio, elsewhere, lexicon):
            continue
        name = word[2:] if word.startswith("ال") and len(word) > 4 else word
        if len(name) >= 3 and (name, name, "R") not in lexicon.entries and not lexicon.is_noun(name):
            lexicon.add(name, name, "R", "r", "bel", GUESSED + 1)
            added += 1
    return added


def _may_be_name(word, reading: Reading, entry, ratio: float, elsewhere: float, lexicon: Lexicon) -> bool:
    """Refuse words whose parts are well known: they are set phrases (بشكل), plurals, passives, not names."""
    count, text = lexicon.text.counts[word], lexicon.text
    cut = bool(reading.conjunction or reading.particle or reading.enclitic)
    if entry.source >= WRITTEN or entry.tag not in ("N", "A", "R", "VP", "VI"):
        return False
    if (entry.form == entry.lemma and not cut) or ENCLITICS[reading.enclitic] in (
        "ه",
        "ها",
        "هم",
        "هما",
        "هن",
        "ني",
    ):
        return False
    if entry.tag in ("VP", "VI"):
        return elsewhere < max(40, count / 4) if cut else ratio >= 6
    if not cut:
        if entry.slot in ("fp", "tfp", "mp", "mpc", "duc", "bp") or text.counts["ال" + word] >= 2:
            return entry.slot == "acc" and text.counts["ال" + word] < 2
        return entry.slot not in ("du", "tdu", "fd") or text.definite(entry.lemma) < 3
    return elsewhere < (max(15, count / 20) if entry.tag == "N" else max(40, count / 4))


def seen_keys(model: Model) -> set[tuple[str, str, str]]:
    """Return the entries that any word of the text may be read with."""
    return {reading.key for reading in model.readings}
