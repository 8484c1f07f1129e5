"""Statements of many articles -> one `networkx.MultiDiGraph`, in a fixed order, and typed views of it.

Takes `Statements`; gives a network of documents, entities, events and claims. Knows networkx and keys that depend on
content alone (`ent:`, `ev:`, `clm:`, `doc:`, `rel:`, `lit:` and a name); never an IRI or a colour.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TypeVar

from kg.graph.article import ArticleGraph, appearances, status
from kg.graph.decisions import Decisions, read_decisions
from kg.graph.identity import UNDECIDED, identify
from kg.graph.keys import digest, place_key, slug
from kg.graph.multigraph import (
    Network,
    Node,
    asserted,
    claims,
    documents,
    entities,
    events,
    label,
    network,
    quotations,
    relations,
)
from kg.graph.retellings import retellings
from kg.model import Claim, EntityNode, EventNode, Statements

Value = TypeVar("Value")
Identified = TypeVar("Identified", bound=Node | Claim)

__all__ = [
    "Decisions",
    "Network",
    "Node",
    "assemble",
    "asserted",
    "claims",
    "digest",
    "documents",
    "entities",
    "events",
    "label",
    "network",
    "place_key",
    "quotations",
    "read_decisions",
    "relations",
    "slug",
    "status",
]


def assemble(articles: Iterable[Statements], decisions: Decisions = UNDECIDED) -> Network:
    """Build the network of all articles; the same statements give the same network in whatever order they come.

    `decisions` are the user's on who is who across articles.
    """
    articles = list(articles)
    appearing = [one for statements in articles for one in appearances(statements)]
    identities = identify(appearing, decisions)
    nodes: dict[str, Node] = {}
    participants: list[EntityNode] = []
    made: dict[str, Claim] = {}
    told: dict[str, EventNode] = {}
    for statements in articles:
        article = ArticleGraph(statements, identities)
        participants.extend(article.entities.values())
        _keep(made, article.claims)
        _keep(told, article.events())
        of_article: list[Node] = [article.document, *article.relations(), *article.quotations()]
        _keep(nodes, of_article)
    entities_by_key = {node.id: node for node in _merged(participants)}
    named = {identities.applied(one.node, one.document).id for one in appearing if one.is_named or one.node.links}
    same = retellings(told.values(), {key: entities_by_key[key] for key in named})
    nodes |= entities_by_key
    nodes |= {event.id: event for event in same.events(told.values())}
    return network(nodes.values(), map(same.claim, made.values()))


def _keep(known: dict[str, Identified], found: Iterable[Identified]) -> None:
    for value in found:
        known[value.id] = _first(known.get(value.id, value), value)


def _first(known: Value, other: Value) -> Value:
    """Choose between two values of one key (an open relation worded in two ways, an article given with two dates)."""
    return known if known == other else min(known, other, key=repr)


def _merged(found: Iterable[EntityNode]) -> list[EntityNode]:
    """Make one node of all that share a key, under the label and type that most of them have."""
    by_key: dict[str, list[EntityNode]] = {}
    for node in found:
        by_key.setdefault(node.id, []).append(node)
    return [_joined(nodes) for nodes in by_key.values()]


def _joined(nodes: list[EntityNode]) -> EntityNode:
    count = Counter((node.label, node.type) for node in nodes)
    label, kind = min(count, key=lambda form: (_is_adjective(form[0], nodes), -count[form], form[0].isupper(), form))
    names = {name for node in nodes for name in node.names}
    links = {link for node in nodes for link in node.links}
    at = next((node.coordinates for node in nodes if node.coordinates), None)
    sure = max((node.link_confidence for node in nodes if node.link_confidence is not None), default=None)
    known = (tuple(sorted(names)), tuple(sorted(links)), sure, at)
    return EntityNode(nodes[0].id, label, kind, *known, nodes[0].reasons)


def _is_adjective(label: str, nodes: Iterable[EntityNode]) -> bool:
    """Tell whether a label is the adjective of a country, which names it only where no article does."""
    return label[:1].islower() and any(node.links for node in nodes)
