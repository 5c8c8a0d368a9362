"""Pairing of quotation marks as Arabic texts really use them: nested, inverted, straight, unbalanced."""

import re
from typing import NamedTuple

import numpy as np

#: Each mark with its family (marks close only marks of their family) and the side it is made for:
#: +1 opens, -1 closes, 0 says nothing (the straight marks).
MARKS = {
    "«": ("guillemet", 1),
    "»": ("guillemet", -1),
    "‹": ("single guillemet", 1),
    "›": ("single guillemet", -1),
    "“": ("double", 1),
    "”": ("double", -1),
    "„": ("double", 1),
    "‟": ("double", 1),
    '"': ("double", 0),
    # WordPress turns the closing mark after a digit ("370") into a double prime.
    "″": ("double", -1),
    "‘": ("single", 1),
    "’": ("single", -1),
    "‚": ("single", 1),
    "'": ("single", 0),
    "《": ("guillemet", 1),
    "》": ("guillemet", -1),
    "❝": ("double", 1),
    "❞": ("double", -1),
    "〝": ("double prime", 1),
    "〞": ("double prime", -1),
    "〟": ("double prime", -1),
}
#: The same for two characters that stand for one mark, as typewriters and old keyboards have it.
DOUBLED = {
    "''": ("double", 0),
    "``": ("double", 1),
    ",,": ("double", 1),
    "((": ("brackets", 1),
    "))": ("brackets", -1),
    "<<": ("guillemet", 1),
    ">>": ("guillemet", -1),
}

#: How far a quotation may run over paragraph breaks, in paragraphs and in characters.
FAR_PARAGRAPHS = 6
FAR_CHARACTERS = 4000

_BREAKS = "\n\r\x85\u2028\u2029"
# A bidi control between a mark and its word must not hide the word.
_INVISIBLE = "\u200b\u200e\u200f\u061c\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad"
_MARK = rf"(?:{'|'.join(map(re.escape, DOUBLED))}|[{''.join(MARKS)}])"
_EVENTS = re.compile(rf"[{_BREAKS}]|{_MARK}(?:[{_INVISIBLE}]{{0,4}}{_MARK})*")
_ONE = re.compile(_MARK)
_HIDDEN = re.compile(rf"[{_INVISIBLE}]")
# و"النص" and بـ«النص»: a particle written onto the quoted word leaves the mark without a space before it.
_PARTICLE = re.compile(r"(?:^|[^\w\u064b-\u065f])(?:[وف]?[بكلس]?|[وف]?لل|[وف]?ال)ـ*$|ـ$")
_CLOSING = ".!؟?)]}…%٪"
_TRAILING = " .،,؛!؟?"
_STRAIGHT = "\"'"
# Before the first mark of a paragraph
_LEAD = re.compile(r"[ \t\-–—]*")


class _Mark(NamedTuple):
    """A mark at its place: the side it takes and whether the spacing around it leaves no doubt."""

    place: int
    character: str
    family: str
    side: int
    sure: bool
    first: bool


class _Carried(NamedTuple):
    """An opening that its paragraph left open, and the last paragraph that opened it anew."""

    place: int
    paragraph: int
    last: int


def pair_marks(text: str) -> np.ndarray:
    """Pair the quotation marks of a text.

    The sides of a mark follow from the spacing around it before its shape: ``»كلمة«``, ``”كلمة“`` and
    ``“كلمة“`` are common in Arabic typing. Straight marks open and close by spacing and by turns, and
    never carry over a paragraph; the others may close up to six paragraphs later, when each paragraph in
    between opens anew or says nothing else. A mark without a partner is left out, and so are apostrophes
    inside words. Takes time linear in the length of the text.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    array of int64, shape (pairs, 3)
        One row per pair, ordered by the opening mark: place of the opening mark, place of the closing
        mark (code points into ``text``; what is quoted stands between ``open + 1`` and ``close``), depth
        (0 for an outermost pair). Pairs nest and never cross.

    Examples
    --------
    >>> pair_marks('قال "نعم" ثم «لا "أدري" ربما».').tolist()
    [[4, 8, 0], [13, 28, 0], [17, 22, 1]]
    >>> pair_marks("James' l'été »مقلوب«").tolist()
    [[13, 19, 0]]
    """
    pairs: list[tuple[int, int]] = []
    carried: dict[str, _Carried] = {}
    marks: list[_Mark] = []
    paragraph = begin = 0
    lead = _LEAD.match(text).end()
    for event in _EVENTS.finditer(text):
        if event.group()[0] in _BREAKS:
            if marks:
                end = text[marks[-1].place + 1 : event.start()]
                _pair_paragraph(marks, paragraph, not end.strip(_TRAILING), pairs, carried)
            marks = []
            # blank lines are no paragraphs
            paragraph += bool(text[begin : event.start()].strip())
            begin = event.end()
            lead = _LEAD.match(text, begin).end()
        else:
            first = not marks and lead >= event.start()
            marks += _read_run(text, event, first)
    if marks:
        end = text[marks[-1].place + 1 :]
        _pair_paragraph(marks, paragraph, not end.strip(_TRAILING), pairs, carried)
    return _with_depth(pairs)


def _read_run(text: str, run: re.Match, first: bool) -> list[_Mark]:
    """Return the marks of one run of adjacent marks, which share the spacing around the run."""
    before, after = _visible(text, run.start() - 1, -1), _visible(text, run.end(), 1)
    word_before, word_after = _is_word(before), _is_word(after)
    particle = word_before and word_after and _PARTICLE.search(text[max(0, run.start() - 6) : run.start()])
    opens = (not word_before or particle) and (word_after or after in "([{#@$+") and before not in ".!؟?)]}"
    closes = not opens and (word_before or before in _CLOSING) and not word_after and after not in "([{#@"
    side = 1 if opens else -1 if closes and not before.isspace() else 0
    marks = []
    for one in _ONE.finditer(text, run.start(), run.end()):
        place, character = one.start(), one.group()[0]
        family, made_for = DOUBLED.get(one.group()) or MARKS[character]
        if len(one.group()) > 1 and (side or made_for) == 1:
            # of two characters the inner one is the place
            place += 1
        apostrophe = word_before and word_after and not particle
        if family == "single" and (apostrophe or not side):
            continue
        marks.append(_Mark(place, character, family, side or made_for, bool(side), first))
    return marks


def _visible(text: str, place: int, step: int) -> str:
    """Return the nearest visible character from ``place`` on, a space at the ends of the text."""
    for _ in range(4):
        if not 0 <= place < len(text):
            return " "
        if not _HIDDEN.match(text[place]):
            return text[place]
        place += step
    return " "


def _is_word(character: str) -> bool:
    """Tell whether a character belongs to a word; Arabic vowel marks do."""
    return character.isalnum() or "\u0610" <= character <= "\u061a" or "\u064b" <= character <= "\u065f"


def _pair_paragraph(marks: list[_Mark], paragraph: int, at_end: bool, pairs: list, carried: dict) -> None:
    """Add the pairs of one paragraph, whose last mark may stand at its end, to ``pairs``.

    ``carried`` holds, by family, the openings of earlier paragraphs that are still open.
    """
    shapes: dict[str, set[str]] = {}
    for mark in marks:
        shapes.setdefault(mark.family, set()).add(mark.character)
    # A paragraph that uses one shape for both sides (“كلمة“) uses it as a straight mark.
    alike = {family for family, used in shapes.items() if len(used) == 1}
    found, opened, closed = _pair_by_spacing(marks, alike)
    turns = {family for family in alike if _by_turns(family, marks, found, closed)}
    if turns:
        marks = [mark._replace(sure=mark.sure and mark.family not in turns) for mark in marks]
        found, opened, closed = _pair_by_spacing(marks, alike)
    whole = (marks[0].place, marks[-1].place)
    if at_end and marks[0].first and whole in found and _opened_before(marks[0], paragraph, carried):
        # the last paragraph of a long quotation opens anew too
        found.remove(whole)
        _close_carried(marks[-1], paragraph, found, carried)
    starts = {start for start, _ in found}
    for mark in marks:
        if (
            mark.place in starts
            and mark.family in carried
            and not _opened_before(marks[0], paragraph, carried)
        ):
            # whole quotations in a later paragraph: the opening was an orphan
            del carried[mark.family]
    pairs += found
    _pair_carried(opened, closed, paragraph, pairs, carried)


def _by_turns(family: str, marks: list[_Mark], found: list, closed: list[_Mark]) -> bool:
    """Tell whether taking turns pairs every mark of a family where spacing (``قال" نعم"``) failed to."""
    places = [mark.place for mark in marks if mark.family == family and mark.character == '"']
    paired = {place for pair in found for place in pair}
    if len(places) % 2 or paired.issuperset(places):
        return False
    # an opening too many is an orphan; a closing too many shows that spacing cannot be trusted
    return paired.isdisjoint(places) or any(mark.family == family for mark in closed)


def _pair_by_spacing(marks: list[_Mark], alike: set[str]) -> tuple[list, list[_Mark], list[_Mark]]:
    """Return pairs of places, openings left open, and closings that nothing before them opens."""
    pairs, stack, closed = [], [], []
    lost = {family for family in alike if _is_unclear(family, marks)}
    marks = [mark for mark in marks if mark.family not in lost]
    count = dict.fromkeys((mark.family for mark in marks), 0)
    for mark in marks:
        side = mark.side
        if not mark.sure and (side == 0 or mark.family in alike):
            side = -1 if count[mark.family] else 1
        if side == 1:
            stack.append(mark)
            count[mark.family] += 1
        elif not count[mark.family]:
            closed += [] if stack else [mark]
        else:
            while True:
                top = stack.pop()
                count[top.family] -= 1
                if top.family == mark.family:
                    break
            pairs.append((top.place, mark.place))
    return pairs, stack, closed


def _is_unclear(family: str, marks: list[_Mark]) -> bool:
    """Tell whether marks between spaces are odd in number: which of them is stray nobody can tell."""
    own = [mark for mark in marks if mark.family == family]
    return len(own) > 1 and len(own) % 2 == 1 and not any(mark.sure for mark in own)


def _pair_carried(opened: list, closed: list, paragraph: int, pairs: list, carried: dict) -> None:
    """Close openings of earlier paragraphs, and carry what this one leaves open."""
    for mark in closed:
        if mark.character not in _STRAIGHT:
            _close_carried(mark, paragraph, pairs, carried)
    for mark in opened:
        # A long quotation opens each of its paragraphs anew: the first opening stays the one to close.
        if mark.first and _opened_before(mark, paragraph, carried):
            carried[mark.family] = carried[mark.family]._replace(last=paragraph)
        elif mark.character not in _STRAIGHT and mark.family != "single":
            carried[mark.family] = _Carried(mark.place, paragraph, paragraph)


def _opened_before(mark: _Mark, paragraph: int, carried: dict) -> bool:
    """Tell whether the paragraph before left a mark of this family open."""
    return mark.family in carried and carried[mark.family].last == paragraph - 1


def _close_carried(mark: _Mark, paragraph: int, pairs: list, carried: dict) -> None:
    """Pair a closing with the opening of an earlier paragraph unless that is too far away."""
    start = carried.pop(mark.family, None)
    if start is None:
        return
    if paragraph - start.paragraph <= FAR_PARAGRAPHS and mark.place - start.place <= FAR_CHARACTERS:
        pairs.append((start.place, mark.place))
        for family in [name for name, other in carried.items() if other.place > start.place]:
            del carried[family]


def _with_depth(pairs: list[tuple[int, int]]) -> np.ndarray:
    """Sort pairs by place and add how many pairs each stands in."""
    rows, open_until = [], []
    for start, end in sorted(pairs):
        while open_until and open_until[-1] < start:
            open_until.pop()
        rows.append((start, end, len(open_until)))
        open_until.append(end)
    return np.array(rows, dtype=np.int64).reshape(-1, 3)
