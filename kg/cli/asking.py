"""`kg query`, `kg explain` and `kg view`: what a graph at hand holds.

Takes a file that `kg build` made, or a store; gives answers. Knows how to lay them out for people and for programs;
never RDF.
"""

from __future__ import annotations

import sys
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg import pipeline
from kg.cli.arguments import GraphName
from kg.cli.terminal import Exit, complain, display
from kg.errors import GraphError

if TYPE_CHECKING:
    from kg.rdf import Results, Rows

Form = Literal["table", "json", "csv", "tsv", "xml", "md", "ttl"]


def _list_questions(*, wanted: bool) -> None:
    if wanted:
        from kg import rdf

        for question in rdf.questions():
            typer.echo(f"{question.name:20} {question.words}")
            for name, words in question.parameters.items():
                typer.echo(f"{'':20}   --set {name}=…  {words}")
        raise typer.Exit


def query(
    graph: GraphName,
    question: Annotated[
        str | None, typer.Argument(metavar="QUERY", help="SPARQL, a file of it (.rq), or the name of a question.")
    ] = None,
    *,
    form: Annotated[
        Form, typer.Option("--format", "-f", help="How to write the answer; graphs (CONSTRUCT) are ttl always.")
    ] = "table",
    values: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Set a parameter of a named question.")
    ] = None,
    timeout: Annotated[float, typer.Option(metavar="SECONDS", min=0.1, help="How long the answer may take.")] = 60,
    memory: Annotated[int, typer.Option(metavar="MB", min=16, help="How much memory it may take.")] = 4096,
    _list: Annotated[
        bool, typer.Option("--list", callback=_list_questions, is_eager=True, help="List the named questions and exit.")
    ] = False,
) -> None:
    """Ask a graph a question, in SPARQL or by name.

    A question sees its graph alone, and one that takes too long or too much is stopped.
    """
    from kg.rdf.limits import MEGABYTE, Limits

    if question is None:
        msg = "give a question: SPARQL, a file of it, or a name (kg query --list shows the names)"
        raise typer.BadParameter(msg, param_hint="QUERY")
    parameters = dict(_pair(value) for value in values or ())
    limits = Limits(timeout, memory * MEGABYTE, memory * MEGABYTE)
    print_answer(pipeline.ask(graph, _sparql(question), parameters, limits, named=form in {"table", "md"}), form)


def explain(
    graph: GraphName,
    statement: Annotated[
        list[str],
        typer.Argument(metavar="STATEMENT", help="Words of it, such as: drone killed Souleimani; or a claim's id."),
    ],
    *,
    entity: Annotated[
        bool, typer.Option("--entity", help="The words name somebody or something: show why it is one node.")
    ] = False,
) -> None:
    """Show why a statement is in a graph.

    The sentence with the words, who says so, how it is meant, and the rules that found it.
    """
    from kg.cli import explaining

    network = pipeline.load(graph).network
    if entity:
        nodes = explaining.find_entities(network, " ".join(statement))
        if not nodes:
            complain(f"nobody and nothing in this graph has all these words: {' '.join(statement)}; try fewer")
            raise typer.Exit(Exit.FAILED)
        explaining.show_entities(network, nodes)
        return
    found = explaining.find(network, " ".join(statement))
    if not found:
        complain(f"no statement of this graph has all these words: {' '.join(statement)}; try fewer")
        raise typer.Exit(Exit.FAILED)
    explaining.show(network, found)


def view(
    graph: GraphName,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where the page goes.  [default: beside the graph]"),
    ] = None,
    *,
    show: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """Draw a graph as one page for the browser.

    The page opens anywhere, without network.
    """
    from kg import store

    path = output or pipeline.beside(graph, ".html")
    store.write(path, pipeline.load(graph).to_html())
    typer.echo(path)
    if show:
        webbrowser.open(path.absolute().as_uri())


def print_answer(answer: Results, form: Form = "table") -> None:
    """Print rows as a table, a truth as yes or no, a graph as Turtle; or either in a format of the standard."""
    from kg import rdf

    if isinstance(answer, rdf.Rows) and form == "table":
        _print_table(answer)
    elif isinstance(answer, rdf.Answer) and form == "table":
        typer.echo("yes" if answer else "no")
    else:
        typer.echo(answer.to("ttl" if isinstance(answer, rdf.Triples) else form), nl=False)


def _sparql(question: str) -> str:
    """Give the text of a question that may be a file or standard input."""
    if question == "-":
        return sys.stdin.read()
    if not question.lower().endswith((".rq", ".sparql")):
        return question
    try:
        return Path(question).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"cannot read the question '{question}': {error}"
        raise GraphError(msg) from None


def _pair(value: str) -> tuple[str, str]:
    name, equals, content = value.partition("=")
    if not equals:
        msg = f"'{value}' sets nothing; write NAME=VALUE"
        raise typer.BadParameter(msg, param_hint="--set")
    return name, content


def _print_table(rows: Rows) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(*rows.variables, box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for row in rows.table():
        table.add_row(*(Text(" ".join(cell.split())) for cell in row))
    display(table)
