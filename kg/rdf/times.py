"""Times in TimeML <-> RDF literals, and the days that they span.

Takes values such as `2020-08` or `2020-W37-2`; gives literals, and back. Knows the datatypes of XML Schema and EDTF;
never where a time stands in a text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import MAXYEAR, date, datetime, timedelta

from pyoxigraph import Literal, NamedNode

from kg.rdf.literals import clean
from kg.rdf.vocabulary import EDTF, KG, XSD

_DAY = r"\d{4}-\d\d-\d\d"
# what makes a complete moment of each form; a moment in TimeML ends with its minutes, in XML Schema with its seconds
_FORMS: Mapping[str, tuple[NamedNode, str]] = {
    r"\d{4}": (XSD["gYear"], "-01-01"),
    r"\d{4}-\d\d": (XSD["gYearMonth"], "-01"),
    _DAY: (XSD["date"], ""),
    rf"{_DAY}T\d\d:\d\d": (XSD["dateTime"], ":00"),
    rf"{_DAY}T\d\d:\d\d:(?!00)\d\d": (XSD["dateTime"], ""),
}
_DATE = re.compile(rf"\d{{4}}(-\d\d)?|{_DAY}", re.ASCII)
_SEASON_OR_DECADE = re.compile(r"\d{4}-2[1-4]|\d{3}X|\d{2}XX", re.ASCII)
_WEEK = re.compile(r"(\d{4})-W(\d\d)(?:-([1-7]))?", re.ASCII)


def time(value: str) -> Literal:
    """Write a TimeML value as a date of XML Schema where it is one, else in EDTF, else as TimeML has it.

    EDTF has intervals, seasons and unknown digits, but no weeks, parts of the day or `PRESENT_REF`.
    Source: https://www.loc.gov/standards/datetime/

    >>> [time(value).datatype.value.rpartition("/")[2] for value in ("2020-08", "2012-06-16/2012-06-17", "2020-W37-2")]
    ['XMLSchema#gYearMonth', 'EDTF', 'ns#timex']
    """
    for form, (datatype, rest) in _FORMS.items():
        if re.fullmatch(form, value, re.ASCII) and _moment(value + rest):
            return Literal(value + ":00" if rest == ":00" else value, datatype=datatype)
    return Literal(clean(value), datatype=EDTF["EDTF"] if _is_edtf(value) else KG["timex"])


def time_value(literal: Literal) -> str:
    """Read a time back as TimeML has it.

    >>> time_value(time("1999-05-20T18:00"))
    '1999-05-20T18:00'
    """
    return literal.value.removesuffix(":00") if literal.datatype == XSD["dateTime"] else literal.value


def bounds(value: str) -> tuple[date, date] | None:
    """Give the first and the last day that a TimeML value can mean, None where it names no day.

    >>> [day.isoformat() for day in bounds("2020-W37") or ()]
    ['2020-09-07', '2020-09-13']
    """
    first, slash, last = value.partition("/")
    begin, end = _days(first), _days(last if slash else first)
    return (begin[0], end[1]) if begin and end and begin[0] <= end[1] else None


def _is_edtf(value: str) -> bool:
    first, slash, last = value.partition("/")
    if not slash:
        return bool(_SEASON_OR_DECADE.fullmatch(value))
    if {first, last} & {"", ".."}:
        return _is_date(first) or _is_date(last)
    return _is_date(first) and _is_date(last) and bounds(value) is not None


def _is_date(value: str) -> bool:
    return bool(_DATE.fullmatch(value) and _days(value))


def _days(value: str) -> tuple[date, date] | None:
    if week := _WEEK.fullmatch(value):
        return _days_of_week(int(week[1]), int(week[2]), int(week[3] or 0))
    if (found := re.match(_DAY, value, re.ASCII)) and (day := _moment(found[0])):
        return day, day
    if re.fullmatch(r"\d{4}-\d\d", value, re.ASCII) and (month := _moment(value + "-01")):
        return month, _day_before(month.year + month.month // 12, month.month % 12 + 1)
    if re.fullmatch(r"\d{4}", value, re.ASCII) and (year := _moment(value + "-01-01")):
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


def _moment(value: str) -> date | None:
    try:
        return datetime.fromisoformat(value).date()
    except ValueError:
        return None
