"""What was read of articles before, so that none is read twice by the same rules.

Takes statements and gives them back, under a key made of all that they depend on: the article, the rules, and what the
user gave to link names by. Knows files and JSON; never whether an article was asked for. Nothing here is lost if it is
deleted, and a file that was cut off or altered counts as none.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Container
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kg.corpus.values import UNREADABLE, from_json, to_json
from kg.errors import OutputError
from kg.model import Article, Statements


@dataclass(frozen=True, slots=True)
class Memory:
    """A folder with the statements of articles; `salt` is what all depend on besides their article."""

    folder: Path
    salt: str

    def key(self, article: Article) -> str:
        """Name what an article says by these rules."""
        found = hashlib.sha256(self.salt.encode())
        found.update(to_json(article))
        return found.hexdigest()

    def get(self, article: Article) -> Statements | None:
        """Give what is remembered of an article, None if it must be read."""
        return self.recall(self.key(article))

    def holds(self, article: Article) -> bool:
        """Tell whether something is remembered of an article; only `get` finds out whether it is whole."""
        return self._path(self.key(article)).exists()

    def recall(self, key: str) -> Statements | None:
        """Give what is remembered under a key, None if nothing is, or nothing whole."""
        try:
            digest, _, content = self._path(key).read_bytes().partition(b"\n")
        except OSError:
            return None
        if hashlib.sha256(content).hexdigest().encode() != digest:
            return None
        try:
            return from_json(content, Statements)
        except UNREADABLE:
            return None

    def put(self, article: Article, statements: Statements) -> None:
        """Remember what an article says.

        Not made to survive a power cut, which costs more than to read an article again: the digest tells.

        Raises:
            OutputError: the folder cannot be written.

        """
        content = to_json(statements)
        digest = hashlib.sha256(content).hexdigest().encode()
        target = self._path(self.key(article))
        temporary = target.with_name(f"{secrets.token_hex(8)}.tmp")
        try:
            if target.parent.is_symlink():
                target.parent.unlink()
            target.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(digest + b"\n" + content)
            temporary.replace(target)
        except OSError as error:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            msg = f"cannot write '{os.fspath(target)}': {error.strerror}; make room, or choose another folder with -o"
            raise OutputError(msg) from None

    def forget_others(self, keys: Container[str]) -> None:
        """Delete what no article of these keys says, and what an interrupted process left."""
        with suppress(OSError):
            for path in self.folder.glob("??/*"):
                if path.parent.is_symlink():  # whoever made it, what it leads to is not ours
                    continue
                if path.suffix != ".json" or path.stem not in keys:
                    path.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"
