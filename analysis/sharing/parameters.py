"""The one tagged cell of a notebook: reading its assignments and giving them other values."""

import ast
from collections.abc import Mapping

from analysis.errors import OptionError, RenderError

TAG = "parameters"


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
    for node in ast.parse(source).body:
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
    lines = source.encode("utf-8").splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    raw = b"".join(lines)
    places = [
        (starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset, name)
        for name, node in assignments(source).items()
        if name in values
    ]
    for start, end, name in sorted(places, reverse=True):
        raw = raw[:start] + repr(values[name]).encode("utf-8") + raw[end:]
    return raw.decode("utf-8")


def read_settings(pairs: list[str], known: set[str]) -> dict[str, object]:
    """Read ``NAME=VALUE`` as the command line gives them; a value that is no Python literal is a text.

    Raises
    ------
    OptionError
        If a pair has no ``=``, no notebook has such a parameter, or it is one the command sets itself.
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
        settings[name] = _literal(written)
    return settings


def _literal(written: str) -> object:
    try:
        return ast.literal_eval(written)
    except (ValueError, SyntaxError):
        return written
