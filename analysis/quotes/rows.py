"""One text's links and speakers made into rows of the quotes table."""

from bisect import bisect_left, bisect_right

from analysis.quotes.cues import Cue
from analysis.quotes.lexicon import Role
from analysis.quotes.links import Link, Sentence
from analysis.quotes.namings import Naming
from analysis.quotes.reading import Reading
from analysis.quotes.sources import headline_link, source_links
from analysis.quotes.speakers import first_person, main_subject, relayed, subject_after, subject_before
from analysis.quotes.voices import Voice, Voices

COLUMNS = [
    "seed",
    "paragraph",
    "start",
    "end",
    "quote",
    "speech",
    "speaker",
    "speaker_start",
    "speaker_end",
    "entity",
    "verb",
    "verb_start",
    "verb_end",
    "stance",
    "evidence",
]
_TRAILING = Role.POINT | Role.COMMA | Role.COLON
#: A quotation of this many words or more that is a whole sentence is speech without any verb.
STANDS_ALONE = 7
#: A clause without marks that runs on for more tokens ends at the next reporting verb, whatever stands
#: before it; and nobody is looked for farther from the beginning of a sentence.
LONGEST_CLAUSE = FAR_SUBJECT = 200


def quote_rows(reading: Reading) -> list[tuple]:
    """Return the rows of one text, in reading order."""
    surnames = _surnames(reading)
    voices = Voices(reading, surnames)
    bounds = [*reading.units, reading.count]
    rows: dict[tuple, tuple] = {}
    for first, last in zip(bounds, bounds[1:], strict=False):
        said = list(_sentence(reading, voices, first, last)) or _headline(
            reading, voices, first, last, surnames
        )
        for link, voice, cue in said:
            row = _row(reading, link, voice, cue)
            if row is not None:
                voices.spoke_in = row[1]
                rows.setdefault(row[2:4], row)
    return sorted(rows.values(), key=lambda row: (row[2], -row[3]))


def _headline(reading: Reading, voices: Voices, first: int, last: int, surnames: dict) -> list[tuple]:
    """Return the speech of a line such as ``فلان: كذا`` with its voice."""
    found = headline_link(reading, first, last, surnames)
    if found is None:
        return []
    naming, begin = found
    return [(Link(None, begin, last, "indirect", "a name and a colon"), voices.hear(naming, ""), None)]


def _surnames(reading: Reading) -> dict[str, int]:
    """Return the last mention of each person's last word, for headlines that come before the full name."""
    people = (number for number, mention in enumerate(reading.mentions) if mention[4] == "person")
    return {reading.form[reading.mentions[number][1] - 1]: number for number in people}


def _sentence(reading: Reading, voices: Voices, first: int, last: int):
    """Yield the links of a sentence with their voices and verbs; remember who it is about."""
    if not _may_report(reading, first, last):
        _focus(reading, voices, first, last)
        return
    sentence = Sentence(reading, first, last)
    links = sentence.find()
    sources = source_links(reading, first, last, links)
    if not links and not sources and not sentence.loose:
        _focus(reading, voices, first, last)
        return
    speakers = _speakers(reading, voices, sentence, first, links)
    for link in _cut(reading, links, [cue.at for cue, *_ in sources]):
        yield link, speakers.get(id(link.cue)), link.cue
    given = set()
    for cue, naming, link in sources:
        gender = cue.verb.gender if cue.verb else ""
        voice = voices.hear(naming, gender) if naming else voices.last(gender)
        yield link, voice, cue
        inside = slice(bisect_right(sentence.loose, link.first), bisect_left(sentence.loose, link.last))
        for opening in sentence.loose[inside]:
            if opening not in given and sentence.is_telling(opening, sentence.words(opening)):
                given.add(opening)
                yield sentence.within_report(opening, cue), voice, cue
    for opening in [opening for opening in sentence.loose if opening not in given]:
        yield from _loose(reading, voices, sentence, opening)


def _may_report(reading: Reading, first: int, last: int) -> bool:
    """Tell cheaply whether a sentence has anything to read."""
    hints = Role.SOURCE | Role.SOURCE_VERB | Role.COLON | Role.SAYING
    return any(
        reading.verb[token] is not None or reading.roles[token] & hints or reading.closing[token] >= 0
        for token in range(first, last)
    )


def _focus(reading: Reading, voices: Voices, first: int, last: int) -> None:
    """Remember the person a sentence without speech is about: the next وقال may be theirs."""
    person = main_subject(reading, first, min(last, first + 40))
    if person is not None and _is_person(reading, person):
        voices.hear(person, "")
    elif person is not None and person.mention >= 0:
        voices.mention_body(person)


def _is_person(reading: Reading, naming: Naming) -> bool:
    """Tell whether a naming is a person's name."""
    return naming.mention >= 0 and reading.mentions[naming.mention][4] == "person"


def _speakers(reading: Reading, voices: Voices, sentence: Sentence, first: int, links: list[Link]) -> dict:
    """Return the voice of each cue of a sentence, by identity."""
    spoken: dict[int, int] = {}
    for link in links:
        spoken[id(link.cue)] = min(link.first, spoken.get(id(link.cue), link.first))
    leads = {id(link.cue.lead) for link in links if link.cue is not None and link.cue.lead is not None}
    found: dict[int, Voice | None] = {}
    said_before: Voice | None = None
    for cue in sentence.cues:
        if cue.lead is not None and id(cue.lead) in found:
            found[id(cue)] = found[id(cue.lead)]
            continue
        naming = _own_subject(reading, cue, spoken.get(id(cue), sentence.last + 1) - 1, sentence)
        gender = cue.verb.gender
        if naming is not None:
            if id(cue) not in spoken and id(cue) not in leads and not _is_person(reading, naming):
                # the object of a verb that says nothing: توقع هبوط الأسعار
                continue
            voice = voices.hear(naming, gender if cue.kind == "finite" and cue.verb.frame != "relay" else "")
            said_before = voice if cue.kind == "finite" or said_before is None else said_before
        elif id(cue) in spoken or id(cue) in leads:
            voice = _elided(reading, voices, sentence, cue, first, said_before)
            if voice is not None and cue.kind == "finite":
                named = reading.text[voice.naming.start : voice.naming.end]
                voice = voice._replace(reason=f"no subject: carries on from {named}")
            said_before = voice or said_before
        else:
            voice = None
        found[id(cue)] = voice
    return found


def _own_subject(reading: Reading, cue: Cue, limit: int, sentence: Sentence) -> Naming | None:
    """Return the subject a verb has of its own, after it and before ``limit`` or right before it."""
    first = sentence.first
    # words in marks are said, no part of who says them: ما وصفه الخبراء «...»
    limit = limit if limit > cue.at else sentence.last
    if cue.taken is not None and cue.taken > cue.at:
        # the particle or colon before what is said, or the mark itself
        limit = cue.taken - (not _bare_marks(reading, cue))
    if cue.verb.part == "masdar":
        # نقلت الوكالة عن الوزير قوله
        back = range(cue.at - 1, max(first - 1, cue.at - 24), -1)
        relay = next((token for token in back if reading.is_a(token, Role.RELAY)), None)
        return relayed(reading, relay, cue.at) if relay is not None else None
    if cue.kind == "participle":
        return None
    if reading.form[cue.at][0] == "ف" and reading.form[first] in ("اما", "واما"):
        return subject_before(reading, cue.at, first)
    after = subject_after(reading, cue.at, max(limit, cue.at + 1))
    if after is not None and (after.mention >= 0 or reading.token[cue.at][0] in "وف"):
        return after
    if after is not None and cue.at > first and reading.is_a(cue.at - 1, Role.RELATIVE):
        return after
    before = subject_before(reading, cue.at, first)
    # وكان الوزير وصف الأزمة: the noun after the verb is its object
    return before if before is not None and (after is None or before.mention >= 0) else after


def _bare_marks(reading: Reading, cue: Cue) -> bool:
    """Tell whether neither a particle nor a colon stands before what is said."""
    before = cue.taken - 1
    return not reading.is_a(before, Role.COLON | Role.THAT | Role.AND_THAT)


def _elided(
    reading: Reading, voices: Voices, sentence: Sentence, cue: Cue, first: int, said_before: Voice | None
) -> Voice | None:
    """Return who a verb without subject belongs to."""
    gender = cue.verb.gender
    if said_before is not None and (not said_before.gender or said_before.gender == gender):
        return said_before
    opens = cue.at == first or cue.kind == "finite" and cue.at - first <= 2
    if not opens:
        limit = min(cue.at, first + FAR_SUBJECT)
        about = main_subject(reading, first, limit)
        if about is None and cue.kind == "participle":
            about = first_person(reading, first, limit)
        if about is not None:
            return voices.hear(about, gender)
    return voices.last(gender)


def _cut(reading: Reading, links: list[Link], sources: list[int]):
    """End each indirect clause where the next reporting verb that leads to speech stands.

    A report inside the clause (أن المفوضية تتوقع أن) does not end it.
    """
    leading = {_opening_cue(link.cue).at: link.cue for link in links if link.cue is not None}
    begins = {at: _clause_start(reading, at, cue) for at, cue in leading.items()}
    cues = sorted({start for start in begins.values() if start is not None} | set(sources))
    verbs = sorted({*leading, *sources})
    for link in links:
        if link.speech == "indirect":
            later = bisect_right(cues, link.first)
            far = bisect_right(verbs, link.first + LONGEST_CLAUSE)
            link = link._replace(last=min([link.last, *cues[later : later + 1], *verbs[far : far + 1]]))
        yield link


def _clause_start(reading: Reading, at: int, cue: Cue) -> int | None:
    """Return where the clause of a reporting verb begins, or None where it is part of another's."""
    for comma in range(at - 1, max(0, at - 5), -1):
        if reading.within[comma] >= 0 or reading.is_a(comma, Role.THAT | Role.AND_THAT | Role.RELATIVE):
            break
        if reading.is_a(comma, Role.COMMA):
            # ، في حين أوضح
            return comma
    if cue.kind == "participle" or at == 0 or reading.token[at][0] in "وف":
        return at
    before = at - 1
    if reading.is_a(before, _TRAILING | Role.OCCASION) or reading.token[before] in "-–—)":
        return at
    opens = reading.within[before] >= 0 or _leads_on(reading, before) or reading.is_a(before, Role.PAST)
    return at if opens else None


def _opening_cue(cue: Cue) -> Cue:
    return cue.lead or cue


def _loose(reading: Reading, voices: Voices, sentence: Sentence, opening: int):
    """Yield marks without any verb: a headline's quotation, or a sentence that is nothing else."""
    first, closing = sentence.first, reading.closing[opening]
    count = sentence.words(opening)
    before = opening - 1
    if before > first and reading.is_a(before, Role.COLON) and count >= 3:
        if reading.is_a(before - 1, Role.LISTING | Role.TITLE | Role.LINK) or sentence.is_name(opening):
            return
        naming = _before_colon(reading, first, before)
        voice = voices.hear(naming, "") if naming is not None else voices.last("")
        if voice is not None:
            yield Link(None, opening + 1, closing, "direct", "after a colon"), voice, None
        return
    whole = before < first and all(
        reading.is_a(token, _TRAILING) for token in range(closing + 1, sentence.last)
    )
    if whole and count >= STANDS_ALONE and voices.spoke_lately(reading.paragraph[opening]):
        yield Link(None, opening + 1, closing, "direct", "a sentence in marks"), voices.last(""), None


def _before_colon(reading: Reading, first: int, colon: int) -> Naming | None:
    """Return who stands before a colon: a name alone, or the person of the clause."""
    limit = min(colon, first + FAR_SUBJECT)
    return first_person(reading, first, limit) or main_subject(reading, first, limit)


def _is_view(cue: Cue) -> bool:
    """Tell whether a verb is speech only of somebody: ما يتوقعون أنهم."""
    return cue.verb is not None and cue.verb.frame == "clause" and cue.verb.part == "imperfect"


def _leads_on(reading: Reading, token: int) -> bool:
    """Tell whether a word at the end of a clause belongs to the next: كما, وهو الأمر الذي."""
    words = (
        "كما",
        "فيما",
        "بينما",
        "و",
        "حيث",
        "وقد",
        "وهو",
        "وهي",
        "الأمر",
        "الامر",
        "ما",
        "-",
        "–",
        "—",
        "(",
    )
    return reading.token[token] in words or reading.is_a(token, Role.RELATIVE)


def _row(reading: Reading, link: Link, voice: Voice | None, cue: Cue | None) -> tuple | None:
    """Return a row of the table, or None where nothing is left of the words."""
    first, last = link.first, link.last
    while last > first and (
        reading.is_a(last - 1, _TRAILING) or (link.speech == "indirect" and _leads_on(reading, last - 1))
    ):
        last -= 1
    while first < last and reading.is_a(first, _TRAILING):
        first += 1
    words = reading.count_words(first, last)
    if voice is None and (link.speech == "partial" or (cue is not None and _is_view(cue))):
        return None
    alone = words == 1 and not (link.first and reading.form[link.first - 1][-2:] != "ان")
    if words == 0 or (link.speech == "indirect" and alone):
        return None
    text, start, end = reading.text, reading.start[first], reading.end[last - 1]
    verb = _opening_cue(cue).at if cue is not None else -1
    naming = voice.naming if voice is not None else None
    why = link.reason if not voice or not voice.reason else f"{link.reason}; {voice.reason}"
    return (
        reading.seed,
        reading.paragraph[first],
        start,
        end,
        text[start:end],
        link.speech,
        text[naming.start : naming.end] if naming else None,
        naming.start if naming else None,
        naming.end if naming else None,
        voice.entity if voice else None,
        reading.token[verb] if verb >= 0 else None,
        reading.start[verb] if verb >= 0 else None,
        reading.end[verb] if verb >= 0 else None,
        cue.verb.stance if cue is not None and cue.verb is not None else "neutral",
        why,
    )
