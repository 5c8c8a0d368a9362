"""How well names are found and merged: cross-validated on news, on Wikipedia, and on texts marked by hand.

``python bench/accuracy.py --gold DIR --only mentions`` prints it. Cross-validation trains the tagger again
for every round, six minutes each: ``python bench/score_mentions.py --gold DIR --rounds 4`` scores all
annotated news, ``--rounds 0`` none of it.
"""

import argparse
import hashlib
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path

import pandas as pd

from analysis import files
from analysis.mentions import find_mentions
from analysis.mentions.tagger import MODEL, tag
from analysis.tokens import split_tokens

# every round trains a tagger of its own, with what made the shipped one
sys.path.append(str(Path(__file__).parent / "build"))

from mentions_data import Sentence, label_spans  # noqa: E402
from score_quotes import read_articles  # noqa: E402
from train_mentions import learn_words, read_blocks, read_news, read_wikipedia, train_tagger  # noqa: E402

#: The kinds of the headline figure; groups are scored apart, adjectives are no mentions of the gold.
HEADLINE = ("person", "place", "organisation")
KINDS = (*HEADLINE, "group")
#: The news is dealt into so many parts, text by text; each round leaves one out of training and scores it.
FOLDS = 4
#: Offsets of names, and whose they are, in articles of the news that no rule was tuned on.
MARKS = Path(__file__).parent / "marks" / "entities.json"
#: What may be written in front of a name on the same word: a span may begin after it.
PARTICLES = frozenset("وفبكل")

Span = tuple[str, int, int, str]
Place = tuple[str, int, int]
Finder = Callable[[pd.DataFrame], pd.DataFrame]


def report(gold: Path, *, rounds: int = 2) -> pd.DataFrame:
    """Score finding and merging on everything there is.

    Parameters
    ----------
    gold
        The folder of annotated texts.
    rounds
        Quarters of the annotated news that are scored, each by a tagger trained on the other three and on
        Wikipedia; 4 for all, 0 for none.

    Returns
    -------
    DataFrame
        ``texts, system, kind, match, precision, recall, f1, support`` in percent: exact and overlapping spans
        by kind and for persons, places and organisations together (``all``); then merging (``B-cubed``);
        then speed (tokens a second) and size (megabytes) in the column ``value``.
    """
    gold = Path(gold)
    tables = []
    if rounds:
        tables.append(score_news(gold, rounds))
    wikipedia = read_blocks(gold / "entities" / "aqmar_dev.conll")
    for system, finder in {"tagger": tag, "find_mentions": find_mentions}.items():
        tables.append(score_blocks(wikipedia, finder).assign(texts="Wikipedia, AQMAR", system=system))
    for name, texts in {"marked by hand": read_marked(gold), "30 unread articles": read_unread(gold)}.items():
        tables.append(score_marked(*texts).assign(texts=name))
    tables.append(score_speed(gold))
    columns = ["texts", "system", "kind", "match", "precision", "recall", "f1", "support", "value"]
    return pd.concat(tables, ignore_index=True)[columns]


def score_news(gold: Path, rounds: int) -> pd.DataFrame:
    """Cross-validate on annotated news; Wikipedia and plain text, which hold none of it, always take part."""
    news, wikipedia, words = read_news(gold), read_wikipedia(gold), learn_words(gold)
    counts = {"tagger": Counter(), "find_mentions": Counter()}
    for fold in range(rounds):
        seen = [block for number, block in enumerate(news) if number % FOLDS != fold]
        unseen = news[fold::FOLDS]
        own = partial(tag, model=train_tagger(seen, wikipedia, words, report=lambda line: None))
        counts["tagger"] += count_blocks(unseen, own)
        counts["find_mentions"] += count_blocks(unseen, partial(find_mentions, tagger=own))
    scored = [score_counts(counted).assign(system=system) for system, counted in counts.items()]
    return pd.concat(scored).assign(texts=f"news, NewsFANE, {rounds} of {FOLDS} folds")


def blocks_as_seeds(blocks: list[list[Sentence]]) -> tuple[pd.DataFrame, list[Span]]:
    """Write blocks as texts, a sentence a line, a space between words; return the gold spans in them."""
    rows, spans = [], []
    for number, block in enumerate(blocks):
        seed, text = f"text{number:04}", ""
        for words, labels in block:
            starts, line = [], len(text)
            for word in words:
                starts.append(len(text))
                text += word + " "
            ends = [start + len(word) for start, word in zip(starts, words, strict=True)]
            spans += [(seed, starts[a], ends[b - 1], kind) for a, b, kind in label_spans(labels)]
            text = text[:-1] + "\n" if len(text) > line else text
        rows.append({"seed": seed, "title": seed, "text": text, "language": "ar"})
    return pd.DataFrame(rows), spans


def count_blocks(blocks: list[list[Sentence]], finder: Finder) -> Counter:
    """Run a finder on blocks and count its hits."""
    seeds, gold = blocks_as_seeds(blocks)
    found = finder(split_tokens(seeds))
    return count_hits(dict(zip(seeds["seed"], seeds["text"], strict=True)), gold, as_spans(found))


def as_spans(mentions: pd.DataFrame) -> list[Span]:
    """Return the mentions of the kinds that are scored."""
    mentions = mentions[mentions["kind"].isin(KINDS)]
    columns = (mentions[column].tolist() for column in ("seed", "start", "end", "kind"))
    return [(str(seed), int(a), int(b), str(kind)) for seed, a, b, kind in zip(*columns, strict=True)]


def count_hits(texts: dict[str, str], gold: list[Span], found: list[Span]) -> Counter:
    """Count hits by kind; a gold span that begins with a particle is hit with it or without it.

    Returns
    -------
    Counter
        By (kind, what): ``exact``, ``found over gold``, ``gold over found``, ``found``, ``gold``.
    """
    counts, spellings = Counter(), {}
    for span in gold:
        seed, start, end, kind = span
        counts[kind, "gold"] += 1
        for cut in range(3):
            if cut < end - start and set(texts[seed][start : start + cut]) <= PARTICLES:
                spellings.setdefault((seed, start + cut, end, kind), span)
    hit = set()
    for span in found:
        counts[span[3], "found"] += 1
        if (match := spellings.get(span)) and match not in hit:
            hit.add(match)
            counts[span[3], "exact"] += 1
    for name, these, those in (("found over gold", found, gold), ("gold over found", gold, found)):
        covered = {}
        for seed, start, end, kind in those:
            for place in range(start, end):
                covered.setdefault((seed, place), set()).add(kind)
        for seed, start, end, kind in these:
            counts[kind, name] += any(kind in covered.get((seed, place), ()) for place in range(start, end))
    return counts


def score_counts(counts: Counter) -> pd.DataFrame:
    """Turn counts into precision, recall and F1 in percent, by kind and for the headline kinds together."""
    rows = []
    for kind, kinds in [("all", HEADLINE), *((kind, (kind,)) for kind in KINDS)]:
        total = {
            what: sum(counts[one, what] for one in kinds)
            for what in ("exact", "found over gold", "gold over found", "found", "gold")
        }
        for match, right, reached in (
            ("exact", total["exact"], total["exact"]),
            ("overlap", total["found over gold"], total["gold over found"]),
        ):
            rows.append(
                {"kind": kind, "match": match} | _rates(right, total["found"], reached, total["gold"])
            )
    return pd.DataFrame(rows)


def _rates(right: float, found: int, reached: float, gold: int) -> dict[str, float]:
    """Return precision, recall and F1 in percent."""
    precision, recall = 100 * right / max(found, 1), 100 * reached / max(gold, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"precision": round(precision, 1), "recall": round(recall, 1), "f1": round(f1, 1), "support": gold}


def score_blocks(blocks: list[list[Sentence]], finder: Finder) -> pd.DataFrame:
    """Score a finder on blocks."""
    return score_counts(count_blocks(blocks, finder))


def read_marked(gold: Path) -> tuple[dict[str, str], list[Span], dict[Place, object], list[Place]]:
    """Return the texts of ``gold/marked``, their names, whose each name is, and what is not scored."""
    texts, spans, entities, ignored = {}, [], {}, []
    for path in sorted((gold / "marked").glob("*.json")):
        marking = json.loads(path.read_text(encoding="utf-8"))
        texts[path.stem] = path.with_suffix(".txt").read_bytes().decode("utf-8")
        for row in marking["mentions"]:
            spans.append((path.stem, row["start"], row["end"], row["kind"]))
            entities[path.stem, row["start"], row["end"]] = (path.stem, row["entity"])
        ignored += [(path.stem, row["start"], row["end"]) for row in marking.get("other_names", ())]
    return texts, spans, entities, ignored


def read_unread(gold: Path) -> tuple[dict[str, str], list[Span], dict[Place, object], list[Place]]:
    """Return the same of the articles of ``gold/news`` that ``bench/marks`` marks.

    Raises
    ------
    ValueError
        If an article is not the one that was marked.
    """
    articles, texts, spans, entities, ignored = read_articles(gold), {}, [], {}, []
    for name, marking in json.loads(MARKS.read_text(encoding="utf-8")).items():
        texts[name] = articles.get(name, "")
        if hashlib.sha256(texts[name].encode("utf-8")).hexdigest() != marking["sha256"]:
            raise ValueError(f"{name}: not the text that {MARKS.name} marks")
        for start, end, kind, entity in marking["mentions"]:
            spans.append((name, start, end, kind))
            if entity is not None:
                entities[name, start, end] = (name, entity)
        ignored += [(name, start, end) for start, end in marking["other"]]
    return texts, spans, entities, ignored


def score_marked(texts: dict, spans: list[Span], entities: dict, ignored: list[Place]) -> pd.DataFrame:
    """Score finding and merging on texts marked by hand."""
    seeds = pd.DataFrame(
        {"seed": list(texts), "title": list(texts), "text": list(texts.values()), "language": "ar"}
    )
    tokens = split_tokens(seeds)
    tables = []
    for system, finder in {"tagger": tag, "find_mentions": find_mentions}.items():
        mentions = finder(tokens)
        found = [span for span in as_spans(mentions) if not _is_ignored(span, ignored)]
        tables.append(score_counts(count_hits(texts, spans, found)).assign(system=system))
    columns = ("seed", "start", "end", "kind", "entity")
    rows = list(zip(*(mentions[column].tolist() for column in columns), strict=True))
    ours = {(str(seed), start, end, kind): (str(seed), entity) for seed, start, end, kind, entity in rows}
    exact = {span[:3]: entity for span, entity in ours.items()}
    merging = [
        score_merging(entities, exact),
        score_merging(entities, _lay_over(spans, ours)) | {"match": "B-cubed, overlap"},
    ]
    tables.append(pd.DataFrame(merging).assign(system="find_mentions"))
    return pd.concat(tables)


def _is_ignored(span: Span, ignored: list[tuple[str, int, int]]) -> bool:
    """Tell whether a span touches a name that is neither right nor wrong."""
    return any(seed == span[0] and start < span[2] and span[1] < end for seed, start, end in ignored)


def _lay_over(gold: list[Span], ours: dict[Span, object]) -> dict[Place, object]:
    """Return for each gold span the entity of our span of its kind that shares most characters with it.

    So a name that is cut wrong still tells whom it was given to: an airport found as its city is a merge.
    """
    near, found = {}, {}
    for span, entity in ours.items():
        near.setdefault((span[0], span[3]), []).append((span, entity))
    for seed, start, end, kind in gold:
        shares = [
            (min(end, b) - max(start, a), entity) for (_, a, b, _), entity in near.get((seed, kind), ())
        ]
        share, entity = max(shares, key=lambda pair: pair[0], default=(0, None))
        if share > 0:
            found[seed, start, end] = entity
    return found


def score_merging(gold: dict, ours: dict) -> dict:
    """Score which mentions are one entity by B-cubed (Bagga and Baldwin 1998), on spans that both have."""
    shared = gold.keys() & ours.keys()
    sizes, ours_sizes = (Counter(named[span] for span in shared) for named in (gold, ours))
    both = Counter((gold[span], ours[span]) for span in shared)
    precision = sum(count**2 / ours_sizes[name] for (_, name), count in both.items())
    recall = sum(count**2 / sizes[name] for (name, _), count in both.items())
    rates = _rates(precision, len(shared), recall, len(shared))
    return {"kind": "entity", "match": "B-cubed"} | rates


def score_speed(gold: Path) -> pd.DataFrame:
    """Time the tagger and the whole on half the annotated news (best of three), and weigh the files.

    The time is the processor's, so that a busy machine does not count against them.
    """
    seeds, _ = blocks_as_seeds(read_blocks(gold / "entities" / "newsfane_train.conll")[::2])
    tokens = split_tokens(seeds)
    rows = []
    for system, finder in {"tagger": tag, "find_mentions": find_mentions}.items():
        times = [time.process_time()]
        for _ in range(3):
            finder(tokens)
            times.append(time.process_time())
        speed = len(tokens) / min(after - before for before, after in pairwise(times))
        rows.append({"system": system, "kind": "tokens a processor second", "value": round(speed)})
    size = os.path.getsize(files.DATA / MODEL) / 1e6
    rows.append({"system": "tagger", "kind": "megabytes", "value": round(size, 2)})
    return pd.DataFrame(rows).assign(texts="speed and size", match="", support=len(tokens))


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path, required=True, help="folder of the annotated texts")
    parser.add_argument("--rounds", type=int, default=2, choices=range(FOLDS + 1), help="of cross-validation")
    arguments = parser.parse_args()
    print(report(arguments.gold, rounds=arguments.rounds).to_string())


if __name__ == "__main__":
    main()
