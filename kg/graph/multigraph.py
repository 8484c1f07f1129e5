"""Nodes and claims <-> `networkx.MultiDiGraph`, in a fixed order.

Takes nodes and claims; gives a network whose nodes are documents, relations, entities, events, told claims,
literals and quotations, and whose edges are claims (`kind="claim"`), the roles of events and the speakers of quotations
(`kind="role"`); every node, and every edge of a claim, carries its frozen value as `value`. Knows networkx; never how a
claim came about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

import networkx as nx

from kg.graph.keys import digest
from kg.model import Claim, DocumentNode, EntityNode, EventNode, QuotationNode, RelationNode

if TYPE_CHECKING:
    Network: TypeAlias = nx.MultiDiGraph[str]  # said, so that it is one where networkx has no types
else:
    Network = nx.MultiDiGraph

Node = DocumentNode | RelationNode | EntityNode | EventNode | QuotationNode


def network(nodes: Iterable[Node], claims: Iterable[Claim]) -> Network:
    """Lay nodes and claims out as a network, each sorted by id."""
    result = Network()
    by_id = {node.id: node for node in nodes}
    made = {claim.id: claim for claim in claims}
    for key in sorted(by_id):
        result.add_node(key, **_attributes(by_id[key]))
    for key in sorted(_ends(by_id.values(), made.values()) & made.keys()):
        result.add_node(key, kind="claim", label=key, value=made[key])
    for key in sorted(made):
        _add_claim(result, made[key])
    for key in sorted(by_id):
        node = by_id[key]
        if isinstance(node, EventNode):
            _add_roles(result, node)
        elif isinstance(node, QuotationNode):
            result.add_edge(node.id, node.speaker, key="speaker", kind="role", role="speaker")
    return result


def of_one(graph: Network, document: str) -> Network:
    """Give what one article says in the graph of all: its claims, its quotations, and all that these speak of.

    Which other article it repeats is nothing that it says.
    """
    said = [claim for claim in claims(graph) if claim.document == document]
    told = [event for event in events(graph) if any(piece.document == document for piece in event.evidence)]
    quoted = [node for node in quotations(graph) if node.document == document]
    keys = {document, *(node.speaker for node in quoted)}
    for claim in said:
        keys |= {claim.subject, claim.relation, claim.object or "", claim.of or "", claim.attributed_to, *claim.places}
    for event in told:
        keys |= {event.relation, *event.actors, *event.targets, *event.places}
    articles = (replace(node, reprint_of=None) for node in documents(graph))
    others: list[Node] = [*articles, *relations(graph), *entities(graph)]
    return network([*told, *quoted, *(node for node in others if node.id in keys)], said)


def documents(graph: Network) -> Iterator[DocumentNode]:
    """Yield the articles of the graph by id."""
    return (value for value in _values(graph) if isinstance(value, DocumentNode))


def tellers(graph: Network) -> dict[str, str]:
    """Give, for each article, the one under which it counts where tellers are counted: its original, or itself."""
    return {node.id: node.reprint_of or node.id for node in documents(graph)}


def relations(graph: Network) -> Iterator[RelationNode]:
    """Yield the relations that the graph uses by id."""
    return (value for value in _values(graph) if isinstance(value, RelationNode))


def entities(graph: Network) -> Iterator[EntityNode]:
    """Yield the participants by id."""
    return (value for value in _values(graph) if isinstance(value, EntityNode))


def events(graph: Network) -> Iterator[EventNode]:
    """Yield the asserted events by id."""
    return (value for value in _values(graph) if isinstance(value, EventNode))


def quotations(graph: Network) -> Iterator[QuotationNode]:
    """Yield the quotations in the order of the articles' keys and of their texts."""
    found = (value for value in _values(graph) if isinstance(value, QuotationNode))
    return iter(sorted(found, key=lambda node: (node.document, node.span)))


def claims(graph: Network) -> Iterator[Claim]:
    """Yield the claims by id."""
    found = {data["value"].id: data["value"] for _, _, data in graph.edges(data=True) if data["kind"] == "claim"}
    return (found[key] for key in sorted(found))


def asserted(graph: Network) -> Iterator[tuple[str, str, str]]:
    """Yield each triple that the articles state as fact, once: subject, relation, object (or literal), as labels."""
    seen = set()
    for claim in claims(graph):
        if claim.status == "Asserted":
            goal = claim.value if claim.object is None else label(graph, claim.object)
            triple = (label(graph, claim.subject), claim.relation.removeprefix("rel:"), goal or "")
            if triple not in seen:
                seen.add(triple)
                yield triple


def label(graph: Network, key: str, language_code: str = "fr") -> str:
    """Name a node for a reader: an event and a claim by who does what to whom."""
    data = graph.nodes[key]
    match data["value"]:
        case RelationNode(labels=labels):
            return dict(labels).get(language_code, str(data["label"]))
        case EventNode() as event:
            sides = (
                _named(graph, event.actors),
                label(graph, event.relation, language_code),
                _named(graph, event.targets),
            )
            return " ".join(filter(None, sides))
        case Claim() as claim:
            return " ".join(_words(graph, claim, language_code))
        case _:
            return str(data["label"])


def _named(graph: Network, keys: Iterable[str]) -> str:
    """Name participants; those that are events themselves, which may stand in a circle, are left out."""
    return ", ".join(str(graph.nodes[key]["label"]) for key in keys if graph.nodes[key]["kind"] == "entity")


def _words(graph: Network, claim: Claim, language_code: str) -> tuple[str, ...]:
    """Give the words of a triple; an event with fewer than two participants has its relation as the object."""
    subject = label(graph, claim.subject, language_code)
    goal = claim.value or "" if claim.object is None else label(graph, claim.object, language_code)
    match claim.relation:
        case "rel:actor_of":
            return (subject, goal)
        case "rel:target_of":
            return (goal, subject)
        case "rel:mentions":
            return (goal,)
        case _:
            return (subject, label(graph, claim.relation, language_code), goal)


def _values(graph: Network) -> Iterator[object]:
    return (graph.nodes[key]["value"] for key in sorted(graph.nodes))


def _ends(nodes: Iterable[Node], claims: Iterable[Claim]) -> set[str]:
    """Collect what edges will start from and lead to."""
    found = {key for claim in claims for key in (claim.subject, claim.object) if key}
    for node in nodes:
        if isinstance(node, EventNode):
            found |= {*node.actors, *node.targets, *node.places}
        elif isinstance(node, QuotationNode):
            found.add(node.speaker)
    return found


def _attributes(node: Node) -> dict[str, object]:
    match node:
        case DocumentNode():
            return {"kind": "document", "label": node.title or node.name, "value": node}
        case RelationNode():
            return {"kind": "relation", "label": dict(node.labels).get("en", node.id), "value": node}
        case EntityNode():
            return {"kind": "entity", "label": node.label, "type": node.type, "value": node}
        case EventNode():
            return {"kind": "event", "label": node.relation.removeprefix("rel:"), "type": node.type, "value": node}
        case QuotationNode():
            return {"kind": "quotation", "label": node.text, "value": node}


def _add_claim(graph: Network, claim: Claim) -> None:
    goal = claim.object
    if goal is None:
        goal = f"lit:{digest(claim.value or '')}"
        graph.add_node(goal, kind="literal", label=claim.value, value=claim.value)
    data = {"kind": "claim", "relation": claim.relation, "status": claim.status, "confidence": claim.confidence}
    graph.add_edge(claim.subject, goal, key=claim.id, **data, value=claim)


def _add_roles(graph: Network, event: EventNode) -> None:
    for role, participants in (("actor", event.actors), ("target", event.targets), ("place", event.places)):
        for participant in participants:
            graph.add_edge(event.id, participant, key=role, kind="role", role=role)
