import codecs
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import make_seeds, read_seeds
from analysis.errors import SeedError
from analysis.seeds import find_seed_paths, safe_name, seed_names

NEWS = "أعلنت الوزارة أن المحادثات بدأت اليوم في العاصمة، وقال المتحدث إن الوفد وصل أمس.\n"


def error_of(call, *arguments, **options) -> str:
    with pytest.raises(SeedError) as caught:
        call(*arguments, **options)
    return str(caught.value)


@pytest.mark.parametrize(
    ("raw", "encoding", "reason"),
    [
        (NEWS.encode(), "utf-8", "strict UTF-8"),
        (codecs.BOM_UTF8 + NEWS.encode(), "utf-8-sig", "the mark is not text"),
        (NEWS.encode("utf-16"), "utf-16", "byte order mark"),
        (codecs.BOM_UTF16_BE + NEWS.encode("utf-16-be"), "utf-16", "the other order"),
        (NEWS.encode("utf-32"), "utf-32", "its mark begins with that of UTF-16"),
        (NEWS.encode("windows-1256"), "windows-1256", "plausible Arabic"),
    ],
)
def test_the_encoding_is_found(tmp_path, raw, encoding, reason):
    (tmp_path / "a.txt").write_bytes(raw)
    seeds = read_seeds(tmp_path / "a.txt")
    assert seeds[["text", "encoding"]].to_numpy().tolist() == [[NEWS, encoding]], reason


@pytest.mark.parametrize(
    ("text", "encoding", "reason"),
    [
        ("Le ministre a déclaré à Genève que l'été", "latin-1", "French in Latin-1"),
        ("Министр сообщил, что переговоры начались сегодня утром", "windows-1251", "Russian"),
        ("Министр сообщил, что переговоры начались сегодня утром", "koi8-r", "Russian in KOI8-R"),
        (NEWS, "iso-8859-6", "Arabic in another code page: half its letters differ"),
        ("Ο υπουργός δήλωσε ότι οι συνομιλίες άρχισαν", "iso-8859-7", "Greek"),
        ("“Smart” quotes – and a dash", "windows-1252", "English with typographic marks"),
    ],
)
def test_other_code_pages_are_refused_although_every_byte_decodes_as_windows_1256(
    tmp_path, text, encoding, reason
):
    file = tmp_path / "a.txt"
    file.write_bytes(text.encode(encoding))
    assert "not plausible windows-1256; save it as UTF-8 or pass encoding=" in error_of(read_seeds, file), (
        reason
    )
    assert read_seeds(file, encoding=encoding)["text"][0] == text


def test_damaged_utf_8_is_not_taken_for_windows_1256(tmp_path):
    file = tmp_path / "a.txt"
    file.write_bytes(NEWS.encode()[:-2] + b"\xff" + NEWS.encode())
    first = len(NEWS.encode()) - 2
    assert error_of(read_seeds, file) == (
        f"{file}: not UTF-8 (byte {first}) and not plausible windows-1256; save it as UTF-8 or pass encoding="
    )


@pytest.mark.parametrize(
    ("raw", "options", "message"),
    [
        (b"", {}, "is empty; put a text in it"),
        (b" \n\xe2\x80\x8f\n", {}, "holds nothing visible; put a text in it"),
        (
            b"\x89PNG\r\n\x1a\n\0\0",
            {},
            "is not a text (byte 8 is NUL); name a text file, or pass encoding=",
        ),
        (
            b"abc\xff",
            {"encoding": "utf-8"},
            "not utf-8 (byte 3); save it as UTF-8 or pass another encoding=",
        ),
        (
            b"abc",
            {"encoding": "utf-9"},
            "encoding='utf-9' is not known to Python; try 'utf-8', 'windows-1256' or 'utf-16'",
        ),
    ],
)
def test_a_bad_file_is_one_line_with_its_name_and_the_remedy(tmp_path, raw, options, message):
    file = tmp_path / "a.txt"
    file.write_bytes(raw)
    assert error_of(read_seeds, file, **options) == f"{file}: {message}"


def test_line_ends_are_kept_as_they_are(tmp_path):
    (tmp_path / "a.txt").write_bytes("أ\r\nب\rج\u2028د".encode())
    assert read_seeds(tmp_path / "a.txt")["text"][0] == "أ\r\nب\rج\u2028د"


def test_columns_title_and_language(tmp_path):
    (tmp_path / "a.txt").write_text("عنوان الخبر\n" + NEWS, encoding="utf-8")
    (tmp_path / "b.txt").write_text("One sentence only.", encoding="utf-8")
    seeds = read_seeds(tmp_path)
    assert list(seeds.columns) == ["seed", "title", "text", "language", "encoding", "path"]
    assert seeds["title"].tolist() == ["عنوان الخبر", "b"]
    assert seeds["language"].tolist() == ["ar", "en"]


def test_a_folder_gives_its_texts_without_the_readers_settings(tmp_path):
    for name in ("b.txt", "a.txt", "stopwords.txt", "README.txt", "README.md", "aliases.toml", ".hidden.txt"):
        (tmp_path / name).write_text("نص", encoding="utf-8")
    assert [file.name for file in find_seed_paths(tmp_path)] == ["a.txt", "b.txt"]
    assert [file.name for file in find_seed_paths(f"{tmp_path}/*.txt")] == ["a.txt", "b.txt"]
    assert find_seed_paths([tmp_path / "a.txt", tmp_path])[0] == tmp_path / "a.txt"
    assert len(find_seed_paths([tmp_path / "a.txt", tmp_path])) == 2


def test_a_file_named_like_a_pattern_is_a_file(tmp_path):
    (tmp_path / "a[1].txt").write_text("نص", encoding="utf-8")
    assert find_seed_paths(tmp_path / "a[1].txt") == [tmp_path / "a[1].txt"]


def test_missing_paths_say_so(tmp_path):
    gone = tmp_path / "gone.txt"
    assert error_of(find_seed_paths, gone) == f"{gone}: no such file or folder; check the path"
    empty = f"{tmp_path}: no .txt file in this folder; put a text in it or name a file"
    assert error_of(find_seed_paths, tmp_path) == empty
    assert error_of(find_seed_paths, []) == "seeds: no path given; name a text file or a folder of .txt files"


@pytest.mark.parametrize("paths", [5, None, [5], [None], b"a.txt"])
def test_what_is_no_path_is_told_so(paths):
    message = error_of(read_seeds, paths)
    assert message.startswith("seeds: ")
    assert message.endswith(" is no path; name a text file or a folder of .txt files")


def test_seeds_of_one_name_are_told_apart_by_their_folder():
    files = [Path("/x/one/a.txt"), Path("/x/two/a.txt"), Path("/x/two/b.txt"), Path("/y/two/a.txt")]
    assert seed_names(files) == ["one-a", "two-a", "b", "two-a-2"]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("خبر اليوم", "خبر_اليوم"),
        ("../../etc/passwd", "etc_passwd"),
        ('<script>"x"</script>', "script_x_script"),
        ("CON", "_CON"),
        ("...", "_"),
        ("a\u202eb", "a_b"),
        ("ن" * 200, "ن" * 80),
    ],
)
def test_seed_names_are_safe_as_folders_and_links(name, safe):
    assert safe_name(name) == safe


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_no_name_leaves_its_folder(name):
    safe = safe_name(name)
    assert safe and "/" not in safe and not safe.startswith(".") and (Path("/x") / safe).parent == Path("/x")


ARTICLE = Path(__file__).parents[1] / "seeds" / "000_2782f4fc84697122.txt"


@pytest.mark.skipif(not ARTICLE.is_file(), reason="the article is in no source distribution")
def test_the_users_text_is_read_whole():
    seeds = read_seeds(ARTICLE)
    assert seeds["text"][0].encode() == ARTICLE.read_bytes()
    assert seeds["title"][0].startswith("وزيرا خارجية الولايات المتحدة")
    assert not seeds["text"][0].endswith("\n")


def test_the_argument_may_be_one_path_or_many(tmp_path):
    (tmp_path / "a.txt").write_text("نص", encoding="utf-8")
    one, many = read_seeds(str(tmp_path / "a.txt")), read_seeds([tmp_path / "a.txt"])
    pd.testing.assert_frame_equal(one, many)


def test_texts_at_hand_become_seeds_like_those_from_files():
    seeds = make_seeds(["عنوان قصير\n" + NEWS, "a book"])
    assert list(seeds.columns) == ["seed", "title", "text", "language", "encoding", "path"]
    assert seeds[["seed", "title", "language"]].to_numpy().tolist() == [
        ["text-1", "عنوان قصير", "ar"],
        ["text-2", "text-2", "en"],
    ]
    assert seeds["path"].isna().all()
    assert make_seeds("a book")["text"].to_list() == ["a book"]
    assert make_seeds([]).empty and list(make_seeds([]).columns) == list(seeds.columns)


def test_what_is_no_text_makes_no_seed():
    assert error_of(make_seeds, ["نص", 3]) == "seeds: 3 is no text; give a string or several"
