"""Where in the text: one strip a row, read from the right, with a mark at each place."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from analysis.charts import axes, legends, lettering, theme
from analysis.files import label
from analysis.tables import require_columns

_FADED = "#E4E4E4"


def plot_positions(
    places: pd.DataFrame,
    *,
    paragraphs: pd.DataFrame | None = None,
    ax: Axes | None = None,
    language: str = "ar",
) -> Axes:
    """Draw where in the text each term falls: one strip a term, a mark at each occurrence.

    Parameters
    ----------
    places
        One row per occurrence: ``term``, ``seed``, ``start`` (code points), as returned by ``find_terms``.
        Strips stand in order of first appearance (or of the categories, if ``term`` is categorical); with
        several texts each has strips of its own.
    paragraphs
        ``seed``, ``start``, ``end`` of the paragraphs (or of anything that covers the texts): the strips
        then end where the text ends and the borders of paragraphs show. Without it they end at the last
        mark.
    ax
        Axes to draw on; without it a figure is made, as high as the rows need.
    language
        ``"ar"``: from right to left; ``"en"``: from left to right.

    Returns
    -------
    Axes
        One event collection a strip, in order, with the places as positions.

    Raises
    ------
    ColumnError
        If a column is missing.
    OptionError
        If ``language`` is unknown or there are more strips than a chart can show.

    Examples
    --------
    >>> import pandas as pd
    >>> ax = plot_positions(pd.DataFrame({"term": ["كييف"] * 2, "seed": "a", "start": [15, 85]}))
    >>> [float(place) for place in ax.collections[-1].get_positions()]
    [15.0, 85.0]
    """
    require_columns(places, ("term", "seed", "start"), "places")
    return _plot_strips(places, "positions", "term", None, paragraphs, ax, language)


def plot_mentions(
    mentions: pd.DataFrame,
    *,
    paragraphs: pd.DataFrame | None = None,
    ax: Axes | None = None,
    language: str = "ar",
) -> Axes:
    """Draw where in the text each entity is named: one strip an entity, coloured by kind.

    As `plot_positions`, for ``seed``, ``start``, ``entity``, ``kind`` as returned by ``find_mentions``.

    Examples
    --------
    >>> import pandas as pd
    >>> mentions = pd.DataFrame({"entity": ["كييف"], "kind": "place", "seed": "a", "start": [15]})
    >>> ax = plot_mentions(mentions)
    >>> [float(place) for place in ax.collections[-1].get_positions()]
    [15.0]
    """
    require_columns(mentions, ("entity", "kind", "seed", "start"), "mentions")
    if language == "en":
        mentions = mentions.assign(entity=lettering.names(mentions, "entity", language))
    return _plot_strips(mentions, "mentions", "entity", "kind", paragraphs, ax, language)


def plot_roles(
    paragraphs: pd.DataFrame,
    *,
    quotes: pd.DataFrame | None = None,
    ax: Axes | None = None,
    language: str = "ar",
) -> Axes:
    """Draw the text as a strip of paragraphs coloured by role, and below it a strip a voice.

    Parameters
    ----------
    paragraphs
        One row per paragraph: ``seed``, ``start``, ``end``, ``role``, as returned by ``split_paragraphs``.
    quotes
        One row per quotation: ``seed``, ``start``, ``end``, ``entity``, ``speech``, as returned by
        ``find_quotes``: each voice has a strip, in order of first appearance.

    Returns
    -------
    Axes
        One bar collection a strip; widths in characters (code points).

    Examples
    --------
    >>> import pandas as pd
    >>> roles = pd.DataFrame({"seed": "a", "start": [0, 9], "end": [8, 40], "role": ["headline", "body"]})
    >>> ax = plot_roles(roles)
    >>> len(ax.collections[0].get_paths())
    2
    """
    require_columns(paragraphs, ("seed", "start", "end", "role"), "paragraphs")
    voices = paragraphs.iloc[:0].assign(entity="", speech="") if quotes is None else quotes
    require_columns(voices, ("seed", "start", "end", "entity", "speech"), "quotes")
    unnamed = label("pages", "unnamed", language)
    voices = voices.assign(entity=voices["entity"].astype(object).fillna(unnamed))
    several = _several(paragraphs)
    texts = {seed: part for seed, part in paragraphs.groupby("seed", sort=False, observed=True)}
    built = label("charts", "structure", language)
    strips = [(seed if several else built, part, "role") for seed, part in texts.items()]
    strips += [(name, part, "speech") for name, part in _strips(voices, "entity", several=several)]
    with axes.styled_axes(
        ax, language, height=axes.rows_height([name for name, *_ in strips], "paragraphs")
    ) as ax:
        if len(paragraphs):
            palettes = {"role": theme.palette("roles", paragraphs["role"])}
            palettes["speech"] = theme.palette("speech", voices["speech"])
            for row, (_, part, kind) in enumerate(strips):
                spans = list(zip(part["start"], part["end"] - part["start"], strict=True))
                look = {"facecolors": [palettes[kind][value] for value in part[kind].astype(str)]}
                ax.broken_barh(spans, (row - 0.36, 0.72), edgecolors="white", linewidths=0.6, **look)
            axes.write_rows(ax, [name for name, *_ in strips])
            _scale_text(ax, paragraphs["end"].max(), language)
            legends.write_groups(ax, {"roles": palettes["role"], "speech": palettes["speech"]}, language)
        roles = paragraphs["role"].astype(str).value_counts(sort=False)
        named = [label("roles", role, language) for role in roles.index]
        facts = {"rows": len(paragraphs), "voices": len(strips) - len(texts)}
        facts["first"] = lettering.name_first(named, roles, language, most=7)
        axes.finish(ax, "roles", language, empty=not len(paragraphs), **facts)
    return ax


def plot_repeats(
    repeats: pd.DataFrame,
    *,
    paragraphs: pd.DataFrame | None = None,
    ax: Axes | None = None,
    language: str = "ar",
) -> Axes:
    """Draw an arc from each paragraph to the earlier one that it repeats.

    Parameters
    ----------
    repeats
        One row per repeated paragraph: ``seed``, ``paragraph``, ``similarity`` (0 to 1), ``first_seed``,
        ``first_paragraph``, as returned by ``find_repeats``. A full line is a repeat to the letter, a broken
        one a near repeat.
    paragraphs
        ``seed`` and ``paragraph`` of all paragraphs, so that the line shows the whole text.

    Returns
    -------
    Axes
        One path a row, in order (none for the first of its kind); paragraphs by number on the axis, texts
        one below the other.

    Examples
    --------
    >>> import pandas as pd
    >>> repeats = pd.DataFrame({"seed": "a", "paragraph": [7], "similarity": [1.0]})
    >>> ax = plot_repeats(repeats.assign(first_seed="a", first_paragraph=2))
    >>> len(ax.patches)
    1
    """
    columns = ("seed", "paragraph", "similarity", "first_seed", "first_paragraph")
    require_columns(repeats, columns, "repeats")
    firsts = repeats["seed"].astype(str) == repeats["first_seed"].astype(str)
    again = repeats[~(firsts & (repeats["paragraph"] == repeats["first_paragraph"]))]
    known = repeats if paragraphs is None else paragraphs
    require_columns(known, ("seed", "paragraph"), "paragraphs")
    seeds = pd.concat([known["seed"], repeats["first_seed"], repeats["seed"]]).astype(str).unique().tolist()
    empty = not len(repeats) or not len(known)
    with axes.styled_axes(ax, language, height=max(1.7, 1.1 * len(seeds))) as ax:
        if not empty:
            last = max(known["paragraph"].max(), repeats["paragraph"].max(), repeats["first_paragraph"].max())
            _write_arcs(ax, again, seeds, last)
            for row in range(len(seeds)):
                ax.plot([1, last], [row, row], color="#9A9A9A", linewidth=0.8, zorder=1)
            axes.write_rows(ax, seeds if len(seeds) > 1 else [""])
            ax.set_ylim(len(seeds) - 0.7, -1)
            axes.scale(ax, (0.4, last + 0.6), ticks=12)
            ax.spines["bottom"].set_visible(False)
            ax.spines[axes.sides(language)[0]].set_visible(False)
            axes.write_axis(ax, "paragraph_number", language)
        exact = int((again["similarity"] >= 1).sum())
        facts = {"exact": exact, "near": len(again) - exact}
        axes.finish(ax, "repeats", language, empty=empty, **facts)
    return ax


def _plot_strips(
    table: pd.DataFrame,
    name: str,
    key: str,
    group: str | None,
    paragraphs: pd.DataFrame | None,
    ax: Axes | None,
    language: str,
) -> Axes:
    """Draw one strip of marks per value of ``key``, coloured by ``group``."""
    marks = table[["seed", "start"]].assign(end=table["start"] + 1)
    texts = marks if paragraphs is None else paragraphs
    require_columns(texts, ("seed", "start", "end"), "paragraphs")
    strips = _strips(table, key, several=_several(table))
    with axes.styled_axes(ax, language, height=axes.rows_height([each for each, _ in strips], name)) as ax:
        if strips:
            spans = pd.concat([texts, marks])
            ends = spans.groupby(spans["seed"].astype(str))["end"].max()
            palette = theme.palette("kinds", table[group]) if group else {}
            for row, (_, part) in enumerate(strips):
                ax.hlines(row, 0, ends[str(part["seed"].iloc[0])], color=_FADED, linewidth=0.8, zorder=0)
                look = {"lineoffsets": row, "linelengths": 0.62, "linewidths": 1.6}
                (drawn,) = ax.eventplot(part["start"].to_numpy(), colors=theme.colours()[0], **look)
                if group:
                    # an entity may be named in two kinds: روسيا, and الروسية as adjective
                    drawn.set_color([palette[kind] for kind in part[group].astype(str)])
            if paragraphs is not None and not _several(texts) and len(texts) <= 120:
                ax.vlines(texts["start"], -0.5, len(strips) - 0.5, color=_FADED, linewidth=0.5, zorder=0)
            axes.write_rows(ax, [each for each, _ in strips])
            _scale_text(ax, ends.max(), language)
            if len(palette) > 1:
                legends.write_groups(ax, {"kinds": palette}, language)
        sizes = [len(part) for _, part in strips]
        first = lettering.name_first([each for each, _ in strips], sizes, language)
        facts = {"rows": len(table), "strips": len(strips), "first": first}
        axes.finish(ax, name, language, empty=not strips, **facts)
    return ax


def _strips(table: pd.DataFrame, key: str, *, several: bool) -> list[tuple[str, pd.DataFrame]]:
    """Return the rows of each value of ``key`` (of each text, if there are several), in order."""
    ordered = isinstance(table[key].dtype, pd.CategoricalDtype)
    keys = [key, "seed"] if several else [key]
    parts = table.groupby(keys, sort=ordered, observed=True)
    return [(lettering.join_names(name), part) for name, part in parts]


def _several(table: pd.DataFrame) -> bool:
    """Tell whether the rows come from more than one text."""
    return len(table["seed"].unique()) > 1


def _scale_text(ax: Axes, length: int, language: str) -> None:
    """Let the axis run over the whole text, from the side where reading starts."""
    axes.scale(ax, (0, length * 1.005))
    axes.write_axis(ax, "place", language, section="columns")


def _write_arcs(ax: Axes, repeats: pd.DataFrame, seeds: list[str], last: int) -> None:
    """Draw the arcs: within a text as high as the repeat is far, between texts as a straight line."""
    rows = {seed: row for row, seed in enumerate(seeds)}
    colours = theme.colours()
    for repeat in repeats.itertuples():
        here, there = rows[str(repeat.seed)], rows[str(repeat.first_seed)]
        x, first = repeat.paragraph, repeat.first_paragraph
        rise = here - 0.25 - 0.65 * abs(x - first) / max(last - 1, 1) * 4 / 3
        arc = Path([(first, there), (first, rise), (x, rise), (x, here)], [1, 4, 4, 4])
        line = Path([(first, there), (x, here)])
        exact = repeat.similarity >= 1
        ax.add_patch(
            PathPatch(
                arc if here == there else line,
                facecolor="none",
                edgecolor=colours[0 if exact else 1],
                linewidth=1.6,
                linestyle="solid" if exact else (0, (4, 2)),
            )
        )
        ax.plot([first, x], [there, here], "o", color=colours[0 if exact else 1], markersize=4.5)
    _number_ends(ax, repeats, rows)


def _number_ends(ax: Axes, repeats: pd.DataFrame, rows: dict[str, int]) -> None:
    """Write the paragraphs' numbers under the ends of the arcs."""
    firsts = repeats[["first_seed", "first_paragraph"]].set_axis(["seed", "paragraph"], axis=1)
    ends = pd.concat([repeats[["seed", "paragraph"]], firsts]).astype({"seed": str}).drop_duplicates()
    if len(ends) > 24:
        return
    look = {"textcoords": "offset points", "ha": "center", "va": "top", "fontsize": 11, "color": "#555555"}
    for seed, paragraph in sorted(ends.itertuples(index=False)):
        ax.annotate(str(int(paragraph)), (paragraph, rows[seed]), xytext=(0, -5), **look)
