import hashlib
import sys
import unicodedata

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import add_lemmas, arabic, split_tokens
from analysis.arabic import characters
from analysis.errors import OptionError


def test_the_category_table_agrees_with_unicodedata_for_every_code_point_of_unicode_14():
    table = characters.category_table().tolist()
    expected = [unicodedata.category(chr(point)).encode() for point in range(sys.maxunicode + 1)]
    assert {
        (made, right) for made, right in zip(table, expected, strict=True) if made not in (right, b"Cn")
    } == set()
    assert (table == expected) == (unicodedata.unidata_version == "14.0.0")
    assert sum(made != b"Cn" for made in table[:0x30000]) > 140_000


def test_every_python_reads_the_same_classes():
    # one that knows a newer Unicode would count other words, and its pages would differ
    digest = hashlib.sha256(characters.class_table().tobytes()).hexdigest()
    assert digest.startswith("a5dd06ae7067401e")


@pytest.mark.parametrize(
    ("text", "direction"), [("«مصر»", "rtl"), ("(BBC) عربي", "ltr"), ("12 مصر", "rtl"), ("", "ltr")]
)
def test_text_direction_is_that_of_the_first_strong_character(text, direction):
    assert arabic.text_direction(text) == direction


@pytest.mark.parametrize(
    ("text", "folded", "reason"),
    [
        ("كِتَابٌ", "كتاب", "vowel marks leave"),
        ("هٰذا", "هذا", "the dagger alef is a mark"),
        ("إِنَّهُۥ بِهِۦٓ", "انه به", "small و and ي of the Quran are signs, whatever Unicode calls them"),
        ("كتـــاب", "كتاب", "tatweel only lengthens"),
        ("أإآٱ", "اااا", "hamza on alef"),
        ("ا\u0653ن", "ان", "a decomposed madda is the same letter"),
        ("و\u0654", "ؤ", "a decomposed hamza on waw is composed, not lost"),
        ("على", "على", "على (on) is not علي (Ali)"),
        ("والده", "والده", "والده (his father) is not والدة (mother)"),
        ("ﻻ", "لا", "a presentation form is its letters"),
        ("ﷺ", "صلى الله عليه وسلم", "a form may hold spaces"),
        ("ﻷن", "لان", "what a form unfolds into is folded on"),
        ("١٢٫٥", "12.5", "digits and decimal mark of Arabic"),
        ("۱۲٬۵۰۰", "12,500", "Extended digits of Persian"),
        ("Straße", "straße", "small letters, nothing more"),
        ("می\u200cخواهم", "میخواهم", "the non-joiner leaves the form"),
        ("e\u0301", "é", "canonically equal spellings are one"),
        ("ـ", "ـ", "never an empty key"),
    ],
)
def test_count_folds(text, folded, reason):
    assert arabic.fold_text(text) == folded, reason


@pytest.mark.parametrize(
    ("one", "other"), [("على", "علي"), ("مدرسة", "مدرسه"), ("اوكرانيا", "أوكرانيا"), ("کتاب", "كتاب")]
)
def test_search_folds_join_what_readers_type_alike(one, other):
    assert arabic.fold_text(one, arabic.SEARCH_FOLDS) == arabic.fold_text(other, arabic.SEARCH_FOLDS)


@pytest.mark.parametrize(
    ("fold", "text", "folded"),
    [
        ("marks", "أَـﻻ١A", "أـﻻ١A"),
        ("tatweel", "أَـﻻ١A", "أَﻻ١A"),
        ("hamza", "أَـﻻ١A", "اَـﻻ١A"),
        ("presentation", "أَـﻻ١A", "أَـلا١A"),
        ("digits", "أَـﻻ١A", "أَـﻻ1A"),
        ("case", "أَـﻻ١A", "أَـﻻ١a"),
        ("controls", "A\u200bB", "AB"),
        ("alef_maqsura", "مصطفى", "مصطفي"),
        ("ta_marbuta", "مدرسة", "مدرسه"),
    ],
)
def test_each_fold_does_its_own_work_alone(fold, text, folded):
    assert arabic.fold_text(text, (fold,)) == folded


def test_an_unknown_fold_is_named_with_the_known_ones():
    known = ", ".join(arabic.FOLDS)
    with pytest.raises(OptionError) as caught:
        arabic.fold_text("ا", ("vowels",))
    assert str(caught.value) == f"fold='vowels': unknown; known folds: {known}"


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    once = arabic.fold_text(text)
    assert arabic.fold_text(once) == once


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]))))
def test_folding_many_is_folding_each(words):
    import pyarrow as pa

    together = arabic.fold_strings(pa.array(words, pa.string())).to_pylist()
    assert together == [arabic.fold_text(word) for word in words]


def test_a_word_of_marks_alone_stays_where_another_holds_a_nul():
    import pyarrow as pa

    words = ["\u064e", "\0", "كَتب", None]
    assert arabic.fold_strings(pa.array(words)).to_pylist() == ["\u064e", "\0", "كتب", None]
    seeds = pd.DataFrame({"seed": ["s"], "text": ["\u064e\0"]})
    assert not add_lemmas(split_tokens(seeds))["lemma"].isna().any()
