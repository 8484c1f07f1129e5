"""Exports: what each format says of the sample article, read back by a tool that did not write it."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from typer.testing import CliRunner

from kg import export
from kg.cli import app, exporting
from kg.export.neo4j import UNIT
from kg.export.projection import project
from kg.graph import Network, assemble, claims, entities, events
from kg.model import Statements
from kg.rdf import from_turtle, to_turtle

GEXF = {"g": "http://www.gexf.net/1.2draft"}
DRONE, KILLED, VICTIM = "drone américain", "a tué", "Qassem Souleimani"


@pytest.fixture
def network(statements: Statements) -> Network:
    return assemble([statements])


def label(graph: Network, key: str) -> str:
    return str(graph.nodes[key]["label"])


def drawn(graph: nx.MultiDiGraph[str]) -> set[tuple[str, str, str, str]]:
    """Give the statements on a drawing: from, label, to, status."""
    return {
        (str(graph.nodes[start]["label"]), str(data["label"]), str(graph.nodes[end]["label"]), str(data["status"]))
        for start, end, data in graph.edges(data=True)
        if data["kind"] == "statement"
    }


def undated(attributes: dict[str, object]) -> dict[str, object]:
    """Leave out what GEXF has of its own: the interval, and the ids of edges."""
    return {name: value for name, value in attributes.items() if name not in {"start", "end", "id"}}


# ---- drawing ---------------------------------------------------------------------------------------------------


def test_statements_between_two_are_edges_that_tell_how_they_are_meant(network: Network) -> None:
    found = drawn(project(network))
    assert (DRONE, KILLED, VICTIM, "Asserted") in found
    assert ("Donald Trump", "a retiré (projeté)", "troupes américaines", "Projected") in found
    assert ("États-Unis", "souhaite (nié)", "présence permanente", "Negated") in found
    assert ("troupes américaines", "originaire de", "États-Unis", "Asserted") in found


def test_every_claim_and_event_is_drawn(network: Network) -> None:
    graph = project(network)
    edges = {key for _, _, key in graph.edges(keys=True)}
    for claim in claims(network):
        is_drawn = claim.id in edges or claim.id in graph or claim.event in graph
        assert is_drawn or claim.value is not None, claim
    assert {event.id for event in events(network)} <= set(graph)
    assert {entity.id for entity in entities(network)} <= set(graph)


def test_events_with_one_participant_and_with_places_are_joined_to_them(network: Network) -> None:
    graph = project(network)
    roles = {
        (str(graph.nodes[start]["relation"]), str(data["relation"]), label(graph, end))
        for start, end, data in graph.edges(data=True)
        if data["kind"] == "role"
    }
    assert {
        ("published", "target", "vidéo 🎥"),
        ("killed", "place", "Bagdad"),
        ("said", "actor", "Mustafa Al-Kadhimi"),
    } <= roles


def test_an_edge_has_its_source_its_sentence_and_its_article(network: Network) -> None:
    graph = project(network)
    (withdrew,) = [
        data
        for _, _, data in graph.edges(data=True)
        if data.get("relation") == "withdrew" and data["kind"] == "statement"
    ]
    assert withdrew["attributed_to"] == "Donald Trump"
    assert withdrew["article"] == "Un titre <b>&"
    assert withdrew["sentences"] == (
        "Mustafa Al-Kadhimi a déclaré que Donald Trump avait promis de retirer les troupes américaines."
    )
    assert (withdrew["relation_en"], withdrew["polarity"], withdrew["modality"]) == ("withdrew", "positive", "promised")
    assert withdrew["confidence"] == 0.9


def test_graphml_is_read_back_by_networkx_as_it_was(network: Network) -> None:
    text = export.to_graphml(network).encode()
    read: nx.MultiDiGraph[str] = nx.MultiDiGraph(nx.read_graphml(io.BytesIO(text), force_multigraph=True))
    wanted = project(network)
    assert list(read.nodes(data=True)) == list(wanted.nodes(data=True))
    assert list(read.edges(keys=True, data=True)) == list(wanted.edges(keys=True, data=True))


def test_gexf_is_read_back_by_networkx_as_it_was(network: Network) -> None:
    read: nx.MultiDiGraph[str] = nx.MultiDiGraph(nx.read_gexf(io.BytesIO(export.to_gexf(network).encode())))
    wanted = project(network)
    assert {key: undated(data) for key, data in read.nodes(data=True)} == dict(wanted.nodes.items())
    edges = {data["id"]: undated(data) for _, _, data in read.edges(data=True)}
    assert edges == {key: data for _, _, key, data in wanted.edges(keys=True, data=True)}
    assert drawn(read) == drawn(wanted)


def test_gexf_has_an_interval_where_the_time_is_known_and_nothing_of_today(network: Network) -> None:
    text = export.to_gexf(network)
    root = ET.fromstring(text)  # noqa: S314 - our own file
    (graph,) = root.findall("g:graph", GEXF)
    assert (graph.get("mode"), graph.get("timeformat")) == ("dynamic", "date")
    edges = {edge.get("label"): edge for edge in root.iterfind(".//g:edge", GEXF)}
    assert (edges[KILLED].get("start"), edges[KILLED].get("end")) == ("2020-01-03", "2020-01-03")
    assert edges["souhaite (nié)"].get("start") is None
    nodes = {node.get("label"): node for node in root.iterfind(".//g:node", GEXF)}
    assert nodes[f"{DRONE} {KILLED} {VICTIM}"].get("start") == "2020-01-03"
    assert nodes[DRONE].get("start") is None
    assert "lastmodifieddate" not in text
    assert "networkx" not in text.casefold()


# ---- spreadsheets ----------------------------------------------------------------------------------------------


def tables(network: Network) -> dict[str, list[dict[str, str]]]:
    files = export.to_csv(network)
    assert all(content.startswith("\ufeff") for content in files.values())
    return {
        name: list(csv.DictReader(io.StringIO(content.removeprefix("\ufeff"), newline="")))
        for name, content in files.items()
    }


def test_tables_have_a_row_for_each_thing(network: Network) -> None:
    found = tables(network)
    assert {name: len(rows) for name, rows in found.items()} == {
        "articles.csv": 1, "entities.csv": 10, "events.csv": 5, "claims.csv": 8, "facts.csv": 2, "quotations.csv": 1,
    }  # fmt: skip
    (killed,) = [row for row in found["claims.csv"] if row["relation"] == "killed"]
    assert (killed["subject"], killed["relation_fr"], killed["object"]) == (DRONE, KILLED, VICTIM)
    assert (killed["time"], killed["first_day"], killed["last_day"]) == ("2020-01-03",) * 3
    assert (killed["places"], killed["status"], killed["confidence"]) == ("Bagdad", "Asserted", "0.9")


def test_one_sided_claims_have_one_end_in_a_table(network: Network) -> None:
    rows = {row["relation"]: row for row in tables(network)["claims.csv"]}
    assert (rows["published"]["subject"], rows["published"]["object"]) == ("", "vidéo 🎥")
    assert (rows["fr:exploser"]["subject"], rows["fr:exploser"]["object"]) == ("", "")
    assert rows["fr:exploser"]["label_fr"] == "… explosion"


def test_what_is_not_stated_says_so_in_its_label(network: Network) -> None:
    rows = {row["relation"]: row for row in tables(network)["claims.csv"]}
    assert rows["wanted"]["label_fr"] == "États-Unis souhaite (nié) présence permanente"
    assert rows["said"]["label_en"] == (
        "Mustafa Al-Kadhimi said: Donald Trump promised (reported): Donald Trump withdrew (planned) troupes américaines"
    )


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "'=x", "''-y", "\uff1d1"])
def test_a_formula_is_defused_and_comes_back(text: str) -> None:
    guarded = export.guarded(text)
    assert guarded[0] == "'"
    assert export.unguarded(guarded) == text


@pytest.mark.parametrize("text", ["Paris", "'tis", "5-6", ""])
def test_other_texts_stand_as_they_are(text: str) -> None:
    assert export.guarded(text) == export.unguarded(text) == text


# ---- property graph --------------------------------------------------------------------------------------------


def bulk(network: Network) -> dict[str, list[dict[str, str]]]:
    return {
        name: list(csv.DictReader(io.StringIO(text, newline=""))) for name, text in export.to_neo4j(network).items()
    }


def test_bulk_import_has_typed_headers_and_labels(network: Network) -> None:
    files = export.to_neo4j(network)
    assert files["entities.csv"].partition("\n")[0] == (
        "id:ID,label,type,names:string[],facts:string[],articles:string[],links:string[],link_confidence:double,"
        "latitude:double,longitude:double,reasons:string[],:LABEL"
    )
    assert files["relationships.csv"].partition("\n")[0] == ":START_ID,:END_ID,:TYPE,claim,relation"
    read = bulk(network)
    assert {row[":LABEL"] for row in read["claims.csv"]} == {
        UNIT.join(("Claim", status)) for status in ("Asserted", "Reported", "Negated", "Projected")
    }
    (killed,) = [row for row in read["events.csv"] if row["relation"] == "killed"]
    assert (killed["first_day:date"], killed[":LABEL"]) == ("2020-01-03", UNIT.join(("Event", "ASSAULT")))


def test_relationships_join_nodes_that_are_there(network: Network) -> None:
    read = bulk(network)
    ids = {row["id:ID"] for name, rows in read.items() if name != "relationships.csv" for row in rows}
    assert {row[end] for row in read["relationships.csv"] for end in (":START_ID", ":END_ID")} <= ids


def test_only_what_is_stated_joins_participants_directly(network: Network) -> None:
    rows = bulk(network)["relationships.csv"]
    direct = {(label(network, row[":START_ID"]), row[":TYPE"]) for row in rows if row["claim"]}
    assert {(DRONE, "KILLED"), (DRONE, "STRUCK"), ("troupes américaines", "ORIGIN")} <= direct
    assert not {kind for _, kind in direct} & {"WITHDREW", "WANTED", "PROMISED"}
    stated = {claim.id for claim in claims(network) if claim.status == "Asserted"}
    assert {row["claim"] for row in rows if row["claim"]} <= stated


def test_the_command_names_every_file(network: Network) -> None:
    named = re.findall(r"--(?:nodes|relationships)=(\S+)", export.NEO4J_COMMAND)
    assert sorted(named) == sorted(export.to_neo4j(network))


def test_the_script_makes_constraints_before_nodes_before_relationships(network: Network) -> None:
    statements = [part.strip() for part in export.to_cypher(network).split(";\n") if part.strip()]
    kinds = [
        "constraint" if part.startswith("CREATE CONSTRAINT") else "nodes" if "\nMATCH" not in part else "relationships"
        for part in statements
    ]
    assert kinds == sorted(kinds, key=["constraint", "nodes", "relationships"].index)
    assert all("IF NOT EXISTS" in part or "MERGE" in part for part in statements)
    assert not [part for part in statements if re.search(r"\bCREATE \(", part)]


# ---- the seed --------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_graph_of_the_seed_loses_no_claim() -> None:
    seed = Path(__file__).parents[1] / "output" / "iraq-us-2020-09.ttl"
    network = from_turtle(seed.read_text(encoding="utf-8"))
    made = {claim.id for claim in claims(network)}
    found = tables(network)
    assert {row["id"] for row in (*found["claims.csv"], *found["facts.csv"])} == made
    assert {row["id:ID"] for row in bulk(network)["claims.csv"]} == made
    assert all(key in export.to_cypher(network) for key in made)


# ---- command line ----------------------------------------------------------------------------------------------


@pytest.fixture
def saved(network: Network, tmp_path: Path) -> Path:
    path = tmp_path / "sample.ttl"
    path.write_text(to_turtle(network), encoding="utf-8")
    return path


def test_the_formats_of_the_command_are_those_of_the_room() -> None:
    assert get_args(exporting.Format) == get_args(export.Format)
    assert {*export.FILES, *export.FOLDERS} == set(get_args(export.Format))


@pytest.mark.parametrize("form", ["graphml", "gexf", "cypher", "markdown"])
def test_a_file_goes_beside_the_graph(saved: Path, form: export.Format) -> None:
    done = CliRunner().invoke(app, ["export", str(saved), "--to", form])
    path = saved.with_name(f"sample{export.FILES[form].ending}")
    assert (done.exit_code, done.stdout) == (0, f"{path}\n")
    assert path.stat().st_size


@pytest.mark.parametrize("form", ["csv", "neo4j", "obsidian"])
def test_a_folder_keeps_what_else_is_in_it(saved: Path, form: export.Format) -> None:
    folder = saved.with_name("out")
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    done = CliRunner().invoke(app, ["export", str(saved.parent), "--to", form, "-o", str(folder)])
    assert (done.exit_code, done.stdout) == (0, f"{folder}\n")
    assert (folder / "mine.txt").read_text() == "mine"
    assert sum(path.is_file() for path in folder.rglob("*")) > 1
    assert ("neo4j-admin database import" in done.stderr) == (form == "neo4j")


def test_a_file_may_go_into_a_folder(saved: Path) -> None:
    folder = saved.with_name("out")
    folder.mkdir()
    done = CliRunner().invoke(app, ["export", str(saved), "--to", "gexf", "-o", str(folder)])
    assert done.stdout == f"{folder / 'sample.gexf'}\n"


def test_a_folder_cannot_be_a_file(saved: Path) -> None:
    done = CliRunner().invoke(app, ["export", str(saved), "--to", "csv", "-o", str(saved)])
    assert done.exit_code == 2
    assert "is a file; csv needs a folder" in " ".join(done.stderr.split())


def test_the_same_graph_gives_the_same_bytes_in_whatever_order_it_comes(
    statements: Statements, network: Network
) -> None:
    again = assemble([statements])
    for form in export.FILES.keys() - {"ftm"}:
        assert export.FILES[form].write(network) == export.FILES[form].write(again)
    for write in export.FOLDERS.values():
        assert write(network) == write(again)
