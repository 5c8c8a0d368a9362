"""Named patterns over a line of word classes: the one engine of dates, quotes and the rules of mentions.

A line has one item per token (or per name, or per pair of marks); an item has classes. A pattern is a regular
expression whose letters are items in angle brackets::

    <say|tell !participle> <!that !colon>{0,9}? (?P<link><that>) (?P<said><>+)

In brackets every word must hold: ``say|tell`` is one class or the other, ``!colon`` the absence of one;
``<>`` is any item. ``^`` and ``$`` stand at the edges of a line, ``{gap}`` is a shape that the table defines
under that name, blanks mean nothing. All else is Python's ``re``, groups and looks behind and ahead included,
so that ``match.span("said")`` are items.

Each row is compiled over letters of its own: an item's letter says which of the row's brackets it fits. A row
of few brackets is thus compiled once for all texts, however many classes there are; one of many brackets is
compiled again when a set of classes comes that it has not seen, so a room that knows its sets says them
first.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from analysis import files
from analysis.errors import WorkbookError

#: The number of an item at which a line begins and ends: no pattern runs across it.
EDGE = -1

# What a pattern is made of: the parts of `re` that hold angle brackets of their own come first.
_PART = re.compile(r"\(\?P<\w+>|\(\?P=\w+\)|\(\?<[=!]|\\.|<(?P<item>[^<>]*)>|(?P<edge>[\^$])|(?P<blank>\s+)")
_SHAPE = re.compile(r"\{([a-z_]\w*)\}")
_EDGES = {"^": r"(?<=\x00)", "$": r"(?=\x00)"}
# A row of so many brackets has a letter for everything an item may fit, and is never compiled again.
_FEW = 8


class Row(NamedTuple):
    """One rule: its pattern, what it yields, why it holds, and a text in which it does."""

    name: str
    pattern: str
    yields: str
    reason: str
    example: str


class Line(NamedTuple):
    """Items in order: each the number of a row of ``classes``, or `EDGE` before, between and after lines."""

    items: np.ndarray
    #: distinct item by class
    classes: np.ndarray


class Found(NamedTuple):
    """A place where a row's pattern holds; the spans of ``match`` are items of the line."""

    row: Row
    match: re.Match


class Table:
    """Rows of patterns over one set of classes.

    Parameters
    ----------
    rows
        The rules, the stronger first.
    classes
        Names of the columns of `Line.classes`.
    shapes
        Patterns that rows call by name in braces.
    known
        Sets of classes that will come, as in `Line.classes`: no row is compiled again for these.

    Raises
    ------
    WorkbookError
        If a pattern names an unknown class or shape or is no regular expression: the message names the row.
    """

    def __init__(
        self,
        rows: Iterable[Row],
        classes: Sequence[str],
        shapes: Mapping[str, str] | None = None,
        *,
        known: np.ndarray | None = None,
    ):
        columns = {name: number for number, name in enumerate(classes)}
        self.rows = {row.name: row for row in rows}
        known = np.zeros((0, len(classes)), dtype=bool) if known is None else known
        patterns = {name: _Pattern(row, columns, shapes or {}, known) for name, row in self.rows.items()}
        self._letters = _Letters(patterns)

    def without(self, *names: str) -> "Table":
        """Return the table with these rows switched off."""
        other = object.__new__(Table)
        other.rows = {name: row for name, row in self.rows.items() if name not in names}
        other._letters = self._letters
        return other

    def find(self, line: Line, name: str) -> Iterator[re.Match]:
        """Yield the matches of one row, leftmost first, none overlapping another; none if it is off."""
        if name in self.rows:
            pattern, letters = self._letters.over(line, name)
            yield from pattern.finditer(letters)

    def find_all(self, line: Line) -> Iterator[Found]:
        """Yield the matches of every row in the table's order; those of different rows may overlap."""
        for name, row in self.rows.items():
            for match in self.find(line, name):
                yield Found(row, match)

    def find_first(self, line: Line) -> Iterator[Found]:
        """Yield matches that do not overlap: the leftmost, and of those that begin together the first row's.

        Examples
        --------
        >>> rows = [Row("pair", "<a> <b>", "", "", ""), Row("one", "<a|b>", "", "", "")]
        >>> line = Line(np.array([EDGE, 0, 0, 1, 1, EDGE]), np.array([[True, False], [False, True]]))
        >>> [(found.row.name, found.match.span()) for found in Table(rows, "ab").find_first(line)]
        [('one', (1, 2)), ('pair', (2, 4)), ('one', (4, 5))]
        """
        over = [(row, *self._letters.over(line, name)) for name, row in self.rows.items()]
        waiting = [pattern.search(letters) for _, pattern, letters in over]
        while True:
            starts = [match.start() if match else len(line.items) for match in waiting]
            best = min(range(len(starts)), key=starts.__getitem__, default=0)
            if not starts or waiting[best] is None:
                return
            yield Found(over[best][0], waiting[best])
            end = max(waiting[best].end(), starts[best] + 1)
            for number, (_, pattern, letters) in enumerate(over):
                if starts[number] < end:
                    waiting[number] = pattern.search(letters, end)


class _Letters:
    """The letters of all rows for every set of classes seen so far: each set is fitted once."""

    def __init__(self, patterns: dict[str, "_Pattern"]):
        self._patterns = patterns
        self._numbers: dict[bytes, int] = {}
        # lines of one text, or of one lexicon, share their sets
        self._last: tuple[np.ndarray | None, np.ndarray] = (None, np.zeros(0, dtype=np.int64))

    def over(self, line: Line, name: str) -> tuple[re.Pattern, str]:
        """Return a row's compiled pattern and the line in its letters."""
        numbers, pattern = self._number(line.classes), self._patterns[name]
        # the edge is the last: that is where its number, -1, points
        letters = np.append(pattern.letters[numbers], np.uint32(0))
        return pattern.regex, letters[line.items].tobytes().decode("utf-32-le")

    def _number(self, classes: np.ndarray) -> np.ndarray:
        """Return the number of each set, and have all rows learn the new ones."""
        if self._last[0] is not classes:
            sets = [packed.tobytes() for packed in np.packbits(classes, axis=1)]
            new = {packed: place for place, packed in enumerate(sets) if packed not in self._numbers}
            if new:
                self._numbers |= {packed: len(self._numbers) + number for number, packed in enumerate(new)}
                for pattern in self._patterns.values():
                    pattern.learn(classes[list(new.values())])
            self._last = classes, np.array([self._numbers[packed] for packed in sets], dtype=np.int64)
        return self._last[1]


class _Pattern:
    """One row over letters of its own: an item's letter says which of the row's brackets it fits."""

    def __init__(self, row: Row, columns: Mapping[str, int], shapes: Mapping[str, str], known: np.ndarray):
        self.name = row.name
        self.brackets: dict[str, list] = {}
        self._parts = self._split(_expand(row, shapes))
        for bracket in self.brackets:
            self.brackets[bracket] = _read_bracket(row, bracket, columns)
        #: letter of each set of classes learnt so far
        self.letters = np.zeros(0, dtype="<u4")
        # what an item fits, a bit a bracket -> its letter; letter 0 is the edge
        self._of_bits: dict[int, int] = {}
        few = range(1 << len(self.brackets)) if len(self.brackets) <= _FEW and not len(known) else [0]
        self._compile([*few, *self._fitted(known)])

    def _split(self, pattern: str) -> list[str]:
        """Split a pattern into brackets and what stands between them."""
        parts, place = [], 0
        for match in _PART.finditer(pattern):
            parts.append(pattern[place : match.start()])
            place = match.end()
            if match["item"] is not None:
                parts.append(f"<{match['item']}>")
                self.brackets[f"<{match['item']}>"] = []
            elif not match["blank"]:
                parts.append(_EDGES.get(match["edge"], match.group()))
        return [*parts, pattern[place:]]

    def learn(self, classes: np.ndarray) -> None:
        """Give letters to more sets of classes."""
        fitted = self._fitted(classes)
        if unknown := [bits for bits in fitted if bits not in self._of_bits]:
            self._compile(unknown)
        self.letters = np.append(
            self.letters, np.array([self._of_bits[bits] for bits in fitted], dtype="<u4")
        )

    def _fitted(self, classes: np.ndarray) -> list[int]:
        """Return which brackets each set fits, a bit a bracket."""
        fitted = np.zeros(len(classes), dtype=np.int64)
        for number, words in enumerate(self.brackets.values()):
            fitted |= _fits(classes, words).astype(np.int64) << number
        return fitted.tolist()

    def _compile(self, fitted: Iterable[int]) -> None:
        """Give letters to what items may fit, and compile the pattern over them."""
        for bits in fitted:
            self._of_bits.setdefault(bits, len(self._of_bits) + 1)
        sets = {}
        for number, bracket in enumerate(self.brackets):
            letters = [letter for bits, letter in self._of_bits.items() if bits >> number & 1]
            # [^\s\S] is the set that no letter is in
            inside = "".join(f"\\U{letter:08x}" for letter in letters) or r"^\s\S"
            sets[bracket] = f"[{inside}]"
        try:
            self.regex = re.compile("".join(sets.get(part, part) for part in self._parts), re.DOTALL)
        except re.error as error:
            raise WorkbookError(f"pattern {self.name}: {error}") from None


class Draft:
    """A line whose items still gain and lose classes.

    Parameters
    ----------
    sets
        The classes of each item, one bit a class, or `EDGE`.
    count
        How many classes there are.
    """

    def __init__(self, sets: Sequence[int], count: int):
        self._count = count
        self._numbers: dict[int, int] = {EDGE: EDGE}
        self._items = np.array([self._number(bits) for bits in sets], dtype=np.int64)
        self._classes = np.zeros((0, count), dtype=bool)

    def _number(self, bits: int) -> int:
        return self._numbers.setdefault(bits, len(self._numbers) - 1)

    def change(self, items: Sequence[int], sets: Sequence[int]) -> None:
        """Give some items other classes; lines taken before stay as they were."""
        self._items = self._items.copy()
        self._items[items] = [self._number(bits) for bits in sets]

    def line(self) -> Line:
        """Return the line as it is now."""
        if len(self._classes) < len(self._numbers) - 1:
            width = -(-self._count // 8)
            new = [bits for bits in self._numbers if bits != EDGE][len(self._classes) :]
            raw = np.frombuffer(b"".join(bits.to_bytes(width, "little") for bits in new), dtype=np.uint8)
            bits = np.unpackbits(raw.reshape(len(new), width), axis=1, bitorder="little")
            self._classes = np.concatenate([self._classes, bits[:, : self._count].astype(bool)])
        return Line(self._items, self._classes)


def line_of(sets: Sequence[int], count: int) -> Line:
    """Return a line of items that are given as sets of classes, one bit a class, or as `EDGE`."""
    return Draft(sets, count).line()


def _expand(row: Row, shapes: Mapping[str, str]) -> str:
    """Put the shapes that a row calls into its pattern, and what they call themselves."""
    pattern = row.pattern
    while match := _SHAPE.search(pattern):
        if match[1] not in shapes:
            raise WorkbookError(f"pattern {row.name}: no shape {match[1]}; shapes are: {', '.join(shapes)}")
        pattern = f"{pattern[: match.start()]}(?:{shapes[match[1]]}){pattern[match.end() :]}"
    return pattern


def _read_bracket(row: Row, bracket: str, columns: Mapping[str, int]) -> list[list[tuple[int, bool]]]:
    """Return what a bracket asks for: words that all must hold, each a list of a class and its presence."""
    words = [
        [(name.removeprefix("!"), not name.startswith("!")) for name in word.split("|")]
        for word in bracket[1:-1].split()
    ]
    for name, _ in (pair for word in words for pair in word):
        if name not in columns:
            raise WorkbookError(f"pattern {row.name}: no class {name}; classes are: {', '.join(columns)}")
    return [[(columns[name], there) for name, there in word] for word in words]


def _fits(classes: np.ndarray, words: list[list[tuple[int, bool]]]) -> np.ndarray:
    """Tell which distinct items fit a bracket."""
    fits = np.ones(len(classes), dtype=bool)
    for word in words:
        fits &= np.logical_or.reduce([classes[:, column] == there for column, there in word])
    return fits


def read_rows(name: str) -> tuple[list[Row], dict[str, str]]:
    """Read rows and shapes of a table from a bundled TOML file.

    Returns
    -------
    tuple
        One `Row` per table ``[[row]]``, in order, and the patterns of the table ``[shapes]`` by name.
    """
    table = files.read_toml(name)
    return [Row(**row) for row in table["row"]], dict(table.get("shapes", {}))
