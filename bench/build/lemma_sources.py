"""The entries of the lexicon: a dictionary and lists by hand, inflected by rule, checked in a text."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lemma_dictionary import Dictionary, Text, fold, read_dictionary, verb_readings
from lemma_nouns import SURE_PLURAL, decline, singulars
from lemma_verbs import conjugate, participles, verbal_nouns

from analysis.files import read_toml, read_words

#: How far an entry is trusted: a guess, made by rule, in the dictionary, by hand, by hand and usual, sure,
#: or sure though its slot is rare.
GUESSED, MADE, LISTED, WRITTEN, USUAL, SURE, PAIRED = range(7)

_WORD = re.compile("[ء-غف-ي]+")
_MARKS = re.compile("[ً-ْـ]")

# A spelling that is this many times rarer than another of the same word is no word of its own.
_FAR_MORE = 4

_NISBA_ENDINGS = ("يتين", "يتان", "يون", "يين", "يات", "ية", "يا", "ي")


class Entry(NamedTuple):
    """One reading of a stem."""

    form: str
    lemma: str
    tag: str
    slot: str
    states: str
    source: int


class Lexicon:
    """The entries as they are gathered, by folded form."""

    def __init__(self, text: Text):
        self.text = text
        self.entries: dict[tuple[str, str, str], Entry] = {}
        self.by_key: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        self.plurals_by_hand: dict[str, set[str]] = defaultdict(set)
        self.with_pronouns: set[str] = set()
        self.defective: set[str] = set()
        self.masculine: set[str] = set(read_toml("lemmas/build.toml")["masculine"])

    def add(self, form: str, lemma: str, tag: str, slot: str, states: str, source: int) -> None:
        """Add an entry, or its states to one that is there."""
        nominal = tag in ("N", "A")
        if (nominal or tag == "R") and source < WRITTEN and {form, lemma} & self.with_pronouns:
            return
        if nominal and form in self.plurals_by_hand and lemma not in self.plurals_by_hand[form]:
            return
        if nominal and lemma.endswith("ة") and not slot.startswith("b"):
            slot = "t" + slot
        key = (form, lemma, tag)
        if old := self.entries.get(key):
            slot, states = old.slot, "".join(sorted({*old.states, *states}))
            source = max(old.source, source)
        else:
            if key not in self.by_key[fold(form)]:
                self.by_key[fold(form)].append(key)
        self.entries[key] = Entry(form, lemma, tag, slot, states, source)

    def add_noun(self, noun: str, tags: str, plurals: Iterable[str] = (), source=None, listed=None) -> None:
        """Add the forms of a noun (``tags`` N, A or both) and of its broken plurals."""
        listed = listed or {}
        for tag in tags:
            adjective = tag == "A" and noun not in self.masculine
            for form, slot, states in decline(noun, adjective=adjective, defective=noun in self.defective):
                known = form == noun or noun in (listed.get(form), listed.get("ال" + form))
                trust = LISTED if known else MADE
                # a list by hand vouches for singular and plurals, not for every dual (عدوان is not عدو)
                trust = trust if source == WRITTEN and form != noun else source or trust
                self.add(form, noun, tag, slot, states, trust)
            for plural in plurals:
                for form, slot, states in decline(plural):
                    if slot in ("s", "acc"):
                        self.add(
                            form, noun, tag, "bpacc" if slot == "acc" else "bp", states, source or LISTED
                        )

    def is_noun(self, noun: str) -> bool:
        """Say whether a noun is its own lemma here."""
        return (noun, noun, "N") in self.entries


def build(text: Text) -> Lexicon:
    """Gather all entries; what the text does not explain yet is left to `lemma_training`."""
    lexicon = Lexicon(text)
    told = read_toml("lemmas/build.toml")
    _add_lists(lexicon)
    lost: set[str] = set()
    source = read_dictionary(text, lost)
    lexicon.defective = {noun + "ي" for noun in lost} | set(told["defective_in_ya"])
    verbs = source.verbs | _verbs_of_text(source, text)
    for verb in sorted(verbs):
        for form, slot, states in conjugate(verb, source.roots):
            trust = LISTED if source.lemma_of.get(form) == verb else MADE
            usual = verb in told["usual_verbs"] or (verb in told["hollow"] and slot[0] == "i")
            trust = USUAL if usual else trust
            lexicon.add(form, verb, "VP" if slot[0] == "p" else "VI", slot, states, trust)
    _add_nouns(lexicon, source, verbs, lost)
    for name in sorted(_cldr_names(told["names_with_article"])):
        lexicon.add(name, name, "R", "r", "bel", WRITTEN)
    _add_derived(lexicon, source, verbs)
    _add_nisba(lexicon)
    _add_pairs(lexicon, told["pairs"], told["dual_bases"])
    _drop_dotless(lexicon)
    return lexicon


def _add_lists(lexicon: Lexicon) -> None:
    """Add the lists written by hand: function words, plurals."""
    for line in read_words("lemmas/plurals.tsv"):
        noun, plurals = line.split("\t")
        for plural in plurals.split():
            lexicon.plurals_by_hand[plural].add(noun)
    for line in read_words("lemmas/closed.tsv"):
        tag, lemma, forms = line.split("\t")
        for written in forms.split():
            trust = SURE if written.endswith("!") else USUAL if tag == "adv" else WRITTEN
            written = written.rstrip("!")
            form = written.rstrip("+-")
            states = {"+": "be", "-": "e"}.get(written[-1], "b")
            if states != "b":
                lexicon.with_pronouns |= {
                    form + pronoun for pronoun in ("ه", "ها", "هم", "هما", "هن", "نا", "كم")
                }
            if tag == "noun":
                lexicon.add(form, lemma, "N", "s", "bl", trust)
            else:
                states += "l" if tag in ("quant", "num") and states != "e" else ""
                # وحده is وحد with a pronoun far oftener than و and حد, جدا never an accusative of جد
                lexicon.add(form, lemma, tag, "x", states, trust)
    # الله behind ل is written without its alef
    lexicon.add("الله", "الله", "R", "r", "b", USUAL)
    lexicon.add("له", "الله", "R", "r", "l", WRITTEN)


def _verbs_of_text(source: Dictionary, text: Text) -> set[str]:
    """Find verbs of forms V to X that the dictionary lacks, by several of their forms in the text."""
    found = set()
    for word, count in text.counts.items():
        if count < 2 or word[0] != "ي" or not 4 <= len(word) <= 8:
            continue
        for verb in _possible_verbs(word[1:]):
            if verb in source.verbs or verb in found:
                continue
            slots = {slot for form, slot, _ in conjugate(verb, source.roots) if text.folded[fold(form)]}
            if {"iy", "p3f"} <= slots and ("iyp" in slots or len(slots & {"p3m", "p3mp", "it"}) >= 2):
                found.add(verb)
    return found


def _possible_verbs(stem: str) -> Iterator[str]:
    if stem[0] == "ت" and 4 <= len(stem) <= 5:
        yield stem
    if len(stem) == 4 and (stem[0] == "ن" or stem[1] in "تطدذ"):
        yield "ا" + stem
    if stem.startswith("ست") and len(stem) == 5:
        yield "ا" + stem
    if len(stem) == 4:
        yield stem


def _add_nouns(lexicon: Lexicon, source: Dictionary, verbs: set[str], lost: set[str]) -> None:
    """Add nouns and adjectives of the dictionary with their broken plurals, then those written by hand."""
    text, told = lexicon.text, read_toml("lemmas/build.toml")
    by_hand = {line.split("\t")[0]: line.split("\t")[1].split() for line in read_words("lemmas/plurals.tsv")}
    wrong = {tuple(line.split("\t")) for line in read_words("lemmas/not_plurals.tsv")}
    readings = verb_readings(verbs, source.roots)
    of_frequent = {
        plural
        for noun, plurals in source.plurals.items()
        for plural in plurals
        if (noun, plural) not in wrong and text.definite(noun) + text.folded[fold(noun)] >= 5
    }
    all_plurals = {p for plurals in source.plurals.values() for p in plurals} | set(lexicon.plurals_by_hand)
    bases = source.nouns | all_plurals | source.derived
    for noun in sorted(source.nouns):
        if len(noun) < 2 or noun in told["glued"] or _is_glued(noun, source, text):
            continue
        if _is_verb_form(noun, source, readings, by_hand, text):
            continue
        if noun[-1] == "ا" and len(noun) > 3 and noun[:-1] in bases and _is_accusative(noun, text):
            continue
        if noun in of_frequent and SURE_PLURAL.fullmatch(noun) and noun not in by_hand:
            continue
        base = noun[2:] if noun.startswith("ال") and len(noun) > 4 and not noun.startswith("الت") else noun
        lemma = "الله" if noun == "الله" else base + "ي" if noun in lost else base
        is_nisba = lemma[-1] == "ي" and len(lemma) > 3 and lemma not in lexicon.defective
        plurals = {
            plural
            for plural in source.plurals.get(noun, ())
            if (noun, plural) not in wrong
            and noun in lexicon.plurals_by_hand.get(plural, {noun})
            and text.folded[fold(plural)] + text.definite(plural)
        }
        lexicon.add_noun(
            lemma, "NA" if noun in source.adjectives or is_nisba else "N", plurals, None, source.lemma_of
        )
        definite = any(form.startswith("ال") for form in source.forms[noun])
        for plural in source.plurals.get(noun, ()):
            doubtful = noun in verbs and plural not in lexicon.plurals_by_hand and not definite
            if (noun, plural) in wrong or doubtful:
                lexicon.add_noun(
                    plural, "NA" if re.fullmatch(".ا..", plural) else "N", (), None, source.lemma_of
                )
    for noun, plurals in by_hand.items():
        is_adjective = noun in source.adjectives or (noun[0] == "أ" and len(noun) == 4)
        lexicon.add_noun(noun, "AN" if is_adjective else "N", plurals, WRITTEN)


def _is_glued(noun: str, source: Dictionary, text: Text) -> bool:
    """Say whether the dictionary lists a word with its preposition: بسبب, للأسف."""
    if source.forms[noun] != {noun} or len(noun) < 4:
        return False
    for prefix in ("بال", "لل", "ب"):
        rest = noun.removeprefix(prefix)
        if rest == noun or len(rest) < 3 or rest not in source.nouns:
            continue
        if prefix == "ب":
            return text.definite(rest) > 3 * text.definite(noun)
        return text.folded[fold(rest)] + text.definite(rest) > text.folded[fold(noun)]
    return False


def _is_verb_form(noun: str, source: Dictionary, readings: dict, by_hand: dict, text: Text) -> bool:
    inflected = any(slot != "p3m" and verb != noun for verb, slot in readings.get(noun, ()))
    never_definite = text.definite(noun) + text.folded["بال" + fold(noun)] < 2
    return inflected and never_definite and noun not in by_hand and noun not in source.adjectives


def _is_accusative(noun: str, text: Text) -> bool:
    if text.marked[noun]:
        return True
    return not text.definite(noun) and text.definite(noun[:-1]) > text.folded[fold(noun)] // 4


def _cldr_names(with_article: list[str]) -> set[str]:
    """Return the countries and months of CLDR that are one word, without article."""
    from babel import Locale

    names = {_MARKS.sub("", name) for name in Locale("ar").territories.values()}
    for region in ("ar", "ar_DZ", "ar_MA", "ar_IQ", "ar_SY"):
        for month in Locale.parse(region).months["format"]["wide"].values():
            names |= set(_WORD.findall(month))
    single = {name for name in names if _WORD.fullmatch(name)}
    bare = {
        name[2:]
        if name in with_article or (name.startswith("ال") and len(name) > 4 and name[2] != "ب")
        else name
        for name in single
    }
    return {name for name in bare if len(name) > 2}


def _add_derived(lexicon: Lexicon, source: Dictionary, verbs: set[str]) -> None:
    """Add verbal nouns and participles that stand in the text."""
    text = lexicon.text
    wrong = {tuple(line.split("\t")) for line in read_words("lemmas/not_plurals.tsv")}
    for verb in sorted(verbs):
        for noun in verbal_nouns(verb, source.roots):
            definite = sum(text.folded[prefix + fold(noun)] for prefix in ("ال", "بال", "لل"))
            unlisted = noun not in source.forms and text.seen(noun)
            if unlisted or noun in source.derived or (verb, noun) in wrong or (noun in verbs and definite):
                lexicon.add_noun(noun, "N", (), MADE)
        for noun in participles(verb, source.roots):
            if len(noun) < 4 and not text.definite(noun):
                continue
            if text.seen(noun) + text.folded[fold(noun) + "ة"] + text.definite(noun + "ة"):
                if noun.endswith("ي"):
                    lexicon.defective.add(noun)
                if (noun, noun, "A") not in lexicon.entries:
                    lexicon.add_noun(noun, "AN", (), MADE)
    for noun in sorted(source.derived):
        if not text.seen(noun):
            continue
        participle = noun.startswith("م")
        if participle and noun.endswith("ة") and len(noun) > 4:
            lexicon.add_noun(noun[:-1], "NA", (), MADE)
            participle = False
        lexicon.add_noun(noun, "NA" if participle else "N", (), LISTED)


def _add_nisba(lexicon: Lexicon) -> None:
    """Add relative adjectives in ي that the text has in several forms, and their abstract nouns in ية."""
    counts, possible = lexicon.text.counts, Counter()
    for word, count in counts.items():
        stem = word
        for prefix in ("وال", "بال", "لل", "كال", "ال", "و"):
            if word.startswith(prefix) and len(word) - len(prefix) >= 4:
                stem = word[len(prefix) :]
                break
        ending = next((e for e in _NISBA_ENDINGS if stem.endswith(e) and len(stem) - len(e) >= 3), None)
        if ending:
            possible[stem.removesuffix(ending) + "ي"] += count
    for noun, count in possible.items():
        feminine = sum(counts[prefix + noun + "ة"] for prefix in ("", "ال", "وال", "بال", "لل"))
        masculine = sum(
            counts[form] for form in ("ال" + noun, "وال" + noun, noun + "ا", noun + "ين", noun + "ون")
        )
        if count >= 2 and feminine and (masculine or feminine >= 3):
            lexicon.add_noun(noun, "AN", (), MADE)
            if feminine >= 2:
                lexicon.add_noun(noun + "ة", "N", (), MADE)


def _add_pairs(lexicon: Lexicon, pairs: list[str], bases: dict[str, str]) -> None:
    """Make the dual the usual reading of what comes in twos before a pronoun: عينيه is عين, not عيني."""
    for noun in pairs:
        base = bases.get(noun, noun.removesuffix("ة") + "ت" * noun.endswith("ة"))
        # its own slot, or every noun would become more of a dual; يدي alone is "my hand"
        for ending in "اي" if noun in bases else "ي":
            lexicon.entries.pop((base + ending, noun, "N"), None)
            lexicon.add(base + ending, noun, "N", "pair", "e", PAIRED)
        if noun not in bases:
            lexicon.add(base + "ا", noun, "N", "duc", "be", WRITTEN)
        for ending in ("ان", "ين") if noun in bases else ():
            lexicon.add(base + ending, noun, "N", "du", "bl", WRITTEN)
        for tag in "NA":
            adjective = (base + "ي", base + "ي", tag)
            if entry := lexicon.entries.get(adjective):
                lexicon.entries[adjective] = entry._replace(states=entry.states.replace("e", ""))


def _is_dotless(form: str, lexicon: Lexicon) -> bool:
    """Say whether a word in ى is one in ي as Egypt spells it: that is known and far more frequent."""
    dotted = form[:-1] + "ي"
    if not form.endswith("ى") or fold(dotted) not in lexicon.by_key:
        return False
    return lexicon.text.seen(dotted) > _FAR_MORE * lexicon.text.seen(form)


def _drop_dotless(lexicon: Lexicon) -> None:
    """Drop nouns and plurals in ى that only Egypt's spelling makes; `add_lemmas` reads them as those in ي."""
    for key, entry in list(lexicon.entries.items()):
        # كبرى of أكبر is none, however frequent كبري may be
        elative = entry.lemma[0] == "أ" and entry.lemma[1:] == entry.form[:-1]
        if entry.tag in ("N", "A") and entry.source < WRITTEN and not elative:
            if _is_dotless(entry.form, lexicon):
                del lexicon.entries[key]
                lexicon.by_key[fold(entry.form)].remove(key)


def add_unknown(lexicon: Lexicon, unexplained: Counter) -> None:
    """Add the words of the text that no entry explains: as names, with inflected forms under the shortest."""
    text, stems, definite = lexicon.text, Counter(), Counter()
    for word, count in unexplained.items():
        stem, article = strip_article(word)
        stems[stem] += count
        definite[stem] += count * article
    kept = Counter()
    for stem, count in stems.items():
        rest = stem[1:]
        witnessed = stems[rest] >= max(2, count // 3) or rest in lexicon.by_key
        if not definite[stem] and len(stem) >= 4 and stem[0] in "وفبلك" and witnessed:
            kept[rest] += count if rest in stems else 0
        else:
            kept[stem] += count
    for stem in [stem for stem, count in kept.items() if count >= 2]:
        if _is_dotless(stem, lexicon):
            continue
        base = _shorter(stem, kept, text)
        if base != stem:
            lexicon.add(stem, base, "N", "fp", "bel", MADE)
            continue
        # ه for ة at the end is frequent in careless spelling
        proper = [key for key in lexicon.by_key.get(fold(stem[:-1] + "ة"), ()) if stem.endswith("ه")][:3]
        for key in proper:
            entry = lexicon.entries[key]
            if entry.tag in ("N", "A") and "l" in entry.states:
                lexicon.add(stem, entry.lemma, entry.tag, entry.slot, "bl", MADE)
        if proper:
            continue
        singular = _guess_singular(stem, lexicon) if definite[stem] or kept[stem] >= 5 else None
        if singular:
            lexicon.add_noun(singular, "N", [stem], MADE)
        elif stem.endswith("ة"):
            lexicon.add_noun(stem, "N", (), MADE)
        else:
            lexicon.add(stem, stem, "R", "r", "bel", MADE)


def strip_article(word: str) -> tuple[str, bool]:
    """Return a word without the article and what may stand before it, and whether it had one."""
    for prefix in ("وال", "فال", "بال", "كال", "ال"):
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            return word[len(prefix) :], True
    return (word[2:], True) if word.startswith("لل") and len(word) >= 5 else (word, False)


def _shorter(stem: str, stems: Counter, text: Text) -> str:
    """Return the unknown stem that this one is an inflected form of, or itself."""
    for ending, instead in (
        ("ات", "ة"),
        ("ات", ""),
        ("ين", ""),
        ("ون", ""),
        ("ان", ""),
        ("هم", ""),
        ("ه", ""),
        ("ها", ""),
    ):
        if stem.endswith(ending) and len(stem) - len(ending) >= 3:
            base = stem.removesuffix(ending) + instead
            if stems[base] >= max(2, stems[stem] // 2):
                return base
    if stem.endswith("ا") and len(stem) > 3 and text.marked[stem] >= max(1, stems[stem] // 3):
        return stem[:-1]
    return stem


def _guess_singular(plural: str, lexicon: Lexicon) -> str | None:
    """Return the most frequent noun that this word could be the broken plural of."""
    text = lexicon.text
    known = [noun for noun in singulars(plural) if lexicon.is_noun(noun) and text.seen(noun) >= 3]
    return max(known, key=text.definite, default=None)


def check_accusatives(lexicon: Lexicon) -> None:
    """Drop accusatives that are never written with their mark, and lemmas that always are (أحيانا)."""
    text, accusatives = lexicon.text, set()
    for key, entry in list(lexicon.entries.items()):
        if entry.slot in ("acc", "tacc", "bpacc"):
            count, marked = text.counts[entry.form], text.marked[entry.form]
            if (count >= 5 and not marked) or (count >= 15 and marked < 0.03 * count):
                lexicon.entries[key] = entry._replace(states="")
            elif entry.states:
                accusatives.add(entry.form)
    for key, entry in list(lexicon.entries.items()):
        if entry.slot in ("s", "r") and entry.source < WRITTEN and entry.form in accusatives:
            if entry.form[-1] == "ا" and text.marked[entry.form] >= max(3, 0.2 * text.counts[entry.form]):
                lexicon.entries[key] = entry._replace(states=entry.states.replace("b", ""))
