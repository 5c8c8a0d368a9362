"""Score lemmas and clitics against a treebank in CoNLL-U (UD Arabic-PUD), beside simplemma and farahidi.

A lemma counts as right when it is the treebank's after folding: vowel marks, hamza and its seats, ى/ي and
ة/ه are ignored. Content words are NOUN, VERB, ADJ, ADV and PROPN. A clitic boundary counts when it is cut at
exactly its letter (in CoNLL-U, ``SpaceAfter=No`` between Arabic letters). The texts are read as a user would
give them: the sentences as written, tokens by ``split_tokens``.
"""

import lzma
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa

from analysis import add_lemmas, arabic, split_tokens

CONTENT = ("NOUN", "VERB", "ADJ", "ADV", "PROPN")

# Words of running text for the speed figure.
_WORDS = 300_000

_HAMZA = str.maketrans({"ؤ": "و", "ئ": "ي", "ء": None, "`": None})
_IS_ARABIC = re.compile("[ء-ي]")


class Piece(NamedTuple):
    """One syntactic word of the treebank at its place in the sentence."""

    start: int
    end: int
    form: str
    lemma: str
    tag: str


def report(gold: Path) -> pd.DataFrame:
    """Score every lemmatizer there is; one row each.

    Parameters
    ----------
    gold
        The folder of the marked data; ``pud/*.conllu`` and ``text/*.xz`` in it are read.

    Returns
    -------
    DataFrame
        Per lemmatizer: ``lemmas`` (% of content words), one column a part of speech, ``clitics`` (F1 of
        boundaries, %) and ``words_per_second`` on running text after its dictionary is loaded.
    """
    sentences = [piece for path in sorted((gold / "pud").glob("*.conllu")) for piece in read_conllu(path)]
    seeds = pd.DataFrame(
        {"seed": [str(n) for n in range(len(sentences))], "text": [text for text, _ in sentences]}
    )
    tokens = split_tokens(seeds)
    running = split_tokens(pd.DataFrame({"seed": ["text"], "text": [_running_text(gold)]}))
    rows = {}
    for name, lemmatize in lemmatizers().items():
        lemmas = lemmatize(tokens)
        # farahidi reads 300 words a second: the treebank alone is enough to say so
        timed = tokens if name == "farahidi" else running
        start = time.perf_counter()
        lemmatize(timed)
        seconds = time.perf_counter() - start
        rows[name] = {
            **lemma_scores(sentences, lemmas),
            "clitics": clitic_score(sentences, lemmas) if "proclitics" in lemmas else float("nan"),
            "words_per_second": round((timed["kind"] == "word").sum() / seconds),
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def lemmatizers() -> dict[str, Callable[[pd.DataFrame], pd.DataFrame]]:
    """Return what can be scored here: this package, simplemma, and farahidi where it is installed."""
    found = {"add_lemmas": add_lemmas, "simplemma": _simplemma}
    try:
        import farahidi  # noqa: F401
    except ImportError:
        return found
    return {**found, "farahidi": _farahidi}


def _simplemma(tokens: pd.DataFrame) -> pd.DataFrame:
    import simplemma

    words = arabic.fold_strings(pa.array(tokens["token"].astype("str")), ("marks", "tatweel")).to_pylist()
    return tokens.assign(lemma=[simplemma.lemmatize(word, "ar") for word in words])


def _farahidi(tokens: pd.DataFrame) -> pd.DataFrame:
    """Read in context: an example of a lemmatizer for ``add_lemmas(tokens, lemmatizer=...)``."""
    import farahidi

    reader = farahidi.Disambiguator(analyzer=farahidi.Analyzer())
    lemmas = pd.Series(tokens["form"].astype("str"))
    words = tokens[tokens["kind"] == "word"]
    for _, rows in words.groupby(["seed", "paragraph", "sentence"], sort=False, observed=True):
        found = reader.disambiguate_lemmas(rows["token"].tolist())
        lemmas[rows.index] = [lemma or form for lemma, form in zip(found, rows["form"], strict=True)]
    return tokens.assign(lemma=lemmas)


def read_conllu(path: Path) -> Iterator[tuple[str, list[Piece]]]:
    """Yield each sentence as written with its syntactic words at their places."""
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        lines = block.split("\n")
        text = next(line.removeprefix("# text = ") for line in lines if line.startswith("# text = "))
        rows = [line.split("\t") for line in lines if line[:1].isdigit()]
        yield text, list(_place(text, [row for row in rows if row[0].isdigit()]))


def _place(text: str, rows: list[list[str]]) -> Iterator[Piece]:
    """Find each word in the text, also one that lost a letter to the next (عن+ما is written عما)."""
    place = 0
    for row in rows:
        while text[place : place + 1].isspace():
            place += 1
        end = place + len(row[1]) if text.startswith(row[1], place) else place + len(row[1]) - 1
        yield Piece(place, end, row[1], row[2], row[3])
        place = end


def fold(text: str) -> str:
    """Fold a lemma as far as the score does."""
    return arabic.fold_text(text, arabic.SEARCH_FOLDS).translate(_HAMZA)


def lemma_scores(sentences: list[tuple[str, list[Piece]]], tokens: pd.DataFrame) -> dict[str, float]:
    """Return the percentage of right lemmas, over all content words and by part of speech."""
    judged = pd.DataFrame(judge_lemmas(sentences, tokens), columns=["tag", "token", "gold", "lemma", "right"])
    shares = judged.groupby("tag")["right"].mean().reindex(CONTENT) * 100
    return {"lemmas": round(judged["right"].mean() * 100, 1), **shares.round(1).to_dict()}


def judge_lemmas(sentences: list[tuple[str, list[Piece]]], tokens: pd.DataFrame) -> Iterator[tuple]:
    """Yield tag, token, the treebank's lemma, ours and whether it is right, for every content word."""
    folded = {lemma: fold(lemma) for lemma in tokens["lemma"].unique()}
    for (_, pieces), (_, rows) in zip(
        sentences, tokens.groupby("seed", sort=False, observed=True), strict=True
    ):
        spans = list(zip(rows["start"], rows["end"], rows["token"], rows["lemma"], strict=True))
        for piece in pieces:
            if piece.tag not in CONTENT:
                continue
            token, lemma = next(
                (
                    (token, lemma)
                    for start, end, token, lemma in spans
                    if start < piece.end and end > piece.start
                ),
                ("", ""),
            )
            yield piece.tag, token, piece.lemma, lemma, folded.get(lemma, "") == fold(piece.lemma)


def clitic_score(sentences: list[tuple[str, list[Piece]]], tokens: pd.DataFrame) -> float:
    """Return F1 of clitic boundaries in percent."""
    right = wrong = missed = 0
    for (text, pieces), (_, rows) in zip(
        sentences, tokens.groupby("seed", sort=False, observed=True), strict=True
    ):
        gold = {
            piece.end
            for piece, after in zip(pieces, pieces[1:], strict=False)
            if piece.end == after.start
            and _IS_ARABIC.match(text[piece.end - 1])
            and _IS_ARABIC.match(after.form)
        }
        ours = {place for row in rows.itertuples() for place in _boundaries(row)}
        right += len(gold & ours)
        wrong += len(ours - gold)
        missed += len(gold - ours)
    return round(200 * right / (2 * right + wrong + missed), 1)


def _boundaries(row) -> Iterator[int]:
    """Yield where a token is cut; vowel marks belong to the letter before them."""
    letters = [n for n, letter in enumerate(row.token) if arabic.fold_text("x" + letter) != "x"]
    cut = 0
    for clitic in row.proclitics.split("+") if row.proclitics else []:
        cut += len(clitic)
        yield row.start + letters[cut]
    if row.enclitics:
        yield row.start + letters[len(letters) - len(row.enclitics)]


def _running_text(gold: Path) -> str:
    """Return plain text of about `_WORDS` words."""
    lines, words = [], 0
    with lzma.open(
        sorted((gold / "text").glob("*.xz"))[0], "rt", encoding="utf-8", errors="replace"
    ) as stream:
        for line in stream:
            if not line.startswith(("<doc", "</doc")):
                lines.append(line)
                words += len(line.split())
            if words > _WORDS:
                break
    return "".join(lines)
