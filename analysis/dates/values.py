"""What a found expression means: calendar, first and last day, grain."""

import re
from datetime import date

import numpy as np

from analysis.dates import absolute, relative
from analysis.dates.grammar import RULES
from analysis.dates.reading import Reading, Value

_READERS = absolute.READERS | relative.READERS


def read_value(
    match: re.Match, values: np.ndarray, spaced: np.ndarray, reference: date | None
) -> Value | None:
    """Return what a match of `grammar.PATTERN` means, None where it is no date after all.

    Parameters
    ----------
    match
        The match.
    values, spaced
        The value of each letter of the searched line, and whether white space follows its token.
    reference
        The day from which relative expressions count, None to leave them open.
    """
    number = int(match.lastgroup.removeprefix("rule_"))
    return _READERS[RULES[number][0]](Reading(match, number, values, spaced, reference))
