"""Each row of the tables of reported speech finds its own example, and without it something else is found."""

import pandas as pd
import pytest

from analysis import add_lemmas, split_tokens
from analysis.quotes import find_quotes, layout, speech, turns
from analysis.quotes.layout import lay_out

NAMES = {"عمر الحلبي": "person", "ليلى منصور": "person", "شركة النور": "organisation", "باريس": "place"}
TABLES = speech.tables()
COLUMNS = ["start", "end", "speech", "speaker_start", "speaker_end", "verb_start", "entity"]


def laid_out(text):
    tokens = add_lemmas(split_tokens(pd.DataFrame({"seed": ["s"], "text": [text]})))
    rows = []
    for name, kind in NAMES.items():
        place = text.find(name)
        while place >= 0:
            rows.append(("s", place, place + len(name), kind, name))
            place = text.find(name, place + 1)
    return tokens, pd.DataFrame(rows, columns=["seed", "start", "end", "kind", "entity"])


def found(text):
    return find_quotes(*laid_out(text))[COLUMNS].to_json()


ROWS = [(part, row) for part in TABLES._fields for row in getattr(TABLES, part).rows.values()]
# rows that take classes away no longer match once they have
FINDING = [(part, row) for part, row in ROWS if part != "what_is_not"]


def name_of(value):
    return getattr(value, "name", value)


@pytest.mark.parametrize(("part", "row"), ROWS, ids=name_of)
def test_a_row_changes_what_is_found_in_its_example(part, row, monkeypatch):
    before = found(row.example)
    without = TABLES._replace(**{part: getattr(TABLES, part).without(row.name)})
    monkeypatch.setattr(speech, "tables", lambda: without)
    assert found(row.example) != before, row.reason


@pytest.mark.parametrize(("part", "row"), FINDING, ids=name_of)
def test_a_row_matches_its_example(part, row):
    line = speech.rewrite(lay_out(*laid_out(row.example)))
    assert list(getattr(TABLES, part).find(line, row.name)), row.reason


@pytest.mark.parametrize("row", layout.blessing_table().rows.values(), ids=name_of)
def test_a_blessing_is_no_part_of_a_speaker(row, monkeypatch):
    before, without = found(row.example), layout.blessing_table().without(row.name)
    monkeypatch.setattr(layout, "blessing_table", lambda: without)
    assert found(row.example) != before, row.reason


@pytest.mark.parametrize("row", turns.turn_table().rows.values(), ids=name_of)
def test_a_labelled_line_is_a_turn(row, monkeypatch):
    before, without = found(row.example), turns.turn_table().without(row.name)
    assert "turn" in before, row.reason
    monkeypatch.setattr(turns, "turn_table", lambda: without)
    assert "turn" not in found(row.example), row.reason
