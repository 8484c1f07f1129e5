"""The stories of a large component: groups of nodes with many links among them and few to others.

Takes the nodes and links of a component; gives its stories, each connected, and how often they are linked. Knows
Louvain communities (Blondel et al. 2008, https://doi.org/10.1088/1742-5468/2008/10/P10008) as networkx finds them;
never what a node stands for, nor where it stands.

The same links give the same stories on every machine. Whole numbers are added up exactly in whatever order; nodes come
in the order of their ids, so that a new node leaves the others in theirs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from random import Random
from typing import Any

import networkx as nx

from kg.view.components import components, share
from kg.view.geometry import Link

THRESHOLD = 1e-12  # above what rounding adds to a modularity, below the least gain among 100,000 links


class InOrder(Random):
    """No chance: what would be shuffled stays in order, whatever is added later."""

    def shuffle(self, x: Any) -> None:
        """Leave the sequence as it is."""


def stories(members: Sequence[str], links: Sequence[Link]) -> list[list[str]]:
    """Split a component into stories, the largest first, each from its best linked node outwards."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted(members))
    pairs = Counter(tuple(sorted((link.first, link.second))) for link in links if link.first != link.second)
    graph.add_weighted_edges_from((one, other, weight) for (one, other), weight in sorted(pairs.items()))
    find = nx.community.louvain_communities
    communities = find(graph, threshold=THRESHOLD, seed=InOrder())  # type: ignore[call-overload]  # types forget Random
    found = [sorted(community) for community in communities]
    parts = [part for one, own in zip(found, share(found, links), strict=True) for part in components(one, own)]
    return sorted(parts, key=lambda part: (-len(part), part))


def ties(parts: Sequence[Sequence[str]], links: Sequence[Link]) -> list[Counter[int]]:
    """Count for each part the links to each other part, by its number."""
    part_of = {key: number for number, members in enumerate(parts) for key in members}
    found: list[Counter[int]] = [Counter() for _ in parts]
    for link in links:
        one, other = part_of[link.first], part_of[link.second]
        if one != other:
            found[one][other] += 1
            found[other][one] += 1
    return found
