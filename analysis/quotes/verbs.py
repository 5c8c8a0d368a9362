"""Reporting verbs: every form of each verb, made by rule from its principal parts."""

from functools import cache
from typing import NamedTuple

from analysis import arabic, files

#: Nouns of saying that govern speech as their verb does: أضاف بقوله, نقل عنه قوله.
_MASDAR_SUFFIXES = ("ه", "ها", "هم", "هما")
_OBJECTS = ("ه", "ها", "هم", "هما", "ني", "نا")
# Forms that are other words far more often: تبين (it became clear), عاد (returned), ردا (in reply).
_MIN_DUAL = 4


class Verb(NamedTuple):
    """One form of a reporting verb."""

    lemma: str
    stance: str
    frame: str
    #: perfect, imperfect, participle or masdar
    part: str
    #: m or f; of the form, which may differ from that of a plural subject
    gender: str
    #: whether an object pronoun is attached (أكده)
    has_object: bool = False


@cache
def verb_forms() -> dict[str, Verb]:
    """Return every form of every verb of ``data/quotes/verbs.tsv``, folded, without particles.

    A form that two verbs share belongs to the one that stands first in the file.

    Examples
    --------
    >>> verb_forms()["نفت"].stance, verb_forms()["مؤكدة"].lemma, verb_forms()["يقولون"].part
    ('denying', 'أكد', 'imperfect')
    """
    forms: dict[str, Verb] = {}
    for line in files.read_words("quotes/verbs.tsv"):
        perfect, imperfect, participle, stance, frame = line.split("\t")
        for part, make in (("perfect", _perfect), ("imperfect", _imperfect), ("participle", _participle)):
            stem = {"perfect": perfect, "imperfect": imperfect, "participle": participle}[part]
            if stem == "-":
                continue
            for form, gender, has_object in make(arabic.fold_text(stem)):
                forms.setdefault(form, Verb(perfect, stance, frame, part, gender, has_object))
    for suffix in _MASDAR_SUFFIXES:
        gender = "f" if suffix == "ها" else "m"
        for noun in ("قول", "بقول"):
            forms[noun + suffix] = Verb("قال", "neutral", "say", "masdar", gender)
    # القول counts where another's words are passed on: نقلت عنه القول
    for noun in ("بالقول", "القول"):
        forms[noun] = Verb("قال", "neutral", "say", "masdar", "m")
    # written like رد with و; which one it is, the words after it tell
    forms["ورد"], forms["وردت"] = (forms["جاء"]._replace(lemma="ورد", gender=gender) for gender in "mf")
    # يبين of أبان and تبين "it became clear" are written alike
    forms.pop("تبين", None)
    # عقب is "after" far more often than "he commented"
    forms.pop("عقب", None)
    return forms


def find_verb(token: str, form: str) -> Verb | None:
    """Return the reporting verb a token is a form of, through و, ف, س and ل, or None.

    Parameters
    ----------
    token
        The token as written: a hamza tells أعتقد "I think" from اعتقد "he thought".
    form
        The same folded by `arabic.COUNT_FOLDS`.
    """
    forms = verb_forms()
    verb = forms.get(form)
    rest, cut = form, 0
    if verb is None and form[:1] in "وف":
        rest, cut = form[1:], 1
        verb = forms.get(rest)
    if verb is None and rest[:1] in "سل" and rest[1:2] in "يت":
        verb = forms.get(rest[1:])
        verb = verb if verb and verb.part == "imperfect" else None
    if verb is None:
        return None
    first_person = token[cut : cut + 1] == "أ" and verb.lemma[0] == "ا"
    return None if first_person else verb


def _perfect(stem: str):
    """Yield the third persons of a perfect: قال, قالت, قالوا, قالا, with object pronouns."""
    weak = stem[-1] in "ىا"
    base = stem[:-1] if weak else stem
    singular = [(stem, "m"), (base + "ت", "f")]
    for form, gender in singular:
        yield form, gender, False
    yield base + "وا", "m", False
    if weak and stem[-1] == "ى":
        yield base + "يا", "m", False
    elif not weak and (len(stem) >= _MIN_DUAL or stem[1] == "ا"):
        yield stem + "ا", "m", False
    yield base + "تا", "f", False
    if not weak and stem[-2] != "ا" and len(stem) >= _MIN_DUAL - 1 and stem[-1] != "ن":
        yield stem + "ن", "f", False
    # two-consonant and "between" look-alikes (بينهم, عنه) stay out
    if len(stem) >= _MIN_DUAL or stem in ("قال", "ذكر", "وصف", "سمى"):
        for form, gender in ((base + "ا" if weak else stem, "m"), (base + "ت", "f")):
            for pronoun in _OBJECTS:
                yield form + pronoun, gender, True


def _imperfect(stem: str):
    """Yield the third persons of an imperfect: يقول, تقول, يقولون, يقولان."""
    weak = stem[-1] in "ىيو"
    base = stem[:-1] if weak else stem
    for form, gender in ((stem, "m"), ("ت" + stem[1:], "f")):
        yield form, gender, False
        if not weak:
            yield from ((form + pronoun, gender, True) for pronoun in ("ه", "ها", "هم"))
    yield base + "ون", "m", False
    yield base + "وا", "m", False
    if not weak:
        yield stem + "ان", "m", False
        yield "ت" + stem[1:] + "ان", "f", False


def _participle(stem: str):
    """Yield the accusatives that report beside a main verb: مؤكدا, مؤكدة, مؤكدين."""
    yield stem + "ا", "m", False
    yield stem + "ة", "f", False
    yield (stem[:-1] if stem[-1] == "ي" else stem) + "ين", "m", False
