"""`kg serve`: a graph for the browser and for SPARQL clients.

Takes a store, or a file that `kg build` made; serves it until interrupted. Knows the options; never HTTP.
"""

from __future__ import annotations

import webbrowser
from typing import Annotated

import typer

from kg.cli.arguments import GraphName
from kg.cli.terminal import say


def serve(
    graph: GraphName,
    *,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Where to listen; 0.0.0.0 is everywhere.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="NUMBER", min=0, max=65535, help="0: any that is free.")] = 8080,
    timeout: Annotated[float, typer.Option(metavar="SECONDS", min=0.1, help="How long a query may take.")] = 10,
    memory: Annotated[int, typer.Option(metavar="MB", min=16, help="How much memory a query may take.")] = 1024,
    size: Annotated[int, typer.Option(metavar="MB", min=1, help="How large an answer may be.")] = 64,
    jobs: Annotated[int, typer.Option(metavar="NUMBER", min=1, max=64, help="How many queries run at a time.")] = 2,
    cors: Annotated[
        list[str] | None,
        typer.Option(metavar="ORIGIN", help="Pages of this origin may ask too (* for any).  [default: none]"),
    ] = None,
    log: Annotated[bool, typer.Option("--log", help="Show each request.")] = False,
    show: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """Serve a graph: a SPARQL endpoint, a page to ask on, and a page for each article.

    Nothing can be changed. Queries that take too long or too much are stopped.
    """
    from kg import server
    from kg.pipeline.serving import served
    from kg.rdf.databases import at_rest
    from kg.rdf.limits import MEGABYTE

    source, articles = served(graph)
    listening = server.listen(host, port)
    with at_rest(source) as database:
        limits = server.Limits(timeout, memory * MEGABYTE, size * MEGABYTE)
        hosts = server.hosts(host)
        app = server.application(database, articles, limits, jobs=jobs, hosts=hosts, origins=cors or ())
        address = server.address(listening)
        say(f"{graph} is at {address} (SPARQL at {address}sparql); Ctrl-C ends it")
        if show:
            webbrowser.open(address)
        server.serve(app, listening, log=log)
