"""What is asked of a database of named graphs, wherever it lies, and how it is changed.

Takes names of graphs and triples; gives the request of SPARQL 1.1 Update that makes a change as a whole. What is
written stands in it as Oxigraph writes terms, never as text of somebody's. Never knows what a graph is about.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, cast

import pyoxigraph as ox

Name = ox.NamedNode | None
"""The name of a graph, None for the default graph."""
Row = Mapping[str, ox.NamedNode | ox.Literal | None]


@dataclass(frozen=True)
class Change:
    """What one transaction does: graphs that go, triples that go from a graph, and triples that come to one."""

    dropped: Sequence[ox.NamedNode] = ()
    removed: Mapping[Name, Collection[ox.Triple]] = field(default_factory=dict)
    added: Mapping[Name, Collection[ox.Triple]] = field(default_factory=dict)

    def to_update(self) -> str:
        """Write the change as one request of SPARQL 1.1 Update (https://www.w3.org/TR/sparql11-update/).

        >>> name = ox.NamedNode("https://example.org/a")
        >>> print(Change([name], added={None: [ox.Triple(name, name, ox.Literal("x"))]}).to_update())
        DROP SILENT GRAPH <https://example.org/a> ;
        INSERT DATA {
        <https://example.org/a> <https://example.org/a> "x" .
        }
        """
        parts = [f"DROP SILENT GRAPH {name}" for name in self.dropped]
        parts += [f"DELETE DATA {{\n{_in(name, triples)}}}" for name, triples in self.removed.items()]
        parts += [f"INSERT DATA {{\n{_in(name, triples)}}}" for name, triples in self.added.items()]
        return " ;\n".join(parts)


class Database(Protocol):
    """Graphs under names, and a default graph."""

    def triples(self, name: Name) -> list[ox.Triple]:
        """Give the triples of a graph, none if there is no such graph."""
        ...

    def select(self, sparql: str) -> list[Row]:
        """Answer a question of ours."""
        ...

    def apply(self, change: Change) -> None:
        """Make a change, as a whole or not at all.

        Raises:
            GraphError: it cannot be made.

        """
        ...

    def flush(self) -> None:
        """Make what has been changed survive a power cut, where that is ours to do."""
        ...


def rows(found: ox.QuerySolutions) -> list[Row]:
    """Give solutions as mappings from the names of variables."""
    names = [variable.value for variable in found.variables]
    return [{name: cast("ox.NamedNode | ox.Literal | None", row[name]) for name in names} for row in found]


def _in(name: Name, triples: Iterable[ox.Triple]) -> str:
    written = (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode()
    return f"GRAPH {name} {{\n{written}}}\n" if name else written
