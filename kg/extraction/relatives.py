"""Whom relative pronouns stand for.

Takes a pronoun in its tree; gives its antecedent. Knows relative and cleft clauses and their coordination; never which
role the antecedent plays.
"""

from __future__ import annotations

from kg.extraction.tree import NOMINAL, Tree
from kg.model import Token

RELATIVE_CLAUSES = frozenset({"acl:relcl", "advcl:cleft"})


def antecedent_of(tree: Tree, pronoun: Token) -> tuple[Token, ...] | None:
    """Give whom a relative pronoun stands for; empty when there is nobody, None for any other word."""
    if pronoun.upos != "PRON" or not is_relative(tree, pronoun):
        return None
    for clause in (pronoun, *tree.ancestors(pronoun)):
        head = tree.head(clause)
        if clause.deprel in RELATIVE_CLAUSES and head is not None and head.id < pronoun.id:
            return (head,) if head.upos in NOMINAL else ()
        modified = _modified_beside(tree, clause)
        if modified is not None:
            return (modified,)
    return ()


def genitive_antecedent(tree: Tree, noun: Token) -> Token | None:
    """Give whom `dont` makes a noun of its clause belong to: `l'homme dont le juge a demandé l'arrestation`.

    Where both subject and object could be completed, the parser hangs `dont` on either: the object is preferred.
    """
    verb = tree.head(noun)
    is_definite = any(det.feat("Definite") == "Def" for det in tree.children(noun, "det"))
    if verb is None or verb.deprel != "acl:relcl" or noun.relation not in {"nsubj", "obj"} or not is_definite:
        return None
    links = [tree.children(token) for token in (verb, *tree.children(verb, "nsubj", "obj"))]
    link = next((token for children in links for token in children if token.form.lower() == "dont"), None)
    takes_of = any(tree.words["genitive"] & set(frame.roles) for frame in tree.language.verbs.get(verb.lemma, ()))
    if link is None or (tree.head(link) is verb and takes_of) or (noun.relation == "nsubj" and tree.child(verb, "obj")):
        return None
    return tree.head(verb)


def _modified_beside(tree: Tree, clause: Token) -> Token | None:
    """Give the noun of the modifier that a relative clause is coordinated with: `une femme âgée et qui vit seule`."""
    other = tree.first_conjunct(clause)
    if other is not clause and other.upos in {"NOUN", "PROPN"} and tree.child(clause, "cc") is not None:
        return other
    noun = tree.head(other)
    is_modifier = other is not clause and other.relation in {"amod", "acl"} and other.deprel not in RELATIVE_CLAUSES
    return noun if is_modifier and noun is not None and noun.upos in NOMINAL else None


def is_relative(tree: Tree, pronoun: Token) -> bool:
    """Tell whether a pronoun is a relative one."""
    form = pronoun.form.lower()
    return pronoun.feat("PronType") == "Rel" or form in tree.words["relative"] or form.endswith("quel")
