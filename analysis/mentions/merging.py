"""One entity under all its names; people who share a surname stay apart."""

from collections import Counter, defaultdict
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from analysis.mentions.aliases import Aliases
from analysis.mentions.gazetteer import Entry, load_gazetteer
from analysis.mentions.keys import AL, ALEF, LAM, Forms, Phrase, phrase_of, word_list, word_set
from analysis.mentions.known import load_names
from analysis.mentions.line import Finder
from analysis.mentions.overlaps import Span, phrase_at
from analysis.mentions.people import name_parts, owners

MARKS = frozenset('"«»“”()[]')
#: What no part of a person's name is, and what its words are where all of them are listed.
NO_PART = ("stop", "barrier", "name_end", "title", "perfect", "act", "verbal", "asking")
LISTED = ("name", "strange", "al_strange", "nasab", "kunya", "servant", "servant_of") + (
    ("compound", "opener", "particle", "al_nisba")
)
#: What tables and heads have found is called as it stands, be it said once.
SURE = ("table", "head", "aliases")


class Named(NamedTuple):
    """How one span names its entity."""

    span: Span
    phrase: Phrase  # folded words, particles off
    label: str  # the text as it may stand for the entity: no marks, ال restored
    is_whole: bool  # no verb, particle or office in it
    is_sure: bool  # ... and from a table, or all its words are
    is_blessed: bool  # the Prophet, whoever else of his name is there


def merge(finder: Finder, spans: list[Span], aliases: Aliases) -> list[Span]:
    """Give every span its entity, English name, related country and reason.

    Each text is merged on its own: a surname belongs to the person named there in full, and an entity is
    spelled as its text spells it.
    """
    words, namings = finder.words, _names(finder, spans)
    groups: dict[tuple[int, bool], list[int]] = defaultdict(list)
    for at, span in enumerate(spans):
        if span.kind != "person" or span.entity is None:
            groups[words.seeds[span.first], span.kind == "person"].append(at)
    merged = list(spans)
    for (_, are_people), places in groups.items():
        part = [namings[at] for at in places]
        found = _merge_people(part, aliases) if are_people else _merge_others(words, part, aliases)
        for at, span in zip(places, found, strict=True):
            merged[at] = span
    return [_correct(naming, span, aliases) for naming, span in zip(namings, merged, strict=True)]


def _names(finder: Finder, spans: list[Span]) -> list[Named]:
    """Return the words of each span, its text without marks, and whether it is a name as it should be."""
    words = finder.words
    wrong = np.append(0, np.cumsum(finder.has(*NO_PART)))
    listed = np.append(0, np.cumsum(finder.has(*LISTED)))
    given = finder.has("given", "servant", "kunya")
    plain = finder.has("al") & finder.has("ordinary") & ~finder.has("name", "al_nisba")
    plain = np.append(0, np.cumsum(plain))
    # صلى الله على محمد; وأشهد أن محمدا عبده ورسوله
    blessed = np.append(False, finder.has("on") & finder.behind("god"))[:-1]
    blessed |= np.append(finder.has("servant") & finder.has("owned"), False)[1:]
    namings = []
    for span in spans:
        phrase = phrase_at(words, span)
        pieces = words.slice(span.first, span.last, span.cut)
        label = " ".join("".join(mark for mark in pieces if mark not in MARKS).split())
        if span.cut and phrase and phrase[0].startswith(AL) and label.startswith(LAM):
            label = ALEF + label
        is_person = span.kind == "person"
        is_whole = not is_person or wrong[span.last] == wrong[span.first]
        # a given name and whatever goes on with it, but for an ordinary word: كاسياس النبيل
        is_listed = (given[span.first] or span.source == "title") and plain[span.last] == plain[span.first]
        is_listed |= listed[span.last] - listed[span.first] == span.last - span.first
        is_sure = is_whole and is_listed if is_person else span.source.startswith(SURE)
        is_blessed = blessed[span.first] and len(phrase) == 1
        namings.append(Named(span, phrase, label, is_whole, is_sure, is_blessed))
    return namings


def _merge_people(namings: list[Named], aliases: Aliases) -> list[Span]:
    """Merge the people of one text: a single name goes to the one full name it fits."""
    parts = [name_parts(naming.phrase) for naming in namings]
    owned = owners(parts, [one.is_blessed or one.phrase in aliases.split for one in namings])
    members = defaultdict(list)
    for naming, name, (owner, _, _) in zip(namings, parts, owned, strict=True):
        # أبا بكر and أبو بكر are one naming
        members[owner].append(naming._replace(phrase=name))
    best = {owner: best_naming(named) for owner, named in members.items()}
    spans = []
    for naming, (owner, source, fits) in zip(namings, owned, strict=True):
        span, entity = naming.span, best[owner]
        labels = tuple(best[fit].label for fit in fits[:3] if fit in best)
        if source and naming.label not in labels and (not span.description or source.startswith("shared")):
            span = span._replace(source=source, detail=labels)
        spans.append(span._replace(entity=entity.label, english=_latin(phrase_of(entity.label))))
    return spans


def best_naming(members: list[Named]) -> Named:
    """Choose what an entity is called: as its text names it most fully, if that is sure, else most often.

    Sure is what is well formed and is said again or comes from a table.
    """
    counts, spelled = (Counter(getattr(one, name) for one in members) for name in ("phrase", "label"))
    sure = [one for one in members if one.is_sure or (one.is_whole and counts[one.phrase] > 1)]

    def rank(one: Named) -> tuple:
        length, often = len(one.phrase), counts[one.phrase]
        # أبو بكر is the form to name a man by, أبا and أبي are cases of it
        is_case = one.label.startswith(tuple(f"{case} " for case in word_list("kunya")[1:3]))
        return (
            *((length, often) if sure else (often, one.is_whole, length)),
            not is_case,
            spelled[one.label],
        )

    return max(sure or members, key=rank)


def _latin(phrase: Phrase) -> str | None:
    """Return a name in Latin letters if every word of it is listed."""
    latin = [load_names().latin.get(word) for word in phrase]
    return " ".join(latin) if latin and all(latin) else None


def _merge_others(words: Forms, namings: list[Named], aliases: Aliases) -> list[Span]:
    """Merge what is nobody in one text: gazetteer names, abbreviations, heads left out."""
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
        if naming.span.kind != "adjective":
            clusters[root(key)].append(naming)
    called = {cluster: _entry(members) for cluster, members in clusters.items()}
    # a country that only adjectives and capitals name is called as the table has it
    names = {key[1]: called[root(key)].entity for key in reversed(keys) if root(key) in called}
    filled = []
    for naming, key in zip(namings, keys, strict=True):
        span, own = naming.span, called.get(root(key), naming.span)
        related = span.related or own.related
        filled.append(
            span._replace(
                entity=names.get(key[1], own.entity) if own is span else own.entity,
                english=span.english or own.english,
                related=names.get(phrase_of(related), related) if related else related,
            )
        )
    return filled


def _by_tail(keys: dict[tuple, None]) -> dict[tuple, list[tuple]]:
    """Return, for each key, the keys that are a head and this one (وزارة الخارجية), or begin with it."""
    longer = defaultdict(list)
    for kind, phrase, may_be_part in keys:
        short = (kind, phrase[1:], True)
        if may_be_part and len(phrase) > 1 and phrase[0] in _heads(kind) and short in keys:
            longer[short].append((kind, phrase, True))
        # مركز الملك سلمان and مركز الملك سلمان للإغاثة; what a table has is no part of another
        for length in range(2, len(phrase) * may_be_part):
            short = (kind, phrase[:length], True)
            if short in keys and not _find_entry(phrase[:length], kind):
                longer[short].append((kind, phrase, True))
    return longer


def _heads(kind: str) -> frozenset[str]:
    """Return the heads that newspapers may leave out: an airport is not its city."""
    return word_set("same_place" if kind == "place" else "org_head")


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
    for tail in (phrase, phrase[1:] if phrase and phrase[0] in _heads(kind) else ()):
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


def _entry(members: list[Named]) -> Span | Entry:
    """Return what a cluster is: the fullest naming, with the English name and the country of a table."""
    spans = [naming.span for naming in members if naming.span.entity is not None]
    best = best_naming(members)
    known = next(iter(spans), None) or _find_entry(members[0].phrase, members[0].span.kind) or best.span
    given = next((span for span in spans if span.source == "aliases"), None)
    return known._replace(entity=given.entity if given else best.label)


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
