"""The same text gives the same result: however its letters are composed, whatever text stands beside it."""

import unicodedata
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analysis

SEEDS = [
    path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parents[1] / "seeds").glob("0*.txt"))
]
SAID = [
    "وأعتقد أن الحل قريب.",
    "أعترف بأنني عجزت أمس.",
    "قال هؤلاء إن الطريق آمن.",
    "وقال رئيس الوزراء فؤاد السنيورة: «لا تخف أبدا من ذلك».",
    "اشترى الكتب والأقلام إلخ. من السوق.",
    "زار أحمد أبو الغيط القاهرة يوم 3 أغسطس 2020.",
    "أكّدت الأمينة آمنة الآغا في الأردن أنّ الأمر انتهى.",
    "في أواخر ربيع الآخر 1443هـ وصل مؤيد الإدريسي.",
    "قال الثعلب للغراب: «لا تخف أبدا من ذلك».",
    "أيها الناس، سؤالي: هل يؤمن الأنبياء؟",
]
#: What is compared of each table: all but places, which differ with the number of code points.
COLUMNS = {
    "paragraphs": ["paragraph", "role", "text"],
    "tokens": ["paragraph", "sentence", "token", "space", "form", "kind", "lemma", "stem", "is_stop"],
    "sentences": ["paragraph", "sentence", "text"],
    "mentions": ["paragraph", "mention", "kind", "entity", "entity_en", "related", "description", "source"],
    "quotes": ["paragraph", "quote", "speech", "speaker", "entity", "verb", "stance", "source"],
    "dates": ["paragraph", "expression", "calendar", "hijri", "date", "date_end", "precision"],
    "repeats": ["paragraph", "similarity", "first_paragraph"],
    "topics": ["paragraph", "similarity", "is_boundary"],
}


def tables_of(*texts: str) -> dict[str, pd.DataFrame]:
    """Return every table of spans of some texts."""
    seeds = analysis.make_seeds(texts)
    paragraphs = analysis.split_paragraphs(seeds)
    tokens = analysis.add_lemmas(analysis.split_tokens(seeds))
    mentions = analysis.find_mentions(tokens)
    return {
        "paragraphs": paragraphs,
        "tokens": tokens,
        "sentences": analysis.split_sentences(tokens),
        "mentions": mentions,
        "quotes": analysis.find_quotes(tokens, mentions),
        "dates": analysis.find_dates(tokens),
        "repeats": analysis.find_repeats(paragraphs),
        "topics": analysis.find_topic_changes(tokens),
    }


def rows(table: pd.DataFrame, columns: list[str]) -> list[tuple]:
    """Return the rows of a table, composed, with nulls as None."""
    values = table[columns].astype(object)
    composed = values.map(lambda v: unicodedata.normalize("NFC", v) if isinstance(v, str) else v)
    return [
        tuple(None if value is pd.NA or value != value else value for value in row)
        for row in composed.itertuples(index=False, name=None)
    ]


@pytest.mark.parametrize("text", [*SEEDS, "\n".join(SAID), *SAID])
def test_letters_and_their_marks_apart_give_what_they_give_together(text):
    together = tables_of(unicodedata.normalize("NFC", text))
    apart = tables_of(unicodedata.normalize("NFD", text))
    for name, columns in COLUMNS.items():
        assert rows(apart[name], columns) == rows(together[name], columns), name


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(SAID), min_size=2, max_size=6))
def test_any_sentences_composed_or_not_give_the_same(said):
    text = "\n".join(said)
    together, apart = (tables_of(unicodedata.normalize(form, text)) for form in ("NFC", "NFD"))
    for name, columns in COLUMNS.items():
        assert rows(apart[name], columns) == rows(together[name], columns), name


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.lists(st.lists(st.sampled_from(SAID), min_size=1, max_size=4), min_size=2, max_size=3))
def test_a_text_among_others_gives_what_it_gives_alone(texts):
    texts = ["\n".join(said) for said in texts]
    together = tables_of(*texts)
    for number, text in enumerate(texts, start=1):
        alone = tables_of(text)
        for name, columns in COLUMNS.items():
            own = together[name][together[name]["seed"] == f"text-{number}"]
            # what is said in another text is a repeat of it, and nothing of the text alone
            if name == "repeats":
                continue
            assert rows(own, [*columns]) == rows(alone[name], columns), name
            if "end" in own:
                assert rows(own, ["start", "end"]) == rows(alone[name], ["start", "end"]), name


@pytest.mark.parametrize("text", SEEDS)
def test_two_halves_of_an_article_give_what_each_gives_alone(text):
    lines = text.split("\n")
    halves = ["\n".join(lines[: len(lines) // 2]), "\n".join(lines[len(lines) // 2 :])]
    together = tables_of(*halves)
    for number, half in enumerate(halves, start=1):
        alone = tables_of(half)
        for name in ("paragraphs", "tokens", "sentences", "mentions", "quotes", "dates", "topics"):
            own = together[name][together[name]["seed"] == f"text-{number}"]
            assert rows(own, COLUMNS[name]) == rows(alone[name], COLUMNS[name]), name
