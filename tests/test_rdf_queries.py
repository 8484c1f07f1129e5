"""Questions of strangers: what is refused, and in what forms the others are answered."""

from __future__ import annotations

import csv
import io
import json
import sys
from dataclasses import replace
from decimal import Decimal

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from strategies import words

from kg.errors import GraphError
from kg.graph import Network, assemble
from kg.model import Statements
from kg.rdf import Answer, Results, Rows, Triples, query, to_turtle


@pytest.fixture
def graph(statements: Statements) -> Network:
    """Give the sample article as a graph."""
    return assemble([statements])


def rows(results: Results) -> Rows:
    """Insist on rows."""
    assert isinstance(results, Rows)
    return results


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


def test_rows_as_a_table_of_markdown(graph: Network) -> None:
    found = rows(query(graph, "SELECT ?speaker ?words { ?m schema:spokenByCharacter ?speaker ; nif:anchorOf ?words }"))
    assert found.to("md") == (
        "| speaker | words |\n"
        "| --- | --- |\n"
        "| Mustafa Al-Kadhimi | Donald Trump avait promis de retirer les troupes américaines |\n"
    )
    assert query(graph, "ASK { ?a kg:killed ?b }").to("md") == "yes\n"
    assert query(graph, "ASK { ?a kg:withdrew ?b }").to("md") == "no\n"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("a|b", r"a\|b"),
        ("two\nlines\r\n and\ta tab", "two lines and a tab"),
        ("<script>*bold* `code` [link](x)", r"\<script\>\*bold\* \`code\` \[link\](x)"),
        (r"a\|b", r"a\\\|b"),
        ("&lt; ~~gone~~ _so_", r"\&lt; \~\~gone\~\~ \_so\_"),
        ("\u2028\x85\x1c", ""),
    ],
)
def test_no_cell_of_markdown_leaves_its_place(cell: str, written: str) -> None:
    found = query(ox.Store(), 'SELECT ?x (1 AS ?y) { VALUES ?x { "" } }', {"x": cell})
    assert found.to("md") == f"| x | y |\n| --- | --- |\n| {written} | 1 |\n"


@given(words())
def test_a_row_of_markdown_is_one_line_with_its_columns(cell: str) -> None:
    _, _, line, end = query(ox.Store(), 'SELECT ?x ?y { VALUES ?x { "" } }', {"x": cell}).to("md").split("\n")
    assert not end
    assert line.replace("\\\\", "").replace(r"\|", "").count("|") == 3
    assert len(line.splitlines()) == 1


def test_rows_with_names_for_readers_and_as_tuples(graph: Network) -> None:
    select = """SELECT ?who ?whom ?confidence ?of {
        ?claim rdf:predicate kg:killed ; rdf:subject ?who ; rdf:object ?whom ; kg:confidence ?confidence
        OPTIONAL { ?claim kg:of ?of } }"""
    found = rows(query(graph, select))
    assert list(found.readable()) == [
        {"who": "drone américain", "whom": "Qassem Souleimani", "confidence": Decimal("0.9"), "of": None}
    ]
    ((who, _, *rest),) = found.tuples()
    assert str(who).startswith("https://example.org/kg/ent/drone-americain-")
    assert rest == [Decimal("0.9"), None]


def test_numbers_that_arithmetic_gives(graph: Network) -> None:
    (row,) = rows(query(graph, "SELECT (1e0 / 4 AS ?double) (1 / 4 AS ?decimal) (2 + 2 AS ?integer) {}"))
    assert row == {"double": 0.25, "decimal": Decimal("0.25"), "integer": 4}
    assert [type(cell) for cell in row.values()] == [float, Decimal, int]


COLUMNS = """SELECT * { VALUES (?name ?n ?x ?b ?day ?hour ?mixed ?month ?nothing) {
    (kg:killed 1 0.5 true "1656-02-03"^^xsd:date "2020-01-03T18:00:00"^^xsd:dateTime 1 "2020-09"^^xsd:gYearMonth UNDEF)
    ("été"@fr UNDEF 2 UNDEF UNDEF "2020-01-04"^^xsd:date "a" "2020-10-01"^^xsd:date UNDEF) } } ORDER BY ?x"""


def test_rows_as_a_table_of_pandas(graph: Network) -> None:
    frame = rows(query(graph, COLUMNS)).to_pandas()
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == {
        "name": "string", "n": "Int64", "x": "float64", "b": "boolean", "day": "datetime64[s]", "hour": "datetime64[s]",
        "mixed": "string", "month": "string", "nothing": "string",
    }  # fmt: skip
    assert frame["name"].tolist() == ["https://w3id.org/newskg/ns#killed", "été"]
    assert frame["n"].sum() == 1
    assert frame["x"].tolist() == [0.5, 2.0]
    assert frame["day"].dt.year.tolist()[0] == 1656
    assert frame["hour"].dt.hour.tolist() == [18, 0]
    assert frame["mixed"].tolist() == ["1", "a"]
    assert frame.isna().sum().to_dict() == {
        "name": 0, "n": 1, "x": 0, "b": 1, "day": 1, "hour": 0, "mixed": 0, "month": 0, "nothing": 2
    }  # fmt: skip


@pytest.mark.parametrize(
    ("literal", "kind"),
    [
        ('"99999999999999999999"^^xsd:integer', "float64"),
        ('"abc"^^xsd:integer', "string"),
        ('"-0044-03-15"^^xsd:date', "string"),
        ('"2020-01-03T18:00:00Z"^^xsd:dateTime', "string"),
        ('"2020-02-30"^^xsd:date', "string"),
        ('"INF"^^xsd:double', "float64"),
    ],
)
def test_what_pandas_cannot_hold_stays_readable(graph: Network, literal: str, kind: str) -> None:
    frame = rows(query(graph, f"SELECT * {{ VALUES ?x {{ {literal} }} }}")).to_pandas()
    assert str(frame["x"].dtype) == kind
    assert len(frame["x"].dropna()) == 1


def test_no_rows_are_a_table_of_pandas_too(graph: Network) -> None:
    frame = rows(query(graph, "SELECT ?a ?b { ?a kg:withdrew ?b }")).to_pandas()
    assert list(frame.columns) == ["a", "b"]
    assert frame.empty


def test_what_to_do_where_pandas_is_missing(graph: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(GraphError, match=r"pip install 'kg\[pandas\]'"):
        rows(query(graph, "killed")).to_pandas()


def test_a_graph_of_rdflib_as_the_answer(graph: Network) -> None:
    described = query(graph, "CONSTRUCT WHERE { ?a kg:killed ?b }")
    assert isinstance(described, Triples)
    assert {predicate for _, predicate, _ in described.rdflib} == {rdflib.URIRef("https://w3id.org/newskg/ns#killed")}


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
        ["<http://a.test/>"], ["personne"], ["affirmé"],
    ]  # fmt: skip


def test_names_are_in_the_language_of_the_articles(statements: Statements) -> None:
    english = assemble([replace(statements, article=replace(statements.article, language="en"))])
    select = "SELECT ?p WHERE { ?c rdf:predicate ?p ; kg:status kg:Negated }"
    assert rows(query(english, select)).table() == [["wanted"]]


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
