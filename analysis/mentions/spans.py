"""Candidate spans: what every finder gives, and which of them stay where they overlap."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from analysis.mentions.words import Words, raw_cut

#: Who wins where spans overlap: the higher; between equals the longer, then the earlier.
RANKS = {
    "alias": 9,
    "national head": 5,
    "head": 5,
    "phrase": 4,
    "title": 3,
    "tagger": 3,
    "place head": 2.6,
    "loose head": 2.5,
    "rule": 2,
    "given": 1.9,
    "strange": 1.8,
    "word": 1,
    "minor place": 0.9,
    "spread": 0,
}


#: What is right less often than not where the tagger, which saw the same words, has found nothing.
GUESSES = frozenset((RANKS["given"], RANKS["strange"], RANKS["minor place"]))


class Span(NamedTuple):
    """A run of tokens that may be a mention."""

    first: int  # position of its first token
    last: int  # position behind its last token
    cut: int  # letters of particles in front of the first token
    kind: str
    rank: float
    evidence: str
    entity: str | None = None  # the gazetteer's name, where it is known
    english: str | None = None
    related: str | None = None
    description: str | None = None


def choose(spans: Iterable[Span], size: int) -> list[Span]:
    """Keep spans that do not overlap, the better first; the result is in reading order."""
    taken = bytearray(size)
    chosen = []
    for span in sorted(spans, key=_order):
        if not any(taken[span.first : span.last]):
            taken[span.first : span.last] = b"\1" * (span.last - span.first)
            chosen.append(span)
    return sorted(chosen, key=lambda span: span.first)


def _order(span: Span) -> tuple[int, int, int]:
    return (-span.rank, span.first - span.last, span.first)


class Text:
    """The text under the tokens, rebuilt from them: any span can be sliced without the seeds."""

    def __init__(self, words: Words):
        table = words.tokens
        self.tokens = table["token"].astype(object).to_numpy()
        self.spaces = table["space"].astype(object).to_numpy()
        self.starts = table["start"].to_numpy()
        self.ends = table["end"].to_numpy()

    def offset(self, span: Span) -> int:
        """Return where the span starts, behind the particles of its first token."""
        token = self.tokens[span.first]
        return int(self.starts[span.first]) + raw_cut(token, span.cut)

    def slice(self, first: int, last: int) -> str:
        """Return the text of tokens ``first`` to ``last`` (excluded)."""
        pieces = [self.tokens[i] + self.spaces[i] for i in range(first, last - 1)]
        return "".join([*pieces, self.tokens[last - 1]])

    def mention(self, span: Span) -> str:
        """Return the text of a span, exactly as it stands between its offsets."""
        return self.slice(span.first, span.last)[raw_cut(self.tokens[span.first], span.cut) :]


def occupied(spans: Iterable[Span], size: int) -> np.ndarray:
    """Return, per token, the number of the span it belongs to, or -1."""
    owner = np.full(size, -1, dtype=np.int64)
    for number, span in enumerate(spans):
        owner[span.first : span.last] = number
    return owner
