"""The property graph -> CSV files for the bulk import of Neo4j (`neo4j-admin database import`).

Takes the network; gives the text of the files by name, and the command that reads them. Knows the headers of the import
(https://neo4j.com/docs/operations-manual/current/import/); never which nodes and relationships there are
(`property_graph` says).

Within a cell, several values are kept apart by U+001F, which no text of ours holds: the import has no escape for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Final

from kg.export.property_graph import Relationship, Vertex, relationships, vertices
from kg.export.rows import ArticleRow, ClaimRow, EntityRow, EventRow, QuotationRow, Row, Value
from kg.export.spreadsheets import written
from kg.graph import Network

UNIT: Final = "\x1f"
RELATIONSHIPS: Final = "relationships.csv"
_KINDS: Final[dict[str, tuple[str, type[Row]]]] = {
    "articles.csv": ("Article", ArticleRow),
    "entities.csv": ("Entity", EntityRow),
    "events.csv": ("Event", EventRow),
    "claims.csv": ("Claim", ClaimRow),
    "quotations.csv": ("Quotation", QuotationRow),
}
# the annotation of a column, as it is written in `rows`, and the type of Neo4j
_TYPES: Final = {
    "int": ":int",
    "float": ":double",
    "float | None": ":double",
    "date | None": ":date",
    "tuple[str, ...]": ":string[]",
}
COMMAND: Final = " ".join(
    (
        "neo4j-admin database import full neo4j --array-delimiter=U+001F",
        *(f"--nodes={name}" for name in _KINDS),
        f"--relationships={RELATIONSHIPS}",
    )
)
"""The command that imports the files, run in their folder while the database is stopped and empty."""


def to_neo4j(graph: Network) -> dict[str, str]:
    """Write one file for each kind of node, and one for all relationships."""
    made = vertices(graph)
    files = {
        name: _nodes(kind, (vertex for vertex in made if vertex.labels[0] == label))
        for name, (label, kind) in _KINDS.items()
    }
    return {**files, RELATIONSHIPS: _relationships(relationships(graph))}


def _nodes(kind: type[Row], found: Iterable[Vertex]) -> str:
    columns = {field.name: str(field.type) for field in fields(kind) if not field.name.endswith(("_id", "_ids"))}
    del columns["id"]
    header = ["id:ID", *(name + _TYPES.get(annotation, "") for name, annotation in columns.items()), ":LABEL"]
    lines = (
        [vertex.id, *(_cell(vertex.properties[name]) for name in columns), UNIT.join(vertex.labels)] for vertex in found
    )
    return written([header, *lines], line_end="\n")


def _relationships(found: Iterable[Relationship]) -> str:
    header = [":START_ID", ":END_ID", ":TYPE", "claim", "relation"]
    lines = ([one.start, one.end, one.type, one.claim or "", one.relation or ""] for one in found)
    return written([header, *lines], line_end="\n")


def _cell(value: Value) -> str | int | float:
    if isinstance(value, tuple):
        return UNIT.join(value)
    return value if isinstance(value, int | float) else str(value or "")
