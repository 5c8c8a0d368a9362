"""One entity under all its names; people who share a surname stay apart."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from analysis.mentions.aliases import Aliases
from analysis.mentions.gazetteer import load_gazetteer
from analysis.mentions.keys import AL, ALEF, LAM, Forms, Phrase, phrase_of, word_set
from analysis.mentions.known import load_names
from analysis.mentions.overlaps import Span, phrase_at


class Named(NamedTuple):
    """How one span names its entity."""

    span: Span
    phrase: Phrase  # folded words, particles off
    label: str  # the text as it may stand for the entity: no marks, ال restored


def merge(words: Forms, spans: list[Span], aliases: Aliases) -> list[Span]:
    """Give every span its entity, English name, related country and reason.

    Each text is merged on its own: a surname belongs to the person named there in full.
    """
    namings = [_name(words, span) for span in spans]
    by_seed = defaultdict(list)
    for position, span in enumerate(spans):
        by_seed[int(words.seeds[span.first])].append(position)
    merged = list(spans)
    for positions in by_seed.values():
        _merge_text(words, namings, positions, merged, aliases)
    merged = _share_labels(namings, merged)
    return [_correct(naming, span, aliases) for naming, span in zip(namings, merged, strict=True)]


def _name(words: Forms, span: Span) -> Named:
    phrase = phrase_at(words, span)
    pieces = words.slice(span.first, span.last, span.cut)
    label = " ".join("".join(mark for mark in pieces if mark not in '"«»“”()[]').split())
    if span.cut and phrase and phrase[0].startswith(AL) and label.startswith(LAM):
        label = ALEF + label
    return Named(span, phrase, label)


def _merge_text(
    words: Forms, namings: list, positions: list[int], merged: list[Span], aliases: Aliases
) -> None:
    """Merge the spans of one text, kind by kind, into ``merged`` (a list made by the caller)."""
    people = [at for at in positions if namings[at].span.kind == "person" and namings[at].span.entity is None]
    for at, span in zip(people, _merge_people(words, [namings[at] for at in people], aliases), strict=True):
        merged[at] = span
    others = [at for at in positions if namings[at].span.kind in ("organisation", "place", "group")]
    for at, span in zip(others, _merge_others(words, [namings[at] for at in others], aliases), strict=True):
        merged[at] = span


def name_parts(phrase: Phrase) -> Phrase:
    """Join what is one part of a name (عبد الله, أبو بكر) and leave بن out.

    Examples
    --------
    >>> name_parts(("عبد", "الله", "بن", "احمد"))
    ('عبدالله', 'احمد')
    """
    parts, waiting = [], ""
    for word in phrase:
        if word == "عبد" or word in word_set("kunya"):
            waiting += "ابو" if word in ("ابي", "ابا") else word
        elif word not in ("بن", "ابن", "بنت"):
            parts.append((waiting + word).replace("غ", "ج"))
            waiting = ""
    return (*parts, waiting) if waiting else tuple(parts)


def _is_within(short: Phrase, long: Phrase) -> bool:
    """Tell whether the parts of one name stand in another in the same order, ال left aside."""
    rest = iter(part.removeprefix(AL) for part in long)
    return all(part.removeprefix(AL) in rest for part in short)


def _full_names(parts: list[Phrase]) -> dict[Phrase, Phrase]:
    """Map each name of two parts or more to the fullest one it can only mean."""
    distinct = sorted({name for name in parts if len(name) > 1}, key=lambda name: (-len(name), name))
    fullest: dict[Phrase, Phrase] = {}
    # fuller names by their first and by their last part: a book has thousands
    by_end: dict[tuple[int, str], list[Phrase]] = defaultdict(list)
    for name in distinct:
        near = dict.fromkeys([*by_end[0, name[0]], *by_end[-1, name[-1]]])
        fits = [top for top in near if _is_within(name, top)]
        if len(fits) == 1:
            fullest[name] = fits[0]
        else:
            fullest[name] = name
            by_end[0, name[0]].append(name)
            by_end[-1, name[-1]].append(name)
    return fullest


def _merge_people(words: Forms, namings: list[Named], aliases: Aliases) -> list[Span]:
    """Merge the people of one text: a single name goes to the one full name it fits."""
    parts = [name_parts(naming.phrase) for naming in namings]
    apart = [naming.phrase in aliases.split for naming in namings]
    fullest = _full_names([name for name, alone in zip(parts, apart, strict=True) if not alone])
    tops = _by_part(dict.fromkeys(fullest.values()))
    labels = {}
    phrases = {naming.label: naming.phrase for naming in namings}
    for naming, name in zip(namings, parts, strict=True):
        top = fullest.get(name, name)
        if name == top and (top not in labels or len(naming.label) > len(labels[top])):
            labels[top] = naming.label
    spans = []
    for naming, name, alone in zip(namings, parts, apart, strict=True):
        owner, source, detail = (name, "", ()) if alone else _owner(name, fullest, tops, labels)
        span, entity = naming.span, labels.get(owner, naming.label)
        if source and (not span.description or source.startswith("shared")):
            span = span._replace(source=source, detail=detail)
        spans.append(span._replace(entity=entity, english=_latin(words, phrases[entity])))
    return spans


def _by_part(names: Iterable[Phrase]) -> dict[tuple[str, str], list[Phrase]]:
    """Return full names by surname, by given name and by any part, ال left aside."""
    found = defaultdict(list)
    for name in names:
        bare = [part.removeprefix(AL) for part in name]
        found["surname", bare[-1]].append(name)
        found["given", bare[0]].append(name)
        for part in dict.fromkeys(bare):
            found["part", part].append(name)
    return found


def _owner(name: Phrase, fullest: dict, tops: dict, labels: dict) -> tuple[tuple, str, tuple]:
    """Return the full name a person is named by; source and detail if it is not the name itself."""
    if len(name) > 1:
        top = fullest.get(name, name)
        return (top, "", ()) if top == name else (top, "part", (labels[top],))
    for relation in ("surname", "given", "part") if name else ():
        fits = tops.get((relation, name[0].removeprefix(AL)), ())
        if len(fits) == 1:
            return fits[0], "given of" if relation == "given" else relation, (labels[fits[0]],)
        if fits:
            return name, f"shared {relation}", tuple(labels[fit] for fit in fits[:3])
    return name, "", ()


def _latin(words: Forms, phrase: Phrase) -> str | None:
    """Return a name in Latin letters if every word of it is listed."""
    latin = [load_names().latin.get(word) for word in phrase]
    return " ".join(latin) if latin and all(latin) else None


def _merge_others(words: Forms, namings: list[Named], aliases: Aliases) -> list[Span]:
    """Merge organisations and places of one text: gazetteer names, abbreviations, heads left out."""
    keys = [_key(naming, aliases) for naming in namings]
    parent = {key: key for key in keys}

    def root(key):
        while parent[key] != key:
            key = parent[key]
        return key

    longer = _by_tail(dict.fromkeys(keys))
    for key in sorted(longer, key=lambda key: (len(key[1]), key)):
        roots = dict.fromkeys(root(other) for other in longer[key] if root(other) != root(key))
        if len(roots) == 1:
            parent[root(key)] = next(iter(roots))
    for left, right in _bracketed(words, namings):
        if keys[left][0] == keys[right][0] == "organisation" and root(keys[left]) != root(keys[right]):
            parent[root(keys[right])] = root(keys[left])
    clusters = defaultdict(list)
    for naming, key in zip(namings, keys, strict=True):
        clusters[root(key)].append(naming)
    entries = {cluster: _entry(members) for cluster, members in clusters.items()}
    spans = []
    for naming, key in zip(namings, keys, strict=True):
        known = entries[root(key)]
        spans.append(_filled(naming, known))
    return spans


def _by_tail(keys: Iterable[tuple]) -> dict[tuple, list[tuple]]:
    """Return, for each key, the keys that are a head and this one: وزارة + الخارجية الأمريكية."""
    heads = word_set("org_head") | word_set("place_head")
    keys = list(keys)
    there = set(keys)
    longer = defaultdict(list)
    for kind, phrase, may_be_part in keys:
        short = (kind, phrase[1:], True)
        if may_be_part and len(phrase) > 1 and phrase[0] in heads and short in there:
            longer[short].append((kind, phrase, True))
    return longer


def _filled(naming: Named, known: tuple) -> Span:
    label, english, related = known
    span = naming.span
    return span._replace(entity=label, english=span.english or english, related=span.related or related)


def _key(naming: Named, aliases: Aliases) -> tuple[str, Phrase, bool]:
    """Return what is compared: kind, words, and whether the words may be part of a longer name."""
    span = naming.span
    if naming.phrase in aliases.split:
        return span.kind, ("", *naming.phrase), False
    if span.entity is not None:
        return span.kind, phrase_of(span.entity), span.kind == "organisation"
    entity = gazetteer_entity(naming.phrase, span.kind)
    return span.kind, phrase_of(entity) if entity else naming.phrase, span.kind != "group"


def gazetteer_entity(phrase: Phrase, kind: str) -> str | None:
    """Return the gazetteer's name of a phrase, or of what follows its head (حلف الناتو, مدينة أبها)."""
    heads = word_set("place_head" if kind == "place" else "org_head")
    for tail in (phrase, phrase[1:] if phrase and phrase[0] in heads else ()):
        for entry in load_gazetteer().get(tail, ()):
            if entry.kind == kind:
                return entry.entity
    return None


def _bracketed(words: Forms, namings: list[Named]) -> list[tuple[int, int]]:
    """List neighbours of which the second stands in brackets behind the first: حلف شمال الأطلسي (الناتو)."""
    pairs = []
    for at in range(len(namings) - 1):
        left, right = namings[at].span, namings[at + 1].span
        if right.first == left.last + 1 and right.last < len(words.codes):
            if words.key(left.last) == "(" and words.key(right.last) == ")":
                pairs.append((at, at + 1))
    return pairs


def _entry(members: list[Named]) -> tuple[str, str | None, str | None]:
    """Return label, English name and related country of a cluster: the fullest naming of an organisation."""
    known = next((naming.span for naming in members if naming.span.entity is not None), None)
    if known is not None and known.kind != "organisation":
        return known.entity, known.english, known.related
    if known is None and members[0].span.kind == "place":
        entity = gazetteer_entity(members[0].phrase, "place")
        if entity:
            return entity, *_details(entity, "place")
    label = max((naming.label for naming in members), key=lambda label: (len(label.split()), len(label)))
    if known is None:
        entity = gazetteer_entity(members[0].phrase, members[0].span.kind)
        english, related = _details(entity, members[0].span.kind) if entity else (None, None)
        return label, english, related
    if label.isascii():
        label = known.entity
    return label, known.english, known.related


def _details(entity: str, kind: str) -> tuple[str | None, str | None]:
    """Return English name and related country of a gazetteer's name."""
    for entry in load_gazetteer().get(phrase_of(entity), ()):
        if entry.kind == kind:
            return entry.english, entry.related
    return None, None


def _share_labels(namings: list[Named], merged: list[Span]) -> list[Span]:
    """Give an organisation of the gazetteer one label in all texts: the fullest there is."""
    fullest: dict[str, str] = {}
    for naming, span in zip(namings, merged, strict=True):
        known = naming.span.entity
        if span.kind == "organisation" and known and len(span.entity) > len(fullest.get(known, "")):
            fullest[known] = span.entity
    return [
        span._replace(entity=fullest[naming.span.entity])
        if span.kind == "organisation" and naming.span.entity in fullest
        else span
        for naming, span in zip(namings, merged, strict=True)
    ]


def _correct(naming: Named, span: Span, aliases: Aliases) -> Span:
    """Apply the reader's file last: what it merges, and what it knows of an entity."""
    if not aliases.merge and not aliases.entities:
        return span
    target = aliases.merge.get(naming.phrase) or aliases.merge.get(phrase_of(span.entity or ""))
    if target:
        span = span._replace(entity=target, source="aliases", detail=())
    fields = aliases.entities.get(span.entity or "")
    if fields and span.kind != "adjective":
        span = span._replace(
            kind=fields["kind"],
            english=fields.get("en") or span.english,
            related=fields.get("related") or span.related,
            description=span.description or fields.get("description"),
        )
    return span
