"""The rules for names: rows of patterns, each with what it yields, its reason and an example."""

from functools import cache

import numpy as np

from analysis.mentions.line import LINE_CLASSES, Finder
from analysis.mentions.overlaps import Level, Span
from analysis.patterns import Row, Table, read_rows

PATTERNS = "mentions/patterns.toml"
#: The longest office that stands in front of a name, and a comma between them or not.
OFFICE = Row("office", "{in_front}", "", "what stands in front of a name describes it", "")


@cache
def mention_table() -> Table:
    """Return the rules of names; a benchmark puts ``mention_table().without(name)`` in its place."""
    rows, shapes = read_rows(PATTERNS)
    return Table(rows, LINE_CLASSES, shapes)


@cache
def _office_table() -> Table:
    return Table([OFFICE], LINE_CLASSES, read_rows(PATTERNS)[1])


def find_by_rule(finder: Finder) -> list[Span]:
    """Find names by the words around and inside them."""
    spans = []
    for found in mention_table().find_all(finder.line):
        kind, level, source = found.row.yields.split(", ")
        first, last = _tokens(finder, *found.match.span("name"))
        others = (
            found.match.span(why) for why, at in found.match.groupdict().items() if why != "name" and at
        )
        why = next(others, None)
        # of a name itself its first word is the reason
        detail = (written(finder, *(_tokens(finder, *why) if why else (first, first + 1))),)
        spans.append(Span(first, last, finder.words.cut(first), kind, Level[level], source, detail))
    return spans


def find_offices(finder: Finder) -> dict[int, str]:
    """Return, for a token that may begin a name, the office in front of it as written."""
    offices = {}
    for match in _office_table().find(finder.line, "office"):
        behind = int(np.searchsorted(finder.places, match.end()))
        offices.setdefault(behind, written(finder, *_tokens(finder, *match.span("office"))))
    return offices


def _tokens(finder: Finder, start: int, end: int) -> tuple[int, int]:
    """Return the tokens of a stretch of items: the first, and the one behind the last."""
    first, last = np.searchsorted(finder.places, (start, end - 1))
    return int(first), int(last) + 1


def written(finder: Finder, first: int, last: int) -> str:
    """Return words as written, without the clitics in front of them."""
    return finder.words.slice(first, last, finder.words.cut(first))
