"""Reporting verbs: the forms of each, made by rule from its principal parts."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from analysis import arabic, files

# Third persons by what follows the stem, with the gender they say; a weak last letter falls before them.
_PERFECT = {"": "he", "ت": "she", "وا": "he", "ا": "he", "تا": "she", "ن": "she"}
_IMPERFECT = {"": "", "ون": "he", "وا": "he", "ان": ""}
_PARTICIPLE = {"ا": "he", "ة": "she", "ين": "he"}
_WEAK = "\u0649\u0627\u064a\u0648"
_HAMZA = "\u0623"
_SHORT = 3
_DUAL = ("\u0627", "\u0646")


class Verb(NamedTuple):
    """One form of a reporting verb, its clitics off."""

    lemma: str
    stance: str
    frame: str
    #: what may stand between it and أن
    prepositions: tuple[str, ...]
    #: perfect, imperfect, participle or masdar
    part: str
    #: he or she: of the form, which may differ from that of a plural subject
    gender: str
    is_plural: bool


class Word(NamedTuple):
    """One word as `add_lemmas` has read it."""

    token: str
    form: str
    #: the form without و or ف
    bare: str
    stem: str
    lemma: str
    #: names of what is cut off in front
    clitics: list[str]
    enclitics: str
    is_definite: bool


@cache
def verb_forms() -> dict[str, Verb]:
    """Return every form of every verb of ``data/words/verbs.tsv``, folded, without clitics.

    A form that two verbs share belongs to the one that stands first in the file.

    Examples
    --------
    >>> verb_forms()["نفت"].stance, verb_forms()["مؤكدة"].lemma, verb_forms()["يقولون"].part
    ('denying', 'أكد', 'imperfect')
    """
    forms: dict[str, Verb] = {}
    for line in files.read_words("words/verbs.tsv"):
        lemma, imperfect, participle, stance, frame, before, masdar = line.split("\t")
        prepositions = tuple(arabic.fold_text(before).split("|")) if before != "-" else ()
        stems = {"perfect": lemma, "imperfect": imperfect, "participle": participle, "masdar": masdar}
        for part, stem in stems.items():
            if stem == "-":
                continue
            for form, gender, is_plural in _inflect(arabic.fold_text(stem), part):
                verb = Verb(lemma, stance, frame, prepositions, part, gender, is_plural)
                forms.setdefault(form, verb)
    return forms


def _inflect(stem: str, part: str) -> Iterator[tuple[str, str, bool]]:
    """Yield the forms of one part of a verb with gender and whether they are of many."""
    base = stem[:-1] if stem[-1] in _WEAK else stem
    if part == "masdar":
        yield stem, "", False
    elif part == "perfect":
        for ending, gender in _PERFECT.items():
            # ردا is "in reply", عدا "except": a short stem has no dual
            if len(stem) > _SHORT or ending not in _DUAL or stem[1] in _WEAK and base == stem:
                yield (base if ending else stem) + ending, gender, ending not in ("", "ت")
    elif part == "imperfect":
        for ending, gender in _IMPERFECT.items():
            many = bool(ending)
            yield (base if many else stem) + ending, gender or "he", many
            if not gender:
                yield "ت" + (base if many else stem)[1:] + ending, "she", many
    else:
        for ending, gender in _PARTICIPLE.items():
            kept = base if ending == "ين" and stem[-1] == "ي" else stem
            yield kept + ending, gender, ending == "ين"


def find_verb(word: Word) -> Verb | None:
    """Return the reporting verb that a word is a form of, or None."""
    forms = verb_forms()
    masdar = forms.get(word.stem) if word.is_definite or word.enclitics else None
    if word.is_definite or (masdar is not None and masdar.part == "masdar"):
        return masdar if masdar is not None and masdar.part == "masdar" else None
    # where a conjunction was cut off it is none of the verb's: ورد is و and رد, or ورد
    verb = forms.get(word.bare) or forms.get(word.form)
    if verb is None:
        # before a pronoun a last ى is an alef: نفاه
        weak = word.stem[:-1] + _WEAK[0] if word.enclitics and word.stem[-1] == _WEAK[1] else ""
        verb = forms.get(word.stem) or forms.get(weak)
        verb = verb if verb is not None and _may_be_cut(word, verb) else None
    if verb is None or verb.part == "masdar":
        return None
    # أعتقد is "I think", اعتقد "he thought"
    first_person = word.token[-len(word.bare) :][:1] in _HAMZA and verb.lemma[0] not in _HAMZA
    return None if first_person and verb.part == "perfect" else verb


def _may_be_cut(word: Word, verb: Verb) -> bool:
    """Tell whether clitics may stand around a form: سيقول, ليقول, أكده; but not بذكر, رده."""
    if {"will_", "to_", "by_", "like_"} & set(word.clitics) and verb.part != "imperfect":
        return False
    if {"by_", "like_"} & set(word.clitics):
        return False
    # a short stem with a pronoun is a noun more often than not
    if not word.enclitics or len(verb.lemma) > _SHORT:
        return True
    return verb.lemma == word.lemma and verb.frame in ("say", "judge")


def dictionary_form(verb: str) -> str:
    """Return the first form of a reporting verb as written, clitics and all, or the word itself.

    Examples
    --------
    >>> dictionary_form("وستقول"), dictionary_form("وأكده"), dictionary_form("بحسب")
    ('قال', 'أكد', 'بحسب')
    """
    form, forms = arabic.fold_text(verb), verb_forms()
    # at most a conjunction and a particle stand in front, a pronoun of two letters behind
    for end in (len(form), -1, -2):
        for cut in range(3):
            if (found := forms.get(form[cut:end])) is not None:
                return found.lemma
    return verb
