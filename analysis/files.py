"""Bundled data and labels, and writes that leave either the old file or the whole new one."""

import os
import tempfile
import tomllib
from functools import cache
from pathlib import Path

from analysis.errors import OptionError

DATA = Path(__file__).parent / "data"
LANGUAGES = ("ar", "en")


@cache
def read_toml(name: str) -> dict:
    """Return the bundled file ``analysis/data/<name>`` as a dictionary; do not change it."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


@cache
def read_words(name: str) -> tuple[str, ...]:
    """Return the lines of the bundled list ``analysis/data/<name>`` without comments (#) and blanks."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    stripped = (line.split("#", 1)[0].strip() for line in lines)
    return tuple(line for line in stripped if line)


def label(section: str, key: str, language: str = "ar") -> str:
    """Return the label of ``key`` for a reader of ``language``; ``key`` itself where there is none.

    Parameters
    ----------
    section
        A table of ``analysis/data/labels.toml``: ``columns``, ``roles``, ``kinds``, ``charts``, ...
    key
        The entry in it: a column's name, a role, a kind.
    language
        ``"ar"`` or ``"en"``.
    """
    require_language(language)
    entry = read_toml("labels.toml").get(section, {}).get(key)
    return entry[language] if entry else key


def require_language(language: str) -> None:
    """Raise an `OptionError` unless pages and charts can be made in ``language``."""
    if language not in LANGUAGES:
        raise OptionError(f"language={language!r}: unknown; known languages: {', '.join(LANGUAGES)}")


def write_atomic(path: Path | str, content: str | bytes) -> Path:
    """Write ``content`` to ``path`` through a temporary name beside it, then rename.

    A reader of ``path`` sees the old content or the new, never half of it, also when the disk fills up
    or the run is stopped. Folders on the way are made. Text is written as UTF-8.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    raw = content.encode("utf-8") if isinstance(content, str) else content
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(raw)
        # mkstemp makes the file private; a page is meant to be read by others
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return path
