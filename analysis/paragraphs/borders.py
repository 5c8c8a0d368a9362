"""Where paragraphs begin and end: what stands between line breaks and shows something."""

import numpy as np

from analysis.arabic import BREAK, CONTROL, PUNCTUATION, SYMBOL, class_table, code_points


def paragraph_spans(text: str | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    r"""Find the paragraphs of one text.

    A paragraph is what stands between two line breaks (``\n``, ``\r``, U+0085, U+2028, U+2029), trimmed of
    white space and invisible controls (default-ignorable, bidi controls, U+FEFF); a line with nothing
    visible is none, and what modifies a last emoji stays with it. Vertical tab and form feed are white
    space inside a line, unlike in `str.splitlines`.

    Parameters
    ----------
    text
        A text, or its code points as an integer array (`arabic.code_points`) where a caller has them.

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
    points = code_points(text) if isinstance(text, str) else text
    classes = class_table()[points]
    visible = np.zeros(len(classes) + 2, dtype=bool)
    np.greater(classes, CONTROL, out=visible[1:-1])
    # A run of visible characters never crosses a line break, so runs (about one per word) can be
    # assigned to lines instead of characters.
    edges = np.flatnonzero(visible[1:] != visible[:-1])
    run_starts, run_ends = edges[::2], edges[1::2]
    lines = np.searchsorted(np.flatnonzero(classes == BREAK), run_starts)
    first = np.ones(len(lines), dtype=bool)
    np.not_equal(lines[1:], lines[:-1], out=first[1:])
    last = np.ones(len(lines), dtype=bool)
    last[:-1] = first[1:]
    ends = run_ends[last].astype(np.int64)
    return run_starts[first].astype(np.int64), _keep_emoji_whole(points, classes, ends)


def _keep_emoji_whole(points: np.ndarray, classes: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Move each end past the variation selectors and tags that belong to a last emoji (❤️)."""
    # some pictographs are punctuation by their class (‼️)
    at_emoji = np.flatnonzero(np.isin(classes[ends - 1], (SYMBOL, PUNCTUATION)))
    if not len(at_emoji):
        return ends
    ends = ends.copy()
    for place in at_emoji.tolist():
        while ends[place] < len(points) and _modifies_emoji(points[ends[place]]):
            ends[place] += 1
    return ends


def _modifies_emoji(point: int) -> bool:
    return point in (0xFE0E, 0xFE0F) or 0xE0020 <= point <= 0xE007F
