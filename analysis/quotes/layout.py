"""A text laid out for reading: one item a word, a name or a pair of marks, each with its classes."""

from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import arabic
from analysis.patterns import EDGE, Line, Table, read_rows
from analysis.quotes.turns import Turn, find_turns
from analysis.tables import column_codes, run_numbers
from analysis.tokens import TokenText, seed_runs, token_ranges
from analysis.words import Verb, Words, class_names, read_words

#: Classes that items have besides those of words: names by kind, quotation marks by what is in them.
OWN = (
    *("name", "person", "organisation", "place", "group", "glued", "one_word_name"),
    *("marks", "words_2", "words_3", "words_4", "words_5", "words_7", "words_9", "words_13", "words_14"),
    *("holds_name", "holds_mention", "holds_verb"),
    *("opens_definite", "opens_verb", "opens_title", "opens_future"),
    # what the rows of what_is_not.toml give
    *("sure", "carried", "expected", "cited", "answering", "unsigned", "signed", "story"),
    *("chained", "wished", "resumed"),
    # a verb right before a blessing: God's or a prophet's, whom nobody names
    "unnamed",
)
CLASSES = (*class_names(), *OWN)
_COLUMN = {name: number for number, name in enumerate(CLASSES)}
_COUNTS = (2, 3, 4, 5, 7, 9, 13, 14)
#: Characters that are a mark only in twos.
_HALVES = frozenset("()<>")
#: What a name keeps of the classes of its first word.
_OF_FIRST = (
    "word",
    "definite",
    "and_",
    "to_",
    "by_",
    "like_",
    "body",
    "media",
    "writing",
    "person_noun",
    "kin",
)


class Mention(NamedTuple):
    """A name: its tokens, its offsets, and what is known of it."""

    first: int
    last: int
    start: int
    end: int
    kind: str
    entity: str | None
    description: str | None


class Naming(NamedTuple):
    """A speaker as named at one place: tokens, code points, and the number of the mention it is, or -1."""

    first: int
    last: int
    start: int
    end: int
    mention: int


class Layout(NamedTuple):
    """All texts of a table as one line of items; tokens and items are numbered through."""

    text: TokenText
    #: per token: its verb, form, stem, lemma and paragraph; how many words stand before it
    verbs: list[Verb | None]
    forms: list[str]
    stems: list[str]
    lemmas: list[str]
    paragraphs: list[int]
    words_before: list[int]
    token_sets: list[int]
    mentions: list[Mention]
    #: per item: its first token, the token behind its last, its classes (a bit each, or `EDGE`), its mention
    firsts: list[int]
    lasts: list[int]
    sets: list[int]
    names: list[int]
    #: per sentence: its first item, the item behind its last, and its text
    sentences: list[tuple[int, int, object]]
    #: the naming of who speaks, by the item that reports
    subjects: dict[int, Naming]
    #: the labelled lines of dialogues
    turns: list[Turn]
    #: texts that write no signs around speech, and stories: a verb without subject may be anybody's there
    narrated: set[object]
    stories: set[object]

    def count_words(self, first: int, last: int) -> int:
        """Count the words from token ``first`` to ``last`` (excluded)."""
        return max(0, self.words_before[last] - self.words_before[first])

    def is_a(self, item: int, bits: int) -> bool:
        """Tell whether an item has one of these classes; the edge has none."""
        return self.sets[item] > 0 and bool(self.sets[item] & bits)


def bits_of(*names: str) -> int:
    """Return classes as a set of bits."""
    return sum(1 << _COLUMN[name] for name in set(names))


def lay_out(tokens: pd.DataFrame, mentions: pd.DataFrame) -> Layout:
    """Lay out every text of a table of tokens."""
    words, text = read_words(tokens), TokenText(tokens)
    packed = np.packbits(words.classes, axis=1, bitorder="little")
    sets = [int.from_bytes(row.tobytes(), "little") for row in packed]
    sets = [sets[number] for number in words.sets.tolist()]
    is_word, blessings = words.has("word", "number"), _find_blessings(words)
    layout = Layout(
        text=text,
        verbs=words.verbs.tolist(),
        forms=tokens["form"].tolist(),
        stems=tokens["stem"].tolist(),
        lemmas=tokens["lemma"].tolist(),
        paragraphs=tokens["paragraph"].tolist(),
        words_before=np.append(0, np.cumsum(is_word)).tolist(),
        token_sets=sets,
        mentions=_names(tokens, mentions, sets, blessings),
        firsts=[],
        lasts=[],
        sets=[],
        names=[],
        sentences=[],
        subjects={},
        turns=find_turns(tokens, words),
        narrated=set(),
        stories=set(),
    )
    _add_items(layout, tokens, blessings)
    return layout


@cache
def blessing_table() -> Table:
    """Read the table of blessings, ``data/quotes/blessings.toml``; once."""
    rows, shapes = read_rows("quotes/blessings.toml")
    return Table(rows, class_names(), shapes)


def _find_blessings(words: Words) -> dict[int, int]:
    """Return the blessings of all texts: first token -> the token behind the last."""
    if not words.has("blessing", "peace", "glory", "exalted", "blessing_sign").any():
        return {}
    line = Line(np.append(words.sets, EDGE), words.classes)
    return dict(found.match.span() for found in blessing_table().find_first(line))


def _add_items(layout: Layout, tokens: pd.DataFrame, blessings: dict[int, int]) -> None:
    """Add the items of all texts, and the edges between sentences; blessings are none."""
    sets, seeds = layout.token_sets, tokens["seed"].tolist()
    closing, outer = _closing_marks(tokens, layout.text)
    begins = _sentence_starts(tokens, closing, sets)
    owner = np.full(len(tokens), -1)
    for number, name in enumerate(layout.mentions):
        owner[name.first : name.last] = number
    for turn in layout.turns:
        # a label and its stage direction are no part of what is said, and nothing is told in them
        begins[turn.line] = begins[turn.first] = True
        owner[turn.line : turn.first] = -1
        sets[turn.line : turn.first] = [0] * (turn.first - turn.line)
    owner, token = owner.tolist(), 0
    while token < len(sets):
        if begins[token]:
            _close_sentence(layout, seeds[token])
        if token in outer:
            token += 1
            continue
        if token in blessings and not any(begins[token + 1 : blessings[token]]):
            # بين لها صلى الله عليه وسلم: who is told may stand between
            verb = -2 if layout.is_a(-1, _OWNED) and not layout.is_a(-1, _CUE) else -1
            layout.sets[verb] |= _UNNAMED if layout.is_a(verb, _CUE) else 0
            token = blessings[token]
            continue
        name, last = -1, token + 1
        if closing[token] >= 0:
            last, bits = closing[token] + 1, _marks_classes(layout, sets, owner, token, closing[token])
        elif owner[token] >= 0:
            name = owner[token]
            last, bits = layout.mentions[name].last, _name_classes(layout.mentions[name], sets, layout.text)
        else:
            bits = _without_abbreviation(layout, sets, token)
        _add_item(layout, token, last, bits, name)
        token = last
    _close_sentence(layout, None)


def _add_item(layout: Layout, first: int, last: int, bits: int, name: int) -> None:
    layout.firsts.append(first)
    layout.lasts.append(last)
    layout.sets.append(bits)
    layout.names.append(name)


def _close_sentence(layout: Layout, seed: object) -> None:
    """Put an edge behind a sentence, and begin the next."""
    place = layout.firsts[-1] + 1 if layout.firsts else 0
    if layout.sentences:
        first, _, own = layout.sentences[-1]
        layout.sentences[-1] = (first, len(layout.firsts), own)
        place = layout.lasts[-1]
    _add_item(layout, place, place, EDGE, -1)
    if seed is not None:
        layout.sentences.append((len(layout.firsts), len(layout.firsts), seed))


def _names(
    tokens: pd.DataFrame, mentions: pd.DataFrame, sets: list[int], blessings: dict[int, int]
) -> list[Mention]:
    """Return the names of all texts with their tokens, in reading order."""
    mentions = mentions[mentions["kind"].astype(str) != "adjective"]
    first, last = token_ranges(tokens, mentions)
    starts = tokens["start"].to_numpy()
    described = mentions["description"] if "description" in mentions else pd.Series(None, mentions.index)
    columns = (first, last, mentions["start"], mentions["kind"], mentions["entity"], described)
    ends = tokens["end"].to_numpy()
    found, behind = [], 0
    for begin, stop, start, kind, entity, office in sorted(
        zip(*(column.tolist() for column in columns), strict=True), key=lambda row: row[:2]
    ):
        blessed = next((token for token in range(begin, stop) if token in blessings), stop)
        if begin >= blessed:
            continue
        bounds = _trim(begin, blessed, str(kind), sets)
        if bounds[0] < behind:
            continue
        if bounds != (begin, stop):
            # what is left is looked up anew
            start, entity = max(start, int(starts[bounds[0]])), None
        begin, behind = bounds
        entity, office = (value if isinstance(value, str) else None for value in (entity, office))
        found.append(Mention(begin, behind, int(start), int(ends[behind - 1]), str(kind), entity, office))
    return found


def _trim(first: int, last: int, kind: str, sets: list[int]) -> tuple[int, int]:
    """Return the tokens of a name without a verb before it or a preposition behind: ونوه الدريس إلى."""
    first += last - first > 1 and bool(sets[first] & (_CUE | _TOLD)) and not sets[first + 1] & _NASAB
    while last - first > 1 and sets[last - 1] & _OUTSIDE:
        last -= 1
    if kind == "organisation" and sets[first] & _BODY and sets[first] & _DEFINITE and last - first > 1:
        # a definite noun takes no genitive: المركز | رأفت الصباغ
        last = last if sets[first + 1] & _DEFINITE else first + 1
    return first, last


def _closing_marks(tokens: pd.DataFrame, text: TokenText) -> tuple[list[int], set[int]]:
    """Return, per token, the closing mark of an outermost opening one, else -1; and halves of ((marks))."""
    closing, outer = np.full(len(tokens), -1), set()
    for _, begin, end in seed_runs(tokens):
        pairs = arabic.pair_marks(text.whole(begin, end))
        pairs = pairs[pairs[:, 2] == 0, :2] if len(pairs) else pairs
        ends = text.ends[begin:end]
        for opens, closes in begin + np.searchsorted(ends, pairs, side="right"):
            # a mark glued into a word (d’été) is no token of its own
            marks = text.tokens[opens], text.tokens[closes]
            if not any(mark[0].isalnum() for mark in marks):
                closing[opens] = closes
                outer |= {opens - 1} if marks[0] in _HALVES else set()
                outer |= {closes + 1} if marks[1] in _HALVES else set()
    return closing.tolist(), outer


def _sentence_starts(tokens: pd.DataFrame, closing: list[int], sets: list[int]) -> list[bool]:
    """Tell where sentences begin; one that ends inside marks, or with a colon before marks, goes on."""
    begins = np.zeros(len(tokens) + 1, dtype=bool)
    begins[:-1] = np.diff(run_numbers(tokens, ["seed", "paragraph", "sentence"]), prepend=-1) > 0
    opens_seed = np.diff(column_codes(tokens["seed"])[0], prepend=-1) != 0
    for opening, end in enumerate(closing):
        if end >= 0:
            begins[opening + 1 : end + 1] = False
            if opening and not opens_seed[opening] and sets[opening - 1] & _COLON:
                begins[opening] = False
    return begins.tolist()


def _without_abbreviation(layout: Layout, sets: list[int], token: int) -> int:
    """Return the classes of a token; the stop of an abbreviation (د. فلان) is none."""
    bits, text = sets[token], layout.text
    if bits & _POINT and token and text.ends[token - 1] == text.starts[token]:
        if text.ends[token - 1] - text.starts[token - 1] == 1 and layout.forms[token - 1].isalpha():
            return 0
    return bits


def _name_classes(name: Mention, sets: list[int], text: TokenText) -> int:
    """Return the classes of a name: its kind, and some of its first word's."""
    bits = sets[name.first] & _FIRST | bits_of("name", name.kind)
    if name.last - name.first == 1:
        bits |= bits_of("one_word_name")
    if name.start > text.starts[name.first]:
        bits |= bits_of("glued")
    return bits


def _marks_classes(layout: Layout, sets: list[int], owner: list[int], opening: int, closing: int) -> int:
    """Return the classes of a pair of marks, by what is between them."""
    inside = range(opening + 1, closing)
    count = layout.count_words(opening + 1, closing)
    names = ["marks", *(f"words_{least}" for least in _COUNTS if count >= least)]
    if not inside:
        return bits_of("marks", "holds_name")
    first = sets[opening + 1]
    known = sum(owner[token] >= 0 or bool(sets[token] & _LATIN) for token in inside)
    digits = [bool(sets[token] & _NUMBER) for token in inside]
    if known * 2 > count or not count or (digits[0] and count < 6) or (digits[-1] and count < 5):
        names.append("holds_name")
    if first & _DEFINITE:
        names.append("opens_definite")
    if first & _TITLE:
        names.append("opens_title")
    if first & _VERB:
        names.append("opens_verb")
    if any(sets[token] & _IMPERFECT for token in inside):
        names.append("holds_verb")
    if any(owner[token] >= 0 for token in inside):
        names.append("holds_mention")
    if first & _FUTURE:
        names.append("opens_future")
    return bits_of(*names)


_UNNAMED = bits_of("unnamed")
_CUE, _COLON, _POINT, _LATIN, _NUMBER, _DEFINITE, _IMPERFECT, _FUTURE = (
    bits_of(name)
    for name in ("cue", "colon", "point", "latin", "number", "definite", "imperfect_like", "will_")
)
_OWNED = bits_of("owned")
_BODY, _NASAB, _TOLD = bits_of("body"), bits_of("nasab"), bits_of("told_one")
_OUTSIDE = bits_of("to", "on", "about", "from", "barrier", "letter")
_TITLE = bits_of("person_noun", "honour")
_VERB = bits_of("cue", "imperfect_like", "feminine_perfect_like")
_FIRST = bits_of(*_OF_FIRST)
