"""How a claim reads in one line of a language.

Takes the network; gives the words of its claims and of their ends; knows that an end may be an event or a claim
itself, and that these may run in a circle; never where the words are shown.
"""

from __future__ import annotations

from kg.graph import Network, claims, label
from kg.model import MENTIONS, ONE_SIDED, TARGET_OF, Claim, RelationNode
from kg.view.predications import name_of, relation_of, source_of
from kg.view.wording import stance, words

DEPTH = 4  # of claims about claims; what lies deeper is left out


class Phrasing:
    """The words for what is in one graph, in one language."""

    def __init__(self, graph: Network, language: str) -> None:
        self._graph = graph
        self._language = language
        self._words = words(language)
        self._of_event = first_claims(graph)

    def claim(self, claim: Claim, depth: int = 0) -> str:
        """Say a claim; what it tells, and what is a literal, follows a colon."""
        relation = self.relation(claim)
        goal = goal_of(claim)
        if claim.value is not None or (goal and self._told(goal)):
            relation = self._words["tells"].format(text=relation)
        return " ".join(filter(None, (self.subject(claim, depth), relation, self.goal(claim, depth))))

    def subject(self, claim: Claim, depth: int = 0) -> str:
        """Say who or what does it; nothing for an event without an actor."""
        if claim.relation in {TARGET_OF, MENTIONS}:
            return ""
        name = self._name(claim.subject, depth)
        return self._words["quoted"].format(text=name) if self._told(claim.subject) else name

    def relation(self, claim: Claim) -> str:
        """Name the relation."""
        relation = self._graph.nodes[relation_of(claim)]["value"]
        return name_of(relation.labels, self._language) if isinstance(relation, RelationNode) else "…"

    def goal(self, claim: Claim, depth: int = 0) -> str:
        """Say what stands at the object's place: a name, what is told, or a literal with whom it is held at."""
        parts = (self._name(goal_of(claim), depth), claim.value, self._name(claim.of, depth))
        return ", ".join(filter(None, parts))

    def stance(self, claim: Claim) -> str:
        """Say how far the article stands behind a claim."""
        source = source_of(self._graph, claim)
        return stance(claim, label(self._graph, source, self._language) if source else None, self._language)

    def _name(self, key: str | None, depth: int) -> str:
        if key is None:
            return ""
        told = self._told(key)
        if told is None:
            return label(self._graph, key, self._language)
        return self.claim(told, depth + 1) if depth < DEPTH else "…"

    def _told(self, key: str) -> Claim | None:
        value = self._graph.nodes[key]["value"]
        return value if isinstance(value, Claim) else self._of_event.get(key)


def goal_of(claim: Claim) -> str | None:
    """Give what stands at the object's place for a reader: one-sided claims have their relation there."""
    if claim.relation == TARGET_OF:
        return claim.subject
    return None if claim.relation in ONE_SIDED else claim.object


def first_claims(graph: Network) -> dict[str, Claim]:
    """Give for each event that the articles assert the first claim about it."""
    found: dict[str, Claim] = {}
    for claim in claims(graph):
        if claim.event is not None:
            found.setdefault(claim.event, claim)
    return found
