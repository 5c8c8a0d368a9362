"""Spans over one text: cutting it where any of them begins or ends, so that overlaps need no nesting."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class LayerSpan(NamedTuple):
    """One span of a layer, ``start`` and ``end`` in code points, with its classes and its tooltip."""

    start: int
    end: int
    css: str
    note: str


class Segment(NamedTuple):
    """A piece of text under which the same spans lie from its first character to its last."""

    start: int
    end: int
    spans: tuple[LayerSpan, ...]


def cut(start: int, end: int, spans: Iterable[LayerSpan], breaks: Iterable[int] = ()) -> Iterator[Segment]:
    """Cut the text from ``start`` to ``end`` into segments, in order and without gaps.

    Parameters
    ----------
    start, end
        The stretch of text (a paragraph); spans that stick out are clipped to it.
    spans
        May overlap, nest and repeat in any way.
    breaks
        Further places where a segment must begin, for anchors.

    Examples
    --------
    >>> inner, outer = LayerSpan(2, 4, "a", ""), LayerSpan(0, 6, "b", "")
    >>> [(s.start, s.end, [span.css for span in s.spans]) for s in cut(0, 8, [outer, inner])]
    [(0, 2, ['b']), (2, 4, ['a', 'b']), (4, 6, ['b']), (6, 8, [])]
    """
    inside = [span for span in spans if span.start < end and span.end > start and span.start < span.end]
    begins: dict[int, list[LayerSpan]] = {}
    ends: dict[int, list[LayerSpan]] = {}
    for span in inside:
        begins.setdefault(max(span.start, start), []).append(span)
        ends.setdefault(min(span.end, end), []).append(span)
    places = {start, end, *begins, *ends, *(place for place in breaks if start < place < end)}
    active: list[LayerSpan] = []
    ordered = sorted(places)
    for first, last in zip(ordered, ordered[1:], strict=False):
        for span in ends.get(first, ()):
            active.remove(span)
        active += begins.get(first, ())
        # the shortest first: it is the one that a reader who points at a word means
        yield Segment(first, last, tuple(sorted(active, key=lambda span: (span.end - span.start, span))))
