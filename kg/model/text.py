"""The text of an article and its parse.

Takes nothing; gives values; knows offsets (Unicode code points, half-open, into `Article.text` exactly as read) and the
tokens of Universal Dependencies; never what the text says.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points in the source text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            msg = f"not a range of characters: {self.start}..{self.end}"
            raise ValueError(msg)

    def of(self, text: str) -> str:
        """Cut the span out of the text that it counts into."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Tell whether the other span lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share a character."""
        return self.start < other.end and other.start < self.end


# ---- reading ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Article:
    """One news article as read; `prose` says which parts of `text` are sentences (title first), the rest is header."""

    id: str
    text: str
    language: str
    prose: tuple[Span, ...]
    title: str | None = None
    date: str | None = None
    source: str | None = None
    metadata: tuple[tuple[str, str], ...] = ()


# ---- annotation ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Token:
    """A syntactic word of Universal Dependencies; `id` and `head` count from 1, head 0 is the root.

    `event` is whether a noun denotes an event, None for other words and where the parser cannot tell.
    """

    id: int
    form: str
    lemma: str
    upos: str
    feats: tuple[tuple[str, str], ...]
    head: int
    deprel: str
    span: Span
    event: bool | None = None

    def feat(self, name: str) -> str | None:
        """Return the value of a UD feature such as `Number`, or None."""
        return next((value for key, value in self.feats if key == name), None)

    @property
    def relation(self) -> str:
        """The universal part of the dependency relation: `nsubj` of `nsubj:pass`."""
        return _universal(self.deprel)


@cache
def _universal(deprel: str) -> str:
    return deprel.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in Universal Dependencies; `index` counts from 0 within the article."""

    index: int
    span: Span
    tokens: tuple[Token, ...]


NameLabel = Literal["PER", "LOC", "ORG", "MISC"]


@dataclass(frozen=True, slots=True)
class Name:
    """A named entity: tokens `first` to `last` (ids, inclusive) of a sentence, titles and articles left out."""

    sentence: int
    first: int
    last: int
    label: NameLabel
    span: Span


@dataclass(frozen=True, slots=True)
class Parse:
    """An article with its sentences and names, in the order of the text."""

    article: Article
    sentences: tuple[Sentence, ...]
    names: tuple[Name, ...]
