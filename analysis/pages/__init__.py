"""Tables to escaped right-to-left HTML: tables, concordance, the annotated reader.

Beside the ``render_`` functions the face has what whole pages are made with: the style, the script, the
markup of the reader, escaping.
"""

from analysis.pages.assets import explorer_module, lab_style, script, script_hashes, shrink, style
from analysis.pages.concordance import render_context
from analysis.pages.explorer import EXPLORER_TYPE, build_explorer, explore, explore_texts, explorer_scripts
from analysis.pages.finding_list import FINDINGS_TYPE, build_findings, places_of_findings, render_findings
from analysis.pages.html import Html, escape, isolate, number_run, visible
from analysis.pages.places import anchor
from analysis.pages.reader import READER_TYPE, build_reader, find_text, render_reader
from analysis.pages.table_markup import TABLE_TYPE, build_table, links_by_row, render_table

__all__ = [
    "EXPLORER_TYPE",
    "FINDINGS_TYPE",
    "READER_TYPE",
    "TABLE_TYPE",
    "Html",
    "anchor",
    "build_explorer",
    "build_findings",
    "build_reader",
    "build_table",
    "escape",
    "explore",
    "explore_texts",
    "explorer_module",
    "explorer_scripts",
    "find_text",
    "isolate",
    "lab_style",
    "links_by_row",
    "number_run",
    "places_of_findings",
    "render_context",
    "render_findings",
    "render_reader",
    "render_table",
    "script",
    "script_hashes",
    "shrink",
    "style",
    "visible",
]
