"""Every way to read each distinct word: clitics, stem, lemma and a weight, all words at once."""

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analysis import arabic
from analysis.lemmas import stem_lexicon
from analysis.lemmas.stem_lexicon import ALONE, CONJUNCTIONS, DEFINITE, ENCLITICS, HOST, PARTICLES

#: Readings kept for one word: the sixth has never been the best.
MOST = 5

# A word this much less likely read one way than another (in logarithms) is not read that way.
_MARGIN = 11.0

# A word whose best reading cuts clitics off a short stem and is still less likely than this is a name that
# the lexicon lacks: بلينكن is not ب, لين and كن. A long stem is not met by chance.
_LEAST, _SHORT = -20.0, 4

# The word leaves a hamza out that the lexicon has (frequent), or has one where the lexicon has none (rare).
_HAMZA_LEFT_OUT, _HAMZA_DIFFERS = -3.0, -6.2

_ARTICLE = "ال"

# How many words of text the lexicon's probability of a lemma is worth beside the text's own, and how much
# (in logarithms) the text may change it.
_LEXICON_WORDS, _MOST_GAIN = 1000.0, 3.0

# Letters of the Arabic alphabet proper; each is two bytes of UTF-8, so that stems are cut out as bytes.
_WORD = "^[ء-غف-ي]{1,30}$"


class Readings(NamedTuple):
    """One row per reading of a word; arrays run parallel."""

    word: np.ndarray
    conjunction: np.ndarray
    particle: np.ndarray
    article: np.ndarray
    start: np.ndarray
    stop: np.ndarray
    enclitic: np.ndarray
    entry: np.ndarray
    weight: np.ndarray

    def take(self, rows: np.ndarray) -> "Readings":
        """Return these rows only, in this order."""
        return Readings(*(column[rows] for column in self))

    @property
    def state(self) -> np.ndarray:
        """What stands around the stem: nothing, a pronoun, or the article."""
        return np.where(self.article > 0, DEFINITE, np.where(self.enclitic > 0, HOST, ALONE))


def find_readings(words: pa.Array, accusative: np.ndarray) -> Readings:
    """Read each distinct word in every way that the lexicon knows.

    Parameters
    ----------
    words
        Distinct words without vowel marks, hamza as written.
    accusative
        Which of them are written with the mark of the indefinite accusative (ً): they are nouns in it.

    Returns
    -------
    Readings
        At most `MOST` a word, the likeliest first; none for a word that the lexicon cannot explain.
    """
    readable = np.flatnonzero(pc.match_substring_regex(words, _WORD).to_numpy(zero_copy_only=False))
    folded = arabic.fold_strings(words.take(readable), stem_lexicon.HAMZA)
    pieces = _cut_enclitics(folded, _cut_proclitics(folded))
    found = _look_up(folded, pieces)
    found = found._replace(weight=found.weight + _spelling_cost(words.take(readable), found))
    found = _keep_best(_only_accusatives(found, accusative[readable]))
    return found._replace(word=readable[found.word])


def _letters(words: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """Return the code points of words as a matrix, filled up with zeros, and their lengths."""
    lengths = pc.utf8_length(words).to_numpy()
    # never narrower than the longest chain of clitics, which then compares unequal
    width = int(lengths.max(initial=8))
    points = np.zeros((len(words), width), dtype=np.uint16)
    points[np.arange(width) < lengths[:, None]] = arabic.code_points("".join(words.to_pylist()))
    return points, lengths


def _cut_proclitics(words: pa.Array) -> tuple[np.ndarray, ...]:
    """Cut conjunction, particle and article off in every way the letters allow; one row a way."""
    points, lengths = _letters(words)
    found = []
    for c, conjunction in enumerate(CONJUNCTIONS):
        for p, particle in enumerate(PARTICLES):
            for article, prefix, cut in _articles(conjunction + particle):
                rows = np.flatnonzero(lengths > cut + bool(article))
                for place, letter in enumerate(prefix):
                    rows = rows[points[rows, place] == ord(letter)]
                found.append((rows, c, p, article, cut))
    rows = np.concatenate([part[0] for part in found])
    counts = [len(part[0]) for part in found]
    return rows, *(
        np.repeat([part[place] for part in found], counts).astype(np.int8) for place in range(1, 5)
    )


def _articles(prefix: str) -> list[tuple[int, str, int]]:
    """Return (has the article, what the word must begin with, letters cut off) for a prefix."""
    plain = (0, prefix, len(prefix))
    if prefix.endswith("س"):
        return [plain]
    if prefix.endswith("ل"):
        # للحكومة is ل and حكومة, للغة is ل and لغة: the article lost its alef, before ل its lam too
        return [plain, (1, prefix + "ل", len(prefix) + 1), (1, prefix + "ل", len(prefix))]
    return [plain, (1, prefix + _ARTICLE, len(prefix) + 2)]


def _cut_enclitics(words: pa.Array, pieces: tuple[np.ndarray, ...]) -> Readings:
    """Cut each pronoun off that the letters allow; one row a way, no entry and no weight yet."""
    points, lengths = _letters(words)
    word, conjunction, particle, article, start = pieces
    stop = lengths[word].astype(np.int8)
    found = [(np.arange(len(word)), 0)]
    for number, enclitic in enumerate(ENCLITICS[1:], start=1):
        # a word with the article carries no pronoun
        rows = np.flatnonzero((article == 0) & (stop - start > len(enclitic)))
        for back, letter in enumerate(reversed(enclitic), start=1):
            rows = rows[points[word[rows], stop[rows] - back] == ord(letter)]
        found.append((rows, number))
    rows = np.concatenate([part[0] for part in found])
    enclitics = np.repeat([part[1] for part in found], [len(part[0]) for part in found]).astype(np.int8)
    sizes = np.array([len(enclitic) for enclitic in ENCLITICS], dtype=np.int8)
    return Readings(
        word=word[rows],
        conjunction=conjunction[rows],
        particle=particle[rows],
        article=article[rows],
        start=start[rows],
        stop=stop[rows] - sizes[enclitics],
        enclitic=enclitics,
        entry=np.full(len(rows), -1),
        weight=np.zeros(len(rows), dtype=np.float32),
    )


def cut_stems(words: pa.Array, word: np.ndarray, start: np.ndarray, stop: np.ndarray) -> pa.Array:
    """Cut ``words[word][start:stop]`` out for every row; all letters must be two bytes long."""
    offsets = np.frombuffer(words.buffers()[1], dtype=np.int32)[words.offset :]
    raw = np.frombuffer(words.buffers()[2], dtype=np.uint8)
    lengths = 2 * (stop.astype(np.int64) - start)
    ends = np.cumsum(lengths)
    begins = offsets[word] + 2 * start.astype(np.int64)
    places = np.repeat(begins - ends + lengths, lengths) + np.arange(ends[-1] if len(ends) else 0)
    offsets = np.concatenate([[0], ends]).astype(np.int32)
    return pa.StringArray.from_buffers(len(word), pa.py_buffer(offsets), pa.py_buffer(raw[places].copy()))


def _look_up(words: pa.Array, pieces: Readings) -> Readings:
    """Multiply the pieces by the entries of their stem in the lexicon that allow these clitics."""
    known = stem_lexicon.read_lexicon()
    stems = cut_stems(words, pieces.word, pieces.start, pieces.stop)
    # a dictionary, for Arrow would hash the whole lexicon at every call
    keys = np.array([known.places.get(stem, -1) for stem in stems.to_pylist()], dtype=np.int64)
    pieces, keys = pieces.take(keys >= 0), keys[keys >= 0]
    counts = known.first[keys + 1] - known.first[keys]
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    entries = np.repeat(known.first[keys], counts) + within
    rows = pieces.take(np.repeat(np.arange(len(keys)), counts))._replace(entry=entries)
    classes = known.classes[entries]
    fits = known.states[entries, rows.state]
    fits &= stem_lexicon.allowed()[classes, rows.particle, rows.article]
    fits &= stem_lexicon.takes_pronoun()[classes, rows.enclitic]
    # a preposition takes the genitive, never the accusative in ا
    fits &= ~((rows.particle > 0) & stem_lexicon.accusative_kinds()[known.kinds[entries]])
    return _weigh(rows.take(fits))


def _weigh(rows: Readings) -> Readings:
    """Add up the weights of stem and clitics."""
    known, grammar = stem_lexicon.read_lexicon(), stem_lexicon.read_grammar()
    classes = known.classes[rows.entry]
    weight = known.weights[rows.entry] + grammar.after[classes, rows.enclitic]
    weight += grammar.before[classes, rows.conjunction, rows.particle, rows.article]
    return rows._replace(weight=weight.astype(np.float32))


def _spelling_cost(words: pa.Array, rows: Readings) -> np.ndarray:
    """Return the cost of a stem that is not spelled as in the lexicon: hamza left out or another one."""
    stems = cut_stems(words, rows.word, rows.start, rows.stop)
    spelled = stem_lexicon.read_lexicon().forms.take(pa.array(rows.entry))
    same = pc.equal(stems, spelled).to_numpy(zero_copy_only=False)
    bare = pc.equal(stems, arabic.fold_strings(stems, stem_lexicon.HAMZA)).to_numpy(zero_copy_only=False)
    return np.where(same, 0, np.where(bare, _HAMZA_LEFT_OUT, _HAMZA_DIFFERS)).astype(np.float32)


def _only_accusatives(rows: Readings, accusative: np.ndarray) -> Readings:
    """Of a word written with ً keep the readings in the accusative, if it has any."""
    kinds = stem_lexicon.read_lexicon().kinds[rows.entry]
    fitting = stem_lexicon.accusative_kinds()[kinds] | stem_lexicon.adverb_kinds()[kinds]
    has = np.zeros(len(accusative), dtype=bool)
    has[rows.word[fitting]] = True
    return rows.take(fitting | ~(accusative & has)[rows.word])


def _keep_best(rows: Readings) -> Readings:
    """Keep the likeliest readings of a word; of those that neighbours cannot tell apart only one."""
    known, grammar = stem_lexicon.read_lexicon(), stem_lexicon.read_grammar()
    kinds = known.kinds[rows.entry]
    right = grammar.right[kinds, rows.state].astype(np.int64)
    left = grammar.left[kinds, rows.state, rows.conjunction, rows.particle].astype(np.int64)
    alike = (rows.word * (1 << 24)) + (right << 12) + left
    order = np.lexsort((-rows.weight, alike))
    order = order[np.concatenate([[True], np.diff(alike[order]) > 0])[: len(order)]]
    order = order[np.lexsort((-rows.weight[order], rows.word[order]))]
    rows = rows.take(order)
    opens = np.concatenate([[True], np.diff(rows.word) > 0])[: len(order)]
    first = np.maximum.accumulate(np.where(opens, np.arange(len(order)), 0))
    rank = np.arange(len(order)) - first
    return rows.take((rank < MOST) & (rows.weight > rows.weight[first] - _MARGIN))


def drop_unlikely(rows: Readings) -> Readings:
    """Drop the readings of words that have none but far-fetched ones."""
    first = np.concatenate([[True], np.diff(rows.word) > 0])[: len(rows.word)]
    cut = (rows.conjunction > 0) | (rows.particle > 0) | (rows.enclitic > 0)
    short = rows.stop - rows.start <= _SHORT
    far_fetched = rows.word[first & cut & short & (rows.weight < _LEAST)]
    return rows.take(~np.isin(rows.word, far_fetched))


def favour_own_words(rows: Readings, counts: np.ndarray) -> Readings:
    """Raise the weight of lemmas that other words of the same texts have too: روسيا makes بروسيا ب and روسيا.

    A text repeats its words (Church and Gale 1995, "Poisson mixtures"): a lemma's probability is taken
    from the lexicon and from its number in the other words of the text, as if the lexicon had seen it in
    `_LEXICON_WORDS` words.

    Parameters
    ----------
    rows
        The readings of distinct words.
    counts
        How often each distinct word stands in the texts.
    """
    if not len(rows.word):
        return rows
    known = stem_lexicon.read_lexicon()
    chance = np.exp((rows.weight - rows.weight.max()).astype(float))
    share = chance / np.bincount(rows.word, chance)[rows.word] * counts[rows.word]
    lemmas = known.lemmas.indices.to_numpy()[rows.entry].astype(np.int64)
    _, pairs = np.unique(rows.word * len(known.lemmas.dictionary) + lemmas, return_inverse=True)
    elsewhere = np.bincount(lemmas, share)[lemmas] - np.bincount(pairs, share)[pairs]
    expected = _LEXICON_WORDS * np.exp(known.weights[rows.entry])
    gain = np.log1p(np.maximum(elsewhere, 0) / expected) - np.log1p(counts.sum() / _LEXICON_WORDS)
    # only where a clitic hides the word: between two lemmas of one form the text is no witness
    cut = (rows.conjunction > 0) | (rows.particle > 0)
    gain = np.where(cut, np.clip(gain, 0, _MOST_GAIN), 0).astype(np.float32)
    return rows._replace(weight=rows.weight + gain)
