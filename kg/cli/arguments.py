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
MaxSize = Annotated[
    float, typer.Option("--max-size", metavar="MB", min=0.001, help="How large an article may be, as it is read.")
]
MaxSentence = Annotated[
    int, typer.Option("--max-sentence", metavar="CHARACTERS", min=1, help="How long a sentence may be.")
]
MaxEntities = Annotated[
    int, typer.Option("--max-entities", metavar="NUMBER", min=1, help="How many participants an article may have.")
]
Memory = Annotated[
    int, typer.Option(metavar="MB", min=64, help="How much memory a process may take beyond the parser's own (Linux).")
]
Timeout = Annotated[
    float,
    typer.Option(metavar="SECONDS", min=0.1, help="How long an article may take."),
]
Fetch = Annotated[
    bool,
    typer.Option("--fetch", help="Fetch addresses, and the pages and feeds that feeds and lists name: goes online."),
]
