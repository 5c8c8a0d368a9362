"""The script itself: character classes, folding, direction, quotation marks, text for charts.

This is the only room that knows code points. Everything above it asks here.
"""

from analysis.arabic.characters import (
    LINE_BREAKS,
    code_points,
    is_invisible,
    language_direction,
    language_of,
    text_direction,
)
from analysis.arabic.display import display_text, has_rtl
from analysis.arabic.folding import COUNT_FOLDS, FOLDS, SEARCH_FOLDS, fold_strings, fold_text
from analysis.arabic.lines import is_headline
from analysis.arabic.marks import pair_marks

__all__ = [
    "COUNT_FOLDS",
    "FOLDS",
    "LINE_BREAKS",
    "SEARCH_FOLDS",
    "code_points",
    "display_text",
    "fold_strings",
    "fold_text",
    "has_rtl",
    "is_headline",
    "is_invisible",
    "language_direction",
    "language_of",
    "pair_marks",
    "text_direction",
]
