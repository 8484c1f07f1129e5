"""The graph piece by piece -> lines of N-Triples and N-Quads, wherever each piece is made.

Takes what one article says, or nodes that articles share; gives lines without their ends. Knows that the lines of all
pieces, each once and in order, are those of the whole as `serialising` writes it. Never knows which pieces there are.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Quad, Triple

from kg.graph import UNDECIDED, Decisions, Network, Said
from kg.model import EntityNode, EventNode, RelationNode
from kg.rdf.datasets import graph_name, in_graph
from kg.rdf.serialising import lines
from kg.rdf.writing import content, described, of_article, size


def said_lines(said: Said, base: str) -> list[str]:
    """Write what an article gives to the graph of all, but for the nodes that it shares with others.

    Its direct triples others may give too.
    """
    own, direct = of_article(said, base)
    return _lines(own | direct)


def node_lines(nodes: Iterable[EntityNode | EventNode | RelationNode], base: str) -> list[str]:
    """Write what the graph of all says of nodes that articles share, but for direct triples."""
    return _lines(described(nodes, base))


def article_lines(part: Network, base: str) -> list[str]:
    """Write the graph of one article by itself, as a named graph."""
    return _split(lines(in_graph(content(part, base), graph_name(part, base))))


def size_lines(count: int, base: str, decisions: Decisions = UNDECIDED) -> list[str]:
    """Write whose graph it is and how many triples it has, with those that tell it."""
    return _lines(size(count, base, decisions))


def _lines(triples: Iterable[Triple]) -> list[str]:
    return _split(lines(Quad(*triple) for triple in triples))


def _split(written: str) -> list[str]:
    """Split at line feeds alone: other ends of lines may stand within a literal."""
    return written.split("\n")[:-1]
