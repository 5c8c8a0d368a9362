"""Statements handed to a source by a preposition (بحسب الوزارة) and headlines (فلان: كذا)."""

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import NamedTuple

from analysis.quotes.cues import Cue, is_cue
from analysis.quotes.lexicon import SPEAKER, Role
from analysis.quotes.links import Link
from analysis.quotes.namings import Naming, noun_phrase, quoted_name
from analysis.quotes.reading import Reading
from analysis.quotes.speakers import subject_after

#: A headline's speaker and what follows, in tokens.
LONGEST_NAME, LONGEST_HEADLINE = 9, 40
#: How far before a source its statement may begin, in tokens.
FAR_STATEMENT = 200
_WHAT = ("ما", "لما")
_SPEAKING = ("person", "organisation")


class _Told(NamedTuple):
    """What the links of a sentence cover: their first tokens, sorted, and how far the words reach by then."""

    firsts: list[int]
    reach: list[int]
    by_cue: bool

    @classmethod
    def of(cls, links: list[Link]) -> "_Told":
        ordered = sorted((link.first, link.last) for link in links)
        reach = list(accumulate((last for _, last in ordered), max))
        return cls([first for first, _ in ordered], reach, any(link.cue is not None for link in links))

    def begins(self, token: int) -> bool:
        """Tell whether a link begins at a token."""
        place = bisect_left(self.firsts, token)
        return self.firsts[place : place + 1] == [token]

    def covers(self, token: int) -> bool:
        """Tell whether a link runs over a token."""
        place = bisect_right(self.firsts, token)
        return place > 0 and token < self.reach[place - 1]


def source_links(reading: Reading, first: int, last: int, links: list[Link]) -> list[tuple]:
    """Return the statements of a sentence that a preposition gives to a source.

    Each is a cue, the source's naming and the words; the words stand before the preposition, or after the
    source where the sentence begins with it.
    """
    found, told = [], _Told.of(links)
    for token in range(first, last):
        if reading.within[token] >= 0 or not reading.is_a(
            token, Role.SOURCE | Role.SOURCE_VERB | Role.SAYING
        ):
            continue
        cue, naming = _source(reading, token, last)
        if cue is None or naming is None:
            continue
        link = _words_of(reading, token, naming, cue, (first, last), told)
        if link is not None:
            found.append((cue, naming, link))
    return found


def _source(reading: Reading, token: int, last: int) -> tuple[Cue | None, Naming | None]:
    """Return the cue at a preposition and the source it names."""
    after = token + 1
    if after >= last:
        return None, None
    if reading.is_a(token, Role.SAYING):
        if token == 0 or reading.form[token - 1] not in ("حد", "بحد"):
            return None, None
        return Cue(token, None, "source"), _speaking(reading, after, last)
    if reading.is_a(token, Role.SOURCE_VERB):
        word = reading.form[token].lstrip("و")
        on_what = word == "ما" and token > 0 and reading.form[token - 1] == "على"
        if word in ("حسبما", "بحسبما") or on_what:
            return _said(reading, after, last)
        if word == "كما" and token > 0 and reading.is_a(token - 1, Role.COMMA):
            # «...، كما قال الوزير.» closes what it reports; كما أكد الوزير أن opens more
            cue, naming = _said(reading, after, last)
            closes = naming is not None and (naming.last >= last or reading.is_a(naming.last, Role.POINT))
            return (cue, naming) if closes else (None, None)
        return None, None
    word = reading.token[after]
    if word in _WHAT:
        return _said(reading, after + 1, last)
    if word.rstrip("ـ") in ("ل", "عن"):
        after += 1
    if after >= last:
        return None, None
    return Cue(token, None, "source"), _speaking(reading, after, last)


def _said(reading: Reading, token: int, last: int) -> tuple[Cue | None, Naming | None]:
    """Return the verb of وفق ما ذكر and its subject."""
    if token >= last or reading.verb[token] is None:
        return None, None
    cue = Cue(token, reading.verb[token], "source")
    return cue, subject_after(reading, token, last)


def _speaking(reading: Reading, token: int, last: int) -> Naming | None:
    """Return the noun phrase of a source if it can speak: not وفق النظام, not بحسب الحاجة."""
    if reading.closing[token] >= 0:
        # بحسب «رويترز»
        return quoted_name(reading, token)
    number = reading.mention[token]
    known = number >= 0 and reading.mentions[number][4] in ("person", "organisation")
    if not known and not reading.is_a(token, SPEAKER):
        return None
    naming = None
    if known or reading.is_a(token, Role.PERSON | Role.HONOUR):
        naming = subject_after(reading, token - 1, last)
    naming = naming or noun_phrase(reading, token, last)
    if naming is None:
        return None
    # وفقا لوزارة: the particle is not part of the name
    begin = reading.start[naming.first]
    glued = naming.mention < 0 and naming.start == begin and reading.token[naming.first][:1] == "ل"
    if glued and reading.token[token - 1][-1:] in "اً":
        naming = naming._replace(start=begin + 1)
    return naming


def _words_of(
    reading: Reading, token: int, naming: Naming, cue: Cue, bounds: tuple[int, int], told: "_Told"
) -> Link | None:
    """Return the words that a source says."""
    first, last = bounds
    reason = reading.token[token]
    token -= reading.form[token] == "ما"
    if token - first <= 2:
        if told.by_cue:
            return None
        begin = _after_source(reading, naming.last, last)
        if begin < last - 3:
            return Link(cue, begin, last, "indirect", reason)
        place = bisect_left(reading.units, first)
        if place == 0:
            return None
        before = reading.units[place - 1]
        return Link(cue, before, first, "indirect", reason) if first - before >= 4 else None
    closing = token - 1
    while closing > first and reading.is_a(closing, Role.COMMA):
        closing -= 1
    opening = reading.within[closing]
    if opening >= 0 and reading.closing[opening] == closing:
        if told.begins(opening + 1) or closing - opening < 5:
            return None
        return Link(cue, opening + 1, closing, "direct", reason)
    if told.covers(token):
        return None
    begin = first = max(first, token - FAR_STATEMENT)
    for word in range(first, token):
        if reading.is_a(word, Role.THAT | Role.AND_THAT) or reading.form[word][:4] == "لكنه":
            begin = word + 1
    return Link(cue, begin, token, "indirect", reason) if token - begin >= 3 else None


def _after_source(reading: Reading, token: int, last: int) -> int:
    """Return where the statement begins after the source it opens with."""
    if token < last and reading.form[token][:3] == "فان":
        return token + 1
    # تقرير اطلعت عليه «كذا»: a clause about the source ends with the marks, or else with a comma
    about = token < last and reading.is_a(
        token, Role.RELATIVE | Role.FEMININE_PERFECT | Role.VERBAL | Role.STOP
    )
    for opening in range(token, min(token + 6, last)):
        if about and reading.closing[opening] >= 0:
            return reading.closing[opening] + 1
    for comma in range(token, min(token + (25 if about else 1), last)):
        if reading.within[comma] < 0 and reading.is_a(comma, Role.COMMA | Role.COLON):
            # وفقا للوزارة، فإن
            return comma + 1 + (comma + 1 < last and reading.form[comma + 1][:3] == "فان")
    return token


def headline_link(reading: Reading, first: int, last: int, surnames: dict[str, int]) -> tuple | None:
    """Return naming and words of a line such as ``فلان: كذا``, or None.

    Only a short line counts whose colon follows a person at once; ``surnames`` gives, by the last word
    of each name of the text, its mention.
    """
    if last - first > LONGEST_HEADLINE + LONGEST_NAME:
        return None
    begin, found = first, None
    for token in range(first, last):
        if reading.within[token] < 0 and reading.is_a(token, Role.COLON):
            naming = _named_before(reading, begin, token, surnames)
            if naming is not None:
                found = (naming, token + 1)
                break
            begin = token + 1
    if found is None or last - found[1] < 3 or last - found[1] > LONGEST_HEADLINE:
        return None
    return None if is_cue(reading, found[1], first) else found


def _named_before(reading: Reading, begin: int, colon: int, surnames: dict[str, int]) -> Naming | None:
    """Return the person whose naming fills the words before a colon."""
    end = colon
    # فلان لـ«الجريدة»: كذا
    if end - 1 > begin and reading.within[end - 1] >= 0:
        end = reading.within[end - 1] if reading.within[end - 1] > begin else end
        end -= 1 if reading.token[end - 1].rstrip("ـ") in ("ل", "ل ") else 0
    if not 0 < end - begin <= LONGEST_NAME:
        return None
    if reading.paragraph[begin] == 1 and reading.closing[begin] == end - 1:
        # «الشركة»: كذا
        return quoted_name(reading, begin)
    number = reading.mention[end - 1]
    if number >= 0 and reading.mentions[number][1] == end and reading.mentions[number][4] in _SPEAKING:
        first, last, start, stop, kind, *_ = reading.mentions[number]
        if kind == "organisation" and (first > begin or start > reading.start[first]):
            return None
        return Naming(first, last, start, stop, number)
    if end - begin == 1:
        number = surnames.get(reading.form[begin], -1)
        if number >= 0:
            return Naming(begin, end, reading.start[begin], reading.end[begin], -1)
    if reading.is_a(begin, Role.PERSON | Role.HONOUR) and not reading.is_a(begin, Role.LISTING):
        naming = subject_after(reading, begin - 1, end)
        return naming if naming is not None and naming.last == end else None
    return None
