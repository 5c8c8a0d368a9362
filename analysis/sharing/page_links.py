"""Links between the rows of a page's tables and the places of its reader."""

import re
from collections.abc import Iterable

from analysis.pages import anchor, escape

# our own markup alone looks like this: in a text every quotation mark is escaped
_ROW = re.compile(r'<tr id="(t[0-9a-f]{8}(?:-\d+)*)">|href="#(c\d+[^"]*)"')
_KEY = re.compile(r'<tr id="(t[0-9a-f]{8})-')
_PLACE = re.compile(r' href="#(c\d+[^"]*)"')


def number_tables(tables: list[str]) -> list[str]:
    """Give the rows of a table that a page shows twice other ids the second time."""
    seen: dict[str, int] = {}
    numbered = []
    for table in tables:
        found = _KEY.search(table)
        if found:
            key = found[1]
            seen[key] = seen.get(key, 0) + 1
            if seen[key] > 1:
                table = table.replace(f'<tr id="{key}-', f'<tr id="{key}-{seen[key]}-')
        numbered.append(table)
    return numbered


def rows_of_places(tables: Iterable[str]) -> dict[str, str]:
    """Map the anchor of every place that tables link to, to the id of the first row that does."""
    rows: dict[str, str] = {}
    for table in tables:
        row = ""
        for found in _ROW.finditer(table):
            if found[1]:
                row = found[1]
            elif row:
                rows.setdefault(found[2], row)
    return rows


def lead_to(markup: str, known: set[str], page: str = "") -> str:
    """Point links to places at ``page``; those that no reader shows become plain text."""
    return _PLACE.sub(lambda found: f' href="{page}#{found[1]}"' if found[1] in known else "", markup)


def shorten(markup: str, seed: str) -> str:
    """Let links that name the text of a reader with one text name the place alone, as that reader does."""
    ending = re.escape(escape(anchor(0, seed))[2:])
    return re.sub(rf' href="#(c\d+){ending}"', r' href="#\1"', markup)


def anchors_in(markup: str) -> set[str]:
    """Name the places a reader has anchors for."""
    return set(re.findall(r' id="(c\d+[^"]*)"', markup))
