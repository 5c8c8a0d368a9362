"""The form of a line: what can be told of it without knowing the text around it."""

import re

from analysis.arabic.folding import compose

HEADLINE_CHARACTERS = 170
HEADLINE_WORDS = 26

_WORD = re.compile(r"\w[\w\u064b-\u065f\u0670]*")


def is_headline(line: str) -> bool:
    """Tell whether a first line with more text below has the form of a headline.

    Short, with a word in it, and not closed like prose or left open for what follows; an ellipsis is no
    full stop.

    Examples
    --------
    >>> is_headline("وزيرا الخارجية يناقشان الرد"), is_headline("ناقش الوزيران الرد.")
    (True, False)
    """
    line = compose(line)
    words = len(_WORD.findall(line))
    if len(line) > HEADLINE_CHARACTERS or not 0 < words <= HEADLINE_WORDS:
        return False
    return line.endswith("..") or not line.endswith((".", "،", "؛", ":"))
