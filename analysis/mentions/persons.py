"""Rules for people: given names with what follows, titles and offices in front, speech verbs beside."""

from analysis.mentions.gazetteer import AL
from analysis.mentions.lexicon import (
    Finder,
    is_given,
    is_nationality,
    is_place,
    is_speech_verb,
    is_strange,
    is_sure_given,
    is_title,
    key_at,
    title_words,
)
from analysis.mentions.spans import Level, Span
from analysis.mentions.words import flag, is_ordinary, readings, word_set

#: Longest name in words, and longest office between its head and the name.
LONGEST_NAME, LONGEST_OFFICE = 7, 9
COMMAS = frozenset("،,")
CLOSERS = frozenset("،,:.(")


def find_persons(finder: Finder) -> list[Span]:
    """Find people by rules alone: given name with more, title with name, speech verb with name."""
    words = finder.words
    openers = word_set("persons", "kunya") | word_set("persons", "openers") | {"عبد"}
    servants = {rest for rest in words.index if is_given(finder.names, rest)}
    starts = flag(words, finder.names.given | openers | servants)
    spans = [span for token in starts.tolist() for span in _from_given(finder, token)]
    spans += [span for token in flag(words, title_words()).tolist() for span in _from_title(finder, token)]
    spans += [
        span
        for token in flag(words, word_set("speech", "sure_verbs")).tolist()
        for span in _from_verb(finder, token)
    ]
    return spans


def _from_given(finder: Finder, token: int) -> list[Span]:
    """Read a name that begins with a known given name, a kunya or عبد."""
    whole = finder.words.key(token)
    for cut, rest in readings(whole):
        if cut and (is_nationality(whole) or is_place(whole) or is_ordinary(whole)):
            break
        last, parts = read_name(finder, token, rest)
        if rest in finder.names.common and last - token == parts and not _is_safe_behind(finder, token, last):
            continue
        if parts > 1 or (parts == 1 and last - token > 1):
            known = finder.text.slice(token, token + 1)[cut:]
            return [Span(token, last, cut, "person", Level.GIVEN, "given", (known,))]
    return []


def _is_safe_behind(finder: Finder, token: int, last: int) -> bool:
    """Tell whether an ordinary word is a name here: a listed name or بن follows it."""
    key = key_at(finder, token + 1, token)
    return last - token > 1 and (
        (key in finder.names.given and key not in finder.names.common)
        or key in word_set("persons", "nasab")
        or (key.startswith(AL) and key.endswith("ي") and is_strange(finder.text.tokens[token + 1]))
    )


def read_name(finder: Finder, token: int, rest: str) -> tuple[int, int]:
    """Read a name from ``token`` on, whose first word is ``rest`` without particles.

    Returns the token behind the name and how many parts it has; no part where no name begins.
    """
    last = token + _first_part(finder, token, rest)
    if last == token:
        return token, 0
    parts = 1
    if rest in finder.names.foreign and _may_be_surname(finder, last):
        last, parts = last + 1, 2
    while last - token < LONGEST_NAME:
        length = _next_part(finder, last)
        if not length or (parts > 1 and _is_future(finder, last)):
            break
        last += length
        parts += 1
    return last, parts


def _is_future(finder: Finder, token: int) -> bool:
    """Tell whether a word looks like a verb in the future and no name: باراك أوباما سيعارض."""
    key = key_at(finder, token, token)
    return key.startswith(("سي", "ست", "سن", "سا")) and key not in finder.names.any


def _may_be_surname(finder: Finder, token: int) -> bool:
    """Tell whether the word behind a foreign given name can be a surname, in the dictionary or not."""
    key = key_at(finder, token, token - 1)
    return bool(
        len(key) > 2
        and key not in word_set("organisations", "stops")
        and not key.startswith((AL, "و", "لل", "بال"))
        and not is_title(key)
        and not is_speech_verb(key)
        and not is_nationality(key)
    )


def _first_part(finder: Finder, token: int, rest: str) -> int:
    """Return how many tokens the first part of a name takes: 0 where no name begins."""
    following = key_at(finder, token + 1, token)
    if rest in word_set("persons", "kunya"):
        bare = following.removeprefix(AL)
        is_name = following in finder.names.any or bare in finder.names.any or (bare and is_strange(bare))
        return 2 if is_name else 0
    if rest == "عبد":
        return 2 if following in word_set("persons", "servant_of") else 0
    if rest in word_set("persons", "openers"):
        is_foreign = following and is_strange(finder.text.tokens[token + 1]) and not is_nationality(following)
        return 2 if is_foreign else 0
    if not is_given(finder.names, rest):
        return 0
    return 2 if following in word_set("persons", "compound") else 1


def _next_part(finder: Finder, token: int) -> int:
    """Return how many tokens the next part of a name takes: 0 where the name has ended."""
    key = key_at(finder, token, token - 1)
    if not key or key in word_set("organisations", "stops"):
        return 0
    following = key_at(finder, token + 1, token)
    if key in word_set("persons", "nasab") or key in word_set("persons", "kunya"):
        if not following or following in word_set("organisations", "stops"):
            return 0
        return 1 + max(_first_part(finder, token + 1, following), 1)
    if key == "عبد":
        return 2 if following in word_set("persons", "servant_of") else 0
    if key in word_set("persons", "particles") and _may_be_surname(finder, token + 1):
        return 2
    return 1 if is_name_like(finder, token) else 0


def is_name_like(finder: Finder, token: int) -> bool:
    """Tell whether a word can continue a name: a listed name, a nisba, or a word no dictionary has."""
    key = key_at(finder, token, token)
    if not key or key in word_set("organisations", "stops") or is_speech_verb(key):
        return False
    if is_title(key) and not is_sure_given(finder.names, key):
        return False
    if key in finder.names.any:
        return True
    # a word with و or لل in front begins something else
    if is_nationality(key) or key.startswith(("و", "لل", "بال", "كال")):
        return False
    if key.startswith(AL):
        return len(key) > 4 and (key.endswith("ي") or key[2:] in finder.names.any)
    return is_strange(finder.text.tokens[token])


def _from_title(finder: Finder, token: int) -> list[Span]:
    """Read the name behind a title or an office, a comma between them or not."""
    last, has_comma = skip_office(finder, token)
    if last == token + 1 and not _stands_before_a_name(finder.words.key(token)):
        return []
    alone = _surname_behind(finder, token) if last > token + 1 else []
    if alone:
        return alone
    key = key_at(finder, last, token)
    if finder.words.key(last - 1) in word_set("persons", "prepositions"):
        return []
    if (
        not key
        or key.startswith((AL, "لل", "بال"))
        or (key[0] == "و" and key not in finder.names.any)
        or is_title(key)
        or key in word_set("organisations", "stops")
    ):
        return []
    is_known = is_given(finder.names, key)
    if not is_known and not (is_strange(finder.text.tokens[last]) and not is_nationality(key)):
        return []
    end = _closed_run(finder, last) if has_comma else 0
    if not end:
        end = max(read_name(finder, last, key)[0], last + 1)
        while end - last < LONGEST_NAME and (length := _next_part(finder, end)):
            if end - last > 1 and _is_future(finder, end):
                break
            end += length
        if is_known and end - last == 1:
            end += _plain_surname(finder, end)
        if is_known and (end - last == 1 or _has_nasab(finder, last, end)):
            end += _last_part(finder, end)
    if has_comma and end - last == 1 and not is_known:
        return []
    cut = next(cut for cut, rest in readings(finder.words.key(token)) if is_title(rest))
    office = finder.text.mention(Span(token, last - has_comma, cut, "", Level.RULE, ""))
    level = Level.TITLE if is_known or has_comma else Level.STRANGE
    return [Span(last, end, 0, "person", level, "title", (office,))]


def _surname_behind(finder: Finder, token: int) -> list[Span]:
    """Read a surname with ال behind a personal title: الدكتور الحجار."""
    key = key_at(finder, token + 1, token)
    if not any(rest in word_set("persons", "personal") for _, rest in readings(finder.words.key(token))):
        return []
    is_name = key.startswith(AL) and len(key) > 4 and not is_nationality(key) and not is_title(key)
    if not is_name or not (key in finder.names.any or key[2:] in finder.names.any or is_strange(key[2:])):
        return []
    behind = key_at(finder, token + 2, token)
    if behind and behind not in word_set("organisations", "stops") and not is_speech_verb(behind):
        return []
    return [Span(token + 1, token + 2, 0, "person", Level.RULE, "title", (finder.text.tokens[token],))]


def _has_nasab(finder: Finder, first: int, last: int) -> bool:
    """Tell whether بن stands inside a name, so that a family name is still to come."""
    nasab = word_set("persons", "nasab")
    return any(finder.words.key(token) in nasab for token in range(first, last))


def _plain_surname(finder: Finder, token: int) -> int:
    """Return 1 if a word that may mean something else is a surname behind title and given name: جورج بوش."""
    if not _may_be_surname(finder, token):
        return 0
    behind = key_at(finder, token + 1, token)
    is_last = not behind or behind in word_set("organisations", "stops") or is_speech_verb(behind)
    return int(is_last or not is_ordinary(finder.words.key(token)))


def _last_part(finder: Finder, token: int) -> int:
    """Return 1 if an unlisted surname with ال closes a name behind a title: المهندس محمد العمرة: ..."""
    key = key_at(finder, token, token - 1)
    if not key.startswith(AL) or is_nationality(key) or key in word_set("organisations", "stops"):
        return 0
    behind = key_at(finder, token + 1, token)
    return int(not behind or behind in word_set("organisations", "stops") or is_speech_verb(behind))


def _closed_run(finder: Finder, token: int) -> int:
    """Return the end of two to four words between commas (، ليز تروس،), or 0."""
    end = token
    while end - token <= 4 and key_at(finder, end, token) and _may_be_surname(finder, end):
        end += 1
    closed = end < len(finder.words.codes) and finder.words.key(end) in CLOSERS
    return end if closed and 2 <= end - token <= 4 else 0


def _stands_before_a_name(key: str) -> bool:
    """Tell whether a title goes directly before a name: الرئيس بوتين, not رئيس بوتين."""
    return any(
        rest.startswith(AL) and rest[2:] in word_set("persons", "honorifics") for _, rest in readings(key)
    )


def skip_office(finder: Finder, token: int) -> tuple[int, bool]:
    """Return the token behind an office (وزير الخارجية الأمريكي،), and whether a comma ended it."""
    last = token + 1
    while last - token < LONGEST_OFFICE:
        key = key_at(finder, last, token)
        if not key or not _continues_office(key):
            break
        last += 1
    words = finder.words
    if (
        last < len(words.codes)
        and words.key(last) in COMMAS
        and words.paragraphs[last] == words.paragraphs[token]
    ):
        return last + 1, True
    return last, False


def _continues_office(key: str) -> bool:
    if key in word_set("persons", "office_joins") or is_nationality(key):
        return True
    return any(rest.startswith(AL) and len(rest) > 3 or is_nationality(rest) for _, rest in readings(key))


def _from_verb(finder: Finder, token: int) -> list[Span]:
    """Read a lone foreign name behind a verb of saying: قال لافروف إن."""
    key = key_at(finder, token + 1, token)
    if not key or key.startswith(AL) or is_nationality(key) or not is_strange(finder.text.tokens[token + 1]):
        return []
    behind = key_at(finder, token + 2, token)
    if behind and behind not in word_set("organisations", "stops") and not is_name_like(finder, token + 2):
        return []
    end = token + 2
    while end - token < LONGEST_NAME and (length := _next_part(finder, end)):
        end += length
    return [Span(token + 1, end, 0, "person", Level.AGAIN, "verb", (finder.text.tokens[token],))]
