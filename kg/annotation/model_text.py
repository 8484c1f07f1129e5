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

_CLUSTER = re.compile(r"\s+|[!-~]+(?![\u0300-\u036f])|.[\u0300-\u036f]*", re.DOTALL)
"""White space, a run of characters that stand for themselves, or a character with its accents."""
_GROUPED_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d.,]*\d)")
_ABBREVIATION = re.compile(r"\b(?:MM?|Mme|Mlle|Me|Dr|Pr|St|[A-Z])\.$")
_SPELLINGS = ((re.compile(r"\bEtats(?=[- ]Unis)"), "États"), (re.compile("[’ʼ]"), "'"))
"""Spellings that the model misreads; each keeps its length. `Etat` alone stays: accented, it is no name any more."""


@dataclass(frozen=True, slots=True)
class ModelText:
    """Text for the model; character `i` stands for source characters from `origins[i]`, ends before `ends[i]`.

    `breaks` are where sentences must begin.
    """

    text: str
    origins: Sequence[int]
    ends: Sequence[int]
    breaks: frozenset[int]

    def source(self, start: int, end: int) -> Span:
        """Map a range of the model's text to the source text."""
        return Span(self.origins[start], self.ends[end - 1])


def read(text: str, prose: Sequence[Span]) -> ModelText:
    r"""Clean the prose for the model.

    >>> made = read("Les Etats-Unis ont 5 000\nsoldats.", [Span(0, 33)])
    >>> made.text
    'Les États-Unis ont 5000 soldats.'
    >>> made.source(19, 23)
    Span(start=19, end=24)
    """
    characters: list[str] = []
    origins: list[int] = []
    ends: list[int] = []

    def space() -> None:
        if characters and characters[-1] != " ":
            characters.append(" ")
            origins.append(ends[-1])
            ends.append(ends[-1])

    breaks = set()
    for part in prose:
        for piece, start, end, is_break in _pieces(text, part):
            if (is_break or start == part.start) and characters:
                space()
                breaks.add(len(characters))
            if piece == " ":
                space()
                continue
            characters.extend(piece)
            stands_for_itself = piece == text[start:end]
            origins.extend(range(start, end) if stands_for_itself else [start] * len(piece))
            ends.extend(range(start + 1, end + 1) if stands_for_itself else [end] * len(piece))
    return ModelText(_respell("".join(characters)), origins, ends, frozenset(breaks))


def _respell(text: str) -> str:
    for pattern, spelling in _SPELLINGS:
        text = pattern.sub(spelling, text)
    return text


def _pieces(text: str, part: Span) -> Iterator[tuple[str, int, int, bool]]:
    """Yield what stands for each cluster of characters, where it stands, and whether a sentence must begin there."""
    joints = {
        at
        for number in _GROUPED_NUMBER.finditer(text, part.start, part.end)
        for at in range(*number.span())
        if text[at].isspace()
    }
    pending = False
    for cluster in _CLUSTER.finditer(text, part.start, part.end):
        (start, end), found = cluster.span(), cluster.group()
        if found in INVISIBLE or start in joints:
            continue
        if found.isspace():
            pending = _is_break(text, Span(start, end), part)
            yield " ", start, end, False
            continue
        yield unicodedata.normalize("NFC", found), start, end, pending
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
