"""What grammar knows better than the tagger: particles, titles, و between names, quotation marks."""

from analysis.mentions.gazetteer import AL
from analysis.mentions.lexicon import (
    Finder,
    is_given,
    is_nationality,
    is_place,
    is_speech_verb,
    is_strange,
    is_title,
    key_at,
)
from analysis.mentions.spans import Span
from analysis.mentions.words import kept_apart, readings, word_set

MARKS = frozenset('"«»“”')
PARTICLES = frozenset("وفبكل")
#: A cut that leaves no more letters than this, and no known name, was no cut.
SHORT = 3


def repair(finder: Finder, span: Span) -> list[Span]:
    """Return a span of the tagger as one or more spans that grammar allows."""
    pieces = [_without_title(finder, piece) for piece in _split(finder, span)]
    return [_with_sure_kind(finder, _recut(finder, piece)) for piece in pieces if piece.first < piece.last]


def _split(finder: Finder, span: Span) -> list[Span]:
    """Cut a person at و between two names, and anything at a quotation mark that is not closed inside."""
    pieces, first, cut = [], span.first, span.cut
    for token in range(span.first + 1, span.last):
        if span.kind == "person" and _joins_names(finder, token):
            pieces.append(span._replace(first=first, last=token, cut=cut))
            first, cut = token, 1
    pieces.append(span._replace(first=first, cut=cut))
    return [piece for piece in (_trim(finder, piece) for piece in pieces) if piece]


def _trim(finder: Finder, span: Span) -> Span | None:
    """Leave out punctuation at both ends, and what follows a lone quotation mark or a change of script."""
    words, (first, last) = finder.words, (span.first, span.last)
    scripts = [words.key(token)[:1] < "\u0250" for token in range(first, last)]
    if True in scripts[1:] and not scripts[0] and words.words[first + scripts.index(True)]:
        last = first + scripts.index(True)
    marks = [token for token in range(first, last) if words.key(token) in MARKS]
    if len(marks) == 1:
        last = marks[0] if marks[0] > first else last
    while last > first and _is_punctuation(finder, last - 1) and len(marks) != 2:
        last -= 1
    while first < last and _is_loose(finder, first) and words.key(first) not in MARKS:
        first += 1
    if first == last:
        return None
    return span._replace(first=first, last=last, cut=span.cut if first == span.first else 0)


def _is_loose(finder: Finder, token: int) -> bool:
    """Tell whether a token is no word of a name: punctuation, or a particle that stands alone."""
    return _is_punctuation(finder, token) or finder.words.key(token) in PARTICLES


def _is_punctuation(finder: Finder, token: int) -> bool:
    """Tell whether a token is punctuation, or a particle with a stroke (بـ) before a mark."""
    key = finder.words.key(token)
    if finder.words.words[token]:
        return key in PARTICLES and finder.text.tokens[token] != key
    return not key.isalnum()


def _joins_names(finder: Finder, token: int) -> bool:
    """Tell whether a word inside a person's name is و and another name."""
    key = key_at(finder, token, token)
    if not key.startswith("و") or key in finder.names.any:
        return False
    before = key_at(finder, token - 1, token)
    is_name = key[1:] in finder.names.any or key[1:] in finder.inner or is_strange(key[1:])
    return is_name and before not in word_set("persons", "nasab")


def _without_title(finder: Finder, span: Span) -> Span:
    """Leave titles with ال in front of a person out: الأمير فيصل."""
    first, cut = span.first, span.cut
    while span.kind == "person" and span.last - first > 1 and _is_before_name(finder, first):
        first, cut = first + 1, 0
    return span._replace(first=first, cut=cut)


def _is_before_name(finder: Finder, token: int) -> bool:
    """Tell whether a word is a title, a small word or a country's adjective (الجزائري عبد القادر مساهل)."""
    key, following = finder.words.key(token), key_at(finder, token + 1, token)
    if key in kept_apart():
        return True
    if key.startswith(AL) and is_nationality(key):
        return is_given(finder.names, following) or following == "عبد"
    titles = word_set("persons", "honorifics")
    return any(rest.startswith(AL) and rest[2:] in titles for _, rest in readings(key))


def _recut(finder: Finder, span: Span) -> Span:
    """Mend the particles: فيصل is no ف + يصل, قال بلان has no ب, وحزب and وعلي have و."""
    key = finder.words.key(span.first)
    if not span.cut:
        rest = key[1:]
        has_particle = key[:1] == "و" and key not in finder.names.any and not _is_head(key)
        return span._replace(cut=int(has_particle and (_is_head(rest) or is_given(finder.names, rest))))
    rest = key[span.cut :]
    is_known = rest in finder.names.any or is_place(rest)
    if key in finder.names.any or is_place(key) or (not is_known and _has_no_particle(finder, span, rest)):
        return span._replace(cut=0)
    return span


def _is_head(key: str) -> bool:
    heads = word_set("organisations", "heads") | word_set("places", "heads")
    return key.removeprefix(AL) in heads


def _has_no_particle(finder: Finder, span: Span, rest: str) -> bool:
    """Tell whether the letter cut off an unknown name belongs to it: بوندسليغا, فولفسبورغ."""
    key = finder.words.key(span.first)
    if key[0] == "و" or key.startswith("لل") or rest.startswith(AL) or rest in finder.whole:
        return False
    if len(rest) <= SHORT or key[0] in "بفك":
        return True
    before = key_at(finder, span.first - 1, span.first)
    return key in finder.inner or any(is_speech_verb(verb) for _, verb in readings(before))


def _with_sure_kind(finder: Finder, span: Span) -> Span:
    """Call a name of two words or more with a title in front, or a given name first, a person."""
    if span.kind not in ("place", "group") or span.last - span.first < 2:
        return span
    key = finder.words.key(span.first)
    before = key_at(finder, span.first - 1, span.first)
    if not any(is_title(rest) or is_speech_verb(rest) for _, rest in readings(before)):
        return span
    is_person = is_given(finder.names, key) and key not in finder.names.common and not is_place(key)
    return span._replace(kind="person") if is_person else span
