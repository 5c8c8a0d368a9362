"""Which entity to look at, its mentions, and how each is introduced."""

import pandas as pd

from analysis.tables import require_columns


def choose_entity(entities: pd.DataFrame) -> str | None:
    """Choose the entity to look at: the most named person, else the most named entity.

    Parameters
    ----------
    entities
        Columns ``entity``, ``kind``, ``count``, as returned by ``count_entities``.

    Returns
    -------
    str or None
        The person named most often; where nobody is named, the place, organisation or group; where there are
        only adjectives, theirs. None if nothing is named; ``find_in_context`` finds nothing for it.

    Raises
    ------
    ColumnError
        If a column is missing.

    Examples
    --------
    >>> entities = pd.DataFrame({"entity": ["مصر", "سامي"], "kind": ["place", "person"], "count": [9, 2]})
    >>> choose_entity(entities), choose_entity(entities.head(1)), choose_entity(entities.head(0))
    ('سامي', 'مصر', None)
    """
    require_columns(entities, ("entity", "kind", "count"), "entities")
    kind = entities["kind"].astype("str")
    ranks = entities.assign(rank=(kind != "person") + 1 * (kind == "adjective"))
    ranks = ranks.sort_values(["rank", "count"], ascending=[True, False], kind="stable")
    return next(iter(ranks["entity"]), None)


def find_entities(mentions: pd.DataFrame, entities: pd.DataFrame) -> pd.DataFrame:
    """Find the mentions of some entities, as ``find_terms`` finds the places of some terms.

    Parameters
    ----------
    mentions
        As returned by ``find_mentions``.
    entities
        Columns ``entity``, ``kind``: the rows of ``count_entities`` that are of interest.

    Returns
    -------
    DataFrame
        The rows of ``mentions`` whose entity and kind are among ``entities``, in reading order.

    Raises
    ------
    ColumnError
        If a column is missing.

    Examples
    --------
    >>> mentions = pd.DataFrame({"entity": ["مصر", "لبنان", "مصر"], "kind": ["place", "place", "adjective"]})
    >>> find_entities(mentions, mentions.head(1)).to_numpy().tolist()
    [['مصر', 'place']]
    """
    require_columns(mentions, ("entity", "kind"), "mentions")
    require_columns(entities, ("entity", "kind"), "entities")
    wanted = set(zip(entities["entity"], entities["kind"].astype("str"), strict=True))
    pairs = zip(mentions["entity"], mentions["kind"].astype("str"), strict=True)
    kept = pd.Series([pair in wanted for pair in pairs], index=mentions.index, dtype=bool)
    return mentions[kept].reset_index(drop=True)


def find_introductions(mentions: pd.DataFrame, *, kind: str = "person") -> pd.DataFrame:
    """Find where each person is first named, and the first office or title put with the name.

    Parameters
    ----------
    mentions
        As returned by ``find_mentions``.
    kind
        The kind of entity; ``"person"`` unless others are asked for.

    Returns
    -------
    DataFrame
        One row per entity of the kind, in the order of their first mentions: ``seed``, ``paragraph``,
        ``start``, ``end`` (code points, end excluded), ``mention``, ``entity``, ``entity_en`` and
        ``description``, the first one given to the entity anywhere; null where there is none.

    Raises
    ------
    ColumnError
        If a column is missing.

    Examples
    --------
    >>> places = {"seed": "x", "paragraph": 1, "start": [0, 9], "end": [4, 13], "mention": ["سامي"] * 2}
    >>> mentions = pd.DataFrame({**places, "kind": "person", "entity": "سامي", "entity_en": None})
    >>> mentions["description"] = [None, "الوزير"]
    >>> find_introductions(mentions)[["start", "entity", "description"]].to_numpy().tolist()
    [[0, 'سامي', 'الوزير']]
    """
    columns = ["seed", "paragraph", "start", "end", "mention", "entity", "entity_en", "description"]
    require_columns(mentions, (*columns, "kind"), "mentions")
    named = mentions[(mentions["kind"].astype("str") == kind) & mentions["entity"].notna()]
    # GroupBy.first steps over what is null: an office named later is an introduction too
    known = named.groupby("entity", sort=False)[["entity_en", "description"]].first()
    first = named.drop_duplicates("entity")[columns[:-2]].reset_index(drop=True)
    return first.join(known, on="entity")[columns]
