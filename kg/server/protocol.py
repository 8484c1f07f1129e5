"""The SPARQL 1.1 Protocol, its query operation: https://www.w3.org/TR/sparql11-protocol/.

Takes HTTP requests; gives answers in the formats of the standard, or a sentence on what is wrong with the request.
Knows media types, parameters and status codes; never reads SPARQL, and refuses every update.
"""

from __future__ import annotations

import asyncio
from email.message import Message
from typing import Final, NoReturn
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from kg.errors import GraphError
from kg.rdf.limits import FormatError, LimitError, ProtocolQuestion, UnreadableError
from kg.rdf.media_types import GRAPHS, ROWS
from kg.rdf.service import describe_service
from kg.server.negotiation import preferred
from kg.server.workers import BusyError, Workers

MAX_BODY: Final = 1 << 20
PATIENCE: Final = 30  # seconds for a request to arrive
METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS")
_FORM: Final = "application/x-www-form-urlencoded"
_QUERY: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_MANY: Final = {"default-graph-uri", "named-graph-uri", "using-graph-uri", "using-named-graph-uri"}

Parameters = list[tuple[str, str]]


class Endpoint:
    """The endpoint, and what it is called with each request."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers

    async def __call__(self, request: Request) -> Response:
        """Answer a query, or describe the service where there is none."""
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": ", ".join(METHODS), "Accept-Post": f"{_QUERY}, {_FORM}"})
        parameters = _decoded(request.scope["query_string"])
        if request.method == "POST":
            parameters += await _posted(request)
        elif not parameters:
            return _description(request)
        return await self._answer(request, _question(request, parameters))

    async def _answer(self, request: Request, question: ProtocolQuestion) -> Response:
        try:
            about, content = await self._workers.ask(question, request.is_disconnected)
        except BusyError as error:
            raise HTTPException(503, str(error), {"Retry-After": "5"}) from None
        except LimitError as error:
            raise HTTPException(503, str(error)) from None
        except FormatError as error:
            raise HTTPException(406, str(error)) from None
        except UnreadableError:
            raise HTTPException(
                503, "the graph cannot be read now; ask again in a moment", {"Retry-After": "5"}
            ) from None
        except GraphError as error:
            raise HTTPException(400, str(error)) from None
        return Response(content, media_type=about["type"], headers={"Vary": "Accept"})


def _question(request: Request, parameters: Parameters) -> ProtocolQuestion:
    given = _by_name(parameters)
    if "update" in given:
        _refuse_update()
    if "query" not in given:
        raise HTTPException(400, "there is no query; give the parameter 'query', once")
    accepted = ", ".join(request.headers.getlist("accept")) or None
    return ProtocolQuestion(
        given["query"][0],
        tuple(given.get("default-graph-uri", ())),
        tuple(given.get("named-graph-uri", ())),
        rows=preferred(accepted, ROWS),
        graph=preferred(accepted, GRAPHS),
        base=str(request.url.replace(query="", fragment="")),
    )


def _by_name(parameters: Parameters) -> dict[str, list[str]]:
    given: dict[str, list[str]] = {}
    for name, value in parameters:
        given.setdefault(name, []).append(value)
    for name, values in given.items():
        if len(values) > 1 and name not in _MANY:
            raise HTTPException(400, f"the parameter '{name}' is given {len(values)} times; give it once")
    return given


async def _posted(request: Request) -> Parameters:
    """Read the body: parameters, or a query itself."""
    header = Message()
    header["content-type"] = request.headers.get("content-type", "")
    kind = header.get_content_type() if header["content-type"] else ""
    if kind == _UPDATE:
        _refuse_update()
    if kind not in {_FORM, _QUERY}:
        raise HTTPException(415, f"a query is sent as {_QUERY} or {_FORM}, not as '{kind}'", {"Accept-Post": _QUERY})
    charset = header.get_content_charset("utf-8")
    if charset not in {"utf-8", "us-ascii"}:
        raise HTTPException(415, f"a query is written in UTF-8, not in '{charset}'")
    body = await _body(request)
    return _decoded(body) if kind == _FORM else [("query", _text(body))]


async def _body(request: Request) -> bytes:
    body = bytearray()
    try:
        async with asyncio.timeout(PATIENCE):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MAX_BODY:
                    raise HTTPException(413, f"a request has {MAX_BODY >> 20} MB at most", {"Connection": "close"})
    except TimeoutError:
        raise HTTPException(408, "the request did not arrive in time", {"Connection": "close"}) from None
    except ClientDisconnect:
        raise HTTPException(400, "the request did not arrive whole") from None
    return bytes(body)


def _decoded(encoded: bytes) -> Parameters:
    try:
        return parse_qsl(_text(encoded), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except UnicodeDecodeError:
        _refuse_bytes()
    except ValueError:
        raise HTTPException(400, "the request has too many parameters") from None


def _text(encoded: bytes) -> str:
    try:
        return encoded.decode()
    except UnicodeDecodeError:
        _refuse_bytes()


def _refuse_bytes() -> NoReturn:
    raise HTTPException(400, "the query is no UTF-8") from None


def _refuse_update() -> NoReturn:
    raise HTTPException(403, "this endpoint answers queries and changes nothing; build the graph again instead")


def _description(request: Request) -> Response:
    media_type = preferred(request.headers.get("accept"), GRAPHS)
    if media_type is None:
        raise HTTPException(406, f"the endpoint is described in {', '.join(GRAPHS)}; to ask it, give 'query'")
    endpoint = str(request.url.replace(query="", fragment=""))
    return Response(describe_service(endpoint, media_type), media_type=media_type, headers={"Vary": "Accept"})
