"""The time that a chat program writes at the head of each message: apparatus, not words."""

import re

import numpy as np

# [17/7/2022, 1:00:05 PM] or 17/7/2022, 13:00 - at the head of a line, in any digits, Arabic am and pm too; or
# behind the sender's name: A, [14 Jan 2022 at 18:22]
_PART = r"[\u200e\u200f]?[/.\-][\u200e\u200f]?"
_DATE = rf"\d{{1,4}}{_PART}\d{{1,2}}{_PART}\d{{1,4}}"
_TIME = r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?(?:[\u0635\u0645]|[AaPp]\.?\s?[Mm]\.?))?"
_STAMP = re.compile(rf"\[{_DATE}[\u060c,]?\s+{_TIME}\]|{_DATE}[\u060c,]?\s+{_TIME}\s+[-\u2013]")
_DAY = rf"(?:{_DATE}|\d{{1,2}} \w{{3,9}} \d{{4}})"
_BEHIND = re.compile(rf",[ \t](\[{_DAY},?(?: at)? {_TIME}\])[ \t]*$", re.MULTILINE)
_OPENING = np.array([ord("["), *range(0x30, 0x3A), *range(0x660, 0x66A), *range(0x6F0, 0x6FA)])
#: One line that begins with a time may be anything; a chat has several.
_LEAST = 2


def find_stamps(text: str, points: np.ndarray, openings: np.ndarray) -> np.ndarray:
    r"""Return where the stamps of a chat begin and end in a text; none if fewer than two lines have one.

    Parameters
    ----------
    text, points
        The text, and its code points.
    openings
        Where its paragraphs begin.

    Returns
    -------
    array of int64, shape (stamps, 2)

    Examples
    --------
    >>> chat = "17/7/2022, 13:05 - A: yes\n17/7/2022, 13:06 - B: no"
    >>> points = np.frombuffer(chat.encode("utf-32-le"), dtype=np.uint32)
    >>> find_stamps(chat, points, np.array([0, 26])).tolist()
    [[0, 18], [26, 44]]
    """
    heads = openings[np.isin(points[openings], _OPENING)] if len(points) else openings
    spans = [match.span() for head in heads.tolist() if (match := _STAMP.match(text, head))]
    spans = spans or [match.span(1) for match in _BEHIND.finditer(text)]
    return np.array(spans if len(spans) >= _LEAST else [], dtype=np.int64).reshape(-1, 2)
