"""The Axes a chart is drawn on: our style, its direction, its rows, titles and caption."""

import textwrap
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.ticker import MaxNLocator

from analysis.arabic import language_direction
from analysis.charts.lettering import fold_label, number, width_of, words, wrap
from analysis.charts.picture import ChartAxes
from analysis.charts.theme import FONTS, style
from analysis.errors import OptionError
from analysis.files import label, require_language

#: Inches: the width suits a page column and, scaled down, a phone; a row holds one line of a label.
WIDTH, ROW, AROUND = 6.4, 0.34, 4.0
#: More rows than this are no chart but a table; the error says what to do.
MOST_ROWS = 150

#: Type size of what is written on bars.
SMALL = 11


@contextmanager
def styled_axes(ax: Axes | None, language: str, *, height: float = 2.6) -> Iterator[Axes]:
    """Give an empty right-to-left (or for ``en`` left-to-right) Axes in our style for as long as one draws.

    In a new figure the plot itself is ``height`` inches high; title, axis and legend come on top of that.
    Whatever is drawn later (numbers of ticks) has been told its font here, so the chart stays right when it
    is saved under other settings.
    """
    require_language(language)
    # whoever keeps many charts open means to: a notebook closes each as it is shown
    with plt.rc_context(style() | {"figure.max_open_warning": 0}):
        own = ax is None
        if own:
            # high enough for any legend; the figure shrinks when what stands around the plot is known
            figure = plt.figure(figsize=(WIDTH, height + AROUND), layout="constrained")
            ax = figure.add_subplot(axes_class=ChartAxes)
        elif ax.figure.get_layout_engine() is None:
            # without it the labels of a given Axes would be cut at the figure's edge
            ax.figure.set_layout_engine("constrained")
        _dress(ax, language)
        ax.language = language
        yield ax
        if own:
            _grow(ax, height)


def _grow(ax: Axes, height: float) -> None:
    """Make the figure as high as ``height`` inches of plot and what stands around it need."""
    figure = ax.figure
    figure.draw_without_rendering()
    around = figure.get_figheight() * (1 - ax.get_position().height)
    figure.set_figheight(height + around)


def _dress(ax: Axes, language: str) -> None:
    """Set direction, spines and tick fonts, also where the Axes was made under other settings."""
    start, end = sides(language)
    ax.set_facecolor(mpl.rcParams["axes.facecolor"])
    ax.spines[["top", end]].set_visible(False)
    ax.spines[["bottom", start]].set_visible(True)
    ax.spines[["bottom", start]].set_color(mpl.rcParams["axes.edgecolor"])
    for axis in ("x", "y"):
        ax.tick_params(
            axis=axis,
            length=0,
            labelfontfamily=FONTS,
            labelsize=mpl.rcParams[f"{axis}tick.labelsize"],
            labelcolor=mpl.rcParams[f"{axis}tick.labelcolor"],
        )
    getattr(ax.yaxis, f"tick_{start}")()
    ax.yaxis.set_label_position(start)
    # tick_left/right shows ticks again that the style hides
    ax.tick_params(axis="y", length=0, pad=7)
    if language == "ar" and not ax.xaxis_inverted():
        ax.invert_xaxis()


def sides(language: str) -> tuple[str, str]:
    """Return the side where reading starts and the side where it ends."""
    return ("right", "left") if language == "ar" else ("left", "right")


def write_title(ax: Axes, text: str, language: str) -> None:
    """Put the title where reading starts."""
    direction = language_direction(language)
    lines = [words(line, direction=direction) for line in textwrap.wrap(text, 52)]
    # the three titles of an Axes are made with it, so font and mathtext are set here and not by the style
    ax.set_title(
        "\n".join(lines),
        loc=sides(language)[0],
        family=FONTS,
        parse_math=False,
        fontsize=mpl.rcParams["axes.titlesize"],
        pad=mpl.rcParams["axes.titlepad"],
    )


def write_axis(ax: Axes, name: str, language: str, *, axis: str = "x", section: str = "charts") -> None:
    """Label an axis with the entry ``name`` of a section of the labels file."""
    text = words(label(section, name, language), direction=language_direction(language))
    look = {"family": FONTS, "parse_math": False, "fontsize": mpl.rcParams["axes.labelsize"]}
    getattr(ax, f"set_{axis}label")(text, color=mpl.rcParams["axes.labelcolor"], **look)


def write_rows(ax: Axes, labels: Iterable[object]) -> None:
    """Label the rows of the y axis from the top, the first row first."""
    texts = [fold_label(text) for text in labels]
    ax.set_yticks(range(len(texts)), texts, family=FONTS, parse_math=False, va="center")
    ax.set_ylim(max(len(texts), 1) - 0.45, -0.55)


def scale(
    ax: Axes, ends: tuple[float, float], *, ticks: int = 6, whole: bool = True, **options: object
) -> None:
    """Let the x axis run from one end to the other, from where reading starts, with few round values."""
    ax.set_xlim(ends[::-1] if ax.language == "ar" else ends)
    ax.xaxis.set_major_locator(MaxNLocator(ticks, integer=whole, **options))


def write_values(ax: Axes, values: np.ndarray, ends: np.ndarray | None = None) -> None:
    """Write each row's value beyond the end of its bar (or where ``ends`` says), on the side it grows to."""
    look = {"textcoords": "offset points", "va": "center", "fontsize": SMALL, "color": "#555555"}
    for row, (value, end) in enumerate(zip(values, values if ends is None else ends, strict=True)):
        leftwards = (value >= 0) == (ax.language == "ar")
        place = {"xytext": (-4 if leftwards else 4, 0), "ha": "right" if leftwards else "left"}
        ax.annotate(number(value), (end, row), **place, **look)


def fits(ax: Axes, text: object, length: float) -> bool:
    """Tell whether ``text`` can be written on a part of a bar that is ``length`` long on the x axis."""
    # how wide the plot is, is known only after layout, too late to ask: the figure without its labels
    rows = [line for tick in ax.get_yticklabels() for line in tick.get_text().split("\n")]
    labels = max((width_of(row, mpl.rcParams["ytick.labelsize"]) for row in rows), default=0)
    points = abs(np.subtract(*ax.get_xlim())) / max(ax.figure.get_figwidth() * 72 - labels - 20, 72)
    return length > (width_of(text, SMALL) + 6) * points


def write_inside(ax: Axes, text: object, x: float, y: float, background: object) -> None:
    """Write ``text`` on a coloured ground, dark or light as the ground wants it."""
    dark = np.dot(to_rgb(background), (0.299, 0.587, 0.114)) < 0.55
    ax.text(x, y, words(text), ha="center", va="center", fontsize=SMALL, color="white" if dark else "#222222")


def rows_height(labels: Iterable[object], name: str) -> float:
    """Return the inches that one row per label takes.

    Raises
    ------
    OptionError
        If there are more rows than a chart can show.
    """
    labels = list(labels)
    if len(labels) > MOST_ROWS:
        raise OptionError(
            f"{name}: {len(labels)} rows are too many for a chart (at most {MOST_ROWS}); use .head(40)"
        )
    lines = max((len(wrap(text)) for text in labels), default=1)
    return max(ROW, 0.35 * lines - 0.02) * max(len(labels), 2)


def finish(ax: Axes, name: str, language: str, *, empty: bool = False, **facts: object) -> None:
    """Give the chart its title and its caption, both from the labels file; an empty one says that it is.

    ``facts`` fill the braces of the entries ``name`` in the sections ``charts`` and ``captions``.
    """
    title = label("charts", name, language).format(**facts)
    write_title(ax, title, language)
    ax.empty = empty
    if empty:
        nothing = label("charts", "empty", language)
        ax.set(xticks=[], yticks=[], xlabel="")
        ax.spines[:].set_visible(False)
        text = words(nothing, direction=language_direction(language))
        ax.text(0.5, 0.5, text, transform=ax.transAxes, ha="center", va="center")
        ax.caption = f"{title}: {nothing}"
    else:
        ax.caption = f"{title}. {label('captions', name, language).format(**facts)}"
