"""The gate: figures on annotated articles do not fall; and tests of what measures them."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from measure import GOLD, falls, load_floors, measured
from scoring import FIGURES, ROLES, anchored, figures

ARTICLES = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(Path(GOLD).glob("*.json"))}


@pytest.mark.model
def test_no_figure_falls_below_its_floor() -> None:
    found, floors = measured(), load_floors()
    assert {name: falls(measure, floors.get(name)) for name, measure in found.items()} == {name: [] for name in found}


@pytest.mark.parametrize("gold", ARTICLES.values(), ids=list(ARTICLES))
def test_gold_holds_only_words_of_its_text_and_known_ids(gold: dict[str, Any]) -> None:
    entities = {entity["id"] for entity in gold["entities"]}
    assert not [name for entity in gold["entities"] for name in entity["names"] if name not in gold["text"]]
    for event in gold["events"]:
        assert all(anchored(gold["text"], anchor) for anchor in event["anchors"])
        assert entities.issuperset(entity for role in [*ROLES.values(), "source"] for entity in event[role])
    for fact in gold["facts"]:
        assert entities.issuperset({fact["subject"], fact["object"], fact["of"]} - {None})
        assert (fact["object"] is None) != (fact["value"] is None)


def as_graph(gold: dict[str, Any]) -> dict[str, Any]:
    """Write a gold annotation as the graph JSON of a system that finds exactly that."""
    events = [
        {**event, **{many: event[role] for many, role in ROLES.items()}, "sources": event["source"],
         "id": event["id"].lower(), "time": {"value": event["time"]} if event["time"] else None,
         "triggers": [
             {"start": span.start, "end": span.stop, "text": gold["text"][span.start : span.stop]}
             for span in (anchored(gold["text"], anchor) for anchor in event["anchors"])
         ]}
        for event in gold["events"]
    ]  # fmt: skip
    return {"entities": copy.deepcopy(gold["entities"]), "events": events, "facts": copy.deepcopy(gold["facts"])}


@pytest.mark.parametrize("gold", ARTICLES.values(), ids=list(ARTICLES))
def test_a_perfect_graph_scores_one(gold: dict[str, Any]) -> None:
    assert figures([(gold, as_graph(gold))]) == dict.fromkeys(FIGURES, 1.0) | {"unsound": 0.0}


def test_an_empty_graph_scores_nothing() -> None:
    empty: dict[str, Any] = {"entities": [], "events": [], "facts": []}
    assert figures([(ARTICLES["rachat-2024-04-18"], empty)]) == dict.fromkeys([*FIGURES, "unsound"], 0.0)


def test_each_mistake_lowers_its_own_figure() -> None:
    gold = ARTICLES["peche-2023-03-14"]
    graph = as_graph(gold)
    told = next(event for event in graph["events"] if event["gloss"] == "pay")
    told.update(sources=[], modality="actual", time={"value": "2023-03"}, actors=["E8"])
    graph["facts"].append({"subject": "E1", "relation": "age", "object": None, "value": "40", "of": None})
    graph["events"].append({**told, "id": "x", "triggers": [{"start": 0, "end": 1, "text": "M"}]})
    found = figures([(gold, graph)])
    assert all(found[figure] < 1 for figure in FIGURES)
    assert found["unsound"] > 0
