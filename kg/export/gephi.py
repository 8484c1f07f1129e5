"""The network to draw -> GraphML and GEXF, for Gephi, Cytoscape, yEd and networkx.

Takes the network; gives the text of a file. Knows the two formats, and that GEXF has an interval of days for Gephi's
timeline; never which nodes and edges there are (`projection` says).
"""

from __future__ import annotations

from io import BytesIO
from typing import Final
from xml.etree.ElementTree import Element

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter

from kg.export.projection import Attributes, project
from kg.graph import Network

KEY: Final = "networkx_key"
"""The column in which networkx repeats the id of each edge."""


def to_graphml(graph: Network) -> str:
    """Write the network to draw as GraphML; the id of an edge is the key of its claim.

    Format: http://graphml.graphdrawing.org/specification.html
    """
    buffer = BytesIO()
    # the plain writer: networkx's default is another where lxml is installed, with other bytes
    nx.write_graphml_xml(project(graph), buffer)
    return buffer.getvalue().decode() + "\n"


def to_gexf(graph: Network) -> str:
    """Write the network to draw as GEXF 1.2; what has a time has a `start` and an `end`, the rest is there always.

    Format: https://gexf.net/schema.html
    """
    drawn = project(graph)
    for _, attributes in drawn.nodes(data=True):
        _date(attributes)
    for _, _, key, attributes in drawn.edges(keys=True, data=True):
        attributes["id"] = key
        _date(attributes)
    writer = GEXFWriter(encoding="utf-8", version="1.2draft")
    writer.add_graph(drawn)
    _tidy(writer.xml)
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue().decode()


def _date(attributes: Attributes) -> None:
    """Let the days of a node or an edge be the interval in which the timeline shows it."""
    if "first_day" in attributes:
        attributes["start"], attributes["end"] = attributes["first_day"], attributes["last_day"]


def _tidy(document: Element) -> None:
    """Take out what differs from day to day, and the column that repeats the ids of the edges."""
    for meta in document.iter("meta"):
        meta.attrib.clear()
        for creator in meta.iter("creator"):
            creator.text = "kg"
    columns = {column.get("id") for column in document.iter("attribute") if column.get("title") == KEY}
    for parent in document.iter():
        for child in list(parent):
            if child.get("title") == KEY or (parent.tag == "attvalues" and child.get("for") in columns):
                parent.remove(child)
