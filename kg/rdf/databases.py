"""A graph in files -> a database on disk, which many processes can open at once and none has to load.

Takes a file, a folder of shards or a database; gives the folder of a database. Knows where a database lies while it is
needed; never who asks it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from kg.rdf.loading import load
from kg.rdf.parsing import files_of


@contextmanager
def at_rest(source: Path) -> Iterator[Path]:
    """Give a database itself, of a file or a folder of shards one that is there until the block ends.

    Raises:
        GraphError: there is no such file, it cannot be read, or it was cut off.

    """
    if not files_of(source):
        yield source
        return
    with TemporaryDirectory(prefix="kg-") as folder:
        _write(source, folder)
        yield Path(folder)


def _write(source: Path, folder: str) -> None:
    store = ox.Store(folder)
    store.bulk_extend(load(source).quads_for_pattern(None, None, None, None))
    store.flush()
