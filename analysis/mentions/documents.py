"""What the spans of one text say about each other: offices, names said again, particles, phrases."""

from collections import defaultdict

import numpy as np

from analysis.mentions.aliases import phrase_of
from analysis.mentions.keys import Forms, base_key, flag, readings
from analysis.mentions.line import Finder
from analysis.mentions.overlaps import Level, Span, occupied
from analysis.mentions.rules import find_offices


def phrase_at(words: Forms, span: Span) -> tuple[str, ...]:
    """Return the folded words of a span, particles and punctuation left out."""
    tokens = [token for token in range(span.first, span.last) if words.words[token]]
    keys = [words.key(token) for token in tokens]
    if tokens and tokens[0] == span.first:
        keys[0] = base_key(keys[0], span.cut)
    return tuple(keys)


def describe(finder: Finder, spans: list[Span]) -> list[Span]:
    """Add to each person the office that stands in front of the name."""
    offices = find_offices(finder)
    return [_described(span, offices.get(span.first)) for span in spans]


def _described(span: Span, office: str | None) -> Span:
    if span.kind != "person" or office is None or span.cut or span.description:
        return span
    if span.source != "aliases":
        span = span._replace(source="title", detail=(office,))
    return span._replace(description=office)


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
    sure = _find_sure(finder, again, people)
    # بلينكن وتروس: what was just found makes its neighbour sure
    for span in sure:
        if span.kind == "person":
            people[span.first : span.last] = 0
    return _find_sure(finder, again, people)


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


def _stands(words: Forms, token: int, phrase: tuple[str, ...]) -> bool:
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


def _find_sure(finder: Finder, again: list[Span], people: np.ndarray) -> list[Span]:
    """Return the names said again that are names here too: phrases are, an ordinary word is not."""
    never = finder.has("stop", "barrier", "name_end", "title", "country")
    beside = np.roll(finder.has("perfect", "act", "title") & _goes_on(finder.words), 1)
    # و joins a name to a person: بلينكن وتروس
    beside |= np.roll((people >= 0) & _goes_on(finder.words), 1) & finder.has("and_")
    named = finder.has("strange", "al_strange", "name") & ~finder.has("common") & ~finder.has("ordinary")
    return [
        span
        for span in again
        if span.last - span.first > 1
        or (not never[span.first] and (beside[span.first] or named[span.first]))
        or finder.text.tokens[span.first][:1].isupper()
    ]


def _goes_on(words: Forms) -> np.ndarray:
    """Tell which tokens have another of their paragraph behind them."""
    same = (np.diff(words.paragraphs) == 0) & (np.diff(words.seeds) == 0)
    return np.append(same, False)
