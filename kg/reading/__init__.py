"""Files, folders, standard input, addresses -> articles.

Takes names as a user types them; gives an `Article` for each text that it finds, or a `Failure` that says what is
wrong with one input while the others go on. Knows the formats of news (`formats.FORMATS`), encodings, headers, titles,
dates and how to tell a language. The text of an article is what a text file or record holds, character by character;
of a page, a feed or a PDF file what is extracted from it. Reads one article at a time, whatever the size of the corpus,
and goes online with a `Fetcher` only. Never knows grammar.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from kg.errors import InputError, KgError
from kg.model import Article
from kg.reading.dates import read_date
from kg.reading.decoding import well_formed
from kg.reading.fetching import Fetcher
from kg.reading.headers import read_head
from kg.reading.languages import known_language, language_of
from kg.reading.pieces import Piece
from kg.reading.records import FIELDS, Record
from kg.reading.sources import Source, find
from kg.reading.streams import LARGEST

__all__ = ["Failure", "Fetcher", "Said", "count", "fingerprint", "known_language", "read", "read_date", "read_text"]

Name = str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class Said:
    """What the user says of the articles; it overrules what they say of themselves."""

    title: str | None = None
    date: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that gave no article: which one, and why."""

    where: str
    error: KgError

    def __str__(self) -> str:
        return f"{self.where}: {self.error}"


NOTHING_SAID = Said()


def read(
    inputs: Iterable[Name], said: Said = NOTHING_SAID, fetch: Fetcher | None = None, largest: int = LARGEST
) -> Iterator[Article | Failure]:
    """Read articles one after another: inputs in the order given, those of a folder sorted, no file twice.

    No two articles get the same id: the second `a` becomes `a-2`. Addresses of the web, among the inputs or in feeds,
    are fetched with `fetch`; without it no network is touched. An article may have `largest` bytes.
    """
    taken: dict[str, int] = {}
    for source in _sources(inputs):
        if isinstance(source, Failure):
            yield source
            continue
        try:
            if fetch and source.address:
                fetch.name(source.address)
            pieces = replace(source, largest=largest).pieces(fetch)
            for piece in chain([_first(pieces)], pieces):
                yield _attempt(piece, said, taken)
        except InputError as error:
            yield Failure(source.name, error)


def read_text(text: str, said: Said = NOTHING_SAID, name: str = "text") -> Article:
    """Make an article of a text at hand.

    Raises:
        InputError: the text is empty, or its date is none.
        LanguageError: there are no tables for its language.

    """
    return _article(Record(None, well_formed(text), {}, ()), said, name)


def count(inputs: Iterable[Name]) -> int | None:
    """Count the articles that `read` will try, without reading them; None where only reading can tell."""
    total = 0
    for source in _sources(inputs):
        if isinstance(source, Failure):
            total += 1
        elif (length := source.length()) is None:
            return None
        else:
            total += length
    return total


def fingerprint(inputs: Iterable[Name]) -> str | None:
    """Give a hash of the files that `read` will read, by name and content; None where it reads anything else."""
    found = hashlib.sha256()
    for source in _sources(inputs):
        if isinstance(source, Failure) or source.path is None or not source.is_closed:
            return None
        try:
            with source.path.open("rb") as file:
                content = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return None
        found.update(f"{source.name}\n{content}\n".encode(errors="surrogateescape"))
    return found.hexdigest()


def _sources(inputs: Iterable[Name]) -> Iterator[Source | Failure]:
    seen: set[Path | str] = set()
    for named in inputs:
        try:
            for source in find(named):
                if source.identity not in seen:
                    seen.add(source.identity)
                    yield source
        except InputError as error:
            yield Failure(os.fspath(named), error)


def _first(pieces: Iterator[Piece]) -> Piece:
    """Give the first piece of a source.

    Raises:
        InputError: there is none.

    """
    for piece in pieces:
        return piece
    msg = "empty; an article needs text"
    raise InputError(msg)


def _attempt(piece: Piece, said: Said, taken: dict[str, int]) -> Article | Failure:
    try:
        record = piece.read()
        article = _article(record, said, record.id or piece.name)
        return replace(article, id=_free(article.id, taken))
    except KgError as error:
        return Failure(piece.where, error)


def _free(name: str, taken: dict[str, int]) -> str:
    """Give the name, or the name with the first number that is free, and take it; `taken` has the last of each."""
    free = name
    while free in taken:
        taken[name] += 1
        free = f"{name}-{taken[name]}"
    taken[free] = 1
    return free


def _article(record: Record, said: Said, name: str) -> Article:
    head = read_head(record.text)
    if not head.prose:
        msg = "no text but a header, if that; an article needs text"
        raise InputError(msg)
    fields = {**head.fields, **record.fields}
    date = said.date or fields.get("date")
    others = {key: value for key, value in head.fields.items() if key not in FIELDS} | dict(record.metadata)
    return Article(
        id=well_formed(unicodedata.normalize("NFC", name)),
        text=record.text,
        language=language_of(record.text, said.language or fields.get("language")),
        prose=head.prose,
        title=said.title or record.fields.get("title") or head.title,
        date=read_date(date) if date else None,
        source=fields.get("source"),
        metadata=tuple(sorted(others.items())),
    )
