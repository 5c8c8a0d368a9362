"""How well names and voices are found in twelve texts of other genres than news of the Gulf.

Run ``python bench/score_genres.py --texts DIR``: DIR holds NAME.txt for every NAME of
``bench/marks/genres.json``, laid as ``bench/marks/README.md`` says. ``--faults`` lists the false names and
voices instead, those of the texts that are held back excepted.
"""

import argparse
import hashlib
import json
from pathlib import Path

import pandas as pd
from score_mentions import HEADLINE, as_spans, count_hits, score_counts, score_merging
from score_quotes import OVERLAP, match

from analysis import add_lemmas, find_mentions, find_quotes, read_seeds, split_tokens

MARKS = Path(__file__).parent / "marks" / "genres.json"
#: What the report counts, in the order of its columns.
COUNTS = ("speech", "found", "false", "right", "voices", "voices right")
RATES = {"P": "precision", "R": "recall", "F1": "f1"}


def read_marks(texts: Path) -> dict[str, dict]:
    """Return the marks of every text that lies in a folder, with the text itself as ``text``.

    Raises
    ------
    ValueError
        If the folder holds none of the texts, or one that is not what was marked.
    """
    marks = {}
    for name, marked in json.loads(MARKS.read_text(encoding="utf-8")).items():
        path = texts / f"{name}.txt"
        if not path.exists():
            continue
        raw = path.read_bytes()
        if hashlib.sha256(raw).hexdigest() != marked["sha256"]:
            raise ValueError(f"{path}: not the text that was marked; see {MARKS.with_name('README.md')}")
        marks[name] = marked | {"text": raw.decode("utf-8"), "path": path}
    if not marks:
        raise ValueError(f"{texts}: holds no text of {MARKS}")
    return marks


def run(marks: dict[str, dict]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the mentions and the quotations that the package finds, ``seed`` being the name of the marks."""
    seeds = read_seeds([marked["path"] for marked in marks.values()]).assign(seed=list(marks))
    tokens = add_lemmas(split_tokens(seeds))
    mentions = find_mentions(tokens)
    return mentions, find_quotes(tokens, mentions)


def report(texts: Path) -> pd.DataFrame:
    """Score names, merging, speech and speakers, text by text and together.

    Parameters
    ----------
    texts
        Folder of the texts.

    Returns
    -------
    DataFrame
        One row per text, then ``all``; percent: ``names P``, ``names R``, ``names F1`` (exact persons, places
        and organisations), ``merges P``, ``merges R``, ``merges F1`` (B-cubed), ``speech found`` and ``speech
        precision`` (by overlap), ``speakers right`` (of the speech found), ``voices right`` (of all rows that
        name a speaker).
    """
    marks = read_marks(Path(texts))
    mentions, quotes = run(marks)
    rows = {name: _score({name: marked}, mentions, quotes) for name, marked in marks.items()}
    rows["all"] = _score(marks, mentions, quotes)
    return pd.DataFrame(rows).T


def _score(marks: dict[str, dict], mentions: pd.DataFrame, quotes: pd.DataFrame) -> dict[str, float]:
    """Return the figures of some texts together."""
    mentions = mentions[mentions["seed"].isin(list(marks))]
    found = [span for span in as_spans(mentions) if not _is_other(span, marks)]
    gold = [(name, *row[:3]) for name, marked in marks.items() for row in marked["mentions"]]
    names = score_counts(count_hits({name: marked["text"] for name, marked in marks.items()}, gold, found))
    merges = score_merging(
        {
            (name, start, end): (name, entity)
            for name, marked in marks.items()
            for start, end, _, entity in marked["mentions"]
            if entity is not None
        },
        {
            (str(seed), start, end): (str(seed), entity)
            for seed, start, end, entity in mentions[["seed", "start", "end", "entity"]].itertuples(
                index=False
            )
        },
    )
    result = {}
    for label, scored in (("names", names.iloc[0]), ("merges", merges)):
        result |= {f"{label} {short}": scored[long] for short, long in RATES.items()}
    total = pd.DataFrame([_count_speech(name, marked, quotes) for name, marked in marks.items()]).sum()
    result["speech found"] = _percent(total["found"], total["speech"])
    result["speech precision"] = _percent(total["found"], total["found"] + total["false"])
    result["speakers right"] = _percent(total["right"], total["found"])
    result["voices right"] = _percent(total["voices right"], total["voices"])
    return result


def _percent(part: float, whole: float) -> float:
    """Return a share in percent, of nothing none."""
    return round(100 * part / whole, 1) if whole else float("nan")


def _is_other(span: tuple, marks: dict[str, dict]) -> bool:
    """Tell whether a span touches a name that is neither right nor wrong."""
    return any(start < span[2] and span[1] < end for start, end in marks[span[0]]["other_names"])


def _judge(name: str, marked: dict, quotes: pd.DataFrame) -> pd.DataFrame:
    """Return a text's quotations with ``match`` (the row of the marks, or -1) and ``right`` (the speaker)."""
    found = quotes[quotes["seed"] == name]
    gold = pd.DataFrame(marked["speech"], columns=["start", "end", "end_sentence"]).assign(seed=name)
    pairs = dict(match(found, gold, exact=False)) if len(gold) else {}
    numbers = [pairs.get(other, -1) for other in found.index]
    right = [
        number >= 0 and _is_right(guess, marked["speech"][number], marked)
        for number, (_, guess) in zip(numbers, found.iterrows(), strict=True)
    ]
    return found.assign(match=numbers, right=right)


def _count_speech(name: str, marked: dict, quotes: pd.DataFrame) -> dict[str, int]:
    """Count speech, speech found, false rows, right speakers, and voices; optional rows only as voices."""
    judged = _judge(name, marked, quotes)
    due = [number for number, row in enumerate(marked["speech"]) if not row.get("optional")]
    found = judged["match"].isin(due)
    voiced = judged["speaker"].notna()
    values = (
        len(due),
        found.sum(),
        (judged["match"] < 0).sum(),
        (found & judged["right"]).sum(),
        voiced.sum(),
        (voiced & judged["right"]).sum(),
    )
    return dict(zip(COUNTS, map(int, values), strict=True))


def _is_right(guess: pd.Series, row: dict, marked: dict) -> bool:
    """Tell whether a speaker is the marked one, by any of its namings, or rightly missing."""
    if pd.isna(guess["speaker_start"]):
        return bool(row.get("or_null")) or row["entity"] is None
    entity, spans = row["entity"], [row["speaker"]] if row["speaker"] else []
    spans = [*spans, *row.get("also", ())]
    if isinstance(entity, int):
        spans += [mention[:2] for mention in marked["mentions"] if mention[3] == entity]
    elif entity:
        spans.append(entity)
    here = slice(int(guess["speaker_start"]), int(guess["speaker_end"]))
    return any(
        marked["text"][here] == marked["text"][start:end] or _share(here, start, end) > OVERLAP
        for start, end in spans
    )


def _share(here: slice, start: int, end: int) -> float:
    """Return how much of a speaker is the marked one: manner and addressee stand outside it."""
    return (min(here.stop, end) - max(here.start, start)) / (here.stop - here.start)


def list_faults(texts: Path) -> pd.DataFrame:
    """List what is false: names that are none, names of a wrong extent or kind, voices that nobody has.

    Texts that are held back are left out, so that nobody tunes a rule to them.

    Returns
    -------
    DataFrame
        One row per fault: ``text, fault, start, words, speaker, source``.
    """
    marks = {name: marked for name, marked in read_marks(Path(texts)).items() if not marked["held_back"]}
    mentions, quotes = run(marks)
    rows = []
    for name, marked in marks.items():
        gold = {tuple(row[:2]): row[2] for row in marked["mentions"]}
        own = mentions[(mentions["seed"] == name) & mentions["kind"].isin(HEADLINE)]
        for row in own.itertuples():
            span = (row.start, row.end)
            if _is_other((name, *span), marks) or gold.get(span) == row.kind:
                continue
            near = any(start < row.end and row.start < end for start, end in gold)
            fault = "kind" if span in gold else "extent" if near else "no name"
            rows.append((name, f"name: {fault} ({row.kind})", row.start, row.mention, None, row.source))
        for row in _judge(name, marked, quotes).itertuples():
            if row.match >= 0 and row.right:
                continue
            fault = "speech that is none" if row.match < 0 else "speaker"
            if row.match >= 0 and pd.isna(row.speaker):
                fault = "speaker missing"
            rows.append((name, f"voice: {fault}", row.start, row.quote[:60], row.speaker, row.source))
    return pd.DataFrame(rows, columns=["text", "fault", "start", "words", "speaker", "source"])


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=Path, required=True, help="folder of the texts of other genres")
    parser.add_argument("--faults", action="store_true", help="list the false names and voices")
    options = parser.parse_args()
    print((list_faults if options.faults else report)(options.texts).to_string())


if __name__ == "__main__":
    main()
