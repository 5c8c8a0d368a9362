"""Latin letters: gazetteers in English and runs of capitalised words, plain and said so."""

from functools import cache, lru_cache

import numpy as np

from analysis.mentions.gazetteer import read_rows, split_forms
from analysis.mentions.lexicon import Finder, load_names
from analysis.mentions.spans import RANKS, Span
from analysis.mentions.words import word_set

#: Longest run of capitalised words: an office and a name.
LONGEST = 9


def find_latin(finder: Finder) -> list[Span]:
    """Find names in Latin letters by capital letters and gazetteers."""
    words = finder.words
    latin = np.array([bool(key[:1]) and "a" <= key[0] <= "z" for key in words.keys] or [False])
    spans, behind = [], 0
    for token in np.flatnonzero(latin[words.codes] & words.words).tolist():
        if token >= behind and _is_capital(finder, token):
            behind = _run_end(finder, token)
            spans += _classify(finder, token, behind)
    return spans


def _is_capital(finder: Finder, token: int) -> bool:
    text = finder.text.tokens[token]
    return text[:1].isupper() and finder.words.key(token) not in word_set("latin", "stops")


def _follows(finder: Finder, token: int, following: int) -> bool:
    """Tell whether two words stand in one sentence with a single space between."""
    words = finder.words
    return bool(
        words.words[token]
        and finder.text.spaces[token] in (" ", "\u00a0")
        and words.paragraphs[token] == words.paragraphs[following]
        and words.seeds[token] == words.seeds[following]
    )


def _run_end(finder: Finder, token: int) -> int:
    """Return the end of the run of capitalised words from ``token`` on, small words like "of" inside."""
    end, size = token + 1, len(finder.words.codes)
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
    return end


def _classify(finder: Finder, first: int, last: int) -> list[Span]:
    """Say what a run is: a name of the gazetteers, a person behind a title or with a given name, ..."""
    keys = [finder.words.key(token) for token in range(first, last)]
    known = _places().get(" ".join(keys))
    if known:
        kind, entity, english, related, evidence = known
        return [Span(first, last, 0, kind, RANKS["phrase"], evidence, entity, english, related)]
    person = _person_start(keys)
    if person >= 0:
        word = finder.text.tokens[first + person]
        evidence = f"capitalised words, given name {word}"
        office = finder.text.slice(first, first + person) if person else None
        if office:
            evidence = f"title {office}"
        return [Span(first + person, last, 0, "person", RANKS["rule"], evidence, description=office)]
    if set(keys) & word_set("latin", "organisation_words") and len(keys) > 1:
        evidence = "capitalised words with a word for an organisation"
        return [Span(first, last, 0, "organisation", RANKS["rule"], evidence)]
    return _parts(finder, first, keys)


def _person_start(keys: list[str]) -> int:
    """Return where a person's name begins in a run: at a given name, or behind a title; -1 if nowhere."""
    titles = word_set("latin", "honorifics")
    for start in range(len(keys) - 1):
        if keys[start] in _given() and keys[start] not in titles:
            return start
    return 1 if keys[0] in titles and len(keys) > 1 else -1


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
    listed = [*load_names().latin.values(), *(english for english, _ in read_rows("given_foreign.tsv"))]
    return frozenset(latin.casefold().split()[0] for latin in listed)


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
