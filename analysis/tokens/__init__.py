"""Texts into tokens and sentences: columnar, lossless, every span a slice of the text as written."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis import arabic
from analysis.paragraphs import paragraph_spans
from analysis.tables import require_columns
from analysis.tokens.scan import KINDS, MARKUP, SYMBOL_KIND, WORD, scan
from analysis.tokens.scripts import in_languages, text_languages
from analysis.tokens.sentences import number_sentences, split_sentences
from analysis.tokens.spans import TokenText, seed_runs, token_ranges
from analysis.tokens.stamps import find_stamps

__all__ = [
    "KINDS",
    "TokenText",
    "in_languages",
    "seed_runs",
    "split_sentences",
    "split_tokens",
    "text_languages",
    "token_ranges",
]

COLUMNS = ["seed", "paragraph", "sentence", "start", "end", "token", "space", "form", "kind"]

# Characters worked on at a time: the arrays of one step stay in the processor's cache.
_CHUNK = 1 << 18


class _Part(NamedTuple):
    """The tokens of one stretch of one text, still as arrays."""

    starts: np.ndarray
    ends: np.ndarray
    kinds: np.ndarray
    tokens: pa.DictionaryArray
    spaces: pa.DictionaryArray


def split_tokens(seeds: pd.DataFrame, *, fold: Iterable[str] = arabic.COUNT_FOLDS) -> pd.DataFrame:
    """Split texts into one row per token.

    Parameters
    ----------
    seeds
        Columns ``seed``, ``text``, as returned by ``read_seeds``.
    fold
        What ``form`` folds: names from `arabic.FOLDS`. The default, `arabic.COUNT_FOLDS`, keeps ى/ي and
        ة/ه apart; ``()`` folds nothing.

    Returns
    -------
    DataFrame
        One row per token in reading order: ``seed``, ``paragraph`` (from 1 in its seed), ``sentence``
        (from 1 in its paragraph), ``start``, ``end`` (code points into the text, end excluded), ``token``
        (as written), ``space`` (white space and invisible controls up to the next token, so that
        ``token + space`` in order rebuilds the text from the first token on), ``form`` (folded, for
        counting), ``kind`` (word, number, punctuation, symbol, url, email, hashtag, handle, or markup: the
        time at the head of a chat's messages).
        ``seed``, ``token``, ``space``, ``form`` and ``kind`` are categorical.

    Raises
    ------
    ColumnError
        If a column is missing: the message names it and the columns there are.
    OptionError
        At an unknown fold: the message lists the known ones.

    Examples
    --------
    >>> seeds = pd.DataFrame({"seed": ["خبر"], "text": ["قالَ: «نعم»."]})
    >>> split_tokens(seeds)[["start", "end", "form", "kind"]].values.tolist()[:3]
    [[0, 4, 'قال', 'word'], [4, 5, ':', 'punctuation'], [6, 7, '«', 'punctuation']]
    """
    require_columns(seeds, ["seed", "text"], "seeds")
    folds = arabic.require_folds(fold)
    names = {name: number for number, name in enumerate(dict.fromkeys(seeds["seed"]))}
    columns = [_token_columns(text) for text in seeds["text"]]
    counts = [len(part["start"]) for part in columns]
    tokens, vocabulary = _unify([part["token"] for part in columns])
    spaces, gaps = _unify([part["space"] for part in columns])
    forms, form_codes, symbols = _fold_vocabulary(vocabulary, folds)
    kinds = _concatenate(columns, "kind", np.int8)
    kinds[(kinds == WORD) & symbols[tokens]] = SYMBOL_KIND
    paragraphs = _concatenate(columns, "paragraph", np.int32)
    seed_codes = np.repeat(np.array([names[seed] for seed in seeds["seed"]], dtype=np.int32), counts)
    paragraph_ids = np.cumsum(_changes(paragraphs) | _starts_of(counts)) if len(tokens) else tokens
    followed = np.array([bool(gap) for gap in gaps.to_pylist()], dtype=bool)
    return pd.DataFrame(
        {
            "seed": pd.Categorical.from_codes(seed_codes, categories=list(names)),
            "paragraph": paragraphs,
            "sentence": number_sentences(
                paragraph_ids, tokens, vocabulary.to_pylist(), kinds, followed[spaces]
            ),
            "start": _concatenate(columns, "start", np.int64),
            "end": _concatenate(columns, "end", np.int64),
            "token": _categorical(tokens, vocabulary),
            "space": _categorical(spaces, gaps),
            "form": _categorical(form_codes[tokens], forms),
            "kind": pd.Categorical.from_codes(kinds, categories=list(KINDS)),
        },
        columns=COLUMNS,
    )


def _token_columns(text: str) -> dict[str, np.ndarray | pa.Array]:
    """Return the columns of one text's tokens; ``token`` and ``space`` as Arrow dictionaries."""
    points = arabic.code_points(text)
    parts = [_scan_part(text, points, first, last) for first, last in _stretches(points)]
    starts = np.concatenate([part.starts for part in parts])
    kinds = np.concatenate([part.kinds for part in parts])
    openings, _ = paragraph_spans(points)
    for first, last in find_stamps(text, points, openings):
        kinds[slice(*np.searchsorted(starts, (first, last)))] = MARKUP
    return {
        "start": starts,
        "end": np.concatenate([part.ends for part in parts]),
        "kind": kinds,
        "paragraph": np.searchsorted(openings, starts, side="right").astype(np.int32),
        "token": pa.chunked_array([part.tokens for part in parts]),
        "space": pa.chunked_array([part.spaces for part in parts]),
    }


def _stretches(points: np.ndarray) -> Iterator[tuple[int, int]]:
    """Cut a text into stretches of about `_CHUNK` characters that begin where a visible line begins."""
    if len(points) <= _CHUNK:
        yield 0, len(points)
        return
    # the white space after a token belongs to its stretch, so a stretch may not begin with any
    openings, _ = paragraph_spans(points)
    wanted = np.arange(_CHUNK, len(points), _CHUNK)
    places = np.searchsorted(openings, wanted)
    cuts = np.unique(openings[places[places < len(openings)]])
    yield from zip([0, *cuts.tolist()], [*cuts.tolist(), len(points)], strict=True)


def _scan_part(text: str, points: np.ndarray, first: int, last: int) -> _Part:
    """Find the tokens of one stretch and their strings."""
    points = points[first:last]
    spans = scan(text[first:last], points)
    if not len(spans.starts):
        nothing = pa.array([], pa.string()).dictionary_encode()
        return _Part(spans.starts, spans.ends, spans.kinds, nothing, nothing)
    outside = ~spans.inside
    outside[: spans.starts[0]] = False
    gaps = np.append(spans.starts[1:], len(points)) - spans.ends
    return _Part(
        spans.starts + first,
        spans.ends + first,
        spans.kinds,
        _strings(points[spans.inside], spans.ends - spans.starts),
        _strings(points[outside], gaps),
    )


def _strings(points: np.ndarray, lengths: np.ndarray) -> pa.DictionaryArray:
    """Cut a run of code points into strings of these lengths, without a Python string for each."""
    raw = points.tobytes().decode("utf-32-le").encode("utf-8")
    widths = 1 + (points > 0x7F) + (points > 0x7FF).astype(np.int32) + (points > 0xFFFF)
    positions = np.concatenate([[0], np.cumsum(widths)])
    offsets = positions[np.concatenate([[0], np.cumsum(lengths)])].astype(np.int32)
    strings = pa.StringArray.from_buffers(len(lengths), pa.py_buffer(offsets), pa.py_buffer(raw))
    return strings.dictionary_encode()


def _unify(columns: list[pa.ChunkedArray]) -> tuple[np.ndarray, pa.Array]:
    """Join Arrow dictionaries into codes (int32) and one vocabulary."""
    chunks = [chunk for column in columns for chunk in column.chunks]
    if not chunks:
        return np.empty(0, dtype=np.int32), pa.array([], pa.string())
    joined = pa.chunked_array(chunks).unify_dictionaries()
    codes = [chunk.indices.to_numpy() for chunk in joined.chunks]
    return np.concatenate(codes).astype(np.int32), joined.chunk(joined.num_chunks - 1).dictionary


def _fold_vocabulary(vocabulary: pa.Array, folds: tuple[str, ...]) -> tuple[pa.Array, np.ndarray, np.ndarray]:
    """Fold each distinct token once: the distinct forms, a form's code per token, and what is no word.

    A stroke of tatweel alone is a line to the eye and a symbol here.
    """
    encoded = arabic.fold_strings(vocabulary, folds).dictionary_encode()
    strokes = [not token.strip("ـ") for token in vocabulary.to_pylist()]
    return encoded.dictionary, encoded.indices.to_numpy().astype(np.int32), np.array(strokes, dtype=bool)


def _categorical(codes: np.ndarray, vocabulary: pa.Array) -> pd.Categorical:
    categories = pd.Index(pd.array(vocabulary, dtype="str"))
    return pd.Categorical.from_codes(codes, categories=categories, validate=False)


def _concatenate(columns: list[dict], name: str, dtype: type) -> np.ndarray:
    return np.concatenate([np.empty(0, dtype=dtype), *(part[name] for part in columns)]).astype(dtype)


def _changes(values: np.ndarray) -> np.ndarray:
    """Mark where a value differs from the one before."""
    changed = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=changed[1:])
    return changed


def _starts_of(counts: list[int]) -> np.ndarray:
    """Mark the first row of each text."""
    firsts = np.zeros(sum(counts), dtype=bool)
    openings = np.cumsum([0, *counts[:-1]])
    firsts[openings[openings < len(firsts)]] = True
    return firsts
