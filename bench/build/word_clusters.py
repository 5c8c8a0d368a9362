"""Word clusters from plain text: which words stand in like places, as a few small integers a word."""

from collections import Counter
from collections.abc import Iterable

import numpy as np
import scipy.sparse as sparse

from analysis.mentions.features import fold_forms

#: So many words are kept, the common ones, and none seen less often than this.
KEPT, RAREST = 50_000, 5
#: The commonest words count as contexts.
CONTEXTS = 12_000
#: Places around a word that are counted apart; the last are one bag.
PLACES = ((1,), (-1,), (2,), (-2,), (3, 4, 5, -3, -4, -5))
SIZE = 100
#: Stages of clustering, each of what the one before left over, and clusters of each.
STAGES, STAGE = 8, 256


def word_vectors(sentences: Iterable[list[str]]) -> tuple[list[str], np.ndarray]:
    """Learn vectors of words by the singular vectors of positive pointwise mutual information.

    Levy, Goldberg and Dagan (2015), TACL 3: contexts smoothed by the power 0.75, vectors weighted by the
    square root of the singular values. Contexts are told apart by their place, which makes words alike
    that could stand for each other rather than words of one topic.

    Returns
    -------
    tuple
        Folded words, the common ones first, and their unit vectors, ``(words, SIZE)`` float32.
    """
    lines = list(sentences)
    counts = Counter(word for line in lines for word in line)
    spelled = list(counts)
    folded = Counter()
    for word, fold in zip(spelled, fold_forms(spelled), strict=True):
        folded[fold] += counts[word]
    words = [word for word, count in folded.most_common(KEPT) if count >= RAREST]
    number = {word: place for place, word in enumerate(words)}
    of_spelling = {
        word: number.get(fold, -1) for word, fold in zip(spelled, fold_forms(spelled), strict=True)
    }
    stream = np.array([code for line in lines for code in (*map(of_spelling.__getitem__, line), *[-1] * 5)])
    vectors = _truncated(
        sparse.hstack([_information(stream, places, len(words)) for places in PLACES]).tocsr()
    )
    return words, vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)


def _information(stream: np.ndarray, places: tuple[int, ...], size: int) -> sparse.csr_matrix:
    """Return the positive pointwise mutual information of words with the words at some places."""
    total = sparse.csr_matrix((size, CONTEXTS), dtype=np.float32)
    for place in places:
        word, context = (stream[:-place], stream[place:]) if place > 0 else (stream[-place:], stream[:place])
        kept = (word >= 0) & (context >= 0) & (context < CONTEXTS)
        ones = np.ones(kept.sum(), dtype=np.float32)
        total = total + sparse.coo_matrix((ones, (word[kept], context[kept])), shape=total.shape).tocsr()
    pairs = total.tocoo()
    rows, columns = np.asarray(total.sum(1)).ravel(), np.asarray(total.sum(0)).ravel() ** 0.75
    information = np.log(pairs.data * columns.sum() / (rows[pairs.row] * columns[pairs.col]))
    kept = information > 0
    return sparse.csr_matrix((information[kept], (pairs.row[kept], pairs.col[kept])), shape=total.shape)


def _truncated(matrix: sparse.csr_matrix) -> np.ndarray:
    """Return the leading left singular vectors, weighted (Halko, Martinsson and Tropp 2011, alg. 4.4)."""
    generator = np.random.default_rng(0)
    basis = matrix @ generator.standard_normal((matrix.shape[1], SIZE + 20)).astype(np.float32)
    basis = np.linalg.qr(basis)[0]
    for _ in range(3):
        basis = np.linalg.qr(matrix @ np.linalg.qr(matrix.T @ basis)[0])[0]
    left, values, _ = np.linalg.svd((matrix.T @ basis).T, full_matrices=False)
    return ((basis @ left)[:, :SIZE] * np.sqrt(values[:SIZE])).astype(np.float32)


def cluster(vectors: np.ndarray, size: int, *, rounds: int = 12) -> tuple[np.ndarray, np.ndarray]:
    """Group vectors around ``size`` centres (k-means); return the group of each, and the centres."""
    generator = np.random.default_rng(size)
    # the common words lead the table: rare ones make poor first centres
    centres = vectors[generator.choice(min(len(vectors), 20_000), size, replace=False)].copy()
    for _ in range(rounds):
        group = _nearest(vectors, centres)
        members = sparse.csr_matrix((np.ones(len(group), np.float32), (group, np.arange(len(group)))))
        members.resize((size, len(group)))
        counts = np.bincount(group, minlength=size)[:, None]
        centres = np.where(counts > 0, (members @ vectors) / np.maximum(counts, 1), centres)
    return _nearest(vectors, centres), centres


def _nearest(vectors: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Return the nearest centre of each vector."""
    half = (centres**2).sum(axis=1) / 2
    slices = (vectors[first : first + 8192] for first in range(0, len(vectors), 8192))
    return np.concatenate([(part @ centres.T - half).argmax(axis=1) for part in slices])


def word_codes(vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return for each word its cluster and, stage by stage, the centre nearest to the rest of its vector.

    The stages are a residual quantisation (Chen, Guan and Wang 2010): the first is a clustering of words,
    all together say almost what the vector says, in one byte each.

    Returns
    -------
    tuple
        Codes, ``(words, stages)`` uint8; and centres, ``(stages, centres, SIZE)``.
    """
    rest, columns, books = vectors.copy(), [], []
    for _ in range(STAGES):
        group, centres = cluster(rest, STAGE, rounds=8)
        rest -= centres[group]
        columns.append(group)
        books.append(centres)
    return np.column_stack(columns).astype(np.uint8), np.stack(books)
