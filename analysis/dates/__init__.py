"""Date expressions and what they mean: both month families, three sets of digits, Hijri, relative days."""

from datetime import date, datetime
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import files
from analysis.dates import absolute, relative
from analysis.dates.expressions import Expression, Meaning
from analysis.errors import OptionError
from analysis.patterns import EDGE, Line, Table, read_rows
from analysis.tables import require_columns
from analysis.tokens import TokenText
from analysis.words import CLITIC, NO_CLASS, OTHER, CalendarWords, calendar_classes, read_calendar_words

__all__ = ["date_table", "find_dates"]

_CALENDARS = ["gregorian", "hijri", "solar_hijri", "relative"]
_PRECISIONS = ["day", "week", "month", "year", "decade", "century"]
_ROWS = "dates/patterns.toml"
_READERS = absolute.READERS | relative.READERS


class _DateLine(NamedTuple):
    """The line that rows are looked for in, and where its items stand."""

    line: Line
    #: per item: its row in the table of tokens
    rows: np.ndarray
    #: per item: the number it says, 0 for none
    numbers: list[int]


def find_dates(tokens: pd.DataFrame, *, reference_date: str | date | None = None) -> pd.DataFrame:
    """Find the date expressions of texts.

    Months of both families, alone or joined (كانون الثاني/يناير), of the Maghreb, of both Hijri calendars,
    in English and French; numeric dates in all three sets of digits, day first, and time stamps; years in
    digits and in words, decades, centuries; weekdays, ranges, and days told from the day of writing (أمس,
    الشهر المقبل, قبل عامين).

    Parameters
    ----------
    tokens
        Columns ``seed``, ``paragraph``, ``start``, ``end``, ``token``, ``space``, as ``split_tokens`` gives;
        where there is ``kind``, the stamps of a chat (markup) are left out.
    reference_date
        The day of writing, as ``"2021-12-23"`` or a ``datetime.date``. Relative expressions, and months
        without a year before الماضي or المقبل, are counted from it; without it they stay open.

    Returns
    -------
    DataFrame
        One row per expression in reading order: ``seed``, ``paragraph``, ``start``, ``end`` (code points,
        end excluded; conjunctions and prepositions written onto the first word stay outside),
        ``expression`` (as written), ``calendar`` (gregorian, hijri, solar_hijri, relative), ``hijri`` (the
        date as either Hijri calendar has it: ``1436-10-14``, ``0226-09``, ``--09`` without a year, a stretch
        as ``1436-10-16/1436-10-30``; else null), ``date`` and ``date_end`` (first and last day, month or year
        as ISO strings of the Gregorian calendar: ``2021-12-17``, ``2014-10``, ``--12-17`` without a year,
        null if open; equal unless the expression is a stretch), ``precision`` (day, week, month, year,
        decade, century). Hijri dates are converted by the Umm al-Qura table (1343-1500 AH); outside it
        ``date`` and ``date_end`` are the Gregorian years they fall in, and the precision is the year. A Hijri
        date without a year is open. Weeks begin on Monday.

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
    if "kind" in tokens:
        # the stamps of a chat are its program's
        tokens = tokens[tokens["kind"].to_numpy() != "markup"]
    codes, vocabulary = pd.factorize(tokens["token"])
    words = read_calendar_words(map(str, np.asarray(vocabulary)))
    is_word = np.array([str(word)[:1].isalpha() for word in vocabulary], dtype=bool)
    read = _line(tokens, codes, words, is_word)
    under, found = TokenText(tokens), []
    # in Persian one word in ten is one of the class; in Arabic none is
    persian = _shares(tokens, codes, words, "persian") > 0.03
    hijri = _shares(tokens, codes, words, "hijri_era hijri_month") > 0
    for row, match in date_table().find_first(read.line):
        start, end = match.span("date") if "date" in match.re.groupindex else match.span()
        first, last = read.rows[start], read.rows[end - 1]
        text = under.slice(first, last + 1)
        expression = Expression(match, read.numbers, text, reference, persian[first], hijri[first])
        meaning = _READERS[row.yields](expression)
        if meaning is not None:
            found.append((first, last, words.clitics[codes[first]], text, meaning))
    return _as_table(tokens, found)


@cache
def date_table() -> Table:
    """Return the rows by which dates are found; `Table.without` switches some off."""
    rows, shapes = read_rows(_ROWS)
    classes = calendar_classes()
    return Table(rows, classes.names, shapes, known=classes.sets)


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


@cache
def _sets_with(classes: str) -> np.ndarray:
    """Tell which sets of classes hold one of these."""
    names, sets = calendar_classes()
    return sets[:, np.isin(names, classes.split())].any(axis=1)


def _shares(tokens: pd.DataFrame, codes: np.ndarray, words: CalendarWords, classes: str) -> np.ndarray:
    """Return for each token which share of its text's tokens have one of these classes."""
    there = _sets_with(classes)[words.sets]
    if not there.any():
        return np.zeros(len(tokens))
    seeds = pd.factorize(tokens["seed"])[0]
    return (np.bincount(seeds, weights=there[codes]) / np.bincount(seeds))[seeds]


def _line(tokens: pd.DataFrame, codes: np.ndarray, words: CalendarWords, is_word: np.ndarray) -> _DateLine:
    """Put the words that may belong to an expression into a line; edges part them where others stand between.

    An item of the class ``clitic`` stands before a word that begins with one, so that no date runs across it.
    """
    sets = np.where((words.sets == NO_CLASS) & is_word, OTHER, words.sets)[codes]
    others = ((sets == NO_CLASS) | (sets == OTHER)) & ~_kept_others(sets)
    # most tokens are none of a date's words: only stretches with an anchor in them are tried
    stretches = np.cumsum(others | _begins(tokens))
    anchored = np.zeros(len(tokens) + 1, dtype=bool)
    anchored[stretches[_sets_with(files.read_toml(_ROWS)["anchors"])[sets]]] = True
    rows = np.flatnonzero(anchored[stretches] & ~others)
    begins = np.diff(stretches[rows], prepend=-1) != 0
    joined = words.clitics[codes[rows]] > 0
    places = np.arange(len(rows)) + np.cumsum(begins) + np.cumsum(joined)
    items = np.full(places.max(initial=-1) + 2, CLITIC)
    items[places] = sets[rows]
    items[places[begins] - joined[begins] - 1] = EDGE
    items[-1] = EDGE
    numbers = np.zeros_like(items)
    numbers[places] = words.numbers[codes[rows]]
    row_of = np.append(rows, -1)[np.searchsorted(places, np.arange(len(items)))]
    return _DateLine(Line(items, calendar_classes().sets), row_of, numbers.tolist())


def _kept_others(sets: np.ndarray) -> np.ndarray:
    """Tell which words of no class rows ask for: the one behind a number, and up to two before a year.

    A word behind a number may make a count of it, those before it may belong to an event: كأس العالم 2022.
    """
    numbers, years = _sets_with("number close")[sets], _sets_with("year_number")[sets]
    others = sets == OTHER
    kept = np.zeros(len(sets), dtype=bool)
    kept[1:] = numbers[:-1]
    kept[:-1] |= years[1:]
    kept[:-2] |= years[2:] & others[1:-1]
    return kept & others


def _begins(tokens: pd.DataFrame) -> np.ndarray:
    """Tell which tokens are the first of their paragraph."""
    seeds = pd.factorize(tokens["seed"])[0]
    paragraphs = tokens["paragraph"].to_numpy()
    begins = np.ones(len(tokens), dtype=bool)
    begins[1:] = (seeds[1:] != seeds[:-1]) | (paragraphs[1:] != paragraphs[:-1])
    return begins


def _as_table(tokens: pd.DataFrame, found: list[tuple[int, int, int, str, Meaning]]) -> pd.DataFrame:
    """Return expressions as a table: first and last row, characters of clitics, text, and meaning of each."""
    firsts, lasts, cuts, texts, meanings = zip(*found, strict=True) if found else [()] * 5
    firsts, lasts, cuts = (np.array(numbers, dtype=np.int64) for numbers in (firsts, lasts, cuts))
    calendars, dates, ends, precisions, kept = zip(*meanings, strict=True) if found else [()] * 5
    return pd.DataFrame(
        {
            "seed": tokens["seed"].array.take(firsts),
            "paragraph": tokens["paragraph"].array.take(firsts),
            "start": tokens["start"].to_numpy()[firsts] + cuts,
            "end": tokens["end"].to_numpy()[lasts],
            "expression": pd.array([text[cut:] for text, cut in zip(texts, cuts, strict=True)], dtype="str"),
            "calendar": pd.Categorical(calendars, categories=_CALENDARS),
            "hijri": pd.array(kept, dtype="str"),
            "date": pd.array(dates, dtype="str"),
            "date_end": pd.array(ends, dtype="str"),
            "precision": pd.Categorical(precisions, categories=_PRECISIONS),
        }
    )
