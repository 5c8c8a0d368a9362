"""Paragraphs are what stands between line breaks; their roles follow from form and place."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import count_roles, split_paragraphs
from analysis.arabic import code_points, is_invisible
from analysis.errors import ColumnError
from analysis.paragraphs import ROLES, paragraph_spans
from analysis.paragraphs.roles import opens_with_dateline

COLUMNS = ["seed", "paragraph", "start", "end", "role", "text"]
ANYTHING = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from('\n\r\x85\u2028\u2029 \u200f\ufeff«»".:')
)
PROSE = "وقالت الوزيرة إن المحادثات التي بدأت صباح أمس في العاصمة تناولت ملف المياه والزراعة بين البلدين."


def seeds_of(*texts):
    return pd.DataFrame({"seed": [f"s{number}" for number in range(len(texts))], "text": list(texts)})


def roles_of(*lines):
    return split_paragraphs(seeds_of("\n".join(lines)))["role"].to_list()


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("أ\nب", ["أ", "ب"], "line feed"),
        ("أ\r\nب\rج", ["أ", "ب", "ج"], "Windows and old Mac line ends; CRLF is one"),
        ("أ\x85ب\u2028ج\u2029د", ["أ", "ب", "ج", "د"], "next line, line and paragraph separators"),
        (
            "أ\vب\fج\x1cد",
            ["أ\vب\fج\x1cد"],
            "other controls that str.splitlines breaks at do not end a paragraph",
        ),
        ("\n \u200f\n\n", [], "white space and a direction mark show nothing"),
        ("\ufeff\u2067 أ \u2069\u200b", ["أ"], "trimmed of bidi isolates, BOM and zero-width space"),
        ("\u00a0أ\u3000", ["أ"], "trimmed of no-break and ideographic space"),
        ("\u06dd", ["\u06dd"], "the end-of-ayah sign is a format character that shows"),
        ("", [], "an empty text has no paragraph"),
    ],
)
def test_paragraphs_stand_between_line_breaks_and_are_trimmed(text, expected, reason):
    assert split_paragraphs(seeds_of(text))["text"].to_list() == expected, reason


@given(ANYTHING)
def test_every_paragraph_is_a_trimmed_slice_and_nothing_visible_is_left_out(text):
    paragraphs = split_paragraphs(seeds_of(text))
    covered = np.zeros(len(text), dtype=bool)
    for row in paragraphs.itertuples():
        assert text[row.start : row.end] == row.text
        assert not is_invisible(row.text[0]) and not is_invisible(row.text[-1])
        assert not covered[row.start : row.end].any()
        covered[row.start : row.end] = True
    assert all(is_invisible(character) for character, done in zip(text, covered, strict=True) if not done)
    assert paragraphs["paragraph"].to_list() == list(range(1, len(paragraphs) + 1))
    assert paragraphs["role"].notna().all()


def test_spans_are_the_same_from_a_text_and_from_its_code_points():
    text = " سلام\n\n😀 نعم "
    for ours, theirs in zip(paragraph_spans(text), paragraph_spans(code_points(text)), strict=True):
        assert ours.tolist() == theirs.tolist()


def test_columns_order_numbering_and_types_over_several_seeds():
    seeds = seeds_of("أ\nب", "", "ج")
    before = seeds.copy()
    paragraphs = split_paragraphs(seeds)
    assert list(paragraphs.columns) == COLUMNS
    assert paragraphs["seed"].astype(str).to_list() == ["s0", "s0", "s2"]
    assert paragraphs["paragraph"].to_list() == [1, 2, 1]
    assert paragraphs["seed"].cat.categories.to_list() == ["s0", "s1", "s2"]
    pd.testing.assert_frame_equal(seeds, before)


def test_an_empty_table_gives_an_empty_table_with_all_columns():
    paragraphs = split_paragraphs(seeds_of())
    assert list(paragraphs.columns) == COLUMNS and len(paragraphs) == 0


def test_a_missing_column_is_named():
    with pytest.raises(ColumnError, match="^seeds: no column text"):
        split_paragraphs(pd.DataFrame({"seed": ["a"]}))


@pytest.mark.parametrize(
    ("lines", "place", "role", "reason"),
    [
        (["وزيران يبحثان ملف المياه", PROSE, PROSE], 0, "headline", "a short first line without a stop"),
        ([PROSE, PROSE], 0, "body", "a first line that is a sentence with its stop is no headline"),
        (["كلمة واحدة"], 0, "body", "a line alone stands above nothing"),
        (
            ["عنوان الخبر اليوم", "سامي الحلبي – دمشق", PROSE, PROSE],
            1,
            "boilerplate",
            "a byline under the headline",
        ),
        (
            ["عنوان الخبر اليوم", "تابعنا عبر", PROSE, PROSE],
            1,
            "boilerplate",
            "page furniture under the headline",
        ),
        (
            ["عنوان الخبر اليوم", "مصادر مطلعة تقول إن الاتفاق بات قريبا جدا", PROSE, PROSE],
            1,
            "subheading",
            "a longer line under the headline is a deck, not a byline",
        ),
        (
            ["عنوان الخبر اليوم", "دمشق - وكالات. " + PROSE, PROSE],
            1,
            "dateline",
            "place, agency, stop, then prose",
        ),
        (
            ["عنوان الخبر اليوم", "بيروت (وكالات) - " + PROSE, PROSE],
            1,
            "dateline",
            "agency in brackets, then a dash",
        ),
        (
            ["عنوان الخبر اليوم", "أحمد سعيد- صحيفتنا- صنعاء: " + PROSE],
            1,
            "dateline",
            "reporter, paper, place, colon",
        ),
        (
            ["عنوان الخبر اليوم", PROSE, "وقالت: «" + PROSE + "»."],
            2,
            "quotation",
            "over half of it between marks",
        ),
        (
            ["عنوان الخبر اليوم", PROSE, PROSE + " وقال: «نعم»."],
            2,
            "body",
            "a short quotation leaves prose prose",
        ),
        (
            ["عنوان الخبر اليوم", PROSE, "وأضاف: " + PROSE],
            2,
            "quotation",
            "speech after verb and colon, no marks",
        ),
        (
            ["عنوان الخبر اليوم", PROSE, "وأضاف: إن " + PROSE],
            2,
            "body",
            "after the colon إن makes it indirect",
        ),
        (
            ["عنوان الخبر اليوم", PROSE, "واستطرد قائلا:", "«" + PROSE + "»"],
            2,
            "speech_lead",
            "a verb and a colon",
        ),
        (
            ["عنوان الخبر اليوم", PROSE, "ردود الفعل", PROSE, PROSE],
            2,
            "subheading",
            "short, no stop, between prose",
        ),
        (
            ["عنوان الخبر الأول اليوم", PROSE, PROSE, "رابط الخبر: عنوان الخبر الأول اليوم"],
            3,
            "boilerplate",
            "the headline said again at the end",
        ),
        (
            ["عنوان الخبر اليوم", PROSE, PROSE, "وسوم المياه الزراعة"],
            3,
            "boilerplate",
            "a line without a stop after prose",
        ),
        (["عنوان الخبر اليوم", PROSE, "* * *", PROSE], 2, "boilerplate", "an ornament"),
        (
            ["قصيدة", "يا دار مية بالعلياء فالسند", "أقوت وطال عليها سالف الأبد", "وقفت فيها"],
            3,
            "body",
            "verse ends without stops throughout",
        ),
        (["عنوان الخبر اليوم", PROSE, PROSE, "«" + PROSE], 3, "body", "an unbalanced mark quotes nothing"),
    ],
)
def test_role_of_a_paragraph(lines, place, role, reason):
    assert roles_of(*lines)[place] == role, reason


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("القاهرة - وكالات: " + PROSE, True, "colon closes"),
        ("LONDON (Agency) - The ministers of both countries met on Monday.", True, "Latin script alike"),
        ("لندن - وكالات - " + PROSE, True, "two names, each with its dash"),
        ("CAIRO, July 3 — The ministers of both countries met on Monday.", True, "capitals and a dash"),
        ("واستغرب سامي - زائر للمتنزه - من قيام البلدية بقطع الأشجار.", False, "the sentence goes on"),
        ("كان - رحمه الله - رجلا كريما يحب الناس ويحبونه في بلده.", False, "a blessing between dashes"),
        ("العـربية لغة جميلة يكتبها الناس. " + PROSE, False, "tatweel inside a word is no dash"),
        ("قال الوزير - في بيان - إن الأمر انتهى. " + PROSE, False, "dashes around an aside"),
        ("2- الأساس المنطقي: " + PROSE, False, "an item of a list"),
        ("المهندس سامر، يجلس أمام حاسوبه. " + PROSE, False, "commas alone part no dateline"),
    ],
)
def test_datelines_are_told_from_asides(text, expected, reason):
    assert opens_with_dateline(text) is expected, reason


def test_quotation_over_several_paragraphs_marks_those_it_covers():
    roles = roles_of("عنوان الخبر اليوم", PROSE, "وقال: «" + PROSE, PROSE, PROSE + "» في ختام حديثه.")
    assert roles[2:] == ["quotation", "quotation", "quotation"]


def test_ten_thousand_paragraphs_take_bounded_time():
    paragraphs = split_paragraphs(seeds_of("\n".join(["عنوان"] + [PROSE] * 10_000)))
    assert len(paragraphs) == 10_001
    assert set(paragraphs["role"].cat.categories) == set(ROLES)


def test_roles_are_counted_in_paragraphs_and_characters():
    paragraphs = split_paragraphs(seeds_of("عنوان قصير\n" + PROSE + "\n" + PROSE))
    roles = count_roles(paragraphs)
    assert roles.to_numpy().tolist() == [["headline", 1, 10], ["body", 2, 2 * len(PROSE)]]
    assert list(roles.columns) == ["role", "count", "characters"]
    assert count_roles(paragraphs.head(0)).empty
