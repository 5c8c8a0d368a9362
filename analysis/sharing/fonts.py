"""The embedded face: Amiri cut down to the characters of Arabic and Latin text, once per machine."""

import base64
import hashlib
import io
import os
from functools import cache
from importlib import metadata
from pathlib import Path

from analysis.files import write_atomic

# Arabic with its extensions, Latin with accents, punctuation, currency, arrows, signs charts and tables use
_RANGES = (
    (0x20, 0x7F),
    (0xA0, 0x180),
    (0x2B0, 0x300),
    (0x600, 0x700),
    (0x750, 0x780),
    (0x8A0, 0x900),
    (0x2000, 0x2070),
    (0x2080, 0x208A),
    (0x20A0, 0x20C0),
    (0x2190, 0x219A),
    (0x2212, 0x2213),
    (0xFD3E, 0xFD40),
    (0xFDF2, 0xFDFD),
)


def font_rule() -> str:
    """Return the ``@font-face`` rule with the face inside it."""
    encoded = base64.b64encode(subset()).decode()
    return (
        '@font-face{font-family:"WB Amiri";font-style:normal;font-weight:400;font-display:block;'
        f"src:url(data:font/woff2;base64,{encoded}) format('woff2')}}"
    )


@cache
def subset() -> bytes:
    """Return the face as WOFF2, from the reader's cache folder where it is there already."""
    source = _source()
    versions = [metadata.version(name) for name in ("fontpkg-amiri", "fonttools", "brotli")]
    key = hashlib.sha256(f"{versions}{_RANGES}".encode()).hexdigest()[:16]
    kept = cache_folder() / f"amiri-{key}.woff2"
    try:
        return kept.read_bytes()
    except OSError:
        made = _cut(source)
    try:
        write_atomic(kept, made)
    except OSError:
        pass  # a read-only home costs three seconds a run, nothing else
    return made


def cache_folder() -> Path:
    """Return the folder for what can be made again at any time."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "arabic-text-workbook"


def _source() -> Path:
    """Return the path of the face as the package ``fontpkg-amiri`` brings it."""
    for file in metadata.files("fontpkg-amiri") or ():
        if file.name == "Amiri-Regular.ttf":
            return Path(file.locate())
    raise FileNotFoundError("fontpkg-amiri holds no Amiri-Regular.ttf")


def _cut(source: Path) -> bytes:
    """Keep the characters of `_RANGES` and every shape they join into."""
    from fontTools import subset as cutter
    from fontTools.ttLib import TTFont

    options = cutter.Options()
    options.flavor = "woff2"
    options.layout_features = ["*"]
    options.hinting = False
    options.desubroutinize = True
    # the present time would make the bytes differ from run to run
    font = TTFont(source, recalcTimestamp=False)
    worker = cutter.Subsetter(options)
    worker.populate(unicodes=[point for first, end in _RANGES for point in range(first, end)])
    worker.subset(font)
    font.flavor = "woff2"
    stream = io.BytesIO()
    font.save(stream)
    return stream.getvalue()
