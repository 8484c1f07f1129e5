"""How much room words take on the drawing, without a font at hand.

Takes a label; gives lines cut to a width and their size in pixels; knows the advance widths of Helvetica, which
Arial and Liberation Sans share; never how a label is coloured.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata

LINE_HEIGHT = 1.3  # of the font size
WIDTHS = {
    222: "ijl'’",
    278: "ft .,:;!/|[]I",
    333: "r-()«»",
    500: "cksvxyzJ",
    667: "ABEKPSVXY&",
    722: "wCDHNRU",
    778: "GOQ…",
    833: "mM%",
    944: "W—",
}
"""Advance widths in thousandths of the font size, from Adobe's font metrics of Helvetica."""
WIDTH_OF = {letter: width for width, letters in WIDTHS.items() for letter in letters}
COMMON_WIDTH, WIDE_WIDTH = 556, 1000
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


def clean(text: str) -> str:
    """Drop what would turn or break a line of text: control characters and marks of direction."""
    return " ".join(_CONTROLS.sub(" ", text).split())


def lines(text: str, width: int, most: int) -> list[str]:
    """Break a text into at most so many lines of so many characters.

    >>> lines("chef adjoint des forces paramilitaires irakiennes", 18, 2)
    ['chef adjoint des', 'forces…']
    """
    return textwrap.wrap(clean(text), width, max_lines=most, placeholder="…") or ["…"]


def measure(text: str, size: int) -> int:
    """Give the width in pixels of a line of text in a font of that size.

    >>> measure("Bagdad", 10)
    34
    """
    return sum(map(_advance, text)) * size // 1000


def _advance(letter: str) -> int:
    base = unicodedata.normalize("NFD", letter)[0]
    if unicodedata.east_asian_width(base) in "WF":
        return WIDE_WIDTH
    return WIDTH_OF.get(base, COMMON_WIDTH)
