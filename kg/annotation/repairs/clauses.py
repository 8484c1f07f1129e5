"""Clauses: what is subordinate to what, and whose subject is whose.

Takes a tree and a word of it; re-hangs clauses and subjects. Knows participles, coordination and inversion;
never what a verb means, but that it is one of speech.
"""

from __future__ import annotations

from kg.annotation.repairs.tree import Repair, Tree

ENOUGH = 5
"""Words in which an impersonal phrase shows itself: `il s'en est fallu`."""


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


def personal_subject(tree: Tree, index: int) -> None:
    """Read `il` as somebody where nothing else can be the subject: `Il est parti hier`, not `Il a été décidé que`."""
    word, verb = tree.words[index], tree.words[index].head
    if word.deprel != "expl:subj" or word.form.lower() != "il" or verb not in tree.members:
        return
    others = {tree.words[i].deprel.partition(":")[0] for i in tree.children(verb) if i > verb}
    is_passive = any(tree.words[i].deprel == "aux:pass" for i in tree.children(verb))
    is_reflexive = any(tree.words[i].form.lower() in {"s'", "se", "y"} for i in tree.children(verb))
    following = " ".join(tree.words[i].form for i in range(index, min(index + ENOUGH, tree.members.stop)))
    is_impersonal = is_passive or is_reflexive or tree.language.is_impersonal(following)
    if (
        tree.words[verb].upos == "VERB"
        and not is_impersonal
        and not others & {"obj", "ccomp", "xcomp", "csubj", "nsubj"}
    ):
        word.deprel = "nsubj"


def complex_inversion(tree: Tree, index: int) -> None:
    """Give the verb the subject that its clitic repeats: `La police a-t-elle arrêté`."""
    word, clitic = tree.words[index], tree.words[index].head
    if word.deprel != "nsubj" or clitic not in tree.members or not tree.words[clitic].form.startswith("-"):
        return
    if tree.words[clitic].deprel == "nsubj" and tree.words[clitic].head in tree.members:
        tree.attach(index, tree.words[clitic].head, "nsubj")
        tree.words[clitic].deprel = "expl:subj"


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


def _is_state(tree: Tree, index: int) -> bool:
    """Tell whether a verb says how something is, and not what happens."""
    frames = tree.language.verbs.get(tree.words[index].lemma, ())
    return bool(frames) and all(frame.relation.type == "RELATE" for frame in frames)


def present_participle(tree: Tree, index: int) -> None:
    """Hang a present participle after a comma on the nearest finite verb to its left: `a frappé ..., tuant`."""
    word = tree.words[index]
    is_present = word.upos == "VERB" and tree.feature(index, "Tense") == "Pres" and word.form.endswith("ant")
    if not is_present or tree.has(index, "nsubj") or tree.words[index - 1].form != "," or index == tree.members.start:
        return
    if _is_state(tree, index):  # `un plan, comportant des mesures`: it describes the noun
        return
    for verb in range(index - 1, tree.members.start - 1, -1):
        if tree.words[verb].upos == "VERB" and tree.is_finite(verb):
            tree.attach(index, verb, "advcl")
            return


RULES: tuple[Repair, ...] = (
    Repair("personal-subject", personal_subject, "Il est parti hier.", mended=5, broken=1),
    Repair("complex-inversion", complex_inversion, "La police a-t-elle arrêté le voleur ?", mended=4, broken=1),
    Repair(
        "speech-clause",
        speech_clause,
        "Trois hommes sont morts et deux ont été blessés, a indiqué la police.",
        mended=1,
        broken=0,
    ),
    Repair(
        "bare-participle", bare_participle, "Il a organisé des réunions et assisté à la session.", mended=0, broken=0
    ),
    Repair(
        "present-participle",
        present_participle,
        "Les relations ont été tendues depuis le jour où un drone a frappé un convoi, tuant le général.",
        mended=9,
        broken=5,
    ),
)
