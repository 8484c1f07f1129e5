"""One article: from its text to what it says.

Takes what the user names and gives; gives parses and statements. Knows the order of the rooms and what the user knows
better. Never does the work of a room.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from kg.errors import InputError, KgError
from kg.model import Article, Parse, Span, Statements
from kg.pipeline.bounds import ORDINARY, Bounds

if TYPE_CHECKING:
    from kg.graph import Decisions
    from kg.reading import Failure, Fetcher, Said
    from kg.resolution import Linker

Name = str | os.PathLike[str]
Result = TypeVar("Result")
SEED: Final = "iraq-us-2020-09.txt"


def parse(article: Article) -> Parse:
    """Article -> sentences in Universal Dependencies and names.

    Raises:
        LanguageError: there are no tables or no parser for its language.

    """
    from kg import annotation

    return annotation.annotate(article)


def prepare(language: str) -> None:
    """Load what reading an article of a language needs.

    Raises:
        LanguageError: there are no tables or no parser for it.

    """
    text = "Bonjour."
    parse(Article("", text, language, (Span(0, len(text)),)))


def state(article: Article, linkers: Sequence[Linker] = ()) -> Statements:
    """Article -> everything that it says, with the words that say it; `linkers` give people and bodies their links.

    Raises:
        LanguageError: there are no tables or no parser for its language.

    """
    from kg import extraction, language, resolution

    tables = language.load(article.language)
    parsed = parse(article)
    return resolution.resolve(parsed, extraction.extract(parsed, tables), tables, linkers)


def state_within(bounds: Bounds, linkers: Sequence[Linker], article: Article) -> Statements:
    """Article -> everything that it says, if it is no more than an article may be.

    Raises:
        LanguageError: there are no tables or no parser for its language.
        ArticleError: it exceeds the bounds.

    """
    bounds.check_text(article)
    statements = state(article, linkers)
    bounds.check(statements)
    return statements


def each(
    work: Callable[[Article], Result],
    inputs: Iterable[Name],
    said: Said | None = None,
    fetch: Fetcher | None = None,
    bounds: Bounds = ORDINARY,
) -> Iterator[Result | Failure]:
    """Read articles and do some work on each; what fails is told, and the others go on."""
    from kg import reading

    for article in bounds.within(reading.read(inputs, said or reading.NOTHING_SAID, fetch, bounds.size_in_bytes)):
        yield attempt(work, article)


def attempt(work: Callable[[Article], Result], article: Article | Failure) -> Result | Failure:
    """Do some work on an article, if it could be read; tell what failed."""
    from kg import reading

    if isinstance(article, reading.Failure):
        return article
    try:
        return work(article)
    except KgError as error:
        return reading.Failure(article.id, error)


def to_conllu(parsed: Parse) -> str:
    """Parse -> CoNLL-U."""
    from kg.annotation import conllu

    return conllu.to_conllu(parsed)


@dataclass(frozen=True)
class Given:
    """What the user gives besides articles: where names have their links from, and who is who across articles.

    The digest is that of the gazetteer's text; what is asked online may be answered otherwise another time.
    """

    linkers: tuple[Linker, ...] = ()
    decisions: Decisions | None = None
    gazetteer_digest: str = ""
    is_online: bool = False


NOTHING_GIVEN = Given()


def read_given(gazetteer: Name | None, decisions: Name | None, reconcile: str | None = None) -> Given:
    """Read the files in which the user says what is known; `reconcile` is the address of a service that knows more.

    Raises:
        InputError: a file cannot be read, a line of it is not as it should be, or the address is none.

    """
    from kg import graph, resolution

    linkers: list[Linker] = []
    names = None if gazetteer is None else _text(gazetteer, "gazetteer")
    if names is not None:
        linkers.append(resolution.read_known(names))
    if reconcile is not None:
        linkers.append(resolution.Reconciler(reconcile))
    decided = None if decisions is None else graph.read_decisions(_text(decisions, "decisions"))
    digest = hashlib.sha256((names or "").encode()).hexdigest()
    return Given(tuple(linkers), decided, digest, is_online=reconcile is not None)


def _text(path: Name, kind: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"cannot read the {kind} '{os.fspath(path)}': {error.strerror if isinstance(error, OSError) else error}"
        raise InputError(msg) from None


def seed() -> Traversable:
    """Give the article that comes with kg: within the package where it is installed, beside it in a checkout."""
    package = files("kg")
    inside = package / "seeds" / SEED
    return inside if inside.is_file() else Path(str(package)).parent / "seeds" / SEED
