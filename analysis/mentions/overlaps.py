"""Candidate spans: what every finder gives, and which of them stay where they overlap."""

from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple

import numpy as np

from analysis.mentions.keys import raw_cut
from analysis.tokens import TokenText


class Level(IntEnum):
    """Who wins where spans overlap: the later of these; between equals the longer, then the earlier."""

    AGAIN = 1
    MINOR_PLACE = 2
    WORD = 3
    STRANGE = 4
    GIVEN = 5
    RULE = 6
    LOOSE_HEAD = 7
    PLACE_HEAD = 8
    NATIONAL_HEAD = 9
    TAGGER = 10
    TITLE = 10
    PHRASE = 11
    HEAD = 12
    ALIAS = 13


class Span(NamedTuple):
    """A run of tokens that may be a mention."""

    first: int  # position of its first token
    last: int  # position behind its last token
    cut: int  # letters of particles in front of the first token
    kind: str
    level: Level
    source: str  # what found it; a second word says which variant, for the evidence
    detail: tuple[str, ...] = ()  # what the evidence names
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
    return (-span.level, span.first - span.last, span.first)


class Text(TokenText):
    """The text under the tokens, in which candidates begin behind their particles."""

    def offset(self, span: Span) -> int:
        """Return where the span starts, behind the particles of its first token."""
        token = self.tokens[span.first]
        return int(self.starts[span.first]) + raw_cut(token, span.cut)

    def mention(self, span: Span) -> str:
        """Return the text of a span, exactly as it stands between its offsets."""
        return self.slice(span.first, span.last)[raw_cut(self.tokens[span.first], span.cut) :]


def occupied(spans: Iterable[Span], size: int) -> np.ndarray:
    """Return, per token, the number of the span it belongs to, or -1."""
    owner = np.full(size, -1, dtype=np.int64)
    for number, span in enumerate(spans):
        owner[span.first : span.last] = number
    return owner
