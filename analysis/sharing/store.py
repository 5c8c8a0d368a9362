"""Run notebooks where they lie and store what they give: ``python -m analysis.sharing.store notebooks``.

Outputs are stored in the repository, so that a notebook is readable before it has been run; a second run
gives the same bytes.
"""

import asyncio
import sys
from pathlib import Path

from analysis.errors import WorkbookError
from analysis.files import write_atomic
from analysis.sharing.execute import Kernels, run_notebook


def store_outputs(folder: Path) -> list[Path]:
    """Run every notebook of ``folder`` with the parameters it has and write it back with its outputs.

    Raises
    ------
    RenderError
        If a cell fails; that notebook keeps its old outputs.
    """
    import nbformat

    paths = sorted(folder.glob("*.ipynb"))
    with Kernels() as kernels:
        for path in paths:
            notebook = nbformat.read(path, as_version=4)
            asyncio.run(run_notebook(notebook, path.name, folder, kernels))
            write_atomic(path, nbformat.writes(notebook) + "\n")
    return paths


def main() -> int:
    """Store the outputs of the folders named on the command line."""
    try:
        for folder in sys.argv[1:] or ["notebooks"]:
            for path in store_outputs(Path(folder)):
                print(path)
    except WorkbookError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
