"""Between characters and tokens: the text under the tokens, and which tokens a span of characters takes."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.tables import column_codes


class TokenText:
    """The text under a table of tokens, rebuilt from them: any run can be sliced without the seeds.

    Attributes
    ----------
    tokens, spaces
        The columns of the table, as arrays of strings.
    starts, ends
        Code points into the text of each token's seed.
    """

    def __init__(self, tokens: pd.DataFrame):
        self.tokens = tokens["token"].to_numpy(dtype=object)
        self.spaces = tokens["space"].to_numpy(dtype=object)
        self.starts = tokens["start"].to_numpy()
        self.ends = tokens["end"].to_numpy()

    def slice(self, first: int, last: int) -> str:
        """Return the text from token ``first`` to ``last`` (excluded), without the space behind the last."""
        if first >= last:
            return ""
        pieces = (self.tokens[first:last] + self.spaces[first:last]).tolist()
        pieces[-1] = self.tokens[last - 1]
        return "".join(pieces)

    def between(self, start: int, end: int, first: int, last: int) -> str:
        """Return the text between two offsets that lie in tokens ``first`` to ``last`` (excluded)."""
        origin = int(self.starts[first])
        return self.slice(first, last)[start - origin : end - origin]

    def whole(self, first: int, last: int) -> str:
        """Return the text of the tokens of one seed at its offsets, what stood before the first as spaces."""
        pieces = self.tokens[first:last] + self.spaces[first:last]
        return " " * int(self.starts[first]) + "".join(pieces.tolist())


def seed_runs(tokens: pd.DataFrame) -> Iterator[tuple[object, int, int]]:
    """Yield each text of a table of tokens: its seed, its first row and the row behind its last."""
    codes, seeds = column_codes(tokens["seed"])
    bounds = np.flatnonzero(np.diff(codes, prepend=-1, append=-1))
    for first, last in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        yield seeds[codes[first]], first, last


def token_ranges(tokens: pd.DataFrame, spans: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return, per span, its first token and the token behind its last, as positions in ``tokens``.

    A span that begins inside a token, behind its particle, takes that token. A span of a text that is not in
    ``tokens`` takes none.
    """
    first = np.zeros(len(spans), dtype=np.int64)
    last = np.zeros(len(spans), dtype=np.int64)
    starts, ends = tokens["start"].to_numpy(), tokens["end"].to_numpy()
    rows_of = spans.groupby("seed", observed=True, sort=False).indices
    for seed, begin, end in seed_runs(tokens):
        rows = rows_of.get(seed)
        if rows is None:
            continue
        opens = np.searchsorted(ends[begin:end], spans["start"].to_numpy()[rows], side="right")
        stops = np.searchsorted(starts[begin:end], spans["end"].to_numpy()[rows], side="left")
        first[rows] = begin + opens
        last[rows] = begin + np.maximum(stops, opens)
    return first, last
