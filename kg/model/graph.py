"""The nodes and claims of a graph.

Takes nothing; gives values under keys that depend on content alone; knows what a claim commits its article to; never an
IRI.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from kg.model.statements import EntityType, Labels, Modality, Polarity
from kg.model.text import Span

ACTOR_OF, TARGET_OF, MENTIONS = "rel:actor_of", "rel:target_of", "rel:mentions"
ONE_SIDED = frozenset({ACTOR_OF, TARGET_OF, MENTIONS})
"""Relations of events with fewer than two participants, whose own relation is the object."""
Status = Literal["Asserted", "Reported", "Negated", "Projected", "Hypothetical"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words behind a claim: a span of a document's text, and the sentence around it."""

    document: str
    span: Span
    text: str
    sentence: Span
    sentence_text: str


@dataclass(frozen=True, slots=True)
class DocumentNode:
    """An article in the graph; `sha256` is that of its text in UTF-8, `length` its code points.

    `reprint_of` is the id of the article in the graph whose words it repeats for the most part, None for an original.
    """

    id: str
    name: str
    language: str
    sha256: str
    length: int
    title: str | None = None
    date: str | None = None
    source: str | None = None
    reprint_of: str | None = None


@dataclass(frozen=True, slots=True)
class EntityNode:
    """A person, place or thing in the graph, under a key that is the same wherever it is named alike.

    `link_confidence`, between 0 and 1, tells how sure it is that the links mean it. `reasons` say why nodes of several
    articles with other names are this one. `is_named` tells a proper name from a description.
    """

    id: str
    label: str
    type: EntityType
    names: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    link_confidence: float | None = None
    coordinates: tuple[float, float] | None = None
    reasons: tuple[str, ...] = ()
    is_named: bool = False


@dataclass(frozen=True, slots=True)
class RelationNode:
    """A relation of the ontology, or an open one such as `fr:rabaisser`; `type` is its event type, None for facts."""

    id: str
    labels: Labels
    type: str | None = None


@dataclass(frozen=True, slots=True)
class EventNode:
    """An event that the articles assert; `actors`, `targets` and `places` are ids of nodes.

    `reasons` say why what several articles tell is this one event.
    """

    id: str
    relation: str
    type: str
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    places: tuple[str, ...]
    time: str | None
    evidence: tuple[Evidence, ...]
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuotationNode:
    """Words of an article that somebody says or writes; its id is that of the place, `speaker` that of a node."""

    id: str
    document: str
    span: Span
    text: str
    speaker: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement: subject, relation and an object (a node, another claim, or a literal `value`), with its stance.

    `attributed_to` is the document of the narrator, or the entity that the text makes responsible;
    `within` the claim that tells this one; `event` the event node, for asserted claims about events only.
    """

    id: str
    subject: str
    relation: str
    object: str | None
    value: str | None
    status: Status
    polarity: Polarity
    modality: Modality | Literal["promised"]
    attributed_to: str
    evidence: tuple[Evidence, ...]
    confidence: float
    rules: tuple[str, ...]
    document: str
    within: str | None = None
    event: str | None = None
    of: str | None = None
    time: str | None = None
    time_text: str | None = None
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """An article's text, which RDF has no place for, and what was read at which places of it.

    `document` is the key of its node. `mentions` are places with the key of the entity that they refer to, in the order
    of the text; `triggers` and `times` are the words that tell a claim and its date, by the claim's id.
    """

    document: str
    text: str
    mentions: tuple[tuple[Span, str], ...]
    triggers: Mapping[str, tuple[Span, ...]]
    times: Mapping[str, Span]
