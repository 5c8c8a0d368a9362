"""JupyterLab on the notebooks, with right-to-left text and without what a reader does not need."""

import json
import os
import subprocess
import sys
from pathlib import Path

from analysis import pages
from analysis.errors import RenderError
from analysis.files import write_atomic
from analysis.sharing.fonts import cache_folder, subset
from analysis.sharing.plan import project

#: Where JupyterLab keeps what a reader chose.
_CHOSEN = "JUPYTERLAB_SETTINGS_DIR"
_DEFAULTS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    # cells out of sight stay in the page, so that a link from a table reaches the reader
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
}
#: What JupyterLab opens on.
FIRST = "00_explore.ipynb"
_CSS = Path(__file__).parent / "style" / "lab.css"


def open_lab(arguments: list[str]) -> list[str]:
    """Start JupyterLab on notebooks/ and stay until it ends.

    Loopback address and token are as Jupyter has them by default; what the reader chose in JupyterLab
    counts before our defaults, which stand in a folder of their own.

    Parameters
    ----------
    arguments
        Passed to ``jupyter lab``: ``--no-browser``, ``--port=8899``.

    Raises
    ------
    RenderError
        If JupyterLab is not installed or the notebooks' folder is missing.
    """
    folder = project() / "notebooks"
    if not folder.is_dir():
        raise RenderError(f"{folder}: no such folder; run workbook lab in the project's checkout")
    # the notebook for those who do not code, if it is there
    first = FIRST if (folder / FIRST).is_file() else ""
    # the server's root is the project, so that a reader can drop a text into seeds/ from the browser
    command = [
        *(sys.executable, "-m", "jupyterlab", "--custom-css"),
        f"--ServerApp.root_dir={project()}",
        f"--LabApp.default_url=/lab/tree/notebooks/{first}",
    ]
    command += arguments
    if os.name == "posix":
        # it takes our place, so that ending the command ends the server and its kernels
        os.execve(sys.executable, command, lab_environment())
    done = subprocess.run(command, env=lab_environment(), check=False)
    return [] if done.returncode == 0 else [f"jupyter lab ended with status {done.returncode}"]


def lab_environment() -> dict[str, str]:
    """Return the environment of JupyterLab: our configuration first, then the reader's own.

    What the reader chose in JupyterLab (a dark theme, other keys) is read from and saved to where it always
    is; of what nobody chose, ours is the default.
    """
    from jupyter_core.paths import jupyter_config_dir

    own = jupyter_config_dir()
    config = write_config(cache_folder() / "jupyter")
    further = [own, *os.environ.get("JUPYTER_CONFIG_PATH", "").split(os.pathsep)]
    path = os.pathsep.join(part for part in further if part and part != str(config))
    chosen = os.environ.get(_CHOSEN) or os.path.join(own, "lab", "user-settings")
    return {**os.environ, "JUPYTER_CONFIG_DIR": str(config), "JUPYTER_CONFIG_PATH": path, _CHOSEN: chosen}


def write_config(folder: Path) -> Path:
    """Write a Jupyter configuration folder: style, face, defaults of JupyterLab's settings; return it."""
    css = _CSS.read_text(encoding="utf-8") + pages.lab_style()
    write_atomic(folder / "custom" / "custom.css", css)
    write_atomic(folder / "custom" / "amiri.woff2", subset())
    write_atomic(folder / "labconfig" / "default_setting_overrides.json", json.dumps(_DEFAULTS) + "\n")
    return folder
