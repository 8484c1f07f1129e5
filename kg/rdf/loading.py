"""Turtle, a file or a graph -> triples, and a store that answers questions about them.

Takes what holds a graph; gives triples. Knows how many triples one of our files must have, so that a file that was
cut off is noticed (it is often valid Turtle); never what a triple means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.errors import GraphError
from kg.graph import Network
from kg.rdf.vocabulary import KG, VOID
from kg.rdf.writing import to_sections

_NUMBER = re.compile(r"[0-9]{1,18}")
Source = Path | str | Network | ox.Store
"""A Turtle file, Turtle text, a graph, or a store made of one of them by `load`."""


def load(source: Source) -> ox.Store:
    """Make a store in memory, which many questions can be put to.

    Raises:
        GraphError: there is no such file, it is no Turtle, or it was cut off.

    """
    if isinstance(source, ox.Store):
        return source
    store = ox.Store()
    store.bulk_extend(ox.Quad(*triple) for triple in triples(source))
    return store


def triples(source: Path | str | Network) -> dict[ox.Triple, None]:
    """Read the triples, each once, in the order of the file.

    Raises:
        GraphError: there is no such file, it is no Turtle, or it was cut off.

    """
    if not isinstance(source, Path | str):
        return {triple: None for section in to_sections(source).values() for triple in section}
    name = f"'{source}'" if isinstance(source, Path) else "the text"
    found = _parsed(_bytes(source), name)
    size = max((number for _, number in _sizes(found)), default=1)
    if len(found) < size:
        msg = f"{name} holds {len(found)} triples of {size}: it was cut off; build it again"
        raise GraphError(msg)
    return found


def base_of(found: Iterable[ox.Triple]) -> str | None:
    """Give the base IRI of a graph of ours, None for any other."""
    return next((dataset.value for dataset, _ in _sizes(found)), None)


def base_in(store: ox.Store) -> str | None:
    """Give the base IRI of a graph of ours in a store, None for any other."""
    described = (store.quads_for_pattern(None, VOID[term], None) for term in ("vocabulary", "triples"))
    return base_of(quad.triple for quads in described for quad in quads)


def _sizes(found: Iterable[ox.Triple]) -> Iterator[tuple[ox.NamedNode, int]]:
    """Find where a graph in our vocabulary says how many triples it has; other data sets may count what they like."""
    said = [triple for triple in found if triple.predicate in {VOID["vocabulary"], VOID["triples"]}]
    ours = {triple.subject for triple in said if triple.object == ox.NamedNode(KG.namespace)}
    for triple in said:
        graph, size = triple.subject, triple.object
        if graph in ours and isinstance(graph, ox.NamedNode) and isinstance(size, ox.Literal):
            yield graph, int(size.value) if _NUMBER.fullmatch(size.value) else 0


def _bytes(source: Path | str) -> bytes:
    if isinstance(source, str):
        return source.encode(errors="replace")
    try:
        return source.read_bytes()
    except OSError as error:
        msg = f"cannot read the graph '{source}': {error.strerror}"
        raise GraphError(msg) from error


def _parsed(data: bytes, name: str) -> dict[ox.Triple, None]:
    try:
        return {quad.triple: None for quad in ox.parse(data, format=ox.RdfFormat.TURTLE)}
    except SyntaxError as error:
        msg = f"{name} is no Turtle, or was cut off: {error}"
        raise GraphError(msg) from error
