"""How the values of a column are written: as a reader sees them, and as a spreadsheet gets them."""

import math
import numbers
import statistics

import numpy as np
import pandas as pd

from analysis.pages.html import one_line

#: Numbers that rows are compared by: they get a bar behind the figure.
BAR_COLUMNS = ("count", "per_thousand", "g2", "log_dice", "similarity", "tokens", "words", "share")
_MINUS = "\u2212"
_ROUNDING = 1e-12
# a spreadsheet reads a cell that starts with one of these as a formula (OWASP, "CSV Injection")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def is_missing(value: object) -> bool:
    """Tell whether ``value`` is a null; lists and tuples never are."""
    return pd.api.types.is_scalar(value) and bool(pd.isna(value))


def is_number(value: object) -> bool:
    """Tell whether ``value`` is a number and not a truth value."""
    return isinstance(value, numbers.Number | np.number) and not isinstance(value, bool | np.bool_)


def decimals_of(values: list) -> int:
    """Choose how many decimals a column of numbers shows: three figures of its middle value, four at most.

    Examples
    --------
    >>> decimals_of([1, 20, 300]), decimals_of([0.5, 2.25, 12.5]), decimals_of([250.5, 100.25])
    (0, 2, 0)
    """
    finite = [abs(float(value)) for value in values if is_number(value) and math.isfinite(value)]
    if all(value == int(value) for value in finite):
        return 0
    middle = statistics.median_high(value for value in finite if value)
    return int(np.clip(2 - math.floor(math.log10(middle)), 0, 4))


def write_number(value: object, decimals: int) -> str:
    """Write a number as a reader expects it: a true minus, thousands apart from ten thousand on.

    Examples
    --------
    >>> write_number(1234, 0), write_number(12345.5, 1), write_number(0.00001, 4)
    ('1234', '12,345.5', '<0.0001')
    """
    number = float(value)
    if math.isinf(number):
        return "∞" if number > 0 else _MINUS + "∞"
    # what arithmetic left of a zero, of either sign, is a zero
    if abs(number) < _ROUNDING:
        number = 0.0
    if decimals and 0 < abs(number) < 0.5 * 10**-decimals:
        return ("<" if number > 0 else f">{_MINUS}") + f"{10**-decimals:.{decimals}f}"
    number = int(value) if decimals == 0 and isinstance(value, numbers.Integral) else number
    grouping = "," if abs(number) >= 10_000 else ""
    return f"{number:{grouping}.{decimals}f}".replace("-", _MINUS)


def plain_value(value: object) -> str:
    """Write a value for text and CSV: numbers in full, lists as ``a 3; b 1``, nulls empty."""
    if isinstance(value, list | tuple | np.ndarray):
        return "; ".join(
            " ".join(map(plain_value, item)) if isinstance(item, tuple) else plain_value(item)
            for item in value
        )
    if is_missing(value):
        return ""
    if isinstance(value, np.generic):
        value = value.item()
    return repr(value) if isinstance(value, float) else str(value)


def table_text(table: pd.DataFrame) -> str:
    """Write a table as tab-separated text, the column names first."""
    columns = [table.columns, *zip(*(table[name].tolist() for name in table.columns), strict=True)]
    return "\n".join("\t".join(one_line(plain_value(value)) for value in row) for row in columns)


def table_csv(table: pd.DataFrame) -> str:
    """Write a table as CSV; a text that a spreadsheet would run gets an apostrophe before it."""
    columns = {harmless(str(name)): map(_csv_cell, table[name].tolist()) for name in table.columns}
    # with \r\n between rows (RFC 4180) the writer quotes cells that hold either
    return pd.DataFrame(columns, dtype=object).to_csv(index=False, lineterminator="\r\n")


def _csv_cell(value: object) -> str:
    return plain_value(value) if is_number(value) else harmless(plain_value(value))


def harmless(text: str) -> str:
    """Return ``text`` so that a spreadsheet shows it and never runs it.

    Examples
    --------
    >>> harmless("=1+1"), harmless("-5 درجات"), harmless("خبر")
    ("'=1+1", "'-5 درجات", 'خبر')
    """
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
