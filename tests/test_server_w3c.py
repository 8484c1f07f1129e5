"""The SPARQL 1.1 protocol tests of the W3C, whose requests are written down here as the suite describes them.

Source: https://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/, data0 to data3 hold a triple each.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
from serving import Served, Shelf, running

from kg.rdf.media_types import GRAPHS, ROWS

pytestmark = pytest.mark.slow  # as many requests as the suite has

FORM = "application/x-www-form-urlencoded"
DATA = "http://kasei.us/2009/09/sparql/data/data{}.rdf"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"


def _named(*names: str, query: str | None = None) -> str:
    pairs = [name.split("=", 1) for name in names] + ([["query", query]] if query else [])
    return "/sparql?" + urlencode([(key, value) for key, value in pairs])


def _typed(*numbers: int) -> str:
    return " . ".join(f"<{DATA.format(number)}> a ?type" for number in numbers)


IN_GRAPHS = f"GRAPH ?g1 {{ {_typed(1)} }} GRAPH ?g2 {{ {_typed(2)} }}"
DEFAULTS = tuple(f"default-graph-uri={DATA.format(number)}" for number in (1, 2))
NAMED = tuple(f"named-graph-uri={DATA.format(number)}" for number in (1, 2))
ZERO = f"default-graph-uri={DATA.format(0)}"
Request = tuple[str, str, str | bytes | None, str | None]
W3C: dict[str, tuple[Request, str]] = {
    "query_post_form": (("POST", _named(ZERO), "query=ASK%20%7B%7D", FORM), "true"),
    "query_dataset_default_graphs_get": (
        ("GET", _named(*DEFAULTS, query=f"ASK {{ {_typed(1, 2)} }}"), None, None),
        "true",
    ),
    "query_dataset_default_graphs_post": (("POST", _named(*DEFAULTS), f"ASK {{ {_typed(1, 2)} }}", QUERY), "true"),
    "query_dataset_named_graphs_post": (("POST", _named(*NAMED), f"ASK {{ {IN_GRAPHS} }}", QUERY), "true"),
    "query_dataset_named_graphs_get": (("GET", _named(*NAMED, query=f"ASK {{ {IN_GRAPHS} }}"), None, None), "true"),
    "query_dataset_full": (
        ("POST", _named(*NAMED, f"default-graph-uri={DATA.format(3)}"), f"ASK {{ {_typed(3)} {IN_GRAPHS} }}", QUERY),
        "true",
    ),
    "query_multiple_dataset": (
        ("POST", _named(*NAMED), f"ASK FROM <{DATA.format(3)}> {{ {IN_GRAPHS} }}", QUERY),
        "true",
    ),
    "query_get": (("GET", _named(ZERO, query="ASK {}"), None, None), "true"),
    "query_content_type_select": (("POST", _named(ZERO), "SELECT (1 AS ?value) {}", QUERY), "rows"),
    "query_content_type_ask": (("POST", _named(ZERO), "ASK {}", QUERY), "true"),
    "query_content_type_describe": (("POST", _named(ZERO), "DESCRIBE <http://example.org/>", QUERY), "graph"),
    "query_content_type_construct": (("POST", _named(ZERO), "CONSTRUCT { <s> <p> 1 } WHERE {}", QUERY), "graph"),
    "query_post_direct": (("POST", _named(ZERO), "ASK {}", QUERY), "true"),
    "bad_query_method": (("PUT", _named(query="ASK {}"), None, None), "refused"),
    "bad_multiple_queries": (("GET", _named("query=ASK {}", "query=SELECT * {}"), None, None), "refused"),
    "bad_query_wrong_media_type": (("POST", "/sparql", "ASK {}", "text/plain"), "refused"),
    "bad_query_missing_form_type": (("POST", "/sparql", "query=ASK%20%7B%7D", None), "refused"),
    "bad_query_missing_direct_type": (("POST", "/sparql", "ASK {}", None), "refused"),
    "bad_query_non_utf8": (("POST", "/sparql", "ASK {}".encode("utf-16"), f"{QUERY}; charset=UTF-16"), "refused"),
    "bad_query_syntax": (("GET", _named(query="ASK {"), None, None), "refused"),
    "update_dataset_default_graph": (
        ("POST", _named(f"using-graph-uri={DATA.format(1)}"), "CLEAR ALL", UPDATE),
        "refused",
    ),
    "update_dataset_default_graphs": (
        ("POST", _named(*(each.replace("default", "using") for each in DEFAULTS)), "CLEAR ALL", UPDATE),
        "refused",
    ),
    "update_dataset_named_graphs": (
        ("POST", _named(f"using-named-graph-uri={DATA.format(1)}"), "CLEAR ALL", UPDATE),
        "refused",
    ),
    "update_dataset_full": (
        (
            "POST",
            _named(f"using-graph-uri={DATA.format(1)}", f"using-named-graph-uri={DATA.format(2)}"),
            "CLEAR ALL",
            UPDATE,
        ),
        "refused",
    ),
    "update_post_form": (("POST", "/sparql", "update=CLEAR%20ALL", FORM), "refused"),
    "update_post_direct": (("POST", "/sparql", "CLEAR ALL", UPDATE), "refused"),
    "update_base_uri": (("POST", "/sparql", "CLEAR ALL ; INSERT DATA { <s> <p> 1 }", UPDATE), "refused"),
    "bad_update_get": (("GET", _named("update=CLEAR ALL"), None, None), "refused"),
    "bad_multiple_updates": (("POST", "/sparql", "update=CLEAR%20ALL&update=CLEAR%20ALL", FORM), "refused"),
    "bad_update_wrong_media_type": (("POST", "/sparql", "CLEAR ALL", "text/plain"), "refused"),
    "bad_update_missing_form_type": (("POST", "/sparql", "update=CLEAR%20ALL", None), "refused"),
    "bad_update_non_utf8": (("POST", "/sparql", "CLEAR ALL".encode("utf-16"), f"{UPDATE}; charset=UTF-16"), "refused"),
    "bad_update_syntax": (("POST", "/sparql", "CLEAR XXX", UPDATE), "refused"),
    "bad_update_dataset_conflict": (
        ("POST", _named(f"using-named-graph-uri={DATA.format(1)}"), "WITH <x:y> DELETE WHERE { ?s ?p ?o }", UPDATE),
        "refused",
    ),
}
"""The request of each test of the suite, and what it must give; what would update must be refused here."""


@pytest.fixture(scope="module")
def w3c_endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve the graphs that the suite's requests name."""
    folder = tmp_path_factory.mktemp("w3c")
    store = ox.Store(str(folder))
    for number in range(4):
        name = ox.NamedNode(DATA.format(number))
        kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
        store.add(ox.Quad(name, kind, ox.NamedNode("http://xmlns.com/foaf/0.1/Document"), name))
    store.flush()
    del store
    with running(folder, Shelf([])) as served:
        yield served


@pytest.mark.parametrize("name", W3C)
def test_the_protocol_as_the_w3c_tests_it(w3c_endpoint: Served, name: str) -> None:
    (method, path, body, kind), expected = W3C[name]
    content = body.encode() if isinstance(body, str) else body
    reply = w3c_endpoint.request(method, path, content, {"Content-Type": kind} if kind else {})
    if expected == "refused":
        assert 400 <= reply.status < 500
        return
    assert reply.status == 200
    assert reply.type in (GRAPHS if expected == "graph" else ROWS)
    assert expected != "true" or reply.truth
    assert expected != "rows" or reply.values == [["1"]]


def test_no_test_of_the_w3c_is_left_out(w3c: Path) -> None:
    manifest = w3c / "sparql11" / "protocol" / "manifest.ttl"
    kind = ox.NamedNode("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#ProtocolTest")
    graph = list(ox.parse(path=str(manifest), format=ox.RdfFormat.TURTLE, base_iri="http://a.test/"))
    assert {str(quad.subject.value).partition("#")[2] for quad in graph if quad.object == kind} == set(W3C)
