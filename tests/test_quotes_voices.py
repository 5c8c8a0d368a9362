"""Who speaks and who does not, on texts of every kind: a gap is forgiven, a false voice never."""

import pandas as pd
import pytest

from analysis import add_lemmas, find_mentions, find_quotes, split_tokens


def heard(text: str) -> list[tuple]:
    """Return (quotation, speech, speaker) of every row; the speaker is None where nobody is named."""
    tokens = add_lemmas(split_tokens(pd.DataFrame({"seed": ["s"], "text": [text]})))
    quotes = find_quotes(tokens, find_mentions(tokens))
    for row in quotes.itertuples():
        assert text[row.start : row.end] == row.quote
        if isinstance(row.speaker, str):
            assert text[row.speaker_start : row.speaker_end] == row.speaker
    columns = ["quote", "speech", "speaker"]
    return [tuple(None if pd.isna(value) else value for value in row) for row in quotes[columns].to_numpy()]


SPEAKERS = [
    # who is told is no part of who speaks
    ("قال المعلم لتلاميذه: «لا تخف أبدا من ذلك».", "المعلم", "ل with a pronoun: who is told"),
    ("قالت الجدة لحفيدها: «لا تخف أبدا من ذلك».", "الجدة", "the same"),
    ("قال الثعلب للغراب: «لا تخف أبدا من ذلك».", "الثعلب", "ل with the article right behind the noun"),
    ("قالت الأم لابنتها: «لا تخافي أبدا من ذلك».", "الأم", "ل with a pronoun"),
    ("الشرطي قال للمتظاهرين: «ابتعدوا فورا».", "الشرطي", "the subject before its verb"),
    ("قال الوزير للصحفيين: «سنعود غدا معا».", "الوزير", "people behind ل are told"),
    ("قال المدير العام للشركة: «سنعود غدا معا».", "المدير العام للشركة", "but an office is of a body"),
    ("قال الأمين العام للأمم المتحدة: «سنعود غدا معا».", "الأمين العام للأمم المتحدة", "the same"),
    ("قال له الطبيب: «سنعود غدا معا».", "الطبيب", "who is told stands before the subject"),
    ("صاح البائع بالمارة: «تعالوا إلى هنا جميعا».", "البائع", "ب: at whom one shouts"),
    # manner
    ("قالت سلمى بهدوء: «لا تخف أبدا».", "سلمى", "ب and an indefinite noun: how"),
    ("قال المعلم مبتسما: «لا تخف أبدا».", "المعلم", "an accusative participle: how"),
    ("قال المعلم وهو يبتسم: «لا تخف أبدا».", "المعلم", "a clause of circumstance"),
    ("قالت سلمى بصوت خافت: «لا تخف أبدا».", "سلمى", "ب and a noun with its adjective"),
    # who is asked
    ("وسألت الصحفية المدير: «متى يفتح المتحف الجديد؟».", "الصحفية", "of two the first asks"),
    ("سأل المعلم التلميذ: «كم عمرك الآن؟».", "المعلم", "two nouns with the article are two people"),
    ("سأله الصحفي: «متى تعود إلى هنا؟».", "الصحفي", "the one asked is a pronoun"),
    ("وسأل القاضي الشاهدة: «متى وصلت إلى هنا؟».", "القاضي", "the same"),
    ("وسألت المدير: «متى يفتح المتحف الجديد؟».", None, "a feminine verb has no masculine subject"),
    # blessings
    ("قال تعالى: «إن مع العسر يسرا».", None, "تعالى is no voice"),
    ("قال صلى الله عليه وسلم: «يسروا ولا تعسروا أبدا».", None, "a blessing is no voice"),
    ("وقال رحمه الله: «العلم نور لصاحبه».", None, "the same"),
    ("قال عز وجل: «إن مع العسر يسرا».", None, "the same"),
    ("وقالت رضي الله عنها: «العلم نور لصاحبه».", None, "the same"),
    ("وقال عليه السلام: «العلم نور لصاحبه».", None, "the same"),
    ("قال النبي ﷺ: «يسروا ولا تعسروا أبدا».", "النبي", "the speaker ends before the blessing"),
    ("قال رسول الله صلى الله عليه وسلم: «يسروا ولا تعسروا».", "رسول الله", "the same"),
    ("قال الشيخ حفظه الله: «العلم نور لصاحبه».", "الشيخ", "the same"),
    # who is called
    ("وقال يا خالد: «العلم نور لصاحبه».", None, "who is called does not speak"),
    # marks
    ("قال الوزير: ''سنعمل على ذلك قريبا''.", "الوزير", "two apostrophes are marks"),
    ("قال الوزير: ((سنعمل على ذلك قريبا)).", "الوزير", "doubled brackets are marks"),
    ("قال الوزير: 〝سنعمل على ذلك قريبا〞.", "الوزير", "primes are marks"),
    ("قال الوزير: ‚سنعمل على ذلك قريبا‘.", "الوزير", "low single marks"),
    ("قال الوزير: <<سنعمل على ذلك قريبا>>.", "الوزير", "typewriter guillemets"),
    ("قال الوزير: ,,سنعمل على ذلك قريبا''.", "الوزير", "typewriter low marks"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speaker", "reason"), SPEAKERS)
def test_the_speaker_is_the_noun_phrase_alone(text, speaker, reason):
    ((_, speech, found),) = heard(text)
    assert (speech, found) == ("direct", speaker), reason


NO_VOICE = [
    ("قال خالد العمري: «الخطة جاهزة». وفي الآية: «إن مع العسر يسرا».", "إن مع العسر يسرا", "a verse"),
    ("صرح الوزير خالد العمري بأن الخطة جاهزة.\nوفي المثل العربي: «من جد وجد».", "من جد وجد", "a proverb"),
    ("قال الوزير خالد العمري إن الخطة جاهزة. ومكتوب على الجدار: «هنا القاهرة يا ناس».",
     "هنا القاهرة يا ناس", "writing on a wall"),
    ("قال الوزير خالد العمري إن الخطة جاهزة.\n«من جد وجد ومن زرع حصد ومن سار على الدرب وصل».",
     "من جد وجد ومن زرع حصد ومن سار على الدرب وصل", "a line in marks"),
    ("قال الوزير خالد العمري إن الخطة جاهزة. وعلى اللافتة: «ممنوع الدخول نهائيا».",
     "ممنوع الدخول نهائيا", "a sign"),
    ("قال الوزير خالد العمري إن الخطة جاهزة. وجاء في الحديث: «الدين النصيحة لله».",
     "الدين النصيحة لله", "a writing speaks for itself"),
    ("سألنا المدير هناء عبود: «هل انتهى العمل في الطريق؟».", "هل انتهى العمل في الطريق",
     "the one asked does not ask"),
    ("قلت للوزير خالد العمري: «هل انتهى العمل؟».", "هل انتهى العمل", "a first person is nobody named"),
    ("قال خالد العمري: «سنعود غدا معا».\nرفضت النقابة الطلب.\nوقال: «لن نعود أبدا».", "لن نعود أبدا",
     "another subject stands between"),
    ("قال خالد العمري: «متى نعود؟». فقال: «غدا في الصباح».", "غدا في الصباح",
     "an answer is the other's"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "quote", "reason"), NO_VOICE)
def test_no_voice_by_default(text, quote, reason):
    assert all(speaker is None for found, _, speaker in heard(text) if found == quote), reason


def test_words_behind_a_name_and_a_colon_are_of_that_name():
    rows = heard("قالت مريم: «كم أكره الفقر!». يوسف: «لن يطول الأمر».")
    assert rows[-1] == ("لن يطول الأمر", "direct", "يوسف")
    assert heard("عمر الحلبي: «سنعود غدا إلى هنا».") == [("سنعود غدا إلى هنا", "direct", "عمر الحلبي")]


def test_who_is_asked_answers():
    rows = heard("سألنا المدير هناء عبود: «هل انتهى العمل في الطريق؟». وأجابت: «لا، ليس بعد».")
    assert [(quote, speaker) for quote, _, speaker in rows] == [
        ("هل انتهى العمل في الطريق", None),
        ("لا، ليس بعد", "هناء عبود"),
    ]


def test_to_add_goes_on_within_a_paragraph():
    text = "قال خالد العمري إن الخطة جاهزة. الشركة بنت ثلاثة مصانع. وأضاف أن العمل بدأ."
    assert heard(text)[-1] == ("العمل بدأ", "indirect", "خالد العمري")


def test_a_chain_of_transmission_speaks_for_its_last_link():
    rows = heard("حدثنا محمد عن أبي هريرة قال: قال رسول الله صلى الله عليه وسلم: لا يؤمن أحدكم")
    assert [speaker for quote, _, speaker in rows if quote == "لا يؤمن أحدكم"] == ["رسول الله"]
    assert "محمد" not in [speaker for _, _, speaker in rows]


NARRATED = [
    ("حدثنا موسى قال حدثنا شعبة عن الأسود قال سألت عائشة رضي الله عنها ما كان يصنع فقالت كان في مهنة أهله",
     [("سألت عائشة رضي الله عنها ما كان يصنع", "الأسود"), ("كان في مهنة أهله", "عائشة")],
     "the chain is no speech, the one asked answers"),
    ("قال مالك لا بأس بذلك وقال سفيان لا يصح ذلك",
     [("لا بأس بذلك", "مالك"), ("لا يصح ذلك", "سفيان")], "قال, its subject, words up to the next قال"),
    ("قال الرجل خرجنا ليلا فقالت المرأة لا تخرجوا أبدا",
     [("خرجنا ليلا", "الرجل"), ("لا تخرجوا أبدا", "المرأة")], "a definite noun right behind قال"),
    ("قال رأيت أبا بكر يصلي في المسجد قال لقيني رجل في السوق",
     [("رأيت أبا بكر يصلي في المسجد", None), ("لقيني رجل في السوق", None)],
     "the one seen does not speak"),
]  # fmt: skip


def test_a_link_of_a_chain_is_no_speech():
    rows = heard("حدثنا موسى قال: حدثنا سفيان عن سمي عن أبي هريرة قال: كان النبي ﷺ يتعوذ من الفقر.")
    assert [(quote, speaker) for quote, _, speaker in rows] == [("كان النبي ﷺ يتعوذ من الفقر", "أبي هريرة")]


@pytest.mark.parametrize(("text", "expected", "reason"), NARRATED)
def test_narrated_speech_without_signs(text, expected, reason):
    assert [(quote, speaker) for quote, _, speaker in heard(text)] == expected, reason


def test_a_text_with_signs_is_not_read_as_one_without():
    text = "قال الوزير في المؤتمر كلمة قصيرة. وقال المدير إن العمل بدأ. وأكد المدير أن الوقت ضيق."
    assert [quote for quote, _, _ in heard(text)] == ["العمل بدأ", "الوقت ضيق"]


TURNS = [
    ("أحمد: كيف حالك؟\nسعاد: بخير والحمد لله.\nالحمامي: أهلا.\nأحمد: تعالي.",
     ["أحمد", "سعاد", "الحمامي", "أحمد"], "a play: a label comes back"),
    ("بنكو\n:\nمن هنا؟\nمكبث\n:\nصديق.\nبنكو\n:\nأهلا بك.\nمكبث\n:\nوبك.\n",
     ["بنكو", "مكبث", "بنكو", "مكبث"], "label, colon and words on lines of their own"),
    ("س: ما رأيك في الأزمة؟\nج: أعتقد أن الحل قريب.", ["س", "ج"], "question and answer"),
    ("* الجزيرة: هل أنتم راضون؟\n- الوزير: نعم، نحن راضون تماما.", ["الجزيرة", "الوزير"],
     "every line has a label, one asks"),
    ("١٧/٧/٢٠٢٢، ١:٠٠ ص - جهاد: بقا بالوسايط\n١٧/٧/٢٠٢٢، ١:٠٧ م - ممدوح: منستاهل اكتر",
     ["جهاد", "ممدوح"], "a chat"),
    ("[17/7/2022, 1:00:05 م] جهاد: وصلت\n[17/7/2022, 1:07:11 م] ممدوح: أهلا", ["جهاد", "ممدوح"],
     "the other form of the time"),
    ("الملك (غاضبا): من هناك؟\nالحارس: أنا يا مولاي.\nالملك: ادخل.", ["الملك", "الحارس", "الملك"],
     "a stage direction is no part of the label"),
    ("واحد من الأهالي:\nمن هناك؟\nبروتاس:\nصديق.\nواحد من الأهالي:\nادخل.",
     ["واحد من الأهالي", "بروتاس", "واحد من الأهالي"], "a label of several words"),
    ("منصور: السلام عليكم.\nسامي: أهلا وسهلا.\nمنصور: نبدأ الحلقة.\nسامي: أنا مستعد.",
     ["منصور", "سامي"] * 2, "who greets and says I talks, though nobody asks"),
    ("- أين كنت؟\n- في البيت.\n- ومن كان معك؟\n- أخي الصغير.", [None] * 4, "a dash names nobody"),
    ("ليلى — هل عاد أبي؟\nيوسف — لم يعد.\nليلى (باكية) — ومتى يعود؟\nيوسف — غدا.", ["ليلى", "يوسف"] * 2,
     "a long dash parts name and words"),
    ("1. الملك: أين الوزير؟\n2. الحاجب: في الطريق.\n3. الملك: أسرع.\n4. الحاجب: أمرك.",
     ["الملك", "الحاجب"] * 2, "numbered lines"),
    ("(الملك)\nأين الوزير؟\n(الحاجب)\nفي الطريق.\n(الملك)\nأسرع.\n(الحاجب)\nأمرك.",
     ["الملك", "الحاجب"] * 2, "the name in brackets above its words"),
    ("فدا:\nمن هناك؟\nالإمام:\nصديق.\nزينة:\nادخل.\nفدا:\nأهلا بك.\nزينة:\nتفضل.\n",
     ["فدا", "الإمام", "زينة", "فدا", "زينة"], "who speaks once, where each name has its own line"),
    ("– د. محمود سالم:- نفتتح الجلسة.\n– السيد هاشم علي:- أقرأ الأسماء.\n– د. محمود سالم:- الفقرة التالية.",
     ["د. محمود سالم", "السيد هاشم علي", "د. محمود سالم"], "minutes: titles, and nobody asks"),
    ("○ كيف الحال؟\n• جيدة.\n○ ومتى تعود؟\n• غدا.", [None] * 4, "one bullet asks, another answers"),
    ("يوسف الحداد, [14 Jan 2022 at 18:22]\nمن عنده الملف؟\n\nد. مروان, [14 Jan 2022 at 18:25]\nأنا",
     ["يوسف الحداد", "د. مروان"], "Telegram writes the time behind the sender"),
    ("٣\u200f/٤\u200f/٢٠٢٣، ٩:٠٥ ص - سعود: صباح\n٣\u200f/٤\u200f/٢٠٢٣، ٩:٠٦ ص - غادر فهد\n"
     "٣\u200f/٤\u200f/٢٠٢٣، ٩:٠٧ ص - خالد: نور", ["سعود", "خالد"], "marks of direction in the time"),
    ("السؤال الحادي عشر: ما الحكم؟\nالفتوى: لا بأس به.", ["السؤال الحادي عشر", "الفتوى"],
     "a numbered question"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speakers", "reason"), TURNS)
def test_labelled_lines_are_turns(text, speakers, reason):
    turns = [speaker for _, speech, speaker in heard(text) if speech == "turn"]
    assert turns == speakers, reason


NO_TURNS = [
    ("المكان: قاعة الملك.\nالزمان: مساء الخميس.\nالدعوة: عامة.", "a list of particulars"),
    ("الرياض: 40 درجة.\nجدة: 35 درجة.\nأبها: 22 درجة.", "the weather"),
    ("- شراء الخبز.\n- زيارة الطبيب.\n- دفع الفاتورة.\n- غسل السيارة.", "a list: nothing is asked"),
    ("قال الوزير: سنعود.\nوأضاف: العمل بدأ.\nقال الوزير: هل نعود؟\nوأضاف: نعم.", "reporting verbs"),
    ("• الحضور:\n• هل سجلت؟\n• موعد اللقاء.\n• أين نلتقي؟", "one kind of bullet is a list"),
    ("المخرج: سامي علي\nالكاتب: خالد العمري\nالمخرج: ليلى منصور", "credits: no sentence"),
    ("(تصفيق)\nشكرا لكم.\n(ضحك)\nمن يعرف؟\n(تصفيق)\nنعم.\n(ضحك)\nكلا.", "noises in brackets"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "reason"), NO_TURNS)
def test_other_lines_with_a_colon_are_no_turns(text, reason):
    assert "turn" not in [speech for _, speech, _ in heard(text)], reason


def test_what_is_done_behind_the_sign_is_not_said():
    text = "الثاني :- (( يضحك )) وجدتها !\nالأول :- (( ببرود)) من ؟\nالثاني :- الفكرة.\nالأول :- أية فكرة ؟"
    assert [quote for quote, _, _ in heard(text)] == ["وجدتها", "من", "الفكرة", "أية فكرة"]


BELOW = [
    ("وقال المتنبي:\nعلى قدر أهل العزم تأتي العزائم... وتأتي على قدر الكرام المكارم\n"
     "وتعظم في عين الصغير صغارها... وتصغر في عين العظيم العظائم\nثم عاد القوم إلى ديارهم ذلك المساء.",
     "على قدر أهل العزم تأتي العزائم... وتأتي على قدر الكرام المكارم\n"
     "وتعظم في عين الصغير صغارها... وتصغر في عين العظيم العظائم", "المتنبي", "all lines of a poem"),
    ("ويقول الشاعر تركي بن حميد:\nونجر ليا حرك تزايد عباره\nفي ربعة ما هيب تحجب عن الجار\n",
     "ونجر ليا حرك تزايد عباره\nفي ربعة ما هيب تحجب عن الجار", "تركي بن حميد", "half lines"),
    ("وقال المدير:\nسنعود إلى العمل غدا. وكان يوما طويلا.", "سنعود إلى العمل غدا", "المدير",
     "of prose the first sentence"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "quote", "speaker", "reason"), BELOW)
def test_a_colon_at_the_end_of_a_line_leads_to_the_line_below(text, quote, speaker, reason):
    assert heard(text) == [(quote, "indirect", speaker)], reason


NOBODYS = [
    ("قال علي منصور في قوله: «سنعود غدا معا».", "سنعود غدا معا", "في قوله: of a text that is read"),
    ("أكد عمر الحلبي أن العمل بدأ. وما بال الرجل إذا قال: «سنعود غدا»؟", "سنعود غدا", "said only if"),
    ("أكد عمر الحلبي أن العمل بدأ.\nقال: ثم عاد القوم إلى ديارهم.", "ثم عاد القوم إلى ديارهم",
     "قال: goes back to the teller"),
    ("أخبرنا هارون بن إسحاق عن هشام عن أم سلمة قالت: كنا نعود إلى الدار.", "كنا نعود إلى الدار",
     "who begins a chain is not its last link"),
    ("وقال له أريد أن أعود، فقال خالد العمري: كلا.", None, "أريد is I"),
    ("قال وزير الدفاع إنه ادعى الخلافة فإن صدقك فقد عاد.", None, "فإن begins something else"),
    ("وقالت كعادتها: «سنعود غدا معا».", "سنعود غدا معا", "ك: how she says it"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "quote", "reason"), NOBODYS)
def test_what_is_anybodys_is_nobodys(text, quote, reason):
    rows = heard(text)
    speakers = [speaker for said, _, speaker in rows if said == quote]
    assert speakers == ([None] if quote else []), reason
    assert not {"أريد", "الخلافة", "كعادتها"} & {speaker for _, _, speaker in rows}, reason


def test_who_puts_out_a_writing_speaks_in_it():
    text = "وبعد ظهر السبت أصدر الحزب بيانا، أكد فيه، تعليقا على ما نشر أمس، أن العمل بدأ."
    assert heard(text) == [("العمل بدأ", "indirect", "الحزب")]


def test_a_first_person_without_marks_speaks_for_nobody_named():
    rows = heard("فقلت له: سنعود غدا إلى هنا.\nفقال خالد العمري: كلا.")
    assert rows == [("سنعود غدا إلى هنا", "indirect", None), ("كلا", "indirect", "خالد العمري")]


def test_stage_directions_and_labels_are_not_said():
    rows = heard("الملك: (غاضبا) من هناك؟\n(يدخل الحارس)\nالحارس: أنا يا مولاي. (يخرج)\nالملك: ادخل.")
    assert [quote for quote, _, _ in rows] == ["من هناك", "أنا يا مولاي", "ادخل"]


def test_an_answer_runs_over_paragraphs_up_to_the_next_label():
    text = "الصحيفة: ما رأيك؟\nالوزير: الحل قريب.\nونحن نعمل عليه معا.\nالصحيفة: ومتى؟\nالوزير: غدا."
    assert heard(text)[1] == ("الحل قريب.\nونحن نعمل عليه معا", "turn", "الوزير")


def test_a_label_is_of_the_person_that_it_names():
    text = "المذيع: كيف حالك؟\nالوزير خالد العمري: بخير.\nالمذيع: ومتى تعود؟\nالوزير خالد العمري: غدا."
    tokens = add_lemmas(split_tokens(pd.DataFrame({"seed": ["s"], "text": [text]})))
    quotes = find_quotes(tokens, find_mentions(tokens), language="ar")
    assert quotes["entity"].tolist() == ["المذيع", "خالد العمري"] * 2
    assert quotes["verb"].isna().all()
    assert quotes["evidence"].iloc[0] == "سطر معنون بصاحبه: المذيع"


def test_within_a_turn_a_first_person_is_of_the_label_and_a_third_of_nobody_before():
    text = (
        "أكد عمر الحلبي أن العمل بدأ.\nالمذيع: ماذا قلت له؟\nسعاد: وقال إنه حزين فقلت له: «لن أعود»."
        "\nالمذيع: ومتى كان ذلك؟\nسعاد: أمس."
    )
    voices = {quote: speaker for quote, _, speaker in heard(text)}
    assert voices["لن أعود"] == "سعاد"
    assert voices["حزين"] is None


@pytest.mark.parametrize("behind", ["هل بدأ العمل؟", ":\nهل بدأ العمل؟"])
def test_a_dialogue_is_told_by_its_own_text_alone(behind):
    texts = ["المكان: القاعة.\nالزمان: المساء.", behind]
    tokens = add_lemmas(split_tokens(pd.DataFrame({"seed": ["a", "b"], "text": texts})))
    assert find_quotes(tokens, find_mentions(tokens)).empty
