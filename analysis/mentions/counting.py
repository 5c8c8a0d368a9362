"""Tables about entities: how often, under which forms, and who appears with whom."""

import pandas as pd

from analysis.tables import require_columns


def count_entities(mentions: pd.DataFrame) -> pd.DataFrame:
    """Count each entity, with its written forms, where it is first named and what is said of it there.

    Parameters
    ----------
    mentions
        As returned by ``find_mentions``.

    Returns
    -------
    DataFrame
        One row per entity and kind, most named first: ``entity``, ``kind``, ``entity_en``, ``count``
        (mentions), ``forms`` (a list of ``(mention, count)`` pairs that add up to ``count``, most frequent
        first), ``seed``, ``paragraph``, ``start`` (its first mention, ``start`` in code points), ``related``,
        ``description`` (the first office named) and ``evidence`` (of the first mention). An adjective
        (الروسي for روسيا) is a row of its own beside the country.

    Raises
    ------
    ColumnError
        If a column is missing.

    Examples
    --------
    >>> from analysis import split_tokens
    >>> from analysis.mentions import find_mentions
    >>> tokens = split_tokens(pd.DataFrame({"seed": ["x"], "text": ["أمريكا وأميركا والأمريكي"]}))
    >>> count_entities(find_mentions(tokens))[["entity", "kind", "count"]].to_numpy().tolist()
    [['أمريكا', 'place', 2], ['أمريكا', 'adjective', 1]]
    """
    place, said = ["seed", "paragraph", "start"], ["related", "description", "evidence"]
    require_columns(mentions, [*place, "mention", "kind", "entity", "entity_en", *said], "mentions")
    # tables put together (pd.concat) repeat their labels
    named = mentions[mentions["entity"].notna()].reset_index(drop=True)
    named = named.assign(kind=lambda table: table["kind"].astype("str"))
    groups = named.groupby(["entity", "kind"], sort=False, observed=True)
    # GroupBy.first steps over what is null: an office named later is one too
    table = groups[["entity_en", *said]].first()
    first = groups[place].nth(0)
    first.index = pd.MultiIndex.from_frame(named.loc[first.index, ["entity", "kind"]])
    table = table.join(first).assign(count=groups.size()).reset_index()
    forms = _forms(named)
    keys = zip(table["entity"], table["kind"], strict=True)
    table["forms"] = pd.Series([forms[key] for key in keys], dtype=object, index=table.index)
    table = table.sort_values("count", ascending=False, kind="stable", ignore_index=True)
    return table[["entity", "kind", "entity_en", "count", "forms", *place, *said]]


def _forms(named: pd.DataFrame) -> dict[tuple[str, str], list[tuple[str, int]]]:
    """Return, by entity and kind, the distinct written forms, most frequent first, with their counts."""
    counts = named.groupby(["entity", "kind", "mention"], sort=True, observed=True).size()
    counts = counts.sort_values(ascending=False, kind="stable")
    forms: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for (entity, kind, mention), count in zip(counts.index, counts.tolist(), strict=True):
        forms.setdefault((entity, kind), []).append((mention, count))
    return forms


def count_kinds(mentions: pd.DataFrame) -> pd.DataFrame:
    """Count the mentions of each kind, and how many entities they name.

    Parameters
    ----------
    mentions
        As returned by ``find_mentions``.

    Returns
    -------
    DataFrame
        One row per kind that occurs, most mentions first: ``kind``, ``count`` (mentions), ``entities``.

    Raises
    ------
    ColumnError
        If a column is missing.

    Examples
    --------
    >>> count_kinds(pd.DataFrame({"kind": ["place", "place"], "entity": ["مصر", "مصر"]})).to_numpy().tolist()
    [['place', 2, 1]]
    """
    require_columns(mentions, ("kind", "entity"), "mentions")
    kinds = mentions["kind"].astype("str")
    counts = mentions["entity"].groupby(kinds, sort=True).agg(count="size", entities="nunique")
    return counts.sort_values("count", ascending=False, kind="stable").reset_index()


def count_together(mentions: pd.DataFrame, *, by: str = "paragraph") -> pd.DataFrame:
    """Count in how many paragraphs (or texts) two entities are both named.

    Parameters
    ----------
    mentions
        As returned by ``find_mentions``, or the rows of it that are of interest.
    by
        ``"paragraph"`` or ``"seed"``, or another column of ``mentions``: a unit within a text.

    Returns
    -------
    DataFrame
        One row per pair, most frequent first: ``entity``, ``other``, ``count`` (units that name both).
        Each pair stands once, the entity first that is named in more units.

    Raises
    ------
    ColumnError
        If a column is missing.

    Examples
    --------
    >>> mentions = pd.DataFrame(
    ...     {"seed": "x", "paragraph": [1, 1, 2, 2, 2], "entity": ["روسيا", "مصر", "روسيا", "مصر", "مصر"]}
    ... )
    >>> count_together(mentions).to_numpy().tolist()
    [['روسيا', 'مصر', 2]]
    """
    require_columns(mentions, ("seed", by, "entity"), "mentions")
    keys = list(dict.fromkeys(["seed", by]))
    units = mentions[[*keys, "entity"]].dropna().drop_duplicates()
    frequency = units["entity"].value_counts()
    names = sorted(frequency.index, key=lambda name: (-frequency[name], name))
    units["rank"] = pd.Index(names).get_indexer(units["entity"])
    pairs = units.merge(units, on=keys, suffixes=("", "_other"))
    pairs = pairs[pairs["rank"] < pairs["rank_other"]]
    counts = pairs.groupby(["rank", "rank_other"], sort=True).size().reset_index(name="count")
    counts = counts.sort_values("count", ascending=False, kind="stable", ignore_index=True)
    columns = {"entity": "rank", "other": "rank_other"}
    table = {
        column: pd.Series([names[at] for at in counts[rank]], dtype="str") for column, rank in columns.items()
    }
    return pd.DataFrame(table).assign(count=counts["count"].astype("int64"))
