"""Every statistic against numbers printed by its source, or computed once from the source's formula."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis.errors import ColumnError, OptionError
from analysis.frequency import (
    add_dispersion,
    add_keyness,
    compare_terms,
    count_collocates,
    count_diversity,
    count_growth,
    count_ngrams,
    count_readability,
    count_terms,
    measures,
)
from analysis.frequency.diversity import mattr

# The README of LexicalRichness, whose author prints the values for it.
RICHNESS = """
Measure of textual lexical diversity, computed as the mean length of sequential words in a text that
maintains a minimum threshold TTR score. Iterates over words until TTR scores falls below a
threshold, then increase factor counter by 1 and start over. McCarthy and Jarvis (2010, pg. 385)
recommends a factor threshold in the range of [0.660, 0.750]. (McCarthy 2005, McCarthy and Jarvis
2010)
"""


def make_tokens(words, *, paragraph=1, sentence=1, seed="a"):
    """Make a table of tokens, all of them words."""
    tokens = pd.DataFrame({"seed": seed, "paragraph": paragraph, "sentence": sentence, "token": list(words)})
    tokens["token"] = tokens["token"].astype("str")
    start = (tokens["token"].str.len() + 1).cumsum() - tokens["token"].str.len() - 1
    return tokens.assign(
        start=start, end=start + tokens["token"].str.len(), form=tokens["token"], kind="word"
    )


def make_parts(frequencies, sizes):
    """Make paragraphs of these sizes in which "x" occurs this often."""
    words = [word for v, size in zip(frequencies, sizes, strict=True) for word in "x" * v + "y" * (size - v)]
    return make_tokens(words, paragraph=np.repeat(np.arange(1, len(sizes) + 1), sizes))


# ---------------------------------------------------------------- keyness


@pytest.mark.parametrize(
    ("cells", "expected", "reason"),
    [
        ((110, 2442, 111, 29114), 270.72, "Dunning 1993, table of bigrams"),
        ((8, 5, 24, 31740), 95.29, "Dunning 1993"),
        ((10, 0, 3, 31764), 167.23, "Dunning 1993, a cell of zero"),
        ((7, 2, 3, 7), 4.5349, "4 cells, not the 2.4401 of Rayson & Garside's 2"),
    ],
)
def test_log_likelihood_has_four_cells(cells, expected, reason):
    assert measures.log_likelihood(*cells) == pytest.approx(expected, abs=0.005 if expected > 5 else 5e-5), (
        reason
    )


def test_log_ratio_is_that_of_hardie():
    cells = (16217, 735, 2796938 - 16217, 2087946 - 735)
    assert measures.log_ratio(*cells) == pytest.approx(4.042, abs=5e-4)
    assert measures.odds_ratio(*cells) == pytest.approx(16.6, abs=0.05)


def test_percent_diff_is_that_of_gabrielatos_and_marchi():
    cells = (206523, 178174, 959641 - 206523, 1562358 - 178174)
    assert measures.percent_diff(*cells) == pytest.approx(88.71, abs=0.005)


def test_bic_takes_the_logarithm_of_all_words_from_g2():
    assert measures.bic(10.0, 1000) == pytest.approx(10 - np.log(1000))


def test_half_a_hit_stands_in_place_of_zero():
    assert measures.log_ratio(8, 0, 92, 100) == pytest.approx(4)
    assert measures.percent_diff(8, 0, 92, 100) == pytest.approx(1500)
    assert np.isfinite(measures.odds_ratio(5, 0, 0, 10))


def test_statistics_take_whole_columns():
    g2 = measures.log_likelihood([110, 8], [2442, 5], [111, 24], [29114, 31740])
    assert g2 == pytest.approx([270.72, 95.29], abs=0.005)


def test_keyness_adds_its_columns_and_keeps_the_rows():
    here, there = count_terms(make_tokens("ابااج")), count_terms(make_tokens("ابببببببد"))
    keyness = add_keyness(here, there)
    intervals = ["log_ratio_low", "log_ratio_high"]
    counted = ["reference_count", "reference_total", "g2", "bic", "log_ratio"]
    added = [*counted, *intervals, "percent_diff", "odds_ratio"]
    assert list(keyness.columns) == [*here.columns, *added]
    assert keyness["term"].to_list() == here["term"].to_list() == ["ا", "ب", "ج"]
    assert keyness["reference_count"].to_list() == [1, 7, 0] and (keyness["reference_total"] == 9).all()
    assert (keyness["log_ratio"] > 0).to_list() == [True, False, True]
    assert (keyness["g2"] >= 0).all()
    assert keyness.loc[0, "g2"] == pytest.approx(float(measures.log_likelihood(3, 1, 2, 8)))
    assert np.isfinite(keyness[added].to_numpy(dtype=float)).all()


def test_a_reference_of_several_seeds_is_added_up():
    tokens = pd.concat([make_tokens("اب", seed="b"), make_tokens("ااجج", seed="c")], ignore_index=True)
    here = count_terms(make_tokens("ا"))
    grouped, together = (add_keyness(here, count_terms(tokens, by=by)) for by in ("seed", ()))
    pd.testing.assert_frame_equal(grouped, together)
    assert grouped.loc[0, ["reference_count", "reference_total"]].to_list() == [3, 6]


def test_a_reference_without_words_is_refused():
    empty = count_terms(make_tokens(""))
    with pytest.raises(OptionError, match="^reference: it has no words, so nothing can be compared"):
        add_keyness(count_terms(make_tokens("ا")), empty)


def test_a_reference_counted_otherwise_is_refused():
    tokens = make_tokens("ابا")
    with pytest.raises(OptionError, match="^reference: counted with level='token', terms with 'form'"):
        add_keyness(count_terms(tokens), count_terms(tokens, level="token"))
    with pytest.raises(OptionError, match="^reference: counted with n=2, terms with 1"):
        add_keyness(count_terms(tokens), count_ngrams(tokens))
    with pytest.raises(ColumnError, match="reference: no column term"):
        add_keyness(count_terms(tokens), tokens)


def test_the_interval_of_a_log_ratio_is_that_of_katz():
    # ln of a ratio of rates has variance 1/a - 1/n + 1/b - 1/m (Katz et al. 1978)
    here, there = (
        pd.DataFrame({"term": ["x"], "count": [n], "total": [total]}) for n, total in ((20, 400), (5, 500))
    )
    row = add_keyness(here, there).loc[0]
    reach = 1.96 * np.sqrt(1 / 20 - 1 / 400 + 1 / 5 - 1 / 500) / np.log(2)
    assert row["log_ratio"] == pytest.approx(np.log2((20 / 400) / (5 / 500)))
    assert row["log_ratio_low"] == pytest.approx(row["log_ratio"] - reach)
    assert row["log_ratio_high"] == pytest.approx(row["log_ratio"] + reach)


def test_a_group_of_stop_words_alone_counts_in_the_reference():
    texts = {"b": ["بحر"] * 2, "c": ["في"] * 2, "d": ["بحر", "في"]}
    tokens = pd.concat([make_tokens(words, seed=seed) for seed, words in texts.items()], ignore_index=True)
    here = count_terms(make_tokens(["بحر"]))
    for by in ("seed", (), ["seed", "paragraph"]):
        reference = count_terms(tokens, by=by, stop_words=["في"])
        assert add_keyness(here, reference)["reference_total"].to_list() == [6]
    apart = count_terms(tokens, by="seed", stop_words=["في"])
    assert add_keyness(here, apart[apart["seed"] == "d"])["reference_total"].to_list() == [2]
    assert add_keyness(here, count_terms(make_tokens(["في"]), stop_words=["في"]))[
        "reference_total"
    ].to_list() == [1]


def make_texts(seeds, draw, share, *, words=60):
    """Make texts of words drawn by ``share``, each with a word of its own that it says over and over."""
    texts = []
    for seed in seeds:
        said = draw.choice([f"w{n}" for n in range(len(share))], words, p=share / share.sum())
        said[: words // 4] = draw.choice([f"t{n}" for n in range(60)])
        texts.append(make_tokens(said, seed=seed))
    return pd.concat(texts, ignore_index=True)


SHARE = 1 / np.arange(1, 41)


def test_p_over_texts_is_the_larger_of_two_tests_corrected_by_benjamini_and_hochberg():
    draw = np.random.default_rng(1)
    here, there = make_texts("abcdefgh", draw, SHARE), make_texts("ijklmnopq", draw, SHARE[::-1], words=90)
    compared = compare_terms(count_terms(here), count_terms(there)).set_index("term")
    rates = [
        count_terms(side, by="seed").pivot_table("per_thousand", "term", "seed") for side in (here, there)
    ]
    x, y = (rate.reindex(compared.index).fillna(0).to_numpy() for rate in rates)
    ranked = stats.mannwhitneyu(x, y, axis=1, method="asymptotic").pvalue
    words = np.repeat([60, 90], [8, 9])
    hits = np.hstack([x, y]) / 1000 * words
    expected = hits.sum(axis=1, keepdims=True) * words / words.sum()
    dispersion = ((hits - expected) ** 2 / expected).sum(axis=1) / 16
    rate = hits.sum(axis=1) / words.sum()
    error = np.sqrt(np.maximum(dispersion, 1) * rate * 480 * 810 / 1290)
    pooled = (hits[:, :8].sum(axis=1) - rate * 480) / error
    p = np.maximum(ranked, 2 * stats.t.sf(abs(pooled), 15))
    # a term that could not pass whatever its texts is not tested: as if all texts with it were of one side
    texts = (x > 0).sum(axis=1) + (y > 0).sum(axis=1)
    extreme = []
    for n in texts:
        best = [
            stats.mannwhitneyu(
                *(
                    np.arange(size, 0, -1) > size - min(n, size) if first else np.zeros(size)
                    for size, first in order
                ),
                method="asymptotic",
            ).pvalue
            for order in (((8, True), (9, False)), ((8, False), (9, True)))
        ]
        extreme.append(min(best))
    tested = np.array(extreme) < 0.05
    expected = np.ones(len(p))
    expected[tested] = stats.false_discovery_control(p[tested])
    assert compared["p_texts"].to_numpy() == pytest.approx(expected)
    assert 0 < (compared["p_texts"] < 0.05).sum() < len(compared)


def test_words_that_cluster_in_texts_are_not_typical_of_a_side():
    draw = np.random.default_rng(2)
    passed = []
    for _ in range(5):
        sides = (make_texts([f"{side}{n}" for n in range(30)], draw, SHARE) for side in "ab")
        passed.append(compare_terms(*(count_terms(side) for side in sides)))
    compared = pd.concat(passed)
    assert (compared["g2"] > 3.84).mean() > 0.2, "what clusters looks typical word by word"
    assert (compared["p_texts"] < 0.05).mean() < 0.05
    often = compared[compared["seed_count"] >= 6]
    off = (often["log_ratio_low"] > 0) | (often["log_ratio_high"] < 0)
    assert off.mean() < 0.1


def test_texts_of_unlike_length_are_not_unlike():
    # a rare word is missing from most short texts and from few long ones, at the same rate
    draw = np.random.default_rng(5)
    short = make_texts([f"a{n}" for n in range(40)], draw, 1 / np.arange(1, 301), words=60)
    long = make_texts([f"b{n}" for n in range(40)], draw, 1 / np.arange(1, 301), words=600)
    compared = compare_terms(count_terms(short), count_terms(long))
    assert (compared["p_texts"] < 0.05).mean() < 0.05


def test_p_over_texts_is_there_where_both_sides_have_several_and_for_all_terms_alike():
    draw = np.random.default_rng(3)
    here, there = make_texts("abcd", draw, SHARE), make_texts("efgh", draw, SHARE)
    one = make_tokens(["w1", "w2"], seed="z")
    terms, reference = count_terms(here), count_terms(there)
    full = add_keyness(terms, reference)
    assert full.columns[-1] == "p_texts"
    few = add_keyness(terms.head(5).sort_values("term"), reference[reference["count"] > 1])
    assert few.set_index("term")["p_texts"].to_dict() == full.head(5).set_index("term")["p_texts"].to_dict()
    for pair in ((one, there), (here, one), (one, one)):
        assert "p_texts" not in add_keyness(*(count_terms(side) for side in pair))
    assert "p_texts" not in add_keyness(count_terms(here, by="seed"), reference)
    both = pd.concat([terms, count_terms(one)], ignore_index=True)
    assert "p_texts" not in add_keyness(both, reference), "two tables put together are no count of one side"


def test_a_table_of_terms_is_written_and_read_like_any_other(tmp_path):
    terms = count_terms(make_texts("ab", np.random.default_rng(4), SHARE))
    terms.drop(columns="forms").to_parquet(tmp_path / "terms.parquet")
    again = pd.read_parquet(tmp_path / "terms.parquet")
    assert again.attrs["level"] == "form"
    assert "p_texts" not in add_keyness(again, terms)


@pytest.mark.parametrize("reference", ["ا", ""])
def test_no_terms_have_no_keyness_and_need_no_reference(reference):
    empty = add_keyness(count_terms(make_tokens("")), count_terms(make_tokens(reference)))
    assert empty.empty and "g2" in empty.columns


# ---------------------------------------------------------------- collocates


@pytest.mark.parametrize(
    ("both", "x", "y", "expected"),
    [(8, 389, 230, 8.7262), (3, 3000, 3000, 4.0342), (300, 3000, 3000, 10.6781)],
)
def test_log_dice_takes_logarithms_to_the_base_of_two(both, x, y, expected):
    assert measures.log_dice(both, x, y) == pytest.approx(expected, abs=5e-5)


def test_log_dice_is_not_the_natural_logarithm_of_one_corpus_site():
    assert measures.log_dice(256, 3035, 1000) == pytest.approx(11.0216, abs=5e-5)


def test_pmi_is_that_of_church_and_hanks():
    assert measures.pmi(20, 42, 20, 14307668) == pytest.approx(18.38, abs=0.005)
    assert measures.pmi(8, 1105, 44, 15_000_000) == pytest.approx(11.3, abs=0.05)


def test_t_score_is_that_of_manning_and_schuetze():
    assert measures.t_score(8, 15828, 4675, 14307668) == pytest.approx(0.999932, abs=5e-7)


def test_g2_of_a_pair_is_that_of_its_four_cells():
    assert measures.pair_log_likelihood(110, 2552, 221, 31777) == pytest.approx(270.72, abs=0.005)


def test_delta_p_is_that_of_gries_both_ways():
    # Gries 2013, of course: cells 5610, 168938, 2257, 10233063
    words = 5610 + 168938 + 2257 + 10233063
    assert measures.delta_p(5610, 5610 + 168938, 5610 + 2257, words) == pytest.approx(0.032, abs=5e-4)
    assert measures.delta_p(5610, 5610 + 2257, 5610 + 168938, words) == pytest.approx(0.697, abs=5e-4)


COLLOCATES = [
    "node",
    "collocate",
    "count",
    "node_count",
    "collocate_count",
    "window_count",
    "log_dice",
    "pmi",
    "mi3",
    "delta_p_node",
    "delta_p_collocate",
    "t_score",
    "g2",
    "log_ratio",
]


def met(table):
    return dict(zip(table["collocate"], table["count"], strict=True))


@pytest.mark.parametrize(
    ("sentences", "options", "expected", "inside", "reason"),
    [
        (["باب"], {"window": 1}, {"ب": 2}, 2, "both sides count"),
        (["باجد"], {"window": 1, "side": "before"}, {"ب": 1}, 1, "what comes before in reading order"),
        (["باجد"], {"window": 1, "side": "after"}, {"ج": 1}, 1, "what comes after"),
        (["باجد"], {"window": 5, "side": "after"}, {"ج": 1, "د": 1}, 2, "up to the end of the sentence"),
        (["جباد"], {"window": 1}, {"ب": 1, "د": 1}, 2, "two words away is outside"),
        (["جباد"], {"window": 2}, {"ب": 1, "د": 1, "ج": 1}, 3, "two words away is inside"),
        (["با", "دا"], {}, {"ب": 1, "د": 1}, 2, "windows end with the sentence"),
        (["ابا"], {"window": 1}, {"ب": 1}, 1, "where two windows overlap a position counts once"),
        (["اا"], {"window": 1}, {}, 0, "the node is outside of the table"),
        (["اابج"], {"window": 1}, {"ب": 1}, 1, "an occurrence of the node is no part of another's window"),
        (["جججاببب", "ده"], {"window": "sentence"}, {"ج": 1, "ب": 1}, 1, "sentences count, not words"),
        (
            ["ابا", "اب", "ب"],
            {"window": "sentence"},
            {"ب": 2},
            2,
            "a sentence with the node twice counts once",
        ),
        (["اب"], {"window": 10**9}, {"ب": 1}, 1, "wider than the text"),
        (["بج"], {}, {}, 0, "no node"),
    ],
)
def test_collocates_are_counted_in_windows(sentences, options, expected, inside, reason):
    tokens = make_tokens(
        "".join(sentences), sentence=np.repeat(range(len(sentences)), [len(s) for s in sentences])
    )
    table = count_collocates(tokens, "ا", **options)
    assert met(table) == expected, reason
    assert (table["window_count"] == inside).all(), reason
    assert list(table.columns) == COLLOCATES
    assert table.dtypes.astype(str).to_list() == ["str"] * 2 + ["int64"] * 4 + ["float64"] * 8
    assert np.isfinite(table.select_dtypes("number").to_numpy(dtype=float)).all()


def test_a_row_of_collocates_can_be_reckoned_again_from_its_counts():
    tokens = make_tokens("ابجابدهوزحبيكلم")
    row = count_collocates(tokens, "ا", window=1).set_index("collocate").loc["ب"]
    both, inside, y, words = 2, 3, 3, 15 - 2
    assert row[["count", "node_count", "collocate_count", "window_count"]].to_list() == [both, 2, y, inside]
    expected = inside * y / words
    assert row["log_dice"] == pytest.approx(14 + np.log2(2 * both / (2 + y)))
    assert row["pmi"] == pytest.approx(np.log2(both / expected))
    assert row["mi3"] == pytest.approx(np.log2(both**3 / expected))
    assert row["t_score"] == pytest.approx((both - expected) / np.sqrt(both))
    assert row["g2"] == pytest.approx(float(measures.log_likelihood(2, 1, 1, 9)))
    assert row["delta_p_node"] == pytest.approx(2 / 3 - 1 / 10)
    assert row["delta_p_collocate"] == pytest.approx(2 / 3 - 1 / 10)
    assert row["log_ratio"] == pytest.approx(np.log2((2 / 3) / (1 / 10)))


# Evert 2008 takes hat and roll from the Pickwick Papers: windows of four words that end with the sentence.
PICKWICK = """
a vast deal of coolness and a peculiar degree of judgement are requisite in catching a hat .
a man must not be precipitate or he runs over it .
he must not rush into the opposite extreme or he loses it altogether .
there was a fine gentle wind and mr pickwicks hat roll sportively before it .
the wind puffed and mr pickwick puffed and the hat roll over and over as merrily as a lively porpoise in a
strong tide and on it might have roll far beyond mr pickwicks reach had not its course been providentially
stopped just as that gentleman was on the point of resigning it to its fate"""


def test_collocates_on_the_surface_are_those_of_evert():
    lines = [line.split() for line in PICKWICK.split(".")]
    tokens = make_tokens(sum(lines, []), sentence=np.repeat(range(len(lines)), [len(line) for line in lines]))
    row = count_collocates(tokens, "hat", window=4).set_index("collocate").loc["roll"]
    # his table: 20 words near hat, 2 of them roll; 88 others, 1 of them roll
    assert row[["count", "node_count", "collocate_count", "window_count"]].to_list() == [2, 3, 3, 20]
    assert row["g2"] == pytest.approx(float(measures.log_likelihood(2, 1, 18, 87)))


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.text("ابجد", min_size=1, max_size=9), min_size=1, max_size=4),
    st.integers(1, 4),
    st.sampled_from(["before", "after", "both"]),
)
def test_collocates_agree_with_windows_laid_by_hand(sentences, window, side):
    tokens = make_tokens(
        "".join(sentences), sentence=np.repeat(range(len(sentences)), [len(s) for s in sentences])
    )
    near = []
    for words in sentences:
        places = [place for place, word in enumerate(words) if word == "ا"]
        reach = {
            "before": lambda gap: 0 < gap <= window,
            "after": lambda gap: 0 < -gap <= window,
            "both": lambda gap: 0 < abs(gap) <= window,
        }[side]
        near += [w for at, w in enumerate(words) if w != "ا" and any(reach(p - at) for p in places)]
    table = count_collocates(tokens, "ا", window=window, side=side)
    assert met(table) == {word: near.count(word) for word in set(near)}
    assert (table["window_count"] == len(near)).all()


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text("ابج", min_size=1, max_size=6), min_size=1, max_size=6))
def test_meeting_in_sentences_is_mutual_and_exceeds_no_margin(sentences):
    tokens = make_tokens(
        "".join(sentences), sentence=np.repeat(range(len(sentences)), [len(s) for s in sentences])
    )
    there, back = (count_collocates(tokens, node, window="sentence") for node in "اب")
    assert met(there).get("ب", 0) == met(back).get("ا", 0)
    for table in (there, back):
        assert (table["count"] <= table[["node_count", "collocate_count"]].min(axis=1)).all()
        assert (table["log_dice"] <= 14).all()


def test_shuffled_words_keep_no_company():
    # words like those of a text: few frequent, many rare
    draw = np.random.default_rng(1)
    share = 1 / np.arange(1, 1001)
    words = draw.choice([f"w{n}" for n in range(1000)], 20_000, p=share / share.sum())
    tokens = make_tokens(words, sentence=np.arange(20_000) // 25)
    nodes = [f"w{n}" for n in (3, 10, 30, 100)]
    for window in (1, 3, 5, 10):
        table = count_collocates(tokens, nodes, window=window)
        assert (table["g2"] > 3.84).sum() <= 0.06 * 4 * 999
        often = table[table["window_count"] * table["collocate_count"] > 2 * len(tokens)]
        assert abs(often["pmi"].mean()) < 0.15


def test_punctuation_takes_no_place_in_a_window():
    tokens = make_tokens("ا،ب").assign(kind=["word", "punctuation", "word"])
    assert met(count_collocates(tokens, "ا", window=1)) == {"ب": 1}


def test_stop_words_take_their_place_in_a_window_but_are_no_collocates():
    assert met(count_collocates(make_tokens(["قال", "في", "بيت"]), "قال", window=1, stop_words=["في"])) == {}


def test_several_nodes_come_one_after_the_other():
    table = count_collocates(make_tokens("ابج"), ["ج", "ا"], window=1)
    assert table[["node", "collocate"]].to_numpy().tolist() == [["ج", "ب"], ["ا", "ب"]]


@pytest.mark.parametrize(
    ("window", "expected", "reason"),
    [
        (1, {"قال": 1, "أمس": 1}, "the window begins beside the run"),
        (2, {"قال": 1, "أمس": 1, "هنا": 1}, "and counts from its edges"),
        ("sentence", {"قال": 1, "أمس": 1, "هنا": 1}, "its own words are no company"),
    ],
)
def test_a_node_may_be_several_words(window, expected, reason):
    tokens = make_tokens("قال وزير الدفاع أمس هنا".split())
    table = count_collocates(tokens, "وزير الدفاع", window=window)
    assert met(table) == expected, reason
    assert (table["node"] == "وزير الدفاع").all() and (table["node_count"] == 1).all()


def test_a_node_is_found_as_a_search_folds_it():
    table = count_collocates(make_tokens(["زار", "اوكرانيا"]), "أوكرانيا")
    assert table["node"].to_list() == ["اوكرانيا"]


@pytest.mark.parametrize("window", [0, -1, 1.5, "paragraph", None, True])
def test_a_window_that_means_nothing_is_refused(window):
    expected = f'window={window!r}: give a whole number of words from 1 up, or "sentence"'
    with pytest.raises(OptionError, match=f"^{re.escape(expected)}$"):
        count_collocates(make_tokens("اب"), "ا", window=window)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"side": "left"}, "side='left': unknown; known sides: before, after, both"),
        (
            {"side": "after", "window": "sentence"},
            "side='after': a sentence is looked at as a whole; give a window in words",
        ),
    ],
)
def test_a_side_that_means_nothing_is_refused(options, message):
    with pytest.raises(OptionError, match=f"^{re.escape(message)}$"):
        count_collocates(make_tokens("اب"), "ا", **options)


# ---------------------------------------------------------------- dispersion


@pytest.mark.parametrize(
    ("frequencies", "sizes", "column", "expected", "reason"),
    [
        ([1, 2, 3, 4, 5], [9, 10, 10, 10, 11], "dp", 0.18, "Gries 2008"),
        ([1, 2, 3, 4, 5], [9, 10, 10, 10, 11], "dp_norm", 0.2195, "Lijffijt & Gries 2012"),
        ([1, 2, 3, 4, 5], [9, 10, 10, 10, 11], "juilland_d", 0.785, "on rates, for parts of unlike size"),
        ([1, 2, 3, 4, 5], [9, 10, 10, 10, 11], "carroll_d2", 0.938, "on rates"),
        ([2, 1, 0], [5, 5, 5], "dp_norm", 0.5, "Lijffijt & Gries 2012"),
        ([2, 1, 1, 1, 0], [5] * 5, "carroll_d2", 0.8277, "a part without the term adds nothing"),
        ([0, 4, 3, 2, 1], [5] * 5, "juilland_d", 0.6464, "the deviation of all parts, not of a sample"),
        ([3, 3], [5, 5], "dp", 0, "even"),
        ([3, 0], [5, 5], "juilland_d", 0, "all in one part"),
        ([3, 0], [5, 5], "carroll_d2", 0, "all in one part"),
        ([3, 0], [5, 5], "range", 1, "one part has it"),
    ],
)
def test_dispersion_is_that_of_its_sources(frequencies, sizes, column, expected, reason):
    tokens = make_parts(frequencies, sizes)
    spread = add_dispersion(count_terms(tokens), tokens).set_index("term")
    assert spread.loc["x", column] == pytest.approx(
        expected, abs=5e-4 if expected == 0.785 else 6e-5 + 4e-4
    ), reason


def test_dispersion_agrees_with_lynes_word_of_allemand():
    sizes = [8143, 8058, 8271, 8125, 7959, 7941, 8146, 8001, 8003, 7930]
    tokens = make_parts([2, 0, 1, 1, 3, 0, 3, 0, 0, 0], sizes)
    spread = add_dispersion(count_terms(tokens), tokens).set_index("term").loc["x"]
    assert spread["juilland_d"] == pytest.approx(0.60388, abs=5e-6)
    assert spread["carroll_d2"] == pytest.approx(0.65214, abs=5e-6)
    assert spread["range"] == 5


def test_dispersion_adds_its_columns_and_keeps_rows_and_order():
    tokens = make_parts([1, 2], [5, 5])
    terms = count_terms(tokens).iloc[::-1]
    spread = add_dispersion(terms, tokens)
    added = ["part", "parts", "arf", "dp", "dp_norm", "juilland_d", "carroll_d2", "range"]
    assert list(spread.columns) == [*terms.columns, *added]
    assert spread[["part", "parts"]].to_numpy().tolist() == [["paragraph", 2]] * 2
    assert spread.index.equals(terms.index) and spread["term"].to_list() == ["x", "y"]


def test_a_text_of_one_part_is_even():
    tokens = make_tokens("xy")
    spread = add_dispersion(count_terms(tokens), tokens, by="seed")
    assert (
        spread[["dp", "dp_norm", "juilland_d", "carroll_d2", "range"]].to_numpy().tolist()
        == [[0, 0, 1, 1, 1]] * 2
    )


def test_groups_have_their_own_parts():
    a, b = make_parts([2, 0], [4, 4]), make_parts([1, 1], [4, 4]).assign(seed="b")
    tokens = pd.concat([a, b], ignore_index=True).astype({"seed": "category"})
    spread = add_dispersion(count_terms(tokens, by="seed"), tokens)
    assert spread.loc[spread["term"] == "x", "dp"].to_list() == [0.5, 0]
    together = add_dispersion(count_terms(tokens), tokens).set_index("term")
    assert together.loc["x", "range"] == 3, "the first paragraphs of two texts are two parts"


def test_dispersion_uses_the_level_of_the_terms():
    tokens = make_parts([2, 2], [4, 4]).assign(lemma="z")
    spread = add_dispersion(count_terms(tokens, level="lemma").head(1), tokens)
    assert spread[["term", "dp", "range"]].to_numpy().tolist() == [["z", 0, 2]]


def test_a_run_has_a_dispersion_as_a_word_has():
    tokens = make_parts([2, 2], [4, 4])
    spread = add_dispersion(count_ngrams(tokens), tokens).set_index("term")
    assert spread.loc["x y", "dp"] == 0


def test_a_term_from_elsewhere_is_in_no_part():
    spread = add_dispersion(pd.DataFrame({"term": ["z"]}), make_tokens("x"))
    assert spread["range"].to_list() == [0] and spread["dp"].isna().all()


@pytest.mark.parametrize(
    ("words", "expected", "reason"),
    [
        ("xyyyyxyyyy", 2, "evenly spread: as often as it occurs"),
        ("xxyyyyyyyy", (1 + 5) / 5, "side by side: distances 1 and 9, none counts for more than 10 / 2"),
        ("yyyyyyyyxx", (1 + 5) / 5, "the text is a ring: where the pair stands is no matter"),
        ("xyyyyyyyyx", (1 + 5) / 5, "last and first are neighbours"),
        ("xyyyyyyyyy", 1, "once"),
        ("xxxxxxxxxx", 10, "nothing else"),
    ],
)
def test_average_reduced_frequency_is_that_of_savicky_and_hlavacova(words, expected, reason):
    tokens = make_tokens(words)
    spread = add_dispersion(count_terms(tokens), tokens).set_index("term")
    assert spread.loc["x", "arf"] == pytest.approx(expected), reason


def test_a_text_can_be_cut_into_equal_parts():
    tokens = make_parts([2, 0, 1], [7, 2, 1])
    spread = add_dispersion(count_terms(tokens), tokens, by=5).set_index("term")
    plain = make_parts([2, 0, 0, 0, 1], [2] * 5)
    expected = add_dispersion(count_terms(plain), plain).set_index("term")
    assert spread.loc["x", ["part", "parts", "range"]].to_list() == ["equal", 5, 2]
    columns = ["dp", "dp_norm", "juilland_d", "carroll_d2"]
    pd.testing.assert_series_equal(spread.loc["x", columns], expected.loc["x", columns])
    many = add_dispersion(count_terms(tokens), tokens, by=np.int64(100))
    assert (many["parts"] == 10).all(), "more parts than words: a word each"


def test_what_is_spread_evenly_is_zero_to_the_bit():
    for parts in range(2, 30):
        tokens = make_parts([3] * parts, [7] * parts)
        spread = add_dispersion(count_terms(tokens), tokens)
        assert (spread[["dp", "dp_norm"]] == 0).all(axis=None)
        assert not np.signbit(spread[["dp", "juilland_d", "carroll_d2"]]).any(axis=None)


@pytest.mark.parametrize(
    ("by", "message"),
    [
        ("role", "by='role': unknown; known parts: seed, paragraph, sentence; or a number of equal parts"),
        (0, "by=0: give a whole number of parts from 1 up, or seed, paragraph, sentence"),
        (2.5, "by=2.5: give a whole number of parts from 1 up, or seed, paragraph, sentence"),
    ],
)
def test_unknown_parts_are_refused_with_the_known(by, message):
    with pytest.raises(OptionError, match=f"^{re.escape(message)}$"):
        add_dispersion(count_terms(make_tokens("x")), make_tokens("x"), by=by)


def test_no_terms_have_no_dispersion():
    empty = add_dispersion(count_terms(make_tokens("")), make_tokens(""))
    assert empty.empty and list(empty.columns[-2:]) == ["carroll_d2", "range"]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 4), min_size=2, max_size=6))
def test_dispersion_agrees_with_its_formulas_written_plainly(frequencies):
    tokens = make_parts(frequencies, [v + 1 for v in frequencies])
    spread = add_dispersion(count_terms(tokens), tokens).set_index("term")
    v, sizes = np.array(frequencies), np.array(frequencies) + 1
    if v.sum():
        dp = np.abs(v / v.sum() - sizes / sizes.sum()).sum() / 2
        rate = v / sizes
        assert spread.loc["x", "dp"] == pytest.approx(dp)
        assert spread.loc["x", "dp_norm"] == pytest.approx(dp / (1 - (sizes / sizes.sum()).min()))
        assert spread.loc["x", "juilland_d"] == pytest.approx(
            1 - rate.std() / rate.mean() / np.sqrt(len(v) - 1)
        )
        assert spread.loc["x", "range"] == (v > 0).sum()


# ---------------------------------------------------------------- diversity


DIVERSITY = [
    *["tokens", "types", "ttr", "mattr", "mtld", "hdd", "yule_k", "hapaxes"],
    *["herdan_c", "simpson_d", "entropy"],
]


def diversity_of(words):
    return count_diversity(make_tokens(words)).loc[0]


def test_diversity_is_that_of_lexical_richness():
    words = re.findall("[a-z]+", RICHNESS.lower())
    row = diversity_of(words)
    assert row["tokens"] == len(words) == 57
    assert row["mtld"] == pytest.approx(46.79226, abs=5e-6)
    assert row["hdd"] == pytest.approx(0.746870, abs=5e-7)
    codes = pd.factorize(np.array(words))[0]
    assert mattr(codes, np.zeros(57, dtype=int), 25) == pytest.approx([0.835152], abs=5e-7)


@pytest.mark.parametrize(("window", "expected"), [(2, 0.8333), (3, 0.6667), (4, 0.5)])
def test_mattr_is_the_mean_over_all_windows(window, expected):
    codes = np.array([1, 1, 2, 1, 1, 2, 1])
    assert mattr(codes, np.zeros(7, dtype=int), window) == pytest.approx([expected], abs=5e-5)


def test_mtld_has_no_least_length_of_a_factor():
    assert diversity_of("This is a sentence .".split() * 20)["mtld"] == pytest.approx(7.142857, abs=5e-7)


@pytest.mark.parametrize(("words", "expected"), [("abcddeefff", 1000), ("abcddeefffgggg", 1122.449)])
def test_yules_k_is_that_of_its_source(words, expected):
    assert diversity_of(words)["yule_k"] == pytest.approx(expected, abs=5e-4)


def test_hapaxes_occur_once():
    assert diversity_of("aabc")["hapaxes"] == 2


def test_herdan_simpson_and_shannon():
    # Simpson: 2 of 10 x 9 for b twice, 6 of 90 for c three times; Shannon: the bits of 8 even choices
    assert diversity_of("abbccc")["simpson_d"] == pytest.approx((2 + 6) / 30)
    assert diversity_of("abbccc")["herdan_c"] == pytest.approx(np.log(3) / np.log(6))
    assert diversity_of("abcdefgh")["entropy"] == pytest.approx(3)
    assert diversity_of("aabc")["entropy"] == pytest.approx(1.5)
    assert diversity_of("abcd")[["herdan_c", "simpson_d"]].to_list() == [1, 0]
    assert diversity_of("a")[["herdan_c", "simpson_d", "entropy"]].to_list() == [1, 0, 0]


def test_a_short_text_is_its_own_window():
    row = diversity_of("aab")
    assert row["mattr"] == row["hdd"] == row["ttr"] == pytest.approx(2 / 3)


def test_a_text_without_repetition_is_one_stretch():
    assert diversity_of("abcd")["mtld"] == 4


def test_groups_have_a_row_each_and_groups_without_words_have_none():
    tokens = pd.concat(
        [
            make_tokens("aab", seed="z"),
            make_tokens(".", seed="m").assign(kind="punctuation"),
            make_tokens("cd", seed="b"),
        ],
        ignore_index=True,
    )
    table = count_diversity(tokens)
    assert list(table.columns) == ["seed", *DIVERSITY]
    assert table[["seed", "tokens", "types"]].to_numpy().tolist() == [["z", 3, 2], ["b", 2, 2]]
    assert list(count_diversity(tokens, by=()).columns) == DIVERSITY
    assert count_diversity(tokens, by=())["tokens"].to_list() == [5]
    assert list(count_diversity(tokens, by=["seed", "paragraph"]).columns) == [
        "seed",
        "paragraph",
        *DIVERSITY,
    ]


def test_an_empty_text_has_no_diversity():
    empty = count_diversity(make_tokens(""))
    assert list(empty.columns) == ["seed", *DIVERSITY] and empty.empty


@settings(deadline=None, max_examples=40)
@given(st.text("abcdef", min_size=1, max_size=80), st.integers(1, 60))
def test_mattr_agrees_with_a_window_moved_by_hand(words, window):
    codes = np.array([ord(word) for word in words])
    width = min(window, len(words))
    ratios = [len(set(words[at : at + width])) / width for at in range(len(words) - width + 1)]
    assert mattr(codes, np.zeros(len(words), dtype=int), window) == pytest.approx([np.mean(ratios)])


# ---------------------------------------------------------------- growth


def test_the_vocabulary_grows_with_every_new_word():
    tokens = pd.concat([make_tokens("aab", seed="z"), make_tokens("ac", seed="b")], ignore_index=True)
    growth = count_growth(tokens)
    assert growth.to_numpy().tolist() == [["z", 1, 1], ["z", 2, 1], ["z", 3, 2], ["b", 1, 1], ["b", 2, 2]]
    assert list(growth.columns) == ["seed", "tokens", "types"]


@pytest.mark.parametrize(("points", "expected"), [(1, [7]), (2, [4, 7]), (3, [3, 5, 7]), (7, [*range(1, 8)])])
def test_the_curve_has_points_at_even_distances_and_its_end(points, expected):
    assert count_growth(make_tokens("abcdefg"), points=points)["tokens"].to_list() == expected


def test_no_words_do_not_grow():
    assert list(count_growth(make_tokens("")).columns) == ["seed", "tokens", "types"]
    with pytest.raises(OptionError, match="points=0"):
        count_growth(make_tokens("a"), points=0)


def test_two_sides_compared_say_what_two_calls_of_keyness_say():
    here = count_terms(make_tokens("بحر بحر بحر ريح موج".split()))
    there = count_terms(make_tokens("رمل رمل ريح ريح شمس رمل نخل".split()))
    both = compare_terms(here, there)
    ours, theirs = add_keyness(here, there), add_keyness(there, here)
    pd.testing.assert_frame_equal(both.head(len(here))[ours.columns], ours)
    assert both["term"].to_list() == [*here["term"], "رمل", "شمس", "نخل"]
    last = both.tail(3).set_index("term")
    mirrored = theirs.set_index("term").loc[last.index]
    assert np.allclose(last["log_ratio"], -mirrored["log_ratio"])
    assert np.allclose(last["g2"], mirrored["g2"])
    assert last["reference_count"].to_list() == mirrored["count"].to_list()
    assert last["count"].to_list() == [0, 0, 0] and last["total"].to_list() == [5, 5, 5]
    assert last["forms"].to_list() == [[], [], []]
    assert last.loc["رمل", "reference_forms"] == [("رمل", 3)]
    assert both.set_index("term").loc["بحر", "reference_forms"] == []
    assert (both.dtypes[here.columns] == here.dtypes).all()
    assert both.attrs["level"] == "form"


@pytest.mark.parametrize("empty", ["terms", "reference", "both"])
def test_with_one_side_without_terms_there_is_nothing_to_compare(empty):
    terms = count_terms(make_tokens(["بحر"]))
    sides = {"terms": terms, "reference": terms}
    for side in sides if empty == "both" else [empty]:
        sides[side] = terms.head(0)
    compared = compare_terms(sides["terms"], sides["reference"])
    assert compared.empty
    assert list(compared.columns) == list(compare_terms(terms, terms).columns)


def test_sides_counted_in_groups_are_not_compared():
    terms = count_terms(make_tokens(["بحر"]))
    grouped = count_terms(make_tokens(["بحر"]), by="seed")
    with pytest.raises(OptionError, match=r"^terms: counted by seed; count both sides without by=$"):
        compare_terms(grouped, terms)
    with pytest.raises(OptionError, match=r"^reference: counted by seed; count both sides without by=$"):
        compare_terms(terms, grouped)


def test_nothing_asked_for_keeps_no_company():
    collocates = count_collocates(make_tokens(["بحر", "ريح"]), None)
    assert collocates.empty and collocates.attrs["node"] == []


def test_collocates_say_what_was_asked_for_though_there_are_none():
    collocates = count_collocates(make_tokens(["بحر"]), "بحر")
    assert collocates[collocates["count"] > 1].attrs["node"] == ["بحر"]


# ---------------------------------------------------------------- readability


def readability_of(*sentences, kind="word"):
    words = " ".join(sentences).split()
    sentence = np.repeat(np.arange(len(sentences)), [len(text.split()) for text in sentences])
    tokens = make_tokens(words, sentence=sentence).assign(kind=kind)
    tokens["form"] = tokens["token"].str.replace("[\u064b-\u0652]", "", regex=True)
    return count_readability(tokens).loc[0]


@pytest.mark.parametrize(
    ("word", "syllables", "long", "complex_word", "faseeh", "reason"),
    [
        ("ذَهَبَ", 3, 0, 0, 0, "three short vowels; dhal counts in complex words only"),
        ("قَالَ", 3, 0, 0, 0, "a vowel before alef is long and counts twice"),
        ("بَيْتٌ", 4, 0, 0, 0, "a vowel before ya is long, tanween counts twice"),
        ("المُعَلِّمُونَ", 8, 1, 1, 1, "shadda counts twice; eight letters; ends with waw and nun"),
        ("مُدَرِّسَةٌ", 8, 0, 1, 0, "complex, five letters, no sign of Faseeh"),
        ("يَتَسَاءَلُ", 6, 1, 1, 1, "hamza on the line"),
        ("كَتَبُوا", 4, 0, 0, 0, "four syllables are not complex, whatever the end"),
    ],
)
def test_osman_is_that_of_el_haj_and_rayson(word, syllables, long, complex_word, faseeh, reason):
    expected = 200.791 - 1.015 - 24.181 * (long + syllables + complex_word + faseeh)
    assert readability_of(word)["osman"] == pytest.approx(expected), reason


def test_sentences_and_words_are_measured_and_nothing_is_guessed_without_vowel_marks():
    row = readability_of("قال الرجل", "ثم عاد إلى مدينته البعيدة مسرعا")
    assert row[
        ["tokens", "sentences", "sentence_length", "sentence_median", "sentence_longest"]
    ].to_list() == [
        8,
        2,
        4,
        4,
        6,
    ]
    assert row["word_length"] == pytest.approx((3 + 5 + 2 + 3 + 3 + 6 + 7 + 5) / 8)
    assert row["long_words"] == pytest.approx(2 / 8)
    assert row["vocalised"] == 0 and np.isnan(row["osman"])


def test_readability_has_a_row_for_each_group_with_words():
    tokens = pd.concat([make_tokens("اب", seed="z"), make_tokens("ج", seed="b")], ignore_index=True)
    assert count_readability(tokens)[["seed", "tokens"]].to_numpy().tolist() == [["z", 2], ["b", 1]]
    assert count_readability(tokens, by=())["sentences"].to_list() == [2]
    empty = count_readability(make_tokens(""))
    assert empty.empty and list(empty.columns) == list(count_readability(tokens).columns)
    numbers = count_readability(make_tokens("12").assign(kind="number"))
    assert numbers["tokens"].to_list() == [2] and numbers["osman"].isna().all()
