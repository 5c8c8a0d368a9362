"""Latin letters: gazetteers in English and runs of capitalised words, plain and said so."""

from functools import cache, lru_cache

import numpy as np

from analysis.mentions.gazetteer import read_rows, split_forms
from analysis.mentions.lexicon import Finder, load_names
from analysis.mentions.spans import RANKS, Span
from analysis.mentions.words import word_set

LONGEST = 5


def find_latin(finder: Finder) -> list[Span]:
    """Find names in Latin letters by capital letters and gazetteers."""
    words = finder.words
    latin = np.array([bool(key[:1]) and "a" <= key[0] <= "z" for key in words.keys] or [False])
    spans, token, size = [], 0, len(words.codes)
    for token in np.flatnonzero(latin[words.codes] & words.words).tolist():
        if _is_capital(finder, token) and not _continues(finder, token):
            spans += _read_run(finder, token, size)
    return spans


def _is_capital(finder: Finder, token: int) -> bool:
    text = finder.text.tokens[token]
    return text[:1].isupper() and finder.words.key(token) not in word_set("latin", "stops")


def _continues(finder: Finder, token: int) -> bool:
    """Tell whether a capitalised word stands directly in front, so that the run began earlier."""
    return token > 0 and _follows(finder, token - 1, token) and _is_capital(finder, token - 1)


def _follows(finder: Finder, token: int, following: int) -> bool:
    """Tell whether two words stand in one sentence with a single space between."""
    words = finder.words
    return bool(
        words.words[token]
        and finder.text.spaces[token] in (" ", "\u00a0")
        and words.paragraphs[token] == words.paragraphs[following]
        and words.seeds[token] == words.seeds[following]
    )


def _read_run(finder: Finder, token: int, size: int) -> list[Span]:
    """Read the run of capitalised words from ``token`` on, small words like "of" allowed inside."""
    end = token + 1
    while end < size and end - token < LONGEST and _follows(finder, end - 1, end):
        if _is_capital(finder, end):
            end += 1
        elif (
            finder.words.key(end) in word_set("latin", "joins")
            and end + 1 < size
            and _follows(finder, end, end + 1)
            and _is_capital(finder, end + 1)
        ):
            end += 2
        else:
            break
    return _classify(finder, token, end)


def _classify(finder: Finder, first: int, last: int) -> list[Span]:
    """Say what a run is: the gazetteer's longest match in it, a given name in front, else nothing sure."""
    keys = [finder.words.key(token) for token in range(first, last)]
    for begin in range(len(keys)):
        for end in range(len(keys), begin, -1):
            known = _places().get(" ".join(keys[begin:end]))
            if known and (begin == 0 or end == len(keys)) and end - begin == len(keys):
                kind, entity, english, related, evidence = known
                return [Span(first, last, 0, kind, RANKS["phrase"], evidence, entity, english, related)]
    if keys[0] in word_set("latin", "honorifics") and len(keys) > 1:
        return [Span(first + 1, last, 0, "person", RANKS["rule"], f"title {finder.text.tokens[first]}")]
    if set(keys) & word_set("latin", "organisation_words") and len(keys) > 1:
        return [
            Span(
                first,
                last,
                0,
                "organisation",
                RANKS["rule"],
                "capitalised words with a word for an organisation",
            )
        ]
    if keys[0] in _given() and len(keys) > 1:
        return [
            Span(
                first,
                last,
                0,
                "person",
                RANKS["rule"],
                f"capitalised words, given name {finder.text.tokens[first]}",
            )
        ]
    return _parts(finder, first, keys)


def _parts(finder: Finder, first: int, keys: list[str]) -> list[Span]:
    """Find gazetteer names inside a run that is no name as a whole."""
    spans, at = [], 0
    while at < len(keys):
        for end in range(len(keys), at, -1):
            known = _places().get(" ".join(keys[at:end]))
            if known:
                kind, entity, english, related, evidence = known
                rank = RANKS["phrase"] if end - at > 1 else RANKS["word"]
                spans.append(Span(first + at, first + end, 0, kind, rank, evidence, entity, english, related))
                at = end - 1
                break
        at += 1
    return spans


@lru_cache(maxsize=1)
def _given() -> frozenset[str]:
    """Return the given names of the lists in Latin letters, small."""
    return frozenset(latin.casefold().split()[0] for latin in load_names().latin.values())


@cache
def _places() -> dict[str, tuple]:
    """Return what stands for a place, its people or its adjective in English, small."""
    found = {}
    for names, english, country, _ in read_rows("cities.tsv"):
        found[english.casefold()] = (
            "place",
            split_forms(names)[0],
            english,
            None,
            f"GeoNames {english} ({country})",
        )
    for name, english, _, _ in read_rows("places.tsv"):
        found[english.casefold()] = ("place", name, english, None, f"place table: {english}")
    for name, english, others in read_rows("organisations.tsv"):
        entity = name.rstrip("?")
        forms = [english, *(form for form in split_forms(others) if form.isascii())]
        for form in forms:
            found[form.casefold()] = ("organisation", entity, english, None, f"organisation table: {english}")
    cldr = {code: english for code, _, english in read_rows("cldr.tsv")}
    for code, name, english, _, _, _, capitals, capital in read_rows("countries.tsv"):
        if capital:
            found[capital.casefold()] = (
                "place",
                (split_forms(capitals) or [name])[0],
                capital,
                name,
                f"capital of {english}",
            )
        for form in filter(None, (english, cldr.get(code))):
            found[form.casefold()] = ("place", name, english, None, f"CLDR territory {code}")
    return found
