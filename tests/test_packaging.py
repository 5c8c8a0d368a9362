"""What is handed on: the source distribution can be tested, and the pins serve every system."""

import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ARTICLE = "000_2782f4fc84697122.txt"


@pytest.fixture(scope="module")
def distributed(tmp_path_factory):
    """Build the source distribution from a copy of this folder; return the names in it."""
    folder = tmp_path_factory.mktemp("sdist")
    left = shutil.ignore_patterns(".*", "rendered", "build", "dist", "*.egg-info", "__pycache__")
    shutil.copytree(ROOT, folder / "copy", ignore=left)
    # the pattern takes bench/build too, which is ours
    if (ROOT / "bench" / "build").is_dir():
        shutil.copytree(ROOT / "bench" / "build", folder / "copy" / "bench" / "build", ignore=left)
    build = "from setuptools.build_meta import build_sdist; build_sdist('..')"
    subprocess.run([sys.executable, "-c", build], cwd=folder / "copy", check=True, capture_output=True)
    with tarfile.open(next(folder.glob("*.tar.gz"))) as archive:
        return {name.partition("/")[2] for name in archive.getnames()}


def files_of(folder: str, pattern: str) -> set[str]:
    """Name the files below a folder of this project."""
    found = (ROOT / folder).rglob(pattern)
    return {
        path.relative_to(ROOT).as_posix()
        for path in found
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_source_distribution_holds_all_that_its_tests_need(distributed):
    about_the_article = {"tests/test_golden.py", "tests/test_notebooks.py"}
    assert files_of("tests", "*.py") - about_the_article <= distributed
    assert files_of("analysis", "*") <= distributed
    assert files_of("bench", "*") <= distributed
    for name in ("conftest.py", "constraints.txt", "pyproject.toml", "README.md", "Makefile", "LICENSE"):
        assert name in distributed


def test_no_text_of_others_is_in_the_source_distribution(distributed):
    assert not [name for name in distributed if ARTICLE in name or name.endswith(".ipynb")]
    texts = {name for name in distributed if re.fullmatch(r"seeds/.+", name)}
    assert texts == {
        f"seeds/{name}" for name in ("README.md", "aliases.toml", "qasr_al_rimal.txt", "stopwords.txt")
    }
    assert not {"tests/test_golden.py", "tests/test_notebooks.py"} & distributed


def pins() -> dict[str, str]:
    """Return the pinned version of each package, by its normal name."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    named = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in named}


def test_every_package_has_one_pin_also_where_another_system_or_python_wants_more():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(each for extra in extras for each in extra)]
    pinned = pins()
    assert {re.match(r"[\w.-]+", each)[0].lower() for each in wanted} <= set(pinned)
    # what Windows (colorama ... pywinpty) and macOS (appnope) add to what Linux wants
    assert {"colorama", "pywinpty", "appnope"} <= set(pinned)
    assert all(re.fullmatch(r"[\w.]+", version) for version in pinned.values())
