"""Text folded for matching: lower case, no accents, one kind of space, apostrophe and hyphen.

Takes a stretch of the source text; gives the folded text with the way back to the source offsets. Never knows what
is searched in it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from kg.model import Span

_MARKS = r"[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]"
_CLUSTER = re.compile(rf"\s+|[!-~]+(?!{_MARKS})|.{_MARKS}*", re.DOTALL)
"""White space, a run of characters that stand for themselves, or a character with its accents."""
_PLAIN = dict.fromkeys("\u2018\u2019\u02bc", "'") | dict.fromkeys("\u2010\u2011\u2013", "-") | {"œ": "oe", "æ": "ae"}


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; character `i` stands for the source from `origins[i][0]` to `origins[i][1]`."""

    text: str
    origins: tuple[tuple[int, int], ...]

    def source(self, start: int, end: int) -> Span:
        """Map a range of the folded text that is not empty to the source text."""
        return Span(self.origins[start][0], self.origins[end - 1][1])


def fold(text: str, within: Span | None = None) -> Folded:
    r"""Fold a text, or the part of it within a span; the offsets count into the whole text.

    >>> folded = fold("Le 1er\u00a0\nAoût, dès l’été")
    >>> folded.text, folded.source(7, 11)
    ("le 1er aout, des l'ete", Span(start=8, end=12))
    """
    part = within or Span(0, len(text))
    characters: list[str] = []
    origins: list[tuple[int, int]] = []
    for found in _CLUSTER.finditer(text, part.start, part.end):
        cluster, (start, end) = found.group(), found.span()
        if cluster.isascii() and not cluster.isspace():
            characters.append(cluster.lower())
            origins.extend((at, at + 1) for at in range(start, end))
        else:
            plain = _plain(cluster)
            characters.append(plain)
            origins.extend([(start, end)] * len(plain))
    return Folded("".join(characters), tuple(origins))


@lru_cache(maxsize=1024)
def _plain(cluster: str) -> str:
    if cluster.isspace():
        return " "
    base = unicodedata.normalize("NFD", cluster)[:1].lower()
    return _PLAIN.get(base, base[:1])
