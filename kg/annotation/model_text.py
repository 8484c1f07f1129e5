"""The text that the parser reads, and the way back to the source.

Takes an article's text and its prose spans; gives a `ModelText`: one line of NFC text, the source offset of each of
its characters, and the places where a sentence must begin. Knows line breaks, spaces, accents and the few spellings
that mislead the model; never changes the source text, and never what a reader would call a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.model import Span

INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
SENTENCE_END = frozenset('.!?…»”":;')
HEADLINE_LENGTH = 60
"""A line shorter than this that ends without punctuation, before a capital, stands for itself (a headline)."""

_CLUSTER = re.compile(r"\s+|.[\u0300-\u036f]*", re.DOTALL)
_GROUPED_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d.,]*\d)")
_ABBREVIATION = re.compile(r"\b(?:MM?|Mme|Mlle|Me|Dr|Pr|St|[A-Z])\.$")
_SPELLINGS = ((re.compile(r"\bEtats(?=[- ]Unis)"), "États"), (re.compile("[’ʼ]"), "'"))
"""Spellings that the model misreads; each keeps its length. `Etat` alone stays: accented, it is no name any more."""


@dataclass(frozen=True, slots=True)
class ModelText:
    """Text for the model; `origins[i]` is the source span of character `i`, `breaks` are where sentences must begin."""

    text: str
    origins: tuple[Span, ...]
    breaks: frozenset[int]

    def source(self, start: int, end: int) -> Span:
        """Map a range of the model's text to the source text."""
        return Span(self.origins[start].start, self.origins[end - 1].end)


def read(text: str, prose: Sequence[Span]) -> ModelText:
    r"""Clean the prose for the model.

    >>> made = read("Les Etats-Unis ont 5 000\nsoldats.", [Span(0, 33)])
    >>> made.text
    'Les États-Unis ont 5000 soldats.'
    >>> made.source(19, 23)
    Span(start=19, end=24)
    """
    characters: list[str] = []
    origins: list[Span] = []
    breaks = set()
    for part in prose:
        for piece, origin, is_break in _pieces(text, part):
            if (is_break or origin.start == part.start) and characters:
                _space(characters, origins)
                breaks.add(len(characters))
            if piece == " ":
                _space(characters, origins)
                continue
            characters.extend(piece)
            origins.extend([origin] * len(piece))
    return ModelText(_respell("".join(characters)), tuple(origins), frozenset(breaks))


def _space(characters: list[str], origins: list[Span]) -> None:
    if characters and characters[-1] != " ":
        characters.append(" ")
        origins.append(Span(origins[-1].end, origins[-1].end))


def _respell(text: str) -> str:
    for pattern, spelling in _SPELLINGS:
        text = pattern.sub(spelling, text)
    return text


def _pieces(text: str, part: Span) -> Iterator[tuple[str, Span, bool]]:
    """Yield what stands for each cluster of characters, its source span, and whether a sentence must begin there."""
    joints = {
        at
        for number in _GROUPED_NUMBER.finditer(text, part.start, part.end)
        for at in range(*number.span())
        if text[at].isspace()
    }
    pending = False
    for cluster in _CLUSTER.finditer(text, part.start, part.end):
        span, found = Span(*cluster.span()), cluster.group()
        if found in INVISIBLE or span.start in joints:
            continue
        if found.isspace():
            pending = _is_break(text, span, part)
            yield " ", span, False
            continue
        yield unicodedata.normalize("NFC", found), span, pending
        pending = False


def _is_break(text: str, gap: Span, part: Span) -> bool:
    """Tell whether white space ends a sentence by itself, or only wraps a line (DESIGN: `de 5.200 à` / `3.000`)."""
    lines = gap.of(text).count("\n") or gap.of(text).count("\r")
    if not lines or gap.start == part.start or gap.end == part.end:
        return False
    before, after = text[gap.start - 1], text[gap.end]
    if before in SENTENCE_END:
        return lines > 1 or _ABBREVIATION.search(text, part.start, gap.start) is None
    if after.islower() or after.isdigit() or before in ",(«-–—":
        return False
    line = text[max(text.rfind("\n", part.start, gap.start), part.start) : gap.start]
    return lines > 1 or len(line) < HEADLINE_LENGTH
