"""What a date looks like: patterns over the letters that `lexicon` gives to tokens.

A line of letters stands for the tokens of all texts, one letter a token. A line feed parts paragraphs, and
a plus sign stands before a token that begins with a clitic (والخميس), so that no date runs across one.
"""

import re
from collections.abc import Iterator

_MONTH = r"(?:[MmNj]|K[OS])"
_SURE = r"(?:[MN]|K[OS])"
# Two names of one month: تموز/يوليو, أغسطس (آب), شباط فبراير; side by side one of them must be sure.
_TWO = rf"(?:{_MONTH}[/\-]{_MONTH}|{_MONTH}\({_MONTH}\)|{_SURE}{_MONTH}|{_MONTH}{_SURE})"
_PAIR = f"(?P<month_@>{_TWO})"
_ANY = f"(?P<month_@>{_TWO}|{_MONTH})"
_MONTHS = f"s?{_ANY}"
# the year may be announced: من عام 2014، لعام 1436
_SAYS_YEAR = r",?(?:x?\+?[aA][GE]?)?"
_ENDS = r"(?![/\-.][1-5])"
_YEAR = rf"(?:{_SAYS_YEAR}(?P<year_@>4){_ENDS}G?)"
_HIJRI_YEAR = rf"(?:{_SAYS_YEAR}(?P<year_@>4){_ENDS}[GE]?)"
_HIJRI = r"(?P<month_@>[Ii]|R[OS]|J[OS89]|Z[QX])"
_ORDINAL = r"(?:[OSo7]e?(?:\+?v)?|v)"
# الخميس الأول من مايو is the first Thursday, not Thursday the first
_NO_NTH = r"(?!(?<=W)[OSo](?:x|$))"
_DAY = rf"(?:(?P<day_@>[12])x?|{_NO_NTH}(?P<ordinal_@>{_ORDINAL})x)"
_LAST_DAY = rf"(?:(?P<day2_@>[12])x?|(?P<ordinal2_@>{_ORDINAL})x)"
_WEEKDAY = r"(?:(?:D?[uU])?W,?|D?u)?"
_BEHIND = r"(?<=[cCbBxz+])"

#: Kind and pattern. The first that matches at the leftmost place wins: the fuller come before the barer. A
#: kind may have several patterns; ``_@`` in the name of a group becomes the pattern's number.
RULES = (
    (
        "numeric",
        rf"{_WEEKDAY}(?<![1-5][/\-.])(?P<a_@>[1-4])(?P<sign_@>[/\-.])(?P<b_@>[12])(?P=sign_@)(?P<c_@>[1-4])"
        rf"{_ENDS}[EG]?",
    ),
    ("dotted", rf"{_WEEKDAY}(?P<packed_@>F)[EG]?"),
    # من 3 إلى 5 مايو، 3-5 مايو، 9 و10 مايو، من الأول إلى الخامس من مايو
    ("days", rf"u?(?P<day_@>[12])(?:z|-|w)(?P<day2_@>[12])x?{_MONTHS}{_YEAR}?"),
    ("days", rf"(?P<ordinal_@>{_ORDINAL})z(?P<ordinal2_@>{_ORDINAL})x{_MONTHS}{_YEAR}?"),
    (
        "cross",
        rf"{_DAY}{_MONTHS}(?:{_SAYS_YEAR}(?P<year_@>4)G?)?(?:z|-){_LAST_DAY}s?(?P<month2_@>{_MONTH})(?:{_SAYS_YEAR}(?P<year2_@>4)G?)?",
    ),
    ("day", rf"{_WEEKDAY}{_DAY}{_MONTHS}{_YEAR}?"),
    ("day", r"(?P<month_@>[Nj])\.?(?P<day_@>[12])(?:,?(?P<year_@>4))?"),
    ("hijri_days", rf"u?(?P<day_@>[12])(?:z|-|w)(?P<day2_@>[12])x?s?{_HIJRI}{_HIJRI_YEAR}?E?"),
    ("hijri_day", rf"{_WEEKDAY}{_DAY}s?{_HIJRI}{_HIJRI_YEAR}?E?"),
    # صفر is zero too: only شهر before it or a year behind it makes a month of it
    ("hijri_day", rf"{_WEEKDAY}{_DAY}s(?P<month_@>H){_HIJRI_YEAR}?E?"),
    ("hijri_day", rf"{_WEEKDAY}{_DAY}(?P<month_@>H){_HIJRI_YEAR}E?"),
    ("hijri_month", rf"s?(?:{_HIJRI}){_HIJRI_YEAR}E?"),
    ("hijri_month", rf"s(?P<month_@>H){_HIJRI_YEAR}?E?"),
    ("hijri_month", rf"(?:s{_HIJRI})E?"),
    ("hijri_month", rf"(?P<month_@>I|R[OS]|J[OS89]|Z[QX]|{_BEHIND}i|i(?=r))E?"),
    ("months", rf"s?(?P<month_@>{_MONTH})z(?P<month2_@>{_MONTH}){_YEAR}?"),
    ("month", rf"s?{_PAIR}{_YEAR}?"),
    ("month", rf"s?(?P<month_@>{_MONTH}){_YEAR}"),
    ("month", rf"s(?P<month_@>{_MONTH})"),
    # مارس is also "practised", ماي a surname: a preposition, شهر, a day, a year or الماضي makes a month of it
    ("month", rf"(?P<month_@>[MN]|K[OS]|{_BEHIND}[mj]|[mj](?=r))"),
    ("month_year", r"(?<![1-5/\-.])(?P<a_@>1)/(?P<year_@>4)(?![/\-.1-5])"),
    ("years", rf"[aA]?(?P<year_@>4)[/\-](?P<year2_@>[1-4]){_ENDS}[EG]?"),
    ("years", r"t(?P<year_@>4)(?:[wz]|-)(?P<year2_@>4)[EG]?"),
    ("years", r"(?<=x)(?P<year_@>4)z(?P<year2_@>4)[EG]?"),
    ("year", rf"(?P<said_@>[aA])[GE!]?(?P<year_@>[45])(?P<era_@>[EG]|bG)?{_ENDS}"),
    # شتاء 2023، ربيع عام 2011
    ("year", rf"(?P<said_@>[qR])(?:x?[aA])?(?P<year_@>4){_ENDS}"),
    ("year", r"(?P<said_@>[aA])(?P<year_@>[123])(?P<era_@>E|bG)"),
    ("year", r"(?<![1-5])(?<![1-5][/\-.])(?P<year_@>[45])(?P<era_@>[EG]|bG)"),
    ("year_bare", rf"(?<=[cCbxz(])(?P<year_@>4)(?!\d){_ENDS}"),
    ("year_bare", rf"(?<=4w)(?P<year_@>4)(?!\d){_ENDS}"),
    ("decade", rf"(?P<decade_@>T)(?!x%)(?:(?P<era_@>[EG])|x?V(?P<century_@>r|{_ORDINAL}))?"),
    ("century", rf"V(?P<century_@>r|{_ORDINAL})(?P<era_@>[EG]|bG)?"),
    ("century", r"V\^?(?P<number_@>[12])(?P<era_@>[EG]|bG)?"),
    # في 26 الجاري، 5 من الشهر الجاري
    ("day_of_month", r"(?<=[cuzbx])(?P<day_@>[12])(?P<shift_@>r)"),
    ("day_of_month", rf"{_DAY}(?<=x)(?P<unit_@>s)(?P<shift_@>r)"),
    (
        "relative_day",
        r"D?u?(?:(?P<two_@>yO|Oy|Oxy)|(?P<after_@>Bg)|(?P<yesterday_@>y)|(?P<tomorrow_@>g)|(?P<night_@>Yr?)"
        # «اليوم» in marks is a newspaper
        r"|(?P<today_@>(?<![c=`])U|(?<=`)U(?!`)|U(?=,?\(?W))(?![OSo7!]))(?:,?(?P<weekday_@>W)|\((?P<bracketed_@>W)\))?",
    ),
    ("weekday", r"(?<!h)D?u?(?P<weekday_@>W)(?P<shift_@>r)?"),
    ("this", r"f(?P<unit_@>[APsU])(?!r)"),
    ("shifted", r"(?P<unit_@>[APs])(?P<shift_@>r)"),
    ("shifted", r"(?P<pair_@>k)(?P<shift_@>r)"),
    ("shifted", r"(?P<many_@>L)(?P<number_@>[n1])?(?P<shift_@>r)"),
    # منذ شهر يناير and قبل عام 2014 are no distances
    ("ago", r"(?P<way_@>[bB])~?(?P<pair_@>d)(?!x)"),
    ("ago", r"(?P<way_@>[bB])~?(?P<number_@>[n123])(?P<teen_@>e)?(?P<unit_@>[laspu])(?!x)"),
    ("ago", r"(?P<way_@>[bB])~?(?P<many_@>l)(?!x)"),
    ("ago", r"(?P<way_@>[bB])~?(?P<unit_@>[aspu])(?![45MmKIiHRJZNjWy123xOSoU])"),
)

PATTERN = re.compile(
    "|".join(f"(?P<rule_{n}>{pattern.replace('_@', f'_{n}')})" for n, (_, pattern) in enumerate(RULES))
)

# Most tokens are none of a date's words: only stretches of letters with a core in them are tried.
_STRETCH = re.compile(r"[^ \n]+")
_CORE = re.compile(r"[12345FMmNjKIiHRJZTVWUYygAsPkLtfbB]")


def find_matches(line: str) -> Iterator[re.Match]:
    """Yield the matches of `PATTERN` in a line of letters, leftmost first, none overlapping another."""
    for stretch in _STRETCH.finditer(line):
        start, end = stretch.span()
        if _CORE.search(line, start, end):
            yield from PATTERN.finditer(line, start, end)
