"""Labelled lines: the turns of plays, interviews, chats and minutes."""

from collections import Counter
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.patterns import EDGE, Line, Table, read_rows
from analysis.tables import column_codes, run_numbers
from analysis.tokens import seed_runs
from analysis.words import Words, class_names

#: So many tokens at the head of a paragraph are looked at.
_HEAD = 24
#: A label is taken at its word from so many lines on that carry one which comes back.
_LEAST_LINES = 4
#: Where labels do not come back, so much of the paragraphs must carry one.
_MOST_LINES = 0.6
#: A last paragraph of a turn with fewer tokens and no stop is a heading.
_HEADING = 9


class Turn(NamedTuple):
    """A line with a label: tokens of the whole line, of the label (none for a dash), and of what is said."""

    row: str
    yields: str
    line: int
    who: tuple[int, int] | None
    first: int
    last: int
    #: the label as it is compared with others
    label: str


class _Signs(NamedTuple):
    """Which tokens ask, talk to somebody, may open a person's label, and so on."""

    asks: np.ndarray
    talks: np.ndarray
    titles: np.ndarray
    brackets: np.ndarray
    stops: np.ndarray
    stamps: np.ndarray


@cache
def turn_table() -> Table:
    """Read the table of labels, ``data/quotes/turns.toml``; once."""
    rows, shapes = read_rows("quotes/turns.toml")
    return Table(rows, class_names(), shapes)


def find_turns(tokens: pd.DataFrame, words: Words) -> list[Turn]:
    """Find the labelled lines of every text that is a dialogue for sure, in reading order."""
    paragraphs = np.flatnonzero(np.diff(run_numbers(tokens, ["seed", "paragraph"]), prepend=-1))
    found = _labelled(words, np.append(paragraphs, len(tokens)), tokens)
    turns: list[Turn] = []
    if not found:
        return turns
    signs = _Signs(
        asks=words.has("question"),
        # who answers, greets or says I talks too
        talks=words.has("question", "i", "vocative", "greeting"),
        titles=words.has("person_noun", "style", "honour", "letter"),
        brackets=words.has("bracket"),
        stops=words.has("point"),
        stamps=words.has("markup"),
    )
    places = np.array([turn.line for turn in found])
    for _, first, last in seed_runs(tokens):
        own = found[slice(*np.searchsorted(places, (first, last)))]
        lines = np.append(paragraphs[slice(*np.searchsorted(paragraphs, (first, last)))], last)
        if len(own) > 1:
            sure = _sure(own, lines, signs)
            turns += _with_words(sure, lines, signs) if sure else []
    return turns


def _labelled(words: Words, paragraphs: np.ndarray, tokens: pd.DataFrame) -> list[Turn]:
    """Return what may be a label at the head of each paragraph; the turn's words are found later."""
    lengths = np.minimum(np.diff(paragraphs), _HEAD)
    places = np.repeat(paragraphs[:-1] - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())
    colon = words.has("colon")
    if not (colon | words.has("dash", "bullet", "bracket", "markup"))[places].any():
        return []
    # a colon on a line of its own closes the label on the line before, in its text
    opens_text = np.diff(column_codes(tokens["seed"])[0], prepend=-1) != 0
    heads = np.flatnonzero(np.isin(places, paragraphs[:-1][(~colon | opens_text)[paragraphs[:-1]]]))
    items = np.append(np.insert(words.sets[places], heads, EDGE), EDGE)
    numbers = np.append(np.insert(places, heads, -1), -1).tolist()
    found: dict[int, Turn] = {}
    for row, match in turn_table().find_all(Line(items, words.classes)):
        line, lead = numbers[match.start()], numbers[match.start("lead")]
        if line in found:
            continue
        who, label = None, ""
        if "who" in match.groupdict():
            begin, end = match.span("who")
            who = numbers[begin], numbers[end - 1] + 1
            label = " ".join(tokens["form"].iloc[slice(*who)])
        first = numbers[match.end("lead") - 1] + 1
        found[line] = Turn(row.name, row.yields, line, who, first, max(first, lead + 1), label)
    return [turn for _, turn in sorted(found.items())]


def _sure(found: list[Turn], lines: np.ndarray, signs: _Signs) -> list[Turn]:
    """Return the lines of one text whose labels are turns for sure; ``lines`` ends with its end."""
    kinds: dict[str, list[Turn]] = {name: [] for name in ("stamped", "asked", "labelled", "dashed", "dotted")}
    for turn in found:
        kinds[turn.yields].append(turn)
    if len(kinds["stamped"]) > 1:
        return kinds["stamped"]
    asked, labelled, dashed = kinds["asked"], kinds["labelled"], kinds["dashed"]
    if len({turn.label.split()[0] for turn in asked}) > 1:
        return asked
    counts = Counter(turn.label for turn in labelled)
    recurring = [turn for turn in labelled if counts[turn.label] > 1]
    # what stands between labels is said by somebody, a colon on a line of its own is none
    share = len(labelled) / max(1, len(lines) - 1 - sum(_is_split(turn, lines) for turn in labelled))
    questions = sum(_asks(turn, lines, signs.asks) for turn in labelled)
    titled = [turn for turn in labelled if signs.titles[turn.who[0]]]
    if len({turn.label for turn in titled}) > 1 and any(counts[turn.label] > 1 for turn in titled):
        # the minutes of a meeting: who speaks has a title, and says whole sentences
        if len(titled) > 2 and 2 * sum(_asks(turn, lines, signs.stops) for turn in titled) > len(titled):
            return [turn for turn in labelled if turn in titled or counts[turn.label] > 1]
    if len(counts) > 1 and any(_asks(turn, lines, signs.talks) for turn in labelled):
        if share >= _MOST_LINES and (recurring or 0 < questions < len(labelled)):
            return labelled
        if len({turn.label for turn in recurring}) > 1 and len(recurring) >= _LEAST_LINES:
            if not all(_is_split(turn, lines) for turn in recurring):
                return recurring
            # where each name stands on a line of its own, so does that of who speaks once
            return [turn for turn in labelled if _is_split(turn, lines)]
    for own in (kinds["dotted"], dashed):
        questions = sum(_asks(turn, lines, signs.asks) for turn in own)
        in_turn = own is dashed or len({turn.label for turn in own}) > 1
        if len(own) >= _LEAST_LINES and 0 < questions < len(own) and in_turn:
            return [turn._replace(who=None) for turn in own]
    return []


def _is_split(turn: Turn, lines: np.ndarray) -> int:
    """Return over how many more lines than one a label and the beginning of its words stand."""
    return int(np.searchsorted(lines, turn.first, side="right") - np.searchsorted(lines, turn.line) - 1)


def _asks(turn: Turn, lines: np.ndarray, asks: np.ndarray) -> bool:
    """Tell whether the first paragraph of a turn holds one of these words."""
    end = np.searchsorted(lines[:-1], turn.first, side="right")
    return bool(asks[turn.first : lines[end]].any())


def _with_words(turns: list[Turn], lines: np.ndarray, signs: _Signs) -> list[Turn]:
    """Return the turns of one text with what is said in each; ``lines`` ends with the end of the text."""
    ends = [turn.line for turn in turns[1:]] + [int(lines[-1])]
    # what the program of a chat says itself stands behind a stamp without a sender
    stamped = lines[:-1][signs.stamps[lines[:-1]]] if turns[0].yields == "stamped" else lines[:0]
    bounds = []
    for turn, end in zip(turns, ends, strict=True):
        begin = np.searchsorted(lines, turn.first, side="right")
        end = min([end, *stamped[np.searchsorted(stamped, turn.first) :][:1].tolist()])
        bounds.append([turn.first, *lines[begin : np.searchsorted(lines, end)].tolist(), end])
    said = []
    for number, (turn, own) in enumerate(zip(turns, bounds, strict=True)):
        if own[0] >= own[-1]:
            # a label with nothing behind it
            continue
        if number == len(turns) - 1 and turn.row != "sender":
            # no label behind it tells where it ends
            own = own[:2]
        first, last = _without_asides(own, signs.brackets, signs.stops)
        if first < last:
            said.append(turn._replace(first=first, last=last))
    return said


def _without_asides(bounds: list[int], bracket: np.ndarray, stop: np.ndarray) -> tuple[int, int]:
    """Return the tokens of a turn without stage directions at its edges and a heading at its end."""
    first = last = bounds[0]
    for begin, end in pairwise(bounds):
        if bracket[begin] and bracket[end - 1] and last > first:
            break
        last = end
        if _direction(first, end, bracket, stop) is not None:
            # what is done ends what is said
            break
    start = max((place for place in bounds[1:-1] if place < last), default=first)
    if start > first and stop[start - 1] and last - start < _HEADING and not stop[start:last].any():
        last = start
    opening = _direction(first, last, bracket, stop)
    last = last if opening is None else opening
    closing = np.flatnonzero(bracket[first + 1 : last]) if first < last and bracket[first] else []
    return (first + int(closing[0]) + 2 if len(closing) else first), last


def _direction(first: int, last: int, bracket: np.ndarray, stop: np.ndarray) -> int | None:
    """Return where a stage direction at the end of some words begins, or None: it stands behind a stop."""
    end = last - int(last > first and stop[last - 1])
    if end <= first + 1 or not bracket[end - 1]:
        return None
    opens = np.flatnonzero(bracket[first : end - 1])
    opening = first + int(opens[-1]) if len(opens) else first
    return opening if opening == first or stop[opening - 1] else None
