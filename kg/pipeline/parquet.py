"""Articles that are rows of Parquet -> JSON Lines, which are read as any other.

Takes inputs as the user names them: files `.parquet`, and folders of that ending with files within; gives inputs of
formats that articles come in. Knows that a column is a field of the same name; never what a field means.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.corpus.tables import Row, read
from kg.errors import InputError
from kg.pipeline.articles import Name


def as_lines(inputs: Iterable[Name], folder: Path) -> Iterator[Name]:
    """Give inputs in formats of articles: for those in Parquet, files of lines that are written into a folder.

    Raises:
        InputError: a file is not Parquet, or cannot be read.

    """
    for number, name in enumerate(inputs):
        place = Path(name)
        if place.suffix != ".parquet":
            yield name
            continue
        lines = folder / str(number) / f"{place.stem}.jsonl"
        lines.parent.mkdir(parents=True)
        with lines.open("w", encoding="utf-8") as file:
            file.writelines(f"{_line(row)}\n" for row in _rows(place))
        yield lines


def _rows(place: Path) -> Iterator[Row]:
    try:
        yield from read(place)
    except (OSError, ValueError) as error:
        msg = f"cannot read '{place}' as Parquet: {error}; it needs columns named like the fields of JSON Lines"
        raise InputError(msg) from None


def _line(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False, default=lambda value: value.isoformat())
