"""Training of the tagger's network: gradients written out in numpy, so that retraining needs nothing more."""

import time
from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sparse

from analysis.mentions.clitics import bare_keys
from analysis.mentions.features import WORD_SLOTS, Hashes, code_slot, form_features, hash_values
from analysis.mentions.network import REACH, Model, feature_rows, most_told, sentence_grid, shift

Block = list[tuple[list[str], list[str]]]


@dataclass(frozen=True)
class Options:
    """How to train; the defaults were chosen by cross-validation."""

    size: int = 96
    hidden: int = 192
    told: int = 64
    epochs: int = 8
    #: Blocks of 25 sentences a step.
    batch: int = 6
    rate: float = 0.003
    #: Share of vectors' and hidden cells' values set to 0 in a step.
    dropout: float = 0.3
    #: Share of forms whose own name is hidden in a step, so that letters and neighbours must do.
    hide: float = 0.3
    #: Share of all single features hidden in a step.
    forget: float = 0.2
    #: So many features are kept, the most frequent; this decides the size of the file.
    features: int = 65_000
    seed: int = 0


@dataclass
class Corpus:
    """Blocks of sentences as arrays: forms by number, labels by number."""

    forms: list[str]
    labels: tuple[str, ...]
    blocks: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = field(default_factory=list)


#: The weights that are trained, by name.
LEARNED = (
    *("vectors", "edge", "window", "bias", "summary", "summary_bias"),
    *("output", "told_output", "output_bias", "start", "transitions"),
)
#: A longer sentence is cut: its steps would run alone.
LONGEST = 60


def encode(blocks: list[Block]) -> Corpus:
    """Turn blocks into arrays: each becomes (form, label, sentence) of its tokens, by number."""
    forms, labels = {}, {"O": 0}
    encoded = []
    for block in blocks:
        codes, marks, numbers, number = [], [], [], 0
        for words, tags in block:
            before = "O"
            for place, (word, tag) in enumerate(zip(words, tags, strict=True)):
                begins = place % LONGEST == 0
                number += begins
                # an I whose B is missing or was cut off
                if tag[0] == "I" and (begins or before[2:] != tag[2:]):
                    tag = "B" + tag[1:]
                before = tag
                codes.append(forms.setdefault(word, len(forms)))
                marks.append(labels.setdefault(tag, len(labels)))
                numbers.append(number)
        encoded.append((np.array(codes), np.array(marks), np.array(numbers)))
    return Corpus(list(forms), tuple(labels), encoded)


class Adam:
    """Adam (Kingma and Ba 2015); for the rows of a large table only those that a step touched."""

    def __init__(self, weights: np.ndarray):
        self.weights, self.mean, self.square = weights, np.zeros_like(weights), np.zeros_like(weights)

    def step(self, gradient: np.ndarray, rate: float, count: int, rows: np.ndarray | slice = slice(None)):
        """Move the weights against the gradient."""
        self.mean[rows] = mean = 0.9 * self.mean[rows] + 0.1 * gradient
        self.square[rows] = square = 0.999 * self.square[rows] + 0.001 * gradient**2
        correction = np.float32(np.sqrt(1 - 0.999**count) / (1 - 0.9**count))
        self.weights[rows] -= np.float32(rate) * correction * mean / (np.sqrt(square) + np.float32(1e-8))


def train(
    corpus: Corpus, tables: dict[str, np.ndarray], books: np.ndarray, options: Options, *, report=print
) -> Model:
    """Fit a model to a corpus.

    Parameters
    ----------
    corpus
        From `encode`; a block that stands in it twice weighs twice.
    tables
        The look-up tables of the features.
    books
        The centres of the stages of codes, which are the last columns of ``tables["codes"]``.
    options
        How to train.
    report
        Called with a line after each round.
    """
    generator = np.random.default_rng(options.seed)
    hashes = form_features(Hashes(corpus.forms), tables)
    known = _known_features(hashes, corpus, options.features)
    model = _first_model(known, tables, corpus.labels, options, generator)
    rows = feature_rows(hashes, known)
    hidden_rows = rows.copy()
    hidden_rows[:, WORD_SLOTS] = 0
    words = word_numbers(corpus.forms, tables)
    meanings = code_meanings(known, tables, books)
    projection = generator.uniform(-1, 1, (meanings.shape[1], options.size)).astype(np.float32) / 3
    state = _State(
        model, rows, hidden_rows, words, meanings[rows].sum(axis=1), projection, options, generator
    )
    weights = {name: Adam(getattr(model, name)) for name in LEARNED} | {"projection": Adam(projection)}
    steps = options.epochs * -(-len(corpus.blocks) // options.batch)
    count, began = 0, time.perf_counter()
    for epoch in range(options.epochs):
        order = generator.permutation(len(corpus.blocks))
        total = 0.0
        for first in range(0, len(order), options.batch):
            count += 1
            rate = options.rate * min(1, count / 50) * (1 - (count - 1) / steps)
            chosen = [corpus.blocks[place] for place in order[first : first + options.batch]]
            loss, gradients, touched = _gradients(state, chosen)
            weights["vectors"].step(gradients.pop("vectors"), rate, count, touched)
            for name, gradient in gradients.items():
                weights[name].step(gradient, rate, count)
            total += loss
        seconds = time.perf_counter() - began
        report(f"round {epoch + 1}: loss {total / len(order) * options.batch:.4f}, {seconds:.0f} s")
    # what the projection makes of a code is the same for every word, so it joins the vectors of the codes
    model.vectors[:] += meanings @ projection
    return model


def word_numbers(forms: list[str], tables: dict[str, np.ndarray]) -> np.ndarray:
    """Return a number for each form, the same for those that differ by a particle in front."""
    keys = bare_keys(Hashes(forms), tables)
    return np.unique(keys, return_inverse=True)[1]


def code_meanings(known: np.ndarray, tables: dict[str, np.ndarray], books: np.ndarray) -> np.ndarray:
    """Return for each feature (and the unknown, first) the centre it stands for; zeros if it is no code."""
    meanings = np.zeros((len(known) + 1, books.shape[2]), dtype=np.float32)
    levels = tables["codes"].shape[1]
    for level, centres in enumerate(books, start=levels - len(books)):
        for slot in (code_slot(level), code_slot(level) + 1):
            rows = feature_rows(hash_values(np.arange(len(centres)), slot), known)
            meanings[rows[rows > 0]] = centres[rows > 0] * 3
    return meanings


@dataclass
class _State:
    """What a step needs: the model, and what is known of every form."""

    model: Model
    rows: np.ndarray
    hidden_rows: np.ndarray
    words: np.ndarray
    meanings: np.ndarray
    projection: np.ndarray
    options: Options
    generator: np.random.Generator


def _known_features(hashes: np.ndarray, corpus: Corpus, size: int) -> np.ndarray:
    """Return the hashes of the features seen on the most tokens, ascending."""
    counts = np.bincount(np.concatenate([codes for codes, _, _ in corpus.blocks]), minlength=len(hashes))
    distinct, place = np.unique(hashes, return_inverse=True)
    seen = np.bincount(place.ravel(), weights=np.repeat(counts, hashes.shape[1]))
    seen[distinct == 0] = 0
    return np.sort(distinct[np.argsort(-seen, kind="stable")[:size]])


def _first_model(known, tables, labels, options, generator) -> Model:
    """Return a model before training: small random weights."""

    def draw(*shape, spread):
        return generator.normal(0, spread, shape).astype(np.float32)

    size, hidden, places = options.size, options.hidden, 2 * REACH + 1
    vectors = draw(len(known) + 1, size, spread=0.05)
    vectors[0] = 0
    transitions = np.zeros((len(labels), len(labels)), np.float32)
    return Model(
        tables=tables,
        features=known,
        vectors=vectors,
        edge=draw(size, spread=0.05),
        window=draw(places, size, hidden, spread=1 / np.sqrt(3 * places * size)),
        bias=np.zeros(hidden, np.float32),
        summary=draw(hidden, options.told, spread=1 / np.sqrt(3 * hidden)),
        summary_bias=np.zeros(options.told, np.float32),
        output=draw(hidden, len(labels), spread=1 / np.sqrt(3 * hidden)),
        told_output=draw(options.told, len(labels), spread=1 / np.sqrt(3 * hidden)),
        output_bias=np.zeros(len(labels), np.float32),
        start=np.zeros(len(labels), np.float32),
        transitions=transitions,
        labels=labels,
    )


def forbidden(labels: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Tell which labels cannot begin a sentence, and which cannot follow which: an I needs its B."""
    inside = np.array([label.startswith("I-") for label in labels])
    kind = np.array([label[2:] for label in labels])
    return inside, inside[None, :] & (kind[:, None] != kind[None, :])


def _gradients(state: _State, blocks) -> tuple[float, dict[str, np.ndarray], np.ndarray]:
    """Run blocks forward and backward; return loss, gradients by name, and the rows of vectors touched."""
    model, options, generator = state.model, state.options, state.generator
    codes, labels, sentences, texts = joined(blocks)
    forms, local = np.unique(codes, return_inverse=True)
    hide = generator.random(len(forms)) < options.hide
    used = np.where(hide[:, None], state.hidden_rows[forms], state.rows[forms])
    used[generator.random(used.shape, dtype=np.float32) < options.forget] = 0
    touched, place = np.unique(used, return_inverse=True)
    sums = _one_hot(
        np.repeat(np.arange(len(forms)), used.shape[1]), place.ravel(), (len(forms), len(touched))
    )
    meanings = state.meanings[forms]
    vectors = np.vstack([sums @ model.vectors[touched] + meanings @ state.projection, model.edge[None]])

    edge = len(forms)
    seen = np.stack([shift(local, sentences, offset, edge) for offset in range(-REACH, REACH + 1)], axis=1)
    vector_mask = _mask(vectors.shape, options.dropout, generator)
    inputs = (vectors * vector_mask)[seen].reshape(len(codes), -1)
    window = model.window.reshape(inputs.shape[1], -1)
    hidden = np.maximum(inputs @ window + model.bias, 0)
    hidden_mask = _mask(hidden.shape, options.dropout, generator)
    hidden *= hidden_mask
    told = np.maximum(hidden @ model.summary + model.summary_bias, 0)
    _, words = np.unique(texts * len(state.words) + state.words[codes], return_inverse=True)
    most = most_told(told, words)
    heard = most[words]
    scores = hidden @ model.output + heard @ model.told_output + model.output_bias

    loss, by_score, by_start, by_transition = chain_gradients(scores, labels, sentences, model)
    by_most = _one_hot(words, np.arange(len(words)), (len(most), len(words))) @ (
        by_score @ model.told_output.T
    )
    by_told = by_most[words] * ((told == heard) & (told > 0))
    by_hidden = (by_score @ model.output.T + by_told @ model.summary.T) * (hidden > 0) * hidden_mask
    by_input = (by_hidden @ window.T).reshape(-1, model.vectors.shape[1])
    by_vector = _one_hot(seen.ravel(), np.arange(seen.size), (edge + 1, seen.size)) @ by_input * vector_mask
    by_row = sums.T @ by_vector[:-1]
    by_row[touched == 0] = 0
    gradients = {
        "vectors": by_row,
        "projection": meanings.T @ by_vector[:-1],
        "edge": by_vector[-1],
        "window": (inputs.T @ by_hidden).reshape(model.window.shape),
        "bias": by_hidden.sum(axis=0),
        "summary": hidden.T @ by_told,
        "summary_bias": by_told.sum(axis=0),
        "output": hidden.T @ by_score,
        "told_output": heard.T @ by_score,
        "output_bias": by_score.sum(axis=0),
        "start": by_start,
        "transitions": by_transition,
    }
    return loss, gradients, touched


def _one_hot(rows: np.ndarray, columns: np.ndarray, shape: tuple[int, int]) -> sparse.csr_matrix:
    """Return a matrix of ones at some places: multiplying by it adds rows up."""
    return sparse.csr_matrix((np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=shape)


def _mask(shape: tuple[int, ...], dropout: float, generator: np.random.Generator) -> np.ndarray:
    """Return factors that are 0 for a share of places and make up for it elsewhere."""
    kept = generator.random(shape, dtype=np.float32) >= dropout
    return kept / np.float32(1 - dropout)


def joined(blocks):
    """Put blocks behind each other, their sentences numbered through; tell which block a token is from."""
    last, numbers = 0, []
    for _, _, sentences in blocks:
        numbers.append(sentences + last)
        last += sentences[-1]
    codes, labels = (np.concatenate([block[part] for block in blocks]) for part in (0, 1))
    texts = np.repeat(np.arange(len(blocks)), [len(block[0]) for block in blocks])
    return codes, labels, np.concatenate(numbers), texts


def chain_gradients(scores: np.ndarray, labels: np.ndarray, sentences: np.ndarray, model: Model):
    """Return the loss of a chain of labels and its gradients (Lafferty, McCallum and Pereira 2001).

    Sums run over probabilities rather than their logarithms, each step brought back to a sum of 1.

    Returns
    -------
    tuple
        Mean loss a token (nats), and its gradients by scores, start and transitions.
    """
    cannot_begin, cannot_follow = forbidden(model.labels)
    begin = np.where(cannot_begin, 0, np.exp(model.start.astype(np.float64)))
    follow = np.where(cannot_follow, 0, np.exp(model.transitions.astype(np.float64)))
    first, length = sentence_grid(sentences)
    alive = np.searchsorted(-length, -np.arange(length[0] + 1), side="left")
    top = scores.max(axis=1, keepdims=True)
    weight = np.exp((scores - top).astype(np.float64))

    ahead, scale = np.empty_like(weight), np.empty(len(weight))
    for step in range(length[0]):
        at = first[: alive[step]] + step
        arriving = begin if step == 0 else ahead[at - 1] @ follow
        raw = arriving * weight[at]
        scale[at] = raw.sum(axis=1)
        ahead[at] = raw / scale[at, None]
    behind = np.ones_like(weight)
    by_transition = np.zeros_like(follow)
    for step in range(length[0] - 1, 0, -1):
        at = first[: alive[step]] + step
        leaving = weight[at] * behind[at] / scale[at, None]
        behind[at - 1] = leaving @ follow.T
        by_transition += ahead[at - 1].T @ leaving
    by_transition *= follow
    by_score = ahead * behind
    by_start = by_score[first].sum(axis=0)

    rows = np.arange(len(labels))
    inner = np.ones(len(labels), dtype=bool)
    inner[first] = False
    before, after = labels[rows[inner] - 1], labels[inner]
    gold = (
        scores[rows, labels].sum() + model.start[labels[first]].sum() + model.transitions[before, after].sum()
    )
    loss = (np.log(scale) + top[:, 0]).sum() - gold
    by_score[rows, labels] -= 1
    np.subtract.at(by_start, labels[first], 1)
    np.subtract.at(by_transition, (before, after), 1)
    count = len(labels)
    return loss / count, *(part.astype(np.float32) / count for part in (by_score, by_start, by_transition))
