"""`kg diff`: what a newer graph gained, lost and changed against an older one.

Takes two graphs that `kg build` made; prints the changes by article, or as JSON. Knows how to lay them out for people;
never what is a change.
"""

from __future__ import annotations

from typing import Annotated

import typer

from kg import pipeline
from kg.cli.terminal import Exit, say
from kg.errors import GraphError

Older = Annotated[
    str,
    typer.Argument(
        metavar="OLD",
        help="The older graph: a file made by kg build (.ttl, .trig, .nt, .nq, .jsonld), a folder that holds one, or a "
        "store.",
    ),
]
Newer = Annotated[str, typer.Argument(metavar="NEW", help="The newer graph, alike.")]


def diff(
    old: Older,
    new: Newer,
    *,
    article: Annotated[
        list[str] | None, typer.Option("--article", metavar="ID", help="Only what is about this article; repeat.")
    ] = None,
    asserted: Annotated[
        bool, typer.Option("--asserted", help="Of statements, only those that one of the graphs states as fact.")
    ] = False,
    summary: Annotated[bool, typer.Option("--summary", help="Only count the changes.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Write them as JSON.")] = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="End with 5 if there are changes; else 0, as without it.")
    ] = False,
) -> None:
    """Show what a newer graph gained, lost and changed against an older one.

    Statements are told by article and sentence: + gained, - lost, ~ changed. A statement is the same where an article
    has one of its relation at its place, whatever else changed about it. Entities that were joined, split or described
    anew follow.
    """
    from kg.cli import differences
    from kg.export.differences import to_json

    before, after = pipeline.load(old), pipeline.load(new)
    found = before.diff(after)
    if article:
        _check_articles(article, before, after)
        found = found.about(article)
    found = found.asserted() if asserted else found
    if json:
        typer.echo(to_json(before.network, after.network, found, in_full=not summary))
    elif found:
        differences.show(before.network, after.network, found, in_full=not summary)
    else:
        say("no changes: both graphs say the same")
    if found and exit_code:
        raise typer.Exit(Exit.DIFFERENT)


def _check_articles(names: list[str], *graphs: pipeline.Graph) -> None:
    """See that the articles are there.

    Raises:
        GraphError: neither graph has one of them.

    """
    from kg.graph import documents

    known = {node.name for graph in graphs for node in documents(graph.network)}
    if missing := [name for name in names if name not in known]:
        msg = f"neither graph has an article '{missing[0]}'; kg query GRAPH articles lists those that there are"
        raise GraphError(msg)
