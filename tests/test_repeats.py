"""Paragraphs said twice, to the letter or nearly, and where a text changes its topic."""

import random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analysis.repeats
from analysis import find_repeats, find_topic_changes, find_topic_openings, split_paragraphs, split_tokens
from analysis.errors import ColumnError, OptionError

COLUMNS = [
    "seed",
    "paragraph",
    "start",
    "end",
    "cluster",
    "similarity",
    "first_seed",
    "first_paragraph",
    "difference",
]
LONG = (
    "وأعلنت الوزارة في بيان نشر صباح أمس أن المحادثات التي جرت في العاصمة بين الوفدين تناولت ملف المياه "
    "والزراعة والطاقة وأنها ستستأنف بعد أسبوعين في مدينة ساحلية لم تحدد بعد"
)


def paragraphs_of(*texts):
    seeds = [f"s{number}" for number in range(len(texts))]
    return split_paragraphs(pd.DataFrame({"seed": seeds, "text": list(texts)}))


def rows_of(repeats):
    return [(row.paragraph, row.cluster, row.first_paragraph) for row in repeats.itertuples()]


def test_an_exact_repeat_marks_both_places_and_names_the_first():
    repeats = find_repeats(paragraphs_of(f"مقدمة قصيرة.\n{LONG}\nفاصل بينهما.\n{LONG}"))
    assert rows_of(repeats) == [(2, 1, 2), (4, 1, 2)]
    assert repeats["similarity"].to_list() == [1.0, 1.0]
    assert repeats["difference"].to_list() == ["", ""]


def test_repeats_are_found_between_texts():
    repeats = find_repeats(paragraphs_of(LONG, f"غيره\n{LONG}"))
    assert repeats["seed"].astype(str).to_list() == ["s0", "s1"]
    assert repeats["first_seed"].astype(str).to_list() == ["s0", "s0"]


@pytest.mark.parametrize(
    ("changed", "difference", "reason"),
    [
        (LONG.replace("أمس", "اليوم"), "… -[أمس] +[اليوم] …", "a word replaced"),
        (LONG.replace(" بعد أسبوعين", ""), "… -[بعد أسبوعين] …", "words left out"),
        ("كما " + LONG, "+[كما] …", "a word put in front"),
        (LONG.replace("أعلنت", "اعلنت"), "-[وأعلنت] +[واعلنت] …", "spelling of hamza: as similar as can be"),
        (LONG.replace(" ", "  "), "", "white space is no difference"),
    ],
)
def test_a_near_repeat_tells_word_by_word_what_changed(changed, difference, reason):
    repeats = find_repeats(paragraphs_of(f"{LONG}\n{changed}"), similarity=0.6)
    assert repeats["difference"].to_list() == ["", difference], reason
    assert 0.6 <= repeats["similarity"].iloc[1] <= 1


def test_similarity_is_the_jaccard_coefficient_of_runs_of_three_words():
    # one of two runs is shared out of three: abc, bcd against abc, bce
    repeats = find_repeats(paragraphs_of("a b c d\na b c e"), similarity=0.3)
    assert repeats["similarity"].to_list() == [1.0, pytest.approx(1 / 3)]
    assert len(find_repeats(paragraphs_of("a b c d\na b c e"), similarity=0.34)) == 0


def test_with_similarity_1_only_exact_repeats_count():
    near = LONG.replace("أمس", "اليوم")
    assert rows_of(find_repeats(paragraphs_of(f"{LONG}\n{near}\n{LONG}"), similarity=1)) == [
        (1, 1, 1),
        (3, 1, 1),
    ]


def test_ornaments_and_short_lines():
    text = "***\nتابعنا\n***\nتابعنا"
    assert rows_of(find_repeats(paragraphs_of(text))) == [(2, 1, 2), (4, 1, 2)]


def test_the_index_for_many_paragraphs_finds_the_same_pairs(monkeypatch):
    texts = [f"{LONG} {number} {number * 7} {number * 13} {number * 17} ثم انتهى" for number in range(12)]
    exact = find_repeats(paragraphs_of("\n".join(texts)), similarity=0.7)
    monkeypatch.setattr(analysis.repeats, "_MOST_EXACT", 0)
    pd.testing.assert_frame_equal(find_repeats(paragraphs_of("\n".join(texts)), similarity=0.7), exact)
    assert len(exact) == 12


@settings(max_examples=50)
@given(st.lists(st.lists(st.sampled_from("ابتثج"), max_size=6).map(" ".join), max_size=12))
def test_every_row_is_as_similar_to_its_first_as_it_says(lines):
    paragraphs = paragraphs_of("\n".join(lines))
    repeats = find_repeats(paragraphs, similarity=0.5)
    texts = paragraphs.set_index("paragraph")["text"]
    for row in repeats.itertuples():
        words, first = texts[row.paragraph].split(), texts[row.first_paragraph].split()
        runs = [{tuple(w[i : i + 3]) for i in range(max(len(w) - 2, 1))} for w in (words, first)]
        assert row.similarity == pytest.approx(len(runs[0] & runs[1]) / len(runs[0] | runs[1]))
        assert row.first_paragraph <= row.paragraph
    assert (repeats["cluster"].value_counts() > 1).all()


def test_a_paragraph_with_every_tenth_word_changed_is_a_repeat():
    words = LONG.split()
    changed = " ".join("غير" if place % 10 == 4 else word for place, word in enumerate(words))
    assert len(find_repeats(paragraphs_of(f"{LONG}\n{changed}"))) == 2
    assert len(find_repeats(paragraphs_of(f"{LONG}\n{changed}"), similarity=0.8)) == 0
    other = " ".join(reversed(words))
    assert len(find_repeats(paragraphs_of(f"{LONG}\n{other}"))) == 0


def test_a_template_filled_in_a_thousand_ways_loses_no_pair():
    # every run of three words stands in fifty paragraphs or more
    draw = random.Random(0)
    lines = [
        "أعلن البنك أن سعر {} في سوق {} قد بلغ مع نهاية يوم {} حوالي {} ريال بعد تداول {} سهم".format(
            *(f"{slot}{draw.randrange(20)}" for slot in "abcde")
        )
        for _ in range(1000)
    ]
    lines = list(dict.fromkeys(lines))
    runs = [set(zip(w, w[1:], w[2:], strict=False)) for w in map(str.split, lines)]
    leaders, expected = [], {}
    for number, own in enumerate(runs):
        scores = [(len(own & runs[other]) / len(own | runs[other]), -other) for other in leaders]
        best, first = max(scores, default=(0, 0))
        if best >= 0.5:
            expected[number + 1] = 1 - first
        else:
            leaders.append(number)
    repeats = find_repeats(paragraphs_of("\n".join(lines)))
    later = repeats[repeats["paragraph"] != repeats["first_paragraph"]]
    found = dict(zip(later["paragraph"], later["first_paragraph"], strict=True))
    assert found == expected and len(found) > 200


@pytest.mark.parametrize("words", [50, 5000])
def test_a_long_paragraph_tells_what_changed_too(words):
    draw = random.Random(1)
    text = [f"w{draw.randrange(words)}" for _ in range(words)]
    changed = list(text)
    changed[7] = "غير"
    del changed[20:22]
    changed.insert(words - 10, "زيد")
    repeats = find_repeats(paragraphs_of(" ".join(text) + "\n" + " ".join(changed)), similarity=0.3)
    gone = f"-[{text[7]}] +[غير]", f"-[{text[20]} {text[21]}]"
    assert repeats["difference"].to_list()[1] == f"… {gone[0]} … {gone[1]} … +[زيد] …"


def test_the_stretches_of_a_difference_make_up_both_texts():
    draw = random.Random(2)
    for size in (0, 3, 300, 900):
        for words in ("ابتثجحخدذر", "اب"):
            first = draw.choices(words, k=size)
            second = list(first)
            for _ in range(size // 20):
                at = draw.randrange(size)
                second[at : at + draw.randrange(4)] = draw.choices("ابصض", k=draw.randrange(4))
            stretches = list(analysis.repeats._changes(first, second))
            assert [word for gone, _ in stretches for word in gone] == first
            assert [word for _, new in stretches for word in new] == second


def test_ten_thousand_paragraphs_take_bounded_time():
    # the worst of both: half all different, half near repeats of one
    lines = [f"{LONG} {n}" for n in range(5000)]
    lines += [" ".join(str(n * k % 9973) for k in range(3, 15)) for n in range(5000)]
    assert len(find_repeats(paragraphs_of("\n".join(lines)))) >= 5000


def test_columns_order_and_input_unchanged():
    paragraphs = paragraphs_of(f"{LONG}\n{LONG}")
    before = paragraphs.copy()
    assert list(find_repeats(paragraphs).columns) == COLUMNS
    pd.testing.assert_frame_equal(paragraphs, before)


@pytest.mark.parametrize("texts", [[], [""], ["فقرة وحيدة هنا"]])
def test_no_repeats_give_an_empty_table_with_all_columns(texts):
    repeats = find_repeats(paragraphs_of(*texts))
    assert list(repeats.columns) == COLUMNS and len(repeats) == 0


@pytest.mark.parametrize("similarity", [0, -1, 1.1, "much", None, True])
def test_a_similarity_that_means_nothing_is_refused(similarity):
    message = f"^similarity={similarity!r}: not above 0 and up to 1; try similarity=0.5$"
    with pytest.raises(OptionError, match=message):
        find_repeats(paragraphs_of(LONG), similarity=similarity)


@pytest.mark.parametrize("similarity", [np.float32(0.5), np.float64(0.5), np.int64(1)])
def test_numbers_of_numpy_are_numbers(similarity):
    assert len(find_repeats(paragraphs_of(f"{LONG}\n{LONG}"), similarity=similarity)) == 2


def test_a_missing_column_is_named():
    with pytest.raises(ColumnError, match="^paragraphs: no column text"):
        find_repeats(paragraphs_of(LONG).drop(columns="text"))


WATER = "المياه الري السدود الأنهار الأمطار الزراعة المحاصيل الحقول البذور التربة"
MUSIC = "الموسيقى الألحان المغني المسرح الجمهور العود الإيقاع الحفل الأغنية الفرقة"


def tokens_of(*texts):
    seeds = [f"s{number}" for number in range(len(texts))]
    return split_tokens(pd.DataFrame({"seed": seeds, "text": list(texts)}))


def test_a_topic_changes_where_the_words_do():
    topics = find_topic_changes(tokens_of("\n".join([WATER] * 4 + [MUSIC] * 4)), level="form", window=20)
    assert topics["paragraph"].to_list() == [1, 2, 3, 4, 5, 6, 7]
    assert topics.loc[topics["is_boundary"], "paragraph"].to_list() == [4]
    assert topics["similarity"].idxmin() == 3


def test_stop_words_do_not_make_two_topics_alike():
    tokens = tokens_of("\n".join([f"في {WATER} في من", f"في {MUSIC} في من"] * 2))
    alike = find_topic_changes(tokens, level="form", window=10)["similarity"]
    tokens["is_stop"] = tokens["form"].isin(["في", "من"])
    assert (find_topic_changes(tokens, level="form", window=10)["similarity"] < alike).all()


def test_one_text_says_nothing_about_another():
    both = find_topic_changes(tokens_of(f"{WATER}\n{MUSIC}", f"{MUSIC}\n{MUSIC}"), level="form")
    alone = find_topic_changes(tokens_of(f"{WATER}\n{MUSIC}"), level="form")
    assert both["seed"].astype(str).to_list() == ["s0", "s1"]
    assert both["similarity"].iloc[0] == alone["similarity"].iloc[0]


@pytest.mark.parametrize("texts", [[], [""], [WATER]])
def test_a_text_of_one_paragraph_has_no_breaks(texts):
    topics = find_topic_changes(tokens_of(*texts), level="form")
    assert list(topics.columns) == ["seed", "paragraph", "start", "similarity", "depth", "is_boundary"]
    assert len(topics) == 0


def test_unknown_levels_and_windows_are_refused():
    with pytest.raises(OptionError, match="^level='root': unknown"):
        find_topic_changes(tokens_of(WATER), level="root")
    with pytest.raises(OptionError, match="^window=1: needs 2 words or more on each side$"):
        find_topic_changes(tokens_of(WATER), level="form", window=1)
    with pytest.raises(ColumnError, match="add_lemmas adds it"):
        find_topic_changes(tokens_of(WATER))


def test_the_paragraph_behind_a_boundary_opens_a_topic():
    texts = ("\n".join([WATER] * 4 + [MUSIC] * 4), "\n".join([WATER] * 4 + [MUSIC] * 4), WATER)
    tokens = tokens_of(*texts)
    paragraphs = split_paragraphs(pd.DataFrame({"seed": tokens["seed"].unique(), "text": texts}))
    topics = find_topic_changes(tokens, level="form", window=20)
    openings = find_topic_openings(topics, paragraphs)
    assert list(openings.columns) == ["depth", *paragraphs.columns]
    assert openings["paragraph"].to_list() == [5, 5] and openings["seed"].nunique() == 2
    assert openings["depth"].to_list() == topics.loc[topics["is_boundary"], "depth"].to_list()
    assert find_topic_openings(topics[~topics["is_boundary"]], paragraphs).empty
    assert find_topic_openings(topics.head(0), paragraphs.head(0)).empty
