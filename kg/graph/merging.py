"""Graphs of single articles -> the graph of all: who is who, which events are one, which articles are reprints.

Takes networks of one article each, under keys that depend on that article alone; gives one network. Knows which keys
stand for others and how values of one key are joined; never the text. The same articles give the same network in
whatever order they come, so that to withdraw an article is to merge the others.

What articles have in common is decided on summaries, a small part of their networks: whoever keeps them need not read
the rest of an article again when another comes or goes.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TypeVar

from kg.graph.decisions import Decisions
from kg.graph.identity import UNDECIDED, Appearance, Identities, identify
from kg.graph.multigraph import Network, Node, claims, documents, entities, events, network, quotations, relations
from kg.graph.reprints import Wording, originals, shingles
from kg.graph.retellings import Retellings, retellings
from kg.model import Claim, DocumentNode, EntityNode, EventNode, Evidence, QuotationNode, RelationNode

Identified = TypeVar("Identified", bound=Node | Claim)
POSITION = "rel:position"


@dataclass(frozen=True, slots=True)
class Summary:
    """What the merging of articles looks at in one of them.

    `roles` are the words of the positions that it gives to somebody, by the key of the node; `shingles` are the
    fingerprints of the sentences that are its evidence. All keys are the article's own.
    """

    document: DocumentNode
    entities: tuple[EntityNode, ...]
    roles: Mapping[str, frozenset[str]]
    events: tuple[EventNode, ...]
    relations: tuple[RelationNode, ...]
    shingles: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What one article says by itself, under the keys of the graph of all."""

    document: DocumentNode
    claims: tuple[Claim, ...]
    quotations: tuple[QuotationNode, ...]


def merge(parts: Sequence[Network], decisions: Decisions = UNDECIDED) -> Network:
    """Build the network of all articles from those of each; `decisions` are the user's on who is who."""
    return Common(map(summarise, parts), decisions).network(parts)


def summarise(part: Network) -> Summary:
    """Take from the network of an article what merging looks at."""
    (document,) = documents(part)
    roles: dict[str, set[str]] = {}
    sentences: set[str] = set()
    for claim in claims(part):
        sentences.update(piece.sentence_text for piece in claim.evidence)
        if claim.relation == POSITION and claim.value:
            roles.setdefault(claim.subject, set()).add(claim.value.casefold())
    return Summary(
        document,
        tuple(entities(part)),
        {key: frozenset(words) for key, words in sorted(roles.items())},
        tuple(events(part)),
        tuple(relations(part)),
        shingles(sentences),
    )


def bare(summary: Summary) -> Summary:
    """Leave out the words and sentences of evidence, at which merging does not look; places stay."""
    events = tuple(
        replace(
            event, evidence=tuple(Evidence(piece.document, piece.span, "", piece.span, "") for piece in event.evidence)
        )
        for event in summary.events
    )
    return replace(summary, events=events)


class Common:
    """What articles have in common: nodes by key, under which keys the nodes of each article go, and reprints.

    `originals` has the original of each article that is a reprint, by key.
    """

    def __init__(self, summaries: Iterable[Summary], decisions: Decisions = UNDECIDED) -> None:
        """Decide who is who, which events are one, and which articles are reprints."""
        with _collector_paused():
            articles = list(summaries)
            identities = identify([one for summary in articles for one in _appearances(summary)], decisions)
            self._entity_keys: dict[str, _Keys] = {}
            self._event_keys: dict[str, list[str]] = {}
            self.relations: dict[str, RelationNode] = {}
            told: dict[str, EventNode] = {}
            participants: dict[str, list[EntityNode]] = {}
            for summary in articles:
                keys = self._identified(summary, identities, participants)
                _keep(told, (_event(event, keys) for event in summary.events))
                _keep(self.relations, summary.relations)
            self.entities = {key: join(alike) for key, alike in participants.items()}
            named = {key: node for key, node in self.entities.items() if node.is_named or node.links}
            self._same = retellings(told.values(), named)
            self.events = {event.id: event for event in self._same.events(told.values())}
            self.originals = originals(
                Wording(summary.document.id, summary.document.date, summary.shingles) for summary in articles
            )

    def keys(self, document: str) -> Mapping[str, str]:
        """Give the keys under which nodes of an article go, for those that go under another than their own."""
        renamed = {key: self._same.keys[key] for key in self._event_keys[document] if key in self._same.keys}
        return {**self._entity_keys[document].keys, **renamed}

    def said(self, part: Network) -> Said:
        """Give what an article says."""
        (document,) = documents(part)
        return said_under(self.keys(document.id), part, self.originals.get(document.id))

    def network(self, parts: Iterable[Network]) -> Network:
        """Build the network of all articles from those of each."""
        nodes: dict[str, Node] = {**self.entities, **self.events, **self.relations}
        made: dict[str, Claim] = {}
        for said in map(self.said, parts):
            of_article: list[Node] = [said.document, *said.quotations]
            _keep(nodes, of_article)
            _keep(made, said.claims)
        return network(nodes.values(), made.values())

    def _identified(self, summary: Summary, identities: Identities, participants: dict[str, list[EntityNode]]) -> _Keys:
        """Put the entities of an article with those that they are one with."""
        document = summary.document.id
        found = {node.id: identities.applied(node, document) for node in summary.entities}
        for node in found.values():
            participants.setdefault(node.id, []).append(node)
        self._event_keys[document] = [event.id for event in summary.events]
        self._entity_keys[document] = _Keys({own: node.id for own, node in found.items() if own != node.id})
        return self._entity_keys[document]


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Spare the garbage collector what merging makes: no cycles, but much to look through, ever again as it grows."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def said_under(keys: Mapping[str, str], part: Network, reprint_of: str | None = None) -> Said:
    """Give what an article says when its nodes go under other keys, and which article it repeats."""
    (document,) = documents(part)
    known, same = _Keys(keys), Retellings(keys)
    quoted = (replace(node, speaker=known.one(node.speaker)) for node in quotations(part))
    told = (same.claim(_claim(claim, known)) for claim in claims(part))
    return Said(replace(document, reprint_of=reprint_of), tuple(told), tuple(quoted))


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


def _appearances(summary: Summary) -> Iterator[Appearance]:
    """Yield what identity across articles looks at."""
    document = summary.document
    for node in summary.entities:
        yield Appearance(document.id, document.name, node, node.is_named, summary.roles.get(node.id, frozenset()))


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


def _event(event: EventNode, keys: _Keys) -> EventNode:
    return replace(event, actors=keys.all(event.actors), targets=keys.all(event.targets), places=keys.all(event.places))


def _claim(claim: Claim, keys: _Keys) -> Claim:
    return replace(
        claim,
        subject=keys.one(claim.subject),
        object=keys.maybe(claim.object),
        attributed_to=keys.one(claim.attributed_to),
        of=keys.maybe(claim.of),
        places=keys.all(claim.places),
    )


def _keep(known: dict[str, Identified], found: Iterable[Identified]) -> None:
    """Keep one value of each key, the same whatever comes first.

    An open relation may be worded in two ways, and an article may be given twice, with two dates.
    """
    for value in found:
        other = known.get(value.id, value)
        known[value.id] = value if value == other else min(value, other, key=repr)
