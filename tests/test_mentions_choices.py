"""Choosing among entities, how they are introduced, and trying a correction out."""

from pathlib import Path

import pandas as pd
import pytest

from analysis import (
    add_entities,
    choose_entity,
    compare_entities,
    count_entities,
    count_kinds,
    find_entities,
    find_in_context,
    find_introductions,
    find_mentions,
    forbid_entities,
    make_seeds,
    read_seeds,
    split_tokens,
)
from analysis.errors import AliasError, ColumnError

SEEDS = Path(__file__).parents[1] / "seeds"
# the article is in no source distribution
SHIPPED = [name for name in ("000_2782f4fc84697122.txt", "qasr_al_rimal.txt") if (SEEDS / name).is_file()]
TEXT = (
    "زار سامي الخوري القاهرة.\nوقال الوزير سامي الخوري إن مصر بلد جميل، وشكر الخوري المصريين والشعب المصري."
)
TOKENS = split_tokens(make_seeds(TEXT))
MENTIONS = find_mentions(TOKENS)
ENTITIES = count_entities(MENTIONS)


def entities_of(*rows):
    return pd.DataFrame(rows, columns=["entity", "kind", "count"])


@pytest.mark.parametrize(
    ("rows", "expected", "reason"),
    [
        ([("مصر", "place", 9), ("سامي", "person", 2), ("ليلى", "person", 3)], "ليلى", "a person first"),
        ([("مصر", "place", 2), ("الجامعة", "organisation", 3)], "الجامعة", "nobody is named"),
        ([("مصر", "adjective", 9), ("لبنان", "place", 1)], "لبنان", "an adjective is no naming"),
        ([("مصر", "adjective", 9)], "مصر", "there is nothing else"),
        ([], None, "nothing is named"),
    ],
)
def test_the_entity_to_look_at_is(rows, expected, reason):
    assert choose_entity(entities_of(*rows)) == expected, reason


def test_what_was_chosen_is_found_in_context_and_nothing_where_nothing_is_named():
    contexts = find_in_context(add_entities(TOKENS, MENTIONS), choose_entity(ENTITIES), level="entity")
    assert contexts["match"].to_list() == ["سامي الخوري", "سامي الخوري", "الخوري"]
    bare = split_tokens(make_seeds("3\n17\n42"))
    nobody = find_mentions(bare)
    query = choose_entity(count_entities(nobody))
    assert find_in_context(add_entities(bare, nobody), query, level="entity").empty


def test_mentions_of_some_entities_are_found_by_name_and_kind():
    places = find_entities(MENTIONS, ENTITIES[ENTITIES["kind"] == "place"])
    assert places["mention"].to_list() == ["القاهرة", "مصر"]
    assert list(places.columns) == list(MENTIONS.columns)
    pd.testing.assert_frame_equal(find_entities(MENTIONS, ENTITIES), MENTIONS)
    assert find_entities(MENTIONS, ENTITIES.head(0)).empty


def test_a_person_is_introduced_where_first_named_by_the_first_office_given():
    introductions = find_introductions(MENTIONS)
    assert introductions[["paragraph", "mention", "description"]].to_numpy().tolist() == [
        [1, "سامي الخوري", "الوزير"]
    ]
    for seed, start, end, mention in introductions[["seed", "start", "end", "mention"]].itertuples(
        index=False
    ):
        assert seed == "text-1" and TEXT[start:end] == mention
    assert find_introductions(MENTIONS, kind="place")["entity"].to_list() == ["القاهرة", "مصر"]
    assert find_introductions(MENTIONS.head(0)).empty


def test_kinds_are_counted_by_falling_count():
    mentions = pd.DataFrame(
        {"kind": pd.Categorical(["person", "place", "place", "place"]), "entity": ["س", "ص", "ص", "ع"]}
    )
    assert count_kinds(mentions).to_numpy().tolist() == [["place", 3, 2], ["person", 1, 1]]
    assert count_kinds(mentions.head(0)).empty


@pytest.mark.parametrize("name", SHIPPED)
def test_an_entity_that_is_forbidden_goes_however_it_is_written(name):
    tokens = split_tokens(read_seeds(SEEDS / name))
    entities = count_entities(find_mentions(tokens))
    several = entities[(entities["kind"] != "adjective") & (entities["forms"].map(len) > 1)]
    assert len(several)
    for number in range(min(len(several), 4)):
        gone = several.iloc[[number]]
        after = count_entities(find_mentions(tokens, aliases=forbid_entities(gone)))
        changes = compare_entities(entities, after)
        row = changes.merge(gone[["entity", "kind"]])
        assert row[["count_before", "count_after"]].to_numpy().tolist() == [[gone["count"].iloc[0], 0]]


def test_marks_inside_a_name_are_no_part_of_what_is_forbidden():
    entities = pd.DataFrame({"entity": ["الحلف"], "forms": [[('حلف "الناتو"', 2), ("حلف الناتو", 1)]]})
    assert forbid_entities(entities) == {"forbid": ["حلف الناتو"]}


def test_the_corrections_there_are_stay_and_those_of_a_forbidden_name_go():
    aliases = {
        "names": {"المرصد": {"kind": "organisation", "aliases": ["الرصد"]}, "ليلى": {"kind": "person"}},
        "merge": {"الرصد": "المرصد", "لولو": "ليلى"},
        "forbid": ["الوحدة"],
    }
    entities = pd.DataFrame({"entity": ["المرصد"], "forms": [[("الرصد", 1)]]})
    assert forbid_entities(entities, aliases=aliases) == {
        "names": {"ليلى": {"kind": "person"}},
        "merge": {"لولو": "ليلى"},
        "forbid": ["الوحدة", "الرصد"],
    }
    find_mentions(TOKENS, aliases=forbid_entities(ENTITIES.head(1), aliases=SEEDS / "aliases.toml"))
    assert "names" in aliases and aliases["forbid"] == ["الوحدة"], "the argument is not changed"


def test_a_file_with_a_wrong_entry_is_an_error_when_something_is_forbidden_too():
    with pytest.raises(AliasError, match=r"^aliases: forbit: unknown section"):
        forbid_entities(ENTITIES.head(1), aliases={"forbit": []})


def test_what_changes_is_told_by_entity_and_kind():
    before = entities_of(("مصر", "place", 4), ("مصر", "adjective", 2), ("سامي", "person", 1))
    after = entities_of(("مصر", "place", 4), ("مصر", "adjective", 1), ("ليلى", "person", 3))
    changes = compare_entities(before, after)
    assert list(changes.columns) == ["entity", "kind", "count_before", "count_after"]
    assert changes.to_numpy().tolist() == [
        ["مصر", "adjective", 2, 1],
        ["سامي", "person", 1, 0],
        ["ليلى", "person", 0, 3],
    ]
    assert compare_entities(before, before).empty
    assert compare_entities(before.head(0), after)["count_after"].to_list() == [4, 1, 3]


@pytest.mark.parametrize(
    "call",
    [
        choose_entity,
        count_kinds,
        find_introductions,
        forbid_entities,
        lambda table: compare_entities(table, table),
        lambda table: find_entities(table, table),
    ],
)
def test_a_missing_column_is_an_error(call):
    with pytest.raises(ColumnError):
        call(pd.DataFrame({"other": [1]}))
