"""The laws of a graph: a good one keeps them, each way of breaking one is caught, by SHACL and by the quick check."""

from __future__ import annotations

from dataclasses import replace

import pyshacl
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from strategies import statements as drawn_statements

from kg.graph import assemble
from kg.language import KNOWLEDGE
from kg.model import Statements
from kg.rdf import check, to_turtle
from kg.rdf.questions import questions
from kg.rdf.vocabulary import KG

KILLING = "clm:90ff18f65147 a kg:Claim"
WISH = "clm:6d9fb83774c0 a kg:Claim"
WITHDRAWAL = "clm:d367495044f3 a kg:Claim"
NOTHING = "ev:x a sem:Event ; sem:eventType kg:STATE ; kg:relation kg:said ; kg:evidence men:0a6290213771-52-67 ."

MUTATIONS: dict[str, tuple[str, str, str, str | None]] = {
    # a direct triple that nothing asserts, of a declared and of an undeclared relation
    "leak of a promise": ("", "@end", "ent:x kg:withdrew ent:y .", "direct-triple-has-claim"),
    "leak of no relation": ("ent:convoi", "a kg:Object", "a kg:Object ; kg:bombed ent:y", "direct-triple-has-claim"),
    "direct triple lost": ("ent:drone", "kg:killed ent:", "rdfs:seeAlso ent:", "asserted-claim-has-triple"),
    # a status that polarity, modality or source belie
    "negation asserted": (WISH, "kg:Negated", "kg:Asserted", "status-follows-stance"),
    "promise asserted": (WITHDRAWAL, "kg:Projected", "kg:Asserted", "status-follows-stance"),
    "report asserted": ("clm:8e0cd810fcb4 a kg:Claim", "kg:Reported", "kg:Asserted", "status-follows-stance"),
    "fact reported": (KILLING, "kg:status kg:Asserted", "kg:status kg:Reported", "status-follows-stance"),
    "two statuses": (KILLING, "kg:status kg:Asserted", "kg:status kg:Asserted , kg:Negated", "status-follows-stance"),
    "asserted by somebody else": (KILLING, "nar:0a6290213771", "ent:x", "status-follows-stance"),
    # events of what did not happen
    "event of a negation": (WISH, "kg:confidence", "kg:event ev:1b2dc3cdd3e6 ; kg:confidence", "event-is-asserted"),
    "event of nothing": ("", "@end", NOTHING, "event-is-asserted"),
    # words that are not there
    "no evidence": (KILLING, "kg:evidence", "rdfs:seeAlso", "evidence-is-sound"),
    "offset one too far": ("men:0a6290213771-52-67", "nif:beginIndex 52", "nif:beginIndex 53", "evidence-is-sound"),
    "other words of that length": ("men:0a6290213771-52-67", "à Bagdad, tuant", "à Berlin, tuant", "evidence-is-sound"),
    "no sentence": ("men:0a6290213771-52-67", "nif:sentence", "rdfs:seeAlso", "evidence-is-sound"),
    "beyond the article": ("doc:0a6290213771 a", "nif:endIndex 304", "nif:endIndex 90", "evidence-is-sound"),
    # forms that SHACL alone looks at
    "confidence of two": (KILLING, "kg:confidence 0.9", "kg:confidence 2.0", None),
    "confidence as a text": (KILLING, "kg:confidence 0.9", 'kg:confidence "0.9"', None),
    "time as a text": (KILLING, '"2020-01-03"^^xsd:date ;\n    kg:timeFrom', '"2020-01-03" ;\n    kg:timeFrom', None),
    "relation without a name": ("kg:killed a kg:Relation", "schema:identifier", "rdfs:seeAlso", None),
    "entity of two kinds": ("ent:bagdad", "a schema:Place", "a schema:Place , schema:Person", None),
    "article without a hash": ("doc:0a6290213771 a", "schema:sha256", "rdfs:seeAlso", None),
    "narrator of nothing": ("nar:", "kg:narratorOf", "rdfs:seeAlso", "status-follows-stance"),
}  # fmt: skip


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    """Give the shapes."""
    return rdflib.Graph().parse(data=(KNOWLEDGE / "shapes.ttl").read_text("utf-8"), format="turtle")


def conforms(turtle: str, shapes: rdflib.Graph) -> bool:
    """Ask pySHACL."""
    data = rdflib.Graph().parse(data=turtle, format="turtle")
    found, _, _ = pyshacl.validate(data, shacl_graph=shapes)
    return bool(found)


@pytest.fixture
def turtle(statements: Statements) -> str:
    """Give what the sample tells of the killing, the promise and the wish as Turtle."""
    return to_turtle(assemble([replace(statements, events=statements.events[1:6], facts=statements.facts[:1])]))


def mutated(turtle: str, block: str, good: str, bad: str) -> str:
    """Change one thing in the block that starts so, or add a block at the end."""
    if good == "@end":
        return f"{turtle}\n{bad}\n"
    (found,) = [part for part in turtle.split("\n\n") if part.startswith(block)]
    assert good in found
    return turtle.replace(found, found.replace(good, bad, 1))


def test_a_good_graph_keeps_all_laws(turtle: str, shapes: rdflib.Graph) -> None:
    assert check(turtle) == []
    assert conforms(turtle, shapes)


@pytest.mark.slow
@pytest.mark.parametrize("name", MUTATIONS)
def test_each_way_of_breaking_a_law_is_caught(turtle: str, shapes: rdflib.Graph, name: str) -> None:
    *change, law = MUTATIONS[name]
    broken = mutated(turtle, *change)
    assert not conforms(broken, shapes)
    assert law is None or law in {found.name for found in check(broken)}


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn_statements())
def test_any_graph_that_is_made_keeps_all_laws(shapes: rdflib.Graph, statements: Statements) -> None:
    written = to_turtle(assemble([statements]))
    assert check(written) == []
    assert conforms(written, shapes)


def test_what_is_broken_is_said_with_the_nodes_at_fault(turtle: str) -> None:
    (broken,) = check(mutated(turtle, *MUTATIONS["leak of a promise"][:3]))
    assert broken.words == "Each direct triple has an asserted claim behind it."
    assert broken.examples == ("object ent:y, relation kg:withdrew, subject ent:x",)
    assert str(broken).endswith("Broken by object ent:y, relation kg:withdrew, subject ent:x")


def test_the_laws_are_five_and_in_words() -> None:
    laws = questions("queries/invariants")
    assert {law for *_, law in MUTATIONS.values()} - {None} == {law.name for law in laws}
    assert len(laws) == 5
    assert all(law.words.endswith(".") and "\nASK {\n" in law.sparql for law in laws)


def test_the_law_of_direct_triples_knows_which_terms_are_no_relations() -> None:
    (law,) = [law for law in questions("queries/invariants") if law.name == "direct-triple-has-claim"]
    properties = {term for term in KG.terms.split() if term[0].islower()} - {"timex"}
    listed = {word.strip(" ,\n") for word in law.sparql.split("NOT IN (")[1].split("))")[0].split("kg:")}
    assert listed - {""} == properties
