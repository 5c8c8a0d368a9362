"""Bars made of parts, one bar a voice or a term: shares of speech, stances, two texts side by side."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from analysis.charts import axes, legends, lettering, theme
from analysis.files import label
from analysis.tables import require_columns

_THICK = 0.62


def plot_voices(
    voices: pd.DataFrame, *, measure: str = "words", ax: Axes | None = None, language: str = "ar"
) -> Axes:
    """Draw how much each voice says: one bar a speaker, in parts by how the speech is given.

    Parameters
    ----------
    voices
        One row per speaker and kind of speech: ``entity``, ``speech`` (direct, partial, indirect) and the
        column of ``measure``. Bars stand in order of first appearance.
    measure
        ``words`` or ``quotes``.
    ax
        Axes to draw on; without it a figure is made, as high as the rows need.
    language
        ``"ar"``: from right to left; ``"en"``: from left to right.

    Returns
    -------
    Axes
        One rectangle a row of the table, in order.

    Raises
    ------
    ColumnError
        If a column is missing.
    OptionError
        If ``language`` is unknown or there are more bars than a chart can show.

    Examples
    --------
    >>> import pandas as pd
    >>> voices = pd.DataFrame({"entity": "a", "speech": ["direct", "indirect"], "words": [40, 10]})
    >>> ax = plot_voices(voices)
    >>> [float(bar.get_x()) for bar in ax.patches]
    [0.0, 40.0]
    """
    require_columns(voices, ("entity", "speech", measure), "voices")
    return _plot_parts(voices, "voices", "speech", measure, "speech", ax, language)


def plot_stances(verbs: pd.DataFrame, *, ax: Axes | None = None, language: str = "ar") -> Axes:
    """Draw with which verbs each speaker is quoted: one bar a speaker, a part a verb, coloured by stance.

    Parameters
    ----------
    verbs
        One row per speaker and verb: ``entity``, ``verb``, ``stance``, ``count``.

    Returns
    -------
    Axes
        One rectangle a row of the table, in order; the verb is written on it where it fits.

    Examples
    --------
    >>> import pandas as pd
    >>> verbs = pd.DataFrame({"entity": ["a"], "verb": ["قال"], "stance": ["neutral"], "count": [4]})
    >>> [float(bar.get_width()) for bar in plot_stances(verbs).patches]
    [4.0]
    """
    require_columns(verbs, ("entity", "verb", "stance", "count"), "verbs")
    return _plot_parts(verbs, "stances", "stance", "count", "stances", ax, language, text="verb")


def plot_shared_terms(terms: pd.DataFrame, *, ax: Axes | None = None, language: str = "ar") -> Axes:
    """Draw how often each term stands in the text and in the reference, per thousand words of each.

    Parameters
    ----------
    terms
        One row per term: ``term``, ``count``, ``total``, ``reference_count``, ``reference_total``, as
        ``add_keyness`` returns them.

    Returns
    -------
    Axes
        Two point collections (text, reference), a point a row each, joined by a line.

    Examples
    --------
    >>> import pandas as pd
    >>> terms = pd.DataFrame({"term": ["نفط"], "count": [8], "total": [1000]})
    >>> ax = plot_shared_terms(terms.assign(reference_count=1, reference_total=500))
    >>> [float(dots.get_offsets()[0][0]) for dots in ax.collections[-2:]]
    [8.0, 2.0]
    """
    columns = ("term", "count", "total", "reference_count", "reference_total")
    require_columns(terms, columns, "terms")
    here = 1000 * terms["count"].to_numpy(dtype=float) / np.maximum(terms["total"].to_numpy(dtype=float), 1)
    there = terms["reference_count"].to_numpy(dtype=float)
    there = 1000 * there / np.maximum(terms["reference_total"].to_numpy(dtype=float), 1)
    labels = terms["term"].astype(str).tolist()
    with axes.styled_axes(ax, language, height=axes.rows_height(labels, "terms")) as ax:
        if labels:
            rows = np.arange(len(labels))
            ax.hlines(rows, here, there, color="#B9B9B9", linewidth=1.6, zorder=1)
            dots = [
                ax.scatter(values, rows, s=52, color=colour, marker=marker, zorder=2, clip_on=False)
                for values, colour, marker in zip((here, there), theme.colours(), "oD", strict=False)
            ]
            axes.write_rows(ax, labels)
            axes.scale(ax, (0, max(here.max(), there.max()) * 1.06 or 1), whole=False)
            ax.grid(axis="both")
            axes.write_axis(ax, "per_thousand", language, section="columns")
            handles = [
                Line2D([], [], linestyle="", marker=marker, color=dot.get_facecolor()[0])
                for dot, marker in zip(dots, "oD", strict=True)
            ]
            names = [label("charts", name, language) for name in ("this_text", "reference")]
            legends.write_legend(ax, handles, names, language)
        pairs = [
            f"{lettering.number(one)} / {lettering.number(other)}"
            for one, other in zip(here, there, strict=True)
        ]
        first = lettering.name_first(labels, pairs, language)
        axes.finish(ax, "shared_terms", language, empty=not labels, rows=len(labels), first=first)
    return ax


def _plot_parts(
    table: pd.DataFrame,
    name: str,
    part: str,
    measure: str,
    section: str,
    ax: Axes | None,
    language: str,
    *,
    text: str | None = None,
) -> Axes:
    """Draw one bar per ``entity`` out of its rows, each row a part coloured by ``part``."""
    unnamed = label("pages", "unnamed", language)
    owners = table["entity"].astype(object).where(table["entity"].notna(), unnamed).astype(str)
    bars = list(dict.fromkeys(owners))
    rows = np.array([bars.index(owner) for owner in owners], dtype=int)
    values = table[measure].to_numpy(dtype=float, na_value=0)
    groups = table[part].astype(object).where(table[part].notna(), "none").astype(str).tolist()
    palette = theme.palette(section, groups)
    with axes.styled_axes(ax, language, height=axes.rows_height(bars, name)) as ax:
        sums = np.bincount(rows, values, minlength=len(bars))
        if bars:
            # a part begins at the end of the parts of the same bar before it
            starts = pd.Series(values).groupby(rows).cumsum().to_numpy() - values
            colours = [palette[group] for group in groups]
            ax.barh(rows, values, _THICK, left=starts, color=colours, edgecolor="white", linewidth=0.8)
            axes.write_rows(ax, bars)
            axes.scale(ax, (0, sums.max() * 1.1 or 1))
            ax.grid(axis="x")
            if text:
                _write_parts(ax, table[text], rows, starts, values, colours)
            axes.write_values(ax, sums)
            axes.write_axis(ax, measure, language, section="columns")
            legends.write_groups(ax, {section: palette}, language)
        facts = {"rows": len(bars), "first": lettering.name_first(bars, sums, language)}
        facts["measure"] = label("columns", measure, language)
        axes.finish(ax, name, language, empty=not bars, **facts)
    return ax


def _write_parts(ax: Axes, texts: pd.Series, rows, starts, values, colours) -> None:
    for text, row, start, value, colour in zip(texts, rows, starts, values, colours, strict=True):
        if isinstance(text, str) and axes.fits(ax, text, value):
            axes.write_inside(ax, text, start + value / 2, row, colour)
