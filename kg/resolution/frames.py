"""When a story goes on: what is told in the same run of sentences happened on the same day.

Takes the merged events and the time expressions of an article; gives the events, some with the day of the event that
the article opens with: the episodes of an incident, and what its speaker went on to say. Knows event types and how an
event is told; never dates an opinion, a plan or what another date stands before, and never gives more than the day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from kg.model import Span, TimeExpression
from kg.resolution.events import Told

INCIDENTS = frozenset({"ASSAULT", "HARM", "DISASTER", "PROTEST"})
"""Types of events that an article opens with when it tells the story of one day."""
DEATH = "died"
"""An incident only when something caused it: behind the news of a death comes a life."""
EPISODES = INCIDENTS | {"MOVE", "RETREAT", "DO", "MOBILIZE", "HAPPEN", "OTHER"}
"""Types of what happens in such a story; decisions and inquiries come later, changes take longer."""
STATEMENT = "STATE"
OPENING_SPEECH = frozenset({STATEMENT, "REQUEST", "THINK"})
"""Types of what somebody says at the head of an article: announces, demands, thinks aloud (`a estimé`)."""
LEAD = 3
"""In how many sentences, the title among them, the event is told that the article opens with."""
DAY = re.compile(r"\d{4}-\d\d-\d\d")
VAGUE = frozenset({"PRESENT_REF"})
DISTANT = "stance/conditional"
"""By the press conditional an article tells what happened, and keeps its distance."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The event that an article opens with, and its day."""

    opening: Told
    day: TimeExpression
    rule: str

    def holds(self, told: Told) -> bool:
        """Tell whether an event is a part of the story."""
        first = told.first
        happened = first.modality == "actual" or (first.modality == "possible" and DISTANT in first.rules)
        if told.time is not None or not first.narrated or not happened:
            return False
        if self.rule == "time/incident":
            return first.type in EPISODES
        return first.type == STATEMENT and bool(set(told.actors) & set(self.opening.actors))


def framed(told: Sequence[Told], times: Sequence[TimeExpression], sentences: Sequence[Span]) -> list[Told]:
    """Give what belongs to the story its day."""
    frames = [frame for frame in (_incident(told), _speech(told)) if frame is not None]
    reported = _reported(told)
    result = list(told)
    for at, one in enumerate(told):
        end = sentences[one.first.sentence].end
        frame = next((frame for frame in frames if one is not frame.opening and frame.holds(one)), None)
        if frame is not None and _goes_on(frame.day, times, reported, end):
            first = replace(one.first, time=frame.day)
            result[at] = replace(one, findings=(first, *one.findings[1:]), rules=(*one.rules, frame.rule))
    return result


def _incident(told: Sequence[Told]) -> Frame | None:
    """Give the incident that the article is about."""
    found = (one for one in told if _opens(one) and one.telling.type in INCIDENTS)
    opening = next((one for one in found if one.telling.relation != DEATH or (one.actors and one.targets)), None)
    return Frame(opening, _day(opening), "time/incident") if opening else None


def _speech(told: Sequence[Told]) -> Frame | None:
    """Give what somebody said or asked for, with which the article opens."""
    opening = next(
        (one for one in told if _opens(one) and one.telling.type in OPENING_SPEECH and not one.telling.scope), None
    )
    return Frame(opening, _day(opening), "time/speech") if opening else None


def _opens(told: Told) -> bool:
    """Tell whether an event at the head of the article happened on a day that the article names."""
    telling, time = told.telling, told.time
    is_fact = telling.modality == "actual" and telling.polarity == "positive"
    is_dated = time is not None and DAY.match(time.value) is not None and "/" not in time.value
    return told.first.sentence < LEAD and is_fact and is_dated


def _day(told: Told) -> TimeExpression:
    """Give the day of an event, without the hour or the part of the day."""
    time = cast("TimeExpression", told.time)
    return replace(time, type="DATE", value=cast("re.Match[str]", DAY.match(time.value)).group())


def _reported(told: Sequence[Told]) -> frozenset[Span]:
    """Give the dates of nothing but what somebody said; they do not move the story."""
    dated = [(f.time.span, bool(f.scope or f.sources)) for one in told for f in one.findings if f.time]
    return frozenset(span for span, is_said in dated if is_said) - {span for span, is_said in dated if not is_said}


def _goes_on(day: TimeExpression, times: Sequence[TimeExpression], reported: frozenset[Span], end: int) -> bool:
    """Tell whether the last date told before a place in the text is the day of the story."""
    told = [time for time in times if time.type in {"DATE", "TIME"} and time.span.start < end]
    days = [(time.value[:10], time.span) for time in told if time.value not in VAGUE]
    moving = [value for value, span in days if value == day.value or span not in reported]
    return bool(moving) and moving[-1] == day.value
