"""Compile the lexicon of `analysis/data/lemmas/` from simplemma's dictionary, our lists and plain text.

``python bench/build/build_lemmas.py --text wikipedia_ar.txt.xz`` takes about ten minutes. The text is Arabic
Wikipedia (CC BY-SA 4.0), articles as plain lines; nothing of it is stored but frequencies.
"""

import argparse
import lzma
import math
import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from lemma_context import Context, fit_context, kind_of, read_sentences
from lemma_dictionary import Text, fold
from lemma_sources import GUESSED, WRITTEN, Lexicon, add_unknown, build, check_accusatives
from lemma_training import TRUST, Model, add_names, lemma_key, seen_keys, unexplained

from analysis.lemmas import stem_lexicon as shipped

_MARKS = re.compile("[ً-ْـٰ]")
_WORD = re.compile("[ء-غف-يٱ]+")
_MARKED = re.compile("[ء-ْ]+")

# Forms kept even where the text does not show them, so that a rare verb is known in its usual forms.
_USUAL_SLOTS = {
    "p3m",
    "p3f",
    "p3mp",
    "iy",
    "it",
    "iyp",
    "in",
    "ia",
    "itp",
    "s",
    "acc",
    "f",
    "mp",
    "fp",
    "ts",
    "tfp",
}
_FREQUENT = 30

# Learned weights of neighbours, made sharper: without marked words the learning is too timid.
_SHARPER = 1.5

_SOURCE = (
    "Compiled from the Arabic dictionary of simplemma 2.0.0 (MIT), lists of this project (MIT), names "
    "of CLDR (Unicode-3.0) and word frequencies of Arabic Wikipedia (CC BY-SA 4.0). Licence: CC BY-SA 4.0."
)


def main() -> None:
    """Read the text, gather the entries, learn the weights, write the files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--text", type=Path, required=True, help="plain Arabic text, .txt or .txt.xz")
    parser.add_argument("--out", type=Path, default=shipped.FOLDER, help="folder of the compiled files")
    options = parser.parse_args()
    start = time.perf_counter()

    def say(what: str) -> None:
        print(f"{time.perf_counter() - start:6.0f} s  {what}", flush=True)

    text = read_text(options.text)
    lexicon = build(text)
    say(f"{len(lexicon.entries)} forms by dictionary and rule")
    check_accusatives(lexicon)
    add_unknown(lexicon, unexplained(lexicon))
    check_accusatives(lexicon)
    words = [word for word, count in text.counts.items() if count >= 2]
    counts = np.array([text.counts[word] for word in words], dtype=float)
    model = Model(words, lexicon)
    model.fit(counts)
    say(f"{add_names(model)} names found")
    model = Model(words, lexicon)
    model.fit(counts)
    context = Context()
    sample = read_sentences(_lines(options.text), 12)
    for _ in range(6):
        fit_context(model, context, sample, lexical=False)
    say("first look at contexts")
    corpus = read_sentences(_lines(options.text), 3)
    for number in range(3):
        fit_context(model, context, corpus, lexical=True)
        say(f"round {number + 1} of reading in context")
    write_lexicon(model, options.out)
    write_context(context, options.out)
    write_clitics(model, options.out)


def _lines(path: Path) -> Iterator[str]:
    """Yield the lines of the text without vowel marks and without the lines between articles."""
    with (lzma.open if path.suffix == ".xz" else open)(
        path, "rt", encoding="utf-8", errors="replace"
    ) as stream:
        for line in stream:
            if not line.startswith(("<doc", "</doc")):
                yield _MARKS.sub("", line)


def read_text(path: Path) -> Text:
    """Count the words of the text."""
    counts, marked = Counter(), Counter()
    with (lzma.open if path.suffix == ".xz" else open)(
        path, "rt", encoding="utf-8", errors="replace"
    ) as stream:
        for line in stream:
            if line.startswith(("<doc", "</doc")):
                continue
            marked.update(_MARKS.sub("", word) for word in _MARKED.findall(line) if "ً" in word)
            counts.update(_WORD.findall(_MARKS.sub("", line)))
    folded = Counter()
    for word, count in counts.items():
        folded[fold(word)] += count
    return Text(counts, marked, folded)


def write_lexicon(model: Model, folder: Path) -> None:
    """Write stems with lemma, class, kind, states and weight, sorted by lemma so that they pack well."""
    lexicon: Lexicon = model.lexicon
    lemmas = dict(zip(model.names[0], model.values[0], strict=True))
    slots = dict(zip(model.names[1], model.values[1], strict=True))
    size = sum(lexicon.text.counts[word] for word in model.words)
    seen = seen_keys(Model(list(lexicon.text.counts), lexicon))
    rows = []
    for key, entry in lexicon.entries.items():
        chance = lemmas.get(lemma_key(entry), 0.05 / size)
        times = chance * size
        usual = times >= _FREQUENT or (times >= 1 and entry.slot in _USUAL_SLOTS)
        if (
            not entry.states
            or entry.source == GUESSED
            or not (key in seen or entry.source >= WRITTEN or usual)
        ):
            continue
        weight = math.log(chance * slots.get(model.slot_of(entry), 1e-6) * TRUST[entry.source])
        # x marks كان, a verb by its forms and a function word by its use
        states = entry.states + ("x" if entry.lemma == "كان" and entry.tag in ("VP", "VI") else "")
        rows.append(
            (entry.lemma, entry.tag, entry.form, f"{entry.tag} {kind_of(entry)} {states}", round(10 * weight))
        )
    lemma, _, form, reading, weight = zip(*sorted(rows), strict=True)
    table = pa.table(
        {"form": form, "lemma": lemma, "reading": reading, "weight": pa.array(weight, pa.int16())}
    )
    pq.write_table(
        table.replace_schema_metadata(
            {"source": _SOURCE, "weight": "ten times the logarithm of the probability"}
        ),
        folder / "lexicon.parquet",
        compression="zstd",
        compression_level=22,
        use_dictionary=["lemma", "reading", "weight"],
        column_encoding={"form": "DELTA_BYTE_ARRAY"},
        write_statistics=False,
    )


def write_context(context: Context, folder: Path) -> None:
    """Write the weight of every pair of labels."""
    pairs = [(r, le) for r in context.rights for le in context.lefts]
    weights = [context.weights[context.rights[r], context.lefts[le]] * _SHARPER for r, le in pairs]
    table = pa.table(
        {
            "before": [pair[0] for pair in pairs],
            "after": [pair[1] for pair in pairs],
            "weight": pa.array(np.round(weights, 2), pa.float32()),
        }
    )
    pq.write_table(
        table.replace_schema_metadata({"source": _SOURCE}),
        folder / "context.parquet",
        compression="zstd",
        compression_level=22,
        write_statistics=False,
    )


def write_clitics(model: Model, folder: Path) -> None:
    """Write the weight of clitics by class of stem."""
    lines = [
        "# Natural logarithm of how often a class of stem stands with these clitics; + is the article.",
        "# Learned from Arabic Wikipedia by bench/build/build_lemmas.py; CC BY-SA 4.0.",
    ]
    for side, names, values in (
        ("before", model.names[2], model.values[2]),
        ("after", model.names[3], model.values[3]),
    ):
        for (group, clitics), value in sorted(zip(names, values, strict=True)):
            lines.append(f"{side}\t{group}\t{clitics}\t{math.log(value):.2f}")
    (folder / "clitics.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
