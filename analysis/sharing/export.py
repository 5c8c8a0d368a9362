"""An executed notebook as one self-contained page."""

import copy
from functools import cache
from pathlib import Path
from typing import NamedTuple

import analysis
from analysis import pages
from analysis.files import label
from analysis.pages import READER_TYPE, build_reader, escape
from analysis.sharing import outputs, page_links
from analysis.sharing.fonts import font_rule

_FOLDER = Path(__file__).parent
#: A text longer than this has its reader in a file of its own.
LONG_TEXT = 100_000
READER_PAGE = "reader.html"


class Place(NamedTuple):
    """What a page says about where it stands: title of the text, its language, links to other pages."""

    title: str
    language: str
    links: list[dict]


def policy() -> str:
    """Return the content security policy: nothing is fetched, nothing runs but the one script."""
    return (
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; "
        f"script-src {pages.script_hash()}; base-uri 'none'; form-action 'none'"
    )


@cache
def page_style() -> str:
    """Return the whole style of a page, the face included."""
    css = (_FOLDER / "template" / "page.css").read_text(encoding="utf-8")
    return f"{font_rule()}{pages.style()}{pages.shrink(css)}"


def shell(words: dict, head: str, body: str) -> str:
    """Write a page of our own making: the same head as an exported notebook's."""
    language = words["language"]
    return (
        f'<!DOCTYPE html>\n<html lang="{language}" dir="{words["direction"]}">\n'
        '<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{words["policy"]}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f'<title>{escape(words["title"])}</title>\n<link rel="icon" href="data:,">\n'
        f"<style>{words['style']}</style>\n</head>\n<body>\n"
        f'<header class="wb-top">{head}<div class="wb-switches"><label><input type="checkbox" id="wb-dark"> '
        f"{escape(words['words']['dark'])}</label></div></header>\n"
        f'<main id="top">\n{body}\n</main>\n<script>{words["script"]}</script>\n</body>\n</html>\n'
    )


@cache
def _exporter():
    """Return nbconvert's exporter with our template; loading it takes a while, so it is kept."""
    from nbconvert.exporters.templateexporter import TemplateExporter
    from traitlets.config import Config

    # what is richest first; a type that is not here is not shown
    shown = [
        "text/html",
        "text/markdown",
        "image/svg+xml",
        "image/png",
        "image/jpeg",
        "text/latex",
        "text/plain",
    ]
    return TemplateExporter(
        template_name="template",
        extra_template_basedirs=[str(_FOLDER)],
        file_extension=".html",
        config=Config({"NbConvertBase": {"display_data_priority": shown}}),
    )


def export_page(notebook: dict, place: Place) -> str:
    """Write an executed notebook as a page.

    Parameters
    ----------
    notebook
        As `execute.run_notebook` returns; it is not changed.
    place
        The text's title and the links at the page's head.

    Returns
    -------
    str
        HTML that asks for nothing: style, face and pictures stand inside.
    """
    language = place.language
    shown = copy.deepcopy(notebook)
    shown.cells = outputs.choose_cells(shown, language)
    texts = []
    for cell in shown.cells:
        if cell.cell_type == "markdown":
            cell.metadata.page_html = outputs.prose(cell.source, cell.get("attachments"))
            texts.append(cell)
        elif cell.cell_type == "code":
            cell.metadata.page_html = outputs.code(cell.source)
            cell.outputs = outputs.show_outputs(cell.outputs, language)
    contents = outputs.sections([cell.metadata.page_html for cell in texts])
    if texts and len(contents) > 2:
        texts[0].metadata.page_contents = True
    link_places(shown, language)
    heading = next(
        (line[2:].strip() for cell in texts for line in cell.source.splitlines() if line[:2] == "# "), ""
    )
    body, _ = _exporter().from_notebook_node(
        shown, resources={"page": page_words(place, heading) | {"sections": contents}}
    )
    return body


def page_words(place: Place, heading: str) -> dict:
    """Return what every page's head needs, whatever stands in its body."""
    language = place.language
    names = ("contents", "code", "dark", "code_of_cell", "page_of", "skip")
    return {
        "language": language,
        "direction": "rtl" if language == "ar" else "ltr",
        "title": " · ".join(part for part in (heading, place.title) if part),
        "seed_title": place.title,
        "links": place.links,
        "words": {name: label("pages", name, language) for name in names},
        "policy": policy(),
        "style": page_style(),
        "script": pages.script(),
        "version": analysis.__version__,
    }


def link_places(notebook: dict, language: str) -> None:
    """Join tables and reader of a page: rows to places and places to rows; a long text's reader moves out."""
    datas = outputs.datas_of(notebook.cells)
    tables = [data for data in datas if "text/csv" in data]
    readers = [data for data in datas if READER_TYPE in data]
    markups = page_links.number_tables([data["text/html"] for data in tables])
    texts = readers[0][READER_TYPE]["texts"] if readers else []
    for data, markup in zip(tables, markups, strict=True):
        data["text/html"] = page_links.shorten(markup, texts[0]["seed"]) if len(texts) == 1 else markup
    rows = page_links.rows_of_places(data["text/html"] for data in tables)
    outside = bool(readers) and is_long(readers[0][READER_TYPE])
    known: set[str] = set(rows) if outside else set()
    for number, data in enumerate(readers):
        if outside:
            said = escape(label("pages", "full_reader", language))
            data["text/html"] = f'<p><a href="{READER_PAGE}">{said}</a></p>'
        elif number == 0:
            back = {name: f"#{row}" for name, row in rows.items()}
            data["text/html"] = build_reader(data[READER_TYPE], rows=back, anchors=frozenset(rows))
            known = page_links.anchors_in(data["text/html"])
    for data in tables:
        data["text/html"] = page_links.lead_to(data["text/html"], known, READER_PAGE if outside else "")


def is_long(content: dict) -> bool:
    """Tell whether the texts of a reader are too long to stand in the page itself."""
    return sum(len(text["text"]) for text in content["texts"]) > LONG_TEXT
