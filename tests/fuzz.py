"""Hostile inputs by the thousand: every reader and command is given what nobody should write, and must stay polite.

    python tests/fuzz.py [--inputs 20000] [--seed 1] [--seconds 900] [--jobs 2] [--only KIND:NUMBER]

Takes how many inputs and a seed, of which the same cases come on every machine; prints a table of how cases of each
kind ended, and each defect with the option that runs its case again. Ends with 1 if there was a defect. Workers are
processes with the parser loaded: what brings one down, or keeps it busy for too long, is counted and the next takes
over. Every hundredth case is run by a `kg` of its own. Knows nothing of what a case holds (`fuzz_inputs.py`) and when
it is wrong (`fuzz_outcomes.py`).
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import IO, Final

# ruff: noqa: T201 - a script that prints

PATIENCE: Final = 60.0
"""Seconds that a case may take."""
MERCY: Final = 15.0
"""Seconds more until a worker that does not stop by itself is killed."""
EVERY: Final = 100
"""One case in so many is run by a process of its own."""
STINT: Final = 1000
"""Cases after which a worker is replaced."""
TOLD: Final = 60.0
"""Seconds between two lines that tell how far it is."""
LOADING: Final = 120.0
"""Seconds that a worker may take to begin."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a case."""

    kind: str
    number: int
    ending: str
    said: str
    defect: str | None
    seconds: float
    megabytes: int = 0
    """The most memory that the worker and its processes have had until then."""


@dataclass
class Work:
    """Cases that wait, results that came, and when it is over."""

    seed: int
    until: float
    waiting: queue.SimpleQueue[tuple[str, int]] = field(default_factory=queue.SimpleQueue)
    results: list[Result] = field(default_factory=list)


def main() -> int:
    """Run the cases that the arguments ask for."""
    given = _arguments()
    work = Work(given.seed, time.monotonic() + given.seconds)
    for kind, number in [_named(given.only)] if given.only else planned(given.inputs):
        work.waiting.put((kind, number))
    threads = [threading.Thread(target=_employ, args=(work,)) for _ in range(given.jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        while thread.is_alive():
            thread.join(TOLD)
            print(f"{len(work.results):,} done", file=sys.stderr)
    if given.each:
        for result in work.results:
            print(f"{result.kind}:{result.number}\t{result.ending}\t{result.seconds:.2f} s\t{result.said}")
    _report(work)
    return int(any(result.defect for result in work.results))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Try kg on hostile inputs.")
    parser.add_argument("--inputs", type=int, default=20_000, help="how many")
    parser.add_argument("--seed", type=int, default=1, help="what they are made of")
    parser.add_argument("--seconds", type=float, default=900, help="when to stop, done or not")
    parser.add_argument("--jobs", type=int, default=2, help="how many workers")
    parser.add_argument("--only", metavar="KIND:NUMBER", help="one case alone")
    parser.add_argument("--each", action="store_true", help="tell how each case ended")
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def planned(inputs: int) -> Iterator[tuple[str, int]]:
    """Yield kinds and numbers of so many cases, kinds in turn by their shares."""
    from fuzz_inputs import SHARES  # noqa: PLC0415 - workers alone need the model that it loads

    numbers: Counter[str] = Counter()
    for index in range(inputs):
        due = {kind: share * (index + 1) - sum(SHARES.values()) * numbers[kind] for kind, share in SHARES.items()}
        kind = max(due, key=lambda kind: due[kind])
        yield kind, numbers[kind]
        numbers[kind] += 1


def _named(only: str) -> tuple[str, int]:
    kind, _, number = only.rpartition(":")
    return kind, int(number)


# ---- the worker and who employs it -----------------------------------------------------------------------------------


def _employ(work: Work) -> None:
    """Give cases to one worker after another, until none waits or the time is over."""
    while not work.waiting.empty() and time.monotonic() < work.until:
        with tempfile.TemporaryDirectory(prefix="kg-fuzz-") as folder:
            _one_stint(work, folder)


def _one_stint(work: Work, folder: str) -> None:
    """Start a worker, and give it cases while it lives."""
    with subprocess.Popen(
        [sys.executable, __file__, "--worker", "--seed", str(work.seed)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
        env={**os.environ, "KG_FUZZ": folder},
    ) as worker:  # fmt: skip
        lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=_pass_on, args=(worker.stdout, lines), daemon=True).start()
        try:
            if lines.get(timeout=LOADING):
                _give(work, worker, lines)
        finally:
            os.killpg(worker.pid, 9)


def _pass_on(source: IO[str] | None, lines: queue.SimpleQueue[str]) -> None:
    for line in source or ():
        lines.put(line)
    lines.put("")


def _give(work: Work, worker: subprocess.Popen[str], lines: queue.SimpleQueue[str]) -> None:
    for _ in range(STINT):
        if time.monotonic() > work.until or worker.stdin is None:
            return
        try:
            kind, number = work.waiting.get_nowait()
        except queue.Empty:
            return
        print(json.dumps([kind, number]), file=worker.stdin, flush=True)
        try:
            line = lines.get(timeout=PATIENCE + MERCY)
        except queue.Empty:
            work.results.append(Result(kind, number, "hang", "", "did not stop and was killed", PATIENCE + MERCY))
            return
        if not line:
            work.results.append(Result(kind, number, "crash", "", f"the worker died: {worker.wait()}", 0))
            return
        work.results.append(Result(**json.loads(line)))


def _work(seed: int) -> None:
    """Do the cases that are named on standard input; the results go to standard output."""
    from fuzz_inputs import case  # noqa: PLC0415 - as above
    from fuzz_outcomes import outcome  # noqa: PLC0415 - as above
    from pebble import CONSTS  # noqa: PLC0415 - as above

    from kg.pipeline import prepare  # noqa: PLC0415 - as above

    CONSTS.sleep_unit = 0.01  # processes for a single article are waited for ten times as often as usual
    prepare("fr")
    results, sys.stdout = sys.stdout, sys.stderr
    print("ready", file=results, flush=True)
    place = Path(os.environ["KG_FUZZ"]) / "case"
    for line in sys.stdin:
        kind, number = json.loads(line)
        place.mkdir()
        begun = time.monotonic()
        found = outcome(replace(case(kind, number, seed), is_process=number % EVERY == EVERY - 2), place, PATIENCE)
        seconds = round(time.monotonic() - begun, 3)
        shutil.rmtree(place, ignore_errors=True)
        result = Result(kind, number, found.ending, found.said[:300], found.defect, seconds, _megabytes())
        print(json.dumps(asdict(result)), file=results, flush=True)


def _megabytes() -> int:
    used = (resource.getrusage(whose).ru_maxrss for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return max(used) // 1024


# ---- telling ---------------------------------------------------------------------------------------------------------


def _report(work: Work) -> None:
    endings: dict[str, Counter[str]] = defaultdict(Counter)
    for result in work.results:
        endings[result.kind][result.ending] += 1
        endings["all"][result.ending] += 1
    columns = [ending for ending, _ in endings["all"].most_common()]
    print(f"{'kind':14}" + "".join(f"{column:>18}" for column in (*columns, "all")))
    for kind, counted in endings.items():
        if kind != "all":
            print(f"{kind:14}" + "".join(f"{counted[column]:18,}" for column in columns) + f"{counted.total():18,}")
    total = endings["all"]
    print(f"{'all':14}" + "".join(f"{total[column]:18,}" for column in columns) + f"{total.total():18,}")
    if work.results:
        slowest = max(work.results, key=lambda result: result.seconds)
        largest = max(result.megabytes for result in work.results)
        print(f"slowest: {slowest.kind}:{slowest.number}, {slowest.seconds:.1f} s; most memory: {largest:,} MB")
    defects = [result for result in work.results if result.defect]
    print(f"{len(defects)} defects")
    for result in defects:
        print(f"\n--seed {work.seed} --only '{result.kind}:{result.number}' ({result.ending}): {result.defect}")


if __name__ == "__main__":
    if "--worker" in sys.argv:
        _work(_arguments().seed)
    else:
        sys.exit(main())
