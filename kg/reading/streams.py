"""Bytes of a file, a pipe or an answer -> bytes unpacked, no more at a time than an article may have.

Takes anything that reads; gives a `Stream`. Knows gzip (RFC 1952) and Zstandard (RFC 8878) by their first bytes,
whatever the name of the file. A few bytes can unpack to gigabytes: whoever reads has an allowance for each article,
and is stopped beyond it. Never holds more than a block of what it passes on.
"""

from __future__ import annotations

import gzip
import io
import zlib
from typing import TYPE_CHECKING, BinaryIO, Final, cast

import zstandard

from kg.errors import InputError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

LARGEST: Final = 20_000_000
"""Bytes that one article may have, unpacked; the longest of 69 Wikinews articles has 20,000, heavy pages a million."""
WINDOW: Final = 1 << 27
"""Bytes that Zstandard may look back; the limit of its own command, which wants to be told `--long` beyond it."""
BLOCK: Final = 1 << 16
STEP: Final = 256
"""Packed bytes of Zstandard taken at a time: no more than eight million can come of them."""

_GZIP: Final = b"\x1f\x8b"
_ZSTANDARD: Final = b"\x28\xb5\x2f\xfd"


class Stream(io.BufferedReader):
    """Unpacked bytes, with an allowance that each article renews.

    `largest` is how many bytes an article may have. Reading raises `InputError` where the allowance is used up, the
    file is damaged or it cannot be read.
    """

    def __init__(self, source: BinaryIO, largest: int = LARGEST) -> None:
        self.largest = largest
        self._metered = _Metered(_unpacked(source), largest)
        super().__init__(self._metered, BLOCK)

    def allow(self, files: int = 1) -> None:
        """Begin an article; one that comes in a bulky format may have the bytes of so many."""
        self._metered.left = self._metered.largest = self.largest * files

    def beginning(self) -> bytes:
        """Look at the first bytes without taking them."""
        return self.peek(BLOCK)


class _Metered(io.RawIOBase):
    """Passes bytes on while there are some left to give."""

    def __init__(self, source: BinaryIO, largest: int) -> None:
        self._source = source
        self.left = self.largest = largest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        room = memoryview(buffer)
        data = self._next(len(room))
        self.left -= len(data)
        if self.left < -2 * BLOCK:  # what is read ahead belongs to the next article
            raise too_large(self.largest)
        room[: len(data)] = data
        return len(data)

    def _next(self, size: int) -> bytes:
        try:
            return self._source.read(size)
        except gzip.BadGzipFile as error:
            raise _damaged(error) from None
        except OSError as error:
            raise unreadable(error) from None
        except (EOFError, zlib.error, zstandard.ZstdError) as error:
            raise _damaged(error) from None

    def close(self) -> None:
        self._source.close()
        super().close()


class _Joined(io.RawIOBase):
    """Bytes already read, before those still to come."""

    def __init__(self, first: bytes, rest: BinaryIO) -> None:
        self._first, self._rest = io.BytesIO(first), rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        room = memoryview(buffer)
        data = self._first.read(len(room)) or self._rest.read(len(room))
        room[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._rest.close()
        super().close()


class _Gzip(gzip.GzipFile):
    """Gzip; the library's own leaves open what it reads from."""

    def __init__(self, source: BinaryIO) -> None:
        self._packed = source
        super().__init__(fileobj=source)

    def close(self) -> None:
        super().close()
        self._packed.close()


class _Zstandard(io.RawIOBase):
    """Zstandard, frame after frame; the library's own stream takes a file that is cut off for a whole one."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._frame: zstandard.ZstdDecompressionObj | None = None
        self._packed = b""
        self._unpacked = io.BytesIO()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        room = memoryview(buffer)
        data = self._unpacked.read(len(room))
        while not data and self._go_on():
            data = self._unpacked.read(len(room))
        room[: len(data)] = data
        return len(data)

    def _go_on(self) -> bool:
        """Unpack the next few bytes, if there are any."""
        self._packed = self._packed or self._source.read(STEP)
        if not self._packed:
            if self._frame and not self._frame.eof:
                msg = "the end is missing"
                raise EOFError(msg)
            return False
        if self._frame is None or self._frame.eof:
            self._frame = zstandard.ZstdDecompressor(max_window_size=WINDOW).decompressobj()
        self._unpacked = io.BytesIO(self._frame.decompress(self._packed))
        self._packed = self._frame.unused_data if self._frame.eof else b""
        return True

    def close(self) -> None:
        self._source.close()
        super().close()


def too_large(largest: int, what: str = "bytes for one article") -> InputError:
    """Say that an article exceeds the limit of size."""
    return InputError(f"more than {largest:,} {what}; if it is an article, allow more with --max-size")


def unreadable(error: OSError) -> InputError:
    """Say that the system does not let something be read."""
    return InputError(f"cannot be read ({error.strerror or error})")


def _unpacked(source: BinaryIO) -> BinaryIO:
    """Unpack what begins as gzip or Zstandard does.

    Raises:
        InputError: it cannot be read.

    """
    try:
        first = source.read(len(_ZSTANDARD))
    except OSError as error:
        raise unreadable(error) from None
    whole = cast("BinaryIO", io.BufferedReader(_Joined(first, source), BLOCK))
    if first.startswith(_GZIP):
        return cast("BinaryIO", _Gzip(whole))
    if first == _ZSTANDARD:
        return cast("BinaryIO", io.BufferedReader(_Zstandard(whole), BLOCK))
    return whole


def _damaged(error: Exception) -> InputError:
    return InputError(f"damaged, or cut off ({error}); pack it anew")
