"""Who appears with whom: the same pairs as a matrix and as a network."""

import numpy as np
import pandas as pd
from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import LinearSegmentedColormap

from analysis.charts import axes, lettering, theme
from analysis.errors import OptionError
from analysis.tables import require_columns, require_whole

#: More names than this cannot be read in a square.
_MOST_NAMES = 40


def plot_together(
    pairs: pd.DataFrame, *, top: int | None = None, ax: Axes | None = None, language: str = "ar"
) -> Axes:
    """Draw a square of entities: the darker a field, the more paragraphs name both.

    Parameters
    ----------
    pairs
        One row per pair: ``entity``, ``other``, ``count``, each pair once or both ways round. All pairs that
        there are: a field without a row says that the two share nothing.
    top
        How many names to show, those of the first pairs; None: every one. Each pair of two shown names
        counts, however far down the table it stands.
    ax
        Axes to draw on; without it a figure is made.
    language
        ``"ar"``: from right to left; ``"en"``: from left to right.

    Returns
    -------
    Axes
        One image, symmetric, rows and columns in order of first appearance; each field with its number.

    Raises
    ------
    ColumnError
        If a column is missing.
    OptionError
        If there are more names than can be read.

    Examples
    --------
    >>> import pandas as pd
    >>> ax = plot_together(pd.DataFrame({"entity": ["a"], "other": ["b"], "count": [2]}))
    >>> ax.images[0].get_array().tolist()
    [[0.0, 2.0], [2.0, 0.0]]
    """
    require_columns(pairs, ("entity", "other", "count"), "pairs")
    if top is not None:
        require_whole(top, "top", "names")
        shown = _in_order(pairs)[:top]
        pairs = pairs[pairs["entity"].astype(str).isin(shown) & pairs["other"].astype(str).isin(shown)]
    names = _names(pairs)
    counts = np.zeros((len(names), len(names)))
    rows = [names.index(name) for name in pairs["entity"].astype(str)]
    columns = [names.index(name) for name in pairs["other"].astype(str)]
    counts[rows, columns] = counts[columns, rows] = pairs["count"]
    with axes.styled_axes(ax, language, height=0.6 + 0.36 * max(len(names), 4)) as ax:
        if names:
            _write_square(ax, counts, names, language)
        _finish(ax, "together", pairs, language)
    return ax


def plot_network(pairs: pd.DataFrame, *, ax: Axes | None = None, language: str = "ar") -> Axes:
    """Draw entities as points and pairs as lines, the thicker the more paragraphs name both.

    Where a point stands means nothing by itself: pairs draw each other near (Fruchterman and Reingold 1991,
    as networkx has it, from the same start each time).

    Parameters
    ----------
    pairs
        As for `plot_together`.

    Returns
    -------
    Axes
        One line collection, a line a row, and one point collection.

    Examples
    --------
    >>> import pandas as pd
    >>> ax = plot_network(pd.DataFrame({"entity": ["a"], "other": ["b"], "count": [2]}))
    >>> len(ax.collections[0].get_segments())
    1
    """
    require_columns(pairs, ("entity", "other", "count"), "pairs")
    names = _names(pairs)
    height = max(3.4, 0.22 * len(names))
    with axes.styled_axes(ax, language, height=height) as ax:
        if names:
            _write_network(ax, pairs, _lay_out(pairs, names, (axes.WIDTH * 72, height * 72)))
        _finish(ax, "network", pairs, language)
    return ax


def _in_order(pairs: pd.DataFrame) -> list[str]:
    """Return the names of a table of pairs, those of its first rows first."""
    return list(dict.fromkeys(pairs[["entity", "other"]].astype(str).to_numpy().ravel()))


def _names(pairs: pd.DataFrame) -> list[str]:
    columns = pairs[["entity", "other"]].astype(str).to_numpy()
    names = list(dict.fromkeys(columns.T.ravel()))
    if len(names) > _MOST_NAMES:
        raise OptionError(
            f"pairs: {len(names)} names are too many for a chart (at most {_MOST_NAMES}); use .head(40)"
        )
    return names


def _finish(ax: Axes, name: str, pairs: pd.DataFrame, language: str) -> None:
    joined = [f"{a} – {b}" for a, b in zip(pairs["entity"], pairs["other"], strict=True)]
    facts = {"rows": len(pairs), "names": len(_names(pairs))}
    facts["first"] = lettering.name_first(joined, pairs["count"], language)
    axes.finish(ax, name, language, empty=not len(pairs), **facts)


def _write_square(ax: Axes, counts: np.ndarray, names: list[str], language: str) -> None:
    shades = LinearSegmentedColormap.from_list("paper", ["white", theme.colours()[0]])
    ax.imshow(counts, cmap=shades, vmin=0, aspect="auto")
    most = counts.max() or 1
    for row, column in np.argwhere(counts > 0):
        color = "white" if counts[row, column] > 0.6 * most else "#222222"
        text = lettering.number(counts[row, column])
        ax.text(column, row, text, ha="center", va="center", fontsize=11, color=color)
    names = [lettering.shorten(name) for name in names]
    axes.write_rows(ax, names)
    edges = (-0.5, len(names) - 0.5)
    ax.set_ylim(edges[::-1])
    axes.scale(ax, edges)
    turned = [lettering.words(name) for name in names]
    look = {"family": theme.FONTS, "parse_math": False, "fontsize": 12}
    # names lean away from where reading starts, so that each ends at its column
    lean = {"rotation": 60, "ha": "left"} if language != "ar" else {"rotation": -60, "ha": "right"}
    ax.xaxis.tick_top()
    ax.set_xticks(range(len(names)), turned, va="bottom", rotation_mode="anchor", **lean, **look)
    borders = np.arange(len(names) + 1) - 0.5
    ax.set_xticks(borders, minor=True)
    ax.set_yticks(borders, minor=True)
    ax.tick_params(which="both", length=0)
    ax.grid(which="minor")
    ax.spines[:].set_visible(False)


def _lay_out(pairs: pd.DataFrame, names: list[str], size: tuple[float, float]) -> dict:
    """Return a place for each name, in points, such that no name stands on another."""
    import networkx

    graph = networkx.Graph()
    graph.add_nodes_from(names)
    for one, other, count in zip(pairs["entity"], pairs["other"], pairs["count"], strict=True):
        # the root, or two names that are often together would lie on each other
        graph.add_edge(str(one), str(other), weight=float(count) ** 0.5)
    parts = sorted(networkx.connected_components(graph), key=len, reverse=True)
    places = {}
    corner, room = np.zeros(2), np.array(size, dtype=float)
    left = len(names)
    for part in parts:
        # each part of the network has its share of the paper, cut off along the longer side
        share = room * np.where(room == room.max(), len(part) / left, 1)
        places |= _lay_out_part(graph.subgraph(part), [name for name in names if name in part], corner, share)
        cut = (room > share) * share
        corner, room, left = corner + cut, room - cut, left - len(part)
    boxes = np.array([_box(name) for name in names])
    apart = _push_apart(np.array([places[name] for name in names]), boxes)
    return dict(zip(names, apart, strict=True))


def _lay_out_part(graph, names: list[str], corner: np.ndarray, share: np.ndarray) -> dict:
    """Return places for names that hang together, within a rectangle of the paper."""
    import networkx

    circle = networkx.circular_layout(names)
    spread = 2.4 / np.sqrt(len(names))
    found = networkx.spring_layout(graph, k=spread, pos=circle, iterations=200, seed=1, method="force")
    places = np.array([found[name] for name in names])
    room = np.maximum(share - np.max([_box(name) for name in names], axis=0), 1)
    extent = np.ptp(places, axis=0)
    places = (places - places.min(axis=0)) / np.where(extent > 1e-9, extent, 1) * room
    return dict(zip(names, places + corner + (share - room) / 2, strict=True))


def _box(name: str) -> tuple[float, float]:
    """Return width and height in points of a point with its name above it."""
    lines = lettering.fold_label(name).split("\n")
    return max(lettering.width_of(line, 12) for line in lines) + 8, 20.0 * len(lines) + 8


def _push_apart(places: np.ndarray, boxes: np.ndarray, *, rounds: int = 300) -> np.ndarray:
    """Move boxes that overlap away from each other, each pair along the shorter way, until none does."""
    for _ in range(rounds):
        between = places[:, None] - places[None]
        overlap = (boxes[:, None] + boxes[None]) / 2 - np.abs(between)
        touching = (overlap > 0).all(axis=2)
        np.fill_diagonal(touching, False)
        if not touching.any():
            break
        along = np.argmin(overlap, axis=2)
        # two at the same place go apart by their order
        order = np.arange(len(places))[:, None, None]
        side = np.where(between == 0, np.sign(order - order.swapaxes(0, 1)), np.sign(between))
        step = np.where(touching[..., None] & (along[..., None] == (0, 1)), overlap * side / 2, 0)
        places = places + 0.5 * step.sum(axis=1)
    return places


def _write_network(ax: Axes, pairs: pd.DataFrame, places: dict[str, np.ndarray]) -> None:
    ends = list(zip(pairs["entity"].astype(str), pairs["other"].astype(str), strict=True))
    widths = 0.6 + 0.9 * pairs["count"].to_numpy(dtype=float)
    widths *= min(1, 7 / widths.max())
    lines = [(places[one], places[other]) for one, other in ends]
    ax.add_collection(LineCollection(lines, linewidths=widths, colors="#B9D3E4", capstyle="round"))
    points = np.array(list(places.values()))
    ax.scatter(*points.T, s=38, color=theme.colours()[0], zorder=3)
    halo = [patheffects.withStroke(linewidth=3, foreground="white")]
    for name, (x, y) in places.items():
        look = {"ha": "center", "va": "bottom", "fontsize": 12, "zorder": 4, "path_effects": halo}
        ax.annotate(lettering.fold_label(name), (x, y), xytext=(0, 4), textcoords="offset points", **look)
    ax.set_axis_off()
    # half of the longest name has to find room beside the outermost point, a name above the topmost
    half = max(_box(name)[0] for name in places) / 2
    left, right = points[:, 0].min() - half, points[:, 0].max() + half
    ax.set_xlim((right, left) if ax.xaxis_inverted() else (left, right))
    ax.set_ylim(points[:, 1].min() - 10, points[:, 1].max() + max(_box(name)[1] for name in places))
