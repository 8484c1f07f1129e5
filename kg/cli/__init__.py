"""The command line: `kg COMMAND`.

Takes what the user types; gives results on standard output, progress and messages on standard error, and an exit code:
0 done, 1 failed, 2 wrong usage, 3 nothing extracted, 4 some inputs failed, 5 graphs differ, 130 interrupted.
Knows words for people and no more: each command is a few calls to the pipeline or to a room, which are loaded when it
runs.
"""

from __future__ import annotations

import io
import sys
from typing import Annotated

import typer

from kg.cli import asking, checking, comparing, exporting, making, serving, storing
from kg.cli.terminal import Exit, complain
from kg.errors import KgError

app = typer.Typer(
    name="kg",
    help="News articles into a knowledge graph: who did what to whom, where, when and according to whom.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help is the same in every terminal and in the README
    pretty_exceptions_enable=False,
)
for command in (
    making.build,
    asking.query,
    asking.explain,
    asking.view,
    checking.check,
    comparing.diff,
    exporting.export,
    serving.serve,
    making.parse,
    making.demo,
    storing.forget,
):
    app.command()(command)
app.add_typer(storing.commands)


def _show_version(*, wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"kg {version('kg')}")
        raise typer.Exit


@app.callback()
def _program(
    *,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Options of the program itself."""


def main() -> None:
    """Run the program: what a user can act on is told in a sentence, without a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal may lack a letter; that is no reason to fail
    try:
        app()
    except KgError as error:
        complain(str(error))
        sys.exit(Exit.FAILED)
