"""Outputs of a notebook on a page: each kind is escaped or cleaned, what is broken breaks nothing else."""

import re

import nbformat
import pytest
from hostile_outputs import ACTS, SVG, every_output, executed, picture, shown, text64

from analysis.files import label
from analysis.sharing import outputs
from analysis.sharing.page import PageHead, export_page
from analysis.sharing.record import export_tables

HEAD = PageHead("عنوان", "ar", [])


def body_of(*outputs, prose="# عنوان", attachments=None) -> str:
    """Return what a page shows of these outputs."""
    notebook = executed(*outputs, prose=prose)
    notebook.cells[0]["attachments"] = attachments or {}
    return export_page(notebook, HEAD).partition("<main")[2].partition("<script>")[0]


def written(output) -> str:
    """Return the markup of one output."""
    return "".join(outputs.outputs([output], iter(()), "ar"))


def test_nothing_that_acts_is_in_the_markup_of_any_output():
    made = body_of(*every_output(), prose=f"# عنوان\n\n{ACTS}\n\n## [رابط](javascript:alert(1))\n\n{ACTS}")
    tags = re.findall(r"<[a-z!/][^>]*>", made)
    names = {re.match(r"</?([a-z0-9]*)", tag)[1] for tag in tags}
    assert not names & set(
        "script style meta base link form button iframe object embed svg math video".split()
    )
    attributes = {name for tag in tags for name in re.findall(r"\s([a-z-]+)=", re.sub(r'"[^"]*"', '""', tag))}
    known = "class id dir lang title href src alt width height role tabindex type checked aria-label style"
    assert attributes <= {*known.split(), "data-start"}
    assert set(re.findall(r' style="([^"]*)"', made)) <= {""}, "in a forged table; no address is left in it"
    addresses = [value for tag in tags for value in re.findall(r'(?:href|src)="([^"]*)"', tag)]
    assert addresses and all(re.match("#|data:image/", address) for address in addresses), addresses
    assert "نص باق" in made and "/home/name" not in made
    made.encode()


@pytest.mark.parametrize(
    ("markup", "expected", "reason"),
    [
        ('<p class="wb-skip own" id="top">س</p>', '<p class="own">س</p>', "names of ours look like ours"),
        ('<h2 id="wb-dark">س</h2>', "<h2>س</h2>", "the style asks for this name"),
        ('<h2 id="a">س</h2>', '<h2 id="a">س</h2>', "a heading is a target of the contents"),
        ('<a href="https://x.org/a?b#c">س</a>', '<a href="https://x.org/a?b#c">س</a>', "the web"),
        ('<a href="reader.html#c5-a:b">س</a>', '<a href="reader.html#c5-a:b">س</a>', "a page beside it"),
        ('<a href="//host/share">س</a>', "<a>س</a>", "a host without a scheme: a share of Windows"),
        ('<a href="\\\\host\\share">س</a>', "<a>س</a>", "the same, written as there"),
        ('<a href="file:///etc/passwd">س</a>', "<a>س</a>", "no files of the reader's machine"),
        ('<a href="da&#9;ta:text/html,x">س</a>', "<a>س</a>", "browsers leave the tab out"),
        ('<img src="data:text/html,x" alt="س">', '<img alt="س">', "no picture"),
        ('<td style="width:1px">س', "س", "a cell without a table is its text"),
        ("<b onclick='x'>س</b><!-- x --><script>1", "<b>س</b>", "comments and scripts go whole"),
        ("<b>\x00\ud800</b>", "<b>␀\ufffd</b>", "what no file can hold"),
    ],
)
def test_markup_keeps_what_shows_text_and_leads_nowhere_unasked(markup, expected, reason):
    assert outputs.clean(markup) == expected, reason


@pytest.mark.parametrize(
    ("data", "about", "expected", "reason"),
    [
        ({"image/png": picture("png")}, {"width": "50%"}, ' width="50%">', "a width in parts of the page"),
        ({"image/png": picture("png")}, {"width": 80, "height": 60.5}, ' width="80">', "whole pixels"),
        ({"image/png": picture("png")}, {"width": '1" x="'}, ">", "no width at all"),
        ({"image/png": picture("png")}, "no table", ">", "metadata of another shape"),
        ({"image/jpeg": picture("jpeg")}, {}, ">", "a photograph"),
        ({"image/webp": picture("webp")}, {}, ">", "a kind of picture that charts are not"),
    ],
)
def test_a_picture_is_shown_with_the_size_it_may_have(data, about, expected, reason):
    (kind,) = data
    made = written(shown(data, **{kind: about}))
    assert made.endswith(f' alt="{label("pages", "picture")}"{expected}</figure>'), reason
    assert made.startswith(f'<figure><img src="data:{kind};base64,'), reason


def test_a_picture_is_called_what_its_bytes_are():
    assert 'src="data:image/jpeg;base64,' in written(shown({"image/png": picture("jpeg")}))
    assert 'src="data:image/svg+xml;base64,' in written(shown({"image/svg+xml": SVG}))


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("%%% no base64", "no base64"),
        ("A", "base64 cut short"),
        (text64("<script>alert(1)</script>"), "no picture"),
        (text64(SVG), "a drawing under the name of a picture"),
        (picture("png", (500, 500))[:200], "a picture cut short"),
        (picture("tiff"), "a kind that browsers do not show"),
        (5, "a number"),
        (None, "nothing"),
    ],
)
def test_what_is_no_picture_is_its_alternative_text(raw, reason):
    about = {"image/png": {"alt": "رسم <b>"}}
    assert written(shown({"image/png": raw}, **about)) == '<p class="wb-note">رسم &lt;b&gt;</p>', reason


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"text/csv": "a,<b>\r\n1,2"}, '<pre class="wb-text" dir="auto">a,&lt;b&gt;\r\n1,2</pre>'),
        ({"text/latex": "$<b>$"}, '<pre class="wb-text" dir="ltr">$&lt;b&gt;$</pre>'),
        ({"application/json": ["<س>"]}, '<pre class="wb-text" dir="ltr">[\n &#34;&lt;س&gt;&#34;\n]</pre>'),
        ({"text/plain": ["<a>"]}, '<pre class="wb-text" dir="auto">[\n &#34;&lt;a&gt;&#34;\n]</pre>'),
        ({"text/markdown": "**<u>س</u>**"}, '<div class="wb-prose"><p><strong><u>س</u></strong></p>\n</div>'),
        ({"application/x-unknown": "<b>"}, ""),
        ({}, ""),
    ],
)
def test_other_kinds_are_shown_as_text(data, expected):
    assert written(shown(data)) == expected


def test_a_cell_that_may_fail_shows_its_error_without_the_folders_of_this_machine():
    output = nbformat.v4.new_output("error", ename="ValueError", evalue="<b>", traceback=["/home/name/x.py"])
    assert written(output) == '<pre class="wb-text" dir="auto">ValueError: &lt;b&gt;</pre>'


def test_an_attached_picture_is_in_the_page_and_a_missing_one_is_its_alternative_text():
    held = {"a.png": {"image/png": picture("png")}, "b.png": {"image/png": text64(ACTS)}, "c": {}}
    source = "![أ](attachment:a.png) ![ب](attachment:b.png) ![ج](attachment:c) ![د](attachment:d)"
    made = outputs.prose(f"{source} ![ه](http://example.invalid/x.png)", held)[0]
    assert re.findall(r'<img src="data:image/png;base64,[^"]+" alt="(.)">', made) == ["أ"]
    assert re.findall(r'<img alt="(.)">', made) == ["ب", "ج", "د", "ه"]


@pytest.mark.parametrize("csv", ["", "a,b\r\n" + "س" * 200_000 + ",1\r\n", 5])
def test_a_table_without_columns_or_with_an_endless_word_stops_no_page(csv):
    notebook = executed(shown({"text/csv": csv}))
    noted, _ = export_tables(notebook, "x")
    assert [(table["columns"], table["rows"]) for table in noted] == (
        [(["a", "b"], 1)] if "a" in str(csv) else []
    )


def test_dollar_signs_stay_in_prose_and_markup():
    source = "دفع $5 ثم $10 و\\$3"
    assert outputs.prose(source)[0] == "<p>دفع $5 ثم $10 و$3</p>\n"
    assert written(shown({"text/html": "<p>دفع $5 ثم $10</p>"})).count("$") == 2
