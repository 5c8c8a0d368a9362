"""Bars, one a row: terms, n-grams, collocates, keyness, entities and whatever else has a number each."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.charts import axes, legends, lettering, theme
from analysis.files import label
from analysis.tables import require_columns

_THICK = 0.72
#: How much white is mixed into the colour of a bar's 1st, 2nd, ... written form.
_TINTS = (0.0, 0.35, 0.55, 0.7)


def plot_terms(
    terms: pd.DataFrame, *, measure: str = "count", ax: Axes | None = None, language: str = "ar"
) -> Axes:
    """Draw one bar a term, the first row on top; each bar unfolds into the written forms behind it.

    Parameters
    ----------
    terms
        One row per term: ``term`` and the column of ``measure``, as returned by ``count_terms`` or
        ``count_ngrams``; with ``forms`` (a list of (written form, count)) a bar of counts is split by them.
        Drawn in the order given: take ``.head(20)`` of a long table.
    measure
        The column that gives the length of the bars: ``count``, ``per_thousand``, ``dp_norm``, ...
    ax
        Axes to draw on; without it a figure is made, as high as the rows need.
    language
        ``"ar"``: from right to left; ``"en"``: from left to right.

    Returns
    -------
    Axes
        One rectangle a row, in order, as long as the row's value.

    Raises
    ------
    ColumnError
        If a column is missing.
    OptionError
        If ``language`` is unknown or the table has more rows than a chart can show.

    Examples
    --------
    >>> import pandas as pd
    >>> ax = plot_terms(pd.DataFrame({"term": ["كييف", "روسيا"], "count": [3, 2]}))
    >>> [float(bar.get_width()) for bar in ax.patches]
    [3.0, 2.0]
    """
    require_columns(terms, ("term", measure), "terms")
    name = "terms" if measure in ("count", "per_thousand") else "terms_by"
    return _plot_bars(terms, name, "term", measure, ax=ax, language=language)


def plot_ngrams(ngrams: pd.DataFrame, *, ax: Axes | None = None, language: str = "ar") -> Axes:
    """Draw one bar a sequence of words; as `plot_terms`, for the table of ``count_ngrams``.

    A sequence is named as the text writes it most often (``forms``), however its words were counted.

    Examples
    --------
    >>> import pandas as pd
    >>> ax = plot_ngrams(pd.DataFrame({"term": ["وزير الخارجية"], "count": [4]}))
    >>> [text.get_text() for text in ax.texts]
    ['4']
    """
    require_columns(ngrams, ("term", "count"), "ngrams")
    if "forms" in ngrams:
        written = [forms[0][0] for forms in ngrams["forms"]]
        ngrams = ngrams.assign(term=pd.array(written, dtype="str"))
    return _plot_bars(ngrams, "ngrams", "term", "count", ax=ax, language=language)


def plot_collocates(
    collocates: pd.DataFrame, *, measure: str = "log_dice", ax: Axes | None = None, language: str = "ar"
) -> Axes:
    """Draw one bar a collocate, as long as its association with the node.

    Parameters
    ----------
    collocates
        One row per collocate: ``node``, ``collocate`` and the column of ``measure``, as returned by
        ``count_collocates``, in the order to be drawn.
    measure
        ``log_dice`` (Rychlý 2008), ``pmi``, ``t_score``, ``g2``, ``log_ratio`` or ``count``.

    Examples
    --------
    >>> import pandas as pd
    >>> near = pd.DataFrame({"node": ["وزير"], "collocate": ["الخارجية"], "log_dice": [13.5]})
    >>> [text.get_text() for text in plot_collocates(near).texts]
    ['13.50']
    """
    require_columns(collocates, ("node", "collocate", measure), "collocates")
    # an empty table has no node in a row to name; what was asked for is kept beside it
    names = collocates["node"] if len(collocates) else collocates.attrs.get("node", ())
    node = lettering.isolate("، ".join(dict.fromkeys(map(str, names))) or "–")
    return _plot_bars(collocates, "collocates", "collocate", measure, ax=ax, language=language, node=node)


def plot_diversity(
    diversity: pd.DataFrame, *, measure: str = "mattr", ax: Axes | None = None, language: str = "ar"
) -> Axes:
    """Draw one bar a text, as long as a measure of its vocabulary's diversity.

    Parameters
    ----------
    diversity
        One row per group, as returned by ``count_diversity``: the group's columns come before ``tokens``.
    measure
        ``ttr``, ``mattr``, ``mtld``, ``hdd``, ``yule_k``, ...

    Examples
    --------
    >>> import pandas as pd
    >>> ax = plot_diversity(pd.DataFrame({"seed": ["a"], "tokens": [90], "mattr": [0.7]}))
    >>> [float(bar.get_width()) for bar in ax.patches]
    [0.7]
    """
    require_columns(diversity, ("tokens", measure), "diversity")
    groups = diversity.columns[: diversity.columns.get_loc("tokens")]
    names = diversity[list(groups)].astype(str).agg(lettering.join_names, axis=1) if len(diversity) else []
    named = diversity.assign(group=names)
    return _plot_bars(named, "diversity", "group", measure, ax=ax, language=language)


def plot_entities(entities: pd.DataFrame, *, ax: Axes | None = None, language: str = "ar") -> Axes:
    """Draw one bar an entity, coloured by kind and split by the ways the text writes it.

    Where all are of one kind the title names it.

    Parameters
    ----------
    entities
        One row per entity: ``entity``, ``count``; with ``kind`` bars are coloured, with ``forms`` split, with
        ``entity_en`` an English chart has English names.

    Examples
    --------
    >>> import pandas as pd
    >>> ax = plot_entities(pd.DataFrame({"entity": ["كييف"], "kind": ["place"], "count": [3]}))
    >>> [float(bar.get_width()) for bar in ax.patches]
    [3.0]
    """
    require_columns(entities, ("entity", "count"), "entities")
    kinds = entities["kind"].astype(str).tolist() if "kind" in entities else None
    one = kinds[0] if kinds and len(set(kinds)) == 1 else "all"
    named = label("most_named", one, language)
    return _plot_bars(
        entities, "entities", "entity", "count", ax=ax, language=language, kinds=kinds, named=named
    )


def plot_keyness(
    terms: pd.DataFrame, *, measure: str = "log_ratio", ax: Axes | None = None, language: str = "ar"
) -> Axes:
    """Draw one bar a term to one side if it is typical of the text, to the other if of the reference.

    Parameters
    ----------
    terms
        One row per term: ``term`` and the column of ``measure``, as returned by ``add_keyness``; with
        ``log_ratio_low`` and ``log_ratio_high`` a thin line shows how far a log ratio may be off.
    measure
        ``log_ratio`` (Hardie 2014) or any other signed column; ``g2``, which has no sign, takes that of
        ``log_ratio``.

    Examples
    --------
    >>> import pandas as pd
    >>> ax = plot_keyness(pd.DataFrame({"term": ["نفط", "حرب"], "log_ratio": [2.0, -1.5]}))
    >>> [float(bar.get_width()) for bar in ax.patches]
    [2.0, -1.5]
    """
    require_columns(terms, ("term", measure, "log_ratio"), "terms")
    if measure == "g2":
        terms = terms.assign(g2=terms["g2"] * np.sign(terms["log_ratio"]))
    ends = ["log_ratio_low", "log_ratio_high"]
    ranges = terms[ends].to_numpy(dtype=float) if measure == "log_ratio" and {*ends} <= {*terms} else None
    interval = label("captions", "interval", language) if ranges is not None else ""
    options = {"ax": ax, "language": language, "diverging": True, "ranges": ranges}
    return _plot_bars(terms, "keyness", "term", measure, interval=interval, **options)


def _plot_bars(
    table: pd.DataFrame,
    name: str,
    key: str,
    measure: str,
    *,
    ax: Axes | None,
    language: str,
    kinds: list[str] | None = None,
    diverging: bool = False,
    ranges: np.ndarray | None = None,
    **facts: str,
) -> Axes:
    """Draw the bars of any table: ``key`` names the rows, ``measure`` gives their length."""
    labels, values = lettering.names(table, key, language), _numbers(table[measure])
    measured = label("columns", measure, language)
    with axes.styled_axes(ax, language, height=axes.rows_height(labels, name)) as ax:
        if len(table):
            here, there, *_ = theme.colours()
            palette = theme.palette("kinds", kinds or ())
            colours = [palette[kind] for kind in kinds or ()]
            colours = colours or [there if diverging and value < 0 else here for value in values]
            ax.barh(range(len(values)), values, _THICK, color=colours)
            axes.write_rows(ax, labels)
            ends = None
            if ranges is not None:
                ax.hlines(range(len(values)), *ranges.T, color="#555555", linewidth=1.1)
                ends = np.where(
                    values < 0, np.minimum(ranges[:, 0], values), np.maximum(ranges[:, 1], values)
                )
            _scale(ax, values if ranges is None else ranges, whole=measure == "count")
            axes.write_values(ax, values, ends)
            if measure == "count" and "forms" in table:
                _unfold(ax, table["forms"], colours, language)
            axes.write_axis(ax, measure, language, section="columns")
            if len(palette) > 1:
                legends.write_groups(ax, {"kinds": palette}, language)
        # the same name may have a bar of each kind, which only its colour tells
        said = [label("kinds", kind, language) for kind in kinds or ()]
        named = [
            f"{name}\u2069 \u2013 \u2068{kind}" for name, kind in zip(labels, said, strict=False)
        ] or labels
        first = lettering.name_first(named, values, language)
        facts |= {"rows": len(table), "first": first, "measure": measured}
        if diverging:
            facts |= {"own": int((values > 0).sum()), "other": int((values < 0).sum())}
        axes.finish(ax, name, language, empty=not len(table), **facts)
    return ax


def _numbers(column: pd.Series) -> np.ndarray:
    """Return the values as floats; a row without one has a bar of no length."""
    values = pd.to_numeric(column).to_numpy(dtype=float, na_value=np.nan)
    return np.where(np.isfinite(values), values, 0.0)


def _scale(ax: Axes, values: np.ndarray, *, whole: bool) -> None:
    """Leave room for the numbers at the ends of the bars and mark the axis with few round values."""
    low, high = min(values.min(), 0.0), max(values.max(), 0.0)
    room = (high - low or 1.0) * 0.12
    limits = (low - room if low else 0.0, high + room if high or not low else 0.0)
    axes.scale(ax, limits, ticks=5, whole=whole)
    ax.grid(axis="x")
    if low:
        ax.axvline(0, color="#555555", linewidth=0.8)


def _unfold(ax: Axes, forms: pd.Series, colours: Sequence[str], language: str) -> None:
    """Lay the written forms over each bar as parts of lighter and lighter colour, named where they fit."""
    for row, (parts, colour) in enumerate(zip(forms, colours, strict=True)):
        parts = [] if parts is None or parts is pd.NA else list(parts)
        if len(parts) < 2:
            continue
        starts = np.cumsum([0] + [count for _, count in parts])
        tints = [theme.tint(colour, _TINTS[min(place, len(_TINTS) - 1)]) for place in range(len(parts))]
        spans = [(start, count) for start, (_, count) in zip(starts, parts, strict=False)]
        ax.broken_barh(
            spans, (row - _THICK / 2, _THICK), facecolors=tints, edgecolors="white", linewidths=0.8
        )
        for (start, count), (form, _), tint in zip(spans, parts, tints, strict=True):
            if axes.fits(ax, form, count):
                axes.write_inside(ax, form, start + count / 2, row, tint)
