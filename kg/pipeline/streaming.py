"""Many articles on this machine: stated by processes, merged here, written by processes.

Takes what the user names; gives the files of a build. Knows which step follows which, and that what an article says
waits on the disk while the others are read: here lies only what merging looks at, and in each process what a few
articles say. The files are byte for byte those of a graph that is held as a whole, as that of JSON-LD, RDF/XML and the
page is. One article takes the same way, so that the same limits hold.
"""

from __future__ import annotations

import os
import secrets
import shutil
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from socket import gethostname
from typing import Final

from kg import corpus, graph, reading, store
from kg.graph import UNDECIDED, Common, Decisions, Summary
from kg.model import Article, Statements
from kg.pipeline.articles import NOTHING_GIVEN, Given, Name
from kg.pipeline.assembling import STREAMED, TOGETHER, Assembly, Placed, recalled
from kg.pipeline.corpora import MEMORY, Workshop
from kg.pipeline.counts import Count, count_article
from kg.pipeline.graphs import Graph
from kg.pipeline.outputs import FAILED, FORMATS, MOST_ON_A_PAGE, USUAL, Format, keep, set_aside
from kg.rdf import DEFAULT_BASE, checked_base
from kg.reading import Failure, Said

STEPS: Final = "steps-"
"""How the folders begin in which a build keeps what is not finished."""


@dataclass(frozen=True, slots=True)
class Told:
    """What stays here of an article: its name, the key of its statements in memory, and what merging looks at.

    `json` is its graph JSON, if that is wanted; its statements themselves are there until a store has them.
    """

    name: str
    key: str
    summary: Summary
    count: Count
    json: str | None
    statements: Statements | None


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
    kept_in: str | None = None,
    seen: Callable[[Results], Results] = iter,
    told: Callable[[int, int], None] = lambda _done, _total: None,
) -> Outcome:
    """State what each article says, and write the graph of all.

    `prepare` is called with a language before any article is read; results pass through `seen`, in the order of the
    articles; `told` is called with how many articles are written, now and then. `kept_in` is the store that keeps the
    articles besides. Without `formats` the usual ones are written, but no page of very many articles.

    Raises:
        OutputError: the folder cannot be written.
        GraphError: the base is no IRI, or the store cannot be opened.

    """
    started = time.time()
    data_base = checked_base(base or DEFAULT_BASE)
    with _steps(folder) as steps:
        begun = workshop.begin(inputs, said, given)
        memory = begun.memory or corpus.Memory(steps / "statements", "")
        tell = Tell(memory, is_json_wanted=formats is None or "json" in formats, is_kept=kept_in is not None)
        then = workshop.bounds.checked(tell)
        results: Results = corpus.work_through(
            work, begun.articles, then, prepare=prepare, limits=begun.limits, memory=memory
        )
        kept = results if kept_in is None else _kept(results, kept_in, base, given.decisions)
        collected = _collected(seen(kept), folder)
        writing = _Writing(collected, memory, folder, steps, data_base, given, workshop.jobs)
        files = writing.write(_wanted(formats, len(collected.articles)), told)
    store.sweep(folder, started)
    return Outcome(collected.count, collected.failures, [*collected.files, *files])


def _wanted(formats: Iterable[Format] | None, articles: int) -> set[Format]:
    wanted = set(USUAL if formats is None else formats)
    return wanted - {"html"} if formats is None and articles > MOST_ON_A_PAGE else wanted


@contextmanager
def _steps(folder: Path) -> Iterator[Path]:
    """Give a folder of this process for what is not finished; those of processes that were killed go too."""
    place, is_new = folder / MEMORY, not folder.exists()
    store.refuse_leaving(place, folder)
    steps = place / f"{STEPS}{gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
    try:
        for path in filter(_is_abandoned, place.glob(f"{STEPS}*")):
            shutil.rmtree(path, ignore_errors=True)
        steps.mkdir(parents=True)
    except OSError as error:
        raise store.refused(folder, error) from error
    try:
        yield steps
    finally:
        shutil.rmtree(steps, ignore_errors=True)
        with suppress(OSError):
            place.rmdir()  # where nothing is remembered
            if is_new:
                folder.rmdir()  # where nothing was written


def _is_abandoned(steps: Path) -> bool:
    """Tell whether the process of a folder of steps has ended; of another machine's nothing is known."""
    host, process, _ = steps.name.removeprefix(STEPS).rsplit("-", 2)
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return host == gethostname()
    except (OSError, ValueError):
        return False
    return False


# ---- what articles say -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tell:
    """Statements -> what stays here of them, made where they are."""

    memory: corpus.Memory
    is_json_wanted: bool
    is_kept: bool

    def __call__(self, article: Article, statements: Statements) -> Told:
        """Sum up an article."""
        part = graph.of_article(statements)
        return Told(
            statements.article.id,
            self.memory.key(article),
            graph.bare(graph.summarise(part)),
            count_article(statements, part),
            store.to_json(statements) if self.is_json_wanted else None,
            statements if self.is_kept else None,
        )


def _kept(results: Results, location: str, base: str | None, decisions: Decisions | None) -> Results:
    """Keep each article in a store before it is passed on."""
    waiting: deque[Told] = deque()

    def statements() -> Iterator[Statements | Failure]:
        for result in results:
            if isinstance(result, Failure):
                yield result
            elif result.statements is not None:
                waiting.append(result)
                yield result.statements

    for passed in keep(statements(), location, base, decisions):
        yield passed if isinstance(passed, Failure) else waiting.popleft()


@dataclass(slots=True)
class _Collected:
    """What came of the articles, in their order."""

    articles: list[Told] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    count: Count = field(default_factory=Count)


def _collected(results: Results, folder: Path) -> _Collected:
    """Gather what came of the articles; their JSON is written as it comes, what failed is listed."""
    found, taken = _Collected(), set[str]()
    for result in results:
        if isinstance(result, Failure):
            found.failures.append(result)
            continue
        if result.json is not None:
            path = folder / _free(result.name, taken)
            store.write(path, result.json)
            found.files.append(path)
        found.count += result.count
        found.articles.append(replace(result, json=None, statements=None))
    if found.articles or len(found.failures) > 1:
        set_aside(folder / FAILED, found.failures)
    return found


def _free(article_id: str, taken: set[str]) -> str:
    """Name the JSON of an article, other than those of a build that differ from it in capitals alone, and take it."""
    names = (f"{store.file_name(article_id, is_marked=marked)}.json" for marked in (False, True))
    free = next(name for name in names if name.casefold() not in taken)
    taken.add(free.casefold())
    return free


# ---- and the graph of all --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Writing:
    """The files in which all articles stand."""

    collected: _Collected
    memory: corpus.Memory
    folder: Path
    steps: Path
    base: str
    given: Given
    jobs: int

    def write(self, wanted: set[Format], told: Callable[[int, int], None]) -> list[Path]:
        """Write the files of these formats, but for JSON; they are named after the article, or `graph` for several."""
        articles = self.collected.articles
        if not articles:
            return []
        name = store.file_name(articles[0].name) if len(articles) == 1 else "graph"
        forms = [form for form in FORMATS if form in wanted and form != "json"]
        self._stream([form for form in forms if form in STREAMED], told)
        whole = self._whole() if set(forms) - STREAMED else None
        paths = []
        for form in forms:
            paths.append(self.folder / f"{name}.{form}")
            if form in STREAMED or whole is None:
                store.put(self.steps / form, paths[-1])
            else:
                store.write(paths[-1], whole.to_html() if form == "html" else whole.to_rdf(form, self.base))
        return paths

    def _stream(self, formats: Sequence[str], told: Callable[[int, int], None]) -> None:
        """Merge, and write each format into the folder of steps."""
        if not formats:
            return
        decisions = self.given.decisions or UNDECIDED
        articles = sorted(self.collected.articles, key=lambda told: told.summary.document.id)
        is_merged = not {"ttl", "nt"}.isdisjoint(formats)
        common = Common((told.summary for told in articles), decisions) if is_merged else None
        placed = [_placed(told, common) for told in articles]
        jobs = self.jobs if len(articles) > TOGETHER else 1  # to start processes takes longer than to write a few
        assembly = Assembly(self.memory, self.steps, self.base, decisions, frozenset(formats), jobs)
        try:
            assembly.write(placed, common, lambda done: told(done, len(placed)))
        except OSError as error:
            raise store.refused(self.folder, error) from error

    def _whole(self) -> Graph:
        """Give the graph as a whole."""
        keys = (told.key for told in self.collected.articles)
        return Graph((recalled(self.memory, key) for key in keys), decisions=self.given.decisions)


def _placed(told: Told, common: Common | None) -> Placed:
    if common is None:
        return Placed(told.key, {}, None)
    document = told.summary.document.id
    return Placed(told.key, common.keys(document), common.originals.get(document))
