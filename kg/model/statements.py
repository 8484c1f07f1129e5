"""What an article says: as findings at words, and as statements about entities and events.

Takes nothing; gives values; knows polarity, modality, sources and times; never a graph.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kg.model.text import Article, Span

EntityType = Literal["Person", "Organization", "Group", "Place", "Object", "Work", "Event", "Amount", "Other"]
Polarity = Literal["positive", "negative"]
Modality = Literal["actual", "future", "possible"]
Labels = tuple[tuple[str, str], ...]
"""Labels by language code, in fixed order: `(("en", "visited"), ("fr", "a visité"))`."""


# ---- extraction ------------------------------------------------------------------------------------------------

MentionKind = Literal["name", "noun", "pronoun", "possessive", "adjective"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that refer to a participant.

    `span` is the noun phrase as it stands, `head` its head word, `label` the phrase a reader would name it by
    (no determiner, no relative clause). `adjective` mentions are countries named by their adjective only.
    `speaker` is the mention that utters the quotation around it, by which *je* and *ma* are read.
    """

    span: Span
    head: Span
    sentence: int
    label: str
    lemma: str
    kind: MentionKind
    type: EntityType
    gender: Literal["Masc", "Fem"] | None = None
    number: Literal["Sing", "Plur"] | None = None
    person: Literal["1", "2", "3"] | None = None
    definite: bool = False
    demonstrative: bool = False
    is_subject: bool = False
    name: str | None = None
    country: str | None = None
    speaker: Span | None = None
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time expression in TimeML terms: `type` DATE, TIME, DURATION or SET and an ISO 8601 `value`."""

    span: Span
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventFinding:
    """An event as one clause or noun tells it; participants, places and sources are heads of mentions.

    `scope` is the trigger of the statement (said, promised) whose content this event is, None for the narrator's own.
    `narrated` tells whether a verb tells it in a past tense that does not look further back, or goes along with one.
    """

    trigger: Span
    triggers: tuple[Span, ...]
    sentence: int
    relation: str
    labels: Labels
    type: str
    lemma: str
    actors: tuple[Span, ...]
    targets: tuple[Span, ...]
    places: tuple[Span, ...]
    time: TimeExpression | None
    polarity: Polarity
    modality: Modality
    sources: tuple[Span, ...]
    scope: Span | None
    evidence: Span
    nominal: bool
    demonstrative: bool
    rules: tuple[str, ...]
    narrated: bool = False


@dataclass(frozen=True, slots=True)
class FactFinding:
    """A lasting binary fact; `subject`, `object` and `of` are heads of mentions, `value` a literal as written."""

    subject: Span
    relation: str
    evidence: Span
    object: Span | None = None
    value: str | None = None
    of: Span | None = None
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuotationFinding:
    """Words that somebody says or writes, with their quotation marks; `speaker` is the head of a mention."""

    span: Span
    speaker: Span


@dataclass(frozen=True, slots=True)
class Findings:
    """What one article says, before it is known who is who; all in the order of the text."""

    mentions: tuple[Mention, ...]
    events: tuple[EventFinding, ...]
    facts: tuple[FactFinding, ...]
    times: tuple[TimeExpression, ...]
    quotations: tuple[QuotationFinding, ...] = ()


# ---- resolution ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entity:
    """A participant of the article with all its names and mentions; `id` is local to the article (`e1`)."""

    id: str
    label: str
    type: EntityType
    names: tuple[str, ...]
    mentions: tuple[Span, ...]
    links: tuple[str, ...] = ()
    named: bool = False
    linked_name: str = ""
    link_confidence: float | None = None
    coordinates: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One real event with its triggers; participants are entity ids, `within` is the event that tells it."""

    id: str
    relation: str
    labels: Labels
    type: str
    triggers: tuple[Span, ...]
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    places: tuple[str, ...]
    time: TimeExpression | None
    polarity: Polarity
    modality: Modality
    sources: tuple[str, ...]
    evidence: tuple[Span, ...]
    confidence: float
    rules: tuple[str, ...]
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A lasting binary fact about an entity: with another entity as `object` or a literal `value`."""

    subject: str
    relation: str
    object: str | None
    value: str | None
    of: str | None
    evidence: tuple[Span, ...]
    confidence: float
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that somebody says or writes, with their quotation marks; `speaker` is an entity id."""

    span: Span
    speaker: str


@dataclass(frozen=True, slots=True)
class Statements:
    """Everything that is known of one article; the value behind the graph JSON."""

    article: Article
    sentences: tuple[Span, ...]
    entities: tuple[Entity, ...]
    events: tuple[Event, ...]
    times: tuple[TimeExpression, ...]
    facts: tuple[Fact, ...]
    quotations: tuple[Quotation, ...] = ()
