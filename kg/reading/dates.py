"""The date of an article, as written -> as the graph keeps it.

Takes what a header, a JSON field or an option says; gives `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; knows ISO 8601; never
the dates inside the text.
"""

from __future__ import annotations

import re
from datetime import datetime

from kg.errors import InputError

_YEAR_OR_MONTH = re.compile(r"\d{4}(?:-\d{2})?")


def read_date(written: str) -> str:
    """Check a date and cut the time of day from it.

    >>> read_date("2020-09")
    '2020-09'
    >>> read_date("2020-09-08T10:30:00Z")
    '2020-09-08'

    Raises:
        InputError: it is none of these, or not in the calendar.

    """
    try:
        if _YEAR_OR_MONTH.fullmatch(written):
            datetime.fromisoformat(f"{written}-01-01"[:10])
            return written
        return datetime.fromisoformat(written).date().isoformat()
    except ValueError:
        msg = f"'{written}' is no date; write 2020, 2020-09, 2020-09-08 or an ISO 8601 date and time"
        raise InputError(msg) from None
