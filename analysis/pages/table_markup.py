"""A table as escaped right-to-left HTML: numbers aligned and isolated, rows that lead to their places."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import chain, groupby

import pandas as pd

from analysis.arabic import language_direction
from analysis.errors import ColumnError
from analysis.files import label, require_language
from analysis.pages.html import NO_MATHS, Html, escape, isolate, number_run
from analysis.pages.places import ROW_LIMIT, TABLE_LIMIT, PlaceLink, anchor, places_by_row
from analysis.pages.value_text import (
    BAR_COLUMNS,
    decimals_of,
    is_missing,
    is_number,
    plain_value,
    table_csv,
    table_text,
    write_number,
)
from analysis.tables import require_columns

#: The MIME type under which a notebook's output carries a table to the shared page, its links still open.
TABLE_TYPE = "application/vnd.arabic-text-workbook.table+json"
#: What a row or a cell is made of: markup, and links that stand side by side.
Pieces = list[str | list[PlaceLink]]

#: Columns whose values have labels of their own in labels.toml, with the section they stand in.
VALUE_LABELS = {
    "kind": "kinds",
    "role": "roles",
    "stance": "stances",
    "speech": "speech",
    "calendar": "calendars",
    "precision": "precisions",
    "level": "columns",
    "part": "parts",
}
#: Where a row opens: at what it is about, else at its first text.
_SUBJECTS = ("term", "entity", "collocate", "mention", "speaker", "quote", "expression", "node")
#: Columns of dates, some of them open (``--12-17``): they run as numbers do.
_DATES = ("hijri", "date", "date_end")
#: A text longer than this gets a wide column.
_LONG_TEXT = 60
_RANGE = re.compile(r"\d+–\d+")
_CITATION = re.compile(r"\s*[(،,]\s*([^(),،]*(?:1[89]|20)\d\d)\)?$")
#: A table longer than this scrolls inside its own frame, under a header that stays.
LONG_TABLE = 25


def render_table(
    table: pd.DataFrame,
    *,
    places: pd.DataFrame | None = None,
    folded: Sequence[str] = (),
    language: str = "ar",
    caption: str = "",
) -> Html:
    r"""Render a table of any columns as escaped HTML.

    Parameters
    ----------
    table
        Any table. A column of lists (``forms``) opens under its row; ``start`` and ``end`` become one
        link to the place in the reader.
    places
        Where the rows stand, one row per place: ``start`` and a column that ``table`` has too (``term``,
        ``entity``, ``mention``, ...), as `find_terms` and `find_mentions` return. Every row then opens to
        links to its places in the reader.
    folded
        Columns that take no room of their own: a row opens to what it has in them.
    language
        Of headers and labels, ``"ar"`` or ``"en"``; it sets the direction of the table. Cells take theirs
        from what they hold.
    caption
        One line above the table.

    Returns
    -------
    Html
        Markup, the same on every run; ``repr`` is the table as tab-separated text with the columns' own
        names and every number in full, and ``text/csv`` is in its bundle.

    Raises
    ------
    ColumnError
        If two columns have one name, a folded one is missing, or ``places`` lacks ``start`` or shares no
        column with ``table``.
    OptionError
        If there are no labels in ``language``.

    Examples
    --------
    >>> repr(render_table(pd.DataFrame({"term": ["<روسيا>"], "count": [7]})))
    'term\tcount\n<روسيا>\t7'
    >>> "&lt;روسيا&gt;" in render_table(pd.DataFrame({"term": ["<روسيا>"], "count": [7]}))
    True
    """
    require_language(language)
    if not isinstance(table, pd.DataFrame):
        raise ColumnError(f"table: a table (pandas DataFrame) is needed, not {type(table).__name__}")
    shown = with_index(table)
    require_columns(shown, list(folded), "table")
    columns = _columns(shown, places_by_row(table, places), places is not None, folded, language)
    rows = [_joined(cells) for cells in zip(*(cells for _, cells in columns), strict=True)]
    frame = frame_of("".join(head for head, _ in columns), len(shown), language, caption=caption)
    return table_html(shown, frame, rows)


def with_index(table: pd.DataFrame) -> pd.DataFrame:
    """Return ``table`` with a named index as columns; row numbers are not content."""
    names = [*(name for name in table.index.names if name is not None), *table.columns]
    twice = next((name for name, count in Counter(names).items() if count > 1), None)
    if twice is not None:
        raise ColumnError(f"table: two columns are named {twice}; rename or drop one")
    return table.reset_index() if len(names) > len(table.columns) else table


def table_html(table: pd.DataFrame, frame: list[str], rows: list[Pieces]) -> Html:
    """Return a table with its other forms: text, CSV, and what a shared page writes it from."""
    csv = table_csv(table)
    # rows are named by what the table holds; the name starts with a letter
    key = "t" + hashlib.sha256(csv.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    content = {"key": key, "frame": frame, "rows": rows}
    return Html(build_table(content, key), table_text(table), {"text/csv": csv, TABLE_TYPE: content})


def build_table(
    content: dict, key: str, address: Callable[[int, str | None], str | None] | None = None
) -> str:
    """Write the markup of a table.

    Parameters
    ----------
    content
        As `render_table` puts into its bundle.
    key
        What the ids of the rows begin with.
    address
        Gives the address of a place, from its start and its text, or None where nothing shows it. By
        default places are on the same page, and named with their text where the table has several.
    """
    if address is None:
        several = len({seed for links in links_by_row(content) for _, seed, _ in links}) > 1

        def address(start: int, seed: str | None) -> str:
            return "#" + anchor(start, seed if several else None)

    def written(piece: str | list) -> str:
        return piece if isinstance(piece, str) else " ".join(_link(address(*to), said) for *to, said in piece)

    rows = (
        f'<tr id="{key}-{number}">{"".join(map(written, pieces))}</tr>'
        for number, pieces in enumerate(content["rows"], start=1)
    )
    return "".join(rows).join(content["frame"])


def links_by_row(content: dict) -> list[list[PlaceLink]]:
    """List the links of every row of a table's content."""
    return [
        [PlaceLink(*link) for piece in row if not isinstance(piece, str) for link in piece]
        for row in content["rows"]
    ]


def _link(address: str | None, said: str) -> str:
    """Write a link, or what it says alone where it leads nowhere."""
    href = f' href="{escape(address)}"' if address else ""
    return f"<a{href}>{number_run(said)}</a>"


def frame_of(
    head: str, rows: int, language: str, *, caption: str = "", css: str = "", direction: str = ""
) -> list[str]:
    """Return what stands around the rows: the frame that scrolls, so that a page never does sideways."""
    own = language_direction(language)
    named = escape(caption or label("pages", "table", language))
    title = f"<caption>{isolate(caption, language)}</caption>" if caption else ""
    long = " wb-long" if rows > LONG_TABLE else ""
    # a frame that scrolls must be reachable with the keyboard, and then it needs a name
    before = (
        f'<div class="wb-frame{long} {NO_MATHS}" dir="{own}" lang="{language}" tabindex="0" role="group" '
        f'aria-label="{named}"><table class="wb-table{css}" dir="{direction or own}">{title}'
        f"<thead><tr>{head}</tr></thead><tbody>"
    )
    return [before, "</tbody></table></div>"]


def _joined(cells: tuple[str | Pieces, ...]) -> Pieces:
    """Join the cells of a row; markup that stands side by side is one piece."""
    pieces = chain.from_iterable([cell] if isinstance(cell, str) else cell for cell in cells)
    row: Pieces = []
    for markup, run in groupby(pieces, lambda piece: isinstance(piece, str)):
        side_by_side = list(run)
        row += ["".join(side_by_side)] if markup else side_by_side
    return row


def _head(name: str, css: str, language: str) -> str:
    """Write the header cell of a column."""
    said = label("columns", name, language)
    # the source of a measure is for the one who asks: it would make every header six lines high
    source = _CITATION.search(said)
    marks = f' class="{css}"' if css else ""
    if source:
        said = said[: source.start()]
        said += ")" * (said.count("(") - said.count(")"))
        marks += f' title="{escape(source[1])}"'
    # a range of numbers runs from left to right inside its header
    return f'<th scope="col"{marks}>{isolate(said, language, _RANGE)}</th>'


def _columns(
    table: pd.DataFrame, linked: list, opens: bool, folded: Sequence[str], language: str
) -> list[tuple[str, list[str | Pieces]]]:
    """Return the header and the cells of each column a reader sees.

    Lists, folded columns and places open in the cell that says what the row is about.
    """
    names = [str(name) for name in table.columns]
    values = [table.iloc[:, number].tolist() for number in range(len(names))]
    values = [
        _as_lists(name, column, language) if name in folded else column
        for name, column in zip(names, values, strict=True)
    ]
    kinds = [_kind(name, column) for name, column in zip(names, values, strict=True)]
    lists = [number for number, kind in enumerate(kinds) if kind == "list" and set(kinds) != {"list"}]
    panels = _panels([(names[n], values[n]) for n in lists], linked if opens else None, len(table), language)
    spans = {"start", "end"} <= set(names) and not opens
    opening = _opening(names, kinds)
    barred = next((name for name in BAR_COLUMNS if name in names), None)
    columns = []
    for number, (name, column) in enumerate(zip(names, values, strict=True)):
        css = "wb-n"
        if number in lists or (spans and name == "end"):
            continue
        if spans and name == "start":
            name, cells = "place", _span_cells(column, values[names.index("end")], linked)
        elif name in _DATES:
            written = ["" if is_missing(value) else number_run(str(value)) for value in column]
            cells = [f'<td class="wb-n">{text}</td>' for text in written]
        elif kinds[number] == "number":
            cells = _number_cells(column, name == barred)
        else:
            css = "wb-same" if name == "seed" and len(set(column)) < 2 < len(names) else ""
            cells = _text_cells(name, column, panels if number == opening else None, css, language)
        columns.append((_head(name, css, language), cells))
    if opening is None and any(panels):
        shown = (_opened("", panel, language) if panel else [] for panel in panels)
        columns.append((_head("places", "", language), [["<td>", *cell, "</td>"] for cell in shown]))
    return columns


def _as_lists(name: str, values: list, language: str) -> list[list[str]]:
    """Write the values of a column as lists of one, which rows open to."""
    texts = (_text(value, VALUE_LABELS.get(name), language) for value in values)
    return [[text] if text else [] for text in texts]


def _kind(name: str, values: list) -> str:
    """Say how a column is written: as numbers, as lists that rows open to, or as text."""
    if any(isinstance(value, list | tuple) for value in values):
        return "list"
    if any(map(is_number, values)) and all(is_number(value) or is_missing(value) for value in values):
        return "number"
    return "text"


def _opening(names: list[str], kinds: list[str]) -> int | None:
    """Choose the column whose cells open: what a row is about, else the first text."""
    texts = [number for number, kind in enumerate(kinds) if kind == "text"]
    subjects = [number for name in _SUBJECTS for number in texts if names[number] == name]
    return next(iter([*subjects, *texts]), None)


def _number_cells(values: list, barred: bool) -> list[str]:
    """Write a column of numbers; where rows are compared by it, a bar stands behind the figure."""
    decimals = decimals_of(values)
    finite = [v for v in values if is_number(v) and v == v and abs(v) != float("inf")]
    top = max(finite) if barred and len(finite) > 1 and min(finite) >= 0 else 0
    cells = []
    for value in values:
        if is_missing(value):
            cells.append('<td class="wb-n"></td>')
            continue
        width = min(100, round(100 * float(value) / float(top), 1)) if top else 0
        bar = f'<span class="wb-bar" style="width:{width:g}%"></span>' if top else ""
        figure = number_run(write_number(value, decimals))
        cells.append(f'<td class="wb-n" data-v="{plain_value(value)}">{bar}{figure}</td>')
    return cells


def _span_cells(starts: list, ends: list, linked: list[list[PlaceLink]]) -> list[Pieces]:
    """Write ``start`` and ``end`` as one range that links to its place."""
    return [
        [f'<td class="wb-n" data-v="{start}">', [links[0]._replace(said=f"{start}–{end}")], "</td>"]
        for start, end, links in zip(starts, ends, linked, strict=True)
    ]


def _text_cells(
    name: str, values: list, panels: list[Pieces] | None, css: str, language: str
) -> list[str | Pieces]:
    """Write a column of text, with what its rows open to if this is the column that opens."""
    section = VALUE_LABELS.get(name)
    cells = []
    for number, value in enumerate(values):
        text = _text(value, section, language)
        written = [isolate(text, language) if text else ""]
        if panels and panels[number]:
            written = _opened(written[0], panels[number], language)
        wide = "wb-wide" if len(text) > _LONG_TEXT else ""
        marks = " ".join(filter(None, (css, wide)))
        cells.append([f'<td class="{marks}">' if marks else "<td>", *written, "</td>"])
    return cells


def _text(value: object, section: str | None, language: str) -> str:
    """Write one value as text: labels for what has them, yes and no for truth values."""
    if isinstance(value, bool):
        return label("pages", "yes" if value else "no", language)
    if section and isinstance(value, str):
        return label(section, value, language)
    return plain_value(value)


def _opened(summary: str, panel: Pieces, language: str) -> Pieces:
    """Write a cell that opens."""
    shown = summary or escape(label("pages", "show", language))
    return [f"<details><summary>{shown}</summary>", *panel, "</details>"]


def _panels(lists: list[tuple[str, list]], linked: list | None, rows: int, language: str) -> list[Pieces]:
    """Write what each row opens to: its lists (the forms of a term) and its places."""
    total = sum(map(len, linked)) if linked else 0
    limit = ROW_LIMIT if total <= TABLE_LIMIT else max(5, TABLE_LIMIT // rows)
    panels = []
    for row in range(rows):
        parts = [written for name, values in lists if (written := _list(name, values[row], language))]
        panels.append(parts + (_places(linked[row], limit, language) if linked and linked[row] else []))
    return panels


def _places(links: list[PlaceLink], limit: int, language: str) -> Pieces:
    """Write links to places, one after the other; what is over ``limit`` is only counted."""
    more = len(links) - limit
    rest = f' <span class="wb-more">+{more}</span>' if more > 0 else ""
    said = escape(label("pages", "in_paragraphs", language))
    return [f'<span class="wb-places">{said} ', links[:limit], f"{rest}</span>"]


def _list(name: str, items: object, language: str) -> str:
    """Write one list of a row: each item, with its number after it where it is a pair."""
    if not isinstance(items, list | tuple) or not len(items):
        return ""
    pairs = [item if isinstance(item, tuple) else (item,) for item in items]
    written = "، " if language == "ar" else ", "
    said = written.join(
        " ".join(number_run(write_number(v, 0)) if is_number(v) else isolate(v, language) for v in pair)
        for pair in pairs
    )
    return f'<span class="wb-list">{escape(label("columns", name, language))}: {said}</span>'
