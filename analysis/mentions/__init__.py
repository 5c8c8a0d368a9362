"""Who and where: people, places and organisations found, merged under one name, each with its reason."""

from analysis.mentions.aliases import read_aliases
from analysis.mentions.corrections import compare_entities, forbid_entities
from analysis.mentions.counting import count_entities, count_kinds, count_together
from analysis.mentions.entities import add_entities
from analysis.mentions.finding import find_mentions
from analysis.mentions.introductions import choose_entity, find_entities, find_introductions

__all__ = [
    "add_entities",
    "choose_entity",
    "compare_entities",
    "count_entities",
    "count_kinds",
    "count_together",
    "find_entities",
    "find_introductions",
    "find_mentions",
    "forbid_entities",
    "read_aliases",
]
