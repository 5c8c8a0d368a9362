"""One bad thing never stops the others: one line names it and the remedy, all else is done, status 1."""

import errno
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import stub_pages
from stub_pages import stubbed
from tiny_project import TEXT, make_project

from analysis import cli, read_aliases, read_stop_words
from analysis.errors import AliasError, OptionError
from analysis.files import read_bytes
from analysis.sharing.plan import read_settings, rewrite

GOOD = Path("rendered/text/01_terms.html")


@pytest.fixture
def render(tmp_path, monkeypatch, capsys):
    """Return what renders a small project, whose notebooks are stubs, and gives the status and the lines."""
    monkeypatch.chdir(make_project(tmp_path))

    def run(*arguments: str) -> tuple[int, list[str]]:
        with stubbed():
            status = cli.main(["render", *arguments])
        lines = capsys.readouterr().err.replace(f"{tmp_path}/", "").splitlines()
        assert all(line.startswith("workbook: ") for line in lines)
        return status, [line.removeprefix("workbook: ") for line in lines]

    return run


def holding(content: str | bytes):
    """Return what writes a file with this content."""
    return lambda path: path.write_bytes(content if isinstance(content, bytes) else content.encode())


def endless(path: Path) -> None:
    """Make a file of 60 GB that takes no room."""
    with path.open("wb") as stream:
        stream.truncate(60 << 30)


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(path))


def linked_to(target: str):
    return lambda path: path.symlink_to(target)


#: What may stand under the name of a file, and what is said of it whatever the file is for.
STRANGE = {
    "pipe": (os.mkfifo, "not a regular file; name one"),
    "socket": (a_socket, "not a regular file; name one"),
    "device": (linked_to("/dev/zero"), "not a regular file; name one"),
    "folder": (Path.mkdir, "not a regular file; name one"),
    "link to itself": (lambda path: path.symlink_to(path.name), "Too many levels of symbolic links"),
    "link to nothing": (linked_to("nowhere"), "No such file or directory"),
    "endless": (endless, "; split it "),
}

SEEDS = {
    **{name: strange for name, strange in STRANGE.items() if name != "folder"},
    "folder": (Path.mkdir, "no .txt file in this folder; put a text in it or name a file"),
    "empty": (holding(""), "is empty; put a text in it"),
    "blank": (holding(" \n\t\u200f\n"), "holds nothing visible; put a text in it"),
    "mark alone": (holding("\ufeff"), "holds nothing visible; put a text in it"),
    "NUL": (holding("نص\0"), "is not a text (byte 4 is NUL); name a text file, or pass encoding="),
    "half a character": (
        holding(b"\xff\xfea"),
        "not utf-16 (byte 2); save it as UTF-8 or pass another encoding=",
    ),
    "half a pair": (holding(b"\xff\xfe\x00\xd8a\0"), "not utf-16 (byte 2)"),
}


@pytest.mark.parametrize(
    ("kind", "named"),
    [*((kind, ()) for kind in SEEDS), *((kind, ("seeds/bad.txt", "seeds/text.txt")) for kind in STRANGE)],
)
def test_a_text_that_cannot_be_read_is_named_and_the_other_is_rendered(kind, named, render):
    make, said = SEEDS[kind]
    make(Path("seeds/bad.txt"))
    status, lines = render(*named)
    assert status == 1 and len(lines) == 1 and GOOD.is_file()
    assert lines[0].startswith("seeds/bad.txt: ") and said in lines[0]


@pytest.mark.parametrize("named", [(), ("seeds/*.txt",)], ids=["in the folder", "by pattern"])
def test_a_name_that_is_not_utf_8_is_shown_in_bytes_and_as_it_was_meant(named, render):
    Path(os.fsdecode(b"seeds/\xe3\xca\xe4.txt")).write_text(TEXT, encoding="utf-8")
    status, lines = render(*named)
    said = r"seeds/\xe3\xca\xe4.txt: its name is not UTF-8; rename it (in windows-1256 it reads متن.txt)"
    assert (status, lines) == (1, [said]) and GOOD.is_file()


def test_the_name_of_a_file_does_nothing_on_the_terminal(render):
    Path("seeds/a\x1b[31m\n\u202eb.txt").write_bytes(b"")
    said = r"seeds/a\x1b[31m \u202eb.txt: is empty; put a text in it"
    assert render() == (1, [said])


def test_links_that_lead_to_each_other_or_upwards_are_no_way_to_go_round(render):
    for name, target in (("x", "../y"), ("y", "../x")):
        Path(f"seeds/{name}").mkdir()
        Path(f"seeds/{name}/loop.txt").symlink_to(f"{target}/loop.txt")
        for number in range(3):
            Path(f"seeds/{name}/up{number}").symlink_to("..")
    assert render("seeds/**/*.txt") == (0, []), "two links to a folder above would double at every step"
    status, lines = render("seeds/x", "seeds/y", "seeds/text.txt")
    assert status == 1 and len(lines) == 2 and all("Too many levels" in line for line in lines)


@pytest.mark.parametrize(
    ("name", "folder", "reason"),
    [
        ("index.html.txt", "_index.html", "the front page has this name"),
        ("corpus.html.txt", "_corpus.html", "and another page this one"),
        ("analysis.json.txt", "analysis.json", "the record lies inside"),
        ("tables.txt", "tables", "so do the tables"),
        ("01_terms.txt", "01_terms", "a notebook's name"),
        ("TEXT.txt", "seeds-TEXT", "one folder with text.txt where capitals count for nothing"),
        ("ن" * 120 + ".txt", "ن" * 80, "as long as a name can be"),
    ],
)
def test_a_text_may_have_any_name(name, folder, reason, render):
    Path("seeds", name).write_text(TEXT, encoding="utf-8")
    assert render() == (0, []), reason
    pages = {path.parent.name for path in Path("rendered").glob("*/01_terms.html")}
    assert folder in pages and len(pages) == 2, reason


def notebook_of(*cells: dict, **more) -> str:
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells, **more})


def parameters(source: str) -> dict:
    return {
        "cell_type": "code",
        "metadata": {"tags": ["parameters"]},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def holding_parameters(source: str):
    return holding(notebook_of(parameters(source)))


_AGAIN = "open it in JupyterLab and save it again"
NOTEBOOKS = {
    **STRANGE,
    "empty": (holding(""), _AGAIN),
    "broken": (holding('{"cells": ['), _AGAIN),
    "not UTF-8": (holding(b'{"cells": "\xe3"}'), f"not a notebook (not UTF-8); {_AGAIN}"),
    "a list": (holding("[]"), _AGAIN),
    "null": (holding("null"), _AGAIN),
    "deep": (holding("[" * 100_000), f"not a notebook (nested too deeply); {_AGAIN}"),
    "of tomorrow": (holding(notebook_of(nbformat=99)), f"Unsupported nbformat version 99); {_AGAIN}"),
    "of long ago": (
        holding('{"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": []}]}'),
        "no cell is tagged 'parameters'; tag the cell that assigns SEED",
    ),
    "cells of another shape": (holding(notebook_of(1, None)), _AGAIN),
    "tags of another shape": (
        holding(notebook_of({**parameters("SEED = 1"), "metadata": {"tags": 3}})),
        _AGAIN,
    ),
    "the reader's own": (
        holding(notebook_of({**parameters("SEED = 1"), "metadata": {}})),
        "02_bad.ipynb: no cell is tagged 'parameters'; tag the cell that assigns SEED",
    ),
    "about no text": (holding_parameters("X = 1"), "its cell tagged 'parameters' does not assign SEED"),
    "not Python": (holding_parameters("SEED = = 1"), "the cell tagged 'parameters' is not Python"),
    "deep Python": (holding_parameters("SEED = " + "-" * 50_000 + "1"), "is not Python"),
    "NUL": (holding_parameters("SEED = '\0'"), "is not Python"),
    "another language": (holding_parameters("%%bash\nls"), "'parameters'"),
}


@pytest.mark.parametrize("kind", NOTEBOOKS)
def test_a_notebook_that_cannot_be_run_is_named_and_the_others_are(kind, render):
    make, said = NOTEBOOKS[kind]
    make(Path("notebooks/02_bad.ipynb"))
    status, lines = render()
    assert status == 1 and len(lines) == 1 and GOOD.is_file()
    assert "02_bad.ipynb: " in lines[0] and said in lines[0]


def test_a_broken_notebook_that_nobody_asked_for_is_not_mentioned(render):
    Path("notebooks/02_bad.ipynb").write_bytes(b"")
    assert render("--notebook", "01_terms") == (0, [])


def test_what_ipython_alone_understands_may_stand_among_the_parameters(render):
    source = (
        "%matplotlib inline\n!ls 'ب'\nSEED = 'x'  # ب\nfiles = !ls\nif SEED:\n    %time 1\nSEED?\nQUERY = 'ب'"
    )
    expected = source.replace("'x'", "'y'").replace("QUERY = 'ب'", "QUERY = 5")
    assert rewrite(source, {"SEED": "y", "QUERY": 5}) == expected
    holding_parameters(source.replace("'x'", "'../seeds/text.txt'"))(Path("notebooks/02_magic.ipynb"))
    assert render() == (0, []) and Path("rendered/text/02_magic.html").is_file()


ALIASES = {
    **STRANGE,
    "not UTF-8": (
        holding("forbid = ['مصر']".encode("windows-1256")),
        "not UTF-8 (byte 11); save it as UTF-8",
    ),
    "NUL": (holding("\0"), "line 1: not valid TOML"),
    "deep list": (holding("forbid = " + "[" * 5000), "nested too deeply"),
    "deep table": (holding("names = " + "{a = " * 5000), "nested too deeply"),
    "deep key": (holding("names" + ".a" * 20_000 + " = 1"), "nested too deeply"),
    "huge number": (holding("forbid = " + "9" * 5000), "a value that cannot be read"),
    "huge number in hexadecimal": (
        holding("forbid = [0x" + "f" * 5000 + "]"),
        "a name in quotation marks is needed",
    ),
    "no number": (holding("forbid = [nan, inf, 1e999]"), "line 1: nan: a name in quotation marks is needed"),
    "date": (holding("forbid = [2021-12-17]"), "line 1: 2021-12-17: a name in quotation marks is needed"),
    "another shape": (holding("names = 3"), "line 1: names: a table is needed"),
    "long": (holding('[names."ا"]\nkind = "' + "x" * 1_000_000 + '"'), "unknown kind of ا"),
    "control characters": (holding('"\\u001b[31m\\n" = 3'), r"\x1b[31m"),
}


@pytest.mark.parametrize("kind", ALIASES)
def test_aliases_that_cannot_be_used_are_named_once_and_pages_are_made_without_them(kind, render):
    make, said = ALIASES[kind]
    make(Path("seeds/aliases.toml"))
    Path("seeds/other.txt").write_text(TEXT, encoding="utf-8")
    status, lines = render()
    assert status == 1 and len(lines) == 1 and len(lines[0]) < 1000
    assert lines[0].startswith("seeds/aliases.toml") and said in lines[0].replace(" ... ", "")
    assert lines[0].endswith("; pages are made without it")
    assert len(list(Path("rendered").glob("*/01_terms.html"))) == 2
    record = json.loads(Path("rendered/text/analysis.json").read_text(encoding="utf-8"))
    assert record["pages"]["01_terms"]["parameters"]["ALIASES"] is None
    with pytest.raises(AliasError):
        read_aliases("seeds/aliases.toml")


@pytest.mark.parametrize("kind", STRANGE)
def test_a_list_of_stop_words_is_read_with_the_same_care(kind, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    make, said = STRANGE[kind]
    make(Path("mine.txt"))
    with pytest.raises(AliasError) as caught:
        read_stop_words("mine.txt")
    assert str(caught.value).startswith("mine.txt: ") and said in str(caught.value)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("1e999", "a number beyond all limits; give a smaller one"),
        ("[1, -1e999]", "a number beyond all limits; give a smaller one"),
        ("0x" + "f" * 5000, "a number beyond all limits; give a smaller one"),
        ("(" * 5000 + "1" + ")" * 5000, "nested too deeply; give a simpler value"),
        ("[" * 300 + "]" * 300, "nested too deeply; give a simpler value"),
        ("-" * 50_000 + "1", "nested too deeply; give a simpler value"),
        ("1" + "+1" * 50_000, "nested too deeply; give a simpler value"),
        ("\udce3", "not UTF-8; write the value in UTF-8"),
        ("'\\ud800'", "not UTF-8; write the value in UTF-8"),
    ],
)
def test_a_value_that_no_notebook_can_hold_is_told_with_its_name(value, said):
    with pytest.raises(OptionError) as caught:
        read_settings([f"QUERY={value}"], {"QUERY"})
    assert str(caught.value) == f"--set QUERY: {said}"


@pytest.mark.parametrize(
    "value",
    ["...", "1j", "{1, 2}", "b'x'", "{1: 2}", "{[1]: 2}", "007", "1e999-1e999", "a\nb\x1b", "9" * 5000],
)
def test_what_a_record_cannot_hold_is_a_text(value):
    assert read_settings([f"QUERY={value}"], {"QUERY"}) == {"QUERY": value}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--set", "QUERY"], "--set QUERY: write it as NAME=VALUE"),
        (["--set", ""], "--set : write it as NAME=VALUE"),
        (["--set", "A\x1b=1"], r"--set A\x1b: no notebook has this parameter; there are LANGUAGE, QUERY"),
        (["--set", "\udce3=1"], r"--set \xe3: no notebook has this parameter; there are LANGUAGE, QUERY"),
        (["--notebook", "\udce3"], r"\xe3: no such notebook; there are 01_terms, 02_short"),
        (["--out", "seeds/text.txt"], "seeds/text.txt: cannot be written (File exists); name another --out"),
        (["--out", "/proc/x"], "/proc/x: cannot be written (No such file or directory); name another --out"),
        (["--out", "x" * 300], "x" * 300 + ": cannot be written (File name too long); name another --out"),
        (["x" * 300], "x" * 300 + ": no such file or folder; check the path"),
        (["~nobody/x"], "~nobody/x: no such file or folder; check the path"),
        (["["], "[: no such file or folder; check the path"),
    ],
)
def test_what_is_wrong_on_the_command_line_is_one_line(arguments, said, render):
    assert render(*arguments) == (1, [said])


@pytest.mark.parametrize(
    ("name", "value"), [("REFERENCE", "3"), ("REFERENCE", "[None, {}]"), ("ALIASES", "3")]
)
def test_a_parameter_that_names_files_takes_nothing_else(name, value):
    with pytest.raises(OptionError, match=f"^--set {name}: the path of a file is needed, not "):
        read_settings([f"{name}={value}"], {name})


@pytest.mark.parametrize(
    "content",
    [
        b"[]",
        b"null",
        b"\xe3",
        b"[" * 100_000,
        b'{"pages": [1]}',
        b'{"seed": 3, "summary": [], "pages": {"x": 1}}',
    ],
)
def test_a_record_of_another_shape_is_made_again_and_one_of_no_text_is_named(content, render):
    for name in ("text", "gone"):
        Path(f"rendered/{name}").mkdir(parents=True)
        Path(f"rendered/{name}/analysis.json").write_bytes(content)
    said = "not as this version writes it; render the text again or take its folder away"
    assert render() == (1, [f"rendered/gone/analysis.json: {said}"]) and GOOD.is_file()
    assert "gone" not in Path("rendered/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["text", "text/01_terms.html", "text/tables", "index.html"])
def test_what_stands_in_the_way_of_a_page_is_named_and_the_other_text_is_rendered(name, render):
    Path("seeds/other.txt").write_text(TEXT, encoding="utf-8")
    path = Path("rendered", name)
    path.parent.mkdir(parents=True)
    if path.suffix:
        path.mkdir()
    else:
        path.write_text("", encoding="utf-8")
    status, lines = render()
    assert status == 1 and len(lines) == 1
    assert lines[0].startswith("rendered/index.html" if name == "index.html" else "seeds/text.txt")
    assert Path("rendered/other/01_terms.html").is_file()


def test_a_full_disk_is_said_once_and_no_more_notebooks_run(render, monkeypatch):
    def fail(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    for number in range(5):
        Path(f"seeds/{number}.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr("analysis.sharing.rendering.write_set", fail)
    monkeypatch.setattr("stub_pages.RUNS", [])
    remedy = "make room or name another --out; pages written so far are whole"
    said = f"rendered: cannot be written (No space left on device); {remedy}"
    assert render("--jobs", "1") == (1, [said]) and len(stub_pages.RUNS) == 1


def test_an_error_nobody_thought_of_is_one_line_too(render, monkeypatch):
    Path("seeds/other.txt").write_text(TEXT, encoding="utf-8")
    real = cli.analysis.sharing.front_page.describe

    def fail(seed):
        return real(seed) if seed.name == "text" else {}[seed.name]

    monkeypatch.setattr("analysis.sharing.front_page.describe", fail)
    assert render() == (1, ["seeds/other.txt: KeyError: 'other'"]) and GOOD.is_file()


def test_a_page_nobody_thought_of_is_one_line_that_names_the_notebook(render, monkeypatch):
    def fail(notebook, head):
        if "01_terms" in [link["href"][:8] for link in head.links if link.get("current")]:
            raise TypeError("no such\nshape")
        return "<html></html>"

    monkeypatch.setattr("stub_pages.stub_page", fail)
    assert render() == (1, ["seeds/text.txt: 01_terms.ipynb: TypeError: no such"])
    assert Path("rendered/text/02_short.html").is_file()


@pytest.mark.parametrize(
    ("arguments", "streams", "status"),
    [
        ("render --jobs 0", "2>&-", 1),
        ("render --jobs 0", "<&- >&- 2>&-", 1),
        ("render --jobs 0", "2>/dev/full", 1),
        ("--version", ">&-", 0),
        ("render --help", ">/dev/full", 0),
        ("render --help", "| true", 0),
    ],
)
def test_a_stream_that_takes_nothing_changes_nothing(arguments, streams, status):
    command = f'"{sys.executable}" -m analysis.cli {arguments} {streams}'
    if streams.startswith("|"):
        command += "; exit ${PIPESTATUS[0]}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (status, "")


def test_files_are_read_up_to_a_bound_whatever_they_say_of_their_size(tmp_path):
    file = tmp_path / "a"
    file.write_bytes(b"12345")
    assert read_bytes(file, most=5, error=AliasError) == b"12345"
    for path, most in ((file, 4), (Path("/proc/self/environ"), 0)):
        with pytest.raises(AliasError, match="holds more than 0 MB; split it or name a smaller one$"):
            read_bytes(path, most=most, error=AliasError)
