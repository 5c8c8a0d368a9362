"""A reading for words that the lexicon does not know: names, rare nouns, new verbs."""

import re
from collections.abc import Container
from typing import NamedTuple

#: The shortest stem that is left when a clitic is cut off a word nobody knows.
_SHORTEST = 3

# و in front of an unknown word is nearly always the conjunction; other letters need a witness.
_ARTICLES = re.compile(r"([وف]?)([بك]?)ال(?=...)|([وف]?)(ل)ل(?=...)")
_PREFIXES = (("و", ""), ("ف", ""), ("", "ب"), ("", "ل"), ("", "ك"), ("و", "ب"), ("و", "ل"), ("و", "ك"))
_PRONOUNS = ("ها", "هم", "هما", "نا", "ه")

# يتوطد is توطد, يستحدث is استحدث: the derived verbs show their shape even when they are unknown.
_VERB = re.compile(r"[يتن](?:(ت\w{3,4}?)|(ست\w{3}?))(?:ون|وا|ان)?")

# The endings of relative adjectives (نسبة), with what stands in their lemma instead.
_NISBA = re.compile(r"(\w{3,}ي)(?:ة|ين|ون|ات|تين|تان)")


class Guess(NamedTuple):
    """How an unknown word is cut and what its lemma is."""

    conjunction: str
    particle: str
    article: bool
    start: int
    stop: int
    enclitic: str
    lemma: str
    kind: str


def guess_reading(word: str, known: Container[str], *, accusative: bool = False) -> Guess:
    """Read a word that is not in the lexicon.

    Parameters
    ----------
    word
        Without vowel marks, hamza as written.
    known
        The words of the text itself: a clitic is cut off where the rest stands alone elsewhere.
    accusative
        Written with ً: the alef under it is an ending.
    """
    if verb := _VERB.fullmatch(word):
        lemma = verb[1] or "ا" + verb[2]
        return Guess("", "", False, 0, len(word), "", lemma, "VIm")
    conjunction, particle, article, start = _proclitics(word, known)
    enclitic = "" if article else _enclitic(word[start:], known)
    stop = len(word) - len(enclitic)
    stem = word[start:stop]
    lemma, kind = _lemma(stem.removesuffix("ا") if accusative else stem, article, known)
    return Guess(conjunction, particle, article, start, stop, enclitic, lemma, kind)


def _proclitics(word: str, known: Container[str]) -> tuple[str, str, bool, int]:
    """Return conjunction, particle, whether the article follows, and where the stem begins."""
    if match := _ARTICLES.match(word):
        return match[1] or match[3] or "", match[2] or match[4] or "", True, match.end()
    for conjunction, particle in _PREFIXES:
        prefix = conjunction + particle
        rest = word[len(prefix) :]
        if word.startswith(prefix) and len(rest) >= _SHORTEST and rest in known:
            return conjunction, particle, False, len(prefix)
    if word.startswith("و") and len(word) > _SHORTEST + 1:
        return "و", "", False, 1
    return "", "", False, 0


def _enclitic(rest: str, known: Container[str]) -> str:
    """Return the pronoun at the end if the word without it stands in the text."""
    for pronoun in _PRONOUNS:
        host = rest.removesuffix(pronoun)
        if host != rest and len(host) >= _SHORTEST and (host in known or host[:-1] + "ة" in known):
            return pronoun
    return ""


def _lemma(stem: str, article: bool, known: Container[str]) -> tuple[str, str]:
    """Return the lemma of an unknown noun, adjective or name, and its kind."""
    if match := _NISBA.fullmatch(stem):
        return match[1], "Am"
    if stem.endswith("ات") and len(stem) > 4:
        return stem[:-2] + ("" if stem[:-2] in known else "ة"), "Rm"
    if stem.endswith(("ون", "ين")) and len(stem) > 5 and (article or stem[:-2] in known):
        return stem[:-2], "Rm"
    if stem.endswith("ا") and stem[:-1] in known:
        return stem[:-1], "Rm"
    return stem, "Rm"
