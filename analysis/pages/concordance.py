"""Keyword in context as a table aligned on the match."""

import pandas as pd

from analysis.arabic import language_direction, language_of
from analysis.files import label, require_language
from analysis.pages.html import Html, escape, isolate
from analysis.pages.places import places_by_row
from analysis.pages.table_markup import frame_of, table_html
from analysis.tables import require_columns

_SAID = ("before", "match", "after")


def render_context(contexts: pd.DataFrame, *, language: str = "ar") -> Html:
    r"""Render a concordance: one line per hit, the matches under one another.

    Parameters
    ----------
    contexts
        As `find_in_context` returns: ``seed, paragraph, start, end, before, match, after``. Where it found
        nothing, one line says for what, and which words of the text are near it.
    language
        Of the headers, ``"ar"`` or ``"en"``. The lines run as their texts do.

    Returns
    -------
    Html
        The columns stand in the order of the text (before, match, after), so that the browser reverses
        them where it runs right to left; each line links to its place in the reader.

    Raises
    ------
    ColumnError
        If a column is missing: the message names it and the columns there are.

    Examples
    --------
    >>> hits = pd.DataFrame({"seed": ["خبر"], "paragraph": [1], "start": [4], "end": [9],
    ...                      "before": ["قال"], "match": ["الوزير"], "after": ["اليوم"]})
    >>> repr(render_context(hits)).splitlines()[1].split("\t")
    ['خبر', '1', '4', '9', 'قال', 'الوزير', 'اليوم']
    """
    require_language(language)
    require_columns(contexts, ["seed", "paragraph", "start", "end", "before", "match", "after"], "contexts")
    head = "".join(
        f'<th scope="col" class="wb-{name}">{escape(label("columns", name, language))}</th>'
        for name in ("paragraph", *_SAID)
    )
    lines = zip(places_by_row(contexts, None), *(contexts[name].tolist() for name in _SAID), strict=True)
    rows = []
    for links, *texts in lines:
        said = zip(_SAID, texts, strict=True)
        cells = "".join(f'<td class="wb-{name}">{isolate(text, language)}</td>' for name, text in said)
        rows.append(['<td class="wb-paragraph">', links, f"</td>{cells}"])
    # the lines of an English text on an Arabic page still run from left to right
    written = " ".join(contexts[list(_SAID)].head(50).to_numpy().ravel())
    direction = language_direction(language_of(written) if written.strip() else language)
    caption = _nothing(contexts, language) if not rows else ""
    frame = frame_of(head, len(rows), language, caption=caption, css=" wb-context", direction=direction)
    return table_html(contexts, frame, rows)


def _nothing(contexts: pd.DataFrame, language: str) -> str:
    """Say that a query found nothing, and what the text has that is near it."""
    query, nearest = contexts.attrs.get("query"), contexts.attrs.get("nearest")
    if not query:
        return label("pages", "no_hits", language)
    said = label("pages", "no_hits_of", language).format(query)
    near = ("، " if language == "ar" else ", ").join(nearest or ())
    return f"{said} {label('pages', 'nearest', language).format(near)}" if near else said
