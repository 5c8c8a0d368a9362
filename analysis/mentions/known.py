"""What is known of single words: names of people, names in the gazetteers, words that no dictionary has."""

from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.files import read_words
from analysis.mentions.gazetteer import has_kind, is_country, read_rows, split_forms
from analysis.mentions.keys import (
    AL,
    ALEF,
    Forms,
    base_key,
    fold_keys,
    is_decoration,
    is_ordinary,
    word_list,
    word_set,
)
from analysis.tables import run_numbers
from analysis.tokens import TokenText

#: عبدال: a name of God follows.
SERVANT_OF_THE = "\u0639\u0628\u062f" + AL
#: A name in the lists at least this often as a given name may begin a person's name.
GIVEN_AT_LEAST = 3
#: A dictionary word listed less often than this as a given name is a word first.
RARE = 50
#: The first and the last Arabic letter, and the ending of feminine nouns.
LETTERS, FEMININE = ("\u0621", "\u064a"), "\u0629"
#: The vocative يا, which dialects write onto the name; ى at the end, which Egypt writes for ي.
CALL, MAQSURA, YA = "\u064a\u0627", "\u0649", "\u064a"
#: Lists of the function words of dialects.
DIALECTS = ("egyptian", "gulf", "levantine", "maghrebi")


class Names(NamedTuple):
    """Known names of people by their folded form."""

    given: frozenset[str]
    any: frozenset[str]
    common: frozenset[str]  # more often an ordinary word: كريم, هلال
    foreign: frozenset[str]
    latin: dict[str, str]


@cache
def load_names() -> Names:
    """Read the lists of names."""
    given, every, common, latin = set(), set(), set(), {}
    lists = ("stop", "barrier", "name_end", "kin_before", "nasab")
    never, ambiguous = frozenset().union(*map(word_set, lists)), word_set("never")
    rows = [
        (form, english) for english, forms in read_rows("given_foreign.tsv") for form in split_forms(forms)
    ]
    keys = fold_keys([form for form, _ in rows])
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
        if spelling:
            latin[name] = spelling
    return Names(
        given=frozenset(given | foreign.keys()),
        any=frozenset(every | foreign.keys()),
        common=frozenset(common),
        foreign=frozenset(foreign),
        latin={**foreign, **latin},
    )


def read_forms(tokens: pd.DataFrame) -> Forms:
    """Read off the arrays that the finders share."""
    forms, distinct = pd.factorize(tokens["form"])
    clitics, proclitics = pd.factorize(tokens["proclitics"])
    pairs, codes = np.unique(forms * (len(proclitics) + 1) + clitics, return_inverse=True)
    folded, proclitics = fold_keys([str(form) for form in distinct]), list(map(str, proclitics))
    read = [divmod(pair, len(proclitics) + 1) for pair in pairs.tolist()]
    keys = [folded[form] for form, _ in read]
    cuts = [_cut(folded[form], proclitics[clitic]) for form, clitic in read]
    return Forms(
        tokens=tokens,
        text=TokenText(tokens),
        codes=codes,
        keys=keys,
        cuts=cuts,
        rests=[base_key(key, cut) for key, cut in zip(keys, cuts, strict=True)],
        seeds=pd.factorize(tokens["seed"])[0],
        paragraphs=run_numbers(tokens, ("seed", "paragraph")),
        words=(tokens["kind"] == "word").to_numpy(dtype=bool),
    )


@lru_cache(maxsize=1 << 18)
def _cut(key: str, proclitics: str) -> int:
    """Return the letters of clitics in front of a word that may be a name.

    None are in front of a name as it is listed (فيصل), and one more is in front of a country's name though
    there is a word of all letters (بروسيا).
    """
    cut = len(CALL) if is_called(key) else len(proclitics.replace("+", ""))
    rest = base_key(key, cut)
    # of وجدة and جدة what stands before tells: `find_phrases` looks both up
    is_two = rest and key[0] == word_list("conjunctions")[0] and has_kind(rest, "place")
    if (is_listed(key) and not is_two) or not rest or (key in load_names().any and not is_ordinary(rest)):
        return 0
    is_hidden = rest[0] in word_list("particles") and is_country(rest[1:])
    return cut + (is_hidden and not is_listed(rest) and not is_ordinary(rest))


def is_listed(key: str) -> bool:
    """Tell whether a word may begin a person's name, or is a place or a country's adjective."""
    return is_given(key) or has_kind(key, "place") or is_country(key)


def is_given(key: str) -> bool:
    """Tell whether a word may begin a person's name; عبدالحكيم and the like need not be listed."""
    return key in load_names().given or (
        key.startswith(SERVANT_OF_THE) and len(key) > len(SERVANT_OF_THE) + 1
    )


def nominative(key: str) -> str:
    """Return a given name without the ending of the accusative: محمدا."""
    names, rest = load_names(), key.removesuffix(ALEF)
    return rest if rest != key and rest in names.given and key not in names.any else key


def is_called(key: str) -> bool:
    """Tell whether a word is the vocative with what it calls written onto it: ياناهد, but not ياسين."""
    rest = key.removeprefix(CALL)
    is_word = is_listed(key) or key in load_names().any or is_ordinary(key)
    return rest != key and not is_word and len(rest) > 2 and (is_given(rest) or is_ordinary(AL + rest))


@cache
def spoken_words() -> frozenset[str]:
    """Return the function words of the dialects, folded; parts of foreign names are none."""
    parts = frozenset().union(*map(word_set, ("particle", "opener", "nasab", "kunya")))
    words = fold_keys([word for dialect in DIALECTS for word in read_words(f"stopwords/{dialect}.txt")])
    return frozenset(word for word in words if not has_kind(word, "place")) - parts


@lru_cache(maxsize=1 << 18)
def is_strange(token: str) -> bool:
    """Tell whether a word is not in the general dictionary, whatever particles are cut off: foreign names."""
    import simplemma

    plain = "".join(character for character in token if not is_decoration(character))
    if len(plain) < 3 or not LETTERS[0] <= plain[0] <= LETTERS[1]:
        return False
    cuts = [cut for cut in range(3) if set(plain[:cut]) <= set(word_list("particles"))]
    plain = plain[:-1] + YA if plain[-1] == MAQSURA and is_ordinary(plain[:-1] + YA) else plain
    bare = {plain, *(plain[cut:].removeprefix(AL) for cut in cuts)}
    stems = bare | {word.removesuffix(ending) for word in bare for ending in word_list("endings")}
    return not any(
        len(stem) > 2 and simplemma.is_known(form, "ar") for stem in stems for form in (stem, stem + FEMININE)
    )
