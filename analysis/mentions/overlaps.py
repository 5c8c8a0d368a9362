"""Candidate spans: what every finder gives, and which of them stay where they overlap."""

from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple

import numpy as np

from analysis.mentions.keys import Forms, Phrase, base_key


class Level(IntEnum):
    """Who wins where spans overlap: the later of these; between equals the longer, then the earlier."""

    AGAIN = 1
    MINOR_PLACE = 2
    WORD = 3
    RULE = 4
    LOOSE_HEAD = 5
    NATIONAL_HEAD = 6
    TAGGER = 7
    TITLE = 7
    PHRASE = 8
    HEAD = 9
    ALIAS = 10


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
    is_sure: bool = False  # one word, and the tagger has little doubt


def phrase_at(words: Forms, span: Span) -> Phrase:
    """Return the folded words of a span, particles and punctuation left out."""
    tokens = [token for token in range(span.first, span.last) if words.words[token]]
    return tuple(base_key(words.key(token), span.cut * (token == span.first)) for token in tokens)


def choose(spans: Iterable[Span], size: int) -> list[Span]:
    """Keep spans that do not overlap, the better first; the result is in reading order."""
    taken = bytearray(size)
    chosen = []
    for span in sorted(spans, key=lambda span: (-span.level, span.first - span.last, span.first)):
        if not any(taken[span.first : span.last]):
            taken[span.first : span.last] = b"\1" * (span.last - span.first)
            chosen.append(span)
    return sorted(chosen, key=lambda span: span.first)


def occupied(spans: Iterable[Span], size: int) -> np.ndarray:
    """Return, per token, the number of the span it belongs to, or -1."""
    owner = np.full(size, -1, dtype=np.int64)
    for number, span in enumerate(spans):
        owner[span.first : span.last] = number
    return owner
