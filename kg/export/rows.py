"""Nodes and claims -> rows of plain values, the same in every format that has columns.

Takes the network; gives one row for each article, entity, event, claim and quotation, in a fixed order. Knows names for
what the keys of a claim mean, and which days a time spans; never how a format writes a value. Texts are of one line.

A column that ends in `_id` or `_ids` holds keys of other rows; labels for readers stand in the column without it.
`first_day` and `last_day` are the days that `time` (TimeML) can mean, None where it names none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date

from kg.export.characters import line
from kg.export.phrasing import Phrasing
from kg.export.statements import is_fact
from kg.graph import Network, bounds, claims, documents, entities, events, quotations
from kg.graph.pairing import ends
from kg.model import Claim, EntityNode, EventNode, Evidence, QuotationNode, RelationNode

Value = str | int | float | date | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Row:
    """What one thing is known by; `id` is its key in the graph."""

    id: str

    def values(self) -> dict[str, Value]:
        """Give the values by column."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(frozen=True, slots=True)
class ArticleRow(Row):
    """An article; `name` is its id where it came from, `label` its title or else that name.

    `reprint_of` is the article whose words it repeats for the most part.
    """

    label: str
    name: str
    title: str | None
    date: str | None
    language: str
    source: str | None
    sha256: str
    reprint_of: str | None
    reprint_of_id: str | None


@dataclass(frozen=True, slots=True)
class EntityRow(Row):
    """A person, place or thing; `facts` are those that are words (`position: général`), `articles` tell of it."""

    label: str
    type: str
    names: tuple[str, ...]
    facts: tuple[str, ...]
    articles: tuple[str, ...]
    links: tuple[str, ...]
    link_confidence: float | None
    latitude: float | None
    longitude: float | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EventRow(Row):
    """An event that the articles state; `confidence` is that of the surest claim about it."""

    label_fr: str
    label_en: str
    relation: str
    relation_fr: str
    relation_en: str
    event_type: str
    status: str
    actors: tuple[str, ...]
    actor_ids: tuple[str, ...]
    targets: tuple[str, ...]
    target_ids: tuple[str, ...]
    places: tuple[str, ...]
    place_ids: tuple[str, ...]
    time: str | None
    first_day: date | None
    last_day: date | None
    confidence: float | None
    articles: tuple[str, ...]
    sentences: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimRow(Row):
    """A claim about an event, or a lasting fact; `attributed_to` is whom the article makes responsible, or itself."""

    label_fr: str
    label_en: str
    subject: str | None
    subject_id: str | None
    relation: str
    relation_fr: str
    relation_en: str
    event_type: str | None
    object: str | None
    object_id: str | None
    value: str | None
    of: str | None
    of_id: str | None
    status: str
    polarity: str
    modality: str
    attributed_to: str
    attributed_to_id: str
    time: str | None
    time_text: str | None
    first_day: date | None
    last_day: date | None
    places: tuple[str, ...]
    place_ids: tuple[str, ...]
    confidence: float
    words: tuple[str, ...]
    sentences: tuple[str, ...]
    article: str
    article_id: str
    article_date: str | None
    event_id: str | None
    within_id: str | None
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuotationRow(Row):
    """Words that somebody says or writes; `start` and `end` count code points of the article's text."""

    text: str
    speaker: str
    speaker_id: str
    article: str
    article_id: str
    start: int
    end: int


class Rows:
    """The rows of one graph."""

    def __init__(self, graph: Network) -> None:
        self._graph = graph
        self._fr, self._en = Phrasing(graph, "fr"), Phrasing(graph, "en")
        self._dates = {node.id: _known(node.date) for node in documents(graph)}
        self._claims_of: dict[str, list[Claim]] = defaultdict(list)
        for claim in claims(graph):
            for key in {claim.event, claim.subject, claim.object, claim.of, claim.attributed_to, *claim.places}:
                if key is not None:
                    self._claims_of[key].append(claim)

    def articles(self) -> Iterator[ArticleRow]:
        """Yield a row for each article."""
        for node in documents(self._graph):
            yield ArticleRow(
                id=node.id,
                label=self._label(node.id),
                name=line(node.name),
                title=_known(node.title),
                date=_known(node.date),
                language=line(node.language),
                source=_known(node.source),
                sha256=node.sha256,
                reprint_of=self._label_if_any(node.reprint_of),
                reprint_of_id=node.reprint_of,
            )

    def entities(self) -> Iterator[EntityRow]:
        """Yield a row for each participant."""
        return map(self._entity, entities(self._graph))

    def events(self) -> Iterator[EventRow]:
        """Yield a row for each event that the articles state."""
        return map(self._event, events(self._graph))

    def claims(self) -> Iterator[ClaimRow]:
        """Yield a row for each statement about an event, whatever its status."""
        return (self._claim(claim) for claim in claims(self._graph) if not is_fact(self._graph, claim))

    def facts(self) -> Iterator[ClaimRow]:
        """Yield a row for each lasting fact."""
        return (self._claim(claim) for claim in claims(self._graph) if is_fact(self._graph, claim))

    def quotations(self) -> Iterator[QuotationRow]:
        """Yield a row for each quotation."""
        return map(self._quotation, quotations(self._graph))

    def _entity(self, node: EntityNode) -> EntityRow:
        found = self._claims_of[node.id]
        latitude, longitude = node.coordinates or (None, None)
        return EntityRow(
            id=node.id,
            label=self._label(node.id),
            type=node.type,
            names=_distinct(node.names),
            facts=_distinct(self._fact(claim) for claim in found if claim.subject == node.id and claim.value),
            articles=self._labels({claim.document for claim in found}),
            links=_distinct(node.links),
            link_confidence=node.link_confidence,
            latitude=latitude,
            longitude=longitude,
            reasons=_distinct(node.reasons),
        )

    def _fact(self, claim: Claim) -> str:
        where = f" ({self._label(claim.of)})" if claim.of else ""
        return f"{claim.relation.removeprefix('rel:')}: {claim.value}{where}"

    def _event(self, node: EventNode) -> EventRow:
        told = [claim for claim in self._claims_of[node.id] if claim.event == node.id]
        first_day, last_day = _days(node.time)
        return EventRow(
            id=node.id,
            label_fr=self._fr.node(node.id),
            label_en=self._en.node(node.id),
            relation=line(node.relation.removeprefix("rel:")),
            relation_fr=self._fr.relation_label(node.relation),
            relation_en=self._en.relation_label(node.relation),
            event_type=line(node.type),
            status="Asserted",
            actors=self._labels(node.actors),
            actor_ids=node.actors,
            targets=self._labels(node.targets),
            target_ids=node.targets,
            places=self._labels(node.places),
            place_ids=node.places,
            time=_known(node.time),
            first_day=first_day,
            last_day=last_day,
            confidence=max((claim.confidence for claim in told), default=None),
            articles=self._labels({piece.document for piece in node.evidence}),
            sentences=_sentences(node.evidence),
            reasons=_distinct(node.reasons),
        )

    def _claim(self, claim: Claim) -> ClaimRow:
        end = ends(claim)
        first_day, last_day = _days(claim.time)
        return ClaimRow(
            id=claim.id,
            label_fr=self._fr.statement([claim]),
            label_en=self._en.statement([claim]),
            subject=self._label_if_any(end.subject),
            subject_id=end.subject,
            relation=line(end.relation.removeprefix("rel:")),
            relation_fr=self._fr.relation(claim),
            relation_en=self._en.relation(claim),
            event_type=self._event_type(end.relation),
            object=self._label_if_any(end.object),
            object_id=end.object,
            value=_known(claim.value),
            of=self._label_if_any(claim.of),
            of_id=claim.of,
            status=claim.status,
            polarity=claim.polarity,
            modality=claim.modality,
            attributed_to=self._label(claim.attributed_to),
            attributed_to_id=claim.attributed_to,
            time=_known(claim.time),
            time_text=_known(claim.time_text),
            first_day=first_day,
            last_day=last_day,
            places=self._labels(claim.places),
            place_ids=claim.places,
            confidence=claim.confidence,
            words=_distinct(piece.text for piece in claim.evidence),
            sentences=_sentences(claim.evidence),
            article=self._label(claim.document),
            article_id=claim.document,
            article_date=self._dates.get(claim.document),
            event_id=claim.event,
            within_id=claim.within,
            rules=_distinct(claim.rules),
        )

    def _quotation(self, node: QuotationNode) -> QuotationRow:
        return QuotationRow(
            id=node.id,
            text=line(node.text),
            speaker=self._label(node.speaker),
            speaker_id=node.speaker,
            article=self._label(node.document),
            article_id=node.document,
            start=node.span.start,
            end=node.span.end,
        )

    def _label(self, key: str) -> str:
        return self._fr.node(key)

    def _label_if_any(self, key: str | None) -> str | None:
        return None if key is None else self._label(key)

    def _labels(self, keys: Iterable[str]) -> tuple[str, ...]:
        return tuple(self._label(key) for key in sorted(keys))

    def _event_type(self, relation: str) -> str | None:
        node = self._graph.nodes[relation]["value"]
        return _known(node.type) if isinstance(node, RelationNode) else None


def _known(text: str | None) -> str | None:
    return line(text or "") or None


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(line, texts))))


def _sentences(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    return _distinct(piece.sentence_text for piece in evidence)


def _days(time: str | None) -> tuple[date | None, date | None]:
    return bounds(time or "") or (None, None)
