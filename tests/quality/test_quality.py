"""The gate: figures on annotated articles do not fall; and tests of what measures them."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from coreference import Document, _mentions, conll, judge
from coreference import read as read_chains
from deep_sequoia import Argument, count, found_in, gold_parse, read_deep
from measure import GOLD, falls, load_floors, measured
from quotations import measure as measure_quotations
from quotations import sample
from scoring import FIGURES, ROLES, anchored, figures
from timebank import Triggers

from kg.annotation.training.treebanks import read

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


DEEP = """# sent_id = s1
# text = Le maire a été tué par un drone.
1	Le	le	D	DET	n=s	2	det	2:det	_	*	*
2	maire	maire	N	NC	g=m	5	suj:obj	5:obj	_	*	*
3	a	avoir	V	V	void=y	5	S:aux.tps	_	_	*	*
4	été	être	V	VPP	void=y	5	S:aux.pass	_	_	*	*
5	tué	tuer	V	VPP	diat=passif	0	root	0:root	_	*	*
6	par	par	P	P	void=y	5	S:p_obj.agt:suj	_	_	*	*
7	un	un	D	DET	n=s	8	det	8:det	_	*	*
8	drone	drone	N	NC	g=m	6|5	S:obj.p|D:p_obj.agt:suj	5:suj	_	*	*
9	.	.	PONCT	PONCT	_	5	ponct	5:ponct	_	*	*
"""
SURFACE = """# sent_id = s1
# text = Le maire a été tué par un drone.
1	Le	le	DET	_	_	2	det	_	_
2	maire	maire	NOUN	_	_	5	nsubj:pass	_	_
3	a	avoir	AUX	_	VerbForm=Fin	5	aux:tense	_	_
4	été	être	AUX	_	VerbForm=Part	5	aux:pass	_	_
5	tué	tuer	VERB	_	VerbForm=Part	0	root	_	_
6	par	par	ADP	_	_	8	case	_	_
7	un	un	DET	_	_	8	det	_	_
8	drone	drone	NOUN	_	_	5	obl:agent	_	SpaceAfter=No
9	.	.	PUNCT	_	_	5	punct	_	_
"""


def test_canonical_arguments_are_read_from_deep_sequoia_and_found_in_its_surface(tmp_path: Path) -> None:
    (tmp_path / "deep").write_text(DEEP, encoding="utf-8")
    (tmp_path / "surface").write_text(SURFACE, encoding="utf-8")
    (deep,) = read_deep(tmp_path / "deep")
    assert deep.arguments == {Argument((15, 18), "object", (3, 8)), Argument((15, 18), "subject", (26, 31))}
    (tree,) = read(tmp_path / "surface")
    found = set(found_in(gold_parse(tree)))
    assert found == deep.arguments
    assert count([deep], [found])["both"].f1 == 1
    assert count([deep], [set()])["subject"].gold == 1


def test_triggers_have_a_harmonic_mean() -> None:
    assert str(Triggers(gold=4, found=2, told=2, right=2)) == "P 100.0  R 50.0  F1 66.7  (4 in the gold)"
    assert Triggers().f1 == 0


# ---- quotations ------------------------------------------------------------------------------------------------


def test_the_sample_of_quotations_is_well_formed() -> None:
    places = [(article, span) for article, found in sample().items() for span, _ in found]
    assert len(places) == len(set(places)) >= 100
    for found in sample().values():
        assert all(span.start < span.end for span, _ in found)
        assert not [place for span, speakers in found for place in speakers if place.overlaps(span)]


@pytest.mark.model
def test_a_quotation_is_judged_by_its_place_and_its_speaker(tmp_path: Path) -> None:
    text = "Anne Durand a dit : « Le pont est fermé »."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    index = [{"id": "wikinews-43971", "file": "a.txt", "date": "2012-05-22"}]
    (tmp_path / "index.json").write_text(json.dumps(index), encoding="utf-8")
    found = measure_quotations(tmp_path)
    assert (found.spoken, found.found, found.right) == (1, 0, 0)


# ---- chains ----------------------------------------------------------------------------------------------------

A, B, C, D = (frozenset({(at, at + 1)}) for at in range(4))


def test_chains_that_agree_average_one_and_none_nothing() -> None:
    gold = [A | B, C | D]
    assert conll([(gold, gold)]) == pytest.approx(1.0)
    assert conll([(gold, [])]) == 0.0


def test_a_chain_too_long_costs_precision_by_every_measure() -> None:
    # MUC: recall 2/2, precision 2/3; B3: recall 1, precision 1/2; CEAFe: similarity 2/3 over 2 and over 1 chains
    muc, b_cubed, ceaf = 0.8, 2 / 3, 2 * (1 / 3) * (2 / 3) / (1 / 3 + 2 / 3)
    assert conll([([A | B, C | D], [A | B | C | D])]) == pytest.approx((muc + b_cubed + ceaf) / 3)


def test_mentions_of_a_conll_column_nest() -> None:
    assert list(_mentions(["(1|(2", "2)", "(3)", "1)"])) == [("2", 0, 1), ("3", 2, 2), ("1", 0, 3)]


@pytest.mark.model
def test_a_pronoun_is_judged_by_its_chain() -> None:
    document = Document("Le ministre est parti. Il a démissionné.", [{(3, 11), (23, 25)}], {(23, 25)})
    assert judge(read_chains(document), document) == (1, 1)
