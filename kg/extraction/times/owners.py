"""Which verb or event noun a time expression belongs to.

Takes the tree of a sentence and its time expressions; gives the owner of each. Knows Universal Dependencies and where
parsers go wrong with adverbials; never a calendar.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.extraction.times.rules import links
from kg.extraction.times.tense import head_of
from kg.extraction.tree import Tree
from kg.model import TimeExpression, Token

QUOTES = frozenset("«»“”")


def owner(tree: Tree, time: TimeExpression, others: Sequence[TimeExpression]) -> Token | None:
    """Give the verb or event noun that happens at that time, None if it is not plain which.

    `others` are all expressions of the sentence; one that hangs on another belongs where that belongs.
    """
    head = head_of(tree.sentence, time.span)
    if head is None or head.relation == "amod":
        return None
    preposition = _preposition(tree, head, time)
    for above in tree.ancestors(head):
        if any(other.span.overlaps(above.span) for other in others):
            preposition = preposition or _preposition(tree, above, time)
        elif is_predicate(tree, above):
            if not _is_outside(tree, head, above):
                return above if _is_adverbial(tree, time, preposition) else None
        elif _is_event_noun(tree, above) and above.id < head.id:
            if preposition or above.relation != "obj":
                return above
        elif preposition and not _passes(tree, above, time, preposition):
            return None
    return None


def is_predicate(tree: Tree, token: Token) -> bool:
    """Tell whether a token is a verb, or has an auxiliary or a copula."""
    return token.upos in {"VERB", "AUX"} or tree.child(token, "aux", "cop") is not None


def _preposition(tree: Tree, token: Token, time: TimeExpression) -> str:
    """Give the lemma of the preposition in front of an expression; `il y a` is part of it, no preposition."""
    cases = [case for case in tree.children(token, "case") if not time.span.covers(case.span)]
    return cases[0].lemma.lower() if cases else ""


def _is_event_noun(tree: Tree, token: Token) -> bool:
    return token.upos == "NOUN" and token.lemma.lower() in tree.language.nouns


def _passes(tree: Tree, noun: Token, time: TimeExpression, preposition: str) -> bool:
    """Tell whether a date may belong above the noun that it hangs on, by a parser's fault or by its preposition."""
    known = links(tree.language.code)
    if noun.lemma.lower() in known["approximation"] or noun.lemma.lower() in tree.language.complex_prepositions:
        return True
    return preposition not in tree.words["genitive"] and (time.type == "TIME" or preposition in known["adverbial"])


def _is_adverbial(tree: Tree, time: TimeExpression, preposition: str) -> bool:
    """Tell whether a date says when a verb happens; a bare year (`le classement 2012`) does not."""
    if preposition:
        return True
    inside = [token for token in tree.sentence.tokens if token.span.overlaps(time.span)]
    return any(character.isalpha() for token in inside for character in token.form)


def _is_outside(tree: Tree, head: Token, verb: Token) -> bool:
    """Tell whether a date stands outside the verb's clause: before its conjunction, or in what it only reports."""
    first, last = sorted((head.id, verb.id))
    between = tree.sentence.tokens[first : last - 1]
    opens = any(
        token.head == verb.id and (token.relation == "mark" or token.feat("PronType") == "Rel") for token in between
    )
    if (opens and head.id < verb.id) or any(token.form in QUOTES for token in between):
        return True
    subject = tree.child(verb, "nsubj")
    is_inverted = head.id < verb.id and (subject is None or subject.id > verb.id)
    return is_inverted and tree.stance(verb) == "say" and any(token.form == "," for token in between)
