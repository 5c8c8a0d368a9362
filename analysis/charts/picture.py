"""A chart as a notebook stores it: a small picture with its alternative text, and its caption below."""

import html
from io import BytesIO

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.arabic import language_direction
from analysis.errors import OptionError

#: Dots an inch of the stored picture, twice what a page shows it at.
_DPI = 200
_COLOURS = 96


class ChartAxes(Axes):
    """Axes that show themselves in a notebook: the picture, its alternative text and its caption."""

    def _ipython_display_(self) -> None:
        show_chart(self)


def show_chart(ax: Axes) -> None:
    """Show a chart in a notebook: its picture with alternative text, then its caption.

    A chart of an empty table is no picture but its caption alone, a sentence that says so.

    A cell that ends with a ``plot_`` call does this by itself; only charts drawn on Axes of your own
    (``ax=``) want it.

    Parameters
    ----------
    ax
        What a ``plot_`` function returned. Its figure is closed, so that it is not shown again.
    """
    from IPython.display import display

    figure = ax.figure.figure
    drawn = [each for each in figure.axes if hasattr(each, "caption")]
    text = "\n".join(caption(each) for each in drawn)
    if not all(each.empty for each in drawn):
        picture = draw_png(figure)
        width, height = (round(inches * _DPI / 2) for inches in figure.get_size_inches())
        display(
            {"image/png": picture, "text/plain": text},
            metadata={"image/png": {"alt": text, "width": width, "height": height}},
            raw=True,
        )
    plt.close(figure)
    # JupyterLab would typeset what stands between two dollar signs as mathematics
    paragraph = (
        f'<p class="chart-caption mathjax_ignore" lang="{ax.language}" '
        f'dir="{language_direction(ax.language)}">'
        f"{html.escape(text).replace(chr(10), '<br>')}</p>"
    )
    display({"text/html": paragraph, "text/plain": text}, raw=True)


def draw_png(figure: Figure) -> bytes:
    """Return ``figure`` as a PNG of few colours, the same bytes each time.

    A chart has a handful of flat colours: a palette makes its file a third as big, and no program name or
    date goes into it.
    """
    from PIL import Image

    raw = BytesIO()
    figure.savefig(raw, format="png", dpi=_DPI, pil_kwargs={"compress_level": 1})
    # octree takes a sixth of the time of Pillow's default and gives smaller files of flat colours
    octree, plain = Image.Quantize.FASTOCTREE, Image.Dither.NONE
    picture = Image.open(raw).convert("RGB").quantize(_COLOURS, method=octree, dither=plain)
    # which mixes the paper with the palest edges of letters
    picture.putpalette([255 if level > 252 else level for level in picture.getpalette()])
    small = BytesIO()
    picture.save(small, format="png", optimize=True)
    return small.getvalue()


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
    'Most frequent terms: No data'
    """
    if not hasattr(ax, "caption"):
        raise OptionError("ax: no chart of this package; give what a plot_ function returned")
    return ax.caption
