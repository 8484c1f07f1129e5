"""Claims -> statements as a reader sees them: who does what to whom, once for each time that it is told.

Takes the network and its claims; gives the ends that a reader means, and claims grouped by what tells them. Knows the
relations that carry an event with fewer than two participants; never a word of any language.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kg.graph import Network
from kg.graph.pairing import ends
from kg.model import Claim, EntityNode, RelationNode


def is_fact(graph: Network, claim: Claim) -> bool:
    """Tell a lasting fact from a claim about an event."""
    relation = graph.nodes[ends(claim).relation]["value"]
    return isinstance(relation, RelationNode) and relation.type is None


def speaker(graph: Network, claim: Claim) -> str | None:
    """Give the entity that the text makes responsible for a claim, None for the article itself."""
    return claim.attributed_to if isinstance(graph.nodes[claim.attributed_to]["value"], EntityNode) else None


def grouped(graph: Network, found: Iterable[Claim]) -> list[tuple[Claim, ...]]:
    """Put the claims of one event together, and facts that are the same, in the order of the texts.

    What is not asserted has no event node: its relation at its place in the text, told alike, stands for it.
    """
    groups: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in sorted(found, key=reading_order):
        if claim.event is not None:
            groups[claim.event,].append(claim)
        elif is_fact(graph, claim):
            groups[claim.subject, claim.relation, claim.object, claim.value, claim.of].append(claim)
        else:
            spans = tuple(piece.span for piece in claim.evidence)
            told = (claim.document, ends(claim).relation, spans, claim.status, claim.attributed_to, claim.within)
            groups[told].append(claim)
    return [tuple(group) for group in groups.values()]


def reading_order(claim: Claim) -> tuple[str, int, str]:
    """Order claims as they are read: by article, place in the text, and id."""
    return claim.document, claim.evidence[0].span.start if claim.evidence else 0, claim.id
