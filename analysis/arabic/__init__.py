"""The script itself: character classes, folding, direction, quotation marks, text for charts.

This is the only room that knows code points. Everything above it asks here.
"""

from analysis.arabic.characters import (
    code_points,
    is_invisible,
    language_direction,
    language_of,
    text_direction,
)
from analysis.arabic.folding import COUNT_FOLDS, FOLDS, SEARCH_FOLDS, fold_strings, fold_text

__all__ = [
    "COUNT_FOLDS",
    "FOLDS",
    "SEARCH_FOLDS",
    "code_points",
    "fold_strings",
    "fold_text",
    "is_invisible",
    "language_direction",
    "language_of",
    "text_direction",
]
