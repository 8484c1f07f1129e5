"""Articles -> what each says, by processes side by side, in the order of the articles.

Takes articles and the work to do on each; gives its results, or a failure that says what came between, while the others
go on. Knows processes, and limits of time; looks a few articles ahead and keeps no more than these. Never knows what
the work is: it is the same function on one core, on many and elsewhere.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError as Late
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from kg.corpus.memory import Memory
from kg.errors import ArticleError, KgError
from kg.model import Article, Statements
from kg.reading import Failure

Work = Callable[[Article], Statements]
Result = TypeVar("Result")
LOOK_AHEAD: Final = 4  # articles for each process


@dataclass(frozen=True, slots=True)
class Limits:
    """How many processes work side by side; seconds that an article may take, and bytes of memory for each process.

    Memory is counted beyond what a process begins with, where the system can (Linux); None is no limit.
    """

    jobs: int
    seconds: float
    memory: int | None = None


def as_they_are(_: Article, statements: Statements) -> Statements:
    """Give statements themselves."""
    return statements


def work_through(
    work: Work,
    articles: Iterable[Article | Failure],
    then: Callable[[Article, Statements], Result],
    *,
    prepare: Callable[[str], object],
    limits: Limits,
    memory: Memory | None = None,
) -> Iterator[Result | Failure]:
    """Do the work on each article that is not in memory; failures are passed on in their place.

    `then` makes what is given of an article and its statements, in the process that has them. When all is done, the
    memory forgets what no article among these says.

    `prepare` is called once with the language of the first article to be read, before there is any process that reads:
    what it loads, all share. What is remembered is looked up by other processes, which need nothing loaded.
    """
    workers = _Workers(_Here(work, memory, then), prepare, limits)
    waiting: deque[Failure | _Begun[Result]] = deque()
    try:
        for article in articles:
            waiting.append(workers.begin(article))
            while waiting and (len(waiting) > LOOK_AHEAD * limits.jobs or _is_done(waiting[0])):
                yield workers.end(waiting.popleft())
        while waiting:
            yield workers.end(waiting.popleft())
        if memory:
            memory.forget_others(workers.keys)
    finally:
        workers.stop()


@dataclass(frozen=True, slots=True)
class _Here(Generic[Result]):
    """What processes do: remember what an article says, or read it and remember it from now on."""

    work: Work
    memory: Memory | None
    then: Callable[[Article, Statements], Result]

    def __call__(self, article: Article) -> Result:
        return self.then(article, self._stated(article))

    def _stated(self, article: Article) -> Statements:
        known = self.memory.get(article) if self.memory else None
        if known is not None:
            return known
        statements = self.work(article)
        if self.memory:
            self.memory.put(article, statements)
        return statements


@dataclass(frozen=True, slots=True)
class _Begun(Generic[Result]):
    """An article on which a process works or will."""

    article: Article
    result: ProcessFuture[Result]


def _is_done(one: Failure | _Begun[Result]) -> bool:
    return not isinstance(one, _Begun) or one.result.done()


@dataclass(slots=True)
class _Workers(Generic[Result]):
    """Processes, started when there is something to do."""

    here: _Here[Result]
    prepare: Callable[[str], object]
    limits: Limits
    keys: set[str] = field(default_factory=set)
    _reading: ProcessPool | None = field(default=None)
    _recalling: ProcessPool | None = field(default=None)

    def begin(self, one: Article | Failure) -> Failure | _Begun[Result]:
        if isinstance(one, Failure):
            return one
        if self.here.memory:
            self.keys.add(self.here.memory.key(one))
        try:
            pool = self._pool_for(one)
        except KgError as error:
            return Failure(one.id, error)
        return _Begun(one, pool.schedule(_run, args=(one,), timeout=self.limits.seconds))

    def end(self, one: Failure | _Begun[Result]) -> Result | Failure:
        if not isinstance(one, _Begun):
            return one
        try:
            return one.result.result()
        except Exception as error:  # noqa: BLE001 - whatever an article does, the others go on
            return Failure(one.article.id, _told(error, self.limits))

    def stop(self) -> None:
        """End the processes, those at work too."""
        for pool in (self._reading, self._recalling):
            if pool is not None:
                pool.stop()  # type: ignore[no-untyped-call]  # pebble forgot to say that it gives nothing
                pool.join()

    def _pool_for(self, article: Article) -> ProcessPool:
        """Give the processes for an article: those that have loaded what reading needs, if it must be read."""
        if self.here.memory and self.here.memory.holds(article):
            self._recalling = self._recalling or _pool(self.here, self.limits)
            return self._recalling
        if self._reading is None:
            self.prepare(article.language)
            self._reading = _pool(self.here, self.limits)
        return self._reading


def _told(error: Exception, limits: Limits) -> KgError:
    """Say what came between."""
    match error:
        case KgError():
            return error
        case Late():
            return ArticleError(
                f"took longer than {limits.seconds:g} s; give it more time with --timeout, or leave it out"
            )
        case MemoryError() if limits.memory is not None:
            allowed = f"{limits.memory >> 20:,} MB of memory"
            return ArticleError(f"took more than {allowed}; allow more with --memory, or leave it out")
        case ProcessExpired():
            return ArticleError(f"its process died ({_cause(error.exitcode)}); perhaps there was no memory left")
    return ArticleError(f"a fault of kg's own, please report it: {type(error).__name__}: {error}")


def _cause(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"


# ---- in the processes ------------------------------------------------------------------------------------------------


def _pool(here: _Here[Any], limits: Limits) -> ProcessPool:
    """Start processes; where the system can, they share what was loaded before."""
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    gc.collect()
    gc.freeze()  # what is there now is looked at no more, and so stays shared
    given = (here, limits.memory)
    return ProcessPool(max_workers=limits.jobs, initializer=_begin, initargs=given, context=context)


_HERE: list[_Here[Any]] = []
"""What this process was started with."""


def _begin(here: _Here[Any], memory: int | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started this one is told, and stops it
    if memory is not None and sys.platform == "linux":
        from kg.rdf.isolation import limit_memory  # noqa: PLC0415 - other systems have no such limits

        limit_memory(memory)
    _HERE[:] = [here]


def _run(article: Article) -> Any:
    return _HERE[0](article)
