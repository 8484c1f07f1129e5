"""A corpus written piece by piece: the same bytes as a graph that is held as a whole, whatever comes between."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from socket import gethostname
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import statements as drawn_statements

import kg
from kg import graph
from kg.corpus import Memory, merged, spread, write_run
from kg.corpus import runs as runs_module
from kg.errors import OutputError
from kg.graph import Common, Decisions
from kg.model import Article, Statements
from kg.pipeline import Graph, Workshop, assembling, streaming
from kg.pipeline.assembling import STREAMED, Assembly, Placed
from kg.rdf import DEFAULT_BASE

SEVERAL = st.lists(drawn_statements(), min_size=1, max_size=4).map(
    lambda found: [replace(one, article=replace(one.article, id=f"a{n}")) for n, one in enumerate(found)]
)
drawn = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NO_DECISIONS = Decisions()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every batch, run and merge be small."""
    monkeypatch.setattr(assembling, "TOGETHER", 1)
    monkeypatch.setattr(assembling, "NODES", 2)
    monkeypatch.setattr(runs_module, "TOGETHER", 2)


def assembled(articles: list[Statements], folder: Path, jobs: int = 1) -> dict[str, str]:
    """Write articles piece by piece; give the files."""
    memory = Memory(folder / "memory", "")
    for one in articles:
        memory.put(one.article, one)
    summaries = {one.document.id: one for one in (graph.summarise(graph.of_article(each)) for each in articles)}
    keys = {graph.summarise(graph.of_article(one)).document.id: memory.key(one.article) for one in articles}
    common = Common(summaries.values())
    placed = [Placed(keys[key], common.keys(key), common.originals.get(key)) for key in sorted(keys)]
    Assembly(memory, folder, DEFAULT_BASE, NO_DECISIONS, STREAMED, jobs).write(placed, common, lambda _: None)
    return {form: (folder / form).read_text(encoding="utf-8") for form in STREAMED}


# ---- the same bytes --------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.usefixtures("small")
@settings(drawn, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(SEVERAL)
def test_pieces_together_are_the_whole(articles: list[Statements]) -> None:
    with TemporaryDirectory() as folder:
        written = assembled(articles, Path(folder))
    whole = Graph(articles)
    assert written == {form: whole.to_rdf(form) for form in STREAMED}


def named(statements: Statements, *names: str) -> list[Statements]:
    return [replace(statements, article=replace(statements.article, id=name)) for name in names]


@pytest.mark.slow
def test_processes_beside_this_one_write_the_same(
    statements: Statements, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = named(statements, *"abcde")
    alone = assembled(articles, tmp_path / "one")
    monkeypatch.setattr(assembling, "TOGETHER", 2)
    assert assembled(articles, tmp_path / "two", jobs=2) == alone


# ---- a build ---------------------------------------------------------------------------------------------------------


def build(known: Statements, inputs: Path, folder: Path, *formats: str, kept_in: str | None = None) -> dict[str, bytes]:
    """Build articles that all say the same."""

    def work(article: Article) -> Statements:
        return replace(known, article=replace(known.article, id=article.id, date=article.date))

    workshop = Workshop(2, 20, folder / ".kg")
    outcome = streaming.build(
        work,
        [inputs],
        folder,
        prepare=lambda _: None,
        workshop=workshop,
        kept_in=kept_in,
        formats=formats or None,  # type: ignore[arg-type]  # any names
    )
    assert sorted(outcome.files) == sorted(path for path in folder.iterdir() if path.is_file())
    return {path.name: path.read_bytes() for path in outcome.files}


def corpus(path: Path, records: list[dict[str, str]]) -> Path:
    path.write_text("".join(json.dumps({"text": "Il pleut.", **record}) + "\n" for record in records))
    return path


@pytest.mark.slow
def test_a_build_leaves_files_and_what_it_remembers_alone(statements: Statements, tmp_path: Path) -> None:
    news = corpus(tmp_path / "news.jsonl", [{"id": name} for name in "abc"])
    found = build(statements, news, tmp_path / "out", "ttl", "nt", "html", "json", "jsonld", "rdf", "trig", "nq")
    whole = Graph([replace(one, article=replace(one.article, date=None)) for one in named(statements, *"abc")])
    for form in ("ttl", "nt", "jsonld", "rdf", "trig", "nq"):
        assert found[f"graph.{form}"].decode() == whole.to_rdf(form)
    assert found["graph.html"].decode() == whole.to_html()
    assert {path.name for path in (tmp_path / "out" / ".kg").iterdir()}.isdisjoint({"statements"})
    assert not list((tmp_path / "out" / ".kg").glob("steps-*"))


def test_what_a_store_keeps_and_files_hold_is_the_same(statements: Statements, tmp_path: Path) -> None:
    news = corpus(tmp_path / "news.jsonl", [{"id": name} for name in "abc"])
    alone = build(statements, news, tmp_path / "alone", "ttl", "json")
    assert build(statements, news, tmp_path / "out", "ttl", "json", kept_in=str(tmp_path / "store")) == alone
    assert kg.load(tmp_path / "store").to_turtle() == alone["graph.ttl"].decode()


def test_what_killed_builds_left_goes(statements: Statements, tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    names = [f"steps-{gethostname()}-{process}-ab" for process in (ended.pid, os.getpid())]
    left = [tmp_path / "out" / ".kg" / name for name in (*names, f"steps-elsewhere-{ended.pid}-ab")]
    for folder in left:
        folder.mkdir(parents=True)
    build(statements, corpus(tmp_path / "news.jsonl", [{"id": "a"}]), tmp_path / "out", "json")
    assert [folder.exists() for folder in left] == [False, True, True]


def test_where_there_is_no_room_that_is_told(statements: Statements, tmp_path: Path) -> None:
    news = corpus(tmp_path / "news.jsonl", [{"id": "a"}])
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, limits[1]))
    try:
        with pytest.raises(OutputError, match=r"cannot write '.*out': File too large; make room"):
            build(statements, news, tmp_path / "out", "nt")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_a_file_is_told(statements: Statements, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(OutputError, match=r"cannot write '.*out': Not a directory"):
        build(statements, corpus(tmp_path / "news.jsonl", [{"id": "a"}]), tmp_path / "out")


def test_what_is_gone_from_memory_is_told(tmp_path: Path) -> None:
    assembly = Assembly(Memory(tmp_path, ""), tmp_path, DEFAULT_BASE, NO_DECISIONS, frozenset({"nq"}), 1)
    with pytest.raises(OutputError, match="build again, and let nothing delete it"):
        assembly.write([Placed("ab12", {}, None)], None, lambda _: None)


# ---- runs and processes ----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("small")
@settings(drawn, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]))), max_size=7))
def test_runs_are_merged_in_order_and_each_line_stands_once(found: list[list[str]]) -> None:
    with TemporaryDirectory() as folder:
        paths = [Path(folder, str(number)) for number in range(len(found))]
        for path, lines in zip(paths, found, strict=True):
            write_run(lines, path)
        assert list(merged(paths)) == sorted({f"{line}\n".encode() for run in found for line in run})


def doubled(number: int) -> int:
    if number < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


@pytest.mark.slow
def test_parts_are_done_in_their_order() -> None:
    assert list(spread(doubled, range(9), 2)) == [2 * number for number in range(9)]


@pytest.mark.slow
def test_a_process_that_is_killed_is_told() -> None:
    with pytest.raises(OutputError, match="was killed"):
        list(spread(doubled, (1, -1, 2, 3), 2))
