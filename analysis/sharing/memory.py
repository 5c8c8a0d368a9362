"""Whether a text fits the memory there is: said before hours of work, not after them."""

from pathlib import Path

from analysis.errors import SeedError

#: What a kernel takes before it reads anything, and for each byte of a text: an estimate from one process on
#: ten megabytes of news (1.1 GB without the scores of the tagger); a whole run is still to be measured.
BASE, PER_BYTE = 250_000_000, 130
#: Limits of the group of processes that this one is in: what may be taken, and what is.
_LIMITS = (
    ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current"),
    ("/sys/fs/cgroup/memory/memory.limit_in_bytes", "/sys/fs/cgroup/memory/memory.usage_in_bytes"),
)


def require_room(file: Path) -> None:
    """Raise a `SeedError` if a text needs more memory than is free: names both, and the remedy."""
    try:
        size = file.stat().st_size
    except OSError:
        # whoever reads it says what is wrong
        return
    needed, free = BASE + PER_BYTE * size, free_memory()
    if needed > free:
        most = max(free - BASE, 0) // PER_BYTE
        raise SeedError(
            f"{file}: {_said(size)} of text need about {_said(needed)} of memory, and {_said(free)} are free"
            f"; split it into files of {_said(most)} or less, or free some memory"
        )


def free_memory() -> int:
    """Return how many bytes this process may still take."""
    import psutil

    free = psutil.virtual_memory().available
    for limit, used in _LIMITS:
        try:
            free = min(free, int(Path(limit).read_text()) - int(Path(used).read_text()))
        except (OSError, ValueError):
            # no such limit; one of the files says "max"
            continue
    return max(free, 0)


def _said(size: int) -> str:
    """Write a number of bytes for a reader."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.1f} MB"
