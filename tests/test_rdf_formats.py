"""The graph in every format: the same triples for every reader, the same bytes on every machine."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld
from rdflib.compare import to_isomorphic
from strategies import statements as drawn_statements
from strategies import words

from kg.errors import GraphError
from kg.graph import Decisions, assemble, decision_lines, of_article, read_decisions
from kg.model import Statements
from kg.rdf import DATASETS, GRAPHS, Dataset, read, serialise, serialise_articles, to_turtle
from kg.rdf.datasets import from_quads

READABLE = [form for form in GRAPHS if form != "rdf"]


def by_oxigraph(turtle: str) -> set[ox.Triple]:
    """Give the triples of a Turtle text."""
    return {quad.triple for quad in ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE)}


@pytest.mark.slow
@pytest.mark.parametrize("form", READABLE)
@given(drawn_statements())
def test_each_format_holds_the_same_triples(form: str, statements: Statements) -> None:
    graph = assemble([statements])
    written = serialise(graph, form)
    syntax = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "jsonld": ox.RdfFormat.JSON_LD}[form]
    assert {quad.triple for quad in ox.parse(written.encode(), format=syntax)} == by_oxigraph(to_turtle(graph))


@pytest.mark.parametrize("form", READABLE)
def test_a_saved_graph_is_read_back(statements: Statements, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"graph.{form}"
    path.write_text(serialise(assemble([statements]), form, "https://news.test/"), encoding="utf-8")
    saved = read(path)
    assert (saved.base, saved.dataset) == ("https://news.test/", None)
    assert to_turtle(saved.network) == to_turtle(assemble([statements]))


def test_rdf_xml_is_written_for_others(statements: Statements) -> None:
    graph = assemble([statements])
    written = serialise(graph, "rdf")
    assert to_isomorphic(rdflib.Graph().parse(data=written, format="xml")) == to_isomorphic(
        rdflib.Graph().parse(data=to_turtle(graph), format="turtle")
    )


@pytest.mark.parametrize("name", ["graph.rdf", "graph.xml", "graph.owl", "graph.csv", "graph"])
def test_what_is_not_read_is_said_with_what_is(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", encoding="utf-8")
    with pytest.raises(GraphError, match=r"a graph is read from \.ttl, \.trig, \.nt, \.nq, \.jsonld, or from a store"):
        read(tmp_path / name)


def test_a_format_that_does_not_exist(statements: Statements) -> None:
    with pytest.raises(GraphError, match="choose from ttl, nt, jsonld, rdf"):
        serialise(assemble([statements]), "trig")
    with pytest.raises(GraphError, match="choose from trig, nq"):
        serialise_articles(Dataset([of_article(statements)]), "ttl")


# ---- JSON-LD ---------------------------------------------------------------------------------------------------


def test_json_ld_reads_like_json(statements: Statements) -> None:
    document = json.loads(serialise(assemble([statements]), "jsonld"))
    nodes = {node["id"]: node for node in document["@graph"]}
    assert len(nodes) == len(document["@graph"])
    (killing,) = [node for node in nodes.values() if node.get("predicate") == "kg:killed"]
    assert killing["type"] == "kg:Claim"
    assert nodes[killing["subject"]]["label"] == "drone américain"
    assert nodes[killing["subject"]]["searchLabel"] == "drone americain"
    assert nodes[killing["object"]["id"]]["name"] == "Qassem Souleimani"
    assert (killing["status"], killing["confidence"], killing["time"]) == ("kg:Asserted", "0.9", "2020-01-03")
    words = nodes[killing["evidence"]]
    assert (words["type"], words["beginIndex"], words["anchorOf"]) == ("nif:Phrase", 52, "à Bagdad, tuant")
    assert nodes["kg:killed"]["label"] == [
        {"@value": "killed", "@language": "en"},
        {"@value": "a tué", "@language": "fr"},
    ]


@pytest.mark.slow
@given(drawn_statements())
def test_the_reference_reader_of_json_ld_reads_the_same_triples(statements: Statements) -> None:
    graph = assemble([statements])
    # PyLD, written by authors of the standard; it fetches nothing, for the context is in the file
    written = jsonld.to_rdf(json.loads(serialise(graph, "jsonld")), {"format": "application/n-quads"})
    assert {quad.triple for quad in ox.parse(written.encode(), format=ox.RdfFormat.N_QUADS)} == by_oxigraph(
        to_turtle(graph)
    )


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of rdflib's reader, about rdflib itself
def test_rdflib_reads_json_ld_too(statements: Statements) -> None:
    graph = assemble([statements])
    assert to_isomorphic(rdflib.Graph().parse(data=serialise(graph, "jsonld"), format="json-ld")) == to_isomorphic(
        rdflib.Graph().parse(data=to_turtle(graph), format="turtle")
    )


@pytest.mark.parametrize("context", ["https://example.org/context", "file:///etc/hostname"])
def test_no_context_is_fetched(tmp_path: Path, context: str) -> None:
    path = tmp_path / "graph.jsonld"
    path.write_text(json.dumps({"@context": context, "@id": "https://example.org/a", "name": "b"}), encoding="utf-8")
    with pytest.raises(GraphError, match="is no JSON-LD"):
        read(path)


# ---- articles, each a graph ------------------------------------------------------------------------------------


@pytest.mark.slow
@given(st.lists(drawn_statements(), max_size=3, unique_by=lambda one: (one.article.id, one.article.text)))
def test_articles_come_back_one_by_one(articles: list[Statements]) -> None:
    dataset = Dataset([of_article(article) for article in articles])
    merged = to_turtle(dataset.merged)
    assert merged == to_turtle(assemble(articles))
    for form in DATASETS:
        written = serialise_articles(dataset, form)
        again = _read_back(written, form)
        assert serialise_articles(again, form) == written
        assert to_turtle(again.merged) == merged


@pytest.mark.slow
@given(st.lists(drawn_statements(), min_size=1, max_size=3, unique_by=lambda one: (one.article.id, one.article.text)))
def test_to_drop_the_graph_of_an_article_is_to_withdraw_it(articles: list[Statements]) -> None:
    parts = [of_article(article) for article in articles]
    all_of_them = _named(serialise_articles(Dataset(parts), "trig"))
    for number, part in enumerate(parts):
        (name,) = {quad.graph_name for quad in _named(serialise_articles(Dataset([part]), "trig"))}
        others = Dataset([*parts[:number], *parts[number + 1 :]])
        assert {quad for quad in all_of_them if quad.graph_name != name} == _named(serialise_articles(others, "trig"))


def test_decisions_are_kept_with_the_articles(statements: Statements) -> None:
    decisions = read_decisions("merge \"Donald Trump\" 'Mustafa Al-Kadhimi' # for the test\nsplit Bagdad")
    dataset = Dataset([of_article(statements)], decisions)
    again = _read_back(serialise_articles(dataset, "trig"), "trig")
    assert again.decisions == decisions
    assert to_turtle(again.merged) == to_turtle(assemble([statements], decisions)) != to_turtle(assemble([statements]))


@pytest.mark.parametrize("form", DATASETS)
def test_wherever_a_dataset_is_cut_it_is_noticed(statements: Statements, tmp_path: Path, form: str) -> None:
    data = serialise_articles(Dataset([of_article(statements)]), form).encode()
    path = tmp_path / f"cut.{form}"
    for end in range(1, len(data) - 3, 997):
        path.write_bytes(data[:end])
        with pytest.raises(GraphError):
            read(path)


def test_a_graph_of_another_article_is_noticed(statements: Statements, tmp_path: Path) -> None:
    path = tmp_path / "graph.trig"
    written = serialise_articles(Dataset([of_article(statements)]), "trig")
    path.write_text(written.replace("doc:0a6290213771 {", "doc:another {"), encoding="utf-8")
    with pytest.raises(GraphError, match="does not describe the article of that name alone"):
        read(path)


@pytest.mark.slow
@pytest.mark.parametrize("form", [*GRAPHS, *DATASETS])
def test_the_same_bytes_whatever_the_machine(statements: Statements, form: str) -> None:
    code = (
        "import sys, pickle; from kg.pipeline import Graph;"
        f"sys.stdout.buffer.write(Graph(pickle.load(sys.stdin.buffer)).to_rdf('{form}').encode())"
    )
    written = set()
    for seed, zone, locale in (("1", "UTC", "C"), ("7", "Asia/Tokyo", "C.UTF-8"), ("42", "UTC", "C")):
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale}
        run = subprocess.run(
            [sys.executable, "-c", code],
            input=pickle.dumps([statements]),
            env=environment,
            capture_output=True,
            check=True,
        )
        written.add(run.stdout)
    assert len(written) == 1


@given(st.lists(st.tuples(words(), words()), max_size=3))
def test_decisions_are_written_as_they_are_read(pairs: list[tuple[str, str]]) -> None:
    one_line = [pair for pair in pairs if not any(end in name for name in pair for end in "\r\n")]
    decisions = Decisions(tuple(one_line), tuple(name for name, _ in one_line))
    assert read_decisions("\n".join(decision_lines(decisions))) == decisions


def _read_back(written: str, form: str) -> Dataset:
    syntax = {"trig": ox.RdfFormat.TRIG, "nq": ox.RdfFormat.N_QUADS}[form]
    return from_quads(ox.parse(written.encode(), format=syntax))


def _named(trig: str) -> set[ox.Quad]:
    parsed = ox.parse(trig.encode(), format=ox.RdfFormat.TRIG)
    return {quad for quad in parsed if isinstance(quad.graph_name, ox.NamedNode)}
