"""The annotated texts that the tagger learns from and is measured on: CoNLL files in, sentences out."""

import lzma
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pyarrow as pa

from analysis.arabic import fold_strings

#: Tags of the files and the kinds they stand for; ``other`` is learned, so as to tell it apart, and dropped.
KINDS = {"PER": "person", "LOC": "place", "ORG": "organisation", "GRP": "group", "MISC": "other"}
#: Sentences that make one text: contiguous, so that a name and its repetition stay together.
BLOCK = 25

#: What ends a sentence of plain text; one shorter than so many words is a heading or a scrap.
SENTENCE_ENDS, SHORTEST = frozenset(".!?؟"), 4

Sentence = tuple[list[str], list[str]]

# The sets were cut at clitics and joined again, which leaves two spellings that no ordinary text has.
_JOINED_TA = re.compile(r"ة(?=\w)")
_JOINED_LAM = re.compile(r"^([وف]?)لال")


def read_conll(path: Path) -> list[Sentence]:
    """Read sentences as (words, labels); labels are ``O``, ``B-person``, ``I-person``, ..."""
    sentences = []
    for part in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split() for line in part.splitlines() if line.strip()]
        if rows:
            sentences.append(([mend(row[0]) for row in rows], [kind_label(row[-1]) for row in rows]))
    return sentences


def mend(word: str) -> str:
    """Undo the marks of joining clitics again: زوجةه is زوجته, لالاتحاد is للاتحاد."""
    return _JOINED_LAM.sub(r"\1لل", _JOINED_TA.sub("ت", word))


def kind_label(label: str) -> str:
    """Return the label with the kind of mention in place of the file's tag."""
    prefix, _, tag = label.partition("-")
    return f"{prefix}-{KINDS[tag]}" if tag else "O"


def split_blocks(sentences: list[Sentence]) -> list[list[Sentence]]:
    """Cut a file into texts of `BLOCK` sentences."""
    return [sentences[first : first + BLOCK] for first in range(0, len(sentences), BLOCK)]


def fold_words(words: list[str]) -> list[str]:
    """Fold words as the column ``form`` is folded."""
    return fold_strings(pa.array(words, pa.string())).to_pylist()


def label_spans(labels: list[str]) -> set[tuple[int, int, str]]:
    """Return the spans of a sentence as (first, end, kind); an I without its B begins one."""
    spans, start = set(), None
    for place, label in enumerate([*labels, "O"]):
        prefix, _, kind = label.partition("-")
        if start is not None and (prefix != "I" or kind != labels[start][2:]):
            spans.add((start, place, labels[start][2:]))
            start = None
        if prefix != "O" and start is None:
            start = place
    return spans


def plain_lines(path: Path) -> Iterator[list[str]]:
    """Cut plain text (`.xz`, `<doc` lines between articles) into lines of words, numbers and marks."""
    word = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
    marks = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u200c-\u200f]")
    with lzma.open(path, "rt", encoding="utf-8", errors="replace") as stream:
        for line in stream:
            # digits as the tagger sees them: one year is like another
            if not line.startswith("<") and (words := word.findall(re.sub(r"\d", "0", marks.sub("", line)))):
                yield words


def sample_blocks(lines: list[list[str]], size: int) -> list[list[list[str]]]:
    """Cut lines into sentences, and take ``size`` texts of `BLOCK` sentences evenly from all of them."""
    sentences = []
    for line in lines:
        ends = [place + 1 for place, word in enumerate(line) if word in SENTENCE_ENDS]
        bounds = [0, *ends, len(line)]
        sentences += [line[a:b] for a, b in pairwise(bounds) if b - a >= SHORTEST]
    blocks = [sentences[first : first + BLOCK] for first in range(0, len(sentences) - BLOCK, BLOCK)]
    return blocks[:: max(1, len(blocks) // size)][:size]
