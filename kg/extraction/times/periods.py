"""Calendar periods: a day, week, month, season, year ... as one value that can be moved and written in TimeML.

Takes dates as written in ISO 8601 (`2020`, `2020-09`, `2020-09-15`, `2020-W37`); gives `Period`s and their values.
Knows the Gregorian calendar; never a word of any language. What cannot be told from a coarse date is None, not a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, cast, get_args

Unit = Literal["day", "weekend", "week", "month", "quarter", "season", "half", "year", "decade", "century"]
Direction = Literal["<", "<=", "~", ">=", ">"]
"""Where to look from a reference: before, not after, nearest, not before, after it."""

DAYS: dict[Unit, int] = {
    "day": 1, "weekend": 2, "week": 7, "month": 30, "quarter": 91, "season": 92,
    "half": 182, "year": 365, "decade": 3652, "century": 36524,
}  # fmt: skip
"""Usual length, in days; orders the units."""
MONTHS: dict[Unit, int] = {
    "month": 1, "quarter": 3, "season": 3, "half": 6, "year": 12, "decade": 120, "century": 1200,
}  # fmt: skip
SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""TimeML's seasons and the month in which each begins (meteorological); a winter is named by its December."""
SURE = 5
"""A day within a fifth of a period from some day of that period is taken to lie in it: `hier` in `2020-09`."""

_CALENDAR = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?(?=[T/]|$)")
_ISO = re.compile(r"(\d{4})(?:-W(\d\d)(-WE)?|-(\d\d)(?:-(\d\d))?)?(?:T.*)?")


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of the calendar: the unit that contains the day `start`, which is its first."""

    start: date
    unit: Unit

    @property
    def end(self) -> date:
        """The last day."""
        if self.unit == "weekend":
            return self.start + timedelta(1)
        following = _add(self.start, 1, self.unit)
        return following - timedelta(1) if following else date.max

    @property
    def value(self) -> str:
        """The period in TimeML.

        >>> [Period(date(1999, 6, 5), unit).value for unit in ("day", "week", "quarter", "decade")]
        ['1999-06-05', '1999-W22', '1999-Q2', '199X']
        """
        year, month = self.start.year, self.start.month
        week = "{}-W{:02}".format(*self.start.isocalendar()[:2])
        season = next((name for name, begin in SEASONS.items() if begin == month), "")
        return {
            "day": self.start.isoformat(),
            "weekend": f"{week}-WE",
            "week": week,
            "month": f"{year:04}-{month:02}",
            "quarter": f"{year:04}-Q{(month + 2) // 3}",
            "season": f"{year:04}-{season}",
            "half": f"{year:04}-H{(month + 5) // 6}",
            "year": f"{year:04}",
            "decade": f"{year // 10:03}X",
            "century": f"{year // 100:02}XX",
        }[self.unit]

    def holds(self, other: Period) -> bool:
        """Tell whether the other period is a shorter one inside this one."""
        return DAYS[other.unit] < DAYS[self.unit] and self.start <= other.start and other.end <= self.end

    def move(self, number: int, unit: Unit) -> Period | None:
        """Go that many units on (or back, if negative) and take the unit reached; None where the calendar ends.

        From a coarser period the result is what all its days agree on, at worst the year, else None.

        >>> period("2020-09-15").move(-1, "month").value, period("2020-09-15").move(1, "week").value
        ('2020-08', '2020-W39')
        >>> period("2020-09").move(-1, "day").value, period("2020-09").move(-2, "week").value
        ('2020-09', '2020')
        """
        if DAYS[self.unit] > DAYS[unit]:
            return self._move_coarsely(number, unit)
        moved = _add(self.start, number, unit)
        return containing(moved, unit) if moved else None

    def _move_coarsely(self, number: int, unit: Unit) -> Period | None:
        if abs(number) * DAYS[unit] * SURE <= DAYS[self.unit]:
            return self
        first, last = _add(self.start, number, unit), _add(self.end, number, unit)
        if first is None or last is None:
            return None
        return containing(first, "year") if first.year == last.year else None


def period(value: str) -> Period | None:
    """Read a date of ISO 8601, with or without time of day; None if it is none.

    >>> period("2020-W37").start.isoformat(), period("2020-13")
    ('2020-09-07', None)
    """
    found = _ISO.fullmatch(value)
    if found is None:
        return None
    year, week, weekend, month, day = found.groups()
    try:
        if week:
            monday = date.fromisocalendar(int(year), int(week), 1)
            return containing(monday, "weekend" if weekend else "week")
        unit: Unit = "day" if day else "month" if month else "year"
        return Period(date(int(year), int(month or 1), int(day or 1)), unit)
    except ValueError:
        return None


def containing(day: date, unit: Unit) -> Period:
    """Give the week, month, ... that a day lies in.

    >>> containing(date(2001, 1, 10), "season").value
    '2000-WI'
    """
    if unit in {"day", "week", "weekend"}:
        back = {"day": 0, "week": day.weekday(), "weekend": day.weekday() - 5}[unit]
        return Period(day - timedelta(back), unit)
    months = day.year * 12 + day.month - 1
    first = 2 if unit == "season" else 0
    months -= (months - first) % MONTHS[unit]
    return Period(date(max(1, months // 12), months % 12 + 1, 1), unit)


def nearest(candidates: Iterable[Period], reference: Period, direction: Direction) -> Period | None:
    """Choose the candidate that lies closest to the reference in a direction; one inside the reference always fits.

    >>> years = [period(f"{year}-08-18") for year in (2019, 2020, 2021)]
    >>> [nearest(years, period("2020-09"), way).value for way in ("<=", "~", ">")]
    ['2020-08-18', '2020-08-18', '2021-08-18']
    """
    fitting = [one for one in candidates if reference.holds(one) or _lies(one, direction, reference)]
    return min(fitting, key=lambda one: (_gap(one, reference), one.start), default=None)


def _lies(one: Period, direction: Direction, reference: Period) -> bool:
    return {
        "<": one.end < reference.start,
        "<=": one.start <= reference.end,
        "~": True,
        ">=": one.end >= reference.start,
        ">": one.start > reference.end,
    }[direction]


def _gap(one: Period, other: Period) -> int:
    return max(0, (one.start - other.end).days, (other.start - one.end).days)


def _add(day: date, number: int, unit: Unit) -> date | None:
    try:
        if unit in MONTHS:
            months = day.year * 12 + day.month - 1 + number * MONTHS[unit]
            first = date(months // 12, months % 12 + 1, 1)
            last = _add(first, 1, "month") if day.day > 28 else None  # noqa: PLR2004 - shortest month
            return min(first + timedelta(day.day - 1), last - timedelta(1)) if last else first.replace(day=day.day)
        return day + timedelta(number * (1 if unit == "day" else 7))
    except (ValueError, OverflowError):
        return None


def unit(name: str) -> Unit | None:
    """Read the name of a calendar unit."""
    return cast("Unit", name) if name in get_args(Unit) else None


def lies_ahead(value: str, today: str) -> bool:
    """Tell whether a day, month or year lies after another, both in ISO 8601, at the precision of the coarser one.

    >>> lies_ahead("2020-09-16", "2020-09-15"), lies_ahead("2020-09-16", "2020-09"), lies_ahead("2020-W38", "2020")
    (True, False, False)
    """
    day = _CALENDAR.match(value)
    precision = min(len(day.group()), len(today)) if day else 0
    return day is not None and value[:precision] > today[:precision]


def easter(year: int) -> date:
    """Give the day of Easter in the Gregorian calendar (Meeus 1991, Astronomical Algorithms, chapter 8).

    >>> [easter(year).isoformat() for year in (2000, 2019, 2024)]
    ['2000-04-23', '2019-04-21', '2024-03-31']
    """
    golden = year % 19
    century = year // 100
    correction = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon = correction - correction // 28 * (1 - correction // 28 * (29 // (correction + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    month = 3 + (moon - weekday + 40) // 44
    return date(year, month, moon - weekday + 28 - 31 * (month // 4))
