"""Accuracy of quotations, speakers and reporting verbs against texts marked by hand.

Run ``python bench/score_quotes.py --gold DIR`` where ``DIR/marked`` holds NAME.txt beside NAME.json.
"""

import argparse
import gzip
import json
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import add_lemmas, find_mentions, find_quotes, read_seeds, split_tokens

#: A row is found if it shares this much of the longer of the two spans.
OVERLAP = 0.5
MARKED = ("direct", "partial")
#: Offsets of quotations in articles of the news that were marked before a rule was run on them.
MARKS = Path(__file__).parent / "marks" / "quotes.json"


def read_gold(gold: Path) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return texts, quotations and mentions of a folder marked by hand."""
    paths = sorted(Path(gold, "marked").glob("*.txt"))
    seeds = read_seeds(paths)
    quotes, mentions = [], []
    for seed, path in zip(seeds["seed"], paths, strict=True):
        marked = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        quotes += [{"seed": seed, **row} for row in marked["quotes"]]
        mentions += [{"seed": seed, **row} for row in marked["mentions"]]
    columns = {"text": "mention"}
    return (
        seeds,
        pd.DataFrame(quotes).rename(columns={"form": "speech"}),
        pd.DataFrame(mentions).rename(columns=columns),
    )


def read_unread(gold: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the articles of ``bench/marks``, which nobody tuned a rule to, and their quotations.

    The marks are offsets into the articles of ``gold/news``, named by date, number and newspaper.
    """
    marks = json.loads(MARKS.read_text(encoding="utf-8"))
    texts = read_articles(gold)
    rows = [_as_row(name, texts[name], mark) for name, found in marks.items() for mark in found]
    seeds = pd.DataFrame({"seed": list(marks), "text": [texts[name] for name in marks], "language": "ar"})
    return seeds, pd.DataFrame(rows)


def read_articles(gold: Path) -> dict[str, str]:
    """Return the texts of ``gold/news``, named by date, number and newspaper."""
    texts = {}
    for day in sorted(Path(gold, "news").glob("*.jsonl.gz")):
        with gzip.open(day, "rt", encoding="utf-8") as lines:
            for article in map(json.loads, lines):
                name = f"{day.name.removesuffix('.jsonl.gz')}_{int(article['id']):04}_{article['source']}"
                texts[name] = article["text"]
    return texts


def _as_row(seed: str, text: str, mark: dict) -> dict:
    """Return a mark as a row of `read_gold`."""
    row = {"seed": seed, "speech": mark["form"], "start": mark["start"], "end": mark["end"]}
    row["end_sentence"] = mark.get("end_sentence", np.nan)
    for name in ("speaker", "verb"):
        row[f"{name}_start"], row[f"{name}_end"] = mark[name] or (None, None)
    return row | {"entity": text[slice(*mark["entity"])] if mark["entity"] else None}


def match(found: pd.DataFrame, gold: pd.DataFrame, exact: bool) -> list[tuple[int, int]]:
    """Pair rows of two tables one to one, the best overlap first.

    A gold row that a later cue cut short may also run on to the end of its sentence.
    """
    pairs = []
    for seed, rows in gold.groupby("seed"):
        near = found[found["seed"].astype(str) == str(seed)]
        for number, row in rows.iterrows():
            for other, guess in near.iterrows():
                share = max(_share(guess, row["start"], end) for end in _ends(row))
                if share >= (1 if exact else OVERLAP):
                    pairs.append((share, other, number))
    matched, used, taken = [], set(), set()
    for _, other, number in sorted(pairs, key=lambda pair: -pair[0]):
        if other not in used and number not in taken:
            matched.append((other, number))
            used.add(other)
            taken.add(number)
    return matched


def _ends(row: pd.Series) -> list[int]:
    """Return where a gold row may end."""
    later = row.get("end_sentence")
    return [row["end"]] if later is None or np.isnan(later) else [row["end"], int(later)]


def _share(guess: pd.Series, start: int, end: int) -> float:
    """Return the common part of two spans, of the longer one."""
    common = min(guess["end"], end) - max(guess["start"], start)
    return max(0, common) / max(guess["end"] - guess["start"], end - start)


def _same_span(guess: pd.Series, row: pd.Series, column: str) -> bool:
    """Tell whether two spans share a character, or whether both are missing."""
    if pd.isna(row[f"{column}_start"]) or pd.isna(guess[f"{column}_start"]):
        return bool(pd.isna(row[f"{column}_start"]) and pd.isna(guess[f"{column}_start"]))
    starts = max(row[f"{column}_start"], guess[f"{column}_start"])
    return bool(starts < min(row[f"{column}_end"], guess[f"{column}_end"]))


def score(found: pd.DataFrame, gold: pd.DataFrame) -> dict[str, float]:
    """Return precision, recall and F1 of both kinds of speech, and the share of right speakers and verbs."""
    result = {}
    for name, kinds in (("marked", MARKED), ("indirect", ("indirect",))):
        guesses, rows = found[found["speech"].isin(kinds)], gold[gold["speech"].isin(kinds)]
        for how in ("exact", "overlap"):
            hits = len(match(guesses, rows, how == "exact"))
            precision, recall = hits / max(len(guesses), 1), hits / max(len(rows), 1)
            result |= {f"{name} {how} P": precision, f"{name} {how} R": recall}
            result[f"{name} {how} F1"] = 2 * precision * recall / max(precision + recall, 1e-9)
    pairs = []
    for kinds in (MARKED, ("indirect",)):
        pairs += match(found[found["speech"].isin(kinds)], gold[gold["speech"].isin(kinds)], False)
    rows = [(found.loc[other], gold.loc[number]) for other, number in pairs]
    count = max(len(rows), 1)
    result["speaker span"] = sum(_same_span(*row, "speaker") for row in rows) / count
    result["speaker entity"] = sum(guess["entity"] == row["entity"] for guess, row in rows) / count
    result["verb"] = sum(_same_span(*row, "verb") for row in rows) / count
    result["speech"] = sum(guess["speech"] == row["speech"] for guess, row in rows) / count
    return result


def report(gold: Path) -> pd.DataFrame:
    """Score `find_quotes` with the package's own mentions and with those marked by hand.

    Parameters
    ----------
    gold
        Folder that holds ``marked/`` and ``news/``.

    Returns
    -------
    DataFrame
        One row per measure, columns ``own mentions``, ``gold mentions`` and ``unread articles`` (those of
        ``bench/marks``, with own mentions), in percent; ``speaker``, ``verb`` and ``speech`` are shares of
        the rows found by overlap.
    """
    seeds, quotes, mentions = read_gold(gold)
    tokens = add_lemmas(split_tokens(seeds))
    columns = {"own mentions": find_mentions(tokens), "gold mentions": mentions}
    scores = {name: score(find_quotes(tokens, table), quotes) for name, table in columns.items()}
    unread, marked = read_unread(gold)
    tokens = add_lemmas(split_tokens(unread))
    scores["unread articles"] = score(find_quotes(tokens, find_mentions(tokens)), marked)
    return (pd.DataFrame(scores) * 100).round(1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path, required=True, help="folder that holds marked/")
    print(report(parser.parse_args().gold).to_string())
