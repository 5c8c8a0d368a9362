"""Pages without kernels, for tests that render hundreds of times; run as a script it renders and is killed.

A stub notebook shows one table for every line of its text, so that a longer text has more tables. All that
writes, names, checks and clears files is the real thing.
"""

import os
import random
import signal
import sys
import time
from contextlib import ExitStack, nullcontext
from pathlib import Path
from unittest.mock import patch

from nbformat.v4 import new_output
from tiny_project import TEXT, make_project

from analysis.sharing import Order, render
from analysis.sharing.plan import assignments, parameter_cell

#: Two states of the project's text, in the number of tables too.
OLD, NEW = TEXT, "\n".join(TEXT.splitlines()[::2]) + "\n"
#: The notebooks that ran, by the names of their files.
RUNS = []


async def stub_run(notebook, name, *_, **__):
    """Show a table for every other line of the text, in place of running the notebook."""
    RUNS.append(name)
    cell = parameter_cell(notebook, name)
    seed = Path(assignments(cell["source"])["SEED"].value)
    for number, line in enumerate(seed.read_text(encoding="utf-8").splitlines()[::2]):
        bundle = {"text/csv": f"line,text\n{number},{line[:20]}\n", "text/plain": line}
        cell.outputs.append(new_output("display_data", bundle))
    return notebook


def stub_page(notebook, head):
    """Write what a page depends on: the head's links and the outputs."""
    shown = [output.data["text/plain"] for cell in notebook.cells for output in cell.get("outputs", ())]
    return f"<html>{head}{shown * 50}</html>"


async def stub_summary(values, *_, **__):
    """Count the lines of the text."""
    lines = Path(values["SEED"]).read_text(encoding="utf-8").splitlines()
    return {"paragraphs": [len(line) for line in lines], "terms": [], "names": [], "voices": []}


def stubbed() -> ExitStack:
    """Return a context in which notebooks do not run and pages are plain."""
    stack = ExitStack()
    for name, stub in (
        ("rendering.run_notebook", stub_run),
        ("rendering.export_page", stub_page),
        ("rendering.Kernels", nullcontext),
        ("front_page.summarise", stub_summary),
        ("front_page.shell", lambda *parts, **_: f"<html>{parts}</html>"),
    ):
        stack.enter_context(patch(f"analysis.sharing.{name}", stub))
    return stack


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file in ``folder``, hidden ones too, and the folders that are empty."""
    files, folders = [], []
    for path in sorted(folder.rglob("*")):
        (files if path.is_file() else folders).append(path)
    empty = {f"{path.relative_to(folder).as_posix()}/": b"" for path in folders if not any(path.iterdir())}
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files} | empty


def set_text(text: str) -> None:
    """Let the project's text be another."""
    Path("seeds/text.txt").write_text(text, encoding="utf-8")


def whole_states() -> dict[str, dict[str, bytes]]:
    """Return what an undisturbed run gives for each state of the text."""
    states = {}
    for text in (OLD, NEW):
        set_text(text)
        out = Path("undisturbed")
        assert render(Order(out=out, force=True)) == []
        states[text] = tree(out)
    return states


def half_written(folder: Path, states: dict[str, dict[str, bytes]]) -> list[str]:
    """Name what stands in ``folder`` and is neither state's whole file."""
    problems = []
    for name, content in tree(folder).items():
        # these two tell of all pages, some of which may be new
        end = {"index.html": b"</html>", "text/analysis.json": b"\n}\n"}.get(name)
        is_whole = content.endswith(end) if end else content in [state.get(name) for state in states.values()]
        if not is_whole and not name.startswith(".") and not name.endswith("/"):
            problems.append(name)
    return problems


def _render_until_killed(out: Path) -> None:
    """Replace all pages and swap all tables again and again."""
    for _ in range(1000):
        for text in (OLD, NEW):
            set_text(text)
            render(Order(out=out))


def _kill_and_mend(times: int, seed: int) -> list[str]:
    """Kill a run at random moments, look at what stands, run once more, look again; return what was wrong."""
    problems, moments, states = [], random.Random(seed), whole_states()
    for number in range(times):
        # every other kill hits a fresh run
        out = Path(f"out-{number // 2}")
        child = os.fork()
        if not child:
            _render_until_killed(out)
        time.sleep(moments.uniform(0, 0.2))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        if out.is_dir():
            problems += [f"kill {number}: {name} is half-written" for name in half_written(out, states)]
        text = moments.choice([OLD, NEW])
        set_text(text)
        problems += render(Order(out=out))
        if tree(out) != states[text]:
            found, meant = tree(out), states[text]
            differ = [name for name in {*found, *meant} if found.get(name) != meant.get(name)]
            problems.append(f"kill {number}: after the next run {differ} are not as they should be")
    return problems


if __name__ == "__main__":
    os.chdir(make_project(Path(sys.argv[1])))
    with stubbed():
        print("\n".join(_kill_and_mend(20, seed=12)), end="")
