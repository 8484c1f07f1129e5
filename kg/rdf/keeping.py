"""Articles kept in a database, each with its graph, and the graph of all.

Takes networks of single articles; gives them back, merged or one by one. The named graph of an article says what the
article says by itself; the default graph is the graph of all, merged from the others, and answers questions as a file
of it would. A graph named as the base IRI says whose data it is and what the user decided.

Knows in which order things are written: each article is one transaction, which takes from the graph of all the count
of its triples. A graph of all without it is out of date, and is made anew from the articles. Never knows where the
database lies.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import Literal, NamedNode, Triple

from kg import graph as network
from kg.errors import GraphError
from kg.graph import UNDECIDED, Decisions, Network
from kg.rdf.changes import Change, Database, Name, Row
from kg.rdf.datasets import Dataset, decided, graph_name, part_of
from kg.rdf.increments import Changes, Memory, State
from kg.rdf.reading import from_triples
from kg.rdf.vocabulary import DEFAULT_BASE, KG, RDF, SCHEMA, VOID, checked_base, data_iri, data_key
from kg.rdf.writing import content, notes, size, to_sections

_WHOSE = f"SELECT ?base WHERE {{ GRAPH ?base {{ ?base {VOID['vocabulary']} <{KG.namespace}> }} }}"
_ARTICLES = f"""SELECT ?article ?name ?title ?date WHERE {{
  GRAPH ?article {{
    ?article {RDF["type"]} {SCHEMA["NewsArticle"]} ; {SCHEMA["identifier"]} ?name .
    OPTIONAL {{ ?article {SCHEMA["headline"]} ?title }}
    OPTIONAL {{ ?article {SCHEMA["datePublished"]} ?date }}
  }}
}}"""


@dataclass(frozen=True, slots=True, order=True)
class Kept:
    """An article that is kept: its id, the name of its graph, and what a list of articles shows."""

    name: str
    graph: str
    title: str | None
    date: str | None


class Articles:
    """The articles of a database."""

    def __init__(self, database: Database, base: str | None = None, memory: Memory | None = None) -> None:
        """Look what is kept; `base` is the IRI under which data stands in a database that is new.

        A `memory` of the last merging makes the next one quick: only what has changed is read again.

        Raises:
            GraphError: the data stands under another IRI already, or `base` is none.

        """
        self._database = database
        self._memory = memory
        self._changes: Changes | None = None
        self._before: int | None = None
        known = sorted(row["base"].value for row in database.select(_WHOSE) if row["base"])
        if base and known and base != known[0]:
            msg = f"its data stands under {known[0]}, not under {base}; name another store, or leave the base out"
            raise GraphError(msg)
        self.base = known[0] if known else checked_base(base or DEFAULT_BASE)
        self._is_new = not known
        self._of_all = NamedNode(self.base)

    @cached_property
    def _by_name(self) -> dict[str, set[Kept]]:
        found: dict[str, set[Kept]] = {}
        for row in self._database.select(_ARTICLES):
            words = {name: term.value if term else None for name, term in row.items()}
            kept = Kept(words["name"] or "", words["article"] or "", words["title"], words["date"])
            found.setdefault(kept.name, set()).add(kept)
        return found

    def __iter__(self) -> Iterator[Kept]:
        """Yield the articles by name."""
        return iter(sorted(kept for alike in self._by_name.values() for kept in alike))

    def __len__(self) -> int:
        return len(self._by_name)

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def require(self, name: str) -> set[Kept]:
        """Give what is kept under a name.

        Raises:
            GraphError: there is nothing.

        """
        if name not in self._by_name:
            msg = f"there is no article '{name}' in this store; kg store info --articles lists them"
            raise GraphError(msg)
        return self._by_name[name]

    # ---- what they say

    def one(self, name: str) -> Network:
        """Give the graph of one article by itself.

        Raises:
            GraphError: there is none of that name.

        """
        return self._part(min(self.require(name)))

    def all(self) -> Dataset:
        """Give all articles, each with its graph."""
        return Dataset([self._part(kept) for kept in self], self.decisions(), self.base)

    def merged(self) -> Network:
        """Give the graph of all articles, as it was when they were last merged."""
        return from_triples(self._database.triples(None), self.base)

    def decisions(self) -> Decisions:
        """Give what the user decided on who is who."""
        return decided(self._database.triples(self._of_all))

    @property
    def is_merged(self) -> bool:
        """Whether the graph of all is that of the articles that are kept now."""
        return self._is_new or bool(self._size())

    def count(self) -> int:
        """Count the triples of the graph of all, 0 where it is out of date."""
        return max(
            (int(triple.object.value) for triple in self._size() if isinstance(triple.object, Literal)), default=0
        )

    # ---- changes

    def put(self, part: Network) -> None:
        """Keep an article; it takes the place of an earlier one of its name, unless nothing has changed.

        Raises:
            GraphError: the database cannot be written.

        """
        (document,) = network.documents(part)
        name = graph_name(part, self.base)
        triples = [triple for section in content(part, self.base).values() for triple in section]
        earlier = self._by_name.get(document.name, set())
        if {kept.graph for kept in earlier} == {name.value} and set(self._database.triples(name)) == set(triples):
            return
        added: dict[Name, list[Triple]] = {name: triples}
        if self._is_new:
            added[self._of_all] = notes(self.base, UNDECIDED)
        self._change(earlier, added)
        if self._changes:
            self._changes.come(part)
        self._by_name[document.name] = {Kept(document.name, name.value, document.title, document.date)}

    def forget(self, name: str) -> None:
        """Withdraw an article; what it alone says is gone once the others are merged.

        Raises:
            GraphError: there is none of that name.

        """
        self._change(self.require(name), {})
        del self._by_name[name]

    def decide(self, decisions: Decisions) -> None:
        """Keep what the user decides on who is who; it holds from the next merging on."""
        now, before = notes(self.base, decisions), self._database.triples(self._of_all)
        if set(now) != set(before):
            removed = [triple for triple in before if triple not in now]
            self._change((), {self._of_all: now}, {self._of_all: removed} if removed else {})

    def merge(self) -> None:
        """Make the graph of all from those of the articles, in one transaction."""
        state = self._merge_changes(self._changes) if self._changes else self._merge_all()
        if self._memory:
            self._memory.keep(state)
        self._changes = self._before = None

    def _merge_all(self) -> State:
        dataset = self.all()
        wanted = dict.fromkeys(t for section in to_sections(dataset.merged, self.base).values() for t in section)
        found = dict.fromkeys(self._database.triples(None))
        removed = [triple for triple in found if triple not in wanted]
        added = [triple for triple in wanted if triple not in found]
        self._apply(removed, added)
        summaries = (network.bare(network.summarise(part)) for part in dataset.parts)
        return State({summary.document.id: summary for summary in summaries}, dataset.decisions)

    def _merge_changes(self, changes: Changes) -> State:
        decisions = self.decisions()
        found = changes.difference(decisions, self._part_of, self.base)
        rows = (row for question in found.questions(self.base) for row in self._database.select(question))
        removed, added = found.settled({_triple(row) for row in rows})
        told = len(size(0, self.base))  # the triples that count them all are counted too, and counted anew
        count = (self._before or told) - told + len(added) - len(removed)
        self._apply(removed, added | set(size(count, self.base)))
        return changes.state(decisions)

    def _apply(self, removed: Collection[Triple], added: Collection[Triple]) -> None:
        self._database.apply(Change(removed={None: removed} if removed else {}, added={None: added}))

    def _change(
        self,
        gone: Iterable[Kept],
        added: Mapping[Name, list[Triple]],
        removed: Mapping[Name, list[Triple]] | None = None,
    ) -> None:
        """Change articles, and with them the graph of all to one that is out of date."""
        if self._before is None:
            self._begin()
        going = sorted(gone)
        if self._changes:
            for kept in going:
                self._changes.go(self._key(kept), self._part(kept))
        dropped = [NamedNode(kept.graph) for kept in going]
        size = self._size()
        self._database.apply(Change(dropped, {**(removed or {}), **({None: size} if size else {})}, added))
        self._is_new = False

    def _begin(self) -> None:
        """Take the state of the last merging, if there is one that holds, before anything changes."""
        self._before = self.count()
        state = self._memory.take() if self._memory else None
        if self._is_new:
            state = State({}, UNDECIDED)
        if state and self.is_merged and state.summaries.keys() == set(map(self._key, self)):
            self._changes = Changes(state)

    def _size(self) -> list[Triple]:
        """Give the triple by which the graph of all counts its triples, if it does."""
        sparql = f"SELECT ?size WHERE {{ {self._of_all} {VOID['triples']} ?size }}"
        sizes = [row["size"] for row in self._database.select(sparql)]
        return [Triple(self._of_all, VOID["triples"], size) for size in sizes if size]

    def _key(self, kept: Kept) -> str:
        return data_key(NamedNode(kept.graph), self.base)

    def _part(self, kept: Kept) -> Network:
        return self._part_of(self._key(kept))

    def _part_of(self, key: str) -> Network:
        name = data_iri(key, self.base)
        return part_of(self._database.triples(name), name, self.base)


def _triple(row: Row) -> Triple:
    """Take a triple from an answer."""
    subject, predicate, value = row["s"], row["p"], row["o"]
    if isinstance(subject, NamedNode) and isinstance(predicate, NamedNode) and value is not None:
        return Triple(subject, predicate, value)
    msg = f"the database answers with {row}, which is no triple"
    raise GraphError(msg)
