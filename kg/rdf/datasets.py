"""Articles, each with a graph of its own <-> an RDF dataset: a named graph for each article.

Takes networks of single articles, or quads; gives quads, and back. Knows that an article's graph says what the article
says by itself, so that to withdraw the article is to drop its graph; and that the graph of all is made of the others
by merging, with the user's decisions, which the dataset keeps as notes. Never knows how a file is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from kg import graph as network
from kg.errors import GraphError
from kg.graph import UNDECIDED, Decisions, Network
from kg.rdf.reading import from_triples, stated_base
from kg.rdf.vocabulary import DEFAULT_BASE, SKOS, data_iri
from kg.rdf.writing import Sections, content, size, to_sections


@dataclass(frozen=True)
class Dataset:
    """Networks of one article each, the user's decisions on who is who across them, and the base IRI."""

    parts: Sequence[Network]
    decisions: Decisions = UNDECIDED
    base: str = DEFAULT_BASE

    @cached_property
    def merged(self) -> Network:
        """The graph of all articles."""
        return network.merge(self.parts, self.decisions)

    def articles(self) -> Iterator[tuple[NamedNode, Sections]]:
        """Yield the graph of each article by its name, in the order of the names."""
        by_name = {graph_name(part, self.base): part for part in self.parts}
        for name in sorted(by_name, key=str):
            yield name, content(by_name[name], self.base)

    def description(self, count: int) -> list[Triple]:
        """Tell in the default graph how many triples the others have, and what the user decided."""
        return size(count, self.base, self.decisions)

    def all_quads(self) -> Iterator[Quad]:
        """Yield the graph of all articles as the default graph, and those of each."""
        for section in to_sections(self.merged, self.base).values():
            yield from (Quad(*triple) for triple in section)
        for name, sections in self.articles():
            yield from in_graph(sections, name)


def graph_name(part: Network, base: str = DEFAULT_BASE) -> NamedNode:
    """Name the graph of an article: as the article itself."""
    (document,) = network.documents(part)
    return data_iri(document.id, base)


def in_graph(sections: Sections, name: NamedNode) -> Iterator[Quad]:
    """Yield the triples of an article as quads of its graph."""
    for section in sections.values():
        yield from (Quad(triple.subject, triple.predicate, triple.object, name) for triple in section)


def from_quads(found: Iterable[Quad]) -> Dataset:
    """Read the articles of a dataset.

    Raises:
        GraphError: it is none of ours.

    """
    graphs: dict[NamedNode, list[Triple]] = {}
    described: list[Triple] = []
    for quad in found:
        if isinstance(quad.graph_name, NamedNode):
            graphs.setdefault(quad.graph_name, []).append(quad.triple)
        elif isinstance(quad.graph_name, DefaultGraph):
            described.append(quad.triple)
    base = stated_base(described)
    return Dataset([part_of(graphs[name], name, base) for name in sorted(graphs, key=str)], decided(described), base)


def part_of(found: Iterable[Triple], name: NamedNode, base: str) -> Network:
    """Read the network of one article.

    Raises:
        GraphError: its graph is none of ours, or speaks of another article.

    """
    part = from_triples(found, base)
    if [data_iri(document.id, base) for document in network.documents(part)] != [name]:
        msg = f"the graph {name} does not describe the article of that name alone; it is broken"
        raise GraphError(msg)
    return part


def decided(described: Iterable[Triple]) -> Decisions:
    """Read the user's decisions from what a dataset says of itself."""
    notes = [triple.object for triple in described if triple.predicate == SKOS["editorialNote"]]
    return network.read_decisions("\n".join(sorted(note.value for note in notes if isinstance(note, Literal))))
