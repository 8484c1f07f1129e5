"""Graphs that last: a folder with an Oxigraph database and the graph JSON of each article, or a store elsewhere.

Takes networks of single articles; keeps, gives and withdraws them. Knows what stands where on the disk and in which
order it is written: JSON before the graph, so that no article that was reported done lacks it. Never knows what a graph
says.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg import graph as network
from kg.errors import GraphError, OutputError
from kg.graph import Network
from kg.rdf import Source
from kg.rdf.changes import Database
from kg.rdf.keeping import Articles
from kg.rdf.on_disk import OnDisk
from kg.rdf.remote import Remote
from kg.store.files import file_name, refuse_leaving, write
from kg.store.memory import MergingMemory

FLUSH_EVERY: Final = 100
"""Articles between two times that the database is written to the disk for good."""
DATABASE: Final = "rdf"
JSON: Final = "articles"
MEMORY: Final = "merging.json"


def is_store(path: Path) -> bool:
    """Tell a store on disk from other folders."""
    try:
        return (path / DATABASE / "CURRENT").is_file()
    except OSError:  # too long for a name
        return False


def is_remote(location: str) -> bool:
    """Tell the address of a store elsewhere from a path."""
    return location.startswith(("http://", "https://"))


@dataclass
class Store:
    """Articles and the graph of all of them; `folder` is None for a store elsewhere."""

    location: str
    database: Database
    articles: Articles
    folder: Path | None = None
    _unflushed: int = 0

    def put(self, part: Network, json: str) -> None:
        """Keep an article; it takes the place of an earlier one of its name.

        Raises:
            GraphError: the database cannot be written.
            OutputError: the JSON cannot be written.

        """
        if self.folder:
            (document,) = network.documents(part)
            write(_json_path(self.folder, document.name), json, below=self.folder)
        self.articles.put(part)
        self._unflushed += 1
        if self._unflushed >= FLUSH_EVERY:
            self.flush()

    def forget(self, names: Iterable[str]) -> None:
        """Withdraw articles, and merge the others.

        Raises:
            GraphError: there is none of a name; nothing is withdrawn then.

        """
        for name in dict.fromkeys(names):
            self.articles.require(name)
        for name in dict.fromkeys(names):
            self.articles.forget(name)
            if self.folder:
                _json_path(self.folder, name).unlink(missing_ok=True)
        self.merge()

    def merge(self) -> None:
        """Make the graph of all from those of the articles, if it is out of date."""
        if not self.articles.is_merged:
            self.articles.merge()
        self.flush()

    def json(self, name: str) -> str:
        """Give the graph JSON of an article.

        Raises:
            GraphError: the store keeps none of that name.

        """
        if self.folder is not None and name in self.articles:
            try:
                return _json_path(self.folder, name).read_text(encoding="utf-8")
            except OSError:
                pass
        msg = f"the store '{self.location}' keeps no JSON of '{name}'"
        raise GraphError(msg)

    def triples(self) -> Source:
        """Give what questions are put to: the graph of all, and that of each article under its name."""
        if isinstance(self.database, OnDisk):
            return self.database.store
        return self.articles.all()

    def flush(self) -> None:
        """Make what is kept survive a power cut."""
        self.database.flush()
        self._unflushed = 0

    def size(self) -> int:
        """Count the bytes on the disk."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file()) if self.folder else 0

    def compact(self) -> None:
        """Give back the room of what was withdrawn."""
        self._on_disk("it is compacted").compact()

    def backup(self, target: Path) -> None:
        """Copy the store into a new folder, as it is at this moment.

        Raises:
            GraphError: it cannot be written there, or the store is elsewhere.

        """
        database = self._on_disk("its backup is made")
        if target.exists():
            msg = f"'{target}' is there already; name a new folder for the backup"
            raise GraphError(msg)
        target.mkdir(parents=True)
        database.backup(target / DATABASE)
        if self.folder and (self.folder / JSON).is_dir():
            shutil.copytree(self.folder / JSON, target / JSON)

    def _on_disk(self, what: str) -> OnDisk:
        if isinstance(self.database, OnDisk):
            return self.database
        msg = f"the store '{self.location}' is elsewhere; {what} there"
        raise GraphError(msg)


@contextmanager
def opened(location: str, *, writable: bool = False, new: bool = False, base: str | None = None) -> Iterator[Store]:
    """Open the store at a path or an address, `new` or not; one that is not `writable` is seen as it is at this moment.

    `base` is the IRI under which data stands in a store that is made.

    Raises:
        GraphError: there is none, it cannot be read, or another process writes to it.
        OutputError: its folder cannot be made, or leads elsewhere.

    """
    if is_remote(location):
        remote = Remote.at(location)
        yield Store(remote.address, remote, Articles(remote, base))
        return
    if "://" in location:
        msg = f"'{location}' is no address of a store: it begins with http:// or https://"
        raise GraphError(msg)
    folder = Path(location)
    if not is_store(folder):
        _prepare(folder, new=new)
    for inside in (DATABASE, JSON):
        refuse_leaving(folder / inside, folder)
    database = OnDisk(folder / DATABASE, writable=writable or new)
    articles = Articles(database, base, MergingMemory(folder / MEMORY))
    store = Store(location, database, articles, folder)
    try:
        yield store
    finally:
        if writable or new:
            store.flush()
        database.close()


def _prepare(folder: Path, *, new: bool) -> None:
    """See that a store can be made in a folder: it is not there yet, or empty."""
    if not new:
        msg = f"there is no store at '{folder}'; make one by kg build INPUT --store {folder}"
        raise GraphError(msg)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        others = sorted(path.name for path in folder.iterdir() if path.name not in {DATABASE, JSON, MEMORY})
    except OSError as error:
        msg = f"cannot make a store at '{folder}': {error.strerror}; name another folder"
        raise OutputError(msg) from error
    if others:
        msg = f"'{folder}' is no store and holds other files, such as {others[0]}; name an empty folder or a new one"
        raise OutputError(msg)


def _json_path(folder: Path, name: str) -> Path:
    return folder / JSON / f"{file_name(name, is_marked=name != name.casefold())}.json"
