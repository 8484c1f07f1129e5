"""The terms of our RDF, each declared once, and the IRIs of our data.

Takes names and keys of the graph; gives IRIs. Knows every namespace; a term that is not listed here cannot be
written: `KG["Asertd"]` raises `KeyError`. `knowledge/ontology.ttl` says what each term of ours means.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal
from urllib.parse import urlsplit

import pyoxigraph as ox
from pyoxigraph import NamedNode

from kg.errors import GraphError
from kg.graph import digest, slug
from kg.model import EntityType, Modality, Polarity, Status

DEFAULT_BASE = "https://example.org/kg/"


@dataclass(frozen=True)
class Vocabulary:
    """A namespace with the terms of it that we use, separated by spaces."""

    prefix: str
    namespace: str
    terms: str

    @cached_property
    def _iris(self) -> Mapping[str, NamedNode]:
        return {term: NamedNode(self.namespace + term) for term in self.terms.split()}

    def __getitem__(self, term: str) -> NamedNode:
        """Give the IRI of a term; a term that is not listed is a slip of the pen."""
        return self._iris[term]

    def __contains__(self, term: str) -> bool:
        return term in self._iris


KG = Vocabulary(
    "kg",
    "https://w3id.org/newskg/ns#",
    "Claim Relation Narrator EventType Group Object Amount EventTopic Status Polarity Modality "
    "Asserted Reported Negated Projected Hypothetical Positive Negative Actual Future Possible Promised "
    "status polarity modality evidence time timeFrom timeTo timeText place of within confidence "
    "linkConfidence searchLabel rule event actor target relation eventType narratorOf reprintOf timex",
)
RDF = Vocabulary("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "type subject predicate object")
RDFS = Vocabulary("rdfs", "http://www.w3.org/2000/01/rdf-schema#", "label")
XSD = Vocabulary("xsd", "http://www.w3.org/2001/XMLSchema#", "integer decimal boolean date gYear gYearMonth dateTime")
SKOS = Vocabulary("skos", "http://www.w3.org/2004/02/skos/core#", "altLabel exactMatch editorialNote")
PROV = Vocabulary("prov", "http://www.w3.org/ns/prov#", "wasAttributedTo wasDerivedFrom")
SEM = Vocabulary(
    "sem",
    "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "Event eventType hasPlace hasTimeStamp hasEarliestBeginTimeStamp hasLatestEndTimeStamp",
)
SCHEMA = Vocabulary(
    "schema",
    "https://schema.org/",
    "NewsArticle Person Organization Place CreativeWork Thing Quotation name identifier headline inLanguage "
    "datePublished sha256 latitude longitude spokenByCharacter",
)
NIF = Vocabulary(
    "nif",
    "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "Context Phrase Sentence beginIndex endIndex anchorOf referenceContext sentence",
)
DC = Vocabulary("dc", "http://purl.org/dc/elements/1.1/", "source")
VOID = Vocabulary("void", "http://rdfs.org/ns/void#", "Dataset triples vocabulary")
EDTF = Vocabulary("edtf", "http://id.loc.gov/datatypes/edtf/", "EDTF")

VOCABULARIES = (KG, RDF, RDFS, XSD, SKOS, PROV, SEM, SCHEMA, NIF, DC, VOID, EDTF)
DATA = ("ent", "ev", "clm", "men", "doc", "nar", "rel")
"""Prefixes of the data, each a flat folder below the base."""

ENTITY_TYPES: Mapping[EntityType, NamedNode] = {
    "Person": SCHEMA["Person"],
    "Organization": SCHEMA["Organization"],
    "Group": KG["Group"],
    "Place": SCHEMA["Place"],
    "Object": KG["Object"],
    "Work": SCHEMA["CreativeWork"],
    "Event": KG["EventTopic"],
    "Amount": KG["Amount"],
    "Other": SCHEMA["Thing"],
}
STATUSES: Mapping[Status, NamedNode] = {
    "Asserted": KG["Asserted"],
    "Reported": KG["Reported"],
    "Negated": KG["Negated"],
    "Projected": KG["Projected"],
    "Hypothetical": KG["Hypothetical"],
}
POLARITIES: Mapping[Polarity, NamedNode] = {"positive": KG["Positive"], "negative": KG["Negative"]}
MODALITIES: Mapping[Modality | Literal["promised"], NamedNode] = {
    "actual": KG["Actual"],
    "future": KG["Future"],
    "possible": KG["Possible"],
    "promised": KG["Promised"],
}


def prefixes(base: str = DEFAULT_BASE) -> dict[str, str]:
    """Give the prefixes of our files, those of the data first.

    >>> prefixes()["ent"]
    'https://example.org/kg/ent/'
    """
    return {name: f"{base}{name}/" for name in DATA} | {known.prefix: known.namespace for known in VOCABULARIES}


def shortened(term: NamedNode | ox.Literal, base: str = DEFAULT_BASE) -> str:
    """Write a term as people do: an IRI by its prefix where there is one, a literal as Turtle has it.

    >>> shortened(KG["status"])
    'kg:status'
    """
    if isinstance(term, NamedNode):
        for prefix, namespace in prefixes(base).items():
            if term.value.startswith(namespace) and (name := term.value.removeprefix(namespace)):
                return f"{prefix}:{name}"
    return str(term)


def checked_base(base: str) -> str:
    """Give back a base IRI under which data can be named.

    Raises:
        GraphError: it is no absolute IRI that ends in `/` or `#`.

    """
    try:
        NamedNode(base)
        complete = bool(urlsplit(base).scheme) and base.endswith(("/", "#"))
    except ValueError:
        complete = False
    if not complete:
        msg = f"'{base}' is no base IRI; give an absolute one that ends in '/', such as {DEFAULT_BASE}"
        raise GraphError(msg)
    return base


def data_iri(key: str, base: str) -> NamedNode:
    """Name a document, entity, event or claim of the graph.

    >>> data_iri("ent:washington-90ab", DEFAULT_BASE).value
    'https://example.org/kg/ent/washington-90ab'
    """
    prefix, _, name = key.partition(":")
    return NamedNode(f"{base}{prefix}/{name}")


def data_key(iri: NamedNode, base: str) -> str:
    """Give the key in the graph that an IRI of the data stands for."""
    return iri.value.removeprefix(base).replace("/", ":", 1)


def event_type_iri(name: str) -> NamedNode:
    """Name an event type.

    Raises:
        GraphError: the name is not written in capitals.

    """
    if not re.fullmatch(r"[A-Z]+(_[A-Z]+)*", name):
        msg = f"'{name}' is no name of an event type; they are written in capitals, such as CONSULT"
        raise GraphError(msg)
    return NamedNode(KG.namespace + name)


def relation_iri(key: str, base: str) -> NamedNode:
    """Name a relation: a tabled one is a term of ours, an open one belongs to the data.

    A name that is one of our own terms already, or holds what a readable IRI does not, is spelt out under `rel:`.

    >>> relation_iri("rel:member_of", DEFAULT_BASE).value
    'https://w3id.org/newskg/ns#memberOf'
    >>> relation_iri("rel:fr:pêcher", DEFAULT_BASE).value
    'https://example.org/kg/rel/fr-pêcher'
    >>> relation_iri("rel:fr:s'évanouir", DEFAULT_BASE).value
    'https://example.org/kg/rel/fr-s-evanouir-a72a27c7'
    """
    name = key.removeprefix("rel:")
    if re.fullmatch(r"[a-z][a-z0-9]*(_[a-z][a-z0-9]*)*", name):
        term = re.sub(r"_(.)", lambda found: found[1].upper(), name)
        if term not in KG:
            return NamedNode(KG.namespace + term)
    elif re.fullmatch(r"[a-z]{2,3}:[^\W\d]+", name):
        return NamedNode(f"{base}rel/{name.replace(':', '-')}")
    return NamedNode(f"{base}rel/{slug(name)}-{digest(name, length=8)}")
