"""What a server needs of a graph: where questions are put to it, and its articles one by one.

Takes the name of a file, a folder or a store; gives pages and JSON of its articles, made when they are asked for. Never
knows HTTP.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg import graph, store, view
from kg.errors import GraphError
from kg.pipeline.asking import place_of
from kg.pipeline.graphs import Graph, load
from kg.rdf.parsing import files_of

if TYPE_CHECKING:
    from kg.graph import Network

Listed = Sequence[tuple[str, str | None, str | None]]
"""Id, title and date of each article."""


def served(name: str | os.PathLike[str]) -> tuple[Path, FileArticles | StoreArticles]:
    """Find what questions are put to, a file or the folder of a database, and its articles.

    Raises:
        GraphError: there is no such graph here, or it cannot be read.

    """
    place = place_of(name)
    if place is None:
        msg = f"'{name}' is served already, where it is; give a file or a store of this machine"
        raise GraphError(msg)
    return place, FileArticles(place) if files_of(place) else StoreArticles(os.fspath(name))


class StoreArticles:
    """The articles of a store."""

    def __init__(self, location: str) -> None:
        self._location = location

    def names(self) -> Listed:
        """List the articles."""
        with store.opened(self._location) as it:
            return [(kept.name, kept.title, kept.date) for kept in it.articles]

    def page(self, name: str) -> str:
        """Draw an article's graph.

        Raises:
            LookupError: there is no such article.

        """
        with store.opened(self._location) as it:
            if name not in it.articles:
                raise LookupError(name)
            return view.to_html(it.articles.one(name))

    def json(self, name: str) -> str:
        """Give an article's graph JSON.

        Raises:
            LookupError: there is none.

        """
        try:
            with store.opened(self._location) as it:
                return it.json(name)
        except GraphError as error:
            raise LookupError(name) from error


class FileArticles:
    """The articles of a file; their JSON lies beside it, where a build put it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def _graph(self) -> Graph:
        return load(self._path)

    @cached_property
    def _networks(self) -> dict[str, Network]:
        parts = self._graph.parts
        if parts is None:
            whole = self._graph.network
            parts = [graph.of_one(whole, document.id) for document in graph.documents(whole)]
        return {document.name: part for part in parts for document in graph.documents(part)}

    def names(self) -> Listed:
        """List the articles."""
        documents = sorted(graph.documents(self._graph.network), key=lambda document: document.name)
        return [(document.name, document.title, document.date) for document in documents]

    def page(self, name: str) -> str:
        """Draw an article's graph.

        Raises:
            LookupError: there is no such article.

        """
        return view.to_html(self._networks[name])

    def json(self, name: str) -> str:
        """Give an article's graph JSON.

        Raises:
            LookupError: there is none.

        """
        if name not in self._networks:
            raise LookupError(name)
        for marked in (True, False):
            path = self._path.parent / f"{store.file_name(name, is_marked=marked)}.json"
            with suppress(OSError):
                return path.read_text(encoding="utf-8")
        raise LookupError(name)
