"""Who a voice is: verbs without a subject, المسؤول, سموه, each given the fullest naming of their person."""

from typing import NamedTuple

from analysis import arabic
from analysis.quotes.lexicon import SPEAKER, Role, bare
from analysis.quotes.namings import Naming, head_word
from analysis.quotes.reading import Reading

#: How many namings and mentions back a short naming is looked up in.
FAR_BACK = 40
# How far from a name its office stands, in tokens.
_BEFORE_NAME, _AFTER_NAME = 10, 4


class Voice(NamedTuple):
    """A naming, who it is, and the gender its verb gave it ("" if unknown)."""

    naming: Naming
    entity: str
    gender: str
    reason: str


class Voices:
    """The speakers of one text in order, remembered for verbs without a subject."""

    def __init__(self, reading: Reading, surnames: dict[str, int]):
        self.reading = reading
        self.surnames = surnames
        self.past: list[Voice] = []
        #: bodies that sentences without speech are about
        self.topics: list[Voice] = []
        #: paragraph of the latest row
        self.spoke_in = -1

    def hear(self, naming: Naming, gender: str) -> Voice:
        """Return the voice of a naming and remember it."""
        entity, reason, known = self._resolve(naming, gender)
        voice = Voice(naming, entity, known or gender, reason)
        self.past.append(voice)
        return voice

    def spoke_lately(self, paragraph: int) -> bool:
        """Tell whether somebody spoke in this paragraph or the one before."""
        return bool(self.past) and 0 <= self.spoke_in and paragraph - self.spoke_in <= 1

    def last(self, gender: str, plural: bool = False) -> Voice | None:
        """Return the latest voice that a verb of this gender can carry on from."""
        for voice in reversed(self.past[-FAR_BACK:]):
            if not gender or not voice.gender or voice.gender == gender:
                return voice
        if self.past and not gender:
            return self.past[-1]
        return self.topics[-1] if self.topics and gender == "f" else None

    def mention_body(self, naming: Naming) -> None:
        """Remember a body that a sentence is about: a feminine verb may be its."""
        entity, reason, _ = self._resolve(naming, "")
        self.topics.append(Voice(naming, entity, "f", reason))

    def _resolve(self, naming: Naming, gender: str) -> tuple[str, str, str]:
        """Return the fullest naming of a speaker, why, and the gender if that tells it."""
        reading, text = self.reading, self.reading.text[naming.start : naming.end]
        if (
            text[:1] == "ل"
            and reading.form[naming.first][:2] == "لل"
            and naming.start > reading.start[naming.first]
        ):
            text = "ا" + text
        if naming.mention >= 0:
            entity = reading.mentions[naming.mention][5]
            entity = text if entity is None or entity != entity else entity
            if entity == text and naming.last - naming.first == 1:
                entity = self._by_last_word(naming) or entity
            return entity, "" if entity == text else f"{text} is {entity}", ""
        roles = reading.roles[naming.first]
        if roles & Role.HONOUR:
            found = self._last_person(gender)
            return (found, f"{text} after {found}", "") if found else (text, "", "")
        if naming.last - naming.first == 1 and not roles & SPEAKER:
            number = self.surnames.get(reading.form[naming.first], -1)
            entity = reading.mentions[number][5] if number >= 0 else None
            entity = entity if isinstance(entity, str) else self._by_last_word(naming)
            if entity is not None:
                return entity, f"{text} is {entity}", ""
        head = head_word(reading, naming)
        definite = bool(roles & Role.DEFINITE)
        bound = naming.last - naming.first > 1 and (
            reading.is_a(naming.first + 1, Role.DEFINITE) or reading.mention[naming.first + 1] >= 0
        )
        if not definite and not bound:
            # مهاجم لخويا, whatever لخويا is; but مسؤول رفيع is nobody named
            office = roles & Role.PERSON and naming.last - naming.first > 1
            found = self._by_office(naming, head) if office else None
            return (found, f"{text} is {found}", "") if found else (text, "", "")
        short = naming.last - naming.first <= (6 if roles & Role.PERSON else 3)
        for voice in reversed(self.past[-FAR_BACK:]):
            if short and voice.naming.mention < 0 and head_word(reading, voice.naming) == head:
                return voice.entity, f"{text} after {voice.entity}", voice.gender
        if roles & Role.PERSON:
            found = self._by_office(naming, head)
            if found or not roles & Role.BODY:
                return (found, f"{text} is {found}", "") if found else (text, "", "")
        if short and definite:
            found = self._by_head(naming, head)
            return (found, f"{text} after {found}", "") if found else (text, "", "")
        return text, "", ""

    def _by_last_word(self, naming: Naming) -> str | None:
        """Return the speaker whose name ends with a word, the latest first."""
        form = self.reading.form[naming.last - 1]
        for voice in reversed(self.past[-FAR_BACK:]):
            known = voice.naming
            longer = known.last - known.first > 1 or voice.entity.count(" ")
            if longer and not self.reading.is_a(known.first, SPEAKER):
                if arabic.fold_text(voice.entity.rsplit(" ", 1)[-1]) == form:
                    return voice.entity
        return None

    def _last_person(self, gender: str) -> str | None:
        for voice in reversed(self.past[-FAR_BACK:]):
            if voice.naming.mention >= 0 and (not voice.gender or not gender or voice.gender == gender):
                if self.reading.mentions[voice.naming.mention][4] == "person":
                    return voice.entity
        return None

    def _before(self, place: int) -> list[int]:
        """Return the mentions before a place, the nearest first."""
        mentions = self.reading.mentions
        low, high = 0, len(mentions)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if mentions[middle][2] < place else (low, middle)
        return list(range(low - 1, max(-1, low - 1 - FAR_BACK), -1))

    def _by_office(self, naming: Naming, head: str) -> str | None:
        """Return the person whose office holds the word: الوزير is the وزير named before."""
        reading = self.reading
        # وزير النقل is no وزير الخارجية; الوزير may be either
        bound = naming.last - naming.first > 1 and not reading.is_a(naming.first, Role.DEFINITE)
        second = bare(reading.form[naming.first + 1]) if bound else None
        for number in self._before(naming.start):
            first, last, _, _, kind, entity, description = reading.mentions[number]
            if kind != "person" or entity is None or entity != entity:
                continue
            office = [_stem(word) for word in description.split()] if isinstance(description, str) else []
            if head in office[:3] and (second is None or second in office):
                return entity
            near = [*range(max(0, first - _BEFORE_NAME), first), *range(last, last + _AFTER_NAME)]
            for token in near:
                if token >= len(reading.token) or reading.mention[token] >= 0:
                    continue
                if reading.is_a(token, Role.PERSON) and bare(reading.form[token]) == head:
                    if second is not None and second not in {_bare_at(reading, word) for word in near}:
                        continue
                    if not self._interrupted(min(token, last), max(token, first)):
                        return entity
        return None

    def _interrupted(self, first: int, last: int) -> bool:
        """Tell whether a sentence ends, or another person stands, between two tokens."""
        reading = self.reading
        return any(
            reading.is_a(token, Role.POINT | Role.COLON | Role.THAT | Role.AND_THAT | Role.BARRIER)
            or reading.verb[token] is not None
            or (reading.mention[token] >= 0 and reading.mentions[reading.mention[token]][4] == "person")
            for token in range(first + 1, last)
        )

    def _by_head(self, naming: Naming, head: str) -> str | None:
        """Return the body named before that begins with the word: المنظمة, الوزارة."""
        reading = self.reading
        for number in self._before(naming.start):
            first, _, _, _, kind, entity, _ = reading.mentions[number]
            if kind != "organisation" or entity is None or entity != entity:
                continue
            if bare(reading.form[first]) == head or _stem(str(entity).split(" ")[0]) == head:
                return entity
        return None


def _bare_at(reading: Reading, token: int) -> str:
    """Return a token's word without particles and ال, "" behind the end."""
    return bare(reading.form[token]) if token < len(reading.form) else ""


def _stem(word: str) -> str:
    """Return a word folded, without particles and ال."""
    return bare(arabic.fold_text(word))
