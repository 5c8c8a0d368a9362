"""Merging: one entity under all its names, and never two people under one."""

import pandas as pd
import pytest

from analysis import count_entities, count_together, find_mentions, split_tokens
from analysis.errors import ColumnError
from analysis.mentions.people import name_parts


def mentions_of(*texts: str) -> pd.DataFrame:
    """Find the mentions of texts named a, b, ..."""
    seeds = pd.DataFrame({"seed": list("abcdefgh")[: len(texts)], "text": list(texts)})
    return find_mentions(split_tokens(seeds))


def entities(mentions: pd.DataFrame, kind: str) -> list[str]:
    """Return the entity of every mention of a kind, in order."""
    return mentions.loc[mentions["kind"] == kind, "entity"].tolist()


MERGED = [
    ("قال أنتوني بلينكن. وأضاف بلينكن", "person", "أنتوني بلينكن", "the surname fits one person"),
    ('قال أنتوني بلينكن. وقالت ليز تروس. "بلينكن وتروس اتفقا"', "person", None, "two surnames joined by و"),
    ("قال أحمد داود أوغلو. وأضاف داود أوغلو", "person", "أحمد داود أوغلو", "a shorter full name in a longer"),
    ("قال عبد الله العروي. وقال عبدالله العروي", "person", "عبد الله العروي", "عبد with and without a space"),
    (
        'حلف قوات شمال الأطلسي (الناتو) وحلف الناتو وحلف شمال الأطلسي وحلف "الناتو"',
        "organisation",
        "حلف قوات شمال الأطلسي",
        "four namings, head, brackets and marks",
    ),
    (
        "وزارة الخارجية الأمريكية. وقالت الخارجية الأمريكية",
        "organisation",
        "وزارة الخارجية الأمريكية",
        "the head left out",
    ),
    ("بغداد ومدينة بغداد", "place", "بغداد", "with and without its head"),
    ("إسرائيل واسرائيل", "place", "إسرائيل", "hamza"),
]


@pytest.mark.parametrize(("text", "kind", "entity", "reason"), MERGED, ids=[row[-1] for row in MERGED])
def test_names_of_one_entity_are_merged(text, kind, entity, reason):
    named = entities(mentions_of(text), kind)
    if entity is None:
        assert named == ["أنتوني بلينكن", "ليز تروس", "أنتوني بلينكن", "ليز تروس"], reason
    else:
        assert len(named) > 1
        assert set(named) == {entity}, reason


APART = [
    (
        "التقى محمد بن سلمان وفدا. ووصل الملك سلمان إلى الرياض.",
        ["محمد بن سلمان", "سلمان"],
        "behind بن stands the father: no surname of the son",
    ),
    (
        "جاء سلمان بن عبد العزيز. وقال عبد العزيز إنه راض.",
        ["سلمان بن عبد العزيز", "عبد العزيز"],
        "the same of a father of two words",
    ),
    ("سأل أنس بن مالك. وقال مالك: لا بأس.", ["أنس بن مالك", "مالك"], "the same of the Companions"),
    (
        "قال ابن يونس توفي يونس بن عبد الأعلى سنة أربع وستين ومائتين.",
        ["ابن يونس", "يونس بن عبد الأعلى"],
        "the son of يونس is not يونس",
    ),
    (
        "وصل سلمان بن عبد العزيز ومعه محمد بن سلمان بن عبد العزيز.",
        ["سلمان بن عبد العزيز", "محمد بن سلمان بن عبد العزيز"],
        "a father's full name is inside his son's",
    ),
    (
        "وصل سعود بن نايف بن عبد العزيز. ووصل سعود بن عبد العزيز.",
        ["سعود بن نايف بن عبد العزيز", "سعود بن عبد العزيز"],
        "the son of one father is not the son of another",
    ),
    (
        "وصل سعود الفيصل أمس. والتقى خالد بن محمد آل سعود. وقال سعود إنه عاد.",
        ["سعود الفيصل", "خالد بن محمد آل سعود", "سعود الفيصل"],
        "آل سعود is a family: nobody in it is called سعود by that",
    ),
    (
        "قال صالح العلي. وقال أحمد صالح. ثم قال صالح إنه عاد.",
        ["صالح العلي", "أحمد صالح", "صالح"],
        "a given name of one and the surname of another: two owners are none",
    ),
]


@pytest.mark.parametrize(("text", "expected", "reason"), APART, ids=[row[-1] for row in APART])
def test_who_is_not_the_other(text, expected, reason):
    assert entities(mentions_of(text), "person") == expected, reason


def test_a_kunya_goes_to_the_nearest_earlier_bearer():
    text = "قال أبو بكر كذا. والشيخ أبو إسحاق الشيرازي. قال أبو إسحاق كذا. وجاء إبراهيم بن جابر أبو إسحاق."
    named = entities(mentions_of(text), "person")
    assert named == ["أبو بكر", "أبو إسحاق الشيرازي", "أبو إسحاق الشيرازي", "إبراهيم بن جابر أبو إسحاق"]


CALLED = [
    ("زار مطار بغداد. وصل إلى بغداد.", ["مطار بغداد", "بغداد"], "an airport is not its city"),
    ("في ميناء عدن. وصل إلى عدن.", ["ميناء عدن", "عدن"], "nor a port"),
    ("مدينة بغداد وبغداد", ["بغداد", "بغداد"], "a city is, with its head or without"),
    (
        "مدينة الجزائر في الجزائر",
        ["مدينة الجزائر", "الجزائر"],
        "a capital is not its country of the same name",
    ),
]


@pytest.mark.parametrize(("text", "expected", "reason"), CALLED, ids=[row[-1] for row in CALLED])
def test_what_names_the_same_place(text, expected, reason):
    assert entities(mentions_of(text), "place") == expected, reason


def test_two_people_who_share_a_surname_are_left_apart_and_the_evidence_says_so():
    mentions = mentions_of(
        "التقى جورج بوش الابن جيب بوش. وقال أنتوني بوش إن لورا بوش وصلت. وقال بوش إنه عاد."
    )
    people = mentions[mentions["kind"] == "person"]
    alone = people[people["mention"] == "بوش"].iloc[0]
    assert alone["entity"] == "بوش"
    assert alone["evidence"].startswith("shared surname of ")
    assert alone["evidence"].endswith(": not merged")


def test_a_surname_belongs_to_the_person_of_its_own_text():
    mentions = mentions_of(
        "قال فلاديمير بوتين. وأضاف بوتين إنه عاد", "قالت ماريا بوتين. وأضافت بوتين إنها عادت"
    )
    assert mentions.groupby("seed", observed=True)["entity"].unique().map(list).tolist() == [
        ["فلاديمير بوتين"],
        ["ماريا بوتين"],
    ]


def test_an_entity_is_spelled_as_its_own_text_spells_it():
    mentions = mentions_of(
        "قال الناتو", "قال حلف شمال الأطلسي", "اوكرانيا والوفد الأوكراني", "الوفد الأوكراني"
    )
    assert mentions["entity"].tolist() == [
        "الناتو",
        "حلف شمال الأطلسي",
        "اوكرانيا",
        "اوكرانيا",
        "أوكرانيا",
    ]


def test_adjective_and_country_are_one_entity_and_two_kinds():
    mentions = mentions_of("روسيا والوفد الروسي")
    assert mentions[["kind", "entity"]].to_numpy().tolist() == [["place", "روسيا"], ["adjective", "روسيا"]]


@pytest.mark.parametrize(
    ("phrase", "expected", "reason"),
    [
        ("محمد بن سلمان", ("محمد", "<سلمان"), "behind بن stands the father"),
        ("ابي بكر", ("ابوبكر",), "the case of kunya does not matter"),
        ("عبد الله", ("عبدالله",), "one part, however written"),
        ("جورج", ("جورج",), "one word"),
        ("", (), "nothing"),
    ],
)
def test_parts_of_a_name(phrase, expected, reason):
    assert name_parts(tuple(phrase.split())) == expected, reason


def test_entities_are_counted_with_their_forms_and_first_place():
    mentions = mentions_of("قال وزير الخارجية الروسي سيرغي لافروف إن.\nوأضاف لافروف أن روسيا", "روسيا")
    counted = count_entities(mentions)
    assert counted.columns.tolist() == [
        "entity",
        "kind",
        "entity_en",
        "count",
        "forms",
        "seed",
        "paragraph",
        "start",
        "related",
        "description",
        "evidence",
    ]
    person = counted[counted["kind"] == "person"].iloc[0]
    assert person["count"] == 2
    assert person["forms"] == [("سيرغي لافروف", 1), ("لافروف", 1)]
    assert person["description"] == "وزير الخارجية الروسي"
    assert (person["seed"], person["paragraph"], person["start"]) == ("a", 1, 25)
    assert all(
        sum(count for _, count in forms) == total for forms, total in counted[["forms", "count"]].to_numpy()
    )


def test_nothing_is_counted_in_an_empty_table():
    empty = mentions_of("لا شيء")
    assert len(count_entities(empty)) == 0
    assert count_together(empty).columns.tolist() == ["entity", "other", "count"]
    assert len(count_together(empty)) == 0


def test_pairs_are_counted_once_a_paragraph():
    mentions = pd.DataFrame(
        {
            "seed": ["a"] * 6 + ["b"] * 2,
            "paragraph": [1, 1, 1, 2, 2, 3, 1, 1],
            "entity": ["ب", "ا", "ا", "ا", "ج", "ا", "ا", "ب"],
        }
    )
    assert count_together(mentions).to_numpy().tolist() == [["ا", "ب", 2], ["ا", "ج", 1]]
    assert count_together(mentions, by="seed").to_numpy().tolist() == [
        ["ا", "ب", 2],
        ["ا", "ج", 1],
        ["ب", "ج", 1],
    ]


def test_a_missing_column_is_named():
    with pytest.raises(ColumnError, match="mentions: no column chapter"):
        count_together(mentions_of("روسيا"), by="chapter")


def test_tables_put_together_are_counted_although_their_labels_repeat():
    mentions = find_mentions(split_tokens(pd.DataFrame({"seed": ["x"], "text": ["زار مصر ثم عاد من مصر."]})))
    twice = pd.concat([mentions, mentions.assign(seed="y")])
    counted = count_entities(twice).set_index("entity")
    assert counted.loc["مصر", "count"] == 2 * (mentions["entity"] == "مصر").sum() > 0
    assert counted.loc["مصر", ["seed", "start"]].tolist() == ["x", mentions["start"].iloc[0]]
