"""Triples -> Turtle and TriG for people: prefixed names, one block a subject, in the order given.

Takes triples in sections, of one graph or of several with their names; gives text. Knows Turtle through pyoxigraph's
writer, which keeps every literal as it is and escapes control characters; never what a triple means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox


def write(sections: Mapping[str, Iterable[ox.Triple]], prefixes: Mapping[str, str]) -> str:
    """Write the sections one after the other, each under its heading as a comment (none if it is empty).

    Triples of one subject must follow each other to make one block.

    >>> name = ox.NamedNode("https://example.org/a")
    >>> print(write({"Names": [ox.Triple(name, name, ox.Literal("x"))]}, {"ex": "https://example.org/"}))
    @prefix ex: <https://example.org/> .
    <BLANKLINE>
    # ---- Names
    <BLANKLINE>
    ex:a ex:a "x" .
    <BLANKLINE>
    """
    return "\n".join([declared(prefixes), *_bodies(sections, prefixes)])


def write_graphs(
    graphs: Iterable[tuple[ox.NamedNode | None, Mapping[str, Iterable[ox.Triple]]]], prefixes: Mapping[str, str]
) -> str:
    """Write several graphs as TriG; that without a name is the default graph.

    >>> name = ox.NamedNode("https://example.org/a")
    >>> print(write_graphs([(name, {"": [ox.Triple(name, name, name)]})], {"ex": "https://example.org/"}))
    @prefix ex: <https://example.org/> .
    <BLANKLINE>
    ex:a {
    ex:a ex:a ex:a .
    }
    <BLANKLINE>
    """
    parts = [declared(prefixes)]
    for name, sections in graphs:
        parts.append(graph_body(name, sections, prefixes))
    return "\n".join(parts)


def graph_body(
    name: ox.NamedNode | None, sections: Mapping[str, Iterable[ox.Triple]], prefixes: Mapping[str, str]
) -> str:
    """Write one of several graphs."""
    written = "\n".join(_bodies(sections, prefixes))
    return f"{_short(name, prefixes)} {{\n{written}}}\n" if name else written


def used(prefixes: Mapping[str, str], triples: Iterable[ox.Triple]) -> dict[str, str]:
    """Keep the prefixes that these triples have a use for."""
    written = "\n".join(map(str, triples))
    return {name: namespace for name, namespace in prefixes.items() if f"<{namespace}" in written}


def declared(prefixes: Mapping[str, str]) -> str:
    """Begin a file."""
    return "".join(f"@prefix {name}: <{namespace}> .\n" for name, namespace in prefixes.items())


def _short(name: ox.NamedNode, prefixes: Mapping[str, str]) -> str:
    """Write an IRI as Oxigraph does where it is a subject."""
    written = ox.serialize([ox.Triple(name, name, name)], format=ox.RdfFormat.TURTLE, prefixes=dict(prefixes)) or b""
    return written.decode().splitlines()[-1].split(" ")[0]


def _bodies(sections: Mapping[str, Iterable[ox.Triple]], prefixes: Mapping[str, str]) -> Iterator[str]:
    for heading, triples in sections.items():
        if written := body(triples, prefixes):
            yield headed(heading, written)


def headed(heading: str, body: str) -> str:
    """Put a heading over the first blocks of a section."""
    return f"# ---- {heading}\n\n{body}" if heading else body


def body(triples: Iterable[ox.Triple], prefixes: Mapping[str, str]) -> str:
    """Write the blocks of subjects with an empty line between; what follows a body begins behind another.

    A graph's file is the bodies of its parts, with such a line between them too.
    """
    written = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=dict(prefixes)) or b""
    lines = written.decode().split("\n")  # within a literal, a line end is written as an escape
    kept = [line for line in lines if not line.startswith("@prefix ")]
    return "\n".join(kept).replace(" .\n", " .\n\n").removesuffix("\n").expandtabs(4)
