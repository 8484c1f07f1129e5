"""Articles, claims and quotations of two graphs -> which of the one are which of the other.

Takes two networks; gives pairs, with None for what has no partner. Knows that keys depend on an article's text, so that
after a correction the same statement stands under another key, and finds it by its article, place, relation and
participants, the strictest agreement first. Never what of a pair differs. The pairs of (new, old) are those of
(old, new) turned round.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple, TypeVar

from kg.graph.multigraph import Network, claims, documents, label, quotations
from kg.model import Claim, DocumentNode, EntityNode, Evidence, QuotationNode, RelationNode

Value = TypeVar("Value")
Pair = tuple[Value | None, Value | None]
"""A value of the older graph and one of the newer; what has no partner stands beside None."""
ALIKE: Final = 0.5
"""The share of words in common from which on a sentence is taken for a correction of another."""


class Ends(NamedTuple):
    """The keys of what a claim joins; an event may lack either end, a fact with a literal has no object."""

    subject: str | None
    relation: str
    object: str | None


def ends(claim: Claim) -> Ends:
    """Read a claim as who does what to whom: one-sided claims have the relation of their event as object."""
    match claim.relation:
        case "rel:actor_of":
            return Ends(claim.subject, claim.object or claim.relation, None)
        case "rel:target_of":
            return Ends(None, claim.object or claim.relation, claim.subject)
        case "rel:mentions":
            return Ends(None, claim.object or claim.relation, None)
        case _:
            return Ends(claim.subject, claim.relation, claim.object)


def paired(
    old: Iterable[Value], new: Iterable[Value], signatures: Iterable[Callable[[Value], Hashable]]
) -> list[Pair[Value]]:
    """Pair values that share a signature, in their order; those that no signature pairs stand alone.

    Each signature is tried on what the ones before it left over. A value whose signature is None sits that one out.

    >>> paired(["a", "B"], ["b", "c"], [str, str.lower])
    [('B', 'b'), ('a', None), (None, 'c')]
    """
    found: list[Pair[Value]] = []
    left, right = list(old), list(new)
    for signature in signatures:
        waiting: dict[Hashable, deque[Value]] = defaultdict(deque)
        for value in right:
            waiting[signature(value)].append(value)
        partners = [_next(waiting, signature(value)) for value in left]
        found += [(value, partner) for value, partner in zip(left, partners, strict=True) if partner is not None]
        taken = {id(partner) for partner in partners}
        left = [value for value, partner in zip(left, partners, strict=True) if partner is None]
        right = [value for value in right if id(value) not in taken]
    return [*found, *((value, None) for value in left), *((None, value) for value in right)]


def _next(waiting: Mapping[Hashable, deque[Value]], signature: Hashable) -> Value | None:
    queue = waiting.get(signature) if signature is not None else None
    return queue.popleft() if queue else None


def pair_documents(old: Network, new: Network) -> list[Pair[DocumentNode]]:
    """Pair the articles: the same text under the same name, another text under it, the text under another name."""
    return paired(
        documents(old),
        documents(new),
        (lambda node: node.id, lambda node: node.name, lambda node: node.sha256),
    )


# ---- claims and quotations -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Told:
    """A claim with all that may tell it, in terms that both graphs share."""

    claim: Claim
    article: str
    relation: str
    subject: str | None
    object: str | None
    of: str | None
    words: tuple[str, ...]
    sentence: Hashable
    is_fact: bool

    def triple(self) -> tuple[Hashable, ...]:
        return (self.article, self.relation, self.subject, self.object, self.of)

    def place(self) -> tuple[Hashable, ...]:
        return (self.article, self.relation, self.sentence)


_SIGNATURES: Final[tuple[Callable[[_Told], Hashable], ...]] = (
    lambda told: told.claim.id,
    lambda told: (told.triple(), told.sentence, told.words),
    lambda told: (told.triple(), told.sentence),
    lambda told: told.triple() if told.is_fact else None,  # a fact is one wherever the article states it
    lambda told: (told.place(), told.subject, "subject"),
    lambda told: (told.place(), told.object, "object"),
    lambda told: told.place(),
    lambda told: told.triple(),
)


def pair_claims(old: Network, new: Network, articles: Iterable[Pair[DocumentNode]]) -> list[Pair[Claim]]:
    """Pair the claims of paired articles that have one relation."""
    terms = _Terms(old, new, articles)
    before, after = ([terms.told(graph, claim) for claim in _in_order(graph)] for graph in (old, new))
    corrected = _corrections(before, after, terms.rewritten)
    after = [replace(told, sentence=corrected.get((told.article, told.sentence), told.sentence)) for told in after]
    before = [replace(told, sentence=corrected.get((told.article, told.sentence), told.sentence)) for told in before]
    found = paired(before, after, _SIGNATURES)
    return [(one.claim if one else None, other.claim if other else None) for one, other in found]


def pair_quotations(old: Network, new: Network, articles: Iterable[Pair[DocumentNode]]) -> list[Pair[QuotationNode]]:
    """Pair the quotations of paired articles: at the same place, or in the same words."""
    terms = _Terms(old, new, articles)
    return paired(
        quotations(old), quotations(new), (lambda node: node.id, lambda node: (terms.article(node.document), node.text))
    )


class _Terms:
    """What both graphs call the same."""

    def __init__(self, old: Network, new: Network, articles: Iterable[Pair[DocumentNode]]) -> None:
        both = [(one.id, other.id) for one, other in articles if one and other]
        self._articles = {new_key: old_key for old_key, new_key in both}
        self._shared = {key for key in old if key in new and isinstance(old.nodes[key]["value"], EntityNode)}
        self.rewritten = {old_key for old_key, new_key in both if old_key != new_key}
        """Articles that stand in both graphs with different texts."""

    def article(self, key: str) -> str:
        return self._articles.get(key, key)

    def told(self, graph: Network, claim: Claim) -> _Told:
        end = ends(claim)
        relation = graph.nodes[end.relation]["value"] if end.relation in graph else None
        return _Told(
            claim=claim,
            article=self.article(claim.document),
            relation=end.relation,
            subject=self._name(graph, end.subject),
            object=claim.value if end.object is None else self._name(graph, end.object),
            of=self._name(graph, claim.of),
            words=tuple(piece.text for piece in (*claim.evidence, *_evidence(graph, end.object))),
            sentence=claim.evidence[0].sentence_text if claim.evidence else "",
            is_fact=isinstance(relation, RelationNode) and relation.type is None,
        )

    def _name(self, graph: Network, key: str | None) -> str | None:
        if key is None:
            return None
        if isinstance(graph.nodes[key]["value"], DocumentNode):
            return self.article(key)
        return key if key in self._shared else label(graph, key)


def _evidence(graph: Network, key: str | None) -> tuple[Evidence, ...]:
    """Give the evidence of what a claim tells: two things that it tells may be labelled alike."""
    value = None if key is None else graph.nodes[key]["value"]
    return value.evidence if isinstance(value, Claim) else ()


def _in_order(graph: Network) -> list[Claim]:
    """Give the claims as they are read."""
    return sorted(
        claims(graph), key=lambda one: (one.document, one.evidence[0].span.start if one.evidence else 0, one.id)
    )


# ---- corrected sentences ---------------------------------------------------------------------------------------


def _corrections(
    old: Iterable[_Told], new: Iterable[_Told], rewritten: set[str]
) -> dict[tuple[str, Hashable], Hashable]:
    """Give for sentences that only one of two texts has, by article, what both are called: the pair of them."""
    before, after = (_sentences(told, rewritten) for told in (old, new))
    found: dict[tuple[str, Hashable], Hashable] = {}
    for article in sorted(before.keys() & after.keys()):
        left = [text for text in before[article] if text not in after[article]]
        right = [text for text in after[article] if text not in before[article]]
        for one, other in alike(left, right):
            found[article, one] = found[article, other] = (one, other)
    return found


def _sentences(told: Iterable[_Told], articles: set[str]) -> dict[str, dict[str, None]]:
    """Give the sentences of each of the articles in their order."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for one in told:
        if one.article in articles:
            found[one.article][str(one.sentence)] = None
    return found


def alike(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, str]]:
    """Pair sentences that share half of their words, counted as often as they occur, the most alike first.

    >>> alike(["Il a tué 3 personnes.", "Il pleut."], ["Il a tué 4 personnes.", "Fin."])
    [('Il a tué 3 personnes.', 'Il a tué 4 personnes.')]
    """
    before, after = ([Counter(text.casefold().split()) for text in texts] for texts in (old, new))
    scores = {
        (i, j): share
        for i, one in enumerate(before)
        for j, other in enumerate(after)
        if (share := _share(one, other)) >= ALIKE
    }
    # pairs that are equal in all three, (i, j) and (j, i), do not compete: old and new may change places
    order = sorted(scores, key=lambda at: (-scores[at], abs(at[0] - at[1]), sum(at)))
    partners: dict[int, int] = {}
    taken: set[int] = set()
    for i, j in order:
        if i not in partners and j not in taken:
            partners[i] = j
            taken.add(j)
    return [(old[i], new[j]) for i, j in sorted(partners.items())]


def _share(one: Counter[str], other: Counter[str]) -> float:
    """Give Dice's coefficient of two bags of words."""
    return 2 * (one & other).total() / max(1, one.total() + other.total())
