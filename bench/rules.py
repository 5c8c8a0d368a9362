"""What each rule of quotes, mentions and dates earns: every row of their tables is switched off in turn.

``python bench/rules.py --gold DIR --texts DIR`` prints, per row, how many rightly found rows of the marked
articles go and come without it, and how many rows of the other texts change; ``--only dates`` one room.
``--tests`` prints how many of the tables' own examples, which run as tests, change without each row of
quotes: a row that changes none is held by no test.

DIR of ``--texts`` holds texts as files, or articles one a line as JSON (gzipped or not), field ``text``.
"""

import argparse
import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import pandas as pd
from score_quotes import _same_span, match, read_gold

from analysis import add_lemmas, dates, find_dates, find_mentions, find_quotes, read_seeds, split_tokens
from analysis.mentions import rules
from analysis.quotes import layout, speech, turns

#: The names that the examples speak of.
NAMES = {
    "عمر الحلبي": "person",
    "ليلى منصور": "person",
    "شركة النور": "organisation",
    "باريس": "place",
}

Without = Iterator[tuple[str, object]]


class Room(NamedTuple):
    """How the rows of a room are switched off, and what is compared."""

    #: module and name of the function that returns the table or tables
    hook: tuple[object, str]
    #: tokens and mentions -> rows
    find: Callable[[pd.DataFrame, pd.DataFrame], pd.DataFrame]
    compared: list[str]


_SPEECH = ["seed", "start", "end", "speech", "speaker_start", "speaker_end", "verb_start", "entity"]
ROOMS = {
    "quotes": Room((speech, "tables"), find_quotes, _SPEECH),
    "turns": Room((turns, "turn_table"), find_quotes, _SPEECH),
    "blessings": Room((layout, "blessing_table"), find_quotes, _SPEECH),
    "mentions": Room(
        (rules, "mention_table"),
        lambda tokens, mentions: find_mentions(tokens),
        ["seed", "start", "end", "kind", "entity"],
    ),
    "dates": Room(
        (dates, "date_table"),
        lambda tokens, mentions: find_dates(tokens),
        ["seed", "start", "end", "calendar", "hijri", "date", "date_end", "precision"],
    ),
}


def switched_off(room: Room) -> Without:
    """Yield the name of each row, and the table or tables without it."""
    table = getattr(*room.hook)()
    if not isinstance(table, tuple):
        yield from ((name, table.without(name)) for name in table.rows)
        return
    for part in table._fields:
        for name in getattr(table, part).rows:
            yield f"{part}: {name}", table._replace(**{part: getattr(table, part).without(name)})


def report(room: str, gold: Path, texts: Path, count: int) -> pd.DataFrame:
    """Switch every row of a room off in turn.

    Returns
    -------
    DataFrame
        One row per rule: ``room, row``, ``lost`` and ``gained`` (rows of the marked articles that are right
        with the rule and not without it, or the other way round: quotations with their speaker, spans of
        names with their kind, spans of dates), ``changed`` (rows of the other texts that go, come or differ).
    """
    asked = ROOMS[room]
    seeds, _, _ = read_gold(gold)
    inputs = [_prepare(seeds), _prepare(read_texts(texts, count))]
    marked = _marked(room, gold, seeds)
    usual = [asked.find(*tables) for tables in inputs]
    right, rows = _right(room, usual[0], marked), _keys(usual[1], asked)
    found = []
    for name, table in switched_off(asked):
        with patch.object(*asked.hook, lambda table=table: table):
            other = [asked.find(*tables) for tables in inputs]
        now = _right(room, other[0], marked)
        changed = len(rows ^ _keys(other[1], asked))
        found.append((room, name, len(right - now), len(now - right), changed))
    return pd.DataFrame(found, columns=["room", "row", "lost", "gained", "changed"])


def read_texts(path: Path, count: int) -> pd.DataFrame:
    """Read ``count`` texts of a folder, evenly spread."""
    lines = [line for file in sorted(path.glob("*.jsonl*")) for line in _open(file)]
    if not lines:
        return read_seeds(path).iloc[:count]
    texts = [json.loads(line)["text"] for line in lines][:: max(1, len(lines) // count)][:count]
    names = [f"text{number:05}" for number in range(len(texts))]
    return pd.DataFrame({"seed": names, "title": names, "text": texts, "language": "ar"})


def _open(file: Path) -> list[str]:
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8") as stream:
        return stream.read().splitlines()


def _prepare(seeds: pd.DataFrame, aliases: dict | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    tokens = add_lemmas(split_tokens(seeds))
    return tokens, find_mentions(tokens, aliases=aliases)


def _keys(rows: pd.DataFrame, room: Room) -> set[tuple]:
    compared = rows[room.compared].astype(object).where(rows[room.compared].notna(), None)
    return set(compared.itertuples(index=False, name=None))


def _marked(room: str, gold: Path, seeds: pd.DataFrame) -> pd.DataFrame:
    """Return the marked rows of a room."""
    if ROOMS[room].find is find_quotes:
        return read_gold(gold)[1]
    rows = []
    for seed, path in zip(seeds["seed"], sorted(Path(gold, "marked").glob("*.json")), strict=True):
        rows += [{"seed": str(seed), **row} for row in json.loads(path.read_text(encoding="utf-8"))[room]]
    return pd.DataFrame(rows)


def _right(room: str, rows: pd.DataFrame, marked: pd.DataFrame) -> set:
    """Return the marked rows that are found rightly."""
    if ROOMS[room].find is not find_quotes:
        columns = ["seed", "start", "end", "kind"][: 4 if room == "mentions" else 3]
        both = [table[columns].astype({"seed": str}) for table in (rows, marked)]
        return set.intersection(*(set(table.itertuples(index=False, name=None)) for table in both))
    pairs = []
    for kinds in (("direct", "partial"), ("indirect",)):
        pairs += match(rows[rows["speech"].isin(kinds)], marked[marked["speech"].isin(kinds)], False)
    return {row for found, row in pairs if _same_span(rows.loc[found], marked.loc[row], "speaker")}


def report_tests() -> pd.DataFrame:
    """Count the examples of all rows of quotes that change without each row."""
    asked = ROOMS["quotes"]
    examples = [row.example for table in speech.tables() for row in table.rows.values()]
    names = [f"example{number:03}" for number in range(len(examples))]
    people = {"names": {name: {"kind": kind} for name, kind in NAMES.items()}}
    inputs = _prepare(pd.DataFrame({"seed": names, "text": examples, "language": "ar"}), people)
    usual = _keys(find_quotes(*inputs), asked)
    found = []
    for name, table in switched_off(asked):
        with patch.object(*asked.hook, lambda table=table: table):
            changed = usual ^ _keys(find_quotes(*inputs), asked)
        found.append((name, len({key[0] for key in changed})))
    return pd.DataFrame(found, columns=["row", "examples"])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path, help="folder that holds marked/")
    parser.add_argument("--texts", type=Path, help="folder of texts that nobody marked")
    parser.add_argument("--count", type=int, default=400, help="texts to read of them")
    parser.add_argument("--only", choices=ROOMS, action="append", help="this room alone")
    parser.add_argument("--tests", action="store_true", help="count the examples that hold each row")
    options = parser.parse_args()
    if options.tests:
        print(report_tests().to_string(index=False))
        return
    if not (options.gold and options.texts):
        parser.error("name --gold DIR and --texts DIR, or --tests")
    for room in options.only or ROOMS:
        table = report(room, options.gold, options.texts, options.count)
        print(table.to_string(index=False), end="\n\n", flush=True)


if __name__ == "__main__":
    main()
