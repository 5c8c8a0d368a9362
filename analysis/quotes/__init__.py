"""Who said what: direct, partial and indirect speech and turns, with speaker, verb and stance."""

import pandas as pd

from analysis.files import require_language
from analysis.quotes.counts import count_verbs, count_voices
from analysis.quotes.layout import lay_out
from analysis.quotes.main_voices import find_voices
from analysis.quotes.rows import COLUMNS, quote_rows
from analysis.tables import require_columns
from analysis.tokens import in_languages

__all__ = ["COLUMNS", "count_verbs", "count_voices", "find_quotes", "find_voices"]

_TOKENS = ("seed", "paragraph", "sentence", "start", "end", "token", "space", "form", "kind", "lemma", "stem")
_MENTIONS = ("seed", "start", "end", "kind", "entity")
_NUMBERS = {"paragraph": "int32", "start": "int64", "end": "int64"}
_NULLABLE = ("speaker_start", "speaker_end", "verb_start", "verb_end")


def find_quotes(tokens: pd.DataFrame, mentions: pd.DataFrame, *, language: str = "en") -> pd.DataFrame:
    """Find what is said in a text, in quotation marks or not, and who says it.

    Marks alone are no speech: a quotation needs a reporting verb, a colon, أن/إن, a source (بحسب الوزارة),
    or a labelled line of a play, an interview or a chat. Titles, names and terms in marks are left out. In a
    text that writes no signs at all, قال and its subject lead to the words up to the next قال.

    Nobody speaks by default: a verb without subject carries on from the last speaker only where no other
    subject stands between, and in a story, whose dialogue goes from one to the other, it is nobody's.

    Parameters
    ----------
    tokens
        As from ``add_lemmas(split_tokens(seeds))``.
    mentions
        As from ``find_mentions(tokens)``; they tell a speaker's name from the office before it and give the
        fullest naming.
    language
        Of the phrases in ``evidence``: ``"ar"`` or ``"en"``.

    Returns
    -------
    DataFrame
        One row per quotation in reading order: ``seed``, ``paragraph`` (where it begins), ``start``, ``end``
        (code points into the text, without the marks), ``quote``, ``speech`` (direct: a clause or more in
        marks; partial: words in marks within reported speech; indirect: without marks; turn: a labelled line,
        its label and stage directions left out), ``speaker`` as written with ``speaker_start``,
        ``speaker_end`` (for a verb without subject the nearest earlier naming; of a turn the label),
        ``entity`` (fullest naming), ``verb`` as written with ``verb_start``, ``verb_end``, ``stance``
        (neutral, assertive, doubtful, denying), ``source`` (the row of ``data/quotes`` that found it),
        ``evidence``. Speaker and verb may be null. Rows may nest: words in marks inside reported speech have
        a row of their own.

    Raises
    ------
    ColumnError
        If a column is missing: the message names the function that adds it.

    Examples
    --------
    >>> from analysis import add_lemmas, split_tokens
    >>> seeds = pd.DataFrame({"seed": ["خبر"], "text": ["وقالت الوزيرة إن «الوقت لم يحن بعد»."]})
    >>> nobody = pd.DataFrame(columns=["seed", "start", "end", "kind", "entity"])
    >>> find_quotes(add_lemmas(split_tokens(seeds)), nobody)[["quote", "speech", "speaker"]].values.tolist()
    [['الوقت لم يحن بعد', 'direct', 'الوزيرة']]
    """
    require_columns(tokens, _TOKENS, "tokens")
    require_columns(mentions, _MENTIONS, "mentions")
    require_language(language)
    # the rules are of Arabic: elsewhere they would see speech where there is none
    read = tokens[in_languages(tokens, ("ar",))]
    rows = quote_rows(lay_out(read, mentions), language)
    types = dict.fromkeys(COLUMNS, "str") | dict.fromkeys(_NULLABLE, "Int64") | _NUMBERS
    types["seed"] = tokens["seed"].dtype
    columns = {name: pd.array([row[name] for row in rows], dtype=types[name]) for name in COLUMNS}
    return pd.DataFrame(columns)
