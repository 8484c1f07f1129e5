r"""The property graph -> one script in Cypher, which may be run again: what is there is not made twice.

Takes the network; gives the text of the script. Knows how Cypher writes values; never which nodes and relationships
there are (`property_graph` says). The graph that a newer script no longer holds stays in the database.

Neo4j up to version 5 replaces `\uXXXX` before it looks for strings, behind a backslash that is itself escaped too
(https://neo4j.com/docs/cypher-manual/5/syntax/parsing/); hence no backslash of ours stands before a `u`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from kg.export.property_graph import Relationship, Vertex, relationships, vertices
from kg.export.rows import Value
from kg.graph import Network

KINDS: Final = ("Article", "Entity", "Event", "Claim", "Quotation")
BATCH: Final = 500
"""Rows of one statement: Neo4j plans each statement anew, and keeps it whole in memory."""


def to_cypher(graph: Network) -> str:
    """Write the script: constraints, then nodes, then relationships, each statement closed by a semicolon."""
    made = vertices(graph)
    kinds = {vertex.id: vertex.labels[0] for vertex in made}
    return "\n".join([*_constraints(), *_nodes(made), *_edges(relationships(graph), kinds), ""])


def quoted(text: str) -> str:
    r"""Write a text as a string of Cypher; one that holds `\u` is put together from two.

    >>> print(quoted("l'État"), quoted(r"\u0027"))
    'l\'État' '\\' + 'u0027'
    """
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return "'" + re.sub(r"\\([uU])", r"\\' + '\1", escaped) + "'"


def _constraints() -> Iterator[str]:
    for kind in KINDS:
        name = f"kg_{kind.lower()}_id"
        yield f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (node:{kind}) REQUIRE node.id IS UNIQUE;"


def _nodes(found: Iterable[Vertex]) -> Iterator[str]:
    by_labels: dict[tuple[str, ...], list[str]] = {}
    for vertex in found:
        by_labels.setdefault(vertex.labels, []).append(_map({"id": vertex.id, **vertex.properties}))
    for labels, rows in by_labels.items():
        others = "".join(f":{_name(label)}" for label in labels[1:])
        change = f"SET node += row{f', node{others}' if others else ''}"
        yield from _statements(rows, f"MERGE (node:{labels[0]} {{id: row.id}})\n{change}")


def _edges(found: Iterable[Relationship], kinds: Mapping[str, str]) -> Iterator[str]:
    by_pattern: dict[str, list[str]] = {}
    for one in found:
        ends = f"MATCH (source:{kinds[one.start]} {{id: row.source}}), (target:{kinds[one.end]} {{id: row.target}})"
        told = " {claim: row.claim, relation: row.relation}" if one.claim else ""
        pattern = f"{ends}\nMERGE (source)-[:{_name(one.type)}{told}]->(target)"
        row = {"source": one.start, "target": one.end, "claim": one.claim, "relation": one.relation}
        by_pattern.setdefault(pattern, []).append(_map(row))
    for pattern, rows in by_pattern.items():
        yield from _statements(rows, pattern)


def _statements(rows: list[str], change: str) -> Iterator[str]:
    for first in range(0, len(rows), BATCH):
        listed = ",\n  ".join(rows[first : first + BATCH])
        yield f"UNWIND [\n  {listed}\n] AS row\n{change};"


def _map(values: Mapping[str, Value]) -> str:
    """Write a map, without what is not known."""
    known = (f"{name}: {_literal(value)}" for name, value in values.items() if value is not None and value != ())
    return f"{{{', '.join(known)}}}"


def _literal(value: Value) -> str:
    match value:
        case tuple():
            return f"[{', '.join(map(quoted, value))}]"
        case date():
            return f"date({quoted(value.isoformat())})"
        case str():
            return quoted(value)
        case _:
            return str(value)


def _name(words: str) -> str:
    """Write the name of a label or a type: between backticks, for it may have any letter."""
    return "`" + re.sub(r"\W+", "_", words) + "`"
