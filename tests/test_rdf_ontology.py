"""The ontology: every term that can be written is declared, in both languages, and agrees with the tables."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from rdflib.namespace import OWL, RDF, RDFS, SKOS
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


def event_types() -> set[rdflib.term.Node]:
    """Give the declared event types."""
    return set(ONTOLOGY.subjects(RDF.type, NS.EventType))


def test_each_term_is_declared() -> None:
    assert {NS[term] for term in KG.terms.split()} <= DECLARED


def test_nothing_is_declared_that_is_not_written() -> None:
    facts = {rdflib.URIRef(relation_iri(f"rel:{row.id}", DEFAULT_BASE).value) for row in language.fact_relations()}
    assert {NS[term] for term in KG.terms.split()} | facts | event_types() | {NS.cameo} == DECLARED


@pytest.mark.parametrize("term", sorted(DECLARED))
def test_each_term_is_explained_in_both_languages(term: rdflib.URIRef) -> None:
    labels = [label.language for label in ONTOLOGY.objects(term, RDFS.label) if isinstance(label, rdflib.Literal)]
    assert sorted(map(str, labels)) == ["en", "fr"]
    (comment,) = ONTOLOGY.objects(term, RDFS.comment)
    assert str(comment).endswith(".")
    assert (term, RDFS.isDefinedBy, NS[""]) in ONTOLOGY


@pytest.mark.parametrize("row", language.fact_relations(), ids=lambda row: row.id)
def test_facts_bear_the_labels_of_their_table(row: language.FactRelation) -> None:
    term = rdflib.URIRef(relation_iri(f"rel:{row.id}", DEFAULT_BASE).value)
    assert set(ONTOLOGY.objects(term, RDFS.label)) == {rdflib.Literal(text, lang=code) for code, text in row.labels}


def test_each_relation_of_events_has_a_declared_type_and_a_term_of_its_own() -> None:
    rows = language.relation_rows()
    assert {NS[row["type"]] for row in rows} <= event_types()
    terms = {relation_iri(f"rel:{row['id']}", DEFAULT_BASE).value for row in rows}
    assert len(terms) == len(rows)
    assert all(term.startswith(NS) for term in terms)
    assert not {rdflib.URIRef(term) for term in terms} & DECLARED


def test_event_types_have_their_code() -> None:
    code = rdflib.Literal("04", datatype=NS.cameo)
    assert list(ONTOLOGY.subjects(SKOS.notation, code)) == [NS.CONSULT]


def test_what_has_one_value_has_not_two_ranges() -> None:
    for term in ONTOLOGY.subjects(RDF.type, OWL.FunctionalProperty):
        assert len(set(ONTOLOGY.objects(term, RDFS.range))) <= 1
        assert len(set(ONTOLOGY.objects(term, RDFS.domain))) == 1


@given(drawn_statements())
def test_a_graph_uses_declared_terms_and_declares_its_relations(statements: Statements) -> None:
    store = ox.Store()
    store.load(to_turtle(assemble([statements])).encode(), format=ox.RdfFormat.TURTLE)
    quads = list(store)
    relations = {quad.subject for quad in quads if quad.object == KG["Relation"]}
    terms = {term for quad in quads for term in quad.triple if isinstance(term, ox.NamedNode)}
    ours = {term for term in terms - relations - {ox.NamedNode(KG.namespace)} if term.value.startswith(KG.namespace)}
    assert {rdflib.URIRef(term.value) for term in ours} <= DECLARED


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
    relations = {relation_iri(f"rel:{row['id']}", DEFAULT_BASE).value for row in language.relation_rows()}
    for question in (*questions(), *questions("queries/invariants")):
        used = set(re.findall(r"\bkg:([A-Za-z]+)", question.sparql))
        assert {NS[term] for term in used} <= DECLARED | {rdflib.URIRef(term) for term in relations}
