"""Files that are whole or not there, under names that no id can lead astray.

Takes a path and what to write; gives the file, complete and durable, or the old one untouched. Knows what file systems
refuse; says what to do about it. Never follows a link out of the folder that the user named: a link in the place of a
file is replaced itself.
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import re
import secrets
import shutil
import unicodedata
from contextlib import suppress
from pathlib import Path
from typing import IO

from kg.errors import OutputError

UNFINISHED = ".kg-"
"""How the names of files begin that are not yet whole."""
NAME_LENGTH = 120
"""Longest name in UTF-8 bytes; file systems allow 255, the rest is for endings."""

# letters, digits and what no shell, file system or web address stumbles over, with single spaces inside
_ORDINARY = re.compile(r"[\w(][\w.,()+=@'&!-]*(?: [\w.,()+=@'&!-]+)*")
# devices of Windows, whatever ending follows (https://learn.microsoft.com/windows/win32/fileio/naming-a-file)
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\..*)?", re.IGNORECASE)


_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def write(path: str | os.PathLike[str], data: bytes | str, below: str | os.PathLike[str] | None = None) -> None:
    """Write a file as a whole: it is replaced in one step, durably, or stays as it was.

    Texts are written in UTF-8, line ends as they are; folders are made where they are missing; permissions are those
    that the umask gives to new files. With `below`, no folder on the way from that one may be a link out of it.

    Raises:
        OutputError: the file cannot be written; the message says why and what to do.

    """
    target = Path(path).absolute()
    content = data.encode(errors="backslashreplace") if isinstance(data, str) else data
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if below is not None:
            refuse_leaving(target.parent, below)
        _refuse_special(target)
        _replace(target, io.BytesIO(content))
    except OSError as error:
        raise refused(path, error) from error


def put(source: Path, path: str | os.PathLike[str]) -> None:
    """Put a finished file in a place, as `write` writes one; from another file system, by copying.

    Raises:
        OutputError: the file cannot be written; the message says why and what to do.

    """
    target = Path(path).absolute()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _refuse_special(target)
        _move(source, target)
    except OSError as error:
        raise refused(path, error) from error


def refuse_leaving(path: Path, folder: str | os.PathLike[str]) -> None:
    """See that what lies in a folder by its name does so in truth.

    Raises:
        OutputError: a link leads out of the folder.

    """
    if not path.resolve().is_relative_to(Path(folder).resolve()):
        msg = f"cannot write to '{path}': a link leads out of '{os.fspath(folder)}'; remove the link"
        raise OutputError(msg)


def refused(path: str | os.PathLike[str], error: OSError) -> OutputError:
    """Say what a file system refuses, and what to do about it."""
    advice = "make room" if error.errno in _FULL else "choose another folder with -o, or change its permissions"
    return OutputError(f"cannot write '{path}': {error.strerror}; {advice}")


def sweep(folder: Path, before: float) -> None:
    """Delete what processes that were killed left half-written, before a moment of the file system's clock."""
    for path in folder.glob(f"{UNFINISHED}*.tmp"):
        with suppress(OSError):
            if path.stat().st_mtime < before:
                path.unlink()


def file_name(article_id: str, *, is_marked: bool = False) -> str:
    """Name the file of an article: its id if that is an ordinary name, else what is safe of it with a hash.

    With `is_marked` it has a hash in any case: of names that differ in capitals alone, some file systems hold one.

    >>> file_name("wikinews-44145"), file_name("Élection présidentielle, 2e tour")
    ('wikinews-44145', 'Élection présidentielle, 2e tour')
    >>> file_name("../etc/passwd")
    'etc-passwd~7fef78f53440'
    """
    if _is_ordinary(article_id) and not is_marked:
        return article_id
    digest = hashlib.sha256(article_id.encode(errors="surrogatepass")).hexdigest()[:12]
    safe = re.sub(r"[^\w.]+", "-", unicodedata.normalize("NFKC", article_id)).strip("-._")
    if _DEVICE.fullmatch(safe):
        safe = safe.replace(".", "-")
    shortened = safe.encode()[:NAME_LENGTH].decode(errors="ignore")
    return f"{shortened or 'article'}~{digest}"


def _is_ordinary(name: str) -> bool:
    return (
        _ORDINARY.fullmatch(name) is not None
        and not name.endswith(".")
        and _DEVICE.fullmatch(name) is None
        and len(name.encode()) <= NAME_LENGTH
        and unicodedata.is_normalized("NFC", name)
    )


def _refuse_special(target: Path) -> None:
    """Refuse what a new file would replace without a trace: folders, devices, files that are write-protected.

    A link to a device, such as `/dev/stdout`, is as good as one.
    """
    if not target.exists():
        return
    if not target.is_file():
        what = "a folder" if target.is_dir() else "a device"
        msg = f"cannot write '{target}': {what} has that name; choose another"
        raise OutputError(msg)
    if not target.is_symlink() and not os.access(target, os.W_OK):
        msg = f"cannot write '{target}': the file is write-protected; choose another name, or change its permissions"
        raise OutputError(msg)


def _move(source: Path, target: Path) -> None:
    if source.stat().st_dev != target.parent.stat().st_dev:
        with source.open("rb") as content:
            _replace(target, content)
        source.unlink()
        return
    with source.open("rb") as file:
        os.fsync(file.fileno())
    source.replace(target)
    _sync_folder(target.parent)


def _replace(target: Path, content: IO[bytes]) -> None:
    temporary = target.parent / f"{UNFINISHED}{secrets.token_hex(8)}.tmp"
    try:
        with temporary.open("xb") as file:
            shutil.copyfileobj(content, file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name durable; only POSIX opens folders."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
