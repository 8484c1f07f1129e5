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
from kg.graph.keys import digest, slug
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
    relations,
)
from kg.model import Claim, EntityNode, Statements

Value = TypeVar("Value")

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
    identities = identify([one for statements in articles for one in appearances(statements)], decisions)
    nodes: dict[str, Node] = {}
    named: list[EntityNode] = []
    made: dict[str, Claim] = {}
    for statements in articles:
        article = ArticleGraph(statements, identities)
        named.extend(article.entities.values())
        for claim in article.claims:
            made[claim.id] = _first(made.get(claim.id, claim), claim)
        of_article: list[Node] = [article.document, *article.relations(), *article.events()]
        for node in of_article:
            nodes[node.id] = _first(nodes.get(node.id, node), node)
    nodes |= {node.id: node for node in _merged(named)}
    return network(nodes.values(), made.values())


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
    return EntityNode(nodes[0].id, label, kind, tuple(sorted(names)), tuple(sorted(links)), at, nodes[0].reasons)


def _is_adjective(label: str, nodes: Iterable[EntityNode]) -> bool:
    """Tell whether a label is the adjective of a country, which names it only where no article does."""
    return label[:1].islower() and any(node.links for node in nodes)
