"""Lines in order, each once, of any number: sorted in runs that fit into memory, and merged.

Takes lines without their ends; gives them as bytes with them, in the order of these bytes. Knows files; never what a
line means.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

TOGETHER: Final = 200
"""Runs that are merged at a time: each is an open file, of which a process may have some thousand at most."""


def write_run(lines: Iterable[str], path: Path) -> None:
    """Write lines that fit into memory, in order."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.writelines(sorted({line.encode() + b"\n" for line in lines}))


def merged(runs: Sequence[Path]) -> Iterator[bytes]:
    """Yield the lines of runs in order, each once."""
    while len(runs) > TOGETHER:
        groups = [runs[at : at + TOGETHER] for at in range(0, len(runs), TOGETHER)]
        runs = [_one_run(group) for group in groups]
    with ExitStack() as files:
        last = b""
        for line in heapq.merge(*(files.enter_context(path.open("rb")) for path in runs)):
            if line != last:
                yield line
                last = line


def _one_run(runs: Sequence[Path]) -> Path:
    """Merge a few runs into one that takes their place."""
    target = runs[0].with_name(f"{runs[0].name}+")
    with target.open("wb") as file:
        file.writelines(merged(runs))
    for path in runs:
        path.unlink()
    return target
