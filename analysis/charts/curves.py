"""Values in the order of the text or of time: lengths, growth of vocabulary, changes of topic, dates."""

import datetime
from itertools import cycle, product

import numpy as np
import pandas as pd
from matplotlib import dates as mdates
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from analysis.charts import axes, legends, lettering, theme
from analysis.files import label
from analysis.tables import require_columns

#: More bars than this are drawn as one outline: single bars would be thinner than a pixel.
_MOST_BARS = 400
_HEIGHT = 2.4
#: A stretch of time shorter than this part of the axis would be narrower than a dot and is drawn as one.
_DOT = 0.02
_FIRST_DAY = mdates.date2num(datetime.date.min)


def plot_lengths(
    spans: pd.DataFrame, *, measure: str = "characters", ax: Axes | None = None, language: str = "ar"
) -> Axes:
    """Draw the length of each paragraph or sentence as a column, in the order of the text.

    Parameters
    ----------
    spans
        One row per paragraph or sentence, as returned by ``split_paragraphs`` or ``split_sentences``.
    measure
        ``"characters"``: ``end`` minus ``start``, in code points; or any column with a length, as ``words``.
    ax
        Axes to draw on; without it a figure is made.
    language
        ``"ar"``: from right to left; ``"en"``: from left to right.

    Returns
    -------
    Axes
        One rectangle a row, in order, as high as the row's length.

    Raises
    ------
    ColumnError
        If a column is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> ax = plot_lengths(pd.DataFrame({"start": [0, 11], "end": [10, 51]}))
    >>> [float(bar.get_height()) for bar in ax.patches]
    [10.0, 40.0]
    """
    name = "sentence_lengths" if "sentence" in spans else "paragraph_lengths"
    if measure == "characters" and measure not in spans:
        require_columns(spans, ("start", "end"), "spans")
        spans = spans.assign(characters=spans["end"] - spans["start"])
    require_columns(spans, (measure,), "spans")
    lengths = spans[measure].to_numpy(dtype=float, na_value=0)
    facts = {"rows": len(lengths), "measure": label("columns", measure, language)}
    with axes.styled_axes(ax, language, height=_HEIGHT) as ax:
        if len(lengths):
            places = np.arange(1, len(lengths) + 1)
            if len(lengths) <= _MOST_BARS:
                ax.bar(places, lengths, 0.8, color=theme.colours()[0])
            else:
                ax.fill_between(places, lengths, step="mid", color=theme.colours()[0], linewidth=0)
            _scale(ax, (0.4, len(lengths) + 0.6))
            ax.set_ylim(0, max(lengths.max(), 1) * 1.08)
            axes.write_axis(ax, "sentence_order" if "sentence" in spans else "paragraph_order", language)
            axes.write_axis(ax, measure, language, axis="y", section="columns")
            facts |= {"longest": lettering.number(lengths.max()), "place": int(lengths.argmax()) + 1}
            facts |= {"median": lettering.number(float(np.median(lengths)))}
        axes.finish(ax, name, language, empty=not len(lengths), **facts)
    return ax


def plot_growth(growth: pd.DataFrame, *, ax: Axes | None = None, language: str = "ar") -> Axes:
    """Draw how many different words have been met after so many words of each text.

    Parameters
    ----------
    growth
        One row per place: the group's columns, then ``tokens`` (words so far) and ``types`` (different ones),
        as returned by ``count_growth``.

    Returns
    -------
    Axes
        One line a group, in order, its name in the legend.

    Examples
    --------
    >>> import pandas as pd
    >>> ax = plot_growth(pd.DataFrame({"seed": "a", "tokens": [1, 2, 3], "types": [1, 2, 2]}))
    >>> ax.lines[0].get_ydata().tolist()
    [1, 2, 2]
    """
    require_columns(growth, ("tokens", "types"), "growth")
    groups = [column for column in growth.columns if column not in ("tokens", "types")]
    named = pd.Series("", growth.index)
    if groups:
        named = growth[groups].astype(str).agg(lettering.join_names, axis=1)
    lines = list(growth.groupby(named, sort=False)) if len(growth) else []
    with axes.styled_axes(ax, language, height=_HEIGHT + 0.6) as ax:
        if lines:
            # after the colours of the cycle come its colours again, as broken lines
            styles = cycle(product(("-", "--", ":", "-."), theme.colours()))
            handles = []
            for (_, line), (dash, colour) in zip(lines, styles, strict=False):
                handles += ax.plot(line["tokens"], line["types"], dash, color=colour)
            _scale(ax, (0, growth["tokens"].max() * 1.02))
            ax.set_ylim(0, growth["types"].max() * 1.06)
            ax.grid(axis="both")
            axes.write_axis(ax, "tokens", language, section="columns")
            axes.write_axis(ax, "types", language, axis="y", section="columns")
            if len(lines) > 1:
                legends.write_legend(ax, handles, [name for name, _ in lines], language, columns=2)
        lasts = [line.iloc[-1] for _, line in lines]
        ends = lettering.name_first([name for name, _ in lines], [last["types"] for last in lasts], language)
        facts = {"rows": len(lines), "first": ends}
        axes.finish(ax, "growth", language, empty=not lines, **facts)
    return ax


def plot_topics(
    topics: pd.DataFrame, *, measure: str = "similarity", ax: Axes | None = None, language: str = "ar"
) -> Axes:
    """Draw how alike the text is before and after each place, and where the topic changes.

    Parameters
    ----------
    topics
        One row per gap between paragraphs, in the order of the text: ``paragraph`` (the one before the gap),
        the column of ``measure`` and ``is_boundary``.
    measure
        The column that gives the height of the curve.

    Returns
    -------
    Axes
        A vertical line at each boundary, then one line a text through all its gaps.

    Examples
    --------
    >>> import pandas as pd
    >>> ax = plot_topics(pd.DataFrame({"paragraph": [1], "similarity": [0.2], "is_boundary": [True]}))
    >>> [float(place) for place in ax.lines[0].get_xdata()]
    [1.5, 1.5]
    """
    require_columns(topics, ("paragraph", measure, "is_boundary"), "topics")
    places = topics["paragraph"].to_numpy(dtype=float) + 0.5
    heights = topics[measure].to_numpy(dtype=float, na_value=np.nan)
    bounds = places[topics["is_boundary"].to_numpy(dtype=bool)]
    with axes.styled_axes(ax, language, height=_HEIGHT) as ax:
        if len(topics):
            for place in bounds:
                ax.axvline(place, color=theme.colours()[1], linewidth=1.2)
            texts = topics["seed"].astype(str) if "seed" in topics else pd.Series("", topics.index)
            for _, rows in texts.reset_index(drop=True).groupby(texts.to_numpy(), sort=False):
                ax.plot(places[rows.index], heights[rows.index], "-o", color=theme.colours()[0], markersize=3)
            _scale(ax, (0.5, places.max() + 1))
            axes.write_axis(ax, "paragraph_number", language)
            named = "cosine" if measure == "similarity" else measure
            axes.write_axis(ax, named, language, axis="y", section="columns")
        after = ("، " if language == "ar" else ", ").join(str(int(place)) for place in bounds)
        facts = {"rows": len(topics), "bounds": len(bounds), "after": after or "–"}
        axes.finish(ax, "topics", language, empty=not len(topics), **facts)
    return ax


def plot_dates(dates: pd.DataFrame, *, ax: Axes | None = None, language: str = "ar") -> Axes:
    """Draw a timeline: one row a date expression, in the order given, with a mark at its calendar date.

    Parameters
    ----------
    dates
        One row per expression: ``expression``, ``calendar``, ``date``, ``date_end`` (ISO strings), as
        ``find_dates`` returns them. A month or a year is a bar over its days; what would be narrower than
        a dot (a day, a week among centuries) is a dot in its middle; a row without a year has no mark.

    Returns
    -------
    Axes
        One labelled row an expression; dots and bars at days (matplotlib's day numbers).

    Examples
    --------
    >>> import pandas as pd
    >>> dates = pd.DataFrame({"expression": ["عام 2008"], "date": ["2008"], "date_end": [None]})
    >>> ax = plot_dates(dates.assign(calendar="gregorian"))
    >>> [float(bar.get_width()) for bar in ax.patches]
    [366.0]
    """
    require_columns(dates, ("expression", "calendar", "date", "date_end"), "dates")
    spans = [_span(row.date, row.date_end) for row in dates.itertuples()]
    labels = dates["expression"].astype(str).tolist()
    calendars = dates["calendar"].astype(str).tolist()
    palette = theme.palette("calendars", calendars)
    with axes.styled_axes(ax, language, height=axes.rows_height(labels, "dates")) as ax:
        if len(dates):
            days = [day for span in spans if span for day in span]
            _scale_days(ax, days)
            for row, (span, calendar) in enumerate(zip(spans, calendars, strict=True)):
                _write_span(ax, span, row, palette[calendar])
                if span is None:
                    _write_open(ax, row, language)
            axes.write_rows(ax, labels)
            if len(palette) > 1:
                legends.write_groups(ax, {"calendars": palette}, language)
        placed = [row.date for row, span in zip(dates.itertuples(), spans, strict=True) if span]
        facts = {"rows": len(dates), "open": len(dates) - len(placed)}
        facts |= {"earliest": min(placed, default=""), "latest": max(placed, default="")}
        axes.finish(ax, "dates" if placed else "dates_open", language, empty=not len(dates), **facts)
    return ax


def _span(first: object, last: object) -> tuple[float, float] | None:
    """Return the first day and the day after the last as day numbers; None without a year."""
    begin, end = _day(first, last=False), _day(last, last=True) or _day(first, last=True)
    return (begin, end) if begin is not None and end is not None else None


def _day(iso: object, *, last: bool) -> float | None:
    """Return the day number where an ISO date, month or year begins or (``last``) where it is over."""
    if not isinstance(iso, str) or not iso[:4].isdigit():
        return None
    year, month, day = ([int(part) for part in iso.split("-")] + [0, 0])[:3]
    try:
        begin = datetime.date(year, month or 1, day or 1)
        if not last:
            return mdates.date2num(begin)
        if day:
            return mdates.date2num(begin) + 1
        return mdates.date2num(datetime.date(year + (month in (0, 12)), month % 12 + 1 if month else 1, 1))
    except ValueError:
        # a year beyond the calendar of Python, or no such day: the row is shown without a mark
        return None


def _write_span(ax: Axes, span: tuple[float, float] | None, row: int, colour: str) -> None:
    if span is None:
        return
    begin, end = span
    # to scale a week among centuries would be thinner than a pixel
    if end - begin > 1 and end - begin > abs(np.subtract(*ax.get_xlim())) * _DOT:
        ax.barh(row, end - begin, 0.3, left=begin, color=colour)
    else:
        ax.plot((begin + end) / 2, row, "o", color=colour, markersize=7)


def _write_open(ax: Axes, row: int, language: str) -> None:
    """Say in a row without a mark why it has none."""
    start = axes.sides(language)[0]
    text = lettering.words(label("charts", "no_year", language))
    x, shift = (1, -6) if start == "right" else (0, 6)
    look = {"xytext": (shift, 0), "textcoords": "offset points", "ha": start, "va": "center"}
    ax.annotate(
        text, (x, row), xycoords=ax.get_yaxis_transform(), fontsize=axes.SMALL, color="#6E6E6E", **look
    )


def _scale_days(ax: Axes, days: list[float]) -> None:
    """Mark the axis with ISO dates as fine as the span needs: years, months or days."""
    first, last = (min(days), max(days)) if days else (0.0, 1.0)
    room = max((last - first) * 0.06, 1)
    # the axis cannot begin before the year 1
    first, last = max(first - room, _FIRST_DAY), last + room
    axes.scale(ax, (first, last))
    ax.grid(axis="both")
    ax.set_xticks([])
    if not days:
        return
    pattern = "%Y" if last - first > 1500 else "%Y-%m" if last - first > 90 else "%Y-%m-%d"
    locator = mdates.AutoDateLocator(minticks=2, maxticks={"%Y": 8, "%Y-%m": 6}.get(pattern, 4))
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda day, _: mdates.num2date(day).strftime(pattern)))


def _scale(ax: Axes, ends: tuple[float, float]) -> None:
    axes.scale(ax, ends, ticks=8, min_n_ticks=1)
    ax.grid(axis="y")
