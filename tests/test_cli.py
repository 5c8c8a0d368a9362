"""The  command: its options, its exit status, its one line per problem."""

import subprocess
import sys

import pytest
from tiny_project import make_project

import analysis
from analysis import cli
from analysis.errors import RenderError
from analysis.sharing import Order


def test_the_version_is_printed(capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"workbook {analysis.__version__}\n"


@pytest.mark.parametrize("arguments", [["--help"], ["render", "--help"], ["lab", "--help"]])
def test_help_is_printed(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == 0
    assert "usage: workbook" in capsys.readouterr().out


def test_options_become_an_order(monkeypatch):
    orders = []
    monkeypatch.setattr("analysis.sharing.render", lambda order: orders.append(order) or [])
    words = "render a.txt b --out o --notebook 01 --notebook 02 --jobs 3 --pdf --lang en --set Q=x --force"
    assert cli.main([*words.split(), "--timeout", "9"]) == 0
    expected = Order(("a.txt", "b"), orders[0].out, ("01", "02"), 3, "en", ("Q=x",), True, True, 9)
    assert orders == [expected] and str(expected.out) == "o"


def test_every_failure_is_one_line_and_the_status_is_1(monkeypatch, capsys):
    monkeypatch.setattr("analysis.sharing.render", lambda order: ["a.txt: bad\nline", "b.txt: bad"])
    assert cli.main(["render"]) == 1
    assert capsys.readouterr().err == "workbook: a.txt: bad line\nworkbook: b.txt: bad\n"


def test_an_error_of_the_package_is_one_line_and_the_status_is_1(monkeypatch, capsys):
    def fail(order):
        raise RenderError("x: no such notebook")

    monkeypatch.setattr("analysis.sharing.render", fail)
    assert cli.main(["render"]) == 1
    assert capsys.readouterr().err == "workbook: x: no such notebook\n"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["paint"],
        ["render", "--jobs", "0"],
        ["render", "--lang", "fr"],
        ["render", "--timeout", "-1"],
        ["render", "--timeout", "9" * 5000],
    ],
)
def test_a_wrong_command_line_is_one_line_that_names_the_help(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == 1
    line = capsys.readouterr().err
    assert line.startswith("workbook: ") and line.endswith(" --help\n") and line.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing.txt"], "workbook: missing.txt: no such file or folder; check the path"),
        (["--notebook", "09"], "workbook: 09: no such notebook; there are 01_terms, 02_short"),
        (["--set", "X=1"], "workbook: --set X: no notebook has this parameter; there are LANGUAGE, QUERY"),
        (["notebooks"], "workbook: notebooks: no .txt file in this folder; put a text in it or name a file"),
    ],
)
def test_what_the_reader_named_wrongly_is_said_in_one_line(arguments, said, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(make_project(tmp_path))
    assert cli.main(["render", *arguments]) == 1
    assert capsys.readouterr().err == f"{said}\n"


def test_the_command_starts_without_loading_pandas_or_matplotlib():
    code = "import sys, analysis.cli; print({'pandas', 'matplotlib'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
