"""What is said, by which word it is reported, and how its speaker is named: the tables at work."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from analysis.patterns import Draft, Line, Table, read_rows
from analysis.quotes.layout import CLASSES, Layout, Naming, bits_of
from analysis.quotes.turns import Turn

#: A clause without marks ends at the next reporting verb at the latest so many tokens on.
LONGEST_CLAUSE = 200
#: Where a source stands first, its statement begins behind a clause about it of so many items at most.
_ABOUT_SOURCE = 25
# A line of verse has fewer words, and half a line.
_LONGEST_VERSE, _LONGEST_HALF = 24, 9
# Links of a sentence that are looked back at: one that never ends has thousands.
_RECENT = 50


class Tables(NamedTuple):
    """The rules of reported speech; `Table.without` switches one off."""

    what_is_not: Table
    speech: Table
    speakers: Table
    subjects: Table


class Link(NamedTuple):
    """Words and what leads to them, before anybody is named."""

    row: str
    #: what the row yields, without its number
    yields: str
    #: the item that reports, or -1
    by: int
    #: the item that leads to the words (a particle, a colon, a pair of marks)
    lead: int
    #: tokens of what is said
    first: int
    last: int
    speech: str
    #: the naming before a colon
    named: Naming | None


@cache
def tables() -> Tables:
    """Read the tables of ``data/quotes``; once."""
    return Tables(*(_read(f"quotes/{name}.toml") for name in Tables._fields))


def _read(name: str) -> Table:
    rows, shapes = read_rows(name)
    return Table(rows, CLASSES, shapes)


def rewrite(layout: Layout) -> Line:
    """Take away the classes that items do not have where they stand; return the line."""
    table, sets = tables().what_is_not, layout.sets
    draft = Draft(sets, len(CLASSES))
    for name, row in table.rows.items():
        gained = bits_of(*(word[1:] for word in row.yields.split() if word[0] == "+"))
        lost = bits_of(*(word[1:] for word in row.yields.split() if word[0] == "-"))
        if lost & _CUE:
            # what reports nothing leads to nothing
            lost |= _FRAMES
        items = [match.start("at") for match in table.find(draft.line(), name)]
        for item in items:
            sets[item] = sets[item] & ~lost | gained
        draft.change(items, [sets[item] for item in items])
    signed = _find_narrated(layout)
    draft.change(signed, [sets[item] for item in signed])
    return draft.line()


def find_links(layout: Layout, line: Line) -> list[list[Link]]:
    """Find what is said, sentence by sentence, in reading order."""
    found: list[list[Link]] = [[] for _ in layout.sentences]
    begins = [first for first, _, _ in layout.sentences]
    claimed: set[int] = set()
    for row, match in tables().speech.find_all(line):
        groups = match.groupdict()
        yields, _, least = row.yields.partition(" ")
        items = [match.start(name) for name in ("by", "lead", "marks") if groups.get(name)]
        number = bisect_right(begins, match.start()) - 1
        if claimed.isdisjoint(items):
            link = _LINKERS[yields](layout, row.name, match, int(least or 0), found[number], number)
            if link is not None:
                claimed.update(items)
                found[number].append(link)
    for turn in layout.turns:
        found[_sentence_of(layout, turn.first)].append(_turn(layout, turn))
    for number, links in enumerate(found):
        if links:
            links[:] = _cut_clauses(
                layout, sorted(links, key=lambda link: link.first), layout.sentences[number]
            )
    return found


def _sentence_of(layout: Layout, token: int) -> int:
    """Return the number of the sentence that a token is in."""
    return bisect_right(layout.sentences, token, key=lambda own: layout.firsts[own[0]]) - 1


def _turn(layout: Layout, turn: Turn) -> Link:
    """Return what is said in a labelled line; its label names who says it."""
    named = _label(layout, *turn.who) if turn.who is not None else None
    return Link(turn.row, "turn", -1, -1, turn.first, turn.last, "turn", named)


def _label(layout: Layout, first: int, last: int) -> Naming:
    """Return the naming that a label is; a person's name at its end is who is meant."""
    start, stop = int(layout.text.starts[first]), int(layout.text.ends[last - 1])
    number = bisect_left(layout.mentions, last, key=lambda mention: mention.last)
    inside = number < len(layout.mentions) and first <= layout.mentions[number].first
    is_name = inside and layout.mentions[number].last == last
    return Naming(first, last, start, stop, number if is_name else -1)


def _by(match) -> int:
    return match.start("by") if match.groupdict().get("by") else -1


def _clause(layout, name, match, least, links, number) -> Link:
    lead = match.start("lead")
    return Link(name, "clause", _by(match), lead, layout.lasts[lead], _end(layout, number), "indirect", None)


def _end(layout: Layout, number: int) -> int:
    """Return the token behind a sentence."""
    return layout.lasts[layout.sentences[number][1] - 1]


def _marks(layout, name, match, least, links, number) -> Link:
    item = match.start("marks")
    first, last = layout.firsts[item] + 1, layout.lasts[item] - 1
    speech = "direct" if layout.count_words(first, last) >= least else "partial"
    lead = match.start("lead") if match.groupdict().get("lead") else item
    return Link(name, "marks", _by(match), lead, first, last, speech, None)


def _inside(layout, name, match, least, links, number) -> Link | None:
    marks = _marks(layout, name, match, least, links, number)
    links = links[-_RECENT:]
    around = [link for link in links if link.lead < marks.lead and link.first <= marks.first]
    around += [link for link in links if link.yields == "statement" and link.first <= marks.first < link.last]
    around = [link for link in around if link.yields != "inside" and link.by >= 0]
    if not around:
        return None
    owner = max(around, key=lambda link: link.lead)
    return marks._replace(by=owner.by, yields="inside")


def _statement(layout, name, match, least, links, number) -> Link | None:
    """Return what stands before a source, behind the last particle, unless another says it."""
    first, _, _ = layout.sentences[number]
    head = match.start("lead")
    at = layout.firsts[head]
    if any(link.first <= at < link.last for link in links[-_RECENT:]):
        return None
    begin = layout.firsts[first]
    for item in range(max(first, head - LONGEST_CLAUSE), head):
        if layout.token_sets[layout.firsts[item]] & _BEGINS:
            begin = layout.lasts[item]
    if at - begin < 3:
        return None
    return Link(name, "statement", _by(match), match.start("by"), begin, at, "indirect", None)


def _follows(layout, name, match, least, links, number) -> Link | None:
    """Return what stands behind a source that opens the sentence and the naming of the source."""
    if any(link.by >= 0 for link in links[-_RECENT:]):
        return None
    by, last = match.start("by"), layout.sentences[number][1]
    naming = layout.subjects.get(by)
    item = bisect_left(layout.firsts, naming.last) if naming else by + 1
    while item < last and layout.sets[item] <= 0:
        item += 1
    about = item < last and layout.is_a(item, _ABOUT)
    for comma in range(item, min(item + (_ABOUT_SOURCE if about else 1), last)):
        if layout.is_a(comma, _COMMA):
            item = comma + 1
            break
    item += item < last and layout.is_a(item, _AFTER_SOURCE)
    if last - item < 3:
        return _sentence_before(layout, name, by, number)
    return Link(name, "follows", by, by, layout.firsts[item], _end(layout, number), "indirect", None)


def _sentence_before(layout: Layout, name: str, by: int, number: int) -> Link | None:
    """Return the sentence before one that only names its source."""
    if not number or layout.sentences[number - 1][2] != layout.sentences[number][2]:
        return None
    first, last, _ = layout.sentences[number - 1]
    if last - first < 4:
        return None
    return Link(name, "follows", by, by, layout.firsts[first], layout.lasts[last - 1], "indirect", None)


def _find_narrated(layout: Layout) -> list[int]:
    """Find the texts that write no signs around speech; elsewhere no قال is without them: return these."""
    others: list[int] = []
    unsigned: dict[object, list[int]] = {}
    signed, replies = Counter(), Counter()
    for first, last, seed in layout.sentences:
        items = range(first, last)
        own = [item for item in items if layout.is_a(item, _UNSIGNED)]
        own = [item for item in own if not _in_turn(layout, layout.firsts[item])]
        unsigned.setdefault(seed, []).extend(own)
        signed[seed] += sum(layout.is_a(item, _SIGNED) for item in items)
        replies[seed] += sum(layout.is_a(item, _STORY) for item in items)
    layout.stories.update(seed for seed, count in replies.items() if count > 1)
    for seed, items in unsigned.items():
        if len(items) > 1 and len(items) >= signed[seed]:
            layout.narrated.add(seed)
            continue
        for item in items:
            layout.sets[item] &= ~_UNSIGNED
        others += items
    return others


def _in_turn(layout: Layout, token: int) -> bool:
    """Tell whether a token is in a labelled line, whose writer uses signs."""
    number = bisect_right(layout.turns, token, key=lambda turn: turn.line) - 1
    return number >= 0 and token < layout.turns[number].last


def _is_told(layout: Layout, item: int) -> bool:
    """Tell whether an item is who is told: له, لعلي."""
    is_one = layout.is_a(item, _TO) and layout.is_a(item, _SOMEBODY)
    # لأهل العراق
    is_whose = layout.is_a(item, _NAME) and layout.is_a(item - 1, _TO) and not layout.is_a(item - 1, _NAME)
    return is_one or is_whose or layout.is_a(item, _TOLD)


def _narrated(layout, name, match, least, links, number) -> Link | None:
    """Return what stands behind قال and its subject, if the text is one without signs."""
    by, (_, last, seed) = match.start("by"), layout.sentences[number]
    naming = layout.subjects.get(by)
    item = bisect_left(layout.firsts, naming.last) if naming and naming.first > layout.firsts[by] else by + 1
    while item < last and (layout.is_a(item, _BULLETS) or _is_told(layout, item)):
        item += 1
    manner = all(layout.is_a(other, _MANNER) for other in range(item, last))
    if manner or seed not in layout.narrated or item >= last or layout.is_a(item, _CHAIN):
        return None
    return Link(name, "narrated", by, by, layout.firsts[item], _end(layout, number), "indirect", None)


def _line(layout, name, match, least, links, number) -> Link | None:
    """Return the line below a colon that ends its own; of verse all lines."""
    paragraphs = _paragraphs_behind(layout, number)
    first, last = next(paragraphs, (0, 0))
    listed = first < last and layout.token_sets[first] & _BULLETS
    leads_on = any(layout.token_sets[token] & _COLON for token in range(first, last))
    if first == last or listed or leads_on or _in_turn(layout, first):
        return None
    by, is_verse = match.start("by"), _is_verse(layout, first, last)
    begin, end, speech = _first_words(layout, first)
    if speech == "direct" or not is_verse:
        return Link(name, "line", by, match.start("lead"), begin, end, speech, None)
    for begin, end in paragraphs:
        if _is_verse(layout, begin, end) < is_verse:
            break
        last = end
    return Link(name, "line", by, match.start("lead"), first, last, speech, None)


def _first_words(layout: Layout, first: int) -> tuple[int, int, str]:
    """Return the tokens of a paragraph's first sentence, or those in its marks, and how it is said."""
    begin, end, _ = layout.sentences[_sentence_of(layout, first)]
    opening = next((item for item in range(begin, end) if layout.is_a(item, _WORD | _MARKS)), begin)
    if layout.is_a(opening, _MARKS):
        return layout.firsts[opening] + 1, layout.lasts[opening] - 1, "direct"
    return first, layout.lasts[end - 1], "indirect"


def _paragraphs_behind(layout: Layout, number: int) -> Iterator[tuple[int, int]]:
    """Yield the tokens of each paragraph of the text behind a sentence that ends its own."""
    first, seed, number = _end(layout, number), layout.sentences[number][2], number + 1
    if layout.paragraphs[first : first + 1] == layout.paragraphs[first - 1 : first]:
        return
    while number < len(layout.sentences) and layout.sentences[number][2] == seed:
        last = _end(layout, number)
        number += 1
        if layout.paragraphs[last : last + 1] != layout.paragraphs[first : first + 1]:
            yield first, last
            first = last


def _is_verse(layout: Layout, first: int, last: int) -> int:
    """Tell whether a paragraph is a line of verse: 2 for two halves and a sign, 1 for few words."""
    words = layout.count_words(first, last)
    sets = layout.token_sets
    if any(sets[token] & _COLON for token in range(first, last)) or not 1 < words < _LONGEST_VERSE:
        return 0
    # a lone point ends a sentence, three part the halves
    signs = {layout.text.tokens[token] for token in range(first + 2, last - 2) if sets[token] & _HALVES}
    if any(len(sign) > 1 or sign in _PARTS for sign in signs):
        return 2
    return int(words < _LONGEST_HALF and not sets[last - 1] & _POINT)


def _headline(layout, name, match, least, links, number) -> Link | None:
    if links:
        return None
    link = _clause(layout, name, match, least, links, number)
    return link._replace(yields="headline", named=naming_of(layout, *match.span("who")))


def _named(layout, name, match, least, links, number) -> Link:
    """Return marks behind a colon: without a verb only the name before it gives them a voice."""
    link = _marks(layout, name, match, 1, links, number)
    return link._replace(yields="name", named=naming_of(layout, *match.span("who")))


def _reply(layout, name, match, least, links, number) -> Link | None:
    sentences = layout.sentences
    # right behind a quotation in marks, in the same text
    if not number or sentences[number - 1][2] != sentences[number][2]:
        return None
    first, item, _ = sentences[number - 1]
    while item > first and layout.is_a(item - 1, _POINT):
        item -= 1
    if item == first or not layout.is_a(item - 1, _MARKS):
        return None
    return _named(layout, name, match, least, links, number)


_LINKERS = {
    "clause": _clause,
    "marks": _marks,
    "inside": _inside,
    "statement": _statement,
    "follows": _follows,
    "headline": _headline,
    "name": _named,
    "reply": _reply,
    "narrated": _narrated,
    "line": _line,
}


def naming_of(layout: Layout, first: int, last: int) -> Naming:
    """Return the naming that some items are, without و or ل in front: وفقا لوزارة, والأطباء."""
    if last - first == 1 and layout.is_a(first, _MARKS):
        return _in_marks(layout, first)
    name = layout.names[first]
    begin, end = layout.firsts[first], layout.lasts[last - 1]
    start, stop = int(layout.text.starts[begin]), int(layout.text.ends[end - 1])
    if name >= 0:
        start = layout.mentions[name].start
    elif layout.is_a(first, _IN_FRONT):
        start += 1
    return Naming(begin, end, start, stop, name if last - first == 1 else -1)


def find_subjects(layout: Layout, line: Line) -> None:
    """Give each word that reports the naming of who speaks, by the first row that finds one."""
    for _, match in tables().speakers.find_all(line):
        by = match.start("by")
        if by in layout.subjects or layout.is_a(by, _UNNAMED):
            continue
        first, last = match.span("who")
        layout.subjects[by] = naming_of(layout, first, last)


def main_subjects(layout: Layout, line: Line) -> dict[int, Naming]:
    """Return who a sentence is about, whatever its verb, by the number of the sentence."""
    begins = [first for first, _, _ in layout.sentences]
    found: dict[int, Naming] = {}
    for _, match in tables().subjects.find_all(line):
        number = bisect_right(begins, match.start("who")) - 1
        found.setdefault(number, naming_of(layout, *match.span("who")))
    return found


def _in_marks(layout: Layout, item: int) -> Naming:
    """Return the naming between marks; a mention that fills them is itself."""
    first, last = layout.firsts[item] + 1, layout.lasts[item] - 1
    number, after = (
        bisect_left(layout.mentions, token, key=lambda mention: mention.first) for token in (first, last)
    )
    if after - number == 1:
        name = layout.mentions[number]
        return Naming(name.first, name.last, name.start, name.end, number)
    return Naming(first, last, int(layout.text.starts[first]), int(layout.text.ends[last - 1]), -1)


def _cut_clauses(layout: Layout, links: list[Link], sentence: tuple) -> list[Link]:
    """End each indirect clause where the next report begins; one inside it does not end it."""
    leading = sorted({link.by for link in links if link.by >= 0 and link.yields != "inside"})
    starts = [_clause_start(layout, item, sentence[0]) for item in leading]
    # what another adds is no part of the clause, whether words of theirs follow or not: ، نافيا علمه بذلك
    starts += [item for item in range(*sentence[:2]) if _adds(layout, item)]
    begins = sorted(layout.firsts[item] for item in starts if item is not None)
    said = [layout.firsts[item] for item in range(*sentence[:2]) if layout.is_a(item, _SAID)]
    verbs = [layout.firsts[item] for item in leading]
    cut = []
    for link in links:
        if link.yields in ("clause", "follows"):
            later = begins[bisect_right(begins, link.first) :][:1]
            far = verbs[bisect_right(verbs, link.first + LONGEST_CLAUSE) :][:1]
            link = link._replace(last=min([link.last, *later, *far]))
        elif link.yields == "narrated":
            link = link._replace(last=min([link.last, *said[bisect_right(said, link.first) :][:1]]))
        cut.append(link)
    return cut


def _adds(layout: Layout, item: int) -> bool:
    """Tell whether an item is a reporting participle behind a comma."""
    return layout.is_a(item, _PARTICIPLE) and layout.is_a(item, _CUE) and layout.is_a(item - 1, _COMMA)


def _clause_start(layout: Layout, item: int, first: int) -> int | None:
    """Return where the clause of a reporting word begins, or None where it is part of another's."""
    for comma in range(item - 1, max(first, item - 5) - 1, -1):
        if layout.is_a(comma, _INSIDE):
            break
        if layout.is_a(comma, _COMMA):
            # ، في حين أوضح
            return comma
    if item == first or layout.is_a(item, _OPENS_CLAUSE):
        return item
    subject = layout.subjects.get(item)
    if subject is not None and subject.last <= layout.firsts[item]:
        # إن بعض التقارير أشارت إلى أن: the subject stands before its verb within another's clause
        return None
    return item if layout.is_a(item - 1, _BEFORE_CLAUSE) else None


_PARTS = "*/=\u2026"
_UNNAMED, _COLON, _HALVES = bits_of("unnamed"), bits_of("colon"), bits_of("point", "bullet", "slash")
_SAID, _UNSIGNED, _SIGNED = bits_of("said", "first_person"), bits_of("unsigned"), bits_of("signed")
_STORY, _WORD, _MANNER = bits_of("story"), bits_of("word"), bits_of("by_", "adverbial", "point")
_NAME = bits_of("name")
_TOLD, _TO, _SOMEBODY = bits_of("told_one"), bits_of("to_"), bits_of("name", "person_noun", "body")
_CHAIN, _BULLETS = bits_of("isnad", "about"), bits_of("bullet", "dash")
_CUE, _PARTICIPLE = bits_of("cue"), bits_of("participle")
_FRAMES = bits_of("say", "state", "clause", "tell", "posts", "relay", "text", "judge", "urge")
_MARKS, _POINT = bits_of("marks"), bits_of("point", "comma")
_BEGINS = bits_of("that", "however")
_AFTER_SOURCE, _COMMA = bits_of("that", "resumed"), bits_of("comma", "colon")
_IN_FRONT = bits_of("to_", "and_")
_ABOUT = bits_of("relative", "feminine_perfect_like", "imperfect_like", "stop")
_INSIDE = bits_of("marks", "that", "relative")
_OPENS_CLAUSE = bits_of("participle", "and_", "cited")
_BEFORE_CLAUSE = bits_of(
    *("point", "comma", "colon", "occasion", "dash", "bracket", "marks", "leads_on", "relative", "past")
)
