"""Pages on paper: printed by a Chromium found on the machine."""

import os
import shutil
import subprocess
from pathlib import Path

from analysis.errors import RenderError
from analysis.files import private_folder

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
_MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
#: How to get one, for every message that says it is missing.
REMEDY = "install Chromium or Chrome (Debian: apt install chromium), or set WORKBOOK_CHROMIUM to its path"


def find_chromium() -> str | None:
    """Return the path of a Chromium or Chrome: ``WORKBOOK_CHROMIUM``, else one on the search path."""
    asked = os.environ.get("WORKBOOK_CHROMIUM")
    found = [asked] if asked else [shutil.which(name) for name in _NAMES]
    return next((path for path in [*found, *_MAC] if path and Path(path).is_file()), None)


def chromium_flags() -> list[str]:
    """Return the flags of a Chromium that works for us alone and asks nobody for anything."""
    flags = [
        "--headless",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    # Chromium refuses its sandbox to root, as in a container
    return [*flags, "--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else flags


def require_chromium() -> str:
    """Return the path of a Chromium, or raise a `RenderError` that says how to get one."""
    if chromium := find_chromium():
        return chromium
    raise RenderError(f"--pdf: no Chromium found; {REMEDY}")


def print_page(page: Path) -> bytes:
    """Return a page as a PDF, or raise a `RenderError` if it cannot be printed."""
    chromium = require_chromium()
    with private_folder() as profile:
        made = profile / "page.pdf"
        command = [
            chromium,
            *chromium_flags(),
            f"--user-data-dir={profile}/profile",
            "--no-pdf-header-footer",
            f"--print-to-pdf={made}",
            page.absolute().as_uri(),
        ]
        try:
            done = subprocess.run(command, capture_output=True, timeout=120, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise RenderError(f"not printed: {chromium}: {type(error).__name__}") from None
        if not made.is_file():
            said = done.stderr.decode(errors="replace").strip().splitlines() or [
                f"exit status {done.returncode}"
            ]
            raise RenderError(f"not printed: {chromium}: {said[-1]}")
        return made.read_bytes()
