"""`kg check`: whether a graph keeps its laws.

Takes a graph that `kg build` made; tells which laws it breaks, and where. Knows when all of them are looked at; never
what a law says.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg import pipeline
from kg.cli.arguments import GraphName
from kg.cli.terminal import Exit, complain, say


def check(
    graph: GraphName,
    *,
    shapes: Annotated[
        bool | None,
        typer.Option(
            "--shapes/--no-shapes",
            help="Look at every detail, by SHACL, or at the main laws alone.  [default: every detail of up to 50,000 "
            "triples]",
        ),
    ] = None,
) -> None:
    """Check that a graph keeps its laws.

    Behind each simple triple stands an asserted claim with evidence, and the reverse; nothing reported, negated or
    planned is a simple triple.
    """
    from kg.rdf import checking, load

    name = _found(graph)
    store = load(name if isinstance(name, Path) else pipeline.load(name).store)
    in_full = checking.is_small(store) if shapes is None else shapes
    broken = checking.check(store, shapes=in_full)
    if broken:
        typer.echo("\n\n".join(map(str, broken)))
    violations = sum(law.severity == "violation" for law in broken)
    if violations:
        complain(f"{name} breaks {violations} of its laws; build it again with kg build")
        raise typer.Exit(Exit.FAILED)
    if not checking.holds_claims(store):
        say(f"{name} holds no claims, and nothing else that breaks a law")
    elif in_full:
        say(f"{name} keeps its laws")
    else:
        say(f"{name} keeps its main laws; --shapes looks at every detail")


def _found(graph: str) -> Path | str:
    """Tell the file that is meant, which is checked as it stands, from a store."""
    from kg.pipeline.stored import is_stored

    return graph if is_stored(graph) else pipeline.find(graph)
