"""Word forms to clitics, stems, lemmas and stop words."""

from analysis.lemmas.lemmatize import add_lemmas
from analysis.lemmas.stem_lexicon import CLASSES, class_weights
from analysis.lemmas.stop_words import read_stop_words, stop_mask

__all__ = ["CLASSES", "add_lemmas", "class_weights", "read_stop_words", "stop_mask"]
