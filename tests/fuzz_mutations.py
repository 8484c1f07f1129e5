"""Bytes -> bytes that are wrong in ways that nobody writes on purpose, but somebody may.

Takes valid inputs and a source of chance; gives damaged ones: bits turned over, pieces cut, doubled and exchanged, and
fragments put in that break careless readers. The same chance gives the same bytes. Never knows what a format means.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final

Mutation = Callable[[bytes, bytes, Random], bytes]
"""From an input, another one and chance to a damaged input."""

TIMES: Final = (1, 1, 1, 2, 3)
"""How often an input is damaged: most often once, so that much of it is still valid."""
LARGEST: Final = 300_000
"""Bytes beyond which no mutation makes an input longer; single giants are made on purpose."""

TEXTS: Final = (
    "\0", "\ufeff", "\ufffe", "\u202e", "\u2066\u2069", "\u200b\u200d", "\u2028\u2029\x85", "\x1b[31m",
    "\r", "\r\n\r\n", "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!--", "]]>",
    "&lt;b&gt;", "&#0;&#xd800;",
    "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>", "&a;", "{{7*7}}", "${7*7}", "%s%n", "'\"`\\", '"""',
    "'''", "../../x", "C:\\x", "con", "javascript:alert(1)", "http://127.0.0.1:1/",
    "file:///etc/passwd", "http://[", "//",
    "9999-99-99", "0000-00-00", "9999-12-31", "0001-01-01", "1e999999", "-0", "NaN", "Infinity", "1" * 5000, "\\u0000",
    "\\ud800", "\\udc00\\ud800", "\\", "{", "}", "[", "]", "(", ")", "<", ">", ";", ",", ".", "=", "#", "\t", "@", "^^",
    "e\u0301", "İß", "\U0001f468\u200d\U0001f469", "\U0010ffff", "« ", " »", "“", "M. ", "M.M.M.", "selon ", "\n\n",
    "x" * 5000, "é" * 3000, "(" * 500, "«" * 300, "- " * 300, "le 31 février 2020 ", "à 25h61 ", "1.000.000.000.000 ",
)  # fmt: skip
"""Fragments that break careless readers of some format."""
RAW: Final = (b"\xff\xfe", b"\xed\xa0\x80", b"\xc3", b"\xf4\x90\x80\x80", b"\x80" * 40, bytes(range(256)), b"\x1f\x8b")
"""Bytes that are no UTF-8, or begin something else."""
FRAGMENTS: Final = (*(text.encode() for text in TEXTS), *RAW)

BLOCK: Final = 128
_PLANES: Final = (*range(0xD800), *range(0xE000, 0x3_3480), *range(0xE_0000, 0xE_01F0))


def mutated(data: bytes, other: bytes, chance: Random) -> bytes:
    """Damage an input once or a few times."""
    for _ in range(chance.choice(TIMES)):
        data = chance.choice(MUTATIONS)(data, other, chance)
    return data


def letters(chance: Random, most: int = 40) -> str:
    """Give characters of one block of Unicode."""
    start = chance.choice(_PLANES)
    block = [chr(code) for code in range(start, start + BLOCK) if not 0xD800 <= code < 0xE000]
    return "".join(chance.choice(block) for _ in range(chance.randint(1, most)))


def _at(data: bytes, chance: Random) -> int:
    return chance.randint(0, len(data))


def _piece(data: bytes, chance: Random) -> bytes:
    start = _at(data, chance)
    return data[start : start + chance.randint(1, 200)]


def _put(data: bytes, piece: bytes, chance: Random) -> bytes:
    at = _at(data, chance)
    return data[:at] + piece + data[at:] if len(data) + len(piece) <= LARGEST else data


def _turn_bits(data: bytes, _: bytes, chance: Random) -> bytes:
    turned = bytearray(data)
    for _turn in range(chance.randint(1, 20) if data else 0):
        turned[chance.randrange(len(turned))] ^= 1 << chance.randrange(8)
    return bytes(turned)


def _cut_end(data: bytes, _: bytes, chance: Random) -> bytes:
    return data[: _at(data, chance)]


def _cut_piece(data: bytes, _: bytes, chance: Random) -> bytes:
    at = _at(data, chance)
    return data[:at] + data[at + chance.randint(1, 200) :]


def _insert_fragment(data: bytes, _: bytes, chance: Random) -> bytes:
    return _put(data, chance.choice(FRAGMENTS), chance)


def _insert_letters(data: bytes, _: bytes, chance: Random) -> bytes:
    return _put(data, letters(chance).encode(), chance)


def _insert_chance(data: bytes, _: bytes, chance: Random) -> bytes:
    return _put(data, chance.randbytes(chance.randint(1, 60)), chance)


def _repeat(data: bytes, _: bytes, chance: Random) -> bytes:
    return _put(data, _piece(data, chance) * chance.choice((2, 3, 10, 100)), chance)


def _splice(data: bytes, other: bytes, chance: Random) -> bytes:
    return data[: _at(data, chance)] + other[_at(other, chance) :]


def _borrow(data: bytes, other: bytes, chance: Random) -> bytes:
    return _put(data, _piece(other, chance), chance)


def _swap_lines(data: bytes, _: bytes, chance: Random) -> bytes:
    lines = data.split(b"\n")
    chosen = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[chosen[0]], lines[chosen[1]] = lines[chosen[1]], lines[chosen[0]]
    return b"\n".join(lines)


def _drop_line(data: bytes, _: bytes, chance: Random) -> bytes:
    lines = data.split(b"\n")
    del lines[chance.randrange(len(lines))]
    return b"\n".join(lines)


def _swap_words(data: bytes, _: bytes, chance: Random) -> bytes:
    words = data.split(b" ")
    chosen = chance.randrange(len(words)), chance.randrange(len(words))
    words[chosen[0]], words[chosen[1]] = words[chosen[1]], words[chosen[0]]
    return b" ".join(words)


def _replace_word(data: bytes, _: bytes, chance: Random) -> bytes:
    words = data.split(b" ")
    words[chance.randrange(len(words))] = chance.choice(FRAGMENTS)
    return b" ".join(words)


MUTATIONS: Final[tuple[Mutation, ...]] = (
    _turn_bits,
    _cut_end,
    _cut_piece,
    _insert_fragment,
    _insert_fragment,
    _insert_letters,
    _insert_chance,
    _repeat,
    _splice,
    _borrow,
    _swap_lines,
    _drop_line,
    _swap_words,
    _replace_word,
)
