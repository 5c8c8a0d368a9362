"""Folding: what counts as the same spelling, each rule with a name and a switch."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

import numpy as np
import pyarrow as pa

from analysis.arabic.characters import arabic_table, category_table, ignorable_table
from analysis.errors import OptionError

#: Every fold with what it does; `COUNT_FOLDS` and `SEARCH_FOLDS` choose among them.
FOLDS = {
    "compose": "canonically equal spellings become one (NFC)",
    "dagger": "letters that the Quran writes small become those of today (كتٰب is كتاب, صلوٰة صلاة)",
    "controls": "invisible controls leave",
    "marks": "Arabic vowel marks and Quranic signs leave",
    "tatweel": "the lengthening stroke leaves",
    "wasla": "ٱ becomes ا",
    "hamza": "آ أ إ ٱ become ا",
    "presentation": "presentation forms become the letters they show (ﻻ is لا)",
    "digits": "decimal digits of every script become 0-9, ٫ and ٬ become . and ,",
    "case": "capital letters become small",
    "alef_maqsura": "ى becomes ي",
    "ta_marbuta": "ة becomes ه",
    "keyboard": "letters of Persian and Urdu keyboards become their Arabic twins (ی is ي, ک ك, ہ ه)",
}

#: Folds of the ``form`` column. ى/ي and ة/ه stay apart: على is not علي, والده is not والدة.
COUNT_FOLDS = ("compose", "controls", "marks", "tatweel", "hamza", "presentation", "digits", "case")

#: Folds of a search, which would rather find too much: ى/ي and ة/ه are joined too.
SEARCH_FOLDS = (*COUNT_FOLDS, "alef_maqsura", "ta_marbuta", "keyboard")

_DELETED = 0xFFFFFFFF
_MANY_MARKS = 30
_TATWEEL = 0x0640

# Small waw and ya of the Quran: letters to Unicode, signs to a reader.
_SMALL_LETTERS = "\u06e5\u06e6\u08c9"

# What the Quran writes for a long a, with what stands there today: the dagger alef, on a seat (but a final ى
# keeps its own: هدىٰ); ءَا for آ. Its small ya is one.
DAGGER = re.compile(
    "ى\u0670(?=[\u0610-\u061a\u064b-\u065f\u06d6-\u06ed]*\\w)|(?<!ى)[وـ]?\u0670(?:ا[\u0652\u06df])?|ء\u064eا|ـ?\u06e7"
)
DAGGER_TODAY = {"ا": "آ", "\u06e7": "ي"}
_REPLACEMENTS = {
    "wasla": {"ٱ": "ا"},
    "hamza": dict.fromkeys("آأإٱٲٳٵ", "ا"),
    "alef_maqsura": {"ى": "ي"},
    "ta_marbuta": {"ة": "ه"},
    "keyboard": {"ی": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك", "ہ": "ه", "ھ": "ه"},
}


def require_folds(folds: Iterable[str]) -> tuple[str, ...]:
    """Return ``folds`` as a tuple in the order of `FOLDS`; raise an `OptionError` at an unknown one."""
    asked = (folds,) if isinstance(folds, str) else tuple(folds)
    for fold in asked:
        if fold not in FOLDS:
            raise OptionError(f"fold={fold!r}: unknown; known folds: {', '.join(FOLDS)}")
    return tuple(fold for fold in FOLDS if fold in asked)


def fold_text(text: str, folds: Iterable[str] = COUNT_FOLDS) -> str:
    """Fold one string; offsets into the result are not offsets into ``text``.

    A string of nothing but folded-away characters stays as it is, so that no key is ever empty.

    Examples
    --------
    >>> fold_text("أَوْكرانيـــا ١٢٫٥")
    'اوكرانيا 12.5'
    >>> fold_text("على") == fold_text("علي"), fold_text("على", SEARCH_FOLDS) == fold_text("علي", SEARCH_FOLDS)
    (False, True)
    """
    return fold_strings(pa.array([text], pa.string()), folds)[0].as_py()


def fold_strings(strings: pa.Array, folds: Iterable[str] = COUNT_FOLDS) -> pa.Array:
    """Fold an Arrow array of strings, all at once over their code points.

    Parameters
    ----------
    strings
        Distinct words: folding a vocabulary rather than a text is what makes it cheap. Null stays null.
    folds
        Names from `FOLDS`.

    Returns
    -------
    pyarrow.Array
        As many strings, in the same order.

    Raises
    ------
    OptionError
        At an unknown fold.
    """
    folds = require_folds(folds)
    if not folds or not len(strings):
        return strings
    # U+0000 ends each word: it is deleted by no fold, so the words can be told apart again
    words = strings.to_pylist()
    if any(word is not None and "\0" in word for word in words):
        return pa.array([word and (_fold_one(word, folds) or word) for word in words], pa.string())
    joined = "\0".join("" if word is None else word for word in words)
    folded = _fold_one(joined, folds).split("\0")
    kept = [None if word is None else (fold or word) for word, fold in zip(words, folded, strict=True)]
    return pa.array(kept, pa.string())


def _fold_one(text: str, folds: tuple[str, ...]) -> str:
    """Fold a text of any length: the rare steps by Python, the frequent ones by one table look-up."""
    if "compose" in folds:
        text = compose(text)
    if "dagger" in folds:
        text = DAGGER.sub(lambda match: DAGGER_TODAY.get(match.group()[-1], "ا"), text)
    table, expansions = _fold_table(folds)
    if expansions:
        pattern, mapping = expansions
        text = pattern.sub(lambda match: mapping[match.group()], text)
    points = table[np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)]
    folded = points[points != _DELETED].tobytes().decode("utf-32-le", "surrogatepass")
    # a deleted control may have kept a letter and its accent apart
    return compose(folded) if "compose" in folds else folded


def compose(text: str) -> str:
    """Compose letters with their marks (NFC), in time that grows with the length of the text alone.

    Normalising puts the marks of a letter in order by insertion, which takes the square of their number;
    marks that are in order already cost nothing.

    Examples
    --------
    >>> len("ا\u0654"), len(compose("ا\u0654"))
    (2, 1)
    """
    pattern, words = _marks_in_a_row(), text.replace("\0", " ").split()
    if any(len(word) > _MANY_MARKS and pattern.search(word) for word in words):
        text = pattern.sub(lambda run: "".join(sorted(run.group(), key=unicodedata.combining)), text)
    return unicodedata.normalize("NFC", text)


@cache
def _marks_in_a_row() -> re.Pattern:
    """Return the pattern of more marks on one letter than any writing has."""
    marks = filter(unicodedata.combining, map(chr, np.flatnonzero(category_table() == b"Mn")))
    return re.compile(f"[{''.join(marks)}]{{{_MANY_MARKS},}}")


@cache
def _fold_table(folds: tuple[str, ...]) -> tuple[np.ndarray, tuple[re.Pattern, dict] | None]:
    """Return a table from code point to code point, and what expands into several characters."""
    table = np.arange(len(category_table()), dtype=np.uint32)
    mapping = {}
    for fold in folds:
        for source, target in _pairs(fold):
            if len(target) > 1:
                mapping[source] = target
            else:
                table[ord(source)] = ord(target) if target else _DELETED
    # what a fold makes may be the input of another (ﺄ is أ, and أ is ا): look up until nothing moves
    while True:
        alive = table != _DELETED
        again = table.copy()
        again[alive] = table[table[alive]]
        if np.array_equal(again, table):
            break
        table = again
    if not mapping:
        return table, None
    return table, (re.compile(f"[{re.escape(''.join(mapping))}]"), mapping)


def _pairs(fold: str) -> list[tuple[str, str]]:
    """List what one fold replaces, character by character."""
    if fold in _REPLACEMENTS:
        return list(_REPLACEMENTS[fold].items())
    return _RULES[fold]()


def _none() -> list[tuple[str, str]]:
    return []  # done before the table is looked up, for it takes more than one character to see


def _controls() -> list[tuple[str, str]]:
    return [(chr(point), "") for point in np.flatnonzero(ignorable_table())]


def _marks() -> list[tuple[str, str]]:
    marks = map(chr, np.flatnonzero(arabic_table() & (category_table() == b"Mn")))
    return [(mark, "") for mark in (*marks, *_SMALL_LETTERS)]


def _tatweel() -> list[tuple[str, str]]:
    return [(chr(_TATWEEL), "")]


def _presentation() -> list[tuple[str, str]]:
    """Map the shapes of older encodings to their letters; the two blocks hold nothing else."""
    shapes = [chr(point) for point in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD))]
    pairs = [(shape, unicodedata.normalize("NFKC", shape)) for shape in shapes]
    # a vowel mark's shape stands on a space or a tatweel, which is not part of the mark
    return [
        (shape, letters.strip(" ـ") if shape >= "\ufe70" else letters)
        for shape, letters in pairs
        if letters != shape
    ]


def _digits() -> list[tuple[str, str]]:
    points = map(chr, np.flatnonzero(category_table() == b"Nd"))
    digits = [(point, str(unicodedata.decimal(point))) for point in points]
    return [*digits, ("\u066b", "."), ("\u066c", ",")]


def _case() -> list[tuple[str, str]]:
    capitals = np.flatnonzero(np.isin(category_table(), (b"Lu", b"Lt")))
    return [(chr(point), chr(point).lower()) for point in capitals]


_RULES = {
    "compose": _none,
    "dagger": _none,
    "controls": _controls,
    "marks": _marks,
    "tatweel": _tatweel,
    "presentation": _presentation,
    "digits": _digits,
    "case": _case,
}
