"""What may be set in a question: where a value is put, as what, and what is refused."""

from __future__ import annotations

import re
from dataclasses import replace

import pyoxigraph as ox
import pytest
from hypothesis import given
from strategies import HOSTILE, words

from kg.errors import GraphError
from kg.graph import Network, assemble
from kg.model import Statements
from kg.rdf import Results, Rows, query
from kg.rdf.literals import searchable
from kg.rdf.questions import bind, named


@pytest.fixture
def graph(statements: Statements) -> Network:
    """Give the sample article as a graph."""
    return assemble([statements])


def rows(results: Results) -> Rows:
    """Insist on rows."""
    assert isinstance(results, Rows)
    return results


def test_a_parameter_that_is_left_empty_takes_all(graph: Network) -> None:
    assert len(rows(query(graph, "timeline"))) == 2
    assert len(rows(query(graph, "timeline", {"name": ""}))) == 2
    assert len(rows(query(graph, "timeline", {"name": "nobody"}))) == 0


@pytest.mark.parametrize(
    "name",
    [
        *(name for name in HOSTILE if searchable(name)),
        '" } DROP ALL #',
        '") || true || ("',
        "}} UNION {{ ?a ?b ?c",
        "x" * 10_000,
    ],
)
def test_a_parameter_is_a_value_whatever_it_holds(statements: Statements, name: str) -> None:
    entity = replace(statements.entities[2], label=f"x{name}x")
    entities = tuple(entity if other.id == entity.id else other for other in statements.entities)
    graph = assemble([replace(statements, entities=entities)])
    assert len(rows(query(graph, "timeline", {"name": name}))) == 1
    assert len(rows(query(graph, "timeline", {"name": f"{name}?"}))) == 0


@pytest.mark.parametrize("name", ["\ufffe\uffff\u2028\u2029\u0085", "\ue000", "\u200b"])
def test_a_value_that_no_name_could_hold_finds_nothing(statements: Statements, name: str) -> None:
    entity = replace(statements.entities[2], label=name)
    entities = tuple(entity if other.id == entity.id else other for other in statements.entities)
    graph = assemble([replace(statements, entities=entities)])
    assert len(rows(query(graph, "timeline", {"name": name}))) == 0


@pytest.mark.parametrize("name", ["Al-KADHIMI", "mustafa  al-kadhimi", " AL\u2010KADHIMI", "Ál-Kâdhïmî"])
def test_a_value_of_a_named_question_is_written_as_it_is_searched_for(graph: Network, name: str) -> None:
    assert {row[0] for row in rows(query(graph, "quotations", {"name": name})).table()} == {"Mustafa Al-Kadhimi"}


def test_a_value_of_other_sparql_stays_as_it_is(graph: Network) -> None:
    sparql = 'SELECT ?x { VALUES ?name { "" } ?x rdfs:label ?label FILTER(CONTAINS(?label, ?name)) }'
    assert len(rows(query(graph, sparql, {"name": "Al-Kadhimi"}))) == 1
    assert len(rows(query(graph, sparql, {"name": "al-kadhimi"}))) == 0


@pytest.mark.parametrize("kind", ["ASSAULT", "assault", "Assault"])
def test_types_of_events_are_compared_without_regard_to_case(graph: Network, kind: str) -> None:
    assert len(rows(query(graph, "actors", {"type": kind}))) == 1
    assert len(rows(query(graph, named("actors").sparql, {"type": kind}))) == 1


@given(words(surrogates=True))
def test_a_bound_value_is_one_literal(value: str) -> None:
    bound = bind('SELECT ?x { VALUES ?x { "" } }', {"x": value})
    (row,) = ox.Store().query(bound)  # type: ignore[misc]  # it is a SELECT
    assert row["x"] == ox.Literal(re.sub("[\ud800-\udfff]", "\ufffd", value))


def test_a_parameter_that_is_not_there(graph: Network) -> None:
    with pytest.raises(GraphError, match="no parameter 'nom'; it has: name, since, until"):
        query(graph, "timeline", {"nom": "x"})
    with pytest.raises(GraphError, match="it has: none"):
        query(graph, "killed", {"name": "x"})


def test_a_name_that_is_not_there(graph: Network) -> None:
    with pytest.raises(GraphError, match="did you mean 'killed'"):
        query(graph, "kiled")
    with pytest.raises(GraphError, match="there are: actors, affiliations, articles"):
        query(graph, "zzz")


@pytest.mark.parametrize(
    "sparql",
    [
        """SELECT ?x { BIND('VALUES ?x { "" }' AS ?x) }""",
        '''SELECT ?x { BIND("""VALUES ?x { "" }""" AS ?x) }''',
        """SELECT ?x { BIND('''VALUES ?x { "" }''' AS ?x) }""",
        'SELECT ?x { BIND("\\" VALUES ?x { \\"\\" }" AS ?x) }',
        'SELECT ?x { ?x ?y ?z } # VALUES ?x { "" }',
        'SELECT ?x { ?x <http://a.test/#> ?z } # "\n# VALUES ?x { "" }',
        'SELECT ?x { ?x ?VALUES ?x . { SELECT * { VALUES ?y { "" } } } }',
        'SELECT ?x { VALUES ?x { "a" "b" } }',
        'SELECT ?x { VALUES ?x { "a"@fr } }',
        'SELECT ?x { VALUES ?x { "1"^^xsd:integer } }',
        "SELECT ?x { VALUES ?x { <http://a.test/> } }",
        'SELECT ?x { VALUES (?x) { ("") } }',
    ],
)
def test_what_looks_like_a_parameter_but_is_none(sparql: str) -> None:
    with pytest.raises(GraphError, match="the query has no parameter 'x'"):
        bind(sparql, {"x": "changed"})


@pytest.mark.parametrize(
    ("sparql", "bound"),
    [
        ('SELECT * { values ?x{"a"} }', 'SELECT * { VALUES ?x { "v" } }'),
        ('SELECT * { VALUES ?x\n{\n"a \\" }"\n} }', 'SELECT * { VALUES ?x { "v" } }'),
        ("# it's\nSELECT * { VALUES ?x { \"\" } }", "# it's\nSELECT * { VALUES ?x { \"v\" } }"),
        ("SELECT * { ?y <a:'> 'b' VALUES ?x { \"\" } }", "SELECT * { ?y <a:'> 'b' VALUES ?x { \"v\" } }"),
        ('SELECT * { {VALUES ?x {""}} VALUES ?x {""} }', 'SELECT * { {VALUES ?x { "v" }} VALUES ?x { "v" } }'),
        ('SELECT * { VALUES ?x {""} VALUES ?xx {""} }', 'SELECT * { VALUES ?x { "v" } VALUES ?xx {""} }'),
    ],
)  # fmt: skip
def test_where_a_value_is_put(sparql: str, bound: str) -> None:
    assert bind(sparql, {"x": "v"}) == bound


@pytest.mark.parametrize(
    ("preset", "value", "bound"),
    [
        ("1", "2", "2"), ("1", "-2", "-2"), ("1", "+007", "7"), ("0", "9" * 18, "9" * 18),
        ("0.5", "0.25", "0.25"), ("0.5", "1", "1.0"), ("0.5", "-0.10", "-0.10"), ("-0.5", "00.5", "0.5"),
    ],
)  # fmt: skip
def test_a_number_is_bound_as_a_number_of_its_kind(preset: str, value: str, bound: str) -> None:
    query_bound = bind(f"SELECT ?x {{ VALUES ?x {{ {preset} }} }}", {"x": value})
    assert query_bound == f"SELECT ?x {{ VALUES ?x {{ {bound} }} }}"
    (row,) = ox.Store().query(query_bound)  # type: ignore[misc]  # it is a SELECT
    kind = "decimal" if "." in preset else "integer"
    assert row["x"].datatype.value == f"http://www.w3.org/2001/XMLSchema#{kind}"


@pytest.mark.parametrize(
    "value", ["", "two", "1.5", "1e3", "1 }", "٣", "²", "0x1", " 1", "1\n", "--1", "9" * 19, "1_000"]
)
def test_what_is_no_whole_number(graph: Network, value: str) -> None:
    with pytest.raises(GraphError, match="least must be a whole number, such as 1; '"):
        query(graph, "dyads", {"least": value})


@pytest.mark.parametrize("value", ["", "0,7", ".7", "7.", "1e-1", "NaN", "INF", "0.7 }", "0.7\n", "\u0660.\u0667"])
def test_what_is_no_number(graph: Network, value: str) -> None:
    with pytest.raises(GraphError, match=r"below must be a number, such as 0\.7; '"):
        query(graph, "uncertain", {"below": value})
