"""The same event in several articles, on events written by hand: what is one, and what stays apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import permutations

import pytest

from kg.graph.retellings import retellings
from kg.model import Claim, EntityNode, EventNode, Evidence, Span

NAMED: Mapping[str, EntityNode] = {
    **{f"ent:{name}": EntityNode(f"ent:{name}", name, "Person") for name in ("macron", "merkel", "soleimani", "trump")},
    **{f"ent:{name}": EntityNode(f"ent:{name}", name, "Place") for name in ("berlin", "paris", "iran")},
}


def event(
    key: str,
    article: str,
    relation: str,
    actors: str = "",
    targets: str = "",
    *,
    places: str = "",
    time: str | None = None,
) -> EventNode:
    """Let an article tell an event; participants are words with blanks between."""
    evidence = Evidence(f"doc:{article}", Span(0, 3), "mot", Span(0, 3), "mot")
    who, whom, where = (tuple(f"ent:{name}" for name in words.split()) for words in (actors, targets, places))
    return EventNode(f"ev:{key}", f"rel:{relation}", "OTHER", who, whom, where, time, (evidence,))


MEETING = event("1", "a", "met", "macron", "merkel", time="2020-01-02")
DEATH = event("1", "a", "killed", "drone", "soleimani")

ONE = [
    (MEETING, event("2", "b", "met", "macron", "merkel", time="2020-01-02")),
    (MEETING, event("2", "b", "met", "macron", "merkel", places="berlin", time="2020-01-02T18:00")),
    (MEETING, event("2", "b", "met", "macron", "merkel trump", time="2020-01-02")),
    (DEATH, event("2", "b", "killed", "iran", "soleimani", places="iran", time="2020-01-03")),
    (event("1", "a", "died", "soleimani"), event("2", "b", "died", "soleimani", time="2020")),
]
APART = [
    (MEETING, event("2", "a", "met", "macron", "merkel", time="2020-01-02"), "one article"),
    (MEETING, event("2", "b", "met", "macron", "merkel", time="2020-01-09"), "another day"),
    (MEETING, event("2", "b", "met", "macron", "merkel"), "no day"),
    (MEETING, event("2", "b", "phoned", "macron", "merkel", time="2020-01-02"), "another relation"),
    (MEETING, event("2", "b", "met", "macron", "trump", time="2020-01-02"), "somebody else"),
    (MEETING, event("2", "b", "met", "merkel", "macron", time="2020-01-02"), "the other way about"),
    (MEETING, event("2", "b", "met", "macron", time="2020-01-02"), "one participant"),
    (
        replace(MEETING, places=("ent:paris",)),
        event("2", "b", "met", "macron", "merkel", places="berlin", time="2020-01-02"),
        "another place",
    ),
    (replace(MEETING, time="2020-W01"), event("2", "b", "met", "macron", "merkel", time="2020-W01"), "only a week"),
    (event("1", "a", "killed", "drone", "iran"), event("2", "b", "killed", "drone", "iran"), "no person"),
    (
        event("1", "a", "said", "macron", time="2020-01-02"),
        event("2", "b", "said", "macron", time="2020-01-02"),
        "one speaker",
    ),
]


@pytest.mark.parametrize(("one", "other"), ONE)
def test_an_event_that_two_articles_tell_is_one(one: EventNode, other: EventNode) -> None:
    found = retellings([one, other], NAMED)
    (joined,) = found.events([one, other])
    assert joined.id == one.id
    assert {piece.document for piece in joined.evidence} == {"doc:a", "doc:b"}
    assert set(joined.actors) == {*one.actors, *other.actors}
    assert joined.time == max(one.time or "", other.time or "")
    assert len(joined.reasons) == 1


@pytest.mark.parametrize(("one", "other", "why"), APART)
def test_what_may_be_two_events_stays_apart(one: EventNode, other: EventNode, why: str) -> None:
    assert len(retellings([one, other], NAMED).events([one, other])) == 2, why


def test_an_event_that_fits_two_of_one_article_joins_neither() -> None:
    events = [
        MEETING,
        event("2", "b", "met", "macron", "merkel", time="2020-01-02T09:00"),
        event("3", "b", "met", "macron", "merkel", time="2020-01-02T18:00"),
    ]
    for order in permutations(events):
        assert sorted(one.id for one in retellings(order, NAMED).events(order)) == ["ev:1", "ev:2", "ev:3"]


def test_the_reason_names_who_and_when() -> None:
    found = retellings([MEETING, ONE[0][1]], NAMED)
    assert found.reasons == {"ev:1": ("event/same-day: met on 2020-01-02 with macron, merkel",)}


def test_claims_and_participants_follow_an_event_to_its_key() -> None:
    other = ONE[0][1]
    caused = event("9", "b", "caused", time="2020-01-02")
    caused = replace(caused, targets=(other.id,))
    found = retellings([MEETING, other, caused], NAMED)
    assert [one.targets for one in found.events([MEETING, other, caused]) if one.id == "ev:9"] == [("ev:1",)]
    claim = Claim(
        "clm:1", "ent:x", "rel:caused", "ev:2", None, "Asserted", "positive", "actual", "doc:b", (), 1.0, (), "doc:b",
        event="ev:9",
    )  # fmt: skip
    assert found.claim(claim).object == "ev:1"
    assert found.claim(claim).event == "ev:9"
    assert found.claim(replace(claim, event="ev:2", object=None, value="x")).event == "ev:1"
