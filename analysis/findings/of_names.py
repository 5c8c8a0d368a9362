"""Who and what is named in a text, in sentences."""

from collections.abc import Iterator

import pandas as pd

from analysis.files import label
from analysis.findings.saying import Finding, Said, Sayer, as_table, first_place, most_frequent
from analysis.tables import require_columns


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
    say = Sayer("names", language)
    named = entities[entities["kind"].isin(["person", "place", "organisation"])]
    if not len(named):
        return as_table([Finding(say("none"))])
    counts = named["kind"].astype(str).value_counts(sort=False)
    parts = [f"{label('kinds', kind, language)} {say.number(count)}" for kind, count in counts.items()]
    findings = [Finding(say("kinds", parts=say.listed(parts)))]
    for kind in counts.index:
        findings += _most_named(mentions, named[named["kind"] == kind], kind, say)
    return as_table([*findings, *_pair(mentions, named, pairs, say), *_by_model(mentions, named, say)])


def _most_named(mentions: pd.DataFrame, named: pd.DataFrame, kind: str, say: Sayer) -> Iterator[Finding]:
    """Name who is named most of one kind; one mention alone, or many equals, is no finding."""
    most = int(named["count"].max())
    leaders = most_frequent(named, "entity")
    if most < 2 or not leaders:
        return
    facts = {"name": _names(named, leaders, say), "times": say.times(most, leaders, "name")}
    first = named[named["entity"].astype(str) == leaders[0]].iloc[0]
    described = first.get("description")
    place = first_place(mentions, "entity", leaders[0])
    if kind == "person" and len(leaders) == 1 and isinstance(described, str):
        yield Finding(say("described", description=described, **facts), *place)
    else:
        yield Finding(say(kind, **facts), *place)


def _names(named: pd.DataFrame, leaders: list[str], say: Sayer) -> Said:
    """Return names as a reader of the language knows them."""
    if say.language == "en" and "entity_en" in named:
        known = dict(zip(named["entity"].astype(str), named["entity_en"], strict=True))
        leaders = [known[name] if isinstance(known.get(name), str) else name for name in leaders]
    return say.joined(leaders)


def _pair(
    mentions: pd.DataFrame, named: pd.DataFrame, pairs: pd.DataFrame | None, say: Sayer
) -> Iterator[Finding]:
    """Name the two who share most paragraphs, if no other two share as many."""
    if pairs is None or not len(pairs):
        return
    first = pairs[pairs["count"] == pairs["count"].max()]
    if len(first) == 1 and first["count"].iloc[0] > 1:
        row = first.iloc[0]
        place = first_place(mentions, "entity", row["entity"])
        paragraphs = say.counted("paragraphs", row["count"])
        name, other = (_names(named, [row[column]], say) for column in ("entity", "other"))
        yield Finding(say("pair", name=name, other=other, paragraphs=paragraphs), *place)


def _by_model(mentions: pd.DataFrame, named: pd.DataFrame, say: Sayer) -> Iterator[Finding]:
    """Warn of names that nothing but the model vouches for."""
    alone = mentions.groupby("entity", observed=True)["source"].agg(lambda each: set(each) == {"tagger"})
    doubtful = named[named["entity"].map(alone).fillna(False).astype(bool)]
    if len(doubtful):
        facts = {"count": say.number(len(doubtful)), "total": say.number(len(named))}
        place = first_place(mentions, "entity", doubtful["entity"].iloc[0])
        yield Finding(say("model", **facts), *place, is_caution=True)
