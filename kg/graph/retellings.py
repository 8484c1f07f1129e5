"""The same event told by several articles: which event nodes are one.

Takes the event nodes of all articles, each with the keys of its participants across articles; gives for some of these
events the key of another, with the reason. Knows relations, named participants, days and places. Conservative: without
a day, or with one participant, two events are two, but nobody dies twice; never joins two events of one article, and
gives the same outcome whatever the order of the articles.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

import networkx as nx

from kg.model import Claim, EntityNode, EventNode

DEATHS: Mapping[str, str] = {"rel:killed": "targets", "rel:assassinated": "targets", "rel:died": "actors"}
"""Events that each person meets once, with the role that the person has in them."""
DAY = len("2020-01-03")
ENOUGH = 2
"""Named participants, counted with their roles, that two tellings of an event on one day have in common."""


@dataclass(frozen=True, slots=True)
class Retellings:
    """The key under which an event goes, and why it is that one."""

    keys: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def events(self, found: Iterable[EventNode]) -> list[EventNode]:
        """Make one node of all that are one event: what any article says of it, the most precise time."""
        by_key: dict[str, list[EventNode]] = defaultdict(list)
        for event in found:
            by_key[self._key(event.id)].append(event)
        return [self._joined(key, sorted(events, key=lambda one: one.id)) for key, events in by_key.items()]

    def claim(self, claim: Claim) -> Claim:
        """Give a claim that speaks of events under their keys; it stays the claim of its article."""
        return replace(
            claim,
            subject=self._key(claim.subject),
            object=claim.object and self._key(claim.object),
            event=claim.event and self._key(claim.event),
        )

    def _key(self, key: str) -> str:
        return self.keys.get(key, key)

    def _joined(self, key: str, events: Sequence[EventNode]) -> EventNode:
        def all_of(role: str) -> tuple[str, ...]:
            return tuple(sorted({self._key(node) for event in events for node in getattr(event, role)}))

        times = sorted({event.time for event in events if event.time}, key=lambda time: (-len(time), time))
        evidence = {piece for event in events for piece in event.evidence}
        return replace(
            events[0],
            id=key,
            actors=all_of("actors"),
            targets=all_of("targets"),
            places=all_of("places"),
            time=times[0] if times else None,
            evidence=tuple(sorted(evidence, key=lambda piece: (piece.document, piece.span))),
            reasons=self.reasons.get(key, ()),
        )


def retellings(events: Iterable[EventNode], named: Mapping[str, EntityNode]) -> Retellings:
    """Decide which events are one; `named` are the participants with a name, by key."""
    told = sorted((event for event in events if event.evidence), key=lambda one: one.id)
    occasions: dict[tuple[str, str], list[EventNode]] = defaultdict(list)
    for event in told:
        for occasion in _occasions(event, named):
            occasions[event.relation, occasion].append(event)
    pairs: dict[tuple[str, str], str] = {}
    for alike in occasions.values():
        for one, other in combinations(alike, 2):
            if _document(one) != _document(other) and (reason := _reason(one, other, named)):
                pairs[one.id, other.id] = reason
    return _components(pairs, {event.id: _document(event) for event in told})


def _document(event: EventNode) -> str:
    return event.evidence[0].document


def _occasions(event: EventNode, named: Mapping[str, EntityNode]) -> list[str]:
    """Give what an event has in common with all that may be the same: its day, and who died."""
    day = _day(event)
    return [*([day] if day else []), *(node.id for node in _dead(event, named))]


def _dead(event: EventNode, named: Mapping[str, EntityNode]) -> list[EntityNode]:
    """Give the persons with a name whose death an event is."""
    keys = getattr(event, DEATHS[event.relation]) if event.relation in DEATHS else ()
    return [named[key] for key in keys if key in named and named[key].type == "Person"]


def _components(pairs: Mapping[tuple[str, str], str], document: Mapping[str, str]) -> Retellings:
    """Join what hangs together, unless two events of one article would become one."""
    keys: dict[str, str] = {}
    reasons: dict[str, tuple[str, ...]] = {}
    together: nx.Graph[str] = nx.Graph()
    together.add_edges_from(pairs)
    for component in nx.connected_components(together):
        if max(Counter(document[key] for key in component).values()) == 1:
            first = min(component)
            keys |= dict.fromkeys(component - {first}, first)
            reasons[first] = tuple(sorted({reason for pair, reason in pairs.items() if pair[0] in component}))
    return Retellings(keys, reasons)


def _reason(one: EventNode, other: EventNode, named: Mapping[str, EntityNode]) -> str | None:
    """Tell why two events of one relation are the same, if they are."""
    if not _may_be_one(one, other, named):
        return None
    dead = _dead(other, named)
    if who := _labels(node for node in _dead(one, named) if node in dead):
        return f"event/one-death: {who} died once"
    roles = ("actors", "targets", "places")
    shared = [named[key] for role in roles for key in _common(one, other, role) if key in named]
    if _day(one) is not None and _day(one) == _day(other) and len(shared) >= ENOUGH:
        return f"event/same-day: {one.relation.removeprefix('rel:')} on {_day(one)} with {_labels(shared)}"
    return None


def _labels(nodes: Iterable[EntityNode]) -> str:
    return ", ".join(sorted({node.label for node in nodes}))


def _may_be_one(one: EventNode, other: EventNode, named: Mapping[str, EntityNode]) -> bool:
    """Tell whether nothing keeps two events apart: one may say more than the other, but nothing else."""
    for role in ("actors", "targets"):
        mine, theirs = (set(getattr(event, role)) & named.keys() for event in (one, other))
        if not (mine <= theirs or theirs <= mine):
            return False
    if one.places and other.places and not _common(one, other, "places"):
        return False
    first, second = sorted((one.time or "", other.time or ""), key=len)
    return second.startswith(first)


def _common(one: EventNode, other: EventNode, role: str) -> set[str]:
    return set(getattr(one, role)) & set(getattr(other, role))


def _day(event: EventNode) -> str | None:
    """Give the day of an event, if it is known to be on one."""
    if event.time is None or len(event.time) < DAY or "/" in event.time or "W" in event.time:
        return None
    return event.time[:DAY]
