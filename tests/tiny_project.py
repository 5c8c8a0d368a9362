"""A small project with notebooks of its own, for the tests of sharing, command and browser."""

from pathlib import Path

from nbformat import NotebookNode
from nbformat import write as write_notebook
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

TEXT = (
    "وزير الخارجية يبحث أزمة أوكرانيا في 12 عاصمة\n"
    "تابعنا عبر\n"
    "قال الوزير في موسكو إن روسيا لا تريد الحرب، وإن أوكرانيا تعرف ذلك.\n"
    'وأضاف الوزير: "روسيا تريد السلام، وأوكرانيا كذلك".\n'
    "وفي لندن قالت الوزيرة إن بريطانيا تقف مع أوكرانيا (BBC 2022).\n"
    "قال الوزير في موسكو إن روسيا لا تريد الحرب، وإن أوكرانيا تعرف ذلك.\n"
)

HOSTILE = "\n".join(
    [
        "عنوان <script>alert(1)</script> </style><img src=x onerror=alert(2)>",
        '=HYPERLINK("http://example.invalid") +1 @SUM(1) <svg onload=alert(3)> "quoted" \'single\'',
        "&#x202E; \u202eمعكوس\u202c &lt;b&gt; <iframe src=http://example.invalid></iframe>",
        "[رابط](javascript:alert(5)) ![صورة](http://example.invalid/x.png) $\\alpha$ `code`",
        "{{ 7*7 }} {% raw %} javascript:alert(4) " + "ا" * 50_000,
        "قال <b>الوزير</b> إن روسيا تريد السلام.",
    ]
)

SETTINGS = """\
from analysis import (
    count_terms,
    explore,
    find_in_context,
    find_terms,
    plot_terms,
    read_seeds,
    render_context,
    render_reader,
    render_table,
    split_paragraphs,
    split_tokens,
)

SEED = "../seeds/text.txt"  # the text
LANGUAGE = "ar"  # ar | en
QUERY = "روسيا"
"""


def prose(source: str, *tags: str) -> NotebookNode:
    return new_markdown_cell(source, metadata={"tags": list(tags)} if tags else {})


def code(source: str, *tags: str) -> NotebookNode:
    return new_code_cell(source, metadata={"tags": list(tags)} if tags else {})


def terms_notebook() -> NotebookNode:
    """Show a table with places, a chart, a concordance and the reader, each under its heading."""
    return new_notebook(
        cells=[
            prose("# ما المفردات؟\n\nسطر عربي مع `code` و**شديد**.", "ar"),
            prose("# Which terms?\n\nAn English line.", "en"),
            code(SETTINGS, "parameters"),
            code("seeds = read_seeds(SEED)\ntokens = split_tokens(seeds)\nterms = count_terms(tokens)"),
            prose("## المفردات", "ar"),
            prose("## Terms", "en"),
            code("places = find_terms(tokens, terms.head(40))"),
            code("render_table(terms.head(40), places=places, language=LANGUAGE)"),
            prose("## الفقرات", "ar"),
            code('paragraphs = split_paragraphs(seeds).drop(columns=["seed", "text"])'),
            code("render_table(paragraphs, language=LANGUAGE)"),
            prose("## الرسم", "ar"),
            code("plot_terms(terms.head(9), language=LANGUAGE)"),
            code("explore(tokens, language=LANGUAGE)"),
            prose("## السياق", "ar"),
            code("contexts = find_in_context(tokens, QUERY)\nrender_context(contexts, language=LANGUAGE)"),
            prose("## النص", "ar"),
            code("render_reader(seeds, terms=places.head(30), contexts=contexts, language=LANGUAGE)"),
        ]
    )


def failing_notebook() -> NotebookNode:
    """Fail in the third of four cells, but only where the text says so."""
    return new_notebook(
        cells=[
            prose("# يفشل"),
            code(SETTINGS, "parameters"),
            code('if "FAIL" in read_seeds(SEED).text[0]:\n    raise KeyError("no such thing")'),
            code("print('مرحبا')"),
        ]
    )


def make_project(folder: Path) -> Path:
    """Write notebooks/ and seeds/ into ``folder``."""
    for name, notebook in (("01_terms", terms_notebook()), ("02_short", failing_notebook())):
        (folder / "notebooks").mkdir(parents=True, exist_ok=True)
        notebook.metadata["kernelspec"] = {
            "display_name": "Python 3",
            "language": "python",
            "name": "python3",
        }
        # ids are random; the same notebook must be the same bytes
        for number, cell in enumerate(notebook.cells):
            cell["id"] = f"cell-{number}"
        write_notebook(notebook, folder / "notebooks" / f"{name}.ipynb")
    (folder / "seeds").mkdir(exist_ok=True)
    (folder / "seeds" / "text.txt").write_text(TEXT, encoding="utf-8")
    (folder / "seeds" / "README.md").write_text("sources", encoding="utf-8")
    return folder
