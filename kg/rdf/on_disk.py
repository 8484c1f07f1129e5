"""An Oxigraph database in a folder, open to one writer and any number of readers.

Takes changes and names of graphs; makes each change in one transaction, gives triples. Knows what Oxigraph says of
locks and files; says what to do about it. Never knows what a graph is about.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, cast

import pyoxigraph as ox

from kg.errors import GraphError
from kg.rdf.changes import Change, Name, Row, rows

MANY: Final = 100_000
"""Triples that are sorted into files of their own before any of them is in the database, all at once in the end."""


class OnDisk:
    """A database; a reader sees it as it was when it was opened."""

    def __init__(self, folder: Path, *, writable: bool) -> None:
        """Open it, and make it where it is missing and may be written.

        Raises:
            GraphError: another process writes to it, or it cannot be read.

        """
        self.folder = folder
        try:
            self.store = ox.Store(str(folder)) if writable else ox.Store.read_only(str(folder))
        except OSError as error:
            if "lock file" in str(error):
                msg = f"another process is writing to '{folder.parent}'; wait until it is done, or stop it"
            else:
                msg = f"cannot open the store '{folder.parent}': {error}"
            raise GraphError(msg) from error

    def close(self) -> None:
        """Let others write."""
        del self.store

    def triples(self, name: Name) -> list[ox.Triple]:
        """Give the triples of a graph."""
        return [quad.triple for quad in self.store.quads_for_pattern(None, None, None, name or ox.DefaultGraph())]

    def select(self, sparql: str) -> list[Row]:
        """Answer a question of ours."""
        return rows(cast("ox.QuerySolutions", self.store.query(sparql)))

    def apply(self, change: Change) -> None:
        """Make a change; one that only adds needs no SPARQL, which would have to be parsed again.

        Raises:
            GraphError: it cannot be written.

        """
        try:
            if change.dropped or change.removed:
                self.store.update(change.to_update())
            elif sum(map(len, change.added.values())) > MANY:
                self.store.bulk_extend(_quads(change))
            else:
                self.store.extend(_quads(change))
        except OSError as error:
            msg = f"cannot write to '{self.folder.parent}': {error}; make room, or change its permissions"
            raise GraphError(msg) from error

    def flush(self) -> None:
        """Write what the operating system still holds in memory to the disk."""
        self.store.flush()

    def compact(self) -> None:
        """Give back the room of what was withdrawn."""
        self.store.optimize()

    def backup(self, target: Path) -> None:
        """Copy the database into a new folder, as it is at this moment.

        Raises:
            GraphError: it cannot be written there.

        """
        try:
            self.store.backup(str(target))
        except OSError as error:
            msg = f"cannot make a backup at '{target.parent}': {error}; name a new folder on the same disk"
            raise GraphError(msg) from error


def _quads(change: Change) -> Iterator[ox.Quad]:
    for name, triples in change.added.items():
        graph = name or ox.DefaultGraph()
        yield from (ox.Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples)
