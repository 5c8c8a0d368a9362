"""Names found by a model that has read annotated news and Wikipedia: the spans it sees, with their kinds."""

from collections.abc import Iterator
from functools import cache

import numpy as np
import pandas as pd

from analysis import files
from analysis.mentions.clitics import particle_sizes, rest_keys
from analysis.mentions.features import Hashes
from analysis.mentions.keys import raw_cut
from analysis.mentions.network import Model, best_labels, form_vectors, label_scores
from analysis.mentions.packing import unpack
from analysis.tables import require_columns, run_numbers

MODEL = "mentions/model.npz"
COLUMNS = ("seed", "paragraph", "sentence", "start", "end", "token", "form", "kind")
#: Sentences within which a word is taken to mean the same: what the model was trained on.
TEXT = 25
#: Learned so that it is not taken for a name of another kind; not a kind of mention.
OTHER = "other"
#: Tokens that are scored at a time: what is known of each takes half a kilobyte.
BATCH = 1 << 17
#: Tokens of the longest span that may be a name: one of six fathers has some twenty words.
LONGEST = 32


def tag(tokens: pd.DataFrame, *, model: Model | None = None) -> pd.DataFrame:
    """Find names in Arabic sentences by the statistical model; sentences in other scripts are passed over.

    Parameters
    ----------
    tokens
        As returned by ``split_tokens``.
    model
        Weights to use in place of the bundled ones, as trained by ``bench/build/train_mentions.py``.

    Returns
    -------
    DataFrame
        One row per name, in reading order, none overlapping: ``seed``, ``start``, ``end`` (code points, end
        excluded, particles such as و and ب in front left out), ``kind`` (person, place, organisation, group),
        ``margin`` (by how much the name's score is above that of no name, at its least sure word; nats).

    Raises
    ------
    ColumnError
        If a column is missing.

    Examples
    --------
    >>> from analysis import split_tokens
    >>> seeds = pd.DataFrame({"seed": ["a"], "text": ["وصل الرئيس فلاديمير بوتين إلى باريس."]})
    >>> tag(split_tokens(seeds))[["start", "end", "kind"]].values.tolist()
    [[11, 25, 'person'], [30, 35, 'place']]
    """
    require_columns(tokens, COLUMNS, "tokens")
    model = model or load_model()
    codes, forms = pd.factorize(tokens["form"])
    hashes = Hashes([str(form) for form in forms])
    kept = np.flatnonzero(_in_arabic(tokens, codes, hashes))
    codes = codes[kept]
    sentences, texts = _sentence_numbers(tokens, kept)
    particles = particle_sizes(hashes, model.tables)
    # the same word in the same text, whatever particles are in front
    same = texts << 32 | rest_keys(hashes, particles)[codes].astype(np.int64)
    vectors, labels = form_vectors(hashes, model), np.zeros(len(codes), dtype=np.int64)
    margins, outside = np.zeros(len(codes)), model.labels.index("O")
    for part in _batches(texts):
        words = pd.factorize(same[part])[0]
        scores = label_scores(vectors, codes[part], sentences[part], words, model)
        labels[part] = best_labels(scores, sentences[part], model)
        margins[part] = scores[np.arange(len(scores)), labels[part]] - scores[:, outside]
    spans = label_runs(labels, model.labels)
    first, last = kept[spans["first"]], kept[spans["last"]]
    sizes = particles[codes[spans["first"]]].tolist()
    cuts = [raw_cut(token, size) for token, size in zip(tokens["token"].iloc[first], sizes, strict=True)]
    names = tokens[["seed", "start"]].iloc[first].reset_index(drop=True)
    names["start"] += np.array(cuts, dtype=np.int64)
    least = [margins[a : b + 1].min() for a, b in zip(spans["first"], spans["last"], strict=True)]
    return names.assign(end=tokens["end"].to_numpy()[last], kind=spans["kind"], margin=np.array(least, float))


@cache
def load_model() -> Model:
    """Read the bundled model; once, when it is first needed."""
    with np.load(files.DATA / MODEL, allow_pickle=False) as stored:
        return unpack(dict(stored))


def _in_arabic(tokens: pd.DataFrame, codes: np.ndarray, hashes: Hashes) -> np.ndarray:
    """Tell which tokens stand in a sentence of which at least half the words are in Arabic letters."""
    first = hashes.letters[:, 0]
    arabic = (first >= 0x0600) & (first < 0x0780)
    is_word = (tokens["kind"] == "word").to_numpy(dtype=bool)
    numbers, _ = _sentence_numbers(tokens, np.arange(len(tokens)))
    words = np.bincount(numbers, weights=is_word, minlength=1)
    share = np.bincount(numbers, weights=is_word & arabic[codes], minlength=1)
    return ((share * 2 >= words) & (words > 0))[numbers]


def _sentence_numbers(tokens: pd.DataFrame, kept: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the number of each token's sentence, and of the first sentence of its text of at most `TEXT`."""
    part = tokens.iloc[kept]
    numbers, seeds = run_numbers(part, ("seed", "paragraph", "sentence")), run_numbers(part, ("seed",))
    begins = numbers[np.flatnonzero(np.diff(seeds, prepend=-1))]
    return numbers, numbers - (numbers - begins[seeds]) % TEXT


def _batches(texts: np.ndarray) -> Iterator[slice]:
    """Cut tokens into parts of about `BATCH` that no text of `TEXT` sentences runs across."""
    begins = np.append(np.flatnonzero(np.diff(texts, prepend=-1)), len(texts))
    cuts = np.unique(begins[np.searchsorted(begins, np.arange(0, len(texts), BATCH))]).tolist()
    yield from map(slice, cuts, [*cuts[1:], len(texts)])


def label_runs(labels: np.ndarray, names: tuple[str, ...]) -> pd.DataFrame:
    """Return the spans that labels mark: ``first``, ``last`` (tokens, included), ``kind``.

    What is too long to be a name is none: a list of names without commas, a word said without end.
    """
    begins = np.array([name.startswith("B-") for name in names])[labels]
    inside = np.array([name.startswith("I-") for name in names])[labels]
    kinds = np.array([name[2:] for name in names], dtype=object)
    first = np.flatnonzero(begins)
    # a span ends before the next token that is not inside one
    ends = np.append(np.flatnonzero(~inside), len(labels))
    last = ends[np.searchsorted(ends, first, side="right")] - 1 if len(first) else first
    spans = pd.DataFrame({"first": first, "last": last, "kind": kinds[labels[first]]})
    is_name = (spans["kind"] != OTHER) & (spans["last"] - spans["first"] < LONGEST)
    return spans[is_name].reset_index(drop=True)
