"""Which words of a sentence report: verbs that are not denied, impersonal or namesakes of other words."""

from functools import cache

from analysis import files
from analysis.quotes.lexicon import Role
from analysis.quotes.reading import Reading
from analysis.quotes.verbs import Verb

_WHICH = ("ما", "مما", "بما", "وما")
_IMPERSONAL = ("ذكر", "توقع", "رجح", "اعتقد", "اعتبر", "ظن", "افترض", "استبعد", "زعم")


class Cue:
    """A reporting verb, or a preposition that names a source, at its place in a sentence."""

    __slots__ = ("at", "verb", "kind", "taken", "lead")

    def __init__(self, at: int, verb: Verb | None, kind: str):
        self.at = at
        self.verb = verb
        #: finite, participle, source, or colon (a name and a colon)
        self.kind = kind
        #: token where what it says begins, or None
        self.taken: int | None = None
        #: an earlier verb it only continues: واستطرد قائلا
        self.lead: Cue | None = None


def is_cue(reading: Reading, at: int, first: int) -> bool:
    """Tell whether the verb form at a token reports, and is neither denied, impersonal nor a namesake."""
    verb = reading.verb[at]
    if verb is None or reading.mention[at] >= 0:
        return False
    before = at - 1 if at > first else -1
    if verb.part == "participle" and before >= 0 and reading.token[before] in "-–—":
        # a byline: فلان - الجريدة - متابعة
        return False
    follows = reading.roles[at + 1] if at + 1 < len(reading.roles) else 0
    if verb.part == "imperfect":
        if before >= 0 and reading.is_a(before, Role.NEGATION):
            return False
        if before >= 0 and reading.form[before] in _WHICH and follows & (Role.THAT | Role.LINK):
            # ما يشير إلى أن: which shows that
            return False
        if verb.lemma in _IMPERSONAL and verb.gender == "m" and not verb.has_object and follows & Role.THAT:
            # يتوقع أن, الذي يرجح أن: it is expected
            someone = before >= 0 and (reading.mention[before] >= 0 or reading.form[before][-1:] in "هو")
            return someone or reading.form[at][-2:] in ("ون", "وا")
    if verb.part == "perfect" and before >= 0 and reading.mention[before] < 0:
        if reading.is_a(before, Role.GOVERNS):
            return False
    if reading.form[at] == "القول":
        return any(reading.is_a(token, Role.RELAY) for token in range(max(first, at - 16), at))
    if verb.frame == "text":
        return _is_written(reading, at)
    if verb.lemma == "عبر" and verb.part == "perfect" and verb.gender == "m":
        # عبّر عن, not the preposition
        return "عن" in reading.token[at + 1 : at + 9]
    if verb.lemma == "بين" and verb.part == "perfect" and verb.gender == "m":
        return _is_clarified(reading, at, before)
    return True


def _is_written(reading: Reading, at: int) -> bool:
    """Tell جاء في البيان from جاء الوزير."""
    tokens, writings = reading.token[at + 1 : at + 3], Role.WRITING | Role.OCCASION
    if tokens[:1] in (["فيه"], ["فيها"]):
        return True
    return len(tokens) == 2 and tokens[0] == "في" and reading.is_a(at + 2, writings)


def _is_clarified(reading: Reading, at: int, before: int) -> bool:
    """Tell the verb بيّن from the preposition بين."""
    if "\u0651" in reading.token[at] or reading.is_a(at + 1, Role.THAT):
        return True
    opens = before < 0 or reading.is_a(before, Role.COMMA | Role.OCCASION)
    if not opens or at + 1 >= len(reading.token):
        return False
    named = reading.mention[at + 1] >= 0 or reading.is_a(at + 1, Role.PERSON | Role.BODY | Role.DEFINITE)
    for token in range(at + 2, min(at + 25, len(reading.token))):
        if reading.is_a(token, Role.AND_THAT | Role.COMMA | Role.POINT):
            return False
        if reading.is_a(token, Role.THAT):
            return named
    return False


@cache
def _verbs_by_preposition() -> dict[str, set[str]]:
    """Return which verbs take which preposition before أن."""
    lists = files.read_toml("quotes/words.toml")["links"]
    keys = {"الى": "verbs_with_to", "على": "verbs_with_on", "عن": "verbs_with_about", "من": "verbs_with_from"}
    return {preposition: set(lists[key].split()) for preposition, key in keys.items()}


def takes(verb: Verb, preposition: str) -> bool:
    """Tell whether a verb takes the word before أن, if that is a preposition: أشار إلى أن."""
    verbs = _verbs_by_preposition().get(preposition)
    return verbs is None or verb.lemma in verbs
