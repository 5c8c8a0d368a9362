"""What test files share: a small project rendered once, a browser, the count of tests not run."""

import os
from pathlib import Path

import pytest
from tiny_project import HOSTILE, make_project


@pytest.fixture(scope="session")
def tiny_pages(tmp_path_factory):
    """Render a small project with one plain and one hostile text; return its rendered/ folder."""
    from analysis.sharing import Order, render

    folder = make_project(tmp_path_factory.mktemp("tiny"))
    # the name of a file may be as hostile as its text
    (folder / "seeds" / 'hostile "خبر" ..\'&<b>.txt').write_text(HOSTILE, encoding="utf-8")
    before = Path.cwd()
    os.chdir(folder)
    try:
        assert render(Order(("seeds",))) == []
    finally:
        os.chdir(before)
    return folder / "rendered"


@pytest.fixture(scope="session")
def chromium():
    """Return the path of a Chromium; without one the test is not run, and the last line counts it."""
    from analysis.sharing.pdf import find_chromium

    found = find_chromium()
    if found is None:
        pytest.skip("no Chromium")
    return found


def _without_browser(reporter) -> int:
    return sum("no Chromium" in str(report.longrepr) for report in reporter.stats.get("skipped", []))


def pytest_unconfigure(config):
    """Say in the last line of all how many tests wanted a browser and how to get one."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    count = _without_browser(reporter) if reporter else 0
    if count:
        from analysis.sharing.pdf import REMEDY

        reporter.write_line(f"{count} browser tests were not run: no Chromium found; {REMEDY}")


def pytest_sessionfinish(session, exitstatus):
    """Make a missing browser a failure where everything must run (CI=true)."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and exitstatus == 0 and reporter and _without_browser(reporter):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
