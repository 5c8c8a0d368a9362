"""What sets a text apart, and what to be careful about, in sentences."""

import numpy as np
import pandas as pd

from analysis.findings.saying import Finding, Sayer, as_table, first_place
from analysis.tables import counted_mask, require_columns

#: Shares of a text's words from which repeats, and numbers, are worth a warning.
_REPEATED, _NUMERIC = 0.02, 1 / 3
#: Below so many words counts say little.
_SHORT = 150


def describe_contrast(
    compared: pd.DataFrame, here: pd.DataFrame, there: pd.DataFrame, *, places=None, language: str = "ar"
) -> pd.DataFrame:
    """Say in sentences what sets a text apart from its reference.

    Parameters
    ----------
    compared
        As from ``compare_terms``.
    here, there
        Its rows that are typical of the text and of the reference, the surest first.
    places
        As from ``find_terms``: where the terms of the text stand.
    language
        As for `describe_words`.

    Returns
    -------
    DataFrame
        As from `describe_words`.
    """
    columns = ["term", "count", "total", "reference_count", "reference_total"]
    for name, table in (("compared", compared), ("here", here), ("there", there)):
        require_columns(table, columns, name)
    say = Sayer("contrast", language)
    reference = int(compared["reference_total"].max()) if len(compared) else 0
    if not reference:
        return as_table([Finding(say("none"))])
    words = int(compared["total"].max())
    findings = [Finding(say("sizes", words=say.number(words), reference=say.number(reference)))]
    for key, table in (("here", here), ("there", there)):
        for row in table.head(1).itertuples():
            counts = {"count": say.number(row.count), "other": say.number(row.reference_count)}
            place = first_place(places, "term", row.term) if key == "here" else (None, None)
            findings.append(Finding(say(key, term=row.term, **counts), *place))
    if not len(here) and not len(there):
        findings.append(Finding(say("even")))
    return as_table(findings)


def describe_cautions(
    tokens: pd.DataFrame,
    paragraphs: pd.DataFrame,
    *,
    repeats: pd.DataFrame | None = None,
    language: str = "ar",
) -> pd.DataFrame:
    """Say what a reader of the figures has to be careful about.

    Parameters
    ----------
    tokens, paragraphs, repeats
        As from ``split_tokens``, ``split_paragraphs`` and ``find_repeats``, of one text.
    language
        As for `describe_words`.

    Returns
    -------
    DataFrame
        As from `describe_words`, every row a caution: paragraphs that repeat an earlier one, texts that are
        mostly numbers, texts too short for counts to say much.
    """
    require_columns(tokens, ["seed", "start", "kind"], "tokens")
    require_columns(paragraphs, ["seed", "start", "end"], "paragraphs")
    say = Sayer("cautions", language)
    counted = tokens[counted_mask(tokens)]
    findings = _repeated(counted, paragraphs, repeats, say)
    words = len(counted)
    numbers = int((counted["kind"] == "number").sum())
    if words and numbers / words >= _NUMERIC:
        findings.append(say("numbers", share=say.share(numbers / words)))
    if 0 < words < _SHORT:
        findings.append(say("short", words=say.number(words)))
    return as_table([Finding(text, is_caution=True) for text in findings])


def _repeated(
    counted: pd.DataFrame, paragraphs: pd.DataFrame, repeats: pd.DataFrame | None, say: Sayer
) -> list[str]:
    """Say how much of a text its repeated paragraphs are, all but the first of each."""
    if repeats is None or not len(repeats) or not len(counted):
        return []
    later = repeats[repeats["cluster"].duplicated()]
    starts = np.sort(counted["start"].to_numpy())
    inside = np.searchsorted(starts, later["end"].to_numpy()) - np.searchsorted(
        starts, later["start"].to_numpy()
    )
    share = inside.sum() / len(counted)
    if share < _REPEATED:
        return []
    counts = {"count": say.number(len(later)), "total": say.number(len(paragraphs))}
    return [say("repeats", share=say.share(share), **counts)]
