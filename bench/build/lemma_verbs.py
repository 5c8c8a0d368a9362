"""Unvowelled inflection and derivation of Arabic verbs, from the lemma (perfect, third person masculine).

A form is ``(form, slot, states)``: the slot names person and number (``p3m`` perfect he, ``it`` imperfect
with ت, ``P`` passive, ``j`` jussive), the states say where it stands: ``b`` alone, ``e`` before a pronoun.
Unvowelled, forms I and II are one skeleton and so one lemma.
"""

from collections.abc import Iterator
from typing import NamedTuple

Form = tuple[str, str, str]

#: How an imperfect stem is used: plain, passive only, jussive only, uncontracted (rare).
PLAIN, PASSIVE, JUSSIVE = "", "P", "j"

_WEAK = "ىاي"


class Roots(NamedTuple):
    """What cannot be seen from the skeleton of a verb.

    ``doubled``: verbs whose last letter is doubled (أعد is أعدّ); ``hollow``: the vowels of the imperfect of
    hollow verbs (قال: و).
    """

    doubled: frozenset[str]
    hollow: dict[str, str]


def conjugate(verb: str, roots: Roots) -> Iterator[Form]:
    """Yield the written forms of a verb, each pair of form and slot once."""
    found: dict[tuple[str, str], str] = {}
    for form, slot, states in [*_perfect(verb, roots), *_imperfect(verb, roots)]:
        found[form, slot] = "".join(sorted(set(found.get((form, slot), "") + states)))
    for (form, slot), states in found.items():
        yield form, slot, states


def is_hollow(verb: str) -> bool:
    """Say whether the letter before the last is a weak alef: قال, استفاد."""
    return len(verb) >= 3 and verb[-2] == "ا" and verb[-1] != "ا"


def _perfect(verb: str, roots: Roots) -> list[Form]:
    if verb[-1] in "ىا":
        return _perfect_defective(verb)
    if verb[-1] == "ي":
        base = verb[:-1]
        return [
            (verb, "p3m", "be"),
            (verb + "ت", "p3f", "be"),
            (base + "وا", "p3mp", "b"),
            (base + "و", "p3mp", "e"),
            (verb + "ا", "p3d", "be"),
            (verb + "تا", "p3d", "b"),
            (verb + "نا", "p1p", "be"),
            (verb + "تم", "p2", "b"),
        ]
    short = _before_consonants(verb, roots)
    dual = verb[:-1] + "آ" if verb[-1] == "أ" else verb + "ا"
    forms = [(verb, "p3m", "be"), (verb + "ت", "p3f", "be"), (dual, "p3d", "be"), (verb + "تا", "p3d", "be")]
    for plural in _plural_with_hamza(verb):
        forms += [(plural, "p3mp", "b"), (plural[:-1], "p3mp", "e")]
    if short != verb:
        forms.append((short + "ت", "p1s", "be"))
    forms += [(short + "نا", "p1p", "be"), (short + "تم", "p2", "b"), (short + "ن", "p3fp", "be")]
    for passive in _perfect_passives(verb):
        forms += [(passive, "pp", "be"), (passive + "ت", "pp", "be"), (passive + "وا", "pp", "b")]
    return forms


def _perfect_defective(verb: str) -> list[Form]:
    base = verb[:-1]
    # دعا has دعوت, every other verb in a weak letter ي: بنيت, أعطيت
    middle = base + ("و" if verb[-1] == "ا" and len(verb) == 3 else "ي")
    return [
        (verb, "p3m", "b"),
        (base + "ا", "p3m", "e"),
        (base + "ت", "p3f", "be"),
        (base + "وا", "p3mp", "b"),
        (base + "و", "p3mp", "e"),
        (base + "تا", "p3d", "be"),
        (middle + "ا", "p3d", "be"),
        (middle + "ت", "p1s", "be"),
        (middle + "نا", "p1p", "be"),
        (middle + "تم", "p2", "b"),
        (middle + "ن", "p3fp", "be"),
        # a passive of three letters has no object left: كفيه is "his palms"
        (base + "ي", "pp", "be" if len(verb) > 3 else "b"),
        (base + "يت", "pp", "be"),
    ]


def _before_consonants(verb: str, roots: Roots) -> str:
    """Return the stem before endings in a consonant: قال is قل in قلت, مد is مدد in مددت."""
    if is_hollow(verb):
        return verb[:-2] + ("ئ" if verb[-1] == "ء" else verb[-1])
    return verb + verb[-1] if _is_doubled(verb, roots) else verb


def _is_doubled(verb: str, roots: Roots) -> bool:
    if len(verb) == 2:
        return True
    if len(verb) == 3 and verb[0] == "أ":
        return verb in roots.doubled
    if len(verb) == 4 and verb[0] == "ا":
        return verb[1] == "ن" or verb[2] in "تطد"
    return len(verb) == 5 and verb.startswith("است") and verb[-2] != "ا"


def _plural_with_hamza(stem: str) -> list[str]:
    """Return the spellings of a plural in وا: a final hamza may change its seat (بدأوا, بدؤوا)."""
    seats = {"أ": "ؤ", "ء": "ؤ"}
    plurals = [stem + "وا"]
    if stem[-1] in seats:
        plurals.append(stem[:-1] + seats[stem[-1]] + "وا")
    return plurals


def _perfect_passives(verb: str) -> Iterator[str]:
    """Yield the passives that differ in their letters: قيل, أنشئ, عومل, سئل."""
    if verb[-1] == "أ":
        yield verb[:-1] + "ئ"
    if is_hollow(verb):
        yield verb[:-2] + "ي" + verb[-1]
    if len(verb) == 4 and verb[1] == "ا":
        yield verb[0] + "و" + verb[2:]
    if len(verb) == 5 and verb[0] == "ت" and verb[2] == "ا":
        yield verb[:2] + "و" + verb[3:]
    if len(verb) == 3 and verb[1] == "أ":
        yield verb[0] + "ئ" + verb[2]


def imperfect_stems(verb: str, roots: Roots) -> list[tuple[str, str]]:
    """Return the stems behind ي with their use (`PLAIN`, `PASSIVE`, `JUSSIVE`)."""
    if verb == "رأى":
        return [("رى", PLAIN), ("ر", PLAIN)]
    if len(verb) == 2:
        return [(verb, PLAIN)] if verb[0] == "أ" else [(verb, PLAIN), (verb + verb[-1], JUSSIVE)]
    if len(verb) == 3:
        return _stems_of_three(verb, roots)
    if verb[0] == "آ":
        rest = verb[1:-1] + "ي" if verb[-1] == "ى" else verb[1:]
        return [("ؤ" + rest, PLAIN), ("ؤا" + rest, PLAIN)]
    if verb[0] in "أا":
        return _stems_behind_alef(verb[1:], verb[0] == "أ")
    if verb[0] == "ت":
        return [(verb, PLAIN)]
    if verb[-1] in "ىا":
        return [(verb[:-1] + "ي", PLAIN), (verb[:-1] + "ى", PASSIVE)]
    return [(verb[:-1] + "ئ", PLAIN), (verb, PASSIVE)] if verb[-1] == "أ" else [(verb, PLAIN)]


def _stems_behind_alef(rest: str, fourth: bool) -> list[tuple[str, str]]:
    """Return the stems of forms IV and VII to X, which lose their first alef."""
    if rest[-1] in "ىا":
        return [(rest[:-1] + "ي", PLAIN), (rest[:-1] + "ى", PASSIVE)]
    if rest[-1] == "أ":
        return [(rest[:-1] + "ئ", PLAIN), (rest, PASSIVE)]
    if len(rest) < (3 if fourth else 4) or rest[-2] != "ا":
        return [(rest, PLAIN)]
    jussive = (rest[:-2] + rest[-1], JUSSIVE)
    if fourth or rest.startswith("ست"):
        return [(rest[:-2] + "ي" + rest[-1], PLAIN), (rest, PASSIVE), jussive]
    return [(rest, PLAIN), jussive]


def _stems_of_three(verb: str, roots: Roots) -> list[tuple[str, str]]:
    """Return the stems of forms I and II, and of the three-letter verbs of form IV."""
    first, second, third = verb
    if verb[-1] in _WEAK:
        return _stems_of_three_defective(verb)
    if second == "ا":
        if third == "ء":
            return [(first + "ي" + third, PLAIN), (first + "ا" + third, PLAIN)]
        vowels = roots.hollow.get(verb, "ويا")
        stems = [(first + vowel + third, PLAIN) for vowel in vowels]
        if "ا" not in vowels:
            stems.append((first + "ا" + third, PASSIVE))
        return [*stems, (first + third, JUSSIVE)]
    if first == "أ":
        stems = [("أ" + verb[1:], PLAIN), ("ؤ" + verb[1:], PLAIN)]
        return [*stems, (verb[1:], PLAIN)] if verb in roots.doubled else stems
    if first == "و":
        return [(verb[1:], PLAIN), (verb, PLAIN)]
    if third == "أ":
        return [(verb, PLAIN), (verb[:2] + "ئ", PLAIN), (verb[:2] + "ؤ", PLAIN)]
    return [(verb, PLAIN)]


def _stems_of_three_defective(verb: str) -> list[tuple[str, str]]:
    first, second, third = verb
    if first == "أ" and third == "ى":
        stems = [("أتي" if verb == "أتى" else "أ" + second + "ى", PLAIN), ("أ" + second + "ي", PLAIN)]
        return [*stems, ("ؤ" + second + "ي", PLAIN), ("ؤ" + second + "ى", PASSIVE)]
    if first == "و":
        stems = [(second + "ي", PLAIN), (second, PLAIN), (second + "ى", PLAIN)]
        return [*stems, (first + second + "ي", PLAIN), (first + second + "ى", PASSIVE)]
    base = first + second
    if third == "ا":
        return [(base + "و", PLAIN), (base + "ى", PASSIVE)]
    return [(base + "ي", PLAIN), (base + "ى", PLAIN)] if third == "ى" else [(base + "ى", PLAIN)]


def _imperfect(verb: str, roots: Roots) -> Iterator[Form]:
    for stem, use in imperfect_stems(verb, roots):
        for prefix, person in (("ي", "iy"), ("ت", "it"), ("ن", "in"), ("أ", "ia")):
            form = "آ" + stem[1:] if prefix == stem[0] == "أ" else prefix + stem
            if use == JUSSIVE:
                yield form, person + JUSSIVE, "be"
            elif stem[-1] in "ىيو" and verb[-1] in _WEAK:
                yield from _persons_defective(form, person + use, prefix)
            else:
                yield from _persons(form, person + use, prefix)


def _persons(form: str, slot: str, prefix: str) -> Iterator[Form]:
    yield form, slot, "be"
    if prefix not in "يت":
        return
    seats = {"أ": ["ؤ"], "ء": ["ئ", "ؤ"]}
    for stem in [form, *(form[:-1] + seat for seat in seats.get(form[-1], []))]:
        yield stem + "ون", slot + "p", "be"
        yield stem + "وا", slot + "p", "b"
        yield stem + "و", slot + "p", "e"
    yield form + "ان", slot + "d", "be"
    yield form + "ا", slot + "d", "be"
    yield form + "ن", slot + "fp", "be"


def _persons_defective(form: str, slot: str, prefix: str) -> Iterator[Form]:
    base = form[:-1]
    yield form, slot, "b" if form[-1] == "ى" else "be"
    if form[-1] == "ى":
        yield base + "ا", slot, "e"
    if not slot.endswith(PASSIVE) and len(base) >= 3:
        yield base, slot + JUSSIVE, "be"
    if prefix in "يت":
        yield base + "ون", slot + "p", "be"
        yield base + "وا", slot + "p", "b"
        yield base + "و", slot + "p", "e"
        yield base + "يان", slot + "d", "b"
    if prefix == "ت":
        yield base + "ين", slot + "f", "b"


def verbal_nouns(verb: str, roots: Roots) -> Iterator[str]:
    """Yield the verbal nouns that follow from the form of the verb (forms II to X and four letters)."""
    length, last = len(verb), verb[-1]
    if verb[0] == "آ":
        yield "إي" + verb[1:-1] + ("اء" if last == "ى" else "ا" + last)
    elif verb[0] == "أ" and (length == 4 or verb in roots.doubled):
        yield _noun_of_fourth(verb)
    elif verb[0] == "ا" and length >= 4:
        yield from _nouns_behind_alef(verb)
    elif verb[0] == "ت" and length >= 4:
        yield verb[:-1] + {"ى": "ي", "أ": "ؤ"}.get(last, last)
    elif length == 3 and not is_hollow(verb) and last not in "اي":
        yield "ت" + verb[:-1] + {"ى": "ية", "أ": "ئة"}.get(last, "ي" + last)
    elif length == 4 and verb[1] == "ا":
        yield "م" + verb[:-1] + "اة" if last == "ى" else "م" + verb + "ة"
    elif length == 4:
        yield verb + "ة"


def _noun_of_fourth(verb: str) -> str:
    if verb[-1] in "ىأ":
        return "إ" + verb[1:-1] + "اء"
    if len(verb) == 3:
        return "إ" + verb[1:] + "ا" + verb[-1]
    if verb[2] == "ا":
        return "إ" + verb[1:] + "ة"
    return ("إي" if verb[1] == "و" else "إ" + verb[1]) + verb[2] + "ا" + verb[3]


def _nouns_behind_alef(verb: str) -> Iterator[str]:
    if verb[-1] in "ىأ":
        noun = verb[:-1] + "اء"
        yield noun
        if verb[-1] == "ى" and noun[3] == "و":
            yield noun[:3] + "ي" + noun[4:]
    elif verb[-2] == "ا":
        yield verb + "ة" if verb.startswith("است") else verb[:-2] + "يا" + verb[-1]
    elif len(verb) == 4:
        yield verb + "ا" + verb[-1]
    else:
        yield verb[:-1] + "ا" + verb[-1]
        if verb.startswith("است") and verb[3] == "و":
            yield "استي" + verb[4:-1] + "ا" + verb[-1]
        if verb.startswith("است") and len(verb) == 5:
            yield verb + "ا" + verb[-1]


def participles(verb: str, roots: Roots) -> Iterator[str]:
    """Yield active and passive participles, masculine."""
    if len(verb) == 2:
        yield verb[0] + "ا" + verb[1]
        yield "م" + verb + "و" + verb[1]
    elif len(verb) == 3 and verb not in roots.doubled:
        yield from _participles_of_three(verb)
    else:
        for stem, use in imperfect_stems(verb, roots):
            if use == JUSSIVE or stem[0] == "أ":
                continue
            yield "م" + stem
            if stem[-1] == "ي":
                yield "م" + stem[:-1] + "ى"
            elif stem[-2] == "ي" and len(stem) >= 3:
                yield "م" + stem[:-2] + "ا" + stem[-1]
        if verb[0] == "ت" and verb[-1] == "ى":
            yield "م" + verb[:-1] + "ي"


def _participles_of_three(verb: str) -> Iterator[str]:
    first, second, third = verb
    if second in "اأ":
        yield first + "ائ" + third
    elif third in _WEAK:
        yield first + "ا" + second + "ي"
    elif first == "أ":
        yield "آ" + second + third
    else:
        yield first + "ا" + second + ("ئ" if third == "أ" else third)
    if third in "ىا":
        yield "م" + first + second + ("ي" if third == "ى" else "و")
    elif second != "ا":
        yield "م" + first + second + "و" + ("ء" if third == "أ" else third)
    if third != "ى" and second != "ا":
        yield "م" + ("ؤ" if first == "أ" else first) + second + ("ئ" if third == "أ" else third)
