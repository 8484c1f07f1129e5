"""When what is told happened: days of the calendar, and the stretches of time in which a timeline counts them.

Takes the network; gives the first and the last day of each claim whose time names any, and buckets of one length that
hold most of them. Knows the calendar; never the date of an article, which is when it was written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date
from itertools import pairwise

from kg.graph import Network, bounds, claims

MOST = 80  # buckets between the two ends
FEWEST = 8  # one day alone needs others around it
MIDDLE = 0.8  # the share of claims that begin between the two ends
EXACT = 0.5  # the share of claims that lie in one bucket: where most know the year alone, days would say nothing
LAST_DAY = date.max.toordinal()
WEEK, MONTHS_OF_YEAR = 7, 12


@dataclass(frozen=True, slots=True)
class _Unit:
    """A length of time: numbers its stretches, and tells the first day of each; days are ordinals of the calendar."""

    number: Callable[[int], int]
    first_day: Callable[[int], int]


def days(graph: Network) -> dict[str, list[str]]:
    """Give `[first day, last day]` in ISO 8601 by the id of the claim; claims whose time names no day are left out."""
    found = {claim.id: bounds(claim.time) for claim in claims(graph) if claim.time}
    return {key: [day.isoformat() for day in span] for key, span in found.items() if span}


def compact(time: str) -> str:
    """Write a TimeML value in figures as short as they tell it; nothing where it names no day.

    >>> compact("2020-08"), compact("2020-08-18T10:00"), compact("2020-W37"), compact("PRESENT_REF")
    ('2020-08', '2020-08-18', '2020-09-07/13', '')
    """
    span = bounds(time)
    if span is None:
        return ""
    first, last = (day.isoformat() for day in span)
    if first == last or len(time) <= len("2020-08"):
        return first if first == last else time
    shared = next((part for part in (first[:8], first[:5]) if last.startswith(part)), "")
    return f"{first}/{last.removeprefix(shared)}"


def buckets(days: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Cut the time that claims tell of into `[first day, last day, end]`, without a gap and in order.

    All have one length, that of a day, a week, one or three months, 1, 10 or 100 years, where most claims are. What
    lies far from these is in a longer one, whose end is `before` or `after` and not empty.
    """
    spans = [(_ordinal(first), _ordinal(last)) for first, last in days.values()]
    if not spans:
        return []
    unit = _unit(spans)
    starts = [unit.first_day(number) for number in _numbers(spans, unit)]
    earliest, latest = min(first for first, _ in spans), max(last for _, last in spans)
    made = [(start, after - 1, "") for start, after in pairwise(starts) if start < after]
    if earliest < starts[0]:
        made.insert(0, (earliest, starts[0] - 1, "before"))
    if latest >= starts[-1]:
        made.append((starts[-1], latest, "after"))
    return [[_iso(first), _iso(last), end] for first, last, end in made]


def _unit(spans: Sequence[tuple[int, int]]) -> _Unit:
    """Choose the shortest unit that is not too short for the claims."""
    for unit in UNITS:
        first, last = _densest(spans, unit)
        begun = sum(first <= unit.number(day) <= last for day, _ in spans)
        exact = sum(unit.number(day) == unit.number(end) for day, end in spans)
        if begun >= MIDDLE * len(spans) and exact >= EXACT * len(spans):
            return unit
    return UNITS[-1]


def _numbers(spans: Sequence[tuple[int, int]], unit: _Unit) -> range:
    """Give the numbers of the buckets between the ends, and the next one."""
    first, last = _densest(spans, unit)
    reached = max(unit.number(end) for day, end in spans if first <= unit.number(day) <= last)
    last = min(first + MOST - 1, reached)
    more = max(0, FEWEST - (last - first + 1))
    return range(first - more // 2, last + (more + 1) // 2 + 2)


def _densest(spans: Sequence[tuple[int, int]], unit: _Unit) -> tuple[int, int]:
    """Find the stretch in which most claims begin, the earliest of several."""
    numbers = sorted(unit.number(day) for day, _ in spans)
    best, start = (0, 0), 0
    for end, number in enumerate(numbers):
        while number - numbers[start] >= MOST:
            start += 1
        best = max(best, (start, end), key=lambda places: places[1] - places[0])
    return numbers[best[0]], numbers[best[1]]


def _months(count: int) -> _Unit:
    def number(day: int) -> int:
        known = date.fromordinal(day)
        return (known.year * MONTHS_OF_YEAR + known.month - 1) // count

    def first_day(number: int) -> int:
        year, month = divmod(number * count, MONTHS_OF_YEAR)
        if 1 <= year <= MAXYEAR:
            return date(year, month + 1, 1).toordinal()
        return 1 if year < 1 else LAST_DAY + 1

    return _Unit(number, first_day)


def _within(day: int) -> int:
    return max(1, min(day, LAST_DAY + 1))


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


UNITS = (
    _Unit(lambda day: day, _within),
    _Unit(lambda day: (day - 1) // WEEK, lambda number: _within(number * WEEK + 1)),  # the first day was a Monday
    *map(_months, (1, 3, 12, 120, 1200)),
)
