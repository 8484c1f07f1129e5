"""The graph: what a claim commits the narrator to, what stands for what, and that order is no matter."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import statements as drawn_statements

from kg.graph import (
    Network,
    Node,
    assemble,
    asserted,
    claims,
    documents,
    entities,
    events,
    label,
    network,
    quotations,
    relations,
    status,
)
from kg.model import Claim, Event, Fact, Modality, Polarity, Span, Statements


def contents(graph: Network) -> tuple[list[object], list[object]]:
    """Lay a network open, order included."""
    return list(graph.nodes(data=True)), list(graph.edges(keys=True, data=True))


def find(graph: Network, subject: str, relation: str) -> Claim:
    """Give the one claim with this subject (by its label) and relation."""
    found = [c for c in claims(graph) if label(graph, c.subject) == subject and c.relation == f"rel:{relation}"]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("polarity", "modality", "told", "expected"),
    [
        ("positive", "actual", False, "Asserted"),
        ("positive", "actual", True, "Reported"),
        ("positive", "future", False, "Projected"),
        ("positive", "future", True, "Projected"),
        ("positive", "possible", False, "Hypothetical"),
        ("positive", "possible", True, "Hypothetical"),
        *(("negative", *stance, "Negated") for stance in product(("actual", "future", "possible"), (False, True))),
    ],
)
def test_status(polarity: Polarity, modality: Modality, told: bool, expected: str) -> None:  # noqa: FBT001 - a table
    assert status(polarity, modality, told=told) == expected


def test_the_plain_layer_holds_what_the_article_states(statements: Statements) -> None:
    assert set(asserted(assemble([statements]))) == {
        ("drone américain", "struck", "convoi"),
        ("drone américain", "killed", "Qassem Souleimani"),
        ("Mustafa Al-Kadhimi", "said", "Donald Trump a promis Donald Trump a retiré troupes américaines"),
        ("vidéo 🎥", "target_of", "a publié"),
        ("Un titre <b>&", "mentions", "explosion"),
        ("Qassem Souleimani", "position", "général"),
        ("troupes américaines", "origin", "États-Unis"),
    }


def test_what_is_told_is_the_object_of_the_telling(statements: Statements) -> None:
    graph = assemble([statements])
    said = find(graph, "Mustafa Al-Kadhimi", "said")
    promised = find(graph, "Donald Trump", "promised")
    withdrew = find(graph, "Donald Trump", "withdrew")
    assert (said.object, promised.object) == (promised.id, withdrew.id)
    assert (said.within, promised.within, withdrew.within) == (None, said.id, promised.id)
    assert (said.status, promised.status, withdrew.status) == ("Asserted", "Reported", "Projected")
    assert (promised.modality, withdrew.modality) == ("actual", "promised")
    assert label(graph, promised.attributed_to) == "Mustafa Al-Kadhimi"
    assert label(graph, withdrew.attributed_to) == "Donald Trump"


def test_only_asserted_claims_have_an_event(statements: Statements) -> None:
    graph = assemble([statements])
    assert {event.relation for event in events(graph)} == {
        "rel:struck", "rel:killed", "rel:said", "rel:published", "rel:fr:exploser",
    }  # fmt: skip
    assert {claim.event for claim in claims(graph)} - {None} == {event.id for event in events(graph)}


def test_a_killing_has_its_roles_time_and_words(statements: Statements) -> None:
    graph = assemble([statements])
    killing = next(event for event in events(graph) if event.relation == "rel:killed")
    roles = {
        (data["role"], label(graph, goal)) for _, goal, data in graph.out_edges(killing.id, data=True) if "role" in data
    }
    assert roles == {("actor", "drone américain"), ("target", "Qassem Souleimani"), ("place", "Bagdad")}
    assert killing.time == "2020-01-03"
    claim = find(graph, "drone américain", "killed")
    assert claim.time_text == "Le 3 janvier"
    assert [label(graph, place) for place in claim.places] == ["Bagdad"]
    (evidence,) = claim.evidence
    assert evidence.text == "à Bagdad, tuant"[-15:]
    assert evidence.sentence_text.endswith("le général Qassem Souleimani.")


def test_relations_are_those_in_use_with_their_labels(statements: Statements) -> None:
    used = {relation.id: relation for relation in relations(assemble([statements]))}
    assert set(used) == {
        "rel:struck", "rel:killed", "rel:said", "rel:promised", "rel:withdrew", "rel:wanted", "rel:published",
        "rel:fr:exploser", "rel:target_of", "rel:mentions", "rel:position", "rel:origin",
    }  # fmt: skip
    assert used["rel:killed"].type == "ASSAULT"
    assert used["rel:position"].labels == (("en", "position"), ("fr", "fonction"))


def with_event(statements: Statements, event: Event) -> Statements:
    """Replace or add one event."""
    others = [other for other in statements.events if other.id != event.id]
    return replace(statements, events=(*others, event))


def test_an_asserted_event_can_take_part_in_another(statements: Statements) -> None:
    explosion = statements.events[7]
    killing = replace(statements.events[1], actors=(explosion.id,))
    graph = assemble([with_event(statements, killing)])
    claim = find(graph, "explosion", "killed")
    assert graph.nodes[claim.subject]["kind"] == "event"


def test_an_event_that_is_not_asserted_takes_part_as_its_claim(statements: Statements) -> None:
    wish = replace(statements.events[6], targets=("v6",))
    graph = assemble([with_event(statements, wish)])
    claim = next(c for c in claims(graph) if c.relation == "rel:target_of")
    negated = find(graph, "États-Unis", "wanted")
    assert claim.subject == negated.id
    assert graph.nodes[negated.id]["kind"] == "claim"
    assert negated.event is None


def test_events_that_tell_each_other_have_no_teller(statements: Statements) -> None:
    said = replace(statements.events[2], within="v4")
    graph = assemble([with_event(statements, said)])
    assert find(graph, "Mustafa Al-Kadhimi", "actor_of").within is None
    assert find(graph, "Donald Trump", "promised").within is None
    assert find(graph, "Donald Trump", "withdrew").within is not None


def test_two_events_at_one_word_stay_two(statements: Statements) -> None:
    again = replace(statements.events[1], id="v99", actors=("e4",))
    graph = assemble([with_event(statements, again)])
    assert len([event for event in events(graph) if event.relation == "rel:killed"]) == 2


def test_a_fact_stated_twice_is_one_claim_with_both_words(statements: Statements) -> None:
    again = replace(statements.facts[0], evidence=(Span(0, 5),), confidence=0.95, rules=("apposition",))
    graph = assemble([replace(statements, facts=(*statements.facts, again))])
    claim = find(graph, "Qassem Souleimani", "position")
    assert len(claim.evidence) == 2
    assert claim.confidence == 0.95
    assert claim.rules == ("apposition", "title")


def test_the_same_title_in_two_organisations_is_two_facts(statements: Statements) -> None:
    other = replace(statements.facts[0], of="e7")
    graph = assemble([replace(statements, facts=(*statements.facts, other))])
    assert {claim.of is None for claim in claims(graph) if claim.relation == "rel:position"} == {True, False}


def second(statements: Statements) -> Statements:
    """Give an article that names some of the same people, spelt in capitals and with another link."""
    entities = tuple(
        replace(entity, label=entity.label.upper(), names=(entity.label.upper(),), links=("https://x.test/1",))
        for entity in statements.entities
    )
    facts = (Fact("e3", "age", None, "62", None, (Span(0, 4),), 0.7, ("age",)),)
    article = replace(statements.article, id="other", text=statements.article.text + " Fin.")
    return replace(statements, article=article, entities=entities, facts=facts)


def test_a_name_is_one_node_in_all_articles_and_a_common_noun_one_in_each(statements: Statements) -> None:
    third = replace(second(statements), article=replace(statements.article, id="third"), entities=statements.entities)
    graph = assemble([second(statements), statements, third])
    by_name = {node.label: node for node in entities(graph) if node.label == "Qassem Souleimani"}
    assert by_name["Qassem Souleimani"].names == ("QASSEM SOULEIMANI", "Qassem Souleimani")
    assert by_name["Qassem Souleimani"].links == ("https://x.test/1",)
    assert len([node for node in entities(graph) if node.label.casefold() == "convoi"]) == 3
    assert [document.name for document in documents(graph)].count("sample") == 1


def test_nothing_hangs_on_the_order_of_articles(statements: Statements) -> None:
    reworded = replace(statements.events[7], labels=(("en", "burst"), ("fr", "éclatement")))
    redated = with_event(replace(statements, article=replace(statements.article, date="2021")), reworded)
    articles = [statements, second(statements), redated]
    expected = contents(assemble(articles))
    assert contents(assemble(reversed(articles))) == expected
    assert contents(assemble([*articles, statements])) == expected


@pytest.mark.slow
@given(st.lists(drawn_statements(), max_size=3), st.randoms())
def test_any_order_gives_the_same_network(articles: list[Statements], order: Random) -> None:
    shuffled = order.sample(articles, len(articles))
    assert contents(assemble(shuffled)) == contents(assemble(articles))


@pytest.mark.slow
@given(drawn_statements(surrogates=True))
def test_laws(statements: Statements) -> None:
    graph = assemble([statements])
    text = statements.article.text
    made = {claim.id: claim for claim in claims(graph)}
    (document,) = documents(graph)
    asserted_events = {event.id for event in events(graph)}
    for claim in made.values():
        plain = claim.polarity == "positive" and claim.modality == "actual"
        told = claim.attributed_to != document.id or claim.within is not None
        assert (claim.status == "Asserted") == (plain and not told)
        assert (claim.status == "Negated") == (claim.polarity == "negative")
        assert claim.event is None or (claim.status == "Asserted" and claim.event in asserted_events)
        assert claim.within is None or claim.within in made
        assert (claim.object is None) == (claim.value is not None)
        assert claim.evidence
        for piece in claim.evidence:
            assert piece.span.of(text) == piece.text
            assert piece.sentence.of(text) == piece.sentence_text
            assert piece.sentence.covers(piece.span)
    assert asserted_events == {claim.event for claim in made.values()} - {None}
    assert all("value" in data for _, data in graph.nodes(data=True))
    assert all(label(graph, claim.subject) is not None for claim in made.values())


@pytest.mark.slow
@given(drawn_statements())
def test_a_network_is_made_of_its_values_alone(statements: Statements) -> None:
    graph = assemble([statements])
    nodes: list[Node] = [
        *documents(graph),
        *relations(graph),
        *entities(graph),
        *events(graph),
        *quotations(graph),
    ]
    assert contents(network(reversed(nodes), claims(graph))) == contents(graph)
