"""Names known beforehand: countries, adjectives, nationals, cities, organisations."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from analysis.files import DATA
from analysis.mentions.keys import (
    AL,
    Forms,
    Phrase,
    count_lengths,
    find_phrases,
    fold_keys,
    is_ordinary,
    word_list,
    word_set,
)
from analysis.mentions.overlaps import Level, Span

FOLDER = DATA / "mentions"
#: Tables of places whose names are often something else too: قنا, الصعيد.
CITIES, REGIONS = "table cities", "table places"
TERRITORIES, MEDIA = "table territories", "table media"
COUNTRIES = (TERRITORIES, "table countries", "table capitals")
ADJECTIVE = "table adjectives"
SHADDA = "\u0651"
NISBA, PLURAL = "\u064a", "\u0648\u0646"
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
    spelling: str = ""  # as the table has it, where vowel marks tell it from another (عمّان)


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
    agreeing = len(words) if all(word.endswith(NISBA) for word in words) else 1
    plural = word_list("plural_endings")
    for ending in ("", *word_list("adjective_endings"), *plural):
        head, tail = words[:-agreeing], [word + ending for word in words[-agreeing:]]
        yield " ".join(head + tail), ending in plural
        defined = [AL + word for word in tail] if agreeing == len(words) else tail
        yield " ".join([AL + word for word in head] + defined), ending in plural


def country_entries() -> Iterator[tuple[str, Entry]]:
    """Yield names, adjectives, nationals and capitals of the country table, with CLDR's names."""
    cldr = {code: (name, english) for code, name, english in read_rows("cldr.tsv")}
    known = set()
    for row in read_rows("countries.tsv"):
        code, name, english, adjectives, nationals, others, capitals, capital_english = row
        known.add(code)
        weak, name = name.endswith("?"), name.rstrip("?")
        cldr_name = cldr.get(code, ("", ""))[0]
        for form in dict.fromkeys((name, cldr_name, *split_forms(others))):
            source = TERRITORIES if form == cldr_name else "table countries"
            if form:
                is_weak = weak or form.endswith("?")
                yield form.rstrip("?"), Entry("place", name, english, None, source, (code,), is_weak)
        capital = split_forms(capitals)
        for form in capital:
            entry = Entry("place", capital[0].rstrip("?"), capital_english, name, "table capitals", (name,))
            yield form.rstrip("?"), entry._replace(is_weak=form.endswith("?"), spelling=form)
        yield from national_entries(name, english, adjectives, nationals)
    # the European Union and the euro area are organisations
    for code, (name, english) in cldr.items():
        if code not in known | {"EU", "EZ"}:
            yield name, Entry("place", name, english, None, TERRITORIES, (code,))


def national_entries(
    country: str, english: str, adjectives: str, nationals: str
) -> Iterator[tuple[str, Entry]]:
    """Yield the adjectives of a country and the names of its people."""
    stems = split_forms(adjectives)
    peoples = [*split_forms(nationals), *(stem.rstrip("?") + PLURAL for stem in stems[:1] if " " not in stem)]
    people = AL + peoples[0] if peoples else country
    group = Entry("group", people, f"people of {english}", country, "table nationals", (country,))
    for form in split_forms(nationals):
        yield form, group
        yield AL + form, group
    for stem in stems:
        for form, is_people in inflect_adjective(stem.rstrip("?")):
            is_weak = stem.endswith("?") and not form.startswith(AL)
            adjective = Entry("adjective", country, english, None, ADJECTIVE, (country,), is_weak)
            yield form, group if is_people else adjective


def people_entries() -> Iterator[tuple[str, Entry]]:
    """Yield peoples and followers with their adjectives."""
    for name, english, adjectives, plurals in read_rows("peoples.tsv"):
        weak = name.endswith("?")
        entity = name.rstrip("?")
        group = Entry("group", entity, english, None, "table peoples", is_weak=weak)
        yield entity, group
        for form in split_forms(plurals):
            yield form.rstrip("?"), group._replace(is_weak=weak or form.endswith("?"))
            yield AL + form.rstrip("?"), group
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
        city = word_list("same_place")[0]
        # a city called as its country (الجزائر) is the country where no more is said
        forms = [f"{city} {form}" if form in countries else form for form in split_forms(names)]
        for form in forms:
            yield form, Entry("place", forms[0], english, None, CITIES, (f"{english} ({country})",))


@cache
def load_gazetteer() -> dict[Phrase, list[Entry]]:
    """Read the tables, by folded phrase; takes a moment, so it is done once and when first needed."""
    readers = (country_entries, people_entries, organisation_entries, place_entries, media_entries)
    pairs = [pair for entries in readers for pair in entries()]
    keys = fold_keys([form.replace("-", " ") for form, _ in pairs])
    found: dict[Phrase, list[Entry]] = {}
    never = frozenset().union(*map(word_set, ("never", "event_head", "org_head", "place_head")))
    for key, (_, entry) in zip(keys, pairs, strict=True):
        phrase = (*key.split(),)
        # a name is kept under the first table that has it: الجزائر is the country before the city
        if entry.source != CITIES or (key not in never and phrase not in found):
            found.setdefault(phrase, []).append(entry)
    return found


@cache
def _lengths() -> dict[str, set[int]]:
    return count_lengths(load_gazetteer())


def has_kind(key: str, kind: str) -> bool:
    """Tell whether a word alone is a place, ... of the gazetteers; a place before anything else."""
    entries = load_gazetteer().get((key,), [])
    return any(entry.kind == kind for entry in entries[: 1 if kind == "place" else None])


def is_country(key: str) -> bool:
    """Tell whether a word alone is a country's name, adjective or people."""
    for entry in load_gazetteer().get((key,), [])[:1]:
        return entry.kind in ("adjective", "group") or entry.source in COUNTRIES
    return False


def find_names(words: Forms) -> list[Span]:
    """Find the names of the gazetteers; ordinary words only where the name stands elsewhere too."""
    gazetteer = load_gazetteer()
    found = list(find_phrases(words, gazetteer, _lengths()))
    named = _named(words, found)
    # behind a preposition no و joins: إلى وجدة, but مكة وجدة
    cuts = {}
    for first, _, cut, _ in found:
        cuts[first] = (min if _is_governed(words, first) else max)(cuts.get(first, cut), cut)
    spans = []
    for first, last, cut, phrase in found:
        is_marked = _is_marked(words, first, last)
        entries = [entry for entry in gazetteer[phrase] if (entry.source == MEDIA) == is_marked]
        entries = _as_written(words, first, last, entries)
        entry = _pick(entries or gazetteer[phrase] * is_marked, named[words.seeds[first]])
        is_part = entry is not None and entry.kind == "place" and _is_inside_other(words, first)
        # eu is a French word, EU is not
        is_small = phrase[0].isascii() and words.text.tokens[first].islower()
        if entry is None or is_part or is_small or cut != cuts[first]:
            continue
        kind = _kind_in_context(words, first, last, entry)
        level = _level(phrase, entry)
        if entry.source == CITIES and (_is_governed(words, first) or (cut and _is_joined(words, first))):
            level = Level.PHRASE
        span = entry_span(first, last, cut, level, entry)._replace(kind=kind)
        if kind != entry.kind:
            if kind == "adjective" and entry.kind == "group":
                # should the tagger see people here, this is what they are called
                spans.append(span._replace(kind="group", level=Level.AGAIN))
            country = entry.related or entry.entity
            span = span._replace(entity=country, source=ADJECTIVE, detail=(country,))
        spans.append(span._replace(related=None) if kind == "adjective" else span)
    return spans


def entry_span(first: int, last: int, cut: int, level: Level, entry: Entry) -> Span:
    """Return the span that an entry makes of some tokens."""
    span = Span(first, last, cut, entry.kind, level, entry.source, entry.detail)
    return span._replace(entity=entry.entity, english=entry.english, related=entry.related)


def _key_before(words: Forms, first: int) -> str:
    """Return the word before a phrase in its paragraph, its clitics off; empty if there is none."""
    is_first = not first or words.paragraphs[first - 1] != words.paragraphs[first]
    return "" if is_first else words.rests[words.codes[first - 1]]


def _is_governed(words: Forms, first: int) -> bool:
    """Tell whether a preposition of place, a head such as مدينة or nothing stands before a phrase."""
    before = _key_before(words, first)
    return not before or any(before in word_set(name) for name in ("in", "to", "place_head"))


def _is_joined(words: Forms, first: int) -> bool:
    """Tell whether و joins a name to a place: الرباط وورزازات."""
    return words.key(first)[0] == word_list("conjunctions")[0] and has_kind(
        _key_before(words, first), "place"
    )


def _as_written(words: Forms, first: int, last: int, entries: list[Entry]) -> list[Entry]:
    """Put first what has the vowel mark that stands in the text: عمّان is Amman."""
    if last - first > 1 or words.text.tokens[first].isascii() or SHADDA not in words.text.tokens[first]:
        return entries
    return sorted(entries, key=lambda entry: SHADDA not in entry.spelling)


def _is_marked(words: Forms, first: int, last: int) -> bool:
    """Tell whether a phrase stands by itself between quotation marks."""
    if not first or last >= len(words.codes) or words.words[first - 1]:
        return False
    return MARKS.get(words.key(first - 1)) == words.key(last)


def _level(phrase: Phrase, entry: Entry) -> Level:
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
    return _key_before(words, first) in word_set("event_head")


def _named(words: Forms, found: list) -> dict[int, set[str]]:
    """Return, per text, what is named there without doubt."""
    named = defaultdict(set)
    for first, _, _, phrase in found:
        entries = [entry for entry in load_gazetteer()[phrase] if not entry.is_weak and entry.source != MEDIA]
        if len({entry.entity for entry in entries}) == 1:
            named[words.seeds[first]] |= {entries[0].entity, entries[0].related}
    return named


def _pick(entries: list[Entry], named: set[str | None]) -> Entry | None:
    """Pick the entry whose name or country stands elsewhere in the text, else the first that is safe."""
    for entry in entries if len(entries) > 1 else ():
        if entry.entity in named or (entry.related and entry.related in named):
            return entry
    return next((entry for entry in entries[:1] if not entry.is_weak or entry.entity in named), None)


def _kind_in_context(words: Forms, first: int, last: int, entry: Entry) -> str:
    """Tell adjectives from what looks like them.

    المسؤولين الأمريكيين has an adjective, زار الأمريكيون has none; المحاكم السعودية has one, في السعودية
    has none.
    """
    if not first or not words.words[first - 1] or words.paragraphs[first - 1] != words.paragraphs[first]:
        return entry.kind
    key, before, plural = words.key(first), words.key(first - 1), word_list("plural_endings")
    is_defined = (before.startswith(AL) and len(before) > 4) or before.endswith(word_list("owners"))
    if entry.kind == "place":
        is_adjective = last - first == 1 and is_defined and has_kind(key, "adjective")
        return "adjective" if is_adjective else "place"
    if entry.kind != "group" or not key.endswith(plural):
        return entry.kind
    is_plural = is_defined or before.endswith(plural)
    return "adjective" if is_plural and is_defined == key.startswith(AL) else "group"
