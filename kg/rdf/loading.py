"""A file, a folder of shards, a graph or a store -> a store that answers questions.

Takes what holds a graph; gives an Oxigraph store whose default graph is the graph of all articles, with a named graph
for each article where the source keeps them apart. Never knows what a triple means.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from kg.graph import Network
from kg.rdf.datasets import Dataset, from_quads
from kg.rdf.parsing import base_in, fill, form_of_source, quads
from kg.rdf.reading import from_triples, stated_base
from kg.rdf.writing import to_sections

Source: TypeAlias = Path | str | Network | Dataset | ox.Store
"""A file, shards, Turtle text, a graph, articles each with a graph, or a store made of these by `load`."""

__all__ = ["Saved", "Source", "base_in", "load", "read"]


def load(source: Source) -> ox.Store:
    """Make a store in memory, which many questions can be put to.

    Raises:
        GraphError: there is no such file, it cannot be read, or it was cut off.

    """
    if isinstance(source, ox.Store):
        return source
    store = ox.Store()
    if isinstance(source, Dataset):
        store.bulk_extend(source.all_quads())
    elif isinstance(source, Path | str):
        fill(store, source)
        if form_of_source(source).of_articles and base_in(store):
            return load(from_quads(store))
    else:
        store.bulk_extend(ox.Quad(*triple) for section in to_sections(source).values() for triple in section)
    return store


@dataclass(frozen=True)
class Saved:
    """What files hold: the graph of all articles, the IRI of its data, and the articles where they stand apart."""

    network: Network
    base: str
    dataset: Dataset | None = None


def read(path: Path) -> Saved:
    """Read a graph back from a file or a folder of shards.

    Raises:
        GraphError: there is no such file, it cannot be read, was cut off, or holds no graph of ours.

    """
    found = quads(path)
    if form_of_source(path).of_articles:
        dataset = from_quads(found)
        return Saved(dataset.merged, dataset.base, dataset)
    triples = [quad.triple for quad in found]
    base = stated_base(triples)
    return Saved(from_triples(triples, base), base)
