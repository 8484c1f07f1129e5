"""Many articles by Spark: the same graph as on one machine, whatever articles do, and whatever is done to processes."""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from kg import pipeline
from kg.cli import app
from kg.corpus import spark
from kg.corpus.tables import Row, Table, read
from kg.errors import EngineError, InputError, LanguageError
from kg.export.rows import Rows
from kg.model import Article, Statements
from kg.pipeline import Graph, Workshop, distributed, streaming

needs_pyarrow = pytest.mark.skipif(importlib.util.find_spec("pyarrow") is None, reason="pip install 'kg[spark]'")
needs_spark = pytest.mark.skipif(
    importlib.util.find_spec("pyspark") is None or not spark.has_java(),
    reason="no Spark: it needs pip install 'kg[spark]' and Java",
)
SEED = Path(__file__).parents[1] / "seeds" / "iraq-us-2020-09.txt"
MADE = (
    ("a", "2020-01-03", "Un drone a frappé un convoi à Bagdad vendredi, tuant le général Qassem Souleimani."),
    ("b", "2020-01-04", "Le général Qassem Souleimani a été tué à Bagdad le 3 janvier 2020 par un drone américain."),
    ("c", "2020-01-05", "Emmanuel Macron a rencontré Angela Merkel à Berlin. M. Macron a promis une aide à l'Irak."),
    ("d", "2020-01-06", "Emmanuel Macron, président de la République, a reçu\u2028Angela Merkel à Paris, selon l'AFP."),
)  # fmt: skip
BROKEN = '{"id": "no text"}\n'


@pytest.fixture
def corpus(tmp_path: Path) -> list[str]:
    """Give articles that share people and events, and a line that is none."""
    lines = [json.dumps({"id": name, "date": day, "language": "fr", "text": text}) for name, day, text in MADE]
    made = tmp_path / "made.jsonl"
    made.write_text("\n".join(lines[:2]) + "\n" + BROKEN + "\n".join(lines[2:]) + "\n", encoding="utf-8")
    return [str(SEED), str(made)]


# ---- with the parser -------------------------------------------------------------------------------------------------


def files(folder: Path, name: str) -> bytes:
    """Put the shards of a folder together."""
    return b"".join(path.read_bytes() for path in sorted((folder / name).iterdir()))


@pytest.mark.slow
@pytest.mark.model
@needs_spark
def test_the_graph_is_that_of_one_machine(corpus: list[str], tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    ran = CliRunner().invoke(app, ["build", *corpus, "-o", str(there), "--engine", "spark", "--jobs", "2"])
    assert ran.exit_code == 4, ran.output
    assert "1 article failed: 1 could not be read" in ran.stderr
    workshop = Workshop(2, 20, here / ".kg")
    alone = streaming.build(
        pipeline.state, corpus, here, prepare=pipeline.prepare, workshop=workshop, formats=["nt", "nq"]
    )
    assert alone.count.articles == len(MADE) + 1
    for path in [*alone.files, here / "failed.jsonl"]:
        given = there / path.name
        assert (given.read_bytes() if given.is_file() else files(there, path.name)) == path.read_bytes()
    assert rows_of(there / "graph.parquet") == sorted(
        rows_in(pipeline.load(here / "graph.nq")), key=lambda row: str(row["id"])
    )
    assert sorted(path.name for path in (there / ".kg").glob("spark*")) == ["spark.log"]


def rows_of(folder: Path) -> list[dict[str, object]]:
    return [dict(row) for row in read(folder, list(distributed.claim_columns()))]


def rows_in(graph: Graph) -> Iterator[dict[str, object]]:
    found = Rows(graph.network)
    for row in [*found.claims(), *found.facts()]:
        yield {name: list(value) if isinstance(value, tuple) else value for name, value in row.values().items()}


# ---- without it ------------------------------------------------------------------------------------------------------


@pytest.fixture
def _by_value() -> None:
    """Send the functions of this file themselves to the processes, which do not know the file."""
    pickling: Any = importlib.import_module("pyspark.cloudpickle")  # an extra, without types
    pickling.register_pickle_by_value(sys.modules[__name__])


def built(work: Callable[[Article], Statements], inputs: list[str], folder: Path) -> list[str]:
    """Build by Spark; give how many articles there are, and what is told of those that failed."""
    workshop = Workshop(2, 2, folder / ".kg")
    outcome = distributed.build(
        work, inputs, folder, "local[2]", formats=["nq"], workshop=workshop, preparation=lambda _: None
    )
    return [f"{outcome.count.articles} articles", *map(str, outcome.failures)]


def articles(folder: Path, *names: str) -> list[str]:
    path = folder / "articles.jsonl"
    lines = [json.dumps({"id": name, "language": "fr", "text": f"Il pleut sur {name}."}) + "\n" for name in names]
    path.write_text("".join(lines), encoding="utf-8")
    return [str(path)]


def said(article: Article) -> Statements:
    return Statements(article, article.prose, (), (), (), ())


@pytest.mark.slow
@pytest.mark.usefixtures("_by_value")
@needs_spark
def test_a_poisoned_article_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    def work(article: Article) -> Statements:
        match article.id:
            case "raises":
                msg = "no number"
                raise ValueError(msg)
            case "refused":
                msg = "no French"
                raise LanguageError(msg)
            case "hangs":
                time.sleep(600)
            case "kills":
                os.kill(os.getpid(), signal.SIGKILL)
        return said(article)

    inputs = articles(tmp_path, "a", "raises", "b", "refused", "hangs", "c", "kills", "d")
    assert built(work, inputs, tmp_path / "out") == [
        "4 articles",
        "raises: a fault of kg's own, please report it: ValueError: no number",
        "refused: no French",
        "hangs: took longer than 2 s; give it more time with --timeout, or leave it out",
        "kills: its process died (SIGKILL); perhaps there was no memory left",
    ]
    causes = [json.loads(line)["cause"] for line in (tmp_path / "out" / "failed.jsonl").read_text().splitlines()]
    assert causes == ["ArticleError", "LanguageError", "ArticleError", "ArticleError"]


@pytest.mark.slow
@pytest.mark.usefixtures("_by_value")
@needs_spark
def test_what_a_killed_process_did_is_done_by_another(tmp_path: Path) -> None:
    killed = tmp_path / "killed"

    def work(article: Article) -> Statements:
        if article.id == "e" and not killed.exists():
            killed.touch()
            os.kill(os.getppid(), signal.SIGKILL)  # Spark's own process, which started this one
            time.sleep(600)
        return said(article)

    inputs = articles(tmp_path, *"abcdefghij")
    assert built(work, inputs, tmp_path / "out") == ["10 articles"]
    assert killed.exists()
    assert built(said, inputs, tmp_path / "again") == ["10 articles"]
    assert files(tmp_path / "out", "graph.nq") == files(tmp_path / "again", "graph.nq")


@pytest.mark.slow
@pytest.mark.usefixtures("_by_value")
@needs_spark
def test_rows_over_which_every_process_breaks_off_are_given_up(tmp_path: Path) -> None:
    def kill(_rows: Iterator[Row]) -> Iterator[Row]:
        os.kill(os.getpid(), signal.SIGKILL)
        yield {}

    table = Table({"number": int})
    table.write([{"number": 1}], tmp_path / "rows" / "all.parquet")
    with spark.opened("local[1]", tmp_path / "spark.log") as cluster, pytest.raises(EngineError, match="Spark gave up"):
        cluster.map(kill, tmp_path / "rows", tmp_path / "out", table)


@pytest.mark.slow
@pytest.mark.usefixtures("_by_value")
@needs_spark
def test_what_one_engine_read_the_other_does_not_read_again(tmp_path: Path) -> None:
    def refuse(article: Article) -> Statements:
        raise LanguageError(article.id)

    inputs, out = articles(tmp_path, *"abc"), tmp_path / "out"
    workshop = Workshop(2, 20, out / ".kg")
    assert len(list(pipeline.state_each(said, inputs, workshop=workshop, prepare=lambda _: None))) == 3
    assert built(refuse, inputs, out) == ["3 articles"]
    assert built(refuse, articles(tmp_path, *"ab"), out) == ["2 articles"]
    assert len(list((out / ".kg").glob("??/*.json"))) == 2


@pytest.mark.slow
@pytest.mark.usefixtures("_by_value")
@needs_spark
def test_articles_may_be_rows_of_parquet(tmp_path: Path) -> None:
    rows: list[Row] = [
        {"id": "a", "text": "Il pleut.", "date": date(2020, 1, 3), "language": "fr"},
        {"id": None, "text": "Il neige.", "date": None, "language": "fr"},
        {"id": "c", "text": None, "date": None, "language": None},
    ]
    table = Table({"id": str, "text": str, "date": date, "language": str})
    table.write(rows, tmp_path / "news.parquet" / "part-0.parquet")
    told = built(said, [str(tmp_path / "news.parquet")], tmp_path / "out")
    assert told[0] == "2 articles"
    assert "no article" in told[1]
    written = files(tmp_path / "out", "graph.nq").decode()
    assert '"2020-01-03"' in written
    assert sorted(re.findall(r'identifier> "([^"]+)"', written)) == ["a", "news-2"]
    (tmp_path / "bad.parquet").write_text("no")
    with pytest.raises(InputError, match="as Parquet"):
        built(said, [str(tmp_path / "bad.parquet")], tmp_path / "out")


# ---- without Spark ---------------------------------------------------------------------------------------------------


@needs_pyarrow
def test_rows_come_back_from_files(tmp_path: Path) -> None:
    table = Table({"number": int, "text": str, "data": bytes, "share": float, "day": date, "words": tuple})
    row = {"number": 1, "text": "é🎥", "data": b"\xff", "share": 0.5, "day": date(2020, 1, 3), "words": ["a", "b"]}
    rows = [row, dict.fromkeys(row)] * 100
    table.write(rows, tmp_path / "rows" / "all.parquet")
    assert [dict(each) for each in read(tmp_path / "rows", list(row))] == rows


def test_shards_take_the_place_of_those_before(tmp_path: Path) -> None:
    old, written = tmp_path / "graph.nq", tmp_path / "steps" / "nq"
    for path, text in ((old / "part-00009.nq", "old"), (written / "part-00000-x.txt", ""), (written / "_SUCCESS", "")):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    for number in (2, 1):
        (written / f"part-0000{number}-x.txt").write_text(str(number))
    shards = spark.keep_shards(written, old)
    assert [(path.name, path.read_text()) for path in shards] == [("part-00000.nq", "1"), ("part-00001.nq", "2")]
    assert sorted(old.iterdir()) == shards
    other = tmp_path / "graph.nt"
    other.write_text("a file of one machine")
    (tmp_path / "nt").mkdir()
    assert spark.keep_shards(tmp_path / "nt", other) == list(other.iterdir()) == []


@pytest.mark.parametrize("name", ["pyspark", "pyarrow", "pandas"])
def test_who_lacks_spark_is_told_what_to_install(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    ran = CliRunner().invoke(app, ["build", str(SEED), "--engine", "spark", "-o", str(tmp_path)])
    assert isinstance(ran.exception, EngineError)
    assert "pip install 'kg[spark]'" in str(ran.exception)


@needs_spark
def test_who_lacks_java_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(EngineError, match="Spark needs Java"):
        spark.require()


# PySpark lets go of the pipe to a Java that ended at once, without closing it
@pytest.mark.filterwarnings("ignore:Exception ignored in. <_io.FileIO:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.slow
@needs_spark
def test_a_cluster_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="cannot begin with --master k8s"), spark.opened("k8s", tmp_path / "log"):
        pass


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--engine", "spark", "-f", "ttl"], "Spark does not write ttl"),
        (["--engine", "spark", "--store", "s"], "Spark writes files"),
        (["-f", "parquet"], "only Spark has parquet"),
        (["--master", "local"], "only Spark has --master"),
    ],
)
def test_options_that_do_not_go_together_are_refused(options: list[str], told: str) -> None:
    ran = CliRunner().invoke(app, ["build", str(SEED), *options])
    assert (ran.exit_code, told in ran.stderr) == (2, True)
