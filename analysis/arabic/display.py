"""Text as matplotlib must be given it: the one place of the package that knows how charts draw Arabic.

Matplotlib 3.11 shapes and orders text itself; before, every letter is drawn alone from left to right, so
the text has to come shaped and reordered. Doing that for 3.11 too reverses the label, with no error and
still looking like Arabic (matplotlib issues #32262, #32263).
"""

import re
import unicodedata
from functools import cache

from analysis.arabic.characters import is_invisible
from analysis.errors import OptionError

#: What fixes the base direction of a line: RIGHT-TO-LEFT MARK, LEFT-TO-RIGHT MARK.
_DIRECTION_MARKS = {"rtl": "\u200f", "ltr": "\u200e"}

# COMBINING GRAPHEME JOINER: invisible, in no real label, and its bidi class makes it go where its base goes.
_SENTINEL = "\u034f"


def display_text(text: str, *, direction: str = "rtl") -> str:
    """Return ``text`` so that matplotlib, whichever version is installed, draws it as a browser would.

    Give the artist ``parse_math=False`` too: two dollar signs in a text would go to mathtext, which draws
    Arabic letters unjoined and reversed.

    Parameters
    ----------
    text
        One or several lines, as read from a seed.
    direction
        Base direction of every line, as HTML's ``dir``: ``"rtl"`` or ``"ltr"``.

    Returns
    -------
    str
        As many lines. With matplotlib 3.11 or newer each is the raw line after a direction mark; with
        older versions each is shaped (presentation forms) and in visual order.

    Raises
    ------
    OptionError
        If ``direction`` is neither of the two.

    Examples
    --------
    >>> display_text("abc", direction="ltr").strip("\u200e")
    'abc'
    """
    if direction not in _DIRECTION_MARKS:
        raise OptionError(f"direction={direction!r}: unknown; known directions: rtl, ltr")
    draw = _mark_line if _shapes_text() else _reorder_line
    return "\n".join(draw(line, direction) for line in text.split("\n"))


def has_rtl(text: str) -> bool:
    """Tell whether ``text`` holds a letter that is written from right to left."""
    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)


def _shapes_text() -> bool:
    """Tell whether the installed matplotlib shapes and orders text itself."""
    import matplotlib

    return matplotlib.__version_info__ >= (3, 11)


def _mark_line(line: str, direction: str) -> str:
    """Return ``line`` after the mark of its direction; a line that has it already stays as it is."""
    mark = _DIRECTION_MARKS[direction]
    return mark + line.removeprefix(mark)


def _reorder_line(line: str, direction: str) -> str:
    """Return ``line`` with joined letter forms, in the order they stand from left to right on paper."""
    from bidi import get_display

    shaped = _reshaper().reshape(line.replace(_SENTINEL, ""))
    # the library orders right but does not say which runs it turned: a sentinel after each bracket does,
    # for it comes out before the bracket exactly where the bracket's run was turned
    marked = _brackets().sub(lambda bracket: bracket[0] + _SENTINEL, shaped)
    visual = get_display(marked, base_dir="R" if direction == "rtl" else "L")
    visual = _marked_brackets().sub(lambda pair: pair[1] or _mirrored()[pair[2]], visual)
    return "".join(letter for letter in visual if letter == " " or not is_invisible(letter))


@cache
def _reshaper():
    """Return a reshaper that keeps vowel marks, which the default one deletes."""
    from arabic_reshaper import ArabicReshaper

    return ArabicReshaper({"delete_harakat": False})


@cache
def _mirrored() -> dict[str, str]:
    """Return each character that is drawn mirrored in a right-to-left run, with its mirror image."""
    from bidi.mirror import MIRRORED

    return MIRRORED


@cache
def _brackets() -> re.Pattern:
    return re.compile(f"[{re.escape(''.join(_mirrored()))}]")


@cache
def _marked_brackets() -> re.Pattern:
    """Return the pattern of a bracket as it stands (group 1), or in a turned run (group 2)."""
    bracket = _brackets().pattern
    return re.compile(f"({bracket}){_SENTINEL}|{_SENTINEL}({bracket})")
