"""How much of a text each role takes."""

import pandas as pd

from analysis.tables import require_columns


def count_roles(paragraphs: pd.DataFrame) -> pd.DataFrame:
    """Count the paragraphs and characters of each role.

    Parameters
    ----------
    paragraphs
        Columns ``start``, ``end``, ``role``, as returned by ``split_paragraphs``.

    Returns
    -------
    DataFrame
        One row per role that occurs, in the order of the roles (headline first): ``role``, ``count``
        (paragraphs), ``characters`` (code points in them, line breaks between paragraphs left out).

    Raises
    ------
    ColumnError
        If a column is missing.

    Examples
    --------
    >>> paragraphs = pd.DataFrame({"start": [0, 12], "end": [10, 47], "role": ["headline", "body"]})
    >>> count_roles(paragraphs.assign(role=paragraphs["role"].astype("category"))).to_numpy().tolist()
    [['body', 1, 35], ['headline', 1, 10]]
    """
    require_columns(paragraphs, ["start", "end", "role"], "paragraphs")
    lengths = (paragraphs["end"] - paragraphs["start"]).groupby(paragraphs["role"], observed=True)
    return lengths.agg(count="size", characters="sum").reset_index()
