"""A reconciliation service, asked for real over HTTP: one that this test serves on the loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest

from kg.errors import InputError
from kg.model import Entity, EntityType, Span
from kg.resolution import Reconciler

SPACE = "http://www.wikidata.org/entity/"
SURE = {"id": "Q76", "name": "Barack Obama", "score": 99, "match": True}
UNSURE = {"id": "Q1", "name": "Barack", "score": 40, "match": False}
ANSWERS: dict[str, list[dict[str, Any]]] = {
    "Barack Obama": [SURE, UNSURE],
    "Jean Martin": [UNSURE],
    "Paul Durand": [SURE, {**SURE, "id": "Q2"}],
}


class Service(BaseHTTPRequestHandler):
    """Answers as the protocol wants, and otherwise under some paths."""

    asked: list[str]

    def do_GET(self) -> None:
        """Give the manifest."""
        self._answer(json.dumps({"versions": ["0.2"], "name": "test", "identifierSpace": SPACE}))

    def do_POST(self) -> None:
        """Answer queries."""
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        queries = json.loads(form["queries"][0])
        self.asked.extend(query["query"] for query in queries.values())
        if self.path == "/elsewhere":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:9/")
            self.end_headers()
        elif self.path == "/missing":
            self.send_error(404)
        elif self.path == "/words":
            self._answer("<html>no JSON</html>")
        elif self.path == "/list":
            self._answer("[]")
        else:
            self._answer(json.dumps({key: {"result": ANSWERS.get(q["query"], [])} for key, q in queries.items()}))

    def _answer(self, content: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(content.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def service() -> Iterator[str]:
    """Serve, and give the address."""
    Service.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def named(label: str, kind: EntityType = "Person", *links: str) -> Entity:
    """Make an entity that an article names."""
    return Entity("e1", label, kind, (label,), (Span(0, 1),), links, named=True)


def test_what_the_service_is_sure_of_is_linked(service: str) -> None:
    (found,) = Reconciler(service).linked([named("Barack Obama")])
    assert found.links == (f"{SPACE}Q76",)
    assert found.linked_name == "Barack Obama"


@pytest.mark.parametrize("name", ["Jean Martin", "Paul Durand", "Nobody At All"])
def test_without_one_sure_match_nothing_is_linked(service: str, name: str) -> None:
    assert Reconciler(service).linked([named(name)])[0].links == ()


def test_each_name_is_asked_once_and_places_and_links_not_at_all(service: str) -> None:
    reconciler = Reconciler(service)
    people = [named("Barack Obama"), named("Jean Martin"), named("Barack Obama"), named("Paris", "Place")]
    for _ in range(2):
        reconciler.linked([*people, named("ONU", "Organization", "https://example.org/onu")])
    assert Service.asked == ["Barack Obama", "Jean Martin"]


def test_many_names_go_in_several_requests(service: str) -> None:
    Reconciler(service).linked([named(f"Nom {number}") for number in range(25)])
    assert len(Service.asked) == 25


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("/elsewhere", "answers 302; it sends elsewhere; give the address itself"),
        ("/missing", r"answers 404; is the address right\?"),
        ("/words", "cannot be asked"),
        ("/list", "something else"),
    ],
)
def test_a_service_that_fails_is_told(service: str, path: str, fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        Reconciler(service + path).linked([named("Barack Obama")])


def test_nobody_there_is_told() -> None:
    with pytest.raises(InputError, match="cannot be asked"):
        Reconciler("http://127.0.0.1:9/").linked([named("Barack Obama")])


@pytest.mark.parametrize("address", ["file:///etc/passwd", "wikidata", "ftp://example.org/", "http://[a"])
def test_only_addresses_of_the_web_are_asked(address: str) -> None:
    with pytest.raises(InputError, match="is no address of a reconciliation service"):
        Reconciler(address)
