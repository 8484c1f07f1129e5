"""The laws of a graph, asked of graphs of any size.

Takes a graph; gives the laws that it breaks, with the nodes at fault. Knows that each law is an ASK query for what
breaks it (`knowledge/queries/invariants/*.rq`); `knowledge/shapes.ttl` says the same and more in SHACL, which takes a
minute where these take a second.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import pyoxigraph as ox

from kg.rdf.loading import Source, base_in, load
from kg.rdf.questions import Question, questions
from kg.rdf.vocabulary import DEFAULT_BASE, shortened

EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Broken:
    """A law that a graph breaks: its name, itself in words, and some of the nodes at fault."""

    name: str
    words: str
    examples: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.words} Broken by {'; '.join(self.examples)}"


def check(source: Source) -> list[Broken]:
    """Find the laws that a graph breaks, none if it is sound.

    Raises:
        GraphError: the source is no graph.

    """
    store = load(source)
    return [_broken(law, store) for law in questions("queries/invariants") if store.query(law.sparql)]


def _broken(law: Question, store: ox.Store) -> Broken:
    """Ask which nodes are at fault: those that make the ASK query true."""
    select = law.sparql.replace("ASK {", "SELECT * WHERE {", 1) + f"LIMIT {EXAMPLES}"
    found = cast("ox.QuerySolutions", store.query(select))
    base = base_in(store) or DEFAULT_BASE
    return Broken(law.name, law.words, tuple(sorted(_example(row, found.variables, base) for row in found)))


def _example(row: ox.QuerySolution, variables: list[ox.Variable], base: str) -> str:
    terms = {variable.value: row[variable] for variable in variables}
    return ", ".join(f"{name} {shortened(term, base)}" for name, term in sorted(terms.items()) if term is not None)
