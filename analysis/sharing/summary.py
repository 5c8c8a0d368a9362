"""What the front page says of a text: its terms, names, voices and the lengths of its paragraphs."""

import json
from pathlib import Path

import pandas as pd

from analysis.seeds import read_seeds
from analysis.sharing.cache import file_hash
from analysis.sharing.plan import Seed

#: So many terms, names and voices stand on a card.
LISTED = 6


def describe(seed: Seed) -> dict:
    """Return what is known of a text without analysing it.

    Raises
    ------
    SeedError
        If it cannot be read.
    """
    row = read_seeds(seed.path).iloc[0]
    return {
        "characters": len(row["text"]),
        "encoding": row["encoding"],
        "file": seed.path.name,
        "language": row["language"],
        "sha256": file_hash(seed.path),
        "title": row["title"],
    }


async def summarise(seed: Seed, values: dict, kernels) -> dict:
    """Analyse a text in a kernel of its own, as the notebooks are; return its summary."""
    from nbformat.v4 import new_code_cell, new_notebook

    from analysis.sharing.kernels import run_notebook

    source = (
        "from analysis.sharing.summary import print_summary\n"
        f"print_summary({values['SEED']!r}, {values['ALIASES']!r})"
    )
    cell = new_code_cell(source)
    notebook = await run_notebook(new_notebook(cells=[cell]), "summary", Path.cwd(), kernels)
    return json.loads(notebook.cells[0].outputs[0].text)


def print_summary(path: str, aliases: str | None) -> None:
    """Print the summary of one text as JSON; runs in a kernel."""
    print(json.dumps(summary_of(read_seeds(path), aliases), ensure_ascii=False))


def summary_of(seeds: pd.DataFrame, aliases: str | None = None) -> dict:
    """Return what a card shows of one text.

    Returns
    -------
    dict
        ``words`` (counted tokens), ``paragraphs`` (words in each, in order), ``terms``, ``names`` and
        ``voices``: lists of a text and how often it stands there, the most frequent first.
    """
    from analysis.frequency import count_terms
    from analysis.lemmas import add_lemmas, read_stop_words
    from analysis.mentions import find_mentions
    from analysis.quotes import find_quotes
    from analysis.tables import COUNTED_KINDS
    from analysis.tokens import split_tokens

    tokens = add_lemmas(split_tokens(seeds))
    counted = tokens[tokens["kind"].isin(COUNTED_KINDS)]
    mentions = find_mentions(tokens, aliases=aliases)
    quotes = find_quotes(tokens, mentions)
    terms = count_terms(tokens[tokens["kind"] != "number"], level="lemma", stop_words=read_stop_words())
    named = mentions[mentions["kind"].isin(["person", "place", "organisation"])]
    return {
        "names": _most(named["entity"]),
        "paragraphs": counted.groupby("paragraph", observed=True).size().tolist(),
        "terms": [
            [str(term), int(n)]
            for term, n in zip(terms["term"][:LISTED], terms["count"][:LISTED], strict=True)
        ],
        "voices": _most(quotes["entity"]),
        "words": len(counted),
    }


def _most(column: pd.Series) -> list[list]:
    """List the most frequent values of a column with their counts; equals in the order of the text."""
    counts = column.dropna().astype(str).value_counts(sort=False).sort_values(ascending=False, kind="stable")
    return [[name, int(count)] for name, count in counts.head(LISTED).items()]
