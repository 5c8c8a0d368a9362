"""Who speaks in a text, how, and of when it tells, in sentences."""

from collections.abc import Iterator

import pandas as pd

from analysis.files import label
from analysis.findings.saying import Finding, Said, Sayer, as_table, first_row, isolated
from analysis.tables import require_columns

#: A share of labelled paragraphs that makes a text a dialogue.
_DIALOGUE = 0.5


def describe_voices(
    quotes: pd.DataFrame,
    voices: pd.DataFrame,
    *,
    paragraphs: pd.DataFrame | None = None,
    dates: pd.DataFrame | None = None,
    language: str = "ar",
) -> pd.DataFrame:
    """Say in sentences who speaks, how, and of when the text tells.

    Parameters
    ----------
    quotes, voices, dates
        As from ``find_quotes``, ``count_voices`` and ``find_dates``.
    paragraphs
        As from ``split_paragraphs``: whether the text is a dialogue.
    language
        As for `describe_words`.

    Returns
    -------
    DataFrame
        As from `describe_words`.
    """
    require_columns(quotes, ["seed", "start", "entity", "speech", "stance"], "quotes")
    require_columns(voices, ["entity", "words"], "voices")
    say = Sayer("voices", language)
    if not len(quotes):
        return as_table([Finding(say("none")), *_span_of_dates(dates, say)])
    return as_table(
        [
            *_dialogue(quotes, paragraphs, say),
            *_kinds_of_speech(quotes, say),
            *_loudest(quotes, voices, say),
            *_unknown(quotes, say),
            *_span_of_dates(dates, say),
        ]
    )


def _dialogue(quotes: pd.DataFrame, paragraphs: pd.DataFrame | None, say: Sayer) -> Iterator[Finding]:
    turns = quotes[(quotes["speech"] == "turn") & quotes["entity"].notna()]
    if paragraphs is not None and len(turns) and len(turns) >= _DIALOGUE * len(paragraphs):
        facts = {"count": say.number(len(turns)), "total": say.number(len(paragraphs))}
        yield Finding(say("dialogue", **facts), *first_row(turns))


def _kinds_of_speech(quotes: pd.DataFrame, say: Sayer) -> Iterator[Finding]:
    counts = quotes["speech"].astype(str).value_counts()
    parts = [f"{label('speech', kind, say.language)} {say.number(count)}" for kind, count in counts.items()]
    yield Finding(say("kinds", parts=say.listed(parts)), *first_row(quotes))


def _loudest(quotes: pd.DataFrame, voices: pd.DataFrame, say: Sayer) -> Iterator[Finding]:
    """Name who says most, and the stance of the verbs if it is more than neutral."""
    known = voices.dropna(subset=["entity"]).groupby("entity", sort=False)["words"].sum()
    known = known.sort_values(ascending=False, kind="stable")
    if not len(known) or (len(known) > 1 and known.iloc[0] == known.iloc[1]):
        return
    name, own = known.index[0], quotes[quotes["entity"] == known.index[0]]
    if len(known) == 1:
        yield Finding(say("only", name=name), *first_row(own))
    else:
        facts = {"words": say.number(known.iloc[0]), "total": say.number(known.sum())}
        yield Finding(say("most", name=name, **facts), *first_row(own))
    stances = own["stance"].dropna().astype(str).value_counts()
    if len(stances) and stances.index[0] != "neutral" and stances.iloc[0] * 2 > len(own) > 1:
        facts = {"count": say.number(stances.iloc[0]), "total": say.number(len(own))}
        stance = label("stances", stances.index[0], say.language)
        yield Finding(say("stance", name=name, stance=stance, **facts), *first_row(own))


def _unknown(quotes: pd.DataFrame, say: Sayer) -> Iterator[Finding]:
    unknown = quotes[quotes["entity"].isna()]
    if len(unknown):
        facts = {"count": say.number(len(unknown)), "total": say.number(len(quotes))}
        yield Finding(say("unknown", **facts), *first_row(unknown), is_caution=True)


def _span_of_dates(dates: pd.DataFrame | None, say: Sayer) -> Iterator[Finding]:
    """Say the first and the last date of known year."""
    if dates is None or not len(dates):
        return
    known = dates[dates["date"].astype("str").str.match(r"\d{4}").fillna(False)]
    first = known["date"].astype(str)
    last = known["date_end"].fillna(known["date"]).astype(str)
    if len(known) > 1 and first.min() != last.max():
        row = known[first == first.min()]
        said = say("dates", first=Said(isolated(first.min())), last=Said(isolated(last.max())))
        yield Finding(said, *first_row(row))
