"""What a build leaves besides the graph: the list of what failed, and articles in a store.

Takes failures, and statements as they are made; writes them. Knows which formats there are; never how one is written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, get_args

from kg.model import Statements

if TYPE_CHECKING:
    from kg.graph import Decisions
    from kg.reading import Failure

Format = Literal["ttl", "trig", "nt", "nq", "jsonld", "rdf", "html", "json"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
USUAL: Final[tuple[Format, ...]] = ("ttl", "html", "json")
"""What is written unless the user says otherwise."""
MOST_ON_A_PAGE: Final = 200
"""Articles of which a page is drawn unasked; drawing it takes a second for each ten or so, and longer for very many."""
FAILED: Final = "failed.jsonl"


def set_aside(path: Path, failures: Iterable[Failure]) -> None:
    """List what gave no article, so that it can be looked at and built again; nothing where all did."""
    from kg import store

    lines = [{"article": one.where, "cause": type(one.error).__name__, "message": str(one.error)} for one in failures]
    if lines:
        store.write(path, "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
    else:
        path.unlink(missing_ok=True)


def keep(
    results: Iterable[Statements | Failure],
    location: str,
    base: str | None = None,
    decisions: Decisions | None = None,
) -> Iterator[Statements | Failure]:
    """Keep each article in a store before it is passed on; when all are there, merge them.

    Raises:
        GraphError: there is no store and none can be made, another process writes to it, or its base is another.

    """
    from kg import graph, store

    with store.opened(location, new=True, base=base) as opened:
        if decisions is not None:
            opened.articles.decide(decisions)
        for result in results:
            if isinstance(result, Statements):
                opened.put(graph.of_article(result), store.to_json(result))
            yield result
        opened.merge()
