"""The sentences that open a page: true of hand-made tables, silent where those are, in their place."""

import nbformat
import pandas as pd
import pytest

from analysis import (
    add_lemmas,
    count_entities,
    count_ngrams,
    count_terms,
    count_together,
    count_voices,
    describe_cautions,
    describe_contrast,
    describe_names,
    describe_voices,
    describe_words,
    explore,
    find_mentions,
    find_quotes,
    find_repeats,
    find_terms,
    make_seeds,
    read_stop_words,
    render_findings,
    render_reader,
    render_table,
    split_paragraphs,
    split_tokens,
)
from analysis.errors import ColumnError, OptionError
from analysis.sharing.page import PageHead, export_page

STOPS = read_stop_words()


def read(text: str) -> pd.DataFrame:
    return add_lemmas(split_tokens(make_seeds(text)))


def said(findings: pd.DataFrame) -> list[str]:
    """Return the sentences without the marks that isolate directions."""
    return [text.replace("\u2068", "").replace("\u2069", "") for text in findings["finding"]]


def words_of(text: str, language: str = "ar") -> list[str]:
    tokens = read(text)
    terms = count_terms(tokens, level="lemma", stop_words=STOPS)
    ngrams = count_ngrams(tokens, n=2, stop_words=STOPS)
    return said(describe_words(tokens, terms, ngrams=ngrams, language=language))


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("كتاب كتاب قلم", "أكثر كلماته ورودًا «كتاب» (مرتين).", "a dual has no number"),
        ("كتاب كتاب كتاب قلم", "أكثر كلماته ورودًا «كتاب» (3 مرات).", "three to ten take the plural"),
        ("كتاب " * 11, "أكثر كلماته ورودًا «كتاب» (11 مرة).", "from eleven the singular"),
        ("كتاب " * 103, "أكثر كلماته ورودًا «كتاب» (103 مرات).", "103 goes as 3"),
        (
            "كتاب قلم كتاب قلم",
            "أكثر كلماته ورودًا «قلم» و«كتاب» (مرتين لكل كلمة).",
            "two as often as each other",
        ),
        ("كتاب كتاب كتاب قلم قلم", "أكثر كلماته ورودًا «كتاب» (3 مرات)، ثم «قلم» (2).", "first and second"),
        ("كتاب وقلم ودفتر", "لا تتكرر في النص كلمة، ما عدا الأدوات.", "nothing comes first"),
        ("2015 2015 2015 كتاب كتاب", "أكثر كلماته ورودًا «كتاب» (مرتين).", "a number is no word"),
    ],
)
def test_the_most_frequent_word_is_named_with_a_number_that_agrees(text, expected, reason):
    assert expected in words_of(text), reason


def test_nothing_comes_first_where_many_are_equal():
    assert words_of("كتاب قلم دفتر ورقة كتاب قلم دفتر ورقة")[1:] == []


def test_a_phrase_is_said_as_the_text_writes_it_and_only_if_it_comes_back():
    assert "أكثر عباراته تكرارًا «الشؤون الأمنية» (مرتين)." in words_of("الشؤون الأمنية. الشؤون الأمنية.")
    assert not any("عبارات" in text for text in words_of("الشؤون الأمنية. قلم قلم."))


def test_a_word_that_stands_in_one_paragraph_is_said_to():
    text = "كتاب وكتاب وكتاب والكتاب\nقلم ودفتر\nورقة\nكرسي"
    assert "تتركّز كلمة «كتاب» في الفقرة 1: 4 من 4." in words_of(text)
    assert not any("تتركّز" in said for said in words_of("كتاب\nكتاب\nكتاب\nكتاب")), "spread evenly"


def names_of(text: str, language: str = "ar") -> list[str]:
    mentions = find_mentions(read(text))
    return said(
        describe_names(mentions, count_entities(mentions), pairs=count_together(mentions), language=language)
    )


def test_who_is_named_most_and_with_whom():
    text = "زار الوزير سامي الخوري القاهرة.\nوقال سامي الخوري إن القاهرة جميلة.\nوسكت سامي الخوري."
    found = names_of(text)
    assert found[0] == "الأسماء المختلفة في النص: شخص 1، مكان 1."
    assert any("أكثر الأشخاص ذكرًا سامي الخوري (3 مرات)" in sentence for sentence in found)
    assert "أكثر الأماكن ذكرًا القاهرة (مرتين)." in found
    assert "أكثر اسمين اجتماعًا سامي الخوري والقاهرة: معًا في فقرتين." in found
    assert "Most named place: Cairo (2 times)." in names_of(text, "en")


def test_a_text_without_names_says_so_and_one_mention_is_no_finding():
    assert names_of("القلم على الطاولة.") == ["لم نجد في النص اسم شخص أو مكان أو جهة."]
    assert names_of("وصل إلى القاهرة.") == ["الأسماء المختلفة في النص: مكان 1."]


def test_what_only_the_model_knows_is_a_caution():
    mentions = pd.DataFrame(
        {"seed": "خ", "start": [0, 9], "entity": ["أ", "ب"], "kind": "person", "source": ["tagger", "title"]}
    )
    entities = pd.DataFrame({"entity": ["أ", "ب"], "kind": "person", "count": [1, 1]})
    findings = describe_names(mentions, entities)
    assert said(findings[findings["is_caution"]]) == [
        "أسماء وجدها النموذج الإحصائي وحده: 1 من 2؛ راجعها قبل أن تبني عليها."
    ]


def voices_of(text: str, **options) -> list[str]:
    tokens = read(text)
    quotes = find_quotes(tokens, find_mentions(tokens))
    paragraphs = split_paragraphs(make_seeds(text))
    return said(describe_voices(quotes, count_voices(quotes, tokens), paragraphs=paragraphs, **options))


def test_who_says_most():
    text = "قال الوزير سامي الخوري: «الطريق آمن والمدرسة مفتوحة».\nوأكدت ليلى حداد أن الجسر مغلق."
    found = voices_of(text)
    assert found[0] == "الاقتباسات في النص: مباشر 1، غير مباشر 1."
    assert "أكثر المتكلّمين كلامًا سامي الخوري: 4 من 6 من الكلمات المنقولة." in found
    assert voices_of("قال سامي الخوري: «الطريق آمن».")[1] == "لا يُنقل في النص إلا كلام سامي الخوري."
    assert voices_of("الطريق آمن.") == ["لم نجد في النص كلامًا منسوبًا إلى أحد."]


def test_a_dialogue_is_called_one():
    text = "سليم: من هناك؟\nيوسف: أنا.\nسليم: ادخل يا يوسف.\nيوسف: شكرا لك."
    assert voices_of(text)[0] == "النص حوار: 4 من فقراته الـ4 تبدأ باسم قائلها."


def test_dates_run_from_the_first_to_the_last_known_year():
    dates = pd.DataFrame(
        {
            "seed": "خ",
            "start": [0, 9, 20],
            "date": ["2015-03", "--12-17", "2014"],
            "date_end": ["2015-04", None, None],
        }
    )
    assert voices_of("الطريق آمن.", dates=dates)[1] == "تمتد تواريخ النص من 2014 إلى 2015-04."
    assert len(voices_of("الطريق آمن.", dates=dates.head(2))) == 1, "one date is no span"


COMPARED = pd.DataFrame(
    {"term": ["نفط", "حرب"], "count": [9, 1], "total": 900, "reference_count": [2, 7], "reference_total": 400}
)


def test_what_sets_a_text_apart():
    found = said(describe_contrast(COMPARED, COMPARED.head(1), COMPARED.tail(1)))
    assert found == [
        "يُقارن النص (900 كلمة) بمرجع من 400 كلمة.",
        "أبرز ما يميّز النص «نفط»: 9 هنا، و2 في المرجع.",
        "أبرز ما يميّز المرجع «حرب»: 7 في المرجع، و1 هنا.",
    ]
    none = COMPARED.head(0)
    assert said(describe_contrast(COMPARED, none, none))[1:] == ["لا كلمة يفترق فيها النصّان فرقًا يُعتدّ به."]
    alone = COMPARED.assign(reference_total=0)
    assert said(describe_contrast(alone, none, none))[0].startswith("لا نصوص أخرى يُقارن بها هذا النص")


def cautions_of(text: str) -> list[str]:
    paragraphs = split_paragraphs(make_seeds(text))
    return said(describe_cautions(read(text), paragraphs, repeats=find_repeats(paragraphs)))


def test_repeats_numbers_and_shortness_are_cautions():
    line = " ".join(f"كلمة{letter}" for letter in "ابتثجحخدذرزسشصضطظعغفقكلمنهوي")
    filler = " ".join(f"{a}{b}م" for a in "بتثجحخدذ" for b in "رزسشصضطظعغفقكلنهوي")
    twice = cautions_of(f"{line}\n{filler}\n{line}")
    assert len(twice) == 1 and twice[0].startswith(
        "انتبه: 1 من 3 من فقرات النص تكرار لفقرة سبقتها، وفيها 14%"
    )
    assert cautions_of(filler + "\n" + line) == []
    assert cautions_of("100 200 كتاب") == [
        "انتبه: 67% من ألفاظ النص أعداد.",
        "انتبه: النص قصير (3 كلمة)، فالأعداد الصغيرة فيه لا تدل على كثير.",
    ]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_an_empty_text_has_nothing_to_say_and_fails_nowhere(language):
    tokens, paragraphs = read(""), split_paragraphs(make_seeds(""))
    assert describe_words(tokens, count_terms(tokens, level="lemma"), language=language).empty
    assert describe_cautions(tokens, paragraphs, repeats=find_repeats(paragraphs), language=language).empty
    assert str(render_findings(language=language)) == ""


def test_an_unknown_language_and_a_missing_column_are_named():
    tokens = read("كتاب")
    with pytest.raises(OptionError, match="language='fr'"):
        describe_words(tokens, count_terms(tokens), language="fr")
    with pytest.raises(ColumnError, match="source"):
        describe_names(pd.DataFrame({"seed": []}), pd.DataFrame())
    with pytest.raises(ColumnError, match="is_caution"):
        render_findings(pd.DataFrame({"finding": ["س"]}))


def test_cautions_stand_last_and_markup_is_text():
    table = pd.DataFrame(
        {"finding": ["انتبه", "<b>"], "is_caution": [True, False], "seed": "خ", "start": [3, None]}
    )
    made = render_findings(table)
    assert made.index("&lt;b&gt;") < made.index('<li class="wb-caution">انتبه <a href="#c3">')
    assert repr(made) == "<b>\nانتبه"


def notebook_of(*bundles: dict) -> nbformat.NotebookNode:
    v4 = nbformat.v4
    cells = [v4.new_markdown_cell("# عنوان\n\nتمهيد")]
    cells += [v4.new_code_cell("1", outputs=[v4.new_output("display_data", data)]) for data in bundles]
    return v4.new_notebook(cells=cells)


def test_a_page_opens_with_its_findings_and_they_lead_to_rows():
    text = "كتاب وقلم وكتاب"
    seeds, tokens = make_seeds(text), read(text)
    terms = count_terms(tokens, level="lemma")
    places = find_terms(tokens, terms)
    findings = describe_words(tokens, terms)
    bundles = [
        render_table(terms[["term", "count"]], places=places),
        render_findings(findings),
        render_reader(seeds, terms=places),
    ]
    page = export_page(notebook_of(*(made._repr_mimebundle_() for made in bundles)), PageHead("ع", "ar", []))
    body = page.partition("<main")[2]
    assert body.index("تمهيد") < body.index('id="findings"') < body.index("<table")
    row = body.partition('<tr id="')[2].partition('"')[0]
    listed = body.partition('id="findings"')[2].partition("</ul>")[0]
    assert f'href="#{row}"' in listed
    assert body.count('id="findings"') == 1


def test_a_notebook_without_prose_opens_with_its_findings_and_its_explorer():
    seeds = make_seeds("كتاب وقلم")
    table = pd.DataFrame({"finding": ["س"], "is_caution": False, "seed": seeds["seed"], "start": 5})
    shown = [render_findings(table)._repr_mimebundle_(), explore(split_tokens(seeds))._repr_mimebundle_()[0]]
    notebook = notebook_of(*shown, render_reader(seeds)._repr_mimebundle_())
    del notebook.cells[0]
    body = export_page(notebook, PageHead("ع", "ar", [])).partition("<main")[2]
    assert body.index('id="findings"') < body.index('id="explorer"') < body.index('class="wb-reader')


def test_a_finding_without_a_row_leads_to_its_place_and_back():
    seeds = make_seeds("كتاب وقلم")
    table = pd.DataFrame({"finding": ["س"], "is_caution": False, "seed": seeds["seed"], "start": 5})
    bundles = [render_findings(table), render_reader(seeds)]
    page = export_page(notebook_of(*(made._repr_mimebundle_() for made in bundles)), PageHead("ع", "ar", []))
    assert '<a href="#c5">' in page and '<a href="#findings" id="c5"' in page
