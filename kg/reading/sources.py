"""What the user names -> the files that hold articles, and their bytes.

Takes paths, folders and `-`; gives sources in a fixed order; knows files and standard input; never what is in them.
"""

from __future__ import annotations

import codecs
import io
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, Literal

from kg.errors import InputError

STDIN: Final = "-"
TEXTS: Final = frozenset({".txt", ".text"})
RECORDS: Final = frozenset({".jsonl", ".ndjson"})


@dataclass(frozen=True, slots=True)
class Piece:
    """The bytes of one article, text or a JSON record; messages call it `where`; `name` is its id if it says none."""

    where: str
    name: str
    data: bytes
    is_record: bool


@dataclass(frozen=True, slots=True)
class Source:
    """A file, or standard input where there is no path; `name` is how messages call it."""

    path: Path | None
    name: str

    @property
    def identity(self) -> Path:
        """What two names of the same file share."""
        return self.path.resolve() if self.path else Path(STDIN)

    @property
    def kind(self) -> Literal["text", "records", "unknown"]:
        """Tell by the suffix whether it holds one text or many records; without one, only its first byte tells."""
        if self.path is None or not self.path.suffix:
            return "unknown"
        return "records" if self.path.suffix.lower() in RECORDS else "text"

    def length(self) -> int:
        """Count its articles, by lines."""
        if self.kind != "records":
            return 1
        try:
            with self._open() as lines:
                return sum(1 for line in lines if line.strip())
        except InputError:
            return 1

    def pieces(self) -> Iterator[Piece]:
        """Yield what it holds, one article at a time.

        Raises:
            InputError: it cannot be read.

        """
        stem = self.path.stem if self.path else self.name
        with self._open() as stream:
            try:
                if self.kind == "records":
                    yield from self._records(stem, stream)
                    return
                data = stream.read()
            except OSError as error:
                raise _unreadable(error) from None
        if self.kind == "unknown" and data.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{"):
            yield from self._records(stem, io.BytesIO(data))
        else:
            yield Piece(self.name, stem, data, is_record=False)

    def _records(self, stem: str, lines: BinaryIO) -> Iterator[Piece]:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield Piece(f"{self.name}, line {number}", f"{stem}-{number}", line, is_record=True)

    def _open(self) -> BinaryIO:
        if self.path is None:
            return io.BytesIO(sys.stdin.buffer.read())
        try:
            return self.path.open("rb")
        except OSError as error:
            raise _unreadable(error) from None


def find(named: str | os.PathLike[str]) -> list[Source]:
    """Give the files that a name stands for: itself, or all articles below a folder, sorted by path.

    Raises:
        InputError: there is no such thing, no article in it, or a file of another kind.

    """
    name = os.fspath(named)
    if name == STDIN:
        return [Source(None, "stdin")]
    try:
        return _at(Path(name), name)
    except OSError as error:
        raise _unreadable(error) from None


def _at(path: Path, name: str) -> list[Source]:
    if path.is_dir():
        return _below(path)
    if not path.exists():
        msg = "there is no such file or folder; check the name"
        raise InputError(msg)
    if path.suffix.lower() not in TEXTS | RECORDS | {""}:
        msg = f"cannot read '{path.suffix}' files; give .txt or .jsonl, or pipe plain text: … | kg build -"
        raise InputError(msg)
    return [Source(path, name)]


def _below(folder: Path) -> list[Source]:
    inside = sorted(folder.rglob("*"), key=lambda path: path.parts)
    wanted = [path for path in inside if path.suffix.lower() in TEXTS | RECORDS and _is_visible(path, folder)]
    if not wanted:
        msg = "no articles in this folder; put .txt or .jsonl files into it"
        raise InputError(msg)
    return [Source(path, str(path)) for path in wanted if path.is_file()]


def _is_visible(path: Path, folder: Path) -> bool:
    return not any(part.startswith(".") for part in path.relative_to(folder).parts)


def _unreadable(error: OSError) -> InputError:
    return InputError(f"cannot be read ({error.strerror or error})")
