import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analysis import arabic, split_paragraphs, split_tokens
from analysis.errors import ColumnError, OptionError, SeedError
from analysis.tables import counted_mask

COLUMNS = ["seed", "paragraph", "sentence", "start", "end", "token", "space", "form", "kind"]

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]))
# dense in the characters whose neighbours decide: controls, marks, joiners, digits, separators
TRICKY_TEXT = st.text(
    alphabet="اوتىةab19١.,٫'’#@_-:/\u064b\u0301\u200d\u200c\u200f\ufeff\ufe0f👍🏽🇪🇬\u20e3 \n\r\u2029«»\"ـ"
)


def seeds_of(*texts: str) -> pd.DataFrame:
    return pd.DataFrame({"seed": [f"s{number}" for number in range(len(texts))], "text": list(texts)})


def tokens_of(text: str, **options) -> pd.DataFrame:
    return split_tokens(seeds_of(text), **options)


def spelled(text: str) -> list[tuple[str, str]]:
    tokens = tokens_of(text)
    return list(zip(tokens["token"], tokens["kind"], strict=True))


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("كِتَابٌ", [("كِتَابٌ", "word")], "vowel marks stay in the word"),
        ("كتـــاب", [("كتـــاب", "word")], "tatweel stays in the word"),
        ("می\u200cخواهم", [("می\u200cخواهم", "word")], "a non-joiner between letters stays"),
        ("don't l’été", [("don't", "word"), ("l’été", "word")], "inner apostrophes stay"),
        ("'نعم'وقال", [("'", "punctuation"), ("نعم", "word"), ("'", "punctuation"), ("وقال", "word")],
         "in Arabic script an apostrophe is a quotation mark"),
        ("dogs'", [("dogs", "word"), ("'", "punctuation")], "a final apostrophe may close a quotation"),
        ("12.5 1,234.56", [("12.5", "number"), ("1,234.56", "number")], "Western marks"),
        ("١٢٫٥", [("١٢٫٥", "number")], "Arabic-Indic digits with their decimal mark"),
        ("۱۲٬۵۰۰", [("۱۲٬۵۰۰", "number")], "Extended digits with their thousands mark"),
        ("5%", [("5", "number"), ("%", "punctuation")], "percent stands apart"),
        ("٥٪", [("٥", "number"), ("٪", "punctuation")], "so does the Arabic one"),
        ("628،1 12،500،000", [("628،1", "number"), ("12،500،000", "number")],
         "the Arabic comma may be a mark of the number"),
        ("2014،2015", [("2014", "number"), ("،", "punctuation"), ("2015", "number")], "but parts years"),
        ("1،2،3", [(mark, "punctuation" if mark == "،" else "number") for mark in "1،2،3"], "and a list"),
        ("كلمة\u200bأخرى", [("كلمة", "word"), ("أخرى", "word")], "a zero-width space parts words"),
        ("#بشار_الأسدhttps://t.co/I4bg", [("#بشار_الأسد", "hashtag"), ("https://t.co/I4bg", "url")],
         "a tag ends where an address begins"),
        ("#Syriahttp://t.co/x @userhttps://t.co/y",
         [("#Syria", "hashtag"), ("http://t.co/x", "url"), ("@user", "handle"), ("https://t.co/y", "url")],
         "also in Latin letters, and a handle"),
        ("2015.", [("2015", "number"), (".", "punctuation")], "a final stop is the sentence's"),
        ("و2015", [("و", "word"), ("2015", "number")], "and 2015"),
        ("1436هـ", [("1436", "number"), ("هـ", "word")], "a year and its era"),
        ("F16 3D", [("F16", "word"), ("3D", "word")], "Latin letters keep their digits (UAX 29)"),
        ("الـBBC", [("الـ", "word"), ("BBC", "word")], "scripts part"),
        ("«نعم»", [("«", "punctuation"), ("نعم", "word"), ("»", "punctuation")], "guillemets"),
        ("“نعم”؛", [("“", "punctuation"), ("نعم", "word"), ("”", "punctuation"), ("؛", "punctuation")],
         "curly"),
        ("أين؟ هنا،", [("أين", "word"), ("؟", "punctuation"), ("هنا", "word"), ("،", "punctuation")],
         "Arabic marks"),
        ("لا... نعم…", [("لا", "word"), ("...", "punctuation"), ("نعم", "word"), ("…", "punctuation")],
         "an ellipsis is one token"),
        ("((", [("(", "punctuation"), ("(", "punctuation")], "brackets stand alone, so that they pair"),
        ("https://a.org/x?y=(z).", [("https://a.org/x?y=(z)", "url"), (".", "punctuation")],
         "a URL keeps its own bracket, not the stop"),
        ("(www.a.org/x)", [("(", "punctuation"), ("www.a.org/x", "url"), (")", "punctuation")], "no scheme"),
        ("راسل me.x@a-b.org،", [("راسل", "word"), ("me.x@a-b.org", "email"), ("،", "punctuation")], "e-mail"),
        ("#وسم_جديد #2021", [("#وسم_جديد", "hashtag"), ("#", "punctuation"), ("2021", "number")],
         "a hashtag has a letter and keeps underscores"),
        ("#ثَورة#حرية", [("#ثَورة", "hashtag"), ("#حرية", "hashtag")], "two hashtags without a space"),
        ("كتب @user_1:", [("كتب", "word"), ("@user_1", "handle"), (":", "punctuation")], "handle"),
        ("👍🏽👨‍👩‍👧🇪🇬1️⃣", [("👍🏽", "symbol"), ("👨‍👩‍👧", "symbol"), ("🇪🇬", "symbol"), ("1️⃣", "symbol")],
         "emoji with modifiers, joined, flags and keycaps are one symbol each"),
        ("$€", [("$", "symbol"), ("€", "symbol")], "currency signs"),
        ("\u064b كتاب", [("\u064b", "symbol"), ("كتاب", "word")], "a stray mark is a symbol"),
        ("\u06dd٥", [("\u06dd", "symbol"), ("٥", "number")], "a visible format character is a symbol"),
        ("ـــ", [("ـــ", "symbol")], "a line of tatweel is no word"),
        ("½", [("½", "number")], "a fraction"),
    ],
)  # fmt: skip
def test_tokens_and_kinds(text, expected, reason):
    assert spelled(text) == expected, reason


def test_fold_switches_change_the_form_and_nothing_else():
    text = "على علي والدة والده أَوْ"
    counted, joined = tokens_of(text), tokens_of(text, fold=arabic.SEARCH_FOLDS)
    assert counted["form"].tolist() == ["على", "علي", "والدة", "والده", "او"]
    assert joined["form"].tolist() == ["علي", "علي", "والده", "والده", "او"]
    assert tokens_of(text, fold=())["form"].tolist() == counted["token"].tolist()
    same = [column for column in COLUMNS if column != "form"]
    pd.testing.assert_frame_equal(counted[same], joined[same])


def assert_lossless(text: str, tokens: pd.DataFrame) -> None:
    starts, ends = tokens["start"].to_numpy(), tokens["end"].to_numpy()
    assert [text[start:end] for start, end in zip(starts, ends, strict=True)] == tokens["token"].tolist()
    assert (starts < ends).all() and (starts[1:] >= ends[:-1]).all()
    outside = set(range(len(text))) - {
        place for s, e in zip(starts, ends, strict=True) for place in range(s, e)
    }
    assert all(arabic.is_invisible(text[place]) for place in outside)
    rebuilt = "".join(token + space for token, space in zip(tokens["token"], tokens["space"], strict=True))
    assert rebuilt == (text[starts[0] :] if len(tokens) else "")
    assert all(tokens["form"].astype(object))


@given(ANY_TEXT)
@example("")
@example("\ufeff")
@example("\u0301a\u200db\u0600")
def test_every_token_is_a_slice_of_the_original_text(text):
    assert_lossless(text, tokens_of(text))


@given(TRICKY_TEXT)
def test_every_token_is_a_slice_also_where_characters_decide_by_their_neighbours(text):
    assert_lossless(text, tokens_of(text))


@given(TRICKY_TEXT)
@example("❤\ufe0f")
@example("‼\ufe0f\n\u20e3\ufe0f")
def test_tokens_lie_inside_the_paragraph_they_name(text):
    tokens = tokens_of(text)
    paragraphs = split_paragraphs(seeds_of(text)).set_index("paragraph")
    assert (paragraphs.loc[tokens["paragraph"], "start"].to_numpy() <= tokens["start"]).all()
    assert (paragraphs.loc[tokens["paragraph"], "end"].to_numpy() >= tokens["end"]).all()
    assert set(tokens["paragraph"]) == set(paragraphs.index)


@given(st.lists(TRICKY_TEXT, max_size=4))
def test_several_texts_are_split_as_each_is_alone(texts):
    together = split_tokens(seeds_of(*texts))
    for number, text in enumerate(texts):
        alone = tokens_of(text)
        part = together[together["seed"] == f"s{number}"]
        for column in COLUMNS[1:]:
            assert part[column].tolist() == alone[column].tolist()


def test_a_long_text_is_cut_into_stretches_without_a_trace(monkeypatch):
    text = "قال الوزير: «نعم» 12.5.\n\n  #وسم https://a.org/x \u200f\r\n" * 40
    whole = tokens_of(text)
    monkeypatch.setattr("analysis.tokens._CHUNK", 64)
    pd.testing.assert_frame_equal(tokens_of(text), whole)


def test_columns_types_and_an_empty_table():
    for tokens in (tokens_of(""), split_tokens(seeds_of()), tokens_of("نعم")):
        assert list(tokens.columns) == COLUMNS
        assert all(
            tokens[column].dtype == "category" for column in ("seed", "token", "space", "form", "kind")
        )
        assert tokens["start"].dtype == np.int64
    assert len(tokens_of(" \n\u200f")) == 0


def test_the_argument_is_not_changed():
    seeds = seeds_of("نعم، لا.")
    before = seeds.copy(deep=True)
    split_tokens(seeds)
    pd.testing.assert_frame_equal(seeds, before)


def test_a_missing_column_is_named_with_those_there():
    with pytest.raises(ColumnError) as caught:
        split_tokens(pd.DataFrame({"seed": []}))
    assert str(caught.value) == "seeds: no column text (read_seeds adds it); columns there are: seed"


def test_an_unknown_fold_is_refused():
    with pytest.raises(OptionError, match="^fold='x': unknown; known folds: compose, "):
        tokens_of("نعم", fold=["x"])


def test_half_a_surrogate_pair_is_one_clear_error():
    with pytest.raises(
        SeedError, match="^text: character 1 is half of a surrogate pair; decode the text again$"
    ):
        arabic.code_points("a\ud800")


def test_hostile_text_costs_linear_time():
    # each of these once made a pattern run over the rest of the text again and again
    for text in ("a." * 50_000, "a@" * 50_000, "://" * 50_000, "#" * 100_000, "www." * 30_000):
        assert_lossless(text, tokens_of(text))


CHATS = [
    ("١٧/٧/٢٠٢٢، ١:٠٠ ص - جهاد: بقا\n١٧/٧/٢٠٢٢، ١:٠٧ م - ممدوح: اكتر", ["جهاد", "بقا", "ممدوح", "اكتر"]),
    ("[17/7/2022, 1:00:05 م] جهاد: بقا\n[17/7/2022, 1:07:11 م] ممدوح: اكتر",
     ["جهاد", "بقا", "ممدوح", "اكتر"]),
    ("17/07/22, 13:05 - ali: yes\n17/07/22, 13:06 - mona: no", ["ali", "yes", "mona", "no"]),
    ("٣\u200f/٤\u200f/٢٣، ٩:٠٥ ص - علي: بقا\n٣\u200f/٤\u200f/٢٣، ٩:٠٦ ص - منى: لا",
     ["علي", "بقا", "منى", "لا"]),
    ("ali, [14 Jan 2022 at 18:22]\nyes\n\nmona, [14/01/2022 18:25]\nno", ["ali", "yes", "mona", "no"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), CHATS)
def test_the_stamps_of_a_chat_are_not_counted(text, words):
    tokens = split_tokens(seeds_of(text))
    assert tokens.loc[counted_mask(tokens), "token"].tolist() == words
    assert (tokens["token"].astype(str) + tokens["space"].astype(str)).sum() == text


def test_one_line_that_begins_with_a_time_is_no_chat():
    tokens = split_tokens(seeds_of("17/7/2022, 13:05 - بدأ العمل."))
    assert "markup" not in tokens["kind"].tolist()
