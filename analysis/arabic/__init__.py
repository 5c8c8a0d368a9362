"""The script itself: character classes, folding, direction, quotation marks, text for charts.

This is the only room that knows code points. Everything above it asks here.
"""

from analysis.arabic.characters import (
    APOSTROPHE,
    ARABIC,
    BRACKET,
    BREAK,
    CONTROL,
    DECIMAL,
    DIGIT,
    LETTER,
    LINE_BREAKS,
    MARK,
    NUMERAL,
    PUNCTUATION,
    SYMBOL,
    class_table,
    code_points,
    is_invisible,
    language_direction,
    text_direction,
)
from analysis.arabic.display import display_text, has_rtl
from analysis.arabic.folding import (
    COUNT_FOLDS,
    DAGGER,
    DAGGER_TODAY,
    FOLDS,
    SEARCH_FOLDS,
    compose,
    fold_strings,
    fold_text,
    require_folds,
)
from analysis.arabic.headlines import is_headline
from analysis.arabic.languages import Languages, language_of, languages_of
from analysis.arabic.marks import pair_marks

__all__ = [
    "APOSTROPHE",
    "ARABIC",
    "BRACKET",
    "BREAK",
    "CONTROL",
    "COUNT_FOLDS",
    "DAGGER",
    "DAGGER_TODAY",
    "DECIMAL",
    "DIGIT",
    "FOLDS",
    "LETTER",
    "LINE_BREAKS",
    "Languages",
    "MARK",
    "NUMERAL",
    "PUNCTUATION",
    "SEARCH_FOLDS",
    "SYMBOL",
    "class_table",
    "code_points",
    "compose",
    "display_text",
    "fold_strings",
    "fold_text",
    "has_rtl",
    "is_headline",
    "is_invisible",
    "language_direction",
    "language_of",
    "languages_of",
    "pair_marks",
    "require_folds",
    "text_direction",
]
