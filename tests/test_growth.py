"""Texts made to be hostile: nothing grows faster than they do, and the bench times every public function.

Nothing is timed here (``bench/growth.py`` does that): what took the square of a length would make these tests
run for minutes.
"""

import sys
import unicodedata
from pathlib import Path

import pandas as pd
import pytest

import analysis
from analysis.arabic import fold_text
from analysis.pages import render_reader

sys.path.append(str(Path(__file__).parents[1] / "bench"))

import growth  # noqa: E402

LONG = 20_000


def test_every_public_function_is_timed():
    timed = {name for call in growth.CALLS for name in call.split(", ")}
    assert set(analysis.__all__) <= timed | growth.APART
    assert not growth.APART & timed


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [([1, 2, 4], 1), ([1, 4, 16], 2), ([3, 3, 3], 0), ([0.5, 4], 3)],
)
def test_the_exponent_is_the_slope_of_doubled_lengths(seconds, expected):
    assert growth.exponent(seconds) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("letter", "marks", "reason"),
    [
        ("ب", "\u0651\u064b\u0654\u0316", "classes 33, 27, 230 and 220 in turn: none is in order"),
        ("e", "\u0301\u0316", "one composes, one stays"),
        ("ا", "\u0316\u0653", "the second of each pair comes to stand first"),
    ],
)
def test_many_marks_on_a_letter_are_put_in_order_as_few_are(letter, marks, reason):
    few, many = letter + marks * 10, letter + marks * 100_000
    assert fold_text(few, ("compose",)) == unicodedata.normalize("NFC", few), reason
    composed = fold_text(many, ("compose",))
    assert unicodedata.is_normalized("NFC", composed[:2_000])
    assert sorted(unicodedata.normalize("NFD", composed)) == sorted(many)


def test_a_name_without_end_is_no_name():
    text = growth.hostile("endless mention", LONG)
    mentions = growth.Given(text).mentions
    assert mentions["mention"].str.split().str.len().max() < 32 or mentions.empty


@pytest.mark.parametrize("words", [16, 21])
def test_a_long_chain_of_fathers_is_one_name(words):
    text = "قال الأمير فيصل " + "بن فهد بن سعود " * ((words - 1) // 4) + "أمس إنه وصل."
    mentions = growth.Given(text).mentions
    assert mentions["mention"].str.split().str.len().max() >= 13


def test_terms_at_the_level_of_entities_are_written_as_they_stand_however_long():
    tokens = analysis.split_tokens(analysis.make_seeds("س " * LONG))
    tokens = tokens.assign(entity=pd.Series([None] * len(tokens), dtype="str"))
    mentions = pd.DataFrame({"seed": ["text-1"], "start": [0], "end": [2 * LONG - 1], "entity": ["طويل"]})
    counted = analysis.count_terms(analysis.add_entities(tokens, mentions), level="entity")
    assert counted[["term", "count"]].to_numpy().tolist() == [["طويل", 1]]
    assert counted["forms"][0] == [("س " * (LONG - 1) + "س", 1)]


@pytest.mark.parametrize(
    ("spans", "reason"),
    [
        (lambda n: [(0, 4 * n, "اسم " * n)] + [(4 * k, 4 * k + 3, "س") for k in range(n)], "one over all"),
        (lambda n: [(k, 4 * n - k, "س" * 50 + str(k)) for k in range(n)], "one inside the other"),
    ],
)
def test_the_page_of_a_text_grows_with_the_text(spans, reason):
    def size(n: int) -> int:
        seeds = analysis.make_seeds("اسم " * n)
        table = pd.DataFrame(spans(n), columns=["start", "end", "entity"]).assign(
            seed="text-1", kind="person"
        )
        return len(render_reader(seeds, mentions=table))

    assert size(1_000) < 2.5 * size(500), reason


def test_breaks_without_a_word_between_them_are_compared_once():
    lines = ["مطر سيل نهر سد"] * 3 + ["في"] * LONG + ["لحن عود طبل ناي"] * 3
    tokens = analysis.split_tokens(analysis.make_seeds("\n".join(lines)))
    topics = analysis.find_topic_changes(
        tokens.assign(is_stop=tokens["form"] == "في"), level="form", window=8
    )
    assert len(topics) == len(lines) - 1
    assert topics["is_boundary"].sum() == 1
