"""One entity under all its names; people who share a surname stay apart."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from analysis.mentions.aliases import Aliases
from analysis.mentions.gazetteer import Entry, load_gazetteer
from analysis.mentions.keys import AL, ALEF, LAM, Forms, Phrase, fold_keys, phrase_of, word_list, word_set
from analysis.mentions.known import load_names
from analysis.mentions.overlaps import Span, phrase_at

MARKS = frozenset('"«»“”()[]')
#: Both stand for g in foreign names: غوردون, جوردون.
GHAYN, JEEM = "\u063a", "\u062c"


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
    groups: dict[tuple[int, bool], list[int]] = defaultdict(list)
    for at, span in enumerate(spans):
        if span.kind == "person" and span.entity is None:
            groups[words.seeds[span.first], True].append(at)
        elif span.kind in ("organisation", "place", "group"):
            groups[words.seeds[span.first], False].append(at)
    merged = list(spans)
    for (_, are_people), places in groups.items():
        part = [namings[at] for at in places]
        found = _merge_people(part, aliases) if are_people else _merge_others(words, part, aliases)
        for at, span in zip(places, found, strict=True):
            merged[at] = span
    merged = _share_labels(namings, merged)
    return [_correct(naming, span, aliases) for naming, span in zip(namings, merged, strict=True)]


def _name(words: Forms, span: Span) -> Named:
    """Return the words of a span, and its text without marks, the alef of ال written."""
    phrase = phrase_at(words, span)
    pieces = words.slice(span.first, span.last, span.cut)
    label = " ".join("".join(mark for mark in pieces if mark not in MARKS).split())
    if span.cut and phrase and phrase[0].startswith(AL) and label.startswith(LAM):
        label = ALEF + label
    return Named(span, phrase, label)


def name_parts(phrase: Phrase) -> Phrase:
    """Join what is one part of a name (عبد الله, أبو بكر) and leave بن out.

    Examples
    --------
    >>> name_parts(("عبد", "الله", "بن", "احمد"))
    ('عبدالله', 'احمد')
    """
    parts, waiting = [], ""
    father, *cases = fold_keys(word_list("kunya")[:3])
    for word in phrase:
        if word in word_set("servant") or word in word_set("kunya"):
            waiting += father if word in cases else word
        elif word not in word_set("son"):
            parts.append((waiting + word).replace(GHAYN, JEEM))
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


def _merge_people(namings: list[Named], aliases: Aliases) -> list[Span]:
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
        spans.append(span._replace(entity=entity, english=_latin(phrases[entity])))
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


def _latin(phrase: Phrase) -> str | None:
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
    for (left, right), pair in zip(pairwise(keys), pairwise(namings), strict=True):
        if (
            left[0] == right[0] == "organisation"
            and _is_bracketed(words, *pair)
            and root(left) != root(right)
        ):
            parent[root(right)] = root(left)
    clusters = defaultdict(list)
    for naming, key in zip(namings, keys, strict=True):
        clusters[root(key)].append(naming)
    known = {cluster: _entry(members) for cluster, members in clusters.items()}
    return [_filled(naming.span, *known[root(key)]) for naming, key in zip(namings, keys, strict=True)]


def _by_tail(keys: dict[tuple, None]) -> dict[tuple, list[tuple]]:
    """Return, for each key, the keys that are a head and this one: وزارة + الخارجية الأمريكية."""
    heads = word_set("org_head") | word_set("place_head")
    longer = defaultdict(list)
    for kind, phrase, may_be_part in keys:
        short = (kind, phrase[1:], True)
        if may_be_part and len(phrase) > 1 and phrase[0] in heads and short in keys:
            longer[short].append((kind, phrase, True))
    return longer


def _filled(span: Span, label: str, english: str | None, related: str | None) -> Span:
    return span._replace(entity=label, english=span.english or english, related=span.related or related)


def _key(naming: Named, aliases: Aliases) -> tuple[str, Phrase, bool]:
    """Return what is compared: kind, words, and whether the words may be part of a longer name."""
    span = naming.span
    if naming.phrase in aliases.split:
        return span.kind, ("", *naming.phrase), False
    if span.entity is not None:
        return span.kind, phrase_of(span.entity), span.kind == "organisation"
    entry = _find_entry(naming.phrase, span.kind)
    return span.kind, phrase_of(entry.entity) if entry else naming.phrase, span.kind != "group"


def _find_entry(phrase: Phrase, kind: str) -> Entry | None:
    """Return the gazetteer's entry of a phrase, or of what follows its head (حلف الناتو, مدينة أبها)."""
    heads = word_set("place_head" if kind == "place" else "org_head")
    for tail in (phrase, phrase[1:] if phrase and phrase[0] in heads else ()):
        for entry in load_gazetteer().get(tail, ()):
            if entry.kind == kind:
                return entry
    return None


def _is_bracketed(words: Forms, left: Named, right: Named) -> bool:
    """Tell whether the second name stands in brackets behind the first: حلف شمال الأطلسي (الناتو)."""
    open_, close = left.span.last, right.span.last
    if right.span.first != open_ + 1 or close >= len(words.codes):
        return False
    return words.key(open_) == "(" and words.key(close) == ")"


def _entry(members: list[Named]) -> tuple[str, str | None, str | None]:
    """Return label, English name and related country of a cluster: the fullest naming of an organisation."""
    kind = members[0].span.kind
    spans = (naming.span for naming in members if naming.span.entity is not None)
    known = next(spans, None) or _find_entry(members[0].phrase, kind)
    if known and (known.kind == "place" or (known.kind == "group" and isinstance(known, Span))):
        return known.entity, known.english, known.related
    label = max((naming.label for naming in members), key=lambda label: (len(label.split()), len(label)))
    if isinstance(known, Span) and label.isascii():
        label = known.entity
    return label, known and known.english, known and known.related


def _share_labels(namings: list[Named], merged: list[Span]) -> list[Span]:
    """Give an organisation of the gazetteer one label in all texts: the fullest there is."""
    fullest: dict[str, str] = {}
    for naming, span in zip(namings, merged, strict=True):
        known = naming.span.entity
        if span.kind == "organisation" and known and len(span.entity) > len(fullest.get(known, "")):
            fullest[known] = span.entity
    labels = [
        fullest.get(naming.span.entity) if naming.span.kind == "organisation" else None for naming in namings
    ]
    return [
        span._replace(entity=label) if label else span for span, label in zip(merged, labels, strict=True)
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
