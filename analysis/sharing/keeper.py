"""Ends the kernels of a run that is gone, however it went; a process of its own, which nothing can hold up.

A kernel in a long calculation of C hears nothing, and a killed run tells nobody. `kernels` starts this file
with a pipe as its standard input: a line ``+5`` says that kernel 5 lives, ``-5`` that it has ended, any other
line names a folder that goes with the run. The end of the pipe is the end of the run.
"""

import os
import shutil
import signal
import sys
import time
from collections.abc import Iterable
from contextlib import suppress

#: So many seconds a kernel has to end by itself.
GRACE = 2.0


def keep(lines: Iterable[str]) -> None:
    """Read what lives until there is no more to read; then end it: asked first, killed after."""
    kernels, folders = set(), []
    for line in map(str.strip, lines):
        if line[:1] in ("+", "-"):
            (kernels.add if line[0] == "+" else kernels.discard)(int(line[1:]))
        else:
            folders.append(line)
    for number in (signal.SIGTERM, signal.SIGKILL):
        kernels = {kernel for kernel in kernels if _signal(kernel, number)}
        end = time.monotonic() + GRACE
        while time.monotonic() < end and any(_signal(kernel, 0) for kernel in kernels):
            time.sleep(0.05)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def _signal(kernel: int, number: int) -> bool:
    """Send a signal to a kernel and all that it has started; tell whether any of them is there."""
    with suppress(OSError):
        os.killpg(kernel, number)
        return True
    return False


if __name__ == "__main__":
    keep(sys.stdin)
