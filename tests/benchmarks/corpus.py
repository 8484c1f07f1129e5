"""What a corpus costs: time for each article and memory as it grows, one process and several, a build that is repeated.

    python tests/benchmarks/corpus.py FOLDER [--sizes 100 1000 10000] [--jobs 2]

Takes a folder of articles, of which variants are made from a fixed seed (`variants.py`); builds corpora of these sizes
to JSON and N-Quads, merged, each in a new process; prints a row for each build. `each` is wall time for an article,
`CPU each` CPU time of all processes, both with the model's loading and merging; `parent` and `worker` the peak memory
of the process that is started and of the largest that works for it (Linux).
Each size is built again when nothing is new and when one article is; all but the last with one process too. What one
more article costs is told from the corpus that is next smaller, and so leaves loading out.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
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
    """Build and print, row by row, then what compares them."""
    sys.stdout.write(line(COLUMNS))
    told = []
    before = (0, 0.0)
    with tempfile.TemporaryDirectory() as place:
        for size in sizes:
            seconds = measure_size(folder, Path(place, str(size)), size, jobs, with_one=size != sizes[-1])
            beyond = 1000 * (seconds["first"] - before[1]) / (size - before[0])
            before = (size, seconds["first"])
            told.append(f"{size:,} articles: {beyond:.1f} ms for one more; {ratios(seconds, jobs)}\n")
    sys.stdout.write("".join(told))


def ratios(seconds: Mapping[str, float], jobs: int) -> str:
    """Compare the builds of one size."""
    again = f"nothing new takes {seconds['same'] / seconds['first']:.1%} of the first time"
    if "alone" not in seconds:
        return again
    return f"{jobs} processes {seconds['alone'] / seconds['first']:.2f} times as fast as one; {again}"


def measure_size(folder: Path, place: Path, size: int, jobs: int, *, with_one: bool) -> dict[str, float]:
    """Build a corpus of one size in all ways, print a row for each; give the seconds of each."""
    place.mkdir()
    corpus, output = place / "corpus.jsonl", place / "output"
    seconds = {}
    ways = [("alone", place / "alone", 1)] * with_one + [(kind, output, jobs) for kind in ("first", "same", "one new")]
    for kind, where, processes in ways:
        write(folder, corpus, size, others=kind == "one new")
        cost = build(corpus, where, processes)
        seconds[kind] = cost.seconds
        sys.stdout.write(row(size, kind, processes, cost))
        sys.stdout.flush()
    return seconds


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
