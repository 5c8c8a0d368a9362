"""Weights of the lexicon, learned from plain text without any marked word: expectation maximisation.

First every distinct word is explained by itself (lemma, slot, clitics each with a probability), then in its
sentence (a hidden Markov model whose states are kinds of readings; Baum et al. 1970). A doubtful word is
settled by words that have only one reading: كتبت can only be كتب, الكتب only a noun.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from lemma_sources import GUESSED, WRITTEN, Lexicon, fold

from analysis.lemmas.lexicon import CLASSES, CONJUNCTIONS, ENCLITICS, PARTICLES, allowed, takes_pronoun

# How much likelier an entry is before the text is seen, by its source.
_TRUST = np.array([0.008, 0.3, 1.0, 3.0, 8.0])

# How likely a word is to leave out a hamza that its lemma has, and to have another than its lemma.
_SPELLING = np.array([1.0, 0.05, 0.002])

# The accusative's slot would swallow the names of countries (إيطاليا) if it grew.
_MOST_ACCUSATIVE, _MOST_ACCUSATIVE_NISBA = 0.06, 0.04

# A word is a name if it is this many times (in logarithms) more frequent than its parts make it.
_NAME_RATIO, _NAME_EVIDENCE = 3.0, 6.0

_KEPT = 7
_MARGIN = math.log(1e5)

_TOKEN = re.compile(r"[ء-غف-يٱ]+|[0-9٠-٩]+(?:[.,][0-9]+)*|[A-Za-z]+|[^\w\s]")
_LONGEST_WORD, _LONGEST_SENTENCE = 25, 60

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
            _number([_lemma_of(entry) for entry in entries]),
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
        self.trust = _TRUST[[entry.source for entry in entries]]
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


def _lemma_of(entry) -> tuple[str, str]:
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
        elsewhere = lemma_chance[_lemma_of(entry)] * size - count
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


def kind_of(entry) -> str:
    """Return the kind of an entry: what its neighbours see of it when it stands alone."""
    tag, slot = entry.tag, entry.slot
    if tag in ("N", "A", "R"):
        if slot in ("bp", "bpacc", "fp", "tfp"):
            gender = "p"
        elif slot.startswith("t") or slot in ("f", "fd"):
            gender = "t"
        elif slot in ("mp", "mpc"):
            gender = "h"
        else:
            gender = "t" if tag == "A" and slot == "s" and entry.form.endswith(("اء", "ى")) else "m"
        construct = slot in ("duc", "mpc", "tdu") and entry.form[-1] in "اوي"
        return tag + gender + ("i" if slot in ("acc", "bpacc") else "c" if construct else "")
    if tag in ("VP", "VI"):
        if slot[:2] == "it" or slot == "p3f":
            return tag + "f"
        return tag + ("p" if slot[-1] == "p" else "1" if slot in ("ia", "in", "p1s", "p1p") else "m")
    special = {"sub": ("أن", "إن", "حيث"), "part": ("لم", "لن", "لا", "قد", "ما", "سوف", "لقد")}
    if entry.lemma in special.get(tag, ()):
        return tag + entry.lemma
    return tag + ("ما" if tag == "rel" and entry.lemma in ("ما", "من") else "")


class Context:
    """Which kinds of readings stand side by side."""

    def __init__(self, label_right, label_left):
        self.rights = {"START": 0}
        self.lefts = {"START": 0, "END": 1}
        self.label_right, self.label_left = label_right, label_left
        self.weights = np.zeros((1, 2))

    def labels(self, entry, reading: Reading) -> tuple[int, int]:
        """Return the numbers of what a reading shows to the word after it and to the word before it."""
        state = 2 if reading.article else 1 if reading.enclitic else 0
        right = self.label_right(kind_of(entry), state)
        left = self.label_left(right, CONJUNCTIONS[reading.conjunction], PARTICLES[reading.particle])
        return self._number(right, self.rights), self._number(left, self.lefts)

    def mark(self, name: str) -> tuple[int, int]:
        """Return the numbers of a mark: NUM, PUN, STOP, LAT."""
        return self._number(name, self.rights), self._number(name, self.lefts)

    @staticmethod
    def _number(label: str, numbers: dict[str, int]) -> int:
        return numbers.setdefault(label, len(numbers))

    def grow(self) -> None:
        """Make room for labels that are new."""
        weights = np.zeros((len(self.rights), len(self.lefts)))
        weights[: self.weights.shape[0], : self.weights.shape[1]] = self.weights
        self.weights = weights

    def update(self, pairs: np.ndarray) -> None:
        """Estimate how much likelier two labels are side by side than by chance."""
        alone = pairs.sum(0) / pairs.sum() + 1e-7
        self.weights = np.log((pairs + 20 * alone) / (pairs.sum(1, keepdims=True) + 20) / alone)


class Corpus(NamedTuple):
    """Sentences as rows of a table of candidates per distinct token."""

    sentences: list[list[int]]
    words: list[str]


def read_sentences(lines: Iterator[str], step: int) -> Corpus:
    """Read every ``step``-th line."""
    numbers: dict[str, int] = {}
    sentences = []
    for place, line in enumerate(lines):
        if place % step or len(line) < 20:
            continue
        sentence = []
        for token in _TOKEN.findall(line):
            if len(token) > _LONGEST_WORD:
                continue
            sentence.append(numbers.setdefault(token, len(numbers)))
            if token in ".!؟?" or len(sentence) >= _LONGEST_SENTENCE:
                sentences.append(sentence)
                sentence = []
        if sentence:
            sentences.append(sentence)
    return Corpus(sorted(sentences, key=len), list(numbers))


def fit_context(model: Model, context: Context, corpus: Corpus, *, lexical: bool) -> None:
    """One round: the expected readings in their sentences, then new weights; lexical ones only if asked."""
    log_chances = np.log(np.maximum(model.chances() * model.trust, 1e-300))
    known = {word: number for number, word in enumerate(model.words)}
    table = [_candidates(token, known, model, log_chances, context) for token in corpus.words]
    context.grow()
    width = max(map(len, table))
    own = np.full((len(table), width), -1e9)
    left, right = np.zeros(own.shape, dtype=int), np.zeros(own.shape, dtype=int)
    for row, candidates in enumerate(table):
        for column, (chance, r, le, _) in enumerate(candidates):
            own[row, column], right[row, column], left[row, column] = chance, r, le
    posterior = np.zeros(own.shape)
    pairs = np.zeros(context.weights.shape)
    for first in range(0, len(corpus.sentences), 800):
        _expect(corpus.sentences[first : first + 800], own, left, right, context.weights, posterior, pairs)
    context.update(pairs)
    if lexical:
        expected = np.zeros(len(model.readings))
        for row, candidates in enumerate(table):
            for column, (_, _, _, place) in enumerate(candidates):
                if place >= 0:
                    expected[place] += posterior[row, column]
        model.update(expected)


def _candidates(
    token: str, known: dict, model: Model, log_chances: np.ndarray, context: Context
) -> list[tuple]:
    """Return (log chance, right label, left label, reading) for a token, the likeliest first."""
    if not "ء" <= token[0] <= "ٱ":
        kind = (
            "NUM"
            if token[0].isdigit()
            else "LAT"
            if token[0].isalpha()
            else "STOP"
            if token in ".!؟?:"
            else "PUN"
        )
        return [(0.0, *context.mark(kind), -1)]
    number = known.get(token)
    places = range(model.first[number], model.first[number + 1]) if number is not None else ()
    best: dict[tuple[int, int], tuple[float, int]] = {}
    for place in places:
        labels = context.labels(model.lexicon.entries[model.readings[place].key], model.readings[place])
        best[labels] = max(best.get(labels, (-math.inf, -1)), (log_chances[place], place))
    if not best:
        return [(0.0, *context.mark("Rmb"), -1)]
    ranked = sorted(((chance, *labels, place) for labels, (chance, place) in best.items()), reverse=True)[
        :_KEPT
    ]
    return [row for row in ranked if row[0] > ranked[0][0] - _MARGIN]


def _expect(sentences, own, left, right, weights, posterior, pairs) -> None:
    """Add the expected readings of these sentences to ``posterior`` and ``pairs`` (forward, backward)."""
    steps, count = max(map(len, sentences)), len(sentences)
    lengths = np.array([len(sentence) for sentence in sentences])
    tokens = np.zeros((steps, count), dtype=int)
    for column, sentence in enumerate(sentences):
        tokens[: len(sentence), column] = sentence
    scores, lefts, rights = own[tokens], left[tokens], right[tokens]
    inside = np.arange(steps)[:, None] < lengths
    forward = np.empty(scores.shape)
    forward[0] = weights[0, lefts[0]] + scores[0]
    links = [None]
    for n in range(1, steps):
        links.append(weights[rights[n - 1][:, :, None], lefts[n][:, None, :]])
        top = forward[n - 1].max(1, keepdims=True)
        sums = np.einsum("bk,bkj->bj", np.exp(forward[n - 1] - top), np.exp(links[n]))
        forward[n] = np.log(sums + 1e-300) + top + scores[n]
    backward = np.empty(scores.shape)
    backward[-1] = weights[rights[-1], 1]
    for n in range(steps - 2, -1, -1):
        ahead = backward[n + 1] + scores[n + 1]
        top = ahead.max(1, keepdims=True)
        sums = np.log(np.einsum("bkj,bj->bk", np.exp(links[n + 1]), np.exp(ahead - top)) + 1e-300) + top
        backward[n] = np.where((n < lengths - 1)[:, None], sums, weights[rights[n], 1])
    both = forward + backward
    share = np.exp(both - both.max(2, keepdims=True))
    share /= share.sum(2, keepdims=True)
    np.add.at(posterior, tokens[inside], share[inside])
    np.add.at(pairs, (0, lefts[0]), share[0])
    for n in range(1, steps):
        joint = forward[n - 1][:, :, None] + links[n] + (scores[n] + backward[n])[:, None, :]
        joint = np.exp(joint - joint.max((1, 2), keepdims=True))
        joint *= (inside[n] / joint.sum((1, 2)))[:, None, None]
        places = rights[n - 1][:, :, None] * pairs.shape[1] + lefts[n][:, None, :]
        pairs += np.bincount(places.ravel(), joint.ravel(), minlength=pairs.size).reshape(pairs.shape)
    last = lengths - 1, np.arange(count)
    np.add.at(pairs, (rights[last], 1), share[last])


def seen_keys(model: Model) -> set[tuple[str, str, str]]:
    """Return the entries that any word of the text may be read with."""
    return {reading.key for reading in model.readings}


def by_lemma(lexicon: Lexicon) -> dict[str, list]:
    """Return the entries of every lemma."""
    entries = defaultdict(list)
    for entry in lexicon.entries.values():
        entries[entry.lemma].append(entry)
    return entries
