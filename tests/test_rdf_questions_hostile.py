"""Two hundred attempts to break out: as what is set in a question, and as the names in a graph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.sparql.parserutils import CompValue

from kg.graph import Network, assemble
from kg.model import Statements
from kg.rdf import check, from_turtle, query, to_turtle
from kg.rdf.guard import parse
from kg.rdf.literals import clean
from kg.rdf.questions import bind, named
from kg.rdf.vocabulary import prefixes

pytestmark = pytest.mark.slow  # hundreds of attempts

FRAGMENTS = (
    '" } UNION { ?s ?p ?o } #',
    '"} } #',
    '") } ?x ?y ?z #',
    '" "other',
    '"@fr "',
    '"^^<http://a.test/>',
    "' } UNION { ?s ?p ?o } #",
    "'''\"\"\"",
    '""" } #',
    "} SERVICE <http://127.0.0.1:8899/> { ?s ?p ?o",
    '" } SERVICE <http://127.0.0.1:8899/> { ?s ?p ?o } #',
    '" } ; DROP ALL #',
    "<http://a.test/> ?p ?o .",
    "a> . <http://a.test/> <http://a.test/b> <http://a.test/c",
    "{{{{}}}}",
    "VALUES ?name { 'x' }",
    '" } VALUES ?name { "x',
    '?name { "" }',
    "FILTER(true) || ",
    "# a comment",
    "line\nline",
    "line\r\nline\rline",
    "\ttab\tstop\x0b\x0c",
    "\\",
    "\\\\",
    '\\"',
    "\\u0022 } #",
    "\\U00000022 } #",
    "\\u005C\\u0022",
    "\\u000A } #",
    "\\N{QUOTATION MARK}",
    "\x07beef\x00BEEF\x1f0041",
    "\\\x07\\u\\U\\x41",
    "\x00nul\x00",
    "\x07bell\x1b[31m\x7f",
    "\u202eright to left\u202c",
    "\u2028line\u2029paragraph\x85next",
    "\ufeffmark\ufffe\uffff",
    "\ud800 half \udfff",
    "😀 \U0010ffff",
    "e\u0301 é ÉÉ İ ß",
    "%22%20%7D {0} ${name} $(id) `id`",
)
WRAPPINGS = ("{}", '"{}', "\\{}", "{}\\", "{}" * 40)
ATTEMPTS = tuple(wrapping.replace("{}", fragment) for fragment, wrapping in product(FRAGMENTS[:-1], WRAPPINGS))
ATTEMPTS += ("x" * 10_000, '"' * 10_000, "\\" * 10_000, "\\u0022" * 2_000, FRAGMENTS[-1])
SPARQL = 'SELECT ?name ?label { VALUES ?name { "" } ?x rdfs:label ?label FILTER(CONTAINS(?label, ?name)) }'
numbered = pytest.mark.parametrize("attempt", ATTEMPTS, ids=map(str, range(len(ATTEMPTS))))


def outline(part: Any, value: str) -> Any:
    """Lay algebra open, with a mark in the place of one literal."""
    if isinstance(part, CompValue):
        return part.name, [(key, outline(inner, value)) for key, inner in sorted(dict.items(part))]
    if isinstance(part, list | tuple | set):
        inside = [outline(inner, value) for inner in part]
        return sorted(inside, key=repr) if isinstance(part, set) else inside
    if isinstance(part, dict):
        return [(key, outline(inner, value)) for key, inner in part.items()]
    return "VALUE" if part == rdflib.Literal(value) else part


def leaves(part: Any) -> Iterator[Any]:
    """Yield what an outline holds."""
    if isinstance(part, list | tuple):
        for inner in part:
            yield from leaves(inner)
    else:
        yield part


def test_there_are_two_hundred_attempts() -> None:
    assert len(set(ATTEMPTS)) >= 200


@numbered
def test_what_is_set_changes_one_literal_of_the_query(attempt: str) -> None:
    plain = outline(parse(bind(SPARQL, {"name": "plain"}), prefixes()), "plain")
    changed = outline(parse(bind(SPARQL, {"name": attempt}), prefixes()), clean(attempt))
    assert changed == plain
    assert list(leaves(changed)).count("VALUE") == 1


@numbered
def test_what_is_set_arrives_as_it_is_and_is_compared_as_it_is(attempt: str) -> None:
    value = clean(attempt)
    labels = {value, f"before {value} after", value[:-1], value.swapcase(), "", "other", "x"}
    store = ox.Store()
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    store.extend(ox.Quad(ox.NamedNode(f"http://a.test/{n}"), label, ox.Literal(x)) for n, x in enumerate(labels))
    found = list(query(store, SPARQL, {"name": attempt}))  # type: ignore[arg-type]  # it is a SELECT
    assert {row["label"] for row in found} == {other for other in labels if value in other}
    assert {row["name"] for row in found} == {value}


@pytest.mark.parametrize("name", ["evidence", "paths", "timeline"])
def test_what_is_set_changes_one_literal_of_a_named_question(name: str) -> None:
    question = named(name)
    parameter = next(iter(question.parameters))
    plain = outline(parse(bind(question.sparql, {parameter: "plain"}), prefixes()), "plain")
    for attempt in (FRAGMENTS[0], FRAGMENTS[26], FRAGMENTS[31]):
        changed = parse(bind(question.sparql, {parameter: attempt}), prefixes())
        assert outline(changed, attempt) == plain


def contents(graph: Network) -> tuple[list[object], list[object]]:
    """Lay a network open, order included."""
    return list(graph.nodes(data=True)), list(graph.edges(keys=True, data=True))


def term(node: rdflib.term.Node) -> ox.NamedNode | ox.Literal:
    """Give the term of rdflib as one of Oxigraph."""
    if isinstance(node, rdflib.URIRef):
        return ox.NamedNode(str(node))
    assert isinstance(node, rdflib.Literal)  # so no blank node either
    if node.language:
        return ox.Literal(str(node), language=node.language)
    return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype)) if node.datatype else None)


def named_everywhere(statements: Statements, attempt: str) -> Statements:
    """Give the sample article with the attempt as each name in it that an article or its reader could choose."""
    article = replace(statements.article, id=attempt, title=attempt, source=attempt)
    entities = tuple(
        replace(entity, label=f"{attempt}{entity.id}", names=(attempt, f"{attempt}{entity.id}"))
        for entity in statements.entities
    )
    facts = tuple(replace(fact, value=attempt) if fact.value else fact for fact in statements.facts)
    events = tuple(replace(event, labels=(("en", attempt), ("fr", attempt))) for event in statements.events)
    return replace(statements, article=article, entities=entities, facts=facts, events=events)


@pytest.mark.slow
@numbered
def test_names_change_no_more_than_names(statements: Statements, attempt: str) -> None:
    graph = assemble([named_everywhere(statements, attempt)])
    turtle = to_turtle(graph)
    by_oxigraph = {quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)}
    by_rdflib = rdflib.Graph().parse(data=turtle, format="turtle")
    assert {tuple(map(term, triple)) for triple in by_rdflib} == {
        (t.subject, t.predicate, t.object) for t in by_oxigraph
    }
    assert len(by_oxigraph) == len(by_rdflib)
    assert check(turtle) == []
    assert to_turtle(from_turtle(turtle)) == turtle
    if clean(attempt) == attempt:
        assert contents(from_turtle(turtle)) == contents(graph)
