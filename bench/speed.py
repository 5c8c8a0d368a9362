"""Print the speed and memory of each step beside peers, in one run: ``python bench/speed.py``.

The text is the shipped seeds repeated to ``--megabytes`` (or a text of your own with ``--text``): the
repetition keeps the vocabulary small, so name a real corpus for figures of the steps that work once per
distinct form. Peers are measured where they are installed (``pip install nltk spacy camel-tools``).
"""

import argparse
import importlib.util
import resource
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pandas as pd

import analysis

SEEDS = Path(__file__).parents[1] / "seeds"


def main() -> None:
    """Time every step on one text and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--text", type=Path, help="a text file instead of the shipped seeds")
    parser.add_argument("--megabytes", type=float, default=4.0, help="how much of it (default 4)")
    options = parser.parse_args()
    text = _sample(options.text, options.megabytes)
    size = len(text.encode()) / 1e6
    print(f"{size:.1f} MB, {len(text):,} characters; best of three runs, one process\n")
    rows = [*_own_steps(text), *_peers(text)]
    table = pd.DataFrame(rows, columns=["step", "seconds", "words"]).set_index("step")
    table["MB/s"] = size / table["seconds"]
    table["thousand words/s"] = table.pop("words") / table["seconds"] / 1000
    print(table.round({"seconds": 3, "MB/s": 1, "thousand words/s": 0}).to_string())
    print(f"\npeak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _sample(path: Path | None, megabytes: float) -> str:
    text = "\n".join(analysis.read_seeds(path or SEEDS)["text"])
    wanted = int(megabytes * 1e6 / (len(text.encode()) / len(text)))
    return (f"{text}\n" * (wanted // (len(text) + 1) + 1))[:wanted] if path is None else text[:wanted]


def _best(step: Callable[[], object]) -> tuple[float, object]:
    """Run ``step`` three times; give the fastest time and the last result."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        result = step()
        times.append(time.perf_counter() - start)
    return min(times), result


def _own_steps(text: str) -> list[tuple[str, float, int]]:
    seeds = pd.DataFrame({"seed": ["bench"], "text": [text], "language": ["ar"], "title": ["bench"]})
    rows = []

    def measure(name: str, step: Callable[[], object]) -> object:
        seconds, result = _best(step)
        rows.append((name, seconds, words))
        return result

    seconds, tokens = _best(lambda: analysis.split_tokens(seeds))
    words = int((tokens["kind"] == "word").sum())
    rows.append(("split_tokens", seconds, words))
    paragraphs = measure("split_paragraphs", lambda: analysis.split_paragraphs(seeds))
    tokens = measure("add_lemmas", lambda: analysis.add_lemmas(tokens))
    terms = measure("count_terms, lemma", lambda: analysis.count_terms(tokens, level="lemma"))
    measure("count_ngrams", lambda: analysis.count_ngrams(tokens))
    measure("add_dispersion", lambda: analysis.add_dispersion(terms, tokens))
    measure("count_collocates", lambda: analysis.count_collocates(tokens, "روسيا"))
    measure("find_in_context", lambda: analysis.find_in_context(tokens, "روسيا"))
    mentions = measure("find_mentions", lambda: analysis.find_mentions(tokens))
    measure("find_quotes", lambda: analysis.find_quotes(tokens, mentions))
    measure("find_dates", lambda: analysis.find_dates(tokens))
    measure("find_repeats", lambda: analysis.find_repeats(paragraphs))
    return rows


def _peers(text: str) -> list[tuple[str, float, int]]:
    import re

    word = re.compile(r"[^\W\d_]+")
    peers = {"re.findall + Counter (peer)": lambda: Counter(word.findall(text))}
    if importlib.util.find_spec("nltk"):
        from nltk.tokenize import wordpunct_tokenize

        peers["nltk wordpunct_tokenize (peer)"] = lambda: wordpunct_tokenize(text)
    if importlib.util.find_spec("spacy"):
        import spacy

        arabic = spacy.blank("ar")
        arabic.max_length = len(text) + 1
        peers["spaCy blank ar (peer)"] = lambda: arabic.make_doc(text)
    if importlib.util.find_spec("camel_tools"):
        from camel_tools.tokenizers.word import simple_word_tokenize

        peers["CAMeL simple_word_tokenize (peer)"] = lambda: simple_word_tokenize(text)
    words = len(word.findall(text))
    return [(name, _best(step)[0], words) for name, step in peers.items()]


if __name__ == "__main__":
    main()
