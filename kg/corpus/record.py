"""What a folder was last built of, so that the same is not made again.

Takes the files of a build and what it depended on, as a hash; tells later whether all is as it was. Knows files; never
what is in them. Nothing here is lost if it is deleted.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kg.errors import OutputError
from kg.store.files import write


@dataclass(frozen=True, slots=True)
class Record:
    """A file that tells what the files beside its folder were made of; `origin` is all that a build depends on."""

    path: Path
    origin: str

    def holds(self) -> bool:
        """Tell whether the last build had the same origin and its files are as it left them."""
        try:
            told = json.loads(self.path.read_text(encoding="utf-8"))
            files = {name: str(digest) for name, digest in told["files"].items()}
            return bool(told["origin"] == self.origin and all(_digest(Path(name)) == files[name] for name in files))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return False

    def write(self, files: Iterable[Path]) -> None:
        """Tell what files a build left; where that cannot be written, they are made again another time."""
        told = {"origin": self.origin, "files": {os.fspath(path.absolute()): _digest(path) for path in files}}
        with suppress(OutputError):
            write(self.path, json.dumps(told, indent=1, sort_keys=True))

    def forget(self) -> None:
        """Tell of no build: one has begun."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
