"""Long texts: what several kernels find is found once, and what does not fit the memory is said at once."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.errors import SeedError
from analysis.sharing import memory, shared_tables
from analysis.sharing.front_page import describe
from analysis.sharing.plan import Seed


class Counted:
    """A function that knows how often it was called."""

    def __init__(self) -> None:
        self.times = 0
        self.__name__ = "find"

    def __call__(self, table: pd.DataFrame, *, kind: str = "a") -> pd.DataFrame:
        self.times += 1
        return table.assign(kind=kind)


def long_table(first: int = 0) -> pd.DataFrame:
    rows = pd.DataFrame({"start": range(first, first + shared_tables.LONG)})
    return rows.assign(token=pd.Categorical(["كتاب"] * len(rows)))


def test_what_one_kernel_has_found_another_reads(tmp_path):
    found = Counted()
    one, other = (shared_tables.kept(found, tmp_path) for _ in range(2))
    pd.testing.assert_frame_equal(one(long_table()), other(long_table()))
    # what was read back is given to the next function, and asks for the same again
    pd.testing.assert_frame_equal(one(one(long_table())), other(other(long_table())))
    assert found.times == 2


def test_another_option_or_another_table_is_found_anew(tmp_path):
    found = Counted()
    kept = shared_tables.kept(found, tmp_path)
    kept(long_table())
    assert kept(long_table(), kind="b")["kind"].unique().tolist() == ["b"]
    assert kept(long_table(1))["start"].iloc[0] == 1
    assert found.times == 3


def test_nothing_is_kept_of_a_short_table_and_the_folder_stays_small(tmp_path):
    found = Counted()
    kept = shared_tables.kept(found, tmp_path)
    kept(long_table().head(shared_tables.LONG - 1))
    assert not list(tmp_path.iterdir())
    for first in range(shared_tables.TABLES + 2):
        kept(long_table(first))
    assert len(list(tmp_path.glob("*.kept"))) == shared_tables.TABLES


def test_a_text_larger_than_its_memory_is_an_error_of_one_line(tmp_path, monkeypatch):
    file = tmp_path / "book.txt"
    file.write_bytes("كتاب ".encode() * 200_000)
    monkeypatch.setattr(memory, "free_memory", lambda: memory.BASE + memory.PER_BYTE * 400_000)
    with pytest.raises(SeedError) as error:
        describe(Seed(Path(file), "book"))
    assert str(error.value) == (
        f"{file}: 1.8 MB of text need about 484.0 MB of memory, and 302.0 MB are free; "
        "split it into files of 0.4 MB or less, or free some memory"
    )


def test_a_text_that_fits_is_described(tmp_path):
    file = tmp_path / "note.txt"
    file.write_text("كتاب جديد", encoding="utf-8")
    assert memory.free_memory() > 0
    assert describe(Seed(file, "note"))["characters"] == 9


def test_the_limit_of_the_group_of_processes_counts(tmp_path, monkeypatch):
    limit, used = tmp_path / "max", tmp_path / "current"
    limit.write_text("1000\n")
    used.write_text("400\n")
    monkeypatch.setattr(memory, "_LIMITS", ((str(limit), str(used)), (str(tmp_path / "none"), str(used))))
    assert memory.free_memory() == 600
    limit.write_text("max\n")
    assert memory.free_memory() > 1_000_000
