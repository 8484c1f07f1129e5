"""The frozen values that the rooms hand to one another.

Takes nothing; gives values; knows the flow Article -> Parse -> Findings -> Statements -> graph; never computes
more than a look-up on itself. Offsets are Unicode code points, half-open, into `Article.text` exactly as read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

EntityType = Literal["Person", "Organization", "Group", "Place", "Object", "Work", "Event", "Amount", "Other"]
Polarity = Literal["positive", "negative"]
Modality = Literal["actual", "future", "possible"]
Status = Literal["Asserted", "Reported", "Negated", "Projected", "Hypothetical"]
Labels = tuple[tuple[str, str], ...]
"""Labels by language code, in fixed order: `(("en", "visited"), ("fr", "a visité"))`."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points in the source text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            msg = f"not a range of characters: {self.start}..{self.end}"
            raise ValueError(msg)

    def of(self, text: str) -> str:
        """Cut the span out of the text that it counts into."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Tell whether the other span lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share a character."""
        return self.start < other.end and other.start < self.end


# ---- reading ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Article:
    """One news article as read; `prose` says which parts of `text` are sentences (title first), the rest is header."""

    id: str
    text: str
    language: str
    prose: tuple[Span, ...]
    title: str | None = None
    date: str | None = None
    source: str | None = None
    metadata: tuple[tuple[str, str], ...] = ()


# ---- annotation ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Token:
    """A syntactic word of Universal Dependencies; `id` and `head` count from 1, head 0 is the root.

    `event` is whether a noun denotes an event, None for other words and where the parser cannot tell.
    """

    id: int
    form: str
    lemma: str
    upos: str
    feats: tuple[tuple[str, str], ...]
    head: int
    deprel: str
    span: Span
    event: bool | None = None

    def feat(self, name: str) -> str | None:
        """Return the value of a UD feature such as `Number`, or None."""
        return next((value for key, value in self.feats if key == name), None)

    @property
    def relation(self) -> str:
        """The universal part of the dependency relation: `nsubj` of `nsubj:pass`."""
        return _universal(self.deprel)


@cache
def _universal(deprel: str) -> str:
    return deprel.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in Universal Dependencies; `index` counts from 0 within the article."""

    index: int
    span: Span
    tokens: tuple[Token, ...]


NameLabel = Literal["PER", "LOC", "ORG", "MISC"]


@dataclass(frozen=True, slots=True)
class Name:
    """A named entity: tokens `first` to `last` (ids, inclusive) of a sentence, titles and articles left out."""

    sentence: int
    first: int
    last: int
    label: NameLabel
    span: Span


@dataclass(frozen=True, slots=True)
class Parse:
    """An article with its sentences and names, in the order of the text."""

    article: Article
    sentences: tuple[Sentence, ...]
    names: tuple[Name, ...]


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
class Findings:
    """What one article says, before it is known who is who; all in the order of the text."""

    mentions: tuple[Mention, ...]
    events: tuple[EventFinding, ...]
    facts: tuple[FactFinding, ...]
    times: tuple[TimeExpression, ...]


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
class Statements:
    """Everything that is known of one article; the value behind the graph JSON."""

    article: Article
    sentences: tuple[Span, ...]
    entities: tuple[Entity, ...]
    events: tuple[Event, ...]
    times: tuple[TimeExpression, ...]
    facts: tuple[Fact, ...]


# ---- graph -----------------------------------------------------------------------------------------------------


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
    """An article in the graph; `sha256` is that of its text in UTF-8, `length` its code points."""

    id: str
    name: str
    language: str
    sha256: str
    length: int
    title: str | None = None
    date: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class EntityNode:
    """A person, place or thing in the graph, under a key that is the same wherever it is named alike.

    `link_confidence`, between 0 and 1, tells how sure it is that the links mean it. `reasons` say why nodes of several
    articles with other names are this one.
    """

    id: str
    label: str
    type: EntityType
    names: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    link_confidence: float | None = None
    coordinates: tuple[float, float] | None = None
    reasons: tuple[str, ...] = ()


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
