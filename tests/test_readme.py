"""The README keeps its word: what it shows is run, what it tells of figures is what was measured."""

from __future__ import annotations

import doctest
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import readme
from typer.main import get_command

from kg import pipeline
from kg.cli import app
from kg.model import Statements
from kg.pipeline import Graph

ROOT = readme.ROOT
README = readme.README.read_text(encoding="utf-8")


@pytest.mark.slow  # each starts the program
@pytest.mark.parametrize(("command", "output"), readme.blocks(README), ids=lambda value: value.partition("\n")[0])
def test_the_readme_shows_what_its_commands_print(command: str, output: str) -> None:
    assert readme.output_of(command) == output


@pytest.mark.parametrize("name", ["figures", "triples"])
def test_the_readme_tells_what_is_measured_and_found(name: str) -> None:
    assert f"<!-- {name} -->\n{readme.table(name)}<!-- end of {name} -->" in README


def test_the_readme_tells_how_well_english_is_read() -> None:
    floors = json.loads((ROOT / "tests" / "quality" / "floors.json").read_text(encoding="utf-8"))
    assert f"is {floors['english']['triple']:.2f}, and nothing is stated" in README


@pytest.mark.parametrize("command", readme.programs(README))
def test_the_programs_that_the_readme_names_are_there(command: str) -> None:
    program, _, options = command.partition(" ")
    written = (ROOT / program).read_text(encoding="utf-8")
    assert not [option for option in re.findall(r"--[a-z-]+", options) if f'"{option}"' not in written]


COMMANDS = ["", *(f"{name} " for name in getattr(get_command(app), "commands", ()))]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readme_holds_the_help_of_each_command(command: str) -> None:
    assert f"$ kg {command}--help\n" in README


@pytest.mark.model
def test_the_python_of_the_readme_does_what_it_says() -> None:
    failed, tried = doctest.testfile(str(readme.README), module_relative=False)
    assert tried
    assert not failed


def test_the_script_of_the_readme_runs(
    tmp_path: Path, statements: Statements, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script = block("import kg\n")
    monkeypatch.chdir(tmp_path)
    list(pipeline.keep([statements], "news"))
    found: dict[str, object] = {}
    exec(compile(script, "README.md", "exec"), found)  # noqa: S102 - our own README
    assert capsys.readouterr().out == "drone américain → convoi 1\ndrone américain → Qassem Souleimani 1\n"
    assert found["whole"]


def block(beginning: str) -> str:
    """Give the one block of Python that begins so."""
    (found,) = re.findall(rf"```python\n({re.escape(beginning)}.*?)```", README, re.DOTALL)
    assert isinstance(found, str)
    return found


@pytest.mark.slow  # loads pandas
def test_the_frames_of_the_readme_are_there(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("pandas", reason="pandas is not installed (pip install pandas)")
    monkeypatch.chdir(ROOT)
    exec(compile(block("from kg import load"), "README.md", "exec"), {})  # noqa: S102 - our own README
    assert "Mustafa Al-Kadhimi" in capsys.readouterr().out


@pytest.mark.model
def test_the_component_of_the_readme_reads_its_documents(capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(block("import spacy"), "README.md", "exec"), {})  # noqa: S102 - our own README
    assert capsys.readouterr().out == ("[('drone', 'struck', 'convoi')]\n[('Donald Trump', 'visited', 'Bagdad')]\n")


@pytest.mark.slow
def test_the_commands_for_graphs_beyond_memory_do_what_they_say(tmp_path: Path, statements: Statements) -> None:
    if not (shutil.which("curl") and Path(sys.executable).with_name("oxigraph").exists()):
        pytest.skip("curl or the program oxigraph is not there")
    (block,) = re.findall(r"```console\n(\$ oxigraph load .*?)```", README, re.DOTALL)
    load, optimise, serve, ask = (line.removeprefix("$ ") for line in block.splitlines())
    shard = tmp_path / "out" / "graph.nt" / "part-00000.nt"
    shard.parent.mkdir(parents=True)
    shard.write_text(Graph([statements]).to_rdf("nt"), encoding="utf-8")
    (tmp_path / "question.rq").write_text(
        "PREFIX kg: <https://w3id.org/newskg/ns#> SELECT (COUNT(*) AS ?killed) { ?who kg:killed ?whom }"
    )
    (tmp_path / ".curlrc").write_text("retry = 20\nretry-delay = 1\nretry-connrefused\nsilent\n")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    script = f"{load} && {optimise} && {{ {serve} & }} && {ask}; kill $!".replace("7878", port)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "HOME": str(tmp_path)}
    shell = ["sh", "-c", script]
    done = subprocess.run(shell, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["killed", "1"], done.stderr
