"""The ontology: each term is declared in both languages, agrees with the tables, and contradicts no sound graph."""

from __future__ import annotations

import re
from dataclasses import replace

import ontology as generated
import owlrl  # type: ignore[import-untyped]  # it ships no types
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from rdflib.namespace import OWL, RDF, RDFS, SKOS, XSD
from strategies import statements as drawn_statements

from kg import language
from kg.graph import assemble
from kg.language import KNOWLEDGE
from kg.model import Statements
from kg.rdf import DEFAULT_BASE, to_turtle
from kg.rdf.questions import questions
from kg.rdf.vocabulary import KG, VOCABULARIES, prefixes, relation_iri

NS = rdflib.Namespace(KG.namespace)
ONTOLOGY = rdflib.Graph().parse(data=(KNOWLEDGE / "ontology.ttl").read_text("utf-8"), format="turtle")
DECLARED = {term for term in ONTOLOGY.subjects(RDF.type) if isinstance(term, rdflib.URIRef) and term in NS} - {NS[""]}
ABOVE = {NS.Participant, NS.eventRelation, NS.cameo, NS.plover}
"""Terms that a graph does not use: a reasoner finds them, or the ontology itself has them."""


def relation_terms() -> dict[str, rdflib.URIRef]:
    """Give the term of each relation of the table of events."""
    return {row["id"]: iri_of(row["id"]) for row in language.relation_rows()}


def type_properties() -> set[rdflib.URIRef]:
    """Give the properties of the event types that have relations."""
    return {NS[generated.type_property(row["type"]).removeprefix("kg:")] for row in language.relation_rows()}


def iri_of(relation: str) -> rdflib.URIRef:
    """Give the term of a relation of a table."""
    return rdflib.URIRef(relation_iri(f"rel:{relation}", DEFAULT_BASE).value)


def event_types() -> set[rdflib.term.Node]:
    """Give the declared event types."""
    return set(ONTOLOGY.subjects(RDF.type, NS.EventType))


def test_each_term_is_declared() -> None:
    assert {NS[term] for term in KG.terms.split()} <= DECLARED


def test_nothing_is_declared_that_is_not_written() -> None:
    facts = {iri_of(row.id) for row in language.fact_relations()}
    written = {NS[term] for term in KG.terms.split()} | facts | set(relation_terms().values()) | event_types()
    assert written | type_properties() | ABOVE == DECLARED


def test_each_term_is_explained_in_both_languages() -> None:
    for term in sorted(DECLARED):
        labels = [label for label in ONTOLOGY.objects(term, RDFS.label) if isinstance(label, rdflib.Literal)]
        assert sorted(str(label.language) for label in labels) == ["en", "fr"], term
        (comment,) = ONTOLOGY.objects(term, RDFS.comment)
        assert str(comment).endswith((".", "!", "?")), term
        assert (term, RDFS.isDefinedBy, NS[""]) in ONTOLOGY


@pytest.mark.parametrize("row", language.fact_relations(), ids=lambda row: row.id)
def test_facts_bear_the_labels_of_their_table(row: language.FactRelation) -> None:
    term = iri_of(row.id)
    assert set(ONTOLOGY.objects(term, RDFS.label)) == {rdflib.Literal(text, lang=code) for code, text in row.labels}
    assert (term, RDF.type, NS.Relation) in ONTOLOGY


def test_the_relations_of_events_are_those_of_the_table() -> None:
    written = generated.ONTOLOGY.read_text("utf-8")
    assert generated.refreshed(written) == written, "relations.tsv was changed: run python tests/ontology.py"
    terms = relation_terms()
    assert len(set(terms.values())) == len(terms)
    assert set(ONTOLOGY.subjects(NS.eventType)) == set(terms.values())


def test_a_relation_of_the_table_stands_below_its_event_type() -> None:
    assert set(ONTOLOGY.predicate_objects(NS.visited)) == {
        (RDF.type, OWL.ObjectProperty),
        (RDF.type, NS.Relation),
        (RDFS.label, rdflib.Literal("visited", lang="en")),
        (RDFS.label, rdflib.Literal("a visité", lang="fr")),
        (RDFS.comment, rdflib.Literal("Par exemple : Le ministre s'est rendu à Rome.", lang="fr")),
        (RDFS.subPropertyOf, NS.consultRelation),
        (NS.eventType, NS.CONSULT),
        (SKOS.notation, rdflib.Literal("04", datatype=NS.cameo)),
        (rdflib.DCTERMS.source, rdflib.Literal("CAMEO 042 Make a visit")),
        (RDFS.isDefinedBy, NS[""]),
    }
    assert set(ONTOLOGY.subjects(RDFS.subPropertyOf, NS.eventRelation)) == type_properties()


def test_each_property_says_what_it_joins() -> None:
    without = {NS.time, NS.timeText}  # their values are of several datatypes
    for term in DECLARED - set(relation_terms().values()):
        kinds = set(ONTOLOGY.objects(term, RDF.type))
        if kinds & {OWL.ObjectProperty, OWL.DatatypeProperty, RDF.Property}:
            values = (term, RDFS.range, None) in ONTOLOGY or OWL.DatatypeProperty in kinds or term in without
            assert (term, RDFS.domain, None) in ONTOLOGY, term
            assert values, term


def test_event_types_have_their_code() -> None:
    code = rdflib.Literal("04", datatype=NS.cameo)
    assert set(ONTOLOGY.subjects(SKOS.notation, code)) & event_types() == {NS.CONSULT}
    named = {str(code) for code in ONTOLOGY.objects(None, SKOS.notation) if getattr(code, "datatype", 0) == NS.plover}
    assert len(named) == 16
    assert {NS[name] for name in named} <= event_types()


def test_what_has_one_value_has_not_two_ranges() -> None:
    for term in ONTOLOGY.subjects(RDF.type, OWL.FunctionalProperty):
        assert len(set(ONTOLOGY.objects(term, RDFS.range))) <= 1
        assert len(set(ONTOLOGY.objects(term, RDFS.domain))) == 1


@pytest.mark.slow
@given(drawn_statements())
def test_a_graph_uses_declared_terms_and_declares_its_relations(statements: Statements) -> None:
    store = ox.Store()
    store.load(to_turtle(assemble([statements])).encode(), format=ox.RdfFormat.TURTLE)
    quads = list(store)
    relations = {quad.subject for quad in quads if quad.object == KG["Relation"]}
    terms = {term for quad in quads for term in quad.triple if isinstance(term, ox.NamedNode)}
    ours = {term for term in terms - relations - {ox.NamedNode(KG.namespace)} if term.value.startswith(KG.namespace)}
    assert {rdflib.URIRef(term.value) for term in ours} <= DECLARED


@pytest.mark.slow
@given(drawn_statements())
def test_a_graph_has_no_other_prefix_than_it_says(statements: Statements) -> None:
    turtle = to_turtle(assemble([statements]))
    declared = dict(re.findall(r"^@prefix (\w+): <(.*)> \.$", turtle, re.MULTILINE))
    assert declared == prefixes()


def test_a_slip_of_the_pen_is_noticed() -> None:
    for vocabulary in VOCABULARIES:
        with pytest.raises(KeyError, match="nothing"):
            vocabulary["nothing"]


@pytest.mark.parametrize("file", ["ontology.ttl", "shapes.ttl"])
def test_terms_used_elsewhere_exist(file: str) -> None:
    without_comments = re.sub("^#.*", "", (KNOWLEDGE / file).read_text("utf-8"), flags=re.MULTILINE)
    used = set(re.findall(r"\bkg:([A-Za-z]+)", without_comments))
    assert {NS[term] for term in used} <= DECLARED


def test_questions_use_declared_terms() -> None:
    for question in (*questions(), *questions("queries/invariants")):
        used = set(re.findall(r"\bkg:([A-Za-z]+)", question.sparql))
        assert {NS[term] for term in used} <= DECLARED


# ---- reasoning ---------------------------------------------------------------------------------------------------

ERROR = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")  # owlrl's own
CONTRADICTIONS = """
@prefix kg: <https://w3id.org/newskg/ns#> . @prefix schema: <https://schema.org/> . @prefix x: <https://example.org/> .
@prefix sem: <http://semanticweb.cs.vu.nl/2009/11/sem/> .
x:claim-and-event a sem:Event , kg:Claim .
x:person-with-status a schema:Person ; kg:status kg:Reported .
x:person-and-place a schema:Person , schema:Place .
x:narrator-who-kills a kg:Narrator ; kg:killed x:somebody .
x:person-as-evidence a schema:Person . x:claim kg:evidence x:person-as-evidence .
x:event-that-tells a sem:Event . x:claim kg:within x:event-that-tells .
x:somebody kg:killed kg:visited .
x:asserted-and-negated kg:status kg:Asserted , kg:Negated .
kg:struck kg:eventType kg:CONSULT .
x:somebody kg:killed "a word" .
"""


def closed(turtle: str) -> rdflib.Graph:
    """Give a graph and the ontology with all that follows from them by OWL 2 RL."""
    graph = rdflib.Graph().parse(data=turtle, format="turtle")
    graph += ONTOLOGY
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph


def direct(graph: rdflib.Graph) -> set[tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]]:
    """Give the direct triples."""
    relations = set(ONTOLOGY.subjects(RDF.type, NS.Relation)) | set(graph.subjects(RDF.type, NS.Relation))
    return {triple for triple in graph if triple[1] in relations}


def classes_of_literals(graph: rdflib.Graph) -> set[rdflib.term.Node]:
    """Give what literals are found to be, beside their datatypes."""
    literals = {node for node in graph.subjects(RDF.type) if isinstance(node, rdflib.Literal)}
    found = {kind for literal in literals for kind in graph.objects(literal, RDF.type)} - {RDFS.Literal, RDFS.Resource}
    return {kind for kind in found if not str(kind).startswith((str(XSD), str(RDF)))}


@pytest.mark.slow
def test_a_reasoner_finds_no_contradiction_and_no_new_fact(statements: Statements) -> None:
    types = {row["id"]: row["type"] for row in language.relation_rows()}
    events = tuple(replace(event, type=types.get(event.relation, event.type)) for event in statements.events)
    turtle = to_turtle(assemble([replace(statements, events=events)]))
    stated = rdflib.Graph().parse(data=turtle, format="turtle")
    found = closed(turtle)
    assert not set(found.objects(None, ERROR))
    assert not classes_of_literals(found)
    assert direct(found) == direct(stated)
    assert not {(one, other) for one, other in found.subject_objects(OWL.sameAs) if one != other}
    killings = {(one, other) for one, other in stated.subject_objects(NS.killed)}
    assert killings
    assert killings <= set(found.subject_objects(NS.assaultRelation)) <= set(found.subject_objects(NS.eventRelation))


@pytest.mark.slow
def test_a_reasoner_finds_each_contradiction() -> None:
    found = closed(CONTRADICTIONS)
    errors = " ".join(sorted(map(str, found.objects(None, ERROR))))
    expected = re.findall(r"^(x:\S+-\S+)", CONTRADICTIONS, re.MULTILINE)
    assert len(expected) == 7
    for name in set(expected) - {"x:asserted-and-negated"}:
        assert name.replace("x:", "https://example.org/") in errors
    for same in ({NS.Asserted, NS.Negated}, {NS.ASSAULT, NS.CONSULT}):
        assert any(set(pair) == same for pair in found.subject_objects(OWL.sameAs))
        assert all(term in errors for term in same)
    assert f"{NS.Relation} have a common individual {NS.visited}" in errors
    assert NS.Participant in classes_of_literals(found)
