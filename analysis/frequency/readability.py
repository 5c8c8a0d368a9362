"""How long the sentences and words of a text are, and how easy it is to read."""

import numpy as np
import pandas as pd

from analysis.frequency import units as u
from analysis.tables import counted_mask, require_columns, require_texts_apart, run_numbers

#: Letters over which a word is hard (El-Haj & Rayson 2016).
LONG_WORD = 5
#: Syllables over which a word is complex (there).
COMPLEX_WORD = 4
#: Share of words with vowel marks from which on syllables can be counted.
VOCALISED = 0.8

#: Fatha, damma, kasra; before alef, waw or ya they are long. Tanween and shadda weigh as much as these.
SHORT = "[\u064e\u064f\u0650]"
LONG = f"{SHORT}[\u0627\u0648\u064a]"
STRESSED = "[\u064b\u064c\u064d\u0651]"
#: What everyday writing drops (Faseeh): hamza on ya, waw or the line, dhal, zah, final waw-alef and waw-nun.
FASEEH = "[\u0626\u0621\u0624\u0630\u0638]|\u0648[\u0627\u0646]$"


def count_readability(tokens: pd.DataFrame, *, by="seed") -> pd.DataFrame:
    """Measure the sentences and words of each text, or of each group.

    Parameters
    ----------
    tokens
        As returned by ``split_tokens``.
    by
        Column or columns to group by, as for `count_terms`.

    Returns
    -------
    DataFrame
        One row per group that has a word, in order of appearance: the columns of ``by``, then

        - ``tokens``, ``sentences`` (those with a word);
        - ``sentence_length``, ``sentence_median``, ``sentence_longest``: words of a sentence, on average, in
          the middle, at most;
        - ``word_length``: letters of a word on average, without marks; ``long_words``, share of the words of
          more than five letters;
        - ``vocalised``: share of the words that bear a vowel mark;
        - ``osman``: OSMAN (El-Haj & Rayson 2016), 200.791 - 1.015 words per sentence - 24.181 (long words +
          syllables + complex words + Faseeh words, each per word); higher is easier. A syllable is a vowel
          mark (two where it is long, doubled or tanween), complex are words of more than four, Faseeh those
          of them with ء ئ ؤ ذ ظ or final وا ون.

        OSMAN counts syllables by their vowel marks, which its authors added by machine where they were
        missing. Here nothing is added: it is NaN where fewer than four words of five bear a mark.

    Raises
    ------
    ColumnError
        If a column is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> words = ["ذَهَبَ", "الوَلَدُ", "وَعَادَ"]
    >>> tokens = pd.DataFrame({"seed": "a", "paragraph": 1, "sentence": [1, 1, 2], "token": words})
    >>> tokens = tokens.assign(form=["ذهب", "الولد", "وعاد"], kind="word")
    >>> count_readability(tokens)[["sentences", "sentence_length", "osman"]].round(2).to_dict("records")
    [{'sentences': 2, 'sentence_length': 1.5, 'osman': 118.67}]
    """
    require_columns(tokens, ["seed", "paragraph", "sentence", "token", "form", "kind"], "tokens")
    require_texts_apart(tokens)
    row_groups, group_table = u.group_rows(tokens, by)
    counted = counted_mask(tokens)
    present, group = np.unique(row_groups[counted], return_inverse=True)
    size = np.bincount(group)
    # a sentence in two groups (counted by kind, say) is a sentence of each
    sentence, first = u.distinct(group, run_numbers(tokens, ["seed", "paragraph", "sentence"])[counted])
    lengths = pd.Series(np.bincount(sentence, minlength=len(first))).groupby(group[first])
    words = (tokens["kind"] == "word").to_numpy()[counted]
    own = group[words]
    each = np.maximum(np.bincount(own, minlength=len(size)), 1)
    facts = word_facts(tokens[["token", "form"]][counted][words])
    shares = {name: np.bincount(own, value, minlength=len(size)) / each for name, value in facts.items()}
    per_sentence = lengths.mean().to_numpy()
    sums = sum(shares[name] for name in ("long_words", "syllables", "complex", "faseeh"))
    osman = 200.791 - 1.015 * per_sentence - 24.181 * sums
    return (
        group_table.iloc[present]
        .reset_index(drop=True)
        .assign(
            tokens=size,
            sentences=lengths.size().to_numpy(),
            sentence_length=per_sentence,
            sentence_median=lengths.median().to_numpy(),
            sentence_longest=lengths.max().to_numpy(),
            word_length=shares["word_length"],
            long_words=shares["long_words"],
            vocalised=shares["vocalised"],
            osman=np.where(shares["vocalised"] >= VOCALISED, osman, np.nan),
        )
    )


def word_facts(words: pd.DataFrame) -> dict[str, np.ndarray]:
    """Return letters, syllables and kind of every word; each distinct one is looked at once."""
    token, tokens = u.codes(words["token"])
    form, forms = u.codes(words["form"])
    marks, long, stressed = (
        np.asarray(tokens.str.count(kind), dtype=np.int64) for kind in (SHORT, LONG, STRESSED)
    )
    syllables = (marks + long + 2 * stressed)[token]
    letters = np.asarray(forms.str.len(), dtype=np.int64)[form]
    faseeh = np.asarray(forms.str.contains(FASEEH), dtype=bool)[form]
    complex_words = syllables > COMPLEX_WORD
    return {
        "word_length": letters,
        "long_words": letters > LONG_WORD,
        "vocalised": (marks + stressed > 0)[token],
        "syllables": syllables,
        "complex": complex_words,
        "faseeh": complex_words & faseeh,
    }
