"""Statements of one article -> its network, and its text with what was read in it.

Takes one `Statements`; gives the nodes (document, relations, entities, events, quotations) and the claims that the
article makes, under keys that depend on it alone. Knows what a statement commits the narrator to, and how a statement
with fewer than two participants is still a claim; never another article.

A claim is one (subject, relation, object) of an event or a fact. An event without a target has what it tells as its
object, else its actors are `actor_of` the relation; one without an actor leaves its targets `target_of` it; one with
neither is mentioned by the document. A participant that is itself an event stands for its event node when the article
asserts it, for its claims when not.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from anyascii import anyascii

from kg import language
from kg.graph.keys import digest, place_key, slug
from kg.graph.merging import join
from kg.graph.multigraph import Network, Node, network
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
    QuotationNode,
    Reading,
    RelationNode,
    Span,
    Statements,
    Status,
)


def status(polarity: Polarity, modality: Modality, *, told: bool) -> Status:
    """Derive what a claim commits the narrator to (FactBank's polarity x certainty x source, in one word).

    Source: Saurí and Pustejovsky 2009, https://doi.org/10.1007/s10579-009-9089-9.

    >>> status("positive", "actual", told=True)
    'Reported'
    """
    if polarity == "negative":
        return "Negated"
    if modality != "actual":
        return "Projected" if modality == "future" else "Hypothetical"
    return "Reported" if told else "Asserted"


def of_article(statements: Statements) -> Network:
    """Give the network of one article."""
    article = _Article(statements)
    alike: dict[str, list[EntityNode]] = {}
    for node in article.entities.values():
        alike.setdefault(node.id, []).append(node)
    participants = [join(nodes) for nodes in alike.values()]
    nodes: list[Node] = [article.document, *article.relations(), *participants]
    return network([*nodes, *article.events(), *article.quotations()], article.claims)


def reading_of(statements: Statements) -> Reading:
    """Give the text of one article with what was read in it, under the keys of its network."""
    article = _Article(statements)
    return Reading(
        document=article.document.id,
        text=statements.article.text,
        mentions=article.mentions(),
        triggers={claim.id: event.triggers for event, claim in article.told()},
        times={claim.id: event.time.span for event, claim in article.told() if event.time},
    )


class _Article:
    """The nodes and claims of one article; `entities` by their ids in the statements."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements
        self.document = _document(statements)
        self.entities: Mapping[str, EntityNode] = {
            entity.id: _entity_node(entity, self.document.id) for entity in statements.entities
        }
        self._events: Mapping[str, Event] = {event.id: event for event in statements.events}
        self._tellers = _tellers(self._events)
        self._keys = self._event_keys()
        self._by_event: dict[str, list[Claim]] = {}
        for event in statements.events:
            self._claims_of(event)
        self._link_tellers()
        of_events = [claim for claims in self._by_event.values() for claim in claims]
        self.claims: tuple[Claim, ...] = (*of_events, *_joined(map(self._fact_claim, statements.facts)))

    def relations(self) -> list[RelationNode]:
        """Give the relations that the claims of this article use."""
        known = {f"rel:{row.id}": RelationNode(f"rel:{row.id}", row.labels) for row in language.fact_relations()}
        used = {key for claim in self.claims for key in (claim.relation, claim.object)}
        for event in self._statements.events:
            node = RelationNode(f"rel:{event.relation}", tuple(sorted(event.labels)), event.type)
            known[node.id] = node
            used.add(node.id)
        return [node for key, node in known.items() if key in used]

    def events(self) -> list[EventNode]:
        """Give a node for each event that the article asserts."""
        return [self._event_node(event) for event in self._statements.events if self._status(event) == "Asserted"]

    def quotations(self) -> list[QuotationNode]:
        """Give a node for each place at which somebody is quoted."""
        text = self._statements.article.text
        return [
            QuotationNode(place_key(self.document.id, q.span), self.document.id, q.span, q.span.of(text), speaker.id)
            for q in self._statements.quotations
            if (speaker := self.entities.get(q.speaker)) is not None
        ]

    def mentions(self) -> tuple[tuple[Span, str], ...]:
        """Give the places at which entities are mentioned, each with the key of the entity's node."""
        keys = {entity: node.id for entity, node in self.entities.items()}
        found = {(span, keys[entity.id]) for entity in self._statements.entities for span in entity.mentions}
        return tuple(sorted(found))

    def told(self) -> list[tuple[Event, Claim]]:
        """Give each event with each claim about it."""
        return [(event, claim) for event in self._statements.events for claim in self._by_event[event.id]]

    def _event_keys(self) -> dict[str, str]:
        """Name each event by its relation and first trigger; a second event at the same word gets a number."""
        keys: dict[str, str] = {}
        seen: Counter[tuple[str, str]] = Counter()
        for event in self._statements.events:
            place = (event.relation, str(event.triggers[0].start))
            number = (str(seen[place]),) if seen[place] else ()
            keys[event.id] = f"ev:{digest(self.document.id, *place, *number)}"
            seen[place] += 1
        return keys

    def _status(self, event: Event) -> Status:
        return status(event.polarity, event.modality, told=bool(event.sources) or event.id in self._tellers)

    def _event_node(self, event: Event) -> EventNode:
        return EventNode(
            id=self._keys[event.id],
            relation=f"rel:{event.relation}",
            type=event.type,
            actors=self._nodes(event.actors),
            targets=self._nodes(event.targets),
            places=self._nodes(event.places),
            time=event.time.value if event.time else None,
            evidence=self._evidence(event.evidence),
        )

    def _nodes(self, participants: tuple[str, ...]) -> tuple[str, ...]:
        found: set[str] = set()
        for key in participants:
            if key in self.entities:
                found.add(self.entities[key].id)
            elif self._status(self._events[key]) == "Asserted":
                found.add(self._keys[key])
            else:
                found |= {claim.id for claim in self._claims_of(self._events[key])}
        return tuple(sorted(found))

    def _evidence(self, spans: Iterable[Span]) -> tuple[Evidence, ...]:
        text = self._statements.article.text
        found = []
        for span in sorted(set(spans)):
            around = [sentence for sentence in self._statements.sentences if sentence.overlaps(span)]
            sentence = Span(min([span.start, *(s.start for s in around)]), max([span.end, *(s.end for s in around)]))
            found.append(Evidence(self.document.id, span, span.of(text), sentence, sentence.of(text)))
        return tuple(found)

    def _claims_of(self, event: Event) -> list[Claim]:
        """Give the claims of an event; those of the events that it tells are made first, for they are its objects."""
        if event.id not in self._by_event:
            self._by_event[event.id] = []  # an event that tells itself finds nothing here and the circle ends
            self._by_event[event.id] = [self._event_claim(event, *triple) for triple in self._triples(event)]
        return self._by_event[event.id]

    def _triples(self, event: Event) -> list[tuple[str, str, str]]:
        tells = [self._events[key] for key, teller in self._tellers.items() if teller is event]
        told = [claim.id for other in tells for claim in self._claims_of(other)]
        relation, actors, targets = f"rel:{event.relation}", self._nodes(event.actors), self._nodes(event.targets)
        objects = sorted({*targets, *told})
        if actors and objects:
            return [(actor, relation, goal) for actor in actors for goal in objects]
        if actors:
            return [(actor, "rel:actor_of", relation) for actor in actors]
        if targets:
            return [(target, "rel:target_of", relation) for target in targets]
        return [(self.document.id, "rel:mentions", relation)]

    def _event_claim(self, event: Event, subject: str, relation: str, goal: str) -> Claim:
        state = self._status(event)
        teller = self._tellers.get(event.id)
        promised = event.modality == "future" and teller is not None and teller.relation == "promised"
        return Claim(
            id=f"clm:{digest(self._keys[event.id], subject, relation, goal)}",
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
            event=self._keys[event.id] if state == "Asserted" else None,
            time=event.time.value if event.time else None,
            time_text=event.time.span.of(self._statements.article.text) if event.time else None,
            places=self._nodes(event.places),
        )

    def _link_tellers(self) -> None:
        """Point each told claim at the claim whose object it is, else at the first of its teller's."""
        for key, teller in self._tellers.items():
            telling = self._by_event[teller.id]
            by_object = {claim.object: claim.id for claim in reversed(telling)}
            self._by_event[key] = [
                replace(claim, within=by_object.get(claim.id, telling[0].id)) for claim in self._by_event[key]
            ]

    def _fact_claim(self, fact: Fact) -> Claim:
        subject, relation = self.entities[fact.subject].id, f"rel:{fact.relation}"
        goal = self.entities[fact.object].id if fact.object else None
        whole = self.entities[fact.of].id if fact.of else None
        return Claim(
            id=f"clm:{digest(self.document.id, subject, relation, goal or '', fact.value or '', whole or '')}",
            subject=subject,
            relation=relation,
            object=goal,
            value=None if goal else fact.value or "",
            status="Asserted",
            polarity="positive",
            modality="actual",
            attributed_to=self.document.id,
            evidence=self._evidence(fact.evidence),
            confidence=fact.confidence,
            rules=tuple(sorted(set(fact.rules))),
            document=self.document.id,
            of=whole,
        )


def _entity_node(entity: Entity, document: str) -> EntityNode:
    """Make the node of an entity: a named one has the same key in all articles, a linked one that of its link."""
    named = " ".join(anyascii(entity.label).casefold().split())
    if entity.linked_name:
        scope: tuple[str, ...] = ("link", *entity.links)
    else:
        scope = (named,) if entity.named else (document, entity.id, named)
    key = "-".join(part for part in (slug(entity.linked_name or entity.label), digest(*scope, length=8)) if part)
    names = tuple(sorted({entity.label, *entity.names}))
    links = tuple(sorted(set(entity.links)))
    sure = entity.link_confidence
    return EntityNode(
        f"ent:{key}", entity.label, entity.type, names, links, sure, entity.coordinates, is_named=entity.named
    )


def _tellers(events: Mapping[str, Event]) -> dict[str, Event]:
    """Give for each told event the event that tells it; events that tell each other in a circle have no teller."""
    found: dict[str, Event] = {}
    for event in events.values():
        above: list[Event] = []
        teller = events.get(event.within or "")
        while teller and teller not in above:
            above.append(teller)
            teller = events.get(teller.within or "")
        if above and event not in above:
            found[event.id] = above[0]
    return found


def _document(statements: Statements) -> DocumentNode:
    article = statements.article
    return DocumentNode(
        id=f"doc:{digest(article.id, article.text)}",
        name=article.id,
        language=article.language,
        # half a surrogate pair, which JSON can smuggle in, has no UTF-8; the hash must not fail on it
        sha256=hashlib.sha256(article.text.encode(errors="surrogatepass")).hexdigest(),
        length=len(article.text),
        title=article.title,
        date=article.date,
        source=article.source,
    )


def _joined(claims: Iterable[Claim]) -> list[Claim]:
    """Make one claim of equal facts that the article states several times, with the evidence of all."""
    found: dict[str, Claim] = {}
    for claim in claims:
        known = found.setdefault(claim.id, claim)
        evidence = {piece.span: piece for piece in (*known.evidence, *claim.evidence)}
        found[claim.id] = replace(
            known,
            evidence=tuple(evidence[span] for span in sorted(evidence)),
            confidence=max(known.confidence, claim.confidence),
            rules=tuple(sorted({*known.rules, *claim.rules})),
        )
    return list(found.values())
