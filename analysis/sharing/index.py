"""The front page: one card per text."""

from pathlib import Path
from urllib.parse import quote

from analysis.files import label
from analysis.pages import escape, isolate, number_run
from analysis.sharing import exports
from analysis.sharing.export import READER_PAGE, Place, page_words, shell

#: A card's chart has at most so many bars; longer texts are summed up.
BARS = 120
FEWEST = 40


def index_page(folder: Path, language: str) -> str:
    """Write the front page of all texts that have pages in ``folder``, in the order of their names."""
    cards = [
        _card(path.parent, exports.read_record(path.parent), language)
        for path in sorted(folder.glob(f"*/{exports.RECORD}"))
    ]
    title = label("pages", "index_title", language)
    words = page_words(Place("", language, []), title)
    count = f"{escape(label('pages', 'texts_unit', language))}: {number_run(str(len(cards)))}"
    body = f'<h1>{escape(title)}</h1>\n<ul class="wb-cards">\n{"".join(cards)}</ul>'
    return shell(words, f"<span>{count}</span>", body)


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
    for count, unit in (
        (summary.get("words"), "words_unit"),
        (len(summary.get("paragraphs", [])), "paragraphs_unit"),
    ):
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
    plain = [*(f"{name}.ipynb" for name in pages), exports.RECORD]
    files += [(name, f'<bdi dir="ltr">{escape(name)}</bdi>') for name in plain]
    items = "".join(f'<li><a href="{base}/{quote(file)}">{said}</a></li>' for file, said in files)
    summary = escape(label("pages", "downloads", language))
    return f'<details><summary>{summary}</summary><ul class="wb-files">{items}</ul></details>\n'
