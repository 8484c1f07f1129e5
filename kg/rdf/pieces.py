"""The graph piece by piece -> Turtle and TriG, wherever each piece is made.

Takes what some articles say, or some nodes that articles share; gives pieces of text, and how many triples are in them.
Knows that the pieces of all, in order and with an empty line between, are the whole as `serialising` writes it: claims
in the order of their keys, all else in the order of the articles'. Never holds the whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.graph import UNDECIDED, Decisions, Network, Said
from kg.model import EntityNode, EventNode, RelationNode
from kg.rdf import turtle
from kg.rdf.datasets import graph_name
from kg.rdf.vocabulary import prefixes
from kg.rdf.writing import (
    ARTICLES,
    CLAIMS,
    COUNTED,
    ENTITIES,
    EVENTS,
    RELATIONS,
    WORDS,
    Direct,
    content,
    shared_by_articles,
    size,
    told_by,
)

ORDER: Final[Mapping[str, tuple[str, ...]]] = {
    ARTICLES: ("documents", "narrators"),
    ENTITIES: ("entities",),
    EVENTS: ("events",),
    CLAIMS: ("claims",),
    WORDS: ("words",),
    RELATIONS: ("relations",),
}
"""The pieces of each section of Turtle."""
Nodes = Sequence[EntityNode | EventNode | RelationNode]


@dataclass(frozen=True, slots=True)
class SaidTurtle:
    """What articles give to the Turtle of all: bodies, claims as lines that sort, and direct triples of shared nodes.

    `count` counts the triples of the former; `direct` has predicates and objects by the key of the subject.
    """

    documents: str
    narrators: str
    words: str
    claims: list[str]
    direct: Direct
    count: int


def said_turtle(said: Sequence[Said], base: str) -> SaidTurtle:
    """Write what articles say, given in the order of their keys."""
    told = told_by(said, base)
    sections = (told.documents, told.narrators, told.words, told.claims)
    documents, narrators, words, claims = (turtle.body(section, prefixes(base)) for section in sections)
    return SaidTurtle(documents, narrators, words, as_lines(claims), told.direct, sum(map(len, sections)))


def shared_turtle(nodes: Nodes, direct: Direct, base: str) -> tuple[str, int]:
    """Write nodes of one kind that articles share, with their direct triples; tell how many triples these are."""
    triples = shared_by_articles(nodes, direct, base)
    return turtle.body(triples, prefixes(base)), len(triples)


def start(base: str, count: int) -> str:
    """Begin a graph: whose it is, and how many triples it has, with those that tell it."""
    body = turtle.body(size(count, base), prefixes(base))
    return "\n".join([turtle.declared(prefixes(base)), turtle.headed(COUNTED, body)])


def start_of_articles(base: str, count: int, decisions: Decisions = UNDECIDED) -> str:
    """Begin a file of the graphs of articles, likewise."""
    described = {"These articles, all their triples counted": size(count, base, decisions)}
    return turtle.write_graphs([(None, described)], prefixes(base))


def article_trig(part: Network, base: str) -> tuple[str, int]:
    """Write the graph of one article by itself; tell how many triples it has."""
    sections = content(part, base)
    return turtle.graph_body(graph_name(part, base), sections, prefixes(base)), sum(map(len, sections.values()))


def as_lines(body: str) -> list[str]:
    r"""Make a line of each block: a body has no tabs.

    >>> as_lines("a b c ;\n  d e .\n\nf g h .\n")
    ['a b c ;\t  d e .', 'f g h .']
    """
    return [block.replace("\n", "\t") for block in body.removesuffix("\n").split("\n\n") if block]


def block_of(line: bytes) -> bytes:
    r"""Make a block of a line again.

    >>> block_of(b"a b c ;\t  d e .\n")
    b'a b c ;\n  d e .\n'
    """
    return line.replace(b"\t", b"\n")


def headed(heading: str, body: bytes) -> bytes:
    """Put a heading over the first body of a section."""
    return turtle.headed(heading, body.decode()).encode()
