"""The reader of a long text: one page of its own, with the layers of all the text's notebooks."""

from pathlib import Path

from analysis.files import label, write_atomic
from analysis.pages import READER_TYPE, build_reader, escape, isolate
from analysis.sharing import outputs, page_links
from analysis.sharing.export import READER_PAGE, Place, is_long, page_words, shell


def write_reader(folder: Path, pages: dict[str, dict], place: Place) -> bool:
    """Write ``reader.html`` if the text is too long for its pages; tell whether it was.

    Parameters
    ----------
    folder
        Where the text's pages and executed notebooks lie.
    pages
        The record's pages, by the notebook's name.
    place
        Title of the text, language, links to its pages.
    """
    import nbformat

    contents, rows = [], {}
    for name in sorted(pages):
        notebook = nbformat.read(folder / f"{name}.ipynb", as_version=4)
        datas = outputs.datas_of(outputs.choose_cells(notebook, place.language))
        contents += [data[READER_TYPE] for data in datas if READER_TYPE in data]
        tables = page_links.number_tables([data["text/html"] for data in datas if "text/csv" in data])
        if contents and len(contents[0]["texts"]) == 1:
            tables = [page_links.shorten(table, contents[0]["texts"][0]["seed"]) for table in tables]
        for anchor, row in page_links.rows_of_places(tables).items():
            rows.setdefault(anchor, f"{name}.html#{row}")
    if not contents or not is_long(contents[0]):
        return False
    markup = build_reader(merge(contents), rows=rows, anchors=frozenset(rows))
    words = page_words(place, label("pages", "reader", place.language))
    head = "".join(f'<a href="{escape(link["href"])}">{isolate(link["text"])}</a>' for link in place.links)
    title = f"<h1>{isolate(place.title, place.language)}</h1>"
    body = f'{title}\n<div class="wb-far">{markup}</div>'
    write_atomic(folder / READER_PAGE, shell(words, f"<nav>{head}</nav>", body))
    return True


def merge(contents: list[dict]) -> dict:
    """Join the layers of several readers of the same texts; a span that two of them have stands once."""
    layers: dict[str, dict[tuple, None]] = {}
    for content in contents:
        if content["texts"] != contents[0]["texts"]:
            continue
        for name, spans in content["layers"].items():
            layers.setdefault(name, {}).update(dict.fromkeys(map(tuple, spans)))
    joined = {name: [list(span) for span in spans] for name, spans in layers.items()}
    return {**contents[0], "layers": joined}
