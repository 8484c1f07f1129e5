"""Clauses: what is subordinate to what, and whose subject is whose.

Takes a tree and a word of it; re-hangs clauses and subjects. Knows relatives, participles, coordination and inversion;
never what a verb means, but that it is one of speech.
"""

from __future__ import annotations

from kg.annotation.repairs.tree import Repair, Tree

RELATIVE_OBJECTS = frozenset("lequel laquelle lesquels lesquelles duquel desquels desquelles".split())
TEMPORAL_NOUNS = frozenset({"cours", "issue", "suite", "terme", "sein", "fil"})
"""Nouns of complex prepositions that introduce a relative clause: `au cours de laquelle`."""


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


def complex_inversion(tree: Tree, index: int) -> None:
    """Give the verb the subject that its clitic repeats: `La police a-t-elle arrêté`."""
    word, clitic = tree.words[index], tree.words[index].head
    if word.deprel != "nsubj" or clitic not in tree.members or not tree.words[clitic].form.startswith("-"):
        return
    if tree.words[clitic].deprel == "nsubj" and tree.words[clitic].head in tree.members:
        tree.attach(index, tree.words[clitic].head, "nsubj")
        tree.words[clitic].deprel = "expl:subj"


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


RULES: tuple[Repair, ...] = (
    Repair("complex-inversion", complex_inversion, "La police a-t-elle arrêté le voleur ?", mended=0, broken=0),
    Repair("speech-clause", speech_clause, "Deux hommes sont morts, a indiqué la police.", mended=0, broken=0),
    Repair(
        "relative-of-complex-preposition",
        relative_of_complex_preposition,
        "une visite, au cours de laquelle il a parlé",
        mended=0,
        broken=3,
    ),
    Repair(
        "stranded-subject",
        stranded_subject,
        "un dialogue, au cours duquel les États-Unis ont réaffirmé",
        mended=0,
        broken=0,
    ),
    Repair(
        "bare-participle", bare_participle, "Il a organisé des réunions et assisté à la session.", mended=0, broken=0
    ),
    Repair(
        "present-participle",
        present_participle,
        "lorsqu'un drone a frappé un convoi, tuant le général",
        mended=0,
        broken=1,
    ),
    Repair(
        "further-complement-clause",
        further_complement_clause,
        "Ils disent qu'ils partent, qu'ils réduiront leurs forces.",
        mended=0,
        broken=0,
    ),
)
