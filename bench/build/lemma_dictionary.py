"""The Arabic dictionary of simplemma read backwards: verbs, nouns, adjectives, and their plurals."""

import re
from collections import Counter, defaultdict
from typing import NamedTuple

from lemma_nouns import decline
from lemma_verbs import Roots, conjugate

from analysis.files import read_toml

_HAMZA = str.maketrans("أإآٱ", "اااا")
_WORD = re.compile("[ء-غف-ي]+")
_WEAK = set("اويأءآئؤةىإ")


class Text(NamedTuple):
    """Counts of words in plain text without vowel marks; ``marked``: written with the accusative's mark ً."""

    counts: Counter
    marked: Counter
    folded: Counter

    def seen(self, form: str) -> int:
        """Count a form alone and behind the frequent clitics."""
        key = fold(form)
        return sum(self.folded[prefix + key] for prefix in ("", "ال", "وال", "لل", "بال", "و"))

    def definite(self, form: str) -> int:
        """Count a form behind the article: a noun's mark."""
        return self.folded["ال" + fold(form)]


def fold(word: str) -> str:
    """Drop the hamza of alef, as the keys of the lexicon do."""
    return word.translate(_HAMZA)


class Dictionary(NamedTuple):
    """The dictionary of simplemma read backwards."""

    lemma_of: dict[str, str]
    forms: dict[str, set[str]]
    roots: Roots
    verbs: set[str]
    nouns: set[str]
    adjectives: set[str]
    plurals: dict[str, set[str]]
    derived: set[str]


def read_dictionary(text: Text, defective: set[str]) -> Dictionary:
    """Sort the lemmas of simplemma's dictionary into verbs, nouns and adjectives by the forms they have."""
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    raw = DefaultDictionaryFactory().get_dictionary("ar")
    lemma_of = {form: lemma for form, lemma in raw.items() if _WORD.fullmatch(form + lemma)}
    forms = defaultdict(set)
    for form, lemma in lemma_of.items():
        forms[lemma].add(form)
    told = read_toml("lemmas/build.toml")
    possible = {lemma for lemma in forms if _may_be_verb(lemma, told)}
    roots = _read_roots(possible, forms)
    # the dictionary has some hollow verbs in their passive alone (يجاز), which would leave يجوز to جوز
    roots.hollow.update(told["hollow"])
    verbs = {verb for verb in possible if _is_verb(verb, forms[verb], roots)} | set(told["verbs"])
    readings = verb_readings(verbs, roots)
    nouns = {lemma for lemma in forms if _is_noun(lemma, forms[lemma], lemma in verbs, readings, text)}
    adjectives = {
        noun
        for noun in nouns
        if not noun.endswith("ة")
        and {noun + "ة", noun + "تان", noun + "تين", "ال" + noun + "ة"} & forms[noun]
    }
    lost = {noun for noun in nouns if len(noun) >= 3 and noun[-1] != "ي" and _loses_ya(noun, forms[noun])}
    defective |= ({*lost, *told["defective"]} & nouns) - set(told["not_defective"])
    plurals, derived = _sort_forms(lemma_of, forms, verbs, nouns, adjectives, readings, defective)
    return Dictionary(lemma_of, forms, roots, verbs, nouns, adjectives, plurals, derived)


def _may_be_verb(lemma: str, told: dict) -> bool:
    if (
        lemma in told["not_verbs"]
        or len(lemma) < 2
        or (lemma.startswith("ال") and len(lemma) > 5 and lemma[2] != "ت")
    ):
        return False
    if lemma[0] == "إ" or (lemma[0] == "ي" and lemma not in told["verbs_in_ya"]):
        return False
    if (lemma[0] == "م" and len(lemma) > 4) or lemma[-1] in "ةؤ":
        return False
    return lemma[-1] != "ء" or lemma in told["verbs_in_hamza"]


def _read_roots(verbs: set[str], forms: dict[str, set[str]]) -> Roots:
    """Find in their forms which verbs double their last letter, and what becomes of a hollow verb's alef."""
    doubled, hollow = set(), {}
    for verb in verbs:
        if (len(verb) == 4 or (len(verb) == 3 and verb[0] == "أ")) and any(
            form.startswith(verb + verb[-1]) for form in forms[verb]
        ):
            doubled.add(verb)
        if len(verb) == 3 and verb[1] == "ا":
            shapes = {verb[0] + vowel + verb[2]: vowel for vowel in "ويا"}
            vowels = {
                shapes[form[1:4]]
                for form in forms[verb]
                if form[0] in "يتن" and form[1:4] in shapes and len(form) >= 4
            }
            # with a و or ي in the active the alef is the passive's
            active = "".join(vowel for vowel in "وي" if vowel in vowels)
            if vowels:
                hollow[verb] = active or "ا"
    return Roots(frozenset(doubled), hollow)


def _is_verb(lemma: str, forms: set[str], roots: Roots) -> bool:
    endings = ("", "ا", "ان", "ين", "ات", "ون", "ت", "ة", "ن", "ي", "و")
    ambiguous = {lemma + ending for ending in endings}
    conjugated = len((forms & {form for form, _, _ in conjugate(lemma, roots)}) - ambiguous)
    second_person = any(form.endswith("تما") for form in forms)
    return conjugated >= 3 or (second_person and (conjugated > 0 or lemma[-1] in "ىا"))


def verb_readings(verbs: set[str], roots: Roots) -> dict[str, set[tuple[str, str]]]:
    """Return verb and slot of every verb form."""
    readings = defaultdict(set)
    for verb in verbs:
        for form, slot, _ in conjugate(verb, roots):
            readings[form].add((verb, slot))
    return readings


def _is_noun(lemma: str, forms: set[str], is_verb: bool, readings: dict, text: Text) -> bool:
    inflected = any(slot not in ("p3m", "pp") for _, slot in readings.get(lemma, ()))
    if inflected and forms == {lemma} and text.definite(lemma) < 5:
        return False
    if not is_verb or lemma.endswith("ة"):
        return True
    with_article = not lemma.startswith("ال") and any(form.startswith("ال") for form in forms)
    return with_article or text.definite(lemma) + text.folded["وال" + fold(lemma)] >= 3


def _loses_ya(noun: str, forms: set[str]) -> bool:
    return any({noun + ending, "ال" + noun + ending} <= forms for ending in ("ي", "ية"))


def _consonants(word: str) -> list[str]:
    """Return the strong letters, a doubled one once."""
    strong = [letter for letter in word if letter not in _WEAK]
    return [letter for n, letter in enumerate(strong) if not n or letter != strong[n - 1]]


def _sort_forms(lemma_of, forms, verbs, nouns, adjectives, readings, defective) -> tuple[dict, set]:
    """Sort the forms that no rule makes into broken plurals and nouns derived from verbs."""
    declined = defaultdict(set)
    for noun in nouns:
        lemma = noun + "ي" if noun in defective else noun
        for form, _, _ in decline(lemma, adjective=noun in adjectives, defective=noun in defective):
            declined[form].add(noun)

    def is_made(form: str, lemma: str) -> bool:
        return any(verb == lemma for verb, _ in readings.get(form, ())) or lemma in declined.get(form, ())

    plurals, derived = defaultdict(set), set()
    for written, lemma in lemma_of.items():
        form = _without_article(written, lemma)
        if form == lemma or len(form) < 2 or is_made(form, lemma):
            continue
        if form[0] == "ا" and any(
            h + form[1:] in forms[lemma] or is_made(h + form[1:], lemma) for h in "أإآ"
        ):
            continue
        if lemma in nouns and _may_be_plural(form, lemma, lemma in verbs):
            if not (form[-1] == "ا" and form[:-1] in forms[lemma]) and not _is_sound(form):
                plurals[lemma].add(form)
        elif lemma in verbs and _is_derived(form):
            derived.add(form)
    return plurals, derived


def _without_article(form: str, lemma: str) -> str:
    if form == "ال" + lemma:
        return lemma
    return form[2:] if form.startswith("ال") and len(form) > 4 and not lemma.startswith("ال") else form


def _may_be_plural(form: str, lemma: str, is_verb: bool) -> bool:
    """Say whether a form has the consonants of its lemma and nothing that only verbal nouns add."""
    ours, theirs = _consonants(form), _consonants(lemma)
    if ours != theirs and not (form.endswith("ان") and ours[:-1] == theirs):
        return False
    if form[0] == "إ" or form.startswith("است"):
        return False
    return not (is_verb and form[0] in "مت" and lemma[0] not in "مت")


def _is_sound(form: str) -> bool:
    endings = ("ان", "ين", "ون", "تا", "تي", "ات", "وا")
    return form.endswith(endings) and len(form) > 5 and not re.fullmatch("[^ا]{3}ان", form)


def _is_derived(form: str) -> bool:
    if form.endswith(("ين", "ان", "وا", "ون", "نا", "تن")):
        return False
    if form[0] in "مإ" or form[-2:] == "اء" or form[-1] == "ة" or form[-2] in "او":
        return True
    return form[0] == "ت" and form[-2] == "ي"
