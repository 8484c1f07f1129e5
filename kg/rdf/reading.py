"""RDF -> the graph, so that a saved file can be viewed and explained without its articles.

Takes Turtle that `writing` wrote, in whatever order and style another tool has rewritten it; gives the network. Knows
the model of `ontology.ttl`; says what is missing when a file does not follow it. Direct triples, the days that a time
spans and the forms in which names are searched for are not read: claims, times and names imply them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeGuard, TypeVar

import networkx as nx
from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import GraphError
from kg.graph import Network, Node, network
from kg.model import (
    ONE_SIDED,
    Claim,
    DocumentNode,
    EntityNode,
    EntityType,
    EventNode,
    Evidence,
    QuotationNode,
    RelationNode,
    Span,
)
from kg.rdf.descriptions import Description, Value, by_type, describe
from kg.rdf.parsing import base_of, quads
from kg.rdf.times import time_value
from kg.rdf.vocabulary import (
    DC,
    ENTITY_TYPES,
    KG,
    MODALITIES,
    NIF,
    POLARITIES,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SEM,
    SKOS,
    STATUSES,
    checked_base,
    data_key,
    shortened,
)

Name = TypeVar("Name")


def from_turtle(text: str, base: str | None = None) -> Network:
    """Read a graph back; the base IRI is the one that the text names unless another is given.

    Raises:
        GraphError: the text is no Turtle, was cut off, or is no graph of ours.

    """
    found = {quad.triple: None for quad in quads(text)}
    return from_triples(found, base or stated_base(found))


def stated_base(found: Iterable[Triple]) -> str:
    """Give the base IRI that a graph of ours names.

    Raises:
        GraphError: it names none, so it is none of ours.

    """
    base = base_of(found)
    if base is None:
        msg = "this is no graph of kg: it does not say how many triples it has (void:triples); make one by kg build"
        raise GraphError(msg)
    return base


def from_triples(found: Iterable[Triple], base: str) -> Network:
    """Read the network that triples below a base IRI describe.

    Raises:
        GraphError: they are no graph of ours.

    """
    model = _Model(found, checked_base(base))
    nodes, claims = model.nodes(), model.claims()
    _check_references(nodes, claims)
    _check_nesting(claims)
    return network(nodes, claims)


class _Model:
    """The nodes and claims that the triples of one file describe."""

    def __init__(self, found: Iterable[Triple], base: str) -> None:
        self._base = base
        self._described = describe(found)
        self._instances = by_type(self._described.values())
        self._relations: dict[Value, str] = {
            about.subject: f"rel:{about.one(SCHEMA['identifier']).value}" for about in self._all(KG["Relation"])
        }
        self._narrators: dict[Value, str] = {
            about.subject: self._key(about.one(KG["narratorOf"])) for about in self._all(KG["Narrator"])
        }

    def nodes(self) -> list[Node]:
        """Give all nodes but told claims."""
        entities = [self._entity(about, kind) for kind, iri in ENTITY_TYPES.items() for about in self._all(iri)]
        return [
            *map(self._document, self._all(NIF["Context"])),
            *map(self._relation, self._all(KG["Relation"])),
            *entities,
            *map(self._event, self._all(SEM["Event"])),
            *map(self._quotation, self._all(SCHEMA["Quotation"])),
        ]

    def claims(self) -> list[Claim]:
        """Give all claims."""
        return [self._claim(about) for about in self._all(KG["Claim"])]

    def _all(self, kind: NamedNode) -> list[Description]:
        return self._instances.get(kind, [])

    def _key(self, value: Value) -> str:
        """Give the key of a node that the file names."""
        if value in self._relations:
            return self._relations[value]
        if isinstance(value, NamedNode) and value.value.startswith(self._base):
            return data_key(value, self._base)
        msg = f"{shortened(value)} is neither a relation of the file nor a name below {self._base}"
        raise GraphError(msg)

    def _keys(self, about: Description, predicate: NamedNode) -> tuple[str, ...]:
        return tuple(sorted(self._key(value) for value in about.all(predicate)))

    def _key_if_any(self, about: Description, predicate: NamedNode) -> str | None:
        value = about.maybe(predicate)
        return None if value is None else self._key(value)

    def _document(self, about: Description) -> DocumentNode:
        return DocumentNode(
            id=self._key(about.subject),
            name=about.one(SCHEMA["identifier"]).value,
            language=about.one(SCHEMA["inLanguage"]).value,
            sha256=about.one(SCHEMA["sha256"]).value,
            length=about.whole(NIF["endIndex"]),
            title=about.word_if_any(SCHEMA["headline"]),
            date=_time(about, SCHEMA["datePublished"]),
            source=about.word_if_any(DC["source"]),
            reprint_of=self._key_if_any(about, KG["reprintOf"]),
        )

    def _entity(self, about: Description, kind: EntityType) -> EntityNode:
        label = about.one(RDFS["label"]).value
        names = tuple(sorted({label, *about.words(SKOS["altLabel"])}))
        places = all(about.maybe(SCHEMA[name]) is not None for name in ("latitude", "longitude"))
        at = (about.number(SCHEMA["latitude"]), about.number(SCHEMA["longitude"])) if places else None
        links, reasons = about.words(SKOS["exactMatch"]), about.words(SKOS["editorialNote"])
        sure = about.number(KG["linkConfidence"]) if about.maybe(KG["linkConfidence"]) is not None else None
        is_named = about.maybe(SCHEMA["name"]) is not None
        return EntityNode(self._key(about.subject), label, kind, names, links, sure, at, reasons, is_named)

    def _relation(self, about: Description) -> RelationNode:
        labels = [(value.language or "", value.value) for value in about.all(RDFS["label"]) if _is_literal(value)]
        kind = about.word_if_any(KG["eventType"])
        return RelationNode(
            self._relations[about.subject], tuple(sorted(labels)), kind and kind.removeprefix(KG.namespace)
        )

    def _event(self, about: Description) -> EventNode:
        return EventNode(
            id=self._key(about.subject),
            relation=self._key(about.one(KG["relation"])),
            type=about.one(SEM["eventType"]).value.removeprefix(KG.namespace),
            actors=self._keys(about, KG["actor"]),
            targets=self._keys(about, KG["target"]),
            places=self._keys(about, SEM["hasPlace"]),
            time=_time(about, SEM["hasTimeStamp"]),
            evidence=self._evidence(about),
            reasons=about.words(SKOS["editorialNote"]),
        )

    def _claim(self, about: Description) -> Claim:
        goal = about.one(RDF["object"])
        narrator = about.one(PROV["wasAttributedTo"])
        return Claim(
            id=self._key(about.subject),
            subject=self._key(about.one(RDF["subject"])),
            relation=self._key(about.one(RDF["predicate"])),
            object=None if _is_literal(goal) else self._key(goal),
            value=goal.value if _is_literal(goal) else None,
            status=_choice(about, KG["status"], STATUSES),
            polarity=_choice(about, KG["polarity"], POLARITIES),
            modality=_choice(about, KG["modality"], MODALITIES),
            attributed_to=self._narrators.get(narrator) or self._key(narrator),
            evidence=self._evidence(about),
            confidence=about.number(KG["confidence"]),
            rules=about.words(KG["rule"]),
            document=self._key(about.one(PROV["wasDerivedFrom"])),
            within=self._key_if_any(about, KG["within"]),
            event=self._key_if_any(about, KG["event"]),
            of=self._key_if_any(about, KG["of"]),
            time=_time(about, KG["time"]),
            time_text=about.word_if_any(KG["timeText"]),
            places=self._keys(about, KG["place"]),
        )

    def _evidence(self, about: Description) -> tuple[Evidence, ...]:
        found = [self._piece(self._mention(value)) for value in about.all(KG["evidence"])]
        return tuple(sorted(found, key=lambda piece: (piece.document, piece.span)))

    def _quotation(self, about: Description) -> QuotationNode:
        return QuotationNode(
            id=self._key(about.subject),
            document=self._key(about.one(NIF["referenceContext"])),
            span=_span(about),
            text=about.one(NIF["anchorOf"]).value,
            speaker=self._key(about.one(SCHEMA["spokenByCharacter"])),
        )

    def _piece(self, mention: Description) -> Evidence:
        sentence = self._mention(mention.one(NIF["sentence"]))
        return Evidence(
            document=self._key(mention.one(NIF["referenceContext"])),
            span=_span(mention),
            text=mention.one(NIF["anchorOf"]).value,
            sentence=_span(sentence),
            sentence_text=sentence.one(NIF["anchorOf"]).value,
        )

    def _mention(self, value: Value) -> Description:
        if isinstance(value, NamedNode) and value in self._described:
            return self._described[value]
        msg = f"the words {shortened(value)} are evidence, but the file does not hold them"
        raise GraphError(msg)


def _is_literal(value: Value) -> TypeGuard[Literal]:
    return isinstance(value, Literal)


def _time(about: Description, predicate: NamedNode) -> str | None:
    value = about.maybe(predicate)
    return time_value(value) if isinstance(value, Literal) else None


def _span(mention: Description) -> Span:
    begin, end = mention.whole(NIF["beginIndex"]), mention.whole(NIF["endIndex"])
    if begin > end:
        msg = f"the words {shortened(mention.subject)} end before they begin"
        raise GraphError(msg)
    return Span(begin, end)


def _choice(about: Description, predicate: NamedNode, choices: Mapping[Name, NamedNode]) -> Name:
    value = about.one(predicate)
    for name, iri in choices.items():
        if iri == value:
            return name
    msg = f"{shortened(predicate)} of {shortened(about.subject)} is {shortened(value)}; there is no such one"
    raise GraphError(msg)


def _check_references(nodes: list[Node], claims: list[Claim]) -> None:
    """See that everything that is spoken of is described too, and is no claim where none can stand."""
    described = {node.id for node in nodes}
    known = described | {claim.id for claim in claims}
    for holder in (*nodes, *claims):
        for key in _references(holder):
            if key not in known:
                msg = f"{holder.id} refers to {key}, which the file does not describe; it is incomplete"
                raise GraphError(msg)
    relations = {node.id for node in nodes if isinstance(node, RelationNode)}
    for claim in claims:
        if claim.relation not in ONE_SIDED and (wrong := {claim.subject, claim.object} & relations):
            msg = f"{claim.id} is about the relation {min(filter(None, wrong))} as if it were none; it is broken"
            raise GraphError(msg)
        others = (claim.relation, claim.attributed_to, claim.document, claim.of, claim.event, *claim.places)
        if wrong := {*others} - {None} - described:
            msg = f"{claim.id} speaks of the claim {min(filter(None, wrong))} as if it were none; it is broken"
            raise GraphError(msg)


def _check_nesting(claims: list[Claim]) -> None:
    """See that no claim is about itself by way of others: who follows one inwards must come to an end."""
    inner = nx.DiGraph([(claim.id, part) for claim in claims for part in (claim.subject, claim.object) if part])
    if not nx.is_directed_acyclic_graph(inner):
        msg = "claims of this graph are about each other in a circle; it is broken"
        raise GraphError(msg)


def _references(holder: Node | Claim) -> tuple[str, ...]:
    match holder:
        case DocumentNode(reprint_of=str(original)):
            return (original,)
        case EventNode():
            return (holder.relation, *holder.actors, *holder.targets, *holder.places)
        case QuotationNode():
            return (holder.document, holder.speaker)
        case Claim():
            others = (holder.object, holder.within, holder.event, holder.of)
            return (
                holder.subject,
                holder.relation,
                holder.attributed_to,
                holder.document,
                *holder.places,
                *(key for key in others if key is not None),
            )
        case _:
            return ()
