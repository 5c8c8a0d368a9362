"""Which language a text is in: by script, then by function words and by letters that others lack."""

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analysis.arabic.characters import ARABIC, LETTER, arabic_table, class_table, code_points
from analysis.arabic.folding import fold_strings, fold_text

# floor 0 has no room to ask for bundled files
_DATA = Path(__file__).parents[1] / "data"

#: Undetermined, of ISO 639-2: a language that nothing here reads, or too little text to say.
UNKNOWN = "und"

_SPELLING, _KEYS = ("compose", "controls", "marks", "tatweel", "presentation", "case"), ("hamza", "keyboard")

# What a letter tells, one bit each: its script, and the language that alone has it (languages.toml).
_LETTERS = ("letter", "arabic", "latin", "keyboard", "fa", "ur", "other_arabic", "fr", "other_latin")
_BITS = {name: 1 << number for number, name in enumerate(_LETTERS)}
_COUNTED = ("letter", "arabic", "latin")
_LISTS = ("ar", "fa", "ur", "en", "fr", "other_latin")

# A word with the article is Arabic: Persian and Urdu have few of them.
_DEFINITE = "^(?:[وف]?[بك]?ال|[وف]?لل)..."
# French writes its short words onto the next, English its contractions.
_ELIDED, _CONTRACTED = "^(?:[cdjlmnst]|qu)['’]", "['’](?:s|t|re|ve|ll|d|m)$"
# Arabic in Latin letters writes its own sounds with digits: 3omri, m3akoume, 9alb.
_ARABIZI = "[a-z][235679][a-z]|^[235679][a-z]{3}"

# The share of a script's words that must be function words of English or French, or have letters of others.
_LEAST_WORDS = 0.15

# A text is judged by its beginning; a language does not change with length.
_LONGEST = 400_000


class Languages(NamedTuple):
    """The language of a text, and of what it has in Arabic and in Latin script ("" where it has none)."""

    whole: str
    arabic: str
    latin: str


def language_of(text: str) -> str:
    """Tell the language of ``text``: of the script that most of its letters are in.

    Function words decide (که is Persian, on the keyboard of either language), then letters that the others
    lack. Latin script that is neither English nor French, as Arabic in Latin letters, is undetermined.

    Returns
    -------
    str
        ``"ar"``, ``"fa"``, ``"ur"``, ``"en"``, ``"fr"``; ``"und"`` for any other and for no letters.

    Examples
    --------
    >>> [language_of(text) for text in ("کان فی المدینة", "او در شهر بود", "ya rabi 3omri", "in the city")]
    ['ar', 'fa', 'und', 'en']
    """
    counts = Counter(re.findall(r"[^\W_]+(?:['’][^\W\d_]+)*", fold_text(text[:_LONGEST], _SPELLING)))
    if not counts:
        return UNKNOWN
    words = pa.array(list(counts), pa.string())
    return languages_of(words, np.zeros(len(words), np.int64), np.arange(len(words)), list(counts.values()))[
        0
    ].whole


def languages_of(
    words: pa.Array, texts: np.ndarray, codes: np.ndarray, counts: Sequence[int] | None = None
) -> list[Languages]:
    """Tell the languages of many texts at once.

    Parameters
    ----------
    words
        Distinct words.
    texts, codes
        Running words: the number of the text, and of the word among ``words``.
    counts
        How often each running word stands there; None for once each.
    """
    features = _features(words)
    size = int(texts.max(initial=-1)) + 1
    times = 1 if counts is None else np.asarray(counts)
    sums = [np.bincount(texts, feature[codes] * times, minlength=size) for feature in features.values()]
    return [_judge(dict(zip(features, row, strict=True))) for row in np.stack(sums, axis=1).tolist()]


def _features(words: pa.Array) -> dict[str, np.ndarray]:
    """Return what each distinct word is evidence for."""
    written = fold_strings(words, _SPELLING)
    folded = fold_strings(written, _KEYS)
    strings = written.to_pylist()
    # a space after each word, so that none is empty
    flags = _flags()[code_points(" ".join([*strings, ""]))]
    lengths = np.array([len(word) + 1 for word in strings], dtype=np.int64)
    begins = np.cumsum(lengths) - lengths
    found = np.bitwise_or.reduceat(flags, begins) if len(strings) else flags
    features = {name: (found & bit) > 0 for name, bit in _BITS.items()}
    for name in _COUNTED:
        features[f"{name}_count"] = np.add.reduceat((flags & _BITS[name]) > 0, begins, dtype=np.int64)
    listed, masks = _function_words()
    places = pc.index_in(folded, value_set=listed).fill_null(len(listed)).to_numpy()
    for number, name in enumerate(_LISTS):
        features[f"{name}_words"] = (masks[places] >> number) & 1
    features["ar_words"] |= _has(folded, _DEFINITE)
    if features["latin"].any():
        features["en_words"] |= _has(written, _CONTRACTED)
        features["fr_words"] |= _has(written, _ELIDED)
        features["other_latin_words"] |= features["other_latin"]
        features["arabizi"] = _has(written, _ARABIZI)
    return features


def _has(strings: pa.Array, pattern: str) -> np.ndarray:
    return pc.match_substring_regex(strings, pattern).to_numpy(zero_copy_only=False)


def _judge(sums: dict[str, float]) -> Languages:
    """Weigh the evidence of one text."""
    arabic = _judge_arabic(sums) if sums["arabic"] else ""
    latin = _judge_latin(sums) if sums["latin"] else ""
    half = sums["letter_count"] / 2
    whole = arabic if sums["arabic_count"] >= half else latin if sums["latin_count"] >= half else UNKNOWN
    return Languages(whole or UNKNOWN, arabic, latin)


def _judge_arabic(sums: dict[str, float]) -> str:
    # Iraq writes گ and چ too, on an Arabic keyboard; no Urdu and little Persian has no letters of its own
    own = sums["keyboard"] + sums["ur"]
    scores = {
        "ar": sums["ar_words"],
        "fa": sums["fa_words"] + sums["fa"] if own else sums["fa_words"] - 1,
        "ur": sums["ur_words"] + sums["ur"] if own else 0,
    }
    if sums["other_arabic"] > min(max(scores.values()), _LEAST_WORDS * sums["arabic"]):
        return UNKNOWN
    best = max(scores, key=scores.get)
    # a word or two with no evidence: Arabic, unless the keyboard was another
    return best if scores[best] or not sums["keyboard"] else "fa"


def _judge_latin(sums: dict[str, float]) -> str:
    accented = sums["fr"] > 0
    best = max(("en", "fr"), key=lambda name: (sums[f"{name}_words"], accented and name == "fr"))
    least, score = _LEAST_WORDS * sums["latin"], sums[f"{best}_words"]
    # of what others write too (de, la, un) a language needs more than they have
    if score < least or score <= sums["other_latin_words"] or sums.get("arabizi", 0) > least:
        return UNKNOWN
    return best


@cache
def _told() -> dict:
    return tomllib.loads((_DATA / "languages.toml").read_text(encoding="utf-8"))


@cache
def _flags() -> np.ndarray:
    """Return for every code point the bits of what it tells."""
    points = np.arange(len(class_table()))
    flags = np.zeros(len(points), dtype=np.uint16)
    letter = np.isin(class_table(), (ARABIC, LETTER))
    flags[letter] |= _BITS["letter"]
    flags[letter & arabic_table()] |= _BITS["arabic"]
    # Latin, Latin-1, Extended-A, -B and Additional: everything below Greek
    flags[letter & (points < 0x0250)] |= _BITS["latin"]
    for name, letters in _told()["letters"].items():
        flags[[ord(letter) for letter in letters]] |= _BITS[name]
    return flags


@cache
def _function_words() -> tuple[pa.Array, np.ndarray]:
    """Return the function words of all languages, and the bits of the lists that each is in; 0 for none."""
    lists = {name: _read_list(name) for name in _LISTS[:-1]} | {_LISTS[-1]: _told()["words"]["other_latin"]}
    masks: dict[str, int] = {}
    for number, words in enumerate(lists.values()):
        for word in fold_strings(pa.array(words), (*_SPELLING, *_KEYS)).to_pylist():
            masks[word] = masks.get(word, 0) | 1 << number
    return pa.array(list(masks)), np.array([*masks.values(), 0])


def _read_list(language: str) -> list[str]:
    lines = (_DATA / "stopwords" / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    return [word for line in lines if (word := line.split("#", 1)[0].strip())]
