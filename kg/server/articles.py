"""What the server wants to know of the articles of a graph.

Takes nothing; gives the interface that whoever keeps the articles fulfils; never where they are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Articles(Protocol):
    """The articles of a graph, by their ids."""

    def names(self) -> Sequence[tuple[str, str | None, str | None]]:
        """Give id, title and date of each article, in the order in which they are listed."""
        ...

    def page(self, id: str, /) -> str:  # noqa: A002 - what it is called everywhere else
        """Give an article's graph as HTML.

        Raises:
            LookupError: there is no such article.

        """
        ...

    def json(self, id: str, /) -> str:  # noqa: A002 - as above
        """Give an article's graph as JSON.

        Raises:
            LookupError: there is no such article.

        """
        ...
