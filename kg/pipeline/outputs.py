"""What a build leaves: files, or articles in a store.

Takes statements as they are made; writes them. Knows which files there are and what they are named after; never how
one is written.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, get_args

from kg.model import Statements
from kg.pipeline.graphs import Graph, collect

if TYPE_CHECKING:
    from kg.graph import Decisions
    from kg.reading import Failure

Format = Literal["ttl", "trig", "nt", "nq", "jsonld", "rdf", "html", "json"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
USUAL: Final[tuple[Format, ...]] = ("ttl", "html", "json")
"""What is written unless the user says otherwise."""
MOST_ON_A_PAGE: Final = 200
"""Articles of which a page is drawn unasked; drawing it takes a second for each ten or so, and longer for very many."""
FAILED: Final = "failed.jsonl"


def write(
    results: Iterable[Statements | Failure],
    folder: Path,
    formats: Iterable[Format] | None = None,
    base: str | None = None,
    decisions: Decisions | None = None,
) -> tuple[Graph, list[Path]]:
    """Write the files of a build: JSON for each article as it comes, then the graph of all in the other formats.

    The graph is named after the article if there is one, `graph` if there are several. What failed is listed in
    `failed.jsonl`. Without `formats` the usual ones are written, but no page of very many articles.

    Raises:
        OutputError: the folder cannot be written to.
        GraphError: the base is no IRI.

    """
    from kg import store

    begun = time.time()
    wanted = set(USUAL if formats is None else formats)
    written: list[Path] = []

    def put(name: str, kind: Format, content: str) -> None:
        path = folder / f"{name}.{kind}"
        store.write(path, content)
        written.append(path)

    def one(statements: Statements) -> None:
        if "json" in wanted:
            put(store.file_name(statements.article.id), "json", store.to_json(statements))

    graph = collect(results, one)
    graph.decisions = decisions
    if graph.articles or len(graph.failures) > 1:
        set_aside(folder / FAILED, graph.failures)
    name = store.file_name(graph.articles[0].article.id) if len(graph.articles) == 1 else "graph"
    if formats is None and len(graph.articles) > MOST_ON_A_PAGE:
        wanted.discard("html")
    for form in FORMATS if graph.articles else ():
        if form in wanted and form != "json":
            put(name, form, graph.to_html() if form == "html" else graph.to_rdf(form, base))
    store.sweep(folder, begun)
    return graph, written


def set_aside(path: Path, failures: Iterable[Failure]) -> None:
    """List what gave no article, so that it can be looked at and built again; nothing where all did."""
    from kg import store

    lines = [{"article": one.where, "cause": type(one.error).__name__, "message": str(one.error)} for one in failures]
    if lines:
        store.write(path, "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
    else:
        path.unlink(missing_ok=True)


def keep(
    results: Iterable[Statements | Failure],
    location: str,
    base: str | None = None,
    decisions: Decisions | None = None,
) -> Iterator[Statements | Failure]:
    """Keep each article in a store before it is passed on; when all are there, merge them.

    Raises:
        GraphError: there is no store and none can be made, another process writes to it, or its base is another.

    """
    from kg import graph, store

    with store.opened(location, new=True, base=base) as opened:
        if decisions is not None:
            opened.articles.decide(decisions)
        for result in results:
            if isinstance(result, Statements):
                opened.put(graph.of_article(result), store.to_json(result))
            yield result
        opened.merge()
