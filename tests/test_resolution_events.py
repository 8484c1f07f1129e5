"""Mentions of the same event, on findings written by hand; and what holds for whatever is found."""

from __future__ import annotations

import re
from typing import Any

import pytest
from drafts import Draft, who
from hypothesis import given
from hypothesis import strategies as st

from kg.model import EntityType, Mention, MentionKind, Span, TimeExpression


def test_a_definite_noun_tells_the_event_of_its_verb_again() -> None:
    draft = Draft("Les Talibans ont attaqué un hôtel. L'attaque a fait des morts.")
    them, hotel = draft.name("Talibans", "Group", number="Plur"), draft.noun("un hôtel", "hôtel")
    attack = draft.event("attaqué", "attacked", actors=(them,), targets=(hotel,), lemma="attaquer")
    draft.noun("L'attaque", "attaque", "Event")
    noun = draft.event("attaque", "attacked", nominal=True, rules=("noun-event/table",))
    draft.event("fait", "caused", actors=(noun,), type="CHANGE")
    statements = draft.resolve()
    assert [event.triggers for event in statements.events] == [(attack, noun), (draft.span("fait"),)]
    assert statements.events[1].actors == (statements.events[0].id,)
    assert "event/same" in statements.events[0].rules


def test_a_noun_with_another_complement_tells_another_event() -> None:
    draft = Draft("Jean Martin a voté une loi. Le vote du budget est demain.")
    law = draft.noun("une loi", "loi", "Work")
    voted = draft.event(
        "voté", "voted", actors=(draft.name("Jean Martin"),), targets=(law,), lemma="voter", type="ELECT"
    )
    draft.noun("Le vote du budget", "vote", "Event", label="vote du budget")
    vote = draft.event("vote", "voted", nominal=True, type="ELECT")
    assert [event.triggers for event in draft.resolve().events] == [(voted,), (vote,)]


def test_such_an_event_takes_up_what_happened_before() -> None:
    draft = Draft("Un drone a frappé un convoi à Bagdad, tuant un général. Cet événement a choqué.")
    drone, convoy, general = (
        draft.noun("Un drone", "drone"),
        draft.noun("un convoi", "convoi"),
        draft.noun("un général", "général"),
    )
    draft.event("frappé", "struck", actors=(drone,), targets=(convoy,), places=(draft.name("Bagdad", "Place"),))
    draft.event("tuant", "killed", actors=(drone,), targets=(general,))
    draft.noun("Cet événement", "événement", "Event")
    draft.event("événement", "happened", nominal=True, demonstrative=True, type="HAPPEN")
    statements = draft.resolve()
    assert [event.relation for event in statements.events] == ["struck", "killed"]
    assert len(statements.events[0].triggers) == 2


def test_two_statements_are_two_events() -> None:
    draft = Draft("Jean Martin a dit oui. Jean Martin a dit non.")
    for number in (1, 2):
        head = draft.name(f"Jean Martin#{number}", is_subject=True)
        draft.event(f"dit#{number}", "said", actors=(head,), type="STATE")
    assert len(draft.resolve().events) == 2


@pytest.mark.parametrize(
    "difference",
    [
        {"polarity": "negative"},
        {"modality": "future"},
        {"time": TimeExpression(Span(0, 1), "DATE", "2020-09-02")},
    ],
)
def test_what_contradicts_stays_apart(difference: dict[str, Any]) -> None:
    draft = Draft("Jean Martin a frappé Paul Durand. Jean Martin a frappé Paul Durand.")
    first = TimeExpression(Span(0, 1), "DATE", "2020-09-01")
    for number, more in ((1, {"time": first}), (2, difference)):
        actors, targets = (draft.name(f"Jean Martin#{number}"),), (draft.name(f"Paul Durand#{number}"),)
        draft.event(f"frappé#{number}", "struck", actors=actors, targets=targets, lemma="frapper", **more)
    assert len(draft.resolve().events) == 2


def test_a_merged_event_takes_the_verbs_stance_and_the_finest_time() -> None:
    draft = Draft("Donald Trump a promis de retirer les troupes. Le retrait des troupes, en 2020, est prévu.")
    trump = draft.name("Donald Trump", is_subject=True)
    troops = draft.noun("les troupes", "troupes", "Group", number="Plur")
    promised = draft.event("promis", "promised", actors=(trump,), type="CONCEDE")
    draft.event(
        "retirer", "withdrew", lemma="retirer", actors=(trump,), targets=(troops,), modality="future",
        sources=(trump,), scope=promised, type="RETREAT",
    )  # fmt: skip
    draft.noun("Le retrait", "retrait", "Event")
    again = draft.noun("des troupes", "troupes#2", "Group", number="Plur", definite=True)
    time = TimeExpression(draft.span("2020"), "DATE", "2020")
    draft.event("retrait", "withdrew", targets=(again,), nominal=True, time=time, type="RETREAT")
    statements = draft.resolve()
    withdrawal = next(event for event in statements.events if len(event.triggers) == 2)
    assert (withdrawal.modality, who(statements, withdrawal.sources)) == ("future", ["Donald Trump"])
    assert withdrawal.time == time
    assert withdrawal.within == next(event.id for event in statements.events if event.relation == "promised")


def test_hearsay_of_an_unknown_source_is_not_the_articles_word() -> None:
    draft = Draft("Selon lui, un drone a frappé.")
    draft.event("frappé", "struck", actors=(draft.noun("un drone", "drone"),), sources=(draft.pronoun("lui"),))
    assert draft.resolve().events[0].modality == "possible"


def test_a_document_that_reports_is_a_source_though_its_noun_tells_an_event() -> None:
    draft = Draft("Selon une enquête, un drone a frappé.")
    inquiry = draft.noun("une enquête", "enquête", "Event")
    draft.event("enquête", "investigated", nominal=True, type="INVESTIGATE")
    draft.event("frappé", "struck", actors=(draft.noun("un drone", "drone"),), sources=(inquiry,))
    statements = draft.resolve()
    assert who(statements, statements.events[1].sources) == ["enquête"]
    assert statements.events[1].modality == "actual"


# ---- properties ------------------------------------------------------------------------------------------------

TEXT = "Al Gore vit. Il va. Le chef dit. Elle a sa clef. Ces gens font ce jeu. On voit Le Pen et son ami."
WORDS = [Span(*found.span()) for found in re.finditer(r"\w+", TEXT)]
KINDS: tuple[MentionKind, ...] = ("name", "noun", "pronoun", "possessive", "adjective")
TYPES: tuple[EntityType, ...] = ("Person", "Organization", "Group", "Place", "Object", "Event", "Other")


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    draft = Draft(TEXT, draw(st.sampled_from([None, "Al Gore vit."])))
    for span in draw(st.lists(st.sampled_from(WORDS), unique=True, max_size=len(WORDS))):
        kind, word = draw(st.sampled_from(KINDS)), span.of(TEXT)
        draft.mentions.append(
            Mention(
                span, span, draft.sentence(span), word, word.lower(), kind, draw(st.sampled_from(TYPES)),
                gender=draw(st.sampled_from([None, "Masc", "Fem"])),
                number=draw(st.sampled_from([None, "Sing", "Plur"])),
                definite=draw(st.booleans()), is_subject=draw(st.booleans()),
                name=word if kind == "name" else None, country="Irak" if kind == "adjective" else None,
                speaker=draw(st.sampled_from([None, *WORDS])),
            )
        )  # fmt: skip
    slots = st.lists(st.sampled_from(WORDS), max_size=2).map(tuple)
    for span in draw(st.lists(st.sampled_from(WORDS), unique=True, max_size=6)):
        draft.event(
            f"{span.of(TEXT)}", draw(st.sampled_from(["said", "met"])), actors=draw(slots), targets=draw(slots),
            places=draw(slots), sources=draw(slots), scope=draw(st.sampled_from([None, *WORDS])),
            nominal=draw(st.booleans()), demonstrative=draw(st.booleans()),
            polarity=draw(st.sampled_from(["positive", "negative"])), type=draw(st.sampled_from(["STATE", "ASSAULT"])),
        )  # fmt: skip
    for span in draw(st.lists(st.sampled_from(WORDS), max_size=4)):
        relation = draw(st.sampled_from(["alias", "position", "origin"]))
        draft.fact(
            span, relation, object=draw(st.sampled_from([None, *WORDS])), value=draw(st.sampled_from([None, "chef"]))
        )
    return draft


@given(drafts())
def test_whatever_is_found_the_statements_hold_together(draft: Draft) -> None:
    statements = draft.resolve()
    assert statements == draft.resolve()
    entities, events = {one.id for one in statements.entities}, {one.id for one in statements.events}
    for event in statements.events:
        assert {*event.actors, *event.targets, *event.places} <= entities | events - {event.id}
        assert set(event.sources) <= entities
        assert event.within is None or event.within in events - {event.id}
        assert 0.05 <= event.confidence <= 0.99
        assert not set(event.actors) & set(event.targets)
    for fact in statements.facts:
        assert {fact.subject, *filter(None, (fact.object, fact.of))} <= entities
        assert fact.subject != fact.object
    used = {
        key for event in statements.events for key in (*event.actors, *event.targets, *event.places, *event.sources)
    }
    used |= {key for fact in statements.facts for key in (fact.subject, fact.object, fact.of) if key}
    assert entities == used & entities
    assert [one.id for one in statements.entities] == [f"e{i}" for i in range(1, len(entities) + 1)]
    mentions = [span for one in statements.entities for span in one.mentions]
    assert len(mentions) == len(set(mentions))
    assert {trigger for event in statements.events for trigger in event.triggers} == {e.trigger for e in draft.events}


@given(st.permutations(range(4)))
def test_the_order_of_the_findings_is_no_matter(order: list[int]) -> None:
    draft = Draft("Al Gore a vu Bill Clinton. Gore est parti avec Clinton.")
    names = ["Al Gore", "Bill Clinton", "Gore#2", "Clinton#2"]
    heads = {name: draft.span(name) for name in names}
    for index in order:
        draft.name(names[index])
    draft.event("vu", "saw", actors=(heads["Al Gore"],), targets=(heads["Bill Clinton"],))
    draft.event("parti", "left", actors=(heads["Gore#2"], heads["Clinton#2"]))
    assert draft.resolve().events[1].actors == ("e1", "e2")
