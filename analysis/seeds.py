"""Texts on disk -> the seeds table: which files, in which encoding, under which names."""

import codecs
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from analysis import arabic
from analysis.errors import SeedError
from analysis.files import read_bytes

COLUMNS = ["seed", "title", "text", "language", "encoding", "path"]

#: Files of a seeds folder that belong to the reader's settings, not to the texts.
NOT_SEEDS = frozenset({"README.txt", "stopwords.txt"})

# Longest first: the BOM of UTF-32 LE begins with that of UTF-16 LE.
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f/\\:*?\"'<>|&#%`$;\s]+")
# devices of Windows, and what stands beside the folders of texts: index.html
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|.*\.html)$", re.IGNORECASE)
_LONGEST_NAME = 80
# Longer texts are no reading matter: they fill the memory before a page is made.
_MOST = 500_000_000
_HALF = re.compile("[\ud800-\udfff]")


def find_seed_paths(paths: str | os.PathLike | Iterable) -> list[Path]:
    """List the text files that ``paths`` name.

    Parameters
    ----------
    paths
        A file, a folder (its ``.txt`` files, sorted, without hidden ones, ``README.txt`` and
        ``stopwords.txt``), a glob pattern, or several of these. ``~`` is the home folder.

    Returns
    -------
    list of Path
        Each file once, in the order asked for.

    Raises
    ------
    SeedError
        If what is given is no path, a path does not exist, a folder cannot be read, or a folder or pattern
        holds no text.
    """
    asked = [paths] if isinstance(paths, str | os.PathLike) or not isinstance(paths, Iterable) else paths
    found = [file for path in asked for file in _expand(_path_name(path))]
    if not found:
        raise SeedError("seeds: no path given; name a text file or a folder of .txt files")
    return list(dict.fromkeys(found))


def _path_name(path: object) -> str:
    if not isinstance(path, str | os.PathLike):
        raise SeedError(f"seeds: {path!r} is no path; name a text file or a folder of .txt files")
    return os.fspath(path)


def _expand(name: str) -> list[Path]:
    if not name:
        raise SeedError("seeds: an empty path; name a text file or a folder of .txt files")
    # os.path says no where Path raises: an unknown ~user, a name longer than the system allows
    path = Path(os.path.expanduser(name))
    if os.path.isdir(path):
        try:
            texts = sorted(path / file for file in os.listdir(path) if file.endswith(".txt"))
        except OSError as error:
            raise SeedError(f"{name}: cannot be read ({error.strerror}); check your rights") from None
        if not any(map(_is_seed, texts)):
            raise SeedError(f"{name}: no .txt file in this folder; put a text in it or name a file")
        return list(filter(_is_seed, texts))
    # a link that leads nowhere is there: reading it says why it cannot be read
    if os.path.lexists(path):
        return [path]
    # a file may really be called "a[1].txt", so a pattern is tried only where no file has the name
    texts = [file for file in _matches(path) if file.is_file() and _is_seed(file)]
    if not texts:
        raise SeedError(f"{name}: no such file or folder; check the path")
    return texts


def _matches(pattern: Path) -> list[Path]:
    """List what matches a pattern, nothing in hidden folders; links to a folder above lead nowhere."""
    first = 1 if pattern.anchor else 0
    parts = [part if part == "**" else part.replace("**", "*") for part in pattern.parts[first:]]
    try:
        found = sorted(Path(pattern.anchor).glob(os.path.join(*parts)))
    except (OSError, ValueError):
        return []
    shown = {part for part in parts if part.startswith(".")}
    return [file for file in found if not any(part[0] == "." and part not in shown for part in file.parts)]


def _is_seed(file: Path) -> bool:
    return file.name not in NOT_SEEDS and not file.name.startswith(".")


def read_seeds(paths: str | os.PathLike | Iterable, *, encoding: str | None = None) -> pd.DataFrame:
    """Read texts into one row per text.

    Parameters
    ----------
    paths
        A file, a folder, a glob pattern or several of these, as `find_seed_paths` takes them.
    encoding
        The encoding of every file. By default a byte order mark decides, then strict UTF-8, then
        windows-1256 where the result is plausible Arabic (every byte decodes as windows-1256, so
        success proves nothing).

    Returns
    -------
    DataFrame
        One row per text: ``seed`` (the file's name without suffix, unique and safe as a folder name),
        ``title`` (the headline if there is one, else ``seed``), ``text`` (as decoded: line ends and
        all, without byte order mark), ``language``, ``encoding`` (what was used), ``path`` (as asked).

    Raises
    ------
    SeedError
        If a file is missing, empty, binary or in no known encoding; names the file and the remedy.
    """
    files = find_seed_paths(paths)
    rows = []
    for file, seed in zip(files, seed_names(files), strict=True):
        text, used = _read_text(file, encoding)
        title = _headline(text) or seed
        rows.append((seed, title, text, arabic.language_of(text), used, str(file)))
    return pd.DataFrame(rows, columns=COLUMNS)


def make_seeds(texts: str | Iterable[str]) -> pd.DataFrame:
    """Make a table of texts from texts at hand, for a small example or a trial without a file.

    Parameters
    ----------
    texts
        A text or several.

    Returns
    -------
    DataFrame
        One row per text, the columns of `read_seeds`: ``seed`` and ``title`` are ``text-1``, ``text-2``, ...
        (``title`` the headline if there is one); ``encoding`` and ``path`` are null, for there is no file.

    Raises
    ------
    SeedError
        If something given is no text; names it and the remedy.

    Examples
    --------
    >>> make_seeds(["كتاب وكتب", "a book"])[["seed", "text", "language"]].to_numpy().tolist()
    [['text-1', 'كتاب وكتب', 'ar'], ['text-2', 'a book', 'en']]
    """
    rows = []
    for number, text in enumerate([texts] if isinstance(texts, str) else texts, start=1):
        if not isinstance(text, str):
            raise SeedError(f"seeds: {text!r} is no text; give a string or several")
        half = _HALF.search(text)
        if half:
            raise SeedError(
                f"seeds: text {number} holds half a character (U+{ord(half.group()):04X} at {half.start()}); "
                "decode it as UTF-16, or leave it out"
            )
        seed = f"text-{number}"
        rows.append((seed, _headline(text) or seed, text, arabic.language_of(text), None, None))
    return pd.DataFrame(rows, columns=COLUMNS).astype("str")


def seed_names(files: Iterable[Path]) -> list[str]:
    """Name each file by its stem, made safe as a folder name and unique by its parent folder.

    Names that some disks take for one (other capitals, letters composed otherwise) are told apart.
    """
    files = [Path(file) for file in files]
    names = [safe_name(file.stem) for file in files]
    times = Counter(map(_as_on_disk, names))
    # a link that leads nowhere has a folder too, so not Path.resolve
    names = [
        safe_name(f"{Path(os.path.realpath(file)).parent.name}-{name}")
        if times[_as_on_disk(name)] > 1
        else name
        for file, name in zip(files, names, strict=True)
    ]
    unique: dict[str, str] = {}
    last: Counter[str] = Counter()
    for name in names:
        candidate = name
        while _as_on_disk(candidate) in unique:
            last[name] += 1
            candidate = f"{name}-{last[name] + 1}"
        unique[_as_on_disk(candidate)] = candidate
    return list(unique.values())


def _as_on_disk(name: str) -> str:
    """Return what names share that a disk may take for one."""
    return unicodedata.normalize("NFC", name.casefold())


def safe_name(name: str) -> str:
    """Make ``name`` usable as a folder name on every system and in a link.

    Examples
    --------
    >>> safe_name("../خبر اليوم")
    'خبر_اليوم'
    """
    visible = "".join("_" if arabic.is_invisible(character) else character for character in name)
    safe = _UNSAFE.sub("_", visible).strip("._- ")[:_LONGEST_NAME]
    return f"_{safe}" if not safe or _RESERVED.match(safe) else safe


def _read_text(file: Path, encoding: str | None) -> tuple[str, str]:
    """Read one file; give its text and the encoding used."""
    try:
        os.fspath(file).encode("utf-8")
    except UnicodeEncodeError:
        read = os.fsencode(file.name).decode("windows-1256", "replace")
        raise SeedError(
            f"{file}: its name is not UTF-8; rename it (in windows-1256 it reads {read})"
        ) from None
    raw = read_bytes(file, most=_MOST, error=SeedError)
    if not raw:
        raise SeedError(f"{file}: is empty; put a text in it")
    text, used = _decode(raw, file, encoding)
    if all(map(arabic.is_invisible, text)):
        raise SeedError(f"{file}: holds nothing visible; put a text in it")
    return text, used


def _decode(raw: bytes, file: Path, encoding: str | None) -> tuple[str, str]:
    if encoding is not None:
        return _decode_as(raw, file, encoding), encoding
    for mark, name in _BOMS:
        if raw.startswith(mark):
            return _decode_as(raw, file, name), name
    if b"\0" in raw:
        raise SeedError(
            f"{file}: is not a text (byte {raw.index(0)} is NUL); name a text file, or pass encoding="
        )
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        first = error.start
    text = raw.decode("windows-1256")
    if _is_plausible_arabic(text):
        return text, "windows-1256"
    raise SeedError(
        f"{file}: not UTF-8 (byte {first}) and not plausible windows-1256; save it as UTF-8 or pass encoding="
    )


def _decode_as(raw: bytes, file: Path, encoding: str) -> str:
    try:
        return raw.decode(encoding).removeprefix("\ufeff")
    except LookupError:
        raise SeedError(
            f"{file}: encoding={encoding!r} is not known to Python; try 'utf-8', 'windows-1256' or 'utf-16'"
        ) from None
    except UnicodeDecodeError as error:
        raise SeedError(
            f"{file}: not {encoding} (byte {error.start}); save it as UTF-8 or pass another encoding="
        ) from error


def _is_plausible_arabic(text: str) -> bool:
    """Tell Arabic in windows-1256 from what merely decodes as it.

    Other code pages give words that mix Arabic with accented Latin letters, damaged UTF-8 gives ط and ظ
    at every other place (its lead bytes), and both put ة and ى inside words, where no Arabic word has them.
    """
    if re.search(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]", text):
        return False
    words = re.findall(r"[^\W\d_]+", text)
    arabic_words = [word for word in words if any("\u0620" <= letter <= "\u06ff" for letter in word)]
    mixed = sum(any(letter < "\u0620" for letter in word) for word in arabic_words)
    letters = "".join(arabic_words)
    if len(letters) * 2 < sum(map(len, words)) or not letters or mixed > 0.05 * len(arabic_words):
        return False
    final_inside = sum(letter in "ةى" for word in arabic_words for letter in word[:-1])
    lead_bytes = sum(map(letters.count, "طظ"))
    # the twelve most frequent letters of Arabic make up about three quarters of any running text
    frequent = sum(map(letters.count, "اليمونرتبعدهف"))
    return final_inside < 0.02 * len(letters) and lead_bytes < 0.2 * len(letters) < 0.4 * frequent


def _headline(text: str) -> str | None:
    """Return the first line if it looks like a headline: short, without a final stop, more text below."""
    lines = (line.strip() for line in re.split(rf"[{arabic.LINE_BREAKS}]", text[:5_000]))
    visible = [line for line in lines if line and not all(map(arabic.is_invisible, line))]
    return visible[0] if len(visible) > 1 and arabic.is_headline(visible[0]) else None
