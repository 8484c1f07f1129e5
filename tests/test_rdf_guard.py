"""What stands between a question and the world: the guard, and a process without a network behind it."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import GraphError
from kg.rdf import guard
from kg.rdf.limits import Confined, Limits, ProtocolQuestion
from kg.rdf.vocabulary import prefixes

KNOWN = {"https://example.org/kg/doc/a"}


@pytest.fixture
def sink() -> Iterator[socket.socket]:
    """Listen on the loopback; nobody should call."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0)
        yield listening


def called(sink: socket.socket) -> bool:
    """Tell whether somebody has called."""
    try:
        sink.accept()[0].close()
    except BlockingIOError:
        return False
    return True


CALL = "SERVICE SILENT <{address}/sparql> {{ ?x ?y ?z }}"
ESCAPED = "\\u0053ERVICE SILENT <{address}/sparql> {{ ?x ?y ?z }}"
SHAPES = [
    f"SELECT * {{{{ {CALL} }}}}",
    f"SELECT * {{{{ {CALL.lower()} }}}}",
    f"SELECT * {{{{ {CALL.replace(' SILENT', '')} }}}}",
    f"SELECT * {{{{ {CALL.replace(' ', chr(9))} }}}}",
    f"SELECT * {{{{ {CALL.replace(' SILENT <', '<')} }}}}",
    f"SELECT*{{{{OPTIONAL{{{{}}}}{CALL}}}}}",
    f"SELECT * {{{{ BIND(1 AS ?n){CALL} }}}}",
    f"SELECT * {{{{ ?a ?b 1e5{CALL} }}}}",
    f"SELECT * {{{{ ?a ?b true.{CALL} }}}}",
    f"SELECT * {{{{ ?a ?b 'x'@en.{CALL} }}}}",
    f"SELECT * {{{{ ?a ?b ?c OPTIONAL {{{{ {{{{ SELECT * {{{{ {CALL} }}}} }}}} }}}} }}}}",
    f"SELECT * {{{{ OPTIONAL {{{{ {CALL} }}}} }}}}",
    f"SELECT * {{{{ FILTER EXISTS {{{{ {CALL} }}}} }}}}",
    f"SELECT * {{{{ FILTER NOT EXISTS {{{{ {CALL} }}}} }}}}",
    f"SELECT * {{{{ ?a ?b ?c MINUS {{{{ {CALL} }}}} }}}}",
    f"SELECT * {{{{ {{{{ ?a ?b ?c }}}} UNION {{{{ GRAPH ?g {{{{ {CALL} }}}} }}}} }}}}",
    f"SELECT * {{{{ SERVICE <{{address}}> {{{{ {CALL} }}}} }}}}",
    "SELECT * {{ VALUES ?s {{ <{address}> }} SERVICE ?s {{ ?x ?y ?z }} }}",
    "SELECT * {{ BIND(IRI('{address}') AS ?s) SERVICE ?s {{ ?x ?y ?z }} }}",
    "BASE <{address}> SELECT * {{ SERVICE </sparql> {{ ?x ?y ?z }} }}",
    "PREFIX s: <{address}/> SELECT * {{ SERVICE s:sparql {{ ?x ?y ?z }} }}",
    f"CONSTRUCT {{{{ ?x ?y ?z }}}} WHERE {{{{ {CALL} }}}}",
    f"CONSTRUCT WHERE {{{{ {CALL} }}}}",
    f"DESCRIBE ?x WHERE {{{{ {CALL} }}}}",
    f"ASK {{{{ {CALL} }}}}",
    f"SELECT * {{{{ BIND(EXISTS {{{{ {CALL} }}}} AS ?e) }}}}",
    f"SELECT ?a (COUNT(*) AS ?n) {{{{ ?a ?b ?c }}}} GROUP BY ?a HAVING(EXISTS {{{{ {CALL} }}}})",
    f"SELECT (COUNT(*) AS ?n) {{{{ ?a ?b ?c }}}} GROUP BY (EXISTS {{{{ {CALL} }}}} AS ?e)",
    f"SELECT (SUM(IF(EXISTS {{{{ {CALL} }}}}, 1, 0)) AS ?n) {{{{ ?a ?b ?c }}}}",
    f"SELECT (EXISTS {{{{ {CALL} }}}} AS ?e) {{{{ }}}}",
    f"SELECT ?a {{{{ ?a ?b ?c }}}} ORDER BY (EXISTS {{{{ {CALL} }}}})",
    f"SELECT * {{{{ {ESCAPED} }}}}",
    f"SELECT * {{{{ # comment \r {CALL} \n }}}}",
    f"SELECT * {{{{ # comment \r {ESCAPED} \n }}}}",
    f"SELECT * {{{{ kg:a\\#b ?b ?c . {CALL}\n }}}}",
    f'SELECT * {{{{ ?a ?b "\\"" . {CALL} ?c ?d "" }}}}',
    f"SELECT * {{{{ ?a ?b '''it's''' , 'x' . {CALL} ?d ?e '' , \"\" }}}}",
    f'SELECT * {{{{ VALUES ?q {{{{ "a\\u0022 " }}}} {CALL} VALUES ?r {{{{ " \\u0022" }}}} }}}}',
    f"SELECT * {{{{ ?s <http://a.test/#> ?o . {CALL} }}}}",
    "SELECT * FROM <{address}/d> {{ ?s ?p ?o }}",
    "SELECT * FROM NAMED <{address}/d> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "CONSTRUCT {{ ?s ?p ?o }} FROM <{address}/d> WHERE {{ ?s ?p ?o }}",
    "DESCRIBE ?s FROM <{address}/d> WHERE {{ ?s ?p ?o }}",
    "LOAD <{address}/d>",
    "LOAD SILENT <{address}/d> INTO GRAPH <http://a.test/g>",
    "SELECT * {{ ?s ?p ?o }} ; LOAD <{address}/d>",
    "INSERT {{ ?x ?y ?z }} WHERE {{ SERVICE <{address}/d> {{ ?x ?y ?z }} }}",
    "INSERT {{ ?x ?y ?z }} USING <{address}/d> WHERE {{ ?x ?y ?z }}",
]


def test_the_sink_hears_an_unguarded_call(sink: socket.socket) -> None:
    address = f"http://127.0.0.1:{sink.getsockname()[1]}"
    sink.settimeout(20)
    caller = "import sys, pyoxigraph; pyoxigraph.Store().query(sys.argv[1])"
    calling = subprocess.Popen([sys.executable, "-c", caller, SHAPES[0].format(address=address)])
    assert called(sink)
    calling.wait()


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Confined]:
    """Give a process that answers questions about a graph that fits every shape."""
    file = tmp_path_factory.mktemp("graph") / "graph.ttl"
    file.write_text('<http://a.test/a> <http://a.test/b> "x"@en, "", true, 1e5 .', encoding="utf-8")
    process = Confined(file, Limits(seconds=20))
    yield process
    process.stop()


@pytest.mark.parametrize("shape", SHAPES)
def test_no_query_calls_anybody_whatever_its_spelling(asked: Confined, sink: socket.socket, shape: str) -> None:
    sparql = shape.format(address=f"http://127.0.0.1:{sink.getsockname()[1]}")
    with pytest.raises(GraphError):
        asked.ask(ProtocolQuestion(sparql))
    assert not called(sink)


def test_behind_the_guard_there_is_no_network(sink: socket.socket) -> None:
    address = f"http://127.0.0.1:{sink.getsockname()[1]}"
    unguarded = (
        "import sys, pyoxigraph; from kg.rdf import isolation\n"
        "if not isolation.leave_network(): sys.exit(2)\n"
        "list(pyoxigraph.Store().query(sys.argv[1]))"
    )
    command = [sys.executable, "-c", unguarded, SHAPES[0].format(address=address)]
    if subprocess.run(command, check=False).returncode == 2:
        pytest.skip("this system lets nobody leave its network")
    assert not called(sink)


# ---- FROM


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * FROM <https://example.org/kg/doc/a> { ?s ?p ?o }",
        "SELECT * FROM NAMED doc:a { GRAPH ?g { ?s ?p ?o } }",
        "BASE <https://example.org/kg/doc/> ASK FROM <a> {}",
        "ASK FROM <a> {}",
    ],
)
def test_a_graph_at_hand_may_be_named(sparql: str) -> None:
    assert guard.parse(sparql, prefixes(), graphs=KNOWN, base="https://example.org/kg/doc/")


@pytest.mark.parametrize(
    "sparql", ["ASK FROM <file:///etc/passwd> {}", "ASK FROM doc:a FROM NAMED doc:b {}", "ASK FROM <b> {}"]
)
def test_no_other_graph_may(sparql: str) -> None:
    with pytest.raises(GraphError, match=r"there is no graph <.*> here, and none is read from elsewhere"):
        guard.parse(sparql, prefixes(), graphs=KNOWN, base="https://example.org/kg/doc/")


@pytest.mark.parametrize(
    "sparql",
    [
        f"SELECT * {'{' * 100_000}",
        f"SELECT * {{ FILTER {'(' * 100_000}",
        f"ASK {{ FILTER({'(' * 9999}1{')' * 9999}) }}",
        f"ASK {{ {{}} {'UNION {}' * 999} }}",
    ],
    ids=["groups", "brackets", "closed brackets", "unions"],
)
def test_deep_nesting_is_told_as_such(sparql: str) -> None:
    with pytest.raises(GraphError, match="nested too deeply"):
        guard.parse(sparql, prefixes())


def test_what_oxigraph_opens_read_only_stays_as_it_was_opened(tmp_path: Path) -> None:
    written = ox.Store(str(tmp_path))
    read = ox.Store.read_only(str(tmp_path))
    written.add(ox.Quad(ox.NamedNode("http://a.test/a"), ox.NamedNode("http://a.test/b"), ox.Literal("c")))
    assert (len(read), len(ox.Store.read_only(str(tmp_path)))) == (0, 1)
