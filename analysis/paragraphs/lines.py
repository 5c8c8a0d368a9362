"""Where paragraphs begin and end: what stands between line breaks and shows something."""

from functools import cache

import numpy as np

#: Line feed, carriage return, next line, line separator, paragraph separator. A vertical tab or a form feed
#: is white space inside a line here, unlike in `str.splitlines`.
LINE_BREAKS = "\n\r\x85\u2028\u2029"

#: Default-ignorable code points (Unicode 15, DerivedCoreProperties.txt): nothing is drawn for them. Bidi
#: controls and U+FEFF are among them. Python's unicodedata does not carry the property.
IGNORABLE = (
    (0xAD, 0xAD),
    (0x34F, 0x34F),
    (0x61C, 0x61C),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFF8),
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
)

_VISIBLE, _BLANK, _BREAK = 0, 1, 2


@cache
def _classes() -> np.ndarray:
    """Return one byte per code point: visible, blank (white space, invisible controls) or line break."""
    table = np.zeros(0x110000, dtype=np.uint8)
    for first, last in IGNORABLE:
        table[first : last + 1] = _BLANK
    # Every white-space character stands below U+3001 (the ideographic space is the last).
    table[[code for code in range(0x3001) if chr(code).isspace()]] = _BLANK
    table[[ord(character) for character in LINE_BREAKS]] = _BREAK
    return table


def code_points(text: str) -> np.ndarray:
    """Return the code points of ``text`` as uint32; lone surrogates count as characters."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def paragraph_spans(text: str | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    r"""Find the paragraphs of one text.

    A paragraph is what stands between two line breaks, trimmed of white space and invisible controls
    (default-ignorable, bidi controls, U+FEFF); a line with nothing visible is none.

    Parameters
    ----------
    text
        A text, or its code points as an integer array (see `code_points`) where a caller has them.

    Returns
    -------
    tuple of arrays
        ``starts`` and ``ends`` (int64, code points into the text, end excluded), in order; ``ends[i] >
        starts[i]`` and ``starts[i + 1] > ends[i]``.

    Examples
    --------
    >>> starts, ends = paragraph_spans("سلام\r\n\n  نعم \u200f")
    >>> starts.tolist(), ends.tolist()
    ([0, 9], [4, 12])
    """
    codes = code_points(text) if isinstance(text, str) else text
    classes = _classes()[codes]
    visible = np.zeros(len(codes) + 2, dtype=bool)
    np.equal(classes, _VISIBLE, out=visible[1:-1])
    # A run of visible characters never crosses a line break, so runs (about one per word) can be
    # assigned to lines instead of characters.
    edges = np.flatnonzero(visible[1:] != visible[:-1])
    run_starts, run_ends = edges[::2], edges[1::2]
    lines = np.searchsorted(np.flatnonzero(classes == _BREAK), run_starts)
    first = np.ones(len(lines), dtype=bool)
    np.not_equal(lines[1:], lines[:-1], out=first[1:])
    last = np.ones(len(lines), dtype=bool)
    last[:-1] = first[1:]
    return run_starts[first].astype(np.int64), run_ends[last].astype(np.int64)
