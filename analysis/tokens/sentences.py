"""Where sentences end: stops that are not abbreviations, with the closing marks that belong to them.

Every rule works on arrays over the stops of all texts at once; words are looked up once per distinct token.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis.arabic import fold_strings
from analysis.files import read_toml
from analysis.tables import require_columns
from analysis.tokens.scan import HANDLE, HASHTAG, KINDS, NUMBER, WORD

_ABBREVIATIONS = "sentences/abbreviations.toml"
_STRADDLING = "\"“”«»‹›'’‘"


class _WordKinds(NamedTuple):
    """What each distinct token is, as boolean arrays over the vocabulary."""

    stop: np.ndarray  # . one full stop
    pause: np.ndarray  # .. two dots: a pause in Arabic typing, no end
    ellipsis: np.ndarray  # ... or …
    strong: np.ndarray  # ! ? ؟
    closer: np.ndarray  # ) ] } » ” and the like
    straight: np.ndarray  # " opens and closes alike
    either_side: np.ndarray  # quotation marks that some typists turn around
    opener: np.ndarray  # ( [ {
    comma: np.ndarray  # ، , ؛ ; : within a sentence
    letter: np.ndarray  # a letter standing alone, also و and ف
    joint: np.ndarray  # و or ف: a letter only in a chain of them (م.ت.ف.)
    long: np.ndarray  # three letters or more
    latin: np.ndarray
    lower: np.ndarray  # begins with a small letter
    title: np.ndarray
    either: np.ndarray
    unit: np.ndarray
    lettered: np.ndarray
    starter: np.ndarray


def number_sentences(
    paragraph_ids: np.ndarray,
    token_codes: np.ndarray,
    vocabulary: list[str] | pa.Array,
    kind_codes: np.ndarray,
    has_space: np.ndarray,
) -> np.ndarray:
    """Give each token the number of its sentence, from 1 in its paragraph.

    A sentence ends with its paragraph; after ``! ? ؟``; after a full stop that belongs to no abbreviation,
    initial or list number; and after three dots. Closing marks stay with the stop before them. Two dots, a
    stop before a small letter or a comma, and a mark alone in brackets (!) end nothing. A stretch without a
    word is no sentence of its own.

    Parameters
    ----------
    paragraph_ids
        A number per token that differs between neighbouring paragraphs.
    token_codes, vocabulary
        The tokens as codes into the distinct tokens.
    kind_codes
        Codes into `scan.KINDS`.
    has_space
        Whether white space follows the token.

    Returns
    -------
    array of int32
        One number per token.
    """
    if not len(paragraph_ids):
        return np.empty(0, dtype=np.int32)
    vocabulary = vocabulary if isinstance(vocabulary, pa.Array) else pa.array(vocabulary, pa.string())
    first = np.ones(len(paragraph_ids), dtype=bool)
    np.not_equal(paragraph_ids[1:], paragraph_ids[:-1], out=first[1:])
    stream = _Stream(_classify(vocabulary), token_codes, kind_codes, has_space, first)
    stops = _find_stops(stream)
    ends = _drop_wordless(stream, stops.tails[_ends_sentence(stream, stops)])
    begins = first.copy()
    begins[ends[ends + 1 < len(begins)] + 1] = True
    numbers = np.cumsum(begins)
    base = np.maximum.accumulate(np.where(first, numbers, 0))
    return (numbers - base + 1).astype(np.int32)


class _Stream(NamedTuple):
    """The tokens of all texts in order, as arrays."""

    words: _WordKinds
    codes: np.ndarray
    kinds: np.ndarray
    spaced: np.ndarray
    first: np.ndarray

    def has(self, name: str, places: np.ndarray) -> np.ndarray:
        """Tell which tokens at ``places`` have the property; places outside the texts have none."""
        inside = (places >= 0) & (places < len(self.codes))
        found = getattr(self.words, name)[self.codes[np.where(inside, places, 0)]]
        return found & inside

    def is_kind(self, kinds: tuple[int, ...], places: np.ndarray) -> np.ndarray:
        """Tell which tokens at ``places`` are of these kinds."""
        inside = (places >= 0) & (places < len(self.codes))
        return np.isin(self.kinds[np.where(inside, places, 0)], kinds) & inside

    def follows(self, places: np.ndarray) -> np.ndarray:
        """Tell which tokens at ``places`` have another behind them in their paragraph."""
        after = np.minimum(places + 1, len(self.codes) - 1)
        return (places + 1 < len(self.codes)) & ~self.first[after]

    def glued(self, places: np.ndarray) -> np.ndarray:
        """Tell which tokens at ``places`` follow the one before without space, in its paragraph."""
        inside = (places > 0) & (places < len(self.codes))
        safe = np.where(inside, places, 1) if len(self.codes) > 1 else np.zeros_like(places)
        return inside & ~self.first[safe] & ~self.spaced[safe - 1]


def _classify(vocabulary: pa.Array) -> _WordKinds:
    """Look up each distinct token in the classes and lists that the rules need."""
    lists = read_toml(_ABBREVIATIONS)
    bare = fold_strings(vocabulary, ("compose", "tatweel", "case"))

    def among(values: list[str] | str, column: pa.Array = vocabulary) -> np.ndarray:
        return pc.is_in(column, value_set=pa.array(list(values))).to_numpy(zero_copy_only=False)

    def matches(pattern: str) -> np.ndarray:
        return pc.match_substring_regex(vocabulary, pattern).to_numpy(zero_copy_only=False)

    return _WordKinds(
        stop=among(".۔。"),
        pause=among(["..", "۔۔"]),
        ellipsis=matches(r"^(?:\.{3,}|…+|‥+)$"),
        strong=matches(r"^[!?؟！？‼⁇⁈⁉]+$"),
        closer=among(")]}»”’›"),
        straight=among(['"', "'"]),
        either_side=among(_STRADDLING),
        opener=among("([{«“‘‹"),
        comma=among("،,؛;:"),
        letter=matches(r"^[وف]?\p{L}[\p{M}ـ]*$"),
        joint=among(["و", "ف"]),
        long=matches(r"\p{L}[\p{M}ـ]*\p{L}[\p{M}ـ]*\p{L}"),
        latin=matches(r"^\p{Latin}"),
        lower=matches(r"^\p{Ll}"),
        title=among(lists["titles"], bare),
        either=among(lists["either"], bare),
        unit=among(lists["units"], bare),
        lettered=among(lists["lettered"], bare),
        starter=among(lists["starters"]),
    )


class _Stops(NamedTuple):
    """Runs of stops with the closing marks behind them: first and last token, and whether ! or ? is in."""

    heads: np.ndarray
    tails: np.ndarray
    strong: np.ndarray


def _find_stops(stream: _Stream) -> _Stops:
    """Find the runs of stops and the closing marks after them."""
    words = stream.words
    is_stop = words.stop | words.pause | words.ellipsis | words.strong
    is_mark = is_stop | words.closer | words.straight | words.either_side
    # one token in ten is a mark: from here on only these are looked at
    places = np.flatnonzero(is_mark[stream.codes])
    places = places[is_stop[stream.codes[places]] | _closes(stream, places)]
    stops = is_stop[stream.codes[places]]
    linked = np.zeros(len(places) + 1, dtype=bool)
    linked[1:-1] = (np.diff(places) == 1) & ~stream.first[places[1:]]
    order = np.arange(len(places))
    run = np.maximum.accumulate(np.where(~linked[:-1], order, 0))
    last_stop = np.maximum.accumulate(np.where(stops, order, -1))
    # a closing mark is part of the run only behind a stop
    behind = last_stop >= run
    fresh = np.flatnonzero(behind & ~(linked[:-1] & np.concatenate([[False], behind])[:-1]))
    tails = np.flatnonzero(behind & ~linked[1:])
    counts = np.concatenate([[0], np.cumsum(words.strong[stream.codes[places]])])
    return _Stops(places[fresh], places[tails], counts[tails + 1] > counts[fresh])


def _closes(stream: _Stream, places: np.ndarray) -> np.ndarray:
    """Tell which marks close something: by shape, by the space around them, straight ones by turns."""
    glued = stream.glued(places)
    last = ~stream.follows(places)
    enclosed = [stream.has(name, places + 1) for name in ("closer", "straight", "comma", "stop")]
    # “نعم.“ and .» but not .»كلمة« where the mark opens
    outer = stream.spaced[places] | last | np.logical_or.reduce(enclosed)
    straight = stream.has("straight", places)
    shaped = stream.has("closer", places) & (outer | glued)
    turned = stream.has("either_side", places) & glued & outer
    return (
        (shaped & ~straight)
        | turned
        | (straight & _closes_by_turn(stream, places, straight) & (outer | glued))
    )


def _closes_by_turn(stream: _Stream, places: np.ndarray, straight: np.ndarray) -> np.ndarray:
    """Tell which straight marks are the second, fourth, ... of their paragraph."""
    paragraph = np.searchsorted(np.flatnonzero(stream.first), places, side="right")
    turns = np.cumsum(straight)
    opens = np.concatenate([[True], paragraph[1:] != paragraph[:-1]])[: len(places)]
    base = np.maximum.accumulate(np.where(opens, turns - straight, 0))
    return (turns - base) % 2 == 0


def _ends_sentence(stream: _Stream, stops: _Stops) -> np.ndarray:
    """Tell which runs of stops end a sentence."""
    heads, tails, strong = stops
    before, after = heads - 1, tails + 1
    spaced = stream.spaced[tails]
    single = stream.has("stop", heads)
    dots = stream.has("ellipsis", heads) | stream.has("pause", heads)
    shut = (tails > heads) | ~single & ~dots
    # انتهى.وقال: the space is missing, unless the stop stands in an address or an abbreviation
    run_on = stream.has("long", after) & stream.is_kind((WORD,), after) & ~stream.has("latin", after)
    run_on &= stream.has("long", before) | stream.is_kind((NUMBER,), before) | shut | _is_shut(stream, before)
    ends = strong & (spaced | run_on)
    ends |= single & (spaced | run_on) & ~_is_abbreviation(stream, heads, after)
    ends |= stream.has("ellipsis", heads) & spaced
    ends |= stream.has("pause", heads) & (tails > heads) & spaced
    ends &= ~stream.has("lower", after) & ~stream.has("comma", after)
    # (!) and [...] stand inside a sentence, and so does whatever opens a paragraph
    ends &= ~(stream.has("opener", before) & ~stream.first[heads]) & ~stream.first[heads]
    return ends


def _is_shut(stream: _Stream, places: np.ndarray) -> np.ndarray:
    """Tell which tokens are closing marks (".وقال)."""
    return stream.has("closer", places) | stream.has("straight", places)


def _is_abbreviation(stream: _Stream, heads: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Tell which full stops belong to the word before them."""
    glued = stream.glued(heads)
    before = heads - 1
    chain = _chain_start(stream, before)
    counted = stream.is_kind((NUMBER,), chain - 1) & ~stream.is_kind((NUMBER,), after)
    unit = stream.has("unit", before) & counted
    named = stream.has("letter", before) & (chain == before) & stream.has("lettered", before - 1)
    acronym = stream.has("latin", before) & (chain < before) & stream.has("starter", after)
    lone = stream.has("letter", before) & ~(stream.has("joint", before) & (chain == before))
    initial = lone & ~unit & ~named & ~acronym
    title = stream.has("title", before) & ~unit
    either = stream.has("either", before) & stream.is_kind((NUMBER,), after)
    # "1. النص": the number of a list, at the head of its paragraph or behind another stop
    opens = stream.first[np.maximum(before, 0)] | stream.has("stop", before - 1)
    listed = stream.is_kind((NUMBER,), before) & opens
    return glued & (initial | title | either | listed)


def _chain_start(stream: _Stream, places: np.ndarray) -> np.ndarray:
    """Return where the chain of lettered stops (أ.د. or U.S.) begins whose last letter is at ``places``."""
    start = places
    # longer acronyms than five letters write no stops
    for _ in range(4):
        earlier = start - 2
        linked = stream.has("letter", start) & stream.has("letter", earlier) & stream.has("stop", start - 1)
        linked &= stream.glued(start - 1) & stream.glued(start)
        start = np.where(linked, earlier, start)
    return start


def _drop_wordless(stream: _Stream, ends: np.ndarray) -> np.ndarray:
    """Join stretches without a word to the sentence before them, or to the next at a paragraph's head."""
    if not len(ends):
        return ends
    is_counted = np.isin(np.arange(len(KINDS)), (WORD, NUMBER, HASHTAG, HANDLE))
    counts = np.concatenate([[0], np.cumsum(is_counted[stream.kinds])])
    firsts = np.flatnonzero(stream.first)
    paragraph = np.searchsorted(firsts, ends, side="right") - 1
    lasts = np.append(firsts[1:], len(stream.codes))[paragraph]
    following = np.minimum(np.append(ends[1:] + 1, len(stream.codes)), lasts)
    before = counts[ends + 1] - counts[firsts[paragraph]]
    after = counts[following] - counts[ends + 1]
    return ends[(before > 0) & (after > 0)]


def split_sentences(tokens: pd.DataFrame) -> pd.DataFrame:
    """Join tokens into one row per sentence.

    Parameters
    ----------
    tokens
        Columns ``seed``, ``paragraph``, ``sentence``, ``start``, ``end``, ``token``, ``space``, as returned
        by ``split_tokens``.

    Returns
    -------
    DataFrame
        One row per sentence in reading order: ``seed``, ``paragraph``, ``sentence`` (from 1 in its
        paragraph), ``start``, ``end`` (code points into the seed's text, end excluded), ``text`` (as
        written, its last white space left off).

    Raises
    ------
    ColumnError
        If a column is missing: the message names it and the columns there are.

    Examples
    --------
    >>> from analysis.tokens import split_tokens
    >>> seeds = pd.DataFrame({"seed": ["خبر"], "text": ["وصل د. سامر أمس. قال: «انتهى الأمر.» ثم غادر."]})
    >>> split_sentences(split_tokens(seeds))["text"].to_list()
    ['وصل د. سامر أمس.', 'قال: «انتهى الأمر.»', 'ثم غادر.']
    """
    require_columns(tokens, ["seed", "paragraph", "sentence", "start", "end", "token", "space"], "tokens")
    seeds = pd.factorize(tokens["seed"])[0]
    keys = (seeds, tokens["paragraph"].to_numpy(), tokens["sentence"].to_numpy())
    begins = np.ones(len(tokens), dtype=bool)
    begins[1:] = np.logical_or.reduce([key[1:] != key[:-1] for key in keys])
    firsts = np.flatnonzero(begins)
    lasts = np.append(firsts[1:], len(tokens))[: len(firsts)] - 1
    spaces = tokens["space"].astype("str").to_numpy(dtype=object)
    pieces = tokens["token"].astype("str").to_numpy(dtype=object) + spaces
    texts = [
        "".join(pieces[first : last + 1]).removesuffix(spaces[last])
        for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True)
    ]
    return (
        tokens[["seed", "paragraph", "sentence", "start"]]
        .iloc[firsts]
        .assign(end=tokens["end"].to_numpy()[lasts], text=pd.array(texts, dtype="str"))
        .reset_index(drop=True)
    )
