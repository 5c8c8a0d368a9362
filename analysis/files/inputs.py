"""Files of the reader's, read whole or named in one line."""

import os
import stat
from pathlib import Path

from analysis.errors import WorkbookError


def read_bytes(
    path: Path | str, *, most: int, error: type[WorkbookError], remedy: str = "check the path and your rights"
) -> bytes:
    """Return what a file of the reader's holds; whatever it is, this neither waits nor fills the memory.

    Raises
    ------
    WorkbookError
        ``error``, if the file cannot be read, is a folder, a device, a pipe or a socket, or holds more than
        ``most`` bytes: one line with the path and the remedy.
    """
    try:
        # looked at before it is opened: opening a pipe waits for its writer
        about, raw = os.stat(path), bytearray()
        if not stat.S_ISREG(about.st_mode):
            raise error(f"{path}: not a regular file; name one")
        if about.st_size <= most:
            with open(path, "rb") as stream:
                # a file may grow meanwhile, and one of /proc says that it is empty
                while len(raw) <= most and (part := stream.read(1 << 20)):
                    raw += part
    except WorkbookError:
        raise
    except (OSError, ValueError) as caught:
        raise error(f"{path}: cannot be read ({getattr(caught, 'strerror', caught)}); {remedy}") from None
    if max(about.st_size, len(raw)) > most:
        raise error(f"{path}: holds more than {most // 1_000_000} MB; split it or name a smaller one")
    return bytes(raw)
