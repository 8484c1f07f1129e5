"""Questions of strangers -> answers, from a process of its own that can be stopped.

Takes a graph at rest (a database folder or a file), a question and limits; gives the answer, whole or not at all.
Knows how the process is started, watched and ended, for Oxigraph itself has no limit of time that holds; the other
end of the pipe is `answering`. Never reads what an answer says, and takes no pickled object from the process.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from multiprocessing import Pipe
from pathlib import Path
from typing import Any, Final

from kg.errors import GraphError
from kg.rdf.results import Answer, Results, Rows, Triples

MEGABYTE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one question may take: wall-clock seconds, bytes of memory beyond the graph's own, bytes of answer."""

    seconds: float = 10
    memory: int = 1024 * MEGABYTE
    size: int = 64 * MEGABYTE


class LimitError(GraphError):
    """A question that took more than it may, and was stopped."""


class FormatError(GraphError):
    """A question whose answer has none of the formats that are wanted."""


class UnreadableError(GraphError):
    """A database that cannot be opened or read."""


@dataclass(frozen=True, slots=True)
class ReaderQuestion:
    """A question in SPARQL or by name, whose answer is to be read; `named` asks for the names of the nodes too."""

    sparql: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    language: str | None = None
    named: bool = True


@dataclass(frozen=True, slots=True)
class ProtocolQuestion:
    """A query of the SPARQL 1.1 Protocol: its dataset, and the media types for rows and for graphs, None for neither.

    `base` is the IRI that relative ones in the query are read against.
    """

    sparql: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    rows: str | None = "application/sparql-results+json"
    graph: str | None = "text/turtle"
    base: str | None = None


Question = ReaderQuestion | ProtocolQuestion
_ERRORS: Mapping[str, type[Exception]] = {
    "refused": GraphError,
    "exceeded": LimitError,
    "unacceptable": FormatError,
    "unreadable": UnreadableError,
    "failed": RuntimeError,
}


class Confined:
    """A process that holds a graph and answers one question after another, each within the limits."""

    def __init__(self, source: Path, limits: Limits) -> None:
        self.limits = limits
        self._ready: dict[str, Any] | None = None
        self._connection, theirs = Pipe()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own module, by the Python that runs this
                [sys.executable, "-P", "-m", "kg.rdf.answering", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # what Oxigraph says when memory runs out is said better here
            )
        self._connection.send((source, limits))

    @property
    def is_alive(self) -> bool:
        """Tell whether it can be asked."""
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def ready(self) -> str:
        """Wait until the graph is loaded, and give the base IRI of its data.

        Raises:
            GraphError: the source cannot be read, or holds no graph.

        """
        if self._ready is None:
            self._ready, _ = self._received()
        return str(self._ready["base"])

    def ask(self, question: Question) -> tuple[dict[str, Any], bytes]:
        """Put a question, and give what is said about the answer, and the answer.

        Raises:
            LimitError: it takes too long or too much memory; the process is gone then.
            FormatError: the answer has none of the formats wanted.
            GraphError: the question is wrong, reaches beyond the graph, or its answer is too large.

        """
        self.ready()
        try:
            self._connection.send(question)
            answered = self._connection.poll(self.limits.seconds)
        except OSError:  # it died before it could listen
            answered = True
        if not answered:
            self.stop()
            raise LimitError(self._too_long())
        return self._received()

    def abandon(self) -> None:
        """Kill the process; whoever waits for an answer, in another thread, gets a LimitError."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """End the process at once, and forget about it."""
        self.abandon()
        self._connection.close()

    def _received(self) -> tuple[dict[str, Any], bytes]:
        try:
            about: dict[str, Any] = json.loads(self._connection.recv_bytes())
            content = self._connection.recv_bytes()
        except (EOFError, OSError):
            self.stop()
            raise self._death() from None
        if error := _ERRORS.get(about["outcome"]):
            raise error(about["message"])
        return about, content

    def _death(self) -> Exception:
        """Say why the process is gone."""
        code = self._process.returncode
        if code >= 0:
            return RuntimeError(f"the process that answers questions ended by itself with code {code}")
        return LimitError(self._too_long() if -code == signal.SIGXCPU else self._too_much())

    def _too_long(self) -> str:
        return (
            f"the question took more than {self.limits.seconds:g} s and was stopped; ask for less, or allow more time"
        )

    def _too_much(self) -> str:
        allowed = self.limits.memory / MEGABYTE
        return (
            f"the question needs more than {allowed:g} MB of memory and was stopped; ask for less, or allow more memory"
        )


def limited(
    source: Path,
    sparql: str,
    parameters: Mapping[str, str] | None = None,
    *,
    language: str | None = None,
    named: bool = True,
    limits: Limits | None = None,
) -> Results:
    """Ask a graph at rest a question as `query` does, in a process of its own that cannot take more than the limits.

    Loading the graph is not counted. `named` tells whether rows will be laid out for a reader, who wants names.

    Raises:
        LimitError: it takes too long or too much memory.
        GraphError: the source is no graph, the question is wrong or reaches beyond it, or its answer is too large.

    """
    process = Confined(source, limits or Limits())
    try:
        about, content = process.ask(ReaderQuestion(sparql, dict(parameters or {}), language, named))
    finally:
        process.stop()
    return _read(about["kind"], content)


@dataclass(frozen=True, slots=True)
class _Told:
    """Names that were looked up where the graph is."""

    known: Mapping[str, str]

    def of(self, iri: str) -> str:
        """Name a node; what was not asked for by name is called by its IRI."""
        return self.known.get(iri, iri)


def _read(kind: str, content: bytes) -> Results:
    if kind == "Triples":
        return Triples(content.decode())
    read = json.loads(content)
    if kind == "Answer":
        return Answer(read)
    return Rows(tuple(read["variables"]), read["bindings"], _Told(read["names"]))
