"""The days of the calendar that a time of TimeML spans.

Takes values such as `2020-08` or `2020-W37-2`; gives dates. Knows ISO 8601 and the calendar; never where a time stands
in a text, nor how a file writes it.
"""

from __future__ import annotations

import re
from datetime import MAXYEAR, date, datetime, timedelta

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MONTH = re.compile(r"\d{4}-\d\d", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_WEEK = re.compile(r"(\d{4})-W(\d\d)(?:-([1-7]))?", re.ASCII)


def bounds(value: str) -> tuple[date, date] | None:
    """Give the first and the last day that a TimeML value can mean, None where it names no day.

    >>> [day.isoformat() for day in bounds("2020-W37") or ()]
    ['2020-09-07', '2020-09-13']
    """
    first, slash, last = value.partition("/")
    begin, end = _days(first), _days(last if slash else first)
    return (begin[0], end[1]) if begin and end and begin[0] <= end[1] else None


def day_of(moment: str) -> date | None:
    """Give the day of a complete date or date with time, None where the calendar or the clock has no such moment.

    >>> day_of("2020-02-30") is None
    True
    """
    try:
        return datetime.fromisoformat(moment).date()
    except ValueError:
        return None


def _days(value: str) -> tuple[date, date] | None:
    if week := _WEEK.fullmatch(value):
        return _days_of_week(int(week[1]), int(week[2]), int(week[3] or 0))
    if (found := _DAY.match(value)) and (day := day_of(found[0])):
        return day, day
    if _MONTH.fullmatch(value) and (month := day_of(value + "-01")):
        return month, _day_before(month.year + month.month // 12, month.month % 12 + 1)
    if _YEAR.fullmatch(value) and (year := day_of(value + "-01-01")):
        return year, _day_before(year.year + 1, 1)
    return None


def _days_of_week(year: int, week: int, day: int) -> tuple[date, date] | None:
    try:
        return date.fromisocalendar(year, week, day or 1), date.fromisocalendar(year, week, day or 7)
    except ValueError:
        return None


def _day_before(year: int, month: int) -> date:
    """Give the last day before a month begins; the calendar of Python ends with the year 9999."""
    return date(year, month, 1) - timedelta(days=1) if year <= MAXYEAR else date.max
