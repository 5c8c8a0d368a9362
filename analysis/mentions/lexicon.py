"""What the rules know of single words: names of people, titles, verbs of saying, words no dictionary has."""

from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from analysis.mentions.gazetteer import AL, load_gazetteer, read_rows, split_forms
from analysis.mentions.spans import Text
from analysis.mentions.words import (
    Words,
    fold_count,
    fold_keys,
    is_decoration,
    readings,
    word_list,
    word_set,
)

#: A name in the lists at least this often as a given name may begin a person's name.
GIVEN_AT_LEAST = 3
#: A foreign given name listed this often among Arabs is not foreign: ordinary surnames follow it.
ARAB_AT_LEAST = 40


class Names(NamedTuple):
    """Known names of people by their folded form."""

    given: frozenset[str]
    any: frozenset[str]
    common: frozenset[str]  # more often an ordinary word: كريم, هلال
    foreign: frozenset[str]  # given names of other languages, which no ordinary word follows
    latin: dict[str, str]


class Finder(NamedTuple):
    """What the rules look at while they read a text."""

    words: Words
    text: Text
    names: Names


@cache
def load_names() -> Names:
    """Read the lists of names."""
    given, every, common, arab, latin = set(), set(), set(), set(), {}
    never = word_set("organisations", "stops") | word_set("persons", "kin")
    for name, spelling, as_given, _, is_common in read_rows("names.tsv"):
        if name in never:
            continue
        every.add(name)
        if int(as_given) >= GIVEN_AT_LEAST:
            given.add(name)
        if is_common == "1":
            common.add(name)
        if int(as_given) >= ARAB_AT_LEAST:
            arab.add(name)
        if spelling:
            latin[name] = spelling
    rows = [
        (form, english) for english, forms in read_rows("given_foreign.tsv") for form in split_forms(forms)
    ]
    keys = fold_keys(fold_count(tuple(form for form, _ in rows)))
    foreign = {key: english for key, (_, english) in zip(keys, rows, strict=True) if key not in never}
    latin = {**foreign, **latin}
    return Names(
        given=frozenset(given | foreign.keys()),
        any=frozenset(every | foreign.keys()),
        common=frozenset(common),
        foreign=frozenset(foreign.keys() - common - arab),
        latin=latin,
    )


@lru_cache(maxsize=1 << 18)
def is_strange(token: str) -> bool:
    """Tell whether no reading of a word is in the general dictionary: foreign names rarely are."""
    import simplemma

    plain = "".join(character for character in token if not is_decoration(character))
    if len(plain) < 3 or not "ء" <= plain[0] <= "ي":
        return False
    # the s of the future: سيعارض is a verb
    if plain[0] == "س" and plain[1] in "يتنأا":
        plain = plain[1:]
    bare = {rest.removeprefix(AL) for _, rest in readings(plain)} | {plain}
    stems = bare | {word.removesuffix(ending) for word in bare for ending in word_list("common", "endings")}
    return not any(
        len(stem) > 2 and simplemma.is_known(form, "ar") for stem in stems for form in (stem, stem + "ة")
    )


@lru_cache(maxsize=1 << 16)
def is_title(key: str) -> bool:
    """Tell whether a word heads a title or an office, with or without ال."""
    titles = word_set("persons", "offices") | word_set("persons", "honorifics")
    return key in titles or (key.startswith(AL) and key[2:] in titles)


@lru_cache(maxsize=1 << 16)
def is_speech_verb(key: str) -> bool:
    """Tell whether a word is a verb of saying in the perfect, masculine or feminine."""
    verbs = word_set("speech", "verbs")
    return key in verbs or (key.endswith("ت") and key[:-1] in verbs)


def is_given(names: Names, key: str) -> bool:
    """Tell whether a word may begin a person's name; عبدالحكيم and the like need not be listed."""
    return key in names.given or (key.startswith("عبدال") and len(key) > 7)


@lru_cache(maxsize=1 << 16)
def is_nationality(key: str) -> bool:
    """Tell whether a word alone is a country's adjective or name."""
    gazetteer = load_gazetteer()
    return key in gazetteer.singles


def key_at(finder: Finder, token: int, like: int) -> str:
    """Return the key of ``token`` if it is a word in the sentence of ``like``, else an empty string."""
    words = finder.words
    if token >= len(words.codes) or not words.words[token]:
        return ""
    same = words.paragraphs[token] == words.paragraphs[like] and words.seeds[token] == words.seeds[like]
    return words.key(token) if same else ""


def flag(words: Words, accepts) -> np.ndarray:
    """Mark the tokens of which some reading is accepted; asked once per distinct form."""
    flags = np.array([any(accepts(rest) for _, rest in readings(key)) for key in words.keys] or [False])
    return flags[words.codes] & words.words


@lru_cache(maxsize=1 << 18)
def is_place(key: str) -> bool:
    """Tell whether a word alone is a place of the gazetteers."""
    return (key,) in load_gazetteer().places
