"""What lies beside a page: its tables as CSV, and ``analysis.json`` to make a number again."""

import csv
import io
import json
from pathlib import Path

from analysis.files import write_atomic
from analysis.sharing.outputs import choose_cells

RECORD = "analysis.json"
FOLDER = "tables"


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
            if text is None:
                continue
            file = f"{FOLDER}/{name}-{len(written) + 1:02}.csv"
            # Excel takes a CSV for UTF-8 only if it begins with a byte order mark
            write_atomic(folder / file, b"\xef\xbb\xbf" + text.encode("utf-8", "replace"))
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
