import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

import analysis
from analysis import tables
from analysis.errors import ColumnError, OptionError, WorkbookError


def test_missing_columns_are_named_with_their_function():
    with pytest.raises(ColumnError) as caught:
        tables.require_columns(pd.DataFrame({"seed": []}), ["seed", "lemma", "stem"], "tokens")
    assert str(caught.value) == "tokens: no column lemma, stem (add_lemmas adds it); columns there are: seed"


def test_anything_but_a_table_is_refused():
    with pytest.raises(ColumnError, match=r"^tokens: a table \(pandas DataFrame\) is needed, not str$"):
        tables.require_columns("نص", ["seed"], "tokens")


def test_an_unknown_level_lists_the_known_ones():
    with pytest.raises(OptionError) as caught:
        tables.require_level(pd.DataFrame({"form": []}), "root")
    assert str(caught.value) == "level='root': unknown; known levels: token, form, stem, lemma, entity"


def test_a_level_without_its_column_names_the_function_that_adds_it():
    with pytest.raises(ColumnError) as caught:
        tables.require_level(pd.DataFrame({"form": []}), "entity")
    assert str(caught.value) == "tokens: no column entity; add_entities adds it (level='entity' needs it)"


def test_an_error_is_one_line_in_a_cell():
    assert WorkbookError("x.txt: wrong")._render_traceback_() == ["WorkbookError: x.txt: wrong"]


def test_importing_the_package_loads_nothing_heavy():
    heavy = "{'matplotlib', 'pandas', 'scipy', 'simplemma', 'networkx'}"
    code = f"import sys, analysis; print(sorted(set(sys.modules) & {heavy}))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "[]\n"


def test_every_public_name_is_there_and_documented():
    for name in analysis.__all__:
        assert getattr(analysis, name).__doc__, name


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="^module 'analysis' has no attribute 'spilt_tokens'$"):
        analysis.spilt_tokens  # noqa: B018


def test_words_numbers_hashtags_and_handles_are_counted():
    kinds = ["word", "number", "punctuation", "symbol", "url", "email", "hashtag", "handle"]
    mask = tables.counted_mask(pd.DataFrame({"kind": kinds}))
    assert [kind for kind, counted in zip(kinds, mask, strict=True) if counted] == [
        "word",
        "number",
        "hashtag",
        "handle",
    ]


def test_runs_are_numbered_as_any_column_changes():
    table = pd.DataFrame({"seed": ["a", "a", "a", "b", "b"], "paragraph": [1, 1, 2, 2, 2]})
    assert tables.run_numbers(table, ["seed", "paragraph"]).tolist() == [0, 0, 1, 2, 2]
    assert tables.run_numbers(table.head(0), ["seed"]).tolist() == []


def test_a_name_ends_at_its_last_word_not_at_the_mark_after_it():
    tokens = pd.DataFrame(
        {
            "seed": "a",
            "paragraph": [1, 1, 1, 1, 2],
            "kind": ["word", "word", "punctuation", "word", "word"],
            "entity": ["جو بايدن", None, None, "قال", "نعم"],
        }
    )
    assert tables.unit_ends(tokens, "entity", np.array([0, 3])).tolist() == [1, 3]
    assert tables.unit_ends(tokens, "lemma", np.array([0, 3])).tolist() == [0, 3]
