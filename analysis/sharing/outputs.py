"""What the cells of an executed notebook become on a page: prose, code, pictures, tables."""

import base64
import io
import re

from analysis.files import label
from analysis.pages import READER_TYPE, escape

_CAPTION = re.compile(r'<p class="chart-caption"[^>]*>(.*?)</p>', re.DOTALL)
_HEADING = re.compile(r'<h2 id="([^"]*)">(.*?)</h2>', re.DOTALL)
# what a table or a text of another library may hold; pages show nothing that acts
_TAGS = (
    "a b bdi bdo blockquote br caption code col colgroup dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr i"
)
_TAGS += (
    " ins kbd li mark ol p pre q s small span strong sub summary sup table tbody td tfoot th thead tr u ul"
)
_ATTRIBUTES = ["class", "dir", "lang", "title", "colspan", "rowspan", "scope", "open", "start"]


def choose_cells(notebook: dict, language: str) -> list:
    """Return the cells a page keeps: prose tagged with another language goes, so does what is empty."""
    others = {"ar", "en"} - {language}
    return [
        cell
        for cell in notebook.cells
        if cell.source.strip() and not others & set(cell.metadata.get("tags", ()))
    ]


def datas_of(cells: list) -> list[dict]:
    """List what the outputs of cells hold, by MIME type, in order."""
    return [output["data"] for cell in cells for output in cell.get("outputs", ()) if "data" in output]


def prose(source: str, attachments: dict | None = None) -> str:
    """Turn Markdown into HTML; headings get ids, pictures by address are dropped by the page's policy."""
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    renderer = IPythonRenderer(escape=False, exclude_anchor_links=True, attachments=attachments or {})
    return clean(str(MarkdownWithMath(renderer=renderer).render(source)))


def sections(pages: list[str]) -> list[dict[str, str]]:
    """List the second-level headings of prose, for the contents."""
    return [
        {"id": found[1], "html": re.sub(r"</?a\b[^>]*>", "", found[2])}
        for page in pages
        for found in _HEADING.finditer(page)
    ]


def code(source: str) -> str:
    """Colour Python code."""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    return highlight(source, PythonLexer(), HtmlFormatter(nowrap=False, cssclass="wb-source"))


def clean(markup: str) -> str:
    """Keep of markup that is not our own what shows text; scripts, forms, frames and handlers go."""
    import bleach

    def allowed(tag: str, name: str, value: str) -> bool:
        if name == "href":
            return tag == "a" and not re.match(r"\s*(javascript|data|vbscript):", value, re.IGNORECASE)
        if tag == "img":
            return name == "alt" or (name == "src" and value.startswith("data:image/"))
        return name in _ATTRIBUTES or (name == "id" and tag in ("h1", "h2", "h3", "h4"))

    without = re.sub(r"<(script|style)\b.*?</\1\s*>", "", markup, flags=re.DOTALL | re.IGNORECASE)
    return bleach.clean(without, tags={*_TAGS.split(), "img"}, attributes=allowed, strip=True)


def is_own(data: dict) -> bool:
    """Tell whether an output is markup this package made, which is escaped at its source."""
    html = data.get("text/html", "")
    return "text/csv" in data or READER_TYPE in data or html.startswith('<p class="chart-caption"')


def show_outputs(outputs: list, language: str) -> list:
    """Prepare a cell's outputs: pictures become figures with the caption that follows them."""
    shown = []
    for output in outputs:
        data = output.get("data")
        if data is None:
            shown.append(output)
            continue
        caption = _CAPTION.fullmatch(data.get("text/html", "").strip())
        if caption and shown and "page_html" in shown[-1].get("metadata", {}):
            picture = shown[-1]["metadata"]
            picture["page_html"] = picture["page_html"].replace(
                "</figure>", f"<figcaption>{caption[1]}</figcaption></figure>"
            )
            continue
        if picture := _picture(output, language):
            output["metadata"]["page_html"] = picture
        elif "text/html" in data and not is_own(data):
            data["text/html"] = f'<div class="wb-foreign">{clean(data["text/html"])}</div>'
        elif "text/markdown" in data:
            data["text/html"] = prose(data["text/markdown"])
        shown.append(output)
    return shown


def _picture(output: dict, language: str) -> str | None:
    """Write a picture as a figure with its alternative text, or None if the output is none."""
    data, about = output["data"], output.get("metadata", {})
    for kind in ("image/png", "image/svg+xml", "image/jpeg"):
        if kind not in data:
            continue
        said = about.get(kind) if isinstance(about.get(kind), dict) else {}
        plain = data.get("text/plain", "")
        alt = (
            said.get("alt") or ("" if plain.startswith("<") else plain) or label("pages", "picture", language)
        )
        raw = data[kind]
        if kind == "image/svg+xml":
            encoded = base64.b64encode(raw.encode()).decode()
        else:
            encoded = (
                base64.b64encode(palette(base64.b64decode(raw))).decode()
                if kind == "image/png"
                else raw.strip()
            )
        size = "".join(f' {side}="{int(said[side])}"' for side in ("width", "height") if said.get(side))
        return f'<figure><img src="data:{kind};base64,{encoded}" alt="{escape(alt)}"{size}></figure>'
    return None


def palette(png: bytes) -> bytes:
    """Reduce a PNG to a palette of 256 colours, a third of the size; one that has a palette stays."""
    from PIL import Image

    with Image.open(io.BytesIO(png)) as picture:
        if picture.mode == "P":
            return png
        if picture.mode == "RGBA":
            paper = Image.new("RGBA", picture.size, "white")
            paper.alpha_composite(picture)
            picture = paper
        stream = io.BytesIO()
        picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(stream, "png", optimize=True)
    return min(png, stream.getvalue(), key=len)
