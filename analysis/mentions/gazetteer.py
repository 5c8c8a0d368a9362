"""Names known beforehand: countries, adjectives, nationals, cities, organisations, in one automaton."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import ahocorasick
import numpy as np

from analysis.files import DATA
from analysis.mentions.keys import Forms, fold_count, fold_keys, is_ordinary, readings, word_set
from analysis.mentions.overlaps import Level, Span

FOLDER = DATA / "mentions"
AL = "ال"
#: A word's number is written with this many letters of this many bits each.
DIGITS, BITS = 3, 5
#: Tables of places whose names are often something else too: قنا, الصعيد.
CITIES, REGIONS = "table cities", "table places"
TERRITORIES, MEDIA = "table territories", "table media"
ADJECTIVE = "table adjectives"
#: A pair of these makes a newspaper of an ordinary word: «الحياة».
MARKS = {'"': '"', "«": "»", "“": "”", "”": "“"}


class Entry(NamedTuple):
    """What a phrase of the gazetteers stands for."""

    kind: str
    entity: str
    english: str
    related: str | None
    source: str
    detail: tuple[str, ...] = ()
    is_weak: bool = False  # an ordinary word too: taken only where the same name stands elsewhere in the text


class Gazetteer(NamedTuple):
    """Phrases with their entries, and the automaton that finds them in a sequence of word numbers."""

    phrases: list[tuple[str, ...]]
    entries: list[list[Entry]]
    numbers: dict[str, int]  # folded word -> its number, from 1
    first_words: frozenset[str]
    singles: frozenset[str]  # names and adjectives of countries and peoples that are one word
    adjectives: frozenset[str]  # adjectives of countries in the singular that are one word
    places: frozenset[tuple[str, ...]]  # phrases whose first reading is a place
    by_phrase: dict[tuple[str, ...], list[Entry]]
    automaton: ahocorasick.Automaton


def read_rows(name: str) -> Iterator[list[str]]:
    """Yield the rows of a tab-separated file of ``data/mentions``, comments left out."""
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def split_forms(field: str) -> list[str]:
    """Split a field of several forms at ``|``."""
    return [form for form in field.split("|") if form]


def inflect_adjective(adjective: str) -> Iterator[tuple[str, bool]]:
    """Yield the forms of a nationality adjective, and whether the form may also name the nationals.

    Examples
    --------
    >>> [form for form, _ in inflect_adjective("روسي")][:4]
    ['روسي', 'الروسي', 'روسية', 'الروسية']
    """
    words = adjective.split()
    # كوري جنوبي agrees in both words, جنوب سوداني in the last alone
    agreeing = len(words) if all(word.endswith("ي") for word in words) else 1
    endings = (
        ("", False),
        ("ة", False),
        ("ان", True),
        ("ين", True),
        ("ون", True),
        ("ات", True),
        ("تين", False),
    )
    for ending, is_people in endings:
        head, tail = words[:-agreeing], [word + ending for word in words[-agreeing:]]
        yield " ".join(head + tail), is_people
        defined = [AL + word for word in tail] if agreeing == len(words) else tail
        yield " ".join([AL + word for word in head] + defined if head else defined), is_people


def country_entries() -> Iterator[tuple[str, Entry]]:
    """Yield names, adjectives, nationals and capitals of the country table, with CLDR's names."""
    cldr = {code: (name, english) for code, name, english in read_rows("cldr.tsv")}
    known = set()
    for code, name, english, adjectives, nationals, others, capitals, capital_english in read_rows(
        "countries.tsv"
    ):
        known.add(code)
        weak, name = name.endswith("?"), name.rstrip("?")
        cldr_name = cldr.get(code, ("", ""))[0]
        for form in dict.fromkeys((name, cldr_name, *split_forms(others))):
            source = TERRITORIES if form == cldr_name else "table countries"
            if form:
                is_weak = weak or form.endswith("?")
                yield form.rstrip("?"), Entry("place", name, english, None, source, (code,), is_weak)
        yield from capital_entries(name, capitals, capital_english)
        yield from national_entries(name, english, adjectives, nationals)
    # the European Union and the euro area are organisations
    for code, (name, english) in cldr.items():
        if code not in known | {"EU", "EZ"}:
            yield name, Entry("place", name, english, None, TERRITORIES, (code,))


def capital_entries(country: str, capitals: str, english: str) -> Iterator[tuple[str, Entry]]:
    """Yield the capital under its spellings; it stays a place, related to its country."""
    forms = split_forms(capitals)
    for form in forms:
        yield form, Entry("place", forms[0], english, country, "table capitals", (country,))


def national_entries(
    country: str, english: str, adjectives: str, nationals: str
) -> Iterator[tuple[str, Entry]]:
    """Yield the adjectives of a country and the names of its people."""
    stems = split_forms(adjectives)
    peoples = [*split_forms(nationals), *(stem.rstrip("?") + "ون" for stem in stems[:1] if " " not in stem)]
    people = AL + peoples[0] if peoples else country
    group = Entry("group", people, f"people of {english}", country, "table nationals", (country,))
    for form in split_forms(nationals):
        yield form, group
        yield AL + form, group
    for stem in stems:
        weak = stem.endswith("?")
        for form, is_people in inflect_adjective(stem.rstrip("?")):
            if is_people:
                yield form, group
            else:
                is_weak = weak and not form.startswith(AL)
                yield form, Entry("adjective", country, english, None, ADJECTIVE, (country,), is_weak)


def people_entries() -> Iterator[tuple[str, Entry]]:
    """Yield peoples and followers with their adjectives."""
    for name, english, adjectives, plurals in read_rows("peoples.tsv"):
        weak = name.endswith("?")
        entity = name.rstrip("?")
        group = Entry("group", entity, english, None, "table peoples", is_weak=weak)
        yield entity, group
        for form in split_forms(plurals):
            yield form, group
            yield AL + form, group
        for stem in split_forms(adjectives.strip("-")):
            for form, is_people in inflect_adjective(stem):
                adjective = Entry("adjective", entity, english, None, ADJECTIVE, (entity,), weak)
                yield form, group if is_people else adjective


def organisation_entries() -> Iterator[tuple[str, Entry]]:
    """Yield organisations under their names and abbreviations."""
    for name, english, others in read_rows("organisations.tsv"):
        entity = name.rstrip("?")
        for form in (name, *split_forms(others)):
            entry = Entry("organisation", entity, english, None, "table organisations", (english,))
            yield form.rstrip("?"), entry._replace(is_weak=form.endswith("?"))


def media_entries() -> Iterator[tuple[str, Entry]]:
    """Yield newspapers and channels named by ordinary words; `find_names` wants marks around them."""
    for name, english in read_rows("media.tsv"):
        yield name, Entry("organisation", name, english, None, MEDIA, (english,))


def place_entries() -> Iterator[tuple[str, Entry]]:
    """Yield regions, seas and the like, then the cities of GeoNames."""
    for name, english, _, others in read_rows("places.tsv"):
        for form in (name, *split_forms(others)):
            yield form, Entry("place", name, english, None, REGIONS, (english,))
    countries = {row[1] for row in read_rows("countries.tsv")}
    for names, english, country, _ in read_rows("cities.tsv"):
        # a city called as its country (الجزائر) is the country where nothing more is said
        forms = [form for form in split_forms(names) if form not in countries]
        for form in forms:
            yield form, Entry("place", forms[0], english, None, CITIES, (f"{english} ({country})",))


@cache
def load_gazetteer() -> Gazetteer:
    """Read the tables and build the automaton; takes a moment, so it is done once and when first needed."""
    pairs = [
        *country_entries(),
        *people_entries(),
        *organisation_entries(),
        *place_entries(),
        *media_entries(),
    ]
    forms = [form for form, _ in pairs]
    keys = fold_keys(fold_count(tuple(form.replace("-", " ") for form in forms)))
    found: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
    never = word_set("never")
    for key, (_, entry) in zip(keys, pairs, strict=True):
        # a name is kept under the first table that has it: الجزائر is the country before the city
        if entry.source == CITIES and (key in never or (*key.split(),) in found):
            continue
        found[(*key.split(),)].append(entry)
    return build(dict(found))


def build(found: dict[tuple[str, ...], list[Entry]]) -> Gazetteer:
    """Give every word a number and fill the automaton."""
    vocabulary = dict.fromkeys(word for phrase in found for word in phrase)
    numbers = {word: number for number, word in enumerate(vocabulary, start=1)}
    automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
    phrases = list(found)
    for position, phrase in enumerate(phrases):
        automaton.add_word(spell(np.array([numbers[word] for word in phrase])), position)
    automaton.make_automaton()
    return Gazetteer(
        phrases=phrases,
        entries=[found[phrase] for phrase in phrases],
        numbers=numbers,
        first_words=frozenset(phrase[0] for phrase in phrases),
        singles=frozenset(phrase[0] for phrase, entries in found.items() if _is_single(phrase, entries)),
        adjectives=frozenset(
            phrase[0]
            for phrase, entries in found.items()
            if len(phrase) == 1 and any(entry.kind == "adjective" for entry in entries)
        ),
        places=frozenset(phrase for phrase, entries in found.items() if entries[0].kind == "place"),
        by_phrase=found,
        automaton=automaton,
    )


def _is_single(phrase: tuple[str, ...], entries: list[Entry]) -> bool:
    """Tell whether a phrase is one word for a country, its adjective or its people."""
    return len(phrase) == 1 and (
        entries[0].kind in ("adjective", "group")
        or entries[0].source in (TERRITORIES, "table countries", "table capitals")
    )


def spell(numbers: np.ndarray) -> str:
    """Write word numbers as a string, `DIGITS` letters each, so that the automaton branches little.

    The letters of each place are its own, so that a match cannot begin in the middle of a number.
    """
    places = np.arange(DIGITS, dtype=np.uint32)
    digits = (numbers.astype(np.uint32)[:, None] >> (BITS * places)) & (2**BITS - 1)
    return (digits + (places << BITS) + ord("A")).astype("<u4").tobytes().decode("utf-32-le")


def find_phrases(words: Forms, gazetteer: Gazetteer) -> list[tuple[int, int, int, int]]:
    """Find every phrase: first token, token behind the last, letters cut off the first, phrase number."""
    whole = np.array([gazetteer.numbers.get(key, 0) for key in words.keys] or [0])
    cuts, split = read_particles(words.keys, gazetteer)
    found = _matches(words, gazetteer, whole[words.codes], None)
    token_cuts = cuts[words.codes]
    behind = np.where(token_cuts > 0, split[words.codes], whole[words.codes])
    return found + _matches(words, gazetteer, behind, token_cuts)


def read_particles(keys: list[str], gazetteer: Gazetteer) -> tuple[np.ndarray, np.ndarray]:
    """Return, per distinct key, the letters to cut so that a first word of a name is left, and its number."""
    cuts = np.zeros(max(len(keys), 1), dtype=np.int64)
    numbers = np.zeros(max(len(keys), 1), dtype=np.int64)
    for position, key in enumerate(keys):
        if key[:1] in "وفبكل" and key not in gazetteer.first_words and not is_ordinary(key):
            for cut, rest in readings(key)[1:]:
                if rest in gazetteer.first_words:
                    cuts[position], numbers[position] = cut, gazetteer.numbers[rest]
                    break
    return cuts, numbers


def _matches(
    words: Forms, gazetteer: Gazetteer, sequence: np.ndarray, cuts: np.ndarray | None
) -> list[tuple[int, int, int, int]]:
    found = []
    for end, phrase in gazetteer.automaton.iter(spell(sequence)):
        last = end // DIGITS
        length = len(gazetteer.phrases[phrase])
        first = last - length + 1
        cut = 0 if cuts is None else int(cuts[first])
        if cuts is not None and (not cut or cuts[first + 1 : last + 1].any()):
            continue
        if words.paragraphs[first] == words.paragraphs[last] and words.seeds[first] == words.seeds[last]:
            found.append((first, last + 1, cut, phrase))
    return found


def find_names(words: Forms) -> list[Span]:
    """Find the names of the gazetteers; ordinary words only where the name stands elsewhere too."""
    gazetteer = load_gazetteer()
    found = find_phrases(words, gazetteer)
    counts = _count_entities(words, gazetteer, found)
    spans = []
    for first, last, cut, phrase in found:
        is_marked = _is_marked(words, first, last)
        entries = [entry for entry in gazetteer.entries[phrase] if (entry.source == MEDIA) == is_marked] or (
            gazetteer.entries[phrase] if is_marked else []
        )
        entry = _pick(entries, counts[words.seeds[first]]) if entries else None
        if entry is None:
            continue
        if entry.kind == "place" and _is_inside_other(words, first):
            continue
        level = _level(gazetteer.phrases[phrase], entry)
        kind = _kind_in_context(words, first, last, entry)
        span = Span(first, last, cut, kind, level, entry.source, entry.detail, entry.entity, entry.english)
        span = span._replace(related=entry.related)
        if kind != entry.kind:
            if kind == "adjective" and entry.kind == "group":
                # should the tagger see people here, this is what they are called
                spans.append(span._replace(kind="group", level=Level.AGAIN))
            country = entry.related or entry.entity
            span = span._replace(entity=country, source=ADJECTIVE, detail=(country,))
        spans.append(span._replace(related=None) if kind == "adjective" else span)
    return spans


def _is_marked(words: Forms, first: int, last: int) -> bool:
    """Tell whether a phrase stands by itself between quotation marks."""
    if not first or last >= len(words.codes) or words.words[first - 1]:
        return False
    return MARKS.get(words.key(first - 1)) == words.key(last)


def _level(phrase: tuple[str, ...], entry: Entry) -> Level:
    """Return how sure a phrase is: two words are surer than one, a country surer than a region."""
    if entry.source == MEDIA:
        return Level.PHRASE
    # a region's code is a number
    if entry.source == TERRITORIES and entry.detail[0].isdigit():
        return Level.MINOR_PLACE
    if phrase[0] in word_set("loose_head"):
        return Level.LOOSE_HEAD
    if len(phrase) > 1:
        return Level.PHRASE
    is_word = is_ordinary(phrase[0]) or is_ordinary(phrase[0].removeprefix(AL))
    return Level.MINOR_PLACE if is_word and entry.source in (CITIES, REGIONS) else Level.WORD


def _is_inside_other(words: Forms, first: int) -> bool:
    """Tell whether a place only names an event or a treaty: كأس إسبانيا, اتفاقيات مينسك."""
    if not first or words.paragraphs[first - 1] != words.paragraphs[first]:
        return False
    heads = word_set("event_head")
    return any(rest in heads for _, rest in readings(words.key(first - 1)))


def _count_entities(words: Forms, gazetteer: Gazetteer, found: list) -> dict[int, set[str]]:
    """Return, per text, what is named there without doubt."""
    named = defaultdict(set)
    for first, _, _, phrase in found:
        entries = [
            entry for entry in gazetteer.entries[phrase] if not entry.is_weak and entry.source != MEDIA
        ]
        if len({entry.entity for entry in entries}) == 1:
            named[words.seeds[first]] |= {entries[0].entity, entries[0].related}
    return named


def _pick(entries: list[Entry], named: set[str]) -> Entry | None:
    """Pick the entry whose name or country stands elsewhere in the text, else the first that is safe."""
    if len(entries) > 1:
        for entry in entries:
            if entry.entity in named or (entry.related and entry.related in named):
                return entry
    entry = entries[0]
    return None if entry.is_weak and entry.entity not in named else entry


def _kind_in_context(words: Forms, first: int, last: int, entry: Entry) -> str:
    """Tell adjectives from what looks like them.

    المسؤولين الأمريكيين has an adjective, زار الأمريكيون has none; المحاكم السعودية has one, في السعودية
    has none.
    """
    if not first or not words.words[first - 1] or words.paragraphs[first - 1] != words.paragraphs[first]:
        return entry.kind
    key, before = words.key(first), words.key(first - 1)
    is_defined = (before.startswith(AL) and len(before) > 4) or before.endswith(("ها", "هم", "نا"))
    if entry.kind == "place":
        is_adjective = last - first == 1 and is_defined and key in load_gazetteer().adjectives
        return "adjective" if is_adjective else "place"
    if entry.kind != "group" or not key.endswith(("ون", "ين", "ات", "ان")):
        return entry.kind
    is_plural = is_defined or before.endswith(("ون", "ين", "ات", "ان"))
    return "adjective" if is_plural and is_defined == key.startswith(AL) else "group"
