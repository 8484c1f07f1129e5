"""Whether the words beside a verb, an infinitive or a noun say that it did not happen.

Takes a tree and a token; tells whether it is negated, lacking or ruled out. Knows the language's words of negation,
French ones with and without *pas*, and where parsers hang them; never what a verb does to its complement.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extraction.tree import Tree
from kg.model import Token


def is_negated(tree: Tree, token: Token) -> bool:
    """Tell whether a verb group or a noun is negated."""
    group = [token, *tree.children(token, "aux", "cop")]
    words = {child.form.lower() for word in group for child in tree.children(word, "advmod")}
    words |= {f"{inner} {outer}" for word in group for inner, outer in _pairs(tree, word)}  # `no longer`
    particles = tree.words["negation_particle"]
    if words & tree.words["negation"] and "non" not in words:
        return not particles or bool(words & particles) or "pas" in words or token.upos != "VERB"
    if token.upos in {"NOUN", "PROPN"}:
        return any(det.lemma in tree.words["negative_determiner"] for det in tree.children(token, "det", "amod"))
    if particles and not words & particles:
        return False
    if any(cc.form.lower() == "ni" for cc in tree.subtree(token) if cc.relation == "cc"):
        return True
    is_restricted = any(mark.form.lower() in {"que", "qu'"} for mark in tree.subtree(token))  # `ne peut que partir`
    if token.lemma in tree.words["bare_negation"] and not is_restricted:
        return True
    return any(_is_negative(tree, child) for child in tree.children(token))


def _pairs(tree: Tree, word: Token) -> Iterator[tuple[str, str]]:
    for adverb in tree.children(word, "advmod"):
        for inner in tree.children(adverb, "advmod", "det"):
            yield inner.form.lower(), adverb.form.lower()


def _is_negative(tree: Tree, argument: Token) -> bool:
    if argument.relation not in {"nsubj", "obj", "obl", "iobj", "conj"}:
        return False
    negative = tree.words["negative"]
    adverbs = {adverb.lemma.lower() for adverb in tree.children(argument, "advmod")}
    can_lack = tree.is_nominal(argument) and not tree.words["negation_particle"]
    if can_lack and adverbs & tree.words["negation"]:  # `hardly any of the houses`
        return True
    return argument.lemma in negative or any(
        d.lemma.lower() in negative for d in tree.children(argument, "det", "cc:preconj")
    )


def is_absent(tree: Tree, trigger: Token) -> bool:
    """Tell whether what stands before it says that an event did not happen: `sans partir`, `loin de ralentir`."""
    if any(mark.lemma in tree.words["absence"] for mark in tree.children(trigger, "mark")):
        return True
    head = tree.head(trigger)
    is_far = head is not None and head.lemma == "loin" and trigger.relation in {"xcomp", "acl", "advcl"}
    if is_far and trigger.feat("VerbForm") == "Inf":
        return True
    return trigger.upos in {"NOUN", "PROPN"} and tree.preposition(trigger) in tree.words["absence"]


def is_beyond(tree: Tree, infinitive: Token) -> bool:
    """Tell whether something is too much for an event to happen: `trop fatigué pour partir`."""
    head = tree.head(infinitive)
    adverbs = {child.lemma.lower() for child in tree.children(head, "advmod")} if head is not None else set()
    marks = {mark.lemma.lower() for mark in tree.children(infinitive, "mark")}
    return (
        bool(adverbs & tree.words["excess"] and marks & tree.words["purpose_mark"])
        and infinitive.feat("VerbForm") == "Inf"
    )


def is_lacking(tree: Tree, noun: Token, verb: Token) -> bool:
    """Tell whether a bare `de` says that there is none of it: `n'a pas fait de victimes`, `sans causer de dégâts`."""
    is_bare = any(
        child.lemma == "de" and child.form.lower() in {"de", "d'"} for child in tree.children(noun, "det", "case")
    )
    is_without = any(mark.lemma in tree.words["absence"] for mark in tree.children(verb, "mark", "case"))
    return is_bare and noun.upos == "NOUN" and (is_without or is_negated(tree, verb))
