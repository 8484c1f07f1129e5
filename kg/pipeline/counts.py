"""How much articles say.

Takes statements and networks; gives numbers that add up over articles, wherever each is counted. Never knows what is
said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.model import Statements

if TYPE_CHECKING:
    from kg.graph import Network


@dataclass(frozen=True, slots=True)
class Count:
    """How much articles say; claims by their status; triples are those that an article states as fact."""

    articles: int = 0
    sentences: int = 0
    events: int = 0
    facts: int = 0
    participants: int = 0
    triples: int = 0
    claims: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: Count) -> Count:
        return Count(
            self.articles + other.articles,
            self.sentences + other.sentences,
            self.events + other.events,
            self.facts + other.facts,
            self.participants + other.participants,
            self.triples + other.triples,
            Counter(self.claims) + Counter(other.claims),
        )


def count_statements(statements: Statements) -> Count:
    """Count what one article says, before it is a graph."""
    return Count(
        articles=1,
        sentences=len(statements.sentences),
        events=len(statements.events),
        facts=len(statements.facts),
        participants=len(statements.entities),
    )


def count_network(network: Network) -> Count:
    """Count what a graph holds besides."""
    from kg import graph

    statuses: Counter[str] = Counter(claim.status for claim in graph.claims(network))
    return Count(triples=len(list(graph.asserted(network))), claims=statuses)


def count_article(statements: Statements, part: Network) -> Count:
    """Count all that one article says; `part` is its graph."""
    counted = count_network(part)
    return replace(count_statements(statements), triples=counted.triples, claims=counted.claims)
