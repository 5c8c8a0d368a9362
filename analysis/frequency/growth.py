"""How the vocabulary grows as a text is read."""

import numpy as np
import pandas as pd

from analysis.frequency import units as u
from analysis.frequency.diversity import arrange
from analysis.tables import require_whole

#: Points on the curve of a text: more than a chart can show, few enough to draw quickly.
GROWTH_POINTS = 200


def count_growth(
    tokens: pd.DataFrame, *, by="seed", level: str = "form", points: int = GROWTH_POINTS
) -> pd.DataFrame:
    """Count the different words met up to each place of a text.

    Parameters
    ----------
    tokens
        As for `count_terms`.
    by
        Column or columns to group by, as for `count_terms`.
    level
        What counts as the same word, as for `count_terms`.
    points
        At most this many rows a group, evenly spaced; the last word is always one of them.

    Returns
    -------
    DataFrame
        One row per place, in reading order: the columns of ``by``, ``tokens`` (words read so far) and
        ``types`` (different ones among them).

    Raises
    ------
    OptionError
        If there is no such level, or ``points`` is not a whole number from 1 up.
    ColumnError
        If a column is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> tokens = pd.DataFrame({"seed": "a", "token": "x", "form": ["x", "y", "x"], "kind": "word"})
    >>> count_growth(tokens)[["tokens", "types"]].to_dict("list")
    {'tokens': [1, 2, 3], 'types': [1, 2, 2]}
    """
    require_whole(points, "points")
    words, group, groups = arrange(tokens, by, level)
    size = np.bincount(group)
    start = np.cumsum(size) - size
    new = np.zeros(len(words), dtype=np.int64)
    new[u.distinct(words)[1]] = 1
    read = np.arange(1, len(words) + 1) - start[group]
    met = np.cumsum(new)
    met -= (met - new)[start][group] if len(words) else 0
    # kept: where the number of the point, counted up to the last word, goes up
    step = np.minimum(size, points)[group]
    kept = (read * step) // size[group] > ((read - 1) * step) // size[group]
    table = groups.iloc[group[kept]].reset_index(drop=True)
    return table.assign(tokens=read[kept], types=met[kept])
