"""What Spark costs beside the processes of one machine: time and memory for the same articles and the same graph.

    python tests/benchmarks/spark.py FOLDER [--count 100] [--jobs 2]

Takes a folder of articles, of which variants are made from a fixed seed (`variants.py`); builds N-Triples and N-Quads
of them by both engines, one after the other, each in a new folder; prints a row for each, and their ratio. `memory` is
the most that all processes of a build hold together, Java's included, with what they share counted once (PSS, Linux).
Fails unless both graphs are the same byte for byte.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from variants import variants

EVERY = 0.5  # seconds from one look at the memory to the next
FORMATS = ("nt", "nq")


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the clock, and megabytes of all processes together."""

    seconds: float
    memory: float


def build(corpus: Path, output: Path, engine: str, jobs: int) -> Cost:
    """Build a corpus in a session of processes of its own."""
    command = [sys.executable, "-m", "kg", "build", str(corpus), "-o", str(output), "-f", ",".join(FORMATS)]
    begun = time.perf_counter()
    running = subprocess.Popen(
        [*command, "--engine", engine, "--jobs", str(jobs)], stderr=subprocess.DEVNULL, start_new_session=True
    )
    peak = 0.0
    while running.poll() is None:
        peak = max(peak, sum(map(proportional, session(running.pid))))
        time.sleep(EVERY)
    if running.returncode:
        sys.exit(f"the build by {engine} failed; run it by hand to see why")
    return Cost(time.perf_counter() - begun, peak)


def session(leader: int) -> Iterator[int]:
    """Yield the processes of a session."""
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if os.getsid(int(entry.name)) == leader:
                yield int(entry.name)
        except ProcessLookupError:
            continue


def proportional(process: int) -> float:
    """Give the memory of a process in megabytes, with its part of what it shares."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def graph(output: Path, form: str) -> bytes:
    """Give the file of a graph, or its shards one behind the other."""
    path = output / f"graph.{form}"
    return b"".join(each.read_bytes() for each in (sorted(path.iterdir()) if path.is_dir() else [path]))


def line(name: str, *cells: str) -> None:
    """Print a row."""
    sys.stdout.write(f"{name:<8}" + "".join(f"{cell:>16}" for cell in cells) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Build by both engines, and compare."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, help="articles, one a file")
    parser.add_argument("--count", type=int, default=100, help="how many variants to build")
    parser.add_argument("--jobs", type=int, default=2, help="processes that read articles")
    options = parser.parse_args()
    line("engine", "seconds", "each", "memory")
    with tempfile.TemporaryDirectory() as made:
        corpus = Path(made) / "corpus.jsonl"
        records = variants(options.folder, options.count)
        corpus.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
        costs: dict[str, Cost] = {}
        for engine in ("local", "spark"):
            cost = costs[engine] = build(corpus, Path(made) / engine, engine, options.jobs)
            each = f"{1000 * cost.seconds / options.count:.0f} ms"
            line(engine, f"{cost.seconds:.1f}", each, f"{cost.memory:,.0f} MB")
        local, spark = costs["local"], costs["spark"]
        line("ratio", f"{spark.seconds / local.seconds:.2f}", "", f"{spark.memory / local.memory:.2f}")
        if any(graph(Path(made) / "local", form) != graph(Path(made) / "spark", form) for form in FORMATS):
            sys.exit("the graphs differ")


if __name__ == "__main__":
    main()
