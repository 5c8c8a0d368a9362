"""People of one text: whose name a part of a name is; a son is not his father."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from analysis.mentions.keys import AL, Phrase, fold_keys, word_list, word_set
from analysis.mentions.known import is_given, nominative

#: Both stand for g in foreign names: غوردون, جوردون.
GHAYN, JEEM = "\u063a", "\u062c"
#: In front of a part that names the father: no name of the one who is meant.
FATHER = "<"
#: How one part of a name may stand for the whole.
RELATIONS = ("surname", "given", "part")


def name_parts(phrase: Phrase) -> Phrase:
    """Join what is one part of a name (عبد الله, أبو بكر) and mark fathers.

    Behind بن stands the father, and behind him his own: a given name without ال is one of them, what else
    there is a surname.

    Examples
    --------
    >>> name_parts(("عبد", "الله", "بن", "احمد", "علي", "المالكي"))
    ('عبدالله', '<احمد', '<علي', 'المالكي')
    """
    parts, waiting, is_son, is_line = [], "", False, False
    father, *cases, _ = _kunyas()
    for word in phrase:
        if word in word_set("before_part"):
            # آل سعود is neither سعود nor السعود
            waiting += word + " "
        elif word in word_set("servant") or word in word_set("kunya"):
            waiting += father if word in cases else word
        elif word in word_set("fathers"):
            is_son = is_line = True
        else:
            is_father = is_son or (is_line and not waiting and not word.startswith(AL) and is_given(word))
            parts.append(FATHER * is_father + (waiting + nominative(word)).replace(GHAYN, JEEM))
            waiting, is_son = "", False
    return (*parts, waiting) if waiting else tuple(parts)


def owners(names: list[Phrase], apart: list[bool]) -> list[tuple[Phrase, str, list[Phrase]]]:
    """Say whose name each is: the fullest name it can only mean, or itself where two could be meant.

    Parameters
    ----------
    names
        The parts of each naming of a person in one text, in reading order.
    apart
        Which of them the reader wants apart.

    Returns
    -------
    list
        For each: the parts of the owner's name; why it is another than its own (part, surname, given of,
        kunya, shared ...) or an empty text; the full names that it fits.
    """
    fullest = _full_names(name for name, alone in zip(names, apart, strict=True) if not alone)
    tops = _by_part(dict.fromkeys(fullest.values()))
    bearers: dict[str, Phrase] = {}
    found = []
    for name, alone in zip(names, apart, strict=True):
        top = fullest.get(name, name)
        if alone:
            found.append((name, "", []))
        elif len(name) > 1:
            found.append((top, "part" if top != name else "", [top]))
            bearers |= dict.fromkeys(filter(_is_kunya, name), top)
        elif name and _is_kunya(name[0]):
            # a kunya is many a man's: his who was called so last
            top = bearers.get(name[0])
            found.append((top, "kunya", [top]) if top else (name, "", []))
        else:
            found.append(_owner(name, tops))
    return found


def _owner(name: Phrase, tops: dict[tuple[str, str], list[Phrase]]) -> tuple[Phrase, str, list[Phrase]]:
    """Return the owner of a name of one part: nobody's but its own where it fits two."""
    relations = {
        relation: tops.get((relation, part.removeprefix(AL)), []) for part in name for relation in RELATIONS
    }
    # a foreign first name hardly ever stands alone: of one there and a surname here, the surname is meant
    both = RELATIONS[: 1 + (bool(name) and (is_given(name[0]) or not relations["surname"]))]
    fits = list(dict.fromkeys(top for relation in both for top in relations.get(relation, ())))
    fits = fits or relations.get("part", [])
    why = next((relation for relation in RELATIONS if relations.get(relation)), "")
    if len(fits) == 1:
        return fits[0], "given of" if why == "given" else why, fits
    return name, why and f"shared {why}", fits


@cache
def _kunyas() -> tuple[str, ...]:
    """Return أبو with its cases, and أم, folded."""
    return tuple(fold_keys(word_list("kunya")))


def _is_kunya(part: str) -> bool:
    """Tell whether a part is أبو or أم with a name."""
    father, *_, mother = _kunyas()
    return part.startswith((father, mother + " ")) and part != father


def _is_within(short: Phrase, long: Phrase) -> bool:
    """Tell whether the parts of one name stand in another in the same order, ال left aside.

    The first is the one meant, so he must not be a father there; and the son of one father is not the son of
    another.
    """
    at = -1
    for number, part in enumerate(short):
        rest = [other.removeprefix(FATHER * (number > 0)).removeprefix(AL) for other in long[at + 1 :]]
        bare = part.removeprefix(FATHER * (number > 0)).removeprefix(AL)
        if bare not in rest:
            return False
        place = at + 1 + rest.index(bare)
        if number and place > at + 1 and part[0] == long[at + 1][0] == FATHER:
            return False
        at = place
    return True


def _full_names(names: Iterable[Phrase]) -> dict[Phrase, Phrase]:
    """Map each name of two parts or more to the fullest one it can only mean."""
    distinct = sorted({name for name in names if len(name) > 1}, key=lambda name: (-len(name), name))
    fullest: dict[Phrase, Phrase] = {}
    # fuller names by their first and by their last part: a book has thousands
    by_end: dict[tuple[int, str], list[Phrase]] = defaultdict(list)
    for name in distinct:
        ends = [(at, name[at].removeprefix(FATHER).removeprefix(AL)) for at in (0, -1)]
        near = dict.fromkeys(top for end in ends for top in by_end[end])
        fits = [top for top in near if _is_within(name, top)]
        fullest[name] = fits[0] if len(fits) == 1 else name
        if len(fits) != 1:
            for end in ends:
                by_end[end].append(name)
    return fullest


def _by_part(names: Iterable[Phrase]) -> dict[tuple[str, str], list[Phrase]]:
    """Return full names by surname, by given name and by any part, ال left aside; a father's part is his."""
    found = defaultdict(list)
    for name in names:
        bare = [part.removeprefix(AL) for part in name]
        found["surname", bare[-1]].append(name)
        found["given", bare[0]].append(name)
        for part in dict.fromkeys(bare):
            found["part", part].append(name)
    return found
