"""The tagger's model: vectors summed from features, a window of them, a hidden layer, a chain of labels.

Everything that depends on a word form alone is computed once per distinct form: its vector, and what it
adds to the hidden layer at each place of the window. A token then costs a few look-ups and additions.
"""

from dataclasses import dataclass

import numpy as np

from analysis.mentions.features import Hashes, form_features

#: Tokens on either side of a token that its label is decided from.
REACH = 2
#: Tokens whose hidden layers are held in memory at once.
CHUNK = 8192
#: Tokens for whose forms the parts of the hidden layer are held at once: about 100 MB.
SLICE = 1 << 16


@dataclass(frozen=True)
class Model:
    """What training leaves: feature tables, weights, and the labels they score.

    Attributes
    ----------
    tables
        The look-up tables of `analysis.mentions.features.form_features`.
    features
        Known feature hashes, ascending, uint32.
    vectors
        One row for each feature and, first, one of zeros for the unknown: ``(features + 1, size)`` float32.
    edge
        The vector of the places before and after a sentence, ``(size,)``.
    window, bias
        From the vectors of the window's tokens to the hidden layer: ``(2 * REACH + 1, size, hidden)``,
        ``(hidden,)``.
    summary, summary_bias
        From the hidden layer to what a token tells the others of its word: ``(hidden, told)``,
        ``(told,)``.
    output, told_output, output_bias
        From the hidden layer, and from the most that any token of the word told, to the labels:
        ``(hidden, labels)``, ``(told, labels)``, ``(labels,)``.
    start, transitions
        Log scores of a label at a sentence's beginning, and after a label, ``(labels, labels)`` from, to.
    labels
        ``O``, ``B-person``, ``I-person``, ...
    """

    tables: dict[str, np.ndarray]
    features: np.ndarray
    vectors: np.ndarray
    edge: np.ndarray
    window: np.ndarray
    bias: np.ndarray
    summary: np.ndarray
    summary_bias: np.ndarray
    output: np.ndarray
    told_output: np.ndarray
    output_bias: np.ndarray
    start: np.ndarray
    transitions: np.ndarray
    labels: tuple[str, ...]


def feature_rows(hashes: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Turn feature hashes into rows of the table of vectors; 0, the row of zeros, where unknown."""
    place = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
    return np.where(known[place] == hashes, place + 1, 0)


def form_vectors(hashes: Hashes, model: Model) -> np.ndarray:
    """Sum the vectors of the features of each distinct form: ``(forms, size)`` float32."""
    rows = feature_rows(form_features(hashes, model.tables), model.features)
    total = np.zeros((len(rows), model.vectors.shape[1]), dtype=np.float32)
    # slot by slot: one array of forms x slots x size would not fit the cache
    for column in rows.T:
        total += model.vectors[column]
    return total


def label_scores(
    vectors: np.ndarray, codes: np.ndarray, sentences: np.ndarray, words: np.ndarray, model: Model
) -> np.ndarray:
    """Score every label at every token.

    What surrounds a name in one place tells what it is in all others: each token tells a summary of its
    hidden layer, and every token of the same word in the same text hears the most that was told.

    Parameters
    ----------
    vectors
        From `form_vectors`.
    codes
        The row of ``vectors`` for each token, in reading order.
    sentences
        The number of each token's sentence; it changes where a sentence begins.
    words
        Numbers, from 0, that are equal for tokens of the same word in the same text.
    model
        The weights.

    Returns
    -------
    ndarray
        ``(tokens, labels)`` float32, log scores.
    """
    vectors = np.vstack([vectors, model.edge[None]])
    edge = len(vectors) - 1
    scores = np.empty((len(codes), len(model.labels)), dtype=np.float32)
    told = np.empty((len(codes), model.summary.shape[1]), dtype=np.float32)
    seen = [shift(codes, sentences, offset, edge) for offset in range(-REACH, REACH + 1)]
    for first in range(0, len(codes), SLICE):
        part = slice(first, first + SLICE)
        _score_slice(vectors, [column[part] for column in seen], model, scores[part], told[part])
    heard = most_told(np.maximum(told, 0), words) @ model.told_output
    return scores + heard[words]


def _score_slice(vectors, seen: list[np.ndarray], model: Model, scores: np.ndarray, told: np.ndarray) -> None:
    """Fill the scores of some tokens, and what they tell, from the codes at each place of their windows."""
    used = np.zeros(len(vectors), dtype=bool)
    for column in seen:
        used[column] = True
    local = np.cumsum(used) - 1
    places = [vectors[used] @ weights for weights in model.window]
    for first in range(0, len(scores), CHUNK):
        chunk = slice(first, first + CHUNK)
        hidden = np.repeat(model.bias[None], len(scores[chunk]), axis=0)
        for place, column in zip(places, seen, strict=True):
            hidden += place[local[column[chunk]]]
        np.maximum(hidden, 0, out=hidden)
        scores[chunk] = hidden @ model.output + model.output_bias
        told[chunk] = hidden @ model.summary + model.summary_bias


def most_told(told: np.ndarray, words: np.ndarray) -> np.ndarray:
    """Return for each word the greatest of what its tokens told, column by column."""
    order = np.argsort(words, kind="stable")
    first = np.flatnonzero(np.diff(words[order], prepend=-1))
    return np.maximum.reduceat(told[order], first, axis=0) if len(words) else told


def shift(codes: np.ndarray, sentences: np.ndarray, offset: int, edge: int) -> np.ndarray:
    """Return for each token the code of the token ``offset`` further on, ``edge`` outside its sentence."""
    if not offset:
        return codes
    moved = np.full(len(codes), edge)
    here, there = (
        (slice(None, -offset), slice(offset, None))
        if offset > 0
        else (slice(-offset, None), slice(None, offset))
    )
    moved[here] = np.where(sentences[here] == sentences[there], codes[there], edge)
    return moved


def sentence_grid(sentences: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Arrange sentences for going through all of them together, the long ones first.

    Returns
    -------
    tuple
        First token of each sentence, and its length; both by length, descending.
    """
    first = np.flatnonzero(np.diff(sentences, prepend=sentences[:1] - 1))
    length = np.diff(first, append=len(sentences))
    order = np.argsort(-length, kind="stable")
    return first[order], length[order]


def best_labels(scores: np.ndarray, sentences: np.ndarray, model: Model) -> np.ndarray:
    """Find the best chain of labels of every sentence (Viterbi 1967), all sentences step by step together.

    Returns
    -------
    ndarray
        One label number for each token.
    """
    if not len(scores):
        return np.zeros(0, dtype=np.int64)
    first, length = sentence_grid(sentences)
    running = np.searchsorted(-length, -np.arange(length[0]), side="left")
    best = scores[first] + model.start
    back = []
    for step in range(1, length[0]):
        alive = running[step]
        through = best[:alive, :, None] + model.transitions
        back.append(through.argmax(axis=1))
        best[:alive] = through.max(axis=1) + scores[first[:alive] + step]
    labels = np.zeros(len(scores), dtype=np.int64)
    current = best.argmax(axis=1)
    for step in range(length[0] - 1, 0, -1):
        alive = running[step]
        labels[first[:alive] + step] = current[:alive]
        current[:alive] = back[step - 1][np.arange(alive), current[:alive]]
    labels[first] = current
    return labels
