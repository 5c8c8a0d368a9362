"""What the spans of one text say about each other: offices, names said again, particles, phrases."""

from collections import Counter, defaultdict
from itertools import repeat
from typing import NamedTuple

import numpy as np

from analysis.mentions.aliases import phrase_of
from analysis.mentions.gazetteer import AL
from analysis.mentions.lexicon import (
    Finder,
    is_nationality,
    is_speech_verb,
    is_strange,
    is_title,
    title_words,
)
from analysis.mentions.persons import skip_office
from analysis.mentions.spans import RANKS, Span, occupied
from analysis.mentions.words import Words, flag, is_ordinary, readings, word_set

#: A lone ordinary word is taken for a name again only if this share of its uses was found already.
SAID_AGAIN = 0.5


class Facts(NamedTuple):
    """What the spread of names rests on."""

    found: Counter  # (text, phrase) -> mentions found before
    uses: Counter  # (text, distinct form) -> tokens
    people: np.ndarray  # per token: below 0 where no person is named


def base_key(key: str, cut: int) -> str:
    """Return the key of a word behind its particles; للعراق without ل is العراق."""
    rest = key[cut:]
    return "ا" + rest if cut and key[cut - 1] == "ل" and rest.startswith("ل") else rest


def phrase_at(words: Words, span: Span) -> tuple[str, ...]:
    """Return the folded words of a span, particles and punctuation left out."""
    tokens = [token for token in range(span.first, span.last) if words.words[token]]
    keys = [words.key(token) for token in tokens]
    if tokens and tokens[0] == span.first:
        keys[0] = base_key(keys[0], span.cut)
    return tuple(keys)


def find_offices(finder: Finder) -> dict[int, tuple[int, int]]:
    """Return, for a token that may begin a name, where the office in front of it starts and ends."""
    words = finder.words
    offices: dict[int, tuple[int, int]] = {}
    for token in flag(words, title_words()).tolist():
        last, has_comma = skip_office(finder, token)
        # the longest office wins: وزير الخارجية before الخارجية
        offices.setdefault(last, (token, last - has_comma))
    return offices


def describe(finder: Finder, spans: list[Span]) -> list[Span]:
    """Add to each person the office that stands in front of the name."""
    offices = find_offices(finder)
    return [_described(finder, span, offices.get(span.first)) for span in spans]


def _described(finder: Finder, span: Span, office: tuple[int, int] | None) -> Span:
    if span.kind != "person" or office is None or span.cut or span.description:
        return span
    title = office_text(finder, *office)
    evidence = span.evidence if span.evidence == "aliases.toml" else f"title {title}"
    return span._replace(description=title, evidence=evidence)


def office_text(finder: Finder, first: int, last: int) -> str:
    """Return an office as written, without the particles in front of it."""
    cut = next(cut for cut, rest in readings(finder.words.key(first)) if is_title(rest))
    return finder.text.mention(Span(first, last, cut, "", 0, ""))


def find_merged(finder: Finder, spans: list[Span], merge: dict[tuple[str, ...], str]) -> list[Span]:
    """Find the names that the reader merges into an entity of the text, where nothing else found them."""
    words = finder.words
    kinds = {(int(words.seeds[span.first]), phrase_at(words, span)): span.kind for span in spans}
    found = []
    for phrase, entity in merge.items():
        for token in flag(words, {phrase[0]}).tolist():
            kind = kinds.get((int(words.seeds[token]), phrase_of(entity)))
            last = token + len(phrase)
            if kind and last <= len(words.codes) and _stands(words, token, phrase):
                cut = next(cut for cut, rest in readings(words.key(token)) if rest == phrase[0])
                found.append(Span(token, last, cut, kind, RANKS["spread"], "aliases.toml"))
    return found


def spread(finder: Finder, spans: list[Span]) -> list[Span]:
    """Find names again that were recognised once: whole phrases, and surnames of people named in full."""
    words = finder.words
    owner = occupied(spans, len(words.codes))
    known: dict[tuple[int, tuple[str, ...]], Span] = {}
    found: Counter = Counter()
    for span in spans:
        if span.rank >= RANKS["spread"] and span.kind != "adjective":
            phrase = phrase_at(words, span)
            if phrase:
                known.setdefault((int(words.seeds[span.first]), phrase), span)
                found[int(words.seeds[span.first]), phrase] += 1
    surnames = _surnames(known)
    people = occupied([span for span in spans if span.kind == "person"], len(words.codes))
    by_first = defaultdict(list)
    for seed, phrase in known:
        by_first[seed, phrase[0]].append(phrase)
    for seed, surname in surnames:
        if (seed, (surname,)) not in known:
            by_first[seed, surname].append((surname,))
    again = _again(finder, by_first, known, owner)
    facts = Facts(found, _count_uses(words), people)
    sure = [_is_sure(finder, span, facts) for span in again]
    # بلينكن وتروس: what was just found makes its neighbour sure
    for span, is_sure in zip(again, sure, strict=True):
        if is_sure and span.kind == "person":
            people[span.first : span.last] = 0
    return [
        span for span, is_sure in zip(again, sure, strict=True) if is_sure or _is_sure(finder, span, facts)
    ]


def _surnames(known: dict) -> dict[tuple[int, str], str]:
    """Return the last names of people named in full, by text."""
    return {
        (seed, phrase[-1]): " ".join(phrase)
        for (seed, phrase), span in known.items()
        if span.kind == "person" and len(phrase) > 1 and len(phrase[-1]) > 2
    }


def _again(finder: Finder, by_first: dict, known: dict, owner: np.ndarray) -> list[Span]:
    """List the places where a known phrase stands and no mention does."""
    words = finder.words
    tokens = flag(words, {word for _, word in by_first})
    spans = []
    for token in tokens[owner[tokens] < 0].tolist():
        seed = int(words.seeds[token])
        for cut, rest in readings(words.key(token)):
            for phrase in by_first.get((seed, rest), ()):
                last = token + len(phrase)
                if last <= len(owner) and (owner[token:last] < 0).all() and _stands(words, token, phrase):
                    spans.append(_same_name(token, last, cut, known.get((seed, phrase))))
    return spans


def _stands(words: Words, token: int, phrase: tuple[str, ...]) -> bool:
    """Tell whether the words of a phrase behind its first stand behind ``token``, in one paragraph."""
    last = token + len(phrase) - 1
    if words.paragraphs[last] != words.paragraphs[token] or words.seeds[last] != words.seeds[token]:
        return False
    return all(words.key(at) == word for at, word in enumerate(phrase[1:], start=token + 1))


def _same_name(first: int, last: int, cut: int, named: Span | None) -> Span:
    """Return a span for a name said again; without an earlier one it is a surname."""
    rank = RANKS["spread"]
    if named is None:
        return Span(first, last, cut, "person", rank, "surname of a person named in full")
    evidence = "named elsewhere in the text"
    return Span(first, last, cut, named.kind, rank, evidence, named.entity, named.english, named.related)


def _is_sure(finder: Finder, span: Span, facts: Facts) -> bool:
    """Tell whether a name said again is one here too: phrases are, an ordinary word is not."""
    if span.last - span.first > 1:
        return True
    key = base_key(finder.words.key(span.first), span.cut)
    if key in word_set("organisations", "stops") or (span.kind == "person" and is_title(key)):
        return False
    if is_nationality(key):
        return False
    if span.kind == "person" and _stands_by_a_person(finder, span, facts.people):
        return True
    token = finder.text.tokens[span.first]
    if span.evidence.startswith("surname") and is_ordinary(key):
        return False
    if (
        token[:1].isupper()
        or is_strange(token)
        or (key in finder.names.any and key not in finder.names.common)
    ):
        return True
    if key.startswith(AL) and key.endswith("ي") and is_strange(key.removeprefix(AL)):
        return True
    seed = int(finder.words.seeds[span.first])
    total = sum(facts.uses[seed, code] for code in finder.words.index[key])
    return facts.found[seed, (key,)] >= SAID_AGAIN * total


def _stands_by_a_person(finder: Finder, span: Span, people: np.ndarray) -> bool:
    """Tell whether و joins a name to a person (بلينكن وتروس), or a verb or a title stands before it."""
    before = span.first - 1
    if before < 0 or finder.words.paragraphs[before] != finder.words.paragraphs[span.first]:
        return False
    if people[before] >= 0 and finder.words.key(span.first).startswith("و") and span.cut:
        return True
    return any(is_speech_verb(rest) or is_title(rest) for _, rest in readings(finder.words.key(before)))


def _count_uses(words: Words) -> Counter:
    """Count each distinct form in each text: (text, form) -> tokens."""
    size = max(len(words.keys), 1)
    pairs, counts = np.unique(words.seeds * size + words.codes, return_counts=True)
    places = map(divmod, pairs.tolist(), repeat(size))
    return Counter(dict(zip(places, counts.tolist(), strict=False)))
