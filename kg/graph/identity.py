"""Who is who across articles: which nodes of several articles are one.

Takes the entities of each article under their keys; gives for some of these keys another, with the reason. Knows
names, types, and who and what stands beside somebody; abstains when two candidates fit. Never joins two nodes that one
article keeps apart, and gives the same outcome whatever the order of the articles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.graph.decisions import Decisions
from kg.model import EntityNode, EntityType
from kg.names import content, is_acronym, same_person, words

UNDECIDED = Decisions()
JOINED: frozenset[EntityType] = frozenset({"Person", "Organization"})


@dataclass(frozen=True, slots=True)
class Appearance:
    """An entity of an article: its node, and the words of the positions that it is given there."""

    document: str
    title: str
    node: EntityNode
    is_named: bool
    roles: frozenset[str]


@dataclass(slots=True)
class Candidate:
    """What is known of a key, or of several that were found to be one."""

    key: str
    label: str
    type: EntityType
    names: set[str] = field(default_factory=set)
    documents: dict[str, str] = field(default_factory=dict)
    roles: set[str] = field(default_factory=set)
    beside: set[str] = field(default_factory=set)
    reasons: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Identities:
    """The key under which a key of an article goes, and why it is that one; what is split goes by its article."""

    keys: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    splits: frozenset[str] = frozenset()

    def applied(self, node: EntityNode, document: str) -> EntityNode:
        """Give the node of an article under the key that it goes by."""
        if node.id in self.splits:
            return replace(node, id=f"{node.id}-{document.removeprefix('doc:')}")
        key = self.keys.get(node.id, node.id)
        return replace(node, id=key, reasons=self.reasons.get(key, ()))


def identify(appearances: Sequence[Appearance], decisions: Decisions = UNDECIDED) -> Identities:
    """Decide who is who."""
    candidates = _candidates(appearances)
    split = frozenset(key for name in decisions.splits for key in _called(candidates, name))
    clusters = Clusters(candidates, split)
    for one, other in sorted(decisions.merges):
        for key in _called(candidates, one):
            for second in _called(candidates, other):
                clusters.join(key, second, f"decision: {one} is {other}", at_any_rate=True)
    _full_names(clusters)
    _bare_names(clusters)
    _acronyms(clusters)
    return Identities(clusters.keys(), clusters.reasons(), split)


def _called(candidates: Mapping[str, Candidate], name: str) -> list[str]:
    """Give the keys that a name of the user means: an id, or who is labelled so."""
    if name in candidates:
        return [name]
    return sorted(key for key, candidate in candidates.items() if words(candidate.label) == words(name))


def _candidates(appearances: Iterable[Appearance]) -> dict[str, Candidate]:
    """Gather what all articles say of each key."""
    by_document: dict[str, set[str]] = defaultdict(set)
    found: dict[str, Candidate] = {}
    named = sorted((a for a in appearances if a.is_named), key=lambda a: (a.document, a.node.id))
    for appearance in named:
        by_document[appearance.document].add(appearance.node.id)
    for appearance in named:
        node = appearance.node
        known = found.setdefault(node.id, Candidate(node.id, node.label, node.type))
        known.label = min(known.label, node.label, key=lambda label: (label.isupper(), label))
        known.names |= {name for name in node.names if name[:1].isupper()}
        known.documents[appearance.document] = appearance.title
        known.roles |= appearance.roles
        known.beside |= by_document[appearance.document] - {node.id}
    return found


class Clusters:
    """Candidates that grow together; two that one article tells apart never do."""

    def __init__(self, candidates: Mapping[str, Candidate], split: frozenset[str]) -> None:
        """Begin with each candidate by itself."""
        self._split = split
        self._cluster = {key: [candidate] for key, candidate in sorted(candidates.items())}
        self._reasons: dict[str, list[str]] = {key: [] for key in candidates}

    def people(self) -> list[list[Candidate]]:
        """Give the clusters of persons, each once, in a fixed order."""
        return [cluster for cluster in self.all() if cluster[0].type == "Person"]

    def all(self) -> list[list[Candidate]]:
        """Give the clusters that may grow, each once, in a fixed order."""
        unique = {id(cluster): cluster for cluster in self._cluster.values() if cluster[0].type in JOINED}
        return sorted(unique.values(), key=lambda cluster: cluster[0].key)

    def may_join(self, one: Sequence[Candidate], other: Sequence[Candidate]) -> bool:
        """Tell whether nothing keeps two clusters apart."""
        keys = {candidate.key for candidate in (*one, *other)}
        shared = {d for c in one for d in c.documents} & {d for c in other for d in c.documents}
        return one is not other and not shared and not keys & self._split and one[0].type == other[0].type

    def join(self, one: str, other: str, reason: str, *, at_any_rate: bool = False) -> None:
        """Make two clusters one, if they may be, and keep the reason."""
        first, second = self._cluster[one], self._cluster[other]
        if first is second or not (at_any_rate or self.may_join(first, second)):
            return
        merged = sorted((*first, *second), key=lambda candidate: candidate.key)
        for candidate in merged:
            self._cluster[candidate.key] = merged
        self._reasons[merged[0].key] += [reason]

    def keys(self) -> dict[str, str]:
        """Give the key of its cluster's fullest name to each candidate that has not that name itself."""
        found = {key: _fullest(cluster).key for key, cluster in self._cluster.items()}
        return {key: other for key, other in found.items() if key != other}

    def reasons(self) -> dict[str, tuple[str, ...]]:
        """Give the reasons by the key of the cluster's fullest name."""
        found: dict[str, set[str]] = defaultdict(set)
        for key, said in self._reasons.items():
            found[_fullest(self._cluster[key]).key] |= set(said)
        return {key: tuple(sorted(said)) for key, said in found.items() if said}


def _fullest(cluster: Sequence[Candidate]) -> Candidate:
    return min(cluster, key=lambda one: (-len(content(one.label)), is_acronym(one.label), one.label.isupper(), one.key))


# ---- passes, the most certain first ----------------------------------------------------------------------------


def _full_names(clusters: Clusters) -> None:
    """Join full names that are spellings of one name, or of which one is the only fuller form of the other."""
    by_family: dict[str, list[Candidate]] = defaultdict(list)
    for cluster in clusters.people():
        for candidate in cluster:
            if len(content(candidate.label)) > 1:
                by_family[content(candidate.label)[-1]].append(candidate)
    for family in sorted(by_family):
        bearers = sorted(by_family[family], key=lambda one: (len(content(one.label)), one.key))
        for one in bearers:
            same = [b for b in bearers if b is not one and content(b.label) == content(one.label)]
            fuller = [b for b in bearers if b is not one and same_person(one.label, b.label)]
            forms = {content(b.label) for b in fuller}
            for other in same or (fuller if len(forms) == 1 else []):
                clusters.join(one.key, other.key, f"name/same: {one.label} is a form of {other.label}")


def _bare_names(clusters: Clusters) -> None:
    """Join a family name to the one person of that name, if both stand beside the same or hold the same position."""
    people = clusters.people()
    by_family: dict[str, list[list[Candidate]]] = defaultdict(list)
    for cluster in people:
        for family in sorted({word for candidate in cluster for word in content(candidate.label)[1:]}):
            by_family[family].append(cluster)
    for cluster in people:
        bare = cluster[0]
        if len(cluster) > 1 or len(content(bare.label)) != 1:
            continue
        bearers = by_family[content(bare.label)[0]]
        if len(bearers) == 1:
            for evidence in _in_common(cluster, bearers[0]):
                full = _fullest(bearers[0])
                clusters.join(
                    bare.key, full.key, f"name/short-form: {bare.label} is {full.label}, both with {evidence}"
                )


def _in_common(one: Sequence[Candidate], other: Sequence[Candidate]) -> Iterator[str]:
    """Yield the first thing that two clusters share: somebody beside them, or a position."""
    beside = {key for c in one for key in c.beside} & {key for c in other for key in c.beside}
    roles = {role for c in one for role in c.roles} & {role for c in other for role in c.roles}
    yield from sorted(roles)[:1] or sorted(beside)[:1]


def _acronyms(clusters: Clusters) -> None:
    """Join a name to the one organisation that an article gives it as another name: `ONU` elsewhere."""
    bodies = [cluster for cluster in clusters.all() if cluster[0].type == "Organization"]
    by_name: dict[tuple[str, ...], list[list[Candidate]]] = defaultdict(list)
    for cluster in bodies:
        for name in sorted({words(name) for candidate in cluster for name in candidate.names}):
            by_name[name].append(cluster)
    for cluster in bodies:
        short = cluster[0]
        others = [other for other in by_name[words(short.label)] if other is not cluster and _names_it(other, short)]
        if len(cluster) == 1 and len(others) == 1:
            full = _fullest(others[0])
            clusters.join(short.key, full.key, f"name/alias: {short.label} is a name of {full.label}")


def _names_it(cluster: Sequence[Candidate], short: Candidate) -> bool:
    return any(words(short.label) in map(words, c.names) and words(c.label) != words(short.label) for c in cluster)
