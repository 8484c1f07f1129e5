"""The process that answers questions of strangers: `python -m kg.rdf.answering DESCRIPTOR`.

Takes a graph at rest and questions over a pipe; gives answers, complete before their first byte is sent. Knows how it
confines itself: no network, no more memory and CPU time than a question may take, the guard before Oxigraph. Never
outlives a question that exceeds its limits; `limits` starts another.

Oxigraph opens a database on disk as it stands at that moment, and sees nothing of what is written later; that is why
the files are looked at before each question.
"""

from __future__ import annotations

import gc
import io
import json
import signal
import sys
import traceback
from collections.abc import Container
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from kg.errors import GraphError
from kg.rdf import asking, guard, isolation
from kg.rdf.limits import (
    MEGABYTE,
    FormatError,
    Limits,
    ProtocolQuestion,
    Question,
    ReaderQuestion,
    UnreadableError,
)
from kg.rdf.loading import base_in, load
from kg.rdf.media_types import GRAPHS, ROWS
from kg.rdf.parsing import files_of
from kg.rdf.results import Answer, Rows, Triples
from kg.rdf.vocabulary import DEFAULT_BASE, prefixes

Reply = tuple[dict[str, Any], bytes]
OUTCOMES: Final = {FormatError: "unacceptable", UnreadableError: "unreadable"}
Default = list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]
Named = list[ox.NamedNode | ox.BlankNode]
_UNWATCHED: Final = {"LOCK", "LOG"}  # files of a database that say nothing of its content


class Held:
    """The graph that is asked: a file, loaded once, or a database, opened anew whenever it has changed."""

    def __init__(self, source: Path, memory: int) -> None:
        self._source = source
        self._memory = memory
        self._seen: object = None
        self.refresh()

    def refresh(self) -> None:
        """Open the database again if it has changed.

        Raises:
            GraphError: it cannot be read.

        """
        seen = _state(self._source)
        if seen != self._seen:
            isolation.free_memory()
            self.store = _opened(self._source)
            self.base = base_in(self.store) or DEFAULT_BASE
            self._seen = seen
            gc.collect()  # errors that rdflib raises while it parses, and their frames, may hold the former store
            isolation.limit_memory(self._memory)

    def forget(self) -> None:
        """Have the database opened again for the next question."""
        self._seen = None


class _NamedGraphs(Container[str]):
    """The names of the graphs in a store."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    def __contains__(self, name: object) -> bool:
        try:
            return self._store.contains_named_graph(ox.NamedNode(str(name)))
        except ValueError:  # no IRI
            return False


class _Bounded(io.BytesIO):
    """A place to write that holds so many bytes and no more."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._size = size

    def write(self, data: Any, /) -> int:
        """Write, or refuse the whole answer.

        Raises:
            GraphError: it is too large.

        """
        _check_size(self.tell() + len(data), self._size)
        return super().write(data)


def main(descriptor: str) -> None:
    """Answer questions until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asks decides when this ends
    isolation.leave_network()
    gc.freeze()  # what is imported stays, and need not be looked through
    with Connection(int(descriptor)) as connection:
        source, limits = connection.recv()
        held = _introduced(connection, source, limits)
        while held:
            try:
                question = connection.recv()
            except EOFError:
                return
            isolation.limit_time(limits.seconds)
            _send(connection, _replied(question, held, limits))


def _introduced(connection: Connection, source: Path, limits: Limits) -> Held | None:
    """Load the graph and say so, or say why it cannot be."""
    try:
        held = Held(source, limits.memory)
    except GraphError as error:
        _send(connection, ({"outcome": "refused", "message": str(error)}, b""))
        return None
    _send(connection, ({"outcome": "ready", "base": held.base}, b""))
    return held


def _send(connection: Connection, reply: Reply) -> None:
    about, content = reply
    connection.send_bytes(json.dumps(about).encode())
    connection.send_bytes(content)


def _replied(question: Question, held: Held, limits: Limits, *, again: bool = False) -> Reply:
    """Answer, or say what is wrong; if a file of the database has gone while it was read, try once more."""
    try:
        held.refresh()
        about, content = _answered(question, held, limits.size)
    except MemoryError:
        allowed = limits.memory / MEGABYTE
        return {"outcome": "exceeded", "message": f"the question needs more than {allowed:g} MB of memory"}, b""
    except GraphError as error:
        if isinstance(error, UnreadableError) and not again:
            held.forget()
            return _replied(question, held, limits, again=True)
        return {"outcome": OUTCOMES.get(type(error), "refused"), "message": str(error)}, b""
    except Exception:  # noqa: BLE001 - a mistake of ours is told where it can be read, not into the void
        return {"outcome": "failed", "message": traceback.format_exc()}, b""
    return {"outcome": "answered", **about}, content


def _answered(question: Question, held: Held, size: int) -> Reply:
    if isinstance(question, ProtocolQuestion):
        return _to_protocol(question, held, size)
    about, content = _to_reader(question, held.store)
    _check_size(len(content), size)
    return about, content


def _to_reader(question: ReaderQuestion, store: ox.Store) -> Reply:
    found = asking.query(store, question.sparql, question.parameters, language=question.language)
    content: Any
    match found:
        case Triples():
            return {"kind": "Triples"}, found.to("ttl").encode()
        case Answer():
            content = found.truth
        case Rows():
            iris = {term["value"] for row in found.bindings for term in row.values() if term["type"] == "uri"}
            names = {iri: found.names.of(iri) for iri in iris} if question.named else {}
            content = {"variables": found.variables, "bindings": found.bindings, "names": names}
    return {"kind": type(found).__name__}, json.dumps(content).encode()


def _to_protocol(question: ProtocolQuestion, held: Held, size: int) -> Reply:
    known = prefixes(held.base)
    graphs = _NamedGraphs(held.store)
    algebra = guard.parse(question.sparql, known, graphs=graphs, base=question.base)
    media_type = question.graph if algebra.name in {"ConstructQuery", "DescribeQuery"} else question.rows
    if media_type is None:
        offered = GRAPHS if question.rows else ROWS
        msg = f"the answer to this query has none of the formats that are accepted; it has {', '.join(offered)}"
        raise FormatError(msg)
    output = _Bounded(size)
    default, named = _dataset(question, graphs)
    try:
        found = held.store.query(
            question.sparql, base_iri=question.base, prefixes=known, default_graph=default, named_graphs=named
        )
        _write(found, output, media_type, known)
    except OSError as error:
        msg = f"cannot read the database: {error}"
        raise UnreadableError(msg) from error
    except (SyntaxError, ValueError, RuntimeError) as error:
        msg = f"Oxigraph cannot answer this query: {error}"
        raise GraphError(msg) from error
    return {"type": media_type}, output.getvalue()


def _dataset(question: ProtocolQuestion, graphs: Container[str]) -> tuple[Default | None, Named | None]:
    """Give the graphs that the request names; if it names any, the query sees no others."""
    for name in (*question.default_graphs, *question.named_graphs):
        if name not in graphs:
            raise GraphError(guard.no_such_graph(name))
    if not question.default_graphs and not question.named_graphs:
        return None, None
    return [*map(ox.NamedNode, question.default_graphs)], [*map(ox.NamedNode, question.named_graphs)]


def _write(
    found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples,
    output: _Bounded,
    media_type: str,
    known: dict[str, str],
) -> None:
    if isinstance(found, ox.QueryTriples):
        ox.serialize(found, output, format=GRAPHS[media_type], prefixes=known)
    else:
        found.serialize(output, format=ROWS[media_type])


def _check_size(size: int, allowed: int) -> None:
    if size > allowed:
        msg = f"the answer has more than {allowed / MEGABYTE:g} MB and is not sent in part; ask for less, as with LIMIT"
        raise GraphError(msg)


def _state(source: Path) -> object:
    """Give what changes whenever a database does: its files, their sizes and times. A file is read once."""
    if files_of(source):
        return source
    files = [file for file in source.iterdir() if file.name not in _UNWATCHED]
    try:
        return {(file.name, (stat := file.stat()).st_size, stat.st_mtime_ns) for file in files}
    except FileNotFoundError:
        return object()  # a file has just gone, so that the database has changed


def _opened(source: Path, attempts: int = 3) -> ox.Store:
    """Load a file or open a database, more than once if need be: a writer may remove a file at this very moment."""
    if files_of(source):
        return load(source)
    try:
        return ox.Store.read_only(str(source))
    except (OSError, ValueError, RuntimeError) as error:
        if attempts > 1:
            return _opened(source, attempts - 1)
        msg = f"cannot open the database '{source}': {error}"
        raise UnreadableError(msg) from error


if __name__ == "__main__":
    main(*sys.argv[1:])
