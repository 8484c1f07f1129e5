"""Graphs of single articles -> the graph of all: who is who, which events are one, and what each is called.

Takes networks of one article each, under keys that depend on that article alone; gives one network. Knows which keys
stand for others and how values of one key are joined; never the text. The same articles give the same network in
whatever order they come, so that to withdraw an article is to merge the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from kg.graph.decisions import Decisions
from kg.graph.identity import UNDECIDED, Appearance, Identities, identify
from kg.graph.multigraph import Network, Node, claims, documents, entities, events, network, quotations, relations
from kg.graph.retellings import retellings
from kg.model import Claim, EntityNode, EventNode, QuotationNode

Value = TypeVar("Value")
Identified = TypeVar("Identified", bound=Node | Claim)
POSITION = "rel:position"


def merge(parts: Sequence[Network], decisions: Decisions = UNDECIDED) -> Network:
    """Build the network of all articles from those of each; `decisions` are the user's on who is who."""
    appearing = [one for part in parts for one in _appearances(part)]
    identities = identify(appearing, decisions)
    nodes: dict[str, Node] = {}
    participants: dict[str, list[EntityNode]] = {}
    made: dict[str, Claim] = {}
    told: dict[str, EventNode] = {}
    for part in parts:
        article = _Renamed(part, identities)
        for node in article.entities.values():
            participants.setdefault(node.id, []).append(node)
        _keep(made, article.claims())
        _keep(told, article.events())
        of_article: list[Node] = [article.document, *relations(part), *article.quotations()]
        _keep(nodes, of_article)
    joined = {key: join(alike) for key, alike in participants.items()}
    same = retellings(told.values(), {key: node for key, node in joined.items() if node.is_named or node.links})
    nodes |= joined
    nodes |= {event.id: event for event in same.events(told.values())}
    return network(nodes.values(), map(same.claim, made.values()))


def join(nodes: Sequence[EntityNode]) -> EntityNode:
    """Make one node of all that share a key, under the label and type that most of them have."""
    count = Counter((node.label, node.type) for node in nodes)
    label, kind = min(count, key=lambda form: (_is_adjective(form[0], nodes), -count[form], form[0].isupper(), form))
    return EntityNode(
        id=nodes[0].id,
        label=label,
        type=kind,
        names=tuple(sorted({name for node in nodes for name in node.names})),
        links=tuple(sorted({link for node in nodes for link in node.links})),
        link_confidence=max((node.link_confidence for node in nodes if node.link_confidence is not None), default=None),
        coordinates=min((node.coordinates for node in nodes if node.coordinates), default=None),
        reasons=nodes[0].reasons,
        is_named=any(node.is_named for node in nodes),
    )


def _is_adjective(label: str, nodes: Iterable[EntityNode]) -> bool:
    """Tell whether a label is the adjective of a country, which names it only where no article does."""
    return label[:1].islower() and any(node.links for node in nodes)


def _appearances(part: Network) -> Iterator[Appearance]:
    """Yield what identity across articles looks at."""
    roles: dict[str, set[str]] = {}
    for claim in claims(part):
        if claim.relation == POSITION and claim.value:
            roles.setdefault(claim.subject, set()).add(claim.value.casefold())
    for document in documents(part):
        for node in entities(part):
            known = frozenset(roles.get(node.id, ()))
            yield Appearance(document.id, document.name, node, node.is_named, known)


@dataclass(frozen=True, slots=True)
class _Keys:
    """The keys under which the entities of an article go in the graph of all."""

    keys: Mapping[str, str]

    def one(self, key: str) -> str:
        return self.keys.get(key, key)

    def maybe(self, key: str | None) -> str | None:
        return None if key is None else self.one(key)

    def all(self, keys: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted({self.one(key) for key in keys}))


class _Renamed:
    """The nodes and claims of one article under the keys of the graph of all."""

    def __init__(self, part: Network, identities: Identities) -> None:
        self._part = part
        (self.document,) = documents(part)
        self.entities = {node.id: identities.applied(node, self.document.id) for node in entities(part)}
        self._keys = _Keys({key: node.id for key, node in self.entities.items() if key != node.id})

    def claims(self) -> Iterator[Claim]:
        return (self._claim(claim) for claim in claims(self._part))

    def events(self) -> Iterator[EventNode]:
        keys = self._keys
        for event in events(self._part):
            actors, targets, places = keys.all(event.actors), keys.all(event.targets), keys.all(event.places)
            yield replace(event, actors=actors, targets=targets, places=places)

    def quotations(self) -> Iterator[QuotationNode]:
        return (replace(node, speaker=self._keys.one(node.speaker)) for node in quotations(self._part))

    def _claim(self, claim: Claim) -> Claim:
        keys = self._keys
        return replace(
            claim,
            subject=keys.one(claim.subject),
            object=keys.maybe(claim.object),
            attributed_to=keys.one(claim.attributed_to),
            of=keys.maybe(claim.of),
            places=keys.all(claim.places),
        )


def _keep(known: dict[str, Identified], found: Iterable[Identified]) -> None:
    for value in found:
        known[value.id] = _first(known.get(value.id, value), value)


def _first(known: Value, other: Value) -> Value:
    """Choose between two values of one key (an open relation worded in two ways, an article given with two dates)."""
    return known if known == other else min(known, other, key=repr)
