"""The notebooks run, and what is stored in them is what they give."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import matplotlib.pyplot as plt
import pytest

from analysis.sharing.plan import parameter_cell, rewrite

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
# what the repository ships; a reader's own texts and settings in seeds/ never fail a test
SHIPPED = ("000_2782f4fc84697122.txt", "qasr_al_rimal.txt")
LANGUAGES = {"ar", "en"}
# what a cell may take for granted of the shipped texts, and what of it is missing here
AWKWARD = {
    "marks": "- - -\n***\n— …\n",  # not a word
    "stops": "في من على إلى.\n",  # no word that is counted
    "numbers": "3\n17\n42\n17\n3.5\n",  # no name, no speech, no sentence
    "ten": "وصل القطار إلى المحطة متأخرا فانتظر المسافرون ساعة في البرد.",  # every word once, one paragraph
    "english": 'The library opened in March. "I never thought I would see it," Sara Haddad said.',
    "play": "الحارس: من هناك؟\nليلى: افتح الباب يا حارس.\nالحارس: لا يفتح قبل الفجر.\nليلى: البرد شديد!\n",
}


def read(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def source_of(cell: dict) -> str:
    return "".join(cell["source"])


def code_cells(notebook: dict) -> list[dict]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def storage_faults(notebook: dict) -> list[str]:
    """List what a stored notebook lacks: cells not run in order, no outputs, pictures without words."""
    faults = []
    cells = code_cells(notebook)
    if [cell["execution_count"] for cell in cells] != list(range(1, len(cells) + 1)):
        faults.append("cells were not run once each, in order")
    if not any(cell["outputs"] for cell in cells):
        faults.append("no outputs are stored")
    for number, cell in enumerate(cells, start=1):
        for output in cell["outputs"]:
            if output["output_type"] == "error":
                faults.append(f"cell {number} failed: {output['ename']}")
            picture = output.get("data", {}).get("image/png")
            if picture and not output.get("metadata", {}).get("image/png", {}).get("alt"):
                faults.append(f"cell {number}: a picture without alternative text")
    return faults


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_outputs_are_stored_whole(path):
    assert storage_faults(read(path)) == []


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ({"execution_count": None, "outputs": []}, "cells were not run once each, in order"),
        ({"execution_count": 1, "outputs": []}, "no outputs are stored"),
        (
            {"execution_count": 1, "outputs": [{"output_type": "error", "ename": "KeyError"}]},
            "cell 1 failed: KeyError",
        ),
        (
            {
                "execution_count": 1,
                "outputs": [{"output_type": "display_data", "data": {"image/png": "iVBO"}, "metadata": {}}],
            },
            "cell 1: a picture without alternative text",
        ),
    ],
)
def test_the_storage_test_can_fail(cell, fault):
    notebook = {"cells": [{"cell_type": "code", "source": "", **cell}]}
    assert fault in storage_faults(notebook)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_keeps_to_the_guide(path):
    notebook = read(path)
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}
    for cell in notebook["cells"]:
        assert set(cell["metadata"]) <= {"tags"}, "only tags are kept, for clean diffs"
    for cell in code_cells(notebook):
        lines = source_of(cell).splitlines()
        assert len(lines) <= 10 or cell["metadata"].get("tags") == ["parameters"]
        assert not any(line.startswith(("def ", "class ", "%", "!")) for line in lines)
    tagged = [cell for cell in code_cells(notebook) if "parameters" in cell["metadata"].get("tags", ())]
    assert len(tagged) == 1
    assert "SEED = " in source_of(tagged[0]) and str(ROOT) not in source_of(tagged[0])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_begins_with_an_example_that_the_eye_can_check(path):
    cells = read(path)["cells"]
    first = next(
        number for number, cell in enumerate(cells) if "parameters" in cell["metadata"].get("tags", ())
    )
    *prose, example = cells[first + 1 : first + 4]
    assert [cell["metadata"]["tags"] for cell in prose] == [["ar"], ["en"]]
    source = source_of(example)
    assert "make_seeds(" in source and "SEED" not in source and len(source.splitlines()) <= 4
    # a page keeps its code folded away, so the prose quotes what is counted
    texts = re.findall(r'make_seeds\("([^"]*)"\)', source)
    assert texts and all(text.rstrip(".") in source_of(cell) for text in texts for cell in prose)
    assert "text/csv" in example["outputs"][0]["data"], "its answer is a table"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.parametrize("name", AWKWARD)
def test_a_notebook_runs_on_a_text_that_lacks_what_it_shows(name, path, tmp_path, monkeypatch):
    """Run the cells in this process: a kernel for each of these would take a minute."""
    for other, text in AWKWARD.items():
        (tmp_path / f"{other}.txt").write_text(text, encoding="utf-8")
    monkeypatch.chdir(ROOT / "notebooks")
    notebook = read(path)
    cell = parameter_cell(notebook, path.name)
    seed, reference = str(tmp_path / f"{name}.txt"), [str(tmp_path / "ten.txt")]
    cell["source"] = rewrite(source_of(cell), {"SEED": seed, "REFERENCE": reference})
    names = {}
    for cell in code_cells(notebook):
        exec(compile(source_of(cell), path.name, "exec"), names)  # our own cells
        plt.close("all")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_prose_comes_in_both_languages(path):
    prose = [cell for cell in read(path)["cells"] if cell["cell_type"] == "markdown"]
    tags = [set(cell["metadata"].get("tags", ())) & LANGUAGES for cell in prose]
    assert all(len(tag) == 1 for tag in tags), "every prose cell is tagged ar or en"
    assert [tag.pop() for tag in tags] == ["ar", "en"] * (len(prose) // 2), "Arabic first, then its twin"
    assert len(source_of(prose[0]).split()) < 120


def test_the_notebooks_give_what_is_stored_in_them(tmp_path):
    """Run nbval on a copy beside the shipped texts and settings alone."""
    (tmp_path / "seeds").mkdir()
    for name in (*SHIPPED, "aliases.toml", "stopwords.txt"):
        shutil.copy(ROOT / "seeds" / name, tmp_path / "seeds" / name)
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks", ignore=shutil.ignore_patterns(".*"))
    command = [sys.executable, "-m", "pytest", "-q", "--nbval", "--nbval-current-env", "-n", "2"]
    options = ["--dist", "loadscope", "-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", str(tmp_path)]
    # a SEED that the reader exported would be taken for the notebooks' own
    environment = {name: value for name, value in os.environ.items() if name not in ("SEED", "LANGUAGE")}
    run = subprocess.run(
        [*command, *options, str(tmp_path / "notebooks")],
        capture_output=True,
        text=True,
        env=environment,
        cwd=tmp_path,
    )
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-2000:]
