"""What the commands share: exit codes, messages, and the progress of a build.

Takes messages and results; writes to standard error. Knows whether a person sits at the terminal; never what a
command does.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import TYPE_CHECKING, Final, TypeVar, cast

import typer

from kg.model import Parse, Statements

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.progress import Progress
    from typing_extensions import TypeIs

    from kg.reading import Failure

Result = TypeVar("Result", Parse, Statements)
UNFOLDED: Final = 10_000
"""Columns that no result fills."""


class Exit(IntEnum):
    """How a command ends."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    NOTHING = 3
    SOME_FAILED = 4


def say(message: str) -> None:
    """Tell the user something beside the result."""
    typer.echo(message, err=True)


def complain(message: str) -> None:
    """Tell the user what went wrong."""
    say(f"kg: {message}")


def shown(results: Iterable[Result | Failure], total: int | None) -> Iterator[Result | Failure]:
    """Pass results on; show on the way how far it is (a bar on a terminal, else a line for each) and what failed."""
    if sys.stderr.isatty():
        yield from _with_bar(results, total)
        return
    for number, result in enumerate(results, 1):
        if not _failed(result) and total != 1:
            say(f"{number}/{total or '?'} {result.article.id}")
        yield result


def _with_bar(results: Iterable[Result | Failure], total: int | None) -> Iterator[Result | Failure]:
    with _bar() as progress:
        task = progress.add_task("", total=total)
        for result in results:
            progress.update(task, advance=1, description="" if _failed(result) else result.article.id)
            yield result


def _failed(result: Result | Failure) -> TypeIs[Failure]:
    from kg.reading import Failure

    if isinstance(result, Failure):
        complain(str(result))
        return True
    return False


def display(*parts: RenderableType) -> None:
    """Print tables and marked text as a result: fitted to a terminal; plain and unfolded for a file or a program.

    Who sets COLUMNS wants that width there too.
    """
    from rich.console import Console

    if sys.stdout.isatty():
        Console(highlight=False).print(*parts, sep="\n")
        return
    columns = os.environ.get("COLUMNS", "")
    width = int(columns) if columns.isdecimal() else UNFOLDED
    console = Console(file=io.StringIO(), width=width, highlight=False)
    console.print(*parts, sep="\n")
    written = cast("io.StringIO", console.file).getvalue()
    typer.echo("\n".join(line.rstrip() for line in written.splitlines()))


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    return Progress(
        SpinnerColumn(),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
        console=Console(stderr=True),
        transient=True,
    )
