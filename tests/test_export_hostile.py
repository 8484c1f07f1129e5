"""Exports of names and texts that break careless writers: each format stays what it is, and gives the text back."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
import strategies
from hypothesis import HealthCheck, given, settings
from markdown_it import MarkdownIt

from kg import export
from kg.export.characters import line
from kg.export.neo4j import UNIT
from kg.export.projection import project
from kg.graph import Network, assemble, claims, documents, entities
from kg.model import Entity, Event, Fact, Statements

pytestmark = pytest.mark.slow  # every format, for every name

NAMES = (
    *strategies.HOSTILE,
    "=cmd|' /C calc'!A0",
    "-2+3",
    "</node>",
    "</graphml>]]>&amp;",
    "{{template}} <% code %>",
    "[[Donald Trump|x]]#^block",
    "a\\u0027b' MATCH (n) DETACH DELETE n //",
    "back\\\\slash\\",
    "`); DROP CONSTRAINT kg_entity_id;",
    "%%hidden%% $x$ ==y==",
    "`code` *bold* _it_ ~~no~~ ![i](u) <a@b.c>",
    "# heading\n\n- item\n\n```\ncode",
    "- item",
    "1. one",
    "con",
    "A/B:C*?",
    "\ufeffmark",
    f"unit{UNIT}separator",
    "half \ud800 surrogate",
    "x" * 10_000,
    "é" * 300,
    "😀" * 100,
)
drawn_statements = strategies.statements(surrogates=True)
several = settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(params=NAMES, ids=range(len(NAMES)))
def name(request: pytest.FixtureRequest) -> str:
    """Give one name after the other."""
    return str(request.param)


@pytest.fixture
def network(statements: Statements, name: str) -> Network:
    return named(statements, name)


def named(statements: Statements, name: str) -> Network:
    """Give the graph of the sample article where everything that can have a name has this one."""

    def entity(one: Entity) -> Entity:
        return replace(one, label=name, names=(name, f"{name} {one.id}"), links=(name,))

    def event(one: Event) -> Event:
        relation = one.relation if one.id == "v4" else f"fr:{name}"
        return replace(one, labels=(("en", name), ("fr", name)), relation=relation, rules=(name,))

    def fact(one: Fact) -> Fact:
        return replace(one, value=name if one.object is None else None)

    article = replace(statements.article, id=name, title=name, source=name)
    return assemble(
        [
            replace(
                statements,
                article=article,
                entities=tuple(map(entity, statements.entities)),
                events=tuple(map(event, statements.events)),
                facts=tuple(map(fact, statements.facts)),
            )
        ]
    )


# ---- drawing ---------------------------------------------------------------------------------------------------


def check_drawings(graph: Network) -> None:
    wanted = project(graph)
    read: nx.MultiDiGraph[str] = nx.MultiDiGraph(
        nx.read_graphml(io.BytesIO(export.to_graphml(graph).encode()), force_multigraph=True)
    )
    assert list(read.nodes(data=True)) == list(wanted.nodes(data=True))
    assert list(read.edges(keys=True, data=True)) == list(wanted.edges(keys=True, data=True))
    root = ET.fromstring(export.to_gexf(graph))  # noqa: S314 - our own file
    labels = {node.get("id"): node.get("label") for node in root.iter("{http://www.gexf.net/1.2draft}node")}
    assert labels == {key: data["label"] for key, data in wanted.nodes(data=True)}
    edges = {edge.get("id") for edge in root.iter("{http://www.gexf.net/1.2draft}edge")}
    assert edges == {key for _, _, key in wanted.edges(keys=True)}


def test_drawings_hold_any_name(network: Network, name: str) -> None:
    check_drawings(network)
    labels = {data["label"] for _, data in project(network).nodes(data=True) if data["kind"] == "entity"}
    assert labels == {line(name)} or not line(name)


@several
@given(drawn_statements)
def test_drawings_hold_any_article(drawn: Statements) -> None:
    check_drawings(assemble([drawn]))


# ---- tables ----------------------------------------------------------------------------------------------------


def check_tables(graph: Network) -> None:
    for text in export.to_csv(graph).values():
        header, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
        assert text.count("\r\n") == len(rows) + 1
        assert all(len(row) == len(header) for row in rows)
        assert not [cell for row in rows for cell in row if cell[:1] in {"=", "+", "@", "\t", "\r"}]
    for text in export.to_neo4j(graph).values():
        header, *rows = csv.reader(io.StringIO(text, newline=""))
        assert text.count("\n") == len(rows) + 1
        assert all(len(row) == len(header) for row in rows)


def test_tables_hold_any_name(network: Network, name: str) -> None:
    check_tables(network)
    text = export.to_csv(network)["entities.csv"].removeprefix("\ufeff")
    labels = {export.unguarded(row["label"]) for row in csv.DictReader(io.StringIO(text, newline=""))}
    assert labels == {line(name)} or not line(name)
    rows = list(csv.DictReader(io.StringIO(export.to_neo4j(network)["entities.csv"], newline="")))
    known = {line(name), *(line(f"{name} e{number}") for number in range(1, 11))}
    assert {part for row in rows for part in row["names:string[]"].split(UNIT)} <= known


@several
@given(drawn_statements)
def test_tables_hold_any_article(drawn: Statements) -> None:
    check_tables(assemble([drawn]))


# ---- Cypher ----------------------------------------------------------------------------------------------------

STRING = re.compile(r"'((?:[^'\\]|\\.)*)'", re.DOTALL)
OUTSIDE = re.compile(r"[\w\s{}\[\]():;,.=+>`-]*")


def strings(script: str) -> set[str]:
    """Read the strings of a script as Neo4j does, with what looks like an escape before strings are looked for."""
    early = re.sub(r"\\u([0-9a-fA-F]{4})", lambda escape: chr(int(escape[1], 16)), script)
    assert early == script
    joined = script.replace("' + '", "\x00")
    found = {re.sub(r"\\(.)", r"\1", string[1].replace("\x00", "")) for string in STRING.finditer(joined)}
    assert OUTSIDE.fullmatch(STRING.sub("", joined))
    return found


def test_names_stay_within_the_strings_of_the_script(network: Network, name: str) -> None:
    script = export.to_cypher(network)
    assert line(name) in strings(script) or not line(name)
    assert len(re.findall(r";$", script, re.MULTILINE)) == script.count("MERGE") + 5


@several
@given(drawn_statements)
def test_texts_stay_within_the_strings_of_the_script(drawn: Statements) -> None:
    graph = assemble([drawn])
    found = strings(export.to_cypher(graph))
    assert {line(piece.sentence_text) for claim in claims(graph) for piece in claim.evidence} - {""} <= found


# ---- notes -----------------------------------------------------------------------------------------------------

LINK = re.compile(r"(?<!\\)\[\[([^\[\]|]+)\|([^\[\]|]+)\]\]")


def structure(markdown: str) -> list[str]:
    """Give what a Markdown parser sees but for words."""
    tokens = MarkdownIt().enable(["table", "strikethrough"]).parse(markdown)
    inner = {child.type for token in tokens for child in token.children or []}
    assert inner <= {"text", "text_special", "strong_open", "strong_close", "softbreak", "link_open", "link_close"}
    return [token.type for token in tokens]


def notes(graph: Network) -> Iterator[tuple[str, str, str]]:
    """Yield the name, the front matter and the text of each note."""
    for path, note in export.to_obsidian(graph).items():
        start, matter, text = note.split("---\n", 2)
        assert start == ""
        yield path, matter, text


def check_notes(graph: Network) -> None:
    yaml = pytest.importorskip("yaml")
    paths = [path for path, _, _ in notes(graph)]
    assert len({path.casefold() for path in paths}) == len([*entities(graph), *documents(graph)])
    for path, matter, text in notes(graph):
        folder, _, file = path.partition("/")
        assert folder in {"Entities", "Articles"}
        assert re.fullmatch(r'[^/\\*"<>:|?#^\[\]%\x00-\x1f.\s][^/\\*"<>:|?#^\[\]%\x00-\x1f]*\.md', file)
        assert len(file.encode()) <= 255
        for link in LINK.finditer(text):
            assert f"{link[1]}.md" in paths
        assert not re.search(r"(?<!\\)\[\[|(?<!\\)%%|(?<!\\)`", LINK.sub("", text))
        values = yaml.safe_load(matter)
        assert values == {key: json.loads(value) for key, value in (row.split(": ", 1) for row in matter.splitlines())}


def test_the_report_has_the_same_structure_whatever_the_name(
    statements: Statements, network: Network, name: str
) -> None:
    usual = structure(export.to_markdown(named(statements, "Nom")))
    assert structure(export.to_markdown(network)) == usual or not line(name)


def test_notes_hold_any_name(network: Network) -> None:
    check_notes(network)


@several
@given(drawn_statements)
def test_notes_hold_any_article(drawn: Statements) -> None:
    graph = assemble([drawn])
    check_notes(graph)
    assert "html_block" not in structure(export.to_markdown(graph))


# ---- FollowTheMoney --------------------------------------------------------------------------------------------


def check_entities(graph: Network) -> None:
    ftm = pytest.importorskip("followthemoney")
    lines = export.to_ftm(graph).split("\n")[:-1]
    ids = set()
    for text in lines:
        data = json.loads(text)
        proxy = ftm.model.get_proxy(data, cleaned=False)
        proxy.schema.validate(proxy.to_dict())
        assert proxy.to_dict() == data
        ids.add(proxy.id)
    assert len(ids) == len(lines)


def test_entities_hold_any_name(network: Network) -> None:
    check_entities(network)


@several
@given(drawn_statements)
def test_entities_hold_any_article(drawn: Statements) -> None:
    check_entities(assemble([drawn]))
