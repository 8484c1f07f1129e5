"""A store elsewhere, behind an endpoint of SPARQL 1.1.

Takes the address under which `query` and `update` stand (https://www.w3.org/TR/sparql11-protocol/), as Oxigraph's
server has them; gives triples and makes changes, each one request. Follows no redirection, goes nowhere but to that
address, and reads no answer without end. Never knows what a graph is about.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Final, cast
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlunsplit
from urllib.request import OpenerDirector, Request

import pyoxigraph as ox

from kg import web
from kg.errors import GraphError
from kg.rdf.changes import Change, Name, Row, rows

SECONDS: Final = 300
"""How long an answer may take to begin; a large graph takes its time."""
LARGEST: Final = 2_000_000_000
"""Bytes of an answer."""


@dataclass(frozen=True)
class Remote:
    """An endpoint of SPARQL 1.1 Query and Update; a user and a password may stand in its address."""

    address: str
    _authorization: Mapping[str, str] = field(default_factory=dict)
    _opener: OpenerDirector = field(default_factory=web.opener)

    @classmethod
    def at(cls, address: str) -> Remote:
        """Take an address; the password is kept out of every message.

        Raises:
            GraphError: it is none of the web.

        """
        parts = web.split(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            msg = f"'{address}' is no address of a store: it begins with http:// or https://"
            raise GraphError(msg)
        user, at, host = parts.netloc.rpartition("@")
        header = {"Authorization": f"Basic {b64encode(unquote(user).encode()).decode()}"} if at else {}
        return cls(urlunsplit(parts._replace(netloc=host)).rstrip("/"), header)

    def triples(self, name: Name) -> list[ox.Triple]:
        """Give the triples of a graph."""
        pattern = f"GRAPH {name} {{ ?s ?p ?o }}" if name else "?s ?p ?o"
        sparql = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}"
        written = self._ask(sparql, "application/n-triples")
        return [quad.triple for quad in ox.parse(written, format=ox.RdfFormat.N_TRIPLES)]

    def select(self, sparql: str) -> list[Row]:
        """Answer a question of ours."""
        written = self._ask(sparql, "application/sparql-results+json")
        return rows(cast("ox.QuerySolutions", ox.parse_query_results(written, format=ox.QueryResultsFormat.JSON)))

    def apply(self, change: Change) -> None:
        """Make a change: one request, which the protocol lets a server make as a whole."""
        self._send("update", change.to_update(), "application/sparql-update", "*/*")

    def flush(self) -> None:
        """Leave it to the server when its disk is written."""

    def _ask(self, sparql: str, wanted: str) -> bytes:
        return self._send("query", sparql, "application/sparql-query", wanted)

    def _send(self, where: str, body: str, kind: str, wanted: str) -> bytes:
        request = Request(  # noqa: S310 - the scheme was checked when the address was given
            f"{self.address}/{where}",
            data=body.encode(),
            headers={"Content-Type": f"{kind}; charset=utf-8", "Accept": wanted, **self._authorization},
            method="POST",
        )
        try:
            with self._opener.open(request, timeout=SECONDS) as response:
                found: bytes = response.read(LARGEST + 1)
        except HTTPError as error:
            with error:
                msg = f"the store at {self.address} refuses: {error.code} {error.reason}; {self._hint(error)}"
            raise GraphError(msg) from error
        except (URLError, HTTPException, OSError) as error:
            msg = f"cannot reach the store at {self.address}: {getattr(error, 'reason', error)}"
            raise GraphError(msg) from error
        if len(found) > LARGEST:
            msg = f"the store at {self.address} answers with more than {LARGEST:,} bytes"
            raise GraphError(msg)
        return found

    def _hint(self, error: HTTPError) -> str:
        if error.code in web.REDIRECTIONS:
            return "it sends elsewhere; give the address itself"
        if error.code in {401, 403}:
            return "it may be read-only, or ask for a password"
        if error.code == 404:  # noqa: PLR2004 - the code of HTTP for what is not there
            return f"give the address under which /query and /update stand, as in {self.address}/query"
        return error.read(500).decode(errors="replace").strip()
