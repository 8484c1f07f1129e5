"""What a corpus costs: time for each article and memory as it grows, one process and several, a build that is repeated.

    python tests/benchmarks/corpus.py FOLDER [--sizes 100 1000 10000] [--jobs 2]

Takes a folder of articles, of which variants are made from a fixed seed (`variants.py`); builds corpora of these sizes
to JSON and N-Quads, merged, each in a new process; prints a row for each build. `each` is wall time for an article,
`CPU each` CPU time of all processes, both with the model's loading and merging; `parent` and `worker` the peak memory
of the process that is started and of the largest that works for it (Linux).
The first size is built with one process too, and the last is built again when nothing is new, and when one article is.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from variants import variants

SIZES = (100, 1000, 10_000)
JOBS = 2
LOOKING = 0.2
"""Seconds from one look at the memory of processes to the next."""
COLUMNS = ("articles", "build", "processes", "seconds", "each", "CPU each", "parent", "worker")


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the clock and of CPU, and megabytes of the process that was started and of its largest worker."""

    seconds: float
    cpu: float
    parent: float
    worker: float


class Watch(threading.Thread):
    """Look now and then how much memory a process and those that work for it have had at most, in megabytes."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self._process = process
        self.parent = self.worker = 0.0

    def run(self) -> None:
        """Look until the process has ended."""
        while peak := self._peak(self._process):
            self.parent = max(self.parent, peak)
            self.worker = max([self.worker, *map(self._peak, self._workers())])
            time.sleep(LOOKING)

    def _workers(self) -> list[int]:
        try:
            return [
                int(pid) for pid in Path(f"/proc/{self._process}/task/{self._process}/children").read_text().split()
            ]
        except OSError:
            return []

    @staticmethod
    def _peak(process: int) -> float:
        try:
            status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
        except OSError:
            return 0
        return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0)


def build(corpus: Path, output: Path, jobs: int) -> Cost:
    """Build a corpus in a process of its own."""
    command = [sys.executable, "-m", "kg", "build", str(corpus), "-o", str(output), "-f", "json,nq", "-j", str(jobs)]
    before = time.perf_counter()
    silence = [(os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)]
    process = os.posix_spawn(sys.executable, command, dict(os.environ), file_actions=silence)
    watch = Watch(process)
    watch.start()
    _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - before
    watch.join()
    if status:
        sys.exit(f"the build of {corpus} failed; run it by hand to see why")
    return Cost(seconds, usage.ru_utime + usage.ru_stime, watch.parent, watch.worker)


def row(size: int, kind: str, jobs: int, cost: Cost) -> str:
    """Write what a build cost."""
    each, cpu = (f"{1000 * value / size:.1f} ms" for value in (cost.seconds, cost.cpu))
    return line(
        (
            f"{size:,}",
            kind,
            str(jobs),
            f"{cost.seconds:.1f}",
            each,
            cpu,
            *(f"{size:.0f} MB" for size in (cost.parent, cost.worker)),
        )
    )


def line(cells: Sequence[str]) -> str:
    """Lay cells out under their headings."""
    return "".join(f"{cell:>{len(heading) + 8}}" for cell, heading in zip(cells, COLUMNS, strict=True)) + "\n"


def write(folder: Path, corpus: Path, size: int, *, others: bool = False) -> None:
    """Write a corpus; with `others`, its first article differs."""
    records = list(variants(folder, size))
    if others:
        records[0]["text"] += "\nLe président a reçu une délégation à Bagdad."
    corpus.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


def measure(folder: Path, sizes: Sequence[int], jobs: int) -> None:
    """Build and print, row by row."""
    with tempfile.TemporaryDirectory() as place:
        corpus, output = Path(place, "corpus.jsonl"), Path(place, "output")
        write(folder, corpus, sizes[0])
        alone = build(corpus, Path(place, "alone"), 1)
        sys.stdout.write(line(COLUMNS) + row(sizes[0], "first", 1, alone))
        costs = []
        for size in sizes:
            write(folder, corpus, size)
            output = Path(place, f"output-{size}")
            costs.append(build(corpus, output, jobs))
            sys.stdout.write(row(size, "first", jobs, costs[-1]))
            sys.stdout.flush()
        same = build(corpus, output, jobs)
        write(folder, corpus, sizes[-1], others=True)
        changed = build(corpus, output, jobs)
    sys.stdout.write(row(sizes[-1], "same", jobs, same) + row(sizes[-1], "one new", jobs, changed))
    sys.stdout.write(
        f"{jobs} processes are {alone.seconds / costs[0].seconds:.2f} times as fast as one; an article of"
        f" {sizes[-1]:,} takes {costs[-1].seconds / sizes[-1] / (costs[0].seconds / sizes[0]):.2f} times that of"
        f" {sizes[0]:,}; what is not new, {same.seconds / costs[-1].seconds:.1%} of the first time\n"
    )


def main() -> None:
    """Measure corpora."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, help="articles, one a file")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="articles of each corpus")
    parser.add_argument("--jobs", type=int, default=JOBS, help="processes (default: 2)")
    options = parser.parse_args()
    measure(options.folder, options.sizes, options.jobs)


if __name__ == "__main__":
    main()
