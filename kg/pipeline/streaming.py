"""Many articles on this machine: stated by processes, merged here, written by processes.

Takes what the user names; gives the files of a build. Knows which step follows which, and that what an article says
waits on the disk while the others are read: here lies only what merging looks at, and in each process what a few
articles say. The files are byte for byte those of a graph that is held as a whole, as that of JSON-LD, RDF/XML and the
page is.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import Final

from kg import corpus, graph, reading, store
from kg.errors import OutputError
from kg.graph import UNDECIDED, Common, Summary
from kg.model import Article, Statements
from kg.pipeline.articles import NOTHING_GIVEN, Given, Name, attempt
from kg.pipeline.assembling import STREAMED, Assembly, Placed
from kg.pipeline.corpora import FEW, MEMORY, Workshop, memory_of
from kg.pipeline.counts import Count, count_article
from kg.pipeline.graphs import Graph
from kg.pipeline.outputs import FAILED, FORMATS, MOST_ON_A_PAGE, USUAL, Format, set_aside
from kg.rdf import DEFAULT_BASE, checked_base
from kg.reading import Failure, Said

STEPS: Final = "steps-"
"""How the folders begin in which a build keeps what is not finished."""
FORGOTTEN: Final = 24 * 3600.0
"""Seconds after which no build works in such a folder any more."""


@dataclass(frozen=True, slots=True)
class Told:
    """What stays here of an article: its name, the key of its statements in memory, and what merging looks at.

    `document` is its graph JSON, if that is wanted.
    """

    name: str
    key: str
    document: str | None
    summary: Summary
    count: Count


Results = Iterator[Told | Failure]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a build: how much the articles say, inputs that gave none, and the files."""

    count: Count
    failures: Sequence[Failure]
    files: Sequence[Path]


def build(
    work: Callable[[Article], Statements],
    inputs: Iterable[Name],
    folder: Path,
    *,
    prepare: Callable[[str], object],
    workshop: Workshop,
    formats: Iterable[Format] | None = None,
    said: Said = reading.NOTHING_SAID,
    given: Given = NOTHING_GIVEN,
    base: str | None = None,
    seen: Callable[[Results], Results] = iter,
    told: Callable[[int, int], None] = lambda _done, _total: None,
) -> Outcome:
    """State what each article says, and write the graph of all.

    `prepare` is called with a language before any article is read; results pass through `seen`, in the order of the
    articles; `told` is called with how many articles are written, now and then.

    Raises:
        OutputError: the folder cannot be written.
        GraphError: the base is no IRI.

    """
    begun = time.time()
    data_base = checked_base(base or DEFAULT_BASE)
    with _steps(folder) as steps:
        memory = memory_of(workshop.memory, given)
        articles = iter(reading.read(inputs, said, workshop.fetch))
        first = list(islice(articles, FEW))
        if len(first) < FEW or memory is None:
            memory = corpus.Memory(steps / "statements", "")
        tell = Tell(memory, is_json_wanted=formats is None or "json" in formats)
        if len(first) < FEW:
            results: Results = (attempt(_Here(work, memory, tell), article) for article in first)
        else:
            limits = corpus.Limits(workshop.jobs, workshop.seconds)
            all_of_them = chain(first, articles)
            results = corpus.work_through(work, all_of_them, prepare=prepare, limits=limits, memory=memory, then=tell)
        collected = Collected(folder)
        for result in seen(results):
            collected.add(result)
        collected.set_aside()
        writing = _Writing(collected, memory, steps, data_base, given, workshop.jobs)
        files = writing.write(_wanted(formats, len(collected.articles)), told)
    store.sweep(folder, begun)
    return Outcome(collected.count, collected.failures, [*collected.files, *files])


def _wanted(formats: Iterable[Format] | None, articles: int) -> set[Format]:
    wanted = set(USUAL if formats is None else formats)
    return wanted - {"html"} if formats is None and articles > MOST_ON_A_PAGE else wanted


@contextmanager
def _steps(folder: Path) -> Iterator[Path]:
    """Give a folder for what is not finished; what killed builds left of theirs goes too."""
    place, is_new = folder / MEMORY, not folder.exists()
    try:
        place.mkdir(parents=True, exist_ok=True)
        steps = Path(tempfile.mkdtemp(prefix=STEPS, dir=place))
    except OSError as error:
        msg = f"cannot write to '{folder}': {error.strerror}; make room, or choose another folder with -o"
        raise OutputError(msg) from None
    try:
        yield steps
    except OSError as error:
        msg = f"cannot write to '{folder}': {error.strerror or error}; make room, or choose another folder with -o"
        raise OutputError(msg) from None
    finally:
        for path in place.glob(f"{STEPS}*"):
            with suppress(OSError):
                if path == steps or path.stat().st_mtime < time.time() - FORGOTTEN:
                    shutil.rmtree(path)
        with suppress(OSError):
            place.rmdir()  # where nothing is remembered
            if is_new:
                folder.rmdir()  # where nothing was written


# ---- what articles say -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tell:
    """Statements -> what stays here of them, made where they are."""

    memory: corpus.Memory
    is_json_wanted: bool

    def __call__(self, article: Article, statements: Statements) -> Told:
        """Sum up an article."""
        part = graph.of_article(statements)
        return Told(
            statements.article.id,
            self.memory.key(article),
            store.to_json(statements) if self.is_json_wanted else None,
            graph.bare(graph.summarise(part)),
            count_article(statements, part),
        )


@dataclass(frozen=True, slots=True)
class _Here:
    """The work on a single article, in this process."""

    work: Callable[[Article], Statements]
    memory: corpus.Memory
    tell: Tell

    def __call__(self, article: Article) -> Told:
        statements = self.work(article)
        self.memory.put(article, statements)
        return self.tell(article, statements)


@dataclass(slots=True)
class Collected:
    """What came of the articles; their JSON is written as it comes.

    `articles` are in the order in which they came, by the key of the document; of one that is given twice, with two
    dates perhaps, one version stays, the same whichever comes first.
    """

    folder: Path
    articles: dict[str, Told] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    count: Count = field(default_factory=Count)

    def add(self, result: Told | Failure) -> None:
        """Take what came of an article."""
        if isinstance(result, Failure):
            self.failures.append(result)
            return
        self.count += result.count
        known = self.articles.get(result.summary.document.id, result)
        kept = min(known, result, key=lambda one: repr(one.summary.document))
        if result.document is not None and kept is result:
            path = self.folder / f"{store.file_name(result.name)}.json"
            store.write(path, result.document)
            self.files.append(path)
        self.articles[result.summary.document.id] = replace(kept, document=None)

    def set_aside(self) -> None:
        """List the failures in a file."""
        if self.articles or len(self.failures) > 1:
            set_aside(self.folder / FAILED, self.failures)


# ---- and the graph of all --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Writing:
    """The files in which all articles stand."""

    collected: Collected
    memory: corpus.Memory
    steps: Path
    base: str
    given: Given
    jobs: int

    def write(self, wanted: set[Format], told: Callable[[int, int], None]) -> list[Path]:
        """Write the files of these formats, but for JSON."""
        if not self.collected.articles:
            return []
        self._stream(sorted(wanted & STREAMED), told)
        whole = self._whole() if wanted - STREAMED - {"json"} else None
        written = []
        for form in FORMATS:
            path = self.collected.folder / f"{self._name()}.{form}"
            if form in wanted & STREAMED:
                store.put(self.steps / form, path)
            elif form in wanted and form != "json" and whole:
                store.write(path, whole.to_html() if form == "html" else whole.to_rdf(form, self.base))
            else:
                continue
            written.append(path)
        return written

    def _name(self) -> str:
        articles = list(self.collected.articles.values())
        return store.file_name(articles[0].name) if len(articles) == 1 else "graph"

    def _stream(self, formats: Sequence[str], told: Callable[[int, int], None]) -> None:
        """Merge, and write each format into the folder of steps."""
        if not formats:
            return
        decisions = self.given.decisions or UNDECIDED
        articles = self.collected.articles
        summaries = [articles[key].summary for key in sorted(articles)]
        common = Common(summaries, decisions) if {"ttl", "nt"} & set(formats) else None
        placed = [self._placed(key, common) for key in sorted(articles)]
        assembly = Assembly(self.memory, self.steps, self.base, decisions, frozenset(formats), self.jobs)
        assembly.write(placed, common, lambda done: told(done, len(placed)))

    def _placed(self, document: str, common: Common | None) -> Placed:
        key = self.collected.articles[document].key
        return Placed(key, common.keys(document), common.originals.get(document)) if common else Placed(key, {}, None)

    def _whole(self) -> Graph:
        """Give the graph as a whole."""
        statements = (self.memory.recall(told.key) for told in self.collected.articles.values())
        return Graph([one for one in statements if one is not None], decisions=self.given.decisions)
