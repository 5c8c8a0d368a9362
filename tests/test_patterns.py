"""Named patterns over a line of word classes: the engine alone, on lines that the eye can check."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import WorkbookError
from analysis.patterns import EDGE, Line, Row, Table, read_rows

#: Classes of one letter; an item "ab" has two, "-" none, "|" is an edge.
CLASSES = "abc"


def line_of(text):
    items = [EDGE if word == "|" else number for number, word in enumerate(text.split())]
    classes = [[name in word for name in CLASSES] for word in text.split()]
    return Line(np.array(items, dtype=np.int64), np.array(classes, dtype=bool).reshape(-1, len(CLASSES)))


def row(name, pattern):
    return Row(name, pattern, "", "", "")


def table_of(*patterns, shapes=None, known=None):
    return Table([row(pattern, pattern) for pattern in patterns], CLASSES, shapes, known=known)


def spans(pattern, text, shapes=None):
    return [match.span() for match in table_of(pattern, shapes=shapes).find(line_of(text), pattern)]


@pytest.mark.parametrize(
    ("pattern", "text", "expected", "reason"),
    [
        ("<a>", "| a b ab |", [(1, 2), (3, 4)], "an item with the class, whatever else it has"),
        ("<a b>", "| a b ab |", [(3, 4)], "every word in brackets must hold"),
        ("<a|b>", "| a b c |", [(1, 2), (2, 3)], "one class or the other"),
        ("<!a>", "| a b - |", [(2, 3), (3, 4)], "the absence of a class"),
        ("<a !b>", "| a ab |", [(1, 2)], "one class without another"),
        ("<a|!b>", "| b ab - |", [(2, 3), (3, 4)], "absence as an alternative"),
        ("<>", "| a - |", [(1, 2), (2, 3)], "any item, but no edge"),
        ("<a> <b>", "| a b a c b |", [(1, 3)], "blanks in a pattern mean nothing"),
        ("<a><b>?", "| a b a |", [(1, 3), (3, 4)], "all else is a regular expression"),
        ("<a>{2}", "| a a a |", [(1, 3)], "a number in braces is no shape"),
        ("<a>(?!<b>)", "| a b a |", [(3, 4)], "a look ahead sees no item beyond the edge"),
        ("(?<=<a>)<b>", "| b a b |", [(3, 4)], "a look behind"),
        ("(?P<x><a>|<b>)<c>(?P=x)", "| a c b a c a |", [(4, 7)], "a group again"),
        ("^<a>", "| a a | a |", [(1, 2), (4, 5)], "the beginning of a line"),
        ("<a>$", "| a a | a |", [(2, 3), (4, 5)], "the end of a line"),
        ("<a><>", "| a | b |", [], "no pattern runs across an edge"),
        ("{pair}<c>", "| a b c |", [(1, 4)], "a shape"),
        ("{either}<c>", "| a c b c |", [(1, 3), (3, 5)], "a shape is one piece, whatever it holds"),
        ("{pair}", "", [], "an empty line"),
        ("<a>", "| |", [], "edges alone"),
    ],
)
def test_what_a_pattern_means(pattern, text, expected, reason):
    shapes = {"pair": "{one}<b>", "one": "<a>", "either": "<a>|<b>"}
    assert spans(pattern, text, shapes) == expected, reason


def test_groups_are_items():
    (match,) = table_of("<a>(?P<said><b>+)").find(line_of("| c a b b |"), "<a>(?P<said><b>+)")
    assert match.span("said") == (3, 5)


@pytest.mark.parametrize(
    ("patterns", "expected", "reason"),
    [
        (("<a><b>", "<a>"), [("<a><b>", (1, 3)), ("<a>", (3, 4))], "the first row wins where both begin"),
        (("<a>", "<a><b>"), [("<a>", (1, 2)), ("<a>", (3, 4))], "also where it is the shorter"),
        (("<b>", "<a><b>"), [("<a><b>", (1, 3))], "the leftmost wins over the first"),
        (("<c>",), [], "nothing to find"),
        ((), [], "no rows"),
    ],
)
def test_the_leftmost_match_wins_and_none_overlaps(patterns, expected, reason):
    found = table_of(*patterns).find_first(line_of("| a b a |"))
    assert [(each.row.name, each.match.span()) for each in found] == expected, reason


def test_all_matches_come_in_the_order_of_the_table():
    found = table_of("<b>", "<a><b>").find_all(line_of("| a b a b |"))
    assert [(each.row.name, each.match.start()) for each in found] == [
        ("<b>", 2),
        ("<b>", 4),
        ("<a><b>", 1),
        ("<a><b>", 3),
    ]


def test_a_row_can_be_switched_off():
    table, line = table_of("<a><b>", "<a>"), line_of("| a b |")
    off = table.without("<a><b>")
    assert [each.row.name for each in off.find_first(line)] == ["<a>"]
    assert [each.row.name for each in off.find_all(line)] == ["<a>"]
    assert list(off.find(line, "<a><b>")) == []
    assert list(off.rows) == ["<a>"]
    # the table itself keeps it
    assert [each.row.name for each in table.find_first(line)] == ["<a><b>"]


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("<a> <d>", "pattern <a> <d>: no class d; classes are: a, b, c"),
        ("<a|!d>", "pattern <a|!d>: no class d; classes are: a, b, c"),
        ("<a>{gap}", "pattern <a>{gap}: no shape gap; shapes are: pair, one"),
        ("(<a>", "pattern (<a>: missing ), unterminated subpattern at position 0"),
    ],
)
def test_a_wrong_pattern_is_refused_with_the_name_of_its_row(pattern, message):
    with pytest.raises(WorkbookError, match=f"^{re.escape(message)}$"):
        table_of(pattern, shapes={"pair": "{one}<b>", "one": "<a>"})


@st.composite
def patterns(draw):
    """Draw a pattern over single classes, whose `re` over their letters is the same without brackets."""
    parts = draw(st.lists(st.sampled_from(["<a>", "<b>", "<c>", "<a>?", "<b>+", "(?<=<a>)", "(?!<c>)"])))
    return "".join(parts) + draw(st.sampled_from(["<a>", "<b>", "<c>"]))


LINES = st.lists(st.sampled_from("abc|"), max_size=30)


def plain(pattern):
    return re.sub("<([abc])>", r"\1", pattern)


@given(st.lists(patterns(), min_size=1, max_size=4, unique=True), LINES)
def test_the_first_of_the_leftmost_is_what_an_alternation_of_plain_regular_expressions_finds(rows, letters):
    found = table_of(*rows).find_first(line_of(" ".join(letters)))
    # the alternatives of `re` are tried in order too, and none of these can be empty or reach over an edge
    expected = re.finditer("|".join(f"({plain(pattern)})" for pattern in rows), "".join(letters))
    assert [(each.row.name, each.match.span()) for each in found] == [
        (rows[match.lastindex - 1], match.span()) for match in expected
    ]


# so many brackets that letters are learnt as sets of classes come
MANY = "<a><b>?<c>?|<a b><!a>?<!b>?|<a c>(?!<b c>)<!c>?|<b !a>"


@given(st.lists(st.lists(st.sampled_from(["a", "b", "c", "ab", "ac", "bc", "abc", "-", "|"])), max_size=4))
def test_what_is_found_hangs_neither_on_the_lines_before_nor_on_what_was_known(lines):
    texts = [" ".join(line) for line in lines]
    known = line_of("a ab c -").classes
    often, told = table_of(MANY), table_of(MANY, known=known)
    for text in texts:
        fresh = [match.span() for match in table_of(MANY).find(line_of(text), MANY)]
        assert [match.span() for match in often.find(line_of(text), MANY)] == fresh
        assert [match.span() for match in told.find(line_of(text), MANY)] == fresh


def test_rows_and_shapes_come_from_a_data_file():
    rows, shapes = read_rows("dates/patterns.toml")
    assert isinstance(rows[0], Row) and rows[0]._fields == ("name", "pattern", "yields", "reason", "example")
    assert all(isinstance(shape, str) for shape in shapes.values())
