"""Rows in Parquet files: what one step leaves for the next, and for others to read.

Takes rows and the Python types of their columns; writes files, and gives rows back, a few at a time. Knows pyarrow
and is, with `spark`, the only door to it; never what a column means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pyarrow as pa

Row = Mapping[str, Any]
Columns = Mapping[str, type]
"""The Python type of each column: `str`, `bytes`, `int`, `float`, `date`, or `tuple` for texts."""
TOGETHER: Final = 64
"""Rows that are in memory at a time."""
SQL: Final[Mapping[type, str]] = {
    str: "string",
    bytes: "binary",
    int: "bigint",
    float: "double",
    date: "date",
    tuple: "array<string>",
}


class Table:
    """The columns of a table, as Arrow and SQL know them."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns

    @cached_property
    def schema(self) -> pa.Schema:
        """Give the columns to Arrow."""
        import pyarrow as pa  # noqa: PLC0415 - an extra, and it takes a tenth of a second to load

        types = {
            str: pa.string(),
            bytes: pa.binary(),
            int: pa.int64(),
            float: pa.float64(),
            date: pa.date32(),
            tuple: pa.list_(pa.string()),
        }
        return pa.schema([(name, types[kind]) for name, kind in self.columns.items()])

    @property
    def sql(self) -> str:
        """Give the columns to SQL.

        >>> Table({"number": int, "words": tuple}).sql
        '`number` bigint, `words` array<string>'
        """
        return ", ".join(f"`{name}` {SQL[kind]}" for name, kind in self.columns.items())

    def batches(self, rows: Iterable[Row]) -> Iterator[pa.RecordBatch]:
        """Give rows to Arrow, some at a time."""
        import pyarrow as pa  # noqa: PLC0415 - as above

        remaining = iter(rows)
        while together := list(islice(remaining, TOGETHER)):
            yield pa.RecordBatch.from_pylist(together, self.schema)

    def write(self, rows: Iterable[Row], path: Path) -> None:
        """Write rows to one file."""
        import pyarrow.parquet as pq  # noqa: PLC0415 - as above

        path.parent.mkdir(parents=True, exist_ok=True)
        with pq.ParquetWriter(path, self.schema) as writer:
            for batch in self.batches(rows):
                writer.write_batch(batch)


def rows_of(batches: Iterable[pa.RecordBatch]) -> Iterator[Row]:
    """Give the rows that Arrow gives."""
    for batch in batches:
        for start in range(0, batch.num_rows, TOGETHER):
            yield from batch.slice(start, TOGETHER).to_pylist()


def read(place: Path, columns: Sequence[str] | None = None) -> Iterator[Row]:
    """Give rows of a file, or of the files of a folder one after the other; all columns, or some."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - as above

    for path in sorted(place.glob("*.parquet")) if place.is_dir() else [place]:
        with pq.ParquetFile(path) as file:
            yield from rows_of(file.iter_batches(TOGETHER, columns=columns and list(columns)))
