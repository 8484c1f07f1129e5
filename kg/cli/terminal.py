"""What the commands share: exit codes, messages, and how results are laid out.

Takes messages and results; writes to standard error and output. Knows whether a person sits at the terminal; never
what a command does.
"""

from __future__ import annotations

import io
import os
import sys
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import typer

from kg.errors import OutputError

if TYPE_CHECKING:
    from rich.console import RenderableType
UNFOLDED: Final = 10_000
"""Columns that no result fills."""


class Exit(IntEnum):
    """How a command ends."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    NOTHING = 3
    SOME_FAILED = 4
    DIFFERENT = 5
    INTERRUPTED = 130


def say(message: str) -> None:
    """Tell the user something beside the result."""
    typer.echo(message, err=True)


def complain(message: str) -> None:
    """Tell the user what went wrong."""
    say(f"kg: {message}")


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


def check_writable(folder: Path) -> None:
    """Find out before the work rather than after it whether its results can be written.

    Raises:
        OutputError: they cannot.

    """
    try:
        nearest = next(path for path in (folder, *folder.absolute().parents) if path.exists())
        fault = None if nearest.is_dir() else f"'{nearest}' is no folder"
        if not fault and not os.access(nearest, os.W_OK | os.X_OK):
            fault = "permission denied"
    except OSError as error:
        fault = error.strerror
    if fault:
        msg = f"cannot write to '{folder}': {fault}; name another folder with --output"
        raise OutputError(msg)
