"""Plain text, and JSON Lines -> pieces.

Takes a stream; gives one piece for a text and one for each line of records, read line by line. Knows that one line
too long is no reason to leave the others; never what a line says.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from kg.errors import InputError
from kg.reading.decoding import decode
from kg.reading.pieces import Origin, Piece, failing
from kg.reading.records import Record, read_record
from kg.reading.streams import Stream


def read_text_file(stream: Stream, origin: Origin) -> Iterator[Piece]:
    """Give the one text of a stream."""
    data = stream.read()
    yield Piece(origin.where, origin.name, lambda: Record(None, decode(data), _from(origin), ()))


def read_lines(stream: Stream, origin: Origin) -> Iterator[Piece]:
    """Give the records of a stream, one a line."""
    number = 0
    while line := stream.readline(stream.largest + 1):
        number += 1
        where = f"{origin.where}, line {number}"
        if len(line) > stream.largest:
            msg = f"longer than {stream.largest:,} bytes; write one article a line, or allow more with --max-size"
            yield failing(where, InputError(msg))
            _pass_over(stream, line)
        elif line.strip():
            yield Piece(where, f"{origin.name}-{number}", partial(read_record, line))
            stream.allow()


def _pass_over(stream: Stream, line: bytes) -> None:
    """Go to the next line, unless it is further away than an article may be long."""
    stream.allow()
    while line and not line.endswith(b"\n"):
        line = stream.readline(stream.largest)
    stream.allow()


def _from(origin: Origin) -> dict[str, str]:
    return {"source": origin.address} if origin.address else {}
