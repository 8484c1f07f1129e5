"""Who answers for what an article tells, where a verb or noun of saying has the answer beside it.

Takes a tree and a verb or noun of saying, or a word with complements; gives the tokens of those who say so. Knows
`selon X`, `de source policière` and `on affirme au ministère`; never whether what is said is true.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extraction.arguments import arguments
from kg.extraction.tree import Tree
from kg.model import Token

TELLING = frozenset({"STATE", "INVESTIGATE", "COMMUNICATE", "CONSULT", "ACCUSE", "REQUEST"})
"""Types of events that tell something: `l'enquête montre que`."""
BODIES = frozenset({"Organization", "Group", "Person"})
SOURCE = "source"


def holders_of_verb(tree: Tree, verb: Token) -> Sequence[Token]:
    """Give who says what a verb tells: its subject; where that is anybody, the body at which it is said."""
    subjects = arguments(tree, verb).subjects
    if subjects and subjects[0].form.lower() in tree.words["anybody"]:
        return [*cited(tree, verb), *_among(tree, verb)] or subjects
    return subjects


def may_answer(tree: Tree, holder: Token) -> bool:
    """Tell whether somebody or a text tells something: a report does, `une faute justifie l'exclusion` does not."""
    if holder.upos != "NOUN":
        return True
    frames, _ = tree.event_noun(holder)
    known = tree.language.noun(holder.lemma, holder.form)
    if known is not None:
        return known.type not in {"Object", "Amount"}
    return not frames or any(frame.relation.type in TELLING for frame in frames)


def holders_of_noun(tree: Tree, noun: Token) -> Iterator[Token]:
    """Give who says what a noun tells: `sa promesse`, `l'ordre du juge`, `son parti lui fait grief d'avoir menti`."""
    yield from (det for det in tree.children(noun, "det") if det.feat("Poss") == "Yes")
    of = tree.words["genitive"] | tree.words["agent"]
    held = (c.token for c in tree.complements(noun) if c.preposition in of)
    yield from (token for token in held if token.id > noun.id or token.deprel == "nmod:poss")
    verb = tree.head(noun) if noun.relation == "obj" else None
    if verb is not None and verb.lemma in tree.words["uttering"]:
        yield from arguments(tree, verb).subjects


def cited(tree: Tree, token: Token) -> Iterator[Token]:
    """Give who is named beside a word as the source: `selon la police`, `de source policière`."""
    for complement in tree.complements(token):
        is_named = tree.language.prepositions.get(complement.preposition) == "source"
        if is_named or (
            complement.preposition in tree.words["genitive"] and _is_bare_source(tree, token, complement.token)
        ):
            yield complement.token


def _is_bare_source(tree: Tree, verb: Token, noun: Token) -> bool:
    """Tell `De source policière, ...` and `indique-t-on de source policière` from `l'eau coule de source`."""
    is_bare = noun.lemma.lower() == SOURCE and tree.child(noun, "det") is None
    return is_bare and tree.child(noun, "amod") is not None and (noun.id < verb.id or tree.stance(verb) == "say")


def _among(tree: Tree, verb: Token) -> Iterator[Token]:
    for complement in tree.complements(verb):
        noun = tree.language.noun(complement.token.lemma, complement.token.form)
        is_body = complement.token.upos == "PROPN" or (noun is not None and noun.type in BODIES)
        if complement.preposition in tree.words["among"] and is_body:
            yield complement.token
