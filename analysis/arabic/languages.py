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

from analysis.arabic.folding import fold_strings, fold_text

# floor 0 has no room to ask for bundled files
_DATA = Path(__file__).parents[1] / "data"

#: Undetermined, of ISO 639-2: a language that nothing here reads, or too little text to say.
UNKNOWN = "und"

_SPELLING, _KEYS = ("compose", "controls", "marks", "tatweel", "presentation", "case"), ("hamza", "keyboard")
_ARABIC, _LATIN, _ANY = "\\p{Arabic}", "\\p{Latin}", "\\p{L}"

# A word with the article is Arabic: Persian and Urdu have few of them.
_DEFINITE = "^(?:[وف]?[بك]?ال|[وف]?لل)..."
# French writes its short words onto the next, English its contractions.
_ELIDED, _CONTRACTED = "^(?:[cdjlmnst]|qu)['’]", "['’](?:s|t|re|ve|ll|d|m)$"
# Arabic in Latin letters writes its own sounds with digits: 3omri, m3akoume, 9alb.
_ARABIZI = "[a-z][235679][a-z]|^[235679][a-z]{3}"

# How many letters may be another language's; how many words must be function words of a language.
_LEAST_LETTERS, _LEAST_WORDS = 0.02, 0.15

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
    told, lists = _told(), {name: _function_words(name) for name in ("ar", "fa", "ur", "en", "fr")}
    written = fold_strings(words, _SPELLING)
    folded = fold_strings(written, _KEYS)

    def count(pattern: str) -> np.ndarray:
        return pc.count_substring_regex(written, pattern).to_numpy(zero_copy_only=False)

    def has(pattern: str, strings: pa.Array = written) -> np.ndarray:
        return pc.match_substring_regex(strings, pattern).to_numpy(zero_copy_only=False)

    def among(name: str) -> np.ndarray:
        return pc.is_in(folded, value_set=lists[name]).to_numpy(zero_copy_only=False)

    letters = told["letters"]
    arabic, latin = count(_ARABIC), count(_LATIN)
    listed = pc.is_in(written, value_set=pa.array(told["words"]["other_latin"])).to_numpy(
        zero_copy_only=False
    )
    return {
        "arabic": arabic,
        "latin": latin,
        "letters": count(_ANY),
        "other_arabic": count(f"[{letters['other_arabic']}]"),
        "ar": among("ar") | has(_DEFINITE, folded),
        "fa": among("fa"),
        "fa_letters": has(f"[{letters['fa']}]"),
        "ur": among("ur"),
        "ur_letters": has(f"[{letters['ur']}]"),
        "keyboard": has("[یک]"),
        "latin_words": latin > 0,
        "en": among("en") | has(_CONTRACTED),
        "fr": among("fr") | has(_ELIDED),
        "other_latin": listed | has(f"[{letters['other_latin']}]"),
        "accents": has(f"[{letters['fr']}]"),
        "arabizi": has(_ARABIZI),
    }


def _judge(sums: dict[str, float]) -> Languages:
    """Weigh the evidence of one text."""
    arabic = _judge_arabic(sums) if sums["arabic"] else ""
    latin = _judge_latin(sums) if sums["latin_words"] else ""
    half = sums["letters"] / 2
    whole = arabic if sums["arabic"] >= half else latin if sums["latin"] >= half else UNKNOWN
    return Languages(whole or UNKNOWN, arabic, latin)


def _judge_arabic(sums: dict[str, float]) -> str:
    if sums["other_arabic"] > _LEAST_LETTERS * sums["arabic"]:
        return UNKNOWN
    # Iraq writes گ and چ too, on an Arabic keyboard; no Urdu and little Persian has no letters of its own
    own = sums["keyboard"] + sums["ur_letters"]
    scores = {
        "ar": sums["ar"],
        "fa": sums["fa"] + sums["fa_letters"] if own else sums["fa"] - 1,
        "ur": sums["ur"] + sums["ur_letters"] if own else 0,
    }
    best = max(scores, key=scores.get)
    # a word or two with no evidence: Arabic, unless the keyboard was another
    return best if scores[best] or not sums["keyboard"] else "fa"


def _judge_latin(sums: dict[str, float]) -> str:
    best = max(("en", "fr"), key=lambda language: (sums[language], language == "fr" and sums["accents"] > 0))
    # of what others write too (de, la, un) a language needs more than they have
    if sums[best] < _LEAST_WORDS * sums["latin_words"] or sums[best] <= sums["other_latin"]:
        return UNKNOWN
    return UNKNOWN if sums["arabizi"] > _LEAST_WORDS * sums["latin_words"] else best


@cache
def _told() -> dict:
    return tomllib.loads((_DATA / "languages.toml").read_text(encoding="utf-8"))


@cache
def _function_words(language: str) -> pa.Array:
    lines = (_DATA / "stopwords" / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    words = [word for line in lines if (word := line.split("#", 1)[0].strip())]
    return fold_strings(pa.array(words), (*_SPELLING, *_KEYS)).unique()
