"""Mentions by linguistic rule: each text with what must be found in it, and why."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import add_entities, files, find_mentions, split_tokens
from analysis.errors import ColumnError, OptionError
from analysis.mentions.overlaps import Level, Span
from analysis.mentions.rules import mention_table
from analysis.mentions.tagging import reconcile, trust

COLUMNS = ("seed", "paragraph", "start", "end", "mention", "kind", "entity", "entity_en") + (
    ("related", "description", "source", "evidence")
)


def tokens_of(*texts: str) -> pd.DataFrame:
    """Split texts named a, b, c, ... into tokens."""
    return split_tokens(pd.DataFrame({"seed": list("abcdefgh")[: len(texts)], "text": list(texts)}))


def no_tagger(tokens: pd.DataFrame) -> pd.DataFrame:
    """Find nothing: what is left is the work of gazetteers and rules."""
    return pd.DataFrame({"seed": [], "start": [], "end": [], "kind": []})


def found(text: str, kind: str | None = None, tagger=no_tagger) -> list[tuple[str, str]]:
    """Return the mentions and entities found, without a tagger by gazetteers and rules alone."""
    mentions = find_mentions(tokens_of(text), tagger=tagger)
    if kind:
        mentions = mentions[mentions["kind"] == kind]
    return list(zip(mentions["mention"], mentions["entity"], strict=True))


PLACES = [
    ("سافر إلى روسيا", [("روسيا", "روسيا")], "a name as it stands"),
    ("عاد وبروسيا حنين", [("روسيا", "روسيا")], "و and ب stay outside the name"),
    ("لروسيا دور", [("روسيا", "روسيا")], "ل stays outside"),
    (
        "للولايات المتحدة دور",
        [("لولايات المتحدة", "الولايات المتحدة")],
        "after ل the alef of ال is not written",
    ),
    (
        "أمريكا وأميركا",
        [("أمريكا", "أمريكا"), ("أميركا", "أمريكا")],
        "two spellings, one country",
    ),
    ("في اوكرانيا", [("اوكرانيا", "اوكرانيا")], "hamza need not be written"),
    ("في رُوسِيا", [("رُوسِيا", "رُوسِيا")], "vowel marks do not matter and stay in the mention"),
    ("وَرُوسيا", [("رُوسيا", "رُوسيا")], "a particle with its vowel mark is cut whole"),
    (
        "بريطانيا والمملكة المتحدة",
        [("بريطانيا", "المملكة المتحدة"), ("المملكة المتحدة", "المملكة المتحدة")],
        "two names, one country",
    ),
    ("عدد كبيران", [], "كبيران is a word: its first letter is no ك"),
    ("بطولة كأس إسبانيا", [], "the place is part of the name of an event"),
    ("لعب ريال مدريد في دوري أبطال أوروبا أمس", [], "so it is behind what the cup is of"),
    ("وسجل في كأس ملك إسبانيا وفي نهائي بطولة أمم أوروبا", [], "or behind whose it is"),
    ("توج بالدوري في إسبانيا", [("إسبانيا", "إسبانيا")], "where a league is played is no part of its name"),
    ("على مصر", [("مصر", "مصر")], "على is no name though it folds like علي"),
    ("زار مدينة بغداد", [("بغداد", "بغداد")], "what kind of place it is is no part of its name"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), PLACES, ids=[reason for *_, reason in PLACES])
def test_places(text, expected, reason):
    assert found(text, "place") == expected, reason


ADJECTIVES = [
    ("الوفد الروسي", "adjective", [("الروسي", "روسيا")], "an adjective counts for its country, apart"),
    ("المقترحات الروسية", "adjective", [("الروسية", "روسيا")], "the feminine too"),
    ("قال الروس إنهم", "group", [("الروس", "الروس")], "a broken plural names the people"),
    (
        "المسؤولين الأمريكيين",
        "adjective",
        [("الأمريكيين", "الولايات المتحدة")],
        "behind a plural noun it is an adjective",
    ),
    ("رحب الأمريكيون بهم", "group", [("الأمريكيون", "الأمريكيون")], "alone it is the people"),
    ("المحاكم السعودية", "adjective", [("السعودية", "السعودية")], "behind a definite noun an adjective"),
    ("في السعودية", "place", [("السعودية", "السعودية")], "behind a preposition the country"),
    ("دعم الشعب اليمني", "group", [("الشعب اليمني", "الشعب اليمني")], "a head makes the people"),
    ("وزارة الخارجية الروسية", "adjective", [], "inside a longer name it is no row of its own"),
    ("خبير مالي", "place", [], "مالي is an ordinary word unless the country is named otherwise"),
]


@pytest.mark.parametrize(
    ("text", "kind", "expected", "reason"), ADJECTIVES, ids=[row[-1] for row in ADJECTIVES]
)
def test_adjectives_and_nationals(text, kind, expected, reason):
    assert found(text, kind) == expected, reason


PEOPLE = [
    ("قال وزير الخارجية الأمريكي، أنتوني بلينكن، إن", ["أنتوني بلينكن"], "office and comma in front"),
    ("التقى ليز تروس", ["ليز تروس"], "a surname may be in the dictionary behind a foreign given name"),
    (
        "زار محمد بن سلمان بن عبدالعزيز آل سعود مكة",
        ["محمد بن سلمان بن عبدالعزيز آل سعود"],
        "nasab and آل go on",
    ),
    ("قال عبد الله العروي إن", ["عبد الله العروي"], "عبد takes its second part"),
    ("صرح أبو بكر البغدادي", ["أبو بكر البغدادي"], "kunya"),
    ("قال صلاح الدين ديمرتاش", ["صلاح الدين ديمرتاش"], "a compound given name"),
    ("التقى مارك روته وسامي الخوري", ["مارك روته", "سامي الخوري"], "و between two names ends the first"),
    ('قال أحمد "شاهين" إن', ["أحمد"], "a name never crosses a quotation mark"),
    ("في بيان صادر عن المكتب", [], "بيان is a given name, but a word first"),
    ("قال الدكتور العتيبي إن", ["العتيبي"], "a personal title may stand before a surname alone"),
    ("قال لافروف إن", ["لافروف"], "a foreign name beside a verb of saying"),
    ("مقابلة غير صالحة", [], "غير is never a given name"),
    ("قال المستشار إن الأمر صعب", [], "a title alone is no name"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), PEOPLE, ids=[row[-1] for row in PEOPLE])
def test_people(text, expected, reason):
    assert [mention for mention, _ in found(text, "person", tagger=None)] == expected, reason


ORGANISATIONS = [
    ("قالت وزارة الخارجية الأمريكية إن", ["وزارة الخارجية الأمريكية"], "head and complement"),
    ("وقالت الخارجية الأمريكية إن", ["الخارجية الأمريكية"], "the field stands for its ministry"),
    ("وزير الخارجية الأمريكي وصل", [], "the field of a minister is no ministry"),
    ("وزيرة الخارجية البريطانية وصلت", [], "nor where the genders happen to agree"),
    ("أعلنت الحكومة الروسية", ["الحكومة الروسية"], "a definite head and a country's adjective"),
    ("مع شركة (LG) أمس", ["شركة (LG)"], "a name in brackets behind a head"),
    ('تقديم حلف "الناتو" ضمانات', ['حلف "الناتو"'], "a name in marks behind a head"),
    ("أقرت الهيئة العامة للسياحة والآثار", ["الهيئة العامة للسياحة والآثار"], "what it is for, both parts"),
    ("شركة كبيرة وفريق جديد", [], "an ordinary phrase"),
    ("اجتماع حزب العمال الكردستاني أمس", ["حزب العمال الكردستاني"], "a known party"),
    ("تنظيم المؤتمر", [], "a verbal noun is no head by itself"),
    ("قال في تصريح إلى «الحياة» أمس", ["الحياة"], "a newspaper in quotation marks"),
    ("الحياة في الشرق الأوسط", [], "the same words without marks are none"),
    ("فتح الباب", [], "فتح is an ordinary word unless the movement is named otherwise"),
    ("حركة فتح وقالت فتح", ["حركة فتح", "فتح"], "... as here"),
]


@pytest.mark.parametrize(
    ("text", "expected", "reason"), ORGANISATIONS, ids=[row[-1] for row in ORGANISATIONS]
)
def test_organisations(text, expected, reason):
    assert [mention for mention, _ in found(text, "organisation")] == expected, reason


def test_the_office_in_front_of_a_name_is_its_description():
    mentions = find_mentions(tokens_of("وقال وزير الخارجية الأمريكي، أنتوني بلينكن، إن الرد قريب"))
    row = mentions[mentions["kind"] == "person"].iloc[0]
    assert row["description"] == "وزير الخارجية الأمريكي"
    assert row["evidence"] == "title وزير الخارجية الأمريكي"


def test_a_capital_stays_a_place_and_names_its_country_as_related():
    mentions = find_mentions(tokens_of("قالت موسكو وواشنطن"), tagger=no_tagger)
    assert mentions[["kind", "entity", "entity_en", "related"]].to_numpy().tolist() == [
        ["place", "موسكو", "Moscow", "روسيا"],
        ["place", "واشنطن", "Washington", "الولايات المتحدة"],
    ]


def test_evidence_says_where_a_name_is_from():
    mentions = find_mentions(tokens_of("روسيا وبريطانيا وموسكو والناتو والروسي"), tagger=no_tagger)
    assert mentions["evidence"].tolist() == [
        "CLDR territory RU",
        "country table GB",
        "capital of روسيا",
        "organisation table: NATO",
        "adjective of روسيا",
    ]


def test_source_is_for_code_and_evidence_for_the_reader_in_either_language():
    tokens = tokens_of("قال وزير الخارجية الروسي سيرغي لافروف إن روسيا. وأضاف لافروف")
    tables = {
        language: find_mentions(tokens, tagger=no_tagger, language=language) for language in ("en", "ar")
    }
    assert tables["en"]["source"].tolist() == ["table", "title", "table", "surname"]
    assert tables["en"]["evidence"].tolist()[1:] == [
        "title وزير الخارجية الروسي",
        "CLDR territory RU",
        "surname of سيرغي لافروف",
    ]
    assert tables["ar"]["evidence"].tolist()[1:] == [
        "لقب وزير الخارجية الروسي",
        "إقليم في CLDR: RU",
        "لقب عائلة سيرغي لافروف",
    ]
    pd.testing.assert_frame_equal(*(table.drop(columns="evidence") for table in tables.values()))
    with pytest.raises(OptionError, match="language='fr': unknown"):
        find_mentions(tokens, language="fr")


def test_every_source_that_code_gives_has_its_phrase_in_both_languages():
    room = Path(find_mentions.__code__.co_filename).parent
    code = "".join(path.read_text(encoding="utf-8") for path in room.glob("*.py"))
    yielded = {row.yields.split(", ")[2] for row in mention_table().rows.values()}
    phrases = files.read_toml("labels.toml")["evidence"]
    assert yielded <= set(phrases)
    unused = [source for source in phrases if f'"{source}"' not in code and source not in yielded]
    assert all(source.startswith("shared") for source in unused)
    assert all(set(phrase) == {"ar", "en"} for phrase in phrases.values())


TRUSTED = [
    ("head", "organisation", Level.HEAD, (0, 2), False, "a rule stops inside a longer name of the tagger"),
    ("head", "organisation", Level.HEAD, (3, 5), False, "a head with a complement where it saw no name"),
    ("head quoted", "organisation", Level.HEAD, (3, 5), True, "a name in marks stands by itself"),
    ("table places", "place", Level.WORD, (4, 5), True, "a table of few and sure places"),
    ("table cities", "place", Level.WORD, (4, 5), False, "a city's name is many another word"),
    ("table places", "place", Level.MINOR_PLACE, (4, 5), False, "a guess"),
    ("table places", "place", Level.PHRASE, (0, 3), False, "a region in whose words it saw a newspaper"),
    ("title", "person", Level.TITLE, (0, 4), True, "a longer name behind a title"),
]


@pytest.mark.parametrize(
    ("source", "kind", "level", "place", "stays", "reason"), TRUSTED, ids=[row[-1] for row in TRUSTED]
)
def test_the_shipped_tagger_is_trusted_where_it_saw_the_same_words(source, kind, level, place, stays, reason):
    tagged = [Span(0, 3, 0, "organisation", Level.TAGGER, "tagger")]
    kept = trust(tagged, [Span(*place, 0, kind, level, source)], 5)
    assert bool(kept) == stays, reason


def test_a_table_names_what_the_tagger_found_only_where_the_kinds_agree():
    club = Span(0, 1, 0, "organisation", Level.TAGGER, "tagger")
    city = Span(0, 1, 0, "place", Level.WORD, "table cities", entity="برشلونة")
    assert reconcile([club], [city]) == [club]
    assert [span.entity for span in reconcile([club._replace(kind="place")], [city])] == ["برشلونة"]


@pytest.mark.parametrize("text", ["", "لا شيء هنا يستحق الذكر.", "1 2 3", "؟!"])
def test_a_text_without_names_gives_an_empty_table_with_all_columns(text):
    mentions = find_mentions(tokens_of(text))
    assert len(mentions) == 0
    assert tuple(mentions.columns) == COLUMNS


def test_columns_stand_in_their_order_and_the_tokens_stay_as_they_were():
    tokens = tokens_of("زار بوتين مصر", "مصر")
    before = tokens.copy()
    mentions = find_mentions(tokens)
    assert tuple(mentions.columns) == COLUMNS
    pd.testing.assert_frame_equal(tokens, before)


def test_a_missing_column_is_named():
    with pytest.raises(ColumnError, match="tokens: no column form"):
        find_mentions(tokens_of("مصر").drop(columns="form"))


WORDS = st.sampled_from(
    'قال وزير الخارجية الروسي سيرغي لافروف ، . « » " ( ) إن وموسكو وبروسيا للناتو حلف أبو بن عبد الله '
    "محمد آل شركة "
    "LG John Smith of London رُوسيا \n على مـصر".split(" ")
)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=40), st.text(max_size=20))
def test_every_mention_is_a_slice_of_its_text_inside_its_paragraph_and_none_overlap(words, tail):
    text = " ".join(words) + tail
    tokens = tokens_of(text)
    mentions = find_mentions(tokens)
    end = 0
    for row in mentions.itertuples():
        assert text[row.start : row.end] == row.mention
        assert row.start >= end
        end = row.end
        inside = tokens[tokens["paragraph"] == row.paragraph]
        assert inside["start"].min() <= row.start < row.end <= inside["end"].max()
        assert isinstance(row.entity, str)
        assert isinstance(row.evidence, str)


TEXT = "قال أنتوني بلينكن"


def tagger_of(rows: list[tuple], columns=("seed", "start", "end", "kind")):
    """Return a tagger that gives fixed rows."""

    def ten_lines(tokens):
        return pd.DataFrame(rows, columns=list(columns))

    return ten_lines


def test_a_readers_tagger_is_one_source_and_is_named_in_the_evidence():
    def ten_lines(tokens: pd.DataFrame) -> pd.DataFrame:
        """Take every word behind a verb of arriving for a place."""
        behind = tokens["form"].shift() == "وصل"
        places = tokens[behind]
        return places[["seed", "start", "end"]].assign(kind="place")

    mentions = find_mentions(tokens_of("وصل زمرديا أمس ثم غادر زمرديا"), tagger=ten_lines)
    assert mentions["mention"].tolist() == ["زمرديا", "زمرديا"]
    assert mentions["evidence"].tolist() == ["tagger ten_lines", "named elsewhere in the text"]


WRONG = [
    ([("b", 0, 3, "place")], "tagger ten_lines: span 0-3 of b: no such text; texts are: a"),
    ([("a", 4, 99, "place")], "tagger ten_lines: span 4-99 of a: outside the text, which ends at 17"),
    ([("a", -1, 3, "place")], "tagger ten_lines: span -1-3 of a: outside the text, which ends at 17"),
    ([("a", 3, 3, "place")], "tagger ten_lines: span 3-3 of a: outside the text, which ends at 17"),
    ([("a", 0.5, 3, "place")], "tagger ten_lines: span 0.5-3 of a: outside the text, which ends at 17"),
    (
        [("a", 0, 3, "PER")],
        "tagger ten_lines: span 0-3 of a: unknown kind 'PER'; "
        "known kinds: person, place, organisation, group, adjective",
    ),
]


@pytest.mark.parametrize(("rows", "message"), WRONG)
def test_a_taggers_wrong_span_is_named(rows, message):
    with pytest.raises(OptionError) as caught:
        find_mentions(tokens_of(TEXT), tagger=tagger_of(rows))
    assert str(caught.value) == message


def test_a_tagger_that_raises_is_named_with_its_reason():
    def broken(tokens):
        raise KeyError("model")

    with pytest.raises(OptionError, match="tagger broken: raised KeyError: 'model'"):
        find_mentions(tokens_of(TEXT), tagger=broken)


def test_a_tagger_that_raises_two_lines_is_named_in_one():
    def wordy(tokens):
        raise RuntimeError("no such model\nlook elsewhere")

    with pytest.raises(OptionError) as caught:
        find_mentions(tokens_of(TEXT), tagger=wordy)
    assert str(caught.value) == "tagger wordy: raised RuntimeError: no such model"


def test_a_tagger_must_return_a_table_with_its_columns():
    with pytest.raises(OptionError, match="must return a table seed, start, end, kind, not list"):
        find_mentions(tokens_of(TEXT), tagger=lambda tokens: [])
    with pytest.raises(OptionError, match="no column kind in its table"):
        find_mentions(tokens_of(TEXT), tagger=tagger_of([], ("seed", "start", "end")))


def test_a_tagger_cannot_change_the_tokens():
    def careless(tokens):
        tokens["form"] = "x"
        return no_tagger(tokens)

    tokens = tokens_of(TEXT)
    before = tokens.copy()
    find_mentions(tokens, tagger=careless)
    pd.testing.assert_frame_equal(tokens, before)


ENGLISH = [
    ("He flew to Russia with Vladimir Putin.", [("Russia", "Russia"), ("Vladimir Putin", "Vladimir Putin")]),
    ("The United Nations met in Cairo.", [("United Nations", "United Nations"), ("Cairo", "Cairo")]),
    ("The weather was fine on Monday.", []),
]


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_latin_letters_by_capitals_and_gazetteers(text, expected):
    assert found(text) == expected


def test_an_entity_stands_once_in_place_of_its_words():
    tokens = tokens_of("قال وجو بايدن هنا")
    mentions = pd.DataFrame({"seed": ["a"], "start": [5], "end": [13], "entity": ["جو بايدن"]})
    entities = add_entities(tokens, mentions)["entity"]
    assert entities.fillna("-").tolist() == ["قال", "جو بايدن", "-", "هنا"]


def test_entities_fall_back_on_lemmas_and_leave_the_tokens_alone():
    tokens = tokens_of("قالوا شيئا").assign(lemma=["قال", None])
    before = tokens.copy()
    mentions = pd.DataFrame({"seed": [], "start": [], "end": [], "entity": []})
    assert add_entities(tokens, mentions)["entity"].tolist() == ["قال", "شيئا"]
    pd.testing.assert_frame_equal(tokens, before)


def test_entities_of_several_texts_and_of_a_part_of_them():
    tokens = tokens_of("مصر", "زار روسيا")
    mentions = find_mentions(tokens)
    assert add_entities(tokens, mentions)["entity"].tolist() == ["مصر", "زار", "روسيا"]
    second = tokens[tokens["seed"] == "b"]
    assert add_entities(second, mentions)["entity"].tolist() == ["زار", "روسيا"]
