"""How many letters of a written word are particles before a name: one in وروسيا, none in واشنطن."""

from collections.abc import Mapping

import numpy as np

from analysis.mentions.features import PART_SLOT, SHORTEST_REST, Hashes, hash_values

#: A word is cut when what is left was seen this many times as often as the whole.
ODDS = 3.0
#: One sighting in the text itself counts as this many in the plain text of the model.
OWN_TEXT = 40.0
#: What the rest must count besides where the first letter is no و: more than a rare word does.
FOREIGN = 25.0
#: What an unseen word counts.
UNSEEN = 0.5

# و ف ب ك ل
_WAW, *_, _LAM = _PARTICLES = np.array([0x648, 0x641, 0x628, 0x643, 0x644], dtype=np.uint64)


def particle_sizes(hashes: Hashes, tables: Mapping[str, np.ndarray]) -> np.ndarray:
    """Count the letters of conjunctions and prepositions in front of each form, by what is left of it.

    A form is cut where the rest was seen much oftener than the whole, in the plain text of ``tables``
    and in the forms themselves. The article stays with the name; of لل only the first letter is cut.

    Parameters
    ----------
    hashes
        Of the distinct forms of a text.
    tables
        ``keys`` and ``counts`` of `analysis.mentions.features.form_features`.

    Returns
    -------
    ndarray
        0, 1 or 2 for each form.
    """
    letters, lengths = hashes.letters, hashes.lengths
    whole = rest_keys(hashes, 0)
    is_particle = np.isin(letters[:, :3], _PARTICLES)
    sizes = np.zeros(len(letters), dtype=np.int64)
    # the whole form stands in its own text by nature: only of a rest does that say anything
    best = _sightings(whole, tables["keys"], tables["counts"]) * ODDS
    # many a foreign name begins with ب or ل, few with و
    best += np.where(letters[:, 0] == _WAW, 0, FOREIGN)
    best[_sightings(whole, tables["class_keys"], None) > UNSEEN] = np.inf
    for size in (1, 2):
        there = is_particle[:, :size].all(axis=1) & (lengths >= size + SHORTEST_REST)
        rest = np.where(there, rest_keys(hashes, size), 0)
        evidence = _sightings(rest, tables["keys"], tables["counts"])
        evidence += (_sightings(rest, np.sort(whole), None) - UNSEEN) * OWN_TEXT
        # no name begins with لل: it is ل before the article, which then loses its alef, or before ل
        joined = there & (letters[:, size - 1] == _LAM) & (letters[:, size] == _LAM)
        evidence = np.where(joined, np.inf, evidence)
        better = there & ((evidence > best) | joined)
        sizes[better], best = size, np.where(better, evidence, best)
    return sizes


def bare_keys(hashes: Hashes, tables: Mapping[str, np.ndarray]) -> np.ndarray:
    """Hash each form without the particles in front: tokens with equal keys are of the same word."""
    return rest_keys(hashes, particle_sizes(hashes, tables))


def rest_keys(hashes: Hashes, sizes: int | np.ndarray) -> np.ndarray:
    """Hash what is left of each form without its first letters, as `word_keys` would."""
    return hash_values(hashes.stretch(np.minimum(sizes, hashes.lengths), hashes.lengths), PART_SLOT)


def _sightings(keys: np.ndarray, known: np.ndarray, counts: np.ndarray | None) -> np.ndarray:
    """Return how often words were seen, by a table of ascending keys; once each where nothing was counted."""
    if not len(known):
        return np.full(len(keys), UNSEEN)
    place = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    hit = (known[place] == keys) & (keys > 0)
    return np.where(hit, 1.0 if counts is None else counts[place], 0.0) + UNSEEN
