"""The interpreter of value templates: from the words of an expression to its TimeML value.

Takes a template of the rules' table, the values of its groups, the reference dates and the tense; gives the value and,
where there is one, the calendar period behind it. Knows the steps that `times.tsv` describes; never a word of any
language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast, get_args

from kg.extraction.times.periods import SEASONS, Direction, Period, Unit, containing, easter, nearest, unit
from kg.extraction.times.tense import Tense

ISO_DURATION = {
    "second": (1, "TS"), "minute": (1, "TM"), "hour": (1, "TH"), "day": (1, "D"), "week": (1, "W"), "month": (1, "M"),
    "quarter": (3, "M"), "half": (6, "M"), "year": (1, "Y"), "decade": (10, "Y"), "century": (100, "Y"),
}  # fmt: skip
DIRECTIONS: dict[Tense, Direction] = {"past": "<=", "future": ">=", "present": "~", "unknown": "~"}
WEEKDAY_DIRECTIONS: dict[Tense, Direction] = {"past": "<=", "future": ">=", "present": ">=", "unknown": "<="}
"""News tell of a bare weekday what has happened, in the present tense what is planned."""

_MOVE = re.compile(r"(\w+)([+-])(\d+)")
_FIELDS = re.compile(r"(\?|\d{4})(?:-(?:(S[PU]|FA|WI|EASTER)|Q([1-4])|H([12])|(\d\d)(?:-(\d\d))?))?")
FOLLOWS = ("last:", "near:")
"""Prefixes of what is reckoned from another date than the document's."""
EVENING = 18
"""Before this hour, a time told after a night lies on the day that follows it."""


@dataclass(frozen=True, slots=True)
class Reference:
    """The dates that expressions are reckoned from: the document's, and the last one told (`night`: its night)."""

    anchor: Period | None
    last: Period | None = None
    night: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """A TimeML value; `period` is the calendar period behind it, None for durations, sets and vague references."""

    text: str
    period: Period | None = None

    @property
    def night(self) -> bool:
        """Whether it is the night of its day."""
        return self.text.endswith("TNI")


def evaluate(template: str, groups: Mapping[str, str], reference: Reference, tense: Tense) -> Value | None:
    """Work a template out; None where it cannot be told from the reference dates.

    >>> september = Reference(Period(date(2020, 9, 1), "month"))
    >>> evaluate("?-{month}-{day:0>2}", {"month": "08", "day": "18"}, september, "past").text
    '2020-08-18'
    >>> evaluate("P:{number}:{unit}", {"number": "3", "unit": "month"}, september, "past").text
    'P3M'
    """
    filled = template.format_map(groups)
    if filled.startswith("P:"):
        return _duration(*filled.split(":")[1:])
    follows = filled.startswith(FOLLOWS)
    steps = filled[len(FOLLOWS[0]) if follows else 0 :].split()
    if not _is_calendar(steps[0]):
        return Value(filled)
    time = next((step for step in steps if step.startswith("T")), "")
    direction = next((step for step in steps if step in get_args(Direction)), None)
    at = reference.last if follows else reference.anchor
    for step in steps:
        if step not in {time, direction}:
            at = _step(step, at, cast("Direction | None", direction), tense, groups)
    if at is not None and follows and reference.night and _is_daytime(time):
        at = at.move(1, "day")
    return Value(at.value + (time if at.unit == "day" else ""), at) if at is not None else None


def _is_calendar(step: str) -> bool:
    return step.startswith("weekday:") or bool(_MOVE.fullmatch(step) or _FIELDS.fullmatch(step))


def _is_daytime(time: str) -> bool:
    hour = time[1:3]
    return int(hour) < EVENING if hour.isdigit() else hour in {"MO", "MI", "AF"}


def _step(
    step: str, start: Period | None, direction: Direction | None, tense: Tense, groups: Mapping[str, str]
) -> Period | None:
    if fields := _FIELDS.fullmatch(step):
        return _calendar(fields, start, direction or DIRECTIONS[tense], groups.get("weekday", ""))
    if start is None:
        return None
    if step.startswith("weekday:"):
        return _weekday(step.removeprefix("weekday:"), start, direction or WEEKDAY_DIRECTIONS[tense])
    name, sign, number = cast("re.Match[str]", _MOVE.fullmatch(step)).groups()
    size = unit(name)
    return start.move(int(sign + number), size) if size else None


def _calendar(fields: re.Match[str], start: Period | None, direction: Direction, weekday: str) -> Period | None:
    if fields[1] != "?":
        return _in_year(int(fields[1]), fields)
    if start is None:
        return None
    years = range(start.start.year - 1, start.start.year + 2)
    candidates = [found for year in years if (found := _in_year(year, fields))]
    named = [found for found in candidates if weekday and found.start.isoweekday() == int(weekday)]
    return nearest(named, start, "~") if named else nearest(candidates, start, direction)


def _in_year(year: int, fields: re.Match[str]) -> Period | None:
    _, season, quarter, half, month, day = fields.groups()
    try:
        if season == "EASTER":
            return Period(easter(year), "day")
        if season:
            return Period(date(year, SEASONS[season], 1), "season")
        if quarter or half:
            first = int(quarter) * 3 - 2 if quarter else int(half) * 6 - 5
            return Period(date(year, first, 1), "quarter" if quarter else "half")
        size: Unit = "day" if day else "month" if month else "year"
        return Period(date(year, int(month or 1), int(day or 1)), size)
    except ValueError:
        return None


def _weekday(name: str, start: Period, direction: Direction) -> Period | None:
    if start.unit != "day":
        return start if start.unit != "week" else containing(start.start, "day").move(int(name) - 1, "day")
    if name == "WE":
        return nearest(_weekends(start.start), start, direction)
    days = (Period(start.start + timedelta(shift), "day") for shift in range(-7, 8))
    return nearest((day for day in days if day.start.isoweekday() == int(name)), start, direction)


def _weekends(day: date) -> Iterator[Period]:
    for week in (-1, 0, 1):
        yield containing(day + timedelta(7 * week), "weekend")


def _duration(number: str, name: str) -> Value:
    factor, letters = ISO_DURATION[name]
    count = str(int(number) * factor) if number.isdigit() else number
    return Value(f"P{letters[:-1]}{count}{letters[-1]}")
