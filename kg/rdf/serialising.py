"""A graph, or articles each with a graph -> RDF in the format that is asked for.

Takes networks; gives text, the same bytes on every machine. Knows which writer makes which format: pyoxigraph, which
writes a million triples in a second, all but RDF/XML, which is rdflib's. Never what a triple means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from kg.errors import GraphError
from kg.graph import Network
from kg.rdf import json_ld, turtle
from kg.rdf.datasets import Dataset, in_graph
from kg.rdf.formats import FORMATS
from kg.rdf.vocabulary import DEFAULT_BASE, prefixes
from kg.rdf.writing import Sections, to_sections

if TYPE_CHECKING:
    from typing import TypeAlias

    import rdflib

    RdflibGraph: TypeAlias = rdflib.Graph

GRAPHS: Final = tuple(name for name, form in FORMATS.items() if not form.of_articles)
DATASETS: Final = tuple(name for name, form in FORMATS.items() if form.of_articles)
_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold, not even escaped (https://www.w3.org/TR/xml/#charsets)."""


def to_turtle(graph: Network, base: str = DEFAULT_BASE) -> str:
    """Write the graph as Turtle, data under the base IRI.

    Raises:
        GraphError: the base is no absolute IRI that ends in `/` or `#`.

    """
    return turtle.write(to_sections(graph, base), prefixes(base))


def to_rdflib(written: str) -> RdflibGraph:
    """Give a graph in Turtle to those who work with rdflib."""
    import rdflib  # noqa: PLC0415 - it takes 0.2 s to load

    return rdflib.Graph().parse(data=written, format="turtle")


def serialise(graph: Network, form: str, base: str = DEFAULT_BASE) -> str:
    """Write the graph of all articles in one of `GRAPHS`: `ttl`, `nt`, `jsonld` or `rdf`.

    Raises:
        GraphError: the base is no absolute IRI, or there is no such format for a single graph.

    """
    sections = to_sections(graph, base)
    match form:
        case "ttl":
            return turtle.write(sections, prefixes(base))
        case "nt":
            return lines(_in_default_graph(chain.from_iterable(sections.values())))
        case "jsonld":
            return json_ld.write(sections, base)
        case "rdf":
            return _xml(sections, prefixes(base))
    msg = f"there is no format '{form}' for a graph; choose from {', '.join(GRAPHS)}"
    raise GraphError(msg)


def serialise_articles(dataset: Dataset, form: str) -> str:
    """Write each article as a graph of its own in one of `DATASETS`: `trig` or `nq`.

    Raises:
        GraphError: the base is no absolute IRI, or there is no such format for several graphs.

    """
    articles = list(dataset.articles())
    count = sum(len(section) for _, sections in articles for section in sections.values())
    described = dataset.description(count)
    match form:
        case "trig":
            of_itself: Sections = {"These articles, all their triples counted": described}
            return turtle.write_graphs([(None, of_itself), *articles], prefixes(dataset.base))
        case "nq":
            quads = [quad for name, sections in articles for quad in in_graph(sections, name)]
            return lines([*_in_default_graph(described), *quads])
    msg = f"there is no format '{form}' for articles; choose from {', '.join(DATASETS)}"
    raise GraphError(msg)


def _in_default_graph(triples: Iterable[ox.Triple]) -> Iterable[ox.Quad]:
    return (ox.Quad(*triple) for triple in triples)


def lines(quads: Iterable[ox.Quad]) -> str:
    """Write one statement a line, the lines in order, so that files compare and merge as texts do."""
    written = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    return "".join(f"{line}\n" for line in sorted(written.decode().split("\n")) if line)


def _xml(sections: Sections, known: Mapping[str, str]) -> str:
    import rdflib  # noqa: PLC0415 - it takes 0.2 s to load, and no other format needs it

    class Ordered(rdflib.Graph):
        """A graph that its serialiser walks through in order, as the order in its memory is accidental."""

        def triples(self, triple: Any) -> Any:
            return iter(sorted(super().triples(triple)))

    graph = Ordered(bind_namespaces="none")
    for prefix, namespace in known.items():
        graph.bind(prefix, namespace)
    graph.parse(data=lines(_in_default_graph(chain.from_iterable(sections.values()))), format="nt")
    return _NO_XML.sub("\ufffd", graph.serialize(format="xml")).replace("\r", "&#13;")
