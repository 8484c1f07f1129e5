"""Positions and kinds: what a person is, and what sort of thing a name names.

Takes a noun phrase in its tree; gives `position` and `type` facts. Knows roles, titles and the bodies in which a
position is held; never events.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extraction.arguments import arguments
from kg.extraction.facts.finding import appositions, is_relative, noted, role_of
from kg.extraction.negation import is_negated
from kg.extraction.phrases import Phrases
from kg.extraction.tree import Tree
from kg.extraction.verb_forms import finite_form
from kg.model import EntityType, FactFinding, Mention, Token

BODIES: frozenset[EntityType] = frozenset({"Organization", "Place", "Group", "Person"})


def position_before_name(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read a position in front of its holder's name."""
    is_address = head.form.lower() in tree.words["address"]
    if role_of(tree, head) is None or is_address or phrases.name(tree, head) is not None:
        return
    mention = phrases.mention(tree, head) if phrases.proper_name(tree, head) is not None else None
    above = tree.head(head)
    if above is not None and head.relation == "nmod" and is_relative(tree, above):
        return  # `la veuve du président, Souha Arafat`
    if mention is not None and mention.type == "Person":
        body = body_of(tree, phrases, head)
        value = value_of(tree, phrases, head, body)
        yield noted(phrases, "position-before-name", "position", mention, value=value, of=body)


def position_of_several(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read the position that a plural gives to the names behind it."""
    if head.feat("Number") != "Plur" or role_of(tree, head) is None or head.form.lower() in tree.words["address"]:
        return
    holders = tree.conjuncts(head)
    for holder in holders if head not in holders else ():
        mention = phrases.mention(tree, holder)
        if mention is not None and mention.type == "Person" and mention.name:
            body = body_of(tree, phrases, head)
            value = (
                head.lemma
                if len(phrases.label_tokens(tree, head, bare=True)) == 1
                else value_of(tree, phrases, head, body)
            )
            yield noted(phrases, "position-of-several", "position", mention, value=value, of=body)


def position_in_apposition(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read positions behind a name."""
    mention = phrases.mention(tree, head)
    if mention is None or mention.kind != "name":
        return
    for noun in appositions(tree, head):
        if role_of(tree, noun) and phrases.name(tree, noun) is None:
            body = body_of(tree, phrases, noun)
            value = value_of(tree, phrases, noun, body)
            yield noted(phrases, "position-in-apposition", "position", mention, value=value, of=body)


def position_of_unnamed(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read the position of somebody who is known by it alone."""
    mention = phrases.mention(tree, head)
    if mention is None or mention.kind != "noun" or mention.type != "Person" or role_of(tree, head) != "role":
        return
    body = body_of(tree, phrases, head)
    if body is not None and head.relation not in {"appos", "xcomp"} and tree.child(head, "cop") is None:
        yield noted(
            phrases, "position-of-unnamed", "position", mention, value=value_of(tree, phrases, head, body), of=body
        )


def position_in_copula(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read a position, or a kind, that a clause with être ascribes."""
    subject = tree.child(head, "nsubj")
    if subject is not None and subject.feat("PronType") == "Rel":
        subject = tree.head(head)
    if subject is None or tree.child(head, "cop") is None or tree.preposition(head) or head.upos != "NOUN":
        return
    mention = phrases.mention(tree, subject)
    if mention is None or mention.kind == "pronoun" or any(c.feat("Polarity") == "Neg" for c in tree.children(head)):
        return
    if role_of(tree, head) == "role":
        body = body_of(tree, phrases, head)
        value = value_of(tree, phrases, head, body)
        yield noted(phrases, "position-in-copula", "position", mention, value=value, of=body)


def position_by_verb(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read the position that somebody is elected or appointed to, or becomes."""
    verb = tree.head(head)
    if verb is None or head.relation not in {"xcomp", "obl"} or verb.upos != "VERB" or role_of(tree, head) != "role":
        return
    kinds = {frame.relation.type for frame in tree.language.verbs.get(verb.lemma, ())}
    is_plain = not is_negated(tree, verb) and finite_form(tree, verb).feat("Tense") != "Fut"
    if not (kinds & {"ELECT", "APPOINT"} or verb.lemma == "devenir") or not is_plain:
        return
    found = arguments(tree, verb)
    for holder in found.objects or found.subjects:
        mention = phrases.mention(tree, holder)
        if mention is not None and mention.kind == "name":
            body = body_of(tree, phrases, head)
            value = value_of(tree, phrases, head, body)
            yield noted(phrases, "position-by-verb", "position", mention, value=value, of=body)


def kind_before_name(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read what kind of thing a name names."""
    if phrases.name(tree, head) is not None or head.upos != "NOUN" or role_of(tree, head):
        return
    mention = phrases.mention(tree, head)
    if mention is None or mention.kind != "name" or mention.type == "Person" or phrases.proper_name(tree, head) is None:
        return
    if not mention.label.startswith(head.form):
        yield noted(phrases, "kind-before-name", "type", mention, value=value_of(tree, phrases, head, mention))


def kind_in_apposition(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read what kind of thing a name names off the noun behind it: `Basij, une milice`."""
    mention = phrases.mention(tree, head)
    if mention is None or mention.kind != "name":
        return
    for noun in appositions(tree, head):
        is_kind = noun.upos == "NOUN" and noun.id > head.id and _is_kind_of(tree, noun, mention)
        if is_kind and phrases.proper_name(tree, noun) is None:
            yield noted(phrases, "kind-in-apposition", "type", mention, value=value_of(tree, phrases, noun, None))


def _is_kind_of(tree: Tree, noun: Token, mention: Mention) -> bool:
    """Tell a kind from a position, a relative, what stands in brackets or quotes, and what is of another type."""
    first = min(tree.subtree(noun), key=lambda token: token.id)
    before = tree.by_id.get(first.id - (first.form != ","))
    entry = tree.language.noun(noun.lemma, noun.form)
    types = {entry.type} if entry is not None else {"Other"}
    is_type = bool(types & {mention.type, "Group"}) or (entry is None and mention.type != "Person")
    is_open = before is not None and before.form in {",", "–", "-"}
    return is_type and is_open and not role_of(tree, noun) and not is_relative(tree, noun)


def value_of(tree: Tree, phrases: Phrases, noun: Token, body: Mention | None) -> str:
    """Write the name of a position: `Premier ministre`, `ministre des Affaires étrangères`, without nationality."""
    tokens = [
        token
        for token in phrases.label_tokens(tree, noun, bare=body is not None and body.kind != "adjective")
        if token.form.lower() not in tree.language.demonyms and getattr(phrases.name(tree, token), "label", "") != "PER"
    ]
    return phrases.label(tokens)


def body_of(tree: Tree, phrases: Phrases, noun: Token) -> Mention | None:
    """Give what a position is held in: `président des Etats-Unis`, `président afghan`."""
    for complement in phrases.complements(tree, noun):
        if complement.preposition in tree.words["genitive"] and complement.token.id > noun.id:
            mention = phrases.mention(tree, complement.token)
            if mention is not None and _is_body(tree, noun, mention):
                return mention
    for adjective in tree.children(noun, "amod"):
        for mention in phrases.of_demonym(tree, adjective):
            return mention
    return None


def _is_body(tree: Tree, noun: Token, mention: Mention) -> bool:
    """Tell where a position is held from what it is about: `directeur de l'agence`, `ministre de la Défense`."""
    if noun.lemma.lower() in tree.words["portfolio"]:
        return mention.type == "Place"
    return mention.kind in {"noun", "name"} and (mention.type in BODIES or mention.kind == "name" or mention.definite)
