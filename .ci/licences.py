"""Locked packages -> `licences.tsv`, a row for each: its licence (SPDX), what it is used for, and a remark.

Takes the lock files, and what the packages that are installed here say of themselves; writes the table anew and leaves
the remarks, which are written by hand, as they are. With `--check` it writes nothing and tells what it would change.
A package that another system needs, and that is not installed here, keeps its row.

    .venv/bin/python .ci/licences.py [--check]
"""

from __future__ import annotations

import csv
import io
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields, replace
from importlib.metadata import Distribution, PackageMetadata, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HERE = Path(__file__).parent
ROOT = HERE.parent
TABLE = HERE / "licences.tsv"
LOCK = ROOT / "requirements.lock"
EXTRAS_WITH_LOCKS = {"ftm", "spark"}
"""What lock files beside the main one are named after; the others hold what only tests need."""

# how packages write what SPDX writes otherwise; where they say no more than "BSD", their LICENSE has three clauses
SPDX = {
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD 2-Clause License": "BSD-2-Clause",
    "BSD 3-Clause license": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "ISC license": "ISC",
    "LGPL": "LGPL-3.0-only",
    "LGPL-LR": "LGPLLR",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "PSFL": "PSF-2.0",
    "The BSD 2-Clause License": "BSD-2-Clause",
}
_EXPRESSION = re.compile(r"\(?[A-Za-z0-9.-]+( (AND|OR) \(?[A-Za-z0-9.-]+\)?)*")
# packages whose metadata says nothing, or less than their LICENSE file
READ_IN_THEIR_FILES = {
    "axe-playwright-python": "MIT AND MPL-2.0",
    "python-stdnum": "LGPL-2.1-or-later",
    "traitlets": "BSD-3-Clause",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A package; `used` is `run`, the name of an extra, `development` or `tests`."""

    package: str
    licence: str
    used: str
    remark: str = ""


def read_table() -> dict[str, Row]:
    """Give the rows of the table by package."""
    if not TABLE.is_file():
        return {}
    lines = csv.reader(io.StringIO(TABLE.read_text(encoding="utf-8")), delimiter="\t")
    return {row.package: row for row in (Row(*line) for line in list(lines)[1:])}


def locked(path: Path) -> set[str]:
    """Name the packages of a lock file."""
    found = re.findall(r"^([A-Za-z0-9._-]+)==", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {canonicalize_name(name) for name in found}


def licence_of(name: str, metadata: PackageMetadata) -> str:
    """Give the licence that a package states, as an SPDX expression."""
    if name in READ_IN_THEIR_FILES:
        return READ_IN_THEIR_FILES[name]
    classes: list[str] = [
        each.rpartition(" :: ")[2] for each in metadata.get_all("Classifier") or () if "License ::" in each
    ]
    for stated in (*_fields(metadata, "License-Expression"), *_fields(metadata, "License"), *classes):
        found = SPDX.get(stated, stated)
        if _EXPRESSION.fullmatch(found):
            return found
    return "unknown"


def _fields(metadata: PackageMetadata, name: str) -> list[str]:
    return [value for value in metadata.get_all(name) or () if value != "UNKNOWN"]


def reached(requirements: Iterable[str]) -> set[str]:
    """Name what is installed because of some requirements, themselves included."""
    found: set[str] = set()
    waiting = [(Requirement(line), "") for line in requirements]
    while waiting:
        wanted, extra = waiting.pop()
        name = canonicalize_name(wanted.name)
        if wanted.marker and not wanted.marker.evaluate({"extra": extra}):
            continue
        known = installed(name)
        if known is None or (name in found and not wanted.extras):
            continue
        found.add(name)
        waiting += [(Requirement(line), each) for line in known.requires or () for each in ("", *wanted.extras)]
    return found


def installed(name: str) -> Distribution | None:
    """Give a package, None if it is not installed."""
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def uses() -> dict[str, str]:
    """Tell what each locked package is used for: the nearest to a run of kg that needs it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = {
        name: path.stem if path.stem in EXTRAS_WITH_LOCKS else "tests"
        for path in sorted(HERE.glob("*.lock"))
        for name in locked(path)
    }
    main = locked(LOCK)
    found |= dict.fromkeys(main, "development")
    for extra in ("en", "pandas", "pdf", "warc"):
        found |= dict.fromkeys(reached(project["optional-dependencies"][extra]) & main, extra)
    return found | dict.fromkeys(reached(project["dependencies"]) & main, "run")


def rows() -> Iterator[Row]:
    """Yield the row that each locked package should have."""
    known = read_table()
    for name, use in sorted(uses().items()):
        row = known.get(name, Row(name, "unknown", use))
        package = installed(name)
        yield row if package is None else replace(row, licence=licence_of(name, package.metadata), used=use)


def main() -> int:
    """Write the table, or tell how it differs from what is installed."""
    wanted = {row.package: row for row in rows()}
    if "--check" in sys.argv[1:]:
        known = read_table()
        wrong = {name for name in known.keys() | wanted.keys() if known.get(name) != wanted.get(name)}
        sys.stdout.writelines(f"{name}: {known.get(name)} should be {wanted.get(name)}\n" for name in sorted(wrong))
        return int(bool(wrong))
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(field.name for field in fields(Row))
        writer.writerows(astuple(row) for row in wanted.values())
    return 0


if __name__ == "__main__":
    sys.exit(main())
