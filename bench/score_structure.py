"""How well paragraph roles and date expressions are found, against texts marked by hand."""

import json
import time
from pathlib import Path

import pandas as pd

from analysis.dates import find_dates
from analysis.dates.calendars import hijri
from analysis.paragraphs import split_paragraphs
from analysis.repeats import find_repeats
from analysis.tokens import split_tokens
from analysis.topics import find_topic_changes


def speed(sizes: tuple[int, ...] = (2_500, 5_000, 10_000)) -> pd.DataFrame:
    """Time the rooms of structure on made-up texts of so many paragraphs: twice the text, twice the time.

    Returns
    -------
    DataFrame
        ``paragraphs, characters``, then seconds for ``split_paragraphs``, ``find_dates``, ``find_repeats``
        and ``find_topic_changes``.
    """
    return pd.DataFrame([_time_rooms(size) for size in sizes])


def _time_rooms(size: int) -> dict:
    """Time each room on one text in which half of the paragraphs nearly repeat an earlier one."""
    said = (
        "وقالت الوزيرة رقم {} إن المحادثات التي بدأت صباح أمس، {} مايو، تناولت ملف المياه والزراعة والطاقة."
    )
    lines = [said.format(number // 2, number % 30 + 1) for number in range(size)]
    seeds = as_seeds(["\n".join(lines)])
    row = {"paragraphs": size, "characters": len(seeds["text"][0])}
    tokens = split_tokens(seeds)
    paragraphs = split_paragraphs(seeds)
    for name, run in {
        "split_paragraphs": lambda: split_paragraphs(seeds),
        "find_dates": lambda: find_dates(tokens),
        "find_repeats": lambda: find_repeats(paragraphs),
        "find_topic_changes": lambda: find_topic_changes(tokens, level="form"),
    }.items():
        begun = time.perf_counter()
        run()
        row[name] = round(time.perf_counter() - begun, 3)
    return row


def read_marked(gold: Path) -> list[tuple[str, dict]]:
    """Return (text, marking) of every marked text under ``gold/marked``."""
    pairs = []
    for path in sorted((Path(gold) / "marked").glob("*.json")):
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        pairs.append((text, json.loads(path.read_text(encoding="utf-8"))))
    return pairs


def report(gold: Path) -> pd.DataFrame:
    """Score roles and dates on ``gold/marked``.

    Returns
    -------
    DataFrame
        ``task, item, precision, recall, f1, support``: one row per role, one for all roles together (there
        precision is accuracy), and three for dates (exact spans, overlapping spans, values of exact spans).
    """
    marked = read_marked(gold)
    return pd.concat([score_roles(marked), score_dates(marked)], ignore_index=True)


def as_seeds(texts: list[str]) -> pd.DataFrame:
    """Return a table of seeds that holds ``texts``, named by their number."""
    seeds = [str(number) for number in range(len(texts))]
    return pd.DataFrame({"seed": seeds, "title": seeds, "text": texts, "language": "ar"})


def score_roles(marked: list[tuple[str, dict]]) -> pd.DataFrame:
    """Score the role of each marked paragraph."""
    paragraphs = split_paragraphs(as_seeds([text for text, _ in marked]))
    places = zip(paragraphs["seed"].astype(str), paragraphs["start"], strict=True)
    found = dict(zip(places, paragraphs["role"], strict=True))
    pairs = [
        (row["role"], found.get((str(number), row["start"]), "none"))
        for number, (_, marking) in enumerate(marked)
        for row in marking["paragraph_roles"]
    ]
    rows = []
    for role in sorted({role for pair in pairs for role in pair}):
        right = sum(gold == ours == role for gold, ours in pairs)
        named, marked_so = (sum(pair[side] == role for pair in pairs) for side in (1, 0))
        rows.append(_score("role", role, right, named, marked_so))
    right = sum(gold == ours for gold, ours in pairs)
    return pd.DataFrame([*rows, _score("role", "accuracy", right, len(pairs), len(pairs))])


def score_dates(marked: list[tuple[str, dict]]) -> pd.DataFrame:
    """Score the spans of dates, and their values where the text alone gives one."""
    dates = find_dates(split_tokens(as_seeds([text for text, _ in marked])))
    ours = {
        (int(seed), start, end): date
        for seed, start, end, date in zip(
            dates["seed"].astype(str), dates["start"], dates["end"], dates["date"], strict=True
        )
    }
    gold = {
        (number, row["start"], row["end"]): _gold_value(row)
        for number, (_, marking) in enumerate(marked)
        for row in marking["dates"]
    }
    exact = len(ours.keys() & gold.keys())
    overlap = sum(any(_overlaps(span, other) for other in gold) for span in ours)
    covered = sum(any(_overlaps(span, other) for other in ours) for span in gold)
    valued = {span: value for span, value in gold.items() if value}
    right = sum(ours.get(span) == value for span, value in valued.items())
    return pd.DataFrame(
        [
            _score("date", "exact", exact, len(ours), len(gold)),
            _score("date", "overlap", overlap, len(ours), len(gold), covered),
            _score("date", "value", right, sum(span in ours for span in valued), len(valued)),
        ]
    )


def _gold_value(row: dict) -> str | None:
    """Return a marked date as `find_dates` would write it: Hijri ones by their first Gregorian day."""
    if row["calendar"] != "hijri":
        return row.get("value") or row.get("value_no_year")
    value = row.get("value")
    return hijri(*(int(part) for part in value.split("-")))[0] if value else None


def _overlaps(span: tuple, other: tuple) -> bool:
    """Tell whether two spans of one text share a character."""
    return span[0] == other[0] and span[1] < other[2] and other[1] < span[2]


def _score(task: str, item: str, right: int, found: int, marked: int, covered: int | None = None) -> dict:
    """Return one row of scores; ``covered`` counts the marked that were met where ``right`` counts ours."""
    precision = right / found if found else 0.0
    recall = (right if covered is None else covered) / marked if marked else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"task": task, "item": item, "precision": precision, "recall": recall, "f1": f1, "support": marked}
