"""The ASGI application: which address is answered by what, and what holds for all of them.

Takes a database and articles; gives a Starlette application. Knows who may ask (which hosts, which origins) and what
is said when something goes wrong; never an answer.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.rdf.limits import Limits
from kg.server.articles import Articles
from kg.server.pages import Pages
from kg.server.protocol import METHODS, Endpoint
from kg.server.workers import Workers

ASSETS: Final = Path(str(files("kg.server"))) / "assets"
LOOPBACK: Final = ("localhost", "127.0.0.1", "[::1]")
HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
"""What each response says unless it says otherwise itself."""


def application(
    database: Path,
    articles: Articles,
    limits: Limits | None = None,
    *,
    jobs: int = 2,
    queue: int = 64,
    hosts: Sequence[str] = LOOPBACK,
    origins: Sequence[str] = (),
) -> Starlette:
    """Serve a database, a folder of Oxigraph whose default graph is the graph of all articles.

    So many `jobs` are answered at a time, and so many more wait in a `queue`. Only requests for one of the `hosts` are
    answered, `*` for any: a page elsewhere that has its name point to this machine gets nothing. Pages of the `origins`
    may read answers in a browser.

    Raises:
        GraphError: the database cannot be opened.

    """
    workers = Workers(database, limits or Limits(), jobs, queue)
    pages = Pages(articles, workers.base)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(workers.close)

    app = Starlette(
        routes=_routes(workers, pages),
        middleware=[
            Middleware(_Headers),
            Middleware(TrustedHostMiddleware, allowed_hosts=[*hosts], www_redirect=False),
            Middleware(CORSMiddleware, allow_origins=[*origins], allow_methods=["GET", "POST"]),
        ],
        exception_handlers={HTTPException: _complaint},  # type: ignore[dict-item]  # Starlette calls it with these only
        lifespan=lifespan,
    )
    app.state.workers = workers
    return app


def _routes(workers: Workers, pages: Pages) -> list[BaseRoute]:
    return [
        Route("/", pages.ask),
        _any_method("/sparql", Endpoint(workers)),
        Route("/articles", pages.list),
        Route("/articles/{id:path}.json", pages.article_json),
        Route("/articles/{id:path}", pages.article),
        Route("/ontology", pages.ontology),
        Mount("/assets", StaticFiles(directory=ASSETS)),
    ]


def hosts(listening: str) -> tuple[str, ...]:
    """Give the hosts that requests may name, for a server that listens on an address.

    Away from the loopback nobody can know how the machine is called.

    >>> hosts("127.0.0.1")
    ('localhost', '127.0.0.1', '[::1]')
    >>> hosts("0.0.0.0")
    ('*',)
    """
    if listening.startswith("127.") and listening not in LOOPBACK:
        return (listening, *LOOPBACK)
    return LOOPBACK if listening in {*LOOPBACK, "::1"} else ("*",)


def _any_method(path: str, endpoint: Endpoint) -> Route:
    async def answer(request: Request) -> Response:
        return await endpoint(request)

    return Route(path, answer, methods=[*METHODS])


async def _complaint(_: Request, error: HTTPException) -> Response:
    """Say in a sentence what is wrong."""
    return PlainTextResponse(f"{error.detail}\n", error.status_code, error.headers)


class _Headers:
    """Puts the common headers on every response."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)
