"""A WARC archive (ISO 28500) -> pieces, a record at a time.

Takes a stream that warcio (https://github.com/webrecorder/warcio) reads; gives each answer of a server that is a page,
with its address and day. Knows HTTP's packing of answers. Passes over everything else in silence: requests, pictures,
answers that are no success; never holds more than one record.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

from kg.errors import InputError
from kg.reading.pages import read_page
from kg.reading.pieces import Origin, Piece, failing, foreign
from kg.reading.records import Record
from kg.reading.streams import BLOCK, Stream, too_large

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

logging.getLogger("warcio").addHandler(logging.NullHandler())  # else its warnings go to standard error

Given = TypeVar("Given")

PAGES: Final = frozenset({"text/html", "application/xhtml+xml"})


def read_archive(stream: Stream, origin: Origin) -> Iterator[Piece]:
    """Give the pages of an archive.

    Raises:
        InputError: it is no archive, is damaged, or has no page; or warcio is not installed.

    """
    if not stream.beginning().startswith(b"WARC/"):
        msg = "no WARC archive; it begins with WARC/1.0 or WARC/1.1"
        raise InputError(msg)
    found = False
    for number, record in enumerate(_records(stream), 1):
        if _is_page(record):
            found = True
            yield _page(record, f"{origin.where}, record {number}", stream.largest)
    if not found:
        msg = "no page in this archive; it needs answers (WARC-Type: response) of status 200 that are HTML"
        raise InputError(msg)


def _records(stream: Stream) -> Iterator[ArcWarcRecord]:
    """Give the records; each has the allowance of an article, and what is left of one is passed over by blocks."""
    try:
        from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        msg = "WARC archives need another package: pip install 'kg[warc]'"
        raise InputError(msg) from None
    records = iter(ArchiveIterator(stream))
    while record := _guarded(next, records, None):
        yield record
        stream.allow()
        while _guarded(record.raw_stream.read, BLOCK):
            stream.allow()


def _guarded(read: Callable[..., Given], *given: object) -> Given:
    """Read on; the library tells of damage on standard error, we tell of it as it becomes a message."""
    with foreign("damaged from here on ({}); fetch the archive anew"), redirect_stderr(io.StringIO()):
        return read(*given)


def _is_page(record: ArcWarcRecord) -> bool:
    http = record.http_headers
    if record.rec_type != "response" or http is None or http.get_statuscode() != "200":
        return False
    return _kind(http)[0] in PAGES


def _kind(http: Any) -> tuple[str, str | None]:
    """Give the type of an answer and its charset."""
    kind, *parameters = (part.strip() for part in (http.get_header("Content-Type") or "").lower().split(";"))
    charset = next((part[8:].strip("\"' ") for part in parameters if part.startswith("charset=")), None)
    return kind, charset


def _page(record: ArcWarcRecord, where: str, largest: int) -> Piece:
    address = record.rec_headers.get_header("WARC-Target-URI") or ""
    address = address.removeprefix("<").removesuffix(">")
    day = (record.rec_headers.get_header("WARC-Date") or "")[:10]
    try:
        data = _whole(_guarded(record.content_stream), largest)
    except InputError as error:
        return failing(where, error)
    return Piece(f"{where} ({address})", address, partial(_record, data, address, _kind(record.http_headers)[1], day))


def _whole(content: Any, largest: int) -> bytes:
    """Read an answer unpacked, block by block, as far as an article may go."""
    data = bytearray()
    while block := _guarded(content.read, BLOCK):
        data += block
        if len(data) > largest:
            raise too_large(largest)
    return bytes(data)


def _record(data: bytes, address: str, charset: str | None, day: str) -> Record:
    record = read_page(data, address, charset)
    dated = {"date": day} if day else {}
    return replace(record, fields={**dated, **record.fields, "source": address})
