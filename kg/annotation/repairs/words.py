"""Words: lemmas, tenses and moods that the model misreads.

Takes a tree and a word of it; changes its lemma and features. Knows the endings of regular verbs; never syntax.
"""

from __future__ import annotations

import re

from kg.annotation.names import DEMONSTRATIVE
from kg.annotation.repairs.tree import Repair, Tree

CONTRACTED = {"au": "à", "aux": "à", "du": "de", "des": "de", "d'": "de", "d’": "de", "jusqu'": "jusque", "qu'": "que"}
CONDITIONAL = re.compile(r"r(?:ais|ait|ions|iez|aient)$")
FUTURE = re.compile(r"(?P<infinitive>\w+[ei]r)(?:ai|as|a|ons|ez|ont)")
AUXILIARIES = frozenset({"être", "avoir", "faire", "laisser", "aller", "venir", "pouvoir", "devoir"})
INFINITIVES = ("er", "ir", "re")
FIRST_CONJUGATION = re.compile(r"(?:ées?|és?|èrent|aient|ait|ant|ons|ez|ent|es|e|a)$")
FUTURE_ENDINGS = ("ai", "as", "a", "ons", "ez", "ont")


def function_word_lemma(tree: Tree, index: int) -> None:
    """Take contractions apart and leave pronouns as they stand: the model takes `entre` for a verb, `ils` for `il`."""
    word = tree.words[index]
    form = word.form.lower()
    if DEMONSTRATIVE.match(form):
        word.upos = "PRON"
    if word.upos == "ADP":
        word.lemma = CONTRACTED.get(form, form)
    elif word.upos == "PRON":
        word.lemma = form.lstrip("-")


def infinitive_lemma(tree: Tree, index: int) -> None:
    """Give a verb an infinitive as lemma where the model left a noun or a form: `recherche`, `sortira`."""
    word = tree.words[index]
    form = word.form.lower()
    is_infinitive = word.lemma in tree.language.verbs or (word.lemma.endswith(INFINITIVES) and word.lemma != form)
    if word.upos != "VERB" or is_infinitive:
        return
    future = FUTURE.fullmatch(form)
    infinitive = future["infinitive"] if future else FIRST_CONJUGATION.sub("", form) + "er"
    if infinitive in tree.language.verbs:
        word.lemma = infinitive


def verb_taken_for_auxiliary(tree: Tree, index: int) -> None:
    """Read as a verb what is tagged an auxiliary and is none: `blessant deux pompiers`."""
    word = tree.words[index]
    if word.upos != "AUX" or word.lemma in AUXILIARIES or not word.form.lower().endswith("ant"):
        return
    word.upos = "VERB"
    word.lemma = word.form.lower().removesuffix("ant") + "er"
    word.feats = (("Tense", "Pres"), ("VerbForm", "Part"))


def future_taken_for_noun(tree: Tree, index: int) -> None:
    """Read as the verb of a verbless sentence what has the ending of its future: `Le ministre visitera Bagdad`."""
    word, head = tree.words[index], tree.words[index].head
    future = FUTURE.fullmatch(word.form)
    if word.upos not in {"NOUN", "ADJ", "PROPN"} or future is None or future["infinitive"] not in tree.language.verbs:
        return
    if tree.has(index, "det") or any(tree.is_finite(i) for i in tree.members):
        return
    word.upos, word.lemma = "VERB", future["infinitive"]
    word.feats = (("Mood", "Ind"), ("Tense", "Fut"), ("VerbForm", "Fin"))
    if head in tree.members and head < index and tree.words[head].head not in tree.members:
        word.head, word.deprel = -1, "ROOT"
        tree.words[head].head, tree.words[head].deprel = index, "nsubj"
    for child in tree.children(index):
        if child > index and tree.words[child].deprel == "nmod" and not tree.case(child):
            tree.words[child].deprel = "obj"


def noun_taken_for_verb(tree: Tree, index: int) -> None:
    """Read as a noun what has an article and stands where a noun does: `a approuvé l'offre`."""
    word = tree.words[index]
    is_place_of_noun = word.deprel.partition(":")[0] in {"obj", "nsubj", "obl", "nmod"}
    if word.upos != "VERB" or not is_place_of_noun or tree.has(index, "aux") or tree.has(index, "nsubj"):
        return
    articles = [i for i in tree.children(index) if tree.words[i].deprel == "det" and i == index - 1]
    if articles and tree.feature(index, "VerbForm") != "Part":
        word.upos, word.lemma = "NOUN", word.form.lower()
        word.feats = tuple(pair for pair in word.feats if pair[0] in {"Gender", "Number"})


def simple_past(tree: Tree, index: int) -> None:
    """Read the simple past of regular verbs from the ending: `il déclara`, `ils déclarèrent`."""
    word = tree.words[index]
    stem = word.lemma.lower().removesuffix("er")
    if word.upos == "VERB" and word.form.lower() in {stem + "a", stem + "èrent"}:
        word.feats = tuple(sorted({**dict(word.feats), "Mood": "Ind", "Tense": "Past", "VerbForm": "Fin"}.items()))


def conditional_mood(tree: Tree, index: int) -> None:
    """Read the conditional from the ending, which the model often takes for an indicative, and the other way round."""
    word = tree.words[index]
    if word.upos not in {"VERB", "AUX"} or tree.feature(index, "VerbForm") not in {"Fin", None}:
        return
    stem = CONDITIONAL.sub("r", word.form.lower())
    is_imperfect = stem == word.lemma.lower()[:-2]  # the stem of `entrer` ends in r by itself: `entrait`
    if stem != word.form.lower() and not is_imperfect:
        word.feats = tuple(sorted({**dict(word.feats), "Mood": "Cnd", "VerbForm": "Fin"}.items()))
    elif tree.feature(index, "Mood") == "Cnd":
        word.feats = tuple(sorted({**dict(word.feats), "Mood": "Ind"}.items()))


def future_tense(tree: Tree, index: int) -> None:
    """Read the future of regular verbs from the ending: `quitteront`."""
    word = tree.words[index]
    stem = word.lemma.lower().removesuffix("e")
    if word.upos in {"VERB", "AUX"} and word.form.lower() in {stem + ending for ending in FUTURE_ENDINGS}:
        word.feats = tuple(sorted({**dict(word.feats), "Mood": "Ind", "Tense": "Fut", "VerbForm": "Fin"}.items()))


def causative(tree: Tree, index: int) -> None:
    """Read `faire` in front of the infinitive that governs it as its auxiliary: `a fait évacuer la salle`."""
    word, head = tree.words[index], tree.words[index].head
    is_before = head in tree.members and index < head and tree.feature(head, "VerbForm") == "Inf"
    if word.lemma == "faire" and word.deprel == "dep" and is_before:
        word.upos, word.deprel = "AUX", "aux:caus"


RULES: tuple[Repair, ...] = (
    Repair(
        "verb-taken-for-auxiliary",
        verb_taken_for_auxiliary,
        "Le feu a détruit un entrepôt à Vénissieux, près de Lyon, blessant légèrement deux pompiers.",
        mended=0,
        broken=0,
    ),
    Repair(
        "function-word-lemma",
        function_word_lemma,
        "Les négociations entre l'Iran et la Turquie ont échoué.",
        mended=0,
        broken=0,
    ),
    Repair("future-taken-for-noun", future_taken_for_noun, "Le ministre visitera Bagdad.", mended=0, broken=0),
    Repair(
        "noun-taken-for-verb",
        noun_taken_for_verb,
        "Le conseil d'administration, réuni mercredi à Genève, a approuvé l'offre à l'unanimité.",
        mended=0,
        broken=0,
    ),
    Repair("infinitive-lemma", infinitive_lemma, "Chaque candidat tente de séduire les indécis.", mended=0, broken=0),
    Repair("simple-past", simple_past, "Il pleura longtemps.", mended=0, broken=0),
    Repair("conditional-mood", conditional_mood, "Le Pentagone rabaisserait le niveau.", mended=0, broken=0),
    Repair("future-tense", future_tense, "Les impôts augmenteront de deux milliards d'euros.", mended=0, broken=0),
    Repair("causative", causative, "Le tribunal a fait évacuer la salle.", mended=24, broken=0),
)
