"""Tables to escaped right-to-left HTML: tables, concordance, the annotated reader."""

from analysis.pages.context import render_context
from analysis.pages.html import Html
from analysis.pages.reader import render_reader
from analysis.pages.tables import render_table

__all__ = ["Html", "render_context", "render_reader", "render_table"]
