"""The pipeline: find with gazetteers, rules and tagger, keep the best, spread, merge, make the table."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import files
from analysis.lemmas import add_lemmas
from analysis.mentions import documents, gazetteer, latin, merging, rules, tagging
from analysis.mentions.aliases import Aliases, find_aliases, load_aliases
from analysis.mentions.keys import analyse
from analysis.mentions.known import load_names
from analysis.mentions.line import Finder, read_line
from analysis.mentions.overlaps import Span, Text, choose
from analysis.tables import require_columns

NEEDED = ("seed", "paragraph", "start", "end", "token", "space", "form", "kind")
#: What `add_lemmas` adds; it is called where they are not there.
LEMMAS = frozenset(("lemma", "stem", "proclitics", "enclitics"))
COLUMNS = (
    "seed",
    "paragraph",
    "start",
    "end",
    "mention",
    "kind",
    "entity",
    "entity_en",
    "related",
    "description",
    "source",
    "evidence",
)


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
        forms), ``entity_en``, ``related`` (the country of a capital or of nationals), ``description`` (the
        office in front of a name), ``source`` (what found it: aliases, table, head, title, tagger, surname,
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
    tokens = tokens.reset_index(drop=True)
    if not LEMMAS <= set(tokens.columns):
        tokens = add_lemmas(tokens)
    words = analyse(tokens)
    known = gazetteer.find_names(words)
    finder = read_line(words, Text(words.tokens), load_names(), known)
    candidates = [
        *find_aliases(words, finder.text, corrections),
        *known,
        *rules.find_by_rule(finder),
        *latin.find_latin(finder),
    ]
    tagged = tagging.find_tagged(finder, tagger)
    is_ours = tagging.is_ours(tagger) and bool(tagged)
    if is_ours:
        candidates = tagging.trust(tagged, candidates, len(words.codes))
    candidates += tagging.reconcile(tagged, known)
    spans = _keep(finder, candidates, corrections)
    merged = documents.find_merged(finder, spans, corrections.merge)
    spans = _keep(
        finder, [*spans, *merged, *documents.spread(finder, spans, words_too=not is_ours)], corrections
    )
    spans = merging.merge(finder, documents.describe(finder, spans), corrections)
    return _table(finder, spans, language)


def _keep(finder: Finder, candidates: list[Span], corrections: Aliases) -> list[Span]:
    """Keep spans that do not overlap and that the reader does not forbid."""
    if corrections.forbid:
        phrases = (documents.phrase_at(finder.words, span) for span in candidates)
        candidates = [
            span
            for span, phrase in zip(candidates, phrases, strict=True)
            if phrase not in corrections.forbid or span.source == "aliases"
        ]
    return choose(candidates, len(finder.words.codes))


def _table(finder: Finder, spans: list[Span], language: str) -> pd.DataFrame:
    """Make the table of mentions."""
    text, tokens = finder.text, finder.words.tokens
    first = np.array([span.first for span in spans], dtype=np.int64)
    table = pd.DataFrame(
        {
            "seed": tokens["seed"].take(first).reset_index(drop=True),
            "paragraph": tokens["paragraph"].take(first).reset_index(drop=True),
            "start": np.array([text.offset(span) for span in spans], dtype=np.int64),
            "end": np.array([text.ends[span.last - 1] for span in spans], dtype=np.int64),
        }
    )
    columns = {
        "mention": [text.mention(span) for span in spans],
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
    table["kind"] = table["kind"].astype("category")
    return table[list(COLUMNS)]


def _evidence(span: Span, language: str) -> str:
    """Say in the reader's language what found a mention."""
    joined = files.label("evidence", "and", language).join(span.detail)
    return files.label("evidence", span.source, language).format(joined)
