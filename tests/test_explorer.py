"""The explorer: its data are the tokens, and in a real browser it finds what the package finds."""

import base64
import json

import nbformat
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_browser import browser, visit  # noqa: F401

from analysis import (
    add_entities,
    add_lemmas,
    count_collocates,
    explore,
    explore_texts,
    find_in_context,
    find_mentions,
    make_seeds,
    read_seeds,
    render_reader,
    split_tokens,
)
from analysis.errors import ColumnError, OptionError, SeedError
from analysis.pages import EXPLORER_TYPE, explorer_module
from analysis.pages.explorer import explorer_data
from analysis.sharing.page import PageHead, export_page

SEED = "seeds/000_2782f4fc84697122.txt"
HOSTILE = '</script><img src=x onerror="alert(1)"> قال سامي الخوري <!-- -->\n\n=cmd|calc قال'


def numbers(packed: str, kind: str) -> np.ndarray:
    return np.frombuffer(base64.b64decode(packed), dtype=kind)


def unpacked_marks(data: dict) -> list[int]:
    """Return the mark of every token, as the module unpacks them."""
    marks, row = [0] * data["size"], -1
    for step, value in numbers(data["marks"], "u1").reshape(-1, 2):
        row += min(int(step), 254)
        if step < 255:
            marks[row] = int(value)
    return marks


def rebuilt(data: dict) -> str:
    """Put the text together from the data."""
    words = data["tokens"].split("\n")
    ids = numbers(data["ids"], f"<u{data['width']}") if data["size"] else []
    spaces = [data["spaces"][mark & 15] for mark in unpacked_marks(data)]
    return "".join(words[number] + space for number, space in zip(ids, spaces, strict=True))


@given(st.text(st.sampled_from("ابتث كل.،\n\u200f\u064e «»12a😀"), max_size=400))
def test_the_data_hold_every_token_and_what_stands_between(text):
    tokens = split_tokens(make_seeds(text))
    written = "".join((tokens["token"].astype("str") + tokens["space"].astype("str")).tolist())
    assert rebuilt(explorer_data(tokens)) == written


def test_marks_far_apart_are_found_again():
    tokens = split_tokens(make_seeds("كلمة " * 1000 + "\n" + "كلمة " * 300))
    marks = unpacked_marks(explorer_data(tokens))
    assert [row for row, mark in enumerate(marks) if mark & 16] == [0, 1000]


def test_the_data_are_hardly_longer_than_the_text():
    seeds = read_seeds(SEED)
    tokens = add_lemmas(split_tokens(seeds))
    written = json.dumps(explorer_data(tokens, find_mentions(tokens)), ensure_ascii=False)
    assert len(written.encode()) + len(explorer_module().encode()) < 60_000 + 1.2 * len(
        seeds["text"][0].encode()
    )


def test_what_is_missing_or_unknown_is_named():
    tokens = split_tokens(make_seeds("نص"))
    with pytest.raises(OptionError, match="language='fr'"):
        explore(tokens, language="fr")
    with pytest.raises(ColumnError, match="space"):
        explore(tokens.drop(columns="space"))


def test_too_many_tokens_are_said_to_be(monkeypatch):
    monkeypatch.setattr("analysis.pages.explorer.MOST_TOKENS", 1)
    data = explore(split_tokens(make_seeds("نص طويل"))).data
    assert "2" in data["note"] and "tokens" not in data


def test_a_chooser_reads_the_text_and_the_language_that_are_chosen(tmp_path):
    for name, text in (("a", "كتاب"), ("b", "قلم")):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "c.txt").write_bytes(b"\0\1")
    made = explore_texts(tmp_path, chosen=str(tmp_path / "b.txt"))
    assert (made.texts, made.chosen, made.data["tokens"]) == (["b", "a"], 0, "قلم"), "c is no text"
    made.chosen = 1
    assert made.data["tokens"] == "كتاب"
    made.language = "en"
    assert made.data["say"]["title"] == "Ask the text"
    with pytest.raises(SeedError, match=r"c\.txt"):
        explore_texts(tmp_path / "c.txt")


def test_the_widget_brings_its_data_to_the_page():
    shown = explore(split_tokens(make_seeds("نص")))
    data, _ = shown._repr_mimebundle_()
    assert data[EXPLORER_TYPE]["tokens"] == "نص"
    assert data["text/plain"] == repr(shown) == "اسأل النص: 1"
    assert "application/vnd.jupyter.widget-view+json" in data


# ------------------------------------------------------------------------------------------ in a browser


def write_page(path, seeds, language="ar", **layers):
    """Write a page with an explorer and a reader, without running a notebook."""
    tokens = add_lemmas(split_tokens(seeds))
    mentions = find_mentions(tokens)
    shown = [
        {EXPLORER_TYPE: explorer_data(tokens, mentions, language=language), "text/plain": ""},
        render_reader(seeds, mentions=mentions, language=language, **layers)._repr_mimebundle_(),
    ]
    v4 = nbformat.v4
    cells = [v4.new_markdown_cell("# عنوان")]
    cells += [v4.new_code_cell("1", outputs=[v4.new_output("display_data", data)]) for data in shown]
    made = export_page(v4.new_notebook(cells=cells), PageHead(seeds["title"].iloc[0], language, []))
    path.write_text(made, encoding="utf-8")
    return add_entities(tokens, mentions)


@pytest.fixture(scope="module")
def article(tmp_path_factory):
    """Return a page of the default text and its tokens."""
    path = tmp_path_factory.mktemp("explorer") / "page.html"
    return path, write_page(path, read_seeds(SEED))


def ask(page, query: str) -> str:
    """Type a query; return what the status says."""
    page.locator("#explorer input[type=search]").fill(query)
    return page.locator("#explorer [role=status]").inner_text()


def levels(page) -> dict[str, int]:
    code = (
        "boxes => boxes.map(box => [box.value, Number(box.parentElement.querySelector('bdi').textContent)])"
    )
    return dict(page.locator("#explorer input[type=radio]").evaluate_all(code))


QUERIES = [
    "الأمن",
    "أمنية",
    "روسيا",
    "قال",
    "وزير الخارجية",
    "وزير * أنتوني",
    "حلف ... الأطلسي",
    "الناتو",
    "*مان*",
    "بين",
]


@pytest.mark.parametrize("query", QUERIES)
def test_the_explorer_counts_as_the_package_does(query, visit, article):  # noqa: F811
    path, tokens = article
    watched = visit(path)
    ask(watched.page, query)
    found = levels(watched.page) or dict.fromkeys(["token", "form", "stem", "lemma"], 0)
    expected = {
        level: len(find_in_context(tokens, query, level=level))
        for level in ("token", "form", "stem", "lemma")
    }
    assert {level: found[level] for level in expected} == expected
    assert watched.complaints == []


def test_a_name_is_found_under_all_its_namings(visit, article):  # noqa: F811
    path, tokens = article
    watched = visit(path)
    ask(watched.page, "أنتوني بلينكن")
    named = len(find_in_context(tokens, "أنتوني بلينكن", level="entity"))
    assert levels(watched.page)["entity"] == named > levels(watched.page)["form"]


def test_lines_are_those_of_the_package_and_lead_to_their_place(visit, article):  # noqa: F811
    path, tokens = article
    watched = visit(path)
    page = watched.page
    assert ask(page, "الأمنية").endswith("7")
    contexts = find_in_context(tokens, "الأمنية", level="lemma", sort="after1")
    page.locator("#explorer select").select_option("after1")
    rows = page.locator("#explorer tbody tr")
    shown = rows.evaluate_all(
        "rows => rows.map(row => [...row.querySelectorAll('td > bdi')].map(cell => cell.textContent))"
    )
    assert shown == contexts[["before", "match", "after"]].to_numpy().tolist()
    rows.first.locator("a").click()
    assert page.url.endswith(f"#p{contexts['paragraph'][0]}")
    assert page.evaluate("[...CSS.highlights.get('wb-hit')].map(String)") == [contexts["match"][0]]


def test_collocates_are_those_of_the_package(visit, article):  # noqa: F811
    path, tokens = article
    watched = visit(path)
    ask(watched.page, "أمني")
    shown = watched.page.locator("#explorer .wb-near button").all_inner_texts()
    stops = tokens[tokens["is_stop"]]["lemma"].unique()
    near = count_collocates(tokens, "أمني", level="lemma")
    near = near[(near["count"] > 1) & ~near["collocate"].isin(stops)]
    assert shown and set(shown) <= set(near["collocate"])
    assert near.nlargest(1, ["log_dice", "count"])["collocate"].iloc[0] in shown[:3]


def test_the_view_is_in_the_address_and_comes_back_from_it(visit, article):  # noqa: F811
    path, _ = article
    watched = visit(path)
    ask(watched.page, "روسيا")
    watched.page.locator("#explorer select").select_option("before1")
    watched.page.wait_for_url("**sort=before1")
    again = visit(path)
    again.page.goto(watched.page.url)
    assert again.page.locator("#explorer input[type=search]").input_value() == "روسيا"
    assert again.page.locator("#explorer select").input_value() == "before1"
    assert (
        again.page.locator("#explorer tbody tr").count()
        == watched.page.locator("#explorer tbody tr").count()
        > 0
    )


def test_what_is_not_there_is_said_with_what_is_near(visit, article):  # noqa: F811
    from playwright.sync_api import expect

    watched = visit(article[0])
    assert ask(watched.page, "بلنكن") == "لا ترد «بلنكن» في النص."
    status = watched.page.locator("#explorer [role=status]")
    expect(status).to_have_text("لا ترد «بلنكن» في النص. أقرب كلمات النص إليها: بلينكن")
    assert watched.page.locator("#explorer table").is_hidden()


def test_it_works_from_the_keyboard_alone(visit, article):  # noqa: F811
    page = visit(article[0]).page
    page.locator("#explorer input[type=search]").focus()
    page.keyboard.type("الأمنية")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "lemma", "the chosen one of the levels"
    # levels without a hit are passed over; the arrows go round
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.querySelector('#explorer input[type=radio]:checked').value") != "lemma"


def test_a_download_holds_every_line_and_runs_in_no_spreadsheet(visit, tmp_path):  # noqa: F811
    path = tmp_path / "page.html"
    write_page(path, make_seeds(HOSTILE))
    watched = visit(path, accept_downloads=True)
    assert watched.dialogs == [] and watched.complaints == []
    ask(watched.page, "قال")
    with watched.page.expect_download() as waiting:
        watched.page.locator("#explorer .wb-tools button").click()
    lines = waiting.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "seed,paragraph,start,end,before,match,after"
    assert len(lines) == 3 and '"\'=cmd|calc "' in lines[2]
    assert watched.dialogs == [] and watched.complaints == []


def test_without_script_there_is_nothing_of_it(visit, article):  # noqa: F811
    watched = visit(article[0], java_script_enabled=False)
    assert watched.page.locator("#explorer").is_hidden()


@pytest.mark.parametrize(("language", "title"), [("ar", "اسأل النص"), ("en", "Ask the text")])
def test_no_serious_barrier_is_found(language, title, visit, tmp_path):  # noqa: F811
    from axe_playwright_python.sync_playwright import Axe

    path = tmp_path / "page.html"
    write_page(path, read_seeds(SEED), language)
    watched = visit(path, viewport={"width": 390, "height": 900})
    ask(watched.page, "روسيا")
    assert watched.page.locator("#explorer h2").inner_text() == title
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= 390
    found = Axe().run(watched.page).response["violations"]
    assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []
