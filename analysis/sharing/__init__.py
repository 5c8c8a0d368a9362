"""Notebooks times texts into pages that people share."""

from analysis.sharing.lab import open_lab
from analysis.sharing.plan import Order
from analysis.sharing.rendering import render

__all__ = ["Order", "open_lab", "render"]
