"""The date of an article, as written -> as the graph keeps it.

Takes what a header, a JSON field or an option says; gives `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; knows ISO 8601; never
the dates inside the text.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from kg.errors import InputError

EARLIEST: Final = 1000
LATEST: Final = 2999
"""Years between which articles appear; days are reckoned from their date, and must not leave the calendar."""

_YEAR_OR_MONTH = re.compile(r"\d{4}(?:-\d{2})?")


def read_date(written: str) -> str:
    """Check a date and cut the time of day from it.

    >>> read_date("2020-09")
    '2020-09'
    >>> read_date("2020-09-08T10:30:00Z")
    '2020-09-08'

    Raises:
        InputError: it is none of these, or not in the calendar, or of a year in which there are no articles.

    """
    is_short = _YEAR_OR_MONTH.fullmatch(written)
    try:
        day = datetime.fromisoformat(f"{written}-01-01"[:10] if is_short else written)
    except ValueError:
        msg = f"'{written}' is no date; write 2020, 2020-09, 2020-09-08 or an ISO 8601 date and time"
        raise InputError(msg) from None
    if not EARLIEST <= day.year <= LATEST:
        msg = f"'{written}' is no date of an article; its year lies between {EARLIEST} and {LATEST}"
        raise InputError(msg)
    return written if is_short else day.date().isoformat()
