"""The ways in which a graph can be written as RDF.

Takes names and paths; gives formats. Knows endings and media types; never how a format is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name for readers, the ending of its files, and what Oxigraph reads it as, None for not at all.

    `of_articles` tells that the file keeps the articles apart, each a named graph, instead of the graph of all.
    """

    name: str
    suffix: str
    syntax: ox.RdfFormat | None
    of_articles: bool = False


FORMATS: Final[Mapping[str, Format]] = {
    form.suffix: form
    for form in (
        Format("Turtle", "ttl", ox.RdfFormat.TURTLE),
        Format("TriG", "trig", ox.RdfFormat.TRIG, of_articles=True),
        Format("N-Triples", "nt", ox.RdfFormat.N_TRIPLES),
        Format("N-Quads", "nq", ox.RdfFormat.N_QUADS, of_articles=True),
        Format("JSON-LD", "jsonld", ox.RdfFormat.JSON_LD),
        Format("RDF/XML", "rdf", None),
    )
}
"""Formats by the ending of their files."""


def form_of(path: Path) -> Format | None:
    """Tell the format of a file by its name.

    >>> form_of(Path("graph.trig")).name
    'TriG'
    """
    return FORMATS.get(path.suffix.removeprefix(".").lower())
