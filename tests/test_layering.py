"""The house has floors: a module imports only from floors below its own."""

import ast
from pathlib import Path

import pytest

FLOORS = [
    {"errors", "files", "arabic", "tables"},
    {"seeds", "paragraphs"},
    {"tokens"},
    {"lemmas", "dates"},
    {"frequency", "context", "mentions", "repeats", "topics"},
    {"quotes"},
    {"corpus", "charts", "pages"},
    {"sharing"},
    {"cli"},
]
FLOOR_OF = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
# errors is what floor 0 shares; the design puts errors, files and marks there so that no room borrows
# from a sibling, so within floor 0 alone a module may use `errors`.
GROUND = {"errors"}
PACKAGE = Path(__file__).parents[1] / "analysis"


def room_of(path: Path) -> str:
    """Name the room a file belongs to; a folder counts as one module."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(source: str) -> set[str]:
    """Name the rooms of this package that a module's source imports, at the top or late."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import: spell out analysis.<room>"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    parts = [name.split(".") for name in names]
    return {part[1] for part in parts if part[0] == "analysis" and len(part) > 1}


def wrong_imports(room: str, source: str) -> set[str]:
    """Name the imported rooms that do not stand below ``room``."""
    rooms = imported_rooms(source) - {room} - (GROUND if FLOOR_OF[room] == 0 else set())
    return {other for other in rooms if other in FLOOR_OF and FLOOR_OF[other] >= FLOOR_OF[room]}


MODULES = [path for path in sorted(PACKAGE.rglob("*.py")) if path != PACKAGE / "__init__.py"]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_floors_below(path):
    room = room_of(path)
    assert room in FLOOR_OF, f"{room}: name its floor in DESIGN and here"
    assert wrong_imports(room, path.read_text(encoding="utf-8")) == set()


@pytest.mark.parametrize(
    ("room", "source", "expected"),
    [
        ("tokens", "from analysis.lemmas import add_lemmas", {"lemmas"}),
        ("frequency", "from analysis.context import find_in_context", {"context"}),
        ("lemmas", "def f():\n    import analysis.quotes.cues", {"quotes"}),
        ("lemmas", "from analysis import dates", {"dates"}),
        ("quotes", "from analysis.mentions import find_mentions", set()),
        ("tokens", "from analysis.tokens.scan import boundaries", set()),
    ],
)
def test_the_layering_test_sees_upward_and_sideways_imports(room, source, expected):
    assert wrong_imports(room, source) == expected
