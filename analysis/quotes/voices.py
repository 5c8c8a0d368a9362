"""Who is meant by a speaker: verbs without a subject, المسؤول, سموه, each given the fullest naming."""

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from analysis import arabic
from analysis.quotes.layout import Layout, Mention, Naming, bits_of

#: How many namings and mentions back a short naming is looked up in.
FAR_BACK = 40
# How far from a name its office stands, in tokens.
_BEFORE_NAME, _AFTER_NAME = 10, 4
# A naming longer than this in words is nobody's short one.
_SHORT_PERSON, _SHORT_BODY = 6, 3


class Voice(NamedTuple):
    """A naming, who it is, the gender its verb gave it ("" if unknown), and why it is that one."""

    naming: Naming
    entity: str
    gender: str
    reason: str
    #: the naming that the reason speaks of
    by: str
    #: whether a verb of many can be of it
    is_many: bool = False


class Voices:
    """The speakers of one text in order, remembered for verbs without a subject."""

    def __init__(self, layout: Layout, items: list[int], mentions: list[Mention], is_story: bool):
        self.layout = layout
        #: in a story, or a text without signs, nobody can tell whose a verb without subject is
        self.is_story = is_story
        #: the names of the text, in order, and the fullest names by their last word, wherever they stand
        self.mentions = mentions
        people = [name for name in mentions if name.kind == "person" and name.last - name.first > 1]
        # صديق جحا is not جحا
        people = [name for name in people if not _is_kin(layout.token_sets[name.first])]
        # behind بن stands a father, whose name is no surname
        sons = {name.entity for name in people if layout.token_sets[name.last - 2] & _NASAB}
        self.sons = sons
        self.surnames = {
            layout.forms[name.last - 1]: name.entity
            for name in people
            if name.entity and name.entity not in sons
        }
        #: item by first token, for the classes of a naming's head
        self.items = items
        self.past: list[Voice] = []
        #: who or what the latest sentences without speech are about, if no person
        self.topic: Voice | None = None
        #: whose the latest words are, and in which paragraph they stand
        self.speaking: Voice | None = None
        #: whose turn it is, and the token behind its last
        self.turn: tuple[Voice | None, int] = (None, 0)
        self.spoke_in = -1

    def hear(self, naming: Naming, gender: str) -> Voice:
        """Return the voice of a naming and remember it."""
        voice = self._resolve(naming, gender)
        self.past.append(voice)
        self.topic = None
        return voice

    def take_turn(self, label: Naming | None, last: int) -> None:
        """Remember whose labelled line it is; only a first person carries on from it."""
        voice = None
        if label is not None:
            text = self.text_of(label)
            entity = self.layout.mentions[label.mention].entity if label.mention >= 0 else None
            voice = Voice(label, entity or text, "", "", text)
        self.turn = voice, last

    def speak(self, voice: Voice | None, paragraph: int) -> None:
        """Remember whose words stand in a paragraph."""
        self.speaking, self.spoke_in = voice, paragraph
        self.topic = self.topic if voice is None else None

    def mention(self, naming: Naming, gender: str) -> None:
        """Remember what a sentence is about: no verb behind it carries on from somebody before.

        A verb of its gender may be its own where it can speak.
        """
        speaks = naming.mention >= 0 or self._is_a(naming, _PERSON) and self._is_a(naming, _DEFINITE)
        self.topic = self._resolve(naming, "")._replace(gender=gender if speaks else _NONE)

    def last(self, gender: str, *, over_topic: bool = False) -> Voice | None:
        """Return the latest voice that a verb of this gender can carry on, None across another subject."""
        is_other = self.topic is not None and not over_topic
        past = [self.topic] if is_other else reversed(self.past[-FAR_BACK:])
        for voice in past:
            if voice.gender in ("", gender) or not gender and voice.gender != _NONE:
                self.past += [voice] if is_other else []
                return voice._replace(reason="carried on", by=self.text_of(voice.naming))
        return None

    def text_of(self, naming: Naming) -> str:
        """Return a naming as written."""
        return self.layout.text.between(naming.start, naming.end, naming.first, naming.last)

    def _resolve(self, naming: Naming, gender: str) -> Voice:
        """Return who a naming is: the first rule that knows has it."""
        text, is_many = self.text_of(naming), self._is_a(naming, _MANY)
        if self.layout.forms[naming.first].startswith(_TO_THE) and not text.startswith(_THE):
            # of للوزارة what is left begins with ل: the article lost its alef
            text = _ALEF + text
        for rule in (self._own_name, self._style, self._surname, self._office_of_name, self._said_before):
            found = rule(naming, gender)
            if found is not None:
                entity, known = found
                reason = "" if entity == text else "is"
                return Voice(naming, entity, known or gender, reason, text, is_many)
        return Voice(naming, text, gender, "", text, is_many)

    def _own_name(self, naming: Naming, gender: str) -> tuple[str, str] | None:
        """Return the entity of a mention; a single name's may be that of a speaker before."""
        if naming.mention < 0:
            return None
        entity = self.layout.mentions[naming.mention].entity
        if (entity is None or entity == self.text_of(naming)) and naming.last - naming.first == 1:
            form = self.layout.forms[naming.first]
            entity = self._by_last_word(naming) or self.surnames.get(form) or entity
        return (entity or self.text_of(naming)), ""

    def _style(self, naming: Naming, gender: str) -> tuple[str, str] | None:
        """Return the person that سموه or معاليه stands for: the last one."""
        if not self._is_a(naming, _HONOUR):
            return None
        for voice in reversed(self.past[-FAR_BACK:]):
            person = voice.naming.mention >= 0
            person = person and self.layout.mentions[voice.naming.mention].kind == "person"
            if person and (not voice.gender or not gender or voice.gender == gender):
                return voice.entity, ""
        return None

    def _surname(self, naming: Naming, gender: str) -> tuple[str, str] | None:
        """Return the person whose name ends with the one word of a naming."""
        if naming.last - naming.first > 1 or self._is_a(naming, _SPEAKER):
            return None
        entity = self._by_last_word(naming)
        entity = entity or self.surnames.get(self.layout.forms[naming.first])
        return (entity, "") if entity else None

    def _by_last_word(self, naming: Naming) -> str | None:
        """Return the speaker whose naming ends with the last word of this one, the latest first."""
        form = self.layout.forms[naming.last - 1]
        for voice in reversed(self.past[-FAR_BACK:]):
            *given, last = voice.entity.split(" ")
            if voice.entity in self.sons:
                continue
            if given and not self._is_a(voice.naming, _SPEAKER) and arabic.fold_text(last) == form:
                return voice.entity
        return None

    def _said_before(self, naming: Naming, gender: str) -> tuple[str, str] | None:
        """Return the speaker named before with the same head: المسؤول after مسؤول رفيع."""
        if not self._is_definite(naming):
            return None
        if self._is_short(naming):
            for voice in reversed(self.past[-FAR_BACK:]):
                if voice.naming.mention < 0 and self._same_head(voice.naming, naming):
                    return voice.entity, voice.gender
        if self._is_a(naming, _PERSON):
            found = self._by_office(naming)
            if found or not self._is_a(naming, _BODY):
                return (found, "") if found else None
        if self._is_short(naming) and self._is_a(naming, _DEFINITE):
            head = self._head(naming)
            for mention in self._near(naming):
                if mention.kind == "organisation" and mention.entity and head in self._heads(mention.first):
                    return mention.entity, ""
        return None

    def _office_of_name(self, naming: Naming, gender: str) -> tuple[str, str] | None:
        """Return the holder of an office that is named in full: وزير الخارجية, مهاجم لخويا."""
        if self._is_definite(naming) or not self._is_a(naming, _PERSON) or naming.last - naming.first == 1:
            return None
        found = self._by_office(naming)
        return (found, "") if found else None

    def _by_office(self, naming: Naming) -> str | None:
        """Return the person beside whose name the head of a naming stands as office: الوزير."""
        layout, head = self.layout, self._head(naming)
        # وزير النقل is no وزير الخارجية; الوزير may be either
        bound = naming.last - naming.first > 1 and not self._is_a(naming, _DEFINITE)
        second = layout.stems[naming.first + 1] if bound else None
        for mention in self._near(naming):
            if mention.kind != "person" or not mention.entity:
                continue
            near = [*range(max(0, mention.first - _BEFORE_NAME), mention.first)]
            near += range(mention.last, min(mention.last + _AFTER_NAME, len(layout.forms)))
            for token in near:
                if head in self._heads(token) and not self._interrupted(token, mention):
                    if second is None or second in {layout.stems[other] for other in near}:
                        return mention.entity
        return None

    def _interrupted(self, token: int, mention: Mention) -> bool:
        """Tell whether a clause ends, or another person stands, between an office and a name."""
        first, last = sorted((token, mention.first if token < mention.first else mention.last - 1))
        between = {self.items[place] for place in range(first + 1, last)}
        return any(self.layout.is_a(item, _PARTS) for item in between)

    def _near(self, naming: Naming) -> Iterator[Mention]:
        """Yield the mentions before a naming in its text, the nearest first."""
        before = bisect_left(self.mentions, naming.first, key=lambda mention: mention.first)
        yield from reversed(self.mentions[max(0, before - FAR_BACK) : before])

    def _heads(self, token: int) -> tuple[str, str]:
        return self.layout.stems[token], self.layout.lemmas[token]

    def _same_head(self, one: Naming, other: Naming) -> bool:
        return self.layout.stems[one.first] == self.layout.stems[other.first]

    def _head(self, naming: Naming) -> str:
        """Return the dictionary form of the first word of a naming."""
        return self.layout.lemmas[naming.first]

    def _is_a(self, naming: Naming, bits: int) -> bool:
        """Tell whether the first word of a naming has one of these classes."""
        return self.layout.is_a(self.items[naming.first], bits)

    def _is_definite(self, naming: Naming) -> bool:
        """Tell whether a naming is of one known: with the article, a pronoun, or a definite complement."""
        if self._is_a(naming, _DEFINITE):
            return True
        second = naming.first + 1
        return second < naming.last and self.layout.is_a(self.items[second], _DEFINES)

    def _is_short(self, naming: Naming) -> bool:
        longest = _SHORT_PERSON if self._is_a(naming, _PERSON) else _SHORT_BODY
        return naming.last - naming.first <= longest


def _is_kin(bits: int) -> bool:
    """Tell whether behind a word stands the name of another: صديق, but not ابن."""
    return bool(bits & _KIN) and not bits & _NASAB


_HONOUR, _PERSON, _DEFINITE = bits_of("honour"), bits_of("person_noun"), bits_of("definite")
_NASAB, _KIN = bits_of("nasab"), bits_of("kin")
_MANY = bits_of("person_noun", "body", "media", "writing", "people_like", "organisation", "group")
_BODY = bits_of("body", "media")
_SPEAKER = bits_of("person_noun", "body", "media", "writing", "honour")
_DEFINES = bits_of("definite", "name")
_PARTS = bits_of("point", "colon", "that", "barrier", "cue", "person", "to", "about")
#: The gender of what no verb of saying can be of.
_NONE = "it"
_ALEF, _TO_THE, _THE = "\u0627", "\u0644\u0644", "\u0627\u0644"
