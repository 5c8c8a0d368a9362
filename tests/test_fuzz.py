"""Hard and changed texts through every function to pages: ``bench/fuzz.py`` does it for an hour."""

import random
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import make_seeds
from analysis.errors import SeedError

sys.path.append(str(Path(__file__).parents[1] / "bench"))

import fuzz  # noqa: E402

SEEDS = [
    path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))
]
#: Hard texts, the one of a small letter alone once failed; with what is hard in each.
FOUND = [
    ("«\u202e<b title='x'>»\u0651\n\x00&lt;</p>", "markup, a direction and a mark on nothing"),
    ("ۥ؟", "a term that, as a query, had no word to look for"),
    ("\u0651\u064b\n۝\n\u200d", "paragraphs without a word"),
    ("قال بن عبد محمد بن عبد محمد بن: «نعم» «نعم", "names without end and a mark that never closes"),
]


@pytest.mark.parametrize(("text", "reason"), FOUND)
def test_every_function_bears_what_is_hard(text, reason):
    assert fuzz.check_text(text, charts=False), reason


@settings(max_examples=8, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(fuzz.PIECES), min_size=1, max_size=40).map("".join))
def test_every_function_bears_hard_pieces(text):
    assert fuzz.check_text(text, charts=False)


@pytest.mark.parametrize("number", range(5))
def test_every_function_bears_a_changed_text(number):
    draw = random.Random(number)
    assert fuzz.check_text(fuzz.change(draw.choice(SEEDS), draw), charts=False)


@settings(max_examples=8, deadline=None, derandomize=True)
@given(
    st.one_of(st.binary(max_size=60), st.text(max_size=60).map(lambda text: text.encode("utf-8", "ignore")))
)
def test_any_bytes_are_read_or_refused_in_one_line(tmp_path_factory, raw):
    assert fuzz.check_bytes(raw, tmp_path_factory.getbasetemp())


def test_charts_of_a_changed_text_are_drawn_too():
    assert fuzz.check_text(fuzz.change(SEEDS[0], random.Random(0)))


def test_half_a_character_is_no_text():
    with pytest.raises(SeedError) as error:
        make_seeds(["نعم", "لا\ud800"])
    assert str(error.value) == (
        "seeds: text 2 holds half a character (U+D800 at 2); decode it as UTF-16, or leave it out"
    )


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("<p><script>", "none of ours"),
        ("<p onclick='x'></p>", "acts"),
        ("<p><span></p>", "closes"),
        ("<p>", "never close"),
        ("<p id='a'></p><p id='a'></p>", "twice"),
        ("<p><!-- x --></p>", "comment"),
    ],
)
def test_the_check_of_pages_sees_what_is_wrong(markup, said):
    with pytest.raises(fuzz.FoundError, match=said):
        fuzz._Page(markup)
