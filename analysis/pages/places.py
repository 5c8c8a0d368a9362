"""Where the rows of a table stand in the text: the links from a row to the annotated reader."""

import re
from typing import NamedTuple

import pandas as pd

from analysis.errors import ColumnError
from analysis.pages.value_text import is_missing
from analysis.tables import require_columns

#: Columns that say where a place is, not what it is.
POSITIONS = ("seed", "paragraph", "sentence", "start", "end")
#: A row lists at most so many links, a table so many in all; the table as CSV loses nothing by it.
ROW_LIMIT, TABLE_LIMIT = 100, 6000


class PlaceLink(NamedTuple):
    """A link to a place, before anything is written: where it leads and what it says."""

    start: int
    seed: str | None
    said: str


def anchor(start: int, seed: str | None = None) -> str:
    """Name the anchor of a place in the reader: ``c120``, or ``c120-name`` where several texts are shown."""
    return f"c{start}" if seed is None else f"c{start}-" + re.sub(r"\s", "_", seed)


def paragraph_anchor(number: int, seed: str | None = None) -> str:
    """Name the anchor of a paragraph: ``p12``, or ``p12-name`` where several texts are shown."""
    return f"p{number}" if seed is None else f"p{number}-" + re.sub(r"\s", "_", seed)


def places_by_row(table: pd.DataFrame, places: pd.DataFrame | None) -> list[list[PlaceLink]]:
    """List the links of every row of ``table`` to its places.

    Without ``places`` a row with ``start`` is its own place. With them, a row has the places that agree
    with it in every column both tables have, positions aside; a table of entities counted (``term``) meets
    mentions by their ``entity``.

    Raises
    ------
    ColumnError
        If ``places`` lacks its columns, or shares none with ``table``.
    """
    if places is None:
        if "start" not in table.columns:
            return [[] for _ in range(len(table))]
        return [[link] for link in _links(table)]
    require_columns(places, ["start"], "places")
    own, theirs = _shared(table, places)
    found: dict[tuple, list] = {}
    for key, link in zip(_keys(places, theirs), _links(places), strict=True):
        found.setdefault(key, []).append(link)
    return [found.get(key, []) for key in _keys(table, own)]


def _shared(table: pd.DataFrame, places: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Name the columns that ``table`` and ``places`` are joined by, in each of them."""
    shared = [name for name in table.columns if name in places.columns and name not in POSITIONS]
    if shared:
        return shared, shared
    if "term" in table.columns and "entity" in places.columns:
        return ["term"], ["entity"]
    there = ", ".join(map(str, places.columns))
    raise ColumnError(
        f"places: no column in common with the table beside positions; columns there are: {there}"
    )


def _keys(table: pd.DataFrame, columns: list[str]) -> list[tuple]:
    """Return one key per row; nulls agree with nulls, lists by what they hold."""
    written = (["" if is_missing(v) else str(v) for v in table[name].tolist()] for name in columns)
    return list(zip(*written, strict=True))


def _links(places: pd.DataFrame) -> list[PlaceLink]:
    """Return the link to every place; it says its paragraph, else its first character."""
    starts = places["start"].tolist()
    seeds = places["seed"].astype(str).tolist() if "seed" in places.columns else [None] * len(starts)
    texts = places["paragraph"].tolist() if "paragraph" in places.columns else starts
    return [PlaceLink(start, seed, str(text)) for start, seed, text in zip(starts, seeds, texts, strict=True)]
