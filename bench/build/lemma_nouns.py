"""Unvowelled inflection of Arabic nouns and adjectives, and guesses at the singular of broken plurals.

A form is ``(form, slot, states)``: ``s`` singular, ``acc`` indefinite accusative, ``du`` dual, ``mp`` and
``fp`` sound plurals, ``f`` feminine, with ``c`` before a genitive; states as in `lemma_verbs` and ``l`` after
the article.
"""

import re
from collections.abc import Iterator

from lemma_verbs import Form

# Broken plurals and the singulars they may have; the dots of the pattern are the root letters.
_PLURALS = (
    ("أ(.)(.)ا(.)", ("{0}{1}{2}", "{0}{1}{2}ة", "{0}ا{1}{2}")),
    ("أ(.)(.)(.)ة", ("{0}{1}ا{2}", "{0}{1}ي{2}", "{0}{1}و{2}")),
    ("أ(.)(.)ياء", ("{0}{1}ي",)),
    ("أ(.)(.)(.)اء", ("{0}{1}ي{2}",)),
    ("م(.)ا(.)(.)", ("م{0}{1}{2}", "م{0}{1}{2}ة", "مو{1}{2}ة")),
    ("مو?ا(.)(.)", ("مو{0}{1}ة", "مو{0}{1}")),
    ("م(.)ا(.)ي(.)", ("م{0}{1}و{2}", "م{0}{1}ا{2}", "م{0}{1}ي{2}")),
    ("(.)وا(.)(.)", ("{0}ا{1}{2}", "{0}ا{1}{2}ة")),
    ("(.)(.)ائ(.)", ("{0}{1}ي{2}ة", "{0}{1}ا{2}ة", "{0}{1}و{2}ة")),
    ("([^م])(.)ا(.)(.)", ("{0}{1}{2}{3}", "{0}{1}{2}{3}ة")),
    ("([^ت])(.)ا(.)ي(.)", ("{0}{1}{2}ا{3}", "{0}{1}{2}و{3}", "{0}{1}{2}ي{3}")),
    ("ت(.)ا(.)ي(.)", ("ت{0}{1}ي{2}",)),
    ("(.)(.)و(.)", ("{0}{1}{2}",)),
    ("(.)(.)(.)اء", ("{0}{1}ي{2}", "{0}ا{1}{2}")),
)

#: Patterns that are nearly always plurals where the dictionary names a singular.
SURE_PLURAL = re.compile("أ..ا.|أ..اء|أ...اء|..ائ.|.[وا]ا..|م.ا.ي.|م.ا..|.[^ا]ا.ي.|أ.ا.ي.|أ..?.ة")


def decline(noun: str, *, adjective: bool = False, defective: bool = False) -> Iterator[Form]:
    """Yield the written forms of a noun; of an adjective also feminine and masculine plural.

    ``defective``: its ي goes in the indefinite (قاضي is قاض).
    """
    if noun[-1] == "ة":
        yield from _in_ta_marbuta(noun[:-1])
    elif noun[-1] == "ى":
        yield from _in_alef_maqsura(noun, noun[:-1], adjective)
    elif noun.endswith("اء"):
        yield from _in_hamza(noun, noun[:-1], adjective)
    elif noun[-1] == "ا":
        yield from [(noun, "s", "bel"), (noun + "ت", "fp", "bel"), (noun + "وات", "fp", "bel")]
    else:
        yield from _regular(noun)
        if adjective:
            yield from _adjective(noun, noun[:-1] if defective else noun)
        if defective:
            yield noun[:-1], "sd", "b"


def _in_ta_marbuta(base: str) -> Iterator[Form]:
    if base.endswith("أ"):
        yield base[:-1] + "آت", "fp", "bel"
    yield base + "ة", "s", "bl"
    yield base + "ت", "s", "e"
    yield base + "ات", "fp", "bel"
    yield from _dual(base + "ت")


def _dual(base: str, slot: str = "du") -> Iterator[Form]:
    for ending, states in (("ان", "bl"), ("ين", "bl"), ("ا", "be"), ("ي", "be")):
        yield base + ending, slot, states


def _in_alef_maqsura(noun: str, base: str, adjective: bool) -> Iterator[Form]:
    yield noun, "s", "bl"
    yield base + "ا", "s", "e"
    yield base + "يان", "du", "bl"
    yield base + "يين", "du", "bl"
    yield base + "يات", "fp", "bel"
    if adjective:
        yield base + "ون", "mp", "bl"
        yield base + "ين", "mp", "bl"
        yield base + "اة", "f", "bl"
        yield base + "ات", "f", "e"


def _in_hamza(noun: str, base: str, adjective: bool) -> Iterator[Form]:
    yield noun, "s", "bel"
    for seat in "ئؤ":
        yield base + seat, "s", "e"
    yield base + "ءات", "fp", "bel"
    yield base + "وات", "fp", "bel"
    yield base + "ءان", "du", "bl"
    yield base + "ءين", "du", "bl"
    if adjective:
        yield base + "ءة", "f", "bl"


def _regular(noun: str) -> Iterator[Form]:
    if noun[-1] in "ءأ":
        for seat in "ئؤ":
            yield noun[:-1] + seat, "s", "e"
    if noun[-1] == "ء":
        yield noun[:-1] + "ئات", "fp", "bel"
        yield noun[:-1] + "ئا", "acc", "b"
    yield noun, "s", "bel"
    yield noun + "ا", "acc", "b"
    yield noun + "ان", "du", "bl"
    yield noun + "ين", "du", "bl"
    yield noun + "ا", "duc", "be"
    yield noun + "ي", "duc", "be"
    yield noun + "ات", "fp", "bel"


def _adjective(noun: str, base: str) -> Iterator[Form]:
    yield base + "ون", "mp", "bl"
    yield base + "ين", "mp", "bl"
    yield base + "و", "mpc", "be"
    if base == noun:
        yield base + "ي", "mpc", "be"
    yield noun + "ة", "f", "bl"
    yield noun + "ت", "f", "e"
    yield from _dual(noun + "ت", "fd")


def singulars(plural: str) -> Iterator[str]:
    """Yield the singulars that a noun could have if it were a broken plural."""
    for pattern, shapes in _PLURALS:
        if match := re.fullmatch(pattern, plural):
            for shape in shapes:
                singular = shape.format(*match.groups())
                if singular != plural:
                    yield singular
