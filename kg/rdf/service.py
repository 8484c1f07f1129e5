"""A SPARQL endpoint -> its SPARQL 1.1 Service Description.

Takes the endpoint's address; gives RDF. Knows what the endpoint can do; never answers a query.
Source: https://www.w3.org/TR/sparql11-service-description/
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
from pyoxigraph import NamedNode, Triple

from kg.rdf.media_types import GRAPHS, ROWS
from kg.rdf.vocabulary import RDF, Vocabulary

SD = Vocabulary(
    "sd",
    "http://www.w3.org/ns/sparql-service-description#",
    "Service Dataset Graph endpoint supportedLanguage SPARQL11Query resultFormat defaultDataset defaultGraph",
)


def describe_service(endpoint: str, media_type: str) -> bytes:
    """Describe an endpoint in one of the media types of `GRAPHS`."""
    prefixes = {"sd": SD.namespace, "formats": "http://www.w3.org/ns/formats/"}
    return ox.serialize(_description(endpoint), format=GRAPHS[media_type], prefixes=prefixes) or b""


def _description(endpoint: str) -> Iterator[Triple]:
    service, dataset, graph = (NamedNode(endpoint + part) for part in ("", "#dataset", "#graph"))
    yield Triple(service, RDF["type"], SD["Service"])
    yield Triple(service, SD["endpoint"], service)
    yield Triple(service, SD["supportedLanguage"], SD["SPARQL11Query"])
    for iri in sorted({form.iri for form in ROWS.values()} | {form.iri for form in GRAPHS.values()}):
        yield Triple(service, SD["resultFormat"], NamedNode(iri))
    yield Triple(service, SD["defaultDataset"], dataset)
    yield Triple(dataset, RDF["type"], SD["Dataset"])
    yield Triple(dataset, SD["defaultGraph"], graph)
    yield Triple(graph, RDF["type"], SD["Graph"])
