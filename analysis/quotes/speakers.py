"""Where a sentence names the speaker: after the verb, before it, or at the head of the sentence."""

from analysis.quotes.lexicon import SPEAKER, Role
from analysis.quotes.namings import (
    ENDS,
    Naming,
    is_addressee,
    naming_of,
    noun_phrase,
    quoted_name,
    starts_person,
)
from analysis.quotes.reading import Reading

#: How far a subject's name may stand from its verb, in tokens.
FAR_NAME = 32

_TO = ("ل", "إلى", "الى")


def subject_after(reading: Reading, verb: int, limit: int) -> Naming | None:
    """Return the subject that follows a verb, or None where the verb has none of its own.

    Parameters
    ----------
    reading
        The text.
    verb
        Token of the verb.
    limit
        Token where what is said, or the sentence, begins to count: the subject stands before it.
    """
    own = reading.verb[verb]
    if own is not None and own.frame == "text":
        # the writing itself speaks: جاء في البيان
        return noun_phrase(reading, verb + 2, limit) if verb + 2 < limit else None
    if own is not None and own.frame == "relay":
        return relayed(reading, verb, limit)
    begin = _skip_circumstances(reading, verb + 1, limit)
    if begin is None or begin >= limit:
        return None
    if reading.verb[begin] is not None and reading.mention[begin] < 0:
        return None
    word = reading.form[begin]
    if word in ("ب", "ل", "ك") or (word[:1] == "ل" and word[-1:] in "هام" and reading.mention[begin] < 0):
        # وصفه بـ«...», أفاد لمحادثه
        return None
    opening = reading.closing[begin]
    if opening >= 0:
        return quoted_name(reading, begin)
    if reading.is_a(begin, ENDS | Role.STOP | Role.COMMA) and reading.mention[begin] < 0:
        return None
    head = reading.roles[begin]
    heads_body = head & (Role.BODY | Role.WRITING) and not head & Role.PERSON
    if not heads_body:
        person = _person_in(reading, begin, limit)
        if person is not None:
            return person
    naming = noun_phrase(reading, begin, limit)
    if naming is not None and naming.mention < 0 and reading.verb[verb] is not None:
        if naming.first == begin and _judges(reading, verb) and head & Role.DEFINITE and head & Role.PERSON:
            # وصف الوزير الرد: what is judged is no part of who judges
            return naming._replace(last=begin + 1, end=reading.end[begin])
        told = reading.verb[verb].frame == "tell" and reading.token[begin][-1:] in "هام"
        return None if told and not head & Role.DEFINITE else naming
    return naming


def _judges(reading: Reading, verb: int) -> bool:
    """Tell whether a verb has an object that it judges: وصف الوزير الرد بأنه."""
    return reading.verb[verb].frame == "judge"


def relayed(reading: Reading, verb: int, limit: int) -> Naming | None:
    """Return whose words another passes on: نقلت الوكالة عن الوزير قوله."""
    for token in range(verb + 1, min(limit - 1, verb + 16)):
        if reading.token[token] == "عن":
            return subject_after(reading, token, limit)
        if reading.is_a(token, Role.COMMA | Role.THAT):
            break
    return None


def _skip_circumstances(reading: Reading, token: int, limit: int) -> int | None:
    """Return the first token that is no adverb or circumstance (أيضا, في تصريح لرويترز); None: no subject."""
    begin = token
    for _ in range(6):
        moved = token > begin
        if token >= limit:
            return None
        if moved and reading.is_a(token, Role.COMMA):
            token += 1
            continue
        word = reading.token[token].rstrip("ـ")
        if reading.mention[token] >= 0 and not is_addressee(reading, token):
            return token
        if reading.is_a(token, Role.ADVERBIAL) or word in (
            "أيضا",
            "ايضا",
            "أمس",
            "اليوم",
            "كذلك",
            "مجددا",
            "لاحقا",
        ):
            token += 1
        elif (
            reading.closing[token] >= 0
            and reading.form[token + 1][:1] == "ل"
            and reading.closing[token] < limit - 1
        ):
            # كشف «للجزيرة» رئيس البلدية
            token = reading.closing[token] + 1
        elif (
            word in ("في", "خلال", "عبر", "من")
            and token + 1 < limit
            and reading.is_a(token + 1, Role.OCCASION)
        ):
            after = _after_occasion(reading, token + 2, limit)
            if after is None:
                return None
            token = after
        elif word in _TO or (word[:1] == "ل" and is_addressee(reading, token)):
            token = _after_addressee(reading, token, limit)
        else:
            return token
    return token


def _after_addressee(reading: Reading, token: int, limit: int) -> int:
    """Return the token after who is spoken to: a name, marks, or a noun with its adjectives."""
    token += 1 if reading.token[token].rstrip("ـ") in _TO else 0
    if token < limit and reading.closing[token] >= 0:
        return reading.closing[token] + 1
    begin = token
    while token < limit and token - begin < 7:
        if reading.is_a(token, ENDS | Role.STOP):
            break
        if reading.is_a(token, Role.COMMA):
            return token + 1
        if reading.closing[token] >= 0:
            return reading.closing[token] + 1
        if token > begin and (
            starts_person(reading, token) or reading.is_a(token, Role.PERSON | Role.HONOUR)
        ):
            break
        token += 1
    return max(token, begin + 1)


def _after_occasion(reading: Reading, token: int, limit: int) -> int | None:
    """Return the token after في تصريح صحفي لـ«...»; None where the occasion has another person in it."""
    # تصريح صحفي: the word after an occasion describes it
    for moved in range(14):
        if token >= limit:
            return None
        if reading.is_a(token, Role.COMMA):
            return token + 1
        if reading.closing[token] >= 0:
            token = reading.closing[token] + 1
            continue
        word = reading.token[token].rstrip("ـ")
        if word in _TO or (word[:1] == "ل" and is_addressee(reading, token)):
            token = _after_addressee(reading, token, limit)
            continue
        if reading.is_a(token, Role.BARRIER | ENDS) or word in ("في", "على"):
            return token if reading.is_a(token, ENDS) else None
        if starts_person(reading, token) or reading.is_a(token, Role.HONOUR):
            return token
        adjective = moved == 0 and not reading.is_a(token, Role.DEFINITE)
        if reading.is_a(token, Role.PERSON) and not reading.is_a(token, Role.OCCASION) and not adjective:
            return token
        token += 1
    return None


def _person_in(reading: Reading, begin: int, limit: int) -> Naming | None:
    """Return the person whose title or name begins at ``begin``: الوزير فلان, المتحدثة باسم كذا، فلانة."""
    titled = reading.is_a(begin, Role.PERSON | Role.HONOUR)
    token, stop = begin, min(limit, begin + FAR_NAME)
    commas = 0
    while token < stop:
        roles, number = reading.roles[token], reading.mention[token]
        if number >= 0:
            kind, last = reading.mentions[number][4], reading.mentions[number][1]
            if kind == "person" and not _belongs_to_another(reading, token, begin):
                return naming_of(reading, number)
            token = max(last, token + 1)
            continue
        if roles & Role.COMMA:
            # one apposition: وزير الخارجية الروسي، سيرغي لافروف
            commas += 1
            if commas > 1 or not titled or not _apposition(reading, token + 1, stop):
                return None
            token += 1
            continue
        if roles & (ENDS | Role.BARRIER) or (reading.verb[token] is not None and token > begin):
            return None
        if roles & Role.STOP and token + 1 < stop and reading.is_a(token + 1, Role.OCCASION):
            return None
        if reading.closing[token] >= 0 and reading.closing[token] - token > 6:
            return None
        token += 1
    return None


def _apposition(reading: Reading, token: int, stop: int) -> bool:
    """Tell whether a name follows a comma at once, or after a title."""
    for place in range(token, min(token + 8, stop)):
        if starts_person(reading, place):
            return True
        if not reading.is_a(place, Role.PERSON | Role.DEFINITE) or reading.is_a(place, ENDS | Role.STOP):
            return False
    return False


def _belongs_to_another(reading: Reading, token: int, begin: int) -> bool:
    """Tell whether the name only tells whose the speaker is: والد فلان, المتحدث باسم فلان."""
    before = token - 1
    return before >= begin and reading.is_a(before, Role.KIN | Role.LINK) and reading.mention[before] < 0


def subject_before(reading: Reading, verb: int, first: int) -> Naming | None:
    """Return the subject right before a verb: كانت وزارة العدل ذكرت, المصادر التي قالت."""
    token = verb - 1
    while token >= first and reading.is_a(token, Role.PAST) and reading.mention[token] < 0:
        token -= 1
    if token < first:
        return None
    if reading.is_a(token, Role.THAT | Role.AND_THAT) and reading.form[token][-2:] != "ان":
        return None
    if reading.form[verb][0] == "ف" and reading.form[first] in ("اما", "واما"):
        # أما فلان، مدير الشركة، فيقول
        return subject_after(reading, first, verb)
    relative = reading.is_a(token, Role.RELATIVE)
    if relative:
        if verb + 1 < len(reading.form) and reading.form[verb + 1] in ("عنه", "عنها", "عنهم", "فيه", "فيها"):
            # التي قال عنها: said of it, not by it
            return None
        token -= 1
        if token >= first and reading.is_a(token, Role.COMMA):
            token -= 1
    if token < first:
        return None
    if reading.within[token] >= 0 and reading.closing[reading.within[token]] == token:
        return quoted_name(reading, reading.within[token])
    number = reading.mention[token]
    if number >= 0 and reading.mentions[number][4] in ("person", "organisation"):
        begins_clause = relative or _begins_clause(reading, reading.mentions[number][0], first)
        return naming_of(reading, number) if begins_clause else None
    found = _noun_before(reading, token, first) or _after_that(reading, token, first)
    return found or _opening_noun(reading, token, first)


def _opening_noun(reading: Reading, token: int, first: int) -> Naming | None:
    """Return the one or two words a headline begins with: جون يصف الاتفاق بـ."""
    opens = token - first <= 1 and not reading.is_a(token + 1, Role.THAT) and reading.mention[first] < 0
    barred = Role.STOP | Role.COMMA | Role.COLON | Role.PAST | Role.RELATIVE | Role.THAT | Role.AND_THAT
    if not opens or reading.paragraph[first] > 2:
        return None
    for word in range(first, token + 1):
        if (
            reading.is_a(word, barred)
            or reading.verb[word] is not None
            or not reading.token[word][0].isalpha()
        ):
            return None
    return Naming(first, token + 1, reading.start[first], reading.end[token], -1)


def _begins_clause(reading: Reading, token: int, first: int) -> bool:
    """Tell whether nothing but titles stands between a name and the beginning of its clause."""
    for word in range(token - 1, max(first, token - 10) - 1, -1):
        if reading.is_a(word, Role.COMMA | Role.PAST | Role.COLON | Role.THAT | Role.AND_THAT):
            return True
        if (
            reading.is_a(word, Role.STOP | ENDS)
            or reading.verb[word] is not None
            or reading.closing[word] >= 0
        ):
            return False
    return token - first <= 10


def _after_that(reading: Reading, token: int, first: int) -> Naming | None:
    """Return the subject between أن and a verb: أكد أن المفوضية تتوقع."""
    for begin in range(token, max(first, token - 4), -1):
        if reading.is_a(begin, Role.STOP | Role.COMMA) or not reading.token[begin][0].isalnum():
            return None
        if reading.is_a(begin - 1, Role.THAT | Role.AND_THAT) and reading.form[begin - 1][-2:] == "ان":
            return Naming(begin, token + 1, reading.start[begin], reading.end[token], -1)
    return None


def _noun_before(reading: Reading, token: int, first: int) -> Naming | None:
    """Return a speaking noun with its adjectives that ends at a token."""
    for was in range(token - 1, max(first - 1, token - 10), -1):
        if reading.is_a(was, Role.PAST) and reading.mention[was] < 0:
            # وكان برنامج الغذاء العالمي قد أعلن
            begin = was + 1
            if begin <= token and reading.is_a(begin, SPEAKER):
                return Naming(begin, token + 1, reading.start[begin], reading.end[token], -1)
            naming = noun_phrase(reading, begin, token + 1)
            if naming is not None and naming.last == token + 1:
                return naming
    for begin in range(token, max(first - 1, token - 7), -1):
        if reading.is_a(begin, Role.COMMA | ENDS) or reading.verb[begin] is not None:
            return None
        if reading.is_a(begin, SPEAKER) and not reading.is_a(begin, Role.OCCASION):
            if begin > first and reading.is_a(begin - 1, Role.STOP):
                return None
            naming = noun_phrase(reading, begin, token + 1)
            return naming if naming is not None and naming.last == token + 1 else None
    return None


def main_subject(reading: Reading, first: int, limit: int) -> Naming | None:
    """Return who a sentence is about, whatever its verb: رفضت النقابة ...، مؤكدة أنه."""
    token = first
    for comma in range(first, min(first + 9, limit)):
        if reading.is_a(comma, Role.COMMA):
            # من جهتها، رفضت
            token = comma + 1 if reading.is_a(first, Role.STOP | Role.OCCASION) else first
            break
    if token >= limit or (token == first and reading.is_a(first, Role.GOVERNS | Role.BARRIER)):
        # حول لقب الدوري أكد: the sentence begins with a circumstance
        return None
    opening = reading.mention[token]
    if opening >= 0 and reading.mentions[opening][0] == token and reading.mentions[opening][4] == "person":
        return naming_of(reading, opening)
    while token < limit and reading.is_a(token, Role.PAST | Role.STOP | Role.OCCASION):
        token += 1
    if token >= limit:
        return None
    if reading.is_a(token, SPEAKER):
        return subject_after(reading, token - 1, limit)
    found = subject_after(reading, token, limit)
    if found is not None and (found.is_person or reading.is_a(found.first, SPEAKER)):
        return found
    return None


def first_person(reading: Reading, first: int, limit: int) -> Naming | None:
    """Return the first person named in a stretch of tokens."""
    for token in range(first, limit):
        if starts_person(reading, token):
            return naming_of(reading, reading.mention[token])
    return None
