"""Complements that were hung on the wrong noun.

Takes a tree and a word of it; gives it to the verb or event noun whose frame in `relations.tsv` asks for it.
"""

from __future__ import annotations

from kg.annotation.repairs.tree import Repair, Tree
from kg.language import Role


def complement_of_event(tree: Tree, index: int) -> None:
    """Give the event noun the goal that was hung on its doer: `la visite du président à Moscou`."""
    doer = tree.words[index].head
    if tree.words[index].deprel != "nmod" or doer not in tree.members or tree.words[doer].deprel != "nmod":
        return
    event = tree.words[doer].head
    if event not in tree.members or not event < doer < index or "de" not in tree.case(doer):
        return
    if tree.words[doer].lemma.lower() in tree.language.nouns:  # `l'arrêt du traitement par injection`
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
    verb = tree.words[noun].head if noun in tree.members and noun < index else -1
    if tree.words[index].deprel != "nmod" or verb not in tree.members or tree.words[verb].upos != "VERB":
        return
    frames = tree.language.verbs.get(tree.words[verb].lemma, ())
    roles = {(preposition, role) for frame in frames for preposition, role in frame.roles.items()}
    taken = {preposition for i in tree.children(verb) for preposition in tree.case(i)}
    found = tree.case(index) & {preposition for preposition, _ in roles} - taken
    is_wanted = _is_recipient(tree, index, noun) or _is_charge(tree, index, noun, roles) or _is_topic(tree, index, noun)
    if found and is_wanted:
        tree.attach(index, verb, "obl:arg")


def _is_recipient(tree: Tree, index: int, noun: int) -> bool:
    """Tell whether somebody is given a thing: `donner une médaille aux pompiers`."""
    own = {p for frame in tree.language.nouns.get(tree.words[noun].lemma.lower(), ()) for p in frame.roles}
    is_thing = not _is_animate(tree, noun) and "à" not in own
    is_object = tree.words[noun].deprel == "obj"
    return tree.case(index) == {"à"} and is_object and is_thing and _is_animate(tree, index)


def _is_charge(tree: Tree, index: int, noun: int, roles: set[tuple[str, Role]]) -> bool:
    """Tell whether somebody is blamed for something: `accuser la banque de fraude`."""
    is_of = ("de", "none") in roles and tree.case(index) == {"de"} and _is_bare(tree, index)
    is_object = tree.words[noun].deprel == "obj"
    return is_of and is_object and _is_animate(tree, noun) and not _is_animate(tree, index)


def _is_topic(tree: Tree, index: int, noun: int) -> bool:
    """Tell whether something is talked about with somebody: `discuter avec les syndicats de la réforme`."""
    is_with = tree.case(noun) == {"avec"} and tree.case(index) == {"de"}
    return is_with and _is_animate(tree, noun) and not _is_animate(tree, index)


def _is_animate(tree: Tree, index: int) -> bool:
    noun = tree.language.noun(tree.words[index].lemma, tree.words[index].form)
    return noun is not None and noun.type in {"Person", "Organization", "Group"}


def _is_bare(tree: Tree, index: int) -> bool:
    """Tell whether a noun has no article, not even one inside its preposition: `de fraude`."""
    cases = [tree.words[i].form.lower() for i in tree.children(index) if tree.words[i].deprel == "case"]
    return not tree.has(index, "det") and not {"du", "des"} & set(cases)


def infinitive_of_control(tree: Tree, index: int) -> None:
    """Give the verb the infinitive that was hung on who is to do it: `a demandé à l'armée d'intervenir`."""
    word, doer = tree.words[index], tree.words[index].head
    verb = tree.words[doer].head if doer in tree.members else -1
    is_infinitive = word.upos == "VERB" and "Inf" in {
        tree.feature(i, "VerbForm") for i in (index, *tree.children(index)) if tree.words[i].upos in {"VERB", "AUX"}
    }
    if word.deprel not in {"acl", "advcl"} or not is_infinitive:
        return
    if word.deprel == "advcl" and _is_controlled(tree, doer, index):
        word.deprel = "xcomp"
    elif verb in tree.members and tree.words[doer].deprel in {"obj", "obl:arg"} and _is_controlled(tree, verb, index):
        tree.attach(index, verb, "xcomp")


def _is_controlled(tree: Tree, verb: int, infinitive: int) -> bool:
    """Tell whether a verb may govern the infinitive of somebody else, by `de`, `à` or nothing."""
    marks = {tree.words[i].lemma for i in tree.children(infinitive) if tree.words[i].deprel in {"mark", "case"}}
    return tree.words[verb].lemma in tree.language.controllers and marks <= {"de", "à"}


RULES: tuple[Repair, ...] = (
    Repair(
        "complement-of-event", complement_of_event, "La visite du président à Moscou a commencé.", mended=2, broken=0
    ),
    Repair("infinitive-of-control", infinitive_of_control, "Il a demandé à l'armée d'intervenir.", mended=6, broken=1),
    Repair("complement-of-verb", complement_of_verb, "Le tribunal a accusé la banque de fraude.", mended=4, broken=3),
)
