"""Date expressions: their spans, their calendar, and the days they mean."""

import re
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import dates, find_dates, split_tokens
from analysis.dates import calendars
from analysis.errors import ColumnError, OptionError
from analysis.patterns import read_rows
from analysis.words import calendar_classes, read_calendar_words

COLUMNS = ["seed", "paragraph", "start", "end", "expression"]
COLUMNS += ["calendar", "hijri", "date", "date_end", "precision"]
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
    "سنة",
    "ست",
    "وعشرين",
    "ومائتين",
    "بين",
    "ورمضان",
    "حرب",
    "67",
    "2019",
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


def rows_of(text, reference=None):
    found = find_dates(split_tokens(seeds_of(text)), reference_date=reference)
    values = found[["expression", *COLUMNS[5:]]].astype(object)
    return [*values.where(values.notna(), None).itertuples(index=False, name=None)]


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
                ("سنة 1235 هـ", "hijri", "1819", "1820", "year"),
                ("1819 م", "gregorian", "1819", "1819", "year"),
            ],
            "the era says the calendar, whatever stands behind it",
        ),
        ("سنة 718 هـ / 1318", [("سنة 718 هـ", "hijri", "1318", "1319", "year")], "a year of three digits"),
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
        ("عام 1200 هـ", [("عام 1200 هـ", "hijri", "1785", "1786", "year")], "outside the table, the years"),
        ("في شهر رمضان", [("شهر رمضان", "hijri", None, None, "month")], "without a year"),
        ("اليوم الخميس", [("اليوم الخميس", "relative", None, None, "day")], "open without a reference"),
        ("والشهر المقبل", [("الشهر المقبل", "relative", None, None, "month")], "و outside"),
        ("لليوم", [("ليوم", "relative", None, None, "day")], "for لل the span starts after the first ل"),
    ],
)
def test_expressions_and_what_the_text_alone_says(text, expected, reason):
    assert dates_of(text) == expected, reason


YEARS_IN_WORDS = [
    ("سنة ست وعشرين ومائتين", "0226", "0840", "0841", "units, tens, hundreds"),
    ("سنة مائتين وست وعشرين", "0226", "0840", "0841", "hundreds first"),
    ("سنة إحدى عشرة", "0011", "0632", "0633", "a compound below a hundred that agrees with سنة"),
    ("سنة مائة", "0100", "0718", "0719", "a hundred alone"),
    ("سنة ثلاث وثلاثمائة", "0303", "0915", "0916", "a hundred in one word"),
    ("سنة سبع وخمسين وثمان مائة", "0857", "1453", "1454", "a hundred in two words is a product"),
    ("سنة سبعين ومئتين", "0270", "0883", "0884", "Levantine spelling"),
    ("سنة أربع وميتين", "0204", "0819", "0820", "without hamza"),
    ("سنة خمس وسبعين ومائتان", "0275", "0888", "0889", "the nominative"),
    ("سنة ست من الهجرة", "0006", "0627", "0628", "one word before an era"),
    ("السنة العاشرة للهجرة", "0010", "0631", "0632", "an ordinal before an era"),
    ("سنة ألف ومائتين وثلاث عشرة", "1213", "1798", "1799", "of the thirteenth century of the Hijra"),
    ("عام ألف وتسعمائة وثمانية وأربعين", None, "1948", "1948", "the thousand first, as people write today"),
    ("سنة تسع وأربعين وتسعمائة وألف", None, "1949", "1949", "the thousand last"),
    ("عام ألفين وعشرة", None, "2010", "2010", "two thousand"),
    ("سنة ألفين واثنتين وعشرين", None, "2022", "2022", "feminine"),
    ("عام ستمائة وعشرة ميلادية", None, "0610", "0610", "an era says more than the size"),
]


@pytest.mark.parametrize(("text", "hijri", "first", "last", "reason"), YEARS_IN_WORDS)
def test_years_in_words_are_told_by_their_size(text, hijri, first, last, reason):
    calendar = "hijri" if hijri else "gregorian"
    assert rows_of(text) == [(text, calendar, hijri, first, last, "year")], reason


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("في ربيع الآخر 1443هـ", ("1443-04", "2021-11-06", "2021-12-04", "month"), "the fourth month"),
        ("5 ربيع الآخر 1443هـ", ("1443-04-05", "2021-11-10", "2021-11-10", "day"), "a day of it"),
        ("شهر ربيع الآخر 1443", ("1443-04", "2021-11-06", "2021-12-04", "month"), "without an era"),
        ("في صفر 1443هـ", ("1443-02", "2021-09-08", "2021-10-06", "month"), "a year makes a month of zero"),
        ("صفر الخير 1443هـ", ("1443-02", "2021-09-08", "2021-10-06", "month"), "and so does its epithet"),
        ("في جمادى الآخر 1444هـ", ("1444-06", "2022-12-25", "2023-01-22", "month"), "a common misspelling"),
        ("رمضان المبارك لعام 1436 هجري", ("1436-09", "2015-06-18", "2015-07-16", "month"), "with an epithet"),
        ("في رمضان 2011", ("1432-09", "2011-08-01", "2011-08-29", "month"), "a year of ours"),
        ("من رجب إلى رمضان 1443", ("1443-07/1443-09", "2022-02-02", "2022-05-01", "month"), "from to"),
        ("بين 15 رجب و20 شعبان 1442هـ", ("1442-07-15/1442-08-20", "2021-02-27", "2021-04-02", "day"), "days"),
        ("سال 1443 ہجری", ("1443", "2021-08-09", "2022-07-29", "year"), "Urdu is no Persian"),
        ("بين شعبان ورمضان 1443", ("1443-08/1443-09", "2022-03-04", "2022-05-01", "month"), "between"),
        ("مات في رمضان سنة ست وعشرين ومائتين.", ("0226-09", "0841", "0841", "year"), "the year it fell in"),
        ("توفي سنة 248 هـ.", ("0248", "0862", "0863", "year"), "a year falls in two"),
        ("في 10 محرم 61 هـ", ("0061-01-10", "0680", "0680", "year"), "two digits before an era"),
        (
            "لثلاث عشرة ليلة خلت من رجب سنة عشرين ومائة",
            ("0120-07-13", "0738", "0738", "year"),
            "days counted from the new moon",
        ),
        ("ليلة الجمعة غرة رمضان سنة تسع وتسعين", ("0099-09-01", "0718", "0718", "year"), "the new moon"),
        ("18/شوال/1412هـ", ("1412-10-18", "1992-04-21", "1992-04-21", "day"), "between signs"),
        ("ثالث عشر رجب سنة أربع عشرة وسبعمائة", ("0714-07-13", "1314", "1314", "year"), "an ordinal"),
        ("لثلاث بقين من رجب سنة عشرين ومائة", ("0120-07", "0738", "0738", "year"), "of 29 days or of 30"),
        ("في شهر رمضان", ("--09", None, None, "month"), "without a year"),
        ("في القرن الثالث الهجري", ("0201/0300", "0816", "0913", "century"), "a century of the Hijra"),
        ("(80 - 150 هـ)", ("0080/0150", "0699", "0768", "year"), "a life"),
        ("1436/10/15", ("1436-10-15", "2015-07-31", "2015-07-31", "day"), "numeric"),
    ],
)
def test_every_hijri_date_is_kept_as_its_calendar_has_it(text, expected, reason):
    ((_, calendar, *found),) = rows_of(text)
    assert (calendar, tuple(found)) == ("hijri", expected), reason


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("۱۵ خرداد ۱۳۴۲", ("1342-03-15", "1963-06-05", "1963-06-05", "day"), "a day"),
        ("22 بهمن 1357", ("1357-11-22", "1979-02-11", "1979-02-11", "day"), "in Arabic letters"),
        ("فروردین ۱۴۰۰", ("1400-01", "2021-03-21", "2021-04-20", "month"), "a month of 31 days"),
        ("اسفند ۱۴۰۳", ("1403-12", "2025-02-19", "2025-03-20", "month"), "the last of a leap year"),
        ("دی‌ماه ۱۳۹۸", ("1398-10", "2019-12-22", "2020-01-20", "month"), "ماه makes a month of any name"),
        ("پنجشنبه ۲۷ آذر ۱۳۹۹", ("1399-09-27", "2020-12-17", "2020-12-17", "day"), "a weekday in front"),
        ("در سال ۱۳۵۷ انقلاب شد", ("1357", "1978-03-21", "1979-03-20", "year"), "in a Persian text"),
        ("عام 1399 هجري شمسي", ("1399", "2020-03-20", "2021-03-20", "year"), "an era in an Arabic text"),
        ("1357 هـ.ش", ("1357", "1978-03-21", "1979-03-20", "year"), "the same, shortened"),
        ("خرداد", ("--03", None, None, "month"), "without a year"),
        ("در ۲۲ بهمن", ("--11-22", None, None, "day"), "a given name behind a day"),
        ("در سال ۱۳۵۷ تا ۱۳۶۸", ("1357/1368", "1978-03-21", "1990-03-20", "year"), "from year to year"),
    ],
)
def test_solar_months_and_years_of_persian(text, expected, reason):
    ((_, calendar, *found),) = rows_of(text)
    assert (calendar, tuple(found)) == ("solar_hijri", expected), reason


@pytest.mark.parametrize(
    ("text", "first", "last", "reason"),
    [
        ("بين يناير ومارس 2015", "2015-01", "2015-03", "and, behind between, is until"),
        ("بين 28 أبريل و3 مايو 2015", "2015-04-28", "2015-05-03", "days"),
        ("بين أكتوبر 2014 ومارس 2015", "2014-10", "2015-03", "each with its year"),
        ("من أكتوبر 2014 إلى مارس 2015", "2014-10", "2015-03", "from to"),
        ("من ديسمبر وحتى مايو 2015", "2014-12", "2015-05", "over the end of the year"),
        ("بين أبريل/نيسان ومايو/أيار 2015", "2015-04", "2015-05", "with two names each"),
        ("بين 2010 و2015", "2010", "2015", "years"),
        ("بين العامين 2010 و2015", "2010", "2015", "the dual"),
        ("العامين 1960 و1962", "1960", "1962", "without a preposition"),
        ("منذ 2010 وحتى 2015", "2010", "2015", "since until"),
        ("منذ عام 2010 وحتى عام 2015", "2010", "2015", "عام before both"),
        ("يوم الخميس الموافق 20 أغسطس 2015", "2015-08-20", None, "الموافق joins weekday and day"),
        ("الأربعاء القادم 12 أغسطس 2015", "2015-08-12", None, "a weekday and where it lies"),
        ("أمس الخميس 30 يوليو 2015", "2015-07-30", None, "yesterday"),
        ("مساء الخميس 30 يوليو 2015", "2015-07-30", None, "a part of the day"),
        ("الخميس (30 يوليو 2015)", "2015-07-30", None, "the day in brackets"),
        ("(الخميس) 30 يوليو 2015", "2015-07-30", None, "the weekday in brackets"),
        ("(سبتمبر) أيلول 2007", "2007-09", None, "the first name in brackets"),
        ("شهر يونيو من العام 2014", "2014-06", None, "the year announced"),
        ("مساء الخميس", None, None, "one expression"),
        ("٦ أكتوبر سنة ٧٣", "1973-10-06", None, "two digits behind سنة"),
        ("في أكتوبر 73", "1973-10", None, "and behind a month"),
        ("في يوليو سنة ألف وتسعمائة واثنين وخمسين", "1952-07", None, "in words"),
        ("سنة 48", "1948", None, "nearly everything told is past"),
        ("6/10/73", "1973-10-06", None, "numeric"),
        ("حدود 1967", "1967", None, "an event"),
        ("انتخابات 2019", "2019", None, "another"),
        ("انتخابات الرئاسة الأمريكية 2020", "2020", None, "words between"),
        ("وكأس العالم 2018", "2018", None, "و on the event"),
        ("مونديال 2022", "2022", None, "a tournament"),
        ("حرب 67", "1967", None, "a war's two digits"),
        ("حرب تلاتة وسبعين", "1973", None, "in words"),
        ("موسم الحج 1436", "2014-10-25", "2015-10-13", "a season of the Hijra"),
        ("يوم الخميس المقبل الموافق للسادس من أغسطس 2015", "2015-08-06", None, "an ordinal behind ل"),
        ("معركة حطين (1187)", "1187", None, "in brackets"),
        ("نجيب محفوظ (1911 - 2006)", "1911", "2006", "a life"),
        ("(ت 1968)", "1968", None, "a death"),
        ("ابن سينا (980 - 1037)", "0980", "1037", "a life of old"),
        ("نهائي يورو 2016", "2016", None, "the cup"),
        ("الحرب الأهلية 1975", "1975", None, "with the article"),
        ("18-مايو-14", "2014-05-18", None, "a sign on both sides of a month"),
        ("2021-12-17T10:30:00", "2021-12-17", None, "a time stamp"),
        ("2021-12-17T10:30:00.5Z", "2021-12-17", None, "with its zone"),
        ("في القرن الثامن عشر", "1701", "1800", "a century"),
        ("القرنين الثامن عشر والتاسع عشر", "1701", "1900", "two of them"),
        ("القرنين الثامن والتاسع عشر", "1701", "1900", "that share their ten"),
        ("العقد الأول من القرن الحادي والعشرين", "2000", "2009", "a decade of a century"),
        ("العقد الأخير من القرن العشرين", "1990", "1999", "the last"),
        ("العقد الأول من القرن", None, None, "of a century that is not said"),
        ("في الأربعينيات", "1940", "1949", "a plural"),
        ("في أربعينات القرن الثالث عشر الهجري", "1824", "1834", "of the Hijra"),
        ("عام 62 بعد الميلاد", "0062", None, "an era"),
        ("في عام 1321", "1321", None, "in a text without years of the Hijra"),
        ("عام 1494", "1494", None, "of the Hijra it is to come"),
    ],
)
def test_one_row_says_what_one_expression_means(text, first, last, reason):
    ((*_, begins, ends, _),) = rows_of(text)
    assert (begins, ends) == (first, last or first), reason


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("شهري يناير وفبراير 2015", ["2015-01", "2015-02"], "the year is shared"),
        ("أشهر يناير وفبراير ومارس 2015", ["2015-01", "2015-02", "2015-03"], "by all of a list"),
        ("في رجب وشعبان 1443هـ", ["2022-02-02", "2022-03-04"], "Hijri months too"),
        ("في محرم وصفر 1443هـ", ["2021-08-09", "2021-09-08"], "and zero before a year"),
        ("أكتوبر 2014 ومارس 2015", ["2014-10", "2015-03"], "ومارس before a year is a month"),
        (
            "بدأ الحكم 1894-1962 ثم في أكتوبر 1973 ومن 3 إلى 5 مايو 2015 ومن 1 إلى 20 مارس 1990.",
            ["1894", "1973-10", "2015-05-03", "1990-03-01"],
            "years, a month, days",
        ),
    ],
)
def test_each_of_several_dates_has_a_row(text, expected, reason):
    assert [row[3] for row in rows_of(text)] == expected, reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("بلغ عددهم 2019 طالبا", "a count"),
        ("بين 1950 و2010 دولارا", "a price"),
        ("تم ضبط (1830) مخالفا", "a count in brackets"),
        ("القرار (1701)", "a number of a resolution"),
        ("مؤتمر حضره 1950 شخصا", "a count behind an event"),
        ("بطولة 2000 متر", "a distance"),
        ("بسعر (150 - 200)", "a price"),
        ("فاز 2-1 وصفر", "a score"),
        ("ولي القضاء وكان المقتدر يوليه الأعمال.", "a verb"),
        ("كل من مارس الرياضة", "a verb behind من"),
        ("عيادات مايو كلينك", "a hospital"),
        ("كوبري 6 أكتوبر", "a bridge"),
        ("مدينة السادس من أكتوبر", "a town"),
        ("شوال قمح", "a sack"),
        ("حدثنا شعبان عن رجب", "whom it was heard from"),
        ("الحرارة في صفر", "zero"),
        ("قال دي ميستورا", "a name, in Persian a month"),
        ("المخرج بهمن قبادي", "a given name"),
        ("كل سنة ثلاث مرات", "three times a year"),
        ("سنة واحدة", "one year"),
        ("عرضت قبل يوم واحد من الحفل", "a day before something else"),
        ("سنة واحدة وستة أشهر", "a year and a half"),
        ("سنة ثلاث أو أربع وتسعين", "nobody knows which"),
        ("عشرون سنة ثلاث منها في السجن", "three of the twenty"),
        ("عام 67", "67 or 1967"),
        ("كل سنة ثلاث وأربع", "two numbers"),
        ("مكافأة فورية", "at once, in Persian a month"),
    ],
)
def test_what_only_looks_like_a_year_or_a_month(text, reason):
    assert rows_of(text) == [], reason


@pytest.mark.parametrize(
    ("text", "reference", "expected", "reason"),
    [
        ("أمس الأربعاء 22 ديسمبر", "2021-12-23", "2021-12-22", "yesterday is near"),
        ("أمس الجمعة (31 ديسمبر)", "2022-01-01", "2021-12-31", "of the year before"),
        ("غدا السبت 1 يناير", "2021-12-31", "2022-01-01", "of the year to come"),
        ("اليوم الخميس 30 يوليو", "2021-12-23", "--07-30", "open in a text of another time"),
        ("اليوم الخميس 30 ديسمبر 2010", "2021-12-23", "2010-12-30", "unless a year is said"),
        ("أمس الأربعاء 22 ديسمبر", None, "--12-22", "open without a reference"),
    ],
)
def test_a_day_beside_yesterday_has_the_year_of_writing(text, reference, expected, reason):
    assert [row[3] for row in rows_of(text, reference)] == [expected], reason


def test_two_digits_are_no_year_of_ours_in_a_text_with_years_of_the_hijra():
    assert [row[3] for row in rows_of("مات سنة 73 وقيل سنة 74 هـ")] == ["0693"]


def test_a_year_of_fourteen_centuries_is_of_the_calendar_that_its_text_marks():
    assert [row[1] for row in rows_of("بين عام 1320 هـ وعام 1345")] == ["hijri"]
    assert [row[1] for row in rows_of("في عام 1320 هـ ثم في عام 1345")] == ["hijri"] * 2
    assert [row[1] for row in rows_of("في عام 1345")] == ["gregorian"]


def test_a_calendar_knows_the_years_that_the_sky_gives():
    leap_years = [1370, 1375, 1379, 1383, 1387, 1391, 1395, 1399, 1403, 1408]
    assert [year for year in range(1370, 1410) if calendars.solar_hijri(year, 12, 30)] == leap_years
    assert calendars.SOLAR.of_day(date(1979, 2, 11)) == (1357, 11, 22)
    assert calendars.solar_hijri(1100) == ("1721", "1722")
    # the conquest of Baghdad: 4 Safar 656 was the 10th of February 1258
    assert calendars.hijri(656, 2, 4) == ("1258", "1258")
    assert calendars.hijri(656, 13) is None and calendars.hijri(656, 2, 0) is None


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
        ("قبل خمسين عاما", "1971", None, "a ten in words"),
        ("قبل خمسة وعشرين عاما", "1996", None, "a sum"),
        ("قبل مائتي سنة", "1821", None, "two hundred"),
        ("قبل عام واحد", "2020", None, "one"),
        ("قبل 150 عاما", "1871", None, "three digits"),
        ("منذ خمسة آلاف سنة", None, None, "before the years that can be written"),
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
    assert set(calendar_classes().names) - asked == {"with_madda", "imperfect", "persian"}
    assert {call for call in re.findall(r"\{([a-z_]\w*)\}", patterns)} == set(shapes)


@pytest.mark.parametrize(
    ("word", "classes", "number", "clitics", "reason"),
    [
        ("كانون", "month_pair", 112, 0, "100 more than its first month"),
        ("وَدِيسمبر", "month", 12, 2, "a clitic with its vowel mark"),
        ("لليوم", "today", 1, 1, "ل before the article"),
        ("ومارس", "joined_month", 3, 1, "and he practised, or and March"),
        ("بمارس", "month doubtful verbal", 3, 1, "in March"),
        ("ليوليه", "", 0, 0, "that he may appoint him"),
        ("بصفر", "", 0, 0, "no preposition before what is zero too"),
        ("وصفر", "joined_hijri", 2, 1, "and zero, or and Safar"),
        ("بآب", "month doubtful with_madda", 8, 1, "in August"),
        ("باب", "", 0, 0, "a door"),
        ("الآخر", "second no_today", 2, 0, "a word of two classes"),
        ("ثلاث", "digit_word digit_of_year", 3, 0, "another"),
        ("ومئتين", "hundred_word", 200, 1, "a number in a year"),
        ("17T10", "stamped_day", 17, 0, "the day of a time stamp"),
        ("٣١", "number two_digits day_number", 31, 0, "a day"),
        ("99", "number two_digits", 99, 0, "no day"),
        ("314", "number three_digits", 314, 0, "a year of old"),
        ("2200", "", 0, 0, "no year"),
        ("1er", "number two_digits day_number", 1, 0, "a Latin ordinal"),
        ("17.12.21", "packed_date", 20211217, 0, "a date in one word"),
        ("قلم", "", 0, 0, "no word of dates"),
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


def test_the_stamps_of_a_chat_are_no_dates():
    chat = "17/7/2022, 13:05 - علي: نلتقي غدا\n17/7/2022, 13:06 - منى: في 20 أغسطس 2022"
    tokens = split_tokens(pd.DataFrame({"seed": ["s"], "text": [chat]}))
    assert find_dates(tokens)["expression"].tolist() == ["غدا", "20 أغسطس 2022"]
