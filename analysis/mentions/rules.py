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
    _, shapes = read_rows(PATTERNS)
    return Table([OFFICE], LINE_CLASSES, shapes)


def find_by_rule(finder: Finder) -> list[Span]:
    """Find names by the words around and inside them."""
    spans = []
    for found in mention_table().find_all(finder.line):
        kind, level, source = found.row.yields.split(", ")
        groups = found.match.re.groupindex
        why = next(
            (name for name in ("why", "honour", "whose") if groups.get(name) and found.match[name]), "name"
        )
        first, last = _tokens(finder, *found.match.span("name"))
        start, end = _tokens(finder, *found.match.span(why))
        # of a name itself its first word is the reason
        detail = written(finder, start, end if why != "name" else start + 1)
        spans.append(Span(first, last, int(finder.cuts[first]), kind, Level[level], source, (detail,)))
    return spans


def find_offices(finder: Finder) -> dict[int, str]:
    """Return, for a token that may begin a name, the office in front of it as written."""
    offices = {}
    for match in _office_table().find(finder.line, "office"):
        first, last = _tokens(finder, *match.span("office"))
        behind = int(np.searchsorted(finder.places, match.end()))
        offices.setdefault(behind, written(finder, first, last))
    return offices


def _tokens(finder: Finder, start: int, end: int) -> tuple[int, int]:
    """Return the tokens of a stretch of items: the first, and the one behind the last."""
    first, last = np.searchsorted(finder.places, (start, end - 1))
    return int(first), int(last) + 1


def written(finder: Finder, first: int, last: int) -> str:
    """Return words as written, without the clitics in front of them."""
    return finder.text.mention(Span(first, last, int(finder.cuts[first]), "", Level.RULE, ""))
