"""Many articles, stated side by side.

Takes what the user names; gives what each article says, in order. Knows how much an article may be, and what the
statements of an article depend on besides its text; never how processes work.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.model import Article, Statements
from kg.pipeline.articles import NOTHING_GIVEN, Given, Name
from kg.pipeline.bounds import ORDINARY, Bounds

if TYPE_CHECKING:
    from kg.corpus import Limits, Memory, Record
    from kg.reading import Failure, Fetcher, Said

FEW: Final = 2
"""Articles from which what they say is worth remembering."""
MEMORY: Final = ".kg"
"""The folder, in that of the output, where is remembered what articles say."""
RECORD: Final = "built.json"
SECONDS: Final = 120.0
"""How long an article may take unless the user says otherwise: a thousand times what a dispatch does."""


def cores() -> int:
    """Count the processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Workshop:
    """How many articles are worked on side by side, and how many seconds each may take.

    `memory` is the folder in which is remembered what they say, None where nothing is. `fetch` fetches what lies on the
    web, None where nothing may be fetched; `bounds` are how much an article may be.
    """

    jobs: int = field(default_factory=cores)
    seconds: float = SECONDS
    memory: Path | None = None
    fetch: Fetcher | None = None
    bounds: Bounds = ORDINARY

    def limits(self, most: int) -> Limits:
        """Give the limits of processes for so many articles at most."""
        from kg import corpus

        return corpus.Limits(min(self.jobs, most), self.seconds, self.bounds.memory_in_bytes)

    def read(self, inputs: Iterable[Name], said: Said) -> Iterator[Article | Failure]:
        """Read articles that are within bounds."""
        from kg import reading

        return self.bounds.within(reading.read(inputs, said, self.fetch, self.bounds.size_in_bytes))

    def begin(self, inputs: Iterable[Name], said: Said, given: Given) -> Begun:
        """Read the first articles, by which to tell how many processes are needed, and whether to remember.

        Raises:
            OutputError: the folder of the memory is a link that leads elsewhere.

        """
        articles = self.read(inputs, said)
        first = list(islice(articles, FEW))
        if len(first) < FEW:
            return Begun(iter(first), self.limits(len(first)), None)
        return Begun(chain(first, articles), self.limits(self.jobs), memory_of(self.memory, given))


@dataclass(frozen=True, slots=True)
class Begun:
    """Articles that are being read, the limits of the processes that work on them, and where they are remembered."""

    articles: Iterator[Article | Failure]
    limits: Limits
    memory: Memory | None


HERE: Final = Workshop()


def state_each(
    work: Callable[[Article], Statements],
    inputs: Iterable[Name],
    said: Said | None = None,
    given: Given = NOTHING_GIVEN,
    workshop: Workshop = HERE,
    *,
    prepare: Callable[[str], object],
) -> Iterator[Statements | Failure]:
    """Read articles and give what each says; what fails is told in its place, and the others go on.

    Processes work side by side, one for each of few articles. What is remembered of several is not read again: under
    what `given` says, the same work must say the same of the same article. `prepare` is called with a language before
    any process is started: what it loads, all share.
    """
    from kg import corpus, reading

    begun = workshop.begin(inputs, said or reading.NOTHING_SAID, given)
    then = workshop.bounds.checked(corpus.as_they_are)
    yield from corpus.work_through(
        work, begun.articles, then, prepare=prepare, limits=begun.limits, memory=begun.memory
    )


def memory_of(folder: Path | None, given: Given) -> Memory | None:
    """Open the memory of a folder; what an online service says is never remembered.

    Raises:
        OutputError: the folder is a link that leads elsewhere.

    """
    from kg import corpus, store

    if folder is None or given.is_online:
        return None
    store.refuse_leaving(folder, folder.parent)
    salt = hashlib.sha256(f"{corpus.rules_version()} {given.gazetteer_digest}".encode()).hexdigest()
    return corpus.Memory(folder, salt)


def record_of(
    inputs: Iterable[Name], said: Said, given: Given, workshop: Workshop, *, formats: Iterable[str], base: str | None
) -> Record | None:
    """Give the record of a build of these inputs; None where they cannot be told apart from others without reading."""
    from kg import corpus, reading

    content = reading.fingerprint(inputs)
    if content is None or workshop.memory is None or given.is_online:
        return None
    told = (repr(said), repr(workshop.bounds), given.gazetteer_digest, repr(given.decisions))
    known = (corpus.program_version(), content, *told, *sorted(set(formats)), base or "")
    origin = hashlib.sha256("\n".join(known).encode()).hexdigest()
    return corpus.Record(workshop.memory / RECORD, origin)
