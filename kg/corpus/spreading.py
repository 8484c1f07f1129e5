"""Work in parts -> what each gives, by processes side by side, in the order of the parts.

Takes parts and a function for each; gives its results. Knows processes, which begin with nothing loaded, so that they
stay small however much the process that starts them holds; never what the work is. Where a part fails, all fails.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from kg.errors import OutputError

Part = TypeVar("Part")
Result = TypeVar("Result")
LOOK_AHEAD: Final = 2  # parts for each process


def spread(work: Callable[[Part], Result], parts: Sequence[Part], jobs: int) -> Iterator[Result]:
    """Do the work on each part; one part needs no process.

    Raises:
        OutputError: a process was killed, or the work said so.

    """
    jobs = min(jobs, len(parts))
    if jobs <= 1:
        yield from map(work, parts)
        return
    pool = ProcessPool(jobs, initializer=_begin, context=multiprocessing.get_context("spawn"))
    waiting: deque[ProcessFuture[Result]] = deque()
    try:
        for part in parts:
            waiting.append(pool.schedule(work, args=(part,)))
            if len(waiting) > LOOK_AHEAD * jobs:
                yield _result(waiting.popleft())
        while waiting:
            yield _result(waiting.popleft())
    finally:
        pool.stop()  # type: ignore[no-untyped-call]  # pebble forgot to say that it gives nothing
        pool.join()


def _result(future: ProcessFuture[Result]) -> Result:
    try:
        return future.result()
    except ProcessExpired:
        msg = "a process that wrote was killed, perhaps as there was no memory left; the same command goes on"
        raise OutputError(msg) from None


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started this one is told, and stops it
