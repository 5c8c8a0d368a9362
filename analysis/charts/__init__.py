"""Tables as charts: ``plot_`` takes a table in the order given and returns a matplotlib ``Axes``.

Nothing here counts, filters or sorts. In a notebook a cell that ends with a ``plot_`` call shows the chart
with its caption; the caption, made from the data, is the picture's alternative text too.
"""

from analysis.charts.bars import (
    plot_collocates,
    plot_diversity,
    plot_entities,
    plot_keyness,
    plot_ngrams,
    plot_terms,
)
from analysis.charts.paper import caption
from analysis.charts.show import show_chart

__all__ = [
    "caption",
    "plot_collocates",
    "plot_diversity",
    "plot_entities",
    "plot_keyness",
    "plot_ngrams",
    "plot_terms",
    "show_chart",
]
