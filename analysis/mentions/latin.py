"""Latin letters: gazetteers in English and runs of capitalised words, plain and said so."""

from functools import cache, lru_cache

import numpy as np

from analysis.mentions.gazetteer import MEDIA, load_gazetteer, read_rows
from analysis.mentions.keys import Forms, word_set
from analysis.mentions.known import load_names
from analysis.mentions.overlaps import Level, Span

#: Longest run of capitalised words: an office and a name.
LONGEST = 9


def find_latin(words: Forms) -> list[Span]:
    """Find names in Latin letters by capital letters and gazetteers."""
    latin = np.array([bool(key[:1]) and "a" <= key[0] <= "z" for key in words.keys] or [False])
    spans, behind = [], 0
    for token in np.flatnonzero(latin[words.codes] & words.words).tolist():
        if token >= behind and _is_capital(words, token):
            behind = _run_end(words, token)
            spans += _classify(words, token, behind)
    return spans


def _is_capital(words: Forms, token: int) -> bool:
    text = words.text.tokens[token]
    return text[:1].isupper() and words.key(token) not in word_set("latin_stop")


def _follows(words: Forms, token: int, following: int) -> bool:
    """Tell whether two words stand in one sentence with a single space between."""
    return bool(
        words.words[token]
        and words.text.spaces[token] in (" ", "\u00a0")
        and words.paragraphs[token] == words.paragraphs[following]
    )


def _run_end(words: Forms, token: int) -> int:
    """Return the end of the run of capitalised words from ``token`` on, small words like "of" inside."""
    end, size = token + 1, len(words.codes)
    while end < size and end - token < LONGEST and _follows(words, end - 1, end):
        if _is_capital(words, end):
            end += 1
        elif (
            words.key(end) in word_set("latin_join")
            and end + 1 < size
            and _follows(words, end, end + 1)
            and _is_capital(words, end + 1)
        ):
            end += 2
        else:
            break
    return end


def _classify(words: Forms, first: int, last: int) -> list[Span]:
    """Say what a run is: a name of the gazetteers, a person behind a title or with a given name, ..."""
    keys = [words.key(token) for token in range(first, last)]
    known = _places().get(" ".join(keys))
    if known:
        kind, *rest = known
        return [Span(first, last, 0, kind, Level.PHRASE, *rest)]
    person = _person_start(keys)
    if person >= 0:
        word = words.text.tokens[first + person]
        office = words.text.slice(first, first + person) if person else None
        source, detail = ("title", office) if office else ("latin given", word)
        span = Span(first + person, last, 0, "person", Level.RULE, source, (detail,))
        return [span._replace(description=office)]
    if set(keys) & word_set("latin_body") and len(keys) > 1:
        return [Span(first, last, 0, "organisation", Level.RULE, "latin organisation")]
    return _parts(words, first, keys)


def _person_start(keys: list[str]) -> int:
    """Return where a person's name begins in a run: at a given name, or behind a title; -1 if nowhere."""
    titles = word_set("latin_title")
    for start in range(len(keys) - 1):
        if keys[start] in _given() and keys[start] not in titles:
            return start
    return 1 if keys[0] in titles and len(keys) > 1 else -1


def _parts(words: Forms, first: int, keys: list[str]) -> list[Span]:
    """Find gazetteer names inside a run that is no name as a whole."""
    spans, at = [], 0
    while at < len(keys):
        for end in range(len(keys), at, -1):
            known = _places().get(" ".join(keys[at:end]))
            if known:
                kind, *rest = known
                level = Level.PHRASE if end - at > 1 else Level.WORD
                spans.append(Span(first + at, first + end, 0, kind, level, *rest))
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
    """Return what an English name stands for, small: the fields of a span from its source on."""
    found = {}
    for phrase, entries in load_gazetteer().items():
        for entry in entries:
            if entry.kind in ("place", "organisation") and entry.source != MEDIA:
                known = (entry.kind, entry.source, entry.detail, entry.entity, entry.english, entry.related)
                found.setdefault(entry.english.casefold(), known)
                if phrase[0].isascii():
                    found.setdefault(" ".join(phrase), known)
    return found
