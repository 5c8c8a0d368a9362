"""What lies beside pages: tables as CSV, and ``analysis.json`` to make a number again.

The record keeps of each page one hash of all it depends on, one of the links at its head, and the seals of
its files: a page whose hashes are unchanged and whose files stand is not made again.
"""

import csv
import hashlib
import io
import json
import os
import platform
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from importlib import metadata
from itertools import accumulate
from pathlib import Path

import analysis
from analysis.errors import RenderError
from analysis.files import read_bytes
from analysis.sharing.page import choose_cells
from analysis.sharing.plan import portable, project

RECORD = "analysis.json"
FOLDER = "tables"
#: So many entries of a list of parameters are in the record; a corpus has thousands of texts to compare with.
LISTED = 50
# as much as of a text is read
_MOST = 500_000_000
_DISTRIBUTION = "arabic-text-workbook"
# the files of a page, by its name; what else lies there is not ours
_OURS = re.compile(rf"(?:(?P<page>.+)\.(?:html|ipynb|pdf)|{FOLDER}/(?P<table>.+)-\d+\.csv)")
# a cell of a table may be as long as a text
csv.field_size_limit(2**31 - 1)


@cache
def versions() -> dict[str, str]:
    """Return the versions of Python, this package and the packages it requires, for ``analysis.json`` too."""
    own = {"python": platform.python_version(), _DISTRIBUTION: analysis.__version__}
    # what only tests and benchmarks require has a marker after a semicolon
    required = [name for name in metadata.requires(_DISTRIBUTION) or () if ";" not in name]
    names = [re.match(r"[\w.-]+", name)[0] for name in required]
    return own | {name: metadata.version(name) for name in names}


@cache
def source_hash() -> str:
    """Return a hash of every file of the package, its data included."""
    folder = Path(analysis.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def file_hash(path: str | Path | None) -> str:
    """Return the hash of a file's bytes; empty where there is none."""
    try:
        return hashlib.sha256(read_bytes(path, most=_MOST, error=RenderError)).hexdigest() if path else ""
    except RenderError:
        return ""


def value_hash(value: object) -> str:
    """Return the hash of a value that JSON can hold."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()


def others_keys(items: Iterable[str]) -> list[str]:
    """Return for each item one hash of all others in their order; the time grows with their number alone."""
    items = list(items)
    before = accumulate(items, lambda found, item: value_hash([found, item]), initial="")
    after = [*accumulate(reversed(items), lambda found, item: value_hash([found, item]), initial="")]
    return [value_hash([ahead, behind]) for ahead, behind in zip(before, after[-2::-1], strict=False)]


def page_key(
    notebook: Path | None,
    values: dict[str, object],
    *,
    others: str = "",
    hash_of: Callable[[str | Path | None], str] = file_hash,
) -> str:
    """Return the hash of all a page depends on: text, notebook, parameters, word files, package, versions.

    Parameters
    ----------
    notebook
        Its file; None for the summary of a text.
    values
        The parameters it has.
    others
        One hash of the texts that it is compared with, unless ``values`` names them.
    hash_of
        `file_hash`, or one that remembers: every text has the same word files.
    """
    seed = Path(str(values["SEED"]))
    references = values.get("REFERENCE") or []
    files = [
        seed,
        notebook,
        values.get("ALIASES"),
        seed.parent / "stopwords.txt",
        project() / "seeds" / "stopwords.txt",
        *(references if isinstance(references, list) else [references]),
    ]
    # a project that was only moved gives the same pages
    shown = portable(values, project() / "notebooks")
    return value_hash([[hash_of(file) for file in files], shown, others, source_hash(), versions()])


def files_there(folder: Path) -> dict[str, set[str]]:
    """Return the files of each page that lie in a text's folder, the record's word or not."""
    there = defaultdict(set)
    for within in ("", f"{FOLDER}/"):
        with suppress(FileNotFoundError, NotADirectoryError):
            for name in os.listdir(folder / within):
                if found := _OURS.fullmatch(within + name):
                    there[found["page"] or found["table"]].add(within + name)
    return there


def export_tables(notebook: dict, name: str, language: str = "ar") -> tuple[list[dict], dict[str, bytes]]:
    """Return what is said of every table of an executed notebook, and each as CSV (UTF-8 with BOM)."""
    said, files, section = [], {}, ""
    for cell in choose_cells(notebook, language):
        if cell.cell_type == "markdown":
            titles = [line.lstrip("# ").strip() for line in cell.source.splitlines() if line.startswith("#")]
            section = titles[-1] if titles else section
        for output in cell.get("outputs", ()):
            text = output.get("data", {}).get("text/csv")
            # a cell may show anything under this type
            if not isinstance(text, str) or not text.strip():
                continue
            file = f"{FOLDER}/{name}-{len(said) + 1:02}.csv"
            # Excel takes a CSV for UTF-8 only if it begins with a byte order mark
            files[file] = b"\xef\xbb\xbf" + text.encode("utf-8", "replace")
            header, *rows = csv.reader(io.StringIO(text, newline=""))
            said.append({"file": file, "section": section, "columns": header, "rows": len(rows)})
    return said, files


def brief(values: dict[str, object]) -> dict[str, object]:
    """Return parameters as the record has them: the notebook beside it names every text of a long list."""
    return {
        name: [*value[:LISTED], f"+ {len(value) - LISTED}"]
        if isinstance(value, list) and len(value) > LISTED
        else value
        for name, value in values.items()
    }


def read_record(folder: Path) -> dict:
    """Return the record of a text's pages; empty where there is none or a byte of it was changed."""
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        return record if record.pop("record_sha256") == value_hash(record) else {}
    except (OSError, ValueError, LookupError, AttributeError, TypeError, RecursionError):
        return {}


def record_bytes(record: dict) -> bytes:
    """Return the record of a text's pages as a file; the same content gives the same bytes."""
    content = json.loads(json.dumps(record, default=str))
    text = json.dumps(
        {**content, "record_sha256": value_hash(content)}, ensure_ascii=False, indent=1, sort_keys=True
    )
    # a lone surrogate of an undecodable path is written as JSON escapes it
    return (text + "\n").encode("utf-8", "backslashreplace")
