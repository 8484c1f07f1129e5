"""A graph in shards: the folder that holds them is read as the one file that they are together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kg import pipeline, rdf
from kg.cli import app
from kg.errors import GraphError
from kg.model import Statements
from kg.pipeline import Graph
from kg.pipeline.serving import served
from kg.rdf.databases import at_rest
from kg.rdf.limits import limited

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
SHARDS = 4
Shard = Callable[[str], Path]


@pytest.fixture
def graph(statements: Statements) -> Graph:
    """Give the graph of two articles."""
    second = replace(statements, article=replace(statements.article, id="second", title="Deux"))
    return Graph([statements, second])


@pytest.fixture
def shard(graph: Graph, tmp_path: Path) -> Shard:
    """Give a function that writes the graph in shards, `nt` or `nq`, and gives their folder."""

    def write(form: str) -> Path:
        folder = tmp_path / "out" / f"graph.{form}"
        folder.mkdir(parents=True)
        lines = graph.to_rdf(form).splitlines(keepends=True)
        size = -(-len(lines) // SHARDS)
        for number in range(SHARDS):
            part = "".join(lines[number * size : (number + 1) * size])
            (folder / f"part-{number:05}.{form}").write_text(part, encoding="utf-8", newline="")
        (folder / "_SUCCESS").touch()
        return folder

    return write


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


# ---- together ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["nt", "nq"])
def test_the_shards_are_one_graph(shard: Shard, graph: Graph, form: str) -> None:
    found = pipeline.load(shard(form))
    assert found.to_turtle() == graph.to_turtle()
    assert (found.parts is None) == (form == "nt")


@pytest.mark.parametrize("form", ["nt", "nq"])
def test_they_answer_as_the_whole_does(shard: Shard, graph: Graph, form: str, tmp_path: Path) -> None:
    whole = tmp_path / f"whole.{form}"
    whole.write_text(graph.to_rdf(form), encoding="utf-8", newline="")
    folder = shard(form)
    assert rdf.query(folder, COUNT).to("csv") == rdf.query(whole, COUNT).to("csv")
    assert rdf.check(folder) == []


@pytest.mark.slow
def test_they_answer_in_a_process_of_its_own(shard: Shard) -> None:
    folder = shard("nq")
    with at_rest(folder) as database:
        assert (
            limited(database, COUNT).to("csv") == limited(folder, COUNT).to("csv") == rdf.query(folder, COUNT).to("csv")
        )


def test_a_graph_in_shards_is_found_where_a_build_put_it(shard: Shard, tmp_path: Path) -> None:
    by_article, whole = shard("nq"), shard("nt")
    (by_article.parent / "graph.parquet").mkdir()
    (by_article.parent / "empty.ttl").mkdir()
    assert pipeline.find(by_article) == pipeline.place_of(by_article) == by_article
    assert pipeline.find(by_article.parent) == whole
    assert pipeline.beside(by_article.parent, ".html") == tmp_path / "out" / "graph.html"


def test_what_is_made_of_the_current_folder_bears_its_name(shard: Shard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shard("nt"))
    assert pipeline.beside(".", ".html") == Path("graph.html")


@pytest.mark.slow
def test_commands_take_the_folder(shard: Shard, graph: Graph, tmp_path: Path) -> None:
    folder, turtle = shard("nt"), tmp_path / "graph.ttl"
    turtle.write_text(graph.to_turtle(), encoding="utf-8")
    for place in (folder, folder.parent):
        assert run("query", place, "who-did-what").stdout == run("query", turtle, "who-did-what").stdout != ""
        assert run("diff", place, turtle, "--exit-code").exit_code == 0
        assert run("check", place).exit_code == 0


def test_a_server_finds_its_articles(shard: Shard, statements: Statements) -> None:
    folder = shard("nt")
    place, articles = served(folder)
    assert place == folder
    assert [name for name, _, _ in articles.names()] == [statements.article.id, "second"]


# ---- not together --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["nt", "nq"])
@pytest.mark.parametrize("missing", range(SHARDS))
def test_a_missing_shard_is_told(shard: Shard, form: str, missing: int) -> None:
    folder = shard(form)
    (folder / f"part-{missing:05}.{form}").unlink()
    for read in (rdf.read, rdf.load):
        with pytest.raises(
            GraphError, match=r"graph\.n.' (holds \d+ triples of \d+|does not say .*): a shard is missing"
        ):
            read(folder)


def test_shards_that_are_no_graph_of_ours_are_told(tmp_path: Path) -> None:
    (tmp_path / "part-0.nt").write_text("<http://a.example/s> <http://a.example/p> <http://a.example/o> .\n")
    with pytest.raises(GraphError, match=r"does not say how many triples it has: .* kg build did not write it"):
        rdf.load(tmp_path)


def test_the_shard_that_cannot_be_read_is_named(shard: Shard) -> None:
    folder = shard("nt")
    broken = folder / "part-00002.nt"
    broken.write_bytes(broken.read_bytes()[:-20])
    with pytest.raises(GraphError, match=r"part-00002\.nt' is no N-Triples, or was cut off"):
        rdf.load(folder)


def test_shards_of_two_formats_are_not_one_graph(shard: Shard) -> None:
    folder = shard("nt")
    (folder / "part-00000.nq").touch()
    done = run("query", folder, COUNT)
    assert done.exit_code == 1
    assert isinstance(done.exception, GraphError)
    assert "shards of several graphs (nq, nt); put each in a folder of its own" in str(done.exception)


def test_a_folder_without_shards_holds_no_graph(tmp_path: Path) -> None:
    (tmp_path / "graph.nt").mkdir()
    for read in (pipeline.load, pipeline.find, rdf.read):
        with pytest.raises(GraphError, match="holds not one graph but none"):
            read(tmp_path / "graph.nt")
    with pytest.raises(GraphError, match="holds not one graph but none"):
        pipeline.find(tmp_path)
