"""Bundled data and labels, files of the reader's, and files that appear whole."""

from analysis.files.bundled import DATA, LANGUAGES, label, read_toml, read_words, require_language
from analysis.files.inputs import read_bytes
from analysis.files.writing import alone, private_folder, seal, stands, write_atomic, write_set

__all__ = [
    "DATA",
    "LANGUAGES",
    "alone",
    "label",
    "private_folder",
    "read_bytes",
    "read_toml",
    "read_words",
    "require_language",
    "seal",
    "stands",
    "write_atomic",
    "write_set",
]
