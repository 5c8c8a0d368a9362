"""The style and the one script of every page, as text to embed."""

import base64
import hashlib
import json
import re
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa

from analysis import arabic

_FOLDER = Path(__file__).parent


@cache
def style() -> str:
    """Return the CSS of tables and reader with its dark colours, for a page that stands alone."""
    light, dark = _looks()
    turned = ":root:has(#wb-dark:checked)"
    # the checkbox turns round what the system asks for; paper is always light
    return (
        light
        + f"@media screen and (prefers-color-scheme:dark){{:root:not(:has(#wb-dark:checked)){{{dark}}}}}"
        + f"@media screen and (prefers-color-scheme:light){{{turned}{{{dark}}}}}"
    )


@cache
def lab_style() -> str:
    """Return the CSS of tables and reader for JupyterLab, which says itself whether it is dark."""
    light, dark = _looks()
    return light + f'body[data-jp-theme-light="false"]{{{dark}}}'


def _looks() -> list[str]:
    """Return the style sheet, and the colours that a dark page has instead."""
    return [shrink((_FOLDER / name).read_text(encoding="utf-8")) for name in ("style.css", "dark.css")]


@cache
def script() -> str:
    """Return the script that sorts and searches tables; the same bytes for every page."""
    return _with_folds("script.js")


@cache
def explorer_module() -> str:
    """Return the module of the explorer, for a page and for JupyterLab; the same bytes for each."""
    return _with_folds("explorer.js")


def _with_folds(name: str) -> str:
    """Return a script with what it needs to fold as the package does."""
    folds = json.dumps(_folds(), ensure_ascii=True, sort_keys=True)
    fold = (_FOLDER / "fold.js").read_text(encoding="utf-8").replace("/*FOLDS*/{}", folds)
    source = (_FOLDER / name).read_text(encoding="utf-8").replace("/*FOLD*/", fold)
    return "".join(f"{line.strip()}\n" for line in source.splitlines() if not line.lstrip().startswith("//"))


@cache
def script_hashes() -> str:
    """Return what lets a content security policy allow `script` and `explorer_module`, and nothing else."""
    digests = (hashlib.sha256(source.encode("utf-8")).digest() for source in (script(), explorer_module()))
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


@cache
def _folds() -> dict[str, object]:
    """Tell the script how the package folds: what is deleted, what becomes what, where digits begin.

    Read off `arabic.fold_strings`, so that a search on the page finds what a search in the package does.
    Composition (NFC) is left to the browser, which has it.
    """
    points = [*range(1, 0xD800), *range(0xE000, 0x20000), *range(0xE0000, 0xE1000)]
    rules = [fold for fold in arabic.SEARCH_FOLDS if fold != "compose"]
    # a letter before and after shows a deletion; folding a lone mark would leave it as it is
    texts = arabic.fold_strings(pa.array([f"x{chr(point)}x" for point in points]), rules).to_pylist()
    folded = {point: text[1:-1] for point, text in zip(points, texts, strict=True)}
    deleted = [p for p, text in folded.items() if text == ""]
    single = {p: text for p, text in folded.items() if len(text) == 1 and text != chr(p)}
    zeros = [p for p, text in single.items() if text == "0" and single.get(p + 9) == "9"]
    digits = {zero + step for zero in zeros for step in range(10)}
    # composition (NFC) makes a letter of each presentation form: the browser does that
    composed = {*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD)}
    pairs = {p: text for p, text in single.items() if p not in digits | composed and chr(p).lower() != text}
    return {
        "deleted": "".join(f"\\u{{{a:x}}}-\\u{{{b:x}}}" for a, b in _ranges(deleted)),
        "from": "".join(map(chr, pairs)),
        "to": "".join(pairs.values()),
        "zeros": zeros,
        # in JavaScript \\w is of Latin letters alone
        "dagger": arabic.DAGGER.pattern.replace("\\w", r"[\p{L}\p{N}]"),
        "today": arabic.DAGGER_TODAY,
    }


def _ranges(points: list[int]) -> list[tuple[int, int]]:
    """Join neighbouring code points, in ascending order, into ranges."""
    runs = np.split(points, np.flatnonzero(np.diff(points) > 1) + 1)
    return [(run[0], run[-1]) for run in runs]


def shrink(css: str) -> str:
    """Take comments and line breaks out of a style sheet."""
    return re.sub(r"\s*\n\s*", " ", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)).strip()
