"""One word, however its keyboard, country or scribe spells it: lemma, stop word and search agree."""

import pytest

from analysis import add_lemmas, find_in_context, make_seeds, split_tokens


def tokens_of(text):
    return add_lemmas(split_tokens(make_seeds(text)))


def read(text):
    tokens = tokens_of(text)
    return list(zip(tokens["lemma"], tokens["is_stop"], tokens["proclitics"], strict=True))


DOTLESS = [
    "الدورى", "الأهلى", "السياسى", "القاضى", "المحامى", "النادى", "الحالى", "الرياضى", "القومى", "حمدى",
    "المالى", "علوى", "هى", "وهى", "فهى", "أى", "فى", "وفى", "التى", "الذى", "والذى", "المصرى", "الثانى",
    "القانونى", "رمزى", "مصرى", "مجدى", "مرسى", "زكى",
]  # fmt: skip


@pytest.mark.parametrize("word", DOTLESS)
def test_a_final_ya_without_its_dots_is_a_ya(word):
    assert read(word) == read(word[:-1] + "ي")
    assert tokens_of(word)["form"].tolist() == tokens_of("أ " + word)["form"].tolist()[1:]


KEPT = [
    ("على", "على"), ("إلى", "إلى"), ("متى", "متى"), ("حتى", "حتى"), ("لدى", "لدى"), ("سوى", "سوى"),
    ("مستشفى", "مستشفى"), ("مقهى", "مقهى"), ("ذكرى", "ذكرى"), ("مصطفى", "مصطفى"), ("موسى", "موسى"),
    ("عيسى", "عيسى"), ("هدى", "هدى"), ("كبرى", "أكبر"), ("اليمنى", "أيمن"), ("رأى", "رأى"), ("بنى", "بنى"),
    ("يرى", "رأى"), ("قرى", "قرية"), ("مرضى", "مريض"), ("قوى", "قوة"), ("أعلى", "أعلى"),
    ("سلمى", "سلمى"), ("منى", "منى"), ("نهى", "نهى"),
]  # fmt: skip


@pytest.mark.parametrize(("word", "lemma"), KEPT)
def test_words_in_alef_maqsura_stay(word, lemma):
    assert tokens_of(word)["lemma"].tolist() == [lemma]


KEYBOARD = "کان الرئیس فی المدینة وعلی حق الی الیوم وهی التی یعرفها کل الناس"
STANDARD = "كان الرئيس في المدينة وعلى حق إلى اليوم وهي التي يعرفها كل الناس"


def test_letters_of_a_persian_keyboard_are_those_of_arabic():
    assert read(KEYBOARD) == read(STANDARD)
    assert tokens_of(KEYBOARD)["form"].tolist()[0] == "کان"  # counted as written, as ever


QURAN = [
    ("ٱلْكِتَابِ", ["كتاب"], "alef wasla"),
    ("وٱلكتاب", ["كتاب"], "behind a conjunction"),
    ("بِٱللَّهِ", ["الله"], "behind a preposition"),
    ("ٱلرَّحْمَٰنِ", ["رحمن"], "the dagger alef is read in الرحمن and not written today"),
    ("ذَٰلِكَ", ["ذلك"], "nor in ذلك"),
    ("ٱلۡكِتَٰبُ", ["كتاب"], "but in كتاب it is"),
    ("ٱلصَّلَوٰةَ", ["صلاة"], "on a و that is its seat"),
    ("عَلَىٰ هُدٗى", ["على", "هدى"], "on a final ى that stays"),
    ("ٱلۡقُرۡءَانُ", ["قرآن"], "ءَا is آ today"),
    ("إِنَّهُۥ وَرَسُولِهِۦ", ["إن", "رسول"], "small و and ي are no letters of the word"),
    ("ا\u0653من\u0627", ["آمن"], "decomposed letters are the composed ones"),
]


@pytest.mark.parametrize(("text", "lemmas", "reason"), QURAN)
def test_words_of_the_quran_have_the_lemmas_of_today(text, lemmas, reason):
    assert tokens_of(text)["lemma"].tolist() == lemmas, reason


def test_forms_leave_out_every_sign_of_the_quran():
    assert tokens_of("إِنَّهُۥ وَرَسُولِهِۦ بِهِۦٓ")["form"].tolist() == ["انه", "ورسوله", "به"]


SEARCHES = [
    ("ذَٰلِكَ ٱلۡكِتَٰبُ", "الكتاب", 1, "the alef written small is read"),
    ("ذَٰلِكَ ٱلۡكِتَٰبُ", "الكتب", 1, "or left out"),
    ("مَـٰلِكِ يَوۡمِ ٱلدِّينِ", "مالك", 1, "on a stroke"),
    ("مَـٰلِكِ يَوۡمِ ٱلدِّينِ", "ملك يوم", 1, "in a phrase"),
    ("ٱئۡتُونِي بِهِۦٓ", "به", 1, "small ya with a madda"),
    ("فاز النادى الأهلى", "النادي الاهلي", 1, "Egyptian spelling"),
    ("کان الرئیس", "الرئيس", 1, "a Persian keyboard"),
    ("قال مالك الكتب", "الكتاب", 0, "where no alef is written there is none"),
]


@pytest.mark.parametrize(("text", "query", "count", "reason"), SEARCHES)
def test_a_search_finds_every_spelling(text, query, count, reason):
    assert len(find_in_context(tokens_of(text), query)) == count, reason


QUERIES = [
    ("توقف الغاز أمس. وقال تجار الغاز إن غازنا يكفي.", "الغاز", "lemma", 3, "the article is read off"),
    ("توقف الغاز أمس. وقال تجار الغاز إن غازنا يكفي.", "للغاز", "stem", 3, "a form the text has not"),
    ("استقبل رئيس الوزراء الوفد. وتحدث لرئيس الوزراء صحفي.", "رئيس الوزراء", "lemma", 2, "a plural"),
    ("قرأت كتب العلم وكتب المدير", "كتاب", "lemma", 2, "what is a lemma is looked for as one"),
]


@pytest.mark.parametrize(("text", "query", "level", "count", "reason"), QUERIES)
def test_a_query_is_read_as_the_texts_are(text, query, level, count, reason):
    assert len(find_in_context(tokens_of(text), query, level=level)) == count, reason


LEMMAS = [
    ("عينيه", "عين", "a dual before a pronoun, no adjective عيني"),
    ("بعينيها", "عين", "behind a preposition"),
    ("قدميها", "قدم", "dual"),
    ("كتفيه", "كتف", "dual"),
    ("شفتاه", "شفة", "nominative"),
    ("شفتيها", "شفة", "of a noun in ة"),
    ("ساقيه", "ساق", "dual"),
    ("كفيه", "كف", "no passive of كفى"),
    ("أبويه", "أب", "أب has و in its dual"),
    ("أخويه", "أخ", "so has أخ"),
    ("جانبيه", "جانب", "dual"),
    ("ذراعيه", "ذراع", "dual"),
    ("خديها", "خد", "a short one"),
    ("ولديه", "لدى", "but و and لديه"),
    ("جاء وحده", "وحد", "not و and حد"),
    ("لا يجوز", "جاز", "جاز, not جوز"),
    ("ويصوم", "صام", "صام, not صوم"),
    ("يفوت", "فات", "of the same kind"),
    ("جاءت الست زينب", "ست", "a lady"),
    ("هذه محمدة له", "محمدة", "a noun, no feminine of محمد"),
    ("أنحن هنا؟", "هو", "أ asks: the pronoun is نحن"),
    ("أليس كذلك", "ليس", "أ asks"),
]


@pytest.mark.parametrize(("text", "lemma", "reason"), LEMMAS)
def test_lemmas_of_words_that_look_like_others(text, lemma, reason):
    assert lemma in tokens_of(text)["lemma"].tolist()[:2], reason


@pytest.mark.parametrize(
    "word", ["هيك", "ليش", "اللي", "بزاف", "برشا", "عشان", "كده", "وش", "بدي", "واش", "فاش", "كاين"]
)
def test_words_of_dialects_are_not_forced_into_others(word):
    assert tokens_of(word)["lemma"].tolist() in ([word], ["بد"])
    assert tokens_of(word)["is_stop"].tolist() == [False]
