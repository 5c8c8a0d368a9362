"""The sentences of findings, filled and put into a table."""

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from analysis.files import read_toml, require_language

#: Columns of a table of findings.
COLUMNS = ["finding", "is_caution", "seed", "start"]
#: Among so many terms of equal count none comes first, and nothing is said.
MOST_EQUAL = 3


class Finding(NamedTuple):
    """A sentence, and where the first row behind it stands; null where it is about the whole text."""

    finding: str
    seed: str | None = None
    start: int | None = None
    is_caution: bool = False


class Sayer:
    """The sentences of one section, in one language."""

    def __init__(self, section: str, language: str) -> None:
        require_language(language)
        self._sentences, self._nouns = (
            read_toml("findings.toml")[section],
            read_toml("findings.toml")["nouns"],
        )
        self.language = language

    def __call__(self, key: str, **facts: object) -> str:
        """Return a sentence; what is put in keeps its own direction."""
        return self._sentences[key][self.language].format(
            **{name: fact if isinstance(fact, Said) else isolated(fact) for name, fact in facts.items()}
        )

    def number(self, count: object) -> "Said":
        """Return a number, its thousands parted."""
        return Said(isolated(f"{int(count):,}"))

    def share(self, part: float) -> "Said":
        """Return a share in percent."""
        return Said(isolated(f"{part:.0%}"))

    def counted(self, noun: str, count: int) -> "Said":
        """Return a number with its noun, which agrees with it."""
        from babel import Locale

        forms = self._nouns[noun][self.language]
        form = forms.get(Locale.parse(self.language).plural_form(int(count)), forms["other"])
        return Said(form.format(self.number(count)))

    def times(self, count: int, sharers: list[str], noun: str) -> "Said":
        """Return how often, for each of those that share the count."""
        said = self.counted("times", count)
        return said if len(sharers) == 1 else Said(self._nouns[noun][self.language]["other"].format(said))

    def listed(self, parts: Iterable[str]) -> "Said":
        """Return parts in a list with commas."""
        return Said(("\u060c " if self.language == "ar" else ", ").join(parts))

    def joined(self, names: list[str], *, marks: str = "{}") -> "Said":
        """Return names joined by and."""
        return self.both([marks.format(isolated(name)) for name in names])

    def both(self, parts: list[str]) -> "Said":
        """Return parts joined by and."""
        return Said((" \u0648" if self.language == "ar" else " and ").join(parts))


class Said(str):
    """What is ready to be put into a sentence."""


def isolated(value: object) -> str:
    """Return a value that keeps its own direction within a sentence (FSI, PDI)."""
    return f"\u2068{value}\u2069"


def as_table(findings: Iterable[Finding]) -> pd.DataFrame:
    """Return findings as a table: see `describe_words`."""
    table = pd.DataFrame(list(findings), columns=Finding._fields)[COLUMNS]
    types = {"finding": "str", "is_caution": bool, "seed": "str", "start": "Int64"}
    return table.astype(types)


def first_place(table: pd.DataFrame | None, column: str, value: object) -> tuple[str | None, int | None]:
    """Return seed and start of the first row of ``table`` that has ``value``."""
    if table is None or not len(table):
        return None, None
    rows = table[table[column].astype(str) == str(value)]
    return (str(rows["seed"].iloc[0]), int(rows["start"].iloc[0])) if len(rows) else (None, None)


def most_frequent(table: pd.DataFrame, name: str) -> list[str]:
    """Return the names with the highest count, none where too many share it."""
    first = table.loc[table["count"] == table["count"].max(), name].astype(str).tolist()
    return first if len(first) <= MOST_EQUAL else []


def first_row(table: pd.DataFrame) -> tuple[str, int]:
    """Return seed and start of the first row."""
    return str(table["seed"].iloc[0]), int(table["start"].iloc[0])
