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
from analysis.charts.curves import plot_dates, plot_growth, plot_lengths, plot_topics
from analysis.charts.pairs import plot_network, plot_together
from analysis.charts.picture import caption, show_chart
from analysis.charts.stacks import plot_shared_terms, plot_stances, plot_voices
from analysis.charts.strips import plot_mentions, plot_positions, plot_repeats, plot_roles

__all__ = [
    "caption",
    "plot_collocates",
    "plot_dates",
    "plot_diversity",
    "plot_entities",
    "plot_growth",
    "plot_keyness",
    "plot_lengths",
    "plot_mentions",
    "plot_network",
    "plot_ngrams",
    "plot_positions",
    "plot_repeats",
    "plot_roles",
    "plot_shared_terms",
    "plot_stances",
    "plot_terms",
    "plot_together",
    "plot_topics",
    "plot_voices",
    "show_chart",
]
