"""The front page: one card per text, with its terms, names, voices and the lengths of its paragraphs."""

import json
from pathlib import Path
from urllib.parse import quote

import pandas as pd

from analysis.files import label
from analysis.pages import escape, isolate, number_run
from analysis.seeds import read_seeds
from analysis.sharing.kernels import Kernels, run_notebook
from analysis.sharing.memory import require_room
from analysis.sharing.page import READER_PAGE, shell
from analysis.sharing.plan import Seed, project
from analysis.sharing.record import RECORD, file_hash, read_record

#: So many terms, names and voices stand on a card.
LISTED = 6
#: A card's chart has at most so many bars; longer texts are summed up.
BARS = 120
FEWEST = 40


def index_page(folder: Path, language: str) -> str:
    """Write the front page of all texts that have pages in ``folder``, in the order of their names."""
    folders = sorted(path.parent for path in folder.glob(f"*/{RECORD}"))
    cards = [_card(each, record, language) for each in folders if (record := read_record(each))]
    title = label("pages", "index_title", language)
    count = f"{escape(label('pages', 'texts_unit', language))}: {number_run(str(len(cards)))}"
    body = f'<h1>{escape(title)}</h1>\n<ul class="wb-cards">\n{"".join(cards)}</ul>'
    return shell(title, language, f"<span>{count}</span>", body)


def _card(folder: Path, record: dict, language: str) -> str:
    """Write the card of one text."""
    about, summary = record.get("seed", {}), record.get("summary", {})
    there = record.get("pages", {})
    pages = {name: page for name, page in sorted(there.items()) if (folder / f"{name}.html").is_file()}
    base = quote(folder.name)
    first = f'<a href="{base}/{quote(next(iter(pages)))}.html">' if pages else "<a>"
    title = isolate(about.get("title", folder.name), language)
    links = "".join(
        f'<a href="{base}/{quote(name)}.html">{isolate(page["title"], language)}</a>'
        for name, page in pages.items()
    )
    if (folder / READER_PAGE).is_file():
        links += f'<a href="{base}/{READER_PAGE}">{escape(label("pages", "reader", language))}</a>'
    lists = "".join(
        _list(label("pages", key, language), summary.get(entry, []), language)
        for key, entry in (("top_terms", "terms"), ("names", "names"), ("voices", "voices"))
    )
    facts = f'<p class="wb-facts">{_facts(about, summary, language)}</p>'
    drawn = spark(summary.get("paragraphs", []), language)
    files = _files(folder, pages, language)
    return f"<li><h2>{first}{title}</a></h2>\n{facts}\n{drawn}{lists}\n<nav>{links}</nav>\n{files}</li>\n"


def _facts(about: dict, summary: dict, language: str) -> str:
    """Say language and length."""
    facts = [escape(label("languages", about.get("language", "und"), language))]
    counts = {"words_unit": summary.get("words"), "paragraphs_unit": len(summary.get("paragraphs", []))}
    for unit, count in counts.items():
        if count:
            facts.append(f"{escape(label('pages', unit, language))}: {number_run(f'{count:,}')}")
    return " · ".join(facts)


def _list(name: str, items: list, language: str) -> str:
    """Write one line of a card: what is most frequent, with its counts."""
    if not items:
        return ""
    comma = "، " if language == "ar" else ", "
    said = comma.join(
        f"{isolate(text, language)}\N{NO-BREAK SPACE}{number_run(str(count))}" for text, count in items
    )
    return f'<p><span class="wb-label">{escape(name)}:</span> {said}</p>\n'


def spark(lengths: list[int], language: str) -> str:
    """Draw the lengths of paragraphs in order, from the right in an Arabic page."""
    if not lengths:
        return ""
    step = -(-len(lengths) // BARS)
    bars = [sum(lengths[start : start + step]) for start in range(0, len(lengths), step)]
    # a text of few paragraphs does not get wide bars
    top, count = max(bars), max(len(bars), FEWEST)
    rects = []
    for number, value in enumerate(bars):
        place = count - 1 - number if language == "ar" else number
        height = max(1, round(40 * value / top))
        rects.append(f'<rect x="{place * 10}" y="{40 - height}" width="8" height="{height}"/>')
    alt = escape(label("pages", "lengths", language))
    box = f'viewBox="0 0 {count * 10} 40" preserveAspectRatio="none"'
    return f'<svg class="wb-spark" {box} role="img" aria-label="{alt}">{"".join(rects)}</svg>\n'


def _files(folder: Path, pages: dict, language: str) -> str:
    """List the files beside the pages: tables as CSV, the executed notebooks, the record."""
    base = quote(folder.name)
    files = [
        (table["file"], f"{isolate(table['section'] or table['file'], language)} (CSV)")
        for page in pages.values()
        for table in page.get("tables", [])
    ]
    plain = [*(f"{name}.ipynb" for name in pages), RECORD]
    files += [(name, f'<bdi dir="ltr">{escape(name)}</bdi>') for name in plain]
    items = "".join(f'<li><a href="{base}/{quote(file)}">{said}</a></li>' for file, said in files)
    summary = escape(label("pages", "downloads", language))
    return f'<details><summary>{summary}</summary><ul class="wb-files">{items}</ul></details>\n'


def describe(seed: Seed) -> dict:
    """Return what is known of a text without analysing it.

    Raises
    ------
    SeedError
        If it cannot be read, or is too large for the memory there is.
    """
    require_room(seed.path)
    row = read_seeds(seed.path).iloc[0]
    return {
        "characters": len(row["text"]),
        "encoding": row["encoding"],
        "file": seed.path.name,
        "language": row["language"],
        "sha256": file_hash(seed.path),
        "title": row["title"],
    }


async def summarise(values: dict, kernels: Kernels, *, timeout: float) -> dict:
    """Analyse a text in a kernel of its own, as the notebooks are; return its summary."""
    from nbformat.v4 import new_code_cell, new_notebook

    source = (
        "from analysis.sharing.front_page import print_summary\n"
        f"print_summary({values['SEED']!r}, {values['ALIASES']!r}, {values['LANGUAGE']!r})"
    )
    cell = new_code_cell(source)
    notebook = new_notebook(cells=[cell])
    await run_notebook(notebook, "summary", Path.cwd(), kernels, timeout=timeout)
    return json.loads(notebook.cells[0].outputs[0].text)


def print_summary(path: str, aliases: str | None, language: str) -> None:
    """Print the summary of one text as JSON; runs in a kernel."""
    print(json.dumps(summary_of(read_seeds(path), aliases, language), ensure_ascii=False))


def summary_of(seeds: pd.DataFrame, aliases: str | None = None, language: str = "ar") -> dict:
    """Return what a card shows of one text.

    Returns
    -------
    dict
        ``words`` (counted tokens), ``paragraphs`` (words in each, in order), ``terms``, ``names`` and
        ``voices``: lists of a text and how often it stands there, the most frequent first. Neither numbers
        nor the reader's own stop words are terms.
    """
    # as a notebook imports them: in a kernel these look first at what another one has found
    from analysis import add_lemmas, count_terms, find_mentions, find_quotes, read_stop_words, split_tokens
    from analysis.tables import COUNTED_KINDS

    tokens = add_lemmas(split_tokens(seeds))
    counted = tokens[tokens["kind"].isin(COUNTED_KINDS)]
    mentions = find_mentions(tokens, aliases=aliases, language=language)
    quotes = find_quotes(tokens, mentions, language=language)
    own = project() / "seeds" / "stopwords.txt"
    stop_words = read_stop_words() + (read_stop_words(own) if own.is_file() else [])
    terms = count_terms(tokens[tokens["kind"] != "number"], level="lemma", stop_words=stop_words)
    named = mentions[mentions["kind"].isin(["person", "place", "organisation"])]
    most = terms.head(LISTED)
    return {
        "names": _most(named["entity"]),
        "paragraphs": counted.groupby("paragraph", observed=True).size().tolist(),
        "terms": [list(pair) for pair in zip(most["term"].tolist(), most["count"].tolist(), strict=True)],
        "voices": _most(quotes["entity"]),
        "words": len(counted),
    }


def _most(column: pd.Series) -> list[list]:
    """List the most frequent values of a column with their counts; equals in the order of the text."""
    counts = column.dropna().astype(str).value_counts(sort=False).sort_values(ascending=False, kind="stable")
    return [[name, int(count)] for name, count in counts.head(LISTED).items()]
