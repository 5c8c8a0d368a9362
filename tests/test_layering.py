"""The house has floors: a module imports only from floors below its own, and a room by its face alone."""

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

import analysis

FLOORS = [
    {"errors", "files", "arabic", "tables"},
    {"seeds", "paragraphs"},
    {"tokens"},
    {"lemmas", "patterns"},
    {"words"},
    {"dates", "frequency", "context", "mentions", "repeats", "topics"},
    {"quotes", "genre"},
    {"corpus", "charts", "findings", "pages"},
    {"sharing"},
    {"cli"},
]
FLOOR_OF = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
# errors is what floor 0 shares; the design puts errors, files and marks there so that no room borrows
# from a sibling, so within floor 0 alone a module may use `errors`.
GROUND = {"errors"}

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "analysis"
MODULES = [path for path in sorted(PACKAGE.rglob("*.py")) if path != PACKAGE / "__init__.py"]
#: The same as dotted names, a room's `__init__` under the name of the room.
NAMES = {".".join(("analysis", *path.relative_to(PACKAGE).with_suffix("").parts)) for path in MODULES}
NAMES = {name.removesuffix(".__init__") for name in NAMES}
_DOTTED = re.compile(r"\banalysis((?:\.\w+)+)")


class Import(NamedTuple):
    """One thing a module asks of another: the module's dotted name."""

    module: str

    @property
    def room(self) -> str:
        return self.module.split(".")[1]

    @property
    def is_inside(self) -> bool:
        return self.module.count(".") > 1


def room_of(path: Path) -> str:
    """Name the room a file belongs to; a folder counts as one module."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(source: str, names: set[str] = NAMES) -> set[Import]:
    """List what a source imports of this package: by statement, by a string or through a face's attribute."""
    tree = ast.parse(source)
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    dotted = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            dotted |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import: spell out analysis.<room>"
            dotted |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Attribute):
            dotted.add(ast.unparse(node))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            # import_module("analysis.x"), "analysis.x:y", code that another process is to run
            dotted |= {found[0] for found in _DOTTED.finditer(node.value)}
    faces = {alias.asname or alias.name: f"analysis.{alias.name}" for alias in _faces(tree, names)}
    return {Import(module) for name in dotted if (module := _module(name, faces, names))}


def _faces(tree: ast.AST, names: set[str]) -> Iterator[ast.alias]:
    """List the rooms that a source has by name: ``from analysis import arabic``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "analysis":
            yield from (alias for alias in node.names if f"analysis.{alias.name}" in names)


def _module(dotted: str, faces: dict[str, str], names: set[str]) -> str | None:
    """Return the module of this package that a dotted name leads into, or None."""
    first, _, rest = dotted.partition(".")
    parts = f"{faces.get(first, first)}.{rest}".split(".")
    if parts[0] != "analysis" or len(parts) < 2:
        return None
    # a public function of the package is its room's
    home = "charts" if parts[1].startswith("plot_") else analysis._MODULE_OF.get(parts[1])
    parts = ["analysis", home] if home else parts
    found = [".".join(parts[:length]) for length in range(2, len(parts) + 1)]
    return next((name for name in reversed(found) if name in names), None)


def wrong_imports(room: str, source: str) -> set[str]:
    """Name the imported rooms that do not stand below ``room``."""
    rooms = {each.room for each in imports_of(source)} - {room} - (GROUND if FLOOR_OF[room] == 0 else set())
    return {other for other in rooms if FLOOR_OF.get(other, 99) >= FLOOR_OF[room]}


def entered_inside(room: str, source: str) -> set[str]:
    """Name the modules inside other rooms that a source imports past their face."""
    return {each.module for each in imports_of(source) if each.is_inside and each.room != room}


def circle(sources: dict[str, str]) -> list[str]:
    """Return the modules of one circle of imports among sources by dotted name, or none."""
    graph = {
        # code that a module has another process run may name the module itself
        name: {each.module for each in imports_of(source, set(sources))} - {name}
        for name, source in sources.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def sources_of(room: str) -> dict[str, str]:
    """Return the sources of a room by dotted name, its face under the name of the room."""
    paths = [path for path in MODULES if room_of(path) == room]
    names = (".".join(("analysis", *path.relative_to(PACKAGE).with_suffix("").parts)) for path in paths)
    return {
        name.removesuffix(".__init__"): path.read_text(encoding="utf-8")
        for name, path in zip(names, paths, strict=True)
    }


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_floors_below_and_enters_rooms_by_their_face(path):
    room, source = room_of(path), path.read_text(encoding="utf-8")
    assert room in FLOOR_OF, f"{room}: name its floor in DESIGN and here"
    assert wrong_imports(room, source) == set()
    assert entered_inside(room, source) == set()


@pytest.mark.parametrize("room", sorted({room_of(path) for path in MODULES}))
def test_no_circle_inside_a_room(room):
    assert circle(sources_of(room)) == []


def test_entry_points_enter_by_the_face():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    tables = [project.get("scripts", {}), project.get("gui-scripts", {})]
    tables += project.get("entry-points", {}).values()
    points = [point for table in tables for point in table.values()]
    assert points and all(re.fullmatch(r"analysis\.\w+:\w+", point) for point in points)


def test_the_readme_says_the_same_floors():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = text.partition("\n## The rooms\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (\d+) \| ([^|]*) \|", section, flags=re.MULTILINE)
    said = {room: int(floor) for floor, rooms in rows for room in re.findall(r"`(\w+)`", rooms)}
    assert said.items() <= FLOOR_OF.items()
    assert {room_of(path) for path in MODULES} <= set(said)


def test_no_two_files_have_one_name():
    names = [path.stem for path in MODULES if path.stem != "__init__"]
    names += [path.parent.name for path in MODULES if path.stem == "__init__"]
    assert {name for name, count in Counter(names).items() if count > 1} == set()


def test_no_two_classes_have_one_name():
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in MODULES]
    names = [node.name.lstrip("_") for tree in trees for node in tree.body if isinstance(node, ast.ClassDef)]
    assert {name for name, count in Counter(names).items() if count > 1} == set()


@pytest.mark.parametrize(
    ("room", "source", "expected", "reason"),
    [
        ("tokens", "from analysis.lemmas import add_lemmas", {"lemmas"}, "upwards"),
        ("frequency", "from analysis.context import find_in_context", {"context"}, "sideways"),
        ("lemmas", "def f():\n    import analysis.quotes", {"quotes"}, "late"),
        ("lemmas", "from analysis import dates", {"dates"}, "a room by name"),
        ("lemmas", "from analysis import find_dates", {"dates"}, "a public function is its room's"),
        ("lemmas", "import analysis\nanalysis.plot_terms", {"charts"}, "the same as an attribute"),
        ("lemmas", 'import_module("analysis.quotes")', {"quotes"}, "by string"),
        ("lemmas", 'load("analysis.quotes:find_quotes")', {"quotes"}, "as an entry point"),
        ("lemmas", 'run("from analysis.quotes import find_quotes")', {"quotes"}, "as code to run"),
        ("lemmas", '"""See `analysis.quotes`."""', set(), "a docstring imports nothing"),
        ("sharing", 'RECORD = "analysis.json"', set(), "a file is no module"),
        ("quotes", "from analysis.mentions import find_mentions", set(), "downwards"),
        ("tokens", "from analysis.tokens.scan import boundaries", set(), "within the room"),
    ],
)
def test_the_layering_test_sees_upward_and_sideways_imports(room, source, expected, reason):
    assert wrong_imports(room, source) == expected, reason


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from analysis.pages.reader import build", {"analysis.pages.reader"}),
        ("import analysis.pages.reader", {"analysis.pages.reader"}),
        ("from analysis.pages import reader", {"analysis.pages.reader"}),
        ("from analysis import pages\npages.reader.build()", {"analysis.pages.reader"}),
        ("from analysis import pages as p\np.reader.build()", {"analysis.pages.reader"}),
        ('import_module("analysis.pages.reader")', {"analysis.pages.reader"}),
        ("from analysis.pages import render_reader", set()),
        ("from analysis import pages\npages.render_reader()", set()),
    ],
)
def test_the_layering_test_sees_who_enters_past_the_face(source, expected):
    assert entered_inside("sharing", source) == expected


def test_the_layering_test_sees_circles_and_one_through_the_face():
    one, other = "from analysis.x.b import f", "def f():\n    from analysis.x.a import g"
    found = circle({"analysis.x": "from analysis.x.a import g", "analysis.x.a": one, "analysis.x.b": other})
    assert set(found) == {"analysis.x.a", "analysis.x.b"}
    face = {"analysis.x": "from analysis.x.a import g", "analysis.x.a": "from analysis.x import h"}
    assert set(circle(face)) == set(face)
    assert circle({"analysis.x.a": one, "analysis.x.b": "f = 1"}) == []
