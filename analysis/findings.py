"""What a page opens with: a few sentences made from the tables, each with the place of its first row."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.files import label, read_toml, require_language
from analysis.tables import counted_mask, require_columns

#: Columns of a table of findings.
COLUMNS = ["finding", "is_caution", "seed", "start"]
#: Among so many terms of equal count none comes first, and nothing is said.
_MOST_EQUAL = 3
#: A word is heaped up where one paragraph of at least so many holds this share of at least so many hits.
_HEAPED_SHARE, _HEAPED_COUNT, _HEAPED_PARAGRAPHS = 0.75, 4, 4
#: Two words keep company where they meet so often; below it one sentence of the text decides.
_MEETINGS = 3
#: Shares of a text's words from which repeats, and numbers, are worth a warning.
_REPEATED, _NUMERIC = 0.02, 1 / 3
#: Below so many words counts say little.
_SHORT = 150
#: A share of labelled paragraphs that makes a text a dialogue.
_DIALOGUE = 0.5
_NUMBER = r"[\d.,:/%\u066a-\u066c\u060c+-]+"


class Finding(NamedTuple):
    """A sentence, and where the first row behind it stands; null where it is about the whole text."""

    finding: str
    seed: str | None = None
    start: int | None = None
    is_caution: bool = False


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
    say = _Sayer("words", language)
    return _as_table(
        [
            *_size(tokens, say),
            *_top_terms(tokens, terms, say),
            *_phrase(tokens, ngrams, say),
            *_heaped(tokens, terms, say),
            *_company(tokens, collocates, say),
        ]
    )


def describe_names(
    mentions: pd.DataFrame, entities: pd.DataFrame, *, pairs: pd.DataFrame | None = None, language: str = "ar"
) -> pd.DataFrame:
    """Say in sentences who and what is named.

    Parameters
    ----------
    mentions, entities, pairs
        As from ``find_mentions``, ``count_entities`` and ``count_together``.
    language
        As for `describe_words`.

    Returns
    -------
    DataFrame
        As from `describe_words`.
    """
    require_columns(mentions, ["seed", "start", "entity", "kind", "source"], "mentions")
    require_columns(entities, ["entity", "kind", "count"], "entities")
    say = _Sayer("names", language)
    named = entities[entities["kind"].isin(["person", "place", "organisation"])]
    if not len(named):
        return _as_table([Finding(say("none"))])
    counts = named["kind"].astype(str).value_counts(sort=False)
    parts = [f"{label('kinds', kind, language)} {say.number(count)}" for kind, count in counts.items()]
    findings = [Finding(say("kinds", parts=say.listed(parts)))]
    for kind in counts.index:
        findings += _most_named(mentions, named[named["kind"] == kind], kind, say)
    return _as_table([*findings, *_pair(mentions, named, pairs, say), *_by_model(mentions, named, say)])


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
    say = _Sayer("voices", language)
    if not len(quotes):
        return _as_table([Finding(say("none")), *_span_of_dates(dates, say)])
    return _as_table(
        [
            *_dialogue(quotes, paragraphs, say),
            *_kinds_of_speech(quotes, say),
            *_loudest(quotes, voices, say),
            *_unknown(quotes, say),
            *_span_of_dates(dates, say),
        ]
    )


def describe_contrast(
    compared: pd.DataFrame, here: pd.DataFrame, there: pd.DataFrame, *, places=None, language: str = "ar"
) -> pd.DataFrame:
    """Say in sentences what sets a text apart from its reference.

    Parameters
    ----------
    compared
        As from ``compare_terms``.
    here, there
        Its rows that are typical of the text and of the reference, the surest first.
    places
        As from ``find_terms``: where the terms of the text stand.
    language
        As for `describe_words`.

    Returns
    -------
    DataFrame
        As from `describe_words`.
    """
    columns = ["term", "count", "total", "reference_count", "reference_total"]
    for name, table in (("compared", compared), ("here", here), ("there", there)):
        require_columns(table, columns, name)
    say = _Sayer("contrast", language)
    reference = int(compared["reference_total"].max()) if len(compared) else 0
    if not reference:
        return _as_table([Finding(say("none"))])
    words = int(compared["total"].max())
    findings = [Finding(say("sizes", words=say.number(words), reference=say.number(reference)))]
    for key, table in (("here", here), ("there", there)):
        for row in table.head(1).itertuples():
            counts = {"count": say.number(row.count), "other": say.number(row.reference_count)}
            place = _first_place(places, "term", row.term) if key == "here" else (None, None)
            findings.append(Finding(say(key, term=row.term, **counts), *place))
    if not len(here) and not len(there):
        findings.append(Finding(say("even")))
    return _as_table(findings)


def describe_cautions(
    tokens: pd.DataFrame,
    paragraphs: pd.DataFrame,
    *,
    repeats: pd.DataFrame | None = None,
    language: str = "ar",
) -> pd.DataFrame:
    """Say what a reader of the figures has to be careful about.

    Parameters
    ----------
    tokens, paragraphs, repeats
        As from ``split_tokens``, ``split_paragraphs`` and ``find_repeats``, of one text.
    language
        As for `describe_words`.

    Returns
    -------
    DataFrame
        As from `describe_words`, every row a caution: paragraphs that repeat an earlier one, texts that are
        mostly numbers, texts too short for counts to say much.
    """
    require_columns(tokens, ["seed", "start", "kind"], "tokens")
    require_columns(paragraphs, ["seed", "start", "end"], "paragraphs")
    say = _Sayer("cautions", language)
    counted = tokens[counted_mask(tokens)]
    findings = _repeated(counted, paragraphs, repeats, say)
    words = len(counted)
    numbers = int((counted["kind"] == "number").sum())
    if words and numbers / words >= _NUMERIC:
        findings.append(say("numbers", share=say.share(numbers / words)))
    if 0 < words < _SHORT:
        findings.append(say("short", words=say.number(words)))
    return _as_table([Finding(text, is_caution=True) for text in findings])


# ------------------------------------------------------------------------------------------ saying


class _Sayer:
    """The sentences of one section, in one language."""

    def __init__(self, section: str, language: str) -> None:
        require_language(language)
        self._sentences, self._nouns = (
            read_toml("findings.toml")[section],
            read_toml("findings.toml")["nouns"],
        )
        self.language = language

    def __call__(self, key: str, **facts: object) -> str:
        """Return a sentence; what is put in keeps its own direction."""
        return self._sentences[key][self.language].format(
            **{name: fact if isinstance(fact, _Said) else _isolated(fact) for name, fact in facts.items()}
        )

    def number(self, count: object) -> "_Said":
        return _Said(_isolated(f"{int(count):,}"))

    def share(self, part: float) -> "_Said":
        return _Said(_isolated(f"{part:.0%}"))

    def counted(self, noun: str, count: int) -> "_Said":
        """Return a number with its noun, which agrees with it."""
        from babel import Locale

        forms = self._nouns[noun][self.language]
        form = forms.get(Locale.parse(self.language).plural_form(int(count)), forms["other"])
        return _Said(form.format(self.number(count)))

    def times(self, count: int, sharers: list[str], noun: str) -> "_Said":
        """Return how often, for each of those that share the count."""
        said = self.counted("times", count)
        return said if len(sharers) == 1 else _Said(self._nouns[noun][self.language]["other"].format(said))

    def listed(self, parts: Iterable[str]) -> "_Said":
        return _Said(("\u060c " if self.language == "ar" else ", ").join(parts))

    def joined(self, names: list[str], *, marks: str = "{}") -> "_Said":
        """Return names joined by and."""
        return self.both([marks.format(_isolated(name)) for name in names])

    def both(self, parts: list[str]) -> "_Said":
        return _Said((" \u0648" if self.language == "ar" else " and ").join(parts))


class _Said(str):
    """What is ready to be put into a sentence."""


def _isolated(value: object) -> str:
    return f"\u2068{value}\u2069"


def _as_table(findings: Iterable[Finding]) -> pd.DataFrame:
    table = pd.DataFrame(list(findings), columns=Finding._fields)[COLUMNS]
    types = {"finding": "str", "is_caution": bool, "seed": "str", "start": "Int64"}
    return table.astype(types)


def _first_place(table: pd.DataFrame | None, column: str, value: object) -> tuple[str | None, int | None]:
    """Return seed and start of the first row of ``table`` that has ``value``."""
    if table is None or not len(table):
        return None, None
    rows = table[table[column].astype(str) == str(value)]
    return (str(rows["seed"].iloc[0]), int(rows["start"].iloc[0])) if len(rows) else (None, None)


def _leaders(table: pd.DataFrame, name: str) -> list[str]:
    """Return the names with the highest count, none where too many share it."""
    first = table.loc[table["count"] == table["count"].max(), name].astype(str).tolist()
    return first if len(first) <= _MOST_EQUAL else []


# ------------------------------------------------------------------------------------------ words


def _size(tokens: pd.DataFrame, say: _Sayer) -> Iterator[Finding]:
    words = tokens.loc[counted_mask(tokens), "lemma"]
    if len(words):
        yield Finding(say("size", words=say.number(len(words)), types=say.number(words.nunique())))


def _top_terms(tokens: pd.DataFrame, terms: pd.DataFrame, say: _Sayer) -> Iterator[Finding]:
    terms = terms[~terms["term"].astype(str).str.fullmatch(_NUMBER)]
    ordered = terms.sort_values("count", ascending=False, kind="stable")
    most = int(ordered["count"].max()) if len(ordered) else 0
    if most < 2:
        if len(ordered):
            yield Finding(say("even"))
        return
    leaders = _leaders(ordered, "term")
    if not leaders:
        return
    marks = "\u00ab{}\u00bb" if say.language == "ar" else "\u201c{}\u201d"
    behind = ordered[(ordered["count"] < most) & (ordered["count"] > 1)].head(_MOST_EQUAL - len(leaders))
    rest = [
        f"{marks.format(_isolated(term))} ({say.number(count)})"
        for term, count in zip(behind["term"], behind["count"], strict=True)
    ]
    first = f"{say.joined(leaders, marks=marks)} ({say.times(most, leaders, 'word')})"
    # the one that is said first has its places in the table below
    place = _first_place(tokens, "lemma", leaders[0])
    others = _Said(say("then", rest=say.both(rest)) if rest else "")
    yield Finding(say("top", first=_Said(first), others=others), *place)


def _phrase(tokens: pd.DataFrame, ngrams: pd.DataFrame | None, say: _Sayer) -> Iterator[Finding]:
    if ngrams is None or not len(ngrams) or ngrams["count"].max() < 2:
        return
    leaders = _leaders(ngrams, "term")
    if len(leaders) == 1:
        row = ngrams[ngrams["term"].astype(str) == leaders[0]].iloc[0]
        written = row["forms"][0][0] if "forms" in ngrams else row["term"]
        yield Finding(say("phrase", phrase=written, times=say.counted("times", row["count"])))


def _heaped(tokens: pd.DataFrame, terms: pd.DataFrame, say: _Sayer) -> Iterator[Finding]:
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


def _company(tokens: pd.DataFrame, collocates: pd.DataFrame | None, say: _Sayer) -> Iterator[Finding]:
    if collocates is None or not len(collocates):
        return
    # G2 is large as well where two words keep apart
    often = collocates[(collocates["count"] >= _MEETINGS) & (collocates["log_ratio"] > 0)]
    if len(often):
        row = often.nlargest(1, "g2").iloc[0]
        said = {"node": row["node"], "collocate": row["collocate"]}
        place = _first_place(tokens, "lemma", row["node"])
        yield Finding(say("company", times=say.counted("times", row["count"]), **said), *place)


# ------------------------------------------------------------------------------------------ names


def _most_named(mentions: pd.DataFrame, named: pd.DataFrame, kind: str, say: _Sayer) -> Iterator[Finding]:
    """Name who is named most of one kind; one mention alone, or many equals, is no finding."""
    most = int(named["count"].max())
    leaders = _leaders(named, "entity")
    if most < 2 or not leaders:
        return
    facts = {"name": _names(named, leaders, say), "times": say.times(most, leaders, "name")}
    first = named[named["entity"].astype(str) == leaders[0]].iloc[0]
    described = first.get("description")
    place = _first_place(mentions, "entity", leaders[0])
    if kind == "person" and len(leaders) == 1 and isinstance(described, str):
        yield Finding(say("described", description=described, **facts), *place)
    else:
        yield Finding(say(kind, **facts), *place)


def _names(named: pd.DataFrame, leaders: list[str], say: _Sayer) -> _Said:
    """Return names as a reader of the language knows them."""
    if say.language == "en" and "entity_en" in named:
        known = dict(zip(named["entity"].astype(str), named["entity_en"], strict=True))
        leaders = [known[name] if isinstance(known.get(name), str) else name for name in leaders]
    return say.joined(leaders)


def _pair(
    mentions: pd.DataFrame, named: pd.DataFrame, pairs: pd.DataFrame | None, say: _Sayer
) -> Iterator[Finding]:
    """Name the two who share most paragraphs, if no other two share as many."""
    if pairs is None or not len(pairs):
        return
    first = pairs[pairs["count"] == pairs["count"].max()]
    if len(first) == 1 and first["count"].iloc[0] > 1:
        row = first.iloc[0]
        place = _first_place(mentions, "entity", row["entity"])
        paragraphs = say.counted("paragraphs", row["count"])
        name, other = (_names(named, [row[column]], say) for column in ("entity", "other"))
        yield Finding(say("pair", name=name, other=other, paragraphs=paragraphs), *place)


def _by_model(mentions: pd.DataFrame, named: pd.DataFrame, say: _Sayer) -> Iterator[Finding]:
    """Warn of names that nothing but the model vouches for."""
    alone = mentions.groupby("entity", observed=True)["source"].agg(lambda each: set(each) == {"tagger"})
    doubtful = named[named["entity"].map(alone).fillna(False).astype(bool)]
    if len(doubtful):
        facts = {"count": say.number(len(doubtful)), "total": say.number(len(named))}
        place = _first_place(mentions, "entity", doubtful["entity"].iloc[0])
        yield Finding(say("model", **facts), *place, is_caution=True)


# ------------------------------------------------------------------------------------------ voices


def _dialogue(quotes: pd.DataFrame, paragraphs: pd.DataFrame | None, say: _Sayer) -> Iterator[Finding]:
    turns = quotes[(quotes["speech"] == "turn") & quotes["entity"].notna()]
    if paragraphs is not None and len(turns) and len(turns) >= _DIALOGUE * len(paragraphs):
        facts = {"count": say.number(len(turns)), "total": say.number(len(paragraphs))}
        yield Finding(say("dialogue", **facts), *_first_row(turns))


def _kinds_of_speech(quotes: pd.DataFrame, say: _Sayer) -> Iterator[Finding]:
    counts = quotes["speech"].astype(str).value_counts()
    parts = [f"{label('speech', kind, say.language)} {say.number(count)}" for kind, count in counts.items()]
    yield Finding(say("kinds", parts=say.listed(parts)), *_first_row(quotes))


def _loudest(quotes: pd.DataFrame, voices: pd.DataFrame, say: _Sayer) -> Iterator[Finding]:
    """Name who says most, and the stance of the verbs if it is more than neutral."""
    known = voices.dropna(subset=["entity"]).groupby("entity", sort=False)["words"].sum()
    known = known.sort_values(ascending=False, kind="stable")
    if not len(known) or (len(known) > 1 and known.iloc[0] == known.iloc[1]):
        return
    name, own = known.index[0], quotes[quotes["entity"] == known.index[0]]
    if len(known) == 1:
        yield Finding(say("only", name=name), *_first_row(own))
    else:
        facts = {"words": say.number(known.iloc[0]), "total": say.number(known.sum())}
        yield Finding(say("most", name=name, **facts), *_first_row(own))
    stances = own["stance"].dropna().astype(str).value_counts()
    if len(stances) and stances.index[0] != "neutral" and stances.iloc[0] * 2 > len(own) > 1:
        facts = {"count": say.number(stances.iloc[0]), "total": say.number(len(own))}
        stance = label("stances", stances.index[0], say.language)
        yield Finding(say("stance", name=name, stance=stance, **facts), *_first_row(own))


def _unknown(quotes: pd.DataFrame, say: _Sayer) -> Iterator[Finding]:
    unknown = quotes[quotes["entity"].isna()]
    if len(unknown):
        facts = {"count": say.number(len(unknown)), "total": say.number(len(quotes))}
        yield Finding(say("unknown", **facts), *_first_row(unknown), is_caution=True)


def _span_of_dates(dates: pd.DataFrame | None, say: _Sayer) -> Iterator[Finding]:
    """Say the first and the last date of known year."""
    if dates is None or not len(dates):
        return
    known = dates[dates["date"].astype("str").str.match(r"\d{4}").fillna(False)]
    first = known["date"].astype(str)
    last = known["date_end"].fillna(known["date"]).astype(str)
    if len(known) > 1 and first.min() != last.max():
        row = known[first == first.min()]
        said = say("dates", first=_Said(_isolated(first.min())), last=_Said(_isolated(last.max())))
        yield Finding(said, *_first_row(row))


def _first_row(table: pd.DataFrame) -> tuple[str, int]:
    return str(table["seed"].iloc[0]), int(table["start"].iloc[0])


# ------------------------------------------------------------------------------------------ cautions


def _repeated(
    counted: pd.DataFrame, paragraphs: pd.DataFrame, repeats: pd.DataFrame | None, say: _Sayer
) -> list[str]:
    """Say how much of a text its repeated paragraphs are, all but the first of each."""
    if repeats is None or not len(repeats) or not len(counted):
        return []
    later = repeats[repeats["cluster"].duplicated()]
    starts = np.sort(counted["start"].to_numpy())
    inside = np.searchsorted(starts, later["end"].to_numpy()) - np.searchsorted(
        starts, later["start"].to_numpy()
    )
    share = inside.sum() / len(counted)
    if share < _REPEATED:
        return []
    counts = {"count": say.number(len(later)), "total": say.number(len(paragraphs))}
    return [say("repeats", share=say.share(share), **counts)]
