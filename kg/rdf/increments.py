"""The graph of all articles, when some have come, gone or changed -> what changes in it.

Takes what merging looks at in each article, before and after; gives triples that go and triples that come. Knows that
an article whose nodes keep their keys, and that stays an original or the reprint of the same, says what it said, so
that only the others are looked at; and that several articles may give one direct triple, which goes with the last of
them. Never reads a database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from pyoxigraph import Triple

from kg import graph as network
from kg.graph import Common, Decisions, Network, Said, Summary
from kg.model import EntityNode, EventNode, RelationNode
from kg.rdf.vocabulary import KG, PROV, RDF, data_iri
from kg.rdf.writing import described, of_article

TOGETHER: Final = 500
"""Direct triples that one question is about."""
Nodes = Mapping[str, EntityNode | EventNode | RelationNode]
Part = Callable[[str], Network]
"""Gives the graph of an article by itself, by its key."""


@dataclass(frozen=True, slots=True)
class State:
    """The articles at one time: the bare summary of each by its key, and what the user had decided."""

    summaries: Mapping[str, Summary]
    decisions: Decisions


class Memory(Protocol):
    """What keeps the state of the last merging."""

    def take(self) -> State | None:
        """Give the state and forget it, as it will not hold any more; None where there is none."""
        ...

    def keep(self, state: State) -> None:
        """Keep a state."""
        ...


class Changes:
    """What comes and goes from one merging to the next."""

    def __init__(self, before: State) -> None:
        self._before = before
        self._now = dict(before.summaries)
        self._come: set[str] = set()
        self._gone: dict[str, Network] = {}

    def come(self, part: Network) -> None:
        """Note an article that has come."""
        summary = network.bare(network.summarise(part))
        self._now[summary.document.id] = summary
        self._come.add(summary.document.id)

    def go(self, key: str, part: Network) -> None:
        """Note an article that goes; of one that comes and goes, the graph of all knows the first version alone."""
        if key not in self._come:
            self._gone[key] = part
        del self._now[key]

    def state(self, decisions: Decisions) -> State:
        """Give the articles as they are now."""
        return State(self._now, decisions)

    def difference(self, decisions: Decisions, part: Part, base: str) -> Difference:
        """Compare what the graph of all said with what it is to say; `part` gives an article as it is now."""
        old = Common(self._before.summaries.values(), self._before.decisions)
        new = Common(self._now.values(), decisions)
        found = Difference(sorted(self._changed(old, new)))
        for ours, theirs in ((old.entities, new.entities), (old.events, new.events), (old.relations, new.relations)):
            found.compare(ours, theirs, base)
        for key in found.articles:
            if key in self._before.summaries:
                found.remove(old.said(self._gone.get(key) or part(key)), base)
            if key in self._now:
                found.add(new.said(part(key)), base)
        return found

    def _changed(self, old: Common, new: Common) -> set[str]:
        """Find the articles that have come or gone, and those of which the others make something else than before."""
        stayed = self._now.keys() - self._come
        return self._come | self._gone.keys() | {key for key in stayed if _seen(key, old) != _seen(key, new)}


@dataclass
class Difference:
    """Triples that go and that come; of the direct ones, articles that have not changed may give some too."""

    articles: Sequence[str]
    """The keys of those that have changed."""
    removed: set[Triple] = field(default_factory=set)
    added: set[Triple] = field(default_factory=set)
    removed_direct: set[Triple] = field(default_factory=set)
    added_direct: set[Triple] = field(default_factory=set)

    def compare(self, old: Nodes, new: Nodes, base: str) -> None:
        """Note the nodes that are not what they were."""
        keys = [key for key in {**old, **new} if old.get(key) != new.get(key)]
        self.removed |= described((old[key] for key in keys if key in old), base)
        self.added |= described((new[key] for key in keys if key in new), base)

    def remove(self, said: Said, base: str) -> None:
        """Note what an article said."""
        own, direct = of_article(said, base)
        self.removed |= own
        self.removed_direct |= direct

    def add(self, said: Said, base: str) -> None:
        """Note what an article says."""
        own, direct = of_article(said, base)
        self.added |= own
        self.added_direct |= direct

    def questions(self, base: str) -> Iterable[str]:
        """Ask, in SPARQL, which of the direct triples the others give: each answer is one, ?s ?p ?o."""
        changed = ", ".join(str(data_iri(key, base)) for key in self.articles)
        doubtful = sorted(self.removed_direct ^ self.added_direct, key=str)
        return (_question(doubtful[at : at + TOGETHER], changed) for at in range(0, len(doubtful), TOGETHER))

    def settled(self, given_by_others: set[Triple]) -> tuple[set[Triple], set[Triple]]:
        """Give the triples that go and those that come."""
        gone = (self.removed - self.added) | (self.removed_direct - self.added_direct - given_by_others)
        come = (self.added - self.removed) | (self.added_direct - self.removed_direct - given_by_others)
        return gone, come


def _seen(key: str, common: Common) -> tuple[Mapping[str, str], str | None]:
    """Give what the graph of all makes of an article: the keys of its nodes, and the article that it repeats."""
    return common.keys(key), common.originals.get(key)


def _question(triples: Iterable[Triple], changed: str) -> str:
    values = " ".join(f"( {triple.subject} {triple.predicate} {triple.object} )" for triple in triples)
    return f"""SELECT DISTINCT ?s ?p ?o WHERE {{
  VALUES ( ?s ?p ?o ) {{ {values} }}
  ?claim {RDF["subject"]} ?s ; {RDF["predicate"]} ?p ; {RDF["object"]} ?o ; {KG["status"]} {KG["Asserted"]} ;
    {PROV["wasDerivedFrom"]} ?article .
  FILTER(?article NOT IN ( {changed} ))
}}"""
