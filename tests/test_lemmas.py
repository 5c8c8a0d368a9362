import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import add_lemmas, read_stop_words, split_tokens
from analysis.errors import AliasError, ColumnError, OptionError, WorkbookError
from analysis.lemmas import stop_mask
from analysis.lemmas.disambiguation import choose_readings
from analysis.lemmas.unknown_words import guess_reading

ADDED = ["lemma", "stem", "proclitics", "enclitics", "is_stop"]


def tokens_of(*texts):
    return split_tokens(pd.DataFrame({"seed": [f"s{n}" for n in range(len(texts))], "text": list(texts)}))


def read(text, *columns):
    """Return these columns of the tokens of a text, one tuple a token (a bare value for one column)."""
    rows = add_lemmas(tokens_of(text))[list(columns)].itertuples(index=False, name=None)
    return [row if len(columns) > 1 else row[0] for row in rows]


CLITICS = [
    ("وللحكومة", "و+ل", "حكومة", "", "ال loses its alef after ل"),
    ("للغة", "ل", "لغة", "", "before a lam ال loses its own lam too"),
    ("فسيكتبونها", "ف+س", "يكتبون", "ها", "conjunction, future, verb, object"),
    ("لله", "ل", "له", "", "الله after ل loses its alef"),
    ("وبالمدينة", "و+ب", "مدينة", "", "ال is no proclitic, but the stem drops it"),
    ("كتابهم", "", "كتاب", "هم", "a possessive pronoun"),
    ("كالعادة", "ك", "عادة", "", "ك and the article"),
    ("بأنهم", "ب", "ان", "هم", "a complementiser takes preposition and pronoun"),
    ("عليها", "", "علي", "ها", "على becomes علي before a pronoun"),
    ("له", "", "ل", "ه", "the preposition is the stem"),
    ("حكومتهم", "", "حكومت", "هم", "ة becomes ت before a pronoun; the stem keeps the letters"),
    ("بيت", "", "بيت", "", "not ب and يت"),
    ("ولد", "", "ولد", "", "not و and لد"),
    ("فكرة", "", "فكرة", "", "not ف and كرة, which is a word too"),
    ("كبير", "", "كبير", "", "not ك and بير"),
    ("سياسة", "", "سياسة", "", "س is cut off before imperfects only"),
    ("وزارة", "", "وزارة", "", "not و and زارة"),
    ("لبنان", "", "لبنان", "", "not ل and بنان"),
    ("باريس", "", "باريس", "", "not ب and اريس"),
    ("الوزير", "", "وزير", "", "the article alone"),
]


@pytest.mark.parametrize(("word", "proclitics", "stem", "enclitics", "reason"), CLITICS)
def test_clitics_are_cut_where_grammar_cuts_them(word, proclitics, stem, enclitics, reason):
    assert read(word, "proclitics", "stem", "enclitics") == [(proclitics, stem, enclitics)], reason


LEMMAS = [
    ("يقول", "قال", "hollow verb, imperfect"),
    ("قالت", "قال", "feminine"),
    ("سيكتبون", "كتب", "future, plural"),
    ("يصل", "وصل", "a verb in و loses it in the imperfect"),
    ("أدت", "أدى", "a weak verb loses its last letter before ت"),
    ("يدعون", "دعا", "and before ون"),
    ("يعلن", "أعلن", "form IV loses its hamza in the imperfect"),
    ("يمكن", "أمكن", "form IV"),
    ("استخدمت", "استخدم", "form X keeps its letters"),
    ("يستخدم", "استخدم", "form X in the imperfect"),
    ("وزراء", "وزير", "broken plural"),
    ("الأطفال", "طفل", "broken plural with article"),
    ("مدارس", "مدرسة", "broken plural of a feminine"),
    ("حكومات", "حكومة", "sound feminine plural of a feminine"),
    ("قرارات", "قرار", "sound feminine plural of a masculine"),
    ("المسؤولون", "مسؤول", "sound masculine plural"),
    ("مهندسين", "مهندس", "sound masculine plural, oblique"),
    ("الدولتان", "دولة", "dual"),
    ("مدينتهم", "مدينة", "ة comes back"),
    ("مستواه", "مستوى", "ى comes back"),
    ("أبنائه", "ابن", "a hamza changes its seat before a pronoun"),
    ("كتاباً", "كتاب", "the accusative mark and its alef go"),
    ("أيضاً", "أيضا", "a frozen adverb keeps its alef"),
    ("جداً", "جدا", "a frozen adverb keeps its alef"),
    ("كبيرة", "كبير", "an adjective is cited in the masculine"),
    ("الكبرى", "أكبر", "the feminine elative too"),
    ("السياسية", "سياسي", "a relative adjective"),
    ("مدينة", "مدينة", "a noun keeps ة"),
    ("إنها", "إن", "a complementiser behind its pronoun"),
    ("أنها", "أن", "which is not إن"),
    ("التي", "الذي", "relatives have one lemma"),
    ("هذه", "هذا", "demonstratives have one lemma"),
    ("اعلنت", "أعلن", "a hamza left out"),
    ("أوكرانيا", "أوكرانيا", "no accusative of a relative adjective"),
    ("كِتَابٌ", "كتاب", "vowel marks play no part"),
    ("الـــوزير", "وزير", "nor does tatweel"),
]


@pytest.mark.parametrize(("word", "lemma", "reason"), LEMMAS)
def test_lemmas_are_what_a_dictionary_cites(word, lemma, reason):
    assert read(word, "lemma") == [lemma], reason


IN_CONTEXT = [
    ("العملية السياسية", ["عملية", "سياسي"], "noun, then adjective"),
    ("الحياة العملية", ["حياة", "عملي"], "the same word as an adjective"),
    ("ذهب الولد إلى المدرسة", ["ذهب", "ولد", "إلى", "مدرسة"], "a verb opens the sentence"),
    ("لم يكن هناك", ["لم", "كان", "هناك"], "the jussive loses its vowel"),
    ("قرأت كتب التاريخ", ["قرأ", "كتاب", "تاريخ"], "books before a genitive"),
    ("لكنه كتب إلى صديقه", ["لكن", "كتب", "إلى", "صديق"], "wrote before a preposition"),
]


@pytest.mark.parametrize(("text", "lemmas", "reason"), IN_CONTEXT)
def test_neighbours_choose_between_readings(text, lemmas, reason):
    assert read(text, "lemma") == lemmas, reason


def test_the_texts_own_words_say_what_a_clitic_hides():
    # بروسيا alone is Prussia; in a text on Russia it is ب and روسيا
    assert read("بروسيا", "lemma") == ["بروسيا"]
    text = "قالت روسيا إن الحرب بين روسيا وجارتها طالت. رحبت روسيا، وروسيا قوية، لروسيا دور، وبروسيا نفط."
    lemmas = [lemma for form, lemma in read(text * 2, "form", "lemma") if "روسيا" in form]
    assert lemmas == ["روسيا"] * 12


def test_columns_are_added_in_order_and_rows_stay():
    tokens = tokens_of("قال الوزير: «نعم».", "Two words")
    table = add_lemmas(tokens)
    assert list(table.columns) == [*tokens.columns, *ADDED]
    pd.testing.assert_frame_equal(table[tokens.columns], tokens)
    assert not table[ADDED].isna().any().any()
    assert table["is_stop"].dtype == bool


def test_the_input_is_not_changed():
    tokens = tokens_of("وقالت الحكومة")
    before = tokens.copy(deep=True)
    add_lemmas(tokens)
    pd.testing.assert_frame_equal(tokens, before)


def test_an_empty_table_has_all_columns():
    table = add_lemmas(tokens_of(""))
    assert list(table.columns[-5:]) == ADDED
    assert table.empty


def test_what_is_no_word_is_its_own_lemma_and_stem():
    table = add_lemmas(tokens_of("١٢٫٥ % ، #وسم_جديد http://a.org/x"))
    assert table["lemma"].tolist() == table["form"].tolist()
    assert table["stem"].tolist() == table["form"].tolist()
    assert (table["proclitics"] == "").all()


def test_english_and_french_texts_are_looked_up_in_their_dictionaries():
    table = add_lemmas(tokens_of("The ministers were speaking", "Les élections présidentielles françaises"))
    english, french = ["the", "minister", "be", "speak"], ["le", "élection", "présidentiel", "français"]
    assert table["lemma"].tolist() == english + french


def test_a_latin_name_in_an_arabic_text_is_its_form():
    assert read("قالت شركة Apple إنها تبيع هواتف جديدة", "lemma")[2] == "apple"


def test_columns_need_not_be_categorical():
    tokens = tokens_of("وقالت الحكومة").astype({"seed": "str", "token": "str", "form": "str", "kind": "str"})
    assert add_lemmas(tokens)["lemma"].tolist() == ["قال", "حكومة"]


def test_rows_may_carry_any_index():
    tokens = tokens_of("وقالت الحكومة نعم").iloc[[0, 1]].set_axis([7, 3])
    table = add_lemmas(tokens)
    assert table.index.tolist() == [7, 3]
    assert table["lemma"].tolist() == ["قال", "حكومة"]


def test_a_missing_column_is_named():
    with pytest.raises(ColumnError, match="tokens: no column token"):
        add_lemmas(tokens_of("نعم").drop(columns="token"))


def test_a_lemmatizer_of_your_own_replaces_the_lemmas_alone():
    tokens = tokens_of("وقالت الحكومة")
    table = add_lemmas(tokens, lemmatizer=lambda table: ["x"] * len(table))
    assert table["lemma"].tolist() == ["x", "x"]
    assert table["stem"].tolist() == ["قالت", "حكومة"]


@pytest.mark.parametrize("kind", [list, tuple, np.array, pd.Series, pd.Categorical])
def test_a_lemmatizer_may_return_any_sequence(kind):
    tokens = tokens_of("وقالت الحكومة").set_axis([5, 9])
    assert add_lemmas(tokens, lemmatizer=lambda _: kind(["a", "b"]))["lemma"].tolist() == ["a", "b"]


WRONG = [
    (["a"], "lemmatizer wrong: 1 lemmas for 2 tokens; one a row is needed"),
    ("ab", "lemmatizer wrong: one lemma a row is needed, not str"),
    (None, "lemmatizer wrong: one lemma a row is needed, not NoneType"),
    (["a", None], "lemmatizer wrong: row 1: None is no lemma; a string is needed"),
]


@pytest.mark.parametrize(("lemmas", "message"), WRONG)
def test_a_lemmatizer_that_returns_something_else_is_told_so(lemmas, message):
    def wrong(_):
        return lemmas

    with pytest.raises(WorkbookError) as error:
        add_lemmas(tokens_of("وقالت الحكومة"), lemmatizer=wrong)
    assert str(error.value) == message


def test_a_lemmatizer_that_raises_is_named_with_its_reason_in_one_line():
    def broken(_):
        raise KeyError("model", "two")

    def wordy(_):
        raise RuntimeError("no such model\nlook elsewhere")

    with pytest.raises(WorkbookError) as error:
        add_lemmas(tokens_of("وقالت"), lemmatizer=broken)
    assert str(error.value) == "lemmatizer broken: raised KeyError: ('model', 'two')"
    with pytest.raises(WorkbookError) as error:
        add_lemmas(tokens_of("وقالت"), lemmatizer=wordy)
    assert str(error.value) == "lemmatizer wordy: raised RuntimeError: no such model"


LETTERS = st.text(st.sampled_from("وفبكلسالهمنيتةىءأإآؤئقرحدع"), min_size=1, max_size=12)


@given(st.lists(LETTERS, min_size=20, max_size=60))
@settings(deadline=None, max_examples=40)
def test_clitics_article_and_stem_make_up_the_word(words):
    for form, proclitics, stem, enclitics in read(" ".join(words), "form", "proclitics", "stem", "enclitics"):
        before = proclitics.replace("+", "")
        assert form.startswith(before)
        assert form.endswith(stem + enclitics)
        between = form[len(before) : len(form) - len(stem + enclitics)]
        assert between in ("", "ال") or (between == "ل" and before.endswith("ل"))
        assert stem


@given(st.lists(st.text(max_size=30), max_size=4))
@settings(deadline=None, max_examples=40)
def test_any_text_gets_a_lemma_and_a_stem(texts):
    table = add_lemmas(tokens_of(*texts))
    assert (table["lemma"] != "").all()
    assert (table["stem"] != "").all()


def test_sentences_are_chosen_apart():
    alone = read("كتب", "lemma")
    assert add_lemmas(tokens_of("قرأت كتب التاريخ", "كتب"))["lemma"].tolist()[-1:] == alone


def test_a_sentence_longer_than_the_batch_is_read_whole():
    lemmas = read("قالت الحكومة " * 200, "lemma")
    assert set(lemmas[::2]) == {"قال"}
    assert set(lemmas[1::2]) == {"حكومة"}


def test_the_best_path_is_found_on_an_example_to_check_by_hand():
    # two words, two readings each; alone the first reading is better by 1, together the second ones by 3
    weights = np.array([[1.0, 0.0], [1.0, 0.0]], dtype=np.float32)
    left = np.array([[2, 3], [2, 3]])
    right = np.array([[1, 2], [1, 2]])
    transitions = np.zeros((3, 4), dtype=np.float32)
    words = np.array([0, 1])
    assert choose_readings(words, np.zeros(2), weights, (left, right), transitions).tolist() == [0, 0]
    transitions[2, 3] = 3
    assert choose_readings(words, np.zeros(2), weights, (left, right), transitions).tolist() == [1, 1]
    # in two sentences nothing stands beside them
    assert choose_readings(words, np.arange(2), weights, (left, right), transitions).tolist() == [0, 0]


GUESSES = [
    ("وفلاديفوستوك", (), "فلاديفوستوك", "و before an unknown word is the conjunction"),
    ("لشولمان", ("شولمان",), "شولمان", "ل where the text has the rest alone"),
    ("لشولمان", (), "لشولمان", "else the word stays whole"),
    ("الدومينيكية", (), "دومينيكي", "a relative adjective loses its ة"),
    ("الكونتيسات", (), "كونتيسة", "a feminine plural"),
    ("يتفيهق", (), "تفيهق", "a verb of form V"),
    ("وبالقونصات", (), "قونصة", "conjunction, preposition and article"),
]


@pytest.mark.parametrize(("word", "known", "lemma", "reason"), GUESSES)
def test_unknown_words_are_guessed_from_their_shape(word, known, lemma, reason):
    assert guess_reading(word, known).lemma == lemma, reason


def test_an_unknown_name_has_one_lemma_with_and_without_hamza():
    assert set(read("أسكندنبرغ اسكندنبرغ أسكندنبرغ", "lemma")) == {"أسكندنبرغ"}


STOPS = [
    ("وفي", True, "behind a conjunction"),
    ("بأن", True, "behind a preposition"),
    ("عليهم", True, "before a pronoun"),
    ("فكانت", True, "كان, inflected and behind a clitic"),
    ("الأم", False, "the mother is not أم"),
    ("الوزير", False, "a noun"),
    ("وقال", False, "a verb"),
]


@pytest.mark.parametrize(("word", "expected", "reason"), STOPS)
def test_stop_words_are_found_behind_clitics(word, expected, reason):
    tokens = add_lemmas(tokens_of(word))
    assert tokens["is_stop"].tolist() == [expected], reason
    assert stop_mask(tokens, read_stop_words("ar")).tolist() == [expected], reason


def test_stop_words_are_found_by_form_where_there_are_no_lemmas():
    assert stop_mask(tokens_of("ذهب إلى البيت"), ["إلى"]).tolist() == [False, True, False]


def test_a_stop_word_of_the_reader_is_found_in_all_its_forms():
    tokens = add_lemmas(tokens_of("وقال الوزراء إن وزيرهم قال"))
    assert stop_mask(tokens, ["وزير", "قال"]).tolist() == [True, True, False, True, True]


def test_no_list_drops_nothing():
    assert stop_mask(tokens_of("من هنا"), None).tolist() == [False, False]
    assert stop_mask(tokens_of("من هنا"), []).tolist() == [False, False]


def test_a_bare_string_is_no_list():
    with pytest.raises(OptionError, match="give a list of words"):
        stop_mask(tokens_of("من هنا"), "من")


@pytest.mark.parametrize(("language", "word"), [("ar", "الذي"), ("en", "the"), ("fr", "lequel")])
def test_bundled_lists_hold_function_words(language, word):
    words = read_stop_words(language)
    assert word in words
    assert len(words) == len(set(words))


def test_without_a_source_all_lists_are_read():
    assert {"من", "the", "lequel"} <= set(read_stop_words())


def test_a_list_of_ones_own_has_comments_and_a_byte_order_mark(tmp_path):
    path = tmp_path / "stopwords.txt"
    path.write_bytes("\ufeff# كلماتي\nقال # فعل\n\nقال\nأكد\n".encode())
    assert read_stop_words(path) == ["قال", "أكد"]


def test_a_line_that_is_not_utf8_is_named(tmp_path):
    path = tmp_path / "stopwords.txt"
    path.write_bytes("قال\n".encode() + "أكد\n".encode("windows-1256"))
    with pytest.raises(AliasError, match=r"stopwords.txt, line 2: not UTF-8; save the list as UTF-8"):
        read_stop_words(path)


def test_a_missing_list_is_named():
    with pytest.raises(AliasError, match="nowhere.txt: no such list of stop words"):
        read_stop_words("nowhere.txt")
