"""Capitals that stand for the government that sits there: `Washington a annoncé des sanctions`.

Takes findings and the seats of government of the language; gives findings in which such a mention names the government.
Knows which acts are those of a state (PLOVER's event types, besides saying and wanting); never a city that acts as a
city (`Paris accueille les Jeux`), and never one that the same words use as a place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kg.model import EventFinding, Findings, Mention, Span
from kg.resolution.lexicon import Seat

RULE = "name/seat-of-government"
ACTS = frozenset({
    "ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONCEDE", "CONSULT", "MOBILIZE", "REJECT", "REQUEST", "RETREAT",
    "SANCTION", "STATE", "SUPPORT", "THREATEN",
})  # fmt: skip
"""Types of events that a government does."""
INTENTIONS = frozenset({"wanted", "hoped", "feared", "thought", "doubted"})
OF_THE_CITY = frozenset({"hosted", "attended", "gathered", "met", "celebrated"})
"""Relations under those types that a city has with its guests, and with the weather."""
ADDRESSED_BY = frozenset({"ACCUSE", "AGREE", "REQUEST", "SANCTION", "THREATEN"})
"""Types of events that are done to a government; what others are done to is a town (`ont envahi Sanaa`)."""
ADDRESSED = frozenset({
    "allied", "allowed", "answered", "consulted", "contacted", "cooperated", "defied", "discussed", "informed",
    "negotiated", "opposed", "promised",
})  # fmt: skip
NAMED_AFTER_A_TOWN = frozenset({"AGREE", "CONSULT"})
"""What a lone town behind its noun is the place of: `l'accord de Paris`, `le sommet de Moscou`."""


def governments(findings: Findings, seats: Mapping[str, Seat]) -> Findings:
    """Let each capital that acts or is spoken to as a government name it; all other mentions stay as they are."""
    capitals = {m.head: m for m in findings.mentions if m.name in seats and m.type in {"Place", "Organization"}}
    if not capitals:
        return findings
    acting = {head for event in findings.events for head in _acting(event)}
    located = {head for event in findings.events for head in event.places}
    located |= {head for fact in findings.facts for head in (fact.subject, fact.object, fact.of) if head}
    chosen = (acting - located) & capitals.keys()
    mentions = (_government(m, seats[m.name or ""]) if m.head in chosen else m for m in findings.mentions)
    return replace(findings, mentions=tuple(mentions))


def _acting(event: EventFinding) -> Iterator[Span]:
    """Yield the heads of those that an event shows as people who decide, not as a town."""
    yield from event.sources
    is_title = event.nominal and event.type in NAMED_AFTER_A_TOWN and len(event.actors) == 1
    is_act = event.type in ACTS and event.relation not in OF_THE_CITY
    if (is_act and not is_title) or event.relation in INTENTIONS:
        yield from event.actors
    if event.type in ADDRESSED_BY or event.relation in ADDRESSED:
        yield from event.targets


def _government(mention: Mention, seat: Seat) -> Mention:
    return replace(mention, name=seat.government, country=None, type="Organization", rules=(*mention.rules, RULE))
