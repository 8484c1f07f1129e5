"""`kg forget` and `kg store`: what a store keeps.

Takes the path of a store or the address of one elsewhere; changes it, or tells what is in it. Knows words for people;
never what stands where.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.arguments import StoreName
from kg.cli.terminal import display, say

commands = typer.Typer(
    name="store",
    help="Look after a store.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
MEBIBYTE = 1 << 20


def forget(
    store: StoreName,
    article: Annotated[list[str], typer.Argument(metavar="ID", help="The articles that go, by their ids.")],
) -> None:
    """Withdraw articles from a store.

    What only they say is gone, and who is who among the others is decided anew.
    """
    from kg.store import opened

    with opened(store, writable=True) as it:
        it.forget(article)
        say(f"{store}: {', '.join(article)} withdrawn; {len(it.articles)} articles left")


@commands.command()
def info(
    store: StoreName, *, articles: Annotated[bool, typer.Option("--articles", help="List the articles too.")] = False
) -> None:
    """Tell what a store holds."""
    from rich.table import Table
    from rich.text import Text

    from kg.store import opened

    with opened(store) as it:
        table = Table.grid(padding=(0, 2))
        size = it.size()
        for name, value in {
            "articles": f"{len(it.articles):,}",
            "triples": f"{it.articles.count():,} in the graph of all" if it.articles.is_merged else "not merged yet",
            "base": it.articles.base,
            "size": f"{size / MEBIBYTE:,.1f} MiB" if size else "elsewhere",
        }.items():
            table.add_row(name, Text(value))
        display(table)
        if articles:
            listed = Table.grid(padding=(0, 2))
            for kept in it.articles:
                listed.add_row(Text(kept.name), Text(kept.date or ""), Text(" ".join((kept.title or "").split())))
            display("", listed)


@commands.command()
def compact(store: StoreName) -> None:
    """Give back the room of what was withdrawn."""
    from kg.store import opened

    with opened(store) as it:
        before = it.size()
    with opened(store, writable=True) as it:
        it.compact()
    with opened(store) as it:
        say(f"{store}: {before / MEBIBYTE:,.1f} MiB before, {it.size() / MEBIBYTE:,.1f} MiB now")


@commands.command()
def backup(
    store: StoreName, folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A new folder for the copy.")]
) -> None:
    """Copy a store into a new folder, as it is at this moment."""
    from kg.store import opened

    with opened(store, writable=True) as it:
        it.backup(folder)
        say(f"wrote {folder}, which is a store too")
