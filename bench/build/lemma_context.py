"""Which kinds of readings stand side by side: a hidden Markov model (Baum et al. 1970) of plain text."""

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from lemma_training import Model, Reading

from analysis.lemmas.stem_lexicon import CONJUNCTIONS, PARTICLES, left_label, right_label

# Readings of a word that are weighed in its sentence, and how much less likely than the best they may be.
_KEPT = 7
_MARGIN = math.log(1e5)

_TOKEN = re.compile(r"[ء-غف-يٱ]+|[0-9٠-٩]+(?:[.,][0-9]+)*|[A-Za-z]+|[^\w\s]")
_LONGEST_WORD, _LONGEST_SENTENCE = 25, 60


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
        construct = slot in ("duc", "mpc", "tdu", "pair", "tpair") and entry.form[-1] in "اوي"
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

    def __init__(self):
        self.rights = {"START": 0}
        self.lefts = {"START": 0, "END": 1}
        self.weights = np.zeros((1, 2))

    def labels(self, entry, reading: Reading) -> tuple[int, int]:
        """Return the numbers of what a reading shows to the word after it and to the word before it."""
        state = 2 if reading.article else 1 if reading.enclitic else 0
        right = right_label(kind_of(entry), state)
        left = left_label(right, CONJUNCTIONS[reading.conjunction], PARTICLES[reading.particle])
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
