"""What several commands take.

Takes nothing; gives arguments and options with their help. Never knows what a command does with them.
"""

from __future__ import annotations

from typing import Annotated

import typer

GraphName = Annotated[
    str,
    typer.Argument(
        metavar="GRAPH",
        help="A file made by kg build (.ttl, .trig, .nt, .nq, .jsonld), a folder that holds one, or a store.",
    ),
]
StoreName = Annotated[
    str, typer.Argument(metavar="STORE", help="The folder of a store, or the address (https://…) of one elsewhere.")
]
