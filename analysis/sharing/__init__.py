"""Notebooks times texts into pages that people share."""

from analysis.sharing.plan import Order
from analysis.sharing.render import render

__all__ = ["Order", "render"]
