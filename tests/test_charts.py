"""Charts by what is drawn: lengths, order, sides, colours, labels, captions; and their pictures."""

import re
import subprocess
import sys
from functools import cache
from io import BytesIO

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt  # noqa: E402
import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
import pytest  # noqa: E402
from drawn_text import SAME, _frame, distance, draw_by_hand  # noqa: E402
from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: E402
from PIL import Image  # noqa: E402

import analysis  # noqa: E402
from analysis import arabic, charts  # noqa: E402
from analysis.arabic import display_text  # noqa: E402
from analysis.charts import axes, caption, legends, lettering, picture, theme  # noqa: E402
from analysis.errors import ColumnError, OptionError  # noqa: E402

TERMS = pd.DataFrame(
    {
        "term": ["روسيا", "كييف", "حلف شمال الأطلسي (الناتو)"],
        "count": [9, 12, 2],
        "per_thousand": [4.5, 6.0, 1.0],
        "forms": [[("روسيا", 5), ("وروسيا", 3), ("لروسيا", 1)], [("كييف", 12)], [("الناتو", 2)]],
    }
)
KEYNESS = pd.DataFrame(
    {
        "term": ["روسيا", "نفط", "صنعاء"],
        "count": [9, 3, 0],
        "total": 1000,
        "reference_count": [1, 3, 8],
        "reference_total": 500,
        "g2": [11.0, 0.5, 20.0],
        "log_ratio": [2.17, -1.0, -5.0],
    }
)
COLLOCATES = pd.DataFrame({"node": "حرب", "collocate": ["باردة", "عالمية"], "log_dice": [11.5, 9.25]})
DIVERSITY = pd.DataFrame({"seed": ["أ", "ب"], "tokens": [90, 60], "types": [50, 40], "mattr": [0.7, 0.8]})
GROWTH = pd.DataFrame({"seed": list("أأأبب"), "tokens": [1, 2, 3, 1, 2], "types": [1, 2, 2, 1, 2]})
PARAGRAPHS = pd.DataFrame(
    {
        "seed": "أ",
        "paragraph": [1, 2, 3, 4],
        "start": [0, 11, 40, 80],
        "end": [10, 39, 79, 100],
        "role": ["headline", "body", "quotation", "body"],
    }
)
PLACES = pd.DataFrame({"term": ["كييف", "روسيا", "كييف"], "seed": "أ", "start": [15, 20, 85]})
MENTIONS = pd.DataFrame(
    {"entity": ["كييف", "بلينكن"], "kind": ["place", "person"], "seed": "أ", "start": [15, 42]}
)
ENTITIES = TERMS.rename(columns={"term": "entity"}).assign(kind=["place", "place", "organisation"])
QUOTES = pd.DataFrame(
    {
        "seed": "أ",
        "start": [12, 41],
        "end": [30, 70],
        "entity": ["بلينكن", None],
        "speech": ["direct", "indirect"],
    }
)
REPEATS = pd.DataFrame(
    {
        "seed": "أ",
        "paragraph": [3, 4],
        "similarity": [1.0, 0.85],
        "first_seed": "أ",
        "first_paragraph": [1, 2],
    }
)
TOPICS = pd.DataFrame(
    {"paragraph": [1, 2, 3], "similarity": [0.4, 0.1, 0.5], "is_boundary": [False, True, False]}
)
DATES = pd.DataFrame(
    {
        "expression": ["17 ديسمبر 2021", "أكتوبر 2014", "17 ديسمبر", "عام 2008"],
        "calendar": "gregorian",
        "date": ["2021-12-17", "2014-10", "--12-17", "2008"],
        "date_end": None,
    }
)
PAIRS = pd.DataFrame(
    {"entity": ["روسيا", "كييف", "روسيا"], "other": ["كييف", "الناتو", "بلينكن"], "count": [5, 2, 1]}
)
VOICES = pd.DataFrame(
    {
        "entity": ["بلينكن", "بلينكن", None],
        "speech": ["direct", "indirect", "direct"],
        "words": [40, 10, 25],
        "quotes": [2, 1, 1],
    }
)
VERBS = pd.DataFrame(
    {
        "entity": ["بلينكن", "بلينكن", "لافروف"],
        "verb": ["قال", "أكد", "نفى"],
        "stance": ["neutral", "assertive", "denying"],
        "count": [4, 1, 1],
    }
)

# every chart with a table of its own
CHARTS = {
    "plot_terms": TERMS,
    "plot_ngrams": TERMS,
    "plot_collocates": COLLOCATES,
    "plot_diversity": DIVERSITY,
    "plot_entities": ENTITIES,
    "plot_keyness": KEYNESS,
    "plot_shared_terms": KEYNESS,
    "plot_growth": GROWTH,
    "plot_lengths": PARAGRAPHS,
    "plot_topics": TOPICS,
    "plot_dates": DATES,
    "plot_positions": PLACES,
    "plot_mentions": MENTIONS,
    "plot_roles": PARAGRAPHS,
    "plot_repeats": REPEATS,
    "plot_together": PAIRS,
    "plot_network": PAIRS,
    "plot_voices": VOICES,
    "plot_stances": VERBS,
}
every_chart = pytest.mark.parametrize("name", CHARTS)


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


@cache
def chart(name, language="ar"):
    """Return a chart to look at, drawn once; one on Axes made under matplotlib's own settings for Arabic."""
    ax = None
    if language == "ar":
        _, ax = plt.subplots()
    ax = getattr(charts, name)(CHARTS[name], ax=ax, language=language)
    ax.figure.canvas.draw()
    return ax


def widths(ax):
    return [patch.get_width() for patch in ax.patches]


def labels(ax):
    return [tick.get_text() for tick in ax.get_yticklabels()]


def spans(collection):
    """Return the left and right end of every part of a broken bar."""
    return [(path.vertices[:, 0].min(), path.vertices[:, 0].max()) for path in collection.get_paths()]


def texts(ax):
    """Return every text of a chart that is drawn."""
    ticks = []
    for axis in (ax.xaxis, ax.yaxis):
        low, high = sorted(axis.get_view_interval())
        inside = [tick for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high and ax.axison]
        ticks += [label for tick in inside for label in (tick.label1, tick.label2)]
    titles = [getattr(ax, name) for name in ("title", "_left_title", "_right_title")]
    legend = ax.get_legend().get_texts() if ax.get_legend() else []
    found = [*ax.texts, *ticks, *titles, *legend, ax.xaxis.label, ax.yaxis.label]
    return [text for text in found if text.get_text() and text.get_visible()]


@every_chart
def test_every_chart_has_a_title_where_reading_starts_and_a_caption_of_its_data(name):
    ax = chart(name)
    assert ax.get_title(loc="right") and not ax.get_title(loc="left")
    assert any(digit in caption(ax) for digit in "123456789")
    assert "{" not in caption(ax)


@every_chart
def test_every_chart_draws_on_the_axes_it_is_given_and_leaves_table_and_settings_as_they_were(name):
    _, ax = plt.subplots()
    table, settings = CHARTS[name].copy(deep=True), dict(matplotlib.rcParams)
    assert getattr(charts, name)(table, ax=ax) is ax
    pd.testing.assert_frame_equal(table, CHARTS[name])
    assert dict(matplotlib.rcParams) == settings


@every_chart
def test_arabic_reads_from_the_right_and_english_from_the_left(name):
    right, left = chart(name), chart(name, "en")
    assert (right.xaxis_inverted(), left.xaxis_inverted()) == (True, False)
    assert (right.yaxis.get_label_position(), left.yaxis.get_label_position()) == ("right", "left")
    assert [right.yaxis.get_ticks_position(), left.yaxis.get_ticks_position()] == ["right", "left"]
    assert left.get_title(loc="left") and not left.get_title(loc="right")
    # no Arabic in an English caption but names from the text
    assert not arabic.has_rtl(re.sub("\u2068.*?\u2069", "", caption(left)))


@every_chart
@pytest.mark.parametrize(("language", "words"), [("ar", "لا توجد بيانات"), ("en", "No data")])
def test_an_empty_table_is_a_chart_that_says_so(name, language, words):
    _, ax = plt.subplots()
    getattr(charts, name)(CHARTS[name].head(0), ax=ax, language=language)
    assert len(ax.texts) == 1
    assert words in caption(ax)


@every_chart
def test_a_missing_column_is_named(name):
    table = pd.DataFrame({"x": [1]})
    with pytest.raises(ColumnError, match="no column"):
        getattr(charts, name)(table)


@every_chart
def test_an_unknown_language_is_refused(name):
    with pytest.raises(OptionError, match="^language='fr': unknown; known languages: ar, en$"):
        getattr(charts, name)(CHARTS[name], language="fr")


@every_chart
@pytest.mark.parametrize("language", ["ar", "en"])
def test_no_text_is_cut_at_the_edge_of_the_picture(name, language):
    ax = chart(name, language)
    # closing a figure takes its canvas away
    canvas = FigureCanvasAgg(ax.figure)
    width, height = canvas.get_width_height()
    for text in texts(ax):
        box = text.get_window_extent(canvas.get_renderer())
        assert -1 <= box.x0 <= box.x1 <= width + 1, text.get_text()
        assert -1 <= box.y0 <= box.y1 <= height + 1, text.get_text()


@every_chart
def test_every_text_has_our_font_and_dollars_are_no_mathtext(name):
    for text in texts(chart(name)):
        assert text.get_family() == ["Amiri", "DejaVu Sans"], text.get_text()
        # the numbers of an axis are made while drawing and hold no dollar sign
        assert not text.get_parse_math() or text.get_text().strip("\u2212.0123456789-") == "", text.get_text()


def test_bars_are_as_long_as_the_counts_in_the_order_given():
    ax = charts.plot_terms(TERMS)
    assert widths(ax) == [9, 12, 2]
    assert labels(ax) == [display_text(term) for term in TERMS["term"]]
    assert [patch.get_y() for patch in ax.patches] == sorted(patch.get_y() for patch in ax.patches)
    assert ax.yaxis_inverted()


def test_bars_take_the_measure_asked_for():
    ax = charts.plot_terms(TERMS, measure="per_thousand")
    assert widths(ax) == [4.5, 6.0, 1.0]
    assert not ax.collections


def test_a_bar_unfolds_into_its_written_forms():
    ax = charts.plot_terms(TERMS)
    (parts,) = ax.collections
    assert spans(parts) == [(0, 5), (5, 8), (8, 9)]
    assert len({tuple(colour) for colour in parts.get_facecolors()}) == 3
    assert display_text("وروسيا") in [text.get_text() for text in ax.texts]


def test_a_form_that_does_not_fit_into_its_part_is_not_written():
    forms = [[("قال", 99), ("مستعمَلة نادرًا جدًّا", 1)]]
    ax = charts.plot_terms(pd.DataFrame({"term": ["قال"], "count": [100], "forms": forms}))
    assert [text.get_text() for text in ax.texts] == ["100", display_text("قال")]


def test_each_bar_ends_with_its_number():
    assert [text.get_text() for text in charts.plot_ngrams(TERMS.drop(columns="forms")).texts] == [
        "9",
        "12",
        "2",
    ]


def test_ticks_of_counts_are_whole_numbers():
    ax = charts.plot_terms(TERMS.assign(count=[1, 1, 2], forms=None))
    assert all(float(tick).is_integer() for tick in ax.get_xticks())


def test_values_that_are_missing_are_bars_of_no_length():
    ax = charts.plot_terms(pd.DataFrame({"term": ["أ", "ب"], "dp": [np.nan, 0.5]}), measure="dp")
    assert widths(ax) == [0, 0.5]


def test_a_table_too_long_for_a_chart_is_refused_with_a_remedy():
    table = pd.DataFrame({"term": ["كلمة"] * 151, "count": 1})
    with pytest.raises(OptionError) as error:
        charts.plot_terms(table)
    assert str(error.value) == "terms: 151 rows are too many for a chart (at most 150); use .head(40)"


def test_long_labels_run_on_and_none_is_cut():
    long = "عبارة طويلة جدا لا يكفيها سطر واحد من أسطر الرسم البياني أبدا"
    ax = charts.plot_terms(pd.DataFrame({"term": [long, "قصيرة"], "count": [2, 1]}))
    written = labels(ax)[0]
    assert written.count("\n") == 2
    if matplotlib.__version_info__ >= (3, 11):
        assert written.replace("\u200f", "").replace("\n", " ") == long
    ax.figure.canvas.draw()
    boxes = [tick.get_window_extent() for tick in ax.get_yticklabels()]
    assert boxes[0].y0 >= boxes[1].y1


def test_the_figure_grows_with_the_rows():
    heights = [
        charts.plot_terms(pd.DataFrame({"term": ["أ"] * n, "count": 1})).figure.get_figheight()
        for n in (5, 25)
    ]
    assert heights[1] - heights[0] == pytest.approx(20 * axes.ROW, abs=0.1)


def test_characters_without_a_glyph_are_boxes_and_no_warning():
    terms = ["中文 نص", "🏴‍☠️", "a\tb", "中\u064b \u021c\u0614", "\ufdfd"]
    ax = charts.plot_terms(pd.DataFrame({"term": terms, "count": 1}))
    ax.figure.canvas.draw()
    assert "\u25a1" in labels(ax)[0]
    assert labels(ax)[2].endswith("a b")


def test_keyness_grows_to_both_sides_in_two_colours():
    ax = charts.plot_keyness(KEYNESS)
    assert widths(ax) == [2.17, -1.0, -5.0]
    colours = [patch.get_facecolor() for patch in ax.patches]
    assert colours[0] != colours[1] == colours[2]
    low, high = sorted(ax.get_xlim())
    assert low < -5 and high > 2.17


def test_a_log_ratio_shows_how_far_it_may_be_off():
    off = KEYNESS.assign(log_ratio_low=[1.0, -3.0, -9.0], log_ratio_high=[3.0, 1.0, -1.0])
    ax = charts.plot_keyness(off)
    (lines,) = ax.collections
    assert [segment.tolist() for segment in lines.get_segments()] == [
        [[1, 0], [3, 0]],
        [[-3, 1], [1, 1]],
        [[-9, 2], [-1, 2]],
    ]
    assert [text.xy[0] for text in ax.texts] == [3, -3, -9], "values stand beyond the lines"
    low, high = sorted(ax.get_xlim())
    assert low < -9 and high > 3
    assert "95" in ax.caption and "95" not in charts.plot_keyness(off, measure="g2").caption
    assert not charts.plot_keyness(KEYNESS).collections


def test_g2_takes_its_side_from_the_log_ratio():
    assert widths(charts.plot_keyness(KEYNESS, measure="g2")) == [11.0, -0.5, -20.0]


@pytest.mark.parametrize(("asked", "named"), [(["روسيا"], "روسيا"), ([], "–"), (None, "–")])
def test_a_chart_without_collocates_names_what_was_asked_for(asked, named):
    empty = pd.DataFrame(columns=["node", "collocate", "log_dice"])
    if asked is not None:
        empty.attrs["node"] = asked
    assert f"\u2068{named}\u2069" in charts.plot_collocates(empty).caption


def test_collocates_name_their_node_in_the_title():
    ax = charts.plot_collocates(COLLOCATES)
    assert widths(ax) == [11.5, 9.25]
    assert "حرب" in caption(ax)


def test_entities_are_coloured_by_kind_and_the_legend_reads_from_the_right():
    ax = charts.plot_entities(ENTITIES)
    colours = [patch.get_facecolor() for patch in ax.patches]
    assert colours[0] == colours[1] != colours[2]
    assert len(ax.get_legend().get_texts()) == 2
    ax.figure.canvas.draw()
    first, second = (text.get_window_extent().x0 for text in reversed(ax.get_legend().get_texts()))
    assert first > second


def test_english_charts_have_english_names_where_they_are_known():
    named = ENTITIES.assign(entity_en=["Russia", None, None])
    assert labels(charts.plot_entities(named, language="en"))[:2] == [
        lettering.words("Russia"),
        lettering.words("كييف"),
    ]
    assert labels(charts.plot_entities(named))[0] == lettering.words("روسيا")
    mentions = MENTIONS.assign(entity_en=["Kyiv", None])
    assert labels(charts.plot_mentions(mentions, language="en"))[0] == lettering.words("Kyiv")


def test_a_legend_of_several_rows_is_filled_from_the_right():
    # matplotlib fills its columns, the longer ones first, from the left: efg | cd | ab
    assert legends._from_the_right(list("abcdefg"), 3) == list("efgcdab")


def test_strips_mark_every_place_and_end_where_the_text_ends():
    ax = charts.plot_positions(PLACES, paragraphs=PARAGRAPHS)
    events = [each for each in ax.collections if hasattr(each, "get_positions")]
    assert [list(each.get_positions()) for each in events] == [[15, 85], [20]]
    assert labels(ax) == [display_text("كييف"), display_text("روسيا")]
    assert ax.get_xlim() == pytest.approx((100.5, 0))


def test_strips_follow_the_categories_of_the_terms():
    ordered = PLACES.assign(term=pd.Categorical(PLACES["term"], ["روسيا", "كييف"]))
    assert labels(charts.plot_positions(ordered)) == [display_text("روسيا"), display_text("كييف")]


def test_file_names_keep_their_order_of_letters_beside_arabic():
    # after Arabic letters 000_27 would be shown as 27_000
    assert lettering.join_names(["كييف", "000_27"]) == "كييف \u00b7 \u200e000_27\u200e"
    assert lettering.words("\u200e000_27\u200e", direction="rtl").strip("\u200e\u200f") == "000_27"


def test_a_strip_shows_two_kinds_in_two_colours():
    ax = charts.plot_mentions(MENTIONS.assign(entity="روسيا", kind=["place", "adjective"]))
    (marks,) = (each for each in ax.collections if hasattr(each, "get_positions"))
    assert len({tuple(colour) for colour in marks.get_colors()}) == 2


def test_texts_have_strips_of_their_own():
    ax = charts.plot_positions(PLACES.assign(seed=["a", "a", "b"]))
    assert len(labels(ax)) == 3


def test_roles_and_voices_are_drawn_where_they_stand():
    ax = charts.plot_roles(PARAGRAPHS, quotes=QUOTES)
    assert spans(ax.collections[0]) == [(0, 10), (11, 39), (40, 79), (80, 100)]
    assert [spans(each) for each in ax.collections[1:]] == [[(12, 30)], [(41, 70)]]
    colours = [tuple(colour) for colour in ax.collections[0].get_facecolors()]
    assert colours[1] == colours[3] and len(set(colours)) == 3
    assert len(ax.get_legend().get_texts()) == 5


def test_a_repeat_is_an_arc_between_its_two_paragraphs():
    ax = charts.plot_repeats(REPEATS, paragraphs=PARAGRAPHS)
    ends = [patch.get_path().vertices[[0, -1], 0].tolist() for patch in ax.patches]
    assert ends == [[1, 3], [2, 4]]
    assert ax.patches[0].get_linestyle() != ax.patches[1].get_linestyle()
    assert sorted(ax.get_xlim()) == [0.4, 4.6]


def test_the_first_of_its_kind_has_a_row_and_no_arc():
    first = REPEATS.head(1).assign(paragraph=1)
    ax = charts.plot_repeats(pd.concat([first, REPEATS]))
    assert len(ax.patches) == 2
    assert caption(ax) == caption(charts.plot_repeats(REPEATS))


def test_repeats_between_texts_join_two_lines():
    ax = charts.plot_repeats(REPEATS.assign(seed="ب"))
    assert labels(ax) == [display_text("ب"), display_text("أ")] or len(labels(ax)) == 2
    assert len(ax.patches[0].get_path().vertices) == 2


def test_repeats_among_no_paragraphs_are_an_empty_chart_that_says_so():
    ax = charts.plot_repeats(REPEATS, paragraphs=PARAGRAPHS.iloc[:0], language="en")
    assert not ax.patches
    assert caption(ax).endswith("No data")


def test_a_word_as_long_as_a_text_leaves_room_for_the_chart():
    long = "ك" * 50_000
    terms = charts.plot_terms(pd.DataFrame({"term": [long, "ط" * 50_000], "count": [2, 1]}))
    near = pd.DataFrame({"node": long, "collocate": [long], "log_dice": [9.5]})
    for ax in (terms, charts.plot_collocates(near)):
        assert labels(ax)[0].count("\n") == 1 and "…" in labels(ax)[0]
        assert ax.figure.get_figheight() < 5 and len(caption(ax)) < 300
    terms.figure.canvas.draw()
    upper, lower = (tick.get_window_extent() for tick in terms.get_yticklabels())
    assert lower.y1 <= upper.y0, "rows do not run into each other"


def test_a_heap_of_marks_is_no_higher_than_a_line():
    heaps = pd.DataFrame({"term": ["ب" + "\u064e\u0301" * 100_000, "حقًّا"], "count": [2, 1]})
    ax = charts.plot_terms(heaps)
    ax.figure.canvas.draw()
    heap, plain = (tick.get_window_extent().height for tick in ax.get_yticklabels())
    assert heap < 3 * plain and len(caption(ax)) < 100
    assert "حقًّا" in labels(ax)[1] or matplotlib.__version_info__ < (3, 11), "no language loses a mark"


@pytest.mark.parametrize(
    "text", ["دفع $5 ثم $10", r"$\frac{1}$", r"\begin{x} a_1^2 \(b\)", "$", "$$", "{} %s & # ~"]
)
def test_what_mathematics_is_written_with_is_text_whatever_the_reader_has_set(text):
    with plt.rc_context({"text.usetex": True, "text.parse_math": True}):
        near = pd.DataFrame({"node": text, "collocate": [text, "ب"], "log_dice": [9.5, 1]})
        drawn = [charts.plot_collocates(near)]
        drawn += [charts.plot_growth(GROWTH.replace({"seed": {"أ": text}}))]
        drawn += [charts.plot_stances(VERBS.assign(entity=text, verb=text, count=90))]
    for ax in drawn:
        ax.figure.canvas.draw()
        said = [each for each in texts(ax) if "$" in each.get_text() or "\\" in each.get_text()]
        assert not any(each.get_parse_math() or each.get_usetex() for each in said)
        assert len(said) > 0 or not {"$", "\\"} & set(text)
        assert text in caption(ax) or ax is drawn[-1]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_very_long_name_loses_its_middle_where_it_has_one_line(language):
    long = "كلمة طويلة " * 36
    growth = charts.plot_growth(GROWTH.assign(seed=GROWTH["seed"] + long), language=language)
    written = [text.get_text() for text in growth.get_legend().get_texts()]
    assert len(written) == 2 and all(len(text) <= 62 and "…" in text for text in written)
    pairs = pd.DataFrame({"entity": [long + "أ", long + "ب"], "other": "قصير", "count": [2, 1]})
    square = charts.plot_together(pairs, language=language)
    assert any("…" in tick.get_text() for tick in square.get_xticklabels())
    for ax in (growth, square):
        ax.figure.canvas.draw()


def test_lengths_stand_in_the_order_of_the_text():
    ax = charts.plot_lengths(PARAGRAPHS)
    assert [patch.get_height() for patch in ax.patches] == [10, 28, 39, 20]
    assert ax.patches[0].get_x() < ax.patches[1].get_x()
    words = charts.plot_lengths(PARAGRAPHS.assign(words=[2, 5, 7, 4]), measure="words")
    assert [patch.get_height() for patch in words.patches] == [2, 5, 7, 4]


@pytest.mark.parametrize("rows", [1, 2])
def test_few_paragraphs_have_whole_numbers_below_them(rows):
    ax = charts.plot_lengths(PARAGRAPHS.head(rows))
    low, high = sorted(ax.get_xlim())
    ticks = [float(tick) for tick in ax.get_xticks() if low <= tick <= high]
    assert ticks == [1.0, 2.0][:rows]


def test_ten_thousand_paragraphs_are_one_outline():
    ax = charts.plot_lengths(
        pd.DataFrame({"start": np.arange(10_000) * 10, "end": np.arange(10_000) * 10 + 9})
    )
    assert not ax.patches and len(ax.collections) == 1


def test_growth_has_a_line_for_each_text():
    ax = charts.plot_growth(GROWTH)
    assert [line.get_xydata().tolist() for line in ax.lines] == [[[1, 1], [2, 2], [3, 2]], [[1, 1], [2, 2]]]
    assert ax.lines[0].get_color() != ax.lines[1].get_color()


def test_topics_have_a_curve_and_a_line_at_each_boundary():
    ax = charts.plot_topics(TOPICS)
    assert ax.lines[-1].get_xdata().tolist() == [1.5, 2.5, 3.5]
    assert [line.get_xdata()[0] for line in ax.lines[:-1]] == [2.5]
    two = charts.plot_topics(pd.concat([TOPICS.assign(seed="a"), TOPICS.assign(seed="b")]))
    assert [line.get_xdata().tolist() for line in two.lines[-2:]] == [[1.5, 2.5, 3.5]] * 2


@pytest.mark.parametrize(
    ("first", "last", "days", "reason"),
    [
        ("2021-12-17", None, 1, "a day"),
        ("2014-10", None, 31, "a month covers its days"),
        ("2014-12", None, 31, "December ends with the year"),
        ("2008", None, 366, "a leap year"),
        ("2021-12-17", "2021-12-19", 3, "a range, both ends included"),
        ("2021-11", "2022-01", 92, "months to months"),
    ],
)
def test_a_date_covers_the_days_it_names(first, last, days, reason):
    begin, end = charts.curves._span(first, last)
    assert end - begin == days, reason


def test_every_dated_row_of_a_timeline_can_be_seen():
    dates = pd.DataFrame(
        {
            "expression": ["a", "b", "c", "d", "e"],
            "calendar": "gregorian",
            "date": ["1894", "1973-10", "2015-05-03", "1990", "2021-12-17"],
            "date_end": ["1962", "1973-10", "2015-05-09", "1990", "2021-12-17"],
        }
    )
    for language in ("ar", "en"):
        ax = charts.plot_dates(dates, language=language)
        figure = ax.figure
        figure.set_dpi(110)
        FigureCanvasAgg(figure).draw()
        picture = np.asarray(figure.canvas.buffer_rgba())[..., :3].astype(int)
        colour = np.array(matplotlib.colors.to_rgb(theme.colours()[0])) * 255
        drawn = (abs(picture - colour) < 30).all(axis=2)
        for row in range(len(dates)):
            y = round(figure.bbox.height - ax.transData.transform((0, row))[1])
            assert drawn[y - 1 : y + 2].any(axis=0).sum() >= 3, row


def test_a_timeline_may_begin_with_the_first_years():
    ax = charts.plot_dates(DATES.head(2).assign(date=["0011", "2014"]))
    ax.figure.draw_without_rendering()
    assert len(ax.lines) == 2


@pytest.mark.parametrize("date", [None, np.nan, "--12-17", "0000", "2021-02-30", "12345"])
def test_a_date_without_a_day_in_the_calendar_has_a_row_and_no_mark(date):
    ax = charts.plot_dates(DATES.head(1).assign(date=date))
    assert len(labels(ax)) == 1 and not ax.lines and not ax.patches
    assert [text.get_text() for text in ax.texts] == [lettering.words("بلا سنة معروفة")]


def test_the_matrix_is_symmetric_and_numbered():
    ax = charts.plot_together(PAIRS)
    counts = ax.images[0].get_array()
    assert counts[0, 1] == counts[1, 0] == 5
    assert (counts == counts.T).all()
    assert [tick.get_text() for tick in ax.get_xticklabels()] == labels(ax)


def test_the_network_has_a_line_a_pair_and_is_the_same_each_time():
    one, other = charts.plot_network(PAIRS), charts.plot_network(PAIRS)
    lines = one.collections[0]
    assert len(lines.get_segments()) == 3
    assert list(lines.get_linewidths()) == sorted(lines.get_linewidths(), reverse=True)
    assert np.array_equal(lines.get_segments(), other.collections[0].get_segments())


def test_no_name_of_the_network_stands_on_another():
    names = [f"اسم طويل رقم {number}" for number in range(16)]
    pairs = pd.DataFrame(
        {"entity": names[:1] * 15 + names[1:8], "other": names[1:] + names[8:15], "count": 3}
    )
    ax = charts.plot_network(pairs)
    renderer = FigureCanvasAgg(ax.figure).get_renderer()
    boxes = [text.get_window_extent(renderer) for text in ax.texts]
    overlaps = [one.overlaps(other.padded(-2)) for n, one in enumerate(boxes) for other in boxes[:n]]
    assert len(boxes) == 16 and not any(overlaps)


def test_voices_are_stacked_and_the_unnamed_one_is_called_so():
    ax = charts.plot_voices(VOICES)
    assert [(patch.get_x(), patch.get_width()) for patch in ax.patches] == [(0, 40), (40, 10), (0, 25)]
    assert len(labels(ax)) == 2
    assert widths(charts.plot_voices(VOICES, measure="quotes")) == [2, 1, 1]


def test_parts_of_a_bar_need_not_stand_together():
    ax = charts.plot_voices(VOICES.iloc[[0, 2, 1]])
    assert [patch.get_x() for patch in ax.patches] == [0, 0, 40]


def test_stances_write_the_verb_on_its_part():
    ax = charts.plot_stances(VERBS)
    assert widths(ax) == [4, 1, 1]
    assert display_text("قال") in [text.get_text() for text in ax.texts]
    assert len({patch.get_facecolor() for patch in ax.patches}) == 3


def test_shared_terms_are_compared_per_thousand_words():
    ax = charts.plot_shared_terms(KEYNESS)
    here, there = (each.get_offsets()[:, 0].tolist() for each in ax.collections[-2:])
    assert here == [9, 3, 0] and there == [2, 6, 16]


def test_a_kind_keeps_its_colour_from_chart_to_chart():
    one = theme.palette("kinds", ["person", "place"])
    other = theme.palette("kinds", ["organisation", "place"])
    assert one["place"] == other["place"]
    assert len(set({**one, **other}.values())) == 3


# Viénot, Brettel & Mollon (1999) for red and green, on linear RGB
VISION = {
    "full": np.eye(3),
    "protanopia": np.array([[0.1124, 0.8876, 0], [0.1124, 0.8876, 0], [0.004, -0.004, 1]]),
    "deuteranopia": np.array([[0.2928, 0.7072, 0], [0.2928, 0.7072, 0], [-0.0223, 0.0223, 1]]),
}


@pytest.mark.parametrize("vision", VISION)
def test_colours_stay_apart_for_colour_blind_readers(vision):
    rgb = np.array([matplotlib.colors.to_rgb(colour) for colour in theme.colours()])
    linear = np.where(rgb > 0.04045, ((rgb + 0.055) / 1.055) ** 2.4, rgb / 12.92) @ VISION[vision].T
    xyz = (
        linear.clip(0, 1)
        @ np.array([[0.4339, 0.3762, 0.1899], [0.2127, 0.7152, 0.0722], [0.0178, 0.1095, 0.8727]]).T
    )
    lab = np.cbrt(xyz) @ np.array([[0, 116, 0], [500, -500, 0], [0, 200, -200]]).T
    apart = np.linalg.norm(lab[:, None] - lab[None], axis=2)[np.triu_indices(len(rgb), 1)]
    assert apart.min() > 12


def test_a_label_of_a_chart_is_drawn_as_an_independent_renderer_draws_it():
    ax = charts.plot_terms(pd.DataFrame({"term": ["الناتو (الحلف)"], "count": [1]}))
    ax.figure.set_dpi(220)
    ax.figure.canvas.draw()
    box = ax.get_yticklabels()[0].get_window_extent()
    ink = 255 - np.asarray(ax.figure.canvas.buffer_rgba())[..., 0].astype(int)
    drawn = ink[round(len(ink) - box.y1) : round(len(ink) - box.y0), round(box.x0) : round(box.x1)]
    right, turned = (draw_by_hand([[(text, "rtl")]])[0] for text in ("الناتو (الحلف)", "(فلحلا) وتانلا"))
    assert distance(_frame(drawn), right) < SAME < distance(_frame(drawn), turned)


def test_a_chart_shows_itself_with_alternative_text_and_caption(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **options: shown.append((data, options)))
    ax = charts.plot_terms(TERMS.assign(term=["<b>", "كييف", "الناتو"]))
    ax._ipython_display_()
    (picture, options), (below, _) = shown
    width, height = Image.open(BytesIO(picture["image/png"])).size
    alt = options["metadata"]["image/png"]
    assert alt["alt"] == picture["text/plain"] == below["text/plain"] == caption(ax)
    assert (alt["width"], alt["height"]) == pytest.approx((width / 2, height / 2), abs=1)
    assert below["text/html"].startswith('<p class="chart-caption mathjax_ignore" lang="ar" dir="rtl">')
    assert "<b>" not in below["text/html"] and "&lt;b&gt;" in below["text/html"]
    assert not plt.get_fignums()


def test_a_chart_of_nothing_is_shown_as_a_sentence_and_no_picture(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **options: shown.append(data))
    charts.plot_entities(ENTITIES.head(0))._ipython_display_()
    assert [list(data) for data in shown] == [["text/html", "text/plain"]]
    assert shown[0]["text/plain"] == "أكثر الأسماء ذكرًا: لا توجد بيانات"


def test_entities_of_one_kind_are_named_in_the_title():
    people = pd.DataFrame({"entity": ["ليز تروس", "أحمد"], "kind": "person", "count": [2, 1]})
    mixed = people.assign(kind=["person", "place"])
    assert caption(charts.plot_entities(people)).startswith("أبرز الأشخاص.")
    assert caption(charts.plot_entities(mixed, language="en")).startswith("Most frequent names.")


def test_sequences_are_named_as_the_text_writes_them():
    ngrams = pd.DataFrame({"term": ["المجالات الامنيه"], "count": [3]})
    ngrams["forms"] = [[("المجالات الأمنية", 2), ("المجالات الامنية", 1)]]
    labels = [tick.get_text() for tick in charts.plot_ngrams(ngrams).get_yticklabels()]
    assert labels == [lettering.fold_label("المجالات الأمنية")]


def test_a_square_of_the_first_names_counts_every_pair_between_them():
    pairs = pd.DataFrame(
        {"entity": ["a", "a", "c", "b"], "other": ["b", "c", "d", "c"], "count": [4, 3, 2, 1]}
    )
    ax = charts.plot_together(pairs, top=3)
    # the pair b, c stands last in the table, behind one with a name that is not shown
    assert ax.images[0].get_array().tolist() == [[0, 4, 3], [4, 0, 1], [3, 1, 0]]
    with pytest.raises(OptionError, match="top"):
        charts.plot_together(pairs, top=0)


def test_a_kind_has_the_colour_in_charts_that_it_has_in_the_reader():
    from analysis.pages.assets import style

    light = style().partition("@media")[0]
    for kind, colour in theme.palette(
        "kinds", ["person", "place", "organisation", "group", "adjective"]
    ).items():
        assert f"--wb-{kind}: {colour.lower()}" in light.lower()


def test_pictures_are_small_and_the_same_each_time():
    one, other = (picture.draw_png(charts.plot_terms(TERMS).figure) for _ in range(2))
    assert one == other
    assert b"Software" not in one and len(one) < 40_000
    drawn = Image.open(BytesIO(one)).convert("RGB")
    assert drawn.getpixel((0, 0)) == (255, 255, 255)


def test_axes_without_a_chart_have_no_caption():
    _, ax = plt.subplots()
    with pytest.raises(OptionError, match="^ax: no chart of this package"):
        caption(ax)


def test_importing_loads_no_matplotlib_until_a_chart_is_asked_for_and_changes_no_settings():
    code = (
        "import sys, analysis; assert 'matplotlib' not in sys.modules;"
        "import matplotlib; before = dict(matplotlib.rcParams);"
        "analysis.plot_terms; assert dict(matplotlib.rcParams) == before"
    )
    assert subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=False).returncode == 0


def test_every_public_chart_is_tested_here():
    assert {name for name in charts.__all__ if name.startswith("plot_")} == set(CHARTS)
    assert set(charts.__all__) <= set(analysis.__all__)
