"""Two independent drawings of a line of text, and how far apart they are.

One is matplotlib's, the other is made here with HarfBuzz and FreeType from runs that were put in order by
hand; neither reads the package's code.
"""

from pathlib import Path

import fontpkg_amiri
import freetype
import matplotlib.pyplot as plt
import numpy as np
import uharfbuzz
from PIL import Image

AMIRI = Path(fontpkg_amiri.__file__).parent / "files" / "Amiri-Regular.ttf"

#: Type size and the picture of a line, in pixels (72 dots an inch); what is ink and not its blurred edge.
SIZE, HEIGHT, WIDTH, FAINT = 40, 144, 1100, 40

#: Two drawings closer than this show the same text in the same order. Right ones come out between 0.04 and
#: 0.35 (matplotlib 3.10 has no ligatures and places vowel marks less well), wrong ones between 0.48 and 0.80.
SAME = 0.41


def draw_by_hand(lines: list[list[tuple[str, str]]]) -> list[np.ndarray]:
    """Draw lines given as runs (text, direction) from the left of the paper; one picture a line."""
    return [_frame(_draw_line(runs)) for runs in lines]


def draw_by_matplotlib(text: str, **look) -> list[np.ndarray]:
    """Draw ``text`` as matplotlib does; one picture a line."""
    figure = plt.figure(figsize=(WIDTH / 72, 8), dpi=72)
    # lines far apart, so that the paper between them shows where one ends
    look = {"family": ["Amiri"], "parse_math": False, "linespacing": 4} | look
    figure.text(0.5, 0.5, text, size=SIZE, ha="center", va="center", **look)
    figure.canvas.draw()
    ink = 255 - np.asarray(figure.canvas.buffer_rgba())[..., 0].astype(int)
    plt.close(figure)
    return [_frame(part) for part in _split_lines(ink)]


def distance(one: np.ndarray, other: np.ndarray) -> float:
    """Return how far two pictures are apart: 0 the same, towards 1 no ink in common.

    Columns are matched in order (dynamic time warping), so that a space a little wider costs little and
    letters in another order cost much.
    """
    columns, others = _columns(one), _columns(other)
    cost = np.abs(columns[:, None] - others[None]).sum(axis=2)
    best = np.full((len(columns) + 1, len(others) + 1), np.inf)
    best[0, 0] = 0
    for row in range(len(columns)):
        for column in range(len(others)):
            before = min(best[row, column], best[row, column + 1], best[row + 1, column])
            best[row + 1, column + 1] = cost[row, column] + before
    return float(best[-1, -1] / (columns.sum() + others.sum()))


def _draw_line(runs: list[tuple[str, str]]) -> np.ndarray:
    font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(AMIRI))))
    font.scale = (SIZE * 64, SIZE * 64)
    face = freetype.Face(str(AMIRI))
    face.set_char_size(SIZE * 64, 0, 72, 72)
    canvas, pen = np.zeros((HEIGHT, WIDTH), dtype=int), 50.0
    for text, direction in runs:
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = direction
        uharfbuzz.shape(font, buffer)
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            face.load_glyph(info.codepoint, freetype.FT_LOAD_RENDER | freetype.FT_LOAD_NO_HINTING)
            _stamp(canvas, face.glyph, pen + place.x_offset / 64, HEIGHT / 2 - place.y_offset / 64)
            pen += place.x_advance / 64
    return canvas


def _stamp(canvas: np.ndarray, glyph, x: float, y: float) -> None:
    bitmap = glyph.bitmap
    if not bitmap.rows:
        return
    ink = np.array(bitmap.buffer, dtype=int).reshape(bitmap.rows, bitmap.pitch)[:, : bitmap.width]
    left, top = round(x) + glyph.bitmap_left, round(y) - glyph.bitmap_top
    part = canvas[top : top + bitmap.rows, left : left + bitmap.width]
    np.maximum(part, ink, out=part)


def _split_lines(ink: np.ndarray, gap: int = SIZE) -> list[np.ndarray]:
    """Cut a picture where ``gap`` rows of paper or more stand between two rows of ink."""
    inked = np.flatnonzero(ink.max(axis=1) > FAINT)
    cuts = np.flatnonzero(np.diff(inked) > gap)
    firsts, lasts = inked[np.r_[0, cuts + 1]], inked[np.r_[cuts, len(inked) - 1]]
    return [ink[first : last + 1] for first, last in zip(firsts, lasts, strict=True)]


def _frame(ink: np.ndarray) -> np.ndarray:
    """Cut the paper at both sides away and put the middle of the ink at the middle of the height."""
    inked = np.flatnonzero(ink.max(axis=0) > FAINT)
    ink = ink[:, inked[0] : inked[-1] + 1]
    middle = round(float(ink.sum(axis=1) @ np.arange(len(ink)) / ink.sum()))
    framed = np.zeros((HEIGHT + 2 * len(ink), ink.shape[1]), dtype=int)
    top = HEIGHT // 2 + len(ink) - middle
    framed[top : top + len(ink)] = ink
    return framed[len(ink) : len(ink) + HEIGHT]


def _columns(ink: np.ndarray, height: int = 36) -> np.ndarray:
    width = max(1, round(height * ink.shape[1] / ink.shape[0]))
    small = Image.fromarray(ink.astype(np.uint8)).resize((width, height), Image.Resampling.BOX)
    return np.asarray(small, dtype=float).T / 255
