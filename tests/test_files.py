import os

import pytest

from analysis import files
from analysis.errors import OptionError


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


def test_labels_fall_back_to_the_key_and_refuse_unknown_languages():
    assert files.label("columns", "no such column") == "no such column"
    with pytest.raises(OptionError, match="^language='de': unknown; known languages: ar, en$"):
        files.label("columns", "term", "de")


def test_every_label_has_both_languages():
    for section, entries in files.read_toml("labels.toml").items():
        for key, entry in entries.items():
            assert set(entry) == set(files.LANGUAGES), f"[{section}.{key}]"
            assert all(entry.values()), f"[{section}.{key}]"
