"""Date expressions and what they mean: both month families, three sets of digits, Hijri, relative days."""

from collections.abc import Callable
from datetime import date, datetime

import numpy as np
import pandas as pd

from analysis.dates.grammar import find_matches
from analysis.dates.lexicon import Parts, classify
from analysis.dates.reading import Value
from analysis.dates.values import read_value
from analysis.errors import OptionError
from analysis.tables import require_columns

__all__ = ["find_dates"]

_COLUMNS = ["seed", "paragraph", "start", "end", "expression", "calendar", "date", "date_end", "precision"]
_CALENDARS = ["gregorian", "hijri", "relative"]
_PRECISIONS = ["day", "week", "month", "year", "decade", "century"]


def find_dates(tokens: pd.DataFrame, *, reference_date: str | date | None = None) -> pd.DataFrame:
    """Find the date expressions of texts.

    Months of both families, alone or joined (كانون الثاني/يناير), of the Maghreb, of the Hijri calendar, in
    English and French; numeric dates in all three sets of digits, day first; years, decades, centuries;
    weekdays, ranges, and days told from the day of writing (أمس, الشهر المقبل, قبل عامين).

    Parameters
    ----------
    tokens
        Columns ``seed``, ``paragraph``, ``start``, ``end``, ``token``, ``space``, as ``split_tokens`` gives.
    reference_date
        The day of writing, as ``"2021-12-23"`` or a ``datetime.date``. Relative expressions, and months
        without a year before الماضي or المقبل, are counted from it; without it they stay open.

    Returns
    -------
    DataFrame
        One row per expression in reading order: ``seed``, ``paragraph``, ``start``, ``end`` (code points,
        end excluded; conjunctions and prepositions written onto the first word stay outside),
        ``expression`` (as written), ``calendar`` (gregorian, hijri, relative), ``date`` and ``date_end``
        (first and last day, month or year as ISO strings of the Gregorian calendar: ``2021-12-17``,
        ``2014-10``, ``--12-17`` without a year, null if open; equal unless the expression is a stretch),
        ``precision`` (day, week, month, year, decade, century). Hijri dates are converted by the Umm
        al-Qura table (1343-1500 AH) and null outside it or without a year. Weeks begin on Monday.

    Raises
    ------
    ColumnError
        If a column is missing: the message names it and the columns there are.
    OptionError
        If ``reference_date`` is no date.

    Examples
    --------
    >>> from analysis.tokens import split_tokens
    >>> seeds = pd.DataFrame({"seed": ["خبر"], "text": ["وصل أمس بعد لقاء في 17 كانون الأول/ديسمبر 2021."]})
    >>> find_dates(split_tokens(seeds), reference_date="2021-12-23")[["expression", "date"]].values.tolist()
    [['أمس', '2021-12-22'], ['17 كانون الأول/ديسمبر 2021', '2021-12-17']]
    """
    require_columns(tokens, ["seed", "paragraph", "start", "end", "token", "space"], "tokens")
    reference = _read_reference(reference_date)
    codes, vocabulary = pd.factorize(tokens["token"])
    parts = classify([str(token) for token in vocabulary])
    line, rows = _spell(tokens, codes, parts)
    spaced = _is_spaced(tokens)[rows]
    values = parts.numbers[codes][rows] if len(rows) else np.empty(0, dtype=np.int64)
    found = []
    for match in find_matches(line):
        value = read_value(match, values, spaced, reference)
        if value is not None:
            found.append((rows[match.start()], rows[match.end() - 1], value))
    return _as_table(tokens, found, parts.clitics[codes] if len(codes) else codes)


def _read_reference(reference_date: str | date | None) -> date | None:
    """Return the day of writing."""
    if reference_date is None or isinstance(reference_date, date):
        return reference_date.date() if isinstance(reference_date, datetime) else reference_date
    try:
        return date.fromisoformat(str(reference_date).strip())
    except ValueError:
        raise OptionError(
            f"reference_date={reference_date!r}: not a date; write it as year-month-day: '2021-12-23'"
        ) from None


def _spell(tokens: pd.DataFrame, codes: np.ndarray, parts: Parts) -> tuple[str, np.ndarray]:
    """Spell the tokens as a line of letters; also return the row of each letter.

    Line feeds part paragraphs, plus signs stand before clitics.
    """
    if not len(tokens):
        return "", np.empty(0, dtype=np.int64)
    seeds = pd.factorize(tokens["seed"])[0]
    paragraphs = tokens["paragraph"].to_numpy()
    begins = np.ones(len(tokens), dtype=bool)
    begins[1:] = (seeds[1:] != seeds[:-1]) | (paragraphs[1:] != paragraphs[:-1])
    joined = parts.clitics[codes] > 0
    places = np.arange(len(tokens)) + np.cumsum(begins) + np.cumsum(joined)
    letters = np.full(places[-1] + 1, ord("+"), dtype=np.uint8)
    letters[places] = parts.letters[codes]
    letters[places[begins] - 1 - joined[begins]] = ord("\n")
    rows = np.searchsorted(places, np.arange(len(letters)))
    return letters.tobytes().decode("ascii"), rows


def _is_spaced(tokens: pd.DataFrame) -> np.ndarray:
    """Tell which tokens have white space behind them."""
    codes, spaces = pd.factorize(tokens["space"])
    return np.array(
        [bool(str(space).strip("\u200b\u200e\u200f\u061c\ufeff")) for space in spaces], dtype=bool
    )[codes]


def _strings(column: pd.Series) -> Callable[[int], str]:
    """Return a look-up of a column's strings by row that is fast for any type of column."""
    codes, values = pd.factorize(column)
    texts = [str(value) for value in values]
    return lambda row: texts[codes[row]]


def _as_table(tokens: pd.DataFrame, found: list[tuple[int, int, Value]], clitics: np.ndarray) -> pd.DataFrame:
    """Return the found expressions as a table."""
    firsts = np.array([first for first, _, _ in found], dtype=np.int64)
    lasts = np.array([last for _, last, _ in found], dtype=np.int64)
    cuts = clitics[firsts] if len(firsts) else firsts
    words, gaps = _strings(tokens["token"]), _strings(tokens["space"])
    expressions = [
        "".join(words(row) + (gaps(row) if row < last else "") for row in range(first, last + 1))[cut:]
        for first, last, cut in zip(firsts.tolist(), lasts.tolist(), cuts.tolist(), strict=True)
    ]
    values = [value for _, _, value in found]
    table = tokens[["seed", "paragraph", "start"]].iloc[firsts].reset_index(drop=True)
    return table.assign(
        start=table["start"].to_numpy() + cuts,
        end=tokens["end"].to_numpy()[lasts] if len(lasts) else lasts,
        expression=pd.array(expressions, dtype="str"),
        calendar=pd.Categorical([value.calendar for value in values], categories=_CALENDARS),
        date=pd.array([value.first for value in values], dtype="str"),
        date_end=pd.array([value.last for value in values], dtype="str"),
        precision=pd.Categorical([value.precision for value in values], categories=_PRECISIONS),
    )[_COLUMNS]
