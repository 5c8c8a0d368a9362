"""What each rule of reported speech earns: every row of its tables is switched off in turn.

``python bench/rules.py --gold DIR --texts DIR`` prints, per row, how many rightly found quotations of the
marked articles go and come without it, and how many rows of the other texts change. ``--tests`` prints
how many of the tables' own examples, which run as tests, change without it: a row that changes none is
held by no test.

DIR of ``--texts`` holds texts as files, or articles one a line as JSON (gzipped or not), field ``text``.
"""

import argparse
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pandas as pd
from score_quotes import _same_span, match, read_gold

from analysis import add_lemmas, find_mentions, find_quotes, read_seeds, split_tokens
from analysis.quotes import speech

#: The names that the examples speak of.
NAMES = {
    "عمر الحلبي": "person",
    "ليلى منصور": "person",
    "شركة النور": "organisation",
    "باريس": "place",
}
#: What of a row of the quotes table is compared between two runs.
COMPARED = ["seed", "start", "end", "speech", "speaker_start", "speaker_end", "verb_start", "entity"]


def switched_off() -> Iterator[tuple[str, str, speech.Tables]]:
    """Yield each row of each table, and all tables without it."""
    tables = speech.tables()
    for part in tables._fields:
        for name in getattr(tables, part).rows:
            yield part, name, tables._replace(**{part: getattr(tables, part).without(name)})


def report(gold: Path, texts: Path, count: int) -> pd.DataFrame:
    """Switch every row off in turn.

    Returns
    -------
    DataFrame
        One row per rule: ``table, row``, ``lost`` and ``gained`` (rightly found and attributed quotations of
        the marked articles without it), ``changed`` (rows of the other texts that go, come or differ).
    """
    seeds, marked, _ = read_gold(gold)
    inputs = [_prepare(seeds), _prepare(read_texts(texts, count))]
    usual = [find_quotes(*tables) for tables in inputs]
    right, rows = _right(usual[0], marked), _keys(usual[1])
    found = []
    for part, name, tables in switched_off():
        with patch.object(speech, "tables", lambda tables=tables: tables):
            other = [find_quotes(*pair) for pair in inputs]
        now = _right(other[0], marked)
        changed = len(rows ^ _keys(other[1]))
        found.append((part, name, len(right - now), len(now - right), changed))
    return pd.DataFrame(found, columns=["table", "row", "lost", "gained", "changed"])


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


def _keys(quotes: pd.DataFrame) -> set[tuple]:
    compared = quotes[COMPARED].astype(object).where(quotes[COMPARED].notna(), None)
    return set(compared.itertuples(index=False, name=None))


def _right(quotes: pd.DataFrame, marked: pd.DataFrame) -> set[int]:
    """Return the marked quotations that are found with their speaker."""
    pairs = []
    for kinds in (("direct", "partial"), ("indirect",)):
        pairs += match(quotes[quotes["speech"].isin(kinds)], marked[marked["speech"].isin(kinds)], False)
    return {row for found, row in pairs if _same_span(quotes.loc[found], marked.loc[row], "speaker")}


def report_tests() -> pd.DataFrame:
    """Count the examples of all rows that change without each row."""
    examples = [row.example for table in speech.tables() for row in table.rows.values()]
    names = [f"example{number:03}" for number in range(len(examples))]
    people = {"names": {name: {"kind": kind} for name, kind in NAMES.items()}}
    inputs = _prepare(pd.DataFrame({"seed": names, "text": examples, "language": "ar"}), people)
    usual = _keys(find_quotes(*inputs))
    found = []
    for part, name, tables in switched_off():
        with patch.object(speech, "tables", lambda tables=tables: tables):
            found.append((part, name, len({key[0] for key in usual ^ _keys(find_quotes(*inputs))})))
    return pd.DataFrame(found, columns=["table", "row", "examples"])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path, help="folder that holds marked/")
    parser.add_argument("--texts", type=Path, help="folder of texts that nobody marked")
    parser.add_argument("--count", type=int, default=400, help="texts to read of them")
    parser.add_argument("--tests", action="store_true", help="count the examples that hold each row")
    options = parser.parse_args()
    if not options.tests and not (options.gold and options.texts):
        parser.error("name --gold DIR and --texts DIR, or --tests")
    table = report_tests() if options.tests else report(options.gold, options.texts, options.count)
    print(table.to_string(index=False))


if __name__ == "__main__":
    main()
