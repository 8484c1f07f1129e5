"""Participles that the model takes for adjectives, adverbs or nouns.

Takes a tree and a word of it; makes it the verb that it is, with its auxiliary and subject. Knows the forms of past
participles; never what the verb means.
"""

from __future__ import annotations

import re
from functools import cache

from kg.annotation import lexicon
from kg.annotation.parser import Word
from kg.annotation.tree import Repair, Tree

PARTICIPLE = re.compile(r"ée?s?$")
IRREGULAR_PARTICIPLE = re.compile(r"(?:ue?s?|ies?|ts|tes?)$")
REFLEXIVE = frozenset({"se", "s'", "s’"})
NUMBER_NOUN = re.compile(r"(?:diz|douz|quinz|vingt|trent|quarant|cinquant|soixant|cent)aines?|milliers?")


def make_participle(word: Word, infinitive: str) -> None:
    """Read a word as the past participle of a verb, with the gender and number that it has."""
    word.upos, word.lemma = "VERB", infinitive
    word.feats = tuple(sorted({**dict(word.feats), "Tense": "Past", "VerbForm": "Part"}.items()))


def participle_taken_for_adverb(tree: Tree, index: int) -> None:
    """Read as a participle what ends like one and is no adverb: `étaient vêtus de noir`."""
    word = tree.words[index]
    if word.upos != "ADV" or not IRREGULAR_PARTICIPLE.search(word.form):
        return
    infinitive = lexicon.load(tree.language.code).participle_of(word.form)
    if infinitive is not None:
        make_participle(word, infinitive)
        word.deprel = "acl" if word.deprel in {"amod", "advmod"} else word.deprel
        for i in tree.children(index):
            if tree.words[i].lemma == "être" and i < index:
                tree.words[i].deprel = "aux:pass"


def participle_behind_future_be(tree: Tree, index: int) -> None:
    """Read behind a future être the participle of a known verb as a passive: what `sera fermé` is no state yet."""
    word = tree.words[index]
    infinitive = PARTICIPLE.sub("er", word.form) if word.upos == "ADJ" else word.form
    if infinitive == word.form or infinitive not in tree.language.verbs:
        return
    copulas = [i for i in tree.children(index) if tree.words[i].deprel == "cop" and i < index]
    if any(tree.feature(i, "Tense") == "Fut" or tree.feature(i, "Mood") == "Cnd" for i in copulas):
        make_participle(word, infinitive)
        for i in tree.children(index):
            kind = tree.words[i].deprel
            tree.words[i].deprel = {"cop": "aux:pass", "nsubj": "nsubj:pass"}.get(kind, kind)


def participle_behind_have(tree: Tree, index: int) -> None:
    """Read behind avoir the participle of a known verb as the verb, avoir as its auxiliary: `a pronostiqué que`."""
    word, have = tree.words[index], index - 1
    if word.head != have or tree.words[have].lemma != "avoir" or word.upos not in {"NOUN", "ADJ", "PROPN"}:
        return
    infinitive = PARTICIPLE.sub("er", word.form)
    is_known = infinitive in tree.language.verbs or infinitive in tree.language.stances
    if not is_known or infinitive == word.form or tree.has(index, "det"):
        return
    make_participle(word, infinitive)
    tree.hang(index, tree.words[have].head, tree.words[have].deprel)
    for child in tree.children(have):
        tree.hang(child, index)
    tree.words[have].upos = "AUX"
    tree.hang(have, index, "aux:tense")


def participle_behind_be(tree: Tree, index: int) -> None:
    """Read behind être the participle of a verb that takes it as the verb it is: `est parti`, `est mort`."""
    word = tree.words[index]
    helpers = _helpers(tree, index) if word.upos not in {"VERB", "AUX"} else []
    if not helpers or tree.has(index, "det") or tree.has(index, "case"):
        return
    verb = _past_participles(tree.language.intransitives).get(re.sub(r"e?s?$", "", word.form))
    if verb is None:
        return
    make_participle(word, verb)
    for i in helpers:
        tree.words[i].upos, tree.words[i].deprel = "AUX", "aux:tense"


def _helpers(tree: Tree, index: int) -> list[int]:
    """Give each être that stands before a word and hangs on it."""
    return [i for i in tree.children(index) if tree.words[i].lemma == "être" and i < index]


def copula_of_participle(tree: Tree, index: int) -> None:
    """Read the être of a transitive verb's participle as its passive: `aurait été empoisonné`."""
    word = tree.words[index]
    if word.upos != "VERB" or tree.feature(index, "VerbForm") != "Part":
        return
    copulas = [i for i in tree.children(index) if tree.words[i].deprel == "cop" and tree.words[i].lemma == "être"]
    if copulas and word.lemma not in tree.language.intransitives:
        tree.words[copulas[-1]].deprel = "aux:pass"
        for i in tree.children(index):
            if tree.words[i].deprel == "nsubj":
                tree.words[i].deprel = "nsubj:pass"


def reflexive_participle(tree: Tree, index: int) -> None:
    """Read behind se and être a participle as the verb that it is: `se sont ouvertes`."""
    word = tree.words[index]
    helpers = _helpers(tree, index) if word.upos in {"ADJ", "NOUN"} else []
    is_reflexive = bool(helpers) and any(tree.words[i].form.lower() in REFLEXIVE for i in tree.children(index))
    if not is_reflexive or tree.has(index, "det"):
        return
    form = word.form.lower()
    infinitive = lexicon.load(tree.language.code).participle_of(form) or PARTICIPLE.sub("er", form)
    if infinitive != form:
        make_participle(word, infinitive)
        for i in helpers:
            tree.words[i].upos, tree.words[i].deprel = "AUX", "aux:tense"


def gapped_passive(tree: Tree, index: int) -> None:
    """Read as a verb the participle that shares its auxiliary: `dix hommes ont été tués et trois autres blessés`."""
    word = tree.words[index]
    infinitive = _participle_of_known_verb(tree, word.form.lower())
    if infinitive is None or tree.has(index, "nsubj") or tree.has(index, "aux"):
        return
    last = index - 1 - (tree.words[index - 1].upos == "ADV")
    first = last
    while first in tree.members and (tree.words[first].upos in {"NUM", "DET"} or _is_quantity(tree.words[first].form)):
        first -= 1
    joint, counted = first, range(first + 1, last + 1)
    if not counted or joint not in tree.members or tree.words[joint].lemma not in {"et", ","}:
        return
    verb = next((i for i in range(joint - 1, tree.members.start, -1) if tree.words[i].upos == "VERB"), None)
    is_counted = any(tree.words[i].upos == "NUM" or NUMBER_NOUN.fullmatch(tree.words[i].form) for i in counted)
    if verb is None or not is_counted or not any(tree.words[i].deprel == "aux:pass" for i in tree.children(verb)):
        return
    make_participle(word, infinitive)
    tree.words[joint].deprel = "cc" if tree.words[joint].lemma == "et" else "punct"
    _share_passive(tree, index, verb, counted)


def _participle_of_known_verb(tree: Tree, form: str) -> str | None:
    regular = PARTICIPLE.sub("er", form)
    found = regular if regular != form else lexicon.load(tree.language.code).participle_of(form)
    return found if found in tree.language.verbs else None


def _is_quantity(form: str) -> bool:
    return form.lower() in {"autres", "d'", "d’"} or NUMBER_NOUN.fullmatch(form.lower()) is not None


def _share_passive(tree: Tree, index: int, verb: int, counted: range) -> None:
    """Hang a participle on the verb whose auxiliary it shares, what is counted before it as its subject."""
    subject = next((i for i in counted if NUMBER_NOUN.fullmatch(tree.words[i].form)), counted[-1])
    behind = [i for i in tree.members if i > index and tree.words[i].head in {index, *counted}]
    tree.hang(index, verb, "conj")
    tree.hang(counted[0] - 1, index)
    tree.hang(subject, index, "nsubj:pass")
    for i in counted:
        if i == subject:
            tree.words[i].upos = "NUM" if tree.words[i].upos == "NUM" else "NOUN"
        elif tree.words[i].form in {"d'", "d’"}:
            tree.hang(i, i + 1, "case")
        elif i > subject:
            tree.words[i].upos = "PRON"
            tree.hang(i, subject, "nmod")
        else:
            tree.hang(i, subject, "nummod" if tree.words[i].upos == "NUM" else "det")
    for i in range(counted[-1] + 1, index):
        tree.hang(i, index, "advmod")
    for i in behind:
        kind = tree.words[i].deprel
        tree.hang(i, index, "obl:mod" if kind == "nmod" else kind)


@cache
def _past_participles(verbs: frozenset[str]) -> dict[str, str]:
    return {past_participle(verb): verb for verb in sorted(verbs)}


def past_participle(infinitive: str) -> str:
    """Give the masculine singular of a past participle.

    >>> past_participle("tomber"), past_participle("partir"), past_participle("revenir"), past_participle("naître")
    ('tombé', 'parti', 'revenu', 'né')
    """
    irregular = {"mourir": "mort", "naître": "né", "renaître": "rené", "éclore": "éclo", "descendre": "descendu"}
    if infinitive in irregular:
        return irregular[infinitive]
    for ending, participle in (("enir", "enu"), ("er", "é"), ("ir", "i"), ("re", "u")):
        if infinitive.endswith(ending):
            return infinitive.removesuffix(ending) + participle
    return infinitive


RULES: tuple[Repair, ...] = (
    Repair(
        "copula-of-participle",
        copula_of_participle,
        "Selon des conclusions d'analyses, Yasser Arafat aurait été empoisonné au polonium, une substance radioactive.",
        mended=0,
        broken=0,
    ),
    Repair(
        "participle-taken-for-adverb",
        participle_taken_for_adverb,
        "Les voleurs étaient vêtus de noir.",
        mended=0,
        broken=0,
    ),
    Repair("participle-behind-future-be", participle_behind_future_be, "La route sera fermée.", mended=0, broken=0),
    Repair(
        "participle-behind-have",
        participle_behind_have,
        "L'institut a pronostiqué que le prix baisserait.",
        mended=0,
        broken=0,
    ),
    Repair("participle-behind-be", participle_behind_be, "Il est parti hier.", mended=0, broken=0),
    Repair(
        "reflexive-participle", reflexive_participle, "Les frontières se sont ouvertes à Vienne.", mended=0, broken=0
    ),
    Repair(
        "gapped-passive",
        gapped_passive,
        "Deux soldats ont été tués et trois autres blessés lundi à Kaboul.",
        mended=0,
        broken=0,
    ),
)
