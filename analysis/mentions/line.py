"""The tokens as the rules read them: an item each, with the classes of its word and of what is known."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from analysis.arabic import compose
from analysis.lemmas import weigh_stems
from analysis.mentions.gazetteer import has_kind, is_country
from analysis.mentions.keys import AL, ALEF, Forms, is_ordinary, word_list
from analysis.mentions.known import CALL, is_given, is_strange, load_names, nominative, spoken_words
from analysis.mentions.overlaps import Span
from analysis.patterns import EDGE, Line
from analysis.words import Words, class_names, read_words

#: Classes that a word has by the lists of names and the gazetteers, or by its letters behind its clitics.
KNOWN = (
    "given",
    "given_sure",
    "foreign",
    "accusative_name",
    "name",
    "bare_name",
    "common",
    "strange",
    "country",
) + (
    (
        "adjective",
        "place",
        "al",
        "al_nisba",
        "al_name",
        "al_strange",
        "feminine",
        "clitic",
        "short",
        "ordinary",
        "called",
        "spoken",
    )
)
#: Classes that a word has by how common it is in the lexicon as a verb or a noun, and is no listed name.
LEXICAL = ("verbal", "noun", "frequent", "accusative", "asking", "ordering", "mine", "ending")
#: The last classes are of a token where it stands: a table's name of several words begins, or what follows
#: is in a chain of transmitters.
KNOWN_OR_LEXICAL = (*KNOWN, *LEXICAL)
#: What a name behind a verb of hearing is, and what ends a chain besides particles.
LINKED = (("given", "accusative_name"), ("verbal",))
LINE_CLASSES = (*class_names(), *KNOWN, *LEXICAL, "opens", "link")
HAMZA, PERSONS = "\u0623", "\u062a\u064a\u0646\u0623"
#: Before an imperfect: the question, the present and the future of dialects, ل of purpose.
BEFORE_VERB = (HAMZA, "\u0628", "\u0647", "\u0644")
#: Endings of an order, in which the imperfect has none, and of the noun that is mine.
ORDERED = ("\u064a\u0646\u064a", "\u0646\u064a", "\u0648\u0627", "\u064a", "\u0649", "")
TANWEEN = "\u064b"
PRONOUNS = ("\u0643", "\u0643\u0645", "\u0647\u0645", "\u0647\u0627", "\u0646\u0627", "\u0648\u0627")
MINE, TIED = "\u062a\u064a", "\u0629"
YA = NISBA = "\u064a"
FEMININE = ("\u0647", "\u0627\u062a")
#: A reading of less weight than this is no ordinary word.
SCARCE, RARE, FREQUENT = -16.0, -14.0, -10.5
#: A definite word has more letters than this.
SHORT_WORD = 2


class Finder(NamedTuple):
    """What the finders look at while they read texts."""

    words: Forms
    line: Line
    #: per token: its item of the line
    places: np.ndarray

    def has(self, *names: str) -> np.ndarray:
        """Tell which tokens have one of these classes."""
        columns = [LINE_CLASSES.index(name) for name in names]
        return self.line.classes[:, columns].any(axis=1)[self.line.items[self.places]]

    def behind(self, *names: str) -> np.ndarray:
        """Tell which tokens stand behind a word of one of these classes, in its paragraph."""
        goes_on = np.diff(self.words.paragraphs, prepend=-1) == 0
        return np.append(False, self.has(*names))[:-1] & goes_on

    def before(self, *names: str) -> np.ndarray:
        """Tell which tokens stand before a word of one of these classes, in its paragraph."""
        goes_on = np.diff(self.words.paragraphs, append=-1) == 0
        return np.append(self.has(*names), False)[1:] & goes_on


def read_line(words: Forms, known: list[Span]) -> Finder:
    """Put tokens on a line, the edges of paragraphs between them."""
    read, codes = read_words(words.tokens), words.codes
    first = np.unique(codes, return_index=True)[1].tolist()
    tokens = [compose(words.text.tokens[token]) for token in first]
    own = np.array(
        [_known(*word) for word in zip(tokens, words.rests, words.cuts, strict=True)], dtype=bool
    ).reshape(-1, len(KNOWN))
    own = np.hstack([own, _lexical(words, first, tokens) & ~own[:, [KNOWN.index("name")]]])
    placed = np.zeros((len(codes), 2), dtype=bool)
    placed[[span.first for span in known if span.last - span.first > 1], 0] = True
    named, verbal = (
        own[codes][:, [KNOWN_OR_LEXICAL.index(n) for n in names]].any(axis=1) for names in LINKED
    )
    placed[:, 1] = _links(words, read, np.append(named, False)[1:], verbal)
    # an item is a set of classes of words, a distinct form and what it is where it stands
    numbers = (read.sets * (len(words.keys) + 1) + codes) * 4 + placed @ (1, 2)
    _, where, items = np.unique(numbers, return_index=True, return_inverse=True)
    parts = (read.classes[read.sets[where]], own[codes[where]], placed[where])
    begins = np.diff(words.paragraphs, prepend=-1) != 0
    places = np.arange(len(items)) + np.cumsum(begins)
    line = np.full(len(items) + int(begins.sum()) + 1, EDGE, dtype=np.int64)
    line[places] = items
    return Finder(words, Line(line, np.hstack(parts)), places)


def _links(words: Forms, read: Words, named: np.ndarray, verbal: np.ndarray) -> np.ndarray:
    """Tell behind which words a transmitter stands: حدثنا, and عن if nothing but names is between."""
    # سمعت may be of anything but a name behind it
    isnad, about = read.has("isnad") & (named | ~read.has("heard")), read.has("about")
    breaks = np.cumsum((read.has("stop", "barrier", "name_end", "cue", "act") | verbal) & ~about & ~isnad)
    last = np.maximum.accumulate(np.where(isnad, np.arange(len(isnad)), -1))
    goes_on = (last >= 0) & (breaks == breaks[last]) & (words.paragraphs == words.paragraphs[last])
    return isnad | (about & goes_on)


def _lexical(words: Forms, first: list[int], tokens: list[str]) -> np.ndarray:
    """Tell of distinct words, by a token of each, what of `LEXICAL` they are."""
    stems, forms, lemmas = (words.tokens[name].take(first).tolist() for name in ("stem", "form", "lemma"))
    noun, verb = weigh_stems(stems).T
    # أتريد is a question: no word with its hamza, a verb without
    asked = weigh_stems([_asked(token) for token in tokens]).T[1]
    ordered = weigh_stems([_imperfect(token) for token in tokens]).T[1]
    mine = [
        stem.endswith(MINE) and lemma == stem.removesuffix(MINE) + TIED
        for stem, lemma in zip(stems, lemmas, strict=True)
    ]
    is_rare = np.array([stem[:1] == YA for stem in stems], dtype=bool)
    # باكيا and متختما: a noun, or a stem that the reading gives, with the ending of the accusative
    bare = weigh_stems([stem[:-1] if stem[-1:] == ALEF else "" for stem in stems]).T[0] > noun
    reads = [form == f"{lemma}{ALEF}" for form, lemma in zip(forms, lemmas, strict=True)]
    accusative = np.array(reads, dtype=bool) | bare
    return np.column_stack(
        # rare imperfects are verbs all the same, rare perfects other words
        [(verb > noun) & ((verb > SCARCE) | is_rare), (noun >= verb) & (noun > RARE), noun > FREQUENT]
        + [accusative, np.isinf(noun) & np.isinf(verb) & (asked > SCARCE)]
        + [(ordered > SCARCE) & (ordered > noun), np.array(mine, dtype=bool)]
        + [np.array([_is_inflected(token) for token in tokens], dtype=bool)]
    )


def _asked(token: str) -> str:
    """Return the imperfect behind a particle that is written onto it, or an empty text: تدري of أفتدري."""
    rest = token[1:] if token[0] in BEFORE_VERB else ""
    rest = rest[1:] if token[0] == HAMZA and rest[:1] in word_list("conjunctions") else rest
    return rest if rest and rest[0] in PERSONS else ""


@lru_cache(maxsize=1 << 18)
def _is_inflected(token: str) -> bool:
    """Tell whether a word has what no name has: tanween, or a pronoun behind a dictionary's word."""
    rest = next((token.removesuffix(end) for end in PRONOUNS if token.endswith(end)), "")
    # but سيلتيك
    is_word = len(rest) > SHORT_WORD and not rest.endswith(YA) and not rest.startswith(AL)
    return TANWEEN in token or (is_word and is_ordinary(rest))


@lru_cache(maxsize=1 << 18)
def _imperfect(token: str) -> str:
    """Return the imperfect that the order in a word would be of, or an empty text: يدخل of ادخلي."""
    ending = next(ending for ending in ORDERED if token.endswith(ending))
    rest = token[1 : len(token) - len(ending)]
    # أفضل compares and انخل is foreign; أشربى is neither
    is_order = len(rest) > 2 and (token[0] in (ALEF, HAMZA) if ending else token[0] == ALEF)
    return YA + rest if is_order and (ending or not is_strange(token)) else ""


@lru_cache(maxsize=1 << 18)
def _known(token: str, key: str, cut: int) -> tuple[bool, ...]:
    """Return what is known of a word, in the order of `KNOWN`."""
    names, bare = load_names(), key.removeprefix(AL)
    # وأين and لأرى are neither Wayne nor Larry
    is_other = key in names.foreign and HAMZA in token[1:]
    given = is_given(key) and not is_other
    is_al = key.startswith(AL) and len(key) > len(AL) + SHORT_WORD
    return (
        given,
        given and key not in names.common,
        key in names.foreign and not is_other,
        nominative(key) != key,
        key in names.any and not is_other,
        bare in names.any and not is_other,
        key in names.common,
        not is_al and is_strange(token),
        is_country(key),
        has_kind(key, "adjective"),
        has_kind(key, "place"),
        is_al,
        is_al and key.endswith(NISBA),
        is_al and (key in names.any or bare in names.any),
        is_al and is_strange(bare),
        key.endswith(FEMININE),
        cut > 0,
        len(key) <= SHORT_WORD,
        is_ordinary(key),
        cut == len(CALL) and token.startswith(CALL),
        key in spoken_words(),
    )
