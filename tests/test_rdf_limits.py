"""Questions in a process of their own: answered as ever, and stopped when they take too much."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import ENDLESS, SEED, database

from kg.errors import GraphError
from kg.rdf import Answer, Rows, Triples, query, questions
from kg.rdf.databases import at_rest
from kg.rdf.limits import MEGABYTE, Confined, LimitError, Limits, ProtocolQuestion, UnreadableError, limited

pytestmark = pytest.mark.slow  # each starts a process

SORTED = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the database of the seed article."""
    return database(tmp_path_factory.mktemp("seed"), SEED.read_text(encoding="utf-8"))


@pytest.fixture
def process(seed: Path) -> Iterator[Confined]:
    """Give a process that allows little memory and short answers."""
    confined = Confined(seed, Limits(seconds=30, memory=64 * MEGABYTE, size=MEGABYTE))
    yield confined
    confined.stop()


@pytest.fixture
def hasty(seed: Path) -> Iterator[Confined]:
    """Give a process that allows little time."""
    confined = Confined(seed, Limits(seconds=1, memory=4096 * MEGABYTE))
    yield confined
    confined.stop()


@pytest.mark.parametrize("source", ["file", "database"])
def test_an_answer_is_that_of_an_unlimited_query(seed: Path, source: str) -> None:
    path = SEED if source == "file" else seed
    expected, found = query(SEED, "who-did-what"), limited(path, "who-did-what")
    assert isinstance(expected, Rows)
    assert isinstance(found, Rows)
    assert len(found) > 10
    assert found.table() == expected.table()
    assert [found.to(form) for form in ("json", "csv", "tsv", "xml")] == [
        expected.to(form) for form in ("json", "csv", "tsv", "xml")
    ]


def test_parameters_and_language_are_passed_on() -> None:
    parameters = {"name": "kadhimi"}
    for language in ("fr", "en"):
        expected = query(SEED, "said", parameters, language=language)
        found = limited(SEED, "said", parameters, language=language)
        assert isinstance(expected, Rows)
        assert isinstance(found, Rows)
        assert found.table() == expected.table()


def test_truths_and_graphs_come_through() -> None:
    assert limited(SEED, "ASK { ?claim a kg:Claim }") == Answer(truth=True)
    assert limited(SEED, "DESCRIBE kg:killed") == query(SEED, "DESCRIBE kg:killed")
    assert isinstance(limited(SEED, "DESCRIBE kg:killed"), Triples)


def test_without_names_nodes_are_called_by_their_iris() -> None:
    found = limited(SEED, "SELECT ?s { ?s a sem:Event } LIMIT 1", named=False)
    assert isinstance(found, Rows)
    assert found.table() == [[found.bindings[0]["s"]["value"]]]


@pytest.mark.parametrize(
    ("source", "sparql", "message"),
    [
        ("none.ttl", "ASK {}", "none.ttl"),
        ("broken.ttl", "ASK {}", "is no Turtle, or was cut off"),
        ("empty", "ASK {}", "cannot open the database"),
        ("graph.ttl", "nonsense", "neither SPARQL nor the name of a question"),
        ("graph.ttl", "DROP ALL", "would change the graph"),
        ("graph.ttl", "ASK { SERVICE <http://127.0.0.1:9/> {} }", "SERVICE"),
    ],
)
def test_what_is_wrong_is_told_as_ever(tmp_path: Path, source: str, sparql: str, message: str) -> None:
    (tmp_path / "broken.ttl").write_text("<a> <b", encoding="utf-8")
    (tmp_path / "graph.ttl").write_text("<http://a.test/> a <http://a.test/> .", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    with pytest.raises(GraphError, match=message):
        limited(tmp_path / source, sparql)


def test_too_much_memory_stops_a_question(process: Confined) -> None:
    with pytest.raises(LimitError, match="needs more than 64 MB of memory"):
        process.ask(ProtocolQuestion(SORTED))
    assert not process.is_alive


def test_an_answer_too_large_leaves_the_process_alive(process: Confined) -> None:
    with pytest.raises(GraphError, match="more than 1 MB and is not sent in part"):
        process.ask(ProtocolQuestion("SELECT * { ?a ?b ?c . ?d ?e ?f }"))
    assert process.ask(ProtocolQuestion("ASK {}"))[1] == b'{"head":{},"boolean":true}'


@pytest.mark.slow
@pytest.mark.parametrize(
    "sparql",
    [
        ENDLESS,
        "SELECT (COUNT(*) AS ?n) { ?a (!<x:x>)* ?b . ?c (!<x:x>)* ?d . ?e (!<x:x>)* ?f }",
        "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER REGEX(CONCAT(STR(?c), STR(?f), STR(?i)), '(a|ab)*cccc') }",
        "SELECT (MAX(STRLEN(?x)) AS ?n) { SELECT (GROUP_CONCAT(STR(?c)) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } }",
        f"SELECT * {{ FILTER({'+'.join(['?a'] * 50_000)}) }}",
        f"SELECT * {{ VALUES ?x {{ {' '.join(['1'] * 300_000)} }} }}",
    ],
    ids=["cross product", "path", "regular expression", "concatenation", "long sum", "long list"],
)
def test_a_question_without_end_is_stopped(hasty: Confined, sparql: str) -> None:
    with pytest.raises(LimitError, match="took more than 1 s and was stopped"):
        hasty.ask(ProtocolQuestion(sparql))
    assert not hasty.is_alive


@pytest.mark.slow
def test_a_process_whose_asker_has_died_ends_by_itself(seed: Path) -> None:
    process = Confined(seed, Limits(seconds=1))
    process.ready()
    process._connection.send(ProtocolQuestion(ENDLESS))  # noqa: SLF001 - nobody waits for this answer
    assert os.waitstatus_to_exitcode(os.waitpid(process.pid, 0)[1]) == -signal.SIGXCPU
    process.stop()


def test_a_database_that_goes_away_is_told_as_such(tmp_path: Path) -> None:
    folder = database(tmp_path / "database", "")
    process = Confined(folder, Limits())
    try:
        assert process.ask(ProtocolQuestion("ASK {}"))[0]["outcome"] == "answered"
        (folder / "CURRENT").rename(tmp_path / "CURRENT")
        with pytest.raises(UnreadableError, match="cannot open the database"):
            process.ask(ProtocolQuestion("ASK {}"))
        (tmp_path / "CURRENT").rename(folder / "CURRENT")
        assert process.ask(ProtocolQuestion("ASK {}"))[0]["outcome"] == "answered"
    finally:
        process.stop()


def test_a_mistake_of_ours_is_raised_with_its_traceback(seed: Path) -> None:
    process = Confined(seed, Limits())
    process.ready()
    process._connection.send("no question")  # noqa: SLF001 - nobody else would
    with pytest.raises(RuntimeError, match="Traceback"):
        process.ask(ProtocolQuestion("ASK {}"))
    process.stop()


def test_limits_do_not_add_up(process: Confined) -> None:
    sizes = [len(process.ask(ProtocolQuestion("SELECT * { ?a ?b ?c } LIMIT 2000"))[1]) for _ in range(20)]
    assert len(set(sizes)) == 1
    assert process.is_alive


@pytest.mark.slow
def test_every_named_question_keeps_within_little(seed: Path) -> None:
    process = Confined(seed, Limits(seconds=20, memory=128 * MEGABYTE))
    try:
        answers = [process.ask(ProtocolQuestion(question.sparql))[0] for question in questions()]
    finally:
        process.stop()
    assert {answer["type"] for answer in answers} == {"application/sparql-results+json"}


def test_a_file_becomes_a_database_while_it_is_needed() -> None:
    with at_rest(SEED) as folder:
        assert limited(folder, "ASK { ?claim a kg:Claim }") == Answer(truth=True)
        with at_rest(folder) as same:
            assert same == folder
        assert folder.exists()
    assert not folder.exists()
