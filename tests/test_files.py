import os
import tempfile
from pathlib import Path

import pytest

from analysis import files
from analysis.errors import OptionError, RenderError


def names_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_a_write_replaces_the_old_file_whole(tmp_path):
    target = tmp_path / "deep" / "page.html"
    files.write_atomic(target, "قديم")
    files.write_atomic(target, "جديد")
    assert target.read_text(encoding="utf-8") == "جديد"
    assert [file.name for file in target.parent.iterdir()] == ["page.html"]


def test_a_write_that_fails_leaves_the_old_file_and_no_rest(tmp_path, monkeypatch):
    target = tmp_path / "page.html"
    files.write_atomic(target, "قديم")

    def refuse(*_):
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OSError, match="disk full"):
        files.write_atomic(target, "جديد")
    assert target.read_text(encoding="utf-8") == "قديم"
    assert [file.name for file in tmp_path.iterdir()] == ["page.html"]


def test_a_set_replaces_what_stands_and_takes_away_what_it_no_longer_has(tmp_path):
    files.write_set(tmp_path, {"a/page.html": b"1", "a/tables/1.csv": b"2", "a/tables/2.csv": b"3"})
    files.write_set(tmp_path, {"a/page.html": b"4", "a/tables/1.csv": b"5"}, ["a/tables/2.csv", "a/none"])
    assert names_in(tmp_path) == ["a", "a/page.html", "a/tables", "a/tables/1.csv"]
    assert (tmp_path / "a/page.html").read_bytes() + (tmp_path / "a/tables/1.csv").read_bytes() == b"45"


@pytest.mark.parametrize(
    ("content", "expected", "reason"),
    [
        (b"whole", True, "as noted"),
        (b"whale", False, "another byte"),
        (b"who", False, "the end is missing"),
        (b"", False, "emptied"),
        (None, False, "lost"),
    ],
)
def test_a_file_stands_if_its_size_and_bytes_are_those_noted(tmp_path, content, expected, reason):
    if content is not None:
        (tmp_path / "x").write_bytes(content)
    assert files.stands(tmp_path, {"x": files.seal(b"whole")}) is expected, reason


def test_one_run_has_a_folder_and_clears_what_killed_ones_left(tmp_path):
    folder = tmp_path / "out"
    left = [".abc.part", "text/.abc.part", "text/tables/.abc.part"]
    for name in [*left, "text/page.html", "text/.hidden", "text/x.part"]:
        files.write_atomic(folder / name, "x")
    (folder / ".def.part").mkdir()
    (folder / ".lock").write_bytes(b"")
    with files.alone(folder):
        assert not any(path.name in (".abc.part", ".def.part") for path in folder.rglob("*"))
        said = f"^{folder}: another run is writing here; wait until it has ended, or name another --out$"
        with pytest.raises(RenderError, match=said), files.alone(folder):
            pass
    assert names_in(folder) == ["text", "text/.hidden", "text/page.html", "text/tables", "text/x.part"]


def test_temporary_folders_of_killed_runs_go_and_those_of_living_ones_stay(monkeypatch):
    with tempfile.TemporaryDirectory() as base:
        monkeypatch.setattr(tempfile, "tempdir", base)
        for name in ("workbook-dead/.lock", "workbook-another/notes.txt", "wb/.lock"):
            files.write_atomic(Path(base) / name, "")
        with files.private_folder() as living, files.private_folder() as second:
            there = sorted(path.name for path in Path(base).iterdir())
            assert there == sorted(["wb", "workbook-another", living.name, second.name])
        assert sorted(path.name for path in Path(base).iterdir()) == ["wb", "workbook-another"]


def test_labels_fall_back_to_the_key_and_refuse_unknown_languages():
    assert files.label("columns", "no such column") == "no such column"
    with pytest.raises(OptionError, match="^language='de': unknown; known languages: ar, en$"):
        files.label("columns", "term", "de")


def test_every_label_has_both_languages():
    for section, entries in files.read_toml("labels.toml").items():
        for key, entry in entries.items():
            assert set(entry) == set(files.LANGUAGES), f"[{section}.{key}]"
            assert all(entry.values()), f"[{section}.{key}]"
