"""Files that appear whole: one alone, or a set of them with the record that tells what should stand.

This holds whenever a run is killed, a write or a rename fails, or the disk fills up:

- No file is half-written at any moment. Each is written into a ``.part`` folder beside, brought to the disk
  (fsync), then renamed over the old one.
- The files of a set are written before the first is renamed, then renamed one by one. A set that was cut
  short has whole new files beside whole old ones, and none is missing. The record tells them apart: it notes
  size and hash of every file (`seal`), and its caller writes it when all others are in place. What does not
  stand as the record says (`stands`) is made again by the next run, and nothing else is.
- What a killed run leaves beside goes with the next run that has the folder to itself (`alone`). Two runs
  never have it at once: the lock is the operating system's and ends with its process, however that ends.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from analysis.errors import RenderError

_LOCK = ".lock"
_SUFFIX = ".part"
# of temporary folders outside the project; a socket in one has a path of about a hundred bytes at most
_PREFIX = "workbook-"
_LONGEST_BASE = 50


def seal(content: bytes) -> list:
    """Return what a record notes of a file: its size in bytes and the SHA-256 of its content."""
    return [len(content), hashlib.sha256(content).hexdigest()]


def stands(folder: Path, noted: Mapping[str, list]) -> bool:
    """Tell whether each file that ``noted`` names in ``folder`` is there, as its seal says."""
    return all(_is_sealed(folder / name, noted[name]) for name in noted)


def _is_sealed(path: Path, noted: list) -> bool:
    try:
        return path.stat().st_size == noted[0] and seal(path.read_bytes()) == noted
    except OSError:
        return False


def write_set(folder: Path, files: Mapping[str, bytes], gone: Iterable[str] = ()) -> None:
    """Write several files as one set.

    Parameters
    ----------
    folder
        It holds all of them and, for a moment, the folder they are written into first.
    files
        The content by the path within ``folder``; folders on the way are made.
    gone
        Paths within ``folder`` of files that the set no longer has: they go last.

    Raises
    ------
    OSError
        If a file cannot be written or renamed: every file there is whole, but not all need be new.
    """
    folder.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=folder, prefix=".", suffix=_SUFFIX))
    try:
        parts = {name: beside / str(number) for number, name in enumerate(files)}
        for name, part in parts.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as stream:
                stream.write(files[name])
                stream.flush()
                os.fsync(stream.fileno())
        for name, part in parts.items():
            os.replace(part, folder / name)
        for name in gone:
            (folder / name).unlink(missing_ok=True)
        # a record that comes next must not reach the disk before these names
        for parent in {(folder / name).parent for name in files}:
            _sync_names(parent)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def write_atomic(path: Path | str, content: str | bytes) -> Path:
    """Write ``content`` to ``path`` so that a reader sees the old content or the new, never half of it.

    Folders on the way are made. Text is written as UTF-8.
    """
    path = Path(path)
    write_set(path.parent, {path.name: content.encode("utf-8") if isinstance(content, str) else content})
    return path


def _sync_names(folder: Path) -> None:
    """Bring the renames in a folder to the disk; Windows cannot, and does it by itself."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Have ``folder`` for this run alone; what killed runs left beside their files goes.

    Raises
    ------
    RenderError
        If another run has it, or it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = _lock(folder)
    except OSError as error:
        raise RenderError(f"{folder}: cannot be written ({error.strerror}); name another --out") from None
    if handle is None:
        raise RenderError(
            f"{folder}: another run is writing here; wait until it has ended, or name another --out"
        )
    try:
        for depth in ("", "*/", "*/*/"):
            for left in folder.glob(f"{depth}.*{_SUFFIX}"):
                _remove(left)
        yield
    finally:
        _unlock(folder, handle)


@contextmanager
def private_folder() -> Iterator[Path]:
    """Give a temporary folder with a short path; those that killed runs left go first."""
    bases = [base for base in (tempfile.gettempdir(), "/tmp", "/var/tmp") if os.access(base, os.W_OK)]
    base = next((base for base in bases if len(os.fsencode(base)) <= _LONGEST_BASE), bases[0])
    for old in Path(base).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if (old / _LOCK).is_file() and (handle := _lock(old)) is not None:
                _remove(old)
                os.close(handle)
    handle = None
    while handle is None:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=base))
        # until it is locked another run may take it for one that was left
        with suppress(FileNotFoundError):
            handle = _lock(folder)
    try:
        yield folder
    finally:
        _unlock(folder, handle)
        _remove(folder)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()


def _lock(folder: Path) -> int | None:
    """Return a handle that locks ``folder`` until it is closed; None where another process has one."""
    path = folder / _LOCK
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            _claim(handle)
            # who had it before took the file away, perhaps after we opened it: what has no name locks nothing
            if os.path.samestat(os.fstat(handle), path.stat()):
                return handle
        except BlockingIOError:
            os.close(handle)
            return None
        except FileNotFoundError:
            pass
        os.close(handle)


def _claim(handle: int) -> None:
    """Lock an open file or raise `BlockingIOError`; a file system without locks gives it to everybody."""
    if os.name == "nt":
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            raise BlockingIOError from None
    else:
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise
        except OSError:
            pass


def _unlock(folder: Path, handle: int) -> None:
    """Take the lock's file away, then let go of it; Windows wants it the other way round."""
    if os.name == "nt":
        os.close(handle)
    with suppress(OSError):
        (folder / _LOCK).unlink()
    if os.name != "nt":
        os.close(handle)
