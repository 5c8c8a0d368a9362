"""What the cells of a notebook hold, as markup: prose, code and outputs of every kind, cleaned or escaped."""

import base64
import io
import json
import re
from collections.abc import Callable, Iterator

from analysis.files import label
from analysis.pages import EXPLORER_TYPE, FINDINGS_TYPE, READER_TYPE, TABLE_TYPE, escape, visible

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
