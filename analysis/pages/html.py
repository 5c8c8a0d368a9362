"""Markup that is safe to show: escaping, isolated runs, and the `Html` string every ``render_`` returns."""

import html
import re

# HTML has no way to write these; their pictures (U+2400 and on) are as wide, so nothing is lost from sight
_CONTROLS = {point: 0x2400 + point for point in range(32) if point not in (9, 10, 13)}
_CONTROLS |= {0x7F: 0x2421} | dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)
_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")
_LATIN = re.compile(r"[A-Za-z]")
# more marks in a row than any text has: a browser shapes them in time that grows with their square
_HEAP = re.compile(
    r"[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4"
    r"\u06ea-\u06ed\u08ca-\u08e1\u08e3-\u08ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{32}"
)
# a word longer than this may be broken anywhere; shorter ones never are
_LONG_WORD = re.compile(r"\S{31}")
#: The class of every root: JupyterLab would typeset what stands between two dollar signs as mathematics.
NO_MATHS = "mathjax_ignore"


class Html(str):
    """Markup as a string: a notebook shows it, ``repr`` is the same content as tab-separated text.

    Parameters
    ----------
    markup
        Escaped HTML.
    plain
        The same content as text; what ``repr``, a terminal and nbval see.
    bundle
        More forms of the content by MIME type (``text/csv``), carried into the notebook's outputs; they
        are how ``workbook render`` finds the tables and the reader of a page.

    Examples
    --------
    >>> Html("<p>a</p>", "a")
    a
    """

    plain: str
    bundle: dict

    def __new__(cls, markup: str, plain: str, bundle: dict | None = None) -> "Html":
        """Make the string and hang the other forms on it."""
        made = super().__new__(cls, markup)
        made.plain = plain
        made.bundle = bundle or {}
        return made

    def __repr__(self) -> str:
        """Return the content as text."""
        return self.plain

    def _repr_html_(self) -> str:
        """Return the markup, for Jupyter."""
        return str(self)

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        """Return every form, for Jupyter; it picks what it can show."""
        return {"text/plain": self.plain, "text/html": str(self), **self.bundle}


def escape(text: object) -> str:
    """Escape ``text`` for an element or a quoted attribute; control characters become their pictures.

    Examples
    --------
    >>> escape('<b title="x">')
    '&lt;b title=&quot;x&quot;&gt;'
    """
    return html.escape(visible(text), quote=True)


def written(text: object) -> str:
    """Escape ``text`` for an element; a heap of marks may be broken anywhere."""
    return _HEAP.sub(r"\g<0><wbr>", escape(text))


def visible(text: object) -> str:
    """Return ``text`` with control characters as their pictures and halves of surrogate pairs as U+FFFD."""
    return str(text).translate(_CONTROLS)


def isolate(text: object, language: str = "ar", numbers: re.Pattern | None = None) -> str:
    """Wrap ``text`` so that its direction is its own and cannot turn what stands beside it.

    A text with Latin letters alone says so to screen readers on an Arabic page, and the other way about.
    What ``numbers`` finds in it is wrapped once more, as `number_run` does.
    """
    text = str(text)
    other = _language_beside(text, language)
    mark = f' lang="{other}"' if other else ""
    mark += ' class="wb-word"' if _LONG_WORD.search(text) else ""
    runs = numbers.findall(text) if numbers else []
    between = numbers.split(text) if numbers else [text]
    inside = "".join(written(part) + number_run(run) for part, run in zip(between, runs, strict=False))
    return f"<bdi{mark}>{inside}{written(between[-1])}</bdi>"


def _language_beside(text: str, language: str) -> str | None:
    """Name the language of ``text`` where its script is not that of the page."""
    if _ARABIC.search(text):
        return None if language == "ar" else "ar"
    return "en" if language == "ar" and _LATIN.search(text) else None


def number_run(text: str) -> str:
    """Wrap a number so that its sign, digits and marks stay left to right in any line."""
    return f'<bdi dir="ltr">{escape(text)}</bdi>'


def one_line(text: object) -> str:
    """Return ``text`` without tabs and line breaks, for a cell of tab-separated text."""
    return re.sub(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+", " ", str(text))
