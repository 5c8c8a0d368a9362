"""Running notebooks: one kernel each, several at a time, forked from a process that has loaded everything.

Loading pandas, the word lists and a fresh kernel costs each notebook more than its own work. The standard
library's fork server imports this module, which warms it up, and every kernel is a fork of it. Only on
Linux, where forking a loaded interpreter is safe; elsewhere kernels are ordinary processes.
"""

import asyncio
import atexit
import gc
import io
import logging
import multiprocessing
import multiprocessing.util
import os
import re
import signal
import sys
import tempfile
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path

from analysis.errors import RenderError, first_line
from analysis.files import private_folder, write_atomic
from analysis.sharing import keeper, shared_tables

# A notebook may print so many characters; its page shows them all.
_MOST_PRINTED = 10_000_000
# nbclient logs what is raised as well, and what nobody handles goes to standard error
logging.getLogger("analysis.silent").addHandler(logging.NullHandler())
logging.getLogger("analysis.silent").propagate = False
# The path of a kernel's socket is so much shorter than the hundred bytes that one may have.
_LONGEST_FOLDER = 75
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_WARM_TEXT = "عنوان النص\nقال وزير الخارجية الروسي سيرغي لافروف في موسكو يوم 17 ديسمبر 2021: «النص قصير»."
# What the fork server's environment has more; the last tells this module where it is imported. BLAS threads
# do not survive a fork, and two kernels side by side use both cores anyway.
_SERVER = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "WORKBOOK_FORK_SERVER": "1"}


class Kernels:
    """Starts kernels for `run_notebook`; forked from a warm process where that is safe.

    A context manager: leaving it removes the sockets. Kernels, all that they start and the fork server end
    with this process, however it ends.
    """

    def __enter__(self) -> "Kernels":
        """Start warming up."""
        # a socket's path may have about a hundred characters, so it does not go into a deep folder
        self._private = private_folder()
        self._folder = self._private.__enter__()
        # sockets ask nothing of the network, but nowhere may there be a folder short enough for their paths
        self._sockets = os.name != "nt" and len(os.fsencode(self._folder)) < _LONGEST_FOLDER
        self._forks = self._sockets and sys.platform == "linux"
        self._count = 0
        _tell_keeper(str(self._folder))
        if self._forks:
            _start_server(self._folder.parent)
        return self

    def __exit__(self, *_: object) -> None:
        """Remove the sockets."""
        self._private.__exit__(None, None, None)

    def manager(self):
        """Return a new `jupyter_client` kernel manager; the notebook's own kernel name is not asked."""
        from jupyter_client.kernelspec import KernelSpecManager
        from jupyter_client.manager import AsyncKernelManager
        from jupyter_client.provisioning import LocalProvisioner

        forks = self._forks

        class Kept(LocalProvisioner):
            async def launch_kernel(self, cmd: list[str], **kwargs: object) -> dict:
                if forks:
                    given = (cmd[cmd.index("-f") :], kwargs["env"], str(kwargs["cwd"]))
                    self.process = ForkedKernel(target=_become_kernel, args=given, daemon=True)
                    # starting waits until the server has loaded: not in the event loop
                    await asyncio.to_thread(self.process.start)
                    self.pid = self.pgid = self.process.pid
                else:
                    await super().launch_kernel(cmd, **kwargs)
                _tell_keeper(f"+{self.pid}")
                return self.connection_info

            async def cleanup(self, restart: bool = False) -> None:
                await super().cleanup(restart)
                if self.pgid:
                    # what a notebook has started ends with it, also where its kernel ended by itself
                    with suppress(OSError):
                        os.killpg(self.pgid, signal.SIGKILL)
                _tell_keeper(f"-{self.pid}")

        self._count += 1
        manager = AsyncKernelManager(
            # without a folder to look in there is this interpreter alone, whatever the notebook names
            kernel_name="python3",
            kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),
            connection_file=str(self._folder / f"k{self._count}.json"),
            # no ports: nothing on the network, and ipykernel does not warn about them
            transport="ipc" if self._sockets else "tcp",
        )
        manager.kernel_id = f"k{self._count}"
        manager.provisioner = Kept(
            kernel_id=manager.kernel_id, kernel_spec=manager.kernel_spec, parent=manager
        )
        return manager

    def environment(self) -> dict[str, str]:
        """Return the environment of a kernel: the reader's own IPython start-up files stay out of pages."""
        private = {"IPYTHONDIR": str(self._folder / "ipython"), "PYTHONHASHSEED": "0"}
        private |= {shared_tables.FOLDER: str(self._folder)} if self._forks else {}
        return {**{k: v for k, v in os.environ.items() if k != "MPLBACKEND"}, **private}


class ForkedKernel(getattr(multiprocessing.context, "ForkServerProcess", multiprocessing.Process)):
    """A process made by the fork server, with what `jupyter_client` wants of a process beside that."""

    stdin = stdout = stderr = None

    def poll(self) -> int | None:
        """Return the exit code, or None while the kernel lives."""
        return self.exitcode

    def wait(self) -> int:
        """Wait for the end; return the exit code."""
        self.join()
        return self.exitcode

    def send_signal(self, number: int) -> None:
        """Send a signal unless the kernel has ended."""
        if self.is_alive():
            os.kill(self.pid, number)


@cache
def _start_keeper() -> int | None:
    """Start the process that ends what this one leaves; return the handle it listens to."""
    if os.name != "posix":
        return None
    reading, writing = os.pipe()
    actions = [(os.POSIX_SPAWN_DUP2, reading, 0)]
    actions += [(os.POSIX_SPAWN_OPEN, handle, os.devnull, os.O_WRONLY, 0) for handle in (1, 2)]
    command = [sys.executable, "-I", "-S", keeper.__file__]
    # in a group of its own, so that Ctrl-C does not reach it
    os.posix_spawn(sys.executable, command, os.environ, file_actions=actions, setpgroup=0)
    os.close(reading)
    return writing


def _tell_keeper(line: str) -> None:
    """Tell the keeper of a kernel or a folder."""
    with suppress(OSError):
        if (handle := _start_keeper()) is not None:
            os.write(handle, f"{line}\n".encode())


def _start_server(temporary: Path) -> None:
    """Start the standard library's fork server, unless it runs; it loads while this process goes on."""
    from multiprocessing import forkserver

    forkserver.set_forkserver_preload([__name__])
    before = dict(os.environ)
    # Ctrl-C reaches the server too, and what is ignored here is ignored there from its first line on
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.update(_SERVER)
    # its own socket is made in the folder that multiprocessing takes now and keeps
    asked, tempfile.tempdir = tempfile.tempdir, str(temporary)
    try:
        forkserver.ensure_running()
        _tell_keeper(multiprocessing.util.get_temp_dir())
    finally:
        tempfile.tempdir = asked
        signal.signal(signal.SIGINT, handler)
        os.environ.clear()
        os.environ.update(before)


def _become_kernel(arguments: list[str], environment: dict[str, str], folder: str) -> None:
    """Turn the forked process into a kernel."""
    from ipykernel.kernelapp import IPKernelApp

    # Ctrl-C is for the command, which ends its kernels itself; a kernel whose command is gone ends too, also
    # one that the keeper has not heard of
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # what a kernel says beside its messages, of its own faults, is not for the terminal
    nobody = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nobody, 1)
    os.dup2(nobody, 2)
    # what a notebook does may want processes of its own
    multiprocessing.current_process().daemon = False
    os.environ.clear()
    os.environ.update(environment)
    shared_tables.keep_tables()
    os.chdir(folder)
    # with a parent named it says nothing about Ctrl-C on the terminal
    sys.argv = ["kernel", *arguments, f"--IPKernelApp.parent_handle={os.getppid()}"]
    IPKernelApp.launch_instance()


def _end_with_parent() -> None:
    multiprocessing.parent_process().join()
    os._exit(1)


def _warm_up() -> None:
    """Import what notebooks import and fill every cache by running the package once on two lines."""
    import ipykernel.kernelapp
    import matplotlib_inline.config
    import pandas as pd
    from matplotlib.figure import Figure

    import analysis

    _ = ipykernel, matplotlib_inline
    # a step that fails here fails again in the notebook, which then says so to the reader
    with suppress(Exception):
        seeds = pd.DataFrame({"seed": ["warm"], "title": [""], "text": [_WARM_TEXT], "language": ["ar"]})
        analysis.split_paragraphs(seeds)
        tokens = analysis.add_lemmas(analysis.split_tokens(seeds))
        terms = analysis.count_terms(tokens, level="lemma")
        analysis.render_table(terms)
        mentions = analysis.find_mentions(tokens)
        analysis.find_quotes(tokens, mentions)
        analysis.find_dates(tokens)
        analysis.find_in_context(tokens, "النص")
        analysis.render_reader(seeds, mentions=mentions)
        # one chart fills the font cache; without pyplot, whose backend the kernel chooses
        figure = Figure()
        analysis.plot_terms(terms, ax=figure.subplots())
        figure.savefig(io.BytesIO(), format="png")
    gc.freeze()


async def run_notebook(
    notebook: dict, name: str, folder: Path, kernels: Kernels, *, timeout: float = 600
) -> dict:
    """Run every cell of ``notebook`` in ``folder``, in place, and return it.

    Raises
    ------
    RenderError
        If a cell fails, or the notebook runs for more than ``timeout`` seconds or prints without end: the
        message says which cell of how many, and the error's own line.
    """
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    class Client(NotebookClient):
        printed = 0

        def process_message(self, msg: dict, cell: dict, cell_index: int) -> dict | None:
            if msg["msg_type"] == "stream":
                self.printed += len(msg["content"]["text"])
                if self.printed > _MOST_PRINTED:
                    clock.reschedule(0)
                    return None
            return super().process_message(msg, cell, cell_index)

    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    loop = asyncio.get_running_loop()
    # nbclient would answer Ctrl-C by ending one kernel; asyncio ends the run, which ends them all
    loop.add_signal_handler = lambda *_: None
    # what nbclient leaves waiting stumbles over a kernel that was ended, and asyncio would print that
    loop.set_exception_handler(lambda *_: None)
    clock = asyncio.timeout(None)
    client = Client(
        notebook,
        km=kernels.manager(),
        timeout=None,
        record_timing=False,
        extra_arguments=["--HistoryManager.enabled=False", "--log-level=40"],
        # a kernel that died is told of by us
        log=logging.getLogger("analysis.silent"),
        store_widget_state=False,
        shutdown_kernel="immediate",
        resources={"metadata": {"path": str(folder)}},
        # the clock starts when everything is loaded
        on_notebook_start=lambda **_: clock.reschedule(loop.time() + timeout),
    )
    try:
        async with clock:
            await client.async_execute(env=kernels.environment(), cleanup_kc=True)
    except CellExecutionError as error:
        said = _COLOURS.sub("", f"{error.ename}: {error.evalue}").strip().splitlines() or [error.ename]
        raise RenderError(f"{name}: {_stopped_at(notebook)} failed: {said[0].rstrip(': ')}") from None
    # nbclient takes the end of the time for the end of the kernel
    except (RuntimeError, TimeoutError) as error:
        if client.printed > _MOST_PRINTED:
            why = f"printed more than {_MOST_PRINTED // 1_000_000} million characters; print less"
        elif clock.expired():
            why = f"stopped after {timeout:g} seconds; give it more with --timeout SECONDS"
        elif "died" in str(error):
            why = "the kernel died; perhaps too little memory for this text"
        else:
            why = f"the kernel did not start ({first_line(error)})"
        raise RenderError(f"{name}: {_stopped_at(notebook)}: {why}") from None
    finally:
        # where no kernel started it would look for one at the end of the run
        atexit.unregister(client._cleanup_kernel)
    return tidy(notebook)


def _stopped_at(notebook: dict) -> str:
    """Say which cell did not finish, counting all cells from 1, and how many there are."""
    cells = list(enumerate(notebook.cells, start=1))
    started = [number for number, cell in cells if cell.get("execution_count")]
    outputs = ((number, output) for number, cell in cells for output in cell.get("outputs", ()))
    failed = [number for number, output in outputs if output.output_type == "error"]
    return f"cell {(failed or started or [1])[-1]} of {len(cells)}"


def tidy(notebook: dict) -> dict:
    """Keep of the metadata what says something about the notebook, so that two runs give the same bytes."""
    from nbformat import NotebookNode

    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    notebook.metadata = NotebookNode(kernelspec=kernel, language_info={"name": "python"})
    for cell in notebook.cells:
        cell.metadata = NotebookNode({"tags": cell.metadata.tags} if cell.metadata.get("tags") else {})
    return notebook


def store_outputs(folder: str) -> None:
    """Run every notebook of ``folder`` with the parameters it has and write it back with its outputs.

    Outputs are stored in the repository, so that a notebook is readable before it has been run; a second
    run gives the same bytes. A notebook whose cell fails keeps its old outputs.
    """
    import nbformat

    with Kernels() as kernels:
        for path in sorted(Path(folder).glob("*.ipynb")):
            notebook = nbformat.read(path, as_version=4)
            asyncio.run(run_notebook(notebook, path.name, path.parent, kernels))
            write_atomic(path, nbformat.writes(notebook) + "\n")


if os.environ.get("WORKBOOK_FORK_SERVER"):
    _warm_up()
