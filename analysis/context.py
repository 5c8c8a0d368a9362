"""Keyword in context: every place of a word, a phrase with gaps or a pattern, with the text around it."""

import re
from collections.abc import Callable
from difflib import get_close_matches
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis.arabic import SEARCH_FOLDS, fold_strings, fold_text
from analysis.errors import OptionError
from analysis.lemmas import add_lemmas
from analysis.tables import (
    counted_mask,
    require_columns,
    require_level,
    require_whole,
    run_numbers,
    unit_ends,
)
from analysis.tokens import TokenText, split_tokens

#: What hits can be sorted by: the first to third word before and after.
SORT_KEYS = ("before1", "before2", "before3", "after1", "after2", "after3")

#: Words that ``...`` may stand for, at most.
LONGEST_GAP = 5

#: Of the words of a text so many, the most frequent, are compared with a query that finds nothing.
_MOST_COMPARED = 20_000
#: How much of their letters two words share, in order, that are written much alike.
_LIKE = 0.7

_ANY = "*"
_GAP = ("...", "…")

#: Levels whose keys are what a word is read as.
_READ = ("stem", "lemma")

# Letters that the Quran writes small, which a reader today may write or leave out.
_OLD = "[\u0670\u06e7]|ء\u064eا"
_COLUMNS = ["seed", "paragraph", "sentence", "start", "end", "token", "space", "form", "kind"]


class _Hits(NamedTuple):
    """Hits in reading order: their first and last row among the tokens, their offsets into the text."""

    first: np.ndarray
    last: np.ndarray
    start: np.ndarray
    end: np.ndarray


class _Element(NamedTuple):
    """A word of a query: which keys it matches (None: any), and up to how many words may stand before it."""

    keys: np.ndarray | None
    gap: int


def find_in_context(
    tokens: pd.DataFrame, query: str | re.Pattern | None, *, level: str = "form", window: int = 8, sort=()
) -> pd.DataFrame:
    r"""Find every place of a word, a phrase or a pattern, with the words around it.

    Parameters
    ----------
    tokens
        As returned by ``split_tokens`` (with ``add_lemmas`` or ``add_entities`` for their levels).
    query
        One or several words with spaces between, each

        - a word: at level ``"token"`` exactly as written, at the other levels folded as in a search, so that
          اوكرانيا finds أوكرانيا, and ي ى, ه ة are the same; a word of the Quran is found with and without
          the alefs written small (الكتاب and الكتب find ٱلۡكِتَٰبُ). At the levels ``"stem"`` and ``"lemma"`` a
          word that is none itself is read as the texts are: الغاز is غاز;
        - ``*``, any one word; with letters, any letters: ``كتب*`` begins with كتب;
        - ``...``, none to five words (``وزير ... قال``).

        A name of several words at level ``"entity"`` is one word. Words of a phrase stand in one sentence;
        punctuation between them is stepped over.

        Or a compiled regular expression, ``re.compile(...)``, matched against the text of each paragraph
        as written; empty matches are no hits.

        None, what ``choose_term`` and ``choose_entity`` return where there is nothing to choose, has no hits.
    level
        What a word of the query is compared with: ``"token"``, ``"form"``, ``"stem"``, ``"lemma"``,
        ``"entity"``. A regular expression has no level.
    window
        Words before and after, within the paragraph.
    sort
        Keys to sort by, the first one first: ``"before1"`` (the word just before) to ``"before3"``,
        ``"after1"`` to ``"after3"``. Words are compared folded, in the order of the Arabic letters;
        nothing comes before any word. Hits that agree, and all for ``()``, stay in reading order.

    Returns
    -------
    DataFrame
        One row per hit: ``seed``, ``paragraph``, ``start``, ``end`` (code points into the text, end
        excluded), ``before``, ``match``, ``after``. The three are the text as written, spaces included:
        joined they are one stretch of it. Hits may overlap. Empty if there is none; ``attrs["query"]`` then
        says what was asked for and ``attrs["nearest"]`` lists words of the text written much like it.

        ``contexts.to_csv("contexts.tsv", sep="\t", index=False)`` exports them.

    Raises
    ------
    OptionError
        If the query is empty or only gaps, the window not a whole number from 1 up, a sort key or the level
        unknown.
    ColumnError
        If a column is missing.

    Examples
    --------
    >>> words = "قال وزير الدفاع إن وزير العدل".split()
    >>> tokens = pd.DataFrame({"seed": "a", "paragraph": 1, "sentence": 1, "token": words, "space": " "})
    >>> tokens = tokens.assign(start=[0, 4, 9, 16, 19, 24], end=[3, 8, 15, 18, 23, 29])
    >>> tokens = tokens.assign(form=words, kind="word")
    >>> find_in_context(tokens, "وزير *", window=1)[["before", "match", "after"]].values.tolist()
    [['قال ', 'وزير الدفاع', ' إن'], ['إن ', 'وزير العدل', '']]
    """
    require_columns(tokens, _COLUMNS, "tokens")
    require_whole(window, "window", "words")
    keys = _sort_keys(sort)
    if isinstance(query, re.Pattern):
        hits = _match_text(tokens, query)
    else:
        hits = _match_words(tokens, query, level)
    contexts = _contexts(tokens, hits, window)
    if not len(contexts) and isinstance(query, str):
        contexts.attrs |= {"query": query, "nearest": _nearest(tokens, query)}
    if not keys:
        return contexts
    columns = [_neighbour_ranks(tokens, hits, key) for key in reversed(keys)]
    return contexts.take(np.lexsort(columns)).reset_index(drop=True)


def _sort_keys(sort) -> list[str]:
    """Return the sort keys as a list, all of them known."""
    keys = [sort] if isinstance(sort, str) else list(sort)
    for key in keys:
        if key not in SORT_KEYS:
            raise OptionError(f"sort={key!r}: unknown; known keys: {', '.join(SORT_KEYS)}")
    return keys


# ------------------------------------------------------------------------------------------ words


def _match_words(tokens: pd.DataFrame, query: str | None, level: str) -> _Hits:
    """Find the places of a query of words."""
    if query is not None and not isinstance(query, str):
        raise OptionError(f"query={query!r}: give words in one string, or a pattern from re.compile")
    require_level(tokens, level)
    if query is None:
        return _Hits(*np.zeros((4, 0), dtype=np.int64))
    codes, names = _spellings(tokens, level)
    elements = _read_query(query, names, tokens, level)
    named = np.logical_or.reduce([element.keys for element in elements if element.keys is not None])
    # punctuation and addresses are stepped over unless the query names them
    visible = counted_mask(tokens) | named[codes]
    rows = np.flatnonzero(visible & tokens[level].notna().to_numpy())
    sentence = run_numbers(tokens, ["seed", "paragraph", "sentence"])[rows]
    first, last = _match_sequence(elements, codes[rows], sentence)
    last_rows = unit_ends(tokens, level, rows[last])
    start, end = tokens["start"].to_numpy(), tokens["end"].to_numpy()
    return _Hits(rows[first], last_rows, start[rows[first]], end[last_rows])


def _spellings(tokens: pd.DataFrame, level: str) -> tuple[np.ndarray, list[pa.Array]]:
    """Return the keys of a level, each in every spelling it is found by, and the number of each token's."""
    codes, names = pd.factorize(tokens[level])
    # null is a key that no query asks for
    codes, keys = codes % (len(names) + 1), pa.concat_arrays([_strings(names), pa.array([""])])
    if level == "token":
        return codes, [keys]
    keys = fold_strings(keys, SEARCH_FOLDS)
    # only a word as written has what a form leaves out, and what is one word takes no other spelling
    written_codes, written = pd.factorize(tokens["token"])
    written = _strings(written)
    old = pc.match_substring_regex(written, _OLD).to_numpy(zero_copy_only=False)
    if level == "entity" or not old.any():
        return codes, [keys]
    pairs, codes = np.unique(codes * len(written) + written_codes, return_inverse=True)
    today = fold_strings(written, ("dagger", *SEARCH_FOLDS))
    keys = keys.take(pa.array(pairs // len(written)))
    today = today.take(pa.array(pairs % len(written)))
    return codes, [keys, pc.if_else(pa.array(old[pairs % len(written)]), today, keys)]


def _strings(names: pd.Index) -> pa.Array:
    return pa.array(pd.Index(names).astype("str"), type=pa.string())


def _read_query(query: str, names: list[pa.Array], tokens: pd.DataFrame, level: str) -> list[_Element]:
    """Return the words of a query as sets of keys, a set being true for the codes in it."""
    pieces = query.split()
    _require_word(query, pieces)
    if level != "token":
        # alone, vowel marks and invisible characters stay as they are; beside a letter they go. The small
        # letters of the Quran go too, but alone each is a word
        pieces = [p for p in pieces if p.strip("\u0640").isalpha() or fold_text("ا" + p, SEARCH_FOLDS) != "ا"]
        _require_word(query, pieces)
        pieces = [piece if piece in _GAP else fold_text(piece, SEARCH_FOLDS) for piece in pieces]
    elements, gap, place = [], 0, 0
    while place < len(pieces):
        if pieces[place] in _GAP:
            gap, place = gap + LONGEST_GAP, place + 1
            continue
        keys, length = _longest_key(pieces[place:], names)
        if level in _READ and keys is not None and not keys.any():
            keys = _longest_key([_read_as_text(pieces[place], tokens, level)], names)[0]
        # a gap before the first word would only lengthen the match
        elements.append(_Element(keys, gap if elements else 0))
        gap, place = 0, place + length
    return elements


def _read_as_text(piece: str, tokens: pd.DataFrame, level: str) -> str:
    """Return the stem or lemma of a word of a query: the one it has in the texts, else alone."""
    codes, forms = pd.factorize(tokens["form"])
    same = pc.equal(fold_strings(_strings(forms), SEARCH_FOLDS), piece).to_numpy(zero_copy_only=False)
    read = tokens[level][np.append(same, False)[codes]].mode()
    if not len(read):
        alone = pd.DataFrame({"seed": ["query"], "text": [piece]})
        read = add_lemmas(split_tokens(alone))[level]
    return fold_text(str(read.iloc[0]), SEARCH_FOLDS)


def _require_word(query: str, pieces: list[str]) -> None:
    """Raise if a query is nothing but gaps."""
    if all(piece in _GAP or set(piece) == {_ANY} for piece in pieces):
        raise OptionError(f"query={query!r}: it has no word to look for; give one or more")


def _longest_key(pieces: list[str], names: list[pa.Array]) -> tuple[np.ndarray | None, int]:
    """Return the keys that the next pieces ask for, and how many pieces: a name of several words is one."""
    for length in range(len(pieces), 1, -1):
        keys = _among(names, pc.equal, " ".join(pieces[:length]))
        if keys.any():
            return keys, length
    piece = pieces[0]
    if set(piece) == {_ANY}:
        return None, 1
    if _ANY in piece:
        pattern = ".*".join(map(re.escape, piece.split(_ANY)))
        return _among(names, pc.match_substring_regex, f"(?s)^{pattern}$"), 1
    return _among(names, pc.equal, piece), 1


def _among(names: list[pa.Array], test: Callable, wanted: str) -> np.ndarray:
    """Say which keys are what is wanted in one spelling or another."""
    found = [test(spelling, wanted).to_numpy(zero_copy_only=False) for spelling in names]
    return np.logical_or.reduce(found)


def _match_sequence(
    elements: list[_Element], codes: np.ndarray, sentence: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the positions of the first and last word of every match, the shortest from each first word.

    Worked from the last element to the first: ``ends`` says for every position where a match of the
    elements so far that begins there ends, or -1.
    """
    ends = None
    for element, following in zip(reversed(elements), [None, *reversed(elements)], strict=False):
        fits = np.ones(len(codes), dtype=bool) if element.keys is None else element.keys[codes]
        here = np.flatnonzero(fits)
        found = np.full(len(codes), -1)
        if following is None:
            found[here] = here
        else:
            # the widest gap first, so that the nearest word has the last say
            for step in range(following.gap + 1, 0, -1):
                near = here[here + step < len(codes)]
                near = near[(ends[near + step] >= 0) & (sentence[near + step] == sentence[near])]
                found[near] = ends[near + step]
        ends = found
    first = np.flatnonzero(ends >= 0)
    return first, ends[first]


def _nearest(tokens: pd.DataFrame, query: str) -> list[str]:
    """Return up to five words of the texts that are written much like a word of the query."""
    words = tokens[counted_mask(tokens)]
    codes, forms = pd.factorize(words["form"])
    common = np.argsort(-np.bincount(codes, minlength=len(forms)), kind="stable")[:_MOST_COMPARED]
    _, first = np.unique(codes, return_index=True)
    written = words["token"].astype("str").take(first[common])
    folded = fold_strings(_strings(forms[common]), SEARCH_FOLDS).to_pylist()
    # of two forms that fold alike the more frequent one
    spelled = dict(zip(reversed(folded), reversed(written.tolist()), strict=True))
    pieces = [fold_text(piece, SEARCH_FOLDS) for piece in query.split()]
    near = [get_close_matches(piece, spelled, n=5, cutoff=_LIKE) for piece in pieces if piece not in spelled]
    return [spelled[word] for word in dict.fromkeys(chain.from_iterable(near))][:5]


# ------------------------------------------------------------------------------------------ patterns


def _match_text(tokens: pd.DataFrame, pattern: re.Pattern) -> _Hits:
    """Find the places of a regular expression in the text of each paragraph."""
    if isinstance(pattern.pattern, bytes):
        raise OptionError(f"query={pattern.pattern!r}: a pattern of bytes; compile it from a string")
    text = TokenText(tokens)
    begins = _begins(tokens)
    starts = np.flatnonzero(np.diff(run_numbers(tokens, ["seed", "paragraph"]), prepend=-1))
    spans = [
        (begins[first] + match.start(), begins[first] + match.end())
        for first, behind in pairwise([*starts.tolist(), len(tokens)])
        for match in pattern.finditer(text.slice(first, behind))
        if match.end() > match.start()
    ]
    begin, end = np.array(spans, dtype=np.int64).reshape(-1, 2).T
    first = np.searchsorted(begins, begin, side="right") - 1
    last = np.searchsorted(begins, end - 1, side="right") - 1
    offset = text.starts - begins[:-1]
    return _Hits(first, last, begin + offset[first], end + offset[last])


# ------------------------------------------------------------------------------------------ contexts


def _begins(tokens: pd.DataFrame) -> np.ndarray:
    """Return where each token would begin if all were one string, which holds where rows were left out."""
    lengths = tokens["end"] - tokens["start"] + tokens["space"].str.len()
    return np.append(0, lengths.to_numpy(dtype=np.int64).cumsum())


def _contexts(tokens: pd.DataFrame, hits: _Hits, window: int) -> pd.DataFrame:
    """Return the table of contexts of hits, in their order."""
    text = TokenText(tokens)
    opening, closing = _windows(tokens, hits, window)
    begins = _begins(tokens)
    begin = begins[hits.first] - begins[opening] + hits.start - text.starts[hits.first]
    end = begins[hits.last] - begins[opening] + hits.end - text.starts[hits.last]
    parts = []
    for opens, closes, first, last in np.stack([opening, closing, begin, end], axis=1).tolist():
        passage = text.slice(opens, closes + 1)
        parts.append((passage[:first], passage[first:last], passage[last:]))
    table = tokens[["seed", "paragraph"]].take(hits.first).reset_index(drop=True)
    words = pd.DataFrame(parts, columns=["before", "match", "after"], dtype="str")
    return table.assign(start=hits.start, end=hits.end).join(words)


def _windows(tokens: pd.DataFrame, hits: _Hits, window: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the first and the last row of the window around each hit.

    Where the paragraph has no more words than the window, its marks at the edge are inside too.
    """
    paragraph = run_numbers(tokens, ["seed", "paragraph"])
    first_row = np.searchsorted(paragraph, paragraph[hits.first], side="left")
    last_row = np.searchsorted(paragraph, paragraph[hits.last], side="right") - 1
    # the one behind the last row keeps a text without words from being a case of its own
    words = np.append(np.flatnonzero(counted_mask(tokens)), len(tokens))
    opening = np.searchsorted(words, hits.first) - window
    closing = np.searchsorted(words, hits.last, side="right") + window - 1
    opens = opening > np.searchsorted(words, first_row)
    closes = closing < np.searchsorted(words, last_row, side="right") - 1
    return (
        np.where(opens, words.take(opening, mode="clip"), first_row),
        np.where(closes, words.take(closing, mode="clip"), last_row),
    )


def _neighbour_ranks(tokens: pd.DataFrame, hits: _Hits, key: str) -> np.ndarray:
    """Return the alphabetical rank of the word that ``key`` names beside each hit; 0 where there is none."""
    words = np.flatnonzero(counted_mask(tokens))
    paragraph = run_numbers(tokens, ["seed", "paragraph"])
    distance = int(key[-1])
    if key.startswith("before"):
        place = np.searchsorted(words, hits.first) - distance
    else:
        place = np.searchsorted(words, hits.last, side="right") + distance - 1
    inside = (place >= 0) & (place < len(words))
    rows = np.append(words, 0)[np.where(inside, place, -1)]
    inside &= paragraph[rows] == paragraph[hits.first]
    codes, names = pd.factorize(tokens["form"].take(rows))
    folded = pd.Series(fold_strings(pa.array(pd.Index(names).astype("str")), SEARCH_FOLDS).to_pylist())
    return np.where(inside, folded.rank(method="dense").to_numpy()[codes], 0)
