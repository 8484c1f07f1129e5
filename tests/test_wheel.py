"""The wheel: it holds the package and nothing else, and works where there is no checkout; how it is cited."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

pytestmark = pytest.mark.slow  # builds the wheel, installs it and starts it

ROOT = Path(__file__).parents[1]
SEED = "iraq-us-2020-09"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    tool = Path(sys.executable).with_name("hatchling")
    subprocess.run(
        [tool, "build", "--target", "wheel", "--directory", folder], cwd=ROOT, capture_output=True, check=True
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into an environment of its own, which finds its dependencies where this Python has them."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    options = ["--quiet", "--no-deps", "--no-index", "--disable-pip-version-check"]
    subprocess.run([sys.executable, "-m", "pip", "--python", python, "install", *options, wheel], check=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return folder / "bin" / "kg"


@pytest.fixture
def kg(program: Path, tmp_path: Path) -> Callable[..., str]:
    """Give what runs the installed program, in an empty folder without a home, and gives what it prints."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [program, *arguments],
            cwd=tmp_path,
            env={**environment, "HOME": os.devnull},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_the_wheel_holds_the_files_of_the_package_and_the_seed(wheel: Path) -> None:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    command = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "kg", "seeds"]
    listed = (
        subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.rstrip("\0").split("\0")
    )
    kept = {path for path in listed if (ROOT / path).is_file()}
    with ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held == {f"kg/{path}" if path.startswith("seeds/") else path for path in kept}


def test_the_wheel_has_its_licence_and_entry_points(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        described = {Path(name).name: archive.read(name).decode() for name in archive.namelist() if "dist-info" in name}
    assert described["LICENSE"] == (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "[console_scripts]\nkg = kg.cli:main\n" in described["entry_points.txt"]
    assert "[spacy_factories]\nkg = kg.pipeline.component:factory\n" in described["entry_points.txt"]


def test_the_installed_program_says_its_version_and_its_help(kg: Callable[..., str]) -> None:
    assert kg("--version").startswith("kg ")
    assert "Serve a graph" in kg("serve", "--help")


@pytest.mark.model
def test_the_demo_works_from_the_wheel(kg: Callable[..., str], tmp_path: Path) -> None:
    assert "Qassem Souleimani" in kg("demo")
    made = {path.name: path.read_bytes() for path in (tmp_path / "output").iterdir()}
    assert made.keys() == {f"{SEED}.ttl", f"{SEED}.html", f"{SEED}.json"}
    assert made == {name: (ROOT / "output" / name).read_bytes() for name in made}
    assert "Qassem Souleimani" in kg("query", "output", "killed")
    kg("view", "output", "--output", "page.html")
    assert (tmp_path / "page.html").read_bytes().startswith(b"<!doctype html>")
    kg("check", "output")


TYPED = """
from typing import assert_type

import kg
from kg.errors import KgError
from kg.export.frames import Frames
from kg.graph import Network
from kg.graph.differences import Differences
from kg.model import Statements
from kg.rdf import Dataset, Results

graph = kg.build("Un drone a frappé un convoi.", date="2020-01", language="fr")
assert_type(graph, kg.Graph)
assert_type(kg.load("output"), kg.Graph)
assert_type(graph.articles, tuple[Statements, ...])
assert_type(graph.triples(), list[tuple[str, str, str]])
assert_type(graph.query("who-did-what", name="drone"), Results)
assert_type(graph.to_turtle(base="https://example.org/"), str)
assert_type(graph.to_html(), str)
assert_type(graph.to_json(), str)
assert_type(graph.to_pandas(), Frames)
assert_type(graph.network, Network)  # type: ignore[misc]  # networkx has attributes of any kind
assert_type(graph.dataset(), Dataset)
assert_type(graph.diff(graph), Differences)
try:
    kg.load("nowhere")
except KgError as error:
    print(error)
"""


def test_a_strict_type_checker_knows_the_public_names(program: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(TYPED, encoding="utf-8")
    python = str(program.with_name("python"))
    options = ["--strict", "--disallow-any-expr", "--cache-dir", os.devnull, "--python-executable", python]
    environment = {name: value for name, value in os.environ.items() if name != "MYPYPATH"}
    done = subprocess.run(
        [Path(sys.executable).with_name("mypy"), *options, str(script)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "Success: no issues found in 1 source file\n", done.stderr


def test_the_citation_names_the_version_and_licence_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = (ROOT / ".github" / "CITATION.cff").read_text(encoding="utf-8").splitlines()
    assert {"cff-version: 1.2.0", "type: software", "  - name: The kg authors"} <= set(lines)
    assert {f"version: {project['version']}", f"license: {project['license']}"} <= set(lines)
