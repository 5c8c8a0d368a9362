"""Quotation marks pair as readers pair them, and an unbalanced one costs nothing but itself."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.arabic.marks import pair_marks

CASES = [
    ("قال «نعم».", ["نعم"], "guillemets"),
    ('قال: "نعم".', ["نعم"], "straight marks"),
    ("قال “نعم”.", ["نعم"], "curly marks"),
    ("قال ‹نعم› و‘لا’.", ["نعم", "لا"], "single marks of both shapes"),
    ("قال „نعم“ و‟لا”.", ["نعم", "لا"], "low and reversed openings"),
    ("قال »نعم«.", ["نعم"], "guillemets typed the wrong way round in right-to-left text"),
    ("قال ”نعم“.", ["نعم"], "curly marks typed the wrong way round"),
    ("قال “نعم“ ثم “لا“.", ["نعم", "لا"], "one curly shape for both sides"),
    ('قال “نعم" ثم', ["نعم"], "a curly opening closed by a straight mark"),
    ("قال “ نعم “ ثم", [" نعم "], "one shape with spaces inside: by turns"),
    ('قال " نعم " ثم " لا "', [" نعم ", " لا "], "straight marks with spaces on both sides: by turns"),
    ('قال" نعم" ثم', [" نعم"], "a space on the wrong side of a straight mark"),
    ('قال "نعم "ثم', ["نعم "], "a space before a closing straight mark"),
    ('و"نعم" وبـ"لا"', ["نعم", "لا"], "a particle written onto the opening mark"),
    ('"قال و"نعم" ثم"', ['قال و"نعم" ثم', "نعم"], "the particle shows that a straight mark opens inside"),
    ('"في سجن "نفحة" أمس"', ['في سجن "نفحة" أمس', "نفحة"], "straight marks nested by spacing"),
    ("”فـ”بوك” يعتبر” ثم", ["فـ”بوك” يعتبر", "بوك"], "closing shapes alone, nested"),
    ("«قال «نعم» ثم»", ["قال «نعم» ثم", "نعم"], "nested guillemets"),
    ("«قال “نعم” ثم»", ["قال “نعم” ثم", "نعم"], "nested marks of two families"),
    ("«نعم ثم", [], "never closed"),
    ("نعم» ثم", [], "never opened"),
    ("«نعم» ثم» لا", ["نعم"], "a closing too many"),
    ('قال "نعم ثم\nوأضاف "لا".', ["لا"], "a straight mark never carries over a paragraph"),
    ("«نعم “ثم» لا", ["نعم “ثم"], "an opening left open inside a pair is dropped"),
    ("«نعم\nثم\nلا».", ["نعم\nثم\nلا"], "one quotation over three paragraphs"),
    ("«نعم\n\n«ثم\n\n«لا».", ["نعم\n\n«ثم\n\n«لا"], "each paragraph of the quotation opens anew"),
    ("«نعم\nقال «لا» ثم", ["لا"], "an orphan opening does not take a later pair's closing"),
    ("«نعم" + "\nثم" * 8 + "\nلا» قال", [], "too many paragraphs away"),
    ("l'été d’hier", [], "apostrophes inside words"),
    ("James' 5' و'نعم'", ["نعم"], "an apostrophe after a word or number opens nothing"),
    ("قال \u200f«نعم\u200e» ثم", ["نعم\u200e"], "bidi controls beside a mark hide nothing"),
    ("الرحلة “ام 370″ أمس", ["ام 370"], "WordPress closes after a digit with a double prime"),
    ('شاشة 15" جديدة', [], "the inch sign"),
    ('"كِتابٌ" و"قلمٌ"', ["كِتابٌ", "قلمٌ"], "a vowel mark before the closing mark belongs to the word"),
    ("قال:«نعم»،«لا»", ["نعم", "لا"], "no spaces at all"),
    ("نص.«نعم».", ["نعم"], "a full stop glued to an opening mark"),
    ("قال: ''نعم'' ثم ``لا''", ["نعم", "لا"], "two apostrophes or accents are one mark"),
    ("قال: ((نعم)) ثم <<لا>> (ربما)", ["نعم", "لا"], "doubled brackets quote, single ones do not"),
    ("قال ,,نعم'' ثم ‚لا‘", ["نعم", "لا"], "low marks of typewriters"),
    ("قال 〝نعم〞 ثم 《لا》", ["نعم", "لا"], "primes and East Asian brackets"),
    ("(انظر (أ)) وقال", [], "a bracket in a bracket opens nothing doubled"),
    ('قال " نعم . ثم خرج . وقالت " لا " ومضت', [], "one of three is stray: nobody can tell which"),
    ('قال: سنعود". ثم خرج. وقالت: "لا".', ["لا"], "a stray closing mark opens nothing"),
    ("", [], "an empty text"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), CASES, ids=[case[2] for case in CASES])
def test_marks_pair_as_readers_pair_them(text, expected, reason):
    assert [text[start + 1 : end] for start, end, _ in pair_marks(text)] == expected, reason


def test_the_result_is_an_array_of_three_columns_even_when_empty():
    pairs = pair_marks("")
    assert pairs.shape == (0, 3)
    assert pairs.dtype == np.int64


def test_depth_counts_the_pairs_around():
    assert pair_marks("«ا “ب ‘ج’” د» «ه»")[:, 2].tolist() == [0, 1, 2, 0]


@given(st.text(alphabet="اب ,.\n\"'«»“”‘’‹›„‟\u200f", max_size=60))
def test_pairs_nest_never_cross_and_use_each_mark_once(text):
    pairs = pair_marks(text)
    places = pairs[:, :2].ravel().tolist()
    assert len(set(places)) == len(places)
    assert all(text[place] in "\"'«»“”‘’‹›„‟‚" for place in places)
    assert all(start < end for start, end, _ in pairs)
    assert not any(a < c < b < d for a, b, _ in pairs for c, d, _ in pairs)
    assert pairs[:, 0].tolist() == sorted(pairs[:, 0].tolist())
    depths = [sum(a < c and d < b for a, b, _ in pairs) for c, d, _ in pairs]
    assert pairs[:, 2].tolist() == depths


@given(st.text())
def test_any_text_is_accepted(text):
    pair_marks(text)
