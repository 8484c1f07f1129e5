"""Rows -> a labelled property graph as Neo4j and its kin keep it.

Takes the network; gives nodes with labels and properties, and relationships with a type. Knows how claims and what they
speak of hang together there; never how a file is written.

    (:Article) (:Entity:Person) (:Event:ASSAULT) (:Claim:Reported) (:Quotation)
    (:Entity)-[:KILLED {claim}]->(:Entity)              what the articles state as fact, and nothing else
    (:Claim)-[:SUBJECT|OBJECT|OF|PLACE]->()             what a claim joins
    (:Claim)-[:ATTRIBUTED_TO]->(:Entity|Article)        who is responsible for it
    (:Claim)-[:WITHIN]->(:Claim)                        which claim tells it
    (:Claim)-[:ABOUT]->(:Event)                         the event, of what is stated
    (:Claim|Event|Quotation)-[:TOLD_IN]->(:Article)
    (:Event)-[:ACTOR|TARGET|PLACE]->()    (:Quotation)-[:SPEAKER]->(:Entity)    (:Article)-[:REPRINT_OF]->(:Article)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.export.characters import line
from kg.export.rows import Row, Rows, Value
from kg.graph import Network, claims, documents, events, quotations
from kg.graph.pairing import ends
from kg.model import Claim, EventNode


@dataclass(frozen=True, slots=True)
class Vertex:
    """A node: its key, its labels (the first is that of its kind) and its properties."""

    id: str
    labels: tuple[str, ...]
    properties: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship between the keys of two nodes; of what is stated, `claim` and `relation` tell where it is from."""

    type: str
    start: str
    end: str
    claim: str | None = None
    relation: str | None = None


def vertices(graph: Network) -> list[Vertex]:
    """Give the nodes, kind by kind, in the order of their keys."""
    rows = Rows(graph)
    return [
        *(_vertex(row, "Article") for row in rows.articles()),
        *(_vertex(row, "Entity", row.type) for row in rows.entities()),
        *(_vertex(row, "Event", row.event_type) for row in rows.events()),
        *(_vertex(row, "Claim", row.status) for row in (*rows.claims(), *rows.facts())),
        *(_vertex(row, "Quotation") for row in rows.quotations()),
    ]


def relationships(graph: Network) -> list[Relationship]:
    """Give the relationships between these nodes, each once, in the order of their types and ends."""
    found = {
        *(one for claim in claims(graph) for one in _of_claim(claim)),
        *(one for event in events(graph) for one in _of_event(event)),
        *(Relationship("SPEAKER", quotation.id, quotation.speaker) for quotation in quotations(graph)),
        *(Relationship("TOLD_IN", quotation.id, quotation.document) for quotation in quotations(graph)),
        *(Relationship("REPRINT_OF", node.id, node.reprint_of) for node in documents(graph) if node.reprint_of),
    }
    return sorted(found, key=lambda one: (one.type, one.start, one.end, one.claim or ""))


def relationship_type(relation: str) -> str:
    """Name a relation as types are named: letters, digits and low lines, in capitals.

    >>> relationship_type("killed"), relationship_type("fr:s'évanouir")
    ('KILLED', 'FR_S_ÉVANOUIR')
    """
    return re.sub(r"\W+", "_", line(relation)).strip("_").upper() or "RELATED"


def _vertex(row: Row, *labels: str) -> Vertex:
    """Make the node of a row; what its relationships say is no property."""
    found = {name: value for name, value in row.values().items() if not name.endswith(("_id", "_ids"))}
    return Vertex(row.id, tuple(filter(None, map(line, labels))), found)


def _of_claim(claim: Claim) -> Iterator[Relationship]:
    subject, key, goal = ends(claim)
    if claim.status == "Asserted" and subject and goal:
        relation = key.removeprefix("rel:")
        yield Relationship(relationship_type(relation), subject, goal, claim.id, line(relation))
    sides = {"SUBJECT": subject, "OBJECT": goal, "OF": claim.of, "WITHIN": claim.within, "ABOUT": claim.event}
    for role, other in {**sides, "ATTRIBUTED_TO": claim.attributed_to, "TOLD_IN": claim.document}.items():
        if other:
            yield Relationship(role, claim.id, other)
    yield from (Relationship("PLACE", claim.id, place) for place in claim.places)


def _of_event(event: EventNode) -> Iterator[Relationship]:
    for role, keys in {"ACTOR": event.actors, "TARGET": event.targets, "PLACE": event.places}.items():
        yield from (Relationship(role, event.id, key) for key in keys)
    yield from (Relationship("TOLD_IN", event.id, piece.document) for piece in event.evidence)
