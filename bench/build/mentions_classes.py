"""Which gazetteers hold a word, as bits: what the package's name lists and rules tell the tagger."""

import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import numpy as np

from analysis.mentions import gazetteer
from analysis.mentions.features import word_keys

#: Lists of words that make a class each.
LISTS = Path(__file__).with_suffix(".toml")
#: A name borne by so many people of the list is a common one.
COMMON_NAME = 5
#: A city of so many people is well known.
LARGE_CITY = 300_000


def class_tables() -> dict[str, np.ndarray | int]:
    """Return ``class_keys`` (ascending hashes of words), ``classes`` (bits) and ``class_count``."""
    bits, names = {}, []
    for name, words in chain(_listed(), _named()):
        bit = 1 << names.index(name) if name in names else 1 << len(names)
        if name not in names:
            names.append(name)
        for word in words:
            bits[word] = bits.get(word, 0) | bit
    keys = word_keys(list(bits))
    order = np.argsort(keys, kind="stable")
    values = np.array(list(bits.values()), dtype=np.uint32)[order]
    return {"class_keys": keys[order], "classes": values, "class_count": len(names)}


def _listed() -> Iterator[tuple[str, list[str]]]:
    """Yield the classes made of lists of words."""
    for name, table in tomllib.loads(LISTS.read_text(encoding="utf-8")).items():
        yield name, table["words"].split()


def _named() -> Iterator[tuple[str, list[str]]]:
    """Yield the classes made of gazetteers; the words of longer names are a class apart."""
    entries = chain(
        gazetteer.country_entries(),
        gazetteer.people_entries(),
        gazetteer.organisation_entries(),
        gazetteer.place_entries(),
    )
    forms = [(entry.kind, form.rstrip("?").split()) for form, entry in entries]
    for kind in sorted({kind for kind, _ in forms}):
        yield kind, [words[0] for other, words in forms if other == kind and len(words) == 1]
        yield (
            f"in {kind}",
            [word for other, words in forms if other == kind and len(words) > 1 for word in words],
        )
    cities = [(row[0].split("|"), int(row[3])) for row in gazetteer.read_rows("cities.tsv")]
    for name, low, high in (("city", LARGE_CITY, 10**9), ("town", 0, LARGE_CITY)):
        yield (
            name,
            [
                form
                for spelled, people in cities
                if low <= people < high
                for form in spelled
                if " " not in form
            ],
        )
    people = [(row[0], int(row[2]), int(row[3])) for row in gazetteer.read_rows("names.tsv")]
    for name, column in (("given", 1), ("surname", 2)):
        yield f"common {name}", _spellings(row[0] for row in people if row[column] >= COMMON_NAME)
        yield f"rare {name}", _spellings(row[0] for row in people if 0 < row[column] < COMMON_NAME)
    foreign = [row[1].split("|") for row in gazetteer.read_rows("given_foreign.tsv")]
    yield "foreign given", [form for spelled in foreign for form in spelled if " " not in form]


def _spellings(names: Iterator[str]) -> list[str]:
    """Return names of one word; the list writes ة as ه, so both spellings."""
    single = [name for name in names if " " not in name]
    return single + [name[:-1] + "ة" for name in single if name.endswith("ه") and len(name) > 3]
