"""Times in TimeML <-> RDF literals.

Takes values such as `2020-08` or `2020-W37-2`; gives literals, and back. Knows the datatypes of XML Schema and EDTF;
never where a time stands in a text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pyoxigraph import Literal, NamedNode

from kg.graph.days import bounds, day_of
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


def time(value: str) -> Literal:
    """Write a TimeML value as a date of XML Schema where it is one, else in EDTF, else as TimeML has it.

    EDTF has intervals, seasons and unknown digits, but no weeks, parts of the day or `PRESENT_REF`.
    Source: https://www.loc.gov/standards/datetime/

    >>> [time(value).datatype.value.rpartition("/")[2] for value in ("2020-08", "2012-06-16/2012-06-17", "2020-W37-2")]
    ['XMLSchema#gYearMonth', 'EDTF', 'ns#timex']
    """
    for form, (datatype, rest) in _FORMS.items():
        if re.fullmatch(form, value, re.ASCII) and day_of(value + rest):
            return Literal(value + ":00" if rest == ":00" else value, datatype=datatype)
    return Literal(clean(value), datatype=EDTF["EDTF"] if _is_edtf(value) else KG["timex"])


def time_value(literal: Literal) -> str:
    """Read a time back as TimeML has it.

    >>> time_value(time("1999-05-20T18:00"))
    '1999-05-20T18:00'
    """
    return literal.value.removesuffix(":00") if literal.datatype == XSD["dateTime"] else literal.value


def _is_edtf(value: str) -> bool:
    first, slash, last = value.partition("/")
    if not slash:
        return bool(_SEASON_OR_DECADE.fullmatch(value))
    if {first, last} & {"", ".."}:
        return _is_date(first) or _is_date(last)
    return _is_date(first) and _is_date(last) and bounds(value) is not None


def _is_date(value: str) -> bool:
    return bool(_DATE.fullmatch(value) and bounds(value))
