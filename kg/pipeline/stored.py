"""The graph that a store holds, as a script sees it.

Takes the path of a store or the address of one elsewhere; gives its graph, read when it is needed. Never writes to the
store, but for merging what an interrupted build left unmerged.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg import store
from kg.errors import GraphError
from kg.pipeline.graphs import Graph

if TYPE_CHECKING:
    from kg.graph import Network
    from kg.rdf import Source


def is_stored(location: str) -> bool:
    """Tell a store from files and folders of files."""
    return store.is_remote(location) or store.is_store(Path(location))


class StoredGraph(Graph):
    """What the articles of a store say."""

    def __init__(self, location: str) -> None:
        """Look whether the store is there and merged.

        Raises:
            GraphError: it cannot be read, or is elsewhere and holds no articles.

        """
        self.location = location
        with store.opened(location) as opened:
            decisions, base, is_merged = opened.articles.decisions(), opened.articles.base, opened.articles.is_merged
            is_strange = store.is_remote(location) and not any(opened.articles)
        if is_strange:
            msg = (
                f"'{location}' holds no articles that kg build --store put there; what came there in another way is"
                " asked for by SPARQL, at its endpoint"
            )
            raise GraphError(msg)
        super().__init__(decisions=decisions)
        self.base = base
        if not is_merged:
            self._merge()

    @cached_property
    def parts(self) -> Sequence[Network] | None:
        """Give the graph of each article by itself."""
        with store.opened(self.location) as opened:
            return opened.articles.all().parts

    @cached_property
    def network(self) -> Network:
        """Give the graph of all articles."""
        with store.opened(self.location) as opened:
            return opened.articles.merged()

    @cached_property
    def store(self) -> Source:
        """Give the graph as triples that questions can be put to."""
        with store.opened(self.location) as opened:
            return opened.triples()

    def to_json(self) -> str:
        """Write the graph JSON of the articles: of one its document, of several a list of documents.

        Raises:
            GraphError: the store keeps none.

        """
        with store.opened(self.location) as opened:
            documents = [opened.json(kept.name) for kept in opened.articles]
        return documents[0] if len(documents) == 1 else f"[{','.join(documents)}]"

    def _merge(self) -> None:
        """Merge what an interrupted build left; while another process writes, the graph stays as it was."""
        try:
            with store.opened(self.location, writable=True) as opened:
                opened.merge()
        except GraphError:
            return
