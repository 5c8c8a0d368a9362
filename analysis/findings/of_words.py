"""What the words of a text are, in sentences."""

from collections.abc import Iterator

import pandas as pd

from analysis.findings.saying import (
    MOST_EQUAL,
    Finding,
    Said,
    Sayer,
    as_table,
    first_place,
    isolated,
    most_frequent,
)
from analysis.tables import counted_mask, require_columns

#: A word is heaped up where one paragraph of at least so many holds this share of at least so many hits.
_HEAPED_SHARE, _HEAPED_COUNT, _HEAPED_PARAGRAPHS = 0.75, 4, 4
#: Two words keep company where they meet so often; below it one sentence of the text decides.
_MEETINGS = 3
_NUMBER = r"[\d.,:/%\u066a-\u066c\u060c+-]+"


def describe_words(
    tokens: pd.DataFrame,
    terms: pd.DataFrame,
    *,
    ngrams: pd.DataFrame | None = None,
    collocates: pd.DataFrame | None = None,
    language: str = "ar",
) -> pd.DataFrame:
    """Say in sentences what the words of a text are.

    Parameters
    ----------
    tokens
        Tokens of one text with lemmas.
    terms
        As from ``count_terms`` at level ``"lemma"``, small words left out.
    ngrams, collocates
        As from ``count_ngrams`` and ``count_collocates``: the most frequent phrase, and the word that keeps
        most company with the node, are said where they meet often enough.
    language
        Of the sentences, ``"ar"`` or ``"en"``.

    Returns
    -------
    DataFrame
        One row per sentence: ``finding``, ``is_caution``, ``seed`` and ``start`` (of the first place it is
        about; null where it is about the whole text). Nothing is said of what the tables do not hold.

    Raises
    ------
    ColumnError
        If a column is missing.
    """
    require_columns(tokens, ["seed", "paragraph", "start", "kind", "lemma"], "tokens")
    require_columns(terms, ["term", "count"], "terms")
    say = Sayer("words", language)
    return as_table(
        [
            *_size(tokens, say),
            *_top_terms(tokens, terms, say),
            *_phrase(tokens, ngrams, say),
            *_heaped(tokens, terms, say),
            *_company(tokens, collocates, say),
        ]
    )


def _size(tokens: pd.DataFrame, say: Sayer) -> Iterator[Finding]:
    words = tokens.loc[counted_mask(tokens), "lemma"]
    if len(words):
        yield Finding(say("size", words=say.number(len(words)), types=say.number(words.nunique())))


def _top_terms(tokens: pd.DataFrame, terms: pd.DataFrame, say: Sayer) -> Iterator[Finding]:
    terms = terms[~terms["term"].astype(str).str.fullmatch(_NUMBER)]
    ordered = terms.sort_values("count", ascending=False, kind="stable")
    most = int(ordered["count"].max()) if len(ordered) else 0
    if most < 2:
        if len(ordered):
            yield Finding(say("even"))
        return
    leaders = most_frequent(ordered, "term")
    if not leaders:
        return
    marks = "\u00ab{}\u00bb" if say.language == "ar" else "\u201c{}\u201d"
    behind = ordered[(ordered["count"] < most) & (ordered["count"] > 1)].head(MOST_EQUAL - len(leaders))
    rest = [
        f"{marks.format(isolated(term))} ({say.number(count)})"
        for term, count in zip(behind["term"], behind["count"], strict=True)
    ]
    first = f"{say.joined(leaders, marks=marks)} ({say.times(most, leaders, 'word')})"
    # the one that is said first has its places in the table below
    place = first_place(tokens, "lemma", leaders[0])
    others = Said(say("then", rest=say.both(rest)) if rest else "")
    yield Finding(say("top", first=Said(first), others=others), *place)


def _phrase(tokens: pd.DataFrame, ngrams: pd.DataFrame | None, say: Sayer) -> Iterator[Finding]:
    if ngrams is None or not len(ngrams) or ngrams["count"].max() < 2:
        return
    leaders = most_frequent(ngrams, "term")
    if len(leaders) == 1:
        row = ngrams[ngrams["term"].astype(str) == leaders[0]].iloc[0]
        written = row["forms"][0][0] if "forms" in ngrams else row["term"]
        yield Finding(say("phrase", phrase=written, times=say.counted("times", row["count"])))


def _heaped(tokens: pd.DataFrame, terms: pd.DataFrame, say: Sayer) -> Iterator[Finding]:
    """Name the most frequent word that nearly all stands in one paragraph."""
    if tokens["paragraph"].nunique() < _HEAPED_PARAGRAPHS:
        return
    often = terms[terms["count"] >= _HEAPED_COUNT].head(10)
    hits = tokens[tokens["lemma"].isin(often["term"]) & counted_mask(tokens)]
    for term, count in zip(often["term"], often["count"], strict=True):
        places = hits[hits["lemma"] == term]
        there = places["paragraph"].value_counts()
        if len(there) and there.iloc[0] >= _HEAPED_SHARE * count:
            paragraph = there.index[0]
            row = places[places["paragraph"] == paragraph].iloc[0]
            numbers = {"there": say.number(there.iloc[0]), "count": say.number(count)}
            said = say("heaped", term=term, paragraph=say.number(paragraph), **numbers)
            yield Finding(said, str(row["seed"]), int(row["start"]))
            return


def _company(tokens: pd.DataFrame, collocates: pd.DataFrame | None, say: Sayer) -> Iterator[Finding]:
    if collocates is None or not len(collocates):
        return
    # G2 is large as well where two words keep apart
    often = collocates[(collocates["count"] >= _MEETINGS) & (collocates["log_ratio"] > 0)]
    if len(often):
        row = often.nlargest(1, "g2").iloc[0]
        said = {"node": row["node"], "collocate": row["collocate"]}
        place = first_place(tokens, "lemma", row["node"])
        yield Finding(say("company", times=say.counted("times", row["count"]), **said), *place)
