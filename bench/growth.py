"""Whether time grows with the length of a text and no faster: ``python bench/growth.py [--texts DIR]``.

Every public function of ``analysis`` is timed on n, 2n and 4n characters of running text and of texts made to
be hostile. The exponent is the slope of the time from n to 4n on doubly logarithmic paper: 1 for linear time,
2 for time that grows with the square. ``--write`` puts the table of the running text into ``RESULTS.md``.
"""

import argparse
import math
import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import permutations
from pathlib import Path

os.environ.setdefault("MPLBACKEND", "agg")

import matplotlib.pyplot as plt
import pandas as pd

import analysis
from analysis.arabic import pair_marks
from analysis.errors import WorkbookError
from analysis.seeds import seed_names

HERE = Path(__file__).parent
#: An exponent above this is a fault, if the longest text takes so many seconds at least.
LIMIT, SECONDS = 1.15, 0.25
#: Characters of the shortest running text, and of the shortest hostile one.
RUNNING, HOSTILE = 250_000, 20_000
SENTENCE = "وقال الوزير سامي الخوري في القاهرة إن «العمل بدأ يوم 3 مايو 2020»، مشيرا إلى أن الوقت ضيق."
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"

#: Opening and what is repeated behind it.
UNITS = {
    "one word": ("", "كتاب"),
    "one word, Latin": ("", "book"),
    "one line": ("", "كتاب جديد على الرف "),
    "only marks": ("", "\u0651"),
    "mixed marks on one letter": ("ب", "\u0651\u064b\u0654\u0316"),
    "mixed marks on many letters": ("", "ب\u0651\u064b\u0654\u0316 "),
    "only digits": ("", "7"),
    "only tatweel": ("", "ـ"),
    "only opening brackets": ("", "("),
    "only stops": ("", "."),
    "brackets in turn": ("", "[("),
    "only quotation marks": ("", '"'),
    "only opening marks": ("", "«"),
    "only closing marks": ("", "» "),
    "only white space": ("كتاب", " "),
    "only joiners": ("ب", "\u200d"),
    "only addresses": ("", "a@b.c "),
    "only hashtags": ("", "#"),
    "endless mention": ("زار ", "سامي الخوري "),
    "endless mention, father by father": ("قال محمد ", "بن علي "),
    "endless mention, Latin": ("", "John Smith "),
    "endless places": ("في ", "القاهرة "),
    "endless noun phrase": ("قال ", "وزير الوزير الجديد "),
    "endless office": ("قال وزير ", "في الوزارة «س» "),
    "endless sentence": ("", "قال الرجل كلمة ثم قالت له "),
    "one sentence of sources": ("", "وقال الوزير إن «الأمر مهم جدا» بحسب الوزارة "),
    "one sentence of colons": ("", "كلمة: «نعم نعم نعم» "),
    "one sentence of participles": ("", "قائلا إن الأمر مهم "),
    "one sentence of commas": ("", "نعم، "),
    "one sentence of dates": ("", "3 مايو 2020 "),
    "numbers and commas": ("", "1،2"),
    "words in straight marks": ("", '"كلمة" '),
    "marks that never close": ("قال: «", "كلمة أخرى ثم قال الوزير إن «الأمر "),
    "lines with labels": ("", "الملك: من هناك؟\nالحارس: أنا.\n"),
    "labels that never end": ("", "الملك (\n"),
    "links of a chain": ("حدثنا ", "خالد عن سامي "),
    "paragraphs of one word": ("", "كتاب\n"),
    "paragraphs of one sign": ("", "«\n"),
    "repeated paragraph": ("", SENTENCE + "\n"),
    "empty lines": ("كتاب", "\n"),
    "apostrophes": ("", "l'été "),
    "opened at the end of a word": ("", "ا» "),
}


def distinct_words(characters: int) -> str:
    """Return a text in which no word comes twice, a sentence to ten of them and a paragraph to a hundred."""
    words, size = [], 0
    for number, letters in enumerate(permutations(LETTERS, 5), start=1):
        words.append("".join(letters) + ("\n" if number % 100 == 0 else "." if number % 10 == 0 else ""))
        size += len(words[-1]) + 1
        if size >= characters:
            return " ".join(words)
    raise ValueError(f"{characters} characters: more than there are words")


def hostile(name: str, characters: int) -> str:
    """Return a hostile text of about so many characters."""
    if name == "all words distinct":
        return distinct_words(characters)
    opening, unit = UNITS[name]
    return opening + unit * (characters // len(unit))


SHAPES = (*UNITS, "all words distinct")


#: The tables that functions take, each made from a text or from other tables.
MAKERS: dict[str, Callable] = {
    "seeds": lambda given: analysis.make_seeds(given.text),
    "paragraphs": lambda given: analysis.split_paragraphs(given.seeds),
    "plain": lambda given: analysis.split_tokens(given.seeds),
    "lemmas": lambda given: analysis.add_lemmas(given.plain),
    "mentions": lambda given: analysis.find_mentions(given.lemmas),
    "tokens": lambda given: analysis.add_entities(given.lemmas, given.mentions),
    "sentences": lambda given: analysis.split_sentences(given.plain),
    "entities": lambda given: analysis.count_entities(given.mentions),
    "shown": lambda given: analysis.find_entities(given.mentions, given.entities.head(12)),
    "pairs": lambda given: analysis.count_together(given.mentions),
    "quotes": lambda given: analysis.find_quotes(given.lemmas, given.mentions),
    "verbs": lambda given: analysis.count_verbs(given.quotes),
    "voices": lambda given: analysis.count_voices(given.quotes, given.lemmas),
    "dates": lambda given: analysis.find_dates(given.plain),
    "repeats": lambda given: analysis.find_repeats(given.paragraphs),
    "topics": lambda given: analysis.find_topic_changes(given.lemmas),
    "terms": lambda given: analysis.count_terms(given.tokens, level="lemma"),
    "compared": lambda given: analysis.compare_terms(given.terms, given.terms),
    "term": lambda given: analysis.choose_term(given.terms) or "كتاب",
    "places": lambda given: analysis.find_terms(given.tokens, given.terms.head(15)),
    "ngrams": lambda given: analysis.count_ngrams(given.tokens),
    "collocates": lambda given: analysis.count_collocates(given.tokens, given.term, level="lemma"),
    "contexts": lambda given: analysis.find_in_context(given.tokens, given.term, level="lemma"),
    "growth": lambda given: analysis.count_growth(given.tokens),
    "diversity": lambda given: analysis.count_diversity(given.tokens),
    "axes": lambda given: analysis.plot_mentions(given.shown, paragraphs=given.paragraphs),
}
#: The layers of a reader, and the tables they come from.
LAYERS = {name: name for name in ("mentions", "quotes", "dates", "repeats", "contexts")} | {"terms": "places"}


class Given:
    """A text with the tables of `MAKERS`, each made when it is first asked for."""

    def __init__(self, text: str):
        self.text = text

    def __getattr__(self, name: str):
        """Make a table and keep it."""
        if name not in MAKERS:
            raise AttributeError(name)
        made = MAKERS[name](self)
        setattr(self, name, made)
        return made


#: How each public function is called on a text.
CALLS: dict[str, Callable[[Given], object]] = {
    "make_seeds": lambda given: analysis.make_seeds(given.text),
    "split_paragraphs": lambda given: analysis.split_paragraphs(given.seeds),
    "count_roles": lambda given: analysis.count_roles(given.paragraphs),
    "split_tokens": lambda given: analysis.split_tokens(given.seeds),
    "split_sentences": lambda given: analysis.split_sentences(given.plain),
    "add_lemmas": lambda given: analysis.add_lemmas(given.plain),
    "find_mentions": lambda given: analysis.find_mentions(given.lemmas),
    "add_entities": lambda given: analysis.add_entities(given.lemmas, given.mentions),
    "count_entities": lambda given: analysis.count_entities(given.mentions),
    "count_kinds": lambda given: analysis.count_kinds(given.mentions),
    "count_together": lambda given: analysis.count_together(given.mentions),
    "choose_entity": lambda given: analysis.choose_entity(given.entities),
    "compare_entities": lambda given: analysis.compare_entities(given.entities, given.entities),
    "find_entities": lambda given: analysis.find_entities(given.mentions, given.entities.head(12)),
    "find_introductions": lambda given: analysis.find_introductions(given.mentions),
    "forbid_entities": lambda given: analysis.forbid_entities(given.entities.head(1)),
    "find_quotes": lambda given: analysis.find_quotes(given.lemmas, given.mentions),
    "find_voices": lambda given: analysis.find_voices(given.quotes, given.lemmas),
    "count_voices": lambda given: analysis.count_voices(given.quotes, given.lemmas),
    "count_verbs": lambda given: analysis.count_verbs(given.quotes),
    "find_dates": lambda given: analysis.find_dates(given.plain),
    "find_repeats": lambda given: analysis.find_repeats(given.paragraphs),
    "find_topic_changes": lambda given: analysis.find_topic_changes(given.lemmas),
    "find_topic_openings": lambda given: analysis.find_topic_openings(given.topics, given.paragraphs),
    "count_terms": lambda given: analysis.count_terms(given.tokens, level="entity"),
    "count_levels": lambda given: analysis.count_levels(given.tokens),
    "choose_term": lambda given: analysis.choose_term(given.terms),
    "find_terms": lambda given: analysis.find_terms(given.tokens, given.terms),
    "count_ngrams": lambda given: analysis.count_ngrams(given.tokens),
    "count_collocates": lambda given: analysis.count_collocates(given.tokens, given.term),
    "count_diversity": lambda given: analysis.count_diversity(given.tokens),
    "count_growth": lambda given: analysis.count_growth(given.tokens),
    "compare_terms": lambda given: analysis.compare_terms(given.terms, given.terms),
    "add_keyness": lambda given: analysis.add_keyness(given.terms, given.terms),
    "add_dispersion": lambda given: analysis.add_dispersion(given.terms, given.tokens),
    "find_in_context": lambda given: analysis.find_in_context(given.tokens, given.term, sort=("after1",)),
    "plot_terms": lambda given: analysis.plot_terms(given.terms.head(15)),
    "plot_ngrams": lambda given: analysis.plot_ngrams(given.ngrams.head(12)),
    "plot_collocates": lambda given: analysis.plot_collocates(given.collocates.head(15)),
    "plot_diversity": lambda given: analysis.plot_diversity(given.diversity),
    "plot_growth": lambda given: analysis.plot_growth(given.growth),
    "plot_keyness": lambda given: analysis.plot_keyness(given.compared.head(12)),
    "plot_shared_terms": lambda given: analysis.plot_shared_terms(given.compared.head(12)),
    "plot_positions": lambda given: analysis.plot_positions(given.places, paragraphs=given.paragraphs),
    "plot_entities": lambda given: analysis.plot_entities(given.entities.head(15)),
    "plot_mentions": lambda given: analysis.plot_mentions(given.shown, paragraphs=given.paragraphs),
    "plot_network": lambda given: analysis.plot_network(given.pairs.head(30)),
    "plot_together": lambda given: analysis.plot_together(given.pairs.head(25)),
    "plot_roles": lambda given: analysis.plot_roles(given.paragraphs, quotes=given.quotes),
    "plot_lengths": lambda given: analysis.plot_lengths(given.sentences),
    "plot_voices": lambda given: analysis.plot_voices(given.voices.head(12)),
    "plot_stances": lambda given: analysis.plot_stances(given.verbs),
    "plot_repeats": lambda given: analysis.plot_repeats(given.repeats, paragraphs=given.paragraphs),
    "plot_topics": lambda given: analysis.plot_topics(given.topics),
    "plot_dates": lambda given: analysis.plot_dates(given.dates.head(25)),
    "plot_mentions, caption": lambda given: analysis.caption(given.axes),
    "render_table": lambda given: analysis.render_table(given.entities, places=given.mentions),
    "render_context": lambda given: analysis.render_context(given.contexts),
    "render_reader": lambda given: analysis.render_reader(
        given.seeds, **{layer: getattr(given, table) for layer, table in LAYERS.items()}
    ),
    "count_readability": lambda given: analysis.count_readability(given.tokens),
    "describe_words": lambda given: analysis.describe_words(
        given.tokens, given.terms, ngrams=given.ngrams, collocates=given.collocates
    ),
    "describe_names": lambda given: analysis.describe_names(
        given.mentions, given.entities, pairs=given.pairs
    ),
    "describe_voices": lambda given: analysis.describe_voices(
        given.quotes, given.voices, paragraphs=given.paragraphs, dates=given.dates
    ),
    "describe_contrast": lambda given: analysis.describe_contrast(
        given.compared, given.compared.head(1), given.compared.tail(1), places=given.places
    ),
    "describe_cautions": lambda given: analysis.describe_cautions(
        given.tokens, given.paragraphs, repeats=given.repeats
    ),
    "render_findings": lambda given: analysis.render_findings(
        analysis.describe_names(given.mentions, given.entities)
    ),
    "explore": lambda given: analysis.explore(given.lemmas, given.mentions),
    "pair_marks": lambda given: pair_marks(given.text),
    "seed_names": lambda given: seed_names([Path("a.txt")] * (len(given.text) // 20)),
}
#: Public names whose work does not grow with a text, or that only read one from disk.
APART = {"read_seeds", "read_stop_words", "read_aliases", "show_chart", "explore_texts"}


def measure(texts: list[str], *, charts: bool = True) -> Iterator[tuple[str, list[float]]]:
    """Time every function on each of the texts, which get longer; give it and its processor seconds.

    One that refuses a text, as a chart does that of too many rows, is left out.
    """
    given = [Given(text) for text in texts]
    for name, call in CALLS.items():
        if charts or not name.startswith("plot_"):
            with suppress(WorkbookError):
                yield name, [_time(call, each) for each in given]


def _time(call: Callable[[Given], object], given: Given) -> float:
    """Return the best of two processor times; what is slow is timed once."""
    # the tables it takes are made first
    call(given)
    plt.close("all")
    best = math.inf
    for _ in range(2):
        begun = time.process_time()
        call(given)
        best = min(best, time.process_time() - begun)
        plt.close("all")
        if best > SECONDS:
            break
    return best


def exponent(seconds: list[float]) -> float:
    """Return the slope from the first to the last time, for texts that double each time."""
    return math.log(max(seconds[-1], 1e-6) / max(seconds[0], 1e-6)) / math.log(2 ** (len(seconds) - 1))


def report(
    names: list[str], texts: Callable[[str, int], str], characters: int, *, charts: bool = True
) -> pd.DataFrame:
    """Measure texts of these names at ``characters``, twice and four times as many.

    Returns
    -------
    DataFrame
        One row per text and function: ``text, function, n, 2n, 4n`` (seconds), ``exponent``, ``fault``.
    """
    rows = []
    for name in names:
        begun = time.process_time()
        for function, seconds in measure(
            [texts(name, characters * times) for times in (1, 2, 4)], charts=charts
        ):
            slope = exponent(seconds)
            fault = slope > LIMIT and seconds[-1] > SECONDS
            rows.append((name, function, *seconds, slope, fault))
        worst = max((row for row in rows if row[0] == name), key=lambda row: row[4])
        print(f"{name}: {time.process_time() - begun:.0f} s; slowest {worst[1]} {worst[4]:.2f} s", flush=True)
        for row in rows:
            if row[0] == name and row[-1]:
                print(f"    {row[1]}: {row[2]:.3f} {row[3]:.3f} {row[4]:.3f} s, exponent {row[5]:.2f}")
    return pd.DataFrame(rows, columns=["text", "function", "n", "2n", "4n", "exponent", "fault"])


def running_text(folder: Path) -> str:
    """Return the texts of a folder, one behind the other."""
    return "\n\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt")))


def write_section(heading: str, lines: list[str]) -> None:
    """Put a section into ``RESULTS.md``, in place of the one with its heading."""
    path = HERE / "RESULTS.md"
    before, found, rest = path.read_text(encoding="utf-8").partition(f"\n# {heading}\n")
    after = rest.partition("\n# ")
    tail = f"\n# {after[2]}" if found and after[1] else ""
    path.write_text(
        f"{before.rstrip()}\n\n# {heading}\n\n" + "\n".join(lines) + "\n" + tail, encoding="utf-8"
    )


def main() -> None:
    """Measure, print, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=Path, help="folder of .txt files: the running text")
    parser.add_argument("--shapes", nargs="*", help="hostile texts to measure (default: all)")
    parser.add_argument("--charts", action="store_true", help="hostile texts in charts too")
    parser.add_argument("--write", action="store_true", help="put the exponents into RESULTS.md")
    options = parser.parse_args()
    if options.texts:
        text = running_text(options.texts)
        # whole is 4n: four times a quarter, so that every part is read once
        quarter = min(RUNNING, len(text) // 4)
        table = report(["running text"], lambda _, characters: text[:characters], quarter)
        if options.write:
            _write(table, quarter)
    if options.shapes or not options.texts:
        report(options.shapes or list(SHAPES), hostile, HOSTILE, charts=options.charts)


def _write(table: pd.DataFrame, characters: int) -> None:
    lines = [
        f"Processor seconds on {characters:,}, twice and four times as many characters of news:",
        f"`python bench/growth.py --texts DIR --write`. An exponent is a fault above {LIMIT} where the",
        f"longest text takes {SECONDS} s; below that it is noise. Faults: {int(table['fault'].sum())}.",
        "",
        "| function | n | 2n | 4n | exponent |",
        "|---|---|---|---|---|",
    ]
    rows = table[["function", "n", "2n", "4n", "exponent"]].itertuples(index=False)
    lines += [
        f"| {name} | {one:.3f} | {two:.3f} | {four:.3f} | {slope:.2f} |"
        for name, one, two, four, slope in rows
    ]
    write_section("How time grows with the length of a text", lines)


if __name__ == "__main__":
    main()
