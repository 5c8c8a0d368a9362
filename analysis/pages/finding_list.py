"""What a page opens with: sentences as a list, each leading to the first row behind it."""

from collections.abc import Callable

import pandas as pd

from analysis.arabic import language_direction
from analysis.files import label, require_language
from analysis.pages.html import Html, escape, one_line
from analysis.pages.places import PlaceLink, anchor
from analysis.tables import require_columns

#: The MIME type under which a notebook's output carries findings to the shared page, their links open.
FINDINGS_TYPE = "application/vnd.arabic-text-workbook.findings+json"


def render_findings(*findings: pd.DataFrame, language: str = "ar") -> Html:
    r"""Render sentences about a text as a list; a shared page opens with it.

    Parameters
    ----------
    *findings
        As the ``describe_`` functions return: ``finding``, ``is_caution``, ``seed``, ``start``; one after
        the other, cautions last.
    language
        Of the sentences, ``"ar"`` or ``"en"``.

    Returns
    -------
    Html
        A list with the id ``findings``, each item one sentence, with a link to its place where it has one;
        ``repr`` is a sentence a line. In a shared page the links lead to the rows that the sentences are
        about.

    Raises
    ------
    ColumnError
        If a column is missing.

    Examples
    --------
    >>> table = pd.DataFrame({"finding": ["عدد كلمات النص 9."], "is_caution": False})
    >>> table = table.assign(seed=None, start=None)
    >>> render_findings(table)
    عدد كلمات النص 9.
    """
    require_language(language)
    rows = []
    for table in findings:
        require_columns(table, ["finding", "is_caution", "seed", "start"], "findings")
        rows += table[["finding", "is_caution", "seed", "start"]].astype(object).to_numpy().tolist()
    items = [_item(*row) for row in sorted(rows, key=lambda row: bool(row[1]))]
    content = {"language": language, "items": items}
    plain = "\n".join(one_line(item["said"]) for item in items)
    return Html(build_findings(content, _here), plain, {FINDINGS_TYPE: content})


def _item(said: str, is_caution: bool, seed: object, start: object) -> dict:
    place = None if pd.isna(start) else [int(start), None if pd.isna(seed) else str(seed)]
    return {"said": str(said), "caution": bool(is_caution), "place": place}


def _here(start: int, seed: str | None) -> str:
    return "#" + anchor(start)


def build_findings(content: dict, address: Callable[[int, str | None], str | None]) -> str:
    """Write the markup of findings; ``address`` gives where a place leads, None for nowhere."""
    language = content["language"]
    require_language(language)
    if not content["items"]:
        return ""
    items = "".join(_line(item, address, language) for item in content["items"])
    title = escape(label("pages", "findings", language))
    return (
        f'<div class="wb-findings" lang="{language}" dir="{language_direction(language)}">'
        f'<h2>{title}</h2><ul id="findings" aria-label="{title}">{items}</ul></div>'
    )


def _line(item: dict, address: Callable[[int, str | None], str | None], language: str) -> str:
    css = ' class="wb-caution"' if item["caution"] else ""
    href = address(*item["place"]) if item["place"] else None
    more = escape(label("pages", "see_rows", language))
    link = f' <a href="{escape(href)}">{more}</a>' if href else ""
    return f"<li{css}>{escape(item['said'])}{link}</li>"


def places_of_findings(content: dict) -> list[PlaceLink]:
    """List the places that findings lead to."""
    return [PlaceLink(*item["place"], "") for item in content["items"] if item["place"]]
