"""The sheet a chart is drawn on: our style, our fonts, its direction, its words and its caption."""

import textwrap
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files as resources
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.ft2font import FT2Font

from analysis import arabic
from analysis.errors import OptionError
from analysis.files import label, read_toml, require_language

STYLE = Path(__file__).parents[1] / "style.mplstyle"
FONTS = ["Amiri", "DejaVu Sans"]

#: Inches: the width suits a page column and, scaled down, a phone; a row holds one line of a label.
WIDTH, ROW, AROUND = 6.4, 0.34, 4.0
#: More rows than this are no chart but a table; the error says what to do.
MOST_ROWS = 150
#: Characters of a label's line; longer labels run on in a second line, none is cut.
LINE = 30
#: Characters of a label that has one line, in a legend or along the top; longer ones lose their middle.
LONGEST = 56

#: Type size of what is written on bars.
SMALL = 11
# Width of a letter in parts of the type size, generously: Naskh is narrow.
_LATIN, _ARABIC = 0.55, 0.42

# One character that Amiri draws wider than a chart and that FreeType cannot rasterise; spelled out it wraps.
_BASMALA = ("\ufdfd", "بسم الله الرحمن الرحيم")

_RECEDING = "#D5DDE3"
_TOFU = "\u25a1"


class ChartAxes(Axes):
    """Axes that show themselves in a notebook: the picture, its alternative text and its caption."""

    def _ipython_display_(self) -> None:
        from analysis.charts.show import show_chart

        show_chart(self)


@cache
def style() -> mpl.RcParams:
    """Return the settings of ``analysis/style.mplstyle``, with its fonts made known to matplotlib."""
    for face in ("Amiri-Regular.ttf", "Amiri-Bold.ttf"):
        font_manager.fontManager.addfont(str(resources("fontpkg_amiri") / "files" / face))
    return mpl.rc_params_from_file(STYLE, use_default_template=False)


def colours() -> list[str]:
    """Return the colours of the style's cycle, the accent first."""
    return style()["axes.prop_cycle"].by_key()["color"]


def palette(section: str, values: Iterable[object]) -> dict[str, str]:
    """Return a colour for each of ``values``, in the order of the section of the labels file.

    A value keeps its colour from chart to chart: it goes by the entry's place in the section (``kinds``,
    ``roles``, ``speech``, ``stances``, ``calendars``).
    """
    present = dict.fromkeys(map(str, values))
    order = list(dict.fromkeys([*read_toml("labels.toml").get(section, {}), *present]))
    legend = [value for value in order if value in present]
    cycle = colours()
    if section == "speech":
        # the nearer to the speaker's own words, the darker, in one hue
        cycle = [tint(cycle[0], white) for white in (0.0, 0.4, 0.7)]
    if section == "roles":
        # body is most of a text: it recedes, so that colour is left to what is special
        order = [value for value in order if value != "body"]
        cycle = cycle[1:]
    chosen = {value: cycle[place % len(cycle)] for place, value in enumerate(order)}
    return {value: chosen.get(value, _RECEDING) for value in legend}


def tint(colour: str, white: float) -> str:
    """Return ``colour`` mixed with a part (0 to 1) of white."""
    return to_hex([part + (1 - part) * white for part in to_rgb(colour)])


@contextmanager
def paper(ax: Axes | None, language: str, *, height: float = 2.6) -> Iterator[Axes]:
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


def words(text: object, *, direction: str = "") -> str:
    """Return ``text`` as it must be given to an artist (with ``parse_math=False``).

    Without ``direction`` a text that holds right-to-left letters is right-to-left, another is not. Characters
    that neither font has are drawn as □ rather than with a warning at some later time.
    """
    clean = "\n".join(" ".join(line.split()) for line in str(text).replace(*_BASMALA).split("\n"))
    direction = direction or ("rtl" if arabic.has_rtl(clean) else "ltr")
    return _cover(arabic.display_text(clean, direction=direction))


def names(table: pd.DataFrame, column: str, language: str) -> list[str]:
    """Return the names of rows: for an English reader the English ones, where they are known."""
    own = table[column].astype(object)
    if language == "en" and f"{column}_en" in table:
        own = table[f"{column}_en"].astype(object).where(table[f"{column}_en"].notna(), own)
    return own.astype(str).tolist()


def join_names(parts: Iterable[object]) -> str:
    """Return the parts of a row's name in one; file names keep their order of letters beside Arabic."""
    texts = [str(part) for part in parts]
    if len(texts) == 1:
        return texts[0]
    return " \u00b7 ".join(text if arabic.has_rtl(text) else f"\u200e{text}\u200e" for text in texts)


def fold_label(text: object) -> str:
    """Return a label of a row in lines of at most `LINE` characters, ready to be drawn."""
    lines = _wrap(text) or [""]
    direction = "rtl" if arabic.has_rtl(str(text)) else "ltr"
    return "\n".join(words(line, direction=direction) for line in lines)


def shorten(text: object) -> str:
    """Return a label that cannot run on in a second line, without its middle if it is over `LONGEST`."""
    text = str(text)
    half = (LONGEST - 1) // 2
    return text if len(text) <= LONGEST else f"{text[:half].rstrip()}…{text[-half:].lstrip()}"


def _wrap(text: object) -> list[str]:
    return textwrap.wrap(str(text).replace(*_BASMALA), LINE)


def _cover(text: str) -> str:
    """Return ``text`` with a box for each character that no font has, without marks that cannot be set."""
    drawn, base = [], " "
    for character in text:
        if unicodedata.combining(character):
            # a letter and its mark are set in one font: a mark that the letter's fonts lack would take the
            # letter with it
            if _fonts(character) & _fonts(base):
                drawn.append(character)
            continue
        base = character if character == "\n" or _fonts(character) else _TOFU
        if base == character or not arabic.is_invisible(character):
            drawn.append(base)
    return "".join(drawn)


@cache
def _fonts(character: str) -> frozenset[str]:
    """Return which of our fonts have a glyph for ``character``."""
    return frozenset(font for font, points in _covered().items() if ord(character) in points)


@cache
def _covered() -> dict[str, frozenset[int]]:
    style()
    return {font: frozenset(FT2Font(font_manager.findfont(font)).get_charmap()) for font in FONTS}


def write_title(ax: Axes, text: str, language: str) -> None:
    """Put the title where reading starts."""
    direction = "rtl" if language == "ar" else "ltr"
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
    text = words(label(section, name, language), direction="rtl" if language == "ar" else "ltr")
    look = {"family": FONTS, "parse_math": False, "fontsize": mpl.rcParams["axes.labelsize"]}
    getattr(ax, f"set_{axis}label")(text, color=mpl.rcParams["axes.labelcolor"], **look)


def write_rows(ax: Axes, labels: Iterable[object]) -> None:
    """Label the rows of the y axis from the top, the first row first."""
    texts = [fold_label(text) for text in labels]
    ax.set_yticks(range(len(texts)), texts, family=FONTS, parse_math=False, va="center")
    ax.set_ylim(max(len(texts), 1) - 0.45, -0.55)


def fits(ax: Axes, text: object, length: float) -> bool:
    """Tell whether ``text`` can be written on a part of a bar that is ``length`` long on the x axis."""
    # how wide the plot is, is known only after layout, too late to ask: the figure without its labels
    rows = [line for tick in ax.get_yticklabels() for line in tick.get_text().split("\n")]
    labels = max((width_of(row, mpl.rcParams["ytick.labelsize"]) for row in rows), default=0)
    points = abs(np.subtract(*ax.get_xlim())) / max(ax.figure.get_figwidth() * 72 - labels - 20, 72)
    return length > (width_of(text, SMALL) + 6) * points


def width_of(text: object, size: float) -> float:
    """Return about how many points ``text`` is wide, rather too many than too few."""
    return len(str(text)) * size * (_ARABIC if arabic.has_rtl(str(text)) else _LATIN)


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
    lines = max((len(_wrap(text)) for text in labels), default=1)
    return max(ROW, 0.06 + 0.26 * lines) * max(len(labels), 2)


def finish(ax: Axes, name: str, language: str, *, empty: bool = False, **facts: object) -> None:
    """Give the chart its title and its caption, both from the labels file; an empty one says that it is.

    ``facts`` fill the braces of the entries ``name`` in the sections ``charts`` and ``captions``.
    """
    title = label("charts", name, language).format(**facts)
    write_title(ax, title, language)
    if empty:
        nothing = label("charts", "empty", language)
        _say_nothing(ax, nothing, language)
        ax.caption = f"{title}: {nothing}"
        return
    ax.caption = f"{title}. {label('captions', name, language).format(**facts)}"


def _say_nothing(ax: Axes, text: str, language: str) -> None:
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    ax.set_xlabel("")
    direction = "rtl" if language == "ar" else "ltr"
    ax.text(0.5, 0.5, words(text, direction=direction), transform=ax.transAxes, ha="center", va="center")


def caption(ax: Axes) -> str:
    """Return what a chart shows, in words made from its data: its caption and alternative text.

    Parameters
    ----------
    ax
        What a ``plot_`` function returned.

    Raises
    ------
    OptionError
        If no ``plot_`` function drew on ``ax``.

    Examples
    --------
    >>> import pandas as pd
    >>> from analysis import plot_terms
    >>> caption(plot_terms(pd.DataFrame({"term": [], "count": []}), language="en"))
    'Frequency of terms: Nothing to show here: the table is empty'
    """
    if not hasattr(ax, "caption"):
        raise OptionError("ax: no chart of this package; give what a plot_ function returned")
    return ax.caption


def isolate(text: object) -> str:
    """Return ``text`` between bidi isolates, so that a name in a caption never reorders what is around it."""
    return f"\u2068{text}\u2069"


def number(value: float) -> str:
    """Return ``value`` as a reader writes it: whole numbers with thousands marks, others to two decimals."""
    return (f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}").replace("-", "\u2212")


def name_first(labels: Iterable[object], values: Iterable[float], language: str, *, most: int = 3) -> str:
    """Return the first rows in words: ``روسيا (12)، كييف (7)``."""
    pairs = list(zip(labels, values, strict=True))[:most]
    comma = "، " if language == "ar" else ", "
    return comma.join(f"{isolate(name)} ({isolate(number(value))})" for name, value in pairs)
