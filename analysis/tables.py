"""The one check of an input table, and the rules that every table of the package follows."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.errors import ColumnError, OptionError

#: The counting levels, coarser and coarser, each with the function whose result carries its column.
LEVELS = {
    "token": "split_tokens",
    "form": "split_tokens",
    "stem": "add_lemmas",
    "lemma": "add_lemmas",
    "entity": "add_entities",
}

#: The kinds of token that are counted; punctuation, symbols, addresses are not terms.
COUNTED_KINDS = ("word", "number", "hashtag", "handle")

#: Which function adds which column, for the remedy in the error's text.
SOURCES = {
    "seed": "read_seeds",
    "text": "read_seeds",
    "paragraph": "split_paragraphs or split_tokens",
    "role": "split_paragraphs",
    "sentence": "split_tokens",
    "token": "split_tokens",
    "form": "split_tokens",
    "kind": "split_tokens",
    "lemma": "add_lemmas",
    "stem": "add_lemmas",
    "proclitics": "add_lemmas",
    "enclitics": "add_lemmas",
    "is_stop": "add_lemmas",
    "entity": "add_entities",
    "term": "count_terms",
    "count": "count_terms",
}


def require_columns(table: pd.DataFrame, columns: Iterable[str], name: str) -> None:
    """Raise unless ``table`` has every one of ``columns``.

    Parameters
    ----------
    table
        The table a public function was given.
    columns
        The columns it needs.
    name
        What the function calls the table: ``"tokens"``, ``"mentions"``.

    Raises
    ------
    ColumnError
        Names the missing columns, the function that adds the first, and the columns there are.
    """
    if not isinstance(table, pd.DataFrame):
        raise ColumnError(f"{name}: a table (pandas DataFrame) is needed, not {type(table).__name__}")
    missing = [column for column in columns if column not in table.columns]
    if not missing:
        return
    source = SOURCES.get(missing[0])
    remedy = f" ({source} adds it)" if source else ""
    there = ", ".join(map(str, table.columns)) or "none"
    raise ColumnError(f"{name}: no column {', '.join(missing)}{remedy}; columns there are: {there}")


def require_level(tokens: pd.DataFrame, level: str) -> None:
    """Raise unless ``level`` is a counting level whose column ``tokens`` has.

    Raises
    ------
    OptionError
        If there is no such level: the message lists the known ones.
    ColumnError
        If its column is missing: the message names the function that adds it.
    """
    require_columns(tokens, [], "tokens")
    if level not in LEVELS:
        raise OptionError(f"level={level!r}: unknown; known levels: {', '.join(LEVELS)}")
    if level not in tokens.columns:
        raise ColumnError(f"tokens: no column {level}; {LEVELS[level]} adds it (level={level!r} needs it)")


def require_whole(value, name: str, things: str = "", *, instead: str = "") -> None:
    """Raise unless an option is a whole number from 1 up.

    Parameters
    ----------
    value, name
        The option's value, and what the function calls it.
    things
        What is counted by it (``"words"``), for the message.
    instead
        What the option may be as well, for the message.

    Raises
    ------
    OptionError
        Names the option and its value.
    """
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < 1:
        of = f" of {things}" if things else ""
        other = f", or {instead}" if instead else ""
        raise OptionError(f"{name}={value!r}: give a whole number{of} from 1 up{other}")


def require_texts_apart(tokens: pd.DataFrame) -> None:
    """Raise if two texts of one name were put together: their words would count as one text's.

    Raises
    ------
    ColumnError
        Names the text and where it begins again.
    """
    if "start" not in tokens or "seed" not in tokens or not len(tokens):
        return
    start, seed = tokens["start"].to_numpy(), column_codes(tokens["seed"])[0]
    changes = np.flatnonzero(np.diff(seed, prepend=-2))
    back = (start[1:] <= start[:-1]) & (seed[1:] == seed[:-1])
    if not back.any() and len(changes) == len(np.unique(seed[changes])):
        return
    # rows out of order are the caller's own choice; two tokens at one place are not of one text
    place = [name for name in ("seed", "paragraph", "start") if name in tokens]
    twice = tokens.duplicated(place).to_numpy()
    if twice.any():
        row = int(np.argmax(twice))
        name = tokens["seed"].iloc[row]
        raise ColumnError(f"tokens: two texts are called {name!r} (again from row {row} on); name them apart")


def counted_mask(tokens: pd.DataFrame) -> np.ndarray:
    """Say which tokens count as words: words, numbers, hashtags and handles."""
    return tokens["kind"].isin(COUNTED_KINDS).to_numpy()


def column_codes(column: pd.Series) -> tuple[np.ndarray, pd.Index | np.ndarray]:
    """Return a number for each row that is the same where the value is, -1 where it is null, and the values.

    A categorical column is numbered already; it may list values that no row has.
    """
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.array.codes, column.array.categories
    return pd.factorize(column)


def run_numbers(table: pd.DataFrame, columns: Iterable[str]) -> np.ndarray:
    """Return the number of the run each row is in: 0, 0, 0, 1, 1, 2 as a value of ``columns`` changes."""
    changed = np.zeros(len(table), dtype=bool)
    for column in columns:
        values = table[column]
        is_number = isinstance(values.dtype, np.dtype) and values.dtype.kind in "iu"
        values = values.to_numpy() if is_number else column_codes(values)[0]
        changed[1:] |= values[1:] != values[:-1]
    return np.cumsum(changed)


def unit_ends(tokens: pd.DataFrame, level: str, rows: np.ndarray) -> np.ndarray:
    """Return the last row of what begins at each of ``rows``: at level entity, a name is several tokens.

    The tokens of a name after its first carry no key, which is how its end is known.
    """
    if level != "entity":
        return rows
    opens = tokens["entity"].notna().to_numpy(copy=True)
    opens[1:] |= np.diff(run_numbers(tokens, ["seed", "paragraph"])) > 0
    following = np.append(np.flatnonzero(opens), len(tokens))
    stop = following[np.searchsorted(following, rows, side="right")]
    # marks without a key after the name are no part of it: go back to its last counted token
    counted = np.maximum.accumulate(np.where(counted_mask(tokens), np.arange(len(tokens)), 0))
    return np.maximum(rows, counted[stop - 1])
