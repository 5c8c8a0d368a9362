"""What the spans of one text say about each other: offices, names said again, particles, phrases."""

from collections import defaultdict

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
from analysis.mentions.spans import Level, Span, occupied
from analysis.mentions.words import Words, flag, is_ordinary, readings, word_set


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
    if span.source != "aliases":
        span = span._replace(source="title", detail=(title,))
    return span._replace(description=title)


def office_text(finder: Finder, first: int, last: int) -> str:
    """Return an office as written, without the particles in front of it."""
    cut = next(cut for cut, rest in readings(finder.words.key(first)) if is_title(rest))
    return finder.text.mention(Span(first, last, cut, "", Level.RULE, ""))


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
                found.append(Span(token, last, cut, kind, Level.AGAIN, "aliases"))
    return found


def spread(finder: Finder, spans: list[Span], *, words_too: bool) -> list[Span]:
    """Find names again that were recognised once: whole phrases, and surnames of people named in full.

    A name of one word that is no surname is looked for only with ``words_too``: the shipped tagger has seen
    all its places.
    """
    words = finder.words
    owner = occupied(spans, len(words.codes))
    named = [(int(words.seeds[span.first]), phrase_at(words, span), span) for span in spans]
    named = [entry for entry in named if entry[1] and entry[2].kind != "adjective"]
    known = {(seed, phrase): span for seed, phrase, span in reversed(named)}
    surnames = _surnames(known)
    known = {entry: span for entry, span in known.items() if words_too or len(entry[1]) > 1}
    people = occupied([span for span in spans if span.kind == "person"], len(words.codes))
    by_first = defaultdict(list)
    for seed, phrase in known:
        by_first[seed, phrase[0]].append(phrase)
    for seed, surname in surnames:
        if (seed, (surname,)) not in known:
            by_first[seed, surname].append((surname,))
    again = _again(finder, by_first, known, owner)
    sure = [_is_sure(finder, span, people) for span in again]
    # بلينكن وتروس: what was just found makes its neighbour sure
    for span, is_sure in zip(again, sure, strict=True):
        if is_sure and span.kind == "person":
            people[span.first : span.last] = 0
    return [
        span for span, is_sure in zip(again, sure, strict=True) if is_sure or _is_sure(finder, span, people)
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
    if named is None:
        return Span(first, last, cut, "person", Level.AGAIN, "surname again")
    named = named._replace(first=first, last=last, cut=cut, level=Level.AGAIN, source="named", detail=())
    return named._replace(description=None)


def _is_sure(finder: Finder, span: Span, people: np.ndarray) -> bool:
    """Tell whether a name said again is one here too: phrases are, an ordinary word is not."""
    if span.last - span.first > 1:
        return True
    key = base_key(finder.words.key(span.first), span.cut)
    if key in word_set("organisations", "stops") or is_title(key) or is_nationality(key):
        return False
    if _stands_by_a_person(finder, span, people):
        return True
    if is_ordinary(key):
        return False
    token = finder.text.tokens[span.first]
    is_listed = key in finder.names.any and key not in finder.names.common
    is_nisba = key.startswith(AL) and key.endswith("ي") and is_strange(key.removeprefix(AL))
    return token[:1].isupper() or is_strange(token) or is_listed or is_nisba


def _stands_by_a_person(finder: Finder, span: Span, people: np.ndarray) -> bool:
    """Tell whether و joins a name to a person (بلينكن وتروس), or a verb or a title stands before it."""
    before = span.first - 1
    if before < 0 or finder.words.paragraphs[before] != finder.words.paragraphs[span.first]:
        return False
    if people[before] >= 0 and finder.words.key(span.first).startswith("و") and span.cut:
        return True
    return any(is_speech_verb(rest) or is_title(rest) for _, rest in readings(finder.words.key(before)))
