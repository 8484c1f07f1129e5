"""Times: under which type each form of TimeML is written, and which days it spans."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import TIMES

from kg.graph import bounds
from kg.rdf.times import time, time_value


@pytest.mark.parametrize(
    ("value", "datatype", "first", "last"),
    [
        ("2020", "gYear", "2020-01-01", "2020-12-31"),
        ("2020-02", "gYearMonth", "2020-02-01", "2020-02-29"),
        ("2019-12", "gYearMonth", "2019-12-01", "2019-12-31"),
        ("2020-08-18", "date", "2020-08-18", "2020-08-18"),
        ("1999-05-20T18:00", "dateTime", "1999-05-20", "1999-05-20"),
        ("1999-05-20T18:00:30", "dateTime", "1999-05-20", "1999-05-20"),
        ("1999-05-20T18:00:00", "timex", "1999-05-20", "1999-05-20"),
        ("2012-06-16/2012-06-17", "EDTF", "2012-06-16", "2012-06-17"),
        ("2012-06/2012-08", "EDTF", "2012-06-01", "2012-08-31"),
        ("2012-06-17/2012-06-16", "timex", None, None),
        ("2012-06-16/", "EDTF", None, None),
        ("../2012-06-16", "EDTF", None, None),
        ("/", "timex", None, None),
        ("2020-W37", "timex", "2020-09-07", "2020-09-13"),
        ("2020-W37-2", "timex", "2020-09-08", "2020-09-08"),
        ("2020-W54", "timex", None, None),
        ("2020-W37/2020-W38", "timex", "2020-09-07", "2020-09-20"),
        ("1999-06-11TAF", "timex", "1999-06-11", "1999-06-11"),
        ("2020-23", "EDTF", None, None),
        ("199X", "EDTF", None, None),
        ("2020-02-30", "timex", None, None),
        ("2020-13", "timex", None, None),
        ("0000", "timex", None, None),
        ("9999", "gYear", "9999-01-01", "9999-12-31"),
        ("٢٠٢٠", "timex", None, None),
        ("PRESENT_REF", "timex", None, None),
        ("P3D", "timex", None, None),
        ("", "timex", None, None),
    ],
)
def test_forms(value: str, datatype: str, first: str | None, last: str | None) -> None:
    literal = time(value)
    assert literal.datatype.value.replace("/", "#").rpartition("#")[2] == datatype
    days = bounds(value)
    assert days == (None if first is None or last is None else (date.fromisoformat(first), date.fromisoformat(last)))


@given(
    st.sampled_from(TIMES)
    | st.dates().map(str)
    | st.from_regex(r"\d{4}(-\d\d){0,2}(T\d\d(:\d\d){1,2})?", fullmatch=True)
)
def test_there_and_back(value: str) -> None:
    assert time_value(time(value)) == value
