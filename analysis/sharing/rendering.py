"""Notebooks times texts into pages: the whole of ``workbook render``."""

import asyncio
import copy
import errno
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

from analysis.errors import AliasError, RenderError, WorkbookError, one_line, reason
from analysis.files import alone, label, require_language, seal, stands, write_set
from analysis.seeds import find_seed_paths
from analysis.sharing import front_page, plan, record
from analysis.sharing.kernels import Kernels, run_notebook
from analysis.sharing.page import LONG_TEXT, READER_PAGE, PageHead, export_page, export_reader, heading_of
from analysis.sharing.plan import Order, Seed

# After one of these no page can be written.
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


class _Job(NamedTuple):
    """What one kernel is to do: a notebook on a text or, without a notebook, the text's summary."""

    seed: Seed
    path: Path | None
    key: str


class _Run:
    """One run: what all its pages share, and what went wrong so far."""

    def __init__(self, order: Order) -> None:
        require_language(order.language)
        self.order = order
        self.failures: list[str] = []
        self.is_full = False
        everything = self._read_notebooks(plan.find_notebooks(order.notebooks))
        self.titles = {name: heading_of(each, order.language) or name for name, each in everything.items()}
        self.contents = {path.stem: everything[path.stem] for path in self.notebooks}
        known = {name: plan.known_parameters({name: content}) for name, content in self.contents.items()}
        self.parameters = {name: {"LANGUAGE", "SEED", *found} for name, found in known.items()}
        self.settings = plan.read_settings(order.settings, plan.known_parameters(self.contents))
        files = []
        for path in order.paths or (str(plan.project() / "seeds"),):
            with self.noting(path):
                files += find_seed_paths(path)
        # a text that cannot be read is left out before any other is compared with it
        self.about: dict[Seed, dict] = {}
        for seed in plan.find_seeds(files):
            with self.noting(seed.path):
                self.about[seed] = front_page.describe(seed)
        self.seeds = list(self.about)
        self.records: dict[str, dict] = {}
        self.hash_of, self.key = cache(record.file_hash), cache(self._key)
        self.others = dict(zip(self.seeds, self._others(), strict=True))
        aliases = set(map(plan.find_aliases, self.seeds)) - {None}
        self.wrong_aliases = {path for path in sorted(aliases) if not self._is_right(path)}

    def _read_notebooks(self, asked: list[Path]) -> dict[str, dict]:
        """Read every notebook there is; of those asked for, `notebooks` are the ones that can be run."""
        found, self.notebooks = {}, []
        for path in plan.find_notebooks(()):
            with self.noting(path) if path in asked else suppress(WorkbookError):
                if f"{path.stem}.html" == READER_PAGE:
                    raise RenderError(f"{path.name}: a long text has a page of this name; rename it")
                found[path.stem] = plan.read_notebook(path)
        self.notebooks = [path for path in asked if path.stem in found]
        return found

    def _is_right(self, aliases: Path) -> bool:
        """Tell whether pages can be made with the reader's aliases; what is wrong is said once."""
        from analysis.mentions import read_aliases

        with self.noting(aliases):
            try:
                read_aliases(aliases)
                return True
            except AliasError as error:
                raise AliasError(f"{error}; pages are made without it") from None
        return False

    def _others(self) -> list[str]:
        """Return for each text one hash of the texts that it is compared with: names and contents."""
        folder = plan.project() / "notebooks"
        names = plan.portable([str(seed.path) for seed in self.seeds], folder)
        pairs = zip(names, self.seeds, strict=True)
        return record.others_keys(f"{name} {self.hash_of(seed.path)}" for name, seed in pairs)

    def folder(self, seed: Seed) -> Path:
        return self.order.out / seed.name

    def pages(self, seed: Seed) -> dict[str, dict]:
        """Return what the record has of each page of a text."""
        return self.records[seed.name]["pages"]

    def values(self, seed: Seed, others: list[Seed]) -> dict:
        without = {"ALIASES": None} if plan.find_aliases(seed) in self.wrong_aliases else {}
        return plan.parameter_values(seed, others, self.order.language, without | self.settings)

    def _key(self, seed: Seed, path: Path | None) -> str:
        """Return the hash of all that a page depends on or, without a notebook, the text's summary."""
        own = self.parameters[path.stem] if path else {"ALIASES", "SEED"}
        # texts to compare with matter to notebooks that compare; the language makes every page
        others = self.others[seed] if "REFERENCE" in own - self.settings.keys() else ""
        values = {name: value for name, value in self.values(seed, []).items() if name in own}
        return record.page_key(path, values, others=others, hash_of=self.hash_of)

    def head(self, seed: Seed, current: str, names: set[str]) -> PageHead:
        """Return a page's head: links to the front page and to each notebook that has a page."""
        language = self.order.language
        links = [{"href": "../index.html", "text": label("pages", "all_texts", language)}]
        for name, title in self.titles.items():
            if name in names:
                links.append({"href": f"{name}.html", "text": title, "current": name == current})
        about = self.about[seed]
        left_out = "" if about["language"] == "ar" else label("left_out", about["language"], language)
        return PageHead(about["title"], language, links, left_out)

    def write(self, seed: Seed, files: dict[str, bytes], gone: set[str] = frozenset()) -> None:
        """Write files of a text as one set, but none outside the folder of all pages."""
        folder, out = self.folder(seed), self.order.out
        if folder.resolve().parent != out.resolve():
            raise RenderError(f"its pages would stand outside {out}; rename the file")
        within = {f"{seed.name}/{name}": content for name, content in files.items()}
        write_set(out, within, [f"{seed.name}/{name}" for name in gone])

    def write_record(self, seed: Seed) -> None:
        """Write a text's record, which comes after what it tells of, unless it stands already."""
        content = record.record_bytes(self.records[seed.name])
        if self.pages(seed) and not stands(self.folder(seed), {record.RECORD: seal(content)}):
            self.write(seed, {record.RECORD: content})

    @contextmanager
    def noting(self, *subjects: object) -> Iterator[None]:
        """Note in one line, which names ``subjects``, why something could not be made; the run goes on.

        This is the one place that words what goes wrong in a run, whatever it is.
        """
        try:
            yield
        except Exception as error:
            if sys.flags.dev_mode and not isinstance(error, WorkbookError | OSError):
                raise
            said = reason(error)
            if isinstance(error, OSError) and error.errno in _FULL:
                self.is_full, subjects = True, [self.order.out]
                remedy = "make room or name another --out; pages written so far are whole"
                said = f"cannot be written ({error.strerror}); {remedy}"
            elif isinstance(error, OSError):
                # of a rename the second name is the one that a reader knows
                why = f"{Path(error.filename2).name}: {error.strerror}" if error.filename2 else said
                subjects, said = subjects[:1], f"its pages were not all written ({why})"
            for subject in map(str, reversed(subjects)):
                # an error of ours may name what it is about itself
                if not said.startswith((one_line(subject), Path(subject).name)):
                    said = f"{subject}: {said}"
            # what stops one page stops others too: it is said once
            if (line := one_line(said)) not in self.failures:
                self.failures.append(line)


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
        be written or that another run writes to, no Chromium for PDFs.
    """
    run = _Run(order)
    if order.pdf:
        from analysis.sharing.pdf import require_chromium

        require_chromium()
    if not run.seeds:
        return run.failures
    with alone(order.out):
        jobs = [job for seed in run.seeds for job in _due(run, seed)]
        if jobs:
            asyncio.run(_work(run, jobs))
        for seed in run.seeds:
            with run.noting(seed.path):
                _mend(run, seed)
        for path in sorted(order.out.glob(f"*/{record.RECORD}")):
            if not record.read_record(path.parent):
                run.failures.append(
                    f"{path}: not as this version writes it; render the text again or take its folder away"
                )
        with run.noting(order.out / "index.html"):
            page = front_page.index_page(order.out, order.language).encode()
            if not stands(order.out, {"index.html": seal(page)}):
                write_set(order.out, {"index.html": page})
    return run.failures


def _due(run: _Run, seed: Seed) -> list[_Job]:
    """List what one text needs a kernel for: notebooks never run on it as it is now, and its summary."""
    folder = run.folder(seed)
    noted = {**record.read_record(folder), "seed": run.about[seed], "versions": record.versions()}
    run.records[seed.name] = {"pages": {}, "summary_key": "", "summary": {}, **noted}
    there, due = record.files_there(folder), []
    for path in run.notebooks:
        page, key = run.pages(seed).get(path.stem, {"key": ""}), run.key(seed, path)
        executed = f"{path.stem}.ipynb"
        if run.order.force or page["key"] != key or not stands(folder, {executed: page["files"][executed]}):
            due.append(_Job(seed, path, key))
        elif there[path.stem] != page["files"].keys() or not stands(folder, page["files"]):
            # no head is like it: the page is made again from the executed notebook
            page["head"] = ""
    key = run.key(seed, None)
    if run.records[seed.name]["summary_key"] != key:
        # what was counted in another text is not shown, should this one fail
        run.records[seed.name] |= {"summary": {}, "summary_key": ""}
        due.append(_Job(seed, None, key))
    return due


def _mend(run: _Run, seed: Seed) -> None:
    """Make again, from executed notebooks, pages with lost files or old links; then what is made of pages."""
    import nbformat

    folder, names = run.folder(seed), set(run.pages(seed))
    for path in run.notebooks:
        page, executed = run.pages(seed).get(path.stem), f"{path.stem}.ipynb"
        if (
            page
            and page["key"] == run.key(seed, path)
            and page["head"] != record.value_hash(run.head(seed, path.stem, names))
            and stands(folder, {executed: page["files"][executed]})
        ):
            _write(run, _Job(seed, path, page["key"]), nbformat.read(folder / executed, as_version=4), names)
    _write_reader(run, seed, names)
    if run.order.pdf:
        _print(run, seed)
    run.write_record(seed)


def _write_reader(run: _Run, seed: Seed, names: set[str]) -> None:
    """Write the reader of a long text, or take away one that an earlier, longer text left."""
    import nbformat

    folder, noted, head = run.folder(seed), run.records[seed.name], run.head(seed, "", names)
    is_long = run.about[seed]["characters"] > LONG_TEXT
    made_of = {f"{name}.ipynb": run.pages(seed)[name]["files"][f"{name}.ipynb"] for name in names}
    key = record.value_hash([made_of, head, record.source_hash()]) if is_long else ""
    reader = noted.setdefault("reader", {"key": "", "files": {}})
    as_noted = (folder / READER_PAGE).is_file() == bool(reader["files"]) and stands(folder, reader["files"])
    if as_noted and reader["key"] == key:
        return
    files = {}
    if is_long:
        whole = sorted(name for name in made_of if stands(folder, {name: made_of[name]}))
        notebooks = {Path(name).stem: nbformat.read(folder / name, as_version=4) for name in whole}
        markup = export_reader(notebooks, head)
        files = {READER_PAGE: markup.encode()} if markup else {}
    run.write(seed, files, {READER_PAGE} - files.keys())
    noted["reader"] = {"key": key, "files": {name: seal(content) for name, content in files.items()}}


def _print(run: _Run, seed: Seed) -> None:
    """Print each page of a text that has no PDF, or one that is not of this page."""
    from analysis.sharing.pdf import print_page

    for path in run.notebooks:
        page, name = run.pages(seed).get(path.stem), f"{path.stem}.pdf"
        source = run.folder(seed) / f"{path.stem}.html"
        if page and (run.order.force or name not in page["files"]):
            with run.noting(source):
                content = print_page(source)
                run.write(seed, {name: content})
                page["files"][name] = seal(content)


async def _work(run: _Run, jobs: list[_Job]) -> None:
    """Do the jobs, as many at a time as asked for; pages are written while other kernels run."""
    limit = asyncio.Semaphore(run.order.jobs or os.cpu_count() or 1)
    with Kernels() as kernels, ThreadPoolExecutor(1) as writer, _progress(len(jobs)) as bar:

        async def one(job: _Job) -> None:
            async with limit:
                with run.noting(job.seed.path, *([job.path.name] if job.path else [])):
                    if run.is_full:
                        return
                    if job.path is None:
                        noted = run.records[job.seed.name]
                        noted["summary"] = await front_page.summarise(
                            run.values(job.seed, []), kernels, timeout=run.order.timeout
                        )
                        noted["summary_key"] = job.key
                    else:
                        notebook = await _execute(run, job, kernels)
                        names = {*run.pages(job.seed), *run.contents}
                        await asyncio.get_running_loop().run_in_executor(
                            writer, _write, run, job, notebook, names
                        )
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
    own = run.parameters[job.path.stem]
    values = {name: value for name, value in run.values(job.seed, run.seeds).items() if name in own}
    cell = plan.parameter_cell(notebook, job.path.name)
    original = cell["source"]
    cell["source"] = plan.rewrite(original, values)
    notebook = await run_notebook(
        notebook, job.path.name, job.path.parent, kernels, timeout=run.order.timeout
    )
    cell["source"] = plan.rewrite(original, plan.portable(values, job.path.parent))
    return notebook


def _write(run: _Run, job: _Job, notebook: dict, names: set[str]) -> None:
    """Write a page, the executed notebook and its tables as one set, then note them in the text's record.

    ``names`` are the notebooks that the page's head leads to.
    """
    import nbformat

    name, folder, language = job.path.stem, run.folder(job.seed), run.order.language
    head, pages = run.head(job.seed, name, names), run.pages(job.seed)
    tables, files = record.export_tables(notebook, name, language)
    files[f"{name}.html"] = export_page(notebook, head).encode()
    files[f"{name}.ipynb"] = (nbformat.writes(notebook) + "\n").encode()
    noted = {file: seal(content) for file, content in files.items()}
    # the PDF of a page that comes out the same is still its own
    before = pages.get(name, {}).get("files", {})
    printed = {file: before[file] for file in [f"{name}.pdf"] if file in before}
    if before.get(f"{name}.html") == noted[f"{name}.html"] and stands(folder, printed):
        noted |= printed
    run.write(job.seed, files, record.files_there(folder)[name] - noted.keys())
    values = plan.portable(record.brief(run.values(job.seed, run.seeds)), job.path.parent)
    pages[name] = {
        "files": noted,
        "head": record.value_hash(head),
        "key": job.key,
        "language": language,
        "parameters": record.brief(values),
        "sha256": run.hash_of(job.path),
        "tables": tables,
        "title": heading_of(notebook, language) or name,
    }
    run.write_record(job.seed)
