import io
import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.context import find_in_context
from analysis.errors import ColumnError, OptionError
from analysis.tokens import split_tokens

COLUMNS = ["seed", "paragraph", "start", "end", "before", "match", "after"]
TEXT = "قال وزيرُ الدفاع، أمس، إن «الوزير» باقٍ. وقال إنه راضٍ.\nأمّا أوكرانيا فقال وزير العدل فيها: لا."


def make_tokens(*texts):
    seeds = pd.DataFrame({"seed": [f"s{number}" for number in range(len(texts))], "text": texts})
    return split_tokens(seeds.astype({"seed": "str", "text": "str"}))


TOKENS = make_tokens(TEXT)


def matches(contexts):
    return contexts["match"].to_list()


@pytest.mark.parametrize(
    ("query", "level", "expected", "reason"),
    [
        ("وزير", "form", ["وزيرُ", "وزير"], "vowel marks are folded"),
        ("وزير", "token", ["وزير"], "as written"),
        ("وَزير", "form", ["وزيرُ", "وزير"], "the query is folded too"),
        ("اوكرانيا", "form", ["أوكرانيا"], "hamza on alef is folded"),
        ("أوكرانيا", "token", ["أوكرانيا"], "as written"),
        ("اوكرانيا", "token", [], "not as written"),
        ("راضي", "form", [], "tanween is a mark, the letter it stands for is not there"),
        ("وزير الدفاع", "form", ["وزيرُ الدفاع"], "two words in a row"),
        ("الدفاع امس", "form", ["الدفاع، أمس"], "a comma is stepped over"),
        ("وزير *", "form", ["وزيرُ الدفاع", "وزير العدل"], "one star is one word"),
        ("* وزير", "form", ["قال وزيرُ", "فقال وزير"], "a star at the front as well"),
        ("قال * *", "form", ["قال وزيرُ الدفاع"], "two stars are two words"),
        ("قال ... الوزير", "form", ["قال وزيرُ الدفاع، أمس، إن «الوزير"], "up to five words between"),
        ("قال … وزير", "form", ["قال وزيرُ"], "or none"),
        ("قال * وزير", "form", [], "a star is never none"),
        ("... وزير ...", "form", ["وزيرُ", "وزير"], "gaps at the edges are idle"),
        ("باق وقال", "form", [], "a phrase stays in its sentence"),
        ("*وزير", "form", ["وزيرُ", "الوزير", "وزير"], "a star in a word is any letters"),
        ("ال*", "form", ["الدفاع", "الوزير", "العدل"], "the words that begin so"),
        ("«", "token", ["«"], "a mark that is asked for is found"),
        ("إن « الوزير", "token", ["إن «الوزير"], "also in a phrase"),
        ("غائب", "form", [], "a word that does not occur"),
    ],
)
def test_a_query_finds(query, level, expected, reason):
    contexts = find_in_context(TOKENS, query, level=level)
    assert matches(contexts) == expected, reason
    assert list(contexts.columns) == COLUMNS


def test_the_shortest_match_from_each_first_word_is_taken():
    assert matches(find_in_context(make_tokens("ا ب ب ا ب"), "ا ... ب")) == ["ا ب", "ا ب"]


@pytest.mark.parametrize(
    ("query", "expected"), [("وزير", ["وزيرُ", "الوزير", "وزير"]), ("قال وزير", ["قال وزيرُ", "فقال وزير"])]
)
def test_a_lemma_finds_all_its_forms(query, expected):
    lemmas = {"وزيرُ": "وَزِير", "الوزير": "وَزِير", "وزير": "وَزِير", "قال": "قال", "فقال": "قال", "وقال": "قال"}
    tokens = TOKENS.assign(lemma=TOKENS["token"].astype("str").map(lemmas))
    assert matches(find_in_context(tokens, query, level="lemma")) == expected


def test_a_name_is_one_word_at_level_entity():
    tokens = make_tokens("زار والولايات المتحدة (اليوم).")
    tokens["entity"] = pd.array(["زار", "الولايات المتحدة", None, "(", "اليوم", ")", "."], dtype="str")
    assert matches(find_in_context(tokens, "الولايات المتحدة", level="entity")) == ["والولايات المتحدة"]
    assert matches(find_in_context(tokens, "زار الولايات المتحدة *", level="entity")) == [
        "زار والولايات المتحدة (اليوم"
    ]


@pytest.mark.parametrize(
    ("pattern", "expected", "reason"),
    [
        ("وزير", ["وزير", "وزير", "وزير"], "inside words too"),
        (r"\bوزير\S? \S+", ["وزيرُ الدفاع،", "وزير العدل"], "over several words, as written"),
        ("«.+?»", ["«الوزير»"], "marks too"),
        ("راض.*العدل", [], "never over the end of a paragraph"),
        (r"^\w+", ["قال", "أم"], "an anchor is that of the paragraph"),
        (r"[.!]$", [".", "."], "also at the end"),
        ("x*", [], "nothing is no hit"),
    ],
)
def test_a_pattern_finds(pattern, expected, reason):
    assert matches(find_in_context(TOKENS, re.compile(pattern))) == expected, reason


def test_the_window_is_the_text_as_written_within_the_paragraph():
    row = find_in_context(TOKENS, "امس", window=2).loc[0]
    assert (row["before"], row["match"], row["after"]) == ("وزيرُ الدفاع، ", "أمس", "، إن «الوزير")
    row = find_in_context(TOKENS, "اوكرانيا").loc[0]
    assert (row["before"], row["after"]) == ("أمّا ", " فقال وزير العدل فيها: لا.")


def test_the_edge_of_the_paragraph_keeps_its_marks():
    row = find_in_context(make_tokens("«نعم» قال."), "قال").loc[0]
    assert (row["before"], row["after"]) == ("«نعم» ", ".")


@pytest.mark.parametrize(
    ("sort", "expected", "reason"),
    [
        ((), [1, 2, 3, 4], "reading order"),
        ("after1", [4, 3, 2, 1], "nothing comes first, then the letters in order; أ and ا are one"),
        (("before1",), [1, 4, 2, 3], "nothing before the first, then ه, then و twice in reading order"),
        (("before1", "after1"), [1, 4, 3, 2], "the second key orders what the first leaves together"),
        ("before2", [1, 2, 4, 3], "two words before"),
    ],
)
def test_hits_are_sorted_by_their_neighbours(sort, expected, reason):
    tokens = make_tokens("قال يوم\nو قال جبل\nأخ و قال أحمد\nا هو قال")
    contexts = find_in_context(tokens, "قال", sort=sort)
    assert contexts["paragraph"].to_list() == expected, reason
    assert contexts.index.equals(pd.RangeIndex(4))


def test_letters_of_one_sound_stand_together():
    tokens = make_tokens("ص أب ص بات ص اثر ص آت")
    assert find_in_context(tokens, "ص", sort="after1", window=1)["after"].to_list() == [
        " أب",
        " آت",
        " اثر",
        " بات",
    ]


def test_a_word_of_nothing_visible_is_no_word_beside_others():
    expected = matches(find_in_context(TOKENS, "وزير *"))
    assert expected and matches(find_in_context(TOKENS, "وزير \u200f *")) == expected


@pytest.mark.parametrize("query", ["", "  ", "*", "... *", "**", "\u200f", "\u064e", "ـ *"])
def test_a_query_without_a_word_is_refused(query):
    with pytest.raises(OptionError, match=f"^query={re.escape(repr(query))}: it has no word to look for"):
        find_in_context(TOKENS, query)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"query": 5}, "query=5: give words in one string, or a pattern from re.compile"),
        ({"query": re.compile(b"x")}, "query=b'x': a pattern of bytes; compile it from a string"),
        ({"window": 0}, "window=0: give a whole number of words from 1 up"),
        ({"window": "5"}, "window='5': give a whole number of words from 1 up"),
        (
            {"sort": ("after1", "left1")},
            "sort='left1': unknown; known keys: before1, before2, before3, after1, after2, after3",
        ),
        ({"level": "root"}, "level='root': unknown; known levels: token, form, stem, lemma, entity"),
    ],
)
def test_an_option_that_means_nothing_is_refused(options, message):
    with pytest.raises(OptionError, match=f"^{re.escape(message)}$"):
        find_in_context(TOKENS, options.pop("query", "وزير"), **options)


def test_a_missing_column_is_named():
    with pytest.raises(ColumnError, match="no column lemma; add_lemmas adds it"):
        find_in_context(TOKENS, "وزير", level="lemma")
    with pytest.raises(ColumnError, match="no column space"):
        find_in_context(TOKENS.drop(columns="space"), "وزير")


@pytest.mark.parametrize(
    ("query", "nearest", "reason"),
    [
        ("الوزبر", ["الوزير"], "a slip of the pen"),
        ("بحر", [], "nothing is like it"),
        ("قال بحر", [], "a word that is there is not what was missed"),
        ("الدفاغ", ["الدفاع"], "as the text writes it"),
    ],
)
def test_where_nothing_is_found_the_nearest_words_are_said(query, nearest, reason):
    contexts = find_in_context(TOKENS, query)
    assert contexts.empty
    assert contexts.attrs == {"query": query, "nearest": nearest}, reason


@pytest.mark.parametrize("query", ["وزير", re.compile("وزير")])
def test_an_empty_table_has_no_hits(query):
    contexts = find_in_context(TOKENS.head(0), query, sort="after1")
    assert contexts.empty and list(contexts.columns) == COLUMNS
    assert contexts.dtypes.equals(find_in_context(TOKENS, query).dtypes)


def test_the_argument_is_left_as_it_was():
    before = TOKENS.copy(deep=True)
    find_in_context(TOKENS, "وزير *", sort="before1")
    find_in_context(TOKENS, re.compile("وزير"))
    pd.testing.assert_frame_equal(TOKENS, before)


def test_some_paragraphs_alone_can_be_searched():
    second = TOKENS[TOKENS["paragraph"] == 2]
    for query in ("وزير", re.compile("وزير")):
        contexts = find_in_context(second, query)
        assert [TEXT[start:end] for start, end in zip(contexts["start"], contexts["end"], strict=True)] == [
            "وزير"
        ]


def test_tab_separated_text_gives_the_table_back():
    contexts = find_in_context(make_tokens('قال "نعم" و\tقال'), "قال")
    exported = contexts.to_csv(sep="\t", index=False)
    again = pd.read_csv(io.StringIO(exported), sep="\t", keep_default_na=False)
    assert again.astype(contexts.dtypes).equals(contexts)


WORDS = st.lists(
    st.sampled_from(["ا", "أ", "ب", "با", "،", ".", "«", "\n", "x@y.z", "5", "\u200f"]), max_size=25
)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(WORDS, min_size=1, max_size=2),
    st.sampled_from(["ا", "ا ب", "ا * ب", "ا ... ب", "*ا", re.compile("[ا.] ?ب?"), re.compile(r"\S\s\S")]),
    st.integers(1, 4),
)
def test_before_match_and_after_are_one_stretch_of_the_text(words, query, window):
    texts = {f"s{number}": " ".join(some) for number, some in enumerate(words)}
    contexts = find_in_context(make_tokens(*texts.values()), query, window=window)
    for row in contexts.itertuples():
        text = texts[row.seed]
        assert text[row.start : row.end] == row.match
        assert text[: row.start].endswith(row.before) and text[row.end :].startswith(row.after)
        assert "\n" not in row.before + row.match + row.after
    assert contexts[["seed", "start"]].apply(tuple, axis=1).is_monotonic_increasing or contexts.empty


@pytest.mark.parametrize("level", ["token", "form"])
def test_no_query_has_no_hits(level):
    contexts = find_in_context(TOKENS, None, level=level, sort="after1")
    assert contexts.empty and list(contexts.columns) == COLUMNS
