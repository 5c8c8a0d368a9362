"""What the rules know of single words: names of people, titles, verbs of saying, words no dictionary has."""

from functools import cache, lru_cache
from typing import NamedTuple

from analysis.mentions.gazetteer import AL, load_gazetteer, read_rows, split_forms
from analysis.mentions.spans import Text
from analysis.mentions.words import (
    Words,
    fold_count,
    fold_keys,
    is_decoration,
    is_ordinary,
    readings,
    word_list,
    word_set,
)

#: A name in the lists at least this often as a given name may begin a person's name.
GIVEN_AT_LEAST = 3
#: A dictionary word listed less often than this as a given name is a word first.
RARE = 15
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
    never = word_set("organisations", "stops") | word_set("persons", "kin") | word_set("persons", "nasab")
    ambiguous = word_set("common", "never")
    table = read_rows("given_foreign.tsv")
    rows = [(form, english) for english, forms in table for form in split_forms(forms)]
    keys = fold_keys(fold_count(tuple(form for form, _ in rows)))
    foreign = {key: english for key, (_, english) in zip(keys, rows, strict=True) if key not in never}
    for name, spelling, as_given, _, is_common in read_rows("names.tsv"):
        if name in never:
            continue
        every.add(name)
        if int(as_given) >= GIVEN_AT_LEAST:
            given.add(name)
        is_rare = int(as_given) < RARE and is_ordinary(name)
        if name in ambiguous or (name not in foreign and (is_common == "1" or is_rare)):
            common.add(name)
        if int(as_given) >= ARAB_AT_LEAST:
            arab.add(name)
        if spelling:
            latin[name] = spelling
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


@cache
def title_words() -> frozenset[str]:
    """Return the words that head a title or an office, with ال and without."""
    titles = word_set("persons", "offices") | word_set("persons", "honorifics")
    return titles | {AL + title for title in titles}


def is_title(key: str) -> bool:
    """Tell whether a word heads a title or an office, with or without ال."""
    return key in title_words()


@cache
def speech_verbs() -> frozenset[str]:
    """Return the verbs of saying in the perfect, masculine and feminine."""
    verbs = word_set("speech", "verbs")
    return verbs | {verb + "ت" for verb in verbs}


def is_speech_verb(key: str) -> bool:
    """Tell whether a word is a verb of saying in the perfect, masculine or feminine."""
    return key in speech_verbs()


def is_given(names: Names, key: str) -> bool:
    """Tell whether a word may begin a person's name; عبدالحكيم and the like need not be listed."""
    return key in names.given or (key.startswith("عبدال") and len(key) > 7)


def is_sure_given(names: Names, key: str) -> bool:
    """Tell whether a word is a given name and hardly ever anything else."""
    return key in names.given and key not in names.common


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


@lru_cache(maxsize=1 << 18)
def is_place(key: str) -> bool:
    """Tell whether a word alone is a place of the gazetteers."""
    return (key,) in load_gazetteer().places
