"""Belonging: origin, place, membership, parts, owners and relatives.

Takes a noun phrase in its tree; gives facts that tie its bearer to another. Knows what prepositions, adjectives of
countries and possessives say between two nouns; never events.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extraction.arguments import arguments
from kg.extraction.facts.finding import is_relative, noted, role_of
from kg.extraction.negation import is_negated
from kg.extraction.phrases import Phrases
from kg.extraction.tree import Tree
from kg.model import EntityType, FactFinding, Mention, Token

POSSESSIONS: frozenset[EntityType] = frozenset({"Object", "Work", "Place"})
OWNERS: frozenset[EntityType] = frozenset({"Organization"})


def origin_by_adjective(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read the country that an adjective of nationality names."""
    mention = phrases.mention(tree, head)
    if mention is None or mention.type == "Event" or (role_of(tree, head) and mention.kind == "name"):
        return
    if head.lemma.lower() in tree.words["no_national"]:
        return
    if mention.kind == "noun" and mention.type == "Person" and role_of(tree, head) == "role":
        return
    for adjective in tree.children(head, "amod"):
        if phrases.name(tree, adjective) is not None:
            continue
        for country in phrases.of_demonym(tree, adjective):
            if country.country not in tree.words["supranational"]:
                yield noted(phrases, "origin-by-adjective", "origin", mention, goal=country)


def origin_by_complement(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read the country that an army, a government or a thing belongs to."""
    mention = phrases.mention(tree, head)
    if mention is None or mention.type not in {"Organization", "Object", "Group"} or role_of(tree, head):
        return
    if any(adjective.form.lower() in tree.language.demonyms for adjective in tree.children(head, "amod")):
        return
    for complement in phrases.complements(tree, head):
        goal = phrases.mention(tree, complement.token)
        if (
            complement.preposition not in tree.words["genitive"]
            or goal is None
            or not goal.name
            or goal.type != "Place"
        ):
            continue
        if mention.type == "Object" and not goal.country:  # `la porte de la mosquée`
            continue
        if goal.country or mention.type != "Organization":
            yield noted(phrases, "origin-by-complement", "origin", mention, goal=goal)
        else:
            yield noted(phrases, "location", "located_in", mention, goal=goal)


def location(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read where a place or an organisation lies."""
    mention = phrases.mention(tree, head)
    if mention is None or mention.type not in {"Place", "Organization", "Group"}:
        return
    for complement in phrases.complements(tree, head):
        goal = phrases.mention(tree, complement.token)
        if goal is None or goal.type != "Place" or not goal.name or complement.token.id < head.id:
            continue
        kind = tree.language.prepositions.get(complement.preposition)
        bears_name = head.lemma.lower() in tree.words["region"] and phrases.name(tree, complement.token) is not None
        if (kind == "place" and mention.type != "Group") or (
            complement.preposition in tree.words["genitive"]
            and mention.type == "Place"
            and mention.name != goal.name
            and not bears_name
        ):
            yield noted(phrases, "location", "located_in", mention, goal=goal)


def membership(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read the organisation that people belong to."""
    mention = phrases.mention(tree, head)
    if mention is None or mention.type not in {"Person", "Group"} or mention.kind != "noun":
        return
    if role_of(tree, head) == "role" and mention.type == "Person":
        return
    bearer = _bearer(tree, phrases, head) or mention
    relation = "part_of" if head.lemma.lower() in tree.words["force"] else "member_of"
    for complement in phrases.complements(tree, head):
        goal = phrases.mention(tree, complement.token)
        if (
            complement.preposition in tree.words["genitive"] | {"au sein de", "within", ""}
            and goal is not None
            and goal.type == "Organization"
        ):
            yield noted(phrases, "membership", relation, bearer, goal=goal)


def _bearer(tree: Tree, phrases: Phrases, noun: Token) -> Mention | None:
    """Give who an apposition or predicate is about: `Le PS, membre de la coalition`, `Ali est le frère du roi`."""
    above = tree.head(noun)
    if noun.relation == "appos" and above is not None and above.id < noun.id:
        return phrases.mention(tree, above)
    subject = tree.child(noun, "nsubj") if tree.child(noun, "cop") is not None and not is_negated(tree, noun) else None
    return phrases.mention(tree, subject) if subject is not None else None


def part(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read the organisation that another is part of."""
    mention = phrases.mention(tree, head)
    if mention is None or mention.type != "Organization":
        return
    for complement in phrases.complements(tree, head):
        goal = phrases.mention(tree, complement.token)
        is_body = goal is not None and goal.type == "Organization" and (goal.definite or goal.kind == "name")
        if complement.preposition in tree.words["genitive"] and goal is not None and is_body:  # no `service de presse`
            yield noted(phrases, "part", "part_of", mention, goal=goal)


def nested_name(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read the country or body that stands inside a longer name."""
    name = phrases.name(tree, head)
    mention = phrases.mention(tree, head)
    if name is None or mention is None or name.label not in {"ORG", "LOC"}:
        return
    first = tree.by_id[name.first]
    kind = tree.language.noun(first.lemma, first.form)
    is_spot = kind is not None and kind.type == "Place" and first.lemma.lower() not in tree.words["region"]
    if mention.country or (name.label == "LOC" and not is_spot):
        return
    inner = phrases.nested(tree, name)
    if inner is not None:
        relation = "origin" if inner.country else "part_of"
        yield noted(phrases, "nested-name", "located_in" if name.label == "LOC" else relation, mention, goal=inner)


def owner_by_complement(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read the organisation that a thing or building belongs to."""
    mention = phrases.mention(tree, head)
    if (
        mention is None
        or mention.type not in POSSESSIONS
        or mention.kind != "noun"
        or head.lemma.lower() in tree.words["region"]
    ):
        return
    for complement in phrases.complements(tree, head):
        goal = phrases.mention(tree, complement.token)
        is_owner = goal is not None and goal.type in OWNERS and (goal.definite or goal.kind == "name")
        if complement.preposition in tree.words["genitive"] and goal is not None and is_owner:
            yield noted(phrases, "owner-by-complement", "owner", mention, goal=goal)


def owner_by_verb(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read who something is said to belong to."""
    verb = tree.head(head)
    if verb is None or verb.lemma not in tree.words["belonging"] or head.relation != "nsubj" or is_negated(tree, verb):
        return
    for subject in arguments(tree, verb).subjects:
        thing = phrases.mention(tree, subject)
        for complement in tree.complements(verb):
            goal = phrases.mention(tree, complement.token)
            if complement.preposition in tree.words["dative"] and thing is not None and goal is not None:
                yield noted(phrases, "owner-by-verb", "owner", thing, goal=goal)


def owner_by_role(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read what the owner or the property of somebody is: `Karl Brandt, propriétaire du journal`."""
    bearer = (
        _bearer(tree, phrases, head) if head.lemma.lower() in tree.words["owner"] | tree.words["property"] else None
    )
    for complement in phrases.complements(tree, head) if bearer else ():
        other = phrases.mention(tree, complement.token)
        if complement.preposition in tree.words["genitive"] and bearer is not None and other is not None:
            thing, goal = (other, bearer) if head.lemma.lower() in tree.words["owner"] else (bearer, other)
            yield noted(phrases, "owner-by-role", "owner", thing, goal=goal)


def family(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read whose relative somebody is."""
    mention = phrases.mention(tree, head) if is_relative(tree, head) else None
    if mention is None:
        return
    bearer = _bearer(tree, phrases, head) or mention
    possessive = next((det for det in tree.children(head, "det") if det.feat("Poss") == "Yes"), None)
    others = (
        [possessive]
        if possessive
        else [c.token for c in phrases.complements(tree, head) if c.preposition in tree.words["genitive"]]
    )
    for token in others:
        other = phrases.mention(tree, token)
        if other is not None and (other.kind == "possessive" or other.type in {"Person", "Group"}):
            yield noted(phrases, "family", "family", bearer, goal=other)
