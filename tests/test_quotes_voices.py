"""The quotations of those who say most."""

import pandas as pd
import pytest

from analysis import add_lemmas, find_mentions, find_quotes, find_voices, make_seeds, split_tokens
from analysis.errors import OptionError

TOKENS = pd.DataFrame({"seed": "خ", "start": range(0, 60, 5), "kind": "word"})
QUOTES = pd.DataFrame(
    {
        "seed": "خ",
        "start": [0, 5, 20, 50],
        "end": [5, 20, 45, 60],
        "entity": ["س", "ص", None, "س"],
        "speech": "direct",
    }
)


@pytest.mark.parametrize(
    ("top", "expected", "reason"),
    [
        (1, [0, 50], "three words in two quotations beat three in one by name, nobody named is left out"),
        (2, [0, 5, 50], "in reading order"),
        (12, [0, 5, 50], "there are no more voices"),
    ],
)
def test_the_voices_that_say_most_are(top, expected, reason):
    assert find_voices(QUOTES, TOKENS, top=top)["start"].to_list() == expected, reason


def test_where_nobody_speaks_no_voice_is_found():
    tokens = add_lemmas(split_tokens(make_seeds("3\n17\n42")))
    quotes = find_quotes(tokens, find_mentions(tokens))
    voices = find_voices(quotes, tokens)
    assert voices.empty and list(voices.columns) == list(quotes.columns)


def test_no_voices_at_all_cannot_be_asked_for():
    with pytest.raises(OptionError, match=r"^top=0: give a whole number of voices from 1 up$"):
        find_voices(QUOTES, TOKENS, top=0)
