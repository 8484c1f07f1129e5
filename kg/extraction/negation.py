"""Whether the words beside a verb, an infinitive or a noun say that it did not happen.

Takes a tree and a token; tells whether it is negated, lacking or ruled out. Knows the French words of negation, with
and without *pas*, and where parsers hang them; never what a verb does to its complement.
"""

from __future__ import annotations

from kg.extraction.tree import Tree
from kg.model import Token

NEGATIONS = frozenset({"pas", "plus", "jamais", "point", "guère", "nullement", "aucunement"})
NEGATIVE_WORDS = frozenset({"aucun", "nul", "personne", "rien", "ni"})
NE = frozenset({"ne", "n'"})
BARE_NEGATION = frozenset({"pouvoir", "savoir", "oser", "cesser"})
"""Verbs that *ne* alone negates: `ils n'ont pu rattraper le voleur`."""
ABSENCE = frozenset({"sans", "faute de"})


def is_negated(tree: Tree, token: Token) -> bool:
    """Tell whether a verb group or a noun is negated."""
    group = [token, *tree.children(token, "aux", "cop")]
    words = {child.form.lower() for word in group for child in tree.children(word, "advmod")}
    if words & NEGATIONS and "non" not in words:
        return bool(words & NE) or "pas" in words or token.upos != "VERB"
    if token.upos in {"NOUN", "PROPN"}:
        return any(det.lemma in {"aucun", "nul"} for det in tree.children(token, "det", "amod"))
    if not words & NE:
        return False
    if any(cc.form.lower() == "ni" for cc in tree.subtree(token) if cc.relation == "cc"):
        return True
    is_restricted = any(mark.form.lower() in {"que", "qu'"} for mark in tree.subtree(token))  # `ne peut que partir`
    if token.lemma in BARE_NEGATION and not is_restricted:
        return True
    return any(_is_negative(tree, child) for child in tree.children(token))


def _is_negative(tree: Tree, argument: Token) -> bool:
    if argument.relation not in {"nsubj", "obj", "obl", "iobj", "conj"}:
        return False
    return argument.lemma in NEGATIVE_WORDS or any(d.lemma in NEGATIVE_WORDS for d in tree.children(argument, "det"))


def is_absent(tree: Tree, trigger: Token) -> bool:
    """Tell whether what stands before it says that an event did not happen: `sans partir`, `loin de ralentir`."""
    if any(mark.lemma == "sans" for mark in tree.children(trigger, "mark")):
        return True
    head = tree.head(trigger)
    is_far = head is not None and head.lemma == "loin" and trigger.relation in {"xcomp", "acl", "advcl"}
    if is_far and trigger.feat("VerbForm") == "Inf":
        return True
    return trigger.upos in {"NOUN", "PROPN"} and tree.preposition(trigger) in ABSENCE


def is_beyond(tree: Tree, infinitive: Token) -> bool:
    """Tell whether something is too much for an event to happen: `trop fatigué pour partir`."""
    head = tree.head(infinitive)
    adverbs = {child.lemma.lower() for child in tree.children(head, "advmod")} if head is not None else set()
    marks = {mark.lemma.lower() for mark in tree.children(infinitive, "mark")}
    return "trop" in adverbs and "pour" in marks and infinitive.feat("VerbForm") == "Inf"


def is_lacking(tree: Tree, noun: Token, verb: Token) -> bool:
    """Tell whether a bare `de` says that there is none of it: `n'a pas fait de victimes`, `sans causer de dégâts`."""
    is_bare = any(
        child.lemma == "de" and child.form.lower() in {"de", "d'"} for child in tree.children(noun, "det", "case")
    )
    is_without = any(mark.lemma == "sans" for mark in tree.children(verb, "mark", "case"))
    return is_bare and noun.upos == "NOUN" and (is_without or is_negated(tree, verb))
