"""Questions to a graph at rest.

Takes the name of a file, a folder or a store, and a question; gives the answer, from a process that can be stopped.
Never knows what an answer says.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kg.pipeline.articles import Name
from kg.pipeline.graphs import find, load

if TYPE_CHECKING:
    from kg.rdf import Results
    from kg.rdf.limits import Limits


def ask(
    name: Name, sparql: str, parameters: Mapping[str, str], limits: Limits | None = None, *, named: bool = True
) -> Results:
    """Ask a saved graph a question; `named` tells whether the answer is laid out for a reader, who wants names.

    Raises:
        GraphError: there is no such graph, the question is wrong, or its answer takes more than it may.

    """
    from kg import rdf
    from kg.rdf.limits import limited

    place = place_of(name)
    if place is None:
        return rdf.query(load(name).store, sparql, parameters)
    return limited(place, sparql, parameters, named=named, limits=limits)


def place_of(name: Name) -> Path | None:
    """Find what another process can open: a file, or the folder of shards or of a database; None for a store elsewhere.

    Raises:
        GraphError: there is no such graph.

    """
    from kg import store

    location = os.fspath(name)
    if store.is_remote(location):
        return None
    if store.is_store(Path(location)):
        load(location)  # merges what an interrupted build left
        return Path(location) / store.DATABASE
    return find(location)


def beside(name: Name, ending: str) -> Path:
    """Name what is made of a graph: beside its file or store, or here where the store is elsewhere.

    >>> str(beside("output/graph.ttl", ".html"))
    'output/graph.html'
    """
    from kg import store

    location = os.fspath(name)
    if store.is_remote(location):
        return Path(f"graph{ending}")
    if store.is_store(Path(location)):
        folder = Path(location)
        return folder.parent / f"{folder.resolve().name}{ending}"  # the folder may be called `.`
    found = find(location)
    return found.parent / f"{found.absolute().stem}{ending}"  # the folder of shards may be called `.`
