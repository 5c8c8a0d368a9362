"""Texts of all kinds that once misled: what must be found in them, what must not, and why."""

import pandas as pd
import pytest

from analysis import find_mentions, make_seeds, split_tokens


def mentions_of(text: str) -> pd.DataFrame:
    """Find the mentions of a text with all that is shipped."""
    return find_mentions(split_tokens(make_seeds(text)))


def column(text: str, kind: str, name: str = "entity") -> list[str]:
    """Return a column of the mentions of one kind, each value once, in reading order."""
    mentions = mentions_of(text)
    return mentions.loc[mentions["kind"] == kind, name].drop_duplicates().tolist()


SPELLED = [
    ("شهدت الجزائر العاصمة أمطارا.", ["الجزائر العاصمة"], "Algiers", "never a Uyghur spelling of a table"),
    ("تقع مدينة الجزائر على الساحل.", ["مدينة الجزائر"], "Algiers", "a city by its head, not the country"),
    ("تقع مدينة الكويت على الخليج.", ["مدينة الكويت"], "Kuwait City", "the same of another capital"),
    ("زار الوفد دبي أمس.", ["دبي"], "Dubai", "never Egyptian ى for ي"),
    ("هدوء في بنغازي أمس.", ["بنغازي"], "Benghazi", "a city behind a preposition of place"),
    ("وصل إلى مومباي", ["مومباي"], "Mumbai", "never Egyptian ى for ي"),
    ("انفجار في شندي", ["شندي"], "Shendi", "never Egyptian ى for ي"),
    ("تشهد الدار البيضاء معرضا.", ["الدار البيضاء"], "Casablanca", "never كازابلانكا, which it does not say"),
    ("سافر إلى وهران ثم عاد.", ["وهران"], "Oran", "و is the first letter of the name"),
    ("وقالت واشنطن إن الرد قريب.", ["واشنطن"], "Washington", "the same"),
    ("تقع مدينة عمّان على التلال.", ["عمّان"], "Amman", "its vowel mark tells Amman from Oman"),
    ("في عُمان بحر.", ["عُمان"], "Oman", "without that mark it is the country"),
]


@pytest.mark.parametrize(("text", "places", "english", "reason"), SPELLED, ids=[row[0] for row in SPELLED])
def test_a_place_is_spelled_as_its_text_spells_it(text, places, english, reason):
    assert column(text, "place") == places, reason
    assert column(text, "place", "entity_en") == [english], reason


def test_a_city_with_its_head_and_without_is_one():
    text = "أهالي مدينة الإسماعيلية ينتظرون. عاد إلى الإسماعيلية أمس."
    assert len(column(text, "place")) == 1
    assert column(text, "place")[0] in ("مدينة الإسماعيلية", "الإسماعيلية")


CLITICS = [
    ("تقع مدينة وجدة المغربية على الحدود.", ["وجدة"], "no و joins behind a head"),
    ("سافر إلى وجدة والناظور", ["وجدة", "الناظور"], "nor behind a preposition; behind a place it does"),
    ("بين مكة وجدة طريق.", ["مكة", "جدة"], "behind a name it does"),
    ("مدينة فاس ومكناس", ["فاس", "مكناس"], "two cities joined by و"),
    ("في الرباط وورزازات أمس.", ["الرباط", "ورزازات"], "و before a name that begins with و"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), CLITICS, ids=[row[0] for row in CLITICS])
def test_where_the_name_of_a_place_begins(text, expected, reason):
    assert column(text, "place", "mention") == expected, reason


def test_a_valley_begins_behind_the_conjunction():
    assert "وادي القنان" in column("مر القوم بالنباج فوادي القنان.", "place", "mention")


LATIN = [
    ("التقى Jean-Claude Juncker الوزير.", ["Jean-Claude Juncker"], "a hyphen is inside a name"),
    ("أعلنت Nova-Tech Ltd. النتائج.", ["Nova-Tech Ltd"], "the same of a company"),
    ("شركة Rolls-Royce تبيع", ["Rolls-Royce"], "the same of an unknown one"),
    (
        "التقى Abdel-Fattah el-Sisi and Emmanuel Macron أمس",
        ["Abdel-Fattah el-Sisi", "Emmanuel Macron"],
        "a small word with its hyphen",
    ),
    ("باعت Marks & Spencer Group متجرا.", ["Marks & Spencer Group"], "& is inside a name"),
    ("زار الوفد Khan Younis and Rafah أمس.", ["Khan Younis", "Rafah"], "X and Y are two"),
    ("The Ministry of Trade and Industry spoke.", ["Ministry of Trade and Industry"], "but not in a body"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), LATIN, ids=[row[0] for row in LATIN])
def test_names_in_latin_letters(text, expected, reason):
    assert mentions_of(text)["mention"].tolist() == expected, reason


PEOPLE = [
    (
        "مكبث\n:\nسلام.\nبنكو\n:\nمن هنا؟\nمكبث\n:\nأخشى بنكو.\nبنكو\n:\nنعم يا مكبث. مولاي مكبث، قم.\n",
        ["مكبث", "بنكو"],
        "a verb or an address is no part of a name, and an order is nobody",
    ),
    ("التقى الأمير محمد بن سلمان الوفد في جدة.", ["محمد بن سلمان"], "a noun behind a name is none of it"),
    (
        "حدثنا عبد الله بن صالح حدثني الليث حدثني خالد عن سعيد",
        ["عبد الله بن صالح", "الليث", "خالد", "سعيد"],
        "حدثني and عن end a name, and a name follows",
    ),
    ("حدثنا مسدد قال حدثنا يحيى عن شعبة عن قتادة", ["مسدد", "يحيى", "شعبة", "قتادة"], "listed or not"),
    ("حَدَّثَنَا مُسَدَّدٌ قَالَ حَدَّثَنَا يَحْيَى عَنْ شُعْبَةَ عَنْ قَتَادَةَ", ["مُسَدَّدٌ", "يَحْيَى", "شُعْبَةَ", "قَتَادَةَ"], "with vowel marks too"),
    ("قال يا موسى أتريد أن تقتلني. وجاء موسى أتريد كذا.", ["موسى"], "a question is no surname"),
    ("محمد بن سلمان يصفع المشككين", ["محمد بن سلمان"], "a rare verb is one"),
    (
        "الشيخ مقرن بن زامل العتيبي وصل.",
        ["مقرن بن زامل العتيبي"],
        "the family's name stands behind the father",
    ),
    (
        "أعلن وزير العدل حافظ الأختام الطيب لوح اليوم ذلك.",
        ["الطيب لوح"],
        "the keeper of the seals is an office",
    ),
    ("قال مدير مطار أبها فهد العدواني أمس", ["فهد العدواني"], "behind his airport stands its director"),
    ("وقال د. الشمري إنه عاد", ["الشمري"], "د. is a title"),
    ("ابتسم زيد باكيا ثم قال لعمرو", ["زيد", "عمرو"], "how he does it is no part of his name"),
    ("قال سامي مخاطبا ليلى", ["سامي", "ليلى"], "nor whom he speaks to"),
    ("زار الأمير محمد بن سلمان مصر.", ["محمد بن سلمان"], "nor where he goes"),
    ("أعلن رئيس مجلس الوزراء حسن دياب اليوم استقالته", ["حسن دياب"], "behind his body stands its head"),
    (
        "ثنا أبو العباس محمد بن يعقوب أنبأنا الربيع عن الشافعي",
        ["أبو العباس محمد بن يعقوب", "الربيع", "الشافعي"],
        "a chain with a kunya",
    ),
    ("سمعت مالكا يقول عن نافع قال", ["مالكا", "نافع"], "سمعت and a name in the accusative"),
    ("أوامر الملك سلمان.. فرحة شعب", ["سلمان"], "two dots end a name"),
    ("أرادوا خطبة مريم لخالد بعد عام", ["مريم", "خالد"], "ل and a name is whom something is for"),
    ("قال خالد بن سعيد للرسول كلاما", ["خالد بن سعيد"], "and so is ل and a noun"),
    ("ولى المأمون طاهر برأي وزيره", ["المأمون طاهر"], "ب and a noun is how"),
    ("سألتها أمها: مالك ياسعاد، مالك؟", ["سعاد"], "the vocative is often written onto the name"),
    ("قال ياسين وقالت ياسمين", ["ياسين", "ياسمين"], "names that begin like it"),
    ("قالت هدى: هذي مريم جارتي، تعالي", ["هدى", "مريم"], "whose friend she is is no part of her name"),
    ("سافر خالد كي يزور أمه", ["خالد"], "a particle before a verb"),
    ("سجل هاري كاين هدفين", ["هاري كاين"], "a foreign surname that dialects have as a verb"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), PEOPLE, ids=[row[-1] for row in PEOPLE])
def test_who_is_named(text, expected, reason):
    assert column(text, "person") == expected, reason


NOBODY = [
    ("ونزداد كيل بعير", "a measure is no city"),
    ("عقبات مالية.", "an adjective is no capital"),
    ("رفعت يدها اليمنى وكتبت.", "a right hand is not Yemeni"),
    ("هيك لازم نعمل. عملنا هيك وكده خلاص.", "words of a dialect"),
    ("Il a eu tort. Elle avait eu raison.", "a French participle is no union"),
    ("لا تعلو في الأرض ولا تحت الشمس.", "common nouns"),
    ("كرد على التراجع الذي سجله", "ك and a noun are no people"),
    ("دا مافيش في الدار حد يسمعك", "words of the dialects of the lists of stop words"),
    ("بس ياريت يرجعوا بدري", "and a wish"),
    ("ادخلي جارتي ادخلي، هيا بسرعة", "orders to a woman"),
    ("اتركيني وشأني", "an order with a pronoun"),
    ("تتكلم القرية بلسانهم، وتعيش معهم", "a noun with a pronoun"),
    ("خرج الرجل من الدار (مهرولاً) نحو السوق", "an accusative"),
    ("وعيناك تسألان لعلك رأيت في الدار ما يسرك", "hope with a pronoun, and a verb"),
]


@pytest.mark.parametrize(("text", "reason"), NOBODY, ids=[row[-1] for row in NOBODY])
def test_ordinary_words_are_no_names(text, reason):
    assert mentions_of(text)["mention"].tolist() == [], reason


def test_a_retweet_is_no_broadcaster():
    assert column("RT @yousif: الكويتيين امس يدورون بوكيمون", "organisation") == []


BODIES = [
    (
        "قال حزب العدالة والتنمية إنه عاد",
        "organisation",
        ["حزب العدالة والتنمية"],
        "a party is not cut at its و",
    ),
    (
        "أعلنت وزارة الداخلية والجيش ذلك",
        "organisation",
        ["وزارة الداخلية"],
        "another body joins, it does not go on",
    ),
    ("جاء رجل من بني تميم إليه", "group", ["بني تميم"], "the sons of a forefather are a people"),
    ("قاتل الخوارج والأنصار والمهاجرون معه. الأنصار", "group", ["الخوارج"], "followers of old are a group"),
    ("هبطت طائرة في مطار بغداد الدولي", "place", ["مطار بغداد الدولي"], "an airport with its rank"),
    ("عملوا لمصلحة إسرائيل في الحرب", "organisation", [], "in whose interest is no body"),
    ("متصوف من مدينة بورصة (في تركيا) مشهور", "organisation", [], "where it is stands in brackets, no name"),
    ("أصدرت شركة USL نسخة جديدة", "organisation", [], "a head alone names nothing"),
    ("ذكر بلاغ لوزارة الطاقة و المعادن أن", "organisation", ["وزارة الطاقة و المعادن"], "و may stand apart"),
    ("وقال للشرق الأوسط أمس إن الحوار متواصل", "place", [], "a newspaper is spoken to, a region is not"),
    ("يلعب أولمبيك آسفي أمام الرجاء غدا", "organisation", ["أولمبيك آسفي"], "a club that reads like my word"),
    ("وأصبح بوتين عامل استقرار", "person", ["بوتين"], "the tagger is sure, though a dictionary has the word"),
    ("وقال الرئيس شيراك إنه متفائل", "person", ["شيراك"], "no pronoun is at its end"),
    ("وأكد الرئيس بوش أن القوات ستبقى", "person", ["بوش"], "no word of a dialect behind its title"),
    ("والتقى سولانا وزراء الخارجية", "person", ["سولانا"], "no accusative"),
    ("في مدينتي نابلس ورام الله", "place", ["نابلس", "رام الله"], "both cities"),
]


@pytest.mark.parametrize(("text", "kind", "expected", "reason"), BODIES, ids=[row[-1] for row in BODIES])
def test_bodies_peoples_and_places_of_their_own(text, kind, expected, reason):
    assert column(text, kind) == expected, reason


NAMED = [
    (
        "قال أنتوني بلينكن. وأضاف بلينكن. وختم بلينكن.",
        "أنتوني بلينكن",
        "the fullest, as its words are listed",
    ),
    ("دخل كاسياس. صعد كاسياس النبيل المنبر. خرج كاسياس.", "كاسياس", "an adjective said once is no name"),
    ("رأيت أبا بكر بن محمد. وقال أبو بكر بن محمد كذا.", "أبو بكر بن محمد", "a kunya in its first case"),
]


@pytest.mark.parametrize(("text", "entity", "reason"), NAMED, ids=[row[-1] for row in NAMED])
def test_what_an_entity_is_called(text, entity, reason):
    assert column(text, "person") == [entity], reason


#: So much of a story that a text tells no news: no country or body is named in it.
STORY = (
    "خرج الرجل من داره عند الفجر يمشي في الطريق الطويل بين الأشجار، وكان الهواء باردا والسماء صافية، فجلس "
    "تحت شجرة قديمة ينظر إلى الماء وهو يجري أمامه، ثم أخرج من جيبه خبزا وأكل، وراح يفكر "
    "وفي أيامه، ولم يدر كم مر من الوقت حتى مالت الشمس إلى الغروب فقام يريد العودة قبل أن يدركه الليل "
    "في ذلك المكان البعيد.\n"
)

TOLD = [
    ("طلبت منك أن تتنازل عن كبريائك وعن ظنونك.", [], "a noun with a pronoun"),
    ("ورأى على المائدة من الألبان والحوائج ما سره.", [], "plural nouns behind a preposition"),
    ("وقالت وهي باكية إن الطريق بعيد.", [], "how she speaks"),
    ("وقف سامي أمام الباب. ضحك سامي طويلا ثم قال سامي كلاما.", ["سامي"], "a verb is no part of his name"),
    ("نظر إلى زينب. رآها هناك، زينب جالسة عند الباب. قالت زينب نعم.", ["زينب"], "nor how she sits"),
    (
        "قال جحا: الحمير تعرف بعضها. فذهب جحا إلى السوق. جاء صديق جحا وقال له: اجلس.",
        ["جحا"],
        "his friend is not called so: he was named alone before",
    ),
    ("وأين المال؟ قال وأين الناس؟", [], "a question is not Wayne"),
    ("سأذهب لأرى ما جرى هناك.", [], "a verb behind ل is not Larry"),
    ("ثم سرت إلى النهر وحدي.", [], "a verb is not Sirte"),
    ("فقطع الغصن فأس حادة.", [], "an axe is not Fes"),
    ("ولا يعلم ذلك إلا فضل الله عليه.", [], "the grace of God is nobody"),
    ("وزوجه فلان بن فلان ابنته.", [], "nor is so-and-so"),
    ("قال: يا بني اسمع كلامي.", [], "my son is no tribe"),
    ("ورحل إلى مكة ثم عاد.", ["مكة"], "a town behind a preposition is one"),
    ("فقال سليمان لأخيه: اجلس.", ["سليمان"], "a name behind a verb is one"),
    ("وكان الماء لبني تميم.", ["بني تميم"], "ل is no part of a tribe's name"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), TOLD, ids=[row[-1] for row in TOLD])
def test_in_a_story_more_must_speak_for_a_name(text, expected, reason):
    mentions = mentions_of(STORY + text)
    assert mentions["entity"].drop_duplicates().tolist() == expected, reason


MENDED = [
    (
        "المعتز:\nمن هذا؟\nالأموي:\nأنا هنا.\nالمعتز:\nاجلس.\nالأموي:\nشكرا.\n",
        "adjective",
        [],
        "who says the lines of a play is not described",
    ),
    ("وصف متانة العلاقات المصرية السعودية.", "place", [], "a country behind its noun describes it"),
    ("فاز النادي بكأس إسبانيا أمس.", "place", [], "a cup is not in its country's name"),
    ("بسم الله الرحمن الرحيم", "person", [], "the opening formula"),
    (
        "وصلى الله على محمد. وجاء محمد بن الوليد.",
        "person",
        ["محمد", "محمد بن الوليد"],
        "the Prophet is another",
    ),
    ("حدثني جدي عن مسلم بن خالد قال", "person", ["مسلم بن خالد"], "my grandfather is no name"),
    ("حدثنا سفيان بن عيينة. وقال ابن عيينة كذا.", "person", ["سفيان بن عيينة"], "called by his father"),
]


@pytest.mark.parametrize(("text", "kind", "expected", "reason"), MENDED, ids=[row[-1] for row in MENDED])
def test_what_a_text_says_of_its_own_names(text, kind, expected, reason):
    assert column(text, kind) == expected, reason
