"""Rows -> a network to draw: who stands in which relation to whom, and how each relation is told.

Takes the network; gives a `networkx.MultiDiGraph` whose attributes are plain values (what is not known is left out, of
several values one text). Knows what a reader of Gephi looks for; never a file format.

    node, kind=entity       every participant
    node, kind=event        every event that the articles state, joined to its participants by edges of kind=role
    node, kind=claim        what is not stated: where it has fewer than two participants, or where others speak of it
    edge, kind=statement    a claim or fact that joins two nodes, with its status, source, sentence and article;
                            parallel edges are several claims
    edge, kind=role         relation=actor, target or place, from an event or a claim to its participant

Entities with the edges of kind=statement are the network of actors; status=Asserted leaves what the articles state as
fact, everywhere. An edge or a node of an event has `first_day` and `last_day` where its time is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final

import networkx as nx

from kg.export.rows import ClaimRow, EventRow, Row, Rows, Value
from kg.export.wording import Language, language_of, words
from kg.graph import Network

if TYPE_CHECKING:
    Projection = nx.MultiDiGraph[str]
else:
    Projection = nx.MultiDiGraph

Attributes = dict[str, str | float]
BETWEEN: Final = " | "
"""What stands between several values of one attribute; a bar within a value is written `¦`."""
_ENDS: Final = {"id", "subject_id", "object_id", "of_id", "actor_ids", "target_ids", "place_ids"}


def joined(values: tuple[str, ...]) -> str:
    """Write several values as one text.

    >>> joined(("a", "b|c"))
    'a | b¦c'
    """
    return BETWEEN.join(value.replace("|", "¦") for value in values)


def project(graph: Network) -> Projection:
    """Lay a graph out for drawing, nodes and edges each in the order of their keys."""
    rows = Rows(graph)
    made = _Projection(language_of(graph))
    for entity in rows.entities():
        made.add_node(entity, "entity")
    events = list(rows.events())
    for event in events:
        made.add_node(event, "event")
    statements = [*rows.claims(), *rows.facts()]
    spoken_of = {key for claim in statements for key in (claim.subject_id, claim.object_id)}
    spoken_of |= {key for event in events for key in (*event.actor_ids, *event.target_ids)}
    for claim in statements:
        if claim.id in spoken_of or (claim.status != "Asserted" and not (claim.subject_id and claim.object_id)):
            made.add_node(claim, "claim")
    for event in events:
        made.add_roles(event.id, _roles(event))
    for claim in statements:
        made.add_claim(claim)
    return made.result


class _Projection:
    """The network as far as it is made."""

    def __init__(self, language: Language) -> None:
        self.result = Projection()
        self._language = language

    def add_node(self, row: Row, kind: str) -> None:
        values = row.values()
        label = str(values.get("label") or values.get(f"label_{self._language}") or row.id)
        self.result.add_node(row.id, **{"label": label, "kind": kind, **_attributes(values)})

    def add_roles(self, key: str, roles: Iterator[tuple[str, str]]) -> None:
        for role, participant in roles:
            if participant in self.result:
                attributes = {"label": role, "kind": "role", "relation": role}
                self.result.add_edge(key, participant, key=f"{key}/{role}/{participant}", **attributes)

    def add_claim(self, claim: ClaimRow) -> None:
        """Draw a claim as an edge where it joins two nodes, and join it to its participants where it is a node."""
        goal = claim.object_id or claim.of_id
        if claim.subject_id in self.result and goal in self.result:
            label = (claim.value if claim.of_id else None) or self._relation(claim)
            attributes = {"label": label, "kind": "statement", **_attributes(claim.values())}
            self.result.add_edge(str(claim.subject_id), str(goal), key=claim.id, **attributes)
        if claim.id in self.result:
            self.add_roles(claim.id, _roles(claim))

    def _relation(self, claim: ClaimRow) -> str:
        """Name the relation of a claim; an edge that only repeats or denies something says so."""
        relation = claim.relation_fr if self._language == "fr" else claim.relation_en
        if claim.status == "Asserted":
            return relation
        return f"{relation} ({words(self._language)[f'mark.{claim.status}']})"


def _roles(row: EventRow | ClaimRow) -> Iterator[tuple[str, str]]:
    """Yield the participants with their roles; the subject of a claim is its actor, the object its target."""
    if isinstance(row, EventRow):
        sides: Mapping[str, tuple[str | None, ...]] = {"actor": row.actor_ids, "target": row.target_ids}
    else:
        sides = {"actor": (row.subject_id,), "target": (row.object_id or row.of_id,)}
    for role, keys in {**sides, "place": row.place_ids}.items():
        yield from ((role, key) for key in keys if key)


def _attributes(values: Mapping[str, Value]) -> Attributes:
    found = {name: _plain(value) for name, value in values.items() if name not in _ENDS and value is not None}
    return {name: value for name, value in found.items() if value != ""}


def _plain(value: str | float | date | tuple[str, ...]) -> str | float:
    if isinstance(value, tuple):
        return joined(value)
    return value.isoformat() if isinstance(value, date) else value
