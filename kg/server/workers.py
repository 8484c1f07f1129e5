"""Processes that answer questions: so many at a time, and so many who wait.

Takes a database and limits; gives answers. Knows who is idle, and puts a new process in the place of one that was
stopped; never what is asked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.rdf.limits import Confined, Limits, ProtocolQuestion

_LOOK = 0.25  # seconds between two looks whether somebody still waits for an answer


class BusyError(KgError):
    """More questions than the server has room for."""


class Workers:
    """A pool of confined processes over one database."""

    def __init__(self, database: Path, limits: Limits, jobs: int, queue: int) -> None:
        """Start the processes.

        Raises:
            GraphError: the database cannot be opened.

        """
        self._database = database
        self._limits = limits
        self._room = jobs + queue
        self._asked = 0
        self._processes = {self._started() for _ in range(jobs)}
        self._idle: asyncio.Queue[Confined] = asyncio.Queue()
        for process in self._processes:
            self._idle.put_nowait(process)
        self._threads = ThreadPoolExecutor(jobs, "worker")
        self.base = next(iter(self._processes)).ready()

    async def ask(
        self, question: ProtocolQuestion, is_gone: Callable[[], Awaitable[bool]]
    ) -> tuple[dict[str, Any], bytes]:
        """Put a question to the next idle process, and stop it when whoever asked `is_gone`.

        Raises:
            BusyError: too many wait already.
            GraphError: as `Confined.ask` tells.

        """
        if self._asked >= self._room:
            msg = "too many questions at a time; ask again in a moment"
            raise BusyError(msg)
        self._asked += 1
        try:
            process = self._usable(await self._idle.get())
            try:
                return await self._answer(process, question, is_gone)
            finally:
                self._idle.put_nowait(self._usable(process))
        finally:
            self._asked -= 1

    async def _answer(
        self, process: Confined, question: ProtocolQuestion, is_gone: Callable[[], Awaitable[bool]]
    ) -> tuple[dict[str, Any], bytes]:
        answer = asyncio.get_running_loop().run_in_executor(self._threads, process.ask, question)
        try:
            while not (await asyncio.wait({answer}, timeout=_LOOK))[0]:
                if await is_gone():
                    process.abandon()
            return await answer
        except asyncio.CancelledError:
            process.abandon()
            raise

    @property
    def pids(self) -> set[int]:
        """The numbers of the processes."""
        return {process.pid for process in self._processes}

    def close(self) -> None:
        """End all processes."""
        for process in self._processes:
            process.abandon()
        self._threads.shutdown()
        for process in self._processes:
            process.stop()

    def _usable(self, process: Confined) -> Confined:
        if process.is_alive:
            return process
        self._processes.discard(process)
        fresh = self._started()
        self._processes.add(fresh)
        return fresh

    def _started(self) -> Confined:
        return Confined(self._database, self._limits)
