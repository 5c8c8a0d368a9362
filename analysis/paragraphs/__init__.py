"""Texts into paragraphs, each with the part it plays: headline, dateline, body, quotation, ..."""

import numpy as np
import pandas as pd

from analysis.paragraphs.borders import paragraph_spans
from analysis.paragraphs.roles import ROLES, assign_roles
from analysis.paragraphs.shares import count_roles
from analysis.tables import require_columns

__all__ = ["ROLES", "count_roles", "paragraph_spans", "split_paragraphs"]


def split_paragraphs(seeds: pd.DataFrame) -> pd.DataFrame:
    r"""Split texts into one row per paragraph.

    Parameters
    ----------
    seeds
        Columns ``seed``, ``text``, as returned by ``read_seeds``.

    Returns
    -------
    DataFrame
        One row per paragraph in reading order: ``seed``, ``paragraph`` (from 1 in its seed), ``start``,
        ``end`` (code points into the seed's text, end excluded), ``role`` (headline, boilerplate, dateline,
        body, quotation, speech_lead or subheading, from form and position alone), ``text`` (as written).

    Raises
    ------
    ColumnError
        If a column is missing: the message names it and the columns there are.

    Examples
    --------
    >>> seeds = pd.DataFrame({"seed": ["خبر"], "text": ["عنوان قصير\n\nقال الوزير إن المحادثات بدأت اليوم."]})
    >>> split_paragraphs(seeds)[["paragraph", "start", "end", "role"]]
       paragraph  start  end      role
    0          1      0   10  headline
    1          2     12   47      body
    """
    require_columns(seeds, ["seed", "text"], "seeds")
    spans = [paragraph_spans(text) for text in seeds["text"]]
    counts = [len(starts) for starts, _ in spans]
    slices, roles = [], []
    for text, (starts, ends) in zip(seeds["text"], spans, strict=True):
        slices += [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
        roles += assign_roles(text, starts, ends)
    names = list(dict.fromkeys(seeds["seed"]))
    empty = np.empty(0, dtype=np.int64)
    return pd.DataFrame(
        {
            "seed": pd.Categorical(np.repeat(seeds["seed"].to_numpy(dtype=object), counts), categories=names),
            "paragraph": np.concatenate([empty, *(np.arange(1, n + 1) for n in counts)]).astype(np.int32),
            "start": np.concatenate([empty, *(starts for starts, _ in spans)]),
            "end": np.concatenate([empty, *(ends for _, ends in spans)]),
            "role": pd.Categorical(roles, categories=ROLES),
            "text": pd.Series(slices, dtype="str"),
        }
    )
