"""What a page opens with: a few sentences made from the tables, each with the place of its first row.

Each ``describe_`` function gives one row a sentence, for a text takes several to say what it is.
"""

from analysis.findings.of_names import describe_names
from analysis.findings.of_texts import describe_cautions, describe_contrast
from analysis.findings.of_voices import describe_voices
from analysis.findings.of_words import describe_words

__all__ = ["describe_cautions", "describe_contrast", "describe_names", "describe_voices", "describe_words"]
