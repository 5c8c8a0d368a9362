"""Legends: under the plot, read from where reading starts, never wider than the chart."""

import matplotlib as mpl
import numpy as np
from matplotlib import transforms
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from analysis.charts import axes, lettering, theme
from analysis.files import label

#: Characters that a legend may be wide, beside the longest labels of rows, and those its colour patch takes.
_WIDEST, _HANDLE = 60, 6


def write_groups(ax: Axes, palettes: dict[str, dict[str, str]], language: str) -> None:
    """Say in a legend which colour is which value; ``palettes`` by section of the labels file."""
    pairs = [(section, value, colour) for section, each in palettes.items() for value, colour in each.items()]
    handles = [Patch(color=colour) for _, _, colour in pairs]
    write_legend(ax, handles, [label(section, value, language) for section, value, _ in pairs], language)


def write_legend(ax: Axes, handles: list, names: list[str], language: str, *, columns: int = 4) -> None:
    """Put a legend under the axis, filled from where reading starts."""
    names = [lettering.shorten(name) for name in names]
    if not names:
        return
    columns = _fitting_columns(names, columns)
    entries = list(zip(handles, [lettering.words(name) for name in names], strict=True))
    if language == "ar":
        entries = _from_the_right(entries, columns)
    start = axes.sides(language)[0]
    # below the numbers of the axis and, if there is one, its label
    drop = -0.78 if ax.get_xlabel() else -0.42
    below = ax.transAxes + transforms.ScaledTranslation(0, drop, ax.figure.dpi_scale_trans)
    legend = ax.legend(
        *zip(*entries, strict=True),
        loc=f"upper {start}",
        bbox_to_anchor=(1 if language == "ar" else 0, 0),
        bbox_transform=below,
        borderaxespad=0,
        ncols=columns,
        markerfirst=language != "ar",
        prop={"family": theme.FONTS, "size": mpl.rcParams["legend.fontsize"]},
        frameon=False,
        labelcolor=mpl.rcParams["text.color"],
    )
    for text in legend.get_texts():
        text.set_parse_math(False)


def _fitting_columns(names: list[str], most: int) -> int:
    """Return how many columns of a legend stand side by side without being wider than the plot."""
    for columns in range(min(most, len(names)), 1, -1):
        # matplotlib makes the leftmost columns the longer ones, and so does numpy
        widths = [max(map(len, part)) for part in np.array_split(names, columns)]
        if sum(widths) + _HANDLE * columns <= _WIDEST:
            return columns
    return 1


def _from_the_right(entries: list, columns: int) -> list:
    """Return ``entries`` so that a legend, which fills columns from the left, reads from the right."""
    parts = np.array_split(np.arange(len(entries))[::-1], columns)
    return [entries[place] for part in parts for place in part[::-1]]
