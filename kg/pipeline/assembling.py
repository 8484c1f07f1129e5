"""The files of a graph that is too large to hold, made of pieces: by processes side by side, then one behind the other.

Takes what merging decided, and the keys under which articles are remembered; gives a file for each format, in a folder
for what is not finished. Knows which pieces a format has and in which order; never what stands in one.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, Final

from kg import corpus, graph
from kg.errors import OutputError
from kg.graph import Common, Decisions, Network, Said
from kg.model import EntityNode, EventNode, RelationNode, Statements
from kg.rdf import pieces
from kg.rdf.shards import article_lines, node_lines, said_lines, size_lines
from kg.rdf.writing import Pair

STREAMED: Final = frozenset({"ttl", "trig", "nt", "nq"})
"""Formats that are written piece by piece."""
TOGETHER: Final = 128
"""Articles that a process writes at a time."""
NODES: Final = 4000
"""Nodes that a process writes at a time."""
BLOCK: Final = 1 << 20
"""Bytes that are copied at a time."""

Direct = dict[str, set[Pair]]
Node = EntityNode | EventNode | RelationNode


@dataclass(frozen=True, slots=True)
class Placed:
    """An article in the graph of all: where it is remembered, keys that replace its own, and what it repeats."""

    key: str
    keys: Mapping[str, str]
    reprint_of: str | None


@dataclass(frozen=True, slots=True)
class _Written:
    """What a process gives: triples that Turtle and TriG have of it, and direct ones of nodes that articles share."""

    articles: int = 0
    turtle: int = 0
    trig: int = 0
    direct: Mapping[str, AbstractSet[Pair]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Assembly:
    """How the files come about, in the folder `steps`."""

    memory: corpus.Memory
    steps: Path
    base: str
    decisions: Decisions
    formats: frozenset[str]
    jobs: int

    def write(self, placed: Sequence[Placed], common: Common | None, told: Callable[[int], None]) -> None:
        """Write each format; articles are placed in the order of their keys."""
        write = _WriteArticles(self.memory, self.steps, self.base, self.formats)
        direct: Direct = {}
        done = turtle = trig = 0
        for written in corpus.spread(write, list(enumerate(_batches(placed))), self.jobs):
            done, turtle, trig = done + written.articles, turtle + written.turtle, trig + written.trig
            for key, pairs in written.direct.items():
                direct.setdefault(key, set()).update(pairs)
            told(done)
        if common is not None:
            parts = list(enumerate(_nodes(common, direct)))
            turtle += sum(corpus.spread(_WriteNodes(self.steps, self.base, self.formats), parts, self.jobs))
        self._join(turtle, trig)

    def _join(self, turtle: int, trig: int) -> None:
        if "ttl" in self.formats:
            _write_joined(self.steps / "ttl", self._turtle(turtle))
        if "trig" in self.formats:
            start = pieces.start_of_articles(self.base, trig, self.decisions).encode()
            _write_joined(self.steps / "trig", chain([start], _contents(self._pieces("trig"))))
        if "nt" in self.formats:
            self._lines("nt", lambda count: size_lines(count, self.base))
        if "nq" in self.formats:
            self._lines("nq", lambda count: size_lines(count, self.base, self.decisions))

    def _turtle(self, count: int) -> Iterator[bytes]:
        yield pieces.start(self.base, count).encode()
        for heading, names in pieces.ORDER.items():
            if names == ("claims",):
                found: Iterator[bytes] = map(pieces.block_of, corpus.merged(self._pieces("claims")))
            else:
                found = _contents(path for name in names for path in self._pieces(name))
            yield from _headed(heading, found)

    def _lines(self, form: str, size: Callable[[int], list[str]]) -> None:
        """Merge runs of lines, and put those that count them where they belong."""
        first, count, place = size(0)[0].encode(), 0, 0
        merged = self.steps / f"{form}.merged"
        with merged.open("wb") as file:
            for line in corpus.merged(self._pieces(form)):
                count += 1
                place += len(line) if line < first else 0
                file.write(line)
        with merged.open("rb") as source, (self.steps / form).open("wb") as target:
            _copy(source, target, place)
            target.writelines(f"{line}\n".encode() for line in sorted(size(count)))
            shutil.copyfileobj(source, target)
        merged.unlink()

    def _pieces(self, name: str) -> list[Path]:
        return sorted((self.steps / f"{name}.pieces").glob("*"))


# ---- in the processes ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _WriteArticles:
    """A numbered batch of articles -> its pieces."""

    memory: corpus.Memory
    steps: Path
    base: str
    formats: frozenset[str]

    def __call__(self, numbered: tuple[int, Sequence[Placed]]) -> _Written:
        name, placed = f"articles-{numbered[0]:08}", numbered[1]
        parts = [graph.of_article(recalled(self.memory, one.key)) for one in placed]
        said = [graph.said_under(one.keys, part, one.reprint_of) for one, part in zip(placed, parts, strict=True)]
        written = _Written(len(placed))
        if "nq" in self.formats:
            lines = (line for part in parts for line in article_lines(part, self.base))
            corpus.write_run(lines, _piece(self.steps, "nq", name))
        if "nt" in self.formats:
            lines = (line for one in said for line in said_lines(one, self.base))
            corpus.write_run(lines, _piece(self.steps, "nt", name))
        if "trig" in self.formats:
            written = replace(written, trig=self._trig(name, parts))
        if "ttl" in self.formats:
            turtle = self._turtle(name, said)
            written = replace(written, turtle=turtle.count, direct=turtle.direct)
        return written

    def _trig(self, name: str, parts: Iterable[Network]) -> int:
        written = [pieces.article_trig(part, self.base) for part in parts]
        _put(self.steps, "trig", name, "\n".join(body for body, _ in written))
        return sum(count for _, count in written)

    def _turtle(self, name: str, said: Sequence[Said]) -> pieces.SaidTurtle:
        turtle = pieces.said_turtle(said, self.base)
        _put(self.steps, "documents", name, turtle.documents)
        _put(self.steps, "narrators", name, turtle.narrators)
        _put(self.steps, "words", name, turtle.words)
        corpus.write_run(turtle.claims, _piece(self.steps, "claims", name))
        return turtle


@dataclass(frozen=True, slots=True)
class _WriteNodes:
    """Numbered nodes of one kind -> their pieces; gives how many triples Turtle has of them."""

    steps: Path
    base: str
    formats: frozenset[str]

    def __call__(self, numbered: tuple[int, tuple[str, Sequence[Node], Direct]]) -> int:
        number, (kind, nodes, direct) = numbered
        name = f"nodes-{number:08}"
        if "nt" in self.formats:
            corpus.write_run(node_lines(nodes, self.base), _piece(self.steps, "nt", name))
        if "ttl" not in self.formats:
            return 0
        body, count = pieces.shared_turtle(nodes, direct, self.base)
        _put(self.steps, kind, name, body)
        return count


def recalled(memory: corpus.Memory, key: str) -> Statements:
    """Give what an article said when it was read.

    Raises:
        OutputError: it is there no more.

    """
    statements = memory.recall(key)
    if statements is None:
        msg = f"what was read is gone from '{memory.folder}'; build again, and let nothing delete it meanwhile"
        raise OutputError(msg)
    return statements


# ---- pieces ----------------------------------------------------------------------------------------------------------


def _piece(steps: Path, kind: str, name: str) -> Path:
    """Say where a piece lies; those of a kind follow each other in the order of their names."""
    path = steps / f"{kind}.pieces" / name
    path.parent.mkdir(exist_ok=True)
    return path


def _put(steps: Path, kind: str, name: str, body: str) -> None:
    if body:
        _piece(steps, kind, name).write_bytes(body.encode())


def _batches(placed: Sequence[Placed]) -> Iterator[Sequence[Placed]]:
    return (placed[at : at + TOGETHER] for at in range(0, len(placed), TOGETHER))


def _nodes(common: Common, direct: Direct) -> Iterator[tuple[str, Sequence[Node], Direct]]:
    """Yield nodes that articles share in the order of their keys, with their direct triples."""
    kinds: tuple[tuple[str, Mapping[str, Node]], ...] = (
        ("entities", common.entities),
        ("events", common.events),
        ("relations", common.relations),
    )
    for name, nodes in kinds:
        keys = sorted(nodes)
        for some in (keys[at : at + NODES] for at in range(0, len(keys), NODES)):
            yield name, [nodes[key] for key in some], {key: direct[key] for key in some if key in direct}


def _contents(paths: Iterable[Path]) -> Iterator[bytes]:
    return (path.read_bytes() for path in paths)


def _headed(heading: str, bodies: Iterator[bytes]) -> Iterator[bytes]:
    """Put a heading over the first of some bodies, none where there is none."""
    for first in islice(bodies, 1):
        yield pieces.headed(heading, first)
    yield from bodies


def _copy(source: BinaryIO, target: BinaryIO, size: int) -> None:
    """Copy the next bytes of a file."""
    while size:
        found = source.read(min(size, BLOCK))
        target.write(found)
        size -= len(found)


def _write_joined(path: Path, bodies: Iterable[bytes]) -> None:
    """Write bodies with an empty line between."""
    with path.open("wb") as file:
        for number, body in enumerate(bodies):
            file.write(b"\n" + body if number else body)
