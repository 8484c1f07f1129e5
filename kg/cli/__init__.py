"""The command line: `kg COMMAND`.

Takes what the user types; gives results on standard output, progress and messages on standard error, and an exit code:
0 done, 1 failed, 2 wrong usage, 3 nothing extracted, 4 some inputs failed. Knows words for people and no more: each
command is a few calls to the pipeline or to a room, which are loaded when it runs.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from kg.cli import asking, making
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
for command in (making.build, asking.query, asking.explain, asking.view, asking.check, making.parse, making.demo):
    app.command()(command)


@app.callback()
def _version(
    *,
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"kg {installed('kg')}")
        raise typer.Exit


def main() -> None:
    """Run the program: what a user can act on is told in a sentence, without a traceback."""
    try:
        app()
    except KgError as error:
        complain(str(error))
        sys.exit(Exit.FAILED)
