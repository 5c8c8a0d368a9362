"""The embedded face: Amiri cut down to the characters of Arabic and Latin text, once per machine."""

import base64
import hashlib
import io
import os
from contextlib import suppress
from functools import cache
from importlib import metadata
from importlib.resources import files as resources
from pathlib import Path

from analysis.errors import RenderError
from analysis.files import alone, write_atomic

# Arabic with its extensions, Latin with accents, punctuation, currency, arrows, signs charts and tables use
_RANGES = (
    "20-7E,A0-17F,2B0-2FF,600-6FF,750-77F,8A0-8FF,2000-206F,2080-2089,20A0-20BF,2190-2199,2212,FD3E-FD3F,"
    "FDF2-FDFC"
)
# the file in the cache ends with so many bytes that confirm the others: neither WOFF2 nor Brotli has a sum
_CHECK = hashlib.sha256().digest_size


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
    versions = [metadata.version(name) for name in ("fontpkg-amiri", "fonttools", "brotli")]
    key = hashlib.sha256(f"{versions}{_RANGES}{_CHECK}".encode()).hexdigest()[:16]
    folder, name = cache_folder(), f"amiri-{key}.woff2"
    with suppress(OSError):
        kept = (folder / name).read_bytes()
        if hashlib.sha256(kept[:-_CHECK]).digest() == kept[-_CHECK:]:
            return kept[:-_CHECK]
    made = _cut(resources("fontpkg_amiri") / "files" / "Amiri-Regular.ttf")
    # a read-only home costs three seconds a run, nothing else; another run that makes it now keeps it
    with suppress(OSError, RenderError), alone(folder):
        write_atomic(folder / name, made + hashlib.sha256(made).digest())
    return made


def cache_folder() -> Path:
    """Return the folder for what can be made again at any time."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "arabic-text-workbook"


def _cut(source: Path) -> bytes:
    """Keep the characters of `_RANGES` and every shape they join into."""
    from fontTools import subset as cutter

    options = cutter.Options(flavor="woff2", layout_features=["*"], hinting=False, desubroutinize=True)
    options.recalc_bounds = True
    stream = io.BytesIO()
    with cutter.load_font(source, options) as font:
        worker = cutter.Subsetter(options)
        worker.populate(unicodes=cutter.parse_unicodes(_RANGES))
        worker.subset(font)
        cutter.save_font(font, stream, options)
    return stream.getvalue()
