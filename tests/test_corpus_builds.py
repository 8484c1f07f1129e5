"""`kg build` over several articles, with the parser: the same files however they come about."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

pytestmark = pytest.mark.model

SENTENCES = (
    "Le président Emmanuel Macron a reçu la chancelière Angela Merkel à Paris le 3 mars 2019.",
    "Un drone américain a tué le général Qassem Souleimani à Bagdad le 3 janvier 2020.",
    "La police a arrêté trois manifestants à Lyon, selon le ministre de l'Intérieur.",
    "Angela Merkel a déclaré que l'Allemagne enverrait des troupes au Mali.",
    "Le parlement irakien a voté le retrait des troupes américaines.",
    "Un séisme a frappé la région de Bam, faisant des centaines de victimes.",
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    for number, sentence in enumerate(SENTENCES):
        (folder / f"a{number}.txt").write_text(f"{sentence}\n{SENTENCES[number - 1]}\n", encoding="utf-8")
    return folder


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "kg", "build", *map(str, arguments), "-f", "json,ttl,nq"]


def build(*arguments: object) -> str:
    """Build, and give what is told."""
    done = subprocess.run(command(*arguments), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stderr


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def remembered(folder: Path) -> set[str]:
    return {path.stem for path in (folder / ".kg").glob("??/*.json")}


def test_the_graph_does_not_depend_on_order_or_processes(corpus: Path, tmp_path: Path) -> None:
    inputs: Sequence[Path] = sorted(corpus.iterdir())
    build(corpus, "-o", tmp_path / "one", "--jobs", 1)
    build(*reversed(inputs), "-o", tmp_path / "two", "--jobs", 2)
    wanted = files(tmp_path / "one")
    assert {"a0.json", "a5.json", "graph.ttl", "graph.nq"} <= wanted.keys()
    assert files(tmp_path / "two") == wanted


@pytest.mark.slow
def test_a_build_that_is_killed_goes_on_where_it_was(corpus: Path, tmp_path: Path) -> None:
    build(corpus, "-o", tmp_path / "whole")
    output = tmp_path / "output"
    for known in (0, 3):
        process = subprocess.Popen(command(corpus, "-o", output, "--jobs", 1), stderr=subprocess.PIPE)
        while process.poll() is None and len(remembered(output)) <= known:
            time.sleep(0.005)
        process.kill()
        process.communicate()
    build(corpus, "-o", output)
    assert files(output) == files(tmp_path / "whole")


def test_an_interrupt_is_told_and_nothing_is_lost(corpus: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    process = subprocess.Popen(
        command(corpus, "-o", output, "--jobs", 1), stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    while process.poll() is None and not remembered(output):
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate()
    if process.returncode != 0:  # else it was done before it heard
        assert process.returncode == 130
        assert told.endswith("kg: interrupted; the same command goes on where it was\n")
    assert remembered(output)
