"""The language of a text: by script, function words and letters; a keyboard is no language."""

import pandas as pd
import pytest

from analysis import add_lemmas, arabic, find_mentions, find_quotes, make_seeds, split_tokens
from analysis.tokens import in_languages

LANGUAGES = [
    ("قالت وزارة الخارجية", "ar", "Arabic letters only"),
    ("محمد", "ar", "a word that says nothing: Arabic"),
    ("قَالَ رَسُولُ اللَّهِ", "ar", "vowel marks hide no function word"),
    ("قال إن BBC بثت الخبر", "ar", "most letters are Arabic"),
    ("کان الرئیس فی المدینة وعلی حق الی الیوم وهی التی یعرفها کل الناس", "ar", "a Persian keyboard"),
    ("ھذا البیت الکبیر لنا", "ar", "an Urdu keyboard"),
    ("شلونك شخبارك گول وياي چان زين", "ar", "Iraq writes گ and چ on an Arabic keyboard"),
    ("تم إعلانها محمية برية", "ar", "تم is a word of Urdu too, but Urdu has other letters"),
    ("این کتاب را می‌خواهم بگیرم", "fa", "function words and letters"),
    ("وی اضافه کرد: کشور ایران پیشرفت کرد.", "fa", "وی and کرد"),
    ("وي اضافه كرد كه اين كشور را از بحران نجات داد", "fa", "an Arabic keyboard"),
    ("سلام. حال شما چطور است؟", "fa", "a short text"),
    ("یہ کتاب بہت اچھی ہے اور میں اسے روز پڑھتا ہوں۔", "ur", "ہے, اور, میں"),
    ("سلام آپ کیسے ہیں", "ur", "a short text"),
    ("سەرۆکی هەرێمی کوردستان گوتی", "und", "Kurdish"),
    ("ئۇيغۇر تىلى تۈركىي تىللار", "und", "Uyghur"),
    ("د افغانستان جمهور رئيس وويل چې دوی به خپل کارونه وکړي", "und", "Pashto"),
    ("The ministry said (وزارة)", "en", "most letters are Latin"),
    ("The weather was fine on Monday.", "en", "function words"),
    ("a book", "en", "one function word of two"),
    ("Le ministère a annoncé la nouvelle à l'été", "fr", "function words and accents"),
    ("Il a eu tort. Elle avait eu raison.", "fr", "no accent is needed"),
    ("ya rabi ya 3omri m3akoume w barcha", "und", "Arabic in Latin letters"),
    ("wallah ana mish aaref shu biddak", "und", "also without digits"),
    ("Der Präsident ist nicht in der Stadt und das ist gut", "und", "German has in too"),
    ("El presidente de la república no está en la ciudad", "und", "Spanish has de and la too"),
    ("Il presidente non è in città per la guerra", "und", "Italian"),
    ("Россия", "und", "neither Arabic nor Latin"),
    ("123 !?", "und", "no letters"),
    ("", "und", "nothing at all"),
]


@pytest.mark.parametrize(("text", "language", "reason"), LANGUAGES)
def test_the_language_of_a_text(text, language, reason):
    assert arabic.language_of(text) == language, reason


@pytest.mark.parametrize(("text", "language", "reason"), LANGUAGES)
def test_tokens_are_told_the_language_that_the_seed_has(text, language, reason):
    tokens = split_tokens(pd.DataFrame({"seed": ["a", "b"], "text": [text, "قال الوزير في القاهرة"]}))
    own = (tokens["seed"] == "a").to_numpy()
    assert in_languages(tokens, (language,))[own].all(), reason
    assert in_languages(tokens, ("ar",))[~own].all()


OTHERS = [
    ("وی اضافه کرد: «کشور ایران پیشرفت کرد».", "Persian"),
    ("یہ کتاب بہت اچھی ہے اور میں اسے روز پڑھتا ہوں۔", "Urdu"),
    ("Il a eu tort. Elle avait eu raison.", "eu is no European Union"),
    ("ya rabi ya 3omri m3akoume w barcha fi Misr", "Arabic in Latin letters"),
    ("سەرۆکی هەرێمی کوردستان گوتی: «بەغدا»", "Kurdish"),
]


@pytest.mark.parametrize(("text", "reason"), OTHERS)
def test_arabic_tables_and_rules_keep_out_of_other_languages(text, reason):
    tokens = add_lemmas(split_tokens(make_seeds([text, "قال الوزير في مصر: «نعم نحن هنا اليوم»."])))
    mentions = find_mentions(tokens)
    quotes = find_quotes(tokens, mentions)
    assert mentions["seed"].unique().tolist() == ["text-2"], reason
    assert quotes["seed"].unique().tolist() == ["text-2"], reason


@pytest.mark.parametrize(
    "text", ["وی کتاب‌های بزرگ را خرید", "یہ کتابیں بہت اچھی ہیں", "سەرۆکی هەرێمی کوردستان"]
)
def test_words_that_no_table_is_of_are_their_own_lemmas(text):
    tokens = add_lemmas(split_tokens(make_seeds(text)))
    assert tokens["lemma"].tolist() == tokens["stem"].tolist() == tokens["form"].tolist()
    assert set(tokens["proclitics"]) == set(tokens["enclitics"]) == {""}


def test_a_non_joiner_stays_in_a_word_of_persian():
    tokens = split_tokens(make_seeds("کتاب‌های او می‌خواهم"))
    assert tokens["token"].tolist() == ["کتاب‌های", "او", "می‌خواهم"]
