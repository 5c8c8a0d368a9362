"""The reader's corrections: names added, merged, split, forbidden and typed in ``aliases.toml``."""

import re
import tomllib
from pathlib import Path
from typing import NamedTuple

from analysis.errors import AliasError, first_line
from analysis.files import read_bytes
from analysis.mentions.keys import Forms, Phrase, find_phrases, phrase_of
from analysis.mentions.overlaps import Level, Span

KINDS = ("person", "place", "organisation", "group", "adjective")
SECTIONS = ("names", "merge", "split", "forbid")
# A file of names that a reader writes is far shorter.
_MOST = 10_000_000
_DEEPEST = 1_000
_BETWEEN_KEYS = re.compile(r"[][={}\"'#,\n]")
FIELDS = {"kind": str, "en": str, "aliases": list, "related": str, "description": str}


class Aliases(NamedTuple):
    """What ``aliases.toml`` asks for, by folded phrase."""

    names: dict[Phrase, dict]  # phrase -> entity, kind, en, related, description
    entities: dict[str, dict]  # entity -> the same, for what other finders found
    merge: dict[Phrase, str]  # phrase -> entity
    split: frozenset[Phrase]  # phrases that are an entity of their own
    forbid: frozenset[Phrase]  # phrases that are no name


NONE = Aliases({}, {}, {}, frozenset(), frozenset())


def read_aliases(path: Path | str) -> dict:
    """Read a file of aliases and check every entry.

    Parameters
    ----------
    path
        A TOML file with the tables ``names``, ``merge``, ``split`` and ``forbid``; ``seeds/aliases.toml``
        says in its comments what each may hold.

    Returns
    -------
    dict
        The parsed file, as `analysis.find_mentions` takes it in ``aliases=``.

    Raises
    ------
    AliasError
        If there is no such file, it is not TOML, or an entry is wrong: the message gives file and line.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "aliases.toml"
    ...     _ = file.write_text('forbid = ["الوحدة"]', encoding="utf-8")
    ...     read_aliases(file)
    {'forbid': ['الوحدة']}
    """
    path = Path(path)
    raw = read_bytes(path, most=_MOST, error=AliasError, remedy="give an existing file or aliases=None")
    try:
        source = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AliasError(f"{path}: not UTF-8 (byte {error.start}); save it as UTF-8") from None
    try:
        # the parser takes a minute over a key of 20,000 parts
        if max(part.count(".") for part in _BETWEEN_KEYS.split(source)) > _DEEPEST:
            raise RecursionError
        table = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        line = re.search(r"line (\d+)", message)
        number = line.group(1) if line else len(source.splitlines())
        reason = re.sub(r"\s*\(at .*\)", "", message)
        raise AliasError(f"{path}, line {number}: not valid TOML: {reason}") from None
    except RecursionError:
        raise AliasError(f"{path}: nested too deeply; a list or a table of names is enough") from None
    except ValueError as error:
        # a number of thousands of digits
        raise AliasError(f"{path}: a value that cannot be read ({first_line(error)})") from None
    check_aliases(table, str(path), source)
    return table


def check_aliases(table: dict, name: str = "aliases", source: str = "") -> None:
    """Raise an `AliasError` at the first wrong entry, with its line in ``source``."""
    if not isinstance(table, dict):
        raise AliasError(f"{name}: a path or a parsed table is needed, not {type(table).__name__}")
    try:
        for section, content in table.items():
            if section not in SECTIONS:
                raise _EntryError(section, f"unknown section; known sections: {', '.join(SECTIONS)}")
            _CHECKS[section](content)
        _check_twice(table)
    except _EntryError as wrong:
        where = f"{name}, line {_line_of(source, wrong.entry)}" if source else name
        raise AliasError(f"{where}: {wrong.entry}: {wrong.reason}") from None


class _EntryError(Exception):
    """An entry is wrong; carries what to look for in the file."""

    def __init__(self, entry: str, reason: str):
        super().__init__(entry)
        self.entry, self.reason = entry, reason


def _line_of(source: str, entry: str) -> int:
    """Return the line where an entry stands: tomllib gives no lines, so it is searched for as written."""
    for number, line in enumerate(source.splitlines(), start=1):
        if entry in line.split("#", 1)[0]:
            return number
    return 1


def _require_name(entry: object, section: str) -> None:
    if not isinstance(entry, str) or not entry.strip():
        shown = _shown(entry) if entry != "" else section
        raise _EntryError(shown, "a name in quotation marks is needed")


def _shown(entry: object) -> str:
    """Return an entry of the wrong type as text; a number may have more digits than Python writes."""
    try:
        return str(entry)
    except (ValueError, RecursionError):
        return type(entry).__name__


def _check_names(content: object) -> None:
    if not isinstance(content, dict):
        raise _EntryError("names", 'a table is needed: [names."الاسم"] and lines below it')
    for entity, fields in content.items():
        _require_name(entity, "names")
        if not isinstance(fields, dict):
            raise _EntryError(entity, 'a table is needed: { kind = "person", aliases = ["..."] }')
        for field, value in fields.items():
            if field not in FIELDS:
                raise _EntryError(field, f"unknown field of {entity}; known fields: {', '.join(FIELDS)}")
            if not isinstance(value, FIELDS[field]):
                needed = "a list of names" if FIELDS[field] is list else "text in quotation marks"
                raise _EntryError(field, f"{needed} is needed ({entity})")
        if "kind" not in fields:
            raise _EntryError(entity, f"kind is missing; known kinds: {', '.join(KINDS)}")
        if fields["kind"] not in KINDS:
            raise _EntryError(fields["kind"], f"unknown kind of {entity}; known kinds: {', '.join(KINDS)}")
        for alias in fields.get("aliases", ()):
            _require_name(alias, entity)


def _check_merge(content: object) -> None:
    if not isinstance(content, dict):
        raise _EntryError("merge", 'a table is needed: "اسم" = "الاسم الكامل"')
    for alias, entity in content.items():
        _require_name(alias, "merge")
        if not isinstance(entity, str) or not entity.strip():
            raise _EntryError(alias, "the full name in quotation marks is needed")


def _check_list(content: object) -> None:
    if not isinstance(content, list):
        raise _EntryError(_shown(content), 'a list of names is needed: ["...", "..."]')
    for entry in content:
        _require_name(entry, "list")


def _check_twice(table: dict) -> None:
    """Refuse a name that is both forbidden and asked for, or stands for two entities."""
    owners: dict[Phrase, str] = {}
    for entity, fields in table.get("names", {}).items():
        for alias in (entity, *fields.get("aliases", ())):
            if owners.setdefault(phrase_of(alias), entity) != entity:
                raise _EntryError(alias, f"stands for both {owners[phrase_of(alias)]} and {entity}")
    for entry in table.get("forbid", ()):
        if phrase_of(entry) in owners:
            raise _EntryError(entry, f"is forbidden and a name of {owners[phrase_of(entry)]}")


_CHECKS = {"names": _check_names, "merge": _check_merge, "split": _check_list, "forbid": _check_list}


def load_aliases(aliases: Path | str | dict | None) -> Aliases:
    """Turn a path or a parsed table into look-up tables by folded phrase."""
    if aliases is None:
        return NONE
    table = aliases if isinstance(aliases, dict) else read_aliases(aliases)
    check_aliases(table)
    names, entities = {}, {}
    for entity, fields in table.get("names", {}).items():
        entities[entity] = {"entity": entity, **fields}
        for alias in (entity, *fields.get("aliases", ())):
            names[phrase_of(alias)] = entities[entity]
    return Aliases(
        names=names,
        entities=entities,
        merge={phrase_of(alias): entity for alias, entity in table.get("merge", {}).items()},
        split=frozenset(map(phrase_of, table.get("split", ()))),
        forbid=frozenset(map(phrase_of, table.get("forbid", ()))),
    )


def find_aliases(words: Forms, aliases: Aliases) -> list[Span]:
    """Find every name of the file, particles in front of it allowed."""
    spans = []
    for first, last, cut, phrase in find_phrases(words, aliases.names):
        fields = aliases.names[phrase]
        span = Span(first, last, cut, fields["kind"], Level.ALIAS, "aliases", (), fields["entity"])
        more = {"english": fields.get("en"), "related": fields.get("related")}
        spans.append(span._replace(**more, description=fields.get("description")))
    return spans
