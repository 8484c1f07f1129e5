"""What a file or an address of the web gives, one article at a time.

Takes nothing; gives values that the readers of all formats share: where bytes come from, the piece that becomes an
article, and links that lead to what lies elsewhere. Never opens or asks anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeAlias

from kg.errors import InputError, KgError
from kg.reading.records import Record
from kg.reading.streams import Stream


@dataclass(frozen=True, slots=True)
class Origin:
    """Where bytes come from: messages call it `where`; `name` is the id of an article that says none.

    `address` is that of the web, with the `charset` that the server says; None for files.
    """

    where: str
    name: str
    address: str | None = None
    charset: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """What holds one article; `read` gives its record, or raises a KgError that says why there is none."""

    where: str
    name: str
    read: Callable[[], Record]


@dataclass(frozen=True, slots=True)
class PageLink:
    """An article that lies elsewhere: the address of its page, and what is known of it without reading it."""

    where: str
    name: str
    address: str
    known: Record


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that lies elsewhere: an address of the web, or a path."""

    where: str
    target: str


Found: TypeAlias = Piece | PageLink | FeedLink
Reader: TypeAlias = Callable[[Stream, Origin], Iterator[Found]]


@contextmanager
def foreign(message: str) -> Iterator[None]:
    """Run a parser that is not ours: whatever bytes do to it, the other articles are to be read.

    Raises:
        InputError: the parser failed; `message` says so, with the name of what it raised for `{}`.

    """
    try:
        yield
    except KgError:
        raise
    except Exception as error:  # noqa: BLE001 - parsers raise whatever damaged bytes lead to
        raise InputError(message.format(type(error).__name__)) from None


def failing(where: str, error: KgError) -> Piece:
    """Give a piece that is no article, for the reason given."""

    def read() -> Record:
        raise error

    return Piece(where, where, read)
