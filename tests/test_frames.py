"""Graphs as data frames of pandas: which tables and columns, of which kinds, and what they hold."""

from __future__ import annotations

import sys
from dataclasses import fields
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from strategies import statements as drawn_statements

import kg
from kg.errors import GraphError
from kg.export.frames import Frames
from kg.export.rows import ArticleRow, ClaimRow, EntityRow, EventRow, QuotationRow, Row
from kg.graph import of_article
from kg.model import Statements

pytest.importorskip("pandas", reason="needs pandas: pip install pandas")

ROWS: dict[str, type[Row]] = {
    "entities": EntityRow,
    "events": EventRow,
    "facts": ClaimRow,
    "claims": ClaimRow,
    "quotations": QuotationRow,
    "articles": ArticleRow,
}


def kinds(frames: Frames) -> dict[str, dict[str, str]]:
    """Give the kind of each column of each table."""
    return {
        name: {str(column): str(kind) for column, kind in frame.dtypes.items()}
        for name, frame in frames._asdict().items()
    }


@pytest.fixture
def frames(statements: Statements) -> Frames:
    return kg.Graph([statements]).to_pandas()


def test_each_row_has_its_columns(frames: Frames) -> None:
    for name, frame in frames._asdict().items():
        assert [frame.index.name, *frame.columns] == [field.name for field in fields(ROWS[name])]
        assert frame.index.is_unique


def test_columns_are_of_the_kinds_that_are_promised(frames: Frames) -> None:
    found = kinds(frames)
    assert found["entities"]["label"] == "string"
    assert found["entities"]["names"] == "object"
    assert found["entities"]["latitude"] == "float64"
    assert found["events"]["first_day"] == "datetime64[s]"
    assert found["quotations"]["start"] == "int64"


def test_an_empty_graph_has_the_same_columns(frames: Frames) -> None:
    empty = kg.Graph().to_pandas()
    assert [len(frame) for frame in empty] == [0] * len(ROWS)
    assert kinds(empty) == kinds(frames)


def test_what_the_tables_hold(frames: Frames) -> None:
    entities, events, facts, *_ = frames
    assert set(entities["label"]) >= {"Qassem Souleimani", "Donald Trump", "vidéo 🎥"}
    killed = events[events["relation"] == "killed"].iloc[0]
    assert (killed["actors"], killed["targets"]) == (("drone américain",), ("Qassem Souleimani",))
    assert killed["first_day"] == datetime(2020, 1, 3)  # noqa: DTZ001 - a day of no zone of time
    assert facts["value"].dropna().tolist() == ["général"]
    assert set(frames.claims["status"]) == {"Asserted", "Reported", "Projected", "Negated"}


def test_what_has_no_value_is_missing(frames: Frames) -> None:
    trump = frames.entities[frames.entities["label"] == "Donald Trump"].iloc[0]
    assert trump["links"] == ()
    assert frames.entities["link_confidence"].isna().all()
    bare = frames.events[frames.events["relation"] == "fr:exploser"]
    assert bare["time"].isna().all()
    assert bare["first_day"].isna().all()


def test_tables_join(frames: Frames) -> None:
    entities, _, facts, *_ = frames
    joined = facts.merge(entities, left_on="subject_id", right_index=True, suffixes=("", "_of_subject"))
    assert dict(zip(joined["subject"], joined["type"], strict=True)) == {
        "Qassem Souleimani": "Person",
        "troupes américaines": "Group",
    }


def test_a_graph_that_is_read_back_has_the_same_tables(frames: Frames, statements: Statements, tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text(kg.Graph([statements]).to_turtle(), encoding="utf-8")
    for read, made in zip(kg.load(path).to_pandas(), frames, strict=True):
        assert read.equals(made)


@given(drawn_statements(surrogates=True))
def test_any_graph_has_tables(drawn: Statements) -> None:
    frames = kg.Graph([drawn]).to_pandas()
    assert kinds(frames) == kinds(kg.Graph().to_pandas())
    network = of_article(drawn)
    assert len(frames.entities) == sum(data["kind"] == "entity" for _, data in network.nodes(data=True))


def test_without_pandas_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(GraphError, match="pip install pandas"):
        kg.Graph().to_pandas()
