"""One text laid out for reading: roles of its words, its quotation marks, its mentions, its sentences."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import arabic
from analysis.quotes.lexicon import Role, read_vocabulary
from analysis.quotes.verbs import Verb

# How many tokens the rules look ahead without asking whether the text goes on.
_AHEAD = 4


class Reading(NamedTuple):
    """One text; every list has one entry a token."""

    seed: object
    #: the text from the first token on, at its offsets
    text: str
    #: tokens of the text; the lists go on a little with nothing
    count: int
    start: list[int]
    end: list[int]
    token: list[str]
    #: how many words stand before a token; one entry more than there are tokens
    words: list[int]
    #: the token folded
    form: list[str]
    paragraph: list[int]
    roles: list[int]
    verb: list[Verb | None]
    #: at an opening mark the token of its closing mark, else -1
    closing: list[int]
    #: token of the outermost opening mark around a token (marks included), else -1
    within: list[int]
    #: number of the mention a token belongs to, else -1
    mention: list[int]
    #: first and last-but-one token, start and end, kind, entity, description of each mention
    mentions: list[tuple]
    #: first tokens of the sentences; a quotation never falls apart
    units: list[int]

    def count_words(self, first: int, last: int) -> int:
        """Count the words from token ``first`` to ``last`` (excluded)."""
        return max(0, self.words[last] - self.words[first])

    def is_a(self, token: int, role: int) -> bool:
        """Tell whether a token has one of these roles."""
        return bool(self.roles[token] & role)


def read_texts(tokens: pd.DataFrame, mentions: pd.DataFrame) -> Iterator[Reading]:
    """Lay out every text of a token table, in order."""
    codes, names = pd.factorize(tokens["seed"])
    words, vocabulary = pd.factorize(tokens["token"])
    kinds = np.empty(len(vocabulary), dtype=object)
    kinds[words] = tokens["kind"].to_numpy(dtype=object)
    roles, verbs, forms = read_vocabulary(list(vocabulary), kinds.tolist())
    spaces = tokens["space"].to_numpy(dtype=object)
    written = tokens["token"].to_numpy(dtype=object)
    forms = np.array([*forms, ""], dtype=object)
    is_word = np.array([word[:1].isalnum() for word in vocabulary], dtype=bool)
    verbs = np.array([*verbs, None], dtype=object)[:-1]
    columns = {name: tokens[name].to_numpy() for name in ("paragraph", "sentence", "start", "end")}
    by_seed = {seed: rows for seed, rows in mentions.groupby("seed", sort=False, observed=True)}
    order = np.argsort(codes, kind="stable")
    bounds = np.searchsorted(codes[order], np.arange(len(names) + 1))
    for number, seed in enumerate(names):
        rows = order[bounds[number] : bounds[number + 1]]
        part = {name: values[rows] for name, values in columns.items()}
        text = _rebuild(part, written[rows], spaces[rows])
        closing, within = _marks(text, part)
        part |= {"verb": verbs[words[rows]], "form": forms[words[rows]]}
        part["roles"] = _without_abbreviations(roles[words[rows]], part)
        mention, found = _mentions(by_seed.get(seed), part)
        yield Reading(
            seed=seed,
            text=text,
            count=len(rows),
            start=_padded(part["start"], len(text)),
            end=_padded(part["end"], len(text)),
            token=_padded(written[rows], " "),
            words=_padded(np.append(0, np.cumsum(is_word[words[rows]])), int(is_word[words[rows]].sum())),
            form=_padded(part["form"], " "),
            paragraph=_padded(part["paragraph"], -1),
            roles=_padded(part["roles"], 0),
            verb=_padded(part["verb"], None),
            closing=_padded(closing, -1),
            within=_padded(within, -1),
            mention=_padded(mention, -1),
            mentions=found,
            units=_units(part, within, closing),
        )


def _padded(values: np.ndarray, nothing: object) -> list:
    """Return a list with room behind the last token, so that rules may look ahead without asking."""
    return [*values.tolist(), *[nothing] * _AHEAD]


def _rebuild(part: dict, written: np.ndarray, spaces: np.ndarray) -> str:
    """Return the text of the tokens, its offsets as in the seed."""
    pieces = [token + space for token, space in zip(written.tolist(), spaces.tolist(), strict=True)]
    return " " * int(part["start"][0]) + "".join(pieces)


def _without_abbreviations(roles: np.ndarray, part: dict) -> np.ndarray:
    """Return the roles with the stops of one-letter abbreviations (د. فلان) no stops."""
    short = np.append(False, (part["end"] - part["start"])[:-1] == 1)
    glued = np.append(False, part["end"][:-1] == part["start"][1:])
    stops = np.flatnonzero((roles & Role.POINT).astype(bool) & short & glued)
    roles = roles.copy()
    roles[[stop for stop in stops if part["form"][stop - 1].isalpha()]] = 0
    return roles


def _marks(text: str, part: dict) -> tuple[np.ndarray, np.ndarray]:
    """Return, by token, the closing mark of each opening one and the outermost mark around."""
    starts, ends = part["start"], part["end"]
    closing, within = np.full(len(starts), -1), np.full(len(starts), -1)
    pairs = arabic.pair_marks(text)
    if not len(pairs):
        return closing, within
    places = np.searchsorted(starts, pairs[:, :2])
    places = np.minimum(places, len(starts) - 1)
    # a mark glued into a word (d’été) is no token of its own
    whole = (starts[places] == pairs[:, :2]).all(axis=1) & (ends[places] - starts[places] == 1).all(axis=1)
    for first, last in places[whole].tolist():
        closing[first] = last
        if within[first] < 0:
            within[first : last + 1] = first
    return closing, within


def _name_bounds(begin: int, end: int, kind: str, part: dict) -> tuple[int, int]:
    """Return the tokens of a mention without what no name takes in."""
    roles, form = part["roles"], part["form"]
    if part["verb"][begin] is not None and end - begin > 1:
        # ونوه الدريس
        begin += 1
    while end - begin > 1 and (roles[end - 1] & (Role.LINK | Role.BARRIER) or form[end - 1] in ("ب", "ل")):
        # رفيق إلى, عباس اليوم
        end -= 1
    definite = roles[begin] & Role.BODY and roles[begin] & Role.DEFINITE
    if kind == "organisation" and definite and end - begin > 1 and not roles[begin + 1] & Role.DEFINITE:
        # المركز رأفت الصباغ: a definite noun takes no genitive
        end = begin + 1 if form[begin + 1].isalpha() else end
    return begin, end


def _mentions(mentions: pd.DataFrame | None, part: dict) -> tuple[np.ndarray, list[tuple]]:
    """Return the mention each token belongs to, and the mentions with their tokens."""
    owner = np.full(len(part["start"]), -1)
    if mentions is None or not len(mentions):
        return owner, []
    kept = mentions[mentions["kind"].astype(str) != "adjective"].sort_values("start")
    first = np.searchsorted(part["start"], kept["start"].to_numpy(), side="right") - 1
    last = np.searchsorted(part["start"], kept["end"].to_numpy(), side="left")
    description = kept["description"] if "description" in kept else pd.Series(None, index=kept.index)
    found = list(
        zip(
            first.tolist(),
            last.tolist(),
            kept["start"].tolist(),
            kept["end"].tolist(),
            kept["kind"].astype(str).tolist(),
            kept["entity"].astype(object).tolist(),
            description.astype(object).tolist(),
            strict=True,
        )
    )
    for number, (begin, end, start, _, kind, _, office) in enumerate(found):
        bounds = _name_bounds(begin, end, kind, part)
        if bounds != (begin, end):
            begin, end = bounds
            start = max(start, int(part["start"][begin]))
            found[number] = (begin, end, start, int(part["end"][end - 1]), kind, None, office)
        owner[max(begin, 0) : end] = number
    return owner, found


def _units(part: dict, within: np.ndarray, closing: np.ndarray) -> list[int]:
    """Return the first tokens of the sentences; one that ends inside marks goes on."""
    if not len(within):
        return []
    changed = np.diff(part["paragraph"]).astype(bool) | np.diff(part["sentence"]).astype(bool)
    begins = np.flatnonzero(changed) + 1
    inside = (within[begins] >= 0) & (within[begins] == within[begins - 1])
    # a line that ends with a colon leads the quotation that fills the next
    leads = (part["roles"][begins - 1] & Role.COLON).astype(bool) & (closing[begins] >= 0)
    return [0, *begins[~inside & ~leads].tolist()]
