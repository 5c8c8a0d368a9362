"""A tagger as a source of spans: the reader's own is checked, of the shipped one ends are trimmed."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis.errors import OptionError, first_line
from analysis.mentions import latin
from analysis.mentions.aliases import KINDS
from analysis.mentions.gazetteer import ADJECTIVE, CITIES, REGIONS
from analysis.mentions.keys import Forms, is_decoration, is_ordinary, word_list, word_set
from analysis.mentions.known import is_listed
from analysis.mentions.line import Finder
from analysis.mentions.overlaps import Level, Span, occupied
from analysis.mentions.tagger import tag
from analysis.mentions.thin import SPOKEN, is_spoken, stories, sure_names
from analysis.tokens import token_ranges

COLUMNS = ("seed", "start", "end", "kind")
MARKS = frozenset('"«»“”')
#: Digits, marks and Latin letters are below, other scripts from here on.
BEYOND_LATIN = "\u0250"
#: What is left of a name behind و has at least this many letters, or is listed.
WAW, SHORTEST_REST = "\u0648", 3
DOTS = ".."
#: What a name may begin with, which no name is: behind ل it is cut off.
LINKS = frozenset(word for name in ("kunya", "nasab", "tribe") for word in word_set(name) if len(word) > 2)
#: What is right less often than not where the tagger has found nothing; `Level.MINOR_PLACE` always is.
UNSEEN = frozenset(("head", "table cities"))
TOWNS = (CITIES, REGIONS)
#: The same within a longer name that it has found.
PARTS = frozenset(
    ("head", "head quoted", "head national", "title")
    + ("table cities", "table territories", "table countries", "table capitals")
)
#: Classes of words at which a person's name ends, and of those that begin one behind such a word.
NO_NAME = ("stop", "barrier", "name_end", "dialect", "isnad", "cue", "act", "verbal", "accusative")
BEGIN = ("given", "kunya", "servant", "nasab", "al_name")
#: Kinds of what a person may be named behind: his company, his city.
BODIES = ("organisation", "place")
#: A word whose score as a name is so far above that of no name is one, whatever else it may mean: of such
#: words of annotated news that these rules left out, 34 were names and one was none.
SURE = 5


def find_tagged(finder: Finder, tagger: Callable | None) -> list[Span]:
    """Return the spans of the tagger as spans of tokens."""
    words = finder.words
    tagged = tag(words.tokens) if tagger is None else _run(tagger, words.tokens)
    source, detail = ("tagger", ()) if tagger is None else ("tagger own", (_name(tagger),))
    # the tagger has read news: in a story its sureness proves nothing
    spans, told, place = [], stories(finder), finder.has("place") & ~finder.has("name")
    sure = tagged["margin"] >= SURE if is_ours(tagger) else [False] * len(tagged)
    ranges = zip(*token_ranges(words.tokens, tagged), tagged["start"], tagged["kind"], sure, strict=True)
    for first, last, start, kind, is_sure in ranges:
        if first < last and words.paragraphs[first] == words.paragraphs[last - 1]:
            cut = _cut(words, first, start)
            if is_ours(tagger) and (cut or words.key(first)[:1] == WAW) and _is_behind_and(words, first):
                # ووادي has one particle in front, ولويس too; فالنسيا has none
                cut = min(cut or words.cut(first), words.cut(first))
            if is_ours(tagger):
                cut = _mended(words, first, cut)
            span = Span(int(first), int(last), cut, str(kind), Level.TAGGER, source, detail)
            is_sure &= last - first == 1 and not told[first] and (kind != "person" or not place[first])
            spans.append(span._replace(is_sure=bool(is_sure)))
    # what a reader's own tagger says stays as it says it
    return trim(finder, spans) if is_ours(tagger) else spans


def is_ours(tagger: Callable | None) -> bool:
    """Tell whether a tagger is the shipped one, be it with other weights (``partial(tag, model=...)``)."""
    return tagger is None or getattr(tagger, "func", tagger) is tag


def _name(tagger: Callable) -> str:
    return getattr(tagger, "__name__", type(tagger).__name__)


def _run(tagger: Callable, tokens: pd.DataFrame) -> pd.DataFrame:
    """Call the reader's tagger and check what comes back."""
    name, needed = f"tagger {_name(tagger)}", ", ".join(COLUMNS)
    try:
        tagged = tagger(tokens.copy())
    except Exception as error:
        raise OptionError(f"{name}: raised {first_line(error)}") from error
    if not isinstance(tagged, pd.DataFrame):
        raise OptionError(f"{name}: must return a table {needed}, not {type(tagged).__name__}")
    if missing := [column for column in COLUMNS if column not in tagged.columns]:
        raise OptionError(f"{name}: no column {', '.join(missing)} in its table; it needs {needed}")
    ends = tokens.groupby("seed", observed=True)["end"].max()
    for seed, start, end, kind in tagged[list(COLUMNS)].itertuples(index=False):
        span = f"{name}: span {start}-{end} of {seed}"
        if seed not in ends.index:
            raise OptionError(f"{span}: no such text; texts are: {', '.join(map(str, ends.index[:5]))}")
        if not _is_offset(start) or not _is_offset(end) or not 0 <= start < end <= ends[seed]:
            raise OptionError(f"{span}: outside the text, which ends at {ends[seed]}")
        if kind not in KINDS:
            raise OptionError(f"{span}: unknown kind {kind!r}; known kinds: {', '.join(KINDS)}")
    return tagged.reset_index(drop=True)


def _is_offset(value: object) -> bool:
    """Tell whether a value is a whole number, of Python or numpy."""
    return not isinstance(value, bool) and hasattr(value, "__index__")


def _is_behind_and(words: Forms, token: int) -> bool:
    """Tell whether a name begins behind و, hardly ever its first letter; of واس too little would be left."""
    rest = words.rests[words.codes[token]]
    has_and = words.cut(token) > 0 and words.key(token)[0] in word_list("conjunctions")
    return has_and and (len(rest) >= SHORTEST_REST or is_listed(rest))


def _mended(words: Forms, token: int, cut: int) -> int:
    """Return the letters of clitics in front of a name: ل in لبني, none in a word of its own (فلوس)."""
    if not cut:
        key = words.key(token)
        return int(key[0] in word_list("particles") and key[1:] in LINKS)
    return 0 if not words.cut(token) and is_ordinary(words.text.tokens[token]) else cut


def _cut(words: Forms, token: int, start: int) -> int:
    """Return how many letters stand before ``start`` in its token."""
    inside = words.text.tokens[token][: max(0, start - words.text.starts[token])]
    return sum(not is_decoration(character) for character in inside)


def trim(finder: Finder, spans: list[Span]) -> list[Span]:
    """Leave out what is no part of a name at either end, and spans of which nothing is left."""
    outside, ends, begins = _before_names(finder), _ends(finder), finder.has(*BEGIN)
    named = finder.before("name", "compound", "strange", "short")
    verbs = finder.has("cue", "act", "verbal") | (finder.has("accusative") & ~named)
    verbs &= ends & ~finder.has("stop", "name_end", "clitic")
    nationals = finder.has("adjective") & finder.has("al")
    nouns = finder.has("al") | (finder.has("frequent", "place_head") & ~finder.has("place"))
    behind = finder.behind("place", "strange", "latin")
    behind &= finder.has("given_sure", "servant") & ~finder.has("place", "clitic", "foreign")
    # ياناهد ends a name and begins one; لسه and ادخلي only end it
    called, opens = finder.has("called"), ends & finder.has(*SPOKEN, "owned")
    trimmed = []
    for span in spans:
        if span.is_sure:
            trimmed.append(span)
            continue
        first, last = _without_marks(finder, span.first, span.last)
        if first < last and finder.words.text.tokens[first][0].isascii():
            last = max(last, latin.run_end(finder.words, first))
        # المغربية behind وجدة is no part of its name; behind a noun it is
        last -= span.kind == "place" and last - first == 2 and nationals[last - 1] and not nouns[first]
        pieces, is_body = [(first, last)], span.kind == "organisation" and last - first > 1
        if span.kind in BODIES and (people := np.flatnonzero(behind[first + 1 : last])).size:
            # مدير مطار أبها فهد العدواني
            person = first + 1 + int(people[0])
            trimmed.append(Span(person, last, 0, "person", span.level, span.source, span.detail))
            pieces = [(first, person)]
        if span.kind == "person":
            # a foreign name may begin like a particle with a noun
            first += last - first > 1 and verbs[first]
            at = first + 1 - opens[first]
            stops = [first - 1, *(at + np.flatnonzero(ends[at:last])).tolist(), last]
            begin = [stop + 1 - (number > 0 and called[stop]) for number, stop in enumerate(stops[:-1])]
            pieces = [(at, stop) for at, stop in zip(begin, stops[1:], strict=False) if at < stop]
        start = pieces[0][0] if pieces and (not opens[first] or is_body) else -1
        for first, last in pieces:
            is_first = first == start
            while span.kind == "person" and last - first > 1 and outside[first]:
                first += 1
            cut = span.cut if first == span.first else finder.words.cut(first) if first < last else 0
            if first < last and (is_first or begins[first]):
                trimmed.append(span._replace(first=first, last=last, cut=cut))
    return sure_names(finder, trimmed)


def _ends(finder: Finder) -> np.ndarray:
    """Tell at which words the name of a person ends, unless the word before makes a name of them."""
    linked = finder.behind("nasab", "kunya", "servant", "opener")
    joined = finder.behind("strange", "foreign")
    other = finder.has("owned", "to_", "by_") & finder.has("ordinary", "noun", "kunya")
    other |= finder.has("imperfect_like") & finder.has("ordinary") & ~finder.has("noun")
    other |= finder.has("al") & finder.has("org_head", "group_head", "event_head") & ~finder.has("al_name")
    # لحماد behind هند is another's name
    apart = finder.has("to_", "by_") & finder.has("clitic")
    apart &= finder.has("given_sure", "al") | (finder.has("name") & ~finder.has("strange"))
    # written apart, ل and what is behind it are one name: ل يبرون
    joined |= finder.behind("letter") & ~finder.behind("and_")
    joined |= finder.has("compound") | finder.before("compound")
    ends = (finder.has(*NO_NAME) | other) & ~joined | finder.has("isnad", "cue", "act")
    ends &= ~finder.has("name", "strange", "short")
    ends |= (finder.has("accusative") & ~finder.has("name") | apart) & ~joined
    # but بان كي مون, هاري كاين and انخل دي ماريا
    spoken = is_spoken(finder) & ~finder.has("short") & ~finder.behind("foreign") & ~finder.before("opener")
    spoken &= ~finder.has("name") | finder.before("vocative", "called")
    spoken |= finder.has("called") | (finder.has("vocative") & ~finder.has("then_"))
    spoken |= finder.has("blocker") & finder.before("imperfect_like")
    # زار محمد بن سلمان مصر
    ends |= finder.has("country") & finder.has("place") & ~finder.has("given_sure") & ~joined
    return (ends | spoken | finder.has("accusative_name", "asking")) & ~linked


def _without_marks(finder: Finder, first: int, last: int) -> tuple[int, int]:
    """Leave out punctuation at both ends, and what follows a lone quotation mark or a change of script."""
    words = finder.words
    other = [token for token in range(first, last) if words.key(token)[:1] < BEYOND_LATIN]
    ends = [token for token in other if words.words[token] or words.key(token)[:2] == DOTS]
    if ends and first < ends[0] and (ends[0] == other[0] or not words.words[ends[0]]):
        last = ends[0]
    marks = [token for token in range(first, last) if words.key(token) in MARKS]
    if len(marks) == 1:
        last = marks[0] if marks[0] > first else last
    ends = word_list("conjunctions")
    while last > first and (
        words.key(last - 1) in ends or (_is_punctuation(finder, last - 1) and len(marks) != 2)
    ):
        last -= 1
    while first < last and _is_punctuation(finder, first) and words.key(first) not in MARKS:
        first += 1
    return first, last


def _is_punctuation(finder: Finder, token: int) -> bool:
    """Tell whether a token is punctuation, or a particle with a stroke (بـ) before a mark."""
    key = finder.words.key(token)
    if finder.words.words[token]:
        return len(key) == 1 and finder.words.text.tokens[token] != key
    return not key.isalnum()


def _before_names(finder: Finder) -> np.ndarray:
    """Tell which words are no part of the name behind: titles, small words, a country's adjective."""
    names = finder.before("given", "servant")
    defined = finder.has("honorific") | (finder.has("noble") & names) | (finder.has("country") & names)
    # but الأمير مولاي رشيد is called so
    called = finder.has("addressed") & ~finder.behind("honorific")
    letters = finder.has("letter_title") & finder.before("dot") | finder.has("dot") & finder.behind(
        "letter_title"
    )
    # عمي مصعب
    kin = finder.has("kin") & finder.has("owned") & ~finder.has("nasab", "kunya")
    return finder.has("on", "to") | (defined & finder.has("al")) | called | letters | kin


def reconcile(tagged: list[Span], known: list[Span]) -> list[Span]:
    """Let the tables say what a span is called where the tagger found the same, of the same kind.

    Where they differ in kind the tagger, which saw the words around, is right: a city's name may be its
    club's, and a plural that looks like an adjective may name the people.
    """
    tables = {(span.first, span.last, span.kind): span for span in known}
    # a body of a table is none of the places
    bodies = {(first, last): span for (first, last, kind), span in tables.items() if kind == "organisation"}
    tables = {(first, last, "place"): span for (first, last), span in bodies.items()} | tables
    # العلاقات السعودية: the table has seen the noun before
    described = {
        (span.first, span.last) for span in known if span.kind == "adjective" and span.source == ADJECTIVE
    }
    tagged = [span for span in tagged if span.kind != "place" or (span.first, span.last) not in described]
    found = [(span, tables.get((span.first, span.last, span.kind))) for span in tagged]
    return [entry._replace(level=max(entry.level, span.level)) if entry else span for span, entry in found]


def trust(
    tagged: list[Span], candidates: list[Span], size: int, words: np.ndarray | None = None
) -> list[Span]:
    """Leave out what is right less often than not where the tagger, which saw the same words, disagrees."""
    owner = occupied(tagged, size)
    words = np.zeros(size, dtype=bool) if words is None else words
    bodies = {(span.first, span.last) for span in tagged if span.kind == "organisation"}
    kept = []
    for span in candidates:
        longer = [tagged[at] for at in set(owner[span.first : span.last].tolist()) if at >= 0]
        is_inside = any(other.first <= span.first and span.last <= other.last for other in longer)
        is_part = is_inside and span.last - span.first < max(other.last - other.first for other in longer)
        is_guess = span.source in UNSEEN and span.level != Level.PHRASE and not longer
        is_guess |= span.level == Level.MINOR_PLACE
        # قال للشرق الأوسط: a newspaper
        is_guess |= span.source == "table places" and (span.first, span.last) in bodies
        is_guess |= bool(
            span.source in TOWNS and words[span.first] and span.last - span.first == 1 and not longer
        )
        if not is_guess and not (is_part and span.source in PARTS):
            kept.append(span)
    return kept
