"""Random and mutated texts through every function to pages: ``python bench/fuzz.py --minutes 60``.

Texts come from three sources: bytes read as files are, real texts changed at random (``--texts DIR``, default
``seeds/``), and texts put together from characters and phrases that are known to be hard. What is checked:
nothing raises anything but the package's own errors, every span is a slice of its text and inside its
paragraph, mentions never overlap, tables have the columns that ``DESIGN`` promises, and pages are well formed
and hold no text as markup. A failure is made smaller and printed; it becomes a fix and a test.

Texts are real ones changed and hard pieces put together: guided by coverage (atheris has no build for every
Python) few inputs would get past reading.
"""

import argparse
import os
import random
import sys
import time
import traceback
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

os.environ.setdefault("MPLBACKEND", "agg")
sys.path.append(str(Path(__file__).parent))

import matplotlib.pyplot as plt
import pandas as pd
from growth import CALLS, Given, write_section

import analysis
from analysis.arabic import pair_marks
from analysis.errors import WorkbookError

#: Characters and phrases that have been hard before: marks, controls, sides, names, markup.
PIECES = (
    *"\u0651\u064b\u0654\u0653\u0670ـ\u200c\u200d\u200e\u202e\u2067\u00ad\ufeff\x00\x0b\x85\u2028",
    *"«»“”\"'()[]{}<>&،؛؟.!:…-–#@/\\|٪%$\t\r\n ",
    *"ابتةىءآأإؤئٱﷺﻻ۝ۥ٠٩۱5eÉñ中😀",
    "قال ", "وقال الوزير سامي الخوري: ", "إن ", "«نعم»", "بن ", "عبد ", "محمد ", "القاهرة", "وزارة الخارجية ",
    "الأمم المتحدة", "الروسي ", "3 مايو 2020", "1443هـ", "أمس ", "منذ يومين ", "\n\n", "س: ", "ج: ",
    "17/7/2022, 13:05 - أ: نعم\n", "http://a.b/c", "<script>alert(1)</script>", "<b title='x'>", "&lt;",
    "John Smith said ", "BBC", "د. ", "م.ت.ف. ", "12،500 ", "#وسم", "@a", "a@b.c", "صلى الله عليه وسلم ",
    "</p>", "]]>", "الملك: ", "حدثنا ",
)  # fmt: skip
#: Columns that each table has at least, in order of its documentation.
COLUMNS = {
    "plain": "seed paragraph sentence start end token space form kind",
    "paragraphs": "seed paragraph start end role text",
    "sentences": "seed paragraph sentence start end text",
    "lemmas": "seed paragraph sentence start end token space form kind lemma stem proclitics enclitics"
    " is_stop",
    "mentions": "seed paragraph start end mention kind entity entity_en related description source evidence",
    "quotes": "seed paragraph start end quote speech speaker speaker_start speaker_end entity verb verb_start"
    " verb_end stance source evidence",
    "dates": "seed paragraph start end expression calendar hijri date date_end precision",
    "repeats": "seed paragraph start end cluster similarity first_seed first_paragraph difference",
    "topics": "seed paragraph start similarity depth is_boundary",
    "contexts": "seed paragraph start end before match after",
    "terms": "term count total per_thousand seed_count forms",
}
#: Tables of spans with the column that is the span's text.
SPANS = {
    "plain": "token",
    "paragraphs": "text",
    "sentences": "text",
    "mentions": "mention",
    "quotes": "quote",
    "dates": "expression",
    "contexts": "match",
}
VOID = {"input", "img", "br", "hr", "col", "meta", "link"}
#: Elements and attributes of our own markup.
ELEMENTS = set(
    "a bdi br caption details div fieldset h1 h2 h3 input label legend li p section span summary table tbody"
    " td th thead tr ul".split()
)


class FoundError(AssertionError):
    """Something that must hold does not."""


class _Page(HTMLParser):
    """Reads our own markup: elements close in order, and there are none but ours."""

    def __init__(self, markup: str):
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: Counter[str] = Counter()
        self.feed(markup)
        self.close()
        require(not self.open, f"markup: {self.open[-3:]} never close")
        twice = [name for name, count in self.ids.items() if count > 1]
        require(not twice, f"markup: ids given twice: {twice[:3]}")

    def handle_starttag(self, tag: str, attrs: list) -> None:
        require(tag in ELEMENTS, f"markup: <{tag}> is none of ours: a text became markup")
        names = [name for name, _ in attrs]
        require(not any(name.startswith("on") for name in names), f"markup: <{tag}> acts: {names}")
        require(len(names) == len(set(names)), f"markup: <{tag}> has an attribute twice: {names}")
        self.ids.update(value for name, value in attrs if name == "id")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        require(bool(self.open) and self.open[-1] == tag, f"markup: </{tag}> closes {self.open[-3:]}")
        self.open.pop()

    def handle_comment(self, data: str) -> None:
        raise FoundError("markup: a comment: a text became markup")

    def handle_decl(self, decl: str) -> None:
        raise FoundError("markup: a declaration: a text became markup")

    def unknown_decl(self, data: str) -> None:
        raise FoundError("markup: a section: a text became markup")


def require(holds: bool, said: str) -> None:
    """Raise a `FoundError` that says what does not hold."""
    if not holds:
        raise FoundError(said)


def check_text(text: str, *, charts: bool = True) -> int:
    """Run every function on one text and check what comes out; return how many were run."""
    given, run = Given(text), 0
    for name, call in CALLS.items():
        if not charts and name.startswith("plot_"):
            continue
        if name == "seed_names":
            continue
        try:
            made = call(given)
        except WorkbookError as error:
            # a text may have no term to look at; that it says so in one line is all that is asked
            require("\n" not in str(error), f"{name}: an error of several lines")
            continue
        finally:
            plt.close("all")
        run += 1
        if name.startswith("render_"):
            _Page(str(made))
            require(isinstance(repr(made), str), f"{name}: no text beside the markup")
    _check_tables(given)
    pairs = pair_marks(text)
    require(bool((pairs[:, 0] < pairs[:, 1]).all()), "pair_marks: a pair closes before it opens")
    return run


def check_bytes(raw: bytes, folder: Path) -> int:
    """Read bytes as a file is read, and check what comes of them; return how many functions were run."""
    file = folder / "fuzz.txt"
    file.write_bytes(raw)
    try:
        seeds = analysis.read_seeds(file)
    except WorkbookError as error:
        require("\n" not in str(error), "read_seeds: an error of several lines")
        return 1
    return 1 + check_text(seeds["text"][0], charts=False)


def _check_tables(given: Given) -> None:
    """Check columns, offsets and order of every table."""
    for name, columns in COLUMNS.items():
        try:
            table = getattr(given, name)
        except WorkbookError:
            continue
        missing = [column for column in columns.split() if column not in table.columns]
        require(not missing, f"{name}: lacks {missing}")
        require(list(table.index) == list(range(len(table))), f"{name}: rows are not numbered from 0")
    for name, column in SPANS.items():
        _check_spans(name, getattr(given, name), column, given)
    mentions = given.mentions
    overlap = mentions["start"].to_numpy()[1:] < mentions["end"].to_numpy()[:-1]
    require(not overlap.any(), "mentions: two overlap")
    tokens = given.plain
    rebuilt = "".join((tokens["token"].astype(str) + tokens["space"].astype(str)).tolist())
    begin = int(tokens["start"].iloc[0]) if len(tokens) else len(given.text)
    require(
        given.text[begin:] == rebuilt or not len(tokens), "tokens: with their spaces they are not the text"
    )


def _check_spans(name: str, table: pd.DataFrame, column: str, given: Given) -> None:
    """Check that every span is a slice of the text, in order, inside its paragraph."""
    begins = dict(zip(given.paragraphs["paragraph"], given.paragraphs["start"], strict=True))
    ends = dict(zip(given.paragraphs["paragraph"], given.paragraphs["end"], strict=True))
    before = -1
    for row in table[["paragraph", "start", "end", column]].itertuples(index=False):
        paragraph, start, end, said = row
        require(0 <= start < end <= len(given.text), f"{name}: {start}-{end} is no span of the text")
        require(given.text[start:end] == said, f"{name}: text[{start}:{end}] is not its {column}")
        require(start >= before or name == "contexts", f"{name}: {start} stands behind {before}")
        require(start >= begins[paragraph], f"{name}: {start} is before its paragraph")
        # a quotation may run over several paragraphs
        require(name == "quotes" or end <= ends[paragraph], f"{name}: {end} is behind its paragraph")
        before = start


def put_together(draw: random.Random) -> str:
    """Return a text of hard pieces."""
    pieces = draw.choices(PIECES, k=draw.randint(1, 80))
    if draw.random() < 0.2:
        pieces = [draw.choice(pieces) * draw.randint(2, 60) for _ in pieces[:12]]
    return "".join(pieces)


def change(text: str, draw: random.Random) -> str:
    """Return a stretch of a real text with some of it cut, moved, said twice or replaced by hard pieces."""
    begin = draw.randrange(max(len(text) - 400, 1))
    text = text[begin : begin + draw.randint(50, 1200)]
    for _ in range(draw.randint(1, 12)):
        place = draw.randint(0, len(text))
        end = min(len(text), place + draw.randint(0, 30))
        piece = draw.choice(("", draw.choice(PIECES), text[place:end] * 2, text[place:end][::-1]))
        text = text[:place] + piece + text[end:]
    return text


def smaller(text: str, fails) -> str:
    """Return a shorter text that fails too, by leaving out halves, quarters, ... and single characters."""
    size = len(text) // 2
    while size:
        place = 0
        while place < len(text):
            shorter = text[:place] + text[place + size :]
            if shorter.strip() and fails(shorter):
                text = shorter
            else:
                place += size
        size //= 2
    return text


def fuzz(minutes: float, texts: list[str], folder: Path, *, seed: int = 0) -> tuple[Counter, list[str]]:
    """Check texts for so many minutes.

    Returns
    -------
    Counter, list of str
        Inputs by their source and ``calls``; and one entry per kind of failure: its message, and a small text
        that fails.
    """
    draw, counts, failures = random.Random(seed), Counter(), {}
    until = time.monotonic() + 60 * minutes
    while time.monotonic() < until:
        source = draw.choice(("put together", "changed", "bytes"))
        text = put_together(draw) if source == "put together" else change(draw.choice(texts), draw)
        raw = _bytes(text, draw) if source == "bytes" else None
        counts[source] += 1
        try:
            counts["calls"] += (
                check_bytes(raw, folder) if raw is not None else check_text(text, charts=draw.random() < 0.01)
            )
        except Exception as error:
            kind = _kind(error)
            if kind not in failures:
                if raw is None:
                    text = smaller(text, lambda shorter, kind=kind: _fails(shorter, kind))
                failures[kind] = repr(raw if raw is not None else text)
                print(f"{kind}\n    {failures[kind][:2000]}", flush=True)
    return counts, [f"{kind}: {text}" for kind, text in failures.items()]


def _bytes(text: str, draw: random.Random) -> bytes:
    """Encode a text in one of the ways texts are found in, and damage some."""
    encoding = draw.choice(("utf-8", "utf-8", "windows-1256", "utf-16", "utf-8-sig"))
    raw = bytearray(text.encode(encoding, "ignore"))
    for _ in range(draw.choice((0, 0, 1, 4))):
        if raw:
            raw[draw.randrange(len(raw))] = draw.randrange(256)
    return bytes(raw)


def _fails(text: str, kind: str) -> bool:
    try:
        check_text(text)
    except Exception as error:
        return _kind(error) == kind
    return False


def _kind(error: Exception) -> str:
    """Name a failure by its type, its place in the package and its message without figures."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "analysis" in Path(f.filename).parts]
    place = f"{Path(frames[-1].filename).name}:{frames[-1].name}" if frames else ""
    said = "".join("0" if sign.isdigit() else sign for sign in str(error).split("\n")[0])[:100]
    return f"{type(error).__name__} {place} {said}" if frames else f"{type(error).__name__} {said}"


def main() -> None:
    """Fuzz, print what fails, and write the figures if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--texts", type=Path, default=Path(__file__).parents[1] / "seeds")
    parser.add_argument("--seed", type=int, default=0, help="of the random numbers")
    parser.add_argument("--write", action="store_true", help="put the figures into RESULTS.md")
    parser.add_argument("--fixed", type=int, default=0, help="failures of earlier runs that have been fixed")
    options = parser.parse_args()
    import tempfile

    texts = [path.read_text(encoding="utf-8") for path in sorted(options.texts.glob("*.txt"))]
    with tempfile.TemporaryDirectory() as folder:
        counts, failures = fuzz(options.minutes, texts, Path(folder), seed=options.seed)
    calls = counts.pop("calls")
    sources = ", ".join(f"{number:,} {source}" for source, number in sorted(counts.items()))
    said = (
        f"{options.minutes:g} minutes: {counts.total():,} inputs ({sources}), "
        f"{calls:,} calls of {len(CALLS)} functions; failures of this run: {len(failures)}; "
        f"fixed of earlier ones: {options.fixed}."
    )
    print(said)
    if options.write:
        lines = [f"`python bench/fuzz.py --minutes {options.minutes:g} --write`", "", said]
        write_section("What fuzzing found", lines)
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
