"""What is known of single words: names of people, names in the gazetteers, words that no dictionary has."""

from functools import cache, lru_cache
from typing import NamedTuple

from analysis.mentions.gazetteer import AL, load_gazetteer, read_rows, split_forms
from analysis.mentions.keys import (
    fold_count,
    fold_keys,
    is_decoration,
    is_ordinary,
    readings,
    word_list,
    word_set,
)

#: عبدال: a name of God follows.
SERVANT_OF_THE = "\u0639\u0628\u062f" + AL
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


@cache
def load_names() -> Names:
    """Read the lists of names."""
    given, every, common, arab, latin = set(), set(), set(), set(), {}
    never = word_set("stop") | word_set("barrier") | word_set("name_end")
    never |= word_set("kin_before") | word_set("nasab")
    ambiguous = word_set("never")
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
    stems = bare | {word.removesuffix(ending) for word in bare for ending in word_list("endings")}
    return not any(
        len(stem) > 2 and simplemma.is_known(form, "ar") for stem in stems for form in (stem, stem + "ة")
    )


def is_given(names: Names, key: str) -> bool:
    """Tell whether a word may begin a person's name; عبدالحكيم and the like need not be listed."""
    return key in names.given or (key.startswith(SERVANT_OF_THE) and len(key) > len(SERVANT_OF_THE) + 1)


@lru_cache(maxsize=1 << 16)
def is_nationality(key: str) -> bool:
    """Tell whether a word alone is a country's adjective or name."""
    return key in load_gazetteer().singles


@lru_cache(maxsize=1 << 18)
def is_place(key: str) -> bool:
    """Tell whether a word alone is a place of the gazetteers."""
    return (key,) in load_gazetteer().places
