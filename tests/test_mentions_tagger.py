"""The statistical tagger: its features, its arithmetic, and what it finds in plain sentences."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import ColumnError
from analysis.files import DATA
from analysis.mentions import features, network, packing, tagger
from analysis.mentions.clitics import bare_keys, particle_sizes
from analysis.tokens import split_tokens, token_ranges

COLUMNS = ["seed", "start", "end", "kind", "margin"]
LABELS = ("O", "B-person", "I-person", "B-place", "I-place", "B-other", "I-other")


def tokens_of(*texts):
    names = [f"text{number}" for number in range(len(texts))]
    return split_tokens(pd.DataFrame({"seed": names, "text": list(texts)}))


def found(text):
    return [(text[row.start : row.end], row.kind) for row in tagger.tag(tokens_of(text)).itertuples()]


def small_model(seed=0):
    """Return a model of random weights over two known words: arithmetic needs no training."""
    draw = np.random.default_rng(seed)
    keys = np.sort(features.word_keys(["روسيا", "باريس"]))
    tables = {
        "keys": keys,
        "codes": np.array([[0, 3], [1, 2]], dtype=np.int16),
        "counts": np.array([10.0, 20.0]),
        "class_keys": keys[:1],
        "classes": np.array([5], dtype=np.uint32),
        "class_count": 3,
    }
    known = np.unique(features.form_features(features.Hashes(["روسيا", "باريس", "قال"]), tables))
    known = known[known > 0]
    size, hidden, told = 4, 6, 3
    vectors = draw.normal(size=(len(known) + 1, size)).astype(np.float32)
    vectors[0] = 0
    shapes = {
        "edge": (size,),
        "window": (5, size, hidden),
        "bias": (hidden,),
        "summary": (hidden, told),
        "summary_bias": (told,),
        "output": (hidden, len(LABELS)),
        "told_output": (told, len(LABELS)),
        "output_bias": (len(LABELS),),
        "start": (len(LABELS),),
        "transitions": (len(LABELS), len(LABELS)),
    }
    weights = {name: draw.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    return network.Model(tables=tables, features=known, vectors=vectors, labels=LABELS, **weights)


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("على", "علي", "the training texts write ى as ي"),
        ("1999", "2015", "one year is like another"),
        ("أحمد", "احمد", "hamza on alef is left out by many writers"),
        ("مُحَمَّد", "محمد", "vowel marks are optional"),
    ],
)
def test_spellings_that_must_not_matter_have_the_same_features(one, other, reason):
    tables = small_model().tables
    assert np.array_equal(*features.form_features(features.Hashes([one, other]), tables)[:, None]), reason


@pytest.mark.parametrize(
    ("whole", "part"),
    [("وروسيا", "روسيا"), ("بروسيا", "روسيا"), ("والعراق", "عراق"), ("للعراق", "عراق"), ("وبالعراق", "عراق")],
)
def test_a_word_behind_a_proclitic_shares_a_feature_with_the_bare_word(whole, part):
    hashed = features.form_features(features.Hashes([whole]), small_model().tables)
    assert features.word_keys([part])[0] in hashed[0]


def test_two_letters_must_not_be_left_when_a_proclitic_is_cut():
    letters, lengths = features.letter_matrix(["ولد", "وبر"])
    assert not features.proclitic_matches(letters, lengths).any()


def test_features_are_per_form_and_do_not_depend_on_the_other_forms():
    tables = small_model().tables
    forms = ["روسيا", "x", "", "12", "والعراق", "ا" * 40]
    together = features.form_features(features.Hashes(forms), tables)
    alone = np.vstack([features.form_features(features.Hashes([form]), tables) for form in forms])
    assert np.array_equal(together, alone)


@pytest.mark.parametrize(
    ("forms", "size", "reason"),
    [
        (["وروسيا"], 1, "the rest is a well-known word"),
        (["واشنطن"], 0, "the و is the first letter of the name"),
        (["بايدن"], 0, "a foreign name: ايدن is seen in plain text, but too rarely"),
        (["كوليبا"], 0, "a name that neither whole nor cut was ever seen"),
        (["بريطانيا"], 0, "the ب is the first letter of the name"),
        (["ولبنان"], 1, "only و is a particle, ل belongs to the name"),
        (["للعراق"], 1, "the name starts after the first ل"),
        (["وبالقاهرة"], 2, "two particles, the article stays"),
        (["والسعودية"], 1, "the article stays"),
        (["وقسطنشور", "قسطنشور"], 1, "a rest that stands by itself in the text"),
    ],
)
def test_particles_in_front_of_a_name(forms, size, reason):
    assert particle_sizes(features.Hashes(forms), tagger.load_model().tables)[0] == size, reason


def test_a_word_has_one_key_whatever_particle_is_in_front():
    keys = bare_keys(features.Hashes(["روسيا", "وروسيا", "لروسيا", "باريس"]), tagger.load_model().tables)
    assert keys[0] == keys[1] == keys[2] != keys[3]


def test_neighbours_stop_at_the_edges_of_sentences():
    codes, sentences = np.array([4, 5, 6, 7]), np.array([0, 0, 1, 1])
    assert network.shift(codes, sentences, 1, -1).tolist() == [5, -1, 7, -1]
    assert network.shift(codes, sentences, -1, -1).tolist() == [-1, 4, -1, 6]
    assert network.shift(codes, sentences, 0, -1).tolist() == [4, 5, 6, 7]
    assert network.shift(codes[:1], sentences[:1], 2, -1).tolist() == [-1]


def test_every_token_of_a_word_hears_the_most_that_one_of_them_told():
    told = np.array([[1.0, 0.0], [0.0, 3.0], [2.0, 1.0]])
    assert network.most_told(told, np.array([0, 1, 0])).tolist() == [[2.0, 1.0], [0.0, 3.0]]


def test_scores_do_not_depend_on_how_many_tokens_are_worked_on_at_once(monkeypatch):
    model, draw = small_model(), np.random.default_rng(1)
    vectors = draw.normal(size=(6, 4)).astype(np.float32)
    codes, sentences = draw.integers(0, 6, 40), np.repeat(np.arange(8), 5)
    words = codes + 6 * (np.arange(40) >= 20)
    whole = network.label_scores(vectors, codes, sentences, words, model)
    monkeypatch.setattr(network, "SLICE", 7)
    monkeypatch.setattr(network, "CHUNK", 3)
    assert np.allclose(network.label_scores(vectors, codes, sentences, words, model), whole, atol=1e-5)


@settings(deadline=None, max_examples=30)
@given(lengths=st.lists(st.integers(1, 4), min_size=1, max_size=4), seed=st.integers(0, 99))
def test_the_best_chain_is_the_one_that_trying_all_would_find(lengths, seed):
    model = small_model(seed)
    draw = np.random.default_rng(seed)
    sentences = np.repeat(np.arange(len(lengths)), lengths)
    scores = draw.normal(size=(len(sentences), len(LABELS))).astype(np.float32)
    best = network.best_labels(scores, sentences, model)
    for number in range(len(lengths)):
        own = scores[sentences == number].astype(float)

        def value(chain, own=own):
            steps = sum(model.transitions[a, b] for a, b in zip(chain, chain[1:], strict=False))
            return model.start[chain[0]] + steps + sum(own[place, label] for place, label in enumerate(chain))

        top = max(product(range(len(LABELS)), repeat=len(own)), key=value)
        assert value(best[sentences == number]) == pytest.approx(value(top), abs=1e-4)


@pytest.mark.parametrize(
    ("labels", "spans", "reason"),
    [
        ("O O", [], "nothing"),
        ("B-person I-person O", [(0, 1, "person")], "first to last word, last included"),
        ("B-person B-person", [(0, 0, "person"), (1, 1, "person")], "a B begins anew"),
        ("O B-place", [(1, 1, "place")], "up to the end of the text"),
        ("B-other I-other B-place", [(2, 2, "place")], "other is learned but never told"),
    ],
)
def test_labels_become_spans(labels, spans, reason):
    numbers = np.array([LABELS.index(label) for label in labels.split()])
    runs = tagger.label_runs(numbers, LABELS)
    assert list(runs.itertuples(index=False, name=None)) == spans, reason


def test_a_packed_model_scores_as_the_model_did():
    model = small_model()
    again = packing.unpack(packing.pack(model, levels=20))
    assert again.labels == model.labels
    assert np.array_equal(again.features, model.features)
    assert all(
        np.array_equal(again.tables[name], model.tables[name]) for name in ("keys", "codes", "classes")
    )
    forms = features.Hashes(["روسيا", "قال", "وباريس", "غيرها"])
    assert np.allclose(network.form_vectors(forms, again), network.form_vectors(forms, model), atol=0.15)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "زار الرئيس فلاديمير بوتين العاصمة الفرنسية باريس.",
            [("فلاديمير بوتين", "person"), ("باريس", "place")],
        ),
        ("وقعت مصر وفرنسا اتفاقا في القاهرة.", [("مصر", "place"), ("فرنسا", "place"), ("القاهرة", "place")]),
        ("أعلنت منظمة الصحة العالمية ذلك.", [("منظمة الصحة العالمية", "organisation")]),
    ],
)
def test_plain_sentences_give_their_names(text, names):
    assert found(text) == names


def test_a_text_in_latin_letters_is_passed_over():
    assert found("President Vladimir Putin went to Paris.") == []


def test_every_span_lies_in_one_paragraph_and_none_overlaps():
    text = "قال أنتوني بلينكن في واشنطن\nإن روسيا وأوكرانيا\n\nNATO and the UN\nوالأمم المتحدة في جنيف"
    tokens = tokens_of(text, text)
    names = tagger.tag(tokens)
    assert len(names) > 4
    assert names.columns.tolist() == COLUMNS
    first, last = token_ranges(tokens, names)
    assert (tokens["paragraph"].iloc[first].to_numpy() == tokens["paragraph"].iloc[last - 1].to_numpy()).all()
    assert (tokens["end"].iloc[last - 1].to_numpy() == names["end"].to_numpy()).all()
    assert (last[:-1] <= first[1:]).all()


def test_tagging_leaves_the_tokens_as_they_were_and_says_the_same_twice():
    tokens = tokens_of("وصل رئيس الوزراء إلى بيروت ثم دمشق.")
    before = tokens.copy()
    once, twice = tagger.tag(tokens), tagger.tag(tokens)
    pd.testing.assert_frame_equal(tokens, before)
    pd.testing.assert_frame_equal(once, twice)


@pytest.mark.parametrize("texts", [(), ("",), ("   \n",), ("123 ... !",)])
def test_a_text_without_words_gives_an_empty_table_with_the_same_columns(texts):
    names = tagger.tag(tokens_of(*texts))
    assert names.empty
    assert names.columns.tolist() == COLUMNS


def test_a_missing_column_is_named():
    tokens = tokens_of("بيروت").drop(columns="sentence")
    with pytest.raises(ColumnError, match="tokens: no column sentence"):
        tagger.tag(tokens)


@settings(deadline=None, max_examples=40)
@given(st.text(alphabet='وبلروسيانمدة .،\n"«»12abأَ\u200f', max_size=80))
def test_any_text_gives_spans_of_the_text(text):
    tokens = tokens_of(text)
    for row in tagger.tag(tokens).itertuples():
        assert 0 <= row.start < row.end <= len(text)
        assert text[row.start] not in " \n"


def test_the_shipped_files_stay_under_three_megabytes():
    assert (DATA / tagger.MODEL).stat().st_size < 3_000_000


def test_the_model_has_its_card_and_its_licence():
    card = (DATA / "mentions" / "MODEL.md").read_text(encoding="utf-8")
    licence = (DATA / "mentions" / "LICENSE").read_text(encoding="utf-8")
    for name in ("NewsFANE", "WikiFANE", "comparableWikiCorpus"):
        assert name in card and name in licence
    assert "CC BY-SA 4.0" in licence
