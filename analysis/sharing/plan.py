"""What a run of ``workbook render`` is to do: which notebooks, on which texts, with which values."""

import ast
import glob
import json
import os
import re
import warnings
from collections.abc import Callable, Iterable, Mapping
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from analysis.errors import OptionError, RenderError, reason
from analysis.files import read_bytes
from analysis.seeds import seed_names

#: The tag of the one cell whose assignments are a notebook's parameters.
TAG = "parameters"
#: Where the package was checked out: it holds notebooks/ and seeds/.
CHECKOUT = Path(__file__).resolve().parents[2]
# Jupyter itself does not open larger notebooks.
_MOST = 200_000_000
# what IPython alone understands: %magic, !command, name?, files = !ls
_MAGIC = re.compile(r"^([ \t]*)([%!?].*|[\w,][\w, \t]*=[ \t]*[%!].*|[^#\s][^#\n]*\?[ \t]*)$", re.MULTILINE)
#: Parameters that name files.
_PATHS = ("ALIASES", "REFERENCE")


class Order(NamedTuple):
    """What the reader asked for on the command line."""

    paths: tuple[str, ...] = ()
    out: Path = Path("rendered")
    notebooks: tuple[str, ...] = ()
    jobs: int = 0
    language: str = "ar"
    settings: tuple[str, ...] = ()
    pdf: bool = False
    force: bool = False
    timeout: float = 600


class Seed(NamedTuple):
    """One text of a run: its file, and the name its folder has."""

    path: Path
    name: str


def project() -> Path:
    """Return the folder that holds notebooks/: the present one if it does, else the checkout."""
    here = Path.cwd()
    return here if glob.glob(str(here / "notebooks" / "*.ipynb")) else CHECKOUT


def find_notebooks(asked: tuple[str, ...]) -> list[Path]:
    """List the notebooks to run, all of notebooks/ by default; names may lack their suffix.

    Raises
    ------
    RenderError
        If there is no such notebook: the message lists those there are.
    """
    there = {path.stem: path for path in sorted((project() / "notebooks").glob("*.ipynb"))}
    if not there:
        raise RenderError(f"{project() / 'notebooks'}: no notebook in this folder")
    chosen = []
    for name in asked or there:
        stem = name.removesuffix(".ipynb")
        if stem not in there:
            raise RenderError(f"{name}: no such notebook; there are {', '.join(there)}")
        chosen.append(there[stem])
    return list(dict.fromkeys(chosen))


def read_notebook(path: Path) -> dict:
    """Read a notebook that can be run on a text.

    Raises
    ------
    RenderError
        If it cannot be read, is no notebook, or no cell of it can be told which text it is about: names the
        file and the remedy.
    """
    import nbformat

    try:
        path.name.encode("utf-8")
    except UnicodeEncodeError:
        raise RenderError(f"{path.name}: its name is not UTF-8; rename it") from None
    raw = read_bytes(path, most=_MOST, error=RenderError)
    try:
        with warnings.catch_warnings():
            # of cells without an id, which are given one here: the same in every run
            warnings.simplefilter("ignore")
            notebook = nbformat.convert(nbformat.reader.reads(raw.decode("utf-8-sig")), 4)
            if (notebook["nbformat"], notebook["nbformat_minor"]) >= (4, 5):
                for number, cell in enumerate(notebook["cells"]):
                    cell.setdefault("id", f"cell-{number}")
            nbformat.validate(notebook)
    # its parser raises whatever a file of another shape makes it stumble over
    except Exception as error:
        raise RenderError(
            f"{path.name}: not a notebook ({reason(error)}); open it in JupyterLab and save it again"
        ) from None
    if "SEED" not in known_parameters({path.name: notebook}):
        raise RenderError(f"{path.name}: skipped: its cell tagged '{TAG}' does not assign SEED")
    return notebook


def find_seeds(files: Iterable[Path]) -> list[Seed]:
    """Name the texts to read, each once."""
    files = list(dict.fromkeys(file.absolute() for file in files))
    return [Seed(file, name) for file, name in zip(files, seed_names(files), strict=True)]


def known_parameters(notebooks: Mapping[str, dict]) -> set[str]:
    """Name every parameter that any of the notebooks has."""
    found = set()
    for notebook, content in notebooks.items():
        cell = parameter_cell(content, notebook)
        try:
            found |= assignments(cell["source"]).keys()
        # a SyntaxError; a ValueError for a NUL; nested too deeply
        except Exception as error:
            raise RenderError(
                f"{notebook}: the cell tagged '{TAG}' is not Python ({reason(error)}); mend it"
            ) from None
    return found


def find_aliases(seed: Seed) -> Path | None:
    """Return the aliases that the reader edits: those beside the text, else the project's."""
    files = (folder / "aliases.toml" for folder in (seed.path.parent, project() / "seeds"))
    # what stands there is meant, be it a folder or a link that leads nowhere: reading it tells so
    return next((path.absolute() for path in files if os.path.lexists(path)), None)


def parameter_values(
    seed: Seed, seeds: list[Seed], language: str, settings: Mapping[str, object]
) -> dict[str, object]:
    """Return the values that the parameters of every notebook get for one text; ``settings`` win."""
    aliases = find_aliases(seed)
    return {
        "SEED": str(seed.path),
        "LANGUAGE": language,
        "ALIASES": str(aliases) if aliases else None,
        "REFERENCE": [str(other.path) for other in seeds if other.name != seed.name],
        **settings,
    }


def portable(value: object, folder: Path) -> object:
    """Return a parameter's value as a page may show it: no path of this machine.

    A file of the project is named from the notebooks' folder, so that the notebook beside the page still
    runs there; any other file by its name alone.
    """
    root = project()

    def shown(value: object) -> object:
        if isinstance(value, dict):
            return {name: shown(each) for name, each in value.items()}
        if isinstance(value, list):
            return [shown(item) for item in value]
        if not isinstance(value, str) or not os.path.isabs(value):
            return value
        path = Path(value)
        return os.path.relpath(path, folder) if path.is_relative_to(root) else path.name

    return shown(value)


def parameter_cell(notebook: dict, name: str) -> dict:
    """Return the code cell of ``notebook`` tagged ``parameters``.

    Raises
    ------
    RenderError
        If there is none: the message names the notebook and the remedy.
    """
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and TAG in cell["metadata"].get("tags", ()):
            return cell
    raise RenderError(f"{name}: no cell is tagged '{TAG}'; tag the cell that assigns SEED")


def assignments(source: str) -> dict[str, ast.expr]:
    """Return the value of every top-level ``NAME = value`` of ``source``, the last one of a name."""
    found = {}
    try:
        tree = _python(ast.parse, source)
    except SyntaxError:
        # lines of the same length in bytes keep every place where it is
        masked = _MAGIC.sub(lambda line: line[1] + "0".ljust(len(line[2].encode()), "#"), source)
        tree = _python(ast.parse, masked)
    for node in tree.body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            found[node.target.id] = node.value
    return found


def rewrite(source: str, values: Mapping[str, object]) -> str:
    """Give the assignments of ``source`` other values; names it does not assign are left out.

    Comments, order and everything else stay, so the cell of an executed notebook reads as the original.

    Examples
    --------
    >>> print(rewrite('SEED = "a.txt"  # the text', {"SEED": "b.txt", "QUERY": "روسيا"}))
    SEED = 'b.txt'  # the text
    """
    raw = source.encode("utf-8")
    starts = [0, *accumulate(map(len, raw.splitlines(keepends=True)))]
    places = [
        (starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset, name)
        for name, node in assignments(source).items()
        if name in values
    ]
    for start, end, name in sorted(places, reverse=True):
        raw = raw[:start] + repr(values[name]).encode("utf-8") + raw[end:]
    return raw.decode("utf-8")


def read_settings(pairs: Iterable[str], known: set[str]) -> dict[str, object]:
    """Read ``NAME=VALUE`` as the command line gives them; a value that is no Python literal is a text.

    Raises
    ------
    OptionError
        If a pair has no ``=``, no notebook has such a parameter, it is one the command sets itself, or the
        value cannot be written into a notebook.
    """
    settings = {}
    for pair in pairs:
        name, equals, written = pair.partition("=")
        if not equals:
            raise OptionError(f"--set {pair}: write it as NAME=VALUE")
        if name == "SEED":
            raise OptionError("--set SEED: name the texts after the command: workbook render FILE ...")
        if name not in known:
            listed = ", ".join(sorted(known - {"SEED"}))
            raise OptionError(f"--set {name}: no notebook has this parameter; there are {listed}")
        settings[name] = _value(name, written)
    return settings


def _value(name: str, written: str) -> object:
    """Return a value as it can be written into a notebook and a record: what JSON has, else a text."""
    try:
        value = _literal(written)
        json.dumps(value, allow_nan=False, sort_keys=True)
        str(value).encode("utf-8")
    except UnicodeError:
        raise OptionError(f"--set {name}: not UTF-8; write the value in UTF-8") from None
    except ValueError:
        raise OptionError(f"--set {name}: a number beyond all limits; give a smaller one") from None
    except (RecursionError, MemoryError):
        raise OptionError(f"--set {name}: nested too deeply; give a simpler value") from None
    paths = value if isinstance(value, list) else [value]
    if name in _PATHS and not all(isinstance(path, str | None) for path in paths):
        raise OptionError(f"--set {name}: the path of a file is needed, not {value!r}")
    return value


def _literal(written: str) -> object:
    """Return what is written if JSON has the like, else the text itself."""
    try:
        value = _python(ast.literal_eval, written)
        return value if _is_data(value) else written
    except SyntaxError as error:
        if "too many nested" in str(error):
            raise RecursionError from None
    except (ValueError, TypeError):
        pass
    return written


def _is_data(value: object) -> bool:
    if isinstance(value, list | tuple):
        return all(map(_is_data, value))
    if isinstance(value, dict):
        return all(isinstance(key, str) for key in value) and all(map(_is_data, value.values()))
    return value is None or isinstance(value, bool | int | float | str)


def _python(read: Callable[[str], object], source: str) -> object:
    """Have Python's parser read; what it warns of on the way is not for the terminal."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return read(source)
