"""The choice between readings: the likeliest path through each sentence (Viterbi 1967), all at once."""

import numpy as np

#: Positions of one sentence worked on at a time: a longer one is cut, so that memory stays small.
_LONGEST = 96

# Sentences worked on together.
_BATCH = 2048


def choose_readings(
    tokens: np.ndarray,
    sentences: np.ndarray,
    weights: np.ndarray,
    labels: tuple[np.ndarray, np.ndarray],
    transitions: np.ndarray,
) -> np.ndarray:
    """Choose one reading for each token from its own weight and from its neighbours.

    Parameters
    ----------
    tokens
        The row of each token in ``weights`` and ``labels``.
    sentences
        The number of each token's sentence, never falling.
    weights
        Word by reading: the logarithm of how likely the reading is by itself; minus infinity where the
        word has fewer readings.
    labels
        Word by reading: what a reading shows to the word before it (a column of ``transitions``) and to
        the word after it (a row).
    transitions
        The logarithm of how much likelier two labels are side by side than by chance; row 0 is the
        start, column 1 the end of a sentence.

    Returns
    -------
    array
        The number of the chosen reading per token.
    """
    chosen = np.zeros(len(tokens), dtype=np.int64)
    starts, lengths = _cut(sentences)
    order = np.argsort(lengths, kind="stable")
    for first in range(0, len(order), _BATCH):
        batch = order[first : first + _BATCH]
        steps = np.arange(lengths[batch].max())[:, None]
        inside = steps < lengths[batch]
        # places past the end of a shorter sentence repeat its last token and are thrown away
        places = starts[batch] + np.minimum(steps, lengths[batch] - 1)
        best = _best_paths(tokens[places], lengths[batch], weights, labels, transitions)
        chosen[places[inside]] = best[inside]
    return chosen


def _cut(sentences: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return first token and length of each sentence, the long ones in pieces."""
    if not len(sentences):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    opens = np.flatnonzero(np.concatenate([[True], np.diff(sentences) != 0]))
    lengths = np.diff(np.append(opens, len(sentences)))
    pieces = -(-lengths // _LONGEST)
    within = np.arange(pieces.sum()) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    starts = np.repeat(opens, pieces) + within * _LONGEST
    return starts, np.minimum(np.repeat(opens + lengths, pieces) - starts, _LONGEST)


def _best_paths(
    words: np.ndarray,
    lengths: np.ndarray,
    weights: np.ndarray,
    labels: tuple[np.ndarray, np.ndarray],
    transitions: np.ndarray,
) -> np.ndarray:
    """Return the readings of the best path, position by sentence, for sentences as columns of ``words``."""
    left, right = labels[0][words], labels[1][words]
    own = weights[words]
    scores = np.empty(own.shape, dtype=np.float32)
    came = np.zeros(own.shape, dtype=np.int8)
    scores[0] = own[0] + transitions[0][left[0]]
    for step in range(1, len(words)):
        paths = (
            scores[step - 1][:, :, None] + transitions[right[step - 1][:, :, None], left[step][:, None, :]]
        )
        came[step] = paths.argmax(axis=1)
        scores[step] = paths.max(axis=1) + own[step]
    columns = np.arange(words.shape[1])
    best = np.zeros(words.shape, dtype=np.int64)
    last = lengths - 1
    current = (scores[last, columns] + transitions[right[last, columns], 1]).argmax(axis=1)
    for step in range(len(words) - 1, -1, -1):
        current = np.where(step < last, came[min(step + 1, len(words) - 1), columns, current], current)
        best[step] = current
    return best
