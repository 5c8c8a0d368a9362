"""Classes of each distinct word, read once from its stem and clitics: cue of speech, title, particle, month.

The rooms that look for names, speech and dates ask here what a word can be. The lists are data files of
`analysis/data/words`; a new class is a new table in one of them.
"""

from analysis.words.calendar import (
    CLITIC,
    NO_CLASS,
    OTHER,
    CalendarClasses,
    CalendarWords,
    calendar_classes,
    full_year,
    read_calendar_words,
)
from analysis.words.reading import Words, class_names, read_words
from analysis.words.verbs import Verb, dictionary_form, verb_forms

__all__ = [
    "CLITIC",
    "NO_CLASS",
    "OTHER",
    "CalendarClasses",
    "CalendarWords",
    "Verb",
    "Words",
    "calendar_classes",
    "class_names",
    "dictionary_form",
    "full_year",
    "read_calendar_words",
    "read_words",
    "verb_forms",
]
