"""Keyword in context as a table aligned on the match."""

import pandas as pd

from analysis.arabic import language_direction, language_of
from analysis.files import label, require_language
from analysis.pages.html import Html, escape, isolate, number_run
from analysis.pages.places import places_by_row
from analysis.pages.table_markup import table_key, wrap_table
from analysis.pages.value_text import table_csv, table_text
from analysis.tables import require_columns

_COLUMNS = ("paragraph", "before", "match", "after")


def render_context(contexts: pd.DataFrame, *, language: str = "ar") -> Html:
    r"""Render a concordance: one line per hit, the matches under one another.

    Parameters
    ----------
    contexts
        As `find_in_context` returns: ``seed, paragraph, start, end, before, match, after``.
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
    csv = table_csv(contexts)
    key = table_key(csv)
    heads = "".join(
        f'<th scope="col" class="wb-{name}">{escape(label("columns", name, language))}</th>'
        for name in _COLUMNS
    )
    rows = "".join(
        f'<tr id="{key}-{number}">'
        f'<td class="wb-paragraph"><a href="#{escape(pairs[0][0])}">{number_run(str(paragraph))}</a></td>'
        f'<td class="wb-before">{isolate(before, language)}</td>'
        f'<td class="wb-match">{isolate(match, language)}</td>'
        f'<td class="wb-after">{isolate(after, language)}</td></tr>'
        for number, (pairs, paragraph, before, match, after) in enumerate(
            zip(
                places_by_row(contexts, None),
                *(contexts[name].tolist() for name in _COLUMNS),
                strict=True,
            ),
            start=1,
        )
    )
    markup = wrap_table(f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody>", len(contexts), "", language)
    # the lines of an English text on an Arabic page still run from left to right
    written = " ".join(
        [*contexts["before"].head(50), *contexts["match"].head(50), *contexts["after"].head(50)]
    )
    direction = language_direction(language_of(written)) if written.strip() else language_direction(language)
    markup = markup.replace('class="wb-table" dir="rtl"', f'class="wb-table wb-context" dir="{direction}"', 1)
    markup = markup.replace('class="wb-table" dir="ltr"', f'class="wb-table wb-context" dir="{direction}"', 1)
    return Html(markup, table_text(contexts), {"text/csv": csv})
