"""Who and where: people, places and organisations found, merged under one name, each with its reason."""

from analysis.mentions.aliases import read_aliases
from analysis.mentions.counting import count_entities, count_together
from analysis.mentions.entities import add_entities
from analysis.mentions.finding import find_mentions

__all__ = ["add_entities", "count_entities", "count_together", "find_mentions", "read_aliases"]
