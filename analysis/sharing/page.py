"""An executed notebook as one self-contained page, and the reader of a long text as another.

Tables and readers come from the notebook as data, their links still open: a page knows which places it
shows before it writes any of them.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from string import Template
from typing import NamedTuple

import analysis
from analysis import pages
from analysis.arabic import language_direction
from analysis.files import label
from analysis.pages import EXPLORER_TYPE, FINDINGS_TYPE, READER_TYPE, TABLE_TYPE, escape, isolate
from analysis.sharing.fonts import font_rule
from analysis.sharing.outputs import clean, code, outputs, prose

#: A text longer than this has its reader in a file of its own.
LONG_TEXT = 100_000
READER_PAGE = "reader.html"
#: A text of more tokens has its explorer beside its reader alone: each page would carry all of it.
MOST_EXPLORED = 60_000
_STYLE = Path(__file__).parent / "style"


class PageHead(NamedTuple):
    """What a page says about where it stands: title of the text, its language, links to other pages.

    ``left_out`` says what is not looked for in a text of another language.
    """

    title: str
    language: str
    links: list[dict]
    left_out: str = ""

    @property
    def note(self) -> str:
        """What is left out, as a paragraph; nothing where nothing is."""
        return f'<p class="wb-note">{escape(self.left_out)}</p>\n' if self.left_out else ""


def export_page(notebook: dict, head: PageHead) -> str:
    """Write an executed notebook as a page.

    Parameters
    ----------
    notebook
        As `kernels.run_notebook` returns; it is not changed.
    head
        The text's title and the links at the page's head.

    Returns
    -------
    str
        HTML that asks for nothing: style, face and pictures stand inside.
    """
    language = head.language
    cells = choose_cells(notebook, language)
    own = _own_markup(notebook, language)
    explorer = _explorer(notebook, language)
    said = escape(label("pages", "code_of_cell", language))
    parts, sections, first, findings = [], [], None, []
    for cell in cells:
        if cell.cell_type == "markdown":
            markup, found = prose(cell.source, cell.get("attachments"))
            sections += found
            parts.append(f'<div class="wb-prose">{markup}</div>\n')
            first = len(parts) if first is None else first
        elif cell.cell_type == "code":
            marks = f'dir="ltr" lang="en" tabindex="0" role="group" aria-label="{said}"'
            parts.append(f'<div class="wb-code" {marks}>{code(cell.source)}</div>\n')
            shown = "".join(outputs(cell.outputs, own, language))
            if any(FINDINGS_TYPE in output.get("data", {}) for output in cell.outputs):
                # what was found opens the page, wherever the notebook comes to know it
                findings.append(shown)
            elif shown:
                parts.append(f'<div class="wb-outputs">{shown}</div>\n')
    contents = _contents(sections, language) if len(sections) > 2 else ""
    # a notebook without prose opens with what it found
    parts.insert(first or 0, "".join(findings) + explorer.place + contents)
    title = " · ".join(part for part in (heading_of(notebook, language), head.title) if part)
    body = f'<p class="wb-seed" dir="auto">{escape(head.title)}</p>\n{head.note}{"".join(parts)}'
    return shell(title, language, navigation(head), body, switches=("code", "dark"), scripts=explorer.scripts)


def export_reader(notebooks: dict[str, dict], head: PageHead) -> str:
    """Write the reader of a long text, with the layers of all its notebooks; empty where none is long."""
    contents, rows = [], {}
    for name, notebook in sorted(notebooks.items()):
        contents += contents_of(notebook, READER_TYPE, head.language)
        tables = contents_of(notebook, TABLE_TYPE, head.language)
        found = contents_of(notebook, FINDINGS_TYPE, head.language)
        for place, row in rows_of_places(tables, contents[0] if contents else None, found).items():
            rows.setdefault(place, f"{name}.html#{row}")
    if not contents or not _is_long(contents[0]):
        return ""
    title = " · ".join((label("pages", "reader", head.language), head.title))
    markup = pages.build_reader(merge(contents), rows=rows)
    asked = next(
        chain.from_iterable(contents_of(each, EXPLORER_TYPE, head.language) for each in notebooks.values()),
        None,
    )
    place = pages.build_explorer(several=len(contents[0]["texts"]) > 1) if asked else ""
    opening = f"<h1>{isolate(head.title, head.language)}</h1>\n{head.note}{place}"
    body = f'{opening}<div class="wb-far">{markup}</div>'
    scripts = pages.explorer_scripts(asked) if asked else ""
    return shell(title, head.language, navigation(head), body, scripts=scripts)


def merge(contents: list[dict]) -> dict:
    """Join the layers of several readers of the same texts; a span that two of them have stands once."""
    layers: dict[str, dict[tuple, None]] = {}
    for content in contents:
        if content["texts"] == contents[0]["texts"]:
            for name, spans in content["layers"].items():
                layers.setdefault(name, {}).update(dict.fromkeys(map(tuple, spans)))
    return {**contents[0], "layers": {name: list(spans) for name, spans in layers.items()}}


def policy() -> str:
    """Return the content security policy: nothing is fetched, nothing runs but the one script."""
    return (
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; "
        f"script-src {pages.script_hashes()}; base-uri 'none'; form-action 'none'"
    )


@cache
def page_style() -> str:
    """Return the whole style of a page, the face included."""
    css = (_STYLE / "page.css").read_text(encoding="utf-8")
    return f"{font_rule()}{pages.style()}{pages.shrink(css)}"


def shell(
    title: str,
    language: str,
    top: str,
    body: str,
    *,
    switches: tuple[str, ...] = ("dark",),
    scripts: str = "",
) -> str:
    """Write what every page has around its body; ``top`` stands in its head beside the switches."""
    boxes = "\n".join(
        f'<label><input type="checkbox" id="wb-{name}"> {escape(label("pages", name, language))}</label>'
        for name in switches
    )
    return Template((_STYLE / "page.html").read_text(encoding="utf-8")).substitute(
        language=language,
        direction=language_direction(language),
        policy=policy(),
        version=analysis.__version__,
        title=escape(title),
        style=page_style(),
        skip=escape(label("pages", "skip", language)),
        top=top,
        boxes=boxes,
        body=body,
        script=pages.script(),
        scripts=scripts,
    )


def navigation(head: PageHead) -> str:
    """Write the links at a page's head."""
    current = ' aria-current="page"'
    links = "\n".join(
        f'<a href="{escape(link["href"])}"{current if link.get("current") else ""}>'
        f"<bdi>{escape(link['text'])}</bdi></a>"
        for link in head.links
    )
    return f'<nav aria-label="{escape(label("pages", "page_of", head.language))}">\n{links}\n</nav>'


def choose_cells(notebook: dict, language: str) -> list:
    """Return the cells a page keeps: prose tagged with another language goes, so does what is empty."""
    others = {"ar", "en"} - {language}
    return [
        cell
        for cell in notebook.cells
        if cell.source.strip() and others.isdisjoint(map(str, cell.metadata.get("tags", ())))
    ]


def heading_of(notebook: dict, language: str) -> str:
    """Return the first heading of a notebook in the page's language."""
    sources = (cell.source for cell in choose_cells(notebook, language) if cell.cell_type == "markdown")
    return next((line[2:].strip() for text in sources for line in text.splitlines() if line[:2] == "# "), "")


def contents_of(notebook: dict, kind: str, language: str) -> list:
    """List what the outputs of a notebook hold of one MIME type, in order."""
    return [data[kind] for data in _datas(notebook, language) if kind in data]


def _datas(notebook: dict, language: str) -> Iterator[dict]:
    """Give what each output of a page holds, by MIME type."""
    for cell in choose_cells(notebook, language):
        yield from (output.get("data", {}) for output in cell.get("outputs", ()))


def row_keys(tables: list[dict]) -> list[str]:
    """Return what the ids of each table's rows begin with; of a table that a page shows twice they differ."""
    keys = [table["key"] for table in tables]
    times = [keys[:place].count(key) for place, key in enumerate(keys)]
    return [f"{key}-{before + 1}" if before else key for key, before in zip(keys, times, strict=True)]


def rows_of_places(
    tables: list[dict], reader: dict | None, findings: Iterable[dict] = ()
) -> dict[tuple[str, int], str]:
    """Map every place that tables link to and a reader shows to the id of the first row that does.

    A place that findings alone lead to leads back to them.
    """
    rows: dict[tuple[str, int], str] = {}
    for table, key in zip(tables, row_keys(tables), strict=True):
        for number, links in enumerate(pages.links_by_row(table), start=1):
            for start, seed, _ in links:
                text = pages.find_text(reader, start, seed) if reader else None
                if text is not None:
                    rows.setdefault((text, start), f"{key}-{number}")
    for start, seed, _ in chain.from_iterable(map(pages.places_of_findings, findings)):
        text = pages.find_text(reader, start, seed) if reader else None
        if text is not None:
            rows.setdefault((text, start), "findings")
    return rows


def _own_markup(notebook: dict, language: str) -> Iterator[str]:
    """Write tables and readers of a page in order: rows lead to places and places to rows."""
    tables = contents_of(notebook, TABLE_TYPE, language)
    reader = next(iter(contents_of(notebook, READER_TYPE, language)), None)
    outside = reader is not None and _is_long(reader)
    found = contents_of(notebook, FINDINGS_TYPE, language)
    rows = {place: f"#{row}" for place, row in rows_of_places(tables, reader, found).items()}
    address = _addresses(reader, READER_PAGE if outside else "")
    full = f'<p><a href="{READER_PAGE}">{escape(label("pages", "full_reader", language))}</a></p>'
    keys = iter(row_keys(tables))
    for data in _datas(notebook, language):
        if TABLE_TYPE in data:
            # any cell may show something under this type
            yield clean(pages.build_table(data[TABLE_TYPE], next(keys), address), own=True)
        elif FINDINGS_TYPE in data:
            yield clean(
                pages.build_findings(data[FINDINGS_TYPE], _rows_first(rows, reader, address)), own=True
            )
        elif READER_TYPE in data:
            yield full if outside else pages.build_reader(data[READER_TYPE], rows=rows)


def _addresses(reader: dict | None, page: str) -> Callable[[int, str | None], str | None]:
    """Return the function that tells the address of a place in a reader, None where it shows none."""
    several = reader is not None and len(reader["texts"]) > 1

    def address(start: int, seed: str | None) -> str | None:
        text = pages.find_text(reader, start, seed) if reader else None
        return None if text is None else f"{page}#{pages.anchor(start, text if several else None)}"

    return address


class _Explorer(NamedTuple):
    """What a page has of the explorer: its place at the head, and its scripts at the end."""

    place: str = ""
    scripts: str = ""


def _explorer(notebook: dict, language: str) -> _Explorer:
    """Return the explorer of a page, if one of its cells made one and a reader shows the text."""
    content = next(iter(contents_of(notebook, EXPLORER_TYPE, language)), None)
    reader = next(iter(contents_of(notebook, READER_TYPE, language)), None)
    if content is None or reader is None:
        return _Explorer()
    if content["size"] > MOST_EXPLORED:
        said = escape(label("explorer", "title", language))
        return _Explorer(f'<p><a href="{READER_PAGE}#explorer">{said}</a></p>\n')
    away = READER_PAGE if _is_long(reader) else ""
    place = pages.build_explorer(reader=away, several=len(reader["texts"]) > 1)
    return _Explorer(place, pages.explorer_scripts(content))


def _rows_first(
    rows: dict[tuple[str, int], str], reader: dict | None, address: Callable[[int, str | None], str | None]
) -> Callable[[int, str | None], str | None]:
    """Return the function that tells where a finding leads: to the row of its place, else to the place."""

    def lead(start: int, seed: str | None) -> str | None:
        row = rows.get((pages.find_text(reader, start, seed), start)) if reader else None
        return address(start, seed) if row in (None, "#findings") else row

    return lead


def _is_long(reader: dict) -> bool:
    """Tell whether the texts of a reader are too long to stand in the page itself."""
    return sum(len(text["text"]) for text in reader["texts"]) > LONG_TEXT


def _contents(sections: list[tuple[str, str]], language: str) -> str:
    """Write the contents of a page."""
    items = "\n".join(f'<li><a href="#{escape(name)}">{said}</a></li>' for name, said in sections)
    named = escape(label("pages", "contents", language))
    return f'<nav class="wb-contents" aria-label="{named}">\n<ol>\n{items}\n</ol>\n</nav>\n'
