"""How much an article may be, so that none that nobody meant as one keeps all others waiting.

Takes articles, and what they say; gives them back, or a failure that names the limit and the option that changes it.
Each limit is far beyond what newspapers print. How many seconds an article may take is the workshop's to know, for time
and memory can be kept to by processes alone. Never knows what a text says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from kg.errors import ArticleError
from kg.model import Article, Statements

if TYPE_CHECKING:
    from kg.reading import Failure

Result = TypeVar("Result")
MEGABYTE: Final = 1_000_000
MEBIBYTE: Final = 1 << 20

_SENTENCE_END: Final = re.compile(r"[.!?…][»”\")\]]*\s|\n\s*\n")
"""What surely ends a sentence, or parts two paragraphs; the parser knows more ends than these."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The size of an article in megabytes (10⁶ bytes) as it is read, the characters of a sentence, and participants.

    `memory` is how many megabytes (2²⁰ bytes) a process that reads articles may take beyond what it begins with.
    """

    size: float = 20
    sentence: int = 20_000
    entities: int = 5_000
    memory: int = 4_096

    @property
    def size_in_bytes(self) -> int:
        """Give the bytes that an article may have."""
        return round(self.size * MEGABYTE)

    @property
    def memory_in_bytes(self) -> int:
        """Give the bytes of memory that a process may take."""
        return self.memory * MEBIBYTE

    def within(self, articles: Iterable[Article | Failure]) -> Iterator[Article | Failure]:
        """Pass articles on; those with a sentence that is too long become failures."""
        return (self._bounded(article) if isinstance(article, Article) else article for article in articles)

    def check_text(self, article: Article) -> None:
        """See that no sentence of an article is longer than it may be.

        Raises:
            ArticleError: one is.

        """
        longest = max((longest_sentence(span.of(article.text)) for span in article.prose), default=0)
        if longest > self.sentence:
            advice = "put full stops or blank lines into it, or allow more with --max-sentence"
            msg = f"a sentence of {longest:,} characters is longer than {self.sentence:,}; {advice}"
            raise ArticleError(msg)

    def check(self, statements: Statements) -> None:
        """See that an article tells of no more than it may.

        Raises:
            ArticleError: it does.

        """
        found = len(statements.entities)
        if found > self.entities:
            advice = "if it is one article, allow more with --max-entities"
            msg = f"{found:,} participants are more than {self.entities:,}; {advice}"
            raise ArticleError(msg)

    def checked(self, then: Callable[[Article, Statements], Result]) -> Callable[[Article, Statements], Result]:
        """Do something with the statements of articles that tell of no more than they may."""
        return partial(_then, self, then)

    def _bounded(self, article: Article) -> Article | Failure:
        from kg.reading import Failure

        try:
            self.check_text(article)
        except ArticleError as error:
            return Failure(article.id, error)
        return article


def _then(
    bounds: Bounds, then: Callable[[Article, Statements], Result], article: Article, statements: Statements
) -> Result:
    bounds.check(statements)
    return then(article, statements)


def longest_sentence(text: str) -> int:
    r"""Measure the longest piece of a text without an end of a sentence, in characters.

    >>> longest_sentence("Il part. Elle reste ici.\n\nFin")
    16
    """
    longest = at = 0
    for end in _SENTENCE_END.finditer(text):
        longest, at = max(longest, end.end() - at), end.end()
    return max(longest, len(text) - at)


ORDINARY: Final = Bounds()
