"""Speech is found by the language that reports it; marks alone prove nothing."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import ColumnError
from analysis.lemmas import add_lemmas
from analysis.quotes import COLUMNS, count_verbs, count_voices, find_quotes
from analysis.tokens import split_tokens
from analysis.words import read_words, verb_forms

NOBODY = pd.DataFrame(columns=["seed", "start", "end", "kind", "entity"])


def tokens_of(*texts: str) -> pd.DataFrame:
    seeds = pd.DataFrame({"seed": [f"s{number}" for number in range(len(texts))], "text": list(texts)})
    return add_lemmas(split_tokens(seeds))


def mentions_of(text: str, *names: tuple) -> pd.DataFrame:
    """Make the mentions of a text from (name, kind, entity): every occurrence is one."""
    rows = []
    for name, kind, entity in names:
        place = text.find(name)
        while place >= 0:
            rows.append(("s0", place, place + len(name), kind, entity))
            place = text.find(name, place + 1)
    return pd.DataFrame(rows, columns=NOBODY.columns).sort_values("start", ignore_index=True)


def quotes_of(text: str, *names: tuple) -> pd.DataFrame:
    return find_quotes(tokens_of(text), mentions_of(text, *names))


OMAR = ("عمر الحلبي", "person", "عمر الحلبي")
SHORT = ("الحلبي", "person", "عمر الحلبي")
LAILA = ("ليلى منصور", "person", "ليلى منصور")

# text, quotation, speech, speaker, verb, reason
SPEECH = [
    ("قال الوزير: «سنعود غدا».", "سنعود غدا", "direct", "الوزير", "قال", "a colon and marks"),
    ('قال الوزير: "سنعود غدا".', "سنعود غدا", "direct", "الوزير", "قال", "straight marks"),
    ("وقالت الوزيرة إن «الوقت لم يحن بعد».", "الوقت لم يحن بعد", "direct", "الوزيرة", "وقالت",
     "إن and marks"),
    ("وأضافت: «الوقت لم يحن بعد».", "الوقت لم يحن بعد", "direct", None, "وأضافت", "no earlier speaker"),
    ("قال الوزير إن الوقت لم يحن بعد.", "الوقت لم يحن بعد", "indirect", "الوزير", "قال", "no marks"),
    ("أكد الوزير أنه لن يستقيل.", "لن يستقيل", "indirect", "الوزير", "أكد",
     "the pronoun is not in the clause"),
    ("أشار الوزير إلى أن الوقت ضيق.", "الوقت ضيق", "indirect", "الوزير", "أشار", "a preposition before أن"),
    ("وقال الوزير: الوقت ضيق جدا.", "الوقت ضيق جدا", "indirect", "الوزير", "وقال", "verbatim after a colon"),
    ("شدد الوزير على «ضرورة العمل معا».", "ضرورة العمل معا", "partial", "الوزير", "شدد", "a phrase"),
    ("وصف الوزير الرد بأنه «مهني».", "مهني", "partial", "الوزير", "وصف", "one word that judges"),
    ("وصفته الوزيرة بـ«الكارثة».", "الكارثة", "partial", "الوزيرة", "وصفته", "a verb with an object pronoun"),
    ("«سنعود غدا إلى هنا»، قال الوزير.", "سنعود غدا إلى هنا", "direct", "الوزير", "قال", "the verb follows"),
    ("وأوضح «الحلبي» أن الوقت ضيق.", "الوقت ضيق", "indirect", "الحلبي", "وأوضح", "the speaker in marks"),
    ("من جهته بين المدير أن العمل بدأ.", "العمل بدأ", "indirect", "المدير", "بين", "the verb, not «between»"),
    ("وبيّن أن العمل بدأ.", "العمل بدأ", "indirect", None, "وبيّن", "the doubled letter shows the verb"),
    ("يقول منتقدون إن العمل لم يبدأ.", "العمل لم يبدأ", "indirect", "منتقدون", "يقول",
     "an imperfect, a plural"),
    ("وذكرت وسائل الإعلام أن العمل بدأ.", "العمل بدأ", "indirect", "وسائل الإعلام", "وذكرت", "a body speaks"),
    ("وجاء في البيان أن العمل بدأ.", "العمل بدأ", "indirect", "البيان", "وجاء", "a writing speaks"),
    ("بدأ العمل في الميناء، بحسب الوزارة.", "بدأ العمل في الميناء", "indirect", "الوزارة", "بحسب",
     "a source"),
    ("بدأ العمل أمس وفقا لتقرير رسمي.", "بدأ العمل أمس", "indirect", "تقرير رسمي", "وفقا",
     "the particle stays out"),
    ("وبحسب البيان، بدأ العمل أمس في الميناء.", "بدأ العمل أمس في الميناء", "indirect", "البيان", "وبحسب",
     "the source comes first"),
    ("بدأ العمل في الميناء وفق ما ذكر المدير.", "بدأ العمل في الميناء", "indirect", "المدير", "ذكر",
     "a source with a verb"),
    ("كانت الوزارة ذكرت أن العمل بدأ.", "العمل بدأ", "indirect", "الوزارة", "ذكرت",
     "the subject comes first"),
    ("وأكد المصدر لـ«الجريدة» أن العمل بدأ.", "العمل بدأ", "indirect", "المصدر", "وأكد",
     "who is told is no speaker"),
    ("ونقلت الوكالة عن مسؤول قوله إن العمل بدأ.", "العمل بدأ", "indirect", "مسؤول", "ونقلت",
     "the relayed one speaks"),
    ("وكشف مدير الميناء عن تأخير وأن العمل بدأ.", "العمل بدأ", "indirect", "مدير الميناء", "وكشف",
     "the second complement is a clause"),
    ("مشيرا إلى أن العمل بدأ.", "العمل بدأ", "indirect", None, "مشيرا", "a participle"),
    ("واستطرد المسؤول قائلا: «بدأ العمل».", "بدأ العمل", "direct", "المسؤول", "واستطرد",
     "the participle carries on the verb"),
    ("واستطرد المسؤول قائلا:\n«بدأ العمل أمس».", "بدأ العمل أمس", "direct", "المسؤول", "واستطرد",
     "the quotation fills the next line"),
    ("ادعى مسؤول أمريكي رفيع أن العمل بدأ.", "العمل بدأ", "indirect", "مسؤول أمريكي رفيع", "ادعى",
     "a noun with its adjectives"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "quote", "speech", "speaker", "verb", "reason"), SPEECH)
def test_speech_is_found_with_speaker_and_verb(text, quote, speech, speaker, verb, reason):
    quotes = quotes_of(text)
    row = quotes[quotes["quote"] == quote]
    assert len(row) == 1, f"{reason}: {quotes[['quote', 'speech', 'speaker']].to_numpy().tolist()}"
    row = row.iloc[0]
    assert (row["speech"], row["verb"]) == (speech, verb), reason
    assert (None if pd.isna(row["speaker"]) else row["speaker"]) == speaker, reason


SILENCE = [
    ("ضد «عدوان روسيا» على جارتها", "a quoted term in a headline"),
    ("عرض فيلم «حياة جديدة في المدينة» أمس.", "the title of a work"),
    ("وأعلنت شركة «النور» إطلاق الخدمة.", "a company's name after a reporting verb"),
    ("وقع حلف «الناتو» الاتفاق.", "a name in marks"),
    ("أكد الوزير حرصه على أن تنجح المحادثات.", "a noun is said, not a clause"),
    ("شدد على أهمية أن تقوم موسكو بذلك.", "أن after a noun"),
    ("يذكر أن المهرجان بدأ أمس.", "impersonal"),
    ("لم يذكر الوزير أن العمل بدأ.", "denied"),
    ("من المتوقع أن يبدأ العمل غدا.", "nobody expects"),
    ("غير أن العمل بدأ، كما أن الوقت ضيق.", "أن after a conjunction"),
    ("الفرق بين الوزارة والشركة أن الأولى أكبر.", "«between»"),
    ("طالب العمال بأن يبدأ العمل.", "a demand"),
    ("ورد في القائمة: النفط والغاز.", "a list after a colon"),
    ("أعتقد أن الوقت ضيق.", "the writer, not a third person"),
    ("وشملت الفعاليات منها: ألعاب، مسارح.", "a list"),
    ("تحت عنوان: «الإعلام في زمن الحرب».", "a title after a colon"),
    ("", "no text"),
    ("كلام بلا علامات.", "nothing said"),
]


@pytest.mark.parametrize(("text", "reason"), SILENCE, ids=[case[1] for case in SILENCE])
def test_marks_and_particles_alone_are_no_speech(text, reason):
    assert quotes_of(text)["quote"].tolist() == [], reason


def test_an_indirect_clause_ends_at_the_next_reporting_verb():
    quotes = quotes_of("قال الوزير إن العمل بدأ، مشيرا إلى أن الوقت ضيق، وأضاف أن البرد شديد.")
    assert quotes["quote"].tolist() == ["العمل بدأ", "الوقت ضيق", "البرد شديد"]
    assert set(quotes["speaker"]) == {"الوزير"}


def test_neither_stop_nor_mark_behind_the_last_word_belongs_to_the_clause():
    quotes = quotes_of("قال الوزير إن العمل بدأ في «الميناء الجديد».\nقال د. الحلبي إن الوقت ضيق.")
    assert quotes["quote"].tolist() == ["العمل بدأ في «الميناء الجديد»", "الوقت ضيق"]


def test_a_report_within_a_report_does_not_end_it():
    quotes = quotes_of("أكدت الوزيرة أن الشركة تتوقع أن الأسعار سترتفع.")
    assert quotes[["quote", "speaker"]].to_numpy().tolist() == [
        ["الشركة تتوقع أن الأسعار سترتفع", "الوزيرة"],
        ["الأسعار سترتفع", "الشركة"],
    ]


def test_words_in_marks_within_reported_speech_have_a_row_of_their_own():
    quotes = quotes_of("قال الوزير إن أي «عدوان عسكري جديد» ستكون له عواقب.")
    assert quotes["speech"].tolist() == ["indirect", "partial"]


SPEAKERS = [
    ("قال وزير الخارجية الروسي، عمر الحلبي، إن العمل بدأ.", "عمر الحلبي", "the title in front is cut away"),
    (
        "قالت المتحدثة باسم الوزارة، ليلى منصور، في بيان، إن العمل بدأ.",
        "ليلى منصور",
        "باسم is part of the title",
    ),
    (
        "قال عمر الحلبي، مدير الشركة والمشرف عليها، إن العمل بدأ.",
        "عمر الحلبي",
        "the apposition behind is cut away",
    ),
    ("قال والد عمر الحلبي إن العمل بدأ.", "والد عمر الحلبي", "the name is not the speaker's"),
    ("أوضح لـ«الجريدة» عمر الحلبي أن العمل بدأ.", "عمر الحلبي", "the addressee comes first"),
    ("وأكد في تصريح صحفي عمر الحلبي أن العمل بدأ.", "عمر الحلبي", "the occasion comes first"),
    ("رفض عمر الحلبي الاستقالة، مؤكدا أن العمل بدأ.", "عمر الحلبي", "who the sentence is about"),
    ("وكان عمر الحلبي أعلن أن العمل بدأ.", "عمر الحلبي", "كان and the subject before the verb"),
    ("حول العقد مع شركة النور أكد عمر الحلبي أن العمل بدأ.", "عمر الحلبي", "a circumstance comes first"),
]


@pytest.mark.parametrize(("text", "speaker", "reason"), SPEAKERS, ids=[case[2] for case in SPEAKERS])
def test_the_speaker_is_the_name_without_titles(text, speaker, reason):
    quotes = quotes_of(text, OMAR, LAILA, ("شركة النور", "organisation", "شركة النور"))
    assert quotes["speaker"].tolist() == [speaker], reason


def test_a_verb_without_subject_carries_on_from_the_last_speaker_of_its_gender():
    text = (
        "قالت ليلى منصور إن العمل بدأ.\nوقال عمر الحلبي إنه تأخر كثيرا.\n"
        "وأضافت أن الوقت ضيق.\nوأضاف أنه سيعود."
    )
    assert quotes_of(text, OMAR, LAILA)["entity"].tolist() == [
        "ليلى منصور",
        "عمر الحلبي",
        "ليلى منصور",
        "عمر الحلبي",
    ]


def test_a_sentence_about_a_person_prepares_the_next_verb():
    quotes = quotes_of("استقبل عمر الحلبي الوفد أمس. وقال: «العمل بدأ».", OMAR)
    assert quotes["entity"].tolist() == ["عمر الحلبي"]


def test_an_office_and_a_style_resolve_to_their_person():
    text = "استقبل الوزير عمر الحلبي الوفد. وقال الوزير إن العمل بدأ. وأكد معاليه أن الوقت ضيق."
    quotes = quotes_of(text, OMAR)
    assert quotes["speaker"].tolist() == ["الوزير", "معاليه"]
    assert set(quotes["entity"]) == {"عمر الحلبي"}


def test_an_office_with_another_complement_is_another_person():
    text = "استقبل وزير الخارجية عمر الحلبي الوفد. وقال وزير النقل إن العمل بدأ."
    assert quotes_of(text, OMAR)["entity"].tolist() == ["وزير النقل"]


def test_a_name_sheds_the_verb_and_the_preposition_that_a_mention_took_in():
    text = "ونوه الحلبي إلى أن العمل بدأ. وأضاف أن الوقت ضيق."
    mentions = mentions_of(text, ("ونوه الحلبي إلى", "person", "ونوه الحلبي إلى"))
    assert find_quotes(tokens_of(text), mentions)["speaker"].tolist() == ["الحلبي", "الحلبي"]


def test_an_unknown_name_is_cut_from_the_office_before_it():
    quotes = quotes_of("أكد المتحدث الرسمي للهيئة الوطنية سامر العلي أن العمل بدأ. وأضاف العلي أن الوقت ضيق.")
    assert quotes["speaker"].tolist() == ["سامر العلي", "العلي"]
    assert set(quotes["entity"]) == {"سامر العلي"}


def test_a_short_name_takes_the_entity_of_its_mention():
    quotes = quotes_of("قال عمر الحلبي إن العمل بدأ. وأضاف الحلبي أن الوقت ضيق.", OMAR)
    assert quotes["entity"].tolist() == ["عمر الحلبي", "عمر الحلبي"]


def test_an_unnamed_official_keeps_the_fullest_naming():
    text = "أكد مسؤول رفيع في الإدارة الأمريكية أن العمل بدأ. وقال المسؤول إن الوقت ضيق. وأضاف أن البرد شديد."
    quotes = quotes_of(text)
    assert quotes["speaker"].tolist() == ["مسؤول رفيع في الإدارة الأمريكية", "المسؤول", "المسؤول"]
    assert set(quotes["entity"]) == {"مسؤول رفيع في الإدارة الأمريكية"}


def test_a_headline_gives_its_words_to_the_name_before_the_colon():
    text = "عمر الحلبي: لن نستقيل أبدا\nقال عمر الحلبي في بيان له إن العمل بدأ."
    quotes = quotes_of(text, OMAR)
    assert quotes["quote"].tolist() == ["لن نستقيل أبدا", "العمل بدأ"]
    assert pd.isna(quotes["verb"].iloc[0])


def test_a_byline_with_a_colon_is_no_headline():
    assert quotes_of("عمر الحلبي - دمشق: وصلت الطائرة أمس إلى المطار.", OMAR).empty


def test_a_quotation_over_two_paragraphs_is_one_row():
    text = "قال الوزير: «بدأ العمل أمس.\nوسيستمر إلى الغد»."
    assert quotes_of(text)["quote"].tolist() == ["بدأ العمل أمس.\nوسيستمر إلى الغد"]


@pytest.mark.parametrize("mark", ['"', "«", "“"])
def test_an_unbalanced_mark_does_not_swallow_the_rest(mark):
    text = f"قال الوزير: {mark}بدأ العمل.\n" + "كلام آخر هنا.\n" * 20 + "وقالت الوزيرة إن الوقت ضيق."
    quotes = quotes_of(text)
    assert quotes["quote"].iloc[-1] == "الوقت ضيق"
    assert quotes["end"].iloc[0] < 40


FORMS = [
    ("قالت", "قال", "feminine"),
    ("وأضاف", "أضاف", "a conjunction in front"),
    ("يؤكد", "أكد", "imperfect"),
    ("وسيعلن", "أعلن", "future"),
    ("مشيرًا", "أشار", "participle with tanween"),
    ("لافتة", "لفت", "feminine participle"),
    ("نفوا", "نفى", "a weak ending drops"),
    ("نافيا", "نفى", "a weak participle"),
    ("يدعون", "ادعى", "a weak plural"),
    ("قالا", "قال", "dual"),
    ("مؤكدين", "أكد", "plural participle"),
    ("بقولها", "قال", "a noun of saying"),
]


@pytest.mark.parametrize(("token", "lemma", "reason"), FORMS)
def test_verbs_are_recognised_in_forms_nobody_listed(token, lemma, reason):
    assert read_words(tokens_of(token)).verbs[0].lemma == lemma, reason


@pytest.mark.parametrize("token", ["أعتقد", "أعترف", "كتاب", "تبين", "إفادة"])
def test_first_persons_and_namesakes_are_no_reporting_verbs(token):
    assert read_words(tokens_of(token)).verbs[0] is None


def test_every_verb_has_a_known_stance_and_frame():
    verbs = set(verb_forms().values())
    assert {verb.stance for verb in verbs} == {"neutral", "assertive", "doubtful", "denying"}
    frames = {"say", "state", "clause", "judge", "urge", "tell", "posts", "text", "relay"}
    assert {verb.frame for verb in verbs} <= frames


def test_the_stance_is_the_verbs():
    text = "زعم الوزير أن العمل بدأ. ونفى المدير أن الوقت ضيق. وأكد الخبير أن البرد شديد. وقال إن الحر قادم."
    assert quotes_of(text)["stance"].tolist() == ["doubtful", "denying", "assertive", "neutral"]


def test_columns_and_types_are_those_of_the_design_even_when_empty():
    for quotes in (quotes_of("قال الوزير إن العمل بدأ."), quotes_of("")):
        assert quotes.columns.tolist() == COLUMNS
        assert quotes["speaker_start"].dtype == "Int64"
        assert quotes["start"].dtype == "int64"


def test_a_missing_column_names_its_remedy():
    tokens = tokens_of("نص").drop(columns="lemma")
    with pytest.raises(
        ColumnError, match="^tokens: no column lemma \\(add_lemmas adds it\\); columns there are: "
    ):
        find_quotes(tokens, NOBODY)


def test_the_arguments_are_not_changed():
    text = "قال عمر الحلبي إن «العمل بدأ»."
    tokens, mentions = tokens_of(text), mentions_of(text, OMAR)
    before = tokens.copy(deep=True), mentions.copy(deep=True)
    find_quotes(tokens, mentions)
    pd.testing.assert_frame_equal(tokens, before[0])
    pd.testing.assert_frame_equal(mentions, before[1])


def test_each_text_is_read_by_itself():
    texts = ("قالت الوزيرة إن العمل بدأ.", "وأضافت أن الوقت ضيق.")
    quotes = find_quotes(tokens_of(*texts), NOBODY)
    assert quotes["seed"].astype(str).tolist() == ["s0", "s1"]
    assert pd.isna(quotes["speaker"].iloc[1])


VOCABULARY = """قال وأضاف الوزير إن أن إلى : « » " “ ” ، . مشيرا بحسب الوزارة عمر الحلبي بدأ العمل بـ كان الذي
قوله عن وصف لـ جاء في"""
WORDS = st.sampled_from([*VOCABULARY.split(), "\n"])


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=30).map(" ".join))
def test_every_span_is_a_slice_of_the_text(text):
    quotes = quotes_of(text, OMAR, SHORT) if text.count("عمر الحلبي") == 0 else quotes_of(text, OMAR)
    for row in quotes.itertuples():
        assert text[row.start : row.end] == row.quote != ""
        for name in ("speaker", "verb"):
            value = getattr(row, name)
            if not pd.isna(value):
                assert text[getattr(row, f"{name}_start") : getattr(row, f"{name}_end")] == value
    order = quotes[["start", "end"]].apply(lambda row: (row["start"], -row["end"]), axis=1).tolist()
    assert order == sorted(order)
    assert not quotes.duplicated(["start", "end"]).any()


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_accepted(text):
    quotes = quotes_of(text)
    assert all(text[row.start : row.end] == row.quote for row in quotes.itertuples())


def test_a_clause_without_marks_does_not_run_over_the_verbs_of_a_whole_book():
    text = "قال الوزير إن العمل بدأ ثم " * 400
    quotes = quotes_of(text)
    assert len(quotes) == 400
    assert quotes["quote"].str.split().str.len().max() < 250


def test_voices_share_the_words_of_nested_quotations_once():
    text = "قال الوزير إن أي «عدوان عسكري جديد» ستكون له عواقب. بدأ العمل أمس."
    tokens = tokens_of(text)
    voices = count_voices(find_quotes(tokens, NOBODY), tokens)
    assert voices.columns.tolist() == ["entity", "speech", "quotes", "words"]
    assert voices.to_numpy().tolist() == [["الوزير", "indirect", 1, 4], ["الوزير", "partial", 1, 3]]


def test_verbs_are_counted_by_their_dictionary_form():
    quotes = quotes_of("قالت الوزيرة إن العمل بدأ. وتقول الوزيرة إن الوقت ضيق. وأكدت الوزيرة أن البرد شديد.")
    assert count_verbs(quotes).to_numpy().tolist() == [
        ["الوزيرة", "قال", "neutral", 2],
        ["الوزيرة", "أكد", "assertive", 1],
    ]


def test_nothing_said_counts_to_empty_tables():
    tokens = tokens_of("كلام بلا علامات.")
    quotes = find_quotes(tokens, NOBODY)
    assert count_voices(quotes, tokens).empty
    assert count_verbs(quotes).empty
