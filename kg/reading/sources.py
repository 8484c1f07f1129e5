"""What the user names -> what holds articles, and the pieces that it holds.

Takes paths, folders, patterns, addresses and `-`; gives sources in a fixed order, and follows the links that they hold
to pages and feeds. Knows files, standard input, and that nothing is fetched unless the user allows it; never what a
format means.
"""

from __future__ import annotations

import glob
import io
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final, cast
from urllib.parse import unquote

from kg import web
from kg.errors import InputError, KgError
from kg.reading import formats
from kg.reading.fetching import Answer, Fetcher, is_address
from kg.reading.formats import FEED, Format
from kg.reading.pages import read_page
from kg.reading.pieces import FeedLink, Found, Origin, PageLink, Piece, failing
from kg.reading.records import Record
from kg.reading.streams import LARGEST, Stream, unreadable

STDIN: Final = "-"
FAILED: Final = "failed.jsonl"
"""Where a build lists what gave no article."""
MADE_BY_KG: Final = b'<meta name="generator" content="kg">'
"""What stands in the head of pages that a build makes."""
NOT_FETCHED: Final = "nothing is fetched from the web unless you say --fetch"


@dataclass(frozen=True, slots=True)
class Source:
    """A file, an address, or standard input where there is neither; `name` is how messages call it."""

    path: Path | None
    name: str
    address: str | None = None
    largest: int = LARGEST
    """Bytes that an article of it may have."""

    @property
    def identity(self) -> Path | str:
        """What two names of the same thing share."""
        return self.path.resolve() if self.path else self.address or STDIN

    @property
    def is_closed(self) -> bool:
        """Tell whether its articles depend on the bytes of its file alone, as far as its name shows."""
        form = formats.by_suffix(self.path) if self.path else None
        return form is not None and not form.leads_elsewhere

    def length(self) -> int | None:
        """Count its articles without unpacking or fetching anything; None where only reading can tell."""
        form = formats.by_suffix(self.path) if self.path else None
        if self.path is None or form is None or form.holds == "many":
            return None
        if form.holds == "one":
            return 1
        return None if formats.is_packed(self.path) else _lines(self.path)

    def pieces(self, fetch: Fetcher | None = None) -> Iterator[Piece]:
        """Yield what it holds, one article at a time; links are followed with `fetch` only.

        Raises:
            InputError: it cannot be read, or only by going online.

        """
        for found in self.found(fetch):
            if isinstance(found, FeedLink):
                yield from self._of_feed(found, fetch)
            else:
                yield _followed(found, fetch)

    def found(self, fetch: Fetcher | None, only: Format | None = None) -> Iterator[Found]:
        """Yield pieces and links, by the format; with `only`, what is of another format is refused.

        Raises:
            InputError: it cannot be read, or only by going online.

        """
        answer = _fetched(self.address, fetch) if self.address else None
        with Stream(self._open(answer), self.largest) as stream:
            form = self._format(stream, answer)
            if only and form is not only:
                msg = f"a {form.name}, no {only.name}; give it by itself"
                raise InputError(msg)
            stream.allow(form.bulk)
            yield from form.read(stream, self._origin(answer))

    def _origin(self, answer: Answer | None) -> Origin:
        if answer is None:
            return Origin(self.name, self._stem())
        return Origin(self.name, self._stem(), answer.address, answer.charset)

    def _format(self, stream: Stream, answer: Answer | None) -> Format:
        """Know the format by the type that a server gives, by the suffix, or by the first bytes."""
        path = Path(web.split(answer.address).path) if answer else self.path
        named = (answer and formats.by_media(answer.kind)) or (path and formats.by_suffix(path))
        return named or formats.by_beginning(stream.beginning())

    def _open(self, answer: Answer | None) -> BinaryIO:
        if answer:
            return io.BytesIO(answer.data)
        if self.path is None:
            return cast("BinaryIO", _Kept(sys.stdin.buffer))
        try:
            return self.path.open("rb")
        except OSError as error:
            raise unreadable(error) from None

    def _stem(self) -> str:
        """Give the name of articles that have none: the last part without its suffixes."""
        if self.address:
            last = Path(unquote(web.split(self.address).path)).name
            return _bare(Path(last)) or web.split(self.address).netloc
        return _bare(self.path) if self.path else self.name

    def _of_feed(self, link: FeedLink, fetch: Fetcher | None) -> Iterator[Piece]:
        """Give the entries of a feed that a list names; what is wrong with it leaves the others."""
        try:
            for found in self._beside(link.target).found(fetch, only=FEED):
                if not isinstance(found, FeedLink):
                    yield _followed(found, fetch)
        except KgError as error:
            yield failing(link.where, error)
        except OSError as error:
            yield failing(link.where, unreadable(error))

    def _beside(self, target: str) -> Source:
        """Give the feed that a list names: an address, or a file if the list is one."""
        if is_address(target):
            return Source(None, target, target, self.largest)
        if self.path is None:
            msg = "a list that is no file names addresses only, which begin with http:// or https://"
            raise InputError(msg)
        path = self.path.parent / target
        if formats.by_suffix(path) is not FEED and formats.suffix_of(path) not in formats.OPEN:
            msg = f"no feed by its name; a feed ends with {', '.join(FEED.suffixes)} or .xml"
            raise InputError(msg)
        if not path.is_file():
            msg = "there is no such file; paths of a list count from its folder"
            raise InputError(msg)
        return Source(path, str(path), largest=self.largest)


class _Kept(io.RawIOBase):
    """Standard input, which stays open when we have read it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        return self._stream.read(size)


def find(named: str | os.PathLike[str]) -> list[Source]:
    """Give what a name stands for: itself, or all articles below a folder or that match a pattern, sorted by path.

    Raises:
        InputError: there is no such thing, no article in it, or a file of another kind.

    """
    name = os.fspath(named)
    if name == STDIN:
        return [Source(None, "stdin")]
    if is_address(name):
        return [Source(None, name, name)]
    try:
        return _at(Path(name), name)
    except OSError as error:
        raise unreadable(error) from None


def _at(path: Path, name: str) -> list[Source]:
    if path.is_dir():
        return _some(_below(path), f"no articles in this folder; put {formats.readable()} files into it")
    if path.exists():
        return [Source(_checked(path), name)]
    if glob.has_magic(name):
        return _some(_matching(name), f"no articles match this pattern; kg reads {formats.readable()} files")
    msg = "there is no such file or folder; check the name"
    raise InputError(msg)


def _checked(path: Path) -> Path:
    if formats.by_suffix(path) is None and formats.suffix_of(path) not in formats.OPEN:
        msg = f"cannot read '{path.suffix}' files; give {formats.readable()}, or pipe plain text: … | kg build -"
        raise InputError(msg)
    return path


def _some(paths: Iterator[Path], none: str) -> list[Source]:
    found = [Source(path, str(path)) for path in paths if path.is_file()]
    if not found:
        raise InputError(none)
    return found


def _matching(pattern: str) -> Iterator[Path]:
    """Give the files that match a pattern, and those below folders that match, as a shell would hand them over."""
    matches = glob.glob(pattern, recursive=True)  # noqa: PTH207 - patterns may begin anywhere, and skip what is hidden
    for match in sorted(map(Path, matches), key=lambda path: path.parts):
        if match.is_dir() and "**" not in pattern:
            yield from _below(match)
        elif _is_wanted(match):
            yield match


def _below(folder: Path) -> Iterator[Path]:
    inside = sorted(folder.rglob("*"), key=lambda path: path.parts)
    return (path for path in inside if _is_visible(path, folder) and _is_wanted(path))


def _is_wanted(path: Path) -> bool:
    """Tell an article from what else lies in folders: of XML, feeds are wanted; nothing that a build left is."""
    if path.name == FAILED:
        return False
    form = formats.by_suffix(path)
    if form is formats.PAGE:
        return MADE_BY_KG not in _beginning(path)
    return form is not None or (formats.suffix_of(path) == ".xml" and formats.by_beginning(_beginning(path)) is FEED)


def _beginning(path: Path) -> bytes:
    """Give the first bytes of a file, none if it cannot be read."""
    try:
        with Stream(path.open("rb")) as stream:
            return stream.beginning()
    except (OSError, InputError):
        return b""


def _is_visible(path: Path, folder: Path) -> bool:
    return not any(part.startswith(".") for part in path.relative_to(folder).parts)


def _bare(path: Path) -> str:
    return Path(path.stem).stem if formats.is_packed(path) else path.stem


def _lines(path: Path) -> int:
    """Count the lines that are not blank; one that cannot be read is one failure."""
    try:
        with path.open("rb") as lines:
            return sum(1 for line in lines if line.strip())
    except OSError:
        return 1


def _fetched(address: str, fetch: Fetcher | None) -> Answer:
    if fetch is None:
        raise InputError(NOT_FETCHED)
    return fetch.get(address)


def _followed(found: Piece | PageLink, fetch: Fetcher | None) -> Piece:
    return found if isinstance(found, Piece) else Piece(found.where, found.name, partial(_linked_page, found, fetch))


def _linked_page(link: PageLink, fetch: Fetcher | None) -> Record:
    """Read the page that an entry of a feed leads to; what the page does not say, the entry may."""
    if fetch is None:
        msg = f"no text but a link to {link.address}; {NOT_FETCHED}"
        raise InputError(msg)
    try:
        answer = fetch.get(link.address)
    except InputError as error:
        msg = f"{link.address} {error}"
        raise InputError(msg) from None
    form = formats.by_media(answer.kind) or formats.by_beginning(answer.data)
    if form.read is not formats.PAGE.read:
        msg = f"{link.address} is a {form.name}, no {formats.PAGE.name}; give it by itself"
        raise InputError(msg)
    with Stream(io.BytesIO(answer.data), fetch.largest) as stream:
        record = read_page(stream.read(), answer.address, answer.charset)
    known = {key: value for key, value in link.known.fields.items() if key != "language"}
    return replace(record, id=link.known.id, fields={**known, **record.fields})
