"""What a newer graph gained, lost and changed: laws that hold for any articles, and each change by itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
import strategies
from hypothesis import assume, given
from hypothesis import strategies as st

from kg import graph, pipeline, rdf
from kg.graph import Network, read_decisions
from kg.graph.differences import Change, Differences, Kind, compare
from kg.graph.pairing import alike
from kg.model import Entity, Event, Span, Statements

OPPOSITE = {"gained": "lost", "lost": "gained", "joined": "split", "split": "joined"}
DISPATCH = (
    "qui a détruit dans la nuit de lundi à mardi une partie des entrepôts du port de Lorient, en Bretagne, et le feu, "
    "parti vers 23 heures d'un atelier de réparation, a été maîtrisé au petit matin par plus de 80 pompiers."
)
CORPUS = st.lists(strategies.statements(), max_size=3)


def told(differences: Differences, *, mirrored: bool = False) -> Counter[tuple[object, ...]]:
    """Give the changes without their order, or as they are from the newer graph's side."""

    def one(part: str, change: Change[Any]) -> tuple[object, ...]:
        sides = (change.old, change.new)
        kind = OPPOSITE.get(change.kind, change.kind) if mirrored else change.kind
        return part, kind, sides[::-1] if mirrored else sides, frozenset(change.articles), change.fields

    return Counter(one(part, change) for part, changes in differences.parts().items() for change in changes)


def counts(old: Network, new: Network) -> dict[str, dict[Kind, int]]:
    """Count the changes of each part that has any, by kind."""
    return {part: kinds for part, kinds in compare(old, new).counts().items() if kinds}


def changed(old: Statements, new: Statements) -> list[tuple[str, ...]]:
    """Give the fields of each statement that changed; none may come or go."""
    found = compare(graph.assemble([old]), graph.assemble([new]))
    assert {change.kind for change in found.statements} <= {"changed", "rekeyed"}
    return [change.fields for change in found.statements if change.kind == "changed"]


def with_event(statements: Statements, key: str, **values: object) -> Statements:
    """Say something else of one event."""
    events = (replace(event, **values) if event.id == key else event for event in statements.events)  # type: ignore[arg-type]  # any field
    return replace(statements, events=tuple(events))


def with_entity(statements: Statements, key: str, **values: object) -> Statements:
    """Say something else of one entity."""
    entities = (replace(one, **values) if one.id == key else one for one in statements.entities)  # type: ignore[arg-type]  # any field
    return replace(statements, entities=tuple(entities))


def corrected(statements: Statements, wrong: str, right: str) -> Statements:
    """Let an article stand with other words at one place, and say the same."""
    at = statements.article.text.index(wrong)
    longer = len(right) - len(wrong)

    def moved(value: Any) -> Any:
        if isinstance(value, Span):
            return Span(value.start + longer * (value.start > at), value.end + longer * (value.end > at))
        if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{field.name: moved(getattr(value, field.name)) for field in fields(value)})
        return tuple(map(moved, value)) if isinstance(value, tuple) else value

    text = statements.article.text.replace(wrong, right, 1)
    read = {field.name: moved(getattr(statements, field.name)) for field in fields(statements)}
    return Statements(**{**read, "article": replace(statements.article, text=text)})


# ---- laws ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@given(CORPUS)
def test_a_graph_does_not_differ_from_itself(articles: list[Statements]) -> None:
    assert not compare(graph.assemble(articles), graph.assemble(articles[::-1]))


@pytest.mark.slow
@given(CORPUS, CORPUS)
def test_seen_from_the_other_side_all_is_the_other_way_round(old: list[Statements], new: list[Statements]) -> None:
    one, other = graph.assemble(old), graph.assemble(new)
    assert told(compare(one, other)) == told(compare(other, one), mirrored=True)


@pytest.mark.slow
@given(CORPUS, CORPUS)
def test_what_is_gained_and_lost_makes_up_the_difference_in_number(
    old: list[Statements], new: list[Statements]
) -> None:
    one, other = graph.assemble(old), graph.assemble(new)
    found = compare(one, other).parts()
    for part, nodes in (("articles", graph.documents), ("statements", graph.claims), ("entities", graph.entities)):
        more = sum(len(change.new) - len(change.old) for change in found[part])
        assert len(list(nodes(other))) == len(list(nodes(one))) + more


@pytest.mark.slow
@given(CORPUS, strategies.statements())
def test_another_article_brings_its_statements_and_changes_no_other(
    articles: list[Statements], added: Statements
) -> None:
    own = graph.of_article(added)
    (document,) = graph.documents(own)
    old, new = graph.assemble(articles), graph.assemble([*articles, added])
    assume(document.id not in old)
    found = compare(old, new)
    assert all(found.counts()[part].keys() <= {"gained"} for part in ("articles", "statements", "quotations"))
    assert {change.new[0].id for change in found.statements} == {claim.id for claim in graph.claims(own)}
    assert all(found.counts()[part].keys().isdisjoint({"lost", "split"}) for part in ("entities", "events"))


def test_what_is_read_back_from_a_file_does_not_differ(statements: Statements) -> None:
    network = graph.assemble([statements])
    assert not compare(network, rdf.from_turtle(rdf.to_turtle(network)))


# ---- one article, read otherwise -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"polarity": "negative"}, ("status", "polarity")),
        ({"modality": "possible"}, ("status", "modality")),
        ({"sources": ("e4",)}, ("status", "attributed_to")),
        ({"time": None}, ("time", "time_text")),
        ({"places": ("e7",)}, ("places",)),
        ({"places": ()}, ("places",)),
        ({"confidence": 0.5}, ("confidence",)),
        ({"rules": ("verb/passive",)}, ("rules",)),
        ({"actors": ("e4",)}, ("subject",)),
        ({"targets": ("e4",)}, ("object",)),
        ({"targets": ()}, ("object",)),
        ({"actors": ()}, ("subject",)),
        ({"actors": (), "targets": ()}, ("subject", "object")),
        ({"evidence": (Span(0, 95),)}, ("words",)),
    ],
)
def test_a_statement_is_the_same_whatever_else_is_read_of_it(
    statements: Statements, values: dict[str, object], expected: tuple[str, ...]
) -> None:
    assert changed(statements, with_event(statements, "v2", **values)) == [expected]


def test_another_relation_is_another_statement(statements: Statements) -> None:
    found = counts(graph.assemble([statements]), graph.assemble([with_event(statements, "v2", relation="wounded")]))
    assert found["statements"] == {"gained": 1, "lost": 1}


def test_one_more_participant_is_one_more_statement(statements: Statements) -> None:
    found = counts(graph.assemble([statements]), graph.assemble([with_event(statements, "v2", targets=("e3", "e4"))]))
    assert found == {"statements": {"gained": 1}}


def test_a_fact_is_the_same_wherever_the_article_states_it(statements: Statements) -> None:
    origin = replace(statements.facts[1], evidence=(Span(0, 12),), confidence=0.4)
    other = replace(statements, facts=(statements.facts[0], origin))
    assert changed(statements, other) == [("confidence", "words", "sentences")]


def test_the_speaker_of_a_quotation_changes(statements: Statements) -> None:
    other = replace(statements, quotations=(replace(statements.quotations[0], speaker="e5"),))
    (change,) = compare(graph.assemble([statements]), graph.assemble([other])).quotations
    assert (change.kind, change.fields) == ("changed", ("speaker",))


def test_the_words_and_the_type_of_a_relation_change(statements: Statements) -> None:
    other = with_event(statements, "v2", labels=(("fr", "a abattu"),), type="HARM")
    (change,) = compare(graph.assemble([statements]), graph.assemble([other])).relations
    assert (change.kind, change.new[0].id, change.fields) == ("changed", "rel:killed", ("labels", "type"))


def test_entities_that_are_numbered_otherwise_change_no_statement(statements: Statements) -> None:
    first = Entity("e0", "ministre", "Person", ("ministre",), (Span(0, 2),), (), named=False)
    numbers = {entity.id: f"e{number}" for number, entity in enumerate(statements.entities, 20)}

    def renumbered(event: Event) -> Event:
        roles = {
            role: tuple(numbers[key] for key in getattr(event, role))
            for role in ("actors", "targets", "places", "sources")
        }
        return replace(event, **roles)  # type: ignore[arg-type]  # only tuples of keys

    other = replace(
        statements,
        entities=(first, *(replace(entity, id=numbers[entity.id]) for entity in statements.entities)),
        events=tuple(map(renumbered, statements.events)),
        facts=tuple(
            replace(fact, subject=numbers[fact.subject], object=fact.object and numbers[fact.object])
            for fact in statements.facts
        ),
        quotations=(replace(statements.quotations[0], speaker="e23"),),
    )
    unnamed = sum(not entity.named for entity in statements.entities)
    found = counts(graph.assemble([statements]), graph.assemble([other]))
    assert found["entities"] == {"gained": 1, "rekeyed": unnamed}
    assert found["statements"].keys() == {"rekeyed"}
    assert "quotations" not in found


# ---- a corrected or renamed article ----------------------------------------------------------------------------


def test_in_a_corrected_article_only_the_corrected_sentence_is_changed(statements: Statements) -> None:
    network, other = (graph.assemble([one]) for one in (statements, corrected(statements, "frappé", "bombardé")))
    found = compare(network, other)
    assert [(change.kind, change.fields) for change in found.articles] == [("changed", ("sha256",))]
    assert {change.kind for change in found.statements} == {"changed", "rekeyed"}
    of_sentence = [change for change in found.statements if change.kind == "changed"]
    assert all("bombardé" in change.new[0].evidence[0].sentence_text for change in of_sentence)
    assert {change.fields for change in of_sentence} == {("words", "sentences"), ("sentences",)}
    assert {change.kind for change in found.entities} == {"rekeyed"}
    assert not found.events


def test_a_participant_that_is_corrected_is_a_changed_one(statements: Statements) -> None:
    other = with_entity(corrected(statements, "convoi", "cortège"), "e2", label="cortège", names=("cortège",))
    found = compare(graph.assemble([statements]), graph.assemble([other]))
    struck = [change for change in found.statements if change.new[0].relation == "rel:struck"]
    assert [change.fields for change in struck] == [("object", "sentences")]
    assert {change.kind for change in found.statements} == {"changed", "rekeyed"}
    assert {change.kind for change in found.entities} == {"gained", "lost", "rekeyed"}


def test_an_article_under_another_name_is_the_same(statements: Statements) -> None:
    other = replace(statements, article=replace(statements.article, id="other"))
    found = compare(graph.assemble([statements]), graph.assemble([other]))
    assert [(change.kind, change.fields) for change in found.articles] == [("changed", ("name",))]
    assert {change.kind for change in found.statements} == {"rekeyed"}
    assert {change.articles for change in found.statements} == {("sample", "other")}
    assert found.about(["sample"]) == found.about(["other"])


def dispatched(statements: Statements, name: str, date: str) -> Statements:
    """Let an article stand under a name and a date, with a last sentence that is long enough to be known again."""
    text = f"{statements.article.text[:-1]}, {DISPATCH}"
    article = replace(statements.article, id=name, text=text, date=date)
    *others, last = statements.sentences
    return replace(statements, article=article, sentences=(*others, Span(last.start, len(text))))


def test_an_article_becomes_a_reprint_of_an_earlier_one_and_stops_being_one(statements: Statements) -> None:
    early, late = dispatched(statements, "early", "2020-01-04"), dispatched(statements, "late", "2020-01-05")
    alone, both = graph.assemble([late]), graph.assemble([early, late])
    gained, became = compare(alone, both).articles
    assert (gained.kind, gained.articles) == ("gained", ("early",))
    assert (became.articles, became.fields) == (("late",), ("reprint_of",))
    assert (became.old[0].reprint_of, became.new[0].reprint_of) == (None, gained.new[0].id)
    assert [change.fields for change in compare(both, alone).articles if change.kind == "changed"] == [("reprint_of",)]


def test_a_reprint_of_a_corrected_article_is_one_of_the_same(statements: Statements) -> None:
    early, late = dispatched(statements, "early", "2020-01-04"), dispatched(statements, "late", "2020-01-05")
    old, new = graph.assemble([early, late]), graph.assemble([corrected(early, "frappé", "bombardé"), late])
    assert all(len(set(graph.tellers(network).values())) == 1 for network in (old, new))
    assert [(change.articles, change.fields) for change in compare(old, new).articles] == [(("early",), ("sha256",))]


@given(st.lists(strategies.words(), unique=True), st.lists(strategies.words(), unique=True))
def test_corrected_sentences_are_the_same_in_both_directions(old: list[str], new: list[str]) -> None:
    assert {(one, other) for other, one in alike(new, old)} == set(alike(old, new))


# ---- who is who ------------------------------------------------------------------------------------------------


@pytest.fixture
def two(statements: Statements) -> list[Statements]:
    """Give two articles that name somebody in two ways that no rule takes for one."""
    other = replace(statements, article=replace(statements.article, id="other", text=f"{statements.article.text} Fin."))
    return [statements, with_entity(other, "e4", label="Premier ministre irakien", names=("Premier ministre irakien",))]


def decided(articles: list[Statements], lines: str) -> Network:
    """Merge articles by decisions of the user."""
    return graph.assemble(articles, read_decisions(lines))


def test_entities_that_are_joined_or_split_change_no_statement(two: list[Statements]) -> None:
    apart, one = graph.assemble(two), decided(two, "merge 'Mustafa Al-Kadhimi' 'Premier ministre irakien'")
    assert counts(apart, one) == {"entities": {"joined": 1}}
    assert counts(one, apart) == {"entities": {"split": 1}}
    (change,) = compare(apart, one).entities
    assert [node.label for node in change.old] == ["Mustafa Al-Kadhimi", "Premier ministre irakien"]
    assert change.new[0].reasons
    assert change.articles == ("other", "sample")


def test_one_name_in_two_articles_is_split_by_decision(two: list[Statements]) -> None:
    assert counts(graph.assemble(two), decided(two, "split 'Donald Trump'")) == {"entities": {"split": 1}}


def test_a_link_is_gained_or_lost(statements: Statements) -> None:
    linked = with_entity(statements, "e4", links=("http://www.wikidata.org/entity/Q1",))
    (change,) = compare(graph.assemble([statements]), graph.assemble([linked])).entities
    assert (change.kind, change.fields) == ("changed", ("links",))


def test_an_entity_under_the_key_of_its_link_is_the_same(statements: Statements) -> None:
    linked = with_entity(
        statements, "e10", links=("https://sws.geonames.org/98182/",), linked_name="Baghdad", link_confidence=0.9
    )
    found = compare(graph.assemble([statements]), graph.assemble([linked]))
    (change,) = found.entities
    assert (change.kind, change.fields) == ("changed", ("links", "link_confidence"))
    assert change.old[0].id != change.new[0].id
    assert not found.statements


def test_events_that_several_articles_tell_are_joined(two: list[Statements]) -> None:
    first, second = two
    day = replace(first.times[0], value="2020-01-04")
    apart = graph.assemble([first, with_event(with_event(second, "v2", targets=("e2",)), "v1", time=day)])
    found = compare(apart, graph.assemble([first, with_event(second, "v1", time=day)]))
    assert [change.kind for change in found.events] == ["joined"]
    assert found.events[0].articles == ("other", "sample")


# ---- parts of the differences ----------------------------------------------------------------------------------


def test_what_is_about_one_article_is_told_apart(two: list[Statements]) -> None:
    found = compare(graph.assemble([]), graph.assemble(two))
    about = found.about(["sample"])
    assert {change.articles for change in about.statements} == {("sample",)}
    assert len(about.statements) < len(found.statements)
    assert len(about.entities) < len(found.entities)
    assert all("sample" in change.articles for change in about.entities)
    assert not found.about(["none"])


def test_what_neither_graph_states_is_left_out(statements: Statements) -> None:
    denied = with_event(with_event(statements, "v2", polarity="negative"), "v4", confidence=0.1)
    found = compare(graph.assemble([statements]), graph.assemble([denied]))
    assert len(found.statements) == 2
    assert [change.new[0].relation for change in found.asserted().statements] == ["rel:killed"]


def test_a_graph_tells_its_difference_from_a_newer_one(two: list[Statements]) -> None:
    found = pipeline.Graph(two[:1]).diff(pipeline.Graph(two))
    assert [change.articles for change in found.articles] == [("other",)]
    assert found
