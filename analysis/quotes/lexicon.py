"""What each distinct word can be in reported speech: looked up once per word, not once per token."""

from functools import cache

import numpy as np
import pyarrow as pa

from analysis import arabic, files
from analysis.quotes.verbs import Verb, find_verb


class Role:
    """What a word can be, one bit each; one word may be several. Plain integers: they are compared a lot."""

    THAT = 1  # أن, إنه, بأنها
    AND_THAT = 2  # وأن
    LINK = 4  # a preposition that may stand before أن
    BLOCKER = 8  # takes أن for itself
    OBJECT = 16  # حرصه, أهمية
    LISTING = 32  # before a colon: no speech follows
    PERSON = 64
    BODY = 128
    WRITING = 256
    HONOUR = 512  # سموه
    KIN = 1024
    STOP = 2048  # ends the naming of a speaker
    OCCASION = 4096
    RELATIVE = 8192
    SOURCE = 16384  # بحسب
    SOURCE_VERB = 32768  # حسبما
    SAYING = 65536  # قول, تعبير
    RELAY = 131072  # نقلت
    TITLE = 262144  # before marks: a name
    COLON = 524288
    COMMA = 1048576  # ، ؛
    POINT = 2097152  # . ! ؟ …
    LATIN = 4194304
    DEFINITE = 8388608
    VERBAL = 16777216  # looks like an imperfect
    NEGATION = 33554432  # لم, لن, أن before an imperfect
    PAST = 67108864  # كان, كانت, قد
    ADVERBIAL = 134217728  # written with tanween: مؤخرًا
    BARRIER = 268435456  # خلال, أمس: no title runs across it
    ADDRESSED = 536870912  # للصحفيين, لوكالة
    MEDIA = 2147483648
    GOVERNS = 4294967296  # a preposition: the next word is no verb
    FEMININE_PERFECT = 1073741824  # ends like اطلعت


SPEAKER = Role.PERSON | Role.BODY | Role.WRITING | Role.HONOUR

_THAT_ENDINGS = ("", "ه", "ها", "هم", "هما", "هن", "ني", "نا", "ي", "ك", "كم")
_PRONOUNS = ("ه", "ها", "هم", "هما", "نا")
_NOT_VERBS = "quotes/words.toml"


def _words(section: str, key: str) -> set[str]:
    """Return one list of ``words.toml``, folded."""
    words = files.read_toml(_NOT_VERBS)[section][key].split()
    return set(arabic.fold_strings(pa.array(words)).to_pylist())


@cache
def _lists() -> dict[int, set[str]]:
    """Return the words of each role, folded, without particles and ال."""
    return {
        Role.LINK: _words("links", "prepositions"),
        Role.BLOCKER: _words("links", "blockers"),
        Role.OBJECT: _words("links", "objects"),
        Role.LISTING: _words("links", "listing"),
        Role.PERSON: _words("speakers", "people"),
        Role.BODY: _words("speakers", "bodies") | _words("speakers", "media"),
        Role.MEDIA: _words("speakers", "media"),
        Role.GOVERNS: _words("links", "prepositions_of_nouns"),
        Role.WRITING: _words("speakers", "writings"),
        Role.HONOUR: _words("speakers", "honours"),
        Role.KIN: _words("speakers", "kin"),
        Role.STOP: _words("stops", "adverbs"),
        Role.BARRIER: _words("stops", "barriers"),
        Role.OCCASION: _words("stops", "occasions"),
        Role.RELATIVE: _words("stops", "relatives"),
        Role.SOURCE: _words("sources", "words"),
        Role.SOURCE_VERB: _words("sources", "with_verb"),
        Role.SAYING: _words("sources", "nouns"),
        Role.RELAY: _words("sources", "relays"),
        Role.TITLE: _words("marks", "titles"),
        Role.NEGATION: _words("links", "negations"),
        Role.PAST: _words("links", "auxiliaries"),
    }


def bare(form: str) -> str:
    """Return a folded noun without particles and ال: وللوزير -> وزير.

    Examples
    --------
    >>> bare("وللوزير"), bare("بالبيان"), bare("وزير")
    ('وزير', 'بيان', 'وزير')
    """
    rest = form
    if rest[:1] in "وف" and len(rest) > 5 and rest[1:3] in ("ال", "لل", "با", "كا"):
        rest = rest[1:]
    if rest[:2] in ("ال", "لل") and len(rest) > 4:
        return rest[2:]
    if rest[:3] in ("بال", "كال") and len(rest) > 5:
        return rest[3:]
    return rest


def _variants(form: str) -> tuple[str, ...]:
    """Return what a word may be without its particles, article and plural or feminine ending."""
    stems = [form, bare(form)]
    if form[:1] in "وف" and len(form) > 2:
        stems.append(form[1:])
    for stem in tuple(stems):
        if stem[:1] in "بلك" and len(stem) > 3:
            stems.append(stem[1:])
    for stem in tuple(stems):
        for ending, instead in (("ة", ""), ("ون", ""), ("ين", ""), ("ات", ""), ("ات", "ة"), ("ي", "")):
            if ending == "ي" and form[:2] in ("ال", "لل", "وا"):
                # العالمي is no عالم
                continue
            if stem.endswith(ending) and len(stem) > len(ending) + 2:
                stems.append(stem[: -len(ending)] + instead)
    return tuple(dict.fromkeys(stems))


def _light(form: str) -> tuple[str, ...]:
    """Return a word with and without a leading و or ف."""
    return (form, form[1:]) if form[:1] in "وف" and len(form) > 2 else (form,)


_LIGHT = Role.LINK | Role.BLOCKER | Role.STOP | Role.RELATIVE | Role.SOURCE | Role.SOURCE_VERB | Role.RELAY
_LIGHT |= Role.NEGATION | Role.PAST | Role.BARRIER | Role.GOVERNS
# حرصه, كلمته: a pronoun may follow
_OWNED = Role.OBJECT | Role.OCCASION | Role.PERSON | Role.BODY | Role.WRITING | Role.KIN


@cache
def _tables() -> tuple[dict[str, int], dict[str, int]]:
    """Return the roles of listed words: those that take only و and ف, and those that take more."""
    light, heavy = {}, {}
    for role, words in _lists().items():
        table = light if role & _LIGHT else heavy
        for word in words:
            table[word] = table.get(word, 0) | role
    return light, heavy


def word_roles(token: str, form: str, kind: str) -> tuple[int, Verb | None]:
    """Return the roles of one distinct word, and the reporting verb it is a form of."""
    if kind == "punctuation":
        roles = 0
        roles |= Role.COLON if token in (":", "：") else 0
        roles |= Role.COMMA if token in ("،", ",", "؛", ";") else 0
        roles |= Role.POINT if token[0] in ".!؟?…" else 0
        return roles, None
    if kind != "word":
        return 0, None
    return _roles_of_word(token, form), find_verb(token, form)


def _roles_of_word(token: str, form: str) -> int:
    """Return the roles of a word proper."""
    roles = _that(token, form)
    light, heavy = _tables()
    for stem in _light(form):
        roles |= light.get(stem, 0)
    for stem in _variants(form):
        roles |= heavy.get(stem, 0)
        for ending in _PRONOUNS:
            if stem.endswith(ending) and len(stem) > 3:
                owned = stem[: -len(ending)]
                feminine = owned[:-1] + "ة" if owned[-1] == "ت" else owned
                roles |= (heavy.get(owned, 0) | heavy.get(feminine, 0)) & _OWNED
    if form.isascii():
        roles |= Role.LATIN
    if bare(form) != form and not form.startswith(("ب", "ك", "وب")):
        roles |= Role.DEFINITE
    stem = form[1:] if form[:1] in "وف" and form[1:2] in "يتس" else form
    future = stem[:1] == "س" and stem[1:2] in "يتن"
    stem = stem[1:] if future else stem
    noun = stem[-1:] in "ةيء" or stem[:3] in ("ياس", "يار", "يون", "ينا", "ورو")
    if (stem[:1] == "ي" or future) and len(stem) > 2 and not noun and stem not in _lists()[Role.STOP]:
        roles |= Role.VERBAL
    if form[:1] == "ل" and roles & (Role.PERSON | Role.MEDIA) and not _is_listed(form):
        roles |= Role.ADDRESSED
    if form[-1:] == "ت" and len(form) > 4 and form[-2] not in "ايو" and not roles & Role.DEFINITE:
        roles |= Role.FEMININE_PERFECT
    if "\u064b" in token:
        roles |= Role.ADVERBIAL
    return roles


def _is_listed(form: str) -> bool:
    """Tell whether a word that begins with ل is a speaking noun with that letter its own: لجنة, لاعبون."""
    heavy = _tables()[1]
    own = (heavy.get(stem, 0) for stem in _variants(form) if stem[:1] == "ل")
    return form[:2] != "لل" and any(roles & (Role.PERSON | Role.MEDIA) for roles in own)


def _that(token: str, form: str) -> int:
    """Return whether a word is أن in one of its spellings; آن and كان are not."""
    for cut, role in ((0, Role.THAT), (1, Role.AND_THAT)):
        if cut and (form[:1] not in "وف" or (form[0] == "ف" and "إ" not in token)):
            continue
        rest = form[cut:]
        rest = rest[1:] if rest[:2] == "با" else rest
        # أنا is "I", and آن "time"
        if rest[:2] == "ان" and rest[2:] in _THAT_ENDINGS and rest != "انا" and "آ" not in token:
            return role
    return 0


def read_vocabulary(tokens: list[str], kinds: list[str]) -> tuple[np.ndarray, list[Verb | None], list[str]]:
    """Return the roles, the verb and the folded form of each distinct token."""
    folds = (*arabic.COUNT_FOLDS, "keyboard")
    forms = arabic.fold_strings(pa.array(tokens, pa.string()), folds).to_pylist()
    found = [word_roles(*word) for word in zip(tokens, forms, kinds, strict=True)]
    return np.array([roles for roles, _ in found], dtype=np.int64), [verb for _, verb in found], forms
