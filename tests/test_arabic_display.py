"""Labels of charts, compared pixel by pixel with drawings made without matplotlib."""

import matplotlib
import pytest
from hypothesis import given
from hypothesis import strategies as st

matplotlib.use("agg")

from drawn_text import AMIRI, SAME, distance, draw_by_hand, draw_by_matplotlib  # noqa: E402
from matplotlib import font_manager  # noqa: E402

from analysis import arabic  # noqa: E402
from analysis.arabic.display import display_text  # noqa: E402
from analysis.errors import OptionError  # noqa: E402

font_manager.fontManager.addfont(str(AMIRI))
SHAPES = matplotlib.__version_info__ >= (3, 11)

R, L = "rtl", "ltr"
# (text, its lines as runs from the left of the paper, ordered by hand after UAX 9, why it is here)
TEXTS = [
    ("أوكرانيا وروسيا", [[("أوكرانيا وروسيا", R)]], "letters join and run from the right"),
    ("كِتَابٌ مُفِيدٌ", [[("كِتَابٌ مُفِيدٌ", R)]], "vowel marks stay, over their letters"),
    ("الناتو (الحلف)", [[("الناتو (الحلف)", R)]], "brackets open towards the right"),
    ("«كييف» [موسكو]", [[("«كييف» [موسكو]", R)]], "guillemets and square brackets too"),
    (
        "قرابة 25%",
        [[("%", R), ("25", L), (" ", R), ("قرابة", R)]],
        "after Arabic letters % follows its number",
    ),
    ("25% منهم", [[(" منهم", R), ("25%", L)]], "at the start % belongs to the number, written left to right"),
    (
        "عام 2021 ثم 2022",
        [[("2022", L), (" ثم ", R), ("2021", L), (" ", R), ("عام", R)]],
        "numbers keep their digits' order",
    ),
    (
        "BBC (عربي) 2022",
        [[("2022", L), (" ", R), ("(عربي)", R), (" ", R), ("BBC", L)]],
        "a line that begins with Latin letters is right-to-left all the same",
    ),
    ("الإسلام والسلام", [[("الإسلام والسلام", R)]], "lam and alef are one letter form"),
    ("وكالة\nسبوتنيك", [[("وكالة", R)], [("سبوتنيك", R)]], "each line by itself"),
    ("من $5 إلى $7", [[("7", L), (" إلى $", R), ("5", L), ("من $", R)]], "two dollar signs are no formula"),
]
LABELS = [text for text, _, _ in TEXTS]


def distances(drawn: str, lines: list) -> list[float]:
    pictures = zip(draw_by_matplotlib(drawn), draw_by_hand(lines), strict=True)
    return [distance(one, other) for one, other in pictures]


@pytest.mark.parametrize(("text", "lines", "reason"), TEXTS, ids=LABELS)
def test_a_label_is_drawn_as_an_independent_renderer_draws_it(text, lines, reason):
    assert max(distances(display_text(text), lines)) < SAME, reason


@pytest.mark.parametrize(("text", "lines", "reason"), TEXTS, ids=LABELS)
def test_the_comparison_fails_for_reversed_text(text, lines, reason):
    turned = "\n".join(line[::-1] for line in display_text(text).split("\n"))
    assert min(distances(turned, lines)) > SAME, reason


@pytest.mark.parametrize(("text", "lines", "reason"), TEXTS, ids=LABELS)
def test_the_comparison_fails_for_the_other_version_s_recipe(text, lines, reason, monkeypatch):
    # 3.11 draws reshaped and reordered text reversed; 3.10 draws raw text unjoined and reversed
    monkeypatch.setattr(arabic.display, "_shapes_text", lambda: not SHAPES)
    assert min(distances(display_text(text), lines)) > SAME, reason


def test_the_comparison_fails_without_a_direction_mark():
    text, lines, _ = TEXTS[LABELS.index("BBC (عربي) 2022")]
    wrong = text if SHAPES else display_text(text, direction="ltr")
    assert min(distances(wrong, lines)) > SAME


def test_brackets_that_are_not_mirrored_are_further_off():
    text, lines, _ = TEXTS[LABELS.index("الناتو (الحلف)")]
    swapped = text.translate(str.maketrans("()", ")("))
    assert distances(display_text(swapped), lines)[0] > 1.2 * distances(display_text(text), lines)[0]


def test_dollar_signs_go_to_mathtext_unless_the_artist_is_told():
    text, lines, _ = TEXTS[-1]
    pictures = draw_by_matplotlib(display_text(text), parse_math=True)
    assert distance(pictures[0], draw_by_hand(lines)[0]) > SAME


def test_matplotlib_that_shapes_text_gets_the_raw_line_after_a_mark(monkeypatch):
    monkeypatch.setattr(arabic.display, "_shapes_text", lambda: True)
    assert display_text("نص\nثان") == "\u200fنص\n\u200fثان"
    assert display_text("text", direction="ltr") == "\u200etext"
    # a mark of the text's own stays: it keeps 000_27 together
    assert display_text("\u200e000_27") == "\u200f\u200e000_27"


def test_marking_twice_is_marking_once(monkeypatch):
    monkeypatch.setattr(arabic.display, "_shapes_text", lambda: True)
    assert display_text(display_text("نص")) == display_text("نص")


# (text, drawn from the left of the paper, reason): the recipe of matplotlib 3.10, tested under both versions
REORDERED = [
    ("نص", "\ufeba\ufee7", "initial and final forms, the last letter first"),
    ("لا", "\ufefb", "lam-alef is one form"),
    ("نَ", "\u064e\ufee5", "vowel marks stay"),
    ("(a)", "(a)", "brackets of a Latin run keep their shape"),
    ("(نص)", "(\ufeba\ufee7)", "brackets of an Arabic run are mirrored"),
    ("((نص", "\ufeba\ufee7))", "each of two brackets is"),
    ("a ((b)) c", "a ((b)) c", "neither is in a Latin run"),
    ("«نص»", "«\ufeba\ufee7»", "guillemets are mirrored too"),
    ("\u202bنص\u202c", "\ufeba\ufee7", "controls have done their work and would be drawn as boxes"),
    ("ن\u034f(", ")\ufee5", "a joiner of the text itself is dropped"),
    ("", "", "nothing stays nothing"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), REORDERED)
def test_text_for_older_versions_is_shaped_ordered_and_mirrored(text, expected, reason, monkeypatch):
    monkeypatch.setattr(arabic.display, "_shapes_text", lambda: False)
    assert display_text(text) == expected, reason


@pytest.mark.parametrize("shapes", [True, False])
@given(text=st.text(max_size=40))
def test_lines_stay_lines_whatever_the_text(shapes, text):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arabic.display, "_shapes_text", lambda: shapes)
        assert display_text(text).count("\n") == text.count("\n")


def test_an_unknown_direction_is_refused():
    with pytest.raises(OptionError) as error:
        display_text("نص", direction="up")
    assert str(error.value) == "direction='up': unknown; known directions: rtl, ltr"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("نص", True), ("BBC عربي", True), ("עברית", True), ("BBC 2022", False), ("٢٠٢٢", False), ("", False)],
)
def test_a_text_with_right_to_left_letters_is_known(text, expected):
    assert arabic.has_rtl(text) is expected
