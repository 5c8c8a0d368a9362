"""What several notebooks find in one long text is found once: kernels of a run keep it for each other.

The notebooks and the summary of a text ask for the same lemmas, names and quotations. For an article that
costs nothing; for a book it is most of the time, and each kernel that works at it needs memory for it.
"""

import hashlib
import os
import pickle
from collections.abc import Callable
from functools import wraps
from pathlib import Path

#: Names the folder in which the kernels of one run keep tables.
FOLDER = "WORKBOOK_KEPT"
#: Of what is found in tables of fewer tokens nothing is kept.
LONG = 50_000
#: So many tables stand in the folder at a time: those of the text worked on, and of the one before.
TABLES = 8
_KEPT = ("add_lemmas", "find_mentions", "find_quotes")


def keep_tables() -> None:
    """Let the package's slow functions look first at what another kernel of the run has found."""
    import analysis

    if os.environ.get(FOLDER):
        for name in _KEPT:
            setattr(analysis, name, kept(getattr(analysis, name), Path(os.environ[FOLDER])))


def kept(function: Callable, folder: Path) -> Callable:
    """Return ``function`` with its results for long tables kept in ``folder``; who else asks waits for them.

    What it is given decides what it is kept as, all of it: another option is another table.
    """
    import fcntl

    @wraps(function)
    def call(*args: object, **options: object) -> object:
        if len(args[0]) < LONG:
            return function(*args, **options)
        path = folder / f"{_hash(function.__name__, args, options)}.kept"
        with open(path.with_suffix(".lock"), "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not path.exists():
                _save(path, function(*args, **options))
            # also what this kernel found itself: read back, it is the same object graph in every kernel
            return pickle.loads(path.read_bytes())

    return call


def _hash(*given: object) -> str:
    """Return a hash of values and all they hold."""
    digest, buffers = hashlib.sha256(), []
    small = pickle.dumps(given, protocol=5, buffer_callback=buffers.append)
    for part in (small, *(buffer.raw() for buffer in buffers)):
        digest.update(part)
    return digest.hexdigest()


def _save(path: Path, made: object) -> None:
    """Write a table whole, and remove the oldest ones."""
    part = path.with_suffix(".part")
    with open(part, "wb") as stream:
        pickle.dump(made, stream, protocol=5)
    part.rename(path)
    for old in sorted(path.parent.glob("*.kept"), key=lambda file: file.stat().st_mtime)[:-TABLES]:
        old.unlink(missing_ok=True)
