"""What lies beside pages: tables as CSV, and ``analysis.json`` to make a number again.

The record keeps of each page one hash of all it depends on: a page whose hash is unchanged is not made again.
"""

import csv
import hashlib
import io
import json
import platform
import re
from functools import cache
from importlib import metadata
from pathlib import Path

import analysis
from analysis.files import write_atomic
from analysis.sharing.page import choose_cells
from analysis.sharing.plan import portable, project

RECORD = "analysis.json"
FOLDER = "tables"
_DISTRIBUTION = "arabic-text-workbook"


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
        return hashlib.sha256(Path(path).read_bytes()).hexdigest() if path else ""
    except OSError:
        return ""


def page_key(notebook: Path, values: dict[str, object]) -> str:
    """Return the hash of all a page depends on: text, notebook, parameters, word files, package, versions."""
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
    shown = portable(values, notebook.parent)
    parts = [[file_hash(file) for file in files], shown, source_hash(), versions()]
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def write_tables(notebook: dict, name: str, folder: Path, language: str = "ar") -> list[dict]:
    """Write every table of an executed notebook as CSV (UTF-8 with BOM) and say which is which.

    Tables of an earlier run of the same notebook go.
    """
    for old in (folder / FOLDER).glob(f"{name}-*.csv"):
        old.unlink()
    written, section = [], ""
    for cell in choose_cells(notebook, language):
        if cell.cell_type == "markdown":
            titles = [line.lstrip("# ").strip() for line in cell.source.splitlines() if line.startswith("#")]
            section = titles[-1] if titles else section
        for output in cell.get("outputs", ()):
            text = output.get("data", {}).get("text/csv")
            # a cell may show anything under this type
            if not isinstance(text, str) or not text.strip():
                continue
            file = f"{FOLDER}/{name}-{len(written) + 1:02}.csv"
            # Excel takes a CSV for UTF-8 only if it begins with a byte order mark
            write_atomic(folder / file, b"\xef\xbb\xbf" + text.encode("utf-8", "replace"))
            # the reader of the standard library refuses a cell of more than 131,072 characters
            csv.field_size_limit(len(text) + 1)
            header, *rows = csv.reader(io.StringIO(text, newline=""))
            written.append({"file": file, "section": section, "columns": header, "rows": len(rows)})
    return written


def read_record(folder: Path) -> dict:
    """Return the record of a text's pages; empty where there is none or it is damaged."""
    try:
        return json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def write_record(folder: Path, record: dict) -> None:
    """Write the record of a text's pages; the same content gives the same bytes."""
    text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True, default=str)
    write_atomic(folder / RECORD, text + "\n")
