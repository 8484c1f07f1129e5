"""The form of a verb group: which word of it is finite, and whether it is a participle, an infinitive or a perfect.

Takes a tree and a verb; gives a form, a word or a verdict. Knows the auxiliaries and copulas of Universal Dependencies
and the language's words before an infinitive; never what the form says of the event.
"""

from __future__ import annotations

from kg.extraction.tree import Tree
from kg.model import Token

INFINITE = frozenset({"Inf", "Ger"})
"""Forms of a verb that stands in the place of a noun: `promised to leave`, `denied leaving`."""


def leading_form(tree: Tree, verb: Token) -> str | None:
    """Give the form of a verb group's first word: Fin, Inf or Part (`être utilisé` is an infinitive)."""
    return (tree.child(verb, "aux", "cop") or verb).feat("VerbForm")


def finite_form(tree: Tree, verb: Token) -> Token:
    """Give the word of a verb group that carries tense and mood."""
    return next((aux for aux in tree.children(verb, "aux", "cop") if aux.feat("VerbForm") == "Fin"), verb)


def is_past_participle(token: Token) -> bool:
    """Tell whether a verb stands as a past participle."""
    return token.feat("VerbForm") == "Part" and token.feat("Tense") != "Pres"


def is_bare_participle(tree: Tree, clause: Token) -> bool:
    """Tell whether a clause is a bare past participle; `avoir rompu` is an infinitive."""
    return is_past_participle(clause) and leading_form(tree, clause) != "Inf"


def is_compound(tree: Tree, verb: Token) -> bool:
    """Tell whether a verb stands in a compound past: `a dit`."""
    return verb.feat("VerbForm") == "Part" and tree.child(verb, "aux:tense") is not None


def is_perfect(tree: Tree, infinitive: Token) -> bool:
    """Tell whether an infinitive looks back: `avoir signé`."""
    return tree.child(infinitive, "aux:tense") is not None


def holder_of_auxiliaries(tree: Tree, verb: Token) -> Token:
    """Give the first of coordinated verbs where the others have no form of their own: `will meet X and sign Y`."""
    first = tree.first_conjunct(verb)
    is_bare = verb.feat("VerbForm") == "Inf" and tree.child(verb, "aux", "mark") is None
    return first if is_bare and first.upos == "VERB" and tree.child(first, "aux") is not None else verb


def has_infinitive_mark(tree: Tree, verb: Token) -> bool:
    """Tell whether a verb has the word of an infinitive before it: `to leave`."""
    return any(mark.lemma in tree.words["infinitive_mark"] for mark in tree.children(verb, "mark"))


def has_preposition(tree: Tree, infinitive: Token) -> bool:
    """Tell whether more stands before an infinitive than its own word: `jusqu'à interdire`."""
    marks = tree.children(infinitive, "mark", "case")
    return any(mark.lemma not in tree.words["infinitive_mark"] for mark in marks)


def is_inverted(tree: Tree, clause: Token) -> bool:
    """Tell whether an auxiliary before the subject makes a condition: `had the army attacked, ...`."""
    subject = tree.child(clause, "nsubj")
    form = finite_form(tree, clause)
    is_first = subject is not None and form.id < subject.id and tree.child(clause, "mark") is None
    return is_first and form.form.lower() in tree.words["inverted_condition"]


def is_told_in_the_past(tree: Tree, verb: Token) -> bool:
    """Tell whether a conditional is the future of the past: `il a dit qu'il partirait`."""
    clause = tree.first_conjunct(verb)
    head = tree.head(clause)
    if clause.relation != "ccomp" or head is None:
        return False
    form = finite_form(tree, head)
    return form.feat("Tense") in {"Past", "Imp"} or is_compound(tree, head)
