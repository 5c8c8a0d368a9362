"""What part each paragraph plays, from its form and its place alone.

The forms are those of printed and web news: a short line without a full stop on top, a byline under it, a
paragraph that opens with place and agency, lines between the paragraphs, lines left over at the end. The
thresholds are counts of words and characters that hold such lines apart from prose; nothing is read off
one publisher's pages.
"""

import re
from functools import cache
from typing import NamedTuple

import numpy as np

from analysis.arabic import code_points, compose, fold_text, is_headline, pair_marks
from analysis.files import read_words
from analysis.paragraphs.borders import paragraph_spans

ROLES = ("headline", "boilerplate", "dateline", "body", "quotation", "speech_lead", "subheading")

BYLINE_WORDS = 5
LINE_WORDS = 12
LEAD_CHARACTERS = 160
DATELINE_PARAGRAPHS = 5
DATELINE_CHARACTERS = 80

_CLOSED = re.compile(r"[.!?؟۔。…:؛;،,](?:[\s\"”“»’)\]]*)$")
_STOPPED = re.compile(r"[.!?؟۔。…](?:[\s\"”“»’)\]]*)$")
_DASH = re.compile(r"\s*[-–—/|]+\s*|\sـ+\s")
_ADDRESS = re.compile(r"https?://|www\.|\S@\S{1,253}\.\w|(?:^|\s)@\w+|©")
_BULLET = re.compile(r"^\s*(?:[-–—•*▪●]|\d+\s*[-–.):]|أولا)")
_OPENS_QUOTE = re.compile(r"^[\s\-–—•*]*[«“”\"„‘]")
_WORD = re.compile(r"\w[\w\u064b-\u065f\u0670]*")
_CONJUNCTION = re.compile(r"^\s*(?:إن|أن|ان|إنه|أنه|بأن|إنها|أنها)\b")


# What a line that opens with the verb reports: not what is only thought or judged.
_OPENING_FRAMES = ("say", "state", "tell")
ALEF, TA, WEAK = "\u0627", "\u062a", "\u0649\u064a"


class MeasuredLine(NamedTuple):
    """One paragraph as the rules see it."""

    text: str
    words: int
    closed: bool
    stopped: bool
    quoted: float


def assign_roles(text: str, starts: np.ndarray, ends: np.ndarray) -> list[str]:
    """Return the role of each paragraph of one text.

    Parameters
    ----------
    text
        The text.
    starts, ends
        Its paragraphs, as `paragraph_spans` gives them.

    Returns
    -------
    list of str
        ``headline``, ``boilerplate``, ``dateline``, ``body``, ``quotation``, ``speech_lead`` or
        ``subheading``, one per paragraph.
    """
    composed = compose(text)
    if composed != text:
        # a letter is one character, whether its hamza has a code point of its own or not
        text, (starts, ends) = composed, paragraph_spans(code_points(composed))
    quoted = _quoted_shares(text, starts, ends)
    lines = [
        _read_line(text[start:end], share)
        for start, end, share in zip(starts.tolist(), ends.tolist(), quoted.tolist(), strict=True)
    ]
    # Where most lines end without a stop (verse, lists), a missing stop says nothing about a line.
    prose = np.mean([line.stopped for line in lines[1:]]) >= 0.5 if len(lines) > 2 else False
    # the headline stands above a text: a line alone is the text itself
    first = int(len(lines) > 1 and is_headline(lines[0].text))
    top = first
    while first and top < min(len(lines) - 1, first + 2) and _is_byline(lines[top], lines[top + 1]):
        top += 1
    roles = ["headline"] * first + ["boilerplate"] * (top - first)
    roles += [_inner_role(lines, place, place - top, prose) for place in range(top, len(lines))]
    _mark_tail(lines, roles, top, prose)
    return roles


def _read_line(text: str, quoted: float) -> MeasuredLine:
    """Measure one paragraph."""
    return MeasuredLine(
        text, len(_WORD.findall(text)), bool(_CLOSED.search(text)), bool(_STOPPED.search(text)), quoted
    )


def _quoted_shares(text: str, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Return the share of each paragraph that its longest outermost quotation covers."""
    covered = np.zeros(len(starts))
    for opening, closing, depth in pair_marks(text).tolist():
        if depth:
            continue
        first = int(np.searchsorted(ends, opening, side="right"))
        last = int(np.searchsorted(starts, closing, side="right"))
        for place in range(first, last):
            length = min(closing + 1, ends[place]) - max(opening, starts[place])
            covered[place] = max(covered[place], length)
    return covered / np.maximum(ends - starts, 1)


def _is_byline(line: MeasuredLine, below: MeasuredLine) -> bool:
    """Tell whether a line right under the headline names author, place or page furniture."""
    if line.text.endswith("..") or line.stopped or len(line.text) > DATELINE_CHARACTERS:
        return False
    pieces = [piece for piece in _DASH.split(line.text.rstrip(" :")) if piece]
    most = BYLINE_WORDS if len(pieces) == 1 else BYLINE_WORDS * 2
    longer = len(below.text) > 1.5 * len(line.text)
    return longer and line.words <= most and not _opens_with_speech(line.text)


def _inner_role(lines: list[MeasuredLine], place: int, depth: int, prose: bool) -> str:
    """Return the role of a line below the headline; ``depth`` counts from the first such line."""
    line = lines[place]
    below = lines[place + 1] if place + 1 < len(lines) else None
    if _is_furniture(line):
        return "boilerplate"
    if below and line.text.endswith(":") and len(line.text) <= LEAD_CHARACTERS:
        return _colon_role(line, below)
    if depth < DATELINE_PARAGRAPHS and opens_with_dateline(line.text):
        return "dateline"
    if line.quoted > 0.5 or _is_unmarked_quotation(line):
        return "quotation"
    if below and prose and _is_subheading(line, lines[place - 1] if place else None, below):
        return "subheading"
    return "body"


def _is_furniture(line: MeasuredLine) -> bool:
    """Tell whether a line is an address or ornament rather than language."""
    if line.words == 0:
        return True
    addresses = _ADDRESS.findall(line.text)
    return bool(addresses) and line.words <= LINE_WORDS and not line.stopped


def _colon_role(line: MeasuredLine, below: MeasuredLine) -> str:
    """Tell a lead-in to speech from a heading or a lead-in to a list, which end with a colon too."""
    last = _WORD.findall(line.text)[-1:]
    if _OPENS_QUOTE.match(below.text) or _opens_with_speech(line.text) or any(map(_is_speech_verb, last)):
        return "speech_lead"
    if line.words <= BYLINE_WORDS:
        return "subheading"
    return "body" if _is_item(below) else "speech_lead"


def _is_item(line: MeasuredLine) -> bool:
    """Tell whether a line belongs to a list: a bullet or number in front, or short and without a stop."""
    return bool(_BULLET.match(line.text)) or (line.words <= LINE_WORDS and not line.stopped)


def _is_subheading(line: MeasuredLine, above: MeasuredLine | None, below: MeasuredLine) -> bool:
    """Tell whether a short line without a stop stands between paragraphs of prose."""
    if line.closed or line.words > LINE_WORDS:
        return False
    neighbours = [other for other in (above, below) if other is not None]
    return below.stopped and min(len(other.text) for other in neighbours[-1:]) > 2 * len(line.text)


def _mark_tail(lines: list[MeasuredLine], roles: list[str], top: int, prose: bool) -> None:
    """Mark what is left over under the last paragraph: tags, credits, the headline said again."""
    headline = lines[0].text if roles and roles[0] == "headline" else ""
    for place in range(len(lines) - 1, max(top, 1), -1):
        line = lines[place]
        repeats = headline and len(headline) > 15 and line.text.endswith(headline)
        repeats = repeats and len(line.text) < 2 * len(headline) + DATELINE_CHARACTERS
        left_over = prose and not line.closed and line.words <= LINE_WORDS
        left_over = left_over and roles[place] in ("body", "quotation")
        if not (repeats or left_over or roles[place] == "boilerplate"):
            return
        roles[place] = "boilerplate"


def opens_with_dateline(text: str) -> bool:
    """Tell whether a paragraph opens with place and agency: ``القاهرة - سبوتنيك. وقالت ...``.

    Examples
    --------
    >>> opens_with_dateline("بيروت (وكالات) - أعلن المجلس نتائج الاقتراع في العاصمة صباح أمس.")
    True
    >>> opens_with_dateline("أعلن المجلس - في بيان - نتائج الاقتراع في العاصمة صباح أمس الأول.")
    False
    """
    head, rest = _dateline_head(text)
    if len(rest) < 20:
        return False
    if _CAPITALS.match(text):
        return True
    # commas alone part no place from no agency
    if not _PARTING.search(head):
        return False
    pieces = [piece.strip(" ()،,") for piece in re.split(rf"{_PARTING.pattern}|\)|[،,]\s", head)]
    pieces = [piece for piece in pieces if piece]
    openers = _openers()
    # an aside between dashes stands within a sentence, which then goes on with a particle
    if _WORD.findall(rest)[:1] and _WORD.findall(rest)[0] in openers:
        return False
    # "2- الأساس المنطقي: ..." is an item of a list
    return (
        len(pieces) > 1 and not pieces[0].isdigit() and all(_is_name_like(piece, openers) for piece in pieces)
    )


_HEAD = re.compile(
    rf"^(?P<head>[^\n.:!?؟«»\"“”]{{2,{DATELINE_CHARACTERS}}}?(?:\([^()]{{1,40}}\)[^\n.:()«»\"“”]{{0,30}}?)?)"
    r"(?:\s*[.:]\s+|\s*(?<=\))\s*[-–—:ـ]+\s*|\s+[-–—ـ]+\s*:\s*)"
)
# لندن - وكالات - قال: two short names, each with its dash
_DASHED = re.compile(r"^(?P<head>(?:\w+\s+){0,2}\w+\s*[-–—]\s*(?:\w+\s+)?\w+)\s*[-–—]\s+")
# CAIRO, July 3 — the capitals are the sign
_CAPITALS = re.compile(
    r"^(?P<head>[A-Z][A-Z .']{2,30}(?:,[^.:–—-]{2,30})?(?:\s*\([^()]{1,30}\))?)\s*[-–—]+\s"
)
# a stroke of tatweel parts names only where it stands alone
_PARTING = re.compile(r"[-–—/(]+|\sـ+\s")
_CREDIT = re.compile(r"\([^()]{0,20}:[^()]{0,40}\)")


def _dateline_head(text: str) -> tuple[str, str]:
    """Split a paragraph at the sign that would close its dateline; ("", text) where there is none."""
    # (تصوير: فلان) carries a colon that closes nothing.
    window = _CREDIT.sub(lambda match: match.group().replace(":", " "), text[: 2 * DATELINE_CHARACTERS])
    found = _HEAD.match(window) or _DASHED.match(window) or _CAPITALS.match(window)
    return (found["head"], text[found.end() :]) if found else ("", text)


def _is_name_like(piece: str, openers: frozenset[str]) -> bool:
    """Tell whether a piece between dashes can be a place, an agency, a person or a date."""
    words = _WORD.findall(piece)
    if not 0 < len(words) <= 5:
        return False
    return not any(word in openers for word in words[:2]) and not _opens_with_speech(piece)


def _is_unmarked_quotation(line: MeasuredLine) -> bool:
    """Tell whether a line is speech after a verb and a colon, without marks, for over half its length."""
    lead, _, speech = line.text.partition(":")
    if len(speech) <= len(lead) or _CONJUNCTION.match(speech) or _OPENS_QUOTE.match(speech):
        return False
    return _opens_with_speech(lead)


def _opens_with_speech(text: str) -> bool:
    """Tell whether a line begins with a verb of saying, after at most a phrase that ends in a comma."""
    clauses = re.split(r"[،,]\s*", text)[:2]
    return any(_is_speech_verb(word) for clause in clauses for word in _WORD.findall(clause)[:1])


def _is_speech_verb(word: str) -> bool:
    """Tell whether a word is a form of a verb of saying, with a conjunction in front or none."""
    form = fold_text(word)
    return not {form, form[1:]}.isdisjoint(_speech_verbs())


@cache
def _speech_verbs() -> frozenset[str]:
    """Return the forms of the verbs of saying that open a paragraph of reported speech.

    The verbs are those of `analysis.words`, which stands floors above: their file is read here once more,
    for the third persons of the perfect and the imperfect and the participle.
    """
    forms: set[str] = set()
    for line in read_words("words/verbs.tsv"):
        perfect, imperfect, participle, _, frame, *_ = line.split("\t")
        if frame in _OPENING_FRAMES:
            perfect, imperfect, participle = map(fold_text, (perfect, imperfect, participle))
            forms |= {perfect, imperfect, participle + ALEF, perfect.rstrip(WEAK) + TA, TA + imperfect[1:]}
    return frozenset(form for form in forms if len(form) > 1)


@cache
def _openers() -> frozenset[str]:
    """Return the words that open a clause."""
    return frozenset(read_words("paragraphs/sentence_openers.txt"))
