"""The pages for people: one to ask on, the list of articles, each article, and the ontology.

Takes requests; gives HTML, JSON and Turtle. Knows the templates, the words of the interface and which scripts may run
on which page; never what an article says.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, ParamSpec, TypeVar
from urllib.parse import quote

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.templating import Jinja2Templates

from kg.errors import KgError
from kg.language import KNOWLEDGE, rows
from kg.rdf.questions import questions
from kg.rdf.vocabulary import prefixes
from kg.server.articles import Articles
from kg.server.negotiation import preferred

P = ParamSpec("P")
Found = TypeVar("Found")
LANGUAGES: Final = ("en", "fr")
TEMPLATES: Final = Path(str(files("kg.server"))) / "templates"

_CLOSED: Final = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
# scripts and style sheets of this server alone, and the two styles that YASGUI's table makes, by their hashes: one for
# its columns, one while a column is drawn wider; YASGUI also styles single elements, and draws its icons from data
OWN: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk=' "
    "'sha256-c0O6TmFAkgpNbHxKAa1BrveWHHopjEtC47i0PzMudxg='; style-src-attr 'unsafe-inline'; img-src 'self' data:; "
    f"connect-src 'self'; {_CLOSED}"
)
# the page of an article names in itself the only scripts and styles that may run, by their hashes
SELF_CONTAINED: Final = f"default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; {_CLOSED}"


class Pages:
    """The pages of one graph."""

    def __init__(self, articles: Articles, base: str) -> None:
        self._articles = articles
        self._base = base
        self._templates = Jinja2Templates(TEMPLATES)
        self._templates.env.filters["segment"] = _segment

    async def ask(self, request: Request) -> Response:
        """Give the page to ask on."""
        return self._page("ask.html", request, configuration=_inert(self._configuration()))

    async def list(self, request: Request) -> Response:
        """Give the list of articles."""
        return self._page("articles.html", request, articles=await _found(self._articles.names))

    async def article(self, request: Request) -> Response:
        """Give the graph of an article, drawn."""
        page = await _found(self._articles.page, request.path_params["id"])
        return HTMLResponse(page, headers={"Content-Security-Policy": SELF_CONTAINED})

    async def article_json(self, request: Request) -> Response:
        """Give the graph of an article as JSON."""
        content = await _found(self._articles.json, request.path_params["id"])
        return Response(content, media_type="application/json")

    async def ontology(self, _: Request) -> Response:
        """Give the ontology."""
        return Response((KNOWLEDGE / "ontology.ttl").read_bytes(), media_type="text/turtle")

    def _page(self, template: str, request: Request, **values: Any) -> Response:
        language = preferred(request.headers.get("accept-language"), LANGUAGES) or LANGUAGES[0]
        values |= {"language": language, "words": _words(language), "root": f"{request.scope.get('root_path', '')}/"}
        headers = {"Content-Security-Policy": OWN, "Vary": "Accept-Language"}
        return self._templates.TemplateResponse(request, template, values, headers=headers)

    def _configuration(self) -> Mapping[str, Any]:
        """Give what the script of the page wants to know."""
        known = [{"name": each.name, "words": each.words, "sparql": each.sparql} for each in questions()]
        return {"endpoint": "sparql", "prefixes": prefixes(self._base), "questions": known}


async def _found(look_up: Callable[P, Found], *arguments: P.args, **options: P.kwargs) -> Found:
    """Look something up in the articles, which somebody may be writing at the same time."""
    try:
        return await run_in_threadpool(look_up, *arguments, **options)
    except LookupError:
        raise HTTPException(404, "there is no such article; /articles lists them") from None
    except KgError:
        raise HTTPException(
            503, "the articles cannot be read now; ask again in a moment", {"Retry-After": "5"}
        ) from None


def _segment(name: str) -> str:
    """Write a name as one segment of a path."""
    return quote(name, safe="")


def _inert(content: Mapping[str, Any]) -> Markup:
    """Write JSON that no tag can end."""
    written = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return Markup(written.replace("<", "\\u003c"))  # noqa: S704 - no markup is left in it


def _words(language: str) -> Mapping[str, str]:
    return {row["key"]: row[language] for row in rows(TEMPLATES / "interface.tsv", ("key", *LANGUAGES))}
