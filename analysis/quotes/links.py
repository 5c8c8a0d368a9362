"""Which reporting verb leads to which words: the speech of one sentence, before anybody is named."""

from typing import NamedTuple

from analysis.quotes.cues import Cue, is_cue, takes
from analysis.quotes.lexicon import Role
from analysis.quotes.reading import Reading
from analysis.quotes.verbs import Verb

#: A verb farther away than this, in tokens, does not govern what follows.
FAR_THAT, FAR_CLAUSE, FAR_COLON, FAR_MARKS = 45, 20, 40, 26
_FORECASTS = ("توقع", "رجح", "استبعد", "افترض")


# Between a quotation and its verb: «...» هكذا قال
_THUS = ("-", "–", "—", "هذا", "هكذا", "بهذا", "ذلك")


class Link(NamedTuple):
    """Words that a cue leads to: tokens ``first`` to ``last`` (excluded)."""

    cue: Cue | None
    first: int
    last: int
    speech: str
    reason: str


class Sentence:
    """The links of one sentence, found in one pass over its tokens outside quotation marks."""

    def __init__(self, reading: Reading, first: int, last: int):
        self.reading, self.first, self.last = reading, first, last
        self.cues: list[Cue] = []
        self.links: list[Link] = []
        self.loose: list[int] = []
        #: token after the last particle or colon whose clause is still running, its cue
        self.clause: Cue | None = None

    def find(self) -> list[Link]:
        """Return the links in order; clauses run to the end of the sentence or to the next cue."""
        reading, token = self.reading, self.first
        while token < self.last:
            roles = reading.roles[token]
            if reading.closing[token] >= 0:
                self._marks(token)
                token = reading.closing[token]
            elif reading.verb[token] is not None and is_cue(reading, token, self.first):
                self._cue(token)
            elif roles & (Role.THAT | Role.AND_THAT):
                self._that(token)
            elif roles & Role.COLON:
                self._colon(token)
            token += 1
        self._trailing_cues()
        return self.links

    def _cue(self, token: int) -> None:
        verb = self.reading.verb[token]
        cue = Cue(token, verb, "participle" if verb.part in ("participle", "masdar") else "finite")
        if cue.kind == "participle" and self.cues and self._continues(self.cues[-1], token):
            cue.lead = self.cues[-1]
        self.cues.append(cue)

    def _continues(self, cue: Cue, token: int) -> bool:
        """Tell whether a participle only carries on the verb before it: واستطرد الوزير قائلا."""
        if cue.taken is not None or token - cue.at > 14 or cue.kind != "finite":
            return False
        if cue.verb.frame in ("clause", "judge", "urge", "colon", "text"):
            return False
        return not any(self.reading.is_a(word, Role.COMMA | Role.OBJECT) for word in range(cue.at + 1, token))

    def _that(self, token: int) -> None:
        reading = self.reading
        opens = token + 1 < self.last and reading.closing[token + 1] >= 0
        cue = self._governor(token)
        if cue is None:
            if opens and self.clause is None and not self._is_blocked(token):
                self.loose.append(token + 1)
            return
        cue.taken = token + 1
        if cue.verb.frame in ("urge", "judge"):
            # a demand is no statement, but words in marks are still the speaker's
            if opens and (cue.verb.frame == "judge" or self.words(token + 1) > 1):
                self.links.append(self._link(token + 1, cue, "partial", "after " + reading.token[token]))
            return
        self.clause = cue
        if opens:
            self._quote(token + 1, cue, "after " + reading.token[token])
        elif token + 1 < self.last:
            self.links.append(Link(cue, token + 1, self.last, "indirect", reading.token[token]))

    def _governor(self, token: int) -> Cue | None:
        """Return the cue that أن at ``token`` belongs to."""
        reading = self.reading
        if not self.cues or self._is_blocked(token):
            return None
        cue = self.cues[-1]
        if len(self.cues) > 1 and not takes(cue.verb, reading.form[token - 1]):
            # وأشار المصدر الذي تحدث إلى «الجريدة» إلى أن
            cue = self.cues[-2] if self.cues[-2].taken is None else cue
        elif len(self.cues) > 1 and cue.at > self.first and reading.is_a(cue.at - 1, Role.RELATIVE):
            # أوضح الوزير، الذي أعلن استقالته، أن: the clause about the speaker is over
            earlier, about = self.cues[-2], range(cue.at, token)
            over = any(reading.is_a(word, Role.COMMA) for word in about) or "إ" in reading.token[token]
            if over and earlier.taken is None and earlier.verb.frame != "clause":
                cue = earlier
        far = FAR_CLAUSE if cue.verb.frame == "clause" else FAR_THAT
        if cue.taken is not None or token - cue.at > far or cue.verb.frame == "colon":
            return None
        if not takes(cue.verb, reading.form[token - 1]):
            return None
        first_after = reading.roles[cue.at + 1]
        if first_after & Role.OBJECT and reading.mention[cue.at + 1] < 0 and cue.at + 1 < token:
            return None
        plain = reading.token[token].lstrip("و") in ("أن", "ان", "بأن", "بان")
        wishes = token + 1 < self.last and reading.is_a(token + 1, Role.VERBAL)
        if plain and wishes and reading.mention[token + 1] < 0 and cue.verb.lemma not in _FORECASTS:
            return None
        return cue

    def _is_blocked(self, token: int) -> bool:
        """Tell whether a word right before أن (غير أن, ضرورة أن, من المتوقع أن) takes it."""
        reading = self.reading
        before = token - 1
        if token + 1 < self.last and reading.form[token + 1] == "شاء":
            # إن شاء الله
            return True
        if before < self.first or self._is_cue_at(before):
            return False
        if reading.is_a(before, Role.BLOCKER):
            return True
        if reading.is_a(before, Role.LINK):
            near = range(max(self.first, before - 4), before)
            return reading.is_a(before - 1, Role.BLOCKER) or any(
                reading.is_a(word, Role.OBJECT) and reading.mention[word] < 0 for word in near
            )
        if reading.mention[before] >= 0:
            return False
        return reading.is_a(before, Role.OBJECT) and not reading.is_a(before, Role.DEFINITE)

    def _is_cue_at(self, token: int) -> bool:
        return bool(self.cues) and self.cues[-1].at == token

    def _colon(self, token: int) -> None:
        reading = self.reading
        if token + 1 >= self.last:
            return
        opens = reading.closing[token + 1] >= 0
        that = reading.is_a(token + 1, Role.THAT)
        cue = self._before_colon(token)
        if cue is None or cue.taken is not None:
            if opens and self.clause is not None and not self.is_name(token + 1):
                self.links.append(self._link(token + 1, self.clause, "direct", "in reported speech"))
            elif opens:
                self.loose.append(token + 1)
            return
        if that or (opens and self.is_name(token + 1)):
            return
        cue.taken = token + 1
        self.clause = cue
        if opens:
            self._quote(token + 1, cue, "after a colon", led=True)
        else:
            self.links.append(Link(cue, token + 1, self.last, "indirect", "after a colon"))

    def _before_colon(self, colon: int) -> Cue | None:
        """Return the last cue near a colon that speech may follow."""
        for cue in reversed(self.cues):
            if colon - cue.at > FAR_COLON:
                return None
            if cue.verb.frame != "clause":
                return cue
        return None

    def _marks(self, opening: int) -> None:
        """Read marks that neither a colon nor أن leads to."""
        if self.links and self.links[-1].first == opening + 1 or opening in self.loose[-1:]:
            return
        reading = self.reading
        if opening > self.first and any(link.first == opening for link in self.links[-1:]):
            return
        cue = self.cues[-1] if self.cues else None
        before = opening - 1
        count = self.words(opening)
        if cue is None:
            self.loose.append(opening)
            return
        if before == cue.at and count <= 4 and self._leads_to_that(reading.closing[opening] + 1):
            # وأشارت «الشركة» إلى أن
            return
        if self.is_name(opening):
            return
        frame = cue.verb.frame
        prepositional = before >= self.first and self._is_particle(before, cue.verb)
        if cue.taken is None and opening - cue.at <= FAR_MARKS and frame not in ("clause", "colon"):
            if frame == "text" and self._rest(reading.closing[opening]) >= 4:
                return
            if prepositional or frame == "judge":
                self._governed(opening, cue, count)
                return
            # a participle, or a verb that says other things too, must stand close by
            near = opening - cue.at <= (
                FAR_MARKS if cue.lead or (cue.kind == "finite" and frame != "state") else 9
            )
            ends = self._ends_clause(opening)
            if near and (
                count >= 5 or (count >= 3 and (ends or before == cue.at)) or (before == cue.at and ends)
            ):
                cue.taken = opening
                self.clause = cue
                self._quote(opening, cue, "beside " + reading.token[cue.at], led=True)
            return
        if self.clause is not None and self.is_telling(opening, count):
            self.links.append(self.within_report(opening, self.clause))
        elif self.clause is None:
            self.loose.append(opening)

    def within_report(self, opening: int, cue: Cue) -> Link:
        """Return words in marks that stand in a clause reported without marks."""
        count = self.words(opening)
        telling = count >= 9 or (count >= 4 and self._begins_with_verb(opening))
        return self._link(opening, cue, "direct" if telling else "partial", "in reported speech")

    def _governed(self, opening: int, cue: Cue, count: int) -> None:
        """Add words in marks after a preposition of the verb, or that judge: شدد على «...», وصفه بـ«...»."""
        judges = cue.verb.frame == "judge"
        term = not judges and count <= 3 and self.reading.is_a(opening + 1, Role.DEFINITE)
        if (count > 1 or judges) and not term:
            speech = "direct" if count >= 14 else "partial"
            self.links.append(self._link(opening, cue, speech, "governed by " + self.reading.token[cue.at]))

    def _quote(self, opening: int, cue: Cue | None, reason: str, led: bool = False) -> None:
        """Add the words between marks, and the clause around them if it goes on."""
        closing = self.reading.closing[opening]
        count, rest = self.words(opening), self._rest(closing)
        if rest >= 4 and not led:
            if count >= 3 or self._begins_with_verb(opening):
                if not self.is_name(opening):
                    speech = "direct" if count >= 5 else "partial"
                    self.links.append(self._link(opening, cue, speech, reason))
            self.links.append(Link(cue, opening, self.last, "indirect", reason))
            return
        if led and rest >= 4 and count <= 3:
            self.links.append(Link(cue, opening, self.last, "indirect", reason))
            return
        speech = "direct" if count >= 4 or led else "partial"
        self.links.append(self._link(opening, cue, speech, reason))

    def _link(self, opening: int, cue: Cue | None, speech: str, reason: str) -> Link:
        return Link(cue, opening + 1, self.reading.closing[opening], speech, reason)

    def words(self, opening: int) -> int:
        """Count the words between marks."""
        return self.reading.count_words(opening + 1, self.reading.closing[opening])

    def _rest(self, closing: int) -> int:
        """Count the words after a closing mark up to a cue, other marks or the end of the sentence."""
        count = 0
        if self.reading.form[closing + 1 : closing + 3] == ["في", "اشارة"]:
            # the reporter explains
            return 0
        for token in range(closing + 1, self.last):
            if self.reading.closing[token] >= 0 or is_cue(self.reading, token, self.first):
                break
            if self.reading.is_a(token, Role.SOURCE | Role.SOURCE_VERB | Role.COLON):
                break
            if self.reading.is_a(token, Role.COMMA) and count == 0:
                # after a comma the reporter speaks again
                break
            count += self.reading.token[token][0].isalnum()
        return count

    def _leads_to_that(self, token: int) -> bool:
        """Tell whether أن, or a preposition before it, stands at a token or soon after."""
        near = range(token, min(token + 3, self.last))
        return any(self.reading.is_a(word, Role.THAT | Role.COLON) for word in near)

    def _ends_clause(self, opening: int) -> bool:
        after = self.reading.closing[opening] + 1
        return after >= self.last or self.reading.is_a(after, Role.POINT | Role.COMMA)

    def _is_particle(self, token: int, verb: Verb) -> bool:
        """Tell whether a token governs what follows: على, بـ, بأنه; إلى «الجريدة» is who is told."""
        word = self.reading.token[token].rstrip("ـ")
        if word in ("إلى", "الى"):
            return verb.lemma in ("أشار", "لفت", "دعا", "ألمح", "نبه")
        return word in ("ب", "وب", "على", "عن", "من")

    def is_name(self, opening: int) -> bool:
        """Tell whether marks hold a name or a title: حزب «...», a mention, Latin letters."""
        reading, closing = self.reading, self.reading.closing[opening]
        inside = range(opening + 1, closing)
        if not inside:
            return True
        count = self.words(opening)
        before = opening - 1
        # تحت عنوان: «...»
        if before > self.first and reading.is_a(before, Role.COLON):
            if reading.is_a(before - 1, Role.LISTING):
                return True
            before = -1
        # ما سمي بـ«...»
        before -= before > self.first and reading.form[before].rstrip("ـ") == "ب"
        tells = count >= 4 and any(reading.is_a(word, Role.VERBAL) for word in inside)
        if before >= self.first and reading.is_a(before, Role.TITLE) and count <= 12 and not tells:
            return True
        numbers = [reading.form[word][:1].isdigit() for word in inside]
        if (count <= 5 and numbers[0]) or (count <= 4 and numbers[-1]):
            return True
        named = sum(reading.mention[token] >= 0 for token in inside)
        foreign = sum(reading.is_a(token, Role.LATIN) for token in inside)
        return count == 0 or (named + foreign) * 2 > count

    def is_telling(self, opening: int, count: int) -> bool:
        """Tell whether words in marks within reported speech are the speaker's own, not a term."""
        if self.is_name(opening):
            return False
        if count == 1:
            return self.reading.form[opening + 1][:1] == "س" and self.reading.is_a(opening + 1, Role.VERBAL)
        if count <= 3 and self.reading.is_a(opening + 1, Role.DEFINITE):
            return False
        if count <= 8 and self.reading.is_a(opening + 1, Role.PERSON | Role.HONOUR):
            # a title with its name
            inside = range(opening + 1, self.reading.closing[opening])
            return all(self.reading.mention[word] < 0 for word in inside)
        return count >= 3 or self._begins_with_verb(opening)

    def _begins_with_verb(self, opening: int) -> bool:
        reading = self.reading
        first = opening + 1
        if reading.is_a(first, Role.VERBAL) or reading.verb[first] is not None:
            return True
        word = reading.token[first]
        return word[-1:] == "ت" and word[-2:-1] not in "ايو" and len(word) > 3

    def _is_said(self, opening: int, cue: Cue) -> bool:
        """Tell whether words in marks are what the verb after them says, not the object of a sentence."""
        says = cue.verb.frame in ("say", "state", "tell") or cue.verb.has_object
        return says and self.words(opening) >= 3 and not self.is_name(opening)

    def _trailing_cues(self) -> None:
        """Give marks without a cue before them to the verb that follows: «...»، قال الوزير."""
        reading = self.reading
        cues = {cue.at: cue for cue in self.cues}
        for opening in self.loose:
            after = reading.closing[opening] + 1
            while after < self.last and (
                reading.is_a(after, Role.COMMA | Role.SOURCE_VERB) or reading.token[after] in _THUS
            ):
                after += 1
            cue = cues.get(after)
            if cue is not None and cue.taken is None and self._is_said(opening, cue):
                cue.taken = opening
                self.links.append(self._link(opening, cue, "direct", "before " + reading.token[cue.at]))
        linked = {link.first for link in self.links}
        self.loose = [opening for opening in self.loose if opening + 1 not in linked]
