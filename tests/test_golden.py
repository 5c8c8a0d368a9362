"""What the shipped article holds, counted exactly: here and nowhere else.

A change of these figures is a change of what a reader sees of the default text: look at it before you change
the figure.
"""

from pathlib import Path

import pytest

from analysis import (
    add_lemmas,
    count_entities,
    count_voices,
    find_dates,
    find_mentions,
    find_quotes,
    read_seeds,
    split_paragraphs,
    split_tokens,
)
from analysis.arabic import pair_marks

SEED = Path(__file__).parents[1] / "seeds" / "000_2782f4fc84697122.txt"
OFFICIAL = "مسؤول رفيع في الإدارة الأمريكية"


@pytest.fixture(scope="module")
def tokens():
    return add_lemmas(split_tokens(read_seeds(SEED)))


@pytest.fixture(scope="module")
def mentions(tokens):
    return find_mentions(tokens)


@pytest.fixture(scope="module")
def quotes(tokens, mentions):
    return find_quotes(tokens, mentions)


def test_roles_of_paragraphs():
    roles = split_paragraphs(read_seeds(SEED))["role"].value_counts()
    assert roles[roles > 0].to_dict() == {
        "body": 16,
        "quotation": 6,
        "headline": 1,
        "boilerplate": 1,
        "dateline": 1,
        "speech_lead": 1,
    }


def test_every_quotation_mark_finds_its_partner():
    text = SEED.read_text(encoding="utf-8")
    assert 2 * len(pair_marks(text)) == text.count('"')


def test_kinds_of_mentions(mentions):
    kinds = mentions["kind"].value_counts()
    assert kinds.to_dict() == {"place": 44, "adjective": 20, "organisation": 20, "person": 13}


def test_each_person_once_under_all_forms(mentions):
    forms = count_entities(mentions).set_index(["kind", "entity"])["forms"]
    assert forms["person"].map(dict).to_dict() == {
        "أنتوني بلينكن": {"أنتوني بلينكن": 2, "بلينكن": 1},
        "ليز تروس": {"ليز تروس": 1, "تروس": 1},
        "جوزيب بوريل": {"جوزيب بوريل": 1, "بوريل": 2},
        "دميتري كوليبا": {"دميتري كوليبا": 1},
        "فلاديمير بوتين": {"فلاديمير بوتين": 1},
        "جو بايدن": {"جو بايدن": 1},
        "جين ساكي": {"جين ساكي": 1},
        "سيرغي لافروف": {"سيرغي لافروف": 1},
    }
    assert dict(forms["organisation", "حلف قوات شمال الأطلسي"]) == {
        "الناتو": 3,
        "حلف الناتو": 2,
        'حلف "الناتو"': 2,
        "حلف شمال الأطلسي": 2,
        "حلف قوات شمال الأطلسي": 1,
    }
    assert dict(forms["adjective", "روسيا"]) == {"الروسية": 7, "الروسي": 5, "روسي": 2}


def test_quotations_and_their_voices(tokens, quotes):
    assert quotes["speech"].value_counts().to_dict() == {"direct": 10, "indirect": 9, "partial": 3}
    voices = count_voices(quotes, tokens).groupby("entity")["quotes"].sum().to_dict()
    assert voices == {
        OFFICIAL: 10,
        "سيرغي لافروف": 3,
        "جوزيب بوريل": 4,
        "وزارة الخارجية الأمريكية": 2,
        "جين ساكي": 2,
    }


def test_the_unnamed_official_keeps_the_fullest_naming(quotes):
    official = quotes.loc[quotes["entity"] == OFFICIAL, "speaker"]
    assert official.value_counts().to_dict() == {"المسؤول": 9, OFFICIAL: 1}


def test_dates(tokens):
    assert len(find_dates(tokens)) == 13
