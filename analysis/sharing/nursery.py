"""Kernels that start warm: one process loads everything once, and every kernel is a fork of it.

Loading pandas, the word lists and a fresh kernel costs each notebook more than its own work. The nursery
is a process of its own running `main`: it loads, answers on its standard input, and forks. Only on
Linux, where forking a loaded interpreter is safe; elsewhere kernels are ordinary processes.
"""

import gc
import json
import os
import signal
import subprocess
import sys
import threading

_WARM_TEXT = "عنوان النص\nقال وزير الخارجية الروسي سيرغي لافروف في موسكو يوم 17 ديسمبر 2021: «النص قصير»."


class Nursery:
    """The parent's end: asks for kernels and knows which still live."""

    def __init__(self) -> None:
        # BLAS threads do not survive a fork, and two kernels side by side use both cores anyway
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from analysis.sharing.nursery import main; main()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        self._lock = threading.Lock()

    def ask(self, **request: object) -> dict:
        """Send one request and return the answer."""
        with self._lock:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
        if not answer:
            raise ChildProcessError("the process that starts kernels has ended")
        return json.loads(answer)

    def close(self) -> None:
        """End the nursery; kernels that still live are not touched."""
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


class ForkedKernel:
    """What `jupyter_client` wants of a process, for a kernel that is the nursery's child."""

    stdin = stdout = stderr = None

    def __init__(self, nursery: Nursery, command: list[str], environment: dict, folder: str) -> None:
        self._nursery = nursery
        # the command is [python, -m, module, *arguments]
        self.pid = nursery.ask(start=command[3:], environment=environment, folder=str(folder))["pid"]
        self._code = None

    def poll(self) -> int | None:
        """Return the exit code, or None while the kernel lives."""
        if self._code is None:
            self._code = self._nursery.ask(poll=self.pid)["code"]
        return self._code

    def wait(self) -> int:
        """Wait for the end; return the exit code."""
        return self._nursery.ask(wait=self.pid)["code"] if self._code is None else self._code

    def send_signal(self, number: int) -> None:
        """Send a signal unless the kernel has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End the kernel at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)


def main() -> None:
    """Load, then fork a kernel for every request, until the standard input closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    channel_in, channel_out = sys.stdin, os.fdopen(os.dup(1), "w")
    # whatever a library prints while it loads must not be taken for an answer
    os.dup2(2, 1)
    preload()
    gc.freeze()
    codes: dict[int, int] = {}
    for line in channel_in:
        request = json.loads(line)
        if "start" in request:
            pid = os.fork()
            if pid == 0:
                channel_out.close()
                _become_kernel(request)
            answer = {"pid": pid}
        else:
            answer = {"code": _exit_code(codes, request)}
        print(json.dumps(answer), file=channel_out, flush=True)


def _exit_code(codes: dict[int, int], request: dict) -> int | None:
    """Return the exit code of a kernel, once it has one."""
    pid = request.get("poll") or request.get("wait")
    if pid not in codes:
        ended, status = os.waitpid(pid, os.WNOHANG if "poll" in request else 0)
        if not ended:
            return None
        codes[pid] = os.waitstatus_to_exitcode(status)
    return codes[pid]


def preload() -> None:
    """Import what notebooks import and fill every cache by running the package once on two lines."""
    import ipykernel.kernelapp
    import matplotlib
    import pandas as pd

    __import__("matplotlib_inline.config")
    _ = ipykernel.kernelapp, matplotlib
    import analysis

    # A step that fails here fails again in the notebook, which then says so to the reader.
    try:
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
        _draw(analysis.plot_terms, terms)
    except Exception as error:
        if os.environ.get("WORKBOOK_DEBUG"):
            print(f"nursery: {type(error).__name__}: {error}", file=sys.stderr)


def _draw(plot, table) -> None:
    """Draw one chart, which fills the font cache; without pyplot, whose backend the kernel chooses."""
    import io

    from matplotlib.figure import Figure

    figure = Figure()
    plot(table, ax=figure.subplots())
    figure.savefig(io.BytesIO(), format="png")


def _become_kernel(request: dict) -> None:
    """Turn the forked child into a kernel; never return."""
    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        null = os.open(os.devnull, os.O_RDWR)
        os.dup2(null, 0)
        os.environ.clear()
        os.environ.update(request["environment"])
        os.chdir(request["folder"])
        from ipykernel.kernelapp import IPKernelApp

        # a kernel whose nursery is gone ends too
        sys.argv = ["kernel", *request["start"], f"--IPKernelApp.parent_handle={os.getppid()}"]
        IPKernelApp.launch_instance()
    except BaseException:
        os._exit(1)
    os._exit(0)
