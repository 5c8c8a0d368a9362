"""Bundled data and labels."""

import tomllib
from functools import cache
from pathlib import Path

from analysis.errors import OptionError

DATA = Path(__file__).parents[1] / "data"
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
