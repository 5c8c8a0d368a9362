"""However a run ends, it ends soon, says so, and leaves no process and no temporary folder behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from tiny_project import failing_notebook, make_project

# a kernel, what started it, and a program that the notebook starts and forgets
_START = (
    "import itertools, os, pathlib, subprocess, time\n"
    "sleeper = subprocess.Popen(['sleep', '300'])\n"
    "text = f'{os.getpid()} {os.getppid()} {sleeper.pid}'\n"
    "pathlib.Path(f'{name}.new').write_text(text)\n"
    "pathlib.Path(f'{name}.new').rename(name)\n"
)
# a loop inside C never lets another thread of the kernel run, nor a signal be handled
_DEAF, _HEARS = "all(itertools.repeat(1))", "time.sleep(300)"
_STOPPED = "stopped; pages written so far are whole"
_CELL = "seeds/text.txt: 03_ends.ipynb: cell 3 of 4"

#: By name: the last words of a run's notebooks, what is done to it, its status, what it says.
WAYS = {
    "Ctrl-C": ([_DEAF], lambda run: os.killpg(run.pid, signal.SIGINT), 1, [_STOPPED]),
    "TERM": ([_HEARS], lambda run: run.terminate(), 1, [_STOPPED]),
    "KILL": ([_DEAF], lambda run: os.killpg(run.pid, signal.SIGKILL), -signal.SIGKILL, []),
    "by itself": (
        [_DEAF, "os._exit(3)", "1 / 0", "while True:\n    print('x' * 100_000)"],
        None,
        1,
        [
            "0_ends.ipynb: cell 3 of 4: stopped after 20 seconds; give it more with --timeout SECONDS",
            "1_ends.ipynb: cell 3 of 4: the kernel died; perhaps too little memory for this text",
            "2_ends.ipynb: cell 3 of 4 failed: ZeroDivisionError: division by zero",
            "3_ends.ipynb: cell 3 of 4: printed more than 10 million characters; print less",
        ],
    ),
}


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Start all runs at once; each has a folder of its own for temporary files, whose path is long."""
    started = {}
    for way, (endings, act, *_) in WAYS.items():
        folder = make_project(tmp_path_factory.mktemp("ends"))
        options = ["--timeout", "300" if act else "20"]
        for number, last in enumerate(endings):
            notebook = failing_notebook()
            notebook.cells[2]["source"] = f"name = 'pids{number}'\n{_START}{last}"
            nbformat.write(notebook, folder / "notebooks" / f"{number}_ends.ipynb")
            options += ["--notebook", f"{number}_ends"]
        temporary = folder / "t".ljust(109 - len(str(folder)), "t")
        temporary.mkdir()
        started[way] = (
            folder,
            subprocess.Popen(
                [sys.executable, "-m", "analysis.cli", "render", *options],
                cwd=folder,
                env={**os.environ, "TMPDIR": str(temporary)},
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
            ),
        )
    yield started
    for _, run in started.values():
        run.kill()
        run.communicate()


def is_running(pid: int) -> bool:
    """Tell whether a process runs; one that nobody has asked for its status yet does not."""
    try:
        os.kill(pid, 0)
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except ProcessLookupError:
        return False
    except FileNotFoundError:
        return not Path("/proc/self").exists()


def wait_for(condition, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    return condition()


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_left_of_a_run(way, runs):
    (folder, run), (endings, act, status, said) = runs[way], WAYS[way]
    files = [folder / "notebooks" / f"pids{number}" for number in range(len(endings))]
    wait_for(lambda: all(file.exists() for file in files) or run.poll() is not None, 300)
    assert all(file.exists() for file in files), run.poll() is not None and run.stderr.read()
    if act:
        act(run)
    lines = run.communicate(timeout=300)[1].replace(f"{folder}/seeds/text.txt: ", "").splitlines()
    assert sorted(lines) == [f"workbook: {line}" for line in said]
    assert run.returncode == status
    left = [int(pid) for file in files for pid in file.read_text(encoding="utf-8").split()]
    assert wait_for(lambda: not any(map(is_running, left)), 60)
    assert wait_for(lambda: not any(folder.glob("t*/*")), 60)
