"""Latin letters: gazetteers in English and runs of capitalised words, plain and said so."""

import unicodedata
from collections.abc import Iterator
from functools import cache

import numpy as np

from analysis.mentions.gazetteer import MEDIA, Entry, entry_span, load_gazetteer, read_rows
from analysis.mentions.keys import Forms, word_set
from analysis.mentions.known import load_names
from analysis.mentions.overlaps import Level, Span

#: Longest run of capitalised words: an office and a name.
LONGEST = 9
HYPHEN, AND = "-", "and"


def find_latin(words: Forms) -> list[Span]:
    """Find names in Latin letters by capital letters and gazetteers."""
    latin = np.array(["a" <= key[:1] <= "z" for key in words.keys] or [False])
    spans, behind = [], 0
    for token in np.flatnonzero(latin[words.codes] & words.words).tolist():
        if token >= behind and _is_capital(words, token):
            behind = run_end(words, token)
            spans += _classify(words, token, behind)
    return spans


def _is_capital(words: Forms, token: int) -> bool:
    text = words.text.tokens[token]
    return text[:1].isupper() and words.key(token) not in word_set("latin_stop")


def _next_word(words: Forms, token: int) -> int:
    """Return the capitalised word with which a name goes on: behind a space, a hyphen, & or "of"; or 0."""
    gap = words.text.spaces[token]
    for at in range(token + 1, min(token + 4, len(words.codes))):
        if words.paragraphs[at] != words.paragraphs[token] or gap not in ("", " ", "\u00a0"):
            return 0
        if words.words[at] and _is_capital(words, at):
            return at
        key = words.key(at)
        if not (key in word_set("latin_join") and gap or key == HYPHEN and not gap or key == "&"):
            return 0
        gap = words.text.spaces[at] if key != HYPHEN or not words.text.spaces[at] else None
    return 0


def run_end(words: Forms, token: int) -> int:
    """Return the end of the run of capitalised words from ``token`` on, small words like "of" inside."""
    end = token + 1
    while end - token < LONGEST and (behind := _next_word(words, end - 1)):
        end = behind + 1
    return end


def _classify(words: Forms, first: int, last: int) -> list[Span]:
    """Say what a run is: a name of the gazetteers, a person behind a title or with a given name, ..."""
    keys = [words.key(token) for token in range(first, last)]
    known = _places().get(" ".join(key for key in keys if key != HYPHEN))
    if known:
        return [entry_span(first, last, 0, Level.PHRASE, known)]
    body = (word_set("latin_body") | {"&"}).intersection(keys) if len(keys) > 1 else ()
    if AND in keys and not body:
        # Khan Younis and Rafah are two
        at = first + keys.index(AND)
        return _classify(words, first, at) + _classify(words, at + 1, last)
    person = _person_start(keys)
    if person >= 0:
        office = words.text.slice(first, first + person) or None
        source, detail = ("title", office) if office else ("latin given", words.text.tokens[first])
        span = Span(first + person, last, 0, "person", Level.RULE, source, (detail,))
        return [span._replace(description=office)]
    if body:
        return [Span(first, last, 0, "organisation", Level.RULE, "latin organisation")]
    return list(_parts(first, keys))


def _person_start(keys: list[str]) -> int:
    """Return where a person's name begins in a run: at a given name, or behind a title; -1 if nowhere."""
    titles = word_set("latin_title")
    for start in range(len(keys) - 1):
        if keys[start] in _given() and keys[start] not in titles:
            return start
    return 1 if keys[0] in titles and len(keys) > 1 else -1


def _parts(first: int, keys: list[str]) -> Iterator[Span]:
    """Find gazetteer names inside a run that is no name as a whole."""
    at = 0
    while at < len(keys):
        ends = (end for end in range(len(keys), at, -1) if " ".join(keys[at:end]) in _places())
        end = next(ends, 0)
        if end:
            level = Level.PHRASE if end - at > 1 else Level.WORD
            yield entry_span(first + at, first + end, 0, level, _places()[" ".join(keys[at:end])])
        at = max(end, at + 1)


@cache
def _given() -> frozenset[str]:
    """Return the given names of the lists in Latin letters, small."""
    listed = [*load_names().latin.values(), *(english for english, _ in read_rows("given_foreign.tsv"))]
    return frozenset(latin.casefold().split()[0] for latin in listed) - word_set("latin_join")


@cache
def _places() -> dict[str, Entry]:
    """Return what an English name stands for, small."""
    found: dict[str, Entry] = {}
    for phrase, entries in load_gazetteer().items():
        for entry in entries:
            if entry.kind in ("place", "organisation") and entry.source != MEDIA:
                found.setdefault(entry.english.casefold(), entry)
                # Rafaḩ, as newspapers write it
                plain = unicodedata.normalize("NFKD", entry.english).encode("ascii", "ignore").decode()
                found.setdefault(plain.casefold(), entry)
                if phrase[0].isascii():
                    found.setdefault(" ".join(phrase), entry)
    return found
