"""The ontology declares each relation of the table: the part of it between two marks is made of `relations.tsv`.

Takes the ontology and the table; gives the ontology with the declarations that the table asks for: each relation under
the property of its event type, and the event types told apart. Knows how a declaration is written; never what a term
means, which the rest of the ontology and the table say.

    python tests/ontology.py    # write the relations of the table into the ontology
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyoxigraph as ox

from kg.language import relation_rows
from kg.model import Labels
from kg.rdf.literals import text
from kg.rdf.vocabulary import DEFAULT_BASE, KG, RDF, RDFS, relation_iri, shortened

ONTOLOGY = Path(__file__).parents[1] / "kg" / "knowledge" / "ontology.ttl"
_MADE = re.compile(r"(?<=# ---- begin of what tests/ontology\.py writes\n).*?(?=# ---- end of what)", re.DOTALL)
_SENTENCE = "Par exemple : {}"
_OF_TYPE = {"en": "any relation of the type '{}'", "fr": "toute relation du type « {} »"}


def refreshed(ontology: str) -> str:
    """Give the ontology with the relations as the table has them now."""
    types = event_types(ontology)
    told = {row["type"]: types[row["type"]] for row in relation_rows()}
    blocks = [
        *(_type_property(name, labels) for name, labels in told.items()),
        _told_apart(types),
        *map(_relation, relation_rows()),
    ]
    made = "\n".join(["", *blocks, ""])
    return _MADE.sub(lambda _: made, ontology)


def event_types(ontology: str) -> dict[str, Labels]:
    """Find the event types that the ontology declares, with their labels, in the order of the file."""
    found: dict[str, dict[str, str]] = {}
    triples = [quad.triple for quad in ox.parse(ontology, format=ox.RdfFormat.TURTLE)]
    for triple in triples:
        if triple.predicate == RDF["type"] and triple.object == KG["EventType"]:
            found[_name(triple.subject)] = {}
    for triple in triples:
        if triple.predicate == RDFS["label"] and _name(triple.subject) in found:
            assert isinstance(triple.object, ox.Literal)
            found[_name(triple.subject)][triple.object.language or ""] = triple.object.value
    return {name: tuple(sorted(labels.items())) for name, labels in found.items()}


def type_property(event_type: str) -> str:
    """Name the property above all relations of an event type.

    >>> type_property("CONSULT")
    'kg:consultRelation'
    """
    return f"kg:{event_type.lower()}Relation"


def _type_property(name: str, labels: Labels) -> str:
    comment = text(
        f"Joins actor and target of an event of type {name}, whichever relation of that type tells it.", "en"
    )
    described = [
        ("a", "owl:ObjectProperty"),
        ("rdfs:label", _labels((language, _OF_TYPE[language].format(label)) for language, label in labels)),
        ("rdfs:comment", comment),
        ("rdfs:subPropertyOf", "kg:eventRelation"),
        ("rdfs:domain", "kg:Participant"),
        ("rdfs:range", "kg:Participant"),
    ]
    return _block(type_property(name), described)


def _relation(row: Mapping[str, str]) -> str:
    described = [
        ("a", "owl:ObjectProperty , kg:Relation"),
        ("rdfs:label", _labels((("en", row["en"]), ("fr", row["fr"])))),
        ("rdfs:comment", text(_SENTENCE.format(row["example"]), "fr") if row["example"] else ""),
        ("rdfs:subPropertyOf", type_property(row["type"])),
        ("kg:eventType", f"kg:{row['type']}"),
        ("skos:notation", f'"{row["cameo"]}"^^kg:cameo' if row["cameo"] else ""),
        ("dcterms:source", text(row["source"]) if row["source"] else ""),
    ]
    return _block(shortened(relation_iri(f"rel:{row['id']}", DEFAULT_BASE)), described)


def _told_apart(types: Iterable[str]) -> str:
    members = " ".join(f"kg:{name}" for name in types)
    return f"[] a owl:AllDifferent ;\n    owl:distinctMembers ( {members} ) .\n"


def _block(term: str, described: Iterable[tuple[str, object]]) -> str:
    pairs = [*described, ("rdfs:isDefinedBy", f"<{KG.namespace}>")]
    lines = " ;\n    ".join(f"{name} {value}" for name, value in pairs if value)
    return f"{term} {lines} .\n"


def _labels(labels: Iterable[tuple[str, str]]) -> str:
    return " , ".join(str(text(label, language)) for language, label in labels)


def _name(term: object) -> str:
    return term.value.removeprefix(KG.namespace) if isinstance(term, ox.NamedNode) else ""


if __name__ == "__main__":
    ONTOLOGY.write_text(refreshed(ONTOLOGY.read_text(encoding="utf-8")), encoding="utf-8")
