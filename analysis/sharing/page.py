"""An executed notebook as one self-contained page, and the reader of a long text as another.

Tables and readers come from the notebook as data, their links still open: a page knows which places it
shows before it writes any of them.
"""

import base64
import io
import json
import re
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
from analysis.pages import EXPLORER_TYPE, FINDINGS_TYPE, READER_TYPE, TABLE_TYPE, escape, isolate, visible
from analysis.sharing.fonts import font_rule

#: A text longer than this has its reader in a file of its own.
LONG_TEXT = 100_000
READER_PAGE = "reader.html"
#: A text of more tokens has its explorer beside its reader alone: each page would carry all of it.
MOST_EXPLORED = 60_000
_STYLE = Path(__file__).parent / "style"
_PICTURES = ("image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp")
# what a table or a text of another library may hold; pages show nothing that acts
_TAGS = set(
    "a b bdi bdo blockquote br caption code col colgroup dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr i "
    "img ins kbd li mark ol p pre q s small span strong sub summary sup table tbody td tfoot th thead tr u "
    "ul wbr".split()
)
_ATTRIBUTES = {
    "*": set("class dir lang title colspan rowspan scope open start".split()),
    "a": {"href"},
    "img": {"alt", "src"},
} | dict.fromkeys(("h1", "h2", "h3", "h4"), {"id"})
# what our own tables hold beside that
_OWN_ATTRIBUTES = {
    "*": {*_ATTRIBUTES["*"], *"id style tabindex role aria-label data-v".split()},
    "a": {"href"},
}
# an address of the web, of this page or of a page beside it; none of another host without its scheme, for
# opening //host/share would tell a Windows user's name there
_LINK = re.compile(r"https?://|mailto:|#|(?:\.\.?/)*\w[^:\s\\#?]*(?:[#?]|$)", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/")


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
    if first is not None:
        contents = _contents(sections, language) if len(sections) > 2 else ""
        parts.insert(first, "".join(findings) + explorer.place + contents)
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


def prose(source: str, attachments: dict | None = None) -> tuple[str, list[tuple[str, str]]]:
    """Turn Markdown into HTML and list its second-level headings, each with its id.

    Pictures by address are dropped by the page's policy.
    """
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    found = []

    class Noting(IPythonRenderer):
        def heading(self, text: str, level: int, **attributes: object) -> str:
            if level == 2 and "id" in attributes:
                found.append((attributes["id"], clean(text, _TAGS - {"a"})))
            return super().heading(text, level, **attributes)

        def _embed_image_or_attachment(self, src: str) -> str:
            held = (attachments or {}).get(src.removeprefix("attachment:"), {})
            return next(filter(None, (picture_address(*item) for item in held.items())), src)

    renderer = Noting(escape=False, exclude_anchor_links=True)
    return clean(str(MarkdownWithMath(renderer=renderer).render(source))), found


def _contents(sections: list[tuple[str, str]], language: str) -> str:
    """Write the contents of a page."""
    items = "\n".join(f'<li><a href="#{escape(name)}">{said}</a></li>' for name, said in sections)
    named = escape(label("pages", "contents", language))
    return f'<nav class="wb-contents" aria-label="{named}">\n<ol>\n{items}\n</ol>\n</nav>\n'


def code(source: str) -> str:
    """Colour Python code."""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    return highlight(source, PythonLexer(), HtmlFormatter(nowrap=False, cssclass="wb-source"))


def clean(markup: str, tags: set[str] = _TAGS, *, own: bool = False) -> str:
    """Keep of markup what shows text; scripts, forms, frames, handlers and addresses of pictures go.

    What is not our ``own`` has no name of ours either: our style and script look for those.
    """
    import nh3

    def keep(tag: str, name: str, value: str) -> str | None:
        if name in ("class", "id") and not own:
            return " ".join(part for part in value.split() if not part.startswith("wb-")) or None
        wanted = {"href": _LINK, "src": _PICTURE}.get(name)
        return value if wanted is None or wanted.match(value) else None

    return nh3.clean(
        visible(markup),
        tags=tags,
        attributes=_OWN_ATTRIBUTES if own else _ATTRIBUTES,
        attribute_filter=keep,
        url_schemes={"http", "https", "mailto", "data"},
        filter_style_properties={"width"},
        link_rel=None,
    )


def outputs(shown: list, own: Iterator[str], language: str) -> Iterator[str]:
    """Write the outputs of a cell; ``own`` gives the markup of tables and readers in their order."""
    caption = None
    for output in shown:
        data = output.get("data", {})
        picture = next((kind for kind in _PICTURES if kind in data), None)
        if EXPLORER_TYPE in data:
            # it stands at the head of the page, once
            continue
        if not {TABLE_TYPE, READER_TYPE, FINDINGS_TYPE}.isdisjoint(data):
            yield next(own)
        elif caption and data.get("text/plain") == caption:
            # JupyterLab gets the caption of a chart as an output of its own; here it stands in the figure
            continue
        elif picture and "text/html" not in data:
            about = output.metadata.get(picture)
            about = about if isinstance(about, dict) else {}
            caption = about.get("alt")
            yield figure(picture, data, about, language)
        else:
            yield _foreign(output, data)


def _foreign(output: dict, data: dict) -> str:
    """Write what is none of ours, in its richest form; a type that is not listed is not shown."""
    if output.output_type == "stream":
        return _preformatted(output.text, *(("ltr", " wb-stderr") if output.name == "stderr" else ()))
    if output.output_type == "error":
        # without the traceback, which names folders of this machine
        data = {"text/plain": f"{output.ename}: {output.evalue}"}
    kind = next((kind for kind in _SHOWN if kind in data), None)
    if kind is None:
        return ""
    value = data[kind]
    return _SHOWN[kind](
        value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1, default=str)
    )


def _preformatted(text: str, direction: str = "auto", css: str = "") -> str:
    """Write text as it stands, with the colours of a terminal."""
    from nbconvert.filters.ansi import ansi2html

    return f'<pre class="wb-text{css}" dir="{direction}">{visible(ansi2html(text))}</pre>'


#: How each type of output is written, the richest first.
_SHOWN: dict[str, Callable[[str], str]] = {
    "text/html": lambda text: f'<div class="wb-foreign">{clean(text)}</div>',
    "text/markdown": lambda text: f'<div class="wb-prose">{prose(text)[0]}</div>',
    "text/latex": lambda text: _preformatted(text, "ltr"),
    "application/json": lambda text: _preformatted(text, "ltr"),
    "text/plain": _preformatted,
    "text/csv": _preformatted,
}


def figure(kind: str, data: dict, about: dict, language: str) -> str:
    """Write a picture with its alternative text, which for our charts is their caption too.

    One that cannot be read is its alternative text alone.
    """
    plain = str(data.get("text/plain", ""))
    alt = about.get("alt") or ("" if plain.startswith("<") else plain) or label("pages", "picture", language)
    address = picture_address(kind, data[kind])
    if address is None:
        return f'<p class="wb-note">{escape(alt)}</p>'
    sizes = ((side, str(about.get(side))) for side in ("width", "height"))
    size = "".join(f' {side}="{said}"' for side, said in sizes if re.fullmatch(r"\d{1,5}%?", said, re.ASCII))
    below = escape(about["alt"]).replace("\n", "<br>") if about.get("alt") else ""
    caption = f"<figcaption>{below}</figcaption>" if below else ""
    return f'<figure><img src="{address}" alt="{escape(alt)}"{size}>{caption}</figure>'


def picture_address(kind: str, raw: object) -> str | None:
    """Return a picture as a ``data:`` address, called what its bytes are; None if they are no picture."""
    from PIL import Image

    if kind == "image/svg+xml":
        # in an <img> its scripts do not run, and what it names is not fetched
        content = str(raw).encode(errors="replace")
        return f"data:{kind};base64,{base64.b64encode(content).decode()}"
    try:
        content = base64.b64decode(raw)
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "GIF", "WEBP")) as picture:
            picture.load()
            kind = picture.get_format_mimetype()
    except (TypeError, ValueError, OSError, SyntaxError, Image.DecompressionBombError):
        return None
    content = palette(content) if kind == "image/png" else content
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def palette(png: bytes) -> bytes:
    """Reduce a PNG to a palette of 256 colours, a third of the size; one that has a palette stays."""
    from PIL import Image

    with Image.open(io.BytesIO(png)) as picture:
        if picture.mode == "P":
            return png
        paper = Image.new("RGBA", picture.size, "white")
        paper.alpha_composite(picture.convert("RGBA"))
        stream = io.BytesIO()
        paper.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(stream, "png", optimize=True)
    return min(png, stream.getvalue(), key=len)
