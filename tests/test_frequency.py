import unicodedata

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import ColumnError, OptionError
from analysis.frequency import (
    choose_term,
    count_collocates,
    count_levels,
    count_ngrams,
    count_terms,
    find_terms,
)

MARKS = "،.؟؛«»:!"
TERM_COLUMNS = ["term", "count", "total", "per_thousand", "seed_count", "forms"]
PLACE_COLUMNS = ["term", "seed", "paragraph", "start", "end"]


def make_tokens(*paragraphs, seed="a"):
    """Make a table of tokens from paragraphs; sentences end at a stop, `form` joins the seats of hamza."""
    rows, start = [], 0
    for number, text in enumerate(paragraphs, 1):
        sentence = 1
        for token in text.split():
            kind = "punctuation" if token in MARKS else "number" if token.isdigit() else "word"
            form = "".join(letter for letter in token if unicodedata.category(letter) != "Mn")
            form = form.translate(str.maketrans("أإآ", "ااا"))
            rows.append((seed, number, sentence, start, start + len(token), token, form, " ", kind))
            start += len(token) + 1
            sentence += token in ".؟!"
    columns = ["seed", "paragraph", "sentence", "start", "end", "token", "form", "space", "kind"]
    return pd.DataFrame(rows, columns=columns).astype({"seed": "category", "kind": "category"})


TOKENS = make_tokens("قال أحمد إن الوزير قال ذلك .", "قال احمد ، وأحمد قال 5 .")


def counts(terms):
    return dict(zip(terms["term"], terms["count"], strict=True))


def test_terms_are_counted_by_falling_count_then_in_code_point_order():
    terms = count_terms(TOKENS)
    assert list(terms.columns) == TERM_COLUMNS
    assert terms["term"].head(4).to_list() == ["قال", "احمد", "5", "الوزير"]
    assert terms["count"].head(4).to_list() == [4, 2, 1, 1]
    assert (terms["total"] == 11).all() and terms["count"].sum() == 11
    assert terms["per_thousand"][0] == pytest.approx(1000 * 4 / 11)


def test_a_folded_term_lists_the_forms_it_is_written_in():
    terms = count_terms(make_tokens("أحمد احمد أَحمد أحمد")).set_index("term")
    assert terms.loc["احمد", "forms"] == [("أحمد", 2), ("أَحمد", 1), ("احمد", 1)]


def test_written_words_stay_apart_at_level_token():
    assert counts(count_terms(TOKENS, level="token"))["أحمد"] == 1


def test_punctuation_is_not_a_term():
    assert not set(count_terms(TOKENS)["term"]) & set(MARKS)


def test_groups_come_in_order_of_appearance_with_their_own_totals():
    tokens = pd.concat([make_tokens("ب ا ا", seed="z"), make_tokens("ا ج", seed="b")], ignore_index=True)
    terms = count_terms(tokens.astype({"seed": "category"}), by="seed")
    assert list(terms.columns) == ["seed", *TERM_COLUMNS]
    assert terms[["seed", "term", "count", "total"]].to_numpy().tolist() == [
        ["z", "ا", 2, 3],
        ["z", "ب", 1, 3],
        ["b", "ا", 1, 2],
        ["b", "ج", 1, 2],
    ]
    assert terms["seed"].dtype == "category"


def test_by_takes_any_columns():
    terms = count_terms(TOKENS, by=["paragraph", "kind"])
    assert list(terms.columns[:2]) == ["paragraph", "kind"]
    assert terms.query("paragraph == 2 and kind == 'number'")["term"].to_list() == ["5"]


def test_seed_count_says_in_how_many_texts_a_term_occurs():
    tokens = pd.concat([make_tokens("ا ب ا", seed="z"), make_tokens("ا ج", seed="b")], ignore_index=True)
    assert count_terms(tokens).set_index("term")["seed_count"].to_dict() == {"ا": 2, "ب": 1, "ج": 1}


def test_a_missing_key_is_not_counted_but_is_a_word_of_the_total():
    tokens = TOKENS.assign(lemma=TOKENS["form"].where(TOKENS["form"] != "قال"))
    terms = count_terms(tokens, level="lemma")
    assert terms["count"].sum() == 7 and (terms["total"] == 11).all()


def test_an_entity_stands_in_place_of_its_words_and_is_spelled_with_all_of_them():
    tokens = make_tokens("زارت الولايات المتحدة ، والولايات المتحدة كبيرة")
    tokens["entity"] = pd.array(
        ["زار", "الولايات المتحدة", None, "،", "الولايات المتحدة", None, "كبير"], dtype="str"
    )
    terms = count_terms(tokens, level="entity").set_index("term")
    assert terms.loc["الولايات المتحدة", "count"] == 2
    assert terms.loc["الولايات المتحدة", "forms"] == [("الولايات المتحدة", 1), ("والولايات المتحدة", 1)]
    places = find_terms(tokens, "الولايات المتحدة", level="entity")
    assert places[["start", "end"]].to_numpy().tolist() == [[5, 21], [24, 41]]


def test_a_name_is_spelled_as_it_stands_with_the_marks_inside():
    tokens = make_tokens("حلف « الناتو » قال").assign(space=[" ", "", "", " ", ""])
    tokens["entity"] = pd.array(["الناتو", None, None, "»", "قال"], dtype="str")
    assert count_terms(tokens, level="entity")["forms"].to_list()[0] == [("حلف «الناتو", 1)]


def test_the_level_is_kept_with_the_table_through_what_a_reader_does_to_it():
    terms = count_terms(TOKENS, level="token")
    used = [
        terms.head(2),
        terms.sort_values("term"),
        terms[terms["count"] > 1],
        terms.assign(x=1),
        terms.copy(),
    ]
    assert {table.attrs["level"] for table in used} == {"token"}
    assert find_terms(TOKENS, terms.head(3))["term"].value_counts().to_dict() == counts(terms.head(3))


@pytest.mark.parametrize(
    ("n", "expected", "reason"),
    [
        (1, {"ا": 2, "ب": 2, "ج": 1}, "one word is the word"),
        (2, {"ا ب": 2, "ب ج": 1}, "a comma is stepped over, a stop is not"),
        (3, {"ا ب ج": 1}, "the second sentence is too short"),
        (5, {}, "as many words as the text, but more than any sentence"),
    ],
)
def test_ngrams_stay_in_their_sentence(n, expected, reason):
    grams = count_ngrams(make_tokens("ا ب ، ج . ا ب"), n=n)
    assert counts(grams) == expected, reason
    assert list(grams.columns) == TERM_COLUMNS
    assert (grams["total"] == 5).all()


def test_an_ngram_lists_its_written_forms():
    grams = count_ngrams(make_tokens("أحمد قال . احمد قال . أحمد قال"))
    assert grams["forms"][0] == [("أحمد قال", 2), ("احمد قال", 1)]


@pytest.mark.parametrize("n", [0, -1, 2.0, True, "2", None])
def test_a_length_that_is_no_whole_number_from_one_up_is_refused(n):
    with pytest.raises(OptionError, match=f"^n={n!r}: give a whole number from 1 up$"):
        count_ngrams(TOKENS, n=n)


def test_runs_longer_than_the_text_are_refused_with_the_length_of_the_text():
    with pytest.raises(
        OptionError, match="^n=12: larger than the text, which has 11 words; give n up to 11$"
    ):
        count_ngrams(TOKENS, n=12)


@pytest.mark.parametrize("text", ["", ".", "كلمة", "كلمة ."])
def test_a_text_of_one_word_has_no_runs_and_no_error(text):
    assert count_ngrams(make_tokens(text)).empty


def test_stop_words_leave_the_terms_but_not_the_total():
    terms = count_terms(TOKENS, stop_words=["قال"])
    assert "قال" not in counts(terms) and terms["total"][0] == 11


def test_an_ngram_with_a_stop_word_at_its_edge_is_dropped_and_one_inside_kept():
    grams = count_ngrams(make_tokens("ثلاثة من رجال"), n=3, stop_words=["من"])
    assert counts(grams) == {"ثلاثة من رجال": 1}
    assert counts(count_ngrams(make_tokens("ثلاثة من رجال"), stop_words=["من"])) == {}


def test_one_string_is_not_a_list_of_stop_words():
    with pytest.raises(OptionError, match="^stop_words='من': give a list of words"):
        count_terms(TOKENS, stop_words="من")


def test_places_come_in_reading_order_and_are_the_written_words():
    text = " ".join(TOKENS["token"])
    places = find_terms(TOKENS, ["قال", "احمد"])
    assert list(places.columns) == PLACE_COLUMNS
    assert [text[start:end] for start, end in zip(places["start"], places["end"], strict=True)] == [
        "قال",
        "أحمد",
        "قال",
        "قال",
        "احمد",
        "قال",
    ]
    assert places["paragraph"].to_list() == [1, 1, 1, 2, 2, 2]


def test_places_know_the_order_of_the_terms_they_are_of():
    assert find_terms(TOKENS, ["ذلك", "غائب", "قال"])["term"].cat.categories.to_list() == ["ذلك", "قال"]


def test_a_run_is_found_from_its_first_to_its_last_word():
    tokens = make_tokens("وزير ، الخارجية قال")
    places = find_terms(tokens, count_ngrams(tokens))
    assert places[["term", "start", "end"]].to_numpy().tolist() == [
        ["وزير الخارجية", 0, 15],
        ["الخارجية قال", 7, 19],
    ]
    assert find_terms(tokens, "وزير الخارجية")["end"].to_list() == [15]


def test_a_word_written_by_hand_is_found_as_a_search_folds_it():
    assert len(find_terms(TOKENS, "أحمد")) == 2
    assert find_terms(TOKENS, "أحمد")["term"].to_list() == ["أحمد", "أحمد"]


def test_a_term_that_does_not_occur_has_no_places():
    places = find_terms(TOKENS, ["غائب", "غائب جدا"])
    assert list(places.columns) == PLACE_COLUMNS and places.empty


@pytest.mark.parametrize("call", [count_terms, lambda table: count_ngrams(table, n=3)])
def test_an_empty_table_gives_an_empty_table_of_the_same_columns(call):
    empty = call(TOKENS.head(0))
    assert list(empty.columns) == TERM_COLUMNS and empty.empty
    assert empty.dtypes.equals(call(TOKENS).dtypes)
    assert list(find_terms(TOKENS.head(0), empty).columns) == PLACE_COLUMNS


def test_the_argument_is_left_as_it_was():
    before = TOKENS.copy(deep=True)
    count_terms(TOKENS, by="seed")
    count_ngrams(TOKENS)
    find_terms(TOKENS, "قال")
    pd.testing.assert_frame_equal(TOKENS, before)


def test_an_unknown_level_or_column_names_those_there_are():
    with pytest.raises(
        OptionError, match="level='root': unknown; known levels: token, form, stem, lemma, entity"
    ):
        count_terms(TOKENS, level="root")
    with pytest.raises(ColumnError, match="add_lemmas"):
        count_terms(TOKENS, level="lemma")
    with pytest.raises(ColumnError, match="no column colour; columns there are: seed, paragraph"):
        count_terms(TOKENS, by="colour")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: count_terms("نص"), "tokens: a table (pandas DataFrame) is needed, not str"),
        (lambda: count_levels(5), "tokens: a table (pandas DataFrame) is needed, not int"),
        (lambda: count_terms(TOKENS, by=5), "by=5: give a column, or a list of columns"),
        (lambda: count_terms(TOKENS, by=None), "by=None: give a column, or a list of columns"),
        (
            lambda: count_terms(TOKENS, stop_words=5),
            "stop_words=5: give a list of words, as read_stop_words returns it",
        ),
        (lambda: find_terms(TOKENS, 5), "terms=5: give a word, a list of words, or a table of terms"),
        (lambda: count_collocates(TOKENS, 5), "node=5: give a word, a list of words, or None"),
        (lambda: count_collocates(TOKENS, [5]), "node=[5]: give a word, a list of words, or None"),
        (lambda: count_ngrams(TOKENS, n=np.float64(2)), "n=np.float64(2.0): give a whole number from 1 up"),
    ],
)
def test_what_is_no_table_or_option_is_told_what_is_wanted(call, message):
    with pytest.raises((ColumnError, OptionError)) as caught:
        call()
    assert str(caught.value) == message


def test_numbers_of_numpy_are_numbers():
    assert counts(count_ngrams(TOKENS, n=np.int64(2))) == counts(count_ngrams(TOKENS, n=2))
    assert len(count_levels(TOKENS, top=np.int32(1))) == 2


def test_two_texts_of_one_name_are_refused_and_runs_cross_no_text():
    one, other = make_tokens("ا ب"), make_tokens("ج د")
    for parts in ([one, other], [one, make_tokens("ه", seed="z"), other]):
        tokens = pd.concat(parts, ignore_index=True)
        row = len(tokens) - 2
        with pytest.raises(ColumnError) as caught:
            count_ngrams(tokens)
        assert (
            str(caught.value)
            == f"tokens: two texts are called 'a' (again from row {row} on); name them apart"
        )
    apart = pd.concat([one, other.assign(seed="b")], ignore_index=True)
    assert counts(count_ngrams(apart)) == {"ا ب": 1, "ج د": 1}
    # rows in another order are no two texts
    assert counts(count_terms(TOKENS.iloc[::-1])) == counts(count_terms(TOKENS))


def test_every_storage_of_strings_counts_the_same():
    import pyarrow as pa

    kinds = ["object", "category", pd.ArrowDtype(pa.dictionary(pa.int32(), pa.string())), "string"]
    expected = count_terms(TOKENS, by="seed")
    for dtype in kinds:
        pd.testing.assert_frame_equal(
            count_terms(TOKENS.astype({"token": dtype, "form": dtype}), by="seed"), expected
        )


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(st.sampled_from("ابجد،."), max_size=8), min_size=1, max_size=4))
def test_counts_agree_with_a_plain_loop(paragraphs):
    tokens = make_tokens(*(" ".join(words) for words in paragraphs))
    words = tokens[tokens["kind"] == "word"]
    expected = words["form"].value_counts().to_dict()
    terms = count_terms(tokens)
    assert counts(terms) == expected
    pairs = {}
    for _, sentence in words.groupby(["paragraph", "sentence"]):
        forms = sentence["form"].to_list()
        for pair in zip(forms, forms[1:], strict=False):
            pairs[" ".join(pair)] = pairs.get(" ".join(pair), 0) + 1
    if len(words) > 1:
        assert counts(count_ngrams(tokens)) == pairs
    places = find_terms(tokens, terms)
    assert places["term"].value_counts().to_dict() == expected
    assert np.all(np.diff(places["start"]) > 0)
    assert all(
        sum(count for _, count in forms) == total
        for forms, total in zip(terms["forms"], terms["count"], strict=True)
    )


def test_a_reader_without_a_word_gets_the_most_frequent_term():
    terms = count_terms(TOKENS)
    assert choose_term(terms.sample(frac=1, random_state=0)) == "قال"
    assert choose_term(terms.head(0)) is None


@pytest.mark.parametrize(
    ("query", "expected", "reason"),
    [
        ("وزير", "وزير", "it is a term"),
        ("أوكرانيا", "اوكرانيا", "a search folds the seats of hamza"),
        ("الوزيرَ", "وزير", "the text writes the term so"),
        ("مكتب", "مكتب", "a term before another that is written so"),
        ("وزير * خارجية", "وزير * خارجية", "a gap is handed on"),
        ("الوزير ... أوكرانيا", "وزير ... اوكرانيا", "each word of a phrase is read"),
        (2021, "2021", "a year set on the command line comes as a number"),
        ("بحر", "بحر", "a word that is not there is handed on, and will not be found"),
    ],
)
def test_a_reader_may_write_a_word_as_the_dictionary_or_the_text_has_it(query, expected, reason):
    forms = [[("الوزير", 3)], [("اوكرانيا", 2)], [("مكتب", 1), ("مكاتب", 1)], [("مكتب", 1)]]
    terms = pd.DataFrame({"term": ["وزير", "اوكرانيا", "كتب", "مكتب"], "count": [3, 2, 2, 1], "forms": forms})
    assert choose_term(terms, query=query) == expected, reason


def test_a_word_is_chosen_from_terms_without_forms_too():
    terms = pd.DataFrame({"term": ["a"], "count": [1]})
    assert choose_term(terms, query="A") == "a"
    with pytest.raises(ColumnError):
        choose_term(terms.drop(columns="count"))


def test_levels_are_counted_side_by_side():
    levels = count_levels(TOKENS, top=2, stop_words=["إن"])
    assert list(levels.columns) == ["level", *TERM_COLUMNS]
    assert levels["level"].to_list() == ["token", "token", "form", "form"]
    for level in ("token", "form"):
        expected = count_terms(TOKENS, level=level, stop_words=["إن"]).head(2)
        own = levels[levels["level"] == level].drop(columns="level").reset_index(drop=True)
        pd.testing.assert_frame_equal(own, expected)
    assert not levels.attrs
    assert count_levels(TOKENS, levels="form")["level"].unique().tolist() == ["form"]
    assert count_levels(TOKENS.head(0)).empty


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"top": 0}, "top=0: give a whole number of terms from 1 up"),
        ({"levels": []}, "levels=[]: none; known levels: token, form, stem, lemma, entity"),
    ],
)
def test_levels_that_cannot_be_counted_are_an_error(options, message):
    with pytest.raises(OptionError) as caught:
        count_levels(TOKENS, **options)
    assert str(caught.value) == message
