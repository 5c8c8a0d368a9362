"""Notebooks times texts into pages: the whole of ``workbook render``."""

import asyncio
import copy
import os
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from analysis.errors import RenderError, WorkbookError
from analysis.files import label, require_language, write_atomic
from analysis.sharing import front_page, plan, record
from analysis.sharing.kernels import Kernels, run_notebook
from analysis.sharing.page import LONG_TEXT, READER_PAGE, PageHead, export_page, heading_of, write_reader
from analysis.sharing.plan import Order, Seed


class _Job(NamedTuple):
    """What one kernel is to do: a notebook on a text or, without a notebook, the text's summary."""

    seed: Seed
    path: Path | None
    values: dict
    key: str = ""


class _Run:
    """One run: what all its pages share, and what went wrong so far."""

    def __init__(self, order: Order) -> None:
        import nbformat

        require_language(order.language)
        self.order = order
        self.notebooks = plan.find_notebooks(order.notebooks)
        everything = {path.stem: nbformat.read(path, as_version=4) for path in plan.find_notebooks(())}
        self.titles = {name: heading_of(each, order.language) or name for name, each in everything.items()}
        self.contents = {path.stem: everything[path.stem] for path in self.notebooks}
        self.settings = plan.read_settings(order.settings, plan.known_parameters(self.contents))
        found, self.failures = plan.find_seeds(order.paths)
        # a text that cannot be read is left out before any other is compared with it
        self.about = {seed: about for seed in found if (about := self._describe(seed))}
        self.seeds = list(self.about)
        self.records: dict[str, dict] = {}

    def _describe(self, seed: Seed) -> dict | None:
        try:
            return front_page.describe(seed)
        except WorkbookError as error:
            self.failures.append(str(error))
            return None

    def folder(self, seed: Seed) -> Path:
        return self.order.out / seed.name

    def head(self, seed: Seed, current: str = "") -> PageHead:
        """Return a page's head: links to the front page and to each notebook that has a page or gets one."""
        language = self.order.language
        links = [{"href": "../index.html", "text": label("pages", "all_texts", language)}]
        for name, title in self.titles.items():
            if name in self.contents or (self.folder(seed) / f"{name}.html").is_file():
                links.append({"href": f"{name}.html", "text": title, "current": name == current})
        about = self.about[seed]
        left_out = "" if about["language"] == "ar" else label("left_out", about["language"], language)
        return PageHead(about["title"], language, links, left_out)


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
        _require_writable(order.out)
        asyncio.run(_work(run, jobs))
    for seed in run.seeds:
        if run.records[seed.name]["pages"]:
            record.write_record(run.folder(seed), run.records[seed.name])
            _finish(run, seed)
    if order.pdf:
        from analysis.sharing.pdf import print_pages

        pages = (run.folder(seed) / f"{path.stem}.html" for seed in run.seeds for path in run.notebooks)
        run.failures += print_pages([page for page in pages if page.is_file()])
    if any(order.out.glob(f"*/{record.RECORD}")):
        write_atomic(order.out / "index.html", front_page.index_page(order.out, order.language))
    return run.failures


def _require_writable(folder: Path) -> None:
    """Raise a `RenderError` unless pages can be written to ``folder``; better now than after the work."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise RenderError(f"{folder}: cannot be written ({error.strerror}); name another --out") from None


def _finish(run: _Run, seed: Seed) -> None:
    """Write the reader of a long text, or take away one that an earlier, longer text left."""
    import nbformat

    folder, notebooks = run.folder(seed), {}
    if run.about[seed]["characters"] > LONG_TEXT:
        names = run.records[seed.name]["pages"]
        notebooks = {name: nbformat.read(folder / f"{name}.ipynb", as_version=4) for name in names}
    if not write_reader(folder, notebooks, run.head(seed)):
        (folder / READER_PAGE).unlink(missing_ok=True)


def _due(run: _Run, seed: Seed) -> list[_Job]:
    """List what one text needs: the notebooks whose page is missing or out of date, and its summary."""
    folder = run.folder(seed)
    noted = {**record.read_record(folder), "seed": run.about[seed], "versions": record.versions()}
    pages = noted.setdefault("pages", {})
    run.records[seed.name] = noted
    values = plan.parameter_values(seed, run.seeds, run.order.language, run.settings)
    due = []
    for path in run.notebooks:
        # texts to compare with matter to notebooks that compare; the language makes every page
        own = {"LANGUAGE", "SEED", *plan.known_parameters({path.stem: run.contents[path.stem]})}
        key = record.page_key(path, {name: value for name, value in values.items() if name in own})
        there = (folder / f"{path.stem}.html").is_file() and (folder / f"{path.stem}.ipynb").is_file()
        if run.order.force or not there or pages.get(path.stem, {}).get("key") != key:
            due.append(_Job(seed, path, values, key))
    return [*due, _Job(seed, None, values)] if due or "summary" not in noted else []


async def _work(run: _Run, jobs: list[_Job]) -> None:
    """Do the jobs, as many at a time as asked for; pages are written while other kernels run."""
    limit = asyncio.Semaphore(run.order.jobs or os.cpu_count() or 1)
    with Kernels() as kernels, ThreadPoolExecutor(1) as writer, _progress(len(jobs)) as bar:

        async def one(job: _Job) -> None:
            async with limit:
                try:
                    if job.path is None:
                        summary = await front_page.summarise(job.values, kernels)
                        run.records[job.seed.name]["summary"] = summary
                    else:
                        notebook = await _execute(run, job, kernels)
                        await asyncio.get_running_loop().run_in_executor(writer, _write, run, job, notebook)
                except WorkbookError as error:
                    run.failures.append(f"{job.seed.path}: {error}")
                except OSError as error:
                    run.failures.append(f"{job.seed.path}: its page was not written ({error.strerror})")
                bar.set_postfix_str(f"{job.seed.name} {job.path.stem if job.path else ''}", refresh=False)
                bar.update()

        # unlike gather it waits, when Ctrl-C cancels it, until every kernel has ended
        async with asyncio.TaskGroup() as group:
            for job in jobs:
                group.create_task(one(job))


def _progress(total: int):
    """Return a progress bar on standard error; silent unless that is a terminal."""
    from tqdm import tqdm

    return tqdm(total=total, unit="notebook", file=sys.stderr, disable=not sys.stderr.isatty(), leave=False)


async def _execute(run: _Run, job: _Job, kernels: Kernels) -> dict:
    """Run one notebook on one text; give it back as it may be shared, without paths of this machine."""
    notebook = copy.deepcopy(run.contents[job.path.stem])
    cell = plan.parameter_cell(notebook, job.path.name)
    original = cell["source"]
    cell["source"] = plan.rewrite(original, job.values)
    notebook = await run_notebook(notebook, job.path.name, job.path.parent, kernels)
    cell["source"] = plan.rewrite(original, plan.portable(job.values, job.path.parent))
    return notebook


def _write(run: _Run, job: _Job, notebook: dict) -> None:
    """Write the page, the executed notebook and its tables, then note them in the text's record."""
    import nbformat

    name, folder, language = job.path.stem, run.folder(job.seed), run.order.language
    if folder.resolve().parent != run.order.out.resolve():
        raise RenderError(f"{job.seed.path}: its pages would stand outside {run.order.out}; rename the file")
    write_atomic(folder / f"{name}.html", export_page(notebook, run.head(job.seed, name)))
    write_atomic(folder / f"{name}.ipynb", nbformat.writes(notebook) + "\n")
    run.records[job.seed.name]["pages"][name] = {
        "key": job.key,
        "language": language,
        "parameters": plan.portable(job.values, job.path.parent),
        "sha256": record.file_hash(job.path),
        "tables": record.write_tables(notebook, name, folder, language),
        "title": heading_of(notebook, language) or name,
    }
