"""The same article gives the same bytes, whatever the locale, time zone, hash seed, threads, home or Python."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PYTHONS = [name for name in os.environ.get("KG_PYTHONS", "").split(os.pathsep) if name]

ENVIRONMENTS = {
    "bare": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "COLUMNS": "20", "PYTHONHASHSEED": "0"},
    "first in the day": {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1", "HOME": os.devnull},
    "last in the day": {"TZ": "Etc/GMT+12", "PYTHONHASHSEED": "2", "PYTHONWARNINGS": "error"},
    "Turkish": {"LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "3", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    "optimised": {"PYTHONOPTIMIZE": "2", "PYTHONHASHSEED": "4", "OMP_NUM_THREADS": "4", "OPENBLAS_NUM_THREADS": "4"},
}
"""Variables of each; a locale that the machine lacks is that of C. No home that can be written is needed."""


def built(python: str, folder: Path, variables: dict[str, str]) -> dict[str, bytes]:
    """Build the seed by a Python, in a process of its own that stands in an empty folder; give the files by name."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
    done = subprocess.run(
        [
            python,
            "-m",
            "kg",
            "build",
            ROOT / "seeds" / "iraq-us-2020-09.txt",
            "--output",
            "made",
            "--format",
            "json,ttl,nq,html",
        ],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(ROOT), **variables},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return {path.name: path.read_bytes() for path in (folder / "made").glob("iraq-us-2020-09.*")}


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Give what is built with nothing set."""
    found = built(sys.executable, tmp_path_factory.mktemp("usual"), {})
    assert {Path(name).suffix for name in found} == {".json", ".ttl", ".nq", ".html"}
    return found


@pytest.mark.model
@pytest.mark.parametrize("variables", ENVIRONMENTS.values(), ids=ENVIRONMENTS.keys())
def test_the_environment_makes_no_difference(
    usual: dict[str, bytes], tmp_path: Path, variables: dict[str, str]
) -> None:
    assert differing(built(sys.executable, tmp_path, variables), usual) == []


@pytest.mark.model
@pytest.mark.skipif(not PYTHONS, reason="no other Pythons (set KG_PYTHONS to some that have kg's dependencies)")
@pytest.mark.parametrize("python", PYTHONS)
def test_the_python_makes_no_difference(usual: dict[str, bytes], tmp_path: Path, python: str) -> None:
    assert differing(built(python, tmp_path, {}), usual) == []


def differing(made: dict[str, bytes], usual: dict[str, bytes]) -> list[str]:
    """Name the files that differ, or that only one has."""
    return sorted(name for name in made.keys() | usual.keys() if made.get(name) != usual.get(name))
