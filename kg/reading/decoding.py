"""Bytes of a file -> its text, characters unchanged.

Takes bytes; gives what they say; knows encodings (byte order mark, UTF-8, then the encodings of western Europe) and
what is no text at all; never normalises: accents and line ends stay as they were written, for offsets count into them.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from charset_normalizer import from_bytes

from kg.errors import InputError

MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks, longest first where one begins with another."""

WESTERN: Final = ["cp1252", "iso8859_15", "mac_roman", "cp850"]
"""Encodings in which French and English files are found; a wider choice only invites wrong guesses."""

MOST_CONTROLS: Final = 0.02
"""Share of control characters above which a file is no text (random bytes hold a tenth)."""

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_REPLACEMENT = "\ufffd"


def decode(data: bytes) -> str:
    """Decode the bytes of a text.

    >>> decode("été".encode("cp1252"))
    'été'

    Raises:
        InputError: there is nothing in them, or nothing that could be text.

    """
    text = _text(data)
    if not text.strip():
        msg = "empty; an article needs text"
        raise InputError(msg)
    if "\0" in text or len(_CONTROL.findall(text)) > MOST_CONTROLS * len(text):
        raise _not_text()
    return text


def well_formed(text: str) -> str:
    r"""Put U+FFFD for what no file can hold: lone surrogates and NUL, character by character.

    >>> well_formed("\ud83d a\0b")
    '� a�b'
    """
    return _SURROGATE.sub(_REPLACEMENT, text).replace("\0", _REPLACEMENT)


def _text(data: bytes) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                raise _not_text() from None
    try:
        return data.decode()
    except UnicodeDecodeError:
        return _damaged_utf8(data) or _western(data)


def _damaged_utf8(data: bytes) -> str | None:
    """Read UTF-8 that was cut or has stray bytes: more of its characters beyond ASCII are right than wrong."""
    text = data.decode(errors="replace")
    wrong = text.count(_REPLACEMENT)
    right = sum(not character.isascii() for character in text) - wrong
    return text if right > wrong else None


def _western(data: bytes) -> str:
    best = None if b"\0" in data else from_bytes(data, cp_isolation=WESTERN).best()
    if best is None:
        raise _not_text()
    return str(best)


def _not_text() -> InputError:
    return InputError("looks like a binary file; give plain text, best in UTF-8")
