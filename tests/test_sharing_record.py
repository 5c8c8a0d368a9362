"""Pages, tables and record under failing writes, kills, damage and a second run: notebooks are stubs."""

import errno
import io
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
import pytest
import stub_pages
from stub_pages import NEW, OLD, half_written, set_text, stubbed, tree, whole_states
from tiny_project import failing_notebook, make_project

from analysis import cli
from analysis.errors import RenderError
from analysis.files import alone, write_atomic
from analysis.sharing import Order, render


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Work in a small project whose notebooks are stubs; count what they run in ``stub_pages.RUNS``."""
    monkeypatch.chdir(make_project(tmp_path))
    monkeypatch.setattr(stub_pages, "RUNS", [])
    with stubbed():
        yield tmp_path


class FullDisk(io.FileIO):
    """A file that holds half of what is written to it."""

    def write(self, content):
        super().write(content[: len(content) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def fail_at(monkeypatch, owner, name: str, number: int) -> list:
    """Let the call with this number of a function that writes fail as on a full disk; return the calls."""
    calls, real = [], getattr(owner, name)

    def failing(*arguments, **options):
        if name == "open" and arguments[1:2] != ("wb",):
            return real(*arguments, **options)
        calls.append(arguments)
        if len(calls) != number:
            return real(*arguments, **options)
        if name == "open":
            return FullDisk(*arguments)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(owner, name, failing)
    return calls


@pytest.mark.parametrize(
    ("owner", "name", "times"),
    [
        (os, "replace", 11),  # two pages of two files and two tables each, their records, the front page
        (tempfile, "mkdtemp", 5),  # a folder to write into for each of these sets
        (os, "fsync", 18),  # each of these files, each of the folders that they come to stand in
        (Path, "open", 11),  # each of these files
    ],
)
def test_whichever_write_fails_every_file_is_whole_and_the_next_run_mends_all(
    owner, name, times, project, monkeypatch, capsys
):
    states, number, calls = whole_states(), 0, [None]
    set_text(NEW)
    while number <= len(calls):
        number += 1
        shutil.rmtree("rendered", ignore_errors=True)
        for path, content in states[OLD].items():
            write_atomic(Path("rendered") / path, content)
        with monkeypatch.context() as patched:
            calls = fail_at(patched, owner, name, number)
            status = cli.main(["render"])
        said = capsys.readouterr().err
        assert not half_written(Path("rendered"), states), f"{name} {number}"
        assert not [path for path in tree(Path("rendered")) if path.startswith(".")], f"{name} {number}"
        if number <= len(calls):
            assert status == 1 and said.count("\n") == 1 and "No space left" in said, (
                f"{name} {number}: {said}"
            )
        else:
            assert status == 0 and said == ""
        assert render(Order()) == []
        assert tree(Path("rendered")) == states[NEW], f"{name} {number}"
    assert len(calls) >= times


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_whenever_a_run_is_killed_every_file_is_whole_and_the_next_run_mends_all(tmp_path):
    command = [sys.executable, stub_pages.__file__, str(tmp_path)]
    assert subprocess.run(command, capture_output=True, text=True, check=True, timeout=300).stdout == ""


DAMAGES = [
    ("01_terms.html", "", [], "an emptied page is made from its notebook"),
    ("01_terms.html", None, [], "a lost page too"),
    ("tables/02_short-02.csv", None, [], "a lost table too"),
    ("tables/02_short-02.csv", "x" * 30, [], "a changed table too"),
    ("tables/02_short-04.csv", "x", [], "a table that no page has goes"),
    ("02_short.pdf", "x", [], "a PDF that was printed from no page goes"),
    (".abcdefgh.part", "x", [], "what a killed run left goes"),
    ("reader.html", "x", [], "a short text has no reader"),
    ("02_short.ipynb", "{}", ["02_short.ipynb"], "a damaged notebook has to run again, the other need not"),
    ("analysis.json", "", ["01_terms.ipynb", "02_short.ipynb"], "without a record nothing is known"),
    ("analysis.json", "[]", ["01_terms.ipynb", "02_short.ipynb"], "JSON of another shape is no record"),
    ("analysis.json", "[" * 10**5, ["01_terms.ipynb", "02_short.ipynb"], "nor is one nested endlessly"),
    ("../index.html", "", [], "the front page is made from records"),
]


@pytest.mark.parametrize(("name", "content", "runs", "reason"), DAMAGES)
def test_what_does_not_stand_as_recorded_is_made_again_and_nothing_else(project, name, content, runs, reason):
    assert render(Order()) == []
    path, whole = Path("rendered/text") / name, tree(Path("rendered"))
    path.unlink(missing_ok=True)
    if content is not None:
        path.write_text(content, encoding="utf-8")
    stub_pages.RUNS.clear()
    assert render(Order()) == []
    assert tree(Path("rendered")) == whole, reason
    assert sorted(stub_pages.RUNS) == runs, reason


def test_a_changed_byte_of_the_record_is_noticed(project):
    render(Order())
    path, whole = Path("rendered/text/analysis.json"), tree(Path("rendered"))
    path.write_text(path.read_text(encoding="utf-8").replace('"rows": 1', '"rows": 7'), encoding="utf-8")
    assert render(Order()) == []
    assert tree(Path("rendered")) == whole


def test_a_run_that_has_nothing_to_do_writes_nothing(project, monkeypatch):
    render(Order())
    monkeypatch.setattr(os, "replace", None)
    stub_pages.RUNS.clear()
    assert render(Order()) == [] and stub_pages.RUNS == []


def test_links_to_a_new_notebook_come_to_old_pages_without_running_them(project):
    render(Order(notebooks=("01_terms",)))
    assert "02_short.html" not in Path("rendered/text/01_terms.html").read_text(encoding="utf-8")
    stub_pages.RUNS.clear()
    render(Order())
    assert stub_pages.RUNS == ["02_short.ipynb"]
    assert "02_short.html" in Path("rendered/text/01_terms.html").read_text(encoding="utf-8")


def test_no_page_leads_to_one_that_failed(project, monkeypatch):
    async def fail_short(notebook, name, *_, **__):
        if name == "02_short.ipynb":
            raise RenderError("no")
        return await stub_pages.stub_run(notebook, name)

    with monkeypatch.context() as patched:
        patched.setattr("analysis.sharing.rendering.run_notebook", fail_short)
        (said,) = render(Order())
        assert said.endswith(": no")
    assert "02_short.html" not in Path("rendered/text/01_terms.html").read_text(encoding="utf-8")
    assert render(Order()) == []
    assert "02_short.html" in Path("rendered/text/01_terms.html").read_text(encoding="utf-8")


def test_a_pdf_stays_with_the_page_it_was_printed_from(project, monkeypatch):
    printed = []
    monkeypatch.setattr("analysis.sharing.pdf.find_chromium", lambda: "chromium")
    monkeypatch.setattr("analysis.sharing.pdf.print_page", lambda page: printed.append(page.name) or b"%PDF")
    order, pdf = Order(notebooks=("02_short",)), Path("rendered/text/02_short.pdf")
    for _ in range(2):
        assert render(order._replace(pdf=True)) == []
    assert printed == ["02_short.html"], "a page that is printed is not printed again"
    Path("rendered/text/tables/02_short-01.csv").unlink()
    assert render(order) == [] and pdf.is_file(), "the page that was mended is the same"
    pdf.write_bytes(b"")
    assert render(order) == [] and not pdf.exists(), "half a PDF is none"
    assert render(order._replace(pdf=True)) == [] and pdf.is_file()
    set_text(NEW)
    assert render(order) == [] and not pdf.exists(), "it shows the old text"


def test_a_second_run_into_the_same_folder_is_refused_in_one_line(project, capsys):
    with alone(Path("rendered")):
        assert cli.main(["render"]) == 1
    said = "rendered: another run is writing here; wait until it has ended, or name another --out"
    assert capsys.readouterr().err == f"workbook: {said}\n"
    assert cli.main(["render"]) == 0


def test_texts_to_compare_with_count_for_notebooks_that_compare(project):
    compares = failing_notebook()
    compares.cells[1]["source"] += "REFERENCE = []\n"
    nbformat.write(compares, "notebooks/03_compare.ipynb")
    Path("seeds/other.txt").write_text(OLD, encoding="utf-8")
    assert render(Order()) == []
    stub_pages.RUNS.clear()
    set_text(NEW)
    assert render(Order()) == []
    # the text itself through all three, and the other against it
    assert sorted(stub_pages.RUNS) == [
        "01_terms.ipynb",
        "02_short.ipynb",
        "03_compare.ipynb",
        "03_compare.ipynb",
    ]
