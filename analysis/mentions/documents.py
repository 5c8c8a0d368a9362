"""What the spans of one text say about each other: offices, names said again, particles, phrases."""

from collections import Counter

import numpy as np

from analysis.mentions.gazetteer import COUNTRIES
from analysis.mentions.keys import Forms, Phrase, find_phrases, phrase_of, word_set
from analysis.mentions.line import Finder
from analysis.mentions.overlaps import Level, Span, occupied, phrase_at
from analysis.mentions.rules import find_offices
from analysis.mentions.thin import OFTEN, stories

#: Before the name of a father, by whom a man may be called.
SONS = word_set("kin_before") & word_set("nasab")


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


def find_merged(finder: Finder, spans: list[Span], merge: dict[Phrase, str]) -> list[Span]:
    """Find the names that the reader merges into an entity of the text, where nothing else found them."""
    words = finder.words
    kinds = {(words.seeds[span.first], phrase_at(words, span)): span.kind for span in spans} if merge else {}
    return [
        Span(first, last, cut, kind, Level.AGAIN, "aliases")
        for first, last, cut, phrase in find_phrases(words, merge)
        if (kind := kinds.get((words.seeds[first], phrase_of(merge[phrase]))))
    ]


def settle(finder: Finder, spans: list[Span]) -> list[Span]:
    """Mend what the tagger has seen by what else is named in the text: where a name ends, and its kind.

    ضحك سانين has a verb in front where سانين stands elsewhere; a word that is a person elsewhere is no place.
    """
    words, labels, told = finder.words, _labels(finder), stories(finder)
    said = Counter((words.seeds[span.first], phrase_at(words, span), span.kind) for span in spans)
    verbs = finder.has("verbal", "noun") & ~finder.has("strange", "place", "clitic", "al", "nisba_like")
    verbs |= finder.has("ordinary") & told
    verbs &= ~finder.has("name") | (finder.has("common") & told & ~finder.has("al"))
    verbs &= ~finder.has("nasab", "kunya", "servant", "opener", "particle", "latin")
    begins = verbs & ~finder.before("opener", "particle")
    # صديق is a given name too: it is جحا's friend where جحا was named before
    kin = finder.has("kin") & ~finder.has("nasab", "kunya")
    named = {}
    for span in reversed(spans):
        named[words.seeds[span.first], phrase_at(words, span)] = span.first
    # قال جحا جيد, where جحا was named before
    praise = finder.has("ordinary", "noun") & finder.has("common") & ~finder.has("al", "nasab", "particle")
    tokens = Counter(zip(words.seeds.tolist(), ((words.rests[code],) for code in words.codes), strict=True))
    settled = []
    for span in spans:
        at, seed, phrase = span.first, words.seeds[span.first], phrase_at(words, span)
        size = span.last - at
        if span.kind == "person" and span.source == "tagger" and size == len(phrase) > 1:
            alone = said[seed, phrase[1:], "person"] or (
                told[span.first] and tokens[seed, phrase[1:]] > OFTEN
            )
            before, after = (named.get((seed, part), at) < at for part in (phrase[1:], phrase[:-1]))
            if alone and (begins[at] or (kin[at] and before)):
                span = span._replace(first=at + 1, cut=0)
            elif (verbs[span.last - 1] or (praise[span.last - 1] and after)) and said[
                seed, phrase[:-1], "person"
            ]:
                span = span._replace(last=span.last - 1)
        elif size == 1 and span.kind not in ("person", "organisation") and span.source not in COUNTRIES:
            people, is_label = said[seed, phrase, "person"], (seed, phrase) in labels
            more = people - said[seed, phrase, span.kind]
            if people and (is_label or (span.source == "tagger" and (more > 0 or told[span.first]))):
                span = Span(span.first, span.last, span.cut, "person", span.level, "tagger")
            elif is_label:
                continue
        settled.append(span)
    return settled


def _labels(finder: Finder) -> set[tuple[int, Phrase]]:
    """Return, by text, the words before a colon at the beginning of a paragraph, where one comes back."""
    words = finder.words
    begins = np.diff(words.paragraphs, prepend=-1) != 0
    said = Counter(
        (words.seeds[at], (words.key(at),)) for at in np.flatnonzero(begins & finder.before("colon"))
    )
    again = {seed for (seed, _), often in said.items() if often > 1}
    return {label for label in said if label[0] in again}


def spread(finder: Finder, spans: list[Span], *, words_too: bool) -> list[Span]:
    """Find names again that were recognised once: whole phrases, and surnames of people named in full.

    A name of one word that is no surname is looked for only with ``words_too``: the shipped tagger has seen
    all its places.
    """
    words = finder.words
    known = {
        (words.seeds[span.first], phrase): span
        for span in reversed(spans)
        if (phrase := phrase_at(words, span)) and span.kind != "adjective"
    }
    # a surname stands for the person named in full; neither الله nor a noun with a pronoun is one
    none = finder.has("compound", "owned") & ~finder.has("strange")
    surnames = {
        (seed, phrase[-1:])
        for (seed, phrase), span in known.items()
        if span.kind == "person" and len(phrase) > 1 and len(phrase[-1]) > 2 and not none[span.last - 1]
    }
    # one unknown word that is named twice, or spoken to, is a name wherever it stands
    strange, spoken_to = finder.has("strange"), finder.behind("vocative", "addressed", "title", "act", "cue")
    twice = Counter((words.seeds[span.first], phrase_at(words, span)) for span in spans)
    known = {
        entry: span
        for entry, span in known.items()
        if words_too
        or len(entry[1]) > 1
        or (span.kind == "person" and strange[span.first] and (twice[entry] > 1 or spoken_to[span.first]))
    }
    named, owner = dict.fromkeys(surnames) | known, occupied(spans, len(words.codes))
    given = finder.behind("given_sure") & (np.append(-1, owner)[:-1] < 0)
    again = [
        _same_name(words, first, last, cut, named[entry], given)
        for first, last, cut, phrase in find_phrases(words, {phrase for _, phrase in named})
        if (entry := (words.seeds[first], phrase)) in named and (owner[first:last] < 0).all()
    ]
    people = occupied([span for span in spans if span.kind == "person"], len(words.codes))
    # بلينكن وتروس: what was just found makes its neighbour sure
    for span in _find_sure(finder, again, people):
        if span.kind == "person":
            people[span.first : span.last] = 0
    return _find_sure(finder, again, people)


def _same_name(words: Forms, first: int, last: int, cut: int, named: Span | None, given: np.ndarray) -> Span:
    """Return a span for a name said again; without an earlier one it is a surname."""
    if last - first == 1 and given[first] and not cut and (named is None or named.kind == "person"):
        # عيسى in front of قراقع is his given name
        first, cut, named = first - 1, words.cut(first - 1), None
    if named is None:
        # ابن عيينة is named by his father
        is_son = (
            first and words.paragraphs[first - 1] == words.paragraphs[first] and words.key(first - 1) in SONS
        )
        start = first - 1 if is_son and not cut else first
        return Span(start, last, cut, "person", Level.AGAIN, "surname again")
    named = named._replace(first=first, last=last, cut=cut, level=Level.AGAIN, source="named", detail=())
    return named._replace(description=None)


def _find_sure(finder: Finder, again: list[Span], people: np.ndarray) -> list[Span]:
    """Return the names said again that are names here too: phrases are, an ordinary word is not."""
    words = finder.words
    goes_on = np.append(np.diff(words.paragraphs) == 0, False)
    never = finder.has("stop", "barrier", "name_end", "title", "country", "verbal", "dialect", "asking")
    beside = finder.behind("perfect", "act", "title")
    # و joins a name to a person: بلينكن وتروس
    beside |= np.roll((people >= 0) & goes_on, 1) & finder.has("and_")
    named = finder.has("strange", "al_strange", "name") & ~finder.has("common") & ~finder.has("ordinary")
    sure = ~never & (beside | named)
    return [
        span
        for span in again
        if span.last - span.first > 1 or sure[span.first] or words.text.tokens[span.first][:1].isupper()
    ]
