"""Texts into paragraphs, each with the part it plays: headline, dateline, body, quotation, ..."""

from analysis.paragraphs.lines import code_points, paragraph_spans

__all__ = ["code_points", "paragraph_spans"]
