"""Outputs of a notebook as an attacker, or a careless author, would leave them."""

import base64
import io

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image

from analysis.pages import READER_TYPE, TABLE_TYPE

ACTS = (
    "<script>alert(1)</script><meta http-equiv='refresh' content='0;url=http://example.invalid/'>"
    "<base href='http://example.invalid/'><link rel='stylesheet' href='http://example.invalid/x.css'>"
    "<form action='http://example.invalid/'><input name='x'><button formaction='javascript:alert(2)'>b"
    "</button></form><img src='http://example.invalid/x.png' srcset='http://example.invalid/y 2x' "
    "onerror='alert(3)'>"
    "<p style='background:url(http://example.invalid/z.png)' class='wb-skip own' id='wb-dark'>نص باق</p>"
    "<a href='#c0' ping='http://example.invalid/' target='_blank' onclick='alert(4)'>a</a>"
    "<a href='java\tscript:alert(5)'>b</a><a href='data:text/html,x'>c</a><a href='//example.invalid/x'>d</a>"
    "<iframe srcdoc='<script>alert(6)</script>'></iframe><object data='x'></object><embed src='x'>"
    "<video poster='http://example.invalid/v.png'></video><table background='http://example.invalid/t'></table>"
    "<noscript><p title='</noscript><img src=x onerror=alert(7)>'></noscript>"
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(8)></style></table></math>"
    "<style>@import url(http://example.invalid/a.css); body { display: none }</style>"
)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'onload="alert(9)" '
    'width="40" height="40"><script>alert(10)</script><image xlink:href="http://example.invalid/s.png"/>'
    '<foreignObject width="40" height="40"><body xmlns="http://www.w3.org/1999/xhtml" onload="alert(11)"/>'
    '</foreignObject><style>@import url("http://example.invalid/s.css");</style>'
    '<a href="javascript:alert(12)"><rect width="40" height="40"/></a></svg>'
)


def picture(kind: str, size: tuple[int, int] = (4, 3)) -> str:
    """Return a picture of this format as base64."""
    stream = io.BytesIO()
    Image.new("RGB", size, "teal").save(stream, kind)
    return base64.b64encode(stream.getvalue()).decode()


def text64(text: str) -> str:
    """Return a text as base64, as if it were a picture."""
    return base64.b64encode(text.encode()).decode()


def executed(*outputs: nbformat.NotebookNode, prose: str = "# عنوان") -> nbformat.NotebookNode:
    """Return a notebook as if it had shown these."""
    cell = new_code_cell("x")
    cell.outputs = list(outputs)
    notebook = new_notebook()
    # nothing looks at what the outputs are: a kernel may send anything
    notebook.cells = [new_markdown_cell(prose), cell]
    return notebook


def shown(data: dict, **about: dict) -> nbformat.NotebookNode:
    """Return one output that holds ``data``; what is said of it by kind stands in ``about``."""
    return nbformat.from_dict({"output_type": "display_data", "data": data, "metadata": about})


def every_output() -> list[nbformat.NotebookNode]:
    """Return one hostile output of every kind."""
    forged = {
        "key": "t1",
        "frame": [f"<div>{ACTS}<table><tbody>", "</tbody></table></div>"],
        "rows": [[ACTS]],
    }
    text = {"seed": ACTS, "title": ACTS, "language": "ar", "text": ACTS, "paragraphs": [[0, len(ACTS), ACTS]]}
    reader = {
        "language": "ar",
        "texts": [text],
        "layers": {"mentions": [[0, 0, 5, ACTS, ACTS]], "'><b>": [[0, 2, 9, "", ACTS]]},
    }
    plain = ("text/html", "text/markdown", "text/latex", "application/json", "text/plain", "text/csv")
    return [
        *(shown({kind: ACTS}) for kind in plain),
        shown({"application/json": {"a": [ACTS]}}),
        shown({"text/html": f"<svg><desc><style>{ACTS}"}),
        shown(
            {"application/javascript": "alert(13)", "text/plain": "<IPython.core.display.Javascript object>"}
        ),
        shown({"image/svg+xml": SVG}),
        shown({"image/png": text64(ACTS)}, **{"image/png": {"alt": ACTS, "width": "9' onload='alert(14)"}}),
        shown({"image/png": picture("png"), "text/plain": ACTS}),
        shown({TABLE_TYPE: forged, "text/html": ACTS}),
        shown({READER_TYPE: reader}),
        new_output("stream", text=f"\x1b[31m{ACTS}\x1b[0m\x00\ud800"),
        new_output("stream", name="stderr", text=ACTS),
        new_output("error", ename=ACTS, evalue=ACTS, traceback=["/home/name/x.py"]),
    ]
