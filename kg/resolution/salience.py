"""How much the participants of an article are in focus at a point of its text.

Takes a `Reader`; gives weights. After Lappin & Leass (1994), An algorithm for pronominal anaphora resolution: subjects
before objects before the rest, recent sentences before earlier ones. Knows slots of events, never a syntax tree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.model import Span
from kg.resolution.reader import Reader
from kg.resolution.references import ANIMATE, Reference, inside

WINDOW = 3
"""How many sentences back an antecedent may stand."""
RECENCY, DECAY = 100.0, 0.5
SUBJECT, OBJECT, OTHER, NESTED = 80.0, 50.0, 40.0, 20.0


DELIBERATE = frozenset({
    "ACCUSE", "AGREE", "APPOINT", "COMMUNICATE", "CONCEDE", "CONSULT", "COOPERATE", "DO", "INVESTIGATE", "LIVE",
    "PROTEST", "REJECT", "REQUEST", "STATE", "SUPPORT", "THINK", "TRANSACT",
})  # fmt: skip
"""Types of events that somebody with a mind does, in general."""


ABOUT_CLAUSES = frozenset({
    "said", "explained", "announced", "confirmed", "claimed", "answered", "predicted", "knew", "thought", "understood",
    "doubted", "hoped", "admitted", "denied", "learned", "promised",
})  # fmt: skip
"""Relations whose object *le* is what was said: `il l'a annoncé`."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Who fills which slots: `partners` share an event with a head, `tellers` say something, `objects` are targets.

    `agents` do what somebody with a mind does; what is `told` or thought is a clause, if only a pronoun names it.
    """

    reader: Reader
    partners: Mapping[Span, frozenset[Span]]
    tellers: frozenset[Span]
    agents: frozenset[Span]
    told: frozenset[Span]
    objects: frozenset[Span]
    participants: frozenset[Span]
    nested: frozenset[int]

    @classmethod
    def of(cls, reader: Reader) -> Scene:
        """Look at the events of an article."""
        events = reader.events
        partners: dict[Span, set[Span]] = defaultdict(set)
        for event in events:
            for head in (*event.actors, *event.targets):
                partners[head] |= {*event.actors, *event.targets} - {head}
        telling = {event.scope for event in events}
        return cls(
            reader,
            {head: frozenset(others) for head, others in partners.items()},
            frozenset(head for e in events for head in (*(e.actors if e.trigger in telling else ()), *e.sources)),
            frozenset(head for e in events if e.type in DELIBERATE for head in e.actors),
            frozenset(head for e in events if e.relation in ABOUT_CLAUSES for head in e.targets),
            frozenset(head for event in events for head in event.targets),
            frozenset(head for e in events for head in (*e.actors, *e.targets, *e.places, *e.sources)),
            frozenset(_nested(reader.references)),
        )

    def in_focus(self, reference: Reference) -> bool:
        """Tell whether a mention can be taken up: no adjective, and no mere noun without a slot, such as a date."""
        if reference.mention.kind == "adjective":
            return False
        return (
            reference.is_pronoun
            or reference.name is not None
            or reference.mention.is_subject
            or reference.mention.type in ANIMATE
            or reference.mention.head in self.participants
        )

    def salience(self, mentions: Sequence[Reference], sentence: int) -> float:
        """Add up how much the mentions of a participant put it into focus in a sentence."""
        best: dict[int, float] = {}
        for mention in mentions:
            where = mention.mention.sentence
            best[where] = max(best.get(where, 0.0), self._weight(mention))
        return sum((weight + RECENCY) * DECAY ** (sentence - where) for where, weight in best.items())

    def _weight(self, reference: Reference) -> float:
        if reference.mention.is_subject:
            return SUBJECT
        if reference.index in self.nested:
            return NESTED
        return OBJECT if reference.mention.head in self.objects else OTHER


def _nested(references: Sequence[Reference]) -> set[int]:
    """Give the mentions inside the phrase of an earlier head: `Irak` in `les troupes d'Irak`."""
    found = set()
    for outer in references:
        for inner in references[outer.index + 1 :]:
            if inner.position >= outer.mention.span.end:
                break
            if inside(inner.mention.head, outer.mention.span):
                found.add(inner.index)
    return found
