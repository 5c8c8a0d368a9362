"""What the tagger alone has seen, on thin evidence: names are few in a story, and words look like them."""

from collections import Counter
from collections.abc import Callable

import numpy as np

from analysis.mentions.keys import Forms, is_ordinary
from analysis.mentions.line import Finder
from analysis.mentions.overlaps import Span, phrase_at

#: Words of speech, which begin no name.
SPOKEN = ("dialect", "spoken", "ordering", "mine")
PEOPLE_BEHIND = ("title", "cue", "act", "link", "kin", "event_head", "of_person", "vocative", "addressed") + (
    "adjective",
)
#: What speaks for a name of one word: classes of the word before, of the one behind, of itself.
EVIDENCE = {
    "person": (PEOPLE_BEHIND, ("cue", "act"), ("strange",)),
    "place": (("in", "to", "from", "place_head", "province", "of_place"), (), ("by_", "strange")),
}
#: The same where no news is told: whatever a person does, and where a place is.
TOLD = {
    "person": (
        (*PEOPLE_BEHIND, "verbal", "mark_open", "by_name"),
        ("cue", "act", "verbal", "imperfect_like"),
        (),
    ),
    "place": (("in", "to", "from", "place_head", "province", "of_place"), (), ()),
}
#: A word seen as a name so often in a text is one; a strange one in a story is, if it is so twice.
OFTEN, TWICE = 3, 2
#: A text of at least so many words tells no news if fewer in a hundred of them name countries and bodies.
WORDS, SHARE = 60, 0.02
#: What a person's name is made of.
PARTS = ("name", "bare_name", "strange", "al_strange", "nasab", "kunya", "servant", "opener", "particle") + (
    "al_nisba",
    "accusative_name",
)
#: What one is called only behind another name, or as a second part.
SECOND = ("servant_of", "compound")
BEGIN = ("given", "kunya", "servant", "nasab", "opener", "strange", "al_name", "al_nisba", "accusative_name")
BODY = ("org_head", "latin")


def is_spoken(finder: Finder) -> np.ndarray:
    """Tell which words are of speech, not of names; behind قال a given name is one: قال مالك."""
    return finder.has(*SPOKEN) & ~(finder.has("given") & finder.behind("cue", "isnad"))


def stories(finder: Finder) -> np.ndarray:
    """Tell which tokens stand in a text that tells no news: few countries and bodies are named in it."""
    words = finder.words
    # who says a line of a play may be called as a people is
    public = finder.has("country", "org_head", "body", "media") & ~finder.before("colon")
    size = np.bincount(words.seeds, weights=words.words)
    return ((size >= WORDS) & (np.bincount(words.seeds, weights=public) < SHARE * size))[words.seeds]


def sure_names(finder: Finder, spans: list[Span]) -> list[Span]:
    """Leave out what only looks like a name: ordinary words for which nothing beside them speaks.

    In a story more must speak for a name, and an ordinary word is no part of one.
    """
    told = stories(finder)
    cutting = _name_parts(finder)
    spans = [
        part
        for span in spans
        for part in (
            _cut(span, *cutting)
            if told[span.first] and span.kind == "person" and span.last - span.first > 1
            else [span]
        )
    ]
    said = _said(finder.words, spans)
    single, longer = _doubtful(finder, said, told), _wordy(finder, said, told)
    return [span for span in spans if not (single(span) if span.last - span.first == 1 else longer(span))]


def words_of_stories(finder: Finder) -> np.ndarray:
    """Tell which words of a story are no town by themselves, for they are a verb or a noun: سرت, صيدا.

    Most towns that are feminine nouns too are the towns: مكة.
    """
    word = finder.has("verbal", "accusative") | (finder.has("noun") & ~finder.has("feminine"))
    word &= stories(finder) & ~finder.has("country", "by_")
    return word & ~_beside(finder, TOLD["place"])


def _name_parts(finder: Finder) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Tell which words of a story may be part of a person's name, begin one, and end one."""
    linked = finder.behind("nasab", "kunya", "servant", "opener")
    parts = finder.has(*PARTS) | linked | (finder.has(*SECOND) & finder.behind("name", "given"))
    # مدامع ليلى: what no list has is no given name before one
    other = (
        finder.has("strange")
        & ~finder.has("name")
        & finder.before("given_sure", "name")
        & ~finder.before("foreign")
    )
    kin = finder.has("kin") & ~finder.has("nasab", "kunya", "given")
    parts &= ~(
        ((other | kin) & ~linked)
        | (finder.has("cue", "act", "stop") & ~linked & ~finder.has("nasab", "given", "particle"))
    )
    parts |= finder.before("nasab") & ~finder.has("cue", "act", "stop", "barrier", "name_end")
    begins = parts & (finder.has(*BEGIN) | finder.before("nasab"))
    # لأم ولد behind a name is another's
    parts &= ~(finder.has("to_", "by_") & finder.has("kunya", "nasab"))
    return parts, begins, parts & ~finder.has("nasab", "particle", "opener", "servant")


def _cut(span: Span, parts: np.ndarray, begins: np.ndarray, ends: np.ndarray) -> list[Span]:
    """Return the names in a span: runs of parts of a name, from what begins one to what ends one."""
    found, at = [], span.first
    while at < span.last:
        if not begins[at] or (at > span.first and not parts[at]):
            at += 1
            continue
        stop = next((token for token in range(at + 1, span.last) if not parts[token]), span.last)
        last = next(token + 1 for token in range(stop - 1, at - 1, -1) if ends[token] or token == at)
        found.append(span._replace(first=at, last=last, cut=span.cut if at == span.first else 0))
        at = stop
    return found


def _said(words: Forms, spans: list[Span]) -> Counter:
    """Count how often each word is seen as a name of a kind, and each name of several words."""
    said = Counter()
    for span in spans:
        seed, size = words.seeds[span.first], span.last - span.first
        said[seed, span.kind, phrase_at(words, span)] += OFTEN if span.is_sure else 1
        for token in range(span.first, span.last if size > 1 else span.first):
            # a fuller name speaks for each of its words
            said[seed, span.kind, (words.rests[words.codes[token]],)] += OFTEN
    return said


def _doubtful(finder: Finder, said: Counter, told: np.ndarray) -> Callable[[Span], bool]:
    """Return what tells of a name of one word whether it is none."""
    words, kinds = finder.words, ("person", "place")
    beside = {kind: _beside(finder, EVIDENCE[kind]) for kind in kinds}
    beside |= {("told", kind): _beside(finder, TOLD[kind]) for kind in kinds}
    known = {
        "person": finder.has("name", "bare_name", "accusative_name"),
        "place": finder.has("place", "country"),
    }
    doubted, common = finder.has("ordinary", "verbal"), finder.has("common")
    strange, given = finder.has("strange", "al_strange"), finder.has("given_sure")
    never = finder.has("owned") & finder.has("noun") & ~finder.has("strange")
    never |= finder.has("kin") & ~finder.has("nasab", "kunya", "given", "al")
    never |= finder.has("verbal") & finder.has("to_")
    never |= (finder.has("god") & finder.has("by_")) | finder.has("servant")
    never |= is_spoken(finder) | finder.has("addressed") | (finder.has("particle") & finder.has("short"))
    never |= finder.has("dialect", "stop", "barrier", "isnad", "asking", "name_end") & ~finder.has("name")
    never &= ~known["place"]
    ending = finder.has("ending") & ~finder.has("name", "place", "accusative_name")
    noplace = finder.has("al") & finder.has("frequent") & ~finder.has("place")
    noplace |= _is_word(finder) & ~finder.behind("place_head", "province")
    # قائده الذهبي
    epithet = finder.has("al") & finder.has("common") & finder.behind("owned") & finder.behind("title", "kin")
    # keys are folded: of a word in ة only the token is in the dictionary
    plain = finder.has("ordinary", "noun", "verbal", "frequent")
    tokens, towns = words.text.tokens, words_of_stories(finder)
    people, body = finder.has("people_like"), finder.has(*BODY)
    head = finder.has("org_head") & ~finder.has("al")

    def is_none(span: Span) -> bool:
        at, kind = span.first, span.kind
        often = said[words.seeds[at], kind, phrase_at(words, span)]
        ordinary = plain[at] or is_ordinary(tokens[at])
        if span.is_sure:
            return False
        if ending[at] or (kind == "organisation" and head[at]):
            return True
        if kind not in kinds:
            return told[at] and not (
                (kind == "group" and people[at] and not ordinary)
                or (kind == "organisation" and (body[at] or (often >= TWICE and not ordinary)))
            )
        if never[at] or (kind == "place" and noplace[at]):
            return True
        is_doubted = (doubted[at] and not known[kind][at]) or (kind == "person" and common[at])
        if not told[at]:
            return bool(is_doubted and often < OFTEN and not (beside[kind][at] and not epithet[at]))
        if kind == "place":
            if known[kind][at]:
                return bool(towns[at] and often < TWICE)
            return bool(ordinary or not (beside["told", kind][at] or often >= TWICE))
        is_known = known[kind][at] and given[at]
        return not (is_known or beside["told", kind][at] or often >= (TWICE if strange[at] else OFTEN))

    return is_none


def _is_word(finder: Finder) -> np.ndarray:
    """Tell which words are a verb or a definite noun of the dictionary, and no listed name or place."""
    word = finder.has("verbal") | (finder.has("al") & finder.has("noun"))
    return word & finder.has("ordinary") & ~finder.has("place", "name", "bare_name")


def _wordy(finder: Finder, said: Counter, told: np.ndarray) -> Callable[[Span], bool]:
    """Return what tells of a name of several words in a story whether it is a phrase of ordinary words."""
    words = finder.words
    plain = finder.has("ordinary", "noun", "verbal", "owned") & ~finder.has(
        "name", "place", "country", "nasab"
    )
    plain = np.append(0, np.cumsum(plain & ~finder.has("al_nisba")))
    # حمد الله is a name where something speaks for it, أبو أمه is none
    phrases, beside = _phrases(finder), _beside(finder, (PEOPLE_BEHIND, ("cue", "act"), ()))
    # يا بني are no tribe
    called = finder.behind("vocative")
    # حسن جميل
    praise = finder.has("common") & finder.has("ordinary") & ~finder.has("al", "given")
    praise &= ~finder.behind("nasab", "kunya", "servant")
    # نادى بحامد
    governed = finder.has("by_") & finder.has("name") & ~finder.has("place")
    heads = {
        "place": finder.has("place_head"),
        "organisation": finder.has("org_head"),
        "group": finder.has("tribe", "group_head"),
    }

    def is_none(span: Span) -> bool:
        if span.kind == "person":
            is_none = phrases[span.last - 1] or (told[span.first] and praise[span.last - 1])
            return bool(is_none and span.last - span.first == 2 and not beside[span.first])
        if span.kind == "organisation" and governed[span.first + 1]:
            return True
        if not told[span.first] or (heads[span.kind][span.first] and not called[span.first]):
            return False
        is_plain = plain[span.last] > plain[span.first]
        return bool(is_plain and said[words.seeds[span.first], span.kind, phrase_at(words, span)] < TWICE)

    return is_none


def _phrases(finder: Finder) -> np.ndarray:
    """Tell which words make a phrase, no name, of the ordinary word before: حمد الله, أبو أمه."""
    noun = finder.behind("ordinary") & ~finder.behind("servant", "nasab", "foreign")
    kin = finder.behind("kunya") & finder.has("owned") & finder.has("noun") & ~finder.has("name")
    nobody = finder.behind("nasab") & (finder.has("name_end") | (finder.has("kin") & ~finder.has("name")))
    nobody |= finder.behind("kunya") & finder.has("verbal", "asking") & ~finder.has("name")
    return (finder.has("god") & noun) | kin | nobody


def _beside(finder: Finder, classes: tuple[tuple[str, ...], ...]) -> np.ndarray:
    """Tell which words have what speaks for a name before them, marks left aside, behind them or in them."""
    front, behind, within = classes
    here = np.arange(len(finder.words.codes))
    before = np.maximum.accumulate(np.append(-1, np.where(finder.words.words, here, -1))[:-1])
    return np.append(finder.has(*front), False)[before] | finder.has(*within) | finder.before(*behind)
