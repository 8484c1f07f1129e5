"""What merging costs as a corpus grows: deciding who is who, which events are one, and which articles are reprints.

    python tests/benchmarks/merging.py OUTPUT [--sizes 1000 2000 4000 8000]

Takes the folder of a build, whose hidden folder `.kg` remembers what its articles say; merges the first so many of
them, in the order of their keys; prints seconds, milliseconds an article, and how an article compares with one of the
first size. A merge that takes twice as long for twice as many has 1.00 everywhere.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from kg.corpus import Memory
from kg.graph import Common, Summary, bare, of_article, summarise
from kg.pipeline import MEMORY

SIZES = (1000, 2000, 4000, 8000)
ROW = "{:>10} {:>10} {:>12} {:>12} {:>10}\n"


def summaries(output: Path) -> Iterator[Summary]:
    """Yield what merging looks at."""
    memory = Memory(output / MEMORY, "")
    for path in sorted(memory.folder.glob("??/*.json")):
        statements = memory.recall(path.stem)
        if statements is not None:
            yield bare(summarise(of_article(statements)))


def measure(found: Sequence[Summary], sizes: Sequence[int]) -> None:
    """Merge, and print a row for each size."""
    sys.stdout.write(ROW.format("articles", "seconds", "ms each", "entities", "ratio"))
    first = 0.0
    for size in (size for size in sizes if size <= len(found)):
        gc.collect()
        begun = time.process_time()
        common = Common(found[:size])
        seconds = time.process_time() - begun
        each = 1000 * seconds / size
        first = first or each
        row = (f"{size:,}", f"{seconds:.2f}", f"{each:.2f}", f"{len(common.entities):,}", f"{each / first:.2f}")
        sys.stdout.write(ROW.format(*row))


def main() -> None:
    """Measure merging."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("output", type=Path, help="the folder of a build of many articles")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="articles that are merged")
    options = parser.parse_args()
    measure(list(islice(summaries(options.output), max(options.sizes))), options.sizes)


if __name__ == "__main__":
    main()
