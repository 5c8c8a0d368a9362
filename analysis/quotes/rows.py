"""The links of each text made into rows: every one gets its voice, then its columns."""

from bisect import bisect_right
from typing import NamedTuple

from analysis.files import label
from analysis.quotes.layout import Layout, Mention, Naming, bits_of
from analysis.quotes.speech import (
    Link,
    find_links,
    find_subjects,
    main_subjects,
    naming_of,
    rewrite,
)
from analysis.quotes.voices import Voice, Voices

#: A participle without a verb before it is of a person so near the beginning of the sentence, in items.
_FAR_PERSON = 200
#: A sentence of fewer items without a stop is a heading: nothing is told of anybody.
_HEADING = 12

COLUMNS = [
    *("seed", "paragraph", "start", "end", "quote", "speech", "speaker", "speaker_start", "speaker_end"),
    *("entity", "verb", "verb_start", "verb_end", "stance", "source", "evidence"),
]


class _State(NamedTuple):
    """How far a sentence is read."""

    #: its first item
    first: int
    #: who it is about
    about: Naming | None
    #: who spoke in it
    before: Voice | None
    #: the last item that names one who can speak, or -1
    named: int


def quote_rows(layout: Layout, language: str) -> list[dict]:
    """Return the rows of all texts, in reading order."""
    line = rewrite(layout)
    find_subjects(layout, line)
    links = find_links(layout, line)
    items, names = _items_by_token(layout), _names_by_text(layout)
    about = main_subjects(layout, line)
    rows: list[dict] = []
    voices, seed, below = None, None, 0
    found: dict[tuple, dict] = {}
    for number, (first, last, own) in enumerate(layout.sentences):
        if voices is None or own != seed:
            rows += _in_order(found)
            is_story = own in layout.narrated | layout.stories
            voices, seed, found = Voices(layout, items, names[own], is_story), own, {}
        # a line that is said tells nothing of whom it is about
        subject = about.get(number) if layout.firsts[first] >= below else None
        said = _give_voices(layout, voices, links[number], (first, last), subject)
        below = max([below, *(link.last for link in links[number] if link.yields == "line")])
        for link, voice in said:
            row = _row(layout, link, voice, own, language)
            if row is not None:
                voices.speak(voice, row["paragraph"])
                found.setdefault((row["start"], row["end"]), row)
    return rows + _in_order(found)


def _in_order(found: dict[tuple, dict]) -> list[dict]:
    return [row for _, row in sorted(found.items(), key=lambda pair: (pair[0][0], -pair[0][1]))]


def _names_by_text(layout: Layout) -> dict[object, list[Mention]]:
    """Return the names of each text, in order."""
    ends = [layout.lasts[last - 1] for _, last, _ in layout.sentences]
    names: dict[object, list[Mention]] = {seed: [] for _, _, seed in layout.sentences}
    for name in layout.mentions:
        names[layout.sentences[bisect_right(ends, name.first)][2]].append(name)
    return names


def _items_by_token(layout: Layout) -> list[int]:
    """Return the item that each token is in."""
    items = [0] * (len(layout.forms) + 1)
    for item, (first, last) in enumerate(zip(layout.firsts, layout.lasts, strict=True)):
        items[first:last] = [item] * (last - first)
    return items


def _give_voices(
    layout: Layout, voices: Voices, links: list[Link], sentence: tuple[int, int], about: Naming | None
) -> list[tuple[Link, Voice | None]]:
    """Return the links of a sentence with their voices; remember who it is about."""
    leads: dict[int, Link] = {}
    for link in links:
        leads.setdefault(link.by, link)
        if link.speech == "turn":
            voices.take_turn(link.named, link.last)
    heard: dict[int, Voice | None] = {}
    state = _State(sentence[0], about, None, -1)
    for item in range(*sentence):
        if layout.is_a(item - 1, _SPEAKS):
            state = state._replace(named=item - 1)
        if not layout.is_a(item, _REPORTS):
            continue
        link, naming = leads.get(item), layout.subjects.get(item)
        finite = layout.is_a(item, _FINITE)
        gender = _gender(layout, item)
        # who does something in a relative clause without saying anything is no speaker
        aside = link is None and layout.is_a(item - 1, _RELATIVE)
        if naming is not None and (link is not None or _is_one(layout, naming) and not aside):
            relays = layout.is_a(item, _RELAY)
            voice = voices.hear(_before_lead(layout, naming, link), gender if finite and not relays else "")
            state = state._replace(before=voice if finite or state.before is None else state.before)
        elif link is not None:
            voice = _elided(layout, voices, item, state)
            state = state._replace(before=voice or state.before)
        else:
            continue
        heard[item] = voice
    is_heading = sentence[1] - sentence[0] < _HEADING and not layout.is_a(sentence[1] - 1, _STOPS)
    if (
        about is not None
        and not is_heading
        and not any(heard.values())
        and not any(link.named for link in links)
    ):
        _remember(layout, voices, about)
    return [(link, _voice(layout, voices, link, heard)) for link in links]


def _voice(layout: Layout, voices: Voices, link: Link, heard: dict[int, Voice | None]) -> Voice | None:
    """Return the voice of a link: its verb's, its label's, or the name's before a colon."""
    if link.speech == "turn":
        return voices.turn[0]
    if link.by >= 0 and layout.is_a(link.by, _FIRST_PERSON):
        whose, last = voices.turn
        return whose if link.first < last else None
    if link.by >= 0:
        return heard.get(link.by)
    return voices.hear(link.named, "")


def _before_lead(layout: Layout, naming: Naming, link: Link | None) -> Naming:
    """Return a naming without the marks behind it that are what is said."""
    opening = link.first - 1 if link is not None and link.yields == "marks" else naming.last
    if naming.first < opening < naming.last:
        return naming._replace(last=opening, end=int(layout.text.ends[opening - 1]))
    return naming


def _elided(layout: Layout, voices: Voices, item: int, state: _State) -> Voice | None:
    """Return who a reporting word without a subject belongs to."""
    first, about, before, named = state
    gender, finite = _gender(layout, item), layout.is_a(item, _FINITE)
    if layout.is_a(item, _NOBODYS) or voices.is_story:
        return None
    answers = layout.is_a(item, _REPLIES)
    if before is not None and not answers and _agrees(layout, item, before):
        return before._replace(reason="carried on", by=voices.text_of(before.naming))
    if layout.firsts[item] < voices.turn[1]:
        # within a turn whoever is quoted is named in it
        return None
    is_behind = about is not None and about.last <= layout.firsts[item]
    if is_behind or item - first > (2 if finite else 0):
        if is_behind:
            # فقام رجل فقال: another has come in
            turns = answers or layout.is_a(item - 1, _PRONOUN)
            other = turns and named >= 0 and layout.firsts[named] >= about.last
            return None if other or _is_other(layout, voices, about, gender) else voices.hear(about, gender)
        if not finite:
            near = range(first, min(item, first + _FAR_PERSON))
            person = next((other for other in near if _is_free(layout, other)), None)
            if person is not None:
                return voices.hear(naming_of(layout, person, person + 1), gender)
        if named >= 0 or layout.is_a(first, _THEN):
            # somebody else is named before the verb, or does something: whose it is nobody can tell
            return None
    # within a paragraph وأضاف goes on whatever stands between
    paragraph = layout.paragraphs[voices.topic.naming.first] if voices.topic is not None else -1
    adds = layout.is_a(item, _ADDS) and paragraph == voices.spoke_in
    voice = voices.last(gender, over_topic=adds)
    # who answers is not the one who spoke; behind words of nobody known nobody goes on
    speaking = voices.speaking
    if speaking is None and voices.spoke_in >= 0 and not finite:
        return None
    known = answers and voice is not None and speaking is not None
    if voice is None or known and voice.entity == speaking.entity:
        return None
    return voice if _agrees(layout, item, voice) else None


def _is_free(layout: Layout, item: int) -> bool:
    """Tell whether an item is a person who is no complement: not of إلى فلان, nor of حكومة فلان."""
    bound = item and layout.is_a(item - 1, _BINDS) and not layout.is_a(item - 1, _DEFINITE)
    return layout.is_a(item, _PERSON) and not layout.is_a(item, _TO) and not bound


def _agrees(layout: Layout, item: int, voice: Voice) -> bool:
    """Tell whether a verb can be of a voice: its gender may be, and many are not one."""
    gender, verb = _gender(layout, item), layout.verbs[layout.firsts[item]]
    if verb is not None and verb.is_plural and verb.part != "participle" and not voice.is_many:
        return False
    return not gender or not voice.gender or voice.gender == gender


def _is_other(layout: Layout, voices: Voices, about: Naming, gender: str) -> bool:
    """Tell whether a verb of this gender cannot be of a noun: فقال is not of المرأة."""
    head = voices.items[about.first]
    is_she = layout.token_sets[about.first] & _FEMININE and layout.is_a(head, _SHE)
    return gender == "he" and not _is_person(layout, about) and bool(is_she)


def _remember(layout: Layout, voices: Voices, about: Naming) -> None:
    """Remember who a sentence without speech is about: the next وقال may be theirs."""
    if _is_person(layout, about):
        voices.hear(about, "")
    else:
        voices.mention(about, "she" if layout.is_a(voices.items[about.first], _FEMININE) else "he")


def _is_one(layout: Layout, naming: Naming) -> bool:
    """Tell whether a naming is a person's or a body's own name."""
    return naming.mention >= 0 and layout.mentions[naming.mention].kind in ("person", "organisation")


def _is_person(layout: Layout, naming: Naming) -> bool:
    return naming.mention >= 0 and layout.mentions[naming.mention].kind == "person"


def _gender(layout: Layout, item: int) -> str:
    verb = layout.verbs[layout.firsts[item]]
    return verb.gender if verb is not None else ""


def _row(layout: Layout, link: Link, voice: Voice | None, seed: object, language: str) -> dict | None:
    """Return a row of the table, or None where nothing is left of the words or nobody says them."""
    first, last = _trim(layout, link)
    words = layout.count_words(first, last)
    opinion = link.by >= 0 and layout.is_a(link.by, _OPINION) and layout.is_a(link.by, _IMPERFECT)
    nobody = link.by < 0 and link.speech != "turn"
    if voice is None and (link.speech == "partial" or nobody or opinion):
        return None
    if words == 0 or (link.speech == "indirect" and words == 1 and layout.forms[first - 1][-2:] == _THAT):
        return None
    text, verb = layout.text, layout.firsts[link.by] if link.by >= 0 else None
    start, end = int(text.starts[first]), int(text.ends[last - 1])
    known = layout.verbs[verb] if verb is not None else None
    naming = voice.naming if voice is not None else None
    return {
        "seed": seed,
        "paragraph": layout.paragraphs[first],
        "start": start,
        "end": end,
        "quote": text.slice(first, last),
        "speech": link.speech,
        "speaker": text.between(naming.start, naming.end, naming.first, naming.last) if naming else None,
        "speaker_start": naming.start if naming else None,
        "speaker_end": naming.end if naming else None,
        "entity": voice.entity if voice else None,
        "verb": text.tokens[verb] if verb is not None else None,
        "verb_start": int(text.starts[verb]) if verb is not None else None,
        "verb_end": int(text.ends[verb]) if verb is not None else None,
        "stance": known.stance if known is not None else "neutral",
        "source": link.row,
        "evidence": _evidence(layout, link, voice, language),
    }


def _trim(layout: Layout, link: Link) -> tuple[int, int]:
    """Return the tokens of what is said without marks at its edges and what belongs to the next clause."""
    first, last, items = link.first, link.last, layout.token_sets
    drop = _TRAILING | (_LEADS_ON if link.speech == "indirect" else 0)
    while last > first and items[last - 1] & drop:
        last -= 1
    while first < last and items[first] & _TRAILING:
        first += 1
    return first, last


def _evidence(layout: Layout, link: Link, voice: Voice | None, language: str) -> str:
    """Say in one phrase why the row is there, for the reader."""
    if link.speech == "turn":
        return label("quote_evidence", "turn" if voice else "dash", language).format(voice and voice.by)
    lead = layout.text.slice(layout.firsts[link.lead], layout.lasts[link.lead])
    if link.yields == "narrated":
        key, lead = "after", layout.text.tokens[layout.firsts[link.by]]
    elif layout.is_a(link.lead, _MARKS):
        key = "beside" if link.yields == "marks" and link.by >= 0 else link.yields
        lead = layout.text.tokens[layout.firsts[link.by]] if link.by >= 0 else ""
    else:
        key = "after" if link.yields in ("clause", "marks", "line") else link.yields
    phrase = label("quote_evidence", key, language).format(lead)
    if voice is None or not voice.reason:
        return phrase
    return f"{phrase}; {label('quote_evidence', voice.reason, language).format(voice.by, voice.entity)}"


_RELATIVE, _PRONOUN = bits_of("relative"), bits_of("pronoun")
_REPORTS, _FINITE, _RELAY = bits_of("cue", "cited"), bits_of("perfect", "imperfect"), bits_of("relay")
_NOBODYS, _REPLIES = bits_of("unnamed", "chained", "text"), bits_of("answering")
_ADDS, _FIRST_PERSON = bits_of("adds"), bits_of("first_person")
_FEMININE, _THEN = bits_of("feminine_noun"), bits_of("then_")
_STOPS = bits_of("point", "comma", "marks")
_SHE = bits_of("person_noun", "body", "media", "organisation")
_PERSON, _MARKS, _OPINION = bits_of("person"), bits_of("marks"), bits_of("clause")
_IMPERFECT, _TO, _DEFINITE = bits_of("imperfect"), bits_of("to_", "by_"), bits_of("definite")
_BINDS = bits_of("to", "on", "about", "from", "in", "to_", "by_", "body", "kin")
_SPEAKS = bits_of("person", "organisation", "person_noun", "body", "media", "prophet")
_TRAILING, _LEADS_ON = (
    bits_of("point", "comma", "colon"),
    bits_of("leads_on", "relative", "dash", "open_bracket"),
)
_THAT = "\u0627\u0646"
