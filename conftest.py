"""What every test and every example in the package shares."""

import sys

import pytest


@pytest.fixture(autouse=True)
def close_figures():
    """Close what a test or an example drew: matplotlib warns at the 21st open figure."""
    yield
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
