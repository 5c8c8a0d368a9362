"""Running notebooks: one kernel each, several at a time."""

import asyncio
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path
from types import TracebackType

from analysis.errors import RenderError
from analysis.sharing.nursery import ForkedKernel, Nursery

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


class Kernels:
    """Starts kernels for `run_notebook`; forked from a warm process where that is safe.

    A context manager: leaving it ends the warm process and removes the sockets.
    """

    def __enter__(self) -> "Kernels":
        """Start warming up."""
        # a socket's path may have about a hundred characters, so it does not go into a deep folder
        self._folder = Path(tempfile.mkdtemp(prefix="wb"))
        self._nursery = Nursery() if sys.platform == "linux" else None
        self._count = 0
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the warm process."""
        if self._nursery:
            self._nursery.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def manager(self):
        """Return a new `jupyter_client` kernel manager; the notebook's own kernel name is not asked."""
        from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
        from jupyter_client.manager import AsyncKernelManager
        from jupyter_client.provisioning import LocalProvisioner

        nursery = self._nursery
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        options = ["--HistoryManager.enabled=False", "--log-level=40"]
        spec = KernelSpec(argv=[*command, *options], display_name="Python 3", language="python")

        class OneSpec(KernelSpecManager):
            def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
                return spec

        class FromNursery(LocalProvisioner):
            async def launch_kernel(self, cmd: list[str], **kwargs: object) -> dict:
                loop = asyncio.get_running_loop()
                start = (nursery, cmd, kwargs["env"], kwargs["cwd"])
                # asking waits until the nursery has loaded: not in the event loop
                self.process = await loop.run_in_executor(None, lambda: ForkedKernel(*start))
                self.pid = self.pgid = self.process.pid
                self.cwd = kwargs["cwd"]
                return self.connection_info

        self._count += 1
        manager = AsyncKernelManager(
            kernel_name="python3",
            kernel_spec_manager=OneSpec(),
            connection_file=str(self._folder / f"k{self._count}.json"),
            # no ports: nothing on the network, and ipykernel does not warn about them
            transport="tcp" if os.name == "nt" else "ipc",
        )
        if nursery:
            manager.kernel_id = f"k{self._count}"
            manager.provisioner = FromNursery(kernel_id=manager.kernel_id, kernel_spec=spec, parent=manager)
        return manager

    def environment(self) -> dict[str, str]:
        """Return the environment of a kernel: the reader's own IPython start-up files stay out of pages."""
        private = {"IPYTHONDIR": str(self._folder / "ipython"), "PYTHONHASHSEED": "0"}
        return {**{k: v for k, v in os.environ.items() if k != "MPLBACKEND"}, **private}


async def run_notebook(notebook: dict, name: str, folder: Path, kernels: Kernels) -> dict:
    """Run every cell of ``notebook`` in ``folder``, in place, and return it.

    Raises
    ------
    RenderError
        If a cell fails: the message says which of how many, and the error's own line.
    """
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, DeadKernelError

    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    client = NotebookClient(
        notebook,
        km=kernels.manager(),
        timeout=None,
        record_timing=False,
        store_widget_state=False,
        shutdown_kernel="immediate",
        resources={"metadata": {"path": str(folder)}},
    )
    try:
        await client.async_execute(env=kernels.environment(), cleanup_kc=True)
    except CellExecutionError as error:
        number, total = _stopped_at(notebook)
        said = _COLOURS.sub("", f"{error.ename}: {error.evalue}").strip().splitlines() or [error.ename]
        raise RenderError(f"{name}: cell {number} of {total} failed: {said[0]}") from None
    except DeadKernelError:
        number, total = _stopped_at(notebook)
        raise RenderError(
            f"{name}: cell {number} of {total}: the kernel died; perhaps too little memory for this text"
        ) from None
    return tidy(notebook)


def _stopped_at(notebook: dict) -> tuple[int, int]:
    """Return which cell did not finish, counting all cells from 1, and how many there are."""
    failed = [
        number
        for number, cell in enumerate(notebook.cells, start=1)
        if any(output.output_type == "error" for output in cell.get("outputs", ()))
    ]
    started = [number for number, cell in enumerate(notebook.cells, start=1) if cell.get("execution_count")]
    return (failed or started or [1])[-1], len(notebook.cells)


def tidy(notebook: dict) -> dict:
    """Keep of the metadata what says something about the notebook, so that two runs give the same bytes."""
    from nbformat import NotebookNode

    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    notebook.metadata = NotebookNode(kernelspec=kernel, language_info={"name": "python"})
    for cell in notebook.cells:
        cell.metadata = NotebookNode({"tags": cell.metadata.tags} if cell.metadata.get("tags") else {})
    return notebook
