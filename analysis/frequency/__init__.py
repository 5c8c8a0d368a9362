"""Counting as a scholar would: terms at five levels, runs of words, and the statistics made from them."""

from analysis.frequency.choosing_terms import choose_term, count_levels
from analysis.frequency.collocates import count_collocates
from analysis.frequency.dispersion import add_dispersion
from analysis.frequency.diversity import count_diversity
from analysis.frequency.growth import count_growth
from analysis.frequency.keyness import add_keyness, compare_terms
from analysis.frequency.readability import count_readability
from analysis.frequency.terms import count_ngrams, count_terms, find_terms

__all__ = [
    "add_dispersion",
    "add_keyness",
    "choose_term",
    "compare_terms",
    "count_collocates",
    "count_diversity",
    "count_growth",
    "count_levels",
    "count_ngrams",
    "count_readability",
    "count_terms",
    "find_terms",
]
