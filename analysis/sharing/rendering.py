"""Notebooks times texts into pages: the whole of ``workbook render``."""

import asyncio
import os
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from analysis.errors import RenderError, WorkbookError
from analysis.files import label, require_language, write_atomic
from analysis.sharing import cache, exports, index, plan, summary
from analysis.sharing.export import LONG_TEXT, READER_PAGE, Place, export_page
from analysis.sharing.kernels import Kernels, run_notebook
from analysis.sharing.long_reader import write_reader
from analysis.sharing.parameters import parameter_cell, rewrite
from analysis.sharing.plan import Order, Seed


class _Run:
    """One run: what all its pages share, and what went wrong so far."""

    def __init__(self, order: Order) -> None:
        import nbformat

        require_language(order.language)
        self.order = order
        self.notebooks = plan.find_notebooks(order.notebooks)
        everything = {path.stem: nbformat.read(path, as_version=4) for path in plan.find_notebooks(())}
        self.titles = {name: _heading(each, order.language) or name for name, each in everything.items()}
        self.contents = {path.stem: everything[path.stem] for path in self.notebooks}
        self.known = plan.known_parameters(self.contents)
        plan.read_settings(list(order.settings), self.known)
        found, self.failures = plan.find_seeds(order.paths)
        # a text that cannot be read is left out before any other is compared with it
        self.about = {seed: about for seed in found if (about := self._describe(seed))}
        self.seeds = list(self.about)
        self.records: dict[str, dict] = {}
        self.keys: dict[tuple[str, str], str] = {}

    def _describe(self, seed: Seed) -> dict | None:
        try:
            return summary.describe(seed)
        except WorkbookError as error:
            self.failures.append(str(error))
            return None

    def folder(self, seed: Seed) -> Path:
        return Path(self.order.out) / seed.name


def render(order: Order) -> list[str]:
    """Make every page asked for and the front page.

    Parameters
    ----------
    order
        The texts, the notebooks and the options.

    Returns
    -------
    list of str
        One line for every text or page that could not be made; all others were. What an earlier run
        wrote stays in place of a page that fails.

    Raises
    ------
    RenderError, OptionError
        If nothing can be begun: no such notebook, an unknown language or parameter, a folder that cannot
        be written.
    """
    run = _Run(order)
    jobs = [job for seed in run.seeds for job in _due(run, seed)]
    if jobs:
        _require_writable(Path(order.out))
        asyncio.run(_work(run, jobs))
    for name, record in run.records.items():
        if record["pages"]:
            exports.write_record(Path(order.out) / name, record)
            _finish(run, name, record)
    if order.pdf:
        from analysis.sharing.pdf import print_pages

        run.failures += print_pages(_pages(run))
    if any(Path(order.out).glob(f"*/{exports.RECORD}")):
        write_atomic(Path(order.out) / "index.html", index.index_page(Path(order.out), order.language))
    return run.failures


def _require_writable(folder: Path) -> None:
    """Raise a `RenderError` unless pages can be written to ``folder``; better now than after the work."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise RenderError(f"{folder}: cannot be written ({error.strerror}); name another --out") from None


def _finish(run: _Run, name: str, record: dict) -> None:
    """Write the reader of a long text, or take away one that an earlier, longer text left."""
    folder = Path(run.order.out) / name
    reader = folder / READER_PAGE
    place = Place(record["seed"]["title"], run.order.language, _links(run, folder, ""))
    if record["seed"]["characters"] <= LONG_TEXT or not write_reader(folder, record["pages"], place):
        reader.unlink(missing_ok=True)


def _due(run: _Run, seed: Seed) -> list[tuple]:
    """List what one text needs: the notebooks whose page is missing or out of date, and its summary."""
    folder = run.folder(seed)
    record = exports.read_record(folder)
    run.records[seed.name] = {**record, "seed": run.about[seed], "versions": cache.versions()}
    pages = run.records[seed.name].setdefault("pages", {})
    values = plan.parameter_values(seed, run.seeds, run.order, run.known)
    due = []
    for path in run.notebooks:
        # texts to compare with matter to notebooks that compare; the language makes every page
        own = {"LANGUAGE", "SEED", *plan.known_parameters({path.stem: run.contents[path.stem]})}
        key = cache.page_key(path, {name: value for name, value in values.items() if name in own})
        run.keys[seed.name, path.stem] = key
        there = (folder / f"{path.stem}.html").is_file() and (folder / f"{path.stem}.ipynb").is_file()
        if run.order.force or not there or pages.get(path.stem, {}).get("key") != key:
            due.append((seed, path, values))
    if due or "summary" not in record:
        due.append((seed, None, values))
    return due


async def _work(run: _Run, jobs: list[tuple]) -> None:
    """Do the jobs, as many at a time as asked for; pages are written while other kernels run."""
    limit = asyncio.Semaphore(run.order.jobs or os.cpu_count() or 1)
    with Kernels() as kernels, ThreadPoolExecutor(1) as writer, _progress(len(jobs)) as bar:

        async def one(job: tuple) -> None:
            seed, path, values = job
            async with limit:
                try:
                    if path is None:
                        run.records[seed.name]["summary"] = await summary.summarise(seed, values, kernels)
                    else:
                        notebook = await _execute(run, path, values, kernels)
                        write = (run, seed, path, values, notebook)
                        await asyncio.get_running_loop().run_in_executor(writer, _write, *write)
                except WorkbookError as error:
                    run.failures.append(f"{seed.path}: {error}")
                except OSError as error:
                    run.failures.append(f"{seed.path}: its page was not written ({error.strerror})")
                bar.set_postfix_str(f"{seed.name} {path.stem if path else ''}", refresh=False)
                bar.update()

        # unlike gather it waits, when Ctrl-C cancels it, until every kernel has ended
        async with asyncio.TaskGroup() as group:
            for job in jobs:
                group.create_task(one(job))


def _progress(total: int):
    """Return a progress bar on standard error; silent unless that is a terminal."""
    from tqdm import tqdm

    return tqdm(total=total, unit="notebook", file=sys.stderr, disable=not sys.stderr.isatty(), leave=False)


async def _execute(run: _Run, path: Path, values: dict, kernels: Kernels) -> dict:
    """Run one notebook on one text; give it back as it may be shared, without paths of this machine."""
    import copy

    notebook = copy.deepcopy(run.contents[path.stem])
    cell = parameter_cell(notebook, path.name)
    original = cell["source"]
    cell["source"] = rewrite(original, values)
    notebook = await run_notebook(notebook, path.name, path.parent, kernels)
    shared = {name: plan.portable(value, path.parent) for name, value in values.items()}
    cell["source"] = rewrite(original, shared)
    return notebook


def _write(run: _Run, seed: Seed, path: Path, values: dict, notebook: dict) -> None:
    """Write the page, the executed notebook and its tables, then note them in the text's record."""
    import nbformat

    folder, record = run.folder(seed), run.records[seed.name]
    if folder.resolve().parent != Path(run.order.out).resolve():
        raise RenderError(f"{seed.path}: its pages would stand outside {run.order.out}; rename the file")
    place = Place(record["seed"]["title"], run.order.language, _links(run, folder, path.stem))
    page = export_page(notebook, place)
    write_atomic(folder / f"{path.stem}.html", page)
    write_atomic(folder / f"{path.stem}.ipynb", nbformat.writes(notebook) + "\n")
    record["pages"][path.stem] = {
        "key": run.keys[seed.name, path.stem],
        "language": run.order.language,
        "parameters": {name: plan.portable(value, path.parent) for name, value in values.items()},
        "sha256": cache.file_hash(path),
        "tables": exports.write_tables(notebook, path.stem, folder, run.order.language),
        "title": _heading(notebook, run.order.language) or path.stem,
    }


def _heading(notebook: dict, language: str) -> str:
    """Return the first heading of a notebook in the page's language."""
    from analysis.sharing.outputs import choose_cells

    sources = (cell.source for cell in choose_cells(notebook, language) if cell.cell_type == "markdown")
    return next((line[2:].strip() for text in sources for line in text.splitlines() if line[:2] == "# "), "")


def _links(run: _Run, folder: Path, current: str) -> list[dict]:
    """Return the links at a page's head: the front page, then each notebook that has a page or gets one."""
    links = [{"href": "../index.html", "text": label("pages", "all_texts", run.order.language)}]
    for name, title in run.titles.items():
        if name in run.contents or (folder / f"{name}.html").is_file():
            links.append({"href": f"{name}.html", "text": title, "current": name == current})
    return links


def _pages(run: _Run) -> list[Path]:
    """List the pages of this run that are there."""
    pages = (run.folder(seed) / f"{path.stem}.html" for seed in run.seeds for path in run.notebooks)
    return [page for page in pages if page.is_file()]
