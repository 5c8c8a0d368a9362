"""Word forms to clitics, stems, lemmas and stop words."""

from analysis.lemmas.lemmatize import add_lemmas
from analysis.lemmas.stem_lexicon import weigh_stems
from analysis.lemmas.stop_words import read_stop_words, stop_mask

__all__ = ["add_lemmas", "read_stop_words", "stop_mask", "weigh_stems"]
