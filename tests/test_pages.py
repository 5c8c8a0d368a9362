"""Tables, concordances and the reader as markup: escaped, isolated, linked, the same on every run."""

import csv
import html
import io
import json
import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import arabic
from analysis.errors import ColumnError, OptionError
from analysis.pages import Html, assets, isolate, render_context, render_reader, render_table
from analysis.pages.reader import READER_TYPE, build_reader, find_text
from analysis.pages.segments import LayerSpan, cut
from analysis.pages.table_markup import TABLE_TYPE, build_table, links_by_row
from analysis.pages.value_text import harmless, write_number

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&#x202E;</style>"
TERMS = pd.DataFrame(
    {
        "term": ["روسيا", "BBC"],
        "count": [7, 3],
        "per_thousand": [12.345, 5.0],
        "forms": [[("روسيا", 5), ("وروسيا", 2)], [("BBC", 3)]],
    }
)
PLACES = pd.DataFrame(
    {
        "term": ["روسيا", "BBC", "روسيا"],
        "seed": ["خبر"] * 3,
        "paragraph": [1, 1, 2],
        "start": [4, 20, 33],
        "end": [9, 23, 38],
    }
)
CONTEXTS = pd.DataFrame(
    {
        "seed": ["خبر"],
        "paragraph": [3],
        "start": [40],
        "end": [45],
        "before": ["إن"],
        "match": ["روسيا"],
        "after": ["تريد"],
    }
)


class Parsed(HTMLParser):
    """Elements, attributes and text of markup, and whether its elements close in order."""

    VOID = ("input", "img", "br")

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements, self.stack, self.text = [], [], []
        self.feed(markup)
        assert self.stack == []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.stack.append(tag)

    def handle_endtag(self, tag):
        assert self.stack.pop() == tag

    def handle_data(self, data):
        self.text.append(data)

    def ids(self):
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]

    def links(self):
        return [attributes["href"] for tag, attributes in self.elements if tag == "a"]


def test_a_render_is_a_string_that_a_notebook_shows_and_repr_is_the_same_content_as_text():
    made = render_table(TERMS)
    assert isinstance(made, str) and isinstance(made, Html)
    assert made._repr_html_() == str(made)
    assert repr(made).splitlines() == [
        "term\tcount\tper_thousand\tforms",
        "روسيا\t7\t12.345\tروسيا 5; وروسيا 2",
        "BBC\t3\t5.0\tBBC 3",
    ]
    assert set(made._repr_mimebundle_()) == {"text/plain", "text/html", "text/csv", TABLE_TYPE}


def test_a_table_runs_right_to_left_with_units_in_its_headers_and_numbers_isolated():
    made = render_table(TERMS)
    assert '<table class="wb-table" dir="rtl">' in made
    assert "عدد مرات الورود" in made and "لكل ألف كلمة" in made
    bar = '<span class="wb-bar" style="width:100%"></span>'
    assert f'<td class="wb-n" data-v="7">{bar}<bdi dir="ltr">7</bdi></td>' in made
    assert '<table class="wb-table" dir="ltr">' in render_table(TERMS, language="en")


def test_a_row_opens_to_its_forms_and_to_every_place():
    page = Parsed(render_table(TERMS, places=PLACES))
    assert page.links() == ["#c4", "#c33", "#c20"]
    assert len([tag for tag, _ in page.elements if tag == "details"]) == 2
    assert len(set(page.ids())) == len(page.ids()) == 2


def test_folded_columns_open_in_the_row_and_only_where_they_hold_something():
    quotes = pd.DataFrame(
        {"quote": ["نعم", "لا"], "speaker": ["سامي", "ليلى"], "entity": ["سامي الخوري", None]}
    )
    made = render_table(quotes, folded=["entity"])
    page = Parsed(made)
    assert [tag for tag, _ in page.elements].count("th") == 2
    assert [tag for tag, _ in page.elements].count("details") == 1
    assert "الاسم: <bdi>سامي الخوري</bdi>" in made
    with pytest.raises(ColumnError, match="evidence"):
        render_table(quotes, folded=["evidence"])


def test_a_table_of_entities_meets_mentions_by_their_entity():
    terms = pd.DataFrame({"term": ["روسيا"], "count": [2]})
    mentions = PLACES.rename(columns={"term": "entity"})
    assert Parsed(render_table(terms, places=mentions)).links() == ["#c4", "#c33"]


def test_a_row_with_start_and_end_is_one_link_to_its_place():
    page = Parsed(render_table(PLACES))
    assert page.links() == ["#c4", "#c20", "#c33"]
    assert "4–9" in "".join(page.text)


def test_places_of_several_texts_name_their_text():
    places = PLACES.assign(seed=["خبر أول", "b", "b"])
    assert Parsed(render_table(places)).links() == ["#c4-خبر_أول", "#c20-b", "#c33-b"]


def test_the_links_of_a_table_are_data_until_a_page_says_where_they_lead():
    content = json.loads(json.dumps(render_table(TERMS, places=PLACES).bundle[TABLE_TYPE]))
    assert links_by_row(content) == [[(4, "خبر", "1"), (33, "خبر", "2")], [(20, "خبر", "1")]]
    markup = build_table(content, "t9", lambda start, seed: None if start == 4 else f"{seed}.html#{start}")
    assert '<a><bdi dir="ltr">1</bdi></a> <a href="خبر.html#33">' in markup
    assert Parsed(markup).ids() == ["t9-1", "t9-2"]
    assert build_table(content, content["key"]) == render_table(TERMS, places=PLACES)


@pytest.mark.parametrize(
    ("start", "seed", "found", "reason"),
    [
        (0, "a", "a", "the text that is named"),
        (6, "a", None, "the line break between two paragraphs"),
        (7, "b", None, "past the end of its text"),
        (7, None, "a", "a place without a text is in the first that has it"),
        (0, "c", None, "no such text"),
    ],
)
def test_a_reader_knows_the_places_it_shows(start, seed, found, reason):
    seeds = pd.DataFrame({"seed": ["a", "b"], "text": ["واحد.\n\nاثنان", "ثلاثة"]})
    assert find_text(render_reader(seeds).bundle[READER_TYPE], start, seed) == found, reason


@pytest.mark.parametrize(
    ("value", "decimals", "expected", "reason"),
    [
        (7, 0, "7", "a count stays a count"),
        (-3, 0, "\u22123", "a true minus, which no line break parts from its number"),
        (12345, 0, "12,345", "thousands apart where they are hard to read"),
        (2022, 0, "2022", "a year is not parted"),
        (0.00001, 4, "<0.0001", "a small number is not zero"),
        (float("inf"), 2, "∞", "keyness against nothing"),
        (-1e-17, 3, "0.000", "what arithmetic left of a zero"),
        (-0.0, 3, "0.000", "a zero has no sign"),
    ],
)
def test_numbers_are_written_for_a_reader(value, decimals, expected, reason):
    assert write_number(value, decimals) == expected, reason


def test_nulls_are_empty_cells_and_truth_values_have_words():
    table = pd.DataFrame({"term": ["أ", None], "dp": [0.5, None], "is_stop": [True, False]})
    made = render_table(table)
    assert '<td class="wb-n"></td>' in made and "<td></td>" in made
    assert "نعم" in made and "لا" in made
    assert repr(made).splitlines()[2] == "\t\tFalse"


def test_an_empty_table_keeps_its_headers():
    made = render_table(TERMS.head(0))
    assert "المفردة" in made and "<tbody></tbody>" in made
    assert repr(made) == "term\tcount\tper_thousand\tforms"


def test_values_that_have_labels_show_them_and_unknown_columns_their_own_name():
    made = render_table(pd.DataFrame({"kind": ["person"], "my <column>": ["x"]}), language="en")
    assert "my &lt;column&gt;" in made and "<column>" not in made


@pytest.mark.parametrize("language", ["ar", "en"])
def test_text_that_looks_like_markup_is_shown_as_text(language):
    table = pd.DataFrame(
        {HOSTILE: [HOSTILE], "term": [HOSTILE], "forms": [[(HOSTILE, 1)]], "start": [1], "end": [2]}
    )
    contexts = CONTEXTS.assign(before=HOSTILE, match=HOSTILE, after=HOSTILE)
    seeds = pd.DataFrame({"seed": [HOSTILE], "text": [HOSTILE], "title": [HOSTILE], "language": [HOSTILE]})
    layer = pd.DataFrame(
        {"seed": [HOSTILE], "start": [0], "end": [9], "kind": [HOSTILE], "entity": [HOSTILE]}
    )
    made = [
        render_table(table, language=language, caption=HOSTILE),
        render_table(table, places=table, language=language),
        render_context(contexts, language=language),
        render_reader(seeds, language=language, mentions=layer, quotes=layer, **{HOSTILE: layer}),
    ]
    for markup in made:
        page = Parsed(markup)
        tags = {tag for tag, _ in page.elements}
        assert not tags & {"script", "img", "style", "svg"}
        assert not any(name.startswith("on") for _, attributes in page.elements for name in attributes)
        assert "alert(1)" in "".join(page.text)


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(start):
    assert harmless(start) == f"'{start}"
    written = render_table(pd.DataFrame({start: [start], "n": [-5]})).bundle["text/csv"]
    rows = list(csv.reader(io.StringIO(written, newline="")))
    assert rows[0][0] == rows[1][0] == f"'{start}"
    assert rows[1][1] == "-5", "a number stays a number"


def test_the_same_table_gives_the_same_bytes_and_is_not_changed():
    table = TERMS.copy()
    assert render_table(table, places=PLACES) == render_table(TERMS, places=PLACES)
    pd.testing.assert_frame_equal(table, TERMS)


def test_places_without_a_common_column_are_an_error_that_names_the_columns():
    places = pd.DataFrame({"start": [1], "word": ["x"]})
    message = "places: no column in common with the table beside positions; columns there are: start, word"
    with pytest.raises(ColumnError, match=f"^{re.escape(message)}$"):
        render_table(TERMS, places=places)


@pytest.mark.parametrize("table", [None, "text", 5])
def test_what_is_no_table_is_an_error(table):
    with pytest.raises(ColumnError, match="a table"):
        render_table(table)


@pytest.mark.parametrize(
    "table",
    [
        pd.DataFrame([["أ", 1]], columns=["term", "term"]),
        pd.DataFrame({"term": ["أ"]}, index=pd.Index(["ب"], name="term")),
    ],
    ids=["columns", "index and column"],
)
def test_two_columns_of_one_name_are_an_error_that_names_them(table):
    with pytest.raises(ColumnError, match="^table: two columns are named term; rename or drop one$"):
        render_table(table)


def test_an_unknown_language_is_an_error():
    with pytest.raises(OptionError, match="language='fr': unknown; known languages: ar, en"):
        render_table(TERMS, language="fr")


def test_a_concordance_stands_in_the_order_of_the_text_and_its_lines_link():
    made = render_context(CONTEXTS)
    places = [made.index(f'class="wb-{name}"') for name in ("before", "match", "after")]
    assert places == sorted(places)
    assert Parsed(made).links() == ["#c40"]
    assert 'wb-context" dir="rtl"' in made


@pytest.mark.parametrize(
    ("attrs", "said"),
    [
        ({}, "لا نتائج."),
        ({"query": "نفط", "nearest": []}, "لا ترد «نفط» في النص."),
        (
            {"query": "<b>", "nearest": ["نفط", "نفس"]},
            "لا ترد «&lt;b&gt;» في النص. أقرب كلمات النص إليها: نفط، نفس",
        ),
    ],
)
def test_a_concordance_of_nothing_says_what_was_asked_for(attrs, said):
    contexts = CONTEXTS.head(0)
    contexts.attrs = attrs
    assert f"<caption><bdi>{said}</bdi></caption>" in render_context(contexts)
    assert "<caption>" not in render_context(CONTEXTS)


def test_a_concordance_of_an_english_text_runs_left_to_right_on_an_arabic_page():
    contexts = CONTEXTS.assign(before="said that", match="Russia", after="wants peace")
    assert 'wb-context" dir="ltr"' in render_context(contexts)


def seeds_of(text, **more):
    return pd.DataFrame({"seed": ["خبر"], "title": ["عنوان"], "text": [text], "language": ["ar"], **more})


def layer_of(*spans, **more):
    starts, ends = zip(*spans, strict=True)
    return pd.DataFrame({"seed": "خبر", "start": starts, "end": ends, **more})


def test_the_reader_shows_the_text_with_its_layers_as_checkboxes():
    made = render_reader(
        seeds_of("زار الوزير موسكو"), mentions=layer_of((11, 16), kind=["place"], entity=["موسكو"])
    )
    page = Parsed(made)
    boxes = [attributes for tag, attributes in page.elements if tag == "input"]
    assert [box["class"] for box in boxes] == ["wb-on-mentions"]
    assert (
        "span",
        {"id": "c11", "class": "wb-y-mentions wb-k-place", "title": page.elements[-1][1]["title"]},
    ) in page.elements
    assert 'dir="rtl"' in made


def test_overlapping_and_nested_spans_keep_every_character_and_every_anchor():
    text = "قال الوزير إن روسيا تريد السلام"
    layers = {
        "mentions": layer_of((4, 10), (14, 19)),
        "quotes": layer_of((11, 31), (14, 25)),
        "dates": layer_of((0, 15)),
    }
    page = Parsed(render_reader(seeds_of(text), **layers))
    assert "".join(page.text).endswith(text)
    assert sorted(name for name in page.ids() if name[0] == "c") == ["c0", "c11", "c14", "c4"]
    under_both = [a["class"] for _, a in page.elements if a.get("id") == "c14"]
    assert set(under_both[0].split()) >= {"wb-y-mentions", "wb-y-quotes", "wb-y-dates"}


def test_a_quotation_over_several_paragraphs_is_coloured_in_each():
    made = render_reader(seeds_of("أول\nثان\nثالث"), quotes=layer_of((0, 7), speaker=["الوزير"]))
    assert made.count('class="wb-y-quotes wb-q1"') == 3, "two paragraphs and the key"


def test_speakers_have_colours_of_their_own_the_most_quoted_first():
    spans = [(n, n + 1) for n in range(0, 18, 2)]
    names = ["أ", "ب", "ج", "د", "ه", "و", "و", "و", None]
    made = render_reader(seeds_of("ا " * 9), quotes=layer_of(*spans, entity=names))
    assert made.count("wb-q5") == 4, "the last of the five: three quotations and the key"
    assert "wb-q6" not in made


def test_links_of_a_page_get_anchors_and_ways_back():
    made = render_reader(seeds_of("زار الوزير موسكو"), mentions=layer_of((11, 16)))
    rows = {("خبر", 11): "#t1-1", ("خبر", 4): "#t1-2", ("خبر", 999): "#t1-3", ("other", 0): "#t1-4"}
    markup = build_reader(made.bundle[READER_TYPE], rows=rows)
    page = Parsed(markup)
    assert {"c4", "c11"} <= set(page.ids()) and not {"c0", "c999"} & set(page.ids())
    assert page.links() == ["#t1-2", "#t1-1"]
    assert "".join(page.text).endswith("زار الوزير موسكو")


def test_several_texts_have_both_kinds_of_anchor_and_no_id_twice():
    seeds = pd.DataFrame({"seed": ["a", "b"], "text": ["واحد اثنان", "ثلاثة أربعة"]})
    layer = pd.DataFrame({"seed": ["a", "b", "b"], "start": [0, 0, 6], "end": [4, 5, 11]})
    ids = Parsed(render_reader(seeds, terms=layer)).ids()
    assert len(ids) == len(set(ids))
    assert {"c0", "c0-a", "c0-b", "c6", "c6-b"} <= set(ids)


def test_a_layer_of_another_text_is_an_error():
    with pytest.raises(OptionError, match="mentions: seed 'x' is none of the texts shown: خبر"):
        render_reader(seeds_of("نص"), mentions=layer_of((0, 1)).assign(seed="x"))


def test_the_reader_without_layers_and_without_texts_is_still_markup():
    assert "wb-layers" not in render_reader(seeds_of("نص"))
    assert Parsed(render_reader(seeds_of("نص").head(0)))
    assert render_reader(seeds_of("نص"), mentions=layer_of((0, 1)).head(0))


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=12)


@settings(max_examples=150, deadline=None)
@given(spans=SPANS, breaks=st.sets(st.integers(0, 30)))
def test_segments_cover_the_text_once_and_know_exactly_their_spans(spans, breaks):
    layers = [LayerSpan(start, end, f"y{number}", "") for number, (start, end) in enumerate(spans)]
    segments = list(cut(5, 25, layers, breaks))
    assert segments[0].start == 5 and segments[-1].end == 25
    assert all(a.end == b.start for a, b in zip(segments, segments[1:], strict=False))
    for segment in segments:
        for position in range(segment.start, segment.end):
            assert set(segment.spans) == {span for span in layers if span.start <= position < span.end}
    assert {place for place in breaks if 5 < place < 25} <= {segment.start for segment in segments}


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1), spans=SPANS)
def test_any_text_comes_out_of_the_reader_as_it_went_in(text, spans):
    valid = [(start, end) for start, end in spans if start < end <= len(text)]
    layers = {"terms": layer_of(*valid)} if valid else {}
    made = render_reader(seeds_of(text), **layers)
    shown = "".join(re.findall(r'<p id="p\d+"[^>]*>(.*?)</p>', str(made), flags=re.DOTALL))
    content = made.bundle[READER_TYPE]["texts"][0]
    pictures = {point: 0x2400 + point for point in range(32) if point not in (9, 10, 13)} | {127: 0x2421}
    expected = "".join(text[start:end] for start, end, _ in content["paragraphs"]).translate(pictures)
    assert html.unescape(re.sub(r"<[^>]*>", "", shown)) == html.unescape(html.escape(expected))


def test_the_script_is_one_and_its_hash_is_what_the_policy_allows():
    assert assets.script() == assets.script()
    assert "</script" not in assets.script()
    assert assets.script_hashes().startswith("'sha256-")


def test_the_style_sheet_cannot_end_its_element():
    assert "</" not in assets.style() and "http" not in assets.style()


def test_the_scripts_fold_table_agrees_with_the_package():
    folds = assets._folds()
    pairs = dict(zip(folds["from"], folds["to"], strict=True))
    assert pairs["أ"] == "ا" and pairs["ى"] == "ي" and pairs["ة"] == "ه"
    assert ord("٠") in folds["zeros"] and ord("۰") in folds["zeros"]
    for letter, target in pairs.items():
        assert arabic.fold_text(letter, arabic.SEARCH_FOLDS) == target


MARK = "\u064e"


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("م" * 30, f"<bdi>{'م' * 30}</bdi>", "as long as words are"),
        ("س " + "م" * 31, f'<bdi class="wb-word">س {"م" * 31}</bdi>', "longer: it may be broken anywhere"),
        ("بًّٰا", "<bdi>بًّٰا</bdi>", "no language has a heap"),
        (
            "ب" + MARK * 70,
            f'<bdi class="wb-word">ب{MARK * 32}<wbr>{MARK * 32}<wbr>{MARK * 6}</bdi>',
            "a browser would shape them in time that grows with their square",
        ),
    ],
)
def test_an_endless_word_and_a_heap_of_marks_may_be_broken_anywhere(text, expected, reason):
    assert isolate(text) == expected, reason
    seeds = pd.DataFrame({"seed": ["a"], "text": [text]})
    assert render_reader(seeds).count("<wbr>") == expected.count("<wbr>"), reason


def test_every_root_tells_jupyterlab_that_it_holds_no_mathematics():
    seeds = pd.DataFrame({"seed": ["a"], "text": ["دفع $5 ثم $10"]})
    hits = pd.DataFrame({"seed": ["a"], "paragraph": 1, "start": 0, "end": 3, "before": "$", "match": "دفع"})
    rendered = [render_table(hits), render_context(hits.assign(after="$5")), render_reader(seeds)]
    for made in rendered:
        assert "mathjax_ignore" in re.match(r'<\w+ class="([^"]*)"', made)[1].split()
