"""What a page depends on, as one hash: a page whose hash is unchanged is not made again."""

import hashlib
import json
import platform
from functools import cache
from importlib import metadata
from pathlib import Path

import analysis
from analysis.sharing.plan import portable, project

#: Packages whose version may change what a page shows; `analysis.json` names them too.
PACKAGES = (
    "babel",
    "datasketch",
    "fontpkg-amiri",
    "hijridate",
    "ipykernel",
    "matplotlib",
    "nbconvert",
    "networkx",
    "numpy",
    "pandas",
    "pillow",
    "pyarrow",
    "python-bidi",
    "scipy",
    "simplemma",
)


@cache
def versions() -> dict[str, str]:
    """Return the versions of Python, this package and the packages a page depends on."""
    found = {"python": platform.python_version(), "arabic-text-workbook": analysis.__version__}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = ""
    return found


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
    shown = {name: portable(value, notebook.parent) for name, value in values.items()}
    parts = [[file_hash(file) for file in files], shown, source_hash(), versions()]
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()
