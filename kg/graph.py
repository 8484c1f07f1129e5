"""Statements of many articles -> one `networkx.MultiDiGraph`, in a fixed order, and typed views of it.

Takes `Statements`; gives a network whose nodes are documents, relations, entities, events, told claims and literals,
and whose edges are claims (`kind="claim"`) and the roles of events (`kind="role"`); every node and edge carries its
frozen value as `value`. Knows networkx and how keys are made (`ent:`, `ev:`, `clm:`, `doc:`, `rel:`, `lit:` and a
name that depends on content alone); never an IRI or a colour.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import networkx as nx
from anyascii import anyascii

from kg import language
from kg.model import (
    Claim,
    DocumentNode,
    Entity,
    EntityNode,
    Event,
    EventNode,
    Evidence,
    Fact,
    Modality,
    Polarity,
    RelationNode,
    Span,
    Statements,
    Status,
)

if TYPE_CHECKING:
    Network = nx.MultiDiGraph[str]
else:
    Network = nx.MultiDiGraph

Node = DocumentNode | RelationNode | EntityNode | EventNode


def digest(*parts: str, length: int = 12) -> str:
    """Hash the parts into lower-case hexadecimal digits; no two lists of parts share their bytes."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:length]


def slug(label: str) -> str:
    """Spell a label in at most forty ASCII letters, digits and hyphens.

    >>> slug("Abdelmadjid Tebboune, président")
    'abdelmadjid-tebboune-president'
    """
    return re.sub(r"[^a-z0-9]+", "-", anyascii(label).lower())[:40].strip("-")


def status(polarity: Polarity, modality: Modality, *, told: bool) -> Status:
    """Derive what a claim commits the narrator to (FactBank's polarity x certainty x source, in one word).

    >>> status("positive", "actual", told=True)
    'Reported'
    """
    if polarity == "negative":
        return "Negated"
    if modality != "actual":
        return "Projected" if modality == "future" else "Hypothetical"
    return "Reported" if told else "Asserted"


def assemble(articles: Iterable[Statements]) -> Network:
    """Build the network of all articles; the same statements give the same network in whatever order they come."""
    nodes: dict[str, Node] = {}
    named: list[EntityNode] = []
    made: list[Claim] = []
    for statements in articles:
        parts = _Article(statements)
        made.extend(parts.claims())
        named.extend(parts.entities.values())
        of_article: list[Node] = [parts.document, *parts.relations(), *parts.event_nodes()]
        nodes |= {node.id: node for node in of_article}
    nodes |= {node.id: node for node in _merge(named)}
    return network(nodes.values(), made)


def network(nodes: Iterable[Node], claims: Iterable[Claim]) -> Network:
    """Lay nodes and claims out as a network, each sorted by id."""
    result = Network()
    by_id = {node.id: node for node in nodes}
    told = {claim.id: claim for claim in claims}
    for key in sorted(by_id):
        result.add_node(key, **_attributes(by_id[key]))
    for key in sorted({claim.object for claim in told.values() if claim.object in told} - {None}):
        result.add_node(str(key), kind="claim", label=str(key), value=told[str(key)])
    for _, claim in sorted(told.items()):
        goal = claim.object
        if goal is None:
            goal = f"lit:{digest(claim.value or '')}"
            result.add_node(goal, kind="literal", label=claim.value, value=claim.value)
        data = {"kind": "claim", "relation": claim.relation, "status": claim.status, "confidence": claim.confidence}
        result.add_edge(claim.subject, goal, key=claim.id, **data, value=claim)
    for key in sorted(by_id):
        node = by_id[key]
        if isinstance(node, EventNode):
            _add_roles(result, node)
    return result


def documents(graph: Network) -> Iterator[DocumentNode]:
    """Yield the articles of the graph by id."""
    return (value for value in _values(graph) if isinstance(value, DocumentNode))


def relations(graph: Network) -> Iterator[RelationNode]:
    """Yield the relations that the graph uses by id."""
    return (value for value in _values(graph) if isinstance(value, RelationNode))


def entities(graph: Network) -> Iterator[EntityNode]:
    """Yield the participants by id."""
    return (value for value in _values(graph) if isinstance(value, EntityNode))


def events(graph: Network) -> Iterator[EventNode]:
    """Yield the asserted events by id."""
    return (value for value in _values(graph) if isinstance(value, EventNode))


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
    """Name a node for a reader."""
    data = graph.nodes[key]
    if isinstance(data["value"], RelationNode):
        return dict(data["value"].labels).get(language_code, str(data["label"]))
    if isinstance(data["value"], Claim):
        claim = data["value"]
        goal = claim.value if claim.object is None else label(graph, claim.object, language_code)
        return f"{label(graph, claim.subject, language_code)} {label(graph, claim.relation, language_code)} {goal}"
    return str(data["label"])


def _values(graph: Network) -> Iterator[object]:
    return (graph.nodes[key]["value"] for key in sorted(graph.nodes))


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


def _add_roles(graph: Network, event: EventNode) -> None:
    for role, participants in (("actor", event.actors), ("target", event.targets), ("place", event.places)):
        for participant in participants:
            graph.add_edge(event.id, participant, key=role, kind="role", role=role)


def _merge(found: Iterable[EntityNode]) -> list[EntityNode]:
    merged: dict[str, EntityNode] = {}
    for node in sorted(found, key=lambda node: (node.id, node.type, node.label)):
        known = merged.get(node.id, node)
        names = tuple(sorted({*known.names, *node.names}))
        merged[node.id] = replace(known, names=names, links=tuple(sorted({*known.links, *node.links})))
    return list(merged.values())


class _Article:
    """The keys and claims of one article."""

    def __init__(self, statements: Statements) -> None:
        article = statements.article
        self.statements = statements
        self.document = DocumentNode(
            id=f"doc:{digest(article.id, article.text)}",
            name=article.id,
            language=article.language,
            sha256=hashlib.sha256(article.text.encode()).hexdigest(),
            length=len(article.text),
            title=article.title,
            date=article.date,
            source=article.source,
        )
        self.entities: Mapping[str, EntityNode] = {entity.id: self._entity(entity) for entity in statements.entities}
        self.events: Mapping[str, Event] = {event.id: event for event in statements.events}
        self.by_event: dict[str, list[Claim]] = {}

    def _entity(self, entity: Entity) -> EntityNode:
        named = " ".join(anyascii(entity.label).casefold().split())
        scope = (named,) if entity.named else (self.document.id, entity.id, named)
        key = "-".join(part for part in (slug(entity.label), digest(*scope, length=8)) if part)
        return EntityNode(f"ent:{key}", entity.label, entity.type, tuple(sorted(set(entity.names))), entity.links)

    def relations(self) -> list[RelationNode]:
        """Give the relations that the claims of this article use."""
        known = {f"rel:{row.id}": RelationNode(f"rel:{row.id}", row.labels) for row in language.fact_relations()}
        for event in self.statements.events:
            known[f"rel:{event.relation}"] = RelationNode(f"rel:{event.relation}", event.labels, event.type)
        used = {key for claim in self.claims() for key in (claim.relation, claim.object)}
        used |= {f"rel:{event.relation}" for event in self.statements.events}
        return [node for key, node in known.items() if key in used]

    def claims(self) -> list[Claim]:
        """Give every claim of the article: those of its events, told ones first, then its facts."""
        if not self.by_event:
            for event in self.statements.events:
                self._claims_of(event)
            self._link_tellers()
        facts = [self._fact_claim(fact) for fact in self.statements.facts]
        return [claim for of_event in self.by_event.values() for claim in of_event] + facts

    def event_nodes(self) -> list[EventNode]:
        """Give a node for each event that the article asserts."""
        return [self._event_node(event) for event in self.statements.events if self._status(event) == "Asserted"]

    def _key(self, event: Event) -> str:
        return f"ev:{digest(self.document.id, event.relation, str(event.triggers[0].start))}"

    def _status(self, event: Event) -> Status:
        return status(event.polarity, event.modality, told=bool(event.sources) or event.within is not None)

    def _event_node(self, event: Event) -> EventNode:
        return EventNode(
            id=self._key(event),
            relation=f"rel:{event.relation}",
            type=event.type,
            actors=self._nodes(event.actors),
            targets=self._nodes(event.targets),
            places=self._nodes(event.places),
            time=event.time.value if event.time else None,
            evidence=self._evidence(event.evidence),
        )

    def _nodes(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted({self.entities[key].id for key in ids}))

    def _evidence(self, spans: Iterable[Span]) -> tuple[Evidence, ...]:
        text = self.statements.article.text
        found = []
        for span in sorted(set(spans)):
            around = [sentence for sentence in self.statements.sentences if sentence.overlaps(span)]
            sentence = Span(min([span.start, *(s.start for s in around)]), max([span.end, *(s.end for s in around)]))
            found.append(Evidence(self.document.id, span, span.of(text), sentence, sentence.of(text)))
        return tuple(found)

    def _claims_of(self, event: Event) -> list[Claim]:
        """Give the claims of an event; those of the events that it tells are made first, for they are its objects."""
        if event.id in self.by_event:
            return self.by_event[event.id]
        self.by_event[event.id] = []
        told = [
            claim for other in self.statements.events if other.within == event.id for claim in self._claims_of(other)
        ]
        relation, actors, targets = f"rel:{event.relation}", self._nodes(event.actors), self._nodes(event.targets)
        objects = [*targets, *(claim.id for claim in told)]
        if actors and objects:
            triples = [(actor, relation, goal) for actor in actors for goal in objects]
        elif actors:
            triples = [(actor, "rel:actor_of", relation) for actor in actors]
        elif targets:
            triples = [(target, "rel:target_of", relation) for target in targets]
        else:
            triples = [(self.document.id, "rel:mentions", relation)]
        self.by_event[event.id] = [self._event_claim(event, *triple) for triple in triples]
        return self.by_event[event.id]

    def _event_claim(self, event: Event, subject: str, relation: str, goal: str) -> Claim:
        state = self._status(event)
        teller = self.events.get(event.within or "")
        promised = event.modality == "future" and teller is not None and teller.relation == "promised"
        return Claim(
            id=f"clm:{digest(self._key(event), subject, relation, goal)}",
            subject=subject,
            relation=relation,
            object=goal,
            value=None,
            status=state,
            polarity=event.polarity,
            modality="promised" if promised else event.modality,
            attributed_to=self.entities[event.sources[-1]].id if event.sources else self.document.id,
            evidence=self._evidence(event.evidence),
            confidence=event.confidence,
            rules=tuple(sorted(set(event.rules))),
            document=self.document.id,
            event=self._key(event) if state == "Asserted" else None,
            time=event.time.value if event.time else None,
            time_text=event.time.span.of(self.statements.article.text) if event.time else None,
            places=self._nodes(event.places),
        )

    def _link_tellers(self) -> None:
        for event in self.statements.events:
            tellers = self.by_event.get(event.within or "", [])
            linked = []
            for claim in self.by_event[event.id]:
                own = [teller.id for teller in tellers if teller.object == claim.id] or [t.id for t in tellers]
                linked.append(replace(claim, within=own[0] if own else None))
            self.by_event[event.id] = linked

    def _fact_claim(self, fact: Fact) -> Claim:
        subject, relation = self.entities[fact.subject].id, f"rel:{fact.relation}"
        goal = self.entities[fact.object].id if fact.object else None
        return Claim(
            id=f"clm:{digest(self.document.id, subject, relation, goal or '', fact.value or '')}",
            subject=subject,
            relation=relation,
            object=goal,
            value=fact.value,
            status="Asserted",
            polarity="positive",
            modality="actual",
            attributed_to=self.document.id,
            evidence=self._evidence(fact.evidence),
            confidence=fact.confidence,
            rules=tuple(sorted(set(fact.rules))),
            document=self.document.id,
            of=self.entities[fact.of].id if fact.of else None,
        )
