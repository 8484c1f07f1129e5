"""Two graphs -> what of the one is what of the other, whatever keys it goes by.

Takes two networks; gives pairs of articles, claims and quotations, and groups of entities and events, for several may
have become one. Knows that claims keep their keys when merging gives other keys to those they speak of: by what stands
in a claim before and after, it follows entities and events. Never what of a group differs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Protocol, TypeVar

import networkx as nx

from kg.graph.multigraph import Network, Node, claims, entities, events, quotations
from kg.graph.pairing import Pair, ends, pair_claims, pair_documents, pair_quotations, paired
from kg.model import Claim, DocumentNode, EntityNode, EventNode, QuotationNode


class _Keyed(Protocol):
    @property
    def id(self) -> str: ...


Keyed = TypeVar("Keyed", bound=_Keyed)
Several = TypeVar("Several", EntityNode, EventNode)
Group = tuple[tuple[Several, ...], tuple[Several, ...]]
"""What is one thing: its nodes in the older graph and in the newer, by key."""
Links = set[tuple[str, str]]
"""Keys of the older graph with those of the newer that stand for the same."""


class Correspondence:
    """What of an older graph is what of a newer one."""

    def __init__(self, old: Network, new: Network) -> None:
        self._graphs = (old, new)
        self.documents = pair_documents(old, new)
        self.claims = pair_claims(old, new, self.documents)
        self.quotations = pair_quotations(old, new, self.documents)
        self._names = _names(self.documents)
        self._speaking = tuple(map(self._articles_by_node, self._graphs))
        self._told = tuple({claim.id: claim for claim in claims(graph)} for graph in self._graphs)
        both = [(one, other) for one, other in self.claims if one and other]
        of_events = {(one.event, other.event) for one, other in both if one.event and other.event}
        of_entities = {link for one, other in both for link in self._renamed(one, other)}
        of_entities |= self._left_over(of_entities)
        self.events = _groups(list(events(old)), list(events(new)), of_events)
        self.entities = _groups(list(entities(old)), list(entities(new)), of_entities)
        self._links = of_events | of_entities | _links(self.documents) | _links(self.claims)

    def same(self, old: str | None, new: str | None) -> bool:
        """Tell whether two keys, one of each graph, stand for the same; None is the same as None alone."""
        return old == new or (old, new) in self._links

    def all_same(self, old: Sequence[str], new: Sequence[str]) -> bool:
        """Tell whether each of the keys has the same among the others."""
        return all(any(self.same(one, other) for other in new) for one in old) and all(
            any(self.same(one, other) for one in old) for other in new
        )

    def one_telling(self, old: str | None, new: str | None) -> bool:
        """Tell whether two claims are one, or tell one thing of several participants: in the same words."""
        if self.same(old, new):
            return True
        before, after = (told.get(key or "") for told, key in zip(self._told, (old, new), strict=True))
        return before is not None and after is not None and _telling(before) == _telling(after)

    def articles(self, old: Sequence[Node | Claim], new: Sequence[Node | Claim]) -> tuple[str, ...]:
        """Give the names of the articles that say something, or that speak of a node of either graph."""
        match (*old, *new)[0]:
            case DocumentNode(id=key) | Claim(document=key) | QuotationNode(document=key):
                return self._names[key]
            case _:
                sides = zip(self._speaking, (old, new), strict=True)
                found = [known.get(value.id, frozenset()) for known, values in sides for value in values]
                return tuple(sorted(frozenset[str]().union(*found)))

    def _articles_by_node(self, graph: Network) -> dict[str, frozenset[str]]:
        """Give the names of the articles that speak of each node."""
        found: dict[str, set[str]] = defaultdict(set)
        for claim in claims(graph):
            for key in (claim.subject, claim.object, claim.of, claim.attributed_to, claim.event, *claim.places):
                found[key or ""] |= {*self._names[claim.document]}
        for quotation in quotations(graph):
            found[quotation.speaker] |= {*self._names[quotation.document]}
        return {key: frozenset(names) for key, names in found.items()}

    def _renamed(self, old: Claim, new: Claim) -> Iterator[tuple[str, str]]:
        """Yield the keys of entities that stand in the same role of a claim, where they are one under other keys.

        The key of a claim is made of its ends as its article alone tells them: if it stays, so do they.
        """
        (subject, _, goal), (other_subject, _, other_goal) = ends(old), ends(new)
        of_key = ((subject, other_subject), (goal, other_goal), (old.of, new.of))
        others = ((old.attributed_to, new.attributed_to), *product(old.places, new.places))
        for one, other in (*of_key, *others):
            if one is None or other is None or not self._may_be_one(one, other):
                continue
            if (old.id == new.id and (one, other) in of_key) or self._share_name(one, other):
                yield one, other

    def _may_be_one(self, old: str, new: str) -> bool:
        """Tell whether two keys are of entities, and not both of entities that stand in both graphs."""
        before, after = self._graphs
        are_entities = _is_entity(before, old) and _is_entity(after, new)
        return are_entities and old != new and (old not in after or new not in before)

    def _share_name(self, old: str, new: str) -> bool:
        before, after = self._graphs
        return not _called(before, old).isdisjoint(_called(after, new))

    def _left_over(self, links: Links) -> Links:
        """Pair entities of which no claim that is in both graphs speaks: by label, type and articles."""
        before, after = self._graphs
        known = ({one for one, _ in links}, {other for _, other in links})
        left = [node for node in entities(before) if node.id not in after and node.id not in known[0]]
        right = [node for node in entities(after) if node.id not in before and node.id not in known[1]]
        articles = {id(node): self.articles([node], []) for node in left}
        articles |= {id(node): self.articles([], [node]) for node in right}
        pairs = paired(left, right, [lambda node: (node.label, node.type, articles[id(node)])])
        return _links(pairs)


def _names(documents: Iterable[Pair[DocumentNode]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for pair in documents:
        both = [node for node in pair if node]
        found |= dict.fromkeys((node.id for node in both), tuple(dict.fromkeys(node.name for node in both)))
    return found


def _links(pairs: Iterable[Pair[Keyed]]) -> Links:
    return {(one.id, other.id) for one, other in pairs if one is not None and other is not None}


def _groups(old: Sequence[Several], new: Sequence[Several], links: Links) -> list[Group[Several]]:
    """Put together what links and equal keys join."""
    before, after = ({node.id: node for node in nodes} for nodes in (old, new))
    together: nx.Graph[tuple[str, str]] = nx.Graph()
    together.add_nodes_from(("old", key) for key in before)
    together.add_nodes_from(("new", key) for key in after)
    together.add_edges_from((("old", key), ("new", key)) for key in before.keys() & after.keys())
    together.add_edges_from((("old", one), ("new", other)) for one, other in links)
    found = []
    for component in nx.connected_components(together):
        keys = sorted(component)
        mine = tuple(before[key] for side, key in keys if side == "old")
        theirs = tuple(after[key] for side, key in keys if side == "new")
        found.append((mine, theirs))
    return found


def _telling(claim: Claim) -> tuple[str, list[str]]:
    return ends(claim).relation, [piece.text for piece in claim.evidence]


def _is_entity(graph: Network, key: str) -> bool:
    return isinstance(graph.nodes[key]["value"], EntityNode)


def _called(graph: Network, key: str) -> frozenset[str]:
    """Give all names of an entity."""
    node = graph.nodes[key]["value"]
    return frozenset(name.casefold() for name in (node.label, *node.names))
