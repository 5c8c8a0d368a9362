"""Date expressions: their spans, their calendar, and the days they mean."""

import re
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import dates, find_dates, split_tokens
from analysis.errors import ColumnError, OptionError
from analysis.patterns import read_rows
from analysis.words import calendar_classes, read_calendar_words

COLUMNS = ["seed", "paragraph", "start", "end", "expression", "calendar", "date", "date_end", "precision"]
# a Thursday
REFERENCE = "2021-12-23"
WORDS = [
    "17",
    "كانون",
    "الأول",
    "/",
    "ديسمبر",
    "وبيناير",
    "2021",
    "اليوم",
    "الخميس",
    "الماضي",
    "هـ",
    "1436",
    "قبل",
    "عامين",
    "من",
    "إلى",
    "رمضان",
    "-",
    "(",
    ")",
    "القرن",
    "العشرين",
    "شهر",
    "،",
    "32",
    "0",
    "٣١",
]


ROWS = dates.date_table().rows


def seeds_of(*texts):
    return pd.DataFrame({"seed": [f"s{number}" for number in range(len(texts))], "text": list(texts)})


def dates_of(text, reference=None):
    found = find_dates(split_tokens(seeds_of(text)), reference_date=reference)
    return [
        (
            row.expression,
            row.calendar,
            *(None if pd.isna(day) else day for day in (row.date, row.date_end)),
            row.precision,
        )
        for row in found.itertuples()
    ]


def day(expression, iso, calendar="gregorian"):
    return expression, calendar, iso, iso, "day"


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        (
            "في 17 كانون الأول/ديسمبر الجاري",
            [day("17 كانون الأول/ديسمبر", "--12-17")],
            "two names of one month; الجاري outside",
        ),
        (
            "في كانون الثاني/ يناير",
            [("كانون الثاني/ يناير", "gregorian", "--01", "--01", "month")],
            "with a space",
        ),
        ("في 25 أغسطس (آب)", [day("25 أغسطس (آب)", "--08-25")], "the second name in brackets"),
        ("السابع من تموز - يوليو", [day("السابع من تموز - يوليو", "--07-07")], "an ordinal, a dash"),
        ("5 تشرين الأول 2014", [day("5 تشرين الأول 2014", "2014-10-05")], "الأول belongs to the month"),
        (
            "12 جويلية 2014 و3 أوت",
            [day("12 جويلية 2014", "2014-07-12"), day("3 أوت", "--08-03")],
            "Algeria, Tunisia",
        ),
        (
            "5 غشت و6 يوليوز و7 شتنبر و8 نونبر و9 دجنبر",
            [
                day("5 غشت", "--08-05"),
                day("6 يوليوز", "--07-06"),
                day("7 شتنبر", "--09-07"),
                day("8 نونبر", "--11-08"),
                day("9 دجنبر", "--12-09"),
            ],
            "Morocco; و is written onto the number",
        ),
        ("بيناير 2013", [("يناير 2013", "gregorian", "2013-01", "2013-01", "month")], "ب stays outside"),
        (
            "الثاني والعشرين من مايو 2013",
            [day("الثاني والعشرين من مايو 2013", "2013-05-22")],
            "a compound ordinal",
        ),
        ("الخميس 30 يوليو 2015", [day("الخميس 30 يوليو 2015", "2015-07-30")], "the weekday is part of it"),
        ("July 31, 2015", [day("July 31, 2015", "2015-07-31")], "English, month first"),
        ("31 July 2015", [day("31 July 2015", "2015-07-31")], "English, day first"),
        ("le 1er mai 2012", [day("1er mai 2012", "2012-05-01")], "French"),
        ("31/7/2015", [day("31/7/2015", "2015-07-31")], "day first"),
        ("٢٠١٥-٠٧-٣١", [day("٢٠١٥-٠٧-٣١", "2015-07-31")], "Arabic-Indic digits, year first"),
        ("۳۱/۷/۲۰۱۵", [day("۳۱/۷/۲۰۱۵", "2015-07-31")], "Extended digits"),
        ("17.12.2021", [day("17.12.2021", "2021-12-17")], "one number token"),
        ("7/31/2015", [day("7/31/2015", "2015-07-31")], "only the American order exists"),
        ("31/2/2015", [], "there is no such day"),
        ("فاز 3 - 2 و1/2", [], "scores and fractions"),
        (
            "من 3 إلى 5 مايو",
            [("3 إلى 5 مايو", "gregorian", "--05-03", "--05-05", "day")],
            "a range in one month",
        ),
        (
            "من 28 أبريل إلى 3 مايو 2015",
            [("28 أبريل إلى 3 مايو 2015", "gregorian", "2015-04-28", "2015-05-03", "day")],
            "over two months, one year",
        ),
        ("2014-2016", [("2014-2016", "gregorian", "2014", "2016", "year")], "a range of years"),
        (
            "عامي 2007 و2009",
            [("عامي 2007 و2009", "gregorian", "2007", "2009", "year")],
            "the dual before two years",
        ),
        (
            "في عام 2014 وسنة 1980",
            [
                ("عام 2014", "gregorian", "2014", "2014", "year"),
                ("سنة 1980", "gregorian", "1980", "1980", "year"),
            ],
            "عام, سنة",
        ),
        (
            "منذ 1957. وباع 2000 جنيه",
            [("1957", "gregorian", "1957", "1957", "year")],
            "a quantity is no year",
        ),
        ("سباق 1500 م", [], "metres"),
        ("2015-07", [("2015-07", "gregorian", "2015-07", "2015-07", "month")], "a month of ISO 8601"),
        ("2014/15", [("2014/15", "gregorian", "2014", "2015", "year")], "a season over two years"),
        (
            "1442 هـ/2021 م",
            [
                ("1442 هـ", "hijri", "2020-08-20", "2021-08-08", "year"),
                ("2021 م", "gregorian", "2021", "2021", "year"),
            ],
            "two eras side by side",
        ),
        (
            "سنة 1235 هـ - 1819 م",
            [
                ("سنة 1235 هـ", "hijri", None, None, "year"),
                ("1819 م", "gregorian", "1819", "1819", "year"),
            ],
            "the era says the calendar, whatever stands behind it",
        ),
        ("سنة 718 هـ / 1318", [("سنة 718 هـ", "hijri", None, None, "year")], "a year of three digits"),
        ("عام 79م", [], "1979 or 79"),
        ("في القرن الـ21", [("القرن الـ21", "gregorian", "2001", "2100", "century")], "a century in digits"),
        ("في شتاء 2023", [("شتاء 2023", "gregorian", "2023", "2023", "year")], "a season of a year"),
        ("في القرن التاسع عشر", [("القرن التاسع عشر", "gregorian", "1801", "1900", "century")], "a century"),
        ("في الثمانينات", [("الثمانينات", "gregorian", "1980", "1989", "decade")], "a decade"),
        ("في الستينات من العمر", [], "years of a life"),
        ("15 رمضان 1436هـ", [day("15 رمضان 1436هـ", "2015-07-02", "hijri")], "Umm al-Qura"),
        ("14 / 10 / 1436 هـ", [day("14 / 10 / 1436 هـ", "2015-07-30", "hijri")], "numeric Hijri, spaced"),
        (
            "27 ربيع الآخر 1433 هـ",
            [day("27 ربيع الآخر 1433 هـ", "2012-03-20", "hijri")],
            "a name of two words",
        ),
        ("2 صفر 1437", [day("2 صفر 1437", "2015-11-14", "hijri")], "a day and a year make a month of zero"),
        ("شهر صفر", [("شهر صفر", "hijri", None, None, "month")], "so does شهر"),
        ("1436/10/15", [day("1436/10/15", "2015-07-31", "hijri")], "the year tells the calendar"),
        (
            "ذي القعدة من عام 1434",
            [("ذي القعدة من عام 1434", "hijri", "2013-09-07", "2013-10-05", "month")],
            "first and last day of the month",
        ),
        ("عام 1436 هـ", [("عام 1436 هـ", "hijri", "2014-10-25", "2015-10-13", "year")], "a Hijri year"),
        ("عام 1200 هـ", [("عام 1200 هـ", "hijri", None, None, "year")], "outside the table"),
        ("في شهر رمضان", [("شهر رمضان", "hijri", None, None, "month")], "without a year"),
        ("اليوم الخميس", [("اليوم الخميس", "relative", None, None, "day")], "open without a reference"),
        ("والشهر المقبل", [("الشهر المقبل", "relative", None, None, "month")], "و outside"),
        ("لليوم", [("ليوم", "relative", None, None, "day")], "for لل the span starts after the first ل"),
    ],
)
def test_expressions_and_what_the_text_alone_says(text, expected, reason):
    assert dates_of(text) == expected, reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("مارس الرياضة كل صباح", "مارس is also 'practised'"),
        ("قالت تيريزا ماي", "ماي is a surname"),
        ("وصل محمد رمضان ورجب طيب", "given names"),
        ("فاز الهلال 2-صفر", "صفر is zero"),
        ("وقال أب لأبنائه في باب الدار", "آب without its madda is a father, a door"),
        ("سيارة نيسان جديدة", "a brand"),
        ("اليوم الوطني", "a holiday, not today"),
        ("فعاليات اليوم الأخير", "the last of several days"),
        ("بخطة 4-3-3", "how a team stands"),
        ("وقال لـ«اليوم» إنه راض", "a newspaper in marks"),
        ("صلاة الجمعة", "the Friday prayer"),
        ("you may march", "English verbs"),
    ],
)
def test_words_that_only_look_like_dates(text, reason):
    assert dates_of(text) == [], reason


@pytest.mark.parametrize(
    ("text", "first", "last", "reason"),
    [
        ("أمس", "2021-12-22", None, "yesterday"),
        ("أمس الأول", "2021-12-21", None, "the day before"),
        ("أول من أمس", "2021-12-21", None, "the same in other words"),
        ("بعد غد", "2021-12-25", None, "the day after tomorrow"),
        ("اليوم الخميس", "2021-12-23", None, "today"),
        ("اليوم الأربعاء", "2021-12-22", None, "the weekday wins where they disagree"),
        ("مساء أول أمس الثلاثاء", "2021-12-21", None, "part of the day and weekday inside"),
        ("السبت الماضي", "2021-12-18", None, "last Saturday"),
        ("الخميس الماضي", "2021-12-16", None, "not today"),
        ("الأحد المقبل", "2021-12-26", None, "next Sunday"),
        ("الأسبوع المقبل", "2021-12-27", "2022-01-02", "ISO week"),
        ("الشهر المقبل", "2022-01", None, "over the end of the year"),
        ("العام القادم", "2022", None, "next year"),
        ("هذا العام", "2021", None, "this year"),
        ("العامين الماضيين", "2019", "2020", "a dual is a stretch"),
        ("الأشهر التسعة الماضية", "2021-03", "2021-11", "a counted stretch"),
        ("السنوات القليلة الماضية", None, None, "how many stays open"),
        ("قبل عامين", "2019", None, "a distance"),
        ("قبل ثلاثة أيام", "2021-12-20", None, "in days"),
        ("17 كانون الأول/ديسمبر الجاري", "2021-12-17", None, "الجاري gives the year"),
        ("يناير المقبل", "2022-01", None, "so does المقبل"),
        ("تسعينيات القرن الماضي", "1990", "1999", "the century before"),
        ("26 الجاري", "2021-12-26", None, "a day of this month without its name"),
        ("قبل خمسة عشر عاما", "2006", None, "a compound number"),
        ("قبل خمس عشرة سنة", "2006", None, "the same with a feminine"),
        ("العشرين من الشهر الحالي", "2021-12-20", None, "a day of this month"),
        ("رمضان الماضي", "2021-04-13", "2021-05-12", "Ramadan 1442"),
    ],
)
def test_relative_expressions_count_from_the_reference(text, first, last, reason):
    ((expression, _, begins, ends, _),) = dates_of(f"في {text}", REFERENCE)
    assert (expression.split()[0], begins, ends) == (text.split()[0], first, last or first), reason


@pytest.mark.parametrize("name", ROWS)
def test_the_example_of_a_row_is_found_by_that_row_and_not_without_it(name, monkeypatch):
    table, example = dates.date_table(), ROWS[name].example
    found = dates_of(example, REFERENCE)
    monkeypatch.setattr(dates, "date_table", lambda: table.without(*(set(ROWS) - {name})))
    assert dates_of(example, REFERENCE), "the row alone finds it"
    monkeypatch.setattr(dates, "date_table", lambda: table.without(name))
    assert dates_of(example, REFERENCE) != found, "the others do not find the same"


def test_every_class_of_the_calendar_is_asked_for():
    rows, shapes = read_rows("dates/patterns.toml")
    patterns = " ".join([row.pattern for row in rows] + list(shapes.values()))
    asked = {name for bracket in re.findall("<([^<>]*)>", patterns) for name in re.split(r"[ |!]+", bracket)}
    # what a word must be to be a month at all is asked before
    assert set(calendar_classes().names) - asked == {"with_madda"}
    assert {call for call in re.findall(r"\{([a-z_]\w*)\}", patterns)} == set(shapes)


@pytest.mark.parametrize(
    ("word", "classes", "number", "clitics", "reason"),
    [
        ("كانون", "month_pair", 112, 0, "100 more than its first month"),
        ("وَدِيسمبر", "month", 12, 2, "a clitic with its vowel mark"),
        ("لليوم", "today", 1, 1, "ل before the article"),
        ("ومارس", "", 0, 0, "and he practised"),
        ("بمارس", "month doubtful", 3, 1, "in March"),
        ("وصفر", "", 0, 0, "no clitic before what is zero too"),
        ("بآب", "month doubtful with_madda", 8, 1, "in August"),
        ("باب", "", 0, 0, "a door"),
        ("الآخر", "second no_today", 2, 0, "a word of two classes"),
        ("عشرة", "teen numeral", 10, 0, "another"),
        ("٣١", "number two_digits day_number", 31, 0, "a day"),
        ("99", "number two_digits", 99, 0, "no day"),
        ("314", "number three_digits", 314, 0, "a year of old"),
        ("2200", "", 0, 0, "no year"),
        ("1er", "number two_digits day_number", 1, 0, "a Latin ordinal"),
        ("17.12.21", "packed_date", 20211217, 0, "a date in one word"),
        ("كتاب", "", 0, 0, "no word of dates"),
    ],
)
def test_words_of_the_calendar(word, classes, number, clitics, reason):
    read, known = read_calendar_words([word]), calendar_classes()
    names = {name for name, there in zip(known.names, known.sets[read.sets[0]], strict=True) if there}
    assert (names, read.numbers[0], read.clitics[0]) == (set(classes.split()), number, clitics), reason


def test_the_reference_may_be_a_date():
    assert dates_of("أمس", date(2021, 12, 23)) == dates_of("أمس", REFERENCE)


def test_a_reference_that_is_no_date_is_refused():
    message = "^reference_date='yesterday': not a date; write it as year-month-day: '2021-12-23'$"
    with pytest.raises(OptionError, match=message):
        find_dates(split_tokens(seeds_of("أمس")), reference_date="yesterday")


@given(st.lists(st.sampled_from(WORDS), max_size=14), st.sampled_from([None, REFERENCE]))
def test_every_expression_is_a_slice_and_none_overlaps(words, reference):
    text = " ".join(words)
    found = find_dates(split_tokens(seeds_of(text)), reference_date=reference)
    for row in found.itertuples():
        assert text[row.start : row.end] == row.expression
    assert (found["start"].to_numpy()[1:] >= found["end"].to_numpy()[:-1]).all()


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_at_all_gives_slices(text):
    for row in find_dates(split_tokens(seeds_of(text)), reference_date="0001-01-01").itertuples():
        assert text[row.start : row.end] == row.expression


def test_no_date_runs_over_paragraphs_or_seeds():
    tokens = split_tokens(seeds_of("في 17\nديسمبر", "2021"))
    assert find_dates(tokens)["expression"].to_list() == ["ديسمبر"]


def test_columns_order_and_input_unchanged():
    tokens = split_tokens(seeds_of("أمس ثم 3 مايو", "لا شيء", "غدا"))
    before = tokens.copy()
    found = find_dates(tokens)
    assert list(found.columns) == COLUMNS
    assert found["seed"].astype(str).to_list() == ["s0", "s0", "s2"]
    pd.testing.assert_frame_equal(tokens, before)


@pytest.mark.parametrize("texts", [[], [""], ["لا موعد هنا"]])
def test_no_dates_give_an_empty_table_with_all_columns(texts):
    found = find_dates(split_tokens(seeds_of(*texts)))
    assert list(found.columns) == COLUMNS and len(found) == 0


def test_a_missing_column_is_named():
    with pytest.raises(ColumnError, match="^tokens: no column space"):
        find_dates(split_tokens(seeds_of("أمس")).drop(columns="space"))
