"""Train the tagger of names and write it: ``python bench/build/train_mentions.py --gold DIR``.

It learns word clusters from plain text, then a teacher from NewsFANE and WikiFANE, then the tagger from these
and from plain text that the teacher labelled: six minutes of one free core, 3.1 GB of memory.
The same input gives the same file.
"""

import argparse
import io
from collections import Counter
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np
from mentions_classes import class_tables
from mentions_data import fold_words, plain_lines, read_conll, sample_blocks, split_blocks
from mentions_network import Block, Options, encode, forbidden, joined, train, word_numbers
from word_clusters import word_codes, word_vectors

from analysis import files
from analysis.mentions.features import Hashes, fold_forms, word_keys
from analysis.mentions.network import Model, best_labels, form_vectors, label_scores
from analysis.mentions.packing import pack
from analysis.mentions.tagger import MODEL

#: News counts this many times: it is what most readers bring, and the smallest set.
NEWS_WEIGHT = 3
#: Texts of plain sentences that the teacher labels.
PLAIN = 800
#: How teacher and pupil are trained; the pupil has more text, so fewer rounds.
TEACHER, PUPIL = Options(seed=1), Options(epochs=6, batch=8)
#: A label that cannot follow scores so little that no chain takes it.
NEVER = -1e4


@dataclass(frozen=True)
class Words:
    """What plain text teaches: look-up tables of features, the centres of their codes, texts to label."""

    tables: dict[str, np.ndarray]
    centres: np.ndarray
    texts: list[list[list[str]]]


def read_blocks(path: Path) -> list[Block]:
    """Read an annotated file as texts of 25 sentences, its words folded as ``form`` is."""
    return split_blocks([(fold_words(words), labels) for words, labels in read_conll(path)])


def read_news(gold: Path) -> list[Block]:
    """Read the annotated news."""
    return read_blocks(gold / "entities" / "newsfane_train.conll")


def read_wikipedia(gold: Path) -> list[Block]:
    """Read the annotated articles of Wikipedia."""
    return read_blocks(gold / "entities" / "wikifane.conll")


def learn_words(gold: Path) -> Words:
    """Learn from plain text which words are alike; no annotated news takes part."""
    plain = list(plain_lines(gold / "text" / "wikipedia_ar.txt.xz"))
    lines = plain + [words for block in read_wikipedia(gold) for words, _ in block]
    words, vectors = word_vectors(lines)
    codes, centres = word_codes(vectors)
    seen = Counter()
    spelled = Counter(word for line in lines for word in line)
    for fold, count in zip(fold_forms(list(spelled)), spelled.values(), strict=True):
        seen[fold] += count
    keys = word_keys(words)
    order = np.argsort(keys, kind="stable")
    counts = np.array([seen[word] for word in words])
    tables = {"keys": keys[order], "codes": codes[order], "counts": counts[order]} | class_tables()
    texts = [[fold_words(line) for line in block] for block in sample_blocks(plain, PLAIN)]
    return Words(tables, centres, texts)


def train_tagger(news: list[Block], wikipedia: list[Block], words: Words, *, report=print) -> Model:
    """Train a teacher on annotated texts, let it label plain ones, and train the tagger on all of them.

    The pupil sees names and neighbours that no annotated text has (self-training, Scudder 1965), which
    makes it steadier than its teacher.
    """
    teacher = _fit([*wikipedia, *news * 2], words, TEACHER, report)
    guessed = guess_labels(words.texts, teacher)
    return _fit([*wikipedia, *news * NEWS_WEIGHT, *guessed], words, PUPIL, report)


def _fit(blocks: list[Block], words: Words, options: Options, report) -> Model:
    """Train a model that gives only chains of labels that make sense."""
    model = train(encode(blocks), words.tables, words.centres, options, report=report)
    cannot_begin, cannot_follow = forbidden(model.labels)
    return replace(
        model,
        start=np.where(cannot_begin, NEVER, model.start).astype(np.float32),
        transitions=np.where(cannot_follow, NEVER, model.transitions).astype(np.float32),
    )


def guess_labels(texts: list[list[list[str]]], model: Model) -> list[Block]:
    """Label texts by a model."""
    corpus = encode([[(words, ["O"] * len(words)) for words in text] for text in texts])
    codes, _, sentences, numbers = joined(corpus.blocks)
    words = word_numbers(corpus.forms, model.tables)[codes]
    same = np.unique(numbers * len(corpus.forms) + words, return_inverse=True)[1]
    scores = label_scores(form_vectors(Hashes(corpus.forms), model), codes, sentences, same, model)
    labels = iter([model.labels[label] for label in best_labels(scores, sentences, model)])
    return [[(words, list(islice(labels, len(words)))) for words in text] for text in texts]


def main() -> None:
    """Train on everything and write the model."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path, required=True, help="folder of the annotated and plain texts")
    parser.add_argument("--out", type=Path, default=files.DATA / MODEL, help="file to write")
    arguments = parser.parse_args()
    words = learn_words(arguments.gold)
    model = train_tagger(read_news(arguments.gold), read_wikipedia(arguments.gold), words)
    stream = io.BytesIO()
    np.savez_compressed(stream, **pack(model))
    files.write_atomic(arguments.out, stream.getvalue())
    print(f"{arguments.out.name}: {len(stream.getvalue()) / 1e6:.2f} MB, {len(model.features)} features")


if __name__ == "__main__":
    main()
