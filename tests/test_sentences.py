"""Sentences end at stops that belong to no abbreviation, with the closing marks behind them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import split_sentences, split_tokens
from analysis.errors import ColumnError

COLUMNS = ["seed", "paragraph", "sentence", "start", "end", "text"]
ANYTHING = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from('..!؟?…«»"”“()أب دم 1\n'), max_size=60
)


def seeds_of(*texts):
    return pd.DataFrame({"seed": [f"s{number}" for number in range(len(texts))], "text": list(texts)})


def sentences_of(text):
    return split_sentences(split_tokens(seeds_of(text)))["text"].to_list()


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("وصل د. سامر. ثم غادر.", ["وصل د. سامر.", "ثم غادر."], "د. is a title"),
        (
            "قال أ.د. علي إنه راض. وخرج.",
            ["قال أ.د. علي إنه راض.", "وخرج."],
            "أ.د. is one title of two letters",
        ),
        ("والتقى ود. ليلى. ثم عاد.", ["والتقى ود. ليلى.", "ثم عاد."], "و joins the title"),
        ("راسلوا ص.ب. 1234 الرياض. شكرا.", ["راسلوا ص.ب. 1234 الرياض.", "شكرا."], "ص.ب is a post box"),
        ("كتبت ج. ك. رولينغ رواية. نفدت.", ["كتبت ج. ك. رولينغ رواية.", "نفدت."], "initials of a name"),
        ("أعلنت م.ت.ف. رفضها القرار.", ["أعلنت م.ت.ف. رفضها القرار."], "ف in a chain of letters is one"),
        ("رأى ف. غادر", ["رأى ف.", "غادر"], "alone it is a conjunction"),
        ("اشترى الكتب والأقلام إلخ. من السوق.", ["اشترى الكتب والأقلام إلخ. من السوق."], "and so on"),
        ("تناول فيتامين د. ثم نام.", ["تناول فيتامين د.", "ثم نام."], "here the letter is the name itself"),
        ("بلغ 12.5 في المئة. ثم هبط.", ["بلغ 12.5 في المئة.", "ثم هبط."], "a decimal mark"),
        ("في عام 1436 هـ. وقال.", ["في عام 1436 هـ.", "وقال."], "a unit after a number may end a sentence"),
        ("1. البند الأول. 2. البند الثاني.", ["1. البند الأول.", "2. البند الثاني."], "numbers of a list"),
        ("كم الساعة؟ لا أدري! حقا.", ["كم الساعة؟", "لا أدري!", "حقا."], "question and exclamation marks"),
        ("قال: «انتهى.» ثم خرج.", ["قال: «انتهى.»", "ثم خرج."], "the stop inside, the mark belongs to it"),
        ("قال: «انتهى». ثم خرج.", ["قال: «انتهى».", "ثم خرج."], "the stop outside"),
        (
            'قال "نعم." وغادر. قال "لا".',
            ['قال "نعم."', "وغادر.", 'قال "لا".'],
            "straight marks close by turns",
        ),
        ("قال ”نعم.“ ثم خرج.", ["قال ”نعم.“", "ثم خرج."], "marks typed the other way round"),
        ("سأل: «لماذا؟»، ثم خرج.", ["سأل: «لماذا؟»، ثم خرج."], "a comma goes on with the sentence"),
        ("لم أعرف... ثم سكت.", ["لم أعرف...", "ثم سكت."], "three dots and a space"),
        ("بالصور.. وصول الطائرة", ["بالصور.. وصول الطائرة"], "two dots are a pause in Arabic typing"),
        (
            "جاء (!) مسرعا. [...] وعاد.",
            ["جاء (!) مسرعا.", "[...] وعاد."],
            "a mark alone in brackets ends nothing",
        ),
        (
            "انتهى الاجتماع.وقال الوزير.",
            ["انتهى الاجتماع.", "وقال الوزير."],
            "the space after the stop is often missing",
        ),
        ('لقي حتفه".وأوضح البيان.', ['لقي حتفه".', "وأوضح البيان."], "also behind a closing mark"),
        ("بيانات جيه.إل.إل العقارية.", ["بيانات جيه.إل.إل العقارية."], "a company's transcribed initials"),
        ("السطر الأول\nالسطر الثاني", ["السطر الأول", "السطر الثاني"], "a paragraph's end ends a sentence"),
        ("نعم. !!!", ["نعم. !!!"], "marks without a word are no sentence"),
        ("... وأضاف. تم.", ["... وأضاف.", "تم."], "dots at the head open the sentence"),
        (
            'Mr. Smith left the U.S. He said "Why?" and went on.',
            ["Mr. Smith left the U.S.", 'He said "Why?" and went on.'],
            "English titles, acronyms before a starter, a small letter after the mark",
        ),
        (
            "Apple Inc. paid. It rose.",
            ["Apple Inc. paid.", "It rose."],
            "a small letter goes on with the sentence",
        ),
        ("It opens at 5 p.m. They wait.", ["It opens at 5 p.m.", "They wait."], "a unit after a number"),
        (
            "e.g. this one. Visit Internet.org today.",
            ["e.g. this one.", "Visit Internet.org today."],
            "a stop inside a name",
        ),
    ],
)
def test_sentence_boundaries(text, expected, reason):
    assert sentences_of(text) == expected, reason


@given(ANYTHING)
def test_sentences_are_slices_that_cover_every_token_in_order(text):
    tokens = split_tokens(seeds_of(text))
    sentences = split_sentences(tokens)
    for row in sentences.itertuples():
        assert text[row.start : row.end] == row.text
    assert (sentences["start"].to_numpy()[1:] >= sentences["end"].to_numpy()[:-1]).all()
    inside = np.searchsorted(sentences["start"], tokens["start"], side="right") - 1
    assert (sentences["end"].to_numpy()[inside] >= tokens["end"]).all()
    numbers = tokens.groupby("paragraph")["sentence"]
    assert (numbers.min() == 1).all()
    steps = numbers.diff().dropna()
    assert steps.isin([0, 1]).all()


@given(st.lists(ANYTHING, max_size=4))
def test_a_text_is_numbered_the_same_alone_and_among_others(texts):
    together = split_tokens(seeds_of(*texts))
    alone = [split_tokens(seeds_of(text))["sentence"].to_list() for text in texts]
    assert together["sentence"].to_list() == [number for numbers in alone for number in numbers]


def test_columns_order_and_input_unchanged():
    tokens = split_tokens(seeds_of("أ. ب", "نعم! لا."))
    before = tokens.copy()
    sentences = split_sentences(tokens)
    assert list(sentences.columns) == COLUMNS
    assert sentences["sentence"].to_list() == [1, 1, 2]
    pd.testing.assert_frame_equal(tokens, before)


def test_an_empty_table_gives_an_empty_table_with_all_columns():
    sentences = split_sentences(split_tokens(seeds_of()))
    assert list(sentences.columns) == COLUMNS and len(sentences) == 0


def test_a_missing_column_is_named():
    with pytest.raises(ColumnError, match="^tokens: no column sentence"):
        split_sentences(split_tokens(seeds_of("أ")).drop(columns="sentence"))
