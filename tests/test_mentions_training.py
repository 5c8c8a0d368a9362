"""Training and scoring of the tagger, in `bench`: gradients, reading, counting; on toy texts."""

import sys
from pathlib import Path

import numpy as np
import pytest

BENCH = Path(__file__).parents[1] / "bench"
sys.path[:0] = [str(BENCH), str(BENCH / "build")]

import mentions_data  # noqa: E402
import mentions_network  # noqa: E402
import score_mentions  # noqa: E402
import word_clusters  # noqa: E402

from analysis.mentions import network  # noqa: E402
from analysis.mentions.features import Hashes, word_keys  # noqa: E402

BLOCK = [
    ("زار احمد بيروت امس .".split(), "O B-person B-place O O".split()),
    ("قال سعيد علي في دمشق".split(), "O B-person I-person O B-place".split()),
]


def toy_tables():
    """Return look-up tables of four words with one stage of two codes."""
    keys = np.sort(word_keys(["بيروت", "دمشق", "زار", "قال"]))
    return {
        "keys": keys,
        "codes": np.array([[0], [0], [1], [1]], dtype=np.uint8),
        "counts": np.ones(4),
        "class_keys": keys[:0],
        "classes": np.zeros(0, dtype=np.uint32),
        "class_count": 0,
    }


def toy_model(epochs=150):
    options = mentions_network.Options(
        size=8, hidden=12, told=4, epochs=epochs, batch=1, dropout=0, hide=0, forget=0
    )
    centres = np.random.default_rng(0).normal(size=(1, 2, 5)).astype(np.float32)
    lines = []
    corpus = mentions_network.encode([BLOCK])
    return mentions_network.train(corpus, toy_tables(), centres, options, report=lines.append), corpus, lines


def test_training_learns_a_toy_text_by_heart():
    model, corpus, lines = toy_model()
    codes, labels, sentences = corpus.blocks[0]
    vectors = network.form_vectors(Hashes(corpus.forms), model)
    scores = network.label_scores(vectors, codes, sentences, np.arange(len(codes)), model)
    assert network.best_labels(scores, sentences, model).tolist() == labels.tolist()
    assert len(lines) == 150


def test_training_twice_gives_the_same_weights():
    one, two = toy_model(3)[0], toy_model(3)[0]
    assert all(np.array_equal(getattr(one, name), getattr(two, name)) for name in mentions_network.LEARNED)


def test_the_gradients_of_the_chain_are_those_that_small_steps_show():
    model, corpus, _ = toy_model(1)
    _, labels, sentences = corpus.blocks[0]
    draw = np.random.default_rng(3)
    scores = draw.normal(size=(len(labels), len(model.labels)))
    _, by_score, by_start, by_transition = mentions_network.chain_gradients(scores, labels, sentences, model)

    def loss():
        return mentions_network.chain_gradients(scores, labels, sentences, model)[0]

    for values, gradient in ((scores, by_score), (model.start, by_start), (model.transitions, by_transition)):
        place = tuple(draw.integers(0, size) for size in values.shape)
        step = 1e-2
        values[place] += step
        above = loss()
        values[place] -= 2 * step
        below = loss()
        values[place] += step
        assert gradient[place] == pytest.approx((above - below) / (2 * step), abs=2e-4)


def test_an_inner_label_never_follows_a_foreign_one():
    begin, follow = mentions_network.forbidden(("O", "B-person", "I-person", "B-place", "I-place"))
    assert begin.tolist() == [False, False, True, False, True]
    assert follow[:, 2].tolist() == [True, False, False, True, True]
    assert not follow[:, [0, 1, 3]].any()


def test_a_long_sentence_is_cut_and_begins_anew():
    words = [f"كلمة{number}" for number in range(70)]
    labels = ["O"] * 58 + ["B-person"] + ["I-person"] * 11
    corpus = mentions_network.encode([[(words, labels)]])
    _, marks, sentences = corpus.blocks[0]
    assert sentences.tolist() == [1] * 60 + [2] * 10
    assert corpus.labels[marks[60]] == "B-person"
    assert corpus.labels[marks[61]] == "I-person"


@pytest.mark.parametrize(
    ("written", "mended", "reason"),
    [
        ("زوجةه", "زوجته", "ة is written ت before a suffix"),
        ("لالاتحاد", "للاتحاد", "the alef of ال falls after ل"),
        ("ولالعراق", "وللعراق", "also behind و"),
        ("مدينة", "مدينة", "a final ة stays"),
    ],
)
def test_marks_of_joined_clitics_are_mended(written, mended, reason):
    assert mentions_data.mend(written) == mended, reason


def test_sentences_of_a_conll_file_are_read_with_our_kinds(tmp_path):
    path = tmp_path / "x.conll"
    path.write_text("زار O\nاحمد B-PER\n\n\nبيروت B-LOC\n", encoding="utf-8")
    assert mentions_data.read_conll(path) == [(["زار", "احمد"], ["O", "B-person"]), (["بيروت"], ["B-place"])]


@pytest.mark.parametrize(
    ("labels", "spans"),
    [
        ("O O", set()),
        ("B-person I-person O", {(0, 2, "person")}),
        ("B-person B-person", {(0, 1, "person"), (1, 2, "person")}),
        ("I-place I-place", {(0, 2, "place")}),
        ("B-person I-place", {(0, 1, "person"), (1, 2, "place")}),
    ],
)
def test_gold_labels_become_spans(labels, spans):
    assert mentions_data.label_spans(labels.split()) == spans


def test_plain_text_is_cut_into_texts_of_sentences():
    line = "ذهب الولد الى البيت . نام الولد في البيت . نعم".split()
    blocks = mentions_data.sample_blocks([line] * 30, 2)
    assert [len(block) for block in blocks] == [25, 25]
    assert blocks[0][0] == "ذهب الولد الى البيت .".split()


def test_a_span_is_right_with_its_particle_or_without_and_only_once():
    texts = {"a": "وروسيا والصين"}
    gold = [("a", 0, 6, "place"), ("a", 7, 13, "place")]
    found = [("a", 1, 6, "place"), ("a", 0, 6, "place"), ("a", 7, 13, "person")]
    counts = score_mentions.count_hits(texts, gold, found)
    assert counts["place", "exact"] == 1
    assert (counts["place", "found"], counts["person", "found"], counts["place", "gold"]) == (2, 1, 2)
    assert counts["place", "gold over found"] == 1


def test_blocks_become_texts_in_which_the_gold_spans_stand():
    seeds, spans = score_mentions.blocks_as_seeds([BLOCK])
    text = seeds["text"][0]
    assert sorted(text[start:end] for _, start, end, _ in spans) == ["احمد", "بيروت", "دمشق", "سعيد علي"]
    assert text.count("\n") == 2


def test_merging_is_scored_mention_by_mention():
    gold = {1: "x", 2: "x", 3: "y"}
    ours = {1: "a", 2: "a", 3: "a", 4: "b"}
    row = score_mentions.score_merging(gold, ours)
    # precision: 2/3 for two of the three mentions, 1/3 for the last; recall: all
    assert row["precision"] == pytest.approx(100 * (2 / 3 + 2 / 3 + 1 / 3) / 3, abs=0.1)
    assert row["recall"] == 100
    assert row["support"] == 3


def test_clusters_part_what_lies_apart():
    draw = np.random.default_rng(0)
    vectors = np.vstack([draw.normal(0, 0.1, (20, 3)), draw.normal(5, 0.1, (20, 3))]).astype(np.float32)
    group, centres = word_clusters.cluster(vectors, 2)
    assert len(set(group[:20])) == len(set(group[20:])) == 1
    assert group[0] != group[20]
    assert centres.shape == (2, 3)
