"""Namings of speakers: a person's name, a name in marks, a noun phrase such as مسؤول رفيع في الإدارة."""

from typing import NamedTuple

from analysis.quotes.lexicon import SPEAKER, Role, bare
from analysis.quotes.reading import Reading

#: How long a speaker without a name may be, in tokens.
LONGEST_NOUN = 12
#: Roles that no naming of a speaker runs across.
ENDS = Role.THAT | Role.AND_THAT | Role.COLON | Role.POINT | Role.RELATIVE | Role.SOURCE | Role.VERBAL


class Naming(NamedTuple):
    """A speaker as named at one place: tokens, code points, and the mention in it or -1."""

    first: int
    last: int
    start: int
    end: int
    mention: int

    @property
    def is_person(self) -> bool:
        """Tell whether the naming is a person's own name."""
        return self.mention >= 0


def is_addressee(reading: Reading, token: int) -> bool:
    """Tell whether a word with ل names who is spoken to: لرويترز, للصحفيين, لوكالة."""
    number = reading.mention[token]
    if number >= 0:
        # the span of a mention begins after a particle
        return reading.mentions[number][0] == token and reading.mentions[number][2] > reading.start[token]
    return reading.is_a(token, Role.ADDRESSED)


def starts_person(reading: Reading, token: int) -> bool:
    """Tell whether a person's name begins at a token."""
    number = reading.mention[token]
    return number >= 0 and reading.mentions[number][0] == token and reading.mentions[number][4] == "person"


def naming_of(reading: Reading, number: int) -> Naming:
    """Return the naming that is a mention."""
    first, last, start, end, *_ = reading.mentions[number]
    return Naming(first, last, start, end, number)


def quoted_name(reading: Reading, opening: int) -> Naming | None:
    """Return a short name in marks: وأوضح «كازنوف» أن."""
    first, last = opening + 1, reading.closing[opening]
    if not 0 < last - first <= 4:
        return None
    numbers = {reading.mention[token] for token in range(first, last)} - {-1}
    if len(numbers) == 1:
        return naming_of(reading, numbers.pop())
    return Naming(first, last, reading.start[first], reading.end[last - 1], -1)


def noun_phrase(reading: Reading, begin: int, limit: int) -> Naming | None:
    """Return a speaker without a person's name: وزارة العدل, مسؤول رفيع في الإدارة, منتقدون."""
    head, number = reading.roles[begin], reading.mention[begin]
    token = begin
    while token < min(limit, begin + LONGEST_NOUN):
        glued = reading.mention[token] >= 0 and is_addressee(reading, token)
        if token > begin and (reading.is_a(token, Role.ADDRESSED) or glued):
            # who is told is no part of who tells: مصدر لرويترز, but المتحدث لوزارة
            if reading.is_a(token, Role.ADDRESSED) or not head & (Role.DEFINITE | Role.WRITING):
                break
        if reading.mention[token] >= 0:
            kind = reading.mentions[reading.mention[token]][4]
            first, last, begins, *_ = reading.mentions[reading.mention[token]]
            bare_name = last - first == 1 and begins == reading.start[token]
            if token > begin and kind == "place" and bare_name and reading.is_a(token - 1, Role.DEFINITE):
                # الرئيس التركي | إسرائيل: a definite noun takes no genitive
                break
            place = token > begin and reading.token[token - 1] == "في"
            token = max(reading.mentions[reading.mention[token]][1], token + 1)
            if place:
                # نقابة الأطباء في إسرائيل ends here
                break
            continue
        if number >= 0 and token == reading.mentions[number][1] and reading.is_a(token, Role.PERSON):
            if not reading.is_a(token, Role.DEFINITE):
                # نبهت الإمارات | مسؤولة السياسة: whom, not who
                break
        if token > begin and _ends_noun(reading, token, begin):
            break
        if reading.closing[token] >= 0:
            token = reading.closing[token] + 1
            continue
        token += 1
    token = min(token, limit)
    if token <= begin:
        return None
    while token - 1 > begin and reading.token[token - 1].rstrip("ـ") in ("ل", "ب"):
        token -= 1
    if number < 0 and not _may_speak(reading, begin, token, head):
        return None
    start = reading.mentions[number][2] if number >= 0 else reading.start[begin]
    own = number if number >= 0 and reading.mentions[number][1] >= token else -1
    if own >= 0:
        return naming_of(reading, own)
    tail = _name_after_office(reading, begin, token) if head & Role.PERSON else begin
    start = reading.start[tail] if tail > begin else start
    begin = tail
    return Naming(begin, token, start, reading.end[token - 1], -1)


def _name_after_office(reading: Reading, begin: int, end: int) -> int:
    """Return where an unknown name begins after an office: المتحدث باسم الشركة الوطنية | فلان الفلاني.

    An office ends with a definite word or a known body; a name begins with neither.
    """
    listed = SPEAKER | Role.KIN | Role.STOP | Role.OCCASION
    for token in range(max(begin + 1, end - 5), end - 1):
        known = reading.mention[token - 1] >= 0 and _owner(reading, token) == token
        office_ends = known or reading.is_a(token - 1, Role.DEFINITE)
        plain = not any(
            reading.is_a(word, listed) or _owner(reading, word) < token or reading.closing[word] >= 0
            for word in range(token, end)
        )
        if (
            office_ends
            and plain
            and not reading.is_a(token, Role.DEFINITE)
            and reading.form[token][:1] not in "وبل"
        ):
            return token
    return begin


def _owner(reading: Reading, token: int) -> int:
    """Return where the mention around a token begins, or the token itself."""
    number = reading.mention[token]
    return reading.mentions[number][0] if number >= 0 else token


def _ends_noun(reading: Reading, token: int, begin: int) -> bool:
    """Tell whether a token is outside the noun phrase that begins at ``begin``."""
    roles, word = reading.roles[token], reading.token[token]
    if reading.closing[token] >= 0:
        # a short name may stand inside: موقع «كذا» الفرنسي
        return reading.closing[token] - token > 5 or reading.is_a(token - 1, Role.COLON)
    if (
        roles & (ENDS | Role.BARRIER | Role.COMMA | Role.ADVERBIAL | Role.FEMININE_PERFECT)
        or reading.verb[token] is not None
    ):
        return True
    if reading.form[token][:2] == "لل" and roles & Role.OCCASION:
        return True
    if not word[0].isalnum() or (roles & Role.OCCASION and word[-1] in "هام" and not roles & Role.DEFINITE):
        return True
    if roles & Role.STOP:
        follows = token + 1 < len(reading.token) and not reading.is_a(token + 1, Role.OCCASION)
        indefinite = not reading.is_a(begin, Role.DEFINITE)
        joins = word in ("في", "من", "باسم", "لدى") and follows
        place = follows and token + 1 < len(reading.token) and reading.mention[token + 1] >= 0
        if word == "من" and indefinite and follows:
            # عدد من باعة السيارات
            return False
        return not (joins and (place or (indefinite and reading.is_a(token + 1, Role.DEFINITE | Role.BODY))))
    return word.rstrip("ـ") in ("ل", "ب")


def _may_speak(reading: Reading, begin: int, end: int, head: int) -> bool:
    """Tell whether a noun phrase without a known name can be a speaker."""
    if head & SPEAKER:
        return True
    if head & (Role.OBJECT | Role.OCCASION | Role.STOP | Role.ADVERBIAL | Role.VERBAL):
        return False
    word = reading.token[begin]
    if not word[0].isalpha():
        return False
    if head & Role.DEFINITE:
        return True
    # an unknown name: short, and what is said follows at once
    follows = reading.roles[end] if end < len(reading.roles) else Role.POINT
    opens = end < len(reading.closing) and reading.closing[end] >= 0
    return end - begin <= 4 and (opens or bool(follows & (Role.THAT | Role.COLON | Role.COMMA | Role.STOP)))


def head_word(reading: Reading, naming: Naming) -> str:
    """Return the first word of a naming, folded, without particles and ال."""
    return bare(reading.form[naming.first])
