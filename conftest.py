"""What every test and every example in the package shares."""

import sys

import pytest
from hypothesis import settings

# how long an example takes says more about the machine than about the code: speed is bench/'s matter;
# the same examples each time, so that a change is judged by what it changed
settings.register_profile("workbook", deadline=None, derandomize=True)
settings.load_profile("workbook")


@pytest.fixture(autouse=True)
def close_figures():
    """Close what a test or an example drew: matplotlib warns at the 21st open figure."""
    yield
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
