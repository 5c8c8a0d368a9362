"""Stop words: phrases, compound prepositions, other languages, and lists that a reader switches on."""

import pytest

from analysis import add_lemmas, make_seeds, read_stop_words, split_tokens
from analysis.errors import AliasError
from analysis.lemmas import stop_mask


def stopped(text, stop_words=None):
    """Return the words of a text that are stop words."""
    tokens = add_lemmas(split_tokens(make_seeds(text)))
    mask = stop_mask(tokens, read_stop_words() if stop_words is None else stop_words)
    return tokens["token"][mask].tolist()


COMPOUNDS = [
    ("تحدث بشأن القرار", ["بشأن"], "a preposition written onto its noun"),
    ("تحدث وبشأنه قال", ["وبشأنه"], "behind و and before a pronoun"),
    ("شأن آخر", [], "the noun alone is a word"),
    ("سافر من أجل العلم", ["من", "أجل"], "a phrase of two words"),
    ("جاء ومن أجلها عاد", ["ومن", "أجلها"], "behind و, its last word with a pronoun"),
    ("الأجل قريب", [], "and its noun elsewhere is a word"),
    ("نجح على الرغم من الحرب", ["على", "الرغم", "من"], "with the article"),
    ("عاد بسبب الحرب ونظرا للظروف", ["بسبب", "ونظرا"], "an adverb behind و"),
    ("فتح بيده", [], "بيد is but, بيده is by his hand"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), COMPOUNDS)
def test_compound_prepositions_are_stop_words(text, expected, reason):
    assert stopped(text) == expected, reason
    tokens = add_lemmas(split_tokens(make_seeds(text)))
    assert tokens["token"][tokens["is_stop"]].tolist() == expected, reason


OTHERS = [
    ("این کتاب را در شهر خریدم", ["این", "را", "در"], "Persian"),
    ("كتاب بر میز بود که", ["بر", "بود", "که"], "Persian, mixed keyboards"),
    ("زرعنا في بر مصر", ["في"], "بر in Arabic is land"),
    ("یہ کتاب بہت اچھی ہے", ["یہ", "بہت", "ہے"], "Urdu"),
    ("the house of the king", ["the", "of", "the"], "English"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), OTHERS)
def test_lists_of_languages_that_share_letters_hold_in_their_own_texts(text, expected, reason):
    assert stopped(text) == expected, reason


def test_a_word_given_besides_the_lists_holds_everywhere():
    assert stopped("زرعنا بر مصر", [*read_stop_words(), "بر"]) == ["بر"]


CHOICES = [
    ("egyptian", "ده مش كده يا عم", ["ده", "مش", "كده"]),
    ("levantine", "شو بدك هيك", ["شو", "بدك", "هيك"]),
    ("gulf", "وش تبي الحين", ["وش", "تبي", "الحين"]),
    ("maghrebi", "واش هاد الكتاب ديالك بزاف", ["واش", "هاد", "ديالك", "بزاف"]),
    ("hadith", "قال رسول الله صلى الله عليه وسلم", ["قال", "صلى", "الله", "عليه", "وسلم"]),
    ("hadith", "قال النبي ﷺ صلى في المسجد", ["قال", "ﷺ"]),
    ("chat", "السلام عليكم صديقي", ["السلام", "عليكم"]),
]


@pytest.mark.parametrize(("name", "text", "expected"), CHOICES)
def test_lists_that_a_reader_switches_on(name, text, expected, tmp_path):
    assert not set(expected) <= set(stopped(text)), "they are off by default"
    path = tmp_path / "stopwords.txt"
    path.write_text(f"# mine\n@{name} # on\nكلمتي\n", encoding="utf-8")
    words = read_stop_words(path)
    assert words == [*read_stop_words(name), "كلمتي"]
    assert stopped(text, words) == expected


def test_an_unknown_switch_is_named_with_its_line(tmp_path):
    path = tmp_path / "stopwords.txt"
    path.write_text("قال\n@masri\n", encoding="utf-8")
    with pytest.raises(AliasError) as error:
        read_stop_words(path)
    assert str(error.value) == (
        f"{path}, line 2: @masri: no such list; bundled lists: ar, en, fr, fa, ur, egyptian, gulf, "
        "levantine, maghrebi, hadith, chat"
    )


def test_phrases_end_with_their_sentence_and_step_over_nothing():
    assert stopped("سأل من. أجل الموعد", ["من أجل"]) == []
    assert stopped("سأل من، أجل الموعد", ["من أجل"]) == []
    assert stopped("أجل من", ["من أجل"]) == []
