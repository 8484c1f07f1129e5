"""Questions: those kept by name, those of strangers, and in what form they are answered."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pyoxigraph as ox
import pytest
from hypothesis import given
from strategies import HOSTILE, words

from kg.errors import GraphError
from kg.graph import Network, assemble
from kg.model import Statements
from kg.rdf import Answer, Results, Rows, Triples, load, query, questions, to_turtle
from kg.rdf.questions import bind


@pytest.fixture
def graph(statements: Statements) -> Network:
    """Give the sample article as a graph."""
    return assemble([statements])


def rows(results: Results) -> Rows:
    """Insist on rows."""
    assert isinstance(results, Rows)
    return results


KILLING = ["Qassem Souleimani", "drone américain", "2020-01-03", "Bagdad", "à Bagdad, tuant"]
PROMISE = "Mustafa Al-Kadhimi a déclaré que Donald Trump avait promis de retirer les troupes américaines."
WITHDRAWAL = "Donald Trump a retiré troupes américaines"
ANSWERS: dict[str, tuple[Mapping[str, str], list[str], int]] = {
    "killed": ({}, KILLING, 1),
    "who-did-what": ({}, ["drone américain", "a tué", "Qassem Souleimani", "2020-01-03", "Bagdad"], 5),
    "timeline": (
        {"name": "souleimani"},
        ["2020-01-03", "2020-01-03", "drone américain", "a tué", "Qassem Souleimani"],
        1,
    ),
    "said": (
        {"name": "kadhimi"},
        ["Mustafa Al-Kadhimi", "a déclaré", f"Donald Trump a promis {WITHDRAWAL}", "rapporté", PROMISE],
        1,
    ),
    "reported": ({}, ["Mustafa Al-Kadhimi", f"Donald Trump a promis {WITHDRAWAL}", "réel", PROMISE], 1),
    "planned": ({}, ["Donald Trump", WITHDRAWAL, "promis", PROMISE], 1),
    "only-claimed": ({"name": "kadhimi"}, ["Mustafa Al-Kadhimi", "rapporté", f"Donald Trump a promis {WITHDRAWAL}"], 1),
    "quotations": (
        {"name": "kadhimi"},
        ["Mustafa Al-Kadhimi", "Donald Trump avait promis de retirer les troupes américaines", "Un titre <b>&"],
        1,
    ),
    "denied": ({}, ["Un titre <b>&", "États-Unis souhaite présence permanente", "réel"], 1),
    "evidence": (
        {"relation": "tué"},
        ["drone américain a tué Qassem Souleimani", "affirmé", "à Bagdad, tuant", "52", "67", "Un titre <b>&"],
        1,
    ),
    "entities": ({}, ["Bagdad", "schema:Place", "2", "1"], 10),
    "places": ({"name": "bag"}, ["Bagdad", "a tué", "drone américain", "Qassem Souleimani", "2020-01-03"], 2),
    "positions": ({}, ["Qassem Souleimani", "général", ""], 1),
    "sources": ({}, ["Un titre <b>&", "affirmé", "7"], 4),
}


@pytest.fixture
def reprinted(statements: Statements) -> Network:
    """Give the sample article as a graph, printed once more by another paper."""
    article = replace(statements.article, id="reprint", text=f"{statements.article.text} Fin.")
    return assemble([statements, replace(statements, article=article)])


def test_each_named_question_is_tried_below() -> None:
    assert [question.name for question in questions()] == sorted([*ANSWERS, "contradicted", "corroborated"])


def test_what_one_paper_denies_and_another_states_is_contradicted(statements: Statements) -> None:
    known = replace(statements, entities=tuple(replace(entity, named=True) for entity in statements.entities))
    article = replace(statements.article, id="other", text=f"{statements.article.text} Fin.", title="Démenti")
    denied = [replace(event, polarity="negative") if event.id == "v2" else event for event in statements.events]
    both = assemble([known, replace(known, article=article, events=tuple(denied))])
    found = rows(query(both, "contradicted")).table()
    assert [(row[0], row[1], row[3]) for row in found] == [
        ("drone américain a tué Qassem Souleimani", "Un titre <b>&", "Démenti")
    ]


def test_an_event_in_two_papers_that_print_one_dispatch_has_one_sentence(graph: Network, reprinted: Network) -> None:
    found = rows(query(reprinted, "corroborated")).table()
    assert [row[1:] for row in found] == [
        ["a tué", "2020-01-03", "event/one-death: Qassem Souleimani died once", "2", "1"]
    ]
    assert rows(query(graph, "corroborated")).table() == []


@pytest.mark.parametrize("name", ANSWERS)
def test_named_questions(graph: Network, name: str) -> None:
    parameters, expected, size = ANSWERS[name]
    found = rows(query(graph, name, parameters))
    assert len(found) == size
    assert expected in [row[: len(expected)] for row in found.table()]


def test_questions_are_in_words_and_run_anywhere(reprinted: Network) -> None:
    store = load(reprinted)
    for question in questions():
        assert question.words.endswith("?")
        assert "\n# " in question.sparql
        assert set(question.parameters) == set(ANSWERS.get(question.name, ({},))[0])
        found = len(list(store.query(question.sparql)))  # type: ignore[arg-type]  # each is a SELECT
        assert (found > 0) != (question.name == "contradicted")


def test_a_parameter_that_is_left_empty_takes_all(graph: Network) -> None:
    assert len(rows(query(graph, "timeline"))) == 2
    assert len(rows(query(graph, "timeline", {"name": "bagdad"}))) == 2
    assert len(rows(query(graph, "timeline", {"name": "nobody"}))) == 0


@pytest.mark.parametrize(
    "name", [*HOSTILE[:-2], '" } DROP ALL #', '") || true || ("', "}} UNION {{ ?a ?b ?c", "x" * 10_000]
)
def test_a_parameter_is_a_value_whatever_it_holds(statements: Statements, name: str) -> None:
    entity = replace(statements.entities[2], label=f"x{name}x")
    entities = tuple(entity if other.id == entity.id else other for other in statements.entities)
    graph = assemble([replace(statements, entities=entities)])
    assert len(rows(query(graph, "timeline", {"name": name}))) == 1
    assert len(rows(query(graph, "timeline", {"name": f"{name}?"}))) == 0


@given(words(surrogates=True))
def test_a_bound_value_is_one_literal(value: str) -> None:
    bound = bind('SELECT ?x { VALUES ?x { "" } }', {"x": value})
    (row,) = ox.Store().query(bound)  # type: ignore[misc]  # it is a SELECT
    assert row["x"] == ox.Literal(re.sub("[\ud800-\udfff]", "\ufffd", value))


def test_a_parameter_that_is_not_there(graph: Network) -> None:
    with pytest.raises(GraphError, match="no parameter 'nom'; it has: name"):
        query(graph, "timeline", {"nom": "x"})
    with pytest.raises(GraphError, match="it has: none"):
        query(graph, "killed", {"name": "x"})


def test_a_name_that_is_not_there(graph: Network) -> None:
    with pytest.raises(GraphError, match="did you mean 'killed'"):
        query(graph, "kiled")
    with pytest.raises(GraphError, match="there are: contradicted, corroborated, denied"):
        query(graph, "zzz")


def test_prefixes_need_not_be_declared_but_may(graph: Network) -> None:
    assert query(graph, "ASK { ?a kg:killed ?b }") == Answer(truth=True)
    assert query(graph, "PREFIX kg: <http://elsewhere.test/> ASK { ?a kg:killed ?b }") == Answer(truth=False)
    assert query(graph, "PREFIX n: <https://w3id.org/newskg/ns#> ASK { ?a n:killed ?b }") == Answer(truth=True)


def test_values_for_scripts(graph: Network) -> None:
    select = """SELECT ?claim ?confidence (COUNT(?rule) AS ?rules) (BOUND(?of) AS ?held) ?of WHERE {
        ?claim rdf:predicate kg:killed ; kg:confidence ?confidence ; kg:rule ?rule OPTIONAL { ?claim kg:of ?of }
    } GROUP BY ?claim ?confidence ?of"""
    (row,) = rows(query(graph, select))
    assert row.pop("claim", "").startswith("https://example.org/kg/clm/")  # type: ignore[union-attr]  # an IRI
    assert row == {"confidence": Decimal("0.9"), "rules": 1, "held": False, "of": None}


def test_rows_in_the_formats_of_the_standard(graph: Network) -> None:
    found = rows(query(graph, "killed"))
    assert json.loads(found.to("json"))["results"]["bindings"][0]["time"]["value"] == "2020-01-03"
    (record,) = csv.DictReader(io.StringIO(found.to("csv")))
    assert record["victim"].startswith("https://example.org/kg/ent/qassem-souleimani-")
    assert '"à Bagdad, tuant"' in found.to("tsv")
    assert "<binding name=" in found.to("xml")
    with pytest.raises(GraphError, match="no format 'pdf'"):
        found.to("pdf")


def test_an_answer_in_the_formats_of_the_standard(graph: Network) -> None:
    answer = query(graph, "ASK { ?a kg:withdrew ?b }")
    assert not answer
    assert json.loads(answer.to("json")) == {"head": {}, "boolean": False}
    assert answer.to("csv") == "false\n"


def test_a_graph_as_the_answer(graph: Network) -> None:
    described = query(graph, "CONSTRUCT { ?a kg:killed ?b . ?a a ?type } WHERE { ?a kg:killed ?b ; a ?type }")
    assert isinstance(described, Triples)
    assert [line.split()[0] for line in described.turtle.splitlines() if line.startswith("@")] == ["@prefix"] * 3
    assert described.turtle.count("a kg:Object ;\n    kg:killed ent:qassem-souleimani-") == 1
    assert query(described.to("ttl"), "ASK { ?a kg:killed ?b }")
    assert isinstance(query(graph, "DESCRIBE kg:killed"), Triples)
    with pytest.raises(GraphError, match="ttl, not as csv"):
        described.to("csv")


def test_names_in_the_language_of_the_reader(graph: Network) -> None:
    select = "SELECT ?p WHERE { ?c rdf:predicate ?p ; kg:status kg:Negated }"
    assert rows(query(graph, select)).table() == [["souhaite"]]
    assert rows(query(graph, select, language="en")).table() == [["wanted"]]
    assert rows(query(graph, "SELECT * { VALUES ?x { kg:Asserted schema:Person <http://a.test/> } }")).table() == [
        ["<http://a.test/>"], ["schema:Person"], ["affirmé"],
    ]  # fmt: skip


def test_events_and_narrators_have_names(graph: Network) -> None:
    select = "SELECT ?event ?narrator { ?event kg:relation kg:killed . ?narrator a kg:Narrator }"
    assert rows(query(graph, select)).table() == [["drone américain a tué Qassem Souleimani", "Un titre <b>&"]]


def test_one_sided_claims_read_as_words(statements: Statements) -> None:
    published = replace(statements.events[6], id="v70", actors=("e1",), targets=())
    graph = assemble([replace(statements, events=(published, *statements.events[6:]))])
    found = rows(query(graph, "SELECT ?c WHERE { ?c a kg:Claim ; kg:event ?e }")).table()
    assert sorted(found) == [["a publié vidéo 🎥"], ["drone américain a publié"], ["explosion"]]


def test_rows_come_in_one_order(graph: Network) -> None:
    select = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"
    assert rows(query(graph, select)).bindings == rows(query(to_turtle(graph), select)).bindings
    ordered = rows(query(graph, "SELECT ?n WHERE { ?m nif:beginIndex ?n } ORDER BY DESC(?n)"))
    numbers = [row["n"] for row in ordered]
    assert numbers == sorted(numbers, reverse=True)  # type: ignore[type-var]  # all are numbers


def test_any_turtle_may_be_asked() -> None:
    found = query("<http://a.test/> <http://a.test/b> [ <http://a.test/c> 'd'@en ] .", "SELECT ?o { ?s ?p ?o }")
    assert "d" in {row[0] for row in rows(found).table()}


BEYOND = 'SERVICE <http://127.0.0.1:8899/sparql> { ?x ?y "z" }'


@pytest.mark.parametrize(
    "sparql",
    [
        f"SELECT * {{ {BEYOND} }}",
        f"SELECT * {{ {BEYOND.replace('SERVICE', 'service silent')} }}",
        f"SELECT * {{ ?a ?b ?c OPTIONAL {{ {{ SELECT * {{ {BEYOND} }} }} }} }}",
        f"SELECT * {{ ?a ?b ?c FILTER EXISTS {{ {BEYOND} }} }}",
        f"SELECT * {{ ?a ?b ?c FILTER NOT EXISTS {{ {BEYOND} }} }}",
        f"SELECT * {{ ?a ?b ?c MINUS {{ {BEYOND} }} }}",
        f"SELECT * {{ {{ ?a ?b ?c }} UNION {{ GRAPH ?g {{ {BEYOND} }} }} }}",
        f"CONSTRUCT {{ ?x ?y ?x }} WHERE {{ {BEYOND} }}",
        f"DESCRIBE ?x WHERE {{ {BEYOND} }}",
        f"ASK {{ {BEYOND} }}",
        f"SELECT * {{ BIND(EXISTS {{ {BEYOND} }} AS ?e) }}",
        f"SELECT ?a (COUNT(*) AS ?n) {{ ?a ?b ?c }} GROUP BY ?a HAVING(EXISTS {{ {BEYOND} }})",
        f"SELECT (EXISTS {{ {BEYOND} }} AS ?e) {{ }}",
        f"SELECT ?a {{ ?a ?b ?c }} ORDER BY (EXISTS {{ {BEYOND} }})",
        "SELECT * { ?s ?p ?o . SERVICE ?o { ?a ?b ?c } }",
        "SELECT * { SERVICE<http://127.0.0.1:8899/>{ ?a ?b ?c } }",
        f"SELECT * {{ \\u0053{BEYOND[1:]} }}",
        # a comment that ends at a carriage return for Oxigraph, but not for rdflib
        f"SELECT * {{ ?a ?b ?c # comment \r {BEYOND}\n }}",
        # a string that ends at the escaped quotation mark for rdflib, but not for Oxigraph
        'SELECT * { VALUES ?x { "a\\u0022 " } SERVICE <http://127.0.0.1:8899/> { ?s ?p ?o } VALUES ?y { " \\u0022" } }',
        f"SELECT * {{ ?a ?b '''it's''' , 'x' . {BEYOND} ?d ?e '' , \"\" }}",
    ],
)
def test_no_question_reaches_another_server(graph: Network, sparql: str) -> None:
    with pytest.raises(GraphError, match="SERVICE asks a server elsewhere"):
        query(graph, sparql)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * FROM <http://127.0.0.1:8899/d> { ?s ?p ?o }",
        "SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }",
        "CONSTRUCT { ?s ?p ?o } FROM <http://127.0.0.1:8899/d> WHERE { ?s ?p ?o }",
    ],
)
def test_no_question_reads_another_graph(graph: Network, sparql: str) -> None:
    with pytest.raises(GraphError, match="FROM reads a graph from elsewhere"):
        query(graph, sparql)


@pytest.mark.parametrize(
    "sparql",
    [
        "INSERT DATA { <http://a.test/> <http://a.test/> 1 }",
        "DELETE WHERE { ?s ?p ?o }",
        "DROP ALL",
        "CLEAR DEFAULT",
        "LOAD <file:///etc/passwd>",
        "INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
    ],
)
def test_no_question_changes_the_graph(graph: Network, sparql: str) -> None:
    with pytest.raises(GraphError, match="would change the graph"):
        query(graph, sparql)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT",
        "SELECT * { ?s ?p }",
        "SELECT * { ?s unknown:p ?o }",
        "SELECT * { ?s ?p ?o } ; DROP ALL",
        "SELECT * {} SELECT * {}",
        "SELECT * { ?s ?p ?o {| ?a ?b |} }",
        "",
        "{" * 5000,
        # rdflib reads the rest of the line as a comment, Oxigraph as a name and a call
        f"SELECT * {{ kg:a\\#b ?b ?c . {BEYOND}\n }}",
    ],
)
def test_what_is_no_sparql(graph: Network, sparql: str) -> None:
    with pytest.raises(GraphError):
        query(graph, sparql)


@pytest.mark.parametrize(
    "sparql",
    [
        'SELECT * { ?s ?p "SERVICE <http://x> FROM <y>" }',
        "SELECT * { ?s <http://example.org/SERVICE> ?o }",
        "SELECT * { ?s ?p ?o } # SERVICE <http://x> {}",
        "SELECT ?service { ?service kg:service ?from }",
        "SELECT * { ?s ?p '''le \"service\" de presse''' }",
    ],
)
def test_the_words_alone_are_no_offence(graph: Network, sparql: str) -> None:
    assert len(rows(query(graph, sparql))) == len(rows(query(graph, sparql)).table())
