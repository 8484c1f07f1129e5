"""The graph in the formats of other tools.

Takes the network; gives the text of one file, or of several by name. Knows what each tool reads, and which characters
it refuses; never RDF, never grammar, and never where files lie. What the articles state as fact is told from what they
only report, deny, plan or suppose, in every format. The same graph gives the same bytes.

    to_graphml, to_gexf    a network to draw, for Gephi and its kin        `projection` says which nodes and edges
    to_csv                 tables for a spreadsheet                        `rows` says which columns
    to_neo4j, to_cypher    a labelled property graph                       `property_graph` says which relationships
    to_ftm                 FollowTheMoney, for Aleph and OpenSanctions
    to_obsidian            a vault of linked notes
    to_markdown            a report to read
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from kg.export.cypher import to_cypher
from kg.export.follow_the_money import to_ftm
from kg.export.gephi import to_gexf, to_graphml
from kg.export.neo4j import COMMAND as NEO4J_COMMAND
from kg.export.neo4j import to_neo4j
from kg.export.obsidian import to_obsidian
from kg.export.report import to_markdown
from kg.export.spreadsheets import guarded, to_csv, unguarded
from kg.graph import Network

Format = Literal["graphml", "gexf", "csv", "neo4j", "cypher", "ftm", "obsidian", "markdown"]

__all__ = [
    "FILES",
    "FOLDERS",
    "NEO4J_COMMAND",
    "Format",
    "OneFile",
    "guarded",
    "to_csv",
    "to_cypher",
    "to_ftm",
    "to_gexf",
    "to_graphml",
    "to_markdown",
    "to_neo4j",
    "to_obsidian",
    "unguarded",
]


@dataclass(frozen=True, slots=True)
class OneFile:
    """A format of one file: how its name ends, and what writes it."""

    ending: str
    write: Callable[[Network], str]


FILES: Final[Mapping[Format, OneFile]] = {
    "graphml": OneFile(".graphml", to_graphml),
    "gexf": OneFile(".gexf", to_gexf),
    "cypher": OneFile(".cypher", to_cypher),
    "ftm": OneFile(".ftm.json", to_ftm),
    "markdown": OneFile(".md", to_markdown),
}
FOLDERS: Final[Mapping[Format, Callable[[Network], dict[str, str]]]] = {
    "csv": to_csv,
    "neo4j": to_neo4j,
    "obsidian": to_obsidian,
}
"""Formats of several files, each under its name within a folder."""
