"""A server for tests: the real application under a real uvicorn on a free port, and a plain HTTP client."""

from __future__ import annotations

import gc
import http.client
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox

from kg import server
from kg.graph import Network, assemble
from kg.model import Statements
from kg.rdf import to_turtle
from kg.store import to_json
from kg.view import to_html

ROOT = Path(__file__).parents[1]
SEED = ROOT / "output" / "iraq-us-2020-09.ttl"
GRAPHS = "https://example.org/kg/doc/"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def database(folder: Path, turtle: str, **graphs: str) -> Path:
    """Write a database: Turtle for its default graph, and for graphs by the ends of their names."""
    store = ox.Store(str(folder))
    store.load(turtle, format=ox.RdfFormat.TURTLE)
    for name, content in graphs.items():
        store.load(content, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(GRAPHS + name))
    store.flush()
    return folder


class Shelf:
    """Articles in memory, each as the pipeline would give it."""

    def __init__(self, statements: Sequence[Statements]) -> None:
        self._kept = {each.article.id: each for each in statements}

    def names(self) -> list[tuple[str, str | None, str | None]]:
        """Give id, title and date of each."""
        return [(each.article.id, each.article.title, each.article.date) for each in self._kept.values()]

    def page(self, name: str, /) -> str:
        """Draw one."""
        return to_html(self._graph(name))

    def json(self, name: str, /) -> str:
        """Write one."""
        return to_json(self._kept[name])

    def turtle(self) -> str:
        """Give the graph of all."""
        return to_turtle(assemble(list(self._kept.values())))

    def _graph(self, name: str) -> Network:
        return assemble([self._kept[name]])


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as words."""
        return self.body.decode()

    @property
    def type(self) -> str:
        """The media type alone."""
        return self.headers.get("content-type", "").partition(";")[0]

    @property
    def truth(self) -> bool:
        """The answer to ASK."""
        found = json.loads(self.body)["boolean"]
        assert isinstance(found, bool)
        return found

    @property
    def values(self) -> list[list[str]]:
        """The rows of SELECT."""
        content = json.loads(self.body)
        names = content["head"]["vars"]
        return [[row[name]["value"] for name in names if name in row] for row in content["results"]["bindings"]]


@dataclass(frozen=True)
class Served:
    """A server that runs."""

    address: str
    pids: set[int] = field(default_factory=set)

    def request(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Reply:
        """Send one request, just as it is."""
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=60)
        try:
            connection.request(method, path, body, dict(headers or {}))
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Reply(response.status, found, response.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Reply:
        """Get a page."""
        return self.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def ask(self, sparql: str, accept: str = "*/*", dataset: Mapping[str, str | list[str]] | None = None) -> Reply:
        """Put a query in the address."""
        return self.get(f"/sparql?{urlencode({'query': sparql, **(dataset or {})}, doseq=True)}", accept=accept)

    def post(self, body: str | bytes, kind: str = "application/sparql-query", path: str = "/sparql") -> Reply:
        """Put a query in the body."""
        content = body.encode() if isinstance(body, str) else body
        return self.request("POST", path, content, {"Content-Type": kind} if kind else {})


@contextmanager
def running(
    folder: Path,
    shelf: Shelf,
    limits: server.Limits | None = None,
    *,
    jobs: int = 2,
    queue: int = 64,
    origins: Sequence[str] = (),
) -> Iterator[Served]:
    """Serve a database until the block ends."""
    app = server.application(folder, shelf, limits, jobs=jobs, queue=queue, origins=origins)
    listening = server.listen("127.0.0.1", 0)
    prepared = server.running.server(app)
    gc.collect()  # answers of Oxigraph that lie in cycles may be collected by the thread that made them alone
    thread = Thread(target=prepared.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield Served(server.address(listening), app.state.workers.pids)
    finally:
        prepared.should_exit = True
        thread.join()
        listening.close()
