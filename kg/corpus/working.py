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
from typing import Any, Final, TypeVar, overload

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
    """How many processes work side by side, and how many seconds an article may take."""

    jobs: int
    seconds: float


@overload
def work_through(
    work: Work,
    articles: Iterable[Article | Failure],
    *,
    prepare: Callable[[str], object],
    limits: Limits,
    memory: Memory | None = None,
) -> Iterator[Statements | Failure]: ...
@overload
def work_through(
    work: Work,
    articles: Iterable[Article | Failure],
    *,
    prepare: Callable[[str], object],
    limits: Limits,
    memory: Memory | None = None,
    then: Callable[[Article, Statements], Result],
) -> Iterator[Result | Failure]: ...
def work_through(
    work: Work,
    articles: Iterable[Article | Failure],
    *,
    prepare: Callable[[str], object],
    limits: Limits,
    memory: Memory | None = None,
    then: Callable[[Article, Statements], Any] | None = None,
) -> Iterator[Any]:
    """Do the work on each article that is not in memory; failures are passed on in their place.

    `then` makes of an article and its statements what is given instead of these, in the process that has them. When all
    is done, the memory forgets what no article among these says.

    `prepare` is called once with the language of the first article to be read, before there is any process that reads:
    what it loads, all share. What is remembered is looked up by other processes, which need nothing loaded.
    """
    workers = _Workers(work, prepare, limits, memory, then)
    waiting: deque[Failure | _Begun] = deque()
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
class _Begun:
    """An article on which a process works or will."""

    article: Article
    result: ProcessFuture[Any]


def _is_done(one: Failure | _Begun) -> bool:
    return not isinstance(one, _Begun) or one.result.done()


@dataclass(slots=True)
class _Workers:
    """Processes, started when there is something to do."""

    work: Work
    prepare: Callable[[str], object]
    limits: Limits
    memory: Memory | None
    then: Callable[[Article, Statements], Any] | None
    keys: set[str] = field(default_factory=set)
    _reading: ProcessPool | None = field(default=None)
    _recalling: ProcessPool | None = field(default=None)

    def begin(self, one: Article | Failure) -> Failure | _Begun:
        if isinstance(one, Failure):
            return one
        if self.memory:
            self.keys.add(self.memory.key(one))
        try:
            pool = self._pool_for(one)
        except KgError as error:
            return Failure(one.id, error)
        return _Begun(one, pool.schedule(_run, args=(one,), timeout=self.limits.seconds))

    def end(self, one: Failure | _Begun) -> object:
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
        if self.memory and self.memory.holds(article):
            self._recalling = self._recalling or self._started()
            return self._recalling
        if self._reading is None:
            self.prepare(article.language)
            self._reading = self._started()
        return self._reading

    def _started(self) -> ProcessPool:
        return _pool(_Here(self.work, self.memory, self.then), self.limits.jobs)


def _told(error: Exception, limits: Limits) -> KgError:
    """Say what came between."""
    match error:
        case KgError():
            return error
        case Late():
            return ArticleError(
                f"took longer than {limits.seconds:g} s; give it more time with --timeout, or leave it out"
            )
        case ProcessExpired():
            return ArticleError(f"its process died ({_cause(error.exitcode)}); perhaps there was no memory left")
    return ArticleError(f"a fault of kg's own, please report it: {type(error).__name__}: {error}")


def _cause(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"


# ---- in the processes ------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Here:
    """What a process was started with."""

    work: Work | None = None
    memory: Memory | None = None
    then: Callable[[Article, Statements], object] | None = None


_HERE = _Here()


def _pool(here: _Here, jobs: int) -> ProcessPool:
    """Start processes; where the system can, they share what was loaded before."""
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    gc.collect()
    gc.freeze()  # what is there now is looked at no more, and so stays shared
    return ProcessPool(max_workers=jobs, initializer=_begin, initargs=(here,), context=context)


def _begin(here: _Here) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started this one is told, and stops it
    _HERE.work, _HERE.memory, _HERE.then = here.work, here.memory, here.then


def _run(article: Article) -> object:
    statements = _stated(article)
    return statements if _HERE.then is None else _HERE.then(article, statements)


def _stated(article: Article) -> Statements:
    """Remember what an article says, or read it and remember it from now on."""
    assert _HERE.work  # noqa: S101 - set before any article comes
    known = _HERE.memory.get(article) if _HERE.memory else None
    if known is not None:
        return known
    statements = _HERE.work(article)
    if _HERE.memory:
        _HERE.memory.put(article, statements)
    return statements
