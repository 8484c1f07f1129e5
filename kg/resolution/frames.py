"""When the story of one incident goes on: what is told in the same run of sentences happened on the same day.

Takes the merged events and the time expressions of an article; gives the events, some with the day of the incident
that the article opens with. Knows event types and how an event is told; never dates a statement, an opinion, a plan or
what another date stands before, and never gives more than the day.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from kg.model import Span, TimeExpression
from kg.resolution.events import Told

RULE = "time/incident"
INCIDENTS = frozenset({"ASSAULT", "HARM", "DISASTER"})
"""Types of events that an article opens with when it tells the story of one day."""
DEATH = "died"
"""An incident only when something caused it: behind the news of a death comes a life."""
EPISODES = INCIDENTS | {"MOVE", "RETREAT", "DO", "MOBILIZE", "HAPPEN", "OTHER"}
"""Types of what happens in such a story; statements, decisions and inquiries come later, changes take longer."""
LEAD = 3
"""In how many sentences, the title among them, the incident is told."""
DAY = re.compile(r"\d{4}-\d\d-\d\d")
VAGUE = frozenset({"PRESENT_REF"})


def framed(told: Sequence[Told], times: Sequence[TimeExpression], sentences: Sequence[Span]) -> list[Told]:
    """Give the episodes of the incident its day."""
    incident = next((one for one in told if _is_incident(one)), None)
    if incident is None or incident.time is None:
        return list(told)
    day = _day(incident.time)
    return [
        _dated(one, day) if one is not incident and _is_episode(one) and _goes_on(one, day, times, sentences) else one
        for one in told
    ]


def _is_incident(told: Told) -> bool:
    """Tell whether an event is what the article is about: it happened on a day that the article names."""
    telling = told.telling
    is_fact = telling.modality == "actual" and telling.polarity == "positive"
    is_dated = told.time is not None and DAY.match(told.time.value) is not None and "/" not in told.time.value
    is_incident = telling.type in INCIDENTS and (telling.relation != DEATH or bool(told.actors and told.targets))
    return is_incident and told.first.sentence < LEAD and is_fact and is_dated


def _day(time: TimeExpression) -> TimeExpression:
    """Give the day of an expression, without the hour or the part of the day."""
    day = DAY.match(time.value)
    return replace(time, type="DATE", value=day.group()) if day else time


def _is_episode(told: Told) -> bool:
    """Tell whether an event is told in the past as one that happened, without a time of its own."""
    first = told.first
    return told.time is None and first.narrated and first.modality == "actual" and first.type in EPISODES


def _goes_on(told: Told, day: TimeExpression, times: Sequence[TimeExpression], sentences: Sequence[Span]) -> bool:
    """Tell whether the last date told, up to the end of the event's sentence, is the day of the incident."""
    end = sentences[told.first.sentence].end
    dates = [time for time in times if time.type in {"DATE", "TIME"} and time.value not in VAGUE]
    before = bisect_right(dates, end, key=lambda time: time.span.start)
    return before > 0 and dates[before - 1].value[:10] == day.value[:10]


def _dated(told: Told, day: TimeExpression) -> Told:
    first = replace(told.first, time=day)
    return replace(told, findings=(first, *told.findings[1:]), rules=(*told.rules, RULE))
