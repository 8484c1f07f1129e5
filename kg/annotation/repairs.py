"""Mends faults that the parser makes time and again, each rule as narrow as it could be made.

Takes the words of a text with the starts of its sentences; changes heads, relations, lemmas and features in place.
Knows Universal Dependencies and the language's demonyms and role nouns; never adds or drops a word.
Each rule was measured on UD French PUD and GSD (heads mended / broken): every looser version broke more than it mended.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kg.annotation.french_parser import Word
from kg.language import Language

CONTRACTED = {"au": "à", "aux": "à", "du": "de", "des": "de", "d'": "de", "d’": "de", "jusqu'": "jusque", "qu'": "que"}
CONDITIONAL = re.compile(r"r(?:ais|ait|ions|iez|aient)$")
INFINITIVES = ("er", "ir", "re")
FIRST_CONJUGATION = re.compile(r"(?:ées?|és?|èrent|aient|ait|ant|ons|ez|ent|es|e|a)$")
FUTURE_ENDINGS = ("ai", "as", "a", "ons", "ez", "ont")
RELATIVE_OBJECTS = frozenset("lequel laquelle lesquels lesquelles duquel desquels desquelles".split())
STRETCHES = frozenset({"seconde", "minute", "heure", "jour", "semaine", "mois", "an", "année"})
TEMPORAL_NOUNS = frozenset({"cours", "issue", "suite", "terme", "sein", "fil"})
"""Nouns of complex prepositions that introduce a relative clause: `au cours de laquelle`."""


@dataclass(slots=True)
class Tree:
    """One sentence of the text as a tree that can be changed; indices are into the whole text."""

    words: list[Word]
    members: range
    language: Language

    def children(self, index: int) -> list[int]:
        """Give the dependents of a word in the order of the text."""
        return [i for i in self.members if self.words[i].head == index]

    def ancestors(self, index: int) -> Iterator[int]:
        """Yield the head, its head, and so on."""
        seen = {index}
        while (index := self.words[index].head) in self.members and index not in seen:
            seen.add(index)
            yield index

    def attach(self, index: int, head: int, deprel: str) -> None:
        """Hang a word on another, unless that would close a circle."""
        if index != head and index not in self.ancestors(head):
            self.words[index].head, self.words[index].deprel = head, deprel

    def has(self, index: int, deprel: str) -> bool:
        """Tell whether a word has a dependent of the relation (or of a subtype of it)."""
        return any(self.words[i].deprel.partition(":")[0] == deprel for i in self.children(index))

    def case(self, index: int) -> set[str]:
        """Give the lemmas of a word's prepositions."""
        return {self.words[i].lemma for i in self.children(index) if self.words[i].deprel == "case"}

    def feature(self, index: int, name: str) -> str | None:
        """Give a word's value of a UD feature."""
        return next((value for key, value in self.words[index].feats if key == name), None)

    def is_finite(self, index: int) -> bool:
        """Tell whether a word heads a finite verb group."""
        is_verb = self.words[index].upos in {"VERB", "AUX"}
        return is_verb and (self.feature(index, "VerbForm") == "Fin" or self.has(index, "aux"))


def repair(words: list[Word], starts: list[int], language: Language) -> None:
    """Apply every rule to every sentence."""
    for word in words:
        form = word.form.lower()
        if word.upos in {"ADP", "PRON"}:
            word.lemma = CONTRACTED.get(form, form) if word.upos == "ADP" else form.lstrip("-")
    for start, end in zip(starts, [*starts[1:], len(words)], strict=True):
        tree = Tree(words, range(start, end), language)
        for _, rule, _ in RULES:
            for index in tree.members:
                rule(tree, index)


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


def demonym_as_adjective(tree: Tree, index: int) -> None:
    """Read a lower-case nationality behind a noun as its adjective: `le président afghan`."""
    word, head = tree.words[index], tree.words[index].head
    if word.form not in tree.language.demonyms or head not in tree.members or tree.words[head].upos != "NOUN":
        return
    if head < index and word.deprel in {"nmod", "appos", "flat:name", "flat"} and not tree.has(index, "case"):
        word.upos, word.deprel = "ADJ", "amod"


def name_behind_adjective(tree: Tree, index: int) -> None:
    """Hang a name not on the adjective before it but on the noun: `le défenseur sénégalais Djibril Diawara`."""
    head = tree.words[index].head
    if tree.words[index].upos != "PROPN" or head not in tree.members or tree.words[head].upos != "ADJ":
        return
    noun = tree.words[head].head
    if tree.words[head].deprel == "amod" and noun in tree.members and noun < head == index - 1:
        tree.attach(index, noun, "appos")


def future_tense(tree: Tree, index: int) -> None:
    """Read the future of regular verbs from the ending: `quitteront`."""
    word = tree.words[index]
    stem = word.lemma.lower().removesuffix("e")
    if word.upos in {"VERB", "AUX"} and word.form.lower() in {stem + ending for ending in FUTURE_ENDINGS}:
        word.feats = tuple(sorted({**dict(word.feats), "Mood": "Ind", "Tense": "Fut", "VerbForm": "Fin"}.items()))


def simple_past(tree: Tree, index: int) -> None:
    """Read the simple past of regular verbs from the ending: `il déclara`, `ils déclarèrent`."""
    word = tree.words[index]
    stem = word.lemma.lower().removesuffix("er")
    if word.upos == "VERB" and word.form.lower() in {stem + "a", stem + "èrent"}:
        word.feats = tuple(sorted({**dict(word.feats), "Mood": "Ind", "Tense": "Past", "VerbForm": "Fin"}.items()))


def infinitive_lemma(tree: Tree, index: int) -> None:
    """Give a verb an infinitive as lemma where the model left a noun or a form: `recherche`."""
    word = tree.words[index]
    if word.upos != "VERB" or word.lemma.endswith(INFINITIVES):
        return
    stem = FIRST_CONJUGATION.sub("", word.form.lower())
    if stem != word.form.lower():
        word.lemma = stem + "er"


def causative(tree: Tree, index: int) -> None:
    """Read `faire` in front of the infinitive that governs it as its auxiliary: `a fait évacuer la salle`."""
    word, head = tree.words[index], tree.words[index].head
    is_before = head in tree.members and index < head and tree.feature(head, "VerbForm") == "Inf"
    if word.lemma == "faire" and word.deprel == "dep" and is_before:
        word.upos, word.deprel = "AUX", "aux:caus"


def complex_inversion(tree: Tree, index: int) -> None:
    """Give the verb the subject that its clitic repeats: `La police a-t-elle arrêté`."""
    word, clitic = tree.words[index], tree.words[index].head
    if word.deprel != "nsubj" or clitic not in tree.members or not tree.words[clitic].form.startswith("-"):
        return
    if tree.words[clitic].deprel == "nsubj" and tree.words[clitic].head in tree.members:
        tree.attach(index, tree.words[clitic].head, "nsubj")
        tree.words[clitic].deprel = "expl:subj"


def speech_clause(tree: Tree, index: int) -> None:
    """Set a clause of speech with its subject behind apart from the clause it reports: `..., a indiqué la police`."""
    word = tree.words[index]
    if word.deprel != "conj" or tree.language.stances.get(word.lemma) != "say" or tree.has(index, "cc"):
        return
    children = tree.children(index)
    first = min([index, *(i for i in children if tree.words[i].upos == "AUX")])
    is_inverted = any(tree.words[i].deprel == "nsubj" and i > index for i in children)
    if (
        is_inverted
        and first > tree.members.start
        and tree.words[first - 1].form == ","
        and not tree.has(index, "ccomp")
    ):
        word.deprel = "parataxis"


def apposed_name(tree: Tree, index: int) -> None:
    """Make a name behind a comma, or right behind its adjectives, the apposition of the role noun before it."""
    subjects = [i for i in tree.children(index) if i < index and tree.words[i].deprel.startswith("nsubj")]
    if len(subjects) == 2:  # noqa: PLR2004 - the role noun, and its name
        role, name = subjects
        noun = tree.language.types.get(tree.words[role].lemma.lower())
        is_role = noun is not None and noun.type == "Person"
        is_close = tree.words[name - 1].form == "," or tree.words[name - 1].head == role or name - 1 == role
        if tree.words[name].upos == "PROPN" and is_role and is_close:
            tree.attach(name, role, "appos")


def complement_of_demonym(tree: Tree, index: int) -> None:
    """Hang a complement not on the adjective of nationality but on its noun."""
    head = tree.words[index].head
    if head not in tree.members or tree.words[head].form.lower() not in tree.language.demonyms:
        return
    noun = tree.words[head].head
    is_complement = tree.words[index].deprel.partition(":")[0] in {"obl", "nmod"}
    if is_complement and tree.words[head].deprel == "amod" and noun in tree.members and noun < head < index:
        tree.attach(index, noun, "nmod")


def relative_of_complex_preposition(tree: Tree, index: int) -> None:
    """Hang `au cours duquel ... V` on the nearest agreeing common noun before the comma."""
    if tree.words[index].form.lower() not in RELATIVE_OBJECTS:
        return
    comma = next((i for i in range(index - 1, tree.members.start, -1) if tree.words[i].form == ","), None)
    verb = next((i for i in range(index + 1, tree.members.stop) if tree.is_finite(i)), None)
    if comma is None or verb is None or not {tree.words[i].lemma for i in range(comma, index)} & TEMPORAL_NOUNS:
        return
    verb = tree.words[verb].head if tree.words[verb].deprel.startswith("aux") else verb
    noun = next((i for i in range(comma - 1, tree.members.start, -1) if _agrees(tree, i, index)), None)
    if noun is None or tree.words[verb].head == noun:
        return
    _release_main_clause(tree, noun, verb)
    tree.attach(verb, noun, "acl:relcl")
    for i in range(comma + 1, index + 1):
        tree.words[i].head, tree.words[i].deprel = (verb, "obl:mod") if i == index else (index, "fixed")


def _agrees(tree: Tree, noun: int, pronoun: int) -> bool:
    if tree.words[noun].upos != "NOUN" or tree.words[noun].deprel == "nsubj":
        return False
    pairs = ((tree.feature(noun, name), tree.feature(pronoun, name)) for name in ("Gender", "Number"))
    return all(one is None or other is None or one == other for one, other in pairs)


def _release_main_clause(tree: Tree, noun: int, verb: int) -> None:
    """Make the noun's own clause the main one where the relative clause had taken its place."""
    main = next((i for i in tree.ancestors(noun) if tree.words[i].upos in {"VERB", "AUX"}), None)
    if main is not None and verb in {tree.words[main].head, main} and tree.words[verb].head not in tree.members:
        tree.words[main].head, tree.words[main].deprel = -1, "ROOT"
        tree.words[verb].head = main


def stranded_subject(tree: Tree, index: int) -> None:
    """Make the noun phrase in front of a subjectless finite verb its subject, where it was read as a conjunct."""
    if tree.words[index].upos != "VERB" or not tree.is_finite(index):
        return
    if tree.has(index, "nsubj") or tree.has(index, "expl"):
        return
    before = index - 1
    while before > tree.members.start and tree.words[before].head == index and tree.words[before].upos != "PUNCT":
        before -= 1
    is_conjunct = tree.words[before].deprel == "conj" and not tree.has(before, "cc")
    if before > tree.members.start and is_conjunct and tree.has(before, "det"):
        tree.attach(before, index, "nsubj")


def bare_participle(tree: Tree, index: int) -> None:
    """Coordinate a bare participle with the nearest participle that has an auxiliary: `a organisé ... et assisté à`."""
    word, head = tree.words[index], tree.words[index].head
    is_participle = word.upos == "VERB" and tree.feature(index, "VerbForm") == "Part"
    if word.deprel != "conj" or not is_participle or tree.has(index, "aux") or not tree.has(index, "cc"):
        return
    if head not in tree.members or tree.words[head].upos not in {"ADJ", "NOUN", "PROPN"}:
        return
    first = next((i for i in range(index - 1, tree.members.start - 1, -1) if _has_auxiliary(tree, i)), None)
    if first is None or tree.feature(index, "Tense") == "Pres":
        return
    tree.attach(index, first, "conj")
    for i in tree.children(first):
        if i > index and tree.words[i].deprel.partition(":")[0] in {"obl", "obj"}:
            tree.attach(i, index, tree.words[i].deprel)


def _has_auxiliary(tree: Tree, index: int) -> bool:
    return tree.words[index].upos == "VERB" and tree.has(index, "aux")


def present_participle(tree: Tree, index: int) -> None:
    """Hang a present participle after a comma on the nearest finite verb to its left: `a frappé ..., tuant`."""
    word, head = tree.words[index], tree.words[index].head
    is_present = tree.feature(index, "VerbForm") == "Part" and tree.feature(index, "Tense") == "Pres"
    if word.deprel != "advcl" or not is_present or not tree.members.start <= head < index or tree.has(index, "nsubj"):
        return
    subordinate = {"advcl", "ccomp", "acl:relcl", "conj", "xcomp"}
    for verb in range(index - 1, head, -1):
        if tree.words[verb].upos == "VERB" and tree.is_finite(verb) and tree.words[verb].deprel in subordinate:
            tree.attach(index, verb, "advcl")
            return


def further_complement_clause(tree: Tree, index: int) -> None:
    """Coordinate `, qu'ils V O` with the complement clause before it, where it was read as a relative clause."""
    word = tree.words[index]
    if word.deprel != "acl:relcl" or tree.words[word.head].upos not in {"NOUN", "PROPN"}:
        return
    children = tree.children(index)
    marks = [i for i in children if tree.words[i].form.lower() in {"qu'", "que"}]
    subjects = [i for i in children if tree.words[i].deprel.startswith("nsubj") and marks and i > marks[0]]
    objects = [i for i in children if tree.words[i].deprel.partition(":")[0] in {"obj", "obl"} and i not in marks]
    if not (marks and subjects and objects) or tree.words[marks[0] - 1].form not in {",", "et"}:
        return
    clause = next((i for i in tree.ancestors(index) if tree.words[i].deprel == "ccomp"), None)
    if clause is not None:
        tree.attach(index, clause, "conj")
        tree.words[marks[0]].deprel = "mark"


def object_behind_duration(tree: Tree, index: int) -> None:
    """Give the verb the noun that was hung on a counted stretch of time: `pendant 12 heures des civils`."""
    word, unit = tree.words[index], tree.words[index].head
    if word.deprel != "nmod" or unit not in tree.members or tree.words[unit].lemma not in STRETCHES:
        return
    verb = tree.words[unit].head
    articles = [i for i in tree.children(index) if tree.words[i].form.lower() == "des"]
    if not articles or not tree.has(unit, "nummod") or verb not in tree.members or tree.words[verb].upos != "VERB":
        return
    if verb < unit and not tree.has(verb, "obj"):
        tree.attach(index, verb, "obj")
        article = tree.words[articles[0]]
        article.upos, article.lemma, article.deprel = "DET", "un", "det"


def apposition_behind_comma(tree: Tree, index: int) -> None:
    """Read a bare noun behind a name and a comma as its apposition: `Anne Durand, directrice de l'agence`."""
    word, head = tree.words[index], tree.words[index].head
    if word.deprel != "nmod" or word.upos != "NOUN" or head not in tree.members or tree.words[head].upos != "PROPN":
        return
    if (
        head < index
        and tree.words[index - 1].form == ","
        and not tree.has(index, "case")
        and not tree.has(index, "det")
    ):
        word.deprel = "appos"


def partner_of_between(tree: Tree, index: int) -> None:
    """Coordinate with the first of two partners: `les négociations entre l'Iran et la Turquie`."""
    head = tree.words[index].head
    if tree.words[index].deprel != "conj" or head not in tree.members or tree.has(index, "case"):
        return
    partners = [i for i in tree.children(head) if head < i < index and "entre" in tree.case(i)]
    if partners and not tree.has(partners[-1], "conj"):
        tree.attach(index, partners[-1], "conj")


def complement_of_event(tree: Tree, index: int) -> None:
    """Give the event noun the goal that was hung on its doer: `la visite du président à Moscou`."""
    doer = tree.words[index].head
    if tree.words[index].deprel != "nmod" or doer not in tree.members or tree.words[doer].deprel != "nmod":
        return
    event = tree.words[doer].head
    if event not in tree.members or not event < doer < index or "de" not in tree.case(doer):
        return
    frames = tree.language.nouns.get(tree.words[event].lemma.lower(), ())
    if not frames:
        return
    wanted = {preposition for frame in frames for preposition, role in frame.roles.items() if role == "target"}
    if tree.case(index) & (wanted - {"de"} | {"par"}) and not any(
        tree.case(i) & tree.case(index) for i in tree.children(event)
    ):
        tree.attach(index, event, "nmod")


def complement_of_verb(tree: Tree, index: int) -> None:
    """Give the verb the complement that was hung on its object: `accuser la banque de fraude`, `donner au club`."""
    noun = tree.words[index].head
    if tree.words[index].deprel != "nmod" or noun not in tree.members or noun > index:
        return
    verb = tree.words[noun].head
    if verb not in tree.members or tree.words[noun].deprel.partition(":")[0] not in {"obj", "obl"}:
        return
    roles = [pair for frame in tree.language.verbs.get(tree.words[verb].lemma, ()) for pair in frame.roles.items()]
    wanted = {preposition for preposition, _ in roles}
    charges = {preposition for preposition, role in roles if role == "none"}
    found = tree.case(index) & wanted
    taken = {p for i in tree.children(verb) for p in tree.case(i)}
    if not found or found & taken or tree.words[verb].upos != "VERB":
        return
    is_object = tree.words[noun].deprel == "obj"
    is_thing, is_about_thing = not _is_animate(tree, noun), not _is_animate(tree, index)
    is_recipient = found == {"à"} and is_object and is_thing and not is_about_thing
    is_charge = is_object and not is_thing and is_about_thing and _is_bare(tree, index) and "de" in found & charges
    is_topic = found == {"de"} and tree.case(noun) == {"avec"} and not is_thing and is_about_thing
    if is_recipient or is_charge or is_topic:  # is_topic: `discuter avec les syndicats de la réforme`
        tree.attach(index, verb, "obl:arg")


def _is_animate(tree: Tree, index: int) -> bool:
    noun = tree.language.noun(tree.words[index].lemma, tree.words[index].form)
    return noun is not None and noun.type in {"Person", "Organization", "Group", "Place"}


def _is_bare(tree: Tree, index: int) -> bool:
    """Tell whether a noun has no article, not even one inside its preposition: `de fraude`."""
    cases = [tree.words[i].form.lower() for i in tree.children(index) if tree.words[i].deprel == "case"]
    return not tree.has(index, "det") and not {"du", "des"} & set(cases)


RULES: tuple[tuple[str, Callable[[Tree, int], None], str], ...] = (
    ("conditional-mood", conditional_mood, "Le Pentagone rabaisserait le niveau."),
    ("infinitive-lemma", infinitive_lemma, "La police recherche deux hommes."),
    ("simple-past", simple_past, "Il déclara la séance ouverte."),
    ("future-tense", future_tense, "Les troupes quitteront le pays."),
    ("causative", causative, "Le tribunal a fait évacuer la salle."),
    ("complex-inversion", complex_inversion, "La police a-t-elle arrêté le voleur ?"),
    ("speech-clause", speech_clause, "Deux hommes sont morts, a indiqué la police."),
    ("demonym-as-adjective", demonym_as_adjective, "Le président afghan a parlé."),
    ("name-behind-adjective", name_behind_adjective, "Le défenseur sénégalais Djibril Diawara est parti."),
    ("apposed-name", apposed_name, "Le président des États-Unis, Donald Trump, avait promis."),
    ("complement-of-demonym", complement_of_demonym, "les troupes américaines d'Irak"),
    ("relative-of-complex-preposition", relative_of_complex_preposition, "une visite, au cours de laquelle il a parlé"),
    ("stranded-subject", stranded_subject, "un dialogue, au cours duquel les États-Unis ont réaffirmé"),
    ("bare-participle", bare_participle, "Il a organisé des réunions et assisté à la session."),
    ("present-participle", present_participle, "lorsqu'un drone a frappé un convoi, tuant le général"),
    (
        "further-complement-clause",
        further_complement_clause,
        "Ils disent qu'ils partent, qu'ils réduiront leurs forces.",
    ),
    ("object-behind-duration", object_behind_duration, "Ils ont pris en otage pendant 12 heures des touristes."),
    ("apposition-behind-comma", apposition_behind_comma, "Anne Durand, directrice de l'agence, a démissionné."),
    ("partner-of-between", partner_of_between, "Les négociations entre l'Iran et la Turquie ont échoué."),
    ("complement-of-event", complement_of_event, "La visite du président à Moscou a commencé."),
    ("complement-of-verb", complement_of_verb, "Le tribunal a accusé la banque de fraude."),
)
"""Name, rule and a phrase that it mends."""
