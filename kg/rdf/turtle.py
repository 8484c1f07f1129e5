"""Triples -> Turtle for people: prefixed names, one block a subject, in the order given.

Takes triples in sections; gives text. Knows Turtle through pyoxigraph's writer, which keeps every literal as it is and
escapes control characters; never what a triple means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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
    parts = ["".join(f"@prefix {name}: <{namespace}> .\n" for name, namespace in prefixes.items())]
    for heading, triples in sections.items():
        if body := _body(triples, prefixes):
            parts.append(f"# ---- {heading}\n\n{body}" if heading else body)
    return "\n".join(parts)


def used(prefixes: Mapping[str, str], triples: Iterable[ox.Triple]) -> dict[str, str]:
    """Keep the prefixes that these triples have a use for."""
    written = "\n".join(map(str, triples))
    return {name: namespace for name, namespace in prefixes.items() if f"<{namespace}" in written}


def _body(triples: Iterable[ox.Triple], prefixes: Mapping[str, str]) -> str:
    written = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=dict(prefixes)) or b""
    lines = written.decode().split("\n")  # within a literal, a line end is written as an escape
    body = [line for line in lines if not line.startswith("@prefix ")]
    return "\n".join(body).replace(" .\n", " .\n\n").removesuffix("\n").expandtabs(4)
