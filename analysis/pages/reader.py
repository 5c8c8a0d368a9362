"""The annotated reader: the text itself with layers that its reader turns on and off."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping

import pandas as pd

from analysis.arabic import language_direction
from analysis.errors import OptionError
from analysis.files import label, require_language
from analysis.pages.html import NO_MATHS, Html, escape, isolate, number_run, one_line, written
from analysis.pages.places import anchor, paragraph_anchor
from analysis.pages.segments import LayerSpan, cut
from analysis.paragraphs import split_paragraphs
from analysis.tables import require_columns

#: The MIME type under which a notebook's output carries text and spans to the shared page.
READER_TYPE = "application/vnd.arabic-text-workbook.reader+json"
#: Layers with a look of their own; any other name is shown as a plain highlight.
KNOWN_LAYERS = ("mentions", "quotes", "dates", "repeats", "terms", "contexts")
#: So many speakers have a colour of their own, the most quoted first; the rest share one.
SPEAKER_COLOURS = 5
#: Of a longer span only the first word leads back to its row: a paragraph is no link.
LONG_LINK = 40
#: Of many spans at one place the shortest so many say what they are, in so many characters at most.
NOTES, LONG_NOTE = 5, 120
# what a span says of itself when pointed at: the first of these columns that its table has
_NOTES = ("entity", "speaker", "term", "date", "expression", "match", "cluster", "mention")


def render_reader(seeds: pd.DataFrame, *, language: str = "ar", **layers: pd.DataFrame) -> Html:
    r"""Render texts with spans as layers that checkboxes turn on and off.

    Parameters
    ----------
    seeds
        Columns ``seed``, ``text``; ``title`` and ``language`` are used where they are there.
    language
        Of the labels around the text, ``"ar"`` or ``"en"``; the text runs as its own language does.
    **layers
        Tables with ``seed, start, end``: ``mentions``, ``quotes`` (coloured by speaker), ``dates``,
        ``repeats``, ``terms`` (places of terms), ``contexts``; any other name is a layer of that name.
        Spans may overlap and nest in any way.

    Returns
    -------
    Html
        Markup without script. Every place has the anchor ``c<start>`` (``c<start>-<seed>`` beside it
        where there are several texts), which tables by `render_table` link to. ``repr`` lists the
        paragraphs, then the spans, tab-separated.

    Raises
    ------
    ColumnError
        If a column is missing: the message names it and the columns there are.

    Examples
    --------
    >>> seeds = pd.DataFrame({"seed": ["خبر"], "text": ["زار الوزير موسكو"]})
    >>> places = pd.DataFrame({"seed": ["خبر"], "start": [11], "end": [16], "entity": ["موسكو"]})
    >>> print(repr(render_reader(seeds, mentions=places)).replace("\t", "|"))
    خبر|1|زار الوزير موسكو
    mentions|خبر|11|16|موسكو
    """
    require_language(language)
    require_columns(seeds, ["seed", "text"], "seeds")
    content = _content(seeds, layers, language)
    return Html(build_reader(content), _plain(content), {READER_TYPE: content})


def _content(seeds: pd.DataFrame, layers: Mapping[str, pd.DataFrame], language: str) -> dict:
    """Gather texts, paragraphs and spans as plain lists: what the markup is made from, here and later."""
    paragraphs = split_paragraphs(seeds)
    rows_of = paragraphs.groupby("seed", observed=True, sort=False).indices
    numbered = {str(name): number for number, name in enumerate(seeds["seed"])}
    texts = []
    for row in seeds.to_dict("records"):
        own = paragraphs.take(rows_of.get(row["seed"], []))
        spans = zip(own["start"].tolist(), own["end"].tolist(), own["role"].astype(str), strict=True)
        texts.append(
            {
                "seed": str(row["seed"]),
                "title": str(row.get("title") or row["seed"]),
                "language": str(row.get("language") or "ar"),
                "text": row["text"],
                "paragraphs": [list(span) for span in spans],
            }
        )
    written = {name: _spans(name, table, numbered) for name, table in layers.items() if table is not None}
    return {"language": language, "texts": texts, "layers": written}


def _spans(name: str, table: pd.DataFrame, numbered: Mapping[str, int]) -> list[list]:
    """List a layer's spans: number of the text, start, end, group (kind or speaker), note."""
    require_columns(table, ["seed", "start", "end"], name)
    grouped, noted = (("entity", "speaker"),) * 2 if name == "quotes" else (("kind",), _NOTES)
    seeds = [numbered.get(str(seed)) for seed in table["seed"]]
    if None in seeds:
        unknown = table["seed"].iloc[seeds.index(None)]
        raise OptionError(f"{name}: seed {unknown!r} is none of the texts shown: {', '.join(numbered)}")
    written = _first(table, grouped), _first(table, noted)
    columns = (seeds, table["start"].tolist(), table["end"].tolist(), *written)
    return [list(row) for row in zip(*columns, strict=True)]


def _first(table: pd.DataFrame, columns: tuple[str, ...]) -> list[str]:
    """Return for every row the first of ``columns`` that the table has and is not null, as text."""
    there = table[[column for column in columns if column in table.columns]]
    firsts = there.astype(object).assign(none="").bfill(axis=1)
    return firsts.iloc[:, 0].astype(str).tolist()


def _plain(content: dict) -> str:
    """Write texts and spans as tab-separated text."""
    lines = []
    for text in content["texts"]:
        for number, (start, end, _) in enumerate(text["paragraphs"], start=1):
            lines.append(f"{text['seed']}\t{number}\t{one_line(text['text'][start:end])}")
    for name, spans in content["layers"].items():
        for seed, start, end, _, _ in spans:
            text = content["texts"][seed]
            lines.append(f"{name}\t{text['seed']}\t{start}\t{end}\t{one_line(text['text'][start:end])}")
    return "\n".join(lines)


def find_text(content: dict, start: int, seed: str | None) -> str | None:
    """Name the text of a reader that shows a place, or None: by its name, or any where it has none."""
    for text in content["texts"]:
        if seed in (None, text["seed"]):
            number = bisect_right(text["paragraphs"], start, key=lambda paragraph: paragraph[0]) - 1
            if number >= 0 and start < text["paragraphs"][number][1]:
                return text["seed"]
    return None


def build_reader(content: dict, *, rows: Mapping[tuple[str, int], str] | None = None) -> str:
    """Write the markup of a reader.

    Parameters
    ----------
    content
        As `render_reader` puts into its bundle.
    rows
        The address of the table row that each place, a text and a start, leads back to; every one gets an
        anchor.
    """
    language, layers = content["language"], content["layers"]
    colours = _speaker_colours(layers.get("quotes", []))
    several = len(content["texts"]) > 1
    links = _Links(rows or {}, several)
    spans: list[list[LayerSpan]] = [[] for _ in content["texts"]]
    for name, listed in layers.items():
        for seed, start, end, group, note in listed:
            note = _note(name, group, note, language)
            spans[seed].append(LayerSpan(start, end, _css(name, group, colours), note))
    bodies = [_body(text, own, links) for text, own in zip(content["texts"], spans, strict=True)]
    direction = language_direction(language)
    return (
        f'<section class="wb-reader {NO_MATHS}" dir="{direction}" lang="{language}">'
        f"{_switches(layers, language)}{_key(colours, layers, language)}{''.join(bodies)}</section>"
    )


class _Links:
    """Which places have anchors, and where each leads back to; no anchor is given twice."""

    def __init__(self, rows: Mapping[tuple[str, int], str], several: bool) -> None:
        self.rows, self.several, self._used = rows, several, set()

    def take_names(self, start: int, seed: str) -> list[str]:
        """Name the anchors of a place: the short one if it is free, the long one beside several texts."""
        wanted = [anchor(start), anchor(start, seed)] if self.several else [anchor(start)]
        names = [name for name in wanted if name not in self._used]
        self._used.update(names)
        return names


def _body(text: dict, spans: list[LayerSpan], links: _Links) -> str:
    """Write one text, paragraph by paragraph."""
    starts = {span.start for span in spans}
    # places that only links of the page know
    extra = sorted({start for seed, start in links.rows if seed == text["seed"]} - starts)
    ordered = sorted(spans)
    parts, active, position = [], [], 0
    for number, (start, end, role) in enumerate(text["paragraphs"], start=1):
        active = [span for span in active if span.end > start]
        while position < len(ordered) and ordered[position].start < end:
            active.append(ordered[position])
            position += 1
        breaks = set(extra[bisect_left(extra, start) : bisect_left(extra, end)])
        # a long place leads back to its row by its first word alone
        long = {span.start for span in active if span.end - span.start > LONG_LINK}
        linked = breaks | {place for place in long if (text["seed"], place) in links.rows}
        words = [_word_end(text["text"], place, end) for place in linked]
        pieces = "".join(
            _segment(text, segment, links, segment.start in starts or segment.start in breaks)
            for segment in cut(start, end, active, [*breaks, *words])
        )
        name = paragraph_anchor(number, text["seed"] if links.several else None)
        # where it starts, so that the explorer finds a place in it
        marks = f'id="{escape(name)}" data-start="{start}"'
        parts.append(f'<p {marks} class="wb-role-{escape(role)}">{pieces}</p>')
    heading = f"<h3>{isolate(text['title'])}</h3>" if links.several else ""
    own = f'dir="{language_direction(text["language"])}" lang="{escape(text["language"])}"'
    return f'<div class="wb-text-body" {own}>{heading}{"".join(parts)}</div>'


def _word_end(text: str, start: int, end: int) -> int:
    """Return where the word that begins at ``start`` ends."""
    return next((place for place in range(start + 1, end) if text[place].isspace()), end)


def _segment(text: dict, segment, links: _Links, anchored: bool) -> str:
    """Write one segment: its anchor if a place begins here, its layers, its way back to a row."""
    inside = written(text["text"][segment.start : segment.end])
    names = links.take_names(segment.start, text["seed"]) if anchored else []
    css = " ".join(dict.fromkeys(name for span in segment.spans for name in span.css.split()))
    notes = " · ".join(dict.fromkeys(span.note for span in segment.spans[:NOTES] if span.note))
    back = links.rows.get((text["seed"], segment.start)) if anchored else None
    # the second anchor of a place goes on an empty element: an element has one id only
    before = "".join(f'<span id="{escape(name)}"></span>' for name in names[1:])
    marks = (f' id="{escape(names[0])}"' if names else "") + (f' class="{css}"' if css else "")
    marks += f' title="{escape(notes)}"' if notes else ""
    if back:
        return f'{before}<a href="{escape(back)}"{marks}>{inside}</a>'
    return f"{before}<span{marks}>{inside}</span>" if marks else f"{before}{inside}"


def _css(name: str, group: str, colours: Mapping[str, int]) -> str:
    """Name the classes of a span."""
    if name == "quotes":
        return f"wb-y-quotes wb-q{colours[group]}" if group in colours else "wb-y-quotes"
    if name == "mentions":
        safe = group if group.isalpha() and group.isascii() else "other"
        return f"wb-y-mentions wb-k-{safe}"
    return f"wb-y-{name}" if name in KNOWN_LAYERS else "wb-y-other"


def _note(name: str, group: str, note: str, language: str) -> str:
    """Say what a span is, for the one who points at it; the whole of a long name stands in its table."""
    note = note if len(note) <= LONG_NOTE else f"{note[:LONG_NOTE]}…"
    if name == "quotes":
        return f"{label('pages', 'layer_quotes', language)}: {note or label('pages', 'unnamed', language)}"
    kind = label("kinds", group, language) if name == "mentions" and group else _layer_name(name, language)
    return f"{kind}: {note}" if note else kind


def _layer_name(name: str, language: str) -> str:
    said = label("pages", f"layer_{name}", language)
    return name if said == f"layer_{name}" else said


def _speaker_colours(quotes: list[list]) -> dict[str, int]:
    """Give the most quoted speakers a colour each, in the order they first speak."""
    counts = Counter(group for *_, group, _ in quotes if group)
    chosen = dict(counts.most_common(SPEAKER_COLOURS))
    return {group: number for number, group in enumerate((g for g in counts if g in chosen), start=1)}


def _switches(layers: Mapping[str, list], language: str) -> str:
    """Write the checkboxes; CSS does the rest."""
    boxes = "".join(
        f'<label><input type="checkbox" checked class="wb-on-{name if name in KNOWN_LAYERS else "other"}"> '
        f"{isolate(_layer_name(name, language), language)} {number_run(str(len(spans)))}</label>"
        for name, spans in layers.items()
    )
    if not boxes:
        return ""
    legend = escape(label("pages", "layers", language))
    return f'<fieldset class="wb-layers"><legend>{legend}</legend>{boxes}</fieldset>'


def _key(colours: Mapping[str, int], layers: Mapping[str, list], language: str) -> str:
    """Say which colour is whose, and which line is which kind of name."""
    speakers = "".join(
        f'<span class="wb-y-quotes wb-q{number}">{isolate(group, language)}</span>'
        for group, number in colours.items()
    )
    kinds = dict.fromkeys(group for _, _, _, group, _ in layers.get("mentions", []) if group)
    names = "".join(
        f'<span class="{_css("mentions", kind, {})}">{escape(label("kinds", kind, language))}</span>'
        for kind in kinds
    )
    said = f"{escape(label('pages', 'speakers', language))}: {speakers} " if speakers else ""
    return f'<p class="wb-key">{said}{names}</p>' if speakers or names else ""
