"""What the statistics say where chance alone is at work: ``python bench/shuffle.py --texts DIR``.

Of texts whose words are shuffled every association is false, and between random halves of the same texts
every difference is. At G2 > 3.84 one in twenty may pass.
"""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
from rules import read_texts

from analysis import (
    add_lemmas,
    compare_terms,
    count_collocates,
    count_terms,
    read_stop_words,
    split_tokens,
)
from analysis.tables import counted_mask

#: Ranks of the nodes by frequency: from words in every article to rare ones.
NODES = (0, 5, 20, 50, 100, 200, 500)
WINDOWS = (1, 3, 5, 10, "sentence")
#: Where notebook 01 draws its line.
NOTEBOOK_CUT = 6.63


def report_collocates(tokens: pd.DataFrame) -> pd.DataFrame:
    """Count collocates of shuffled words.

    Returns
    -------
    DataFrame
        One row per window: ``window``, ``pairs`` (nodes times other words), ``passed`` (share of the pairs
        with G2 > 3.84), ``expected_once`` (the same of pairs that should meet once or more), ``pmi`` (mean
        of these), ``notebook`` (share of what meets more than once that passes the line of notebook 01).
    """
    tokens = shuffle(tokens, np.random.default_rng(1))
    stop_words = read_stop_words()
    terms = count_terms(tokens, level="lemma", stop_words=stop_words)
    nodes = terms["term"].iloc[[rank for rank in NODES if rank < len(terms)]].to_list()
    rows = []
    for window in WINDOWS:
        options = {"window": window, "level": "lemma", "stop_words": stop_words}
        near = count_collocates(tokens, nodes, **options)
        passed, pairs = near["g2"] > 3.84, len(nodes) * (len(terms) - 1)
        # pmi is log2(count / expected)
        often = near["count"] / 2 ** near["pmi"] >= 1
        shown = (near["g2"] > NOTEBOOK_CUT) & (near["log_ratio"] > 0)
        several = near["count"] > 1
        rows.append(
            (
                window,
                pairs,
                passed.sum() / pairs,
                passed[often].mean(),
                near["pmi"][often].mean(),
                shown[several].mean(),
            )
        )
    columns = ["window", "pairs", "passed", "expected_once", "pmi", "notebook"]
    return pd.DataFrame(rows, columns=columns).round(3)


def report_keyness(tokens: pd.DataFrame, *, rounds: int = 5) -> pd.DataFrame:
    """Compare random halves of the texts.

    Returns
    -------
    DataFrame
        One row per round: ``terms``, then the share of them with G2 > 3.84 (``g2``), BIC > 2 (``bic``),
        p over texts < 0.05 (``p_texts``) and an interval of the log ratio that leaves 0 out (``interval``; of
        terms with ten hits or more ``interval_10``).
    """
    draw = np.random.default_rng(1)
    seeds = tokens["seed"].unique()
    rows = []
    for _ in range(rounds):
        half = tokens["seed"].isin(draw.permutation(seeds)[: len(seeds) // 2])
        sides = (count_terms(tokens[side], level="lemma") for side in (half, ~half))
        compared = compare_terms(*sides)
        off = (compared["log_ratio_low"] > 0) | (compared["log_ratio_high"] < 0)
        often = compared["count"] + compared["reference_count"] >= 10
        shares = compared["g2"] > 3.84, compared["bic"] > 2, compared["p_texts"] < 0.05, off, off[often]
        rows.append((len(compared), *(share.mean() for share in shares)))
    columns = ["terms", "g2", "bic", "p_texts", "interval", "interval_10"]
    return pd.DataFrame(rows, columns=columns).round(3)


def shuffle(tokens: pd.DataFrame, draw: np.random.Generator) -> pd.DataFrame:
    """Strew the words over the places of words; sentences and punctuation stay."""
    places = np.flatnonzero(counted_mask(tokens))
    taken = np.arange(len(tokens))
    taken[places] = draw.permutation(places)
    words = ["token", "form", "kind", "lemma", "stem", "proclitics", "enclitics", "is_stop"]
    return tokens.assign(**{name: tokens[name].array.take(taken) for name in words})


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split(":")[0])
    parser.add_argument("--texts", type=Path, required=True, help="folder of texts, or of days of news")
    parser.add_argument("--count", type=int, default=600, help="how many of them (default: 600)")
    options = parser.parse_args()
    tokens = add_lemmas(split_tokens(read_texts(options.texts, options.count)))
    print(report_collocates(tokens).to_string(index=False))
    print(report_keyness(tokens).to_string(index=False))
