"""The SPARQL endpoint over HTTP: the protocol, its formats, its refusals and what keeps strangers out."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
import rdflib
from serving import GRAPHS, Served, Shelf, database, running

from kg.errors import GraphError
from kg.model import Statements
from kg.rdf.media_types import GRAPHS as GRAPH_TYPES
from kg.rdf.media_types import ROWS
from kg.server import Limits

pytestmark = pytest.mark.slow  # each asks a real server

SELECT = "SELECT ?name { ?s rdfs:label ?name FILTER(?s = ent:a) }"
TURTLE = """
    @prefix ent: <https://example.org/kg/ent/> .
    ent:a <http://www.w3.org/2000/01/rdf-schema#label> "é, \\"à\\"", "b" ; <https://w3id.org/newskg/ns#killed> ent:b .
"""
FORM = "application/x-www-form-urlencoded"


def entity(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"https://example.org/kg/ent/{name}")


@pytest.fixture(scope="module")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a database with a default graph and three named ones."""
    named = {name: f"<{GRAPHS}{name}> a <http://a.test/Article> ." for name in ("one", "two", "three")}
    return database(tmp_path_factory.mktemp("database"), TURTLE, **named)


@pytest.fixture(scope="module")
def endpoint(graphs: Path) -> Iterator[Served]:
    """Serve it."""
    with running(graphs, Shelf([]), Limits(seconds=20, size=20_000)) as served:
        yield served


# ---- answers


@pytest.mark.parametrize(
    "accepted", [*ROWS, "text/html, */*;q=0.1", "text/*", "application/json;q=0.2, text/csv;q=0.9"]
)
def test_rows_come_in_each_format(endpoint: Served, accepted: str) -> None:
    reply = endpoint.ask(SELECT, accepted)
    assert reply.status == 200
    expected = {
        "text/html, */*;q=0.1": "application/sparql-results+json",
        "text/*": "text/csv",
        "application/json;q=0.2, text/csv;q=0.9": "text/csv",
    }
    assert reply.type == expected.get(accepted, accepted)
    assert _names(reply.type, reply.text) == {'é, "à"', "b"}


def _names(kind: str, text: str) -> set[str]:
    if kind.endswith("json"):
        return {row["name"]["value"] for row in json.loads(text)["results"]["bindings"]}
    if kind.endswith("xml"):
        literals = ET.fromstring(text).iter("{http://www.w3.org/2005/sparql-results#}literal")  # noqa: S314 - our own
        return {each.text or "" for each in literals}
    if kind == "text/csv":
        return {row["name"] for row in csv.DictReader(io.StringIO(text))}
    lines = text.splitlines()
    assert lines[0] == "?name"
    return {str(rdflib.util.from_n3(line)) for line in lines[1:]}


@pytest.mark.parametrize("accepted", GRAPH_TYPES)
def test_graphs_come_in_each_format(endpoint: Served, accepted: str) -> None:
    reply = endpoint.ask("CONSTRUCT { ?s <about> ?o } { ?s kg:killed ?o }", f"{accepted}, */*;q=0.1")
    assert (reply.status, reply.type) == (200, accepted)
    (quad,) = ox.parse(reply.body, format=ox.RdfFormat.from_media_type(accepted))
    about = ox.NamedNode(f"{endpoint.address}about")
    assert quad.triple == ox.Triple(entity("a"), about, entity("b"))


def test_without_a_wish_rows_are_json_and_graphs_turtle(endpoint: Served) -> None:
    assert endpoint.get("/sparql?query=ASK%7B%7D").type == "application/sparql-results+json"
    assert endpoint.get("/sparql?query=DESCRIBE%20ent%3Aa").headers["content-type"] == "text/turtle; charset=utf-8"


@pytest.mark.parametrize(("sparql", "accepted"), [("ASK {}", "image/png"), ("DESCRIBE ent:a", "text/csv")])
def test_a_format_that_there_is_not_is_said_to_be_missing(endpoint: Served, sparql: str, accepted: str) -> None:
    reply = endpoint.ask(sparql, accepted)
    assert reply.status == 406
    assert "it has " in reply.text


def test_a_query_is_posted_by_itself_or_in_a_form(endpoint: Served) -> None:
    assert endpoint.post("ASK { ent:a kg:killed ent:b }").truth
    assert endpoint.post("ASK { ?s ?p 'é, \"à\"' }", "application/sparql-query; charset=UTF-8").truth
    assert endpoint.post(urlencode({"query": "ASK { ?s ?p 'é, \"à\"' }"}), FORM).truth


def test_head_gives_the_headers_of_get(endpoint: Served) -> None:
    path = "/sparql?query=ASK%7B%7D"
    head, get = endpoint.request("HEAD", path), endpoint.get(path)
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == str(len(get.body))


def test_options_tells_the_methods(endpoint: Served) -> None:
    reply = endpoint.request("OPTIONS", "/sparql")
    assert (reply.status, reply.headers["allow"]) == (204, "GET, HEAD, POST, OPTIONS")


def test_the_service_describes_itself(endpoint: Served) -> None:
    descriptions = [endpoint.get("/sparql", accept=kind) for kind in ("*/*", "application/rdf+xml", "text/turtle")]
    assert [each.type for each in descriptions] == ["text/turtle", "application/rdf+xml", "text/turtle"]
    graph = rdflib.Graph().parse(data=descriptions[0].body, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    (service,) = graph.subjects(rdflib.RDF.type, sd.Service)
    assert graph.value(service, sd.endpoint) == rdflib.URIRef(f"{endpoint.address}sparql")
    assert graph.value(service, sd.supportedLanguage) == sd.SPARQL11Query
    assert len(list(graph.objects(service, sd.resultFormat))) == 8
    assert endpoint.get("/sparql", accept="text/csv").status == 406


# ---- datasets


def test_the_default_graph_is_that_of_all(endpoint: Served) -> None:
    assert endpoint.ask("ASK { ent:a kg:killed ent:b }").truth
    assert not endpoint.ask("ASK { ?s a <http://a.test/Article> }").truth
    assert len(endpoint.ask("SELECT * { GRAPH ?g { ?s a <http://a.test/Article> } }").values) == 3


def test_graphs_are_named_by_the_request_or_by_the_query(endpoint: Served) -> None:
    articles = "{ ?s a <http://a.test/Article> }"
    one, two = f"{GRAPHS}one", f"{GRAPHS}two"
    from_one = f"SELECT ?s FROM <{one}>"  # noqa: S608 - SPARQL on our own data
    assert endpoint.ask(f"{from_one} {articles}").values == [[one]]
    assert endpoint.ask(f"SELECT ?s {articles}", dataset={"default-graph-uri": one}).values == [[one]]
    both = endpoint.ask(f"SELECT ?s {articles} ORDER BY ?s", dataset={"default-graph-uri": [one, two]})
    assert both.values == [[one], [two]]
    named = f"SELECT ?g {{ GRAPH ?g {articles} }}"
    assert endpoint.ask(named, dataset={"named-graph-uri": two}).values == [[two]]
    assert not endpoint.ask("ASK { ?s ?p ?o }", dataset={"named-graph-uri": two}).truth
    # the request overrules the query
    assert endpoint.ask(f"{from_one} {articles}", dataset={"default-graph-uri": two}).values == [[two]]


@pytest.mark.parametrize("name", ["http://127.0.0.1:9/x", "file:///etc/passwd", f"{GRAPHS}four", "no iri"])
def test_a_graph_that_is_not_here_is_not_fetched(endpoint: Served, name: str) -> None:
    for reply in (
        endpoint.ask(f"ASK FROM <{name}> {{}}"),
        endpoint.ask(f"ASK FROM NAMED <{name}> {{}}"),
        endpoint.ask("ASK {}", dataset={"default-graph-uri": name}),
        endpoint.ask("ASK {}", dataset={"named-graph-uri": name}),
    ):
        assert reply.status == 400
        assert "none is read from elsewhere" in reply.text or "cannot read this as a SPARQL 1.1 query" in reply.text


def test_what_a_writer_adds_is_seen_at_once(tmp_path: Path) -> None:
    folder = database(tmp_path / "database", TURTLE)
    with running(folder, Shelf([]), jobs=1) as served:
        assert not served.ask("ASK { ent:new ?p ?o }").truth
        written = ox.Quad(entity("new"), ox.NamedNode("http://a.test/p"), ox.Literal("x"))
        store = ox.Store(str(folder))
        store.add(written)
        assert served.ask("ASK { ent:new ?p ?o }").truth
        store.remove(written)
        store.optimize()
        assert not served.ask("ASK { ent:new ?p ?o }").truth


def test_a_database_that_goes_away_is_asked_for_again_later(tmp_path: Path) -> None:
    folder = database(tmp_path / "database", TURTLE)
    with running(folder, Shelf([]), jobs=1) as served:
        folder.rename(tmp_path / "elsewhere")
        folder.mkdir()
        reply = served.ask("ASK {}")
    assert (reply.status, reply.headers["retry-after"]) == (503, "5")
    assert str(tmp_path) not in reply.text


# ---- refusals


@pytest.mark.parametrize(
    ("status", "method", "path", "body", "kind"),
    [
        (400, "GET", "/sparql?query=ASK%20%7B", None, None),
        (400, "GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", None, None),
        (400, "GET", "/sparql?query=%FF", None, None),
        (400, "GET", "/sparql?other=1", None, None),
        (400, "GET", "/sparql?query=", None, None),
        (400, "GET", "/sparql?" + "&".join(f"a{n}=1" for n in range(1001)), None, None),
        (400, "GET", "/sparql?query=SELECT*%7BSERVICE%3Chttp%3A%2F%2Fa.test%2F%3E%7B%7D%7D", None, None),
        (403, "GET", "/sparql?update=DROP%20ALL", None, None),
        (403, "POST", "/sparql", b"update=DROP%20ALL", FORM),
        (403, "POST", "/sparql", b"DROP ALL", "application/sparql-update"),
        (400, "POST", "/sparql", b"DROP ALL", "application/sparql-query"),
        (415, "POST", "/sparql", b"ASK {}", "text/plain"),
        (415, "POST", "/sparql", b"ASK {}", None),
        (415, "POST", "/sparql", "ASK {}".encode("utf-16"), "application/sparql-query; charset=UTF-16"),
        (400, "POST", "/sparql", "ASK {}".encode("utf-16"), "application/sparql-query"),
        (400, "POST", "/sparql", b"query=%FF", FORM),
        (413, "POST", "/sparql", b"ASK {} #" + b"x" * (1 << 20), "application/sparql-query"),
        (400, "POST", "/sparql?query=ASK%7B%7D", b"ASK {}", "application/sparql-query"),
        (405, "PUT", "/sparql?query=ASK%7B%7D", None, None),
        (405, "DELETE", "/sparql", None, None),
        (405, "POST", "/", b"", None),
        (404, "GET", "/sparql/../../etc/passwd", None, None),
        (404, "GET", "/assets/../protocol.py", None, None),
        (404, "GET", "/assets/%2e%2e/protocol.py", None, None),
        (404, "GET", "/articles/none", None, None),
    ],
)
def test_a_request_that_is_wrong_is_told_so(  # noqa: PLR0917 - the table above reads better without names
    endpoint: Served, status: int, method: str, path: str, body: bytes | None, kind: str | None
) -> None:
    reply = endpoint.request(method, path, body, {"Content-Type": kind} if kind else {})
    assert reply.status == status
    assert reply.type == "text/plain"
    assert reply.text.count("\n") <= 1 + reply.text.count("line:")
    assert not {"Traceback", ".py", str(Path.home())} & set(reply.text.split())


@pytest.mark.parametrize(
    "sparql",
    [
        "(" * 100_000,
        "SELECT * " + "{" * 100_000,
        f"SELECT * {{ FILTER({'(' * 50_000}1{')' * 50_000}) }}",
        "\0",
        "é" * 9999,
    ],
)
def test_a_query_that_is_a_trap_is_refused(endpoint: Served, sparql: str) -> None:
    assert endpoint.post(sparql).status == 400
    assert endpoint.post("ASK {}").truth


def test_an_answer_too_large_is_refused_whole(endpoint: Served) -> None:
    values = f"VALUES ?x {{ {' '.join(map(str, range(1000)))} }}"
    reply = endpoint.ask(f"SELECT * {{ {values} }}")
    assert (reply.status, reply.type) == (400, "text/plain")
    assert "LIMIT" in reply.text
    assert len(endpoint.ask(f"SELECT * {{ {values} }} LIMIT 10").values) == 10
    assert endpoint.ask(f"CONSTRUCT {{ ent:a kg:x ?x }} {{ {values} }}", "application/n-triples").status == 400


# ---- strangers


def test_only_those_who_name_this_machine_are_answered(endpoint: Served) -> None:
    for host in ("localhost", "127.0.0.1:80", "[::1]:8080", "LOCALHOST"):
        assert endpoint.get("/sparql", host=host).status == 200
    for host in ("evil.test", "localhost.evil.test", "127.0.0.1.evil.test:80", "", "a b"):
        assert endpoint.get("/sparql", host=host).status == 400


def test_pages_of_others_read_nothing(endpoint: Served) -> None:
    reply = endpoint.get("/sparql?query=ASK%7B%7D", origin="http://evil.test")
    assert "access-control-allow-origin" not in reply.headers
    wish = {"Origin": "http://evil.test", "Access-Control-Request-Method": "POST"}
    assert "access-control-allow-origin" not in endpoint.request("OPTIONS", "/sparql", headers=wish).headers


def test_pages_of_those_who_are_named_read_answers(graphs: Path) -> None:
    with running(graphs, Shelf([]), jobs=1, origins=["http://friend.test"]) as served:
        path = "/sparql?query=ASK%7B%7D"
        reply = served.get(path, origin="http://friend.test")
        assert reply.headers["access-control-allow-origin"] == "http://friend.test"
        assert "access-control-allow-origin" not in served.get(path, origin="http://evil.test").headers


@pytest.mark.parametrize("path", ["/", "/articles", "/sparql", "/ontology", "/none", "/assets/ask.js"])
def test_each_response_binds_the_browser(endpoint: Served, path: str) -> None:
    headers = endpoint.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert not {"set-cookie", "server"} & set(headers)


# ---- pages


@pytest.fixture
def shelf(statements: Statements) -> Shelf:
    """Give one article, whose title is hostile."""
    return Shelf([statements])


def test_articles_are_listed_drawn_and_given(shelf: Shelf, tmp_path: Path) -> None:
    with running(database(tmp_path / "database", shelf.turtle()), shelf, jobs=1) as served:
        listed = served.get("/articles")
        assert "Un titre &lt;b&gt;&amp;" in listed.text
        assert 'href="/articles/sample"' in listed.text
        assert served.get("/articles/sample").text == shelf.page("sample")
        assert served.get("/articles/sample.json").text == shelf.json("sample")
        assert "unsafe-inline" in served.get("/articles/sample").headers["content-security-policy"]
        assert served.get("/ontology").type == "text/turtle"


def test_what_of_yasgui_is_vendored_is_as_it_was_published() -> None:
    folder = Path(str(files("kg.server"))) / "assets" / "yasgui"
    lines = (folder / "SHA256SUMS").read_text(encoding="ascii").splitlines()
    listed = {name: digest for digest, name in (line.split("  ") for line in lines)}
    found = {file.name: sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}
    assert found.keys() == listed.keys() | {"SHA256SUMS"}
    assert listed.items() <= found.items()


def test_articles_that_cannot_be_read_now_are_asked_for_again_later(graphs: Path) -> None:
    class Locked(Shelf):
        def page(self, name: str, /) -> str:
            raise GraphError(f"{name} is being written")  # noqa: EM102, TRY003 - a message nobody sees

    with running(graphs, Locked([]), jobs=1) as served:
        reply = served.get("/articles/any")
    assert (reply.status, reply.headers["retry-after"]) == (503, "5")
    assert "being written" not in reply.text


def test_pages_are_in_the_language_of_the_reader(endpoint: Served) -> None:
    french, english = (endpoint.get("/articles", accept_language=wish) for wish in ("fr-CA, en;q=0.5", "de"))
    assert ('<html lang="fr">' in french.text, "Ontologie" in french.text) == (True, True)
    assert "Titre" in french.text
    english = endpoint.get("/articles", accept_language="de, en;q=0.1")
    assert "Title" in english.text
