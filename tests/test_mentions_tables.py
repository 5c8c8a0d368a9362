"""Each row of the table of names finds its own example, and without it something else is found."""

import pandas as pd
import pytest

from analysis import add_lemmas, find_mentions, split_tokens
from analysis.mentions import rules
from analysis.mentions.tagger import OTHER

COLUMNS = ["start", "end", "kind", "entity"]
TABLE = rules.mention_table()
ROWS = pytest.mark.parametrize("row", TABLE.rows.values(), ids=lambda row: row.name)


def no_tagger(tokens):
    """Find nothing: what is left is the work of gazetteers and rules."""
    return pd.DataFrame({"seed": [], "start": [], "end": [], "kind": []})


def split_example(example):
    """Return the text of an example, and the mention that is marked in it."""
    before, marked = example.split("⟨")
    mention, behind = marked.split("⟩")
    return before + mention + behind, mention


def found(text):
    tokens = add_lemmas(split_tokens(pd.DataFrame({"seed": ["s"], "text": [text]})))
    return find_mentions(tokens, tagger=no_tagger)


@ROWS
def test_a_row_finds_its_example(row):
    text, mention = split_example(row.example)
    mentions = found(text)
    kinds, kind = mentions.set_index("mention")["kind"].to_dict(), row.yields.split(", ")[0]
    # a name of another kind, as of a cup, is found so that nothing in it is a mention
    assert kinds.get(mention) == (None if kind == OTHER else kind), row.reason


@ROWS
def test_a_row_changes_what_is_found_in_its_example(row, monkeypatch):
    text, _ = split_example(row.example)
    before = found(text)[COLUMNS]
    monkeypatch.setattr(rules, "mention_table", lambda: TABLE.without(row.name))
    assert found(text)[COLUMNS].to_json() != before.to_json(), row.reason
