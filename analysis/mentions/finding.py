"""The pipeline: find with gazetteers, rules and tagger, keep the best, spread, merge, make the table."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import files
from analysis.lemmas import add_lemmas
from analysis.mentions import documents, gazetteer, latin, merging, rules, tagging
from analysis.mentions.aliases import Aliases, find_aliases, load_aliases
from analysis.mentions.keys import Forms, raw_cut
from analysis.mentions.known import read_forms
from analysis.mentions.line import read_line
from analysis.mentions.overlaps import Span, choose, phrase_at
from analysis.mentions.tagger import OTHER
from analysis.mentions.thin import words_of_stories
from analysis.tables import require_columns
from analysis.tokens import text_languages

NEEDED = ("seed", "paragraph", "start", "end", "token", "space", "form", "kind")
#: Languages of texts that are read.
LANGUAGES, UNKNOWN = ("ar", "en"), "und"
#: What `add_lemmas` adds; it is called where they are not there.
LEMMAS = frozenset(("lemma", "stem", "proclitics", "enclitics"))


def find_mentions(
    tokens: pd.DataFrame,
    *,
    aliases: Path | str | dict | None = None,
    tagger: Callable[[pd.DataFrame], pd.DataFrame] | None = None,
    language: str = "en",
) -> pd.DataFrame:
    """Find people, places, organisations, nationals and their adjectives, and merge what names one entity.

    Parameters
    ----------
    tokens
        Columns ``seed``, ``paragraph``, ``start``, ``end``, ``token``, ``space``, ``form``, ``kind`` as
        returned by ``split_tokens``; with lemmas or without.
    aliases
        The reader's corrections: a path to a file like ``seeds/aliases.toml``, or that file parsed. None
        reads no file.
    tagger
        A function that takes ``tokens`` and returns a table ``seed, start, end, kind`` of names it sees; None
        takes the one that is shipped. Its spans are one source beside gazetteers and rules.
    language
        Of the evidence: ``"ar"`` or ``"en"``.

    Returns
    -------
    DataFrame
        One row per mention in reading order, never overlapping: ``seed``, ``paragraph``, ``start``, ``end``
        (code points into the text, end excluded; particles such as و and ب stay outside), ``mention`` (as
        written), ``kind`` (person, place, organisation, group, adjective), ``entity`` (one name for all its
        forms, as this text spells it; of an adjective whose country it does not name, as the table does),
        ``entity_en``, ``related`` (the country of a capital or of nationals), ``description`` (the office in
        front of a name), ``source`` (what found it: aliases, table, head, title, tagger, surname,
        ...) and ``evidence`` (why the row is there, for the reader); null where unknown.

    Raises
    ------
    ColumnError
        If a column is missing.
    AliasError
        If the file of aliases has a wrong entry: names file and line.
    OptionError
        If there is no evidence in ``language``, or the tagger raises, or returns a span that is not in the
        texts: names the tagger and the span.

    Examples
    --------
    >>> from analysis import split_tokens
    >>> text = "زار الرئيس الروسي فلاديمير بوتين القاهرة، وقال بوتين إن مصر شريك لروسيا."
    >>> tokens = split_tokens(pd.DataFrame({"seed": ["x"], "text": [text]}))
    >>> mentions = find_mentions(tokens)
    >>> mentions.loc[mentions["kind"] == "person", ["mention", "entity"]].to_numpy().tolist()
    [['فلاديمير بوتين', 'فلاديمير بوتين'], ['بوتين', 'فلاديمير بوتين']]
    >>> mentions.loc[mentions["kind"] == "place", "entity"].tolist()
    ['القاهرة', 'مصر', 'روسيا']
    """
    require_columns(tokens, NEEDED, "tokens")
    files.require_language(language)
    corrections = load_aliases(aliases)
    # Arabic tables and capital letters say nothing about other languages
    tokens = tokens[_is_read(tokens)].reset_index(drop=True)
    words = read_forms(tokens if LEMMAS <= set(tokens.columns) else add_lemmas(tokens))
    known = gazetteer.find_names(words)
    finder = read_line(words, known)
    candidates = [
        *find_aliases(words, corrections),
        *known,
        *rules.find_by_rule(finder),
        *latin.find_latin(words),
    ]
    tagged, is_ours = tagging.find_tagged(finder, tagger), tagging.is_ours(tagger)
    if is_ours:
        candidates = tagging.trust(tagged, candidates, len(words.codes), words_of_stories(finder))
    spans = _keep(words, [*candidates, *tagging.reconcile(tagged, known)], corrections)
    spans = documents.settle(finder, spans) if is_ours else spans
    again = documents.spread(finder, spans, words_too=not is_ours)
    merged = documents.find_merged(finder, spans, corrections.merge)
    kept = [span for span in _keep(words, [*spans, *merged, *again], corrections) if span.kind != OTHER]
    spans = documents.describe(finder, kept)
    return _table(words, merging.merge(finder, spans, corrections), language)


def _is_read(tokens: pd.DataFrame) -> np.ndarray:
    """Tell which tokens stand in a text in Arabic or English, or in Arabic among other Latin letters."""
    texts, found = text_languages(tokens)
    read = [each.whole in LANGUAGES or each[:2] == (UNKNOWN, LANGUAGES[0]) for each in found]
    return np.array(read or [False], dtype=bool)[texts]


def _keep(words: Forms, candidates: list[Span], corrections: Aliases) -> list[Span]:
    """Keep spans that do not overlap and that the reader does not forbid."""
    kept = (
        span
        for span in candidates
        if not corrections.forbid
        or span.source == "aliases"
        or phrase_at(words, span) not in corrections.forbid
    )
    return choose(kept, len(words.codes))


def _table(words: Forms, spans: list[Span], language: str) -> pd.DataFrame:
    """Make the table of mentions."""
    tokens, text = words.tokens, words.text
    first = np.array([span.first for span in spans], dtype=np.int64)
    table = tokens[["seed", "paragraph"]].take(first).reset_index(drop=True)
    starts = [text.starts[span.first] + raw_cut(text.tokens[span.first], span.cut) for span in spans]
    table["start"] = np.array(starts, dtype=np.int64)
    table["end"] = np.array([text.ends[span.last - 1] for span in spans], dtype=np.int64)
    columns = {
        "mention": [words.slice(span.first, span.last, span.cut) for span in spans],
        "kind": [span.kind for span in spans],
        "entity": [span.entity for span in spans],
        "entity_en": [span.english for span in spans],
        "related": [span.related for span in spans],
        "description": [span.description for span in spans],
        "source": [span.source.split()[0] for span in spans],
        "evidence": [_evidence(span, language) for span in spans],
    }
    for name, values in columns.items():
        table[name] = pd.Series(values, dtype="str", index=table.index)
    return table.astype({"kind": "category"})


def _evidence(span: Span, language: str) -> str:
    """Say in the reader's language what found a mention."""
    joined = files.label("evidence", "and", language).join(span.detail)
    return files.label("evidence", span.source, language).format(joined)
