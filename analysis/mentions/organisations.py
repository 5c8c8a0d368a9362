"""Rules for organisations and places: a head with its complement, abbreviations in brackets, quoted names."""

from functools import lru_cache

from analysis.mentions.gazetteer import AL, load_gazetteer
from analysis.mentions.lexicon import (
    Finder,
    is_nationality,
    is_place,
    is_speech_verb,
    is_strange,
    is_sure_given,
    is_title,
    key_at,
)
from analysis.mentions.spans import Level, Span
from analysis.mentions.words import flag, readings, word_set

#: Longest complement in words.
LONGEST = 7
OPENING = {"(": ")", "«": "»", '"': '"', "“": "”", "[": "]"}


def find_organisations(finder: Finder) -> list[Span]:
    """Find organisations by their heads: وزارة الخارجية الأمريكية, حزب العدالة والتنمية, شركة (LG)."""
    words = finder.words
    heads = word_set("organisations", "heads")
    heads = flag(words, heads | {AL + head for head in heads})
    national = flag(words, word_set("organisations", "national_heads"))
    spans = [span for token in heads.tolist() for span in _from_head(finder, token)]
    return spans + [span for token in national.tolist() for span in _from_national(finder, token)]


def _reading(key: str, accepted: frozenset[str]) -> tuple[int, str]:
    """Return the first reading of a word that is among the accepted ones."""
    return next((cut, rest) for cut, rest in readings(key) if rest in accepted)


def _word(finder: Finder, token: int, cut: int) -> str:
    """Return a word as written, its particles left out."""
    return finder.text.mention(Span(token, token + 1, cut, "", Level.RULE, ""))


def _from_national(finder: Finder, token: int) -> list[Span]:
    """Read الحكومة الروسية: a definite head and the adjective of a country."""
    cut, head = _reading(finder.words.key(token), word_set("organisations", "national_heads"))
    end = token + 1
    key = key_at(finder, end, token)
    # الحكومة الشرعية اليمنية, القوات الجوية الملكية السعودية
    while end - token < 3 and key.startswith(AL) and not is_adjective(key) and is_adjective_like(key, head):
        end += 1
        key = key_at(finder, end, token)
    if not (key.startswith(AL) and is_adjective(key) and _agree(head, key)):
        return []
    if (head, key) in load_gazetteer().by_phrase:
        return []
    # the field of a minister is no ministry: وزيرة الخارجية البريطانية
    if head in word_set("organisations", "fields") and is_title(key_at(finder, token - 1, token)):
        return []
    return [
        Span(
            token,
            end + 1,
            cut,
            "organisation",
            Level.NATIONAL_HEAD,
            "head national",
            (_word(finder, token, cut),),
        )
    ]


def is_adjective_like(key: str, head: str) -> bool:
    """Tell whether a definite word may be an adjective of a head: it agrees in gender."""
    return key.endswith(("يه", "ه", "ي")) and _agree(head, key)


def _agree(head: str, adjective: str) -> bool:
    """Tell whether head and adjective have one gender: الخارجية الأمريكية, but وزير الخارجية | الأمريكي."""
    is_feminine = head.endswith(("ه", "ات")) or head in word_set("organisations", "feminine_heads")
    return is_feminine == adjective.endswith("ه")


@lru_cache(maxsize=1 << 16)
def is_adjective(key: str) -> bool:
    """Tell whether a word is a country's adjective in the singular."""
    return key in load_gazetteer().adjectives


def _from_head(finder: Finder, token: int) -> list[Span]:
    """Read a head and its complement."""
    cut, head = next(
        (cut, rest)
        for cut, rest in readings(finder.words.key(token))
        # ألوية begins like the article without having one
        if not word_set("organisations", "heads").isdisjoint((rest, rest.removeprefix(AL)))
    )
    word = (_word(finder, token, cut),)
    quoted = 0 if head.startswith(AL) else _quoted(finder, token + 1)
    if quoted:
        return [Span(token, quoted, cut, "organisation", Level.HEAD, "head quoted", word)]
    if head.startswith(AL):
        return _from_defined_head(finder, token, cut, head)
    if _begins_phrase(finder, token, head):
        return []
    end, is_proper = _complement(finder, token + 1)
    if end == token + 1:
        return []
    first = key_at(finder, token + 1, token)
    is_person = is_sure_given(finder.names, first) or is_title(first)
    if is_person and head not in word_set("organisations", "person_heads"):
        return []
    is_weak = head in word_set("organisations", "weak_heads")
    if is_weak and not is_proper:
        return []
    return [Span(token, end, cut, "organisation", _level(head, is_proper), "head", word)]


def _begins_phrase(finder: Finder, token: int, head: str) -> bool:
    """Tell whether the gazetteers know a name that begins with this head: حزب الله."""
    known = load_gazetteer().by_phrase
    keys = [key_at(finder, at, token) for at in range(token + 1, token + 4)]
    return any((head, *keys[:length]) in known for length in (1, 2, 3))


def _level(head: str, is_proper: bool) -> Level:
    """Return how sure a head is: نادي and شركة are often left out of the name, وزارة and حزب never."""
    if head in word_set("organisations", "loose_heads"):
        return Level.LOOSE_HEAD
    is_sure = is_proper or head in word_set("organisations", "sure_heads")
    return Level.HEAD if is_sure else Level.RULE


def _from_defined_head(finder: Finder, token: int, cut: int, head: str) -> list[Span]:
    """Read a definite head with an adjective of rank: الهيئة العامة للسياحة والآثار, المجلس الأعلى للقضاء."""
    key = key_at(finder, token + 1, token)
    if key not in word_set("organisations", "ranks"):
        return []
    end = token + 2
    key = key_at(finder, end, token)
    if key in word_set("organisations", "stops"):
        return []
    if key.startswith("لل") or is_adjective(key):
        end = _purpose(finder, end)
    elif key.startswith("ل") and key_at(finder, end + 1, token).startswith(AL):
        end = _purpose(finder, end + 1)
    elif not key.startswith(AL):
        # المجلس الأعلى alone is anyone's
        return []
    else:
        end += 1
    return [Span(token, end, cut, "organisation", Level.HEAD, "head", (_word(finder, token, cut),))]


def _purpose(finder: Finder, token: int) -> int:
    """Return the end of what an organisation is for: للسياحة والآثار, للتدريب التقني والمهني."""
    end = token + 1
    while end - token < LONGEST:
        key = key_at(finder, end, token)
        if (
            not key.startswith((AL, "وال"))
            or is_title(key.removeprefix("و"))
            or key in word_set("organisations", "stops")
        ):
            break
        end += 1
    return end


def _quoted(finder: Finder, token: int) -> int:
    """Return the end of a short name in marks right behind a head (حلف "الناتو", شركة (LG)), or 0."""
    words = finder.words
    if token >= len(words.codes) or words.words[token]:
        return 0
    closing = OPENING.get(words.key(token))
    if not closing:
        return 0
    end = token + 1
    while end - token < 5 and end < len(words.codes) and words.words[end]:
        end += 1
    if end == token + 1 or end >= len(words.codes) or words.key(end) != closing:
        return 0
    return end + 1 if words.paragraphs[end] == words.paragraphs[token] else 0


def _complement(finder: Finder, token: int) -> tuple[int, bool]:
    """Return the end of the complement of a head, and whether a name of its own is in it."""
    end, is_proper = token, False
    while end - token < LONGEST:
        key = key_at(finder, end, token - 1)
        if not key or key in word_set("organisations", "stops") or (is_title(key) and end > token):
            break
        if key.startswith("لل"):
            return (_purpose(finder, end) if end > token else end), is_proper
        names_it = _names_it(finder, end, key)
        if names_it and not (end == token and is_adjective(key) and not key.startswith(AL)):
            is_proper = True
        elif not _describes_it(finder, end, token, is_proper):
            break
        end += 1
        # nothing follows a country but a rank (بنك إنجلترا المركزي): مجلس النواب اللبناني | نبيه بري
        if is_nationality(key):
            end += key_at(finder, end, token) in word_set("organisations", "ranks")
            break
    return end, is_proper


def _names_it(finder: Finder, token: int, key: str) -> bool:
    """Tell whether a word makes a head a name: a place, a person's name, a word no dictionary has."""
    if is_nationality(key) or is_place(key):
        return True
    if key.startswith(AL) or key.endswith("يه") or is_speech_verb(key):
        return False
    if any(cut and (is_place(rest) or is_nationality(rest)) for cut, rest in readings(key)):
        return False
    is_person = is_sure_given(finder.names, key)
    return is_person or is_strange(finder.text.tokens[token])


def _describes_it(finder: Finder, token: int, first: int, is_proper: bool) -> bool:
    """Tell whether a word goes on with a complement: a definite word, but behind a name only of rank."""
    key = key_at(finder, token, first)
    if is_proper:
        return key in word_set("organisations", "ranks") or (
            key in finder.names.any and key not in finder.names.common
        )
    return key.startswith(AL) or (token > first and _joins(finder, token, key))


def _joins(finder: Finder, token: int, key: str) -> bool:
    """Tell whether و joins two fields of one name: التربية والتعليم."""
    fields = word_set("organisations", "fields")
    return key[:1] == "و" and (
        key[1:] in fields or (key[1:3] == AL and finder.words.key(token - 1) in fields)
    )


def find_places(finder: Finder) -> list[Span]:
    """Find places by their heads: محافظة ذي قار, مدينة أبها; the head is inside."""
    words = finder.words
    heads = flag(words, word_set("places", "heads"))
    return [span for token in heads.tolist() for span in _from_place_head(finder, token)]


def _from_place_head(finder: Finder, token: int) -> list[Span]:
    cut, head = _reading(finder.words.key(token), word_set("places", "heads"))
    key = key_at(finder, token + 1, token)
    if not key or key in word_set("organisations", "stops") or is_adjective(key):
        return []
    word = (_word(finder, token, cut),)
    end = _longest_place(finder, token + 1)
    if end:
        # مطار عدن الدولي
        end += key_at(finder, end, token) in word_set("places", "closers")
        return [Span(token, end, cut, "place", Level.PLACE_HEAD, "head", word)]
    if head in word_set("places", "weak_heads") or not is_strange(finder.text.tokens[token + 1]):
        return []
    return [Span(token, token + 2, cut, "place", Level.RULE, "head", word)]


def _longest_place(finder: Finder, token: int) -> int:
    """Return the end of the longest place of the gazetteers that begins at ``token``, or 0."""
    places = load_gazetteer().places
    for length in (3, 2, 1):
        phrase = tuple(key_at(finder, at, token) for at in range(token, token + length))
        if phrase in places:
            return token + length
    return 0


def find_groups(finder: Finder) -> list[Span]:
    """Find groups by their heads: الشعب التونسي, الجالية اليمنية."""
    words = finder.words
    spans = []
    for token in flag(words, word_set("groups", "heads")).tolist():
        cut, head = _reading(words.key(token), word_set("groups", "heads"))
        key = key_at(finder, token + 1, token)
        if key.startswith(AL) and is_adjective(key) and _agree(head, key):
            word = (_word(finder, token, cut),)
            spans.append(Span(token, token + 2, cut, "group", Level.HEAD, "head national", word))
    return spans
