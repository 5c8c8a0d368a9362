"""From  notebooks and texts to pages: parameters, runs, errors, exports, the cache."""

import json
import os
import re
import shutil
import sys
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from hostile_outputs import picture
from tiny_project import HOSTILE, TEXT, failing_notebook, make_project

from analysis.errors import OptionError, RenderError
from analysis.files import label
from analysis.pages import render_reader, render_table
from analysis.pages.reader import READER_TYPE
from analysis.pages.table_markup import TABLE_TYPE
from analysis.sharing import Order, fonts, outputs, page, plan, render
from analysis.sharing.front_page import spark
from analysis.sharing.lab import lab_environment, write_config
from analysis.sharing.page import PageHead, export_page, export_reader, policy
from analysis.sharing.plan import parameter_cell, read_settings, rewrite


@pytest.mark.parametrize(
    ("source", "values", "expected", "reason"),
    [
        ('SEED = "a"', {"SEED": "b"}, "SEED = 'b'", "the value is replaced"),
        ('SEED = "a"  # نص', {"SEED": "ب"}, "SEED = 'ب'  # نص", "comments stay, offsets count bytes"),
        ("A = B = 1", {"A": 2}, "A = B = 1", "a chain is no parameter"),
        ("X: int = 1", {"X": 2}, "X: int = 2", "annotations stay"),
        (
            "X = (\n    1,\n    2,\n)\nY = 3",
            {"X": [], "Y": None},
            "X = []\nY = None",
            "values of several lines",
        ),
        ("X = 1\nX = 2", {"X": 3}, "X = 1\nX = 3", "the last assignment counts"),
        ("def f():\n    SEED = 1", {"SEED": 2}, "def f():\n    SEED = 1", "inner names are no parameters"),
        ("X = 1", {"OTHER": 2}, "X = 1", "nothing is added"),
        ("X = 1", {"X": "'); import os #"}, 'X = "\'); import os #"', "a value can never become code"),
    ],
)
def test_parameters_are_set_by_rewriting_their_assignments(source, values, expected, reason):
    assert rewrite(source, values) == expected, reason


def test_settings_are_literals_or_texts_and_their_names_are_checked():
    assert read_settings(["N=3", "QUERY=روسيا", "Q=a=b"], {"N", "QUERY", "Q"}) == {
        "N": 3,
        "QUERY": "روسيا",
        "Q": "a=b",
    }
    with pytest.raises(
        OptionError, match="^--set X: no notebook has this parameter; there are LANGUAGE, QUERY$"
    ):
        read_settings(["X=1"], {"SEED", "QUERY", "LANGUAGE"})
    with pytest.raises(OptionError, match="^--set QUERY: write it as NAME=VALUE$"):
        read_settings(["QUERY"], {"QUERY"})
    with pytest.raises(OptionError, match="^--set SEED: name the texts after the command"):
        read_settings(["SEED=x"], {"SEED"})


def test_a_notebook_without_the_tagged_cell_is_an_error():
    notebook = failing_notebook()
    del notebook.cells[1]
    with pytest.raises(RenderError, match="^x.ipynb: no cell is tagged 'parameters'; tag the cell"):
        parameter_cell(notebook, "x.ipynb")


def test_every_page_of_the_run_is_there_with_its_notebook_and_its_tables(tiny_pages):
    folder = tiny_pages / "text"
    names = sorted(path.relative_to(tiny_pages).as_posix() for path in folder.rglob("*") if path.is_file())
    assert names == [
        "text/01_terms.html",
        "text/01_terms.ipynb",
        "text/02_short.html",
        "text/02_short.ipynb",
        "text/analysis.json",
        "text/tables/01_terms-01.csv",
        "text/tables/01_terms-02.csv",
        "text/tables/01_terms-03.csv",
    ]
    assert (tiny_pages / "index.html").is_file()


def test_a_page_is_one_file_that_asks_for_nothing(tiny_pages):
    page = (tiny_pages / "text" / "01_terms.html").read_text(encoding="utf-8")
    assert page.startswith('<!DOCTYPE html>\n<html lang="ar" dir="rtl">')
    assert f'<meta http-equiv="Content-Security-Policy" content="{policy()}">' in page
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
    assert "@import" not in page and page.count("<script>") == 1
    assert len(page.encode()) < 1_000_000


def test_a_page_keeps_the_prose_of_its_language_alone(tiny_pages):
    page = (tiny_pages / "text" / "01_terms.html").read_text(encoding="utf-8")
    assert "ما المفردات؟" in page and "Which terms?" not in page


def test_every_picture_has_an_alternative_text_and_a_caption(tiny_pages):
    page = (tiny_pages / "text" / "01_terms.html").read_text(encoding="utf-8")
    pictures = re.findall(r'<figure><img src="data:image/png;base64,[^"]+" alt="([^"]*)"', page)
    captions = re.findall(r"<figcaption>(.*?)</figcaption>", page)
    assert len(pictures) == page.count("<img ") == len(captions) == 1
    assert len(pictures[0]) > 20 and captions[0]


def test_every_link_inside_a_page_has_its_target_and_no_id_stands_twice(tiny_pages):
    page = (tiny_pages / "text" / "01_terms.html").read_text(encoding="utf-8")
    ids = re.findall(r' id="([^"]*)"', page)
    assert len(ids) == len(set(ids))
    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert targets and targets <= set(ids)
    back = [name for name in targets if name.startswith("t") and "-" in name]
    assert back, "places lead back to rows"


def test_no_path_of_this_machine_is_in_what_is_shared(tiny_pages):
    root = str(tiny_pages.parent)
    for path in tiny_pages.rglob("*"):
        if path.is_file():
            assert root not in path.read_text(encoding="utf-8-sig"), path
    notebook = nbformat.read(tiny_pages / "text" / "01_terms.ipynb", as_version=4)
    assert "SEED = '../seeds/text.txt'  # the text" in parameter_cell(notebook, "x")["source"]


def test_tables_lie_beside_the_page_for_a_spreadsheet(tiny_pages):
    raw = (tiny_pages / "text" / "tables" / "01_terms-01.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfterm,count,")
    for path in tiny_pages.rglob("*.csv"):
        cells = re.findall(r'(?:^|,)"?([=+@])', path.read_text(encoding="utf-8-sig"), flags=re.MULTILINE)
        assert not cells, path


def test_the_record_names_versions_options_and_the_hash_of_the_text(tiny_pages):
    record = json.loads((tiny_pages / "text" / "analysis.json").read_text(encoding="utf-8"))
    assert record["seed"]["file"] == "text.txt" and len(record["seed"]["sha256"]) == 64
    assert record["versions"]["pandas"] and record["versions"]["arabic-text-workbook"]
    page = record["pages"]["01_terms"]
    assert page["parameters"]["LANGUAGE"] == "ar"
    assert [table["file"] for table in page["tables"]] == [f"tables/01_terms-0{n}.csv" for n in (1, 2, 3)]
    assert page["tables"][0]["section"] == "المفردات" and page["tables"][0]["rows"] > 9


def test_a_text_full_of_markup_is_shown_and_nothing_leaves_the_folder(tiny_pages):
    folder = next(path for path in tiny_pages.iterdir() if "hostile" in path.name)
    page = (folder / "01_terms.html").read_text(encoding="utf-8")
    assert page.count("<script>") == 1 and "<iframe" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert not re.search(r"<img (?!src=\"data:)", page)
    assert {path.name for path in tiny_pages.parent.iterdir()} == {"notebooks", "seeds", "rendered"}
    assert folder.parent == tiny_pages


def test_the_front_page_has_a_card_for_every_text(tiny_pages):
    page = (tiny_pages / "index.html").read_text(encoding="utf-8")
    assert page.count("<li><h2>") == 2
    assert 'href="text/01_terms.html"' in page and "wb-spark" in page


def test_the_same_text_gives_the_same_bytes_is_not_rendered_twice_and_keeps_its_page_when_it_fails(
    tiny_pages, tmp_path, monkeypatch
):
    project = tmp_path / "copy"
    shutil.copytree(tiny_pages.parent, project)
    monkeypatch.chdir(project)
    page = project / "rendered" / "text" / "02_short.html"
    first = page.read_bytes()
    # the other text was there to compare with the first time, but this notebook compares nothing
    order = Order(("seeds/text.txt",), notebooks=("02_short",))
    stamp = page.stat().st_mtime_ns
    assert render(order) == []
    assert page.stat().st_mtime_ns == stamp, "a copy of the project is unchanged too"
    assert render(order._replace(force=True)) == []
    assert page.stat().st_mtime_ns != stamp and page.read_bytes() == first
    (project / "seeds" / "text.txt").write_text("FAIL " + TEXT, encoding="utf-8")
    said = "02_short.ipynb: cell 3 of 4 failed: KeyError: 'no such thing'"
    assert render(order) == [f"{project / 'seeds' / 'text.txt'}: {said}"]
    assert page.read_bytes() == first


def test_bad_texts_are_named_one_by_one(tmp_path, monkeypatch):
    make_project(tmp_path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(b"\x00\x01")
    (tmp_path / "nothing").mkdir()
    failures = render(Order(("empty.txt", "binary.txt", "nothing", "missing.txt"), out=tmp_path / "out"))
    assert len(failures) == 4 and all("\n" not in line for line in failures)
    for name in ("empty.txt", "binary.txt", "nothing", "missing.txt"):
        assert any(name in line for line in failures), name
    assert not (tmp_path / "out").exists()


def test_a_bad_text_is_no_reference_of_the_good_ones(tmp_path, monkeypatch):
    make_project(tmp_path)
    monkeypatch.chdir(tmp_path)
    Path("empty.txt").write_bytes(b"")
    Path("other.txt").write_text(TEXT, encoding="utf-8")
    order = Order(("seeds/text.txt", "empty.txt", "other.txt"), out=Path("out"), notebooks=("02_short",))
    assert render(order) == [f"{tmp_path / 'empty.txt'}: is empty; put a text in it"]
    record = json.loads(Path("out/text/analysis.json").read_text(encoding="utf-8"))
    assert record["pages"]["02_short"]["parameters"]["REFERENCE"] == ["../other.txt"]


def test_a_folder_that_cannot_be_written_is_one_line_before_any_work(tmp_path, monkeypatch):
    monkeypatch.chdir(make_project(tmp_path))
    Path("file").write_text("", encoding="utf-8")
    with pytest.raises(RenderError, match="^file/sub: cannot be written .*; name another --out$"):
        render(Order(out=Path("file/sub")))


def test_an_unknown_notebook_is_an_error_that_lists_those_there_are(tmp_path, monkeypatch):
    monkeypatch.chdir(make_project(tmp_path))
    with pytest.raises(RenderError, match="^03_x: no such notebook; there are 01_terms, 02_short$"):
        render(Order(notebooks=("03_x",)))


def test_markup_of_other_libraries_loses_what_acts():
    dirty = (
        '<table dir="rtl" onclick="x()"><td style="x">نص</td></table><script>alert(1)</script>'
        "<style>p{}</style>"
        '<a href="javascript:alert(1)">a</a><form action="/x"><input></form><meta http-equiv="refresh">'
        '<img src="http://example.invalid/x.png" onerror="x()"><iframe src="x"></iframe>'
    )
    cleaned = outputs.clean(dirty)
    for word in ("script", "alert", "onclick", "onerror", "style", "form", "input", "meta", "iframe", "http"):
        assert word not in cleaned, word
    assert '<table dir="rtl">' in cleaned and "نص" in cleaned


def test_a_cell_that_shows_foreign_markup_cannot_reach_the_page():
    output = nbformat.v4.new_output(
        "display_data", {"text/html": "<b onclick='x()'>نص</b><script>1</script>"}
    )
    shown = list(outputs.outputs([output], iter(()), "ar"))
    assert shown == ['<div class="wb-foreign"><b>نص</b></div>']


def table_of(seed: str, *starts: int) -> dict:
    """Return what a table of one row with links to places carries."""
    table = pd.DataFrame({"term": ["أ"]})
    places = pd.DataFrame({"term": "أ", "seed": seed, "start": starts})
    return render_table(table, places=places).bundle


def reader_of(*texts: str, **layers: pd.DataFrame) -> dict:
    """Return what a reader of texts called a, b ... carries."""
    seeds = pd.DataFrame({"seed": list("abc"[: len(texts)]), "text": texts})
    return render_reader(seeds, **layers).bundle


def test_a_table_shown_twice_has_other_ids_the_second_time():
    table, reader = table_of("a", 5)[TABLE_TYPE], reader_of("واحد اثنان")[READER_TYPE]
    first, second = page.row_keys([table, table])
    assert first == table["key"] and second == f"{first}-2"
    assert page.rows_of_places([table, table], reader) == {("a", 5): f"{first}-1"}


@pytest.mark.parametrize(
    ("texts", "seed", "links", "reason"),
    [
        (["واحد اثنان"], "a", ["#c0", "#c5"], "the one text of the page"),
        (["واحد"], "a", ["#c0", None], "the second place is past its end: plain text"),
        (["واحد اثنان"], "b", [None, None], "another text than the one shown"),
        (["واحد اثنان", "ثلاثة أربعة"], "b", ["#c0-b", "#c5-b"], "of several texts the right one"),
        ([], "a", [None, None], "a page without a reader"),
        (["كلمة " * 30_000], "a", ["reader.html#c0", "reader.html#c5"], "a long text has a page of its own"),
    ],
)
def test_links_lead_to_places_that_a_reader_shows_and_are_plain_text_otherwise(texts, seed, links, reason):
    notebook = executed(table_of(seed, 0, 5), reader_of(*texts) if texts else {"text/plain": ""})
    made = export_page(notebook, PageHead("عنوان", "ar", []))
    cell = re.search(r'<span class="wb-places">.*?</span>', made)[0]
    assert re.findall(r'<a(?: href="([^"]*)")?>', cell) == [link or "" for link in links], reason
    for name in (link.partition("#")[2] for link in links if link and link[0] == "#"):
        assert f' id="{name}"' in made, reason


def test_a_file_of_the_project_is_named_from_the_notebooks_and_any_other_by_its_name(tmp_path, monkeypatch):
    monkeypatch.chdir(make_project(tmp_path))
    inside = str(tmp_path / "seeds" / "text.txt")
    folder = tmp_path / "notebooks"
    assert plan.portable(inside, folder) == os.path.join("..", "seeds", "text.txt")
    assert plan.portable(["/elsewhere/x.txt", 5, None], folder) == ["x.txt", 5, None]


def test_a_sparkline_sums_long_texts_and_starts_at_the_right_in_arabic():
    assert spark([], "ar") == ""
    assert spark([1, 2], "ar").index('x="390"') < spark([1, 2], "ar").index('x="380"')
    assert spark([1, 2], "en").index('x="0"') < spark([1, 2], "en").index('x="10"')
    assert spark([1] * 1000, "en").count("<rect") <= 120


def test_lab_settings_have_the_face_and_no_news(tmp_path):
    folder = write_config(tmp_path)
    files = sorted(path.name for path in folder.rglob("*") if path.is_file())
    assert files == [
        "amiri.woff2",
        "custom.css",
        "default_setting_overrides.json",
    ]
    assert "unicode-bidi" in (folder / "custom" / "custom.css").read_text(encoding="utf-8")


@pytest.mark.parametrize("own", [None, "elsewhere"])
def test_what_the_reader_chose_in_jupyterlab_stays_where_it_is_and_comes_first(own, tmp_path, monkeypatch):
    from jupyterlab.commands import get_user_settings_dir
    from jupyterlab_server.settings_utils import get_settings

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "reader"))
    monkeypatch.delenv("JUPYTERLAB_SETTINGS_DIR", raising=False)
    if own:
        monkeypatch.setenv("JUPYTERLAB_SETTINGS_DIR", str(tmp_path / own))
    folder = Path(get_user_settings_dir())
    assert folder == (tmp_path / own if own else tmp_path / "reader" / "lab" / "user-settings")
    theme = folder / "@jupyterlab" / "apputils-extension" / "themes.jupyterlab-settings"
    theme.parent.mkdir(parents=True)
    theme.write_text('{"theme": "JupyterLab Dark"}', encoding="utf-8")
    for name, value in lab_environment().items():
        monkeypatch.setenv(name, value)
    assert Path(get_user_settings_dir()) == folder
    schemas = Path(sys.prefix) / "share" / "jupyter" / "lab" / "schemas"
    found, _ = get_settings(str(tmp_path), str(schemas), str(folder))
    settings = {each["id"]: each for each in found["settings"]}
    assert settings["@jupyterlab/apputils-extension:themes"]["settings"]["theme"] == "JupyterLab Dark"
    news = settings["@jupyterlab/apputils-extension:notification"]
    assert news["settings"] == {} and news["schema"]["properties"]["fetchNews"]["default"] == "false"
    assert not (tmp_path / "cache" / "arabic-text-workbook" / "jupyter" / "lab").exists()


@pytest.mark.parametrize("damage", [lambda raw: b"", lambda raw: raw[:-1], lambda raw: b"x" + raw[1:]])
def test_a_damaged_face_in_the_cache_is_made_again(damage, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(fonts, "_cut", lambda source: b"face of %d bytes" % source.stat().st_size)
    made = []
    for _ in range(3):
        made.append(fonts.subset.__wrapped__())
        (kept,) = (path for path in fonts.cache_folder().iterdir())
        kept.write_bytes(damage(kept.read_bytes()))
    assert len(set(made)) == 1 and made[0].startswith(b"face of ")


def test_a_face_in_the_cache_is_not_made_again(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(fonts, "_cut", lambda source: b"face")
    fonts.subset.__wrapped__()
    monkeypatch.setattr(fonts, "_cut", None)
    assert fonts.subset.__wrapped__() == b"face"


def test_an_english_page_runs_left_to_right():
    notebook = failing_notebook()
    page = export_page(notebook, PageHead("A <title>", "en", []))
    assert '<html lang="en" dir="ltr">' in page and "A &lt;title&gt;" in page


def test_the_hostile_text_is_what_these_tests_think_it_is():
    assert all(part in HOSTILE for part in ("<script>", "</style>", "&#x202E;", "onerror", "=HYPERLINK"))


def executed(*bundles: dict) -> nbformat.NotebookNode:
    """Return a notebook as if it had shown these."""
    cell = nbformat.v4.new_code_cell("x")
    cell.outputs = [nbformat.v4.new_output("display_data", bundle) for bundle in bundles]
    return nbformat.reads(nbformat.writes(nbformat.v4.new_notebook(cells=[cell])), as_version=4)


def test_the_reader_of_a_long_text_is_a_page_of_its_own_with_the_layers_of_every_notebook():
    text = "روسيا تريد السلام " * 6000
    places = pd.DataFrame({"seed": ["a"], "start": [0], "end": [5]})
    table, head = table_of("a", 0, 18), PageHead("عنوان", "ar", [])
    notebooks = {
        name: executed(table, reader_of(text, **{layer: places}))
        for name, layer in (("01_a", "terms"), ("02_b", "mentions"))
    }
    for notebook in notebooks.values():
        made = export_page(notebook, head)
        assert 'href="reader.html#c18"' in made and '<p><a href="reader.html">' in made
        assert "تريد السلام" not in made
    reader = export_reader(notebooks, head)
    assert "wb-on-terms" in reader and "wb-on-mentions" in reader
    back = f'href="01_a.html#{table[TABLE_TYPE]["key"]}-1"'
    assert f'{back} id="c0"' in reader and f'{back} id="c18"' in reader


def test_the_caption_of_a_chart_stands_in_its_figure_alone():
    output = nbformat.v4.new_output
    chart = output(
        "display_data",
        {"image/jpeg": picture("jpeg"), "text/plain": "سطر\nآخر"},
        metadata={"image/jpeg": {"alt": "سطر\nآخر"}},
    )
    below = output("display_data", {"text/html": "<p>سطر<br>آخر</p>", "text/plain": "سطر\nآخر"})
    (shown,) = outputs.outputs([chart, below], iter(()), "ar")
    assert shown.endswith('alt="سطر\nآخر"><figcaption>سطر<br>آخر</figcaption></figure>')


@pytest.mark.parametrize("language", ["fa", "ur", "en", "fr", "und"])
def test_a_page_says_in_one_line_what_is_left_out_of_another_language(language):
    notes = [PageHead("t", reader, [], label("left_out", language, reader)).note for reader in ("ar", "en")]
    assert all(note.count("<p") == 1 for note in notes)
    assert "left out" in notes[1]
    assert PageHead("t", "en", []).note == ""
