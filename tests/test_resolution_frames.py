"""The day of an incident: which events of its story get it, and which do not."""

from __future__ import annotations

from typing import Any

import pytest
from drafts import Draft

from kg.model import Event, Span, TimeExpression

TEXT = "Un camion a renversé un cycliste lundi.{} Il a percuté un mur."


def date(draft: Draft, words: str, value: str, kind: str = "DATE") -> TimeExpression:
    """Note a time expression."""
    start = draft.text.index(words)
    made = TimeExpression(Span(start, start + len(words)), "TIME" if kind == "TIME" else "DATE", value)
    draft.times.append(made)
    return made


def story(between: str = "", *, value: str = "2020-09-14", **episode: Any) -> tuple[Event, ...]:
    """Tell an incident on a Monday and, some words later, what came of it."""
    draft = Draft(TEXT.format(between))
    monday = date(draft, "lundi", value, "TIME" if "T" in value else "DATE")
    if "mardi" in between:
        date(draft, "mardi", "2020-09-15")
    lorry = draft.noun("Un camion", "camion")
    draft.event("renversé", "hit", type="ASSAULT", actors=(lorry,), time=monday, narrated=True)
    draft.event("percuté", "collided", **{"type": "DISASTER", "narrated": True, "actors": (lorry,), **episode})
    return draft.resolve().events


def test_an_episode_of_the_story_has_the_day_of_its_incident() -> None:
    first, second = story()
    assert second.time is not None
    assert second.time.value == "2020-09-14"
    assert "time/incident" in second.rules
    assert "time/incident" not in first.rules


def test_an_episode_gets_no_more_than_the_day() -> None:
    first, second = story(value="2020-09-14T17:30")
    assert first.time is not None
    assert first.time.value == "2020-09-14T17:30"
    assert second.time is not None
    assert second.time.value == "2020-09-14"


@pytest.mark.parametrize(
    "episode",
    [{"narrated": False}, {"type": "STATE"}, {"type": "INVESTIGATE"}, {"modality": "possible"}],
    ids=["told otherwise", "a statement", "an inquiry", "possible"],
)
def test_what_is_no_episode_stays_without_a_time(episode: dict[str, Any]) -> None:
    assert story(**episode)[1].time is None


def test_another_date_ends_the_story() -> None:
    assert story(" Le maire est venu mardi.")[1].time is None


def test_an_incident_of_a_month_dates_nothing_else() -> None:
    assert story(value="2020-09")[1].time is None


def speech(second: str, **more: Any) -> tuple[Event, ...]:
    """Tell what a minister announced on a Monday, and what somebody said later."""
    draft = Draft(f"Le ministre a annoncé une réforme lundi. {second} a ajouté que la loi passera.")
    monday = date(draft, "lundi", "2020-09-14")
    minister = draft.noun("Le ministre", "ministre", "Person", gender="Masc")
    other = draft.name(second, "Person") if second == "Durand" else draft.noun(second, "ministre#2", "Person")
    draft.event("annoncé", "announced", type="STATE", actors=(minister,), time=monday, narrated=True)
    draft.event("ajouté", "said", **{"type": "STATE", "actors": (other,), "narrated": True, **more})
    return draft.resolve().events


def test_what_the_speaker_goes_on_to_say_is_said_on_the_same_day() -> None:
    said = speech("Le ministre")[1]
    assert said.time is not None
    assert said.time.value == "2020-09-14"
    assert "time/speech" in said.rules


def test_what_another_says_or_what_is_yet_to_be_said_has_no_day() -> None:
    assert speech("Durand")[1].time is None
    assert speech("Le ministre", narrated=False)[1].time is None
