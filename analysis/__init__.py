"""Close reading of Arabic (and mixed) text: tables in, tables out, every number traceable to its characters.

Every public function is importable from here and loaded on first use, so that ``import analysis`` is
fast and needs neither matplotlib nor a model.
"""

from importlib import import_module

__version__ = "0.1.0"

#: Where each public name lives; the module is imported when the name is first asked for.
_HOMES = {
    "seeds": ("make_seeds", "read_seeds"),
    "paragraphs": ("count_roles", "split_paragraphs"),
    "tokens": ("split_sentences", "split_tokens"),
    "lemmas": ("add_lemmas", "read_stop_words"),
    "dates": ("find_dates",),
    "frequency": (
        "add_dispersion",
        "add_keyness",
        "choose_term",
        "compare_terms",
        "count_collocates",
        "count_diversity",
        "count_growth",
        "count_levels",
        "count_ngrams",
        "count_readability",
        "count_terms",
        "find_terms",
    ),
    "context": ("find_in_context",),
    "mentions": (
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
    ),
    "repeats": ("find_repeats",),
    "topics": ("find_topic_changes", "find_topic_openings"),
    "quotes": ("count_verbs", "count_voices", "find_quotes", "find_voices"),
    "charts": (
        "caption",
        "plot_collocates",
        "plot_dates",
        "plot_diversity",
        "plot_entities",
        "plot_growth",
        "plot_keyness",
        "plot_lengths",
        "plot_mentions",
        "plot_network",
        "plot_ngrams",
        "plot_positions",
        "plot_repeats",
        "plot_roles",
        "plot_shared_terms",
        "plot_stances",
        "plot_terms",
        "plot_together",
        "plot_topics",
        "plot_voices",
        "show_chart",
    ),
    "findings": (
        "describe_cautions",
        "describe_contrast",
        "describe_names",
        "describe_voices",
        "describe_words",
    ),
    "pages": (
        "explore",
        "explore_texts",
        "render_context",
        "render_findings",
        "render_reader",
        "render_table",
    ),
}

_MODULE_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = sorted(_MODULE_OF)


def __getattr__(name: str):
    """Load a public name on first use; every ``plot_`` function lives in `analysis.charts`."""
    module = "charts" if name.startswith("plot_") else _MODULE_OF.get(name)
    if module is None:
        raise AttributeError(f"module 'analysis' has no attribute {name!r}")
    return getattr(import_module(f"analysis.{module}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
