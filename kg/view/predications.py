"""The claims of a graph, folded into what a reader sees as one relation on the drawing.

Takes the network; gives predications: a relation with its subjects and objects, all told alike. Claims of one event
are one predication, and so are claims of several articles that say the same; knows the relations that carry an event
with fewer than two participants; never where anything is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kg.graph import Network, claims
from kg.model import MENTIONS, ONE_SIDED, TARGET_OF, Claim, EntityNode, Labels, RelationNode, Status


@dataclass(frozen=True, slots=True)
class Predication:
    """A relation as drawn, under the id of its first claim.

    Subjects, objects and places are entities or other predications, `source` is an entity and there only where no
    other line leads to whom the text makes responsible. `lasting` tells facts from events.
    """

    id: str
    labels: tuple[Labels, ...]
    status: Status
    claims: tuple[Claim, ...]
    subjects: tuple[str, ...]
    objects: tuple[str, ...]
    places: tuple[str, ...]
    source: str | None
    lasting: bool


def predications(graph: Network) -> list[Predication]:
    """Give the relations to draw, by id; facts with a literal alone belong to their entity and are left out."""
    by_event: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims(graph):
        if is_drawn(claim):
            by_event.setdefault(_event(graph, claim), []).append(claim)
    alike: dict[tuple[object, ...], list[Claim]] = {}
    for group in by_event.values():
        alike.setdefault(_content(graph, group), []).extend(group)
    made = [_predication(graph, group) for group in alike.values()]
    drawn_by = {}
    for predication in made:
        for claim in predication.claims:
            drawn_by[claim.id] = drawn_by[claim.event or claim.id] = predication.id
    return sorted((_resolved(predication, drawn_by) for predication in made), key=lambda predication: predication.id)


def is_drawn(claim: Claim) -> bool:
    """Tell whether a claim joins anything: a literal joins nothing, unless it is held at somebody."""
    return claim.object is not None or claim.of is not None


def is_lasting(graph: Network, claim: Claim) -> bool:
    """Tell a fact from an event."""
    relation = relation_of(claim)
    return isinstance(node := graph.nodes[relation]["value"], RelationNode) and node.type is None


def relation_of(claim: Claim) -> str:
    """Give the relation that a reader means: of one-sided claims the event's own."""
    return claim.object if claim.relation in ONE_SIDED and claim.object else claim.relation


def labels_of(graph: Network, claim: Claim) -> Labels:
    """Name the relation of a claim by language; a title held somewhere names its relation itself."""
    if claim.value is not None and claim.of is not None:
        return (("en", claim.value), ("fr", claim.value))
    node = graph.nodes[relation_of(claim)]["value"]
    return node.labels if isinstance(node, RelationNode) else ()


def name_of(labels: Labels, language: str) -> str:
    """Choose the name in a language, else the English one, else any.

    >>> name_of((("en", ""), ("fr", "s'évanouir")), "en")
    "s'évanouir"
    """
    known = dict(labels)
    return known.get(language) or known.get("en") or next(filter(None, known.values()), "…")


def source_of(graph: Network, claim: Claim) -> str | None:
    """Give the entity that the text makes responsible for a claim, None for the article itself."""
    return claim.attributed_to if isinstance(graph.nodes[claim.attributed_to]["value"], EntityNode) else None


def _event(graph: Network, claim: Claim) -> tuple[object, ...]:
    """Key claims of one event alike; one that is not asserted has no event node, so its subject stands for it.

    All facts that join the same two are one.
    """
    if claim.event is not None:
        return (claim.event,)
    if is_lasting(graph, claim):
        return (claim.subject, claim.object or claim.of, claim.status, claim.attributed_to)
    spans = tuple(evidence.span for evidence in claim.evidence)
    return (claim.document, relation_of(claim), spans, claim.status, claim.attributed_to, claim.subject)


def _content(graph: Network, group: list[Claim]) -> tuple[object, ...]:
    """Key groups of claims alike that say the same, whichever article says it."""
    first = group[0]
    relation = None if is_lasting(graph, first) else relation_of(first)
    return (relation, first.status, source_of(graph, first), first.time, _subjects(group), _objects(group))


def _subjects(group: Iterable[Claim]) -> tuple[str, ...]:
    return tuple(sorted({claim.subject for claim in group if claim.relation not in {TARGET_OF, MENTIONS}}))


def _objects(group: Iterable[Claim]) -> tuple[str, ...]:
    found = set()
    for claim in group:
        if claim.relation == TARGET_OF:
            found.add(claim.subject)
        elif claim.relation not in ONE_SIDED:
            found.add(claim.object or claim.of or "")
    return tuple(sorted(found))


def _predication(graph: Network, group: list[Claim]) -> Predication:
    first, subjects, objects = group[0], _subjects(group), _objects(group)
    source = source_of(graph, first)
    is_linked = source in subjects or all(claim.within for claim in group)
    return Predication(
        id=min(claim.id for claim in group),
        labels=tuple(sorted({labels_of(graph, claim) for claim in group})),
        status=first.status,
        claims=tuple(sorted(group, key=lambda claim: claim.id)),
        subjects=subjects,
        objects=objects,
        places=tuple(sorted({place for claim in group for place in claim.places} - {*subjects, *objects})),
        source=None if is_linked else source,
        lasting=is_lasting(graph, first),
    )


def _resolved(predication: Predication, drawn_by: Mapping[str, str]) -> Predication:
    """Let the ends that are events or claims be the predications that draw them."""

    def resolve(keys: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted({drawn_by.get(key, key) for key in keys} - {predication.id}))

    return replace(
        predication,
        subjects=resolve(predication.subjects),
        objects=resolve(predication.objects),
        places=resolve(predication.places),
    )
