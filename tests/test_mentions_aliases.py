"""The reader's file of corrections: what it does, and what it says of a wrong entry."""

from pathlib import Path

import pandas as pd
import pytest

from analysis import find_mentions, read_aliases, split_tokens
from analysis.errors import AliasError

SHIPPED = Path(__file__).parents[1] / "seeds" / "aliases.toml"


def rows(text: str, aliases) -> list[list[str]]:
    """Return mention, kind and entity found with aliases."""
    tokens = split_tokens(pd.DataFrame({"seed": ["a"], "text": [text]}))
    return find_mentions(tokens, aliases=aliases)[["mention", "kind", "entity"]].to_numpy().tolist()


def test_a_name_is_added_with_all_its_namings_and_particles():
    aliases = {
        "names": {"مرصد الشفافية": {"kind": "organisation", "aliases": ["المرصد"], "en": "Observatory"}}
    }
    assert rows("قال مرصد الشفافية وللمرصد رأي", aliases) == [
        ["مرصد الشفافية", "organisation", "مرصد الشفافية"],
        ["لمرصد", "organisation", "مرصد الشفافية"],
    ]


def test_a_name_of_the_file_wins_over_the_gazetteers():
    assert rows("قال بغداد", {"names": {"بغداد": {"kind": "person"}}}) == [["بغداد", "person", "بغداد"]]


def test_two_names_are_merged():
    merged = rows("قال سيرغي لافروف. ووصل أنتوني بلينكن", {"merge": {"أنتوني بلينكن": "سيرغي لافروف"}})
    assert [entity for _, _, entity in merged] == ["سيرغي لافروف"] * 2


def test_a_name_that_nothing_else_finds_is_merged_too():
    merged = rows("قال سيرغي لافروف. ثم قال الثعلب كلمته", {"merge": {"الثعلب": "سيرغي لافروف"}})
    assert merged == [["سيرغي لافروف", "person", "سيرغي لافروف"], ["الثعلب", "person", "سيرغي لافروف"]]


def test_a_merged_name_is_split():
    text = "قال أنتوني بلينكن. وأضاف بلينكن"
    assert [entity for _, _, entity in rows(text, None)] == ["أنتوني بلينكن"] * 2
    assert [entity for _, _, entity in rows(text, {"split": ["بلينكن"]})] == ["أنتوني بلينكن", "بلينكن"]


def test_a_forbidden_name_is_gone_however_it_is_spelled():
    assert rows("في أوكرانيا ومصر", {"forbid": ["اوكرانيا"]}) == [["مصر", "place", "مصر"]]


def test_a_kind_is_set():
    assert rows("في أوكرانيا", {"names": {"أوكرانيا": {"kind": "organisation"}}})[0][1] == "organisation"


def test_evidence_names_the_file():
    tokens = split_tokens(pd.DataFrame({"seed": ["a"], "text": ["قال زمرديا"]}))
    mentions = find_mentions(tokens, aliases={"names": {"زمرديا": {"kind": "place", "related": "مصر"}}})
    assert mentions[["evidence", "related"]].to_numpy().tolist() == [["aliases.toml", "مصر"]]


def test_the_shipped_file_says_nothing_until_it_is_edited():
    assert read_aliases(SHIPPED) == {}


def test_the_examples_of_the_shipped_file_are_valid(tmp_path):
    lines = SHIPPED.read_text(encoding="utf-8").splitlines()
    comments = [line.removeprefix("# ") for line in lines]
    example = [line for line in comments if line.startswith(("split", "forbid"))]
    in_table = [
        line
        for line in comments
        if line.startswith(('"', "kind", "en ", "aliases", "related", "description", "["))
    ]
    path = tmp_path / "aliases.toml"
    path.write_text("\n".join([*example, *in_table]), encoding="utf-8")
    assert set(read_aliases(path)) == {"names", "merge", "split", "forbid"}


WRONG = [
    ("a = 1\nb = = 2\n", "{path}, line 2: not valid TOML: Invalid value"),
    ("\n[nams]\n", "{path}, line 2: nams: unknown section; known sections: names, merge, split, forbid"),
    (
        '[names."ا ب"]\nkind = "persn"\n',
        "{path}, line 2: persn: unknown kind of ا ب; "
        "known kinds: person, place, organisation, group, adjective",
    ),
    (
        '# x\n[names."ا ب"]\nen = "A"\n',
        "{path}, line 2: ا ب: kind is missing; known kinds: person, place, organisation, group, adjective",
    ),
    (
        '[names."ا"]\nkind = "place"\nenglish = "A"\n',
        "{path}, line 3: english: unknown field of ا; known fields: kind, en, aliases, related, description",
    ),
    (
        '[names."ا"]\nkind = "place"\naliases = "ب"\n',
        "{path}, line 3: aliases: a list of names is needed (ا)",
    ),
    ('[merge]\n"ا" = 3\n', "{path}, line 2: ا: the full name in quotation marks is needed"),
    ('forbid = "ا"\n', '{path}, line 1: ا: a list of names is needed: ["...", "..."]'),
    ('split = ["ا", 7]\n', "{path}, line 1: 7: a name in quotation marks is needed"),
    (
        'forbid = ["اب"]\n[names."اب"]\nkind = "place"\n',
        "{path}, line 1: اب: is forbidden and a name of اب",
    ),
    (
        '[names."اب"]\nkind = "place"\n[names."جد"]\nkind = "place"\naliases = ["اب"]\n',
        "{path}, line 1: اب: stands for both اب and جد",
    ),
]


@pytest.mark.parametrize(("source", "message"), WRONG)
def test_a_wrong_entry_is_named_with_its_line(tmp_path, source, message):
    path = tmp_path / "aliases.toml"
    path.write_text(source, encoding="utf-8")
    with pytest.raises(AliasError) as caught:
        read_aliases(path)
    assert str(caught.value) == message.format(path=path)


def test_a_missing_file_and_a_wrong_encoding_are_named(tmp_path):
    with pytest.raises(AliasError, match="cannot be read"):
        read_aliases(tmp_path / "none.toml")
    path = tmp_path / "aliases.toml"
    path.write_bytes("forbid = ['مصر']".encode("windows-1256"))
    with pytest.raises(AliasError, match=r"not UTF-8 \(byte 11\); save it as UTF-8"):
        find_mentions(split_tokens(pd.DataFrame({"seed": ["a"], "text": ["مصر"]})), aliases=path)


def test_a_parsed_table_is_checked_too():
    with pytest.raises(AliasError, match="aliases: nams: unknown section"):
        rows("مصر", {"nams": {}})
