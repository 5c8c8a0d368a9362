"""Trying a correction out: what to forbid so that an entity goes, and what changes when it has gone."""

from pathlib import Path

import pandas as pd

from analysis.mentions.aliases import check_aliases, phrase_of, read_aliases
from analysis.tables import COUNTED_KINDS, require_columns
from analysis.tokens import split_tokens


def forbid_entities(entities: pd.DataFrame, *, aliases: Path | str | dict | None = None) -> dict:
    """Write the correction that takes entities out, however the text writes their names.

    Parameters
    ----------
    entities
        Columns ``entity``, ``forms``: the rows of ``count_entities`` to take out.
    aliases
        The corrections there are already, as ``find_mentions`` takes them; they stay. What they say of a
        name that is taken out goes.

    Returns
    -------
    dict
        Corrections for ``find_mentions(..., aliases=...)``; ``forbid`` lists every written form, for a line
        of ``aliases.toml`` forbids one way of writing a name, not its other ways.

    Raises
    ------
    ColumnError
        If a column is missing.
    AliasError
        If ``aliases`` cannot be read or has a wrong entry.

    Examples
    --------
    >>> forms = [[("أنتوني بلينكن", 2), ("بلينكن", 1)]]
    >>> forbid_entities(pd.DataFrame({"entity": ["أنتوني بلينكن"], "forms": forms}))
    {'forbid': ['أنتوني بلينكن', 'بلينكن']}
    """
    require_columns(entities, ("entity", "forms"), "entities")
    known = {} if aliases is None else aliases if isinstance(aliases, dict) else read_aliases(aliases)
    check_aliases(known)
    written = [form for forms in entities["forms"] for form, _ in forms]
    forbid = dict.fromkeys([*known.get("forbid", ()), *_words_of(written)])
    gone = {phrase_of(name) for name in forbid}
    corrections = {**known, "forbid": list(forbid)}
    if "names" in known:
        corrections["names"] = {
            entity: fields
            for entity, fields in known["names"].items()
            if gone.isdisjoint(map(phrase_of, (entity, *fields.get("aliases", ()))))
        }
    if "merge" in known:
        corrections["merge"] = {
            name: entity for name, entity in known["merge"].items() if phrase_of(name) not in gone
        }
    return corrections


def _words_of(names: list[str]) -> list[str]:
    """Return names without the marks inside them: the file's names are compared word by word."""
    seeds = pd.DataFrame({"seed": [str(number) for number in range(len(names))], "text": names}, dtype="str")
    tokens = split_tokens(seeds)
    words = tokens[tokens["kind"].isin(COUNTED_KINDS)]
    return words.groupby("seed", sort=False, observed=True)["token"].agg(" ".join).tolist()


def compare_entities(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Compare two counts of entities, as before and after a correction: what changed.

    Parameters
    ----------
    before, after
        Columns ``entity``, ``kind``, ``count``, as returned by ``count_entities``.

    Returns
    -------
    DataFrame
        One row per entity and kind whose count differs, those of ``before`` first in their order, then what
        only ``after`` has: ``entity``, ``kind``, ``count_before``, ``count_after`` (0 where it is not there).
        Empty if nothing changed.

    Raises
    ------
    ColumnError
        If a column is missing.

    Examples
    --------
    >>> before = pd.DataFrame({"entity": ["مصر", "سامي"], "kind": ["place", "person"], "count": [2, 1]})
    >>> compare_entities(before, before.head(1)).to_numpy().tolist()
    [['سامي', 'person', 1, 0]]
    """
    counts = {}
    for name, table in (("before", before), ("after", after)):
        require_columns(table, ("entity", "kind", "count"), name)
        keys = zip(table["entity"], table["kind"].astype("str"), strict=True)
        counts[name] = dict(zip(keys, table["count"].tolist(), strict=True))
    rows = [
        (*key, counts["before"].get(key, 0), counts["after"].get(key, 0))
        for key in dict.fromkeys([*counts["before"], *counts["after"]])
        if counts["before"].get(key, 0) != counts["after"].get(key, 0)
    ]
    columns = {"entity": "str", "kind": "str", "count_before": "int64", "count_after": "int64"}
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)
