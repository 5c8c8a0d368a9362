"""The explorer: any word, phrase or name of a text and all there is to say of it, live in page and Lab."""

import base64
import json
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.arabic import SEARCH_FOLDS, fold_strings
from analysis.errors import SeedError
from analysis.files import LANGUAGES, label, read_toml, require_language
from analysis.lemmas import add_lemmas
from analysis.mentions import find_mentions
from analysis.pages.assets import explorer_module, lab_style
from analysis.pages.html import escape
from analysis.seeds import find_seed_paths, read_seeds
from analysis.tables import counted_mask, require_columns, run_numbers
from analysis.tokens import split_tokens

#: The MIME type under which a notebook's output carries the explorer's data to the shared page.
EXPLORER_TYPE = "application/vnd.arabic-text-workbook.explorer+json"
#: Tokens it takes at most; a page of more would be too heavy for a phone.
MOST_TOKENS = 400_000
#: Texts that a chooser lists at most.
MOST_CHOICES = 100

_COLUMNS = ["seed", "paragraph", "sentence", "start", "end", "token", "space", "form", "kind"]
_COUNTED, _STOP = 1, 2
_NEW_PARAGRAPH, _NEW_SENTENCE = 16, 32
# what stands between two tokens, beside the fourteen most frequent kinds of it, is written as a blank
_MOST_SPACES = 16
# a stem is told by how much of its form stands before and after it, up to so many letters
_MOST_CUT = 15


def explore(tokens: pd.DataFrame, mentions: pd.DataFrame | None = None, *, language: str = "ar"):
    """Make the explorer of texts: type a word, a phrase with gaps or a name, and see where and how it stands.

    It says how often (as written, folded, as stem, lemma and entity), its written forms, where in the text
    it falls, what keeps company with it, and every line of it in context, sorted as one likes. In a shared
    page each line leads to its place in the reader.

    Parameters
    ----------
    tokens
        As returned by ``split_tokens``; with ``add_lemmas`` the levels of stem and lemma are there too.
    mentions
        As returned by ``find_mentions``: the level of entities. None: that level is left out.
    language
        Of the labels, ``"ar"`` or ``"en"``.

    Returns
    -------
    ipywidgets.DOMWidget
        A widget (anywidget): JupyterLab shows it. A notebook's output carries its data, from which
        ``workbook render`` puts the same explorer into the page. Of more than 400,000 tokens a sentence
        says that they are too many.

    Raises
    ------
    OptionError
        If there are no labels in ``language``.
    ColumnError
        If a column is missing.
    """
    return _widget()(data=explorer_data(tokens, mentions, language=language))


def explore_texts(paths, *, chosen: str | None = None, aliases: str | None = None, language: str = "ar"):
    """Make the explorer with a chooser of texts and of the language: nothing has to be typed in a cell.

    Parameters
    ----------
    paths
        Files, folders or globs, as for ``read_seeds``; at most a hundred can be chosen among, and what cannot
        be read is left out.
    chosen
        The file to begin with, which need not be one of them; None: the first.
    aliases
        As for ``find_mentions``.
    language
        Of the labels to begin with, ``"ar"`` or ``"en"``.

    Returns
    -------
    ipywidgets.DOMWidget
        As `explore` returns, with the chooser.

    Raises
    ------
    SeedError
        If there is no text, or none that can be read.
    OptionError
        If there are no labels in ``language``.
    """
    files = (
        find_seed_paths(paths)
        if chosen is None
        else list(dict.fromkeys([Path(chosen), *find_seed_paths(paths)]))
    )
    texts = {file: title for file in files[:MOST_CHOICES] if (title := _title(file)) is not None}

    def read(number: int, language: str) -> dict:
        tokens = add_lemmas(split_tokens(read_seeds(list(texts)[number])))
        mentions = find_mentions(tokens, aliases=aliases, language=language)
        return explorer_data(tokens, mentions, language=language)

    if not texts:
        # says of the first why it cannot be read
        read_seeds(files[0])
    made = _widget()(data=read(0, language), texts=list(texts.values()), language=language)

    def read_again(_: object) -> None:
        made.data = read(made.chosen, made.language)

    made.observe(read_again, names=["chosen", "language"])
    return made


def _title(file: Path) -> str | None:
    """Return the title of a text, None where it cannot be read."""
    try:
        return read_seeds(file)["title"].iloc[0]
    except SeedError:
        return None


@cache
def _widget() -> type:
    """Return the widget's class; the library is loaded when the first is made."""
    import anywidget
    import traitlets

    class Explorer(anywidget.AnyWidget):
        """The explorer in JupyterLab: the module of the page, with the data as one trait."""

        _esm = explorer_module()
        _css = lab_style()
        data = traitlets.Dict().tag(sync=True)
        texts = traitlets.List(traitlets.Unicode()).tag(sync=True)
        chosen = traitlets.Int(0).tag(sync=True)
        language = traitlets.Unicode("").tag(sync=True)

        def __repr__(self) -> str:
            """Say what can be explored, for a terminal and for tests of notebooks."""
            return f"{label('explorer', 'title', self.data['language'])}: {self.data['size']:,}"

        def _repr_mimebundle_(self, **options: object) -> tuple[dict, dict] | dict:
            """Return the widget and the data for the shared page."""
            shown = super()._repr_mimebundle_(**options)
            bundle, about = shown if isinstance(shown, tuple) else (shown, {})
            return {**(bundle or {}), "text/plain": repr(self), EXPLORER_TYPE: self.data}, about

    return Explorer


def explorer_data(
    tokens: pd.DataFrame, mentions: pd.DataFrame | None = None, *, language: str = "ar"
) -> dict:
    """Return texts as the explorer reads them: each distinct token once, and small columns in base64.

    The token table is lossless, so the text itself is not repeated. As plain JSON it is about as long as the
    text in UTF-8.
    """
    require_language(language)
    require_columns(tokens, _COLUMNS, "tokens")
    about = {"language": language, "say": _labels(language), "size": len(tokens)}
    if len(tokens) > MOST_TOKENS:
        sizes = f"{len(tokens):,}", f"{MOST_TOKENS:,}"
        return about | {"note": label("explorer", "too_long", language).format(*sizes)}
    names = [name for name in ("token", "stem", "lemma", "is_stop", "kind") if name in tokens]
    ids, types = _distinct(tokens[names])
    marks, spaces = _marks(tokens)
    width = 2 if len(types) < 1 << 16 else 4
    texts = _texts(tokens)
    data = about | {
        "texts": texts,
        "paragraphs": _paragraphs(tokens, texts),
        "tokens": "\n".join(types["token"].astype("str")),
        "width": width,
        "ids": _packed(ids, width),
        "marks": _sparse(marks),
        "spaces": spaces,
        "flags": _packed(counted_mask(types) * _COUNTED + _stops(types) * _STOP, 1),
    }
    if "stem" in types and "lemma" in types:
        data |= _stems(types) | _lemmas(types)
    if mentions is not None:
        data |= _entities(tokens, mentions)
    return data


def _distinct(columns: pd.DataFrame) -> tuple[np.ndarray, pd.DataFrame]:
    """Return the number of each row among the distinct rows, and those in order of first appearance."""
    numbers = np.zeros(len(columns), dtype=np.int64)
    for name in columns:
        codes, _ = pd.factorize(columns[name])
        numbers, _ = pd.factorize(numbers * (codes.max(initial=0) + 2) + codes + 1)
    _, first = np.unique(numbers, return_index=True)
    return numbers, columns.take(first).reset_index(drop=True)


def _packed(values: np.ndarray, width: int) -> str:
    """Return numbers as base64 of little-endian integers of so many bytes."""
    return base64.b64encode(np.asarray(values).astype(f"<u{width}").tobytes()).decode()


def _sparse(marks: np.ndarray) -> str:
    """Return numbers that are mostly 0: how many rows from one other number to the next, and the number.

    A step of 255 stands for 254 rows and no number.
    """
    rows = np.flatnonzero(marks)
    far, near = np.divmod(np.diff(rows, prepend=-1), 254)
    size = far + 1
    steps = np.full(size.sum(), 255)
    values = np.zeros(size.sum(), dtype=np.int64)
    last = np.cumsum(size) - 1
    steps[last], values[last] = near, marks[rows]
    return _packed(np.stack([steps, values], axis=1).ravel(), 1)


def _paragraphs(tokens: pd.DataFrame, texts: list[dict]) -> list[int] | None:
    """Return the number of each paragraph; None where each text's are 1, 2, 3 and so on."""
    run = run_numbers(tokens, ["seed", "paragraph"])
    numbers = tokens["paragraph"].take(np.flatnonzero(np.diff(run, prepend=-1))).tolist()
    borders = [*(int(run[text["row"]]) for text in texts), len(numbers)]
    plain = [number for first, behind in pairwise(borders) for number in range(1, behind - first + 1)]
    return None if numbers == plain else numbers


def _marks(tokens: pd.DataFrame) -> tuple[np.ndarray, list[str]]:
    """Return for each token what stands after it and whether paragraph or sentence begin with it."""
    codes, names = pd.factorize(tokens["space"].astype("str"))
    counts = np.bincount(codes, minlength=len(names))
    common = np.argsort(-counts, kind="stable")[: _MOST_SPACES - 1]
    place = np.full(len(names), len(common))
    place[common] = np.arange(len(common))
    spaces = [*names[common].tolist(), *([" "] if len(common) < len(names) else [])]
    marks = place[codes] if len(codes) else codes
    for columns, mark in (
        (["seed", "paragraph"], _NEW_PARAGRAPH),
        (["seed", "paragraph", "sentence"], _NEW_SENTENCE),
    ):
        marks = marks + mark * (np.diff(run_numbers(tokens, columns), prepend=-1) != 0)
    return marks, spaces


def _texts(tokens: pd.DataFrame) -> list[dict]:
    """List the texts: name, first row, and where its first token starts."""
    run = run_numbers(tokens, ["seed"])
    rows = np.flatnonzero(np.diff(run, prepend=-1))
    seeds, starts = tokens["seed"].astype("str").take(rows), tokens["start"].take(rows)
    return [
        {"seed": seed, "row": int(row), "start": int(start)}
        for seed, row, start in zip(seeds, rows, starts, strict=True)
    ]


def _stops(types: pd.DataFrame) -> np.ndarray:
    return (
        types["is_stop"].fillna(False).to_numpy(dtype=bool)
        if "is_stop" in types
        else np.zeros(len(types), bool)
    )


def _stems(types: pd.DataFrame) -> dict:
    """Return how much of each folded token stands around its stem; the stem itself where that fails."""
    forms, stems = (
        fold_strings(pa.array(types[name].astype("str"), pa.string()), SEARCH_FOLDS).to_pylist()
        for name in ("token", "stem")
    )
    cuts, rest = [], {}
    for number, (form, stem) in enumerate(zip(forms, stems, strict=True)):
        before = form.find(stem)
        after = len(form) - before - len(stem)
        # the browser counts UTF-16 units; beyond the first plane the stem is written out
        if before < 0 or before > _MOST_CUT or after > _MOST_CUT or max(map(ord, form), default=0) > 0xFFFF:
            cuts.append(0)
            rest[str(number)] = str(types["stem"].iloc[number])
        else:
            cuts.append(before * 16 + after)
    return {"cuts": _packed(np.array(cuts), 1), "stems": rest}


def _lemmas(types: pd.DataFrame) -> dict:
    codes, names = pd.factorize(types["lemma"].astype("str"))
    width = 2 if len(names) < 1 << 16 else 4
    return {"lemmas": "\n".join(names), "lemma": _packed(codes, width), "lemmaWidth": width}


def _entities(tokens: pd.DataFrame, mentions: pd.DataFrame) -> dict:
    """Return the names of entities and the rows of tokens that each mention covers."""
    require_columns(mentions, ["seed", "start", "end", "entity"], "mentions")
    codes, names = pd.factorize(mentions["entity"].astype("str"))
    rows = pd.Series(np.arange(len(tokens)), index=_keys(tokens, "start"))
    ends = pd.Series(np.arange(len(tokens)), index=_keys(tokens, "end"))
    first = rows.reindex(_keys(mentions, "start")).to_numpy(dtype=float)
    last = ends.reindex(_keys(mentions, "end")).to_numpy(dtype=float)
    # a mention of other tokens than these is left out
    there = ~np.isnan(first) & ~np.isnan(last) & (last >= first) & (last - first < 255) & (codes < 1 << 16)
    first, last = first[there].astype(np.int64), last[there].astype(np.int64)
    packed = {
        "first": _packed(first, 4),
        "length": _packed(last - first + 1, 1),
        "number": _packed(codes[there], 2),
    }
    return {"entities": names.tolist(), "mentions": packed}


def _keys(table: pd.DataFrame, column: str) -> pd.MultiIndex:
    return pd.MultiIndex.from_arrays([table["seed"].astype("str"), table[column].to_numpy(dtype=np.int64)])


def _labels(language: str) -> dict:
    """Return what the explorer says."""
    said = {key: label("explorer", key, language) for key in read_toml("labels.toml")["explorer"]}
    levels = ("token", "form", "stem", "lemma", "entity")
    return said | {
        "none": label("pages", "no_hits_of", language),
        "nearest": label("pages", "nearest", language),
        # each language in its own words
        "languages": {name: label("languages", name, name) for name in LANGUAGES},
        "level": {name: label("columns", name, language) for name in levels},
        **{name: label("columns", name, language) for name in ("paragraph", "before", "match", "after")},
    }


def build_explorer(*, reader: str = "", several: bool = False) -> str:
    """Write the place of the explorer in a page; nothing shows without script.

    Parameters
    ----------
    reader
        The page that shows the text; empty: the same page.
    several
        Whether the reader shows several texts, whose paragraphs then are named with them.
    """
    away = f' data-reader="{escape(reader)}"' if reader else ""
    more = ' data-several="1"' if several else ""
    return f'<div id="explorer" hidden{away}{more}></div>\n'


def explorer_scripts(content: dict) -> str:
    """Write the data of the explorer, as `explore` puts them into a notebook's output, and its module."""
    # the only sign that could end the element, or begin a comment in it
    data = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return (
        f'<script type="application/json" id="explorer-data">{data}</script>\n'
        f'<script type="module">{explorer_module()}</script>\n'
    )
