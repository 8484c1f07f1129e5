"""Hostile inputs that once left a traceback, a broken file or no word: one small test for each."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from kg import graph, pipeline, reading
from kg.cli import app
from kg.errors import GraphError, InputError, KgError
from kg.graph import assemble, decision_lines, read_decisions
from kg.model import ONE_SIDED, Article, Statements
from kg.rdf import from_turtle, serialise, to_turtle
from kg.reading.records import read_record
from kg.resolution import read_known
from kg.view.drawing import draw

SENTENCE = "Le président a reçu une délégation à Bagdad."
WORDS = (
    "merge",
    "split",
    "A",
    '"B C"',
    "'",
    '"',
    "\\",
    "#",
    "\n",
    "\r\n",
    "ent:a",
    "",
    "http://a.example/x",
    "Person",
    "|",
)
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give a function that runs `kg` in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(app, arguments)


def told(content: str | bytes, name: str, folder: Path) -> list[str]:
    """Read a file, and give the messages of what failed."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return [str(one.error) for one in reading.read([path]) if isinstance(one, reading.Failure)]


# ---- reading ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", ["", "\n", " \r\n\n"])
def test_records_that_are_none_are_told(content: str, tmp_path: Path) -> None:
    assert told(content, "a.jsonl", tmp_path) == ["empty; an article needs text"]


@pytest.mark.parametrize("date", ["9999-12-31", "0001-01-01", "3000", "0999-12"])
def test_days_are_reckoned_from_dates_within_the_calendar_alone(date: str) -> None:
    with pytest.raises(InputError, match="its year lies between 1000 and 2999"):
        reading.read_text(SENTENCE, reading.Said(date=date))


@pytest.mark.parametrize("date", ["9999-99-99", "0000-00-00", "2020-00", "2020-02-30"])
def test_dates_of_no_calendar_are_told(date: str) -> None:
    with pytest.raises(InputError, match="is no date; write 2020"):
        reading.read_text(SENTENCE, reading.Said(date=date))


def test_very_many_articles_of_one_id_are_numbered_one_after_the_other(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"id": "a", "language": "fr", "text": "{SENTENCE}"}}\n' * 3, encoding="utf-8")
    assert [one.id for one in reading.read([path, path.resolve()]) if isinstance(one, Article)] == ["a", "a-2", "a-3"]


def test_ids_that_look_like_numbered_ones_stay_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    ids = ("a", "a-2", "a", "a-2", "a")
    lines = (json.dumps({"id": one, "language": "fr", "text": SENTENCE}) for one in ids)
    path.write_text("\n".join(lines), encoding="utf-8")
    found = [one.id for one in reading.read([path]) if isinstance(one, Article)]
    assert found == ["a", "a-2", "a-3", "a-2-2", "a-4"]


# ---- writing ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("character", ["\x00", "\x08", "\x1f", "\ufffe", "\uffff", "\r", "\x85", "\U0010ffff"])
def test_rdf_xml_holds_no_character_that_xml_does_not(statements: Statements, character: str) -> None:
    title = f"a{character}b"
    written = serialise(assemble([replace(statements, article=replace(statements.article, title=title))]), "rdf")
    ET.fromstring(written)  # noqa: S314 - our own file
    read = rdflib.Graph().parse(data=written.encode(), format="xml")
    titles = {str(value) for value in read.objects(None, rdflib.URIRef("https://schema.org/headline"))}
    assert titles in ({title}, {"a\ufffdb"})


@pytest.mark.parametrize("name", ["x" * 300, "x/" * 3000])
def test_a_name_that_no_store_can_have_is_told(run: Run, name: str) -> None:
    Path("a.txt").write_text(SENTENCE, encoding="utf-8")
    for command in (("check", name), ("forget", name, "a"), ("build", "a.txt", "--store", name)):
        done = run(*command)
        assert (done.exit_code, done.stdout) == (1, "")
        assert isinstance(done.exception, KgError)


@pytest.mark.parametrize("field", ["attributed_to", "of", "event", "places"])
def test_a_graph_in_which_a_claim_stands_for_a_node_is_told(statements: Statements, field: str) -> None:
    whole = assemble([statements])
    first, second, *others = graph.claims(whole)
    changes: dict[str, Any] = {field: (second.id,) if field == "places" else second.id}
    described = (graph.documents(whole), graph.relations(whole), graph.entities(whole), graph.events(whole))
    nodes: list[graph.Node] = [node for kind in described for node in kind]
    broken = graph.network(nodes, [replace(first, **changes), second, *others])
    with pytest.raises(GraphError, match=f"{first.id} speaks of the claim {second.id} as if it were none"):
        from_turtle(to_turtle(broken))


@pytest.mark.parametrize("field", ["subject", "object"])
def test_a_graph_in_which_a_relation_stands_for_a_node_is_told(statements: Statements, field: str) -> None:
    whole = assemble([statements])
    first, *others = (claim for claim in graph.claims(whole) if claim.object and claim.relation not in ONE_SIDED)
    described = (graph.documents(whole), graph.relations(whole), graph.entities(whole), graph.events(whole))
    nodes: list[graph.Node] = [node for kind in described for node in kind]
    changes: dict[str, Any] = {field: first.relation}
    with pytest.raises(GraphError, match=f"{first.id} is about the relation {first.relation} as if it were none"):
        from_turtle(to_turtle(graph.network(nodes, [replace(first, **changes), *others])))


# ---- what an article does ----------------------------------------------------------------------------------------


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let reading an article run into a mistake of our own, as hostile texts may."""

    def state(_: Article, **__: object) -> Statements:
        msg = "date value out of range"
        raise OverflowError(msg)

    monkeypatch.setattr(pipeline, "state", state)
    monkeypatch.setattr(pipeline, "prepare", lambda _: None)


@pytest.mark.usefixtures("faulty")
@pytest.mark.parametrize("store", [(), ("--store", "kept")], ids=["files", "store"])
def test_a_mistake_of_ours_is_told_for_a_single_article_too(run: Run, store: tuple[str, ...]) -> None:
    Path("a.txt").write_text(SENTENCE, encoding="utf-8")
    done = run("build", "a.txt", *store)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "a: a fault of kg's own, please report it: OverflowError: date value out of range" in done.stderr


# ---- files of the user -----------------------------------------------------------------------------------------


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_a_line_of_records_is_one_or_is_refused(line: bytes) -> None:
    with suppress(KgError):
        record = read_record(line)
        assert record.text.strip()
        json.dumps([record.id, record.text, dict(record.fields), record.metadata]).encode()


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(st.characters(), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(), max_size=5), inner, max_size=3)
    ),
)


@given(st.fixed_dictionaries({"text": st.just(SENTENCE)}, optional=dict.fromkeys(("id", "title", "date", "x"), JSON)))
def test_a_record_of_any_values_is_text_that_can_be_written(content: dict[str, object]) -> None:
    with suppress(KgError):
        record = read_record(json.dumps(content).encode())
        assert record.text == SENTENCE
        " ".join([record.id or "", *record.fields.values(), *map("".join, record.metadata)]).encode()


@given(st.text(st.characters(), max_size=40) | st.from_regex(r"-?\d{1,5}(-\d\d){0,2}(T\d\d:\d\d)?", fullmatch=True))
def test_any_date_is_of_the_calendar_or_refused(written: str) -> None:
    with suppress(InputError):
        date = reading.read_date(written)
        assert re.fullmatch(r"[12]\d{3}(-\d\d){0,2}", date, re.ASCII)
        assert reading.read_date(date) == date


@given(st.text(st.characters(), max_size=200) | st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_decisions_are_read_as_they_are_written_or_refused(text: str) -> None:
    with suppress(InputError):
        decisions = read_decisions(text)
        assert read_decisions("\n".join(decision_lines(decisions))) == decisions


@given(st.text(st.characters(), max_size=200) | st.lists(st.sampled_from(WORDS), max_size=12).map("\t".join))
def test_a_gazetteer_is_read_or_refused(text: str) -> None:
    with suppress(InputError):
        read_known(text)


def test_a_fact_about_a_told_event_is_drawn_where_events_are(statements: Statements) -> None:
    part = graph.of_article(statements)
    told = next(claim.id for claim in graph.claims(part) if claim.relation == "rel:withdrew")
    odd = [replace(c, subject=told) if c.relation == "rel:origin" else c for c in graph.claims(part)]
    kinds = (graph.documents, graph.entities, graph.events, graph.relations, graph.quotations)
    drawing = draw(graph.network([node for kind in kinds for node in kind(part)], odd))
    assert [line.role for line in drawing.lines if line.first == told and line.role == "fact"] == ["fact"]
    assert told not in drawing.arrangements["folded"].centres


# ---- by the thousand -------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("target", ["readers", "turtle"])
def test_inputs_led_by_coverage(target: str, tmp_path: Path) -> None:
    """Run a short bout of `fuzz_coverage.py`, which may go on for as long as one likes."""
    pytest.importorskip("atheris", reason="pip install atheris, to be led by coverage")
    command = [sys.executable, str(Path(__file__).with_name("fuzz_coverage.py")), target, "-runs=2000", "-seed=1"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.slow
@pytest.mark.model
def test_three_hundred_hostile_inputs() -> None:
    """Run a short bout of `fuzz.py`, of which 20,000 inputs are the long one."""
    command = [sys.executable, str(Path(__file__).with_name("fuzz.py")), "--inputs", "300", "--jobs", "2"]
    done = subprocess.run(command, capture_output=True, text=True, env=dict(os.environ), check=False)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "0 defects")
