"""`kg export`: a graph in the format of another tool.

Takes a graph that `kg build` made; writes a file or a folder. Knows where it goes, and what to tell the user; never
what stands in it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from kg import pipeline
from kg.cli.arguments import GraphName
from kg.cli.terminal import say

Format = Literal["graphml", "gexf", "csv", "neo4j", "cypher", "ftm", "obsidian", "markdown"]
"""`export.Format`, which takes networkx to load."""


def export(
    graph: GraphName,
    *,
    to: Annotated[
        Format,
        typer.Option(
            help="graphml, gexf: to draw, in Gephi and its kin. csv: tables for a spreadsheet. neo4j: for its bulk "
            "import. cypher: a script for the same. ftm: FollowTheMoney. obsidian: notes. markdown: a report to read."
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="PATH",
            help="The file; the folder, for csv, neo4j and obsidian.  [default: beside the graph]",
        ),
    ] = None,
) -> None:
    """Write a graph for another tool.

    What the articles state as fact is told from what they only report, deny, plan or suppose. Other files in the
    folder stay as they are.
    """
    from kg import export as formats
    from kg import store

    if to in formats.FOLDERS:
        _write_folder(graph, to, output or pipeline.beside(graph, f"-{to}"))
    else:
        form = formats.FILES[to]
        path = _within(output, graph, form.ending) if output else pipeline.beside(graph, form.ending)
        store.write(path, form.write(pipeline.load(graph).network))
        typer.echo(path)
    if to == "neo4j":
        say(f"next, in that folder, with the database stopped and empty: {formats.NEO4J_COMMAND}")


def _write_folder(graph: str, to: Format, folder: Path) -> None:
    from kg import export as formats
    from kg import store

    if folder.is_file():
        msg = f"'{folder}' is a file; {to} needs a folder"
        raise typer.BadParameter(msg, param_hint="--output")
    files = formats.FOLDERS[to](pipeline.load(graph).network)
    for name, content in files.items():
        store.write(folder / name, content, below=folder)
    typer.echo(folder)
    say(f"wrote {len(files)} files")


def _within(output: Path, graph: str, ending: str) -> Path:
    """Give the file: a name in the folder, where one is given."""
    return output / pipeline.beside(graph, ending).name if output.is_dir() else output
