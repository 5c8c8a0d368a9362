"""Pages in a real browser: nothing is asked for, links arrive, layers switch, everyone can read them."""

import os
import socket
import subprocess
import sys
import time
import urllib.request

import pandas as pd
import pytest
from hostile_outputs import ACTS, every_output, executed, shown
from nbformat import write as write_notebook
from nbformat.v4 import new_notebook
from tiny_project import SETTINGS, code, make_project, prose

from analysis import arabic, count_terms, find_in_context, find_terms, split_tokens
from analysis.pages import assets, render_context, render_reader, render_table
from analysis.sharing.page import PageHead, export_page
from analysis.sharing.pdf import chromium_flags, print_page

WIDTHS = (390, 768, 1440)


@pytest.fixture(scope="module")
def browser(chromium):
    """Return a running browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # playwright says itself how a browser without a window is started
        flags = [flag for flag in chromium_flags() if flag != "--headless"]
        running = playwright.chromium.launch(executable_path=chromium, args=flags)
        yield running
        running.close()


class Watched:
    """A page that remembers what it asked for and what it complained of."""

    def __init__(self, browser, path, **options) -> None:
        self.context = browser.new_context(**{"viewport": {"width": 900, "height": 900}, **options})
        self.page = self.context.new_page()
        self.requests, self.complaints, self.dialogs = [], [], []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))
        self.page.goto(path.as_uri())

    def style(self, selector: str, name: str, pseudo: str | None = None) -> str:
        code = "([s, n, p]) => getComputedStyle(document.querySelector(s), p).getPropertyValue(n)"
        return self.page.evaluate(code, [selector, name, pseudo])


@pytest.fixture
def visit(browser):
    """Return a function that opens a page; what it opened is closed at the end."""
    opened = []

    def open_page(path, **options):
        opened.append(Watched(browser, path, **options))
        return opened[-1]

    yield open_page
    for watched in opened:
        watched.context.close()


@pytest.fixture(scope="module")
def terms_page(tiny_pages):
    return tiny_pages / "text" / "01_terms.html"


@pytest.fixture(scope="module")
def hostile_page(tiny_pages):
    return next(path for path in tiny_pages.iterdir() if "hostile" in path.name) / "01_terms.html"


def test_pages_ask_for_nothing_and_complain_of_nothing(visit, tiny_pages):
    for path in sorted(tiny_pages.rglob("*.html")):
        watched = visit(path)
        watched.page.wait_for_load_state("networkidle")
        outside = [url for url in watched.requests if not url.startswith(("data:", path.as_uri()))]
        assert (outside, watched.complaints, watched.dialogs) == ([], [], []), path


def test_a_hostile_text_opens_no_dialog_and_leaves_the_page_whole(visit, hostile_page):
    watched = visit(hostile_page)
    assert "alert(1)" in watched.page.inner_text("main")
    assert watched.page.locator("main script, main iframe, main form, .wb-reader img").count() == 0
    assert watched.dialogs == [] and watched.complaints == []


def test_hostile_outputs_of_a_notebook_do_nothing_ask_for_nothing_and_lead_nowhere(visit, tmp_path):
    path = tmp_path / "page.html"
    notebook = executed(*every_output(), prose=f"# عنوان\n\n{ACTS}")
    path.write_text(export_page(notebook, PageHead(ACTS, "ar", [])), encoding="utf-8")
    watched = visit(path)
    # long enough for a page that would send its reader away
    watched.page.wait_for_timeout(1500)
    asked = [url for url in watched.requests if not url.startswith("data:")]
    assert (asked, watched.complaints, watched.dialogs) == ([path.as_uri()], [], [])
    assert watched.page.url == path.as_uri() and "نص باق" in watched.page.inner_text("main")


def test_endless_words_and_heaps_of_marks_make_no_page_wide_or_slow(visit, tmp_path):
    long, heap = "ا" * 20_000, "ب" + "\u064e" * 20_000
    text = f"قال {long} كلمة\n{heap} كلمة قال الوزير\n" + "x" * 20_000
    seeds = pd.DataFrame({"seed": ["a"], "title": [long], "language": ["ar"], "text": [text]})
    tokens = split_tokens(seeds)
    terms = count_terms(tokens)
    places = find_terms(tokens, terms)
    rendered = [
        render_table(terms, places=places, caption=long),
        render_table(pd.DataFrame({long: [long], "count": [1]})),
        render_context(find_in_context(tokens, "قال")),
        render_reader(seeds, terms=places),
    ]
    held = [shown(each._repr_mimebundle_()) for each in rendered]
    notebook = executed(
        *held, shown({"text/plain": long}), prose=f"# {long}\n\n{long}\n\n## {long}\n\n## ب\n\n## ج"
    )
    path = tmp_path / "page.html"
    head = PageHead(long, "ar", [{"href": "a", "text": long}, {"href": "b", "text": "ب"}])
    path.write_text(export_page(notebook, head), encoding="utf-8")
    page = visit(path).page
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        wide = (
            "[...document.querySelectorAll('*')].filter((e) => e.scrollWidth > 2000).map((e) => e.className)"
        )
        assert page.evaluate(wide) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".wb-text-body").text_content() == text.replace("\n", "")


def test_nothing_but_the_one_script_can_run(visit, terms_page):
    watched = visit(terms_page)
    watched.page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.broken = 1";
          document.body.append(script);
          document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.broken = 2'>");
        }"""
    )
    watched.page.wait_for_timeout(100)
    assert watched.page.evaluate("window.broken") is None
    assert any("Content Security Policy" in said for said in watched.complaints)


def test_the_face_is_embedded_and_used(visit, terms_page):
    watched = visit(terms_page)
    faces = watched.page.evaluate(
        "document.fonts.ready.then(() => [...document.fonts].map(f => [f.family, f.status]))"
    )
    assert [status for _, status in faces] == ["loaded"]


def test_prose_stands_at_the_right_and_code_and_numbers_run_left_to_right(visit, terms_page):
    watched = visit(terms_page)
    assert watched.style("html", "direction") == "rtl"
    for selector in ("h1", "h2", ".wb-prose p", ".wb-text-body p"):
        box = watched.page.locator(selector).first.bounding_box()
        column = watched.page.locator("main").bounding_box()
        text = watched.page.evaluate(
            """(s) => { const r = document.createRange(); r.selectNodeContents(document.querySelector(s));
              return r.getBoundingClientRect().right; }""",
            selector,
        )
        assert abs(text - (box["x"] + box["width"])) < 2, selector
        assert box["x"] + box["width"] <= column["x"] + column["width"]
    assert watched.style("td.wb-n bdi", "direction") == "ltr"
    assert watched.style(".wb-prose code", "direction") == "ltr"
    assert watched.style(".wb-code", "direction") == "ltr"


def test_the_concordance_is_aligned_on_its_match(visit, terms_page):
    watched = visit(terms_page)
    boxes = [
        watched.page.locator(f"table.wb-context tbody tr:first-child td.wb-{name}").bounding_box()
        for name in ("before", "match", "after")
    ]
    assert boxes[0]["x"] > boxes[1]["x"] > boxes[2]["x"], "what comes before stands at the right"
    assert watched.style("td.wb-before", "text-align") == "end"
    assert watched.style("td.wb-match", "text-align") == "center"


def test_no_page_is_wider_than_its_window(visit, tiny_pages):
    for path in sorted(tiny_pages.rglob("*.html")):
        page = visit(path).page
        # with its code shown a page is widest
        page.check("#wb-code") if page.locator("#wb-code").count() else None
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)


def test_code_is_hidden_until_asked_for(visit, terms_page):
    watched = visit(terms_page)
    assert not watched.page.locator(".wb-code").first.is_visible()
    watched.page.check("#wb-code")
    assert watched.page.locator(".wb-code").first.is_visible()


def test_a_row_leads_to_its_place_and_the_place_back_to_a_row(visit, terms_page):
    watched = visit(terms_page)
    page = watched.page
    page.locator(".wb-outputs table.wb-table details summary").nth(2).click()
    link = page.locator(".wb-places a").locator("visible=true").first
    name = link.get_attribute("href")
    link.click()
    target = page.locator(f"[id='{name[1:]}']")
    assert target.evaluate("e => e.matches(':target')")
    box = target.bounding_box()
    assert 0 <= box["y"] < 900, "the place is on the screen"
    assert watched.style(":target", "background-color") == watched.page.evaluate(
        "() => { const p = document.createElement('p'); p.style.background = 'var(--wb-target)';"
        " document.querySelector('.wb-reader').append(p); return getComputedStyle(p).backgroundColor; }"
    )
    back = target.get_attribute("href")
    assert back.startswith("#t")
    target.click()
    assert page.locator(f"[id='{back[1:]}']").evaluate("e => e.tagName === 'TR' && e.matches(':target')")


@pytest.mark.parametrize("script", [True, False])
def test_layers_switch_with_the_keyboard_with_and_without_script(script, visit, terms_page):
    watched = visit(terms_page, java_script_enabled=script)
    box = watched.page.locator(".wb-on-terms")
    place = watched.page.locator(".wb-y-terms").first

    def background():
        return place.screenshot()

    shown = background()
    box.focus()
    watched.page.keyboard.press("Space")
    assert not box.is_checked()
    hidden = background()
    watched.page.keyboard.press("Space")
    assert box.is_checked() and shown != hidden


def test_tables_sort_by_number_and_by_the_arabic_alphabet(visit, terms_page):
    page = visit(terms_page).page
    table = page.locator(".wb-outputs table.wb-table").first

    def column(number):
        return page.evaluate(
            """(n) => [...document.querySelector(".wb-outputs table.wb-table").tBodies[0].rows].map((row) =>
               (row.cells[n].querySelector("summary") || row.cells[n]).textContent)""",
            number,
        )

    table.locator("thead button").nth(0).focus()
    page.keyboard.press("Enter")
    # the alphabet of the table's language first, whatever carries the hamza; Latin letters after it
    first = [arabic.fold_text(word)[0] for word in column(0) if word[0].isalpha()]
    order = {letter: place for place, letter in enumerate("ابتثجحخدذرزسشصضطظعغفقكلمنهوي")}
    places = [order.get(letter, len(order)) for letter in first]
    assert places == sorted(places) and len(set(places)) > 5
    assert table.locator("th").nth(0).get_attribute("aria-sort") == "ascending"
    table.locator("thead button").nth(1).click()
    counts = [int(count) for count in column(1)]
    assert counts == sorted(counts)
    table.locator("thead button").nth(1).click()
    assert [int(count) for count in column(1)] == sorted(counts, reverse=True)


@pytest.mark.parametrize(
    ("typed", "found", "reason"),
    [
        ("اوكرانيا", "أوكرانيا", "hamza on alef"),
        ("١٢", "12", "digits of another script"),
        ("bbc", "BBC", "capital letters"),
        ("وزيره", "الوزيرة", "ta marbuta"),
    ],
)
def test_the_search_box_folds_as_the_package_folds(typed, found, reason, visit, terms_page):
    page = visit(terms_page).page
    total = page.locator("tbody tr").count()
    page.fill("#wb-search", typed)
    shown = page.locator("tbody tr:not([hidden])")
    assert 0 < shown.count() < total, reason
    for text in shown.all_text_contents():
        folded = arabic.fold_text(found, arabic.SEARCH_FOLDS)
        assert folded in arabic.fold_text(text, arabic.SEARCH_FOLDS)


def test_the_script_folds_every_character_as_the_package_does(visit, terms_page):
    fold = assets.script().split("const words")[0] + "return fold; })()"
    ranges = [(0x20, 0x250), (0x370, 0x530), (0x600, 0x900), (0x966, 0x970), (0x1E00, 0x2070)]
    ranges += [(0x2100, 0x2190), (0xFB50, 0xFE10), (0xFE70, 0xFF5F), (0x10400, 0x10450), (0x1D7CE, 0x1D800)]
    words = [f"ب{chr(point)}x" for first, end in ranges for point in range(first, end)]
    words = [word for word in words if arabic.fold_text(word)]
    page = visit(terms_page).page
    # the browser's policy does not bind the test itself
    made = page.evaluate(f"(words) => words.map({fold})", words)
    expected = [arabic.fold_text(word, arabic.SEARCH_FOLDS) for word in words]
    wrong = [(w, m, e) for w, m, e in zip(words, made, expected, strict=True) if m != e]
    assert wrong == []


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("ٱلرَّحْمَٰنِ", "الرحمن and الرحمان"),
        ("ٱلصَّلَوٰةَ", "a dagger alef on a waw: الصلاة"),
        ("هُدًى وَهَدَىٰ", "a final ى keeps its own"),
        ("ٱلْقُرْءَانُ", "ءا for آ"),
        ("كِتَٰبٞ", "كتب and كتاب"),
    ],
)
def test_the_search_box_reads_a_dagger_alef_both_ways(written, reason, visit, terms_page):
    readings = assets.script().split("const words")[0] + "return readings; })()"
    made = visit(terms_page).page.evaluate(f"(text) => ({readings})(text)", written)
    folds = arabic.SEARCH_FOLDS
    assert set(made.split("\n")) == {
        arabic.fold_text(written, folds),
        arabic.fold_text(written, ("dagger", *folds)),
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_barrier_is_found_in_either_theme(scheme, visit, tiny_pages):
    from axe_playwright_python.sync_playwright import Axe

    for path in (tiny_pages / "index.html", tiny_pages / "text" / "01_terms.html"):
        watched = visit(path, color_scheme=scheme)
        found = Axe().run(watched.page).response["violations"]
        serious = [
            (rule["id"], [node["target"] for node in rule["nodes"]][:3])
            for rule in found
            if rule["impact"] in ("serious", "critical")
        ]
        assert serious == [], path


def test_the_switch_turns_the_theme_round(visit, terms_page):
    light = visit(terms_page, color_scheme="light")
    dark = visit(terms_page, color_scheme="dark")
    day, night = light.style("html", "background-color"), dark.style("html", "background-color")
    assert day != night
    light.page.check("#wb-dark")
    dark.page.check("#wb-dark")
    assert (light.style("html", "background-color"), dark.style("html", "background-color")) == (night, day)


def test_on_paper_the_page_is_light_and_without_switches(visit, terms_page):
    watched = visit(terms_page, color_scheme="dark")
    watched.page.emulate_media(media="print", color_scheme="dark")
    assert watched.style("html", "background-color") == "rgb(253, 252, 250)"
    for selector in (".wb-top", ".wb-find", ".wb-layers"):
        assert not watched.page.locator(selector).first.is_visible(), selector
    assert watched.style("h2", "break-after") == "avoid"
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= 900


def test_a_pdf_has_the_face_inside(tiny_pages, chromium):
    raw = print_page(tiny_pages / "text" / "01_terms.html")
    assert raw.startswith(b"%PDF") and b"Amiri" in raw and b"/FontFile" in raw


def test_the_front_page_finds_a_text(visit, tiny_pages):
    page = visit(tiny_pages / "index.html").page
    page.fill("#wb-search", "لندن")
    page.fill("#wb-search", "اوكرانيا")
    assert page.locator(".wb-cards > li:not([hidden])").count() == 1
    page.locator(".wb-cards > li:not([hidden]) h2 a").click()
    page.wait_for_url("**/01_terms.html")


DOLLARS = "دفع $5 ثم $10"


def dollars_notebook():
    """Show two dollar signs in everything that is rendered, and mathematics that its author means."""
    cells = [
        "table = pd.DataFrame({'term': [DOLLARS, r'\\frac_1^2 \\(a\\)'], 'count': [2, 1]})",
        "seeds = pd.DataFrame({'seed': ['a'], 'title': [DOLLARS], 'text': [f'{DOLLARS} لا غير.']})",
        "render_table(table, caption=DOLLARS)",
        "plot_terms(table)",
        "render_context(find_in_context(split_tokens(seeds), 'دفع'))",
        "render_reader(seeds)",
    ]
    first = f"{SETTINGS}\nimport pandas as pd\nDOLLARS = {DOLLARS!r}"
    mathematics = [prose("# مبالغ"), prose("$x^2$")]
    # without a kernel of its own JupyterLab asks for one
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    return new_notebook(cells=[*mathematics, code(first, "parameters"), *map(code, cells)], metadata=kernel)


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """Start JupyterLab on a small project, for a reader who likes it dark; return where it is."""
    tmp_path = tmp_path_factory.mktemp("lab")
    project = make_project(tmp_path / "project")
    write_notebook(dollars_notebook(), project / "notebooks" / "dollars.ipynb")
    theme = tmp_path / ".jupyter/lab/user-settings/@jupyterlab/apputils-extension/themes.jupyterlab-settings"
    theme.parent.mkdir(parents=True)
    theme.write_text('{"theme": "JupyterLab Dark"}', encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "XDG_CACHE_HOME": str(tmp_path),
        "JUPYTER_TOKEN": "test",
        "HOME": str(tmp_path),
    }
    flags = ["--no-browser", f"--port={port}", *(["--allow-root"] if os.geteuid() == 0 else [])]
    command = [sys.executable, "-m", "analysis.cli", "lab", *flags]
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=project, env=environment, stdout=log, stderr=log)
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/api?token=test", timeout=2).close()
                break
            except OSError:
                assert server.poll() is None, (tmp_path / "log").read_text()
                time.sleep(0.25)
        yield lambda name: f"http://127.0.0.1:{port}/lab/tree/notebooks/{name}.ipynb?token=test"
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture
def run_in_lab(lab, browser):
    """Return a function that opens a notebook and runs all of it, until its reader is there."""
    context = browser.new_context(viewport={"width": 1300, "height": 1000})

    def run(name):
        page = context.new_page()
        page.goto(lab(name))
        page.wait_for_selector(".jp-Notebook .jp-MarkdownOutput h1", timeout=90_000)
        # before the kernel is there, running all cells does nothing
        page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]", timeout=90_000)
        page.click("text=Run >> nth=0")
        page.click("text=Run All Cells")
        page.wait_for_selector(".jp-OutputArea-output .wb-reader", timeout=120_000)
        page.wait_for_selector(".jp-OutputArea-output img")
        assert page.locator("[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
        return page

    yield run
    context.close()


def test_jupyterlab_opens_runs_and_shows_the_chart_the_tables_and_the_reader(run_in_lab):
    page = run_in_lab("01_terms")
    heading = page.locator(".jp-MarkdownOutput h1").first
    assert heading.evaluate("e => getComputedStyle(e).direction + getComputedStyle(e).unicodeBidi") in (
        "ltrplaintext",
        "rtlplaintext",
    )
    assert page.locator(".jp-toast, .jp-Dialog").count() == 0
    cell = page.locator(".jp-OutputArea-output table.wb-table").first
    assert cell.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert "Amiri" in cell.evaluate("e => getComputedStyle(e).fontFamily")
    # the explorer is alive there too
    page.locator(".wb-explorer input[type=search]").fill("روسيا")
    assert page.locator(".wb-explorer [role=status]").inner_text() == "عدد النتائج: 3"
    assert page.locator(".wb-explorer tbody tr").count() == 3
    # the theme this reader chose
    assert page.locator("body").get_attribute("data-jp-theme-light") == "false"


def test_jupyterlab_takes_no_text_for_mathematics(run_in_lab):
    page = run_in_lab("dollars")
    # once what its author means as mathematics is set, so would be all else
    page.wait_for_selector(".jp-MarkdownOutput mjx-container", timeout=60_000)
    page.wait_for_timeout(500)
    assert page.locator(".jp-OutputArea mjx-container").count() == 0
    for place in ("caption", "td", ".chart-caption", ".wb-context tbody tr", ".wb-text-body"):
        said = page.locator(f".jp-OutputArea-output {place}").first.text_content()
        assert DOLLARS in said.replace("\u2068", "").replace("\u2069", ""), place
    assert r"\frac_1^2 \(a\)" in page.locator(".jp-OutputArea-output tbody").first.text_content()
