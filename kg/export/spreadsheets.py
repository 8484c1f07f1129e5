r"""Rows -> tables for a spreadsheet, one CSV file each.

Takes the network; gives the text of the files by name. Knows what Excel, LibreOffice and pandas read: UTF-8 with a byte
order mark (Excel takes it for another encoding without), commas, quoted cells, lines that end in CR LF (RFC 4180).
Never which columns there are (`rows` says).

No cell holds a line end; of several values one cell is made (`a | b`). A text that a spreadsheet would run as a formula
has an apostrophe before it; `unguarded` says how to undo that. Numbers are written as they are, negative ones too.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from typing import Final

from kg.export.projection import joined
from kg.export.rows import ArticleRow, ClaimRow, EntityRow, EventRow, QuotationRow, Row, Rows, Value
from kg.graph import Network

BYTE_ORDER_MARK: Final = "\ufeff"
# the signs and their full-width forms, behind any apostrophes, so that each text has one way back; tabs and line ends,
# which begin formulas too, are no part of our texts (https://owasp.org/www-community/attacks/CSV_Injection)
_FORMULA = re.compile("'*[-=+@\uff0d\uff1d\uff0b\uff20]")


def to_csv(graph: Network) -> dict[str, str]:
    """Write the tables of a graph: articles, entities, events, claims, facts and quotations."""
    rows = Rows(graph)
    return {
        "articles.csv": table(ArticleRow, rows.articles()),
        "entities.csv": table(EntityRow, rows.entities()),
        "events.csv": table(EventRow, rows.events()),
        "claims.csv": table(ClaimRow, rows.claims()),
        "facts.csv": table(ClaimRow, rows.facts()),
        "quotations.csv": table(QuotationRow, rows.quotations()),
    }


def table(kind: type[Row], rows: Iterable[Row]) -> str:
    """Write one table; its first line names the columns."""
    header = [field.name for field in fields(kind)]
    lines = ([_cell(value) for value in row.values().values()] for row in rows)
    return BYTE_ORDER_MARK + written([header, *lines], line_end="\r\n")


def written(lines: Iterable[Sequence[str | int | float]], line_end: str) -> str:
    """Write lines of cells as CSV."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator=line_end).writerows(lines)
    return buffer.getvalue()


def guarded(text: str) -> str:
    """Keep a spreadsheet from running a text.

    >>> guarded("=cmd|' /C calc'!A0"), guarded("Paris")
    ("'=cmd|' /C calc'!A0", 'Paris')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Give the text of a cell back as it was: without the first apostrophe where a sign stands behind it.

    >>> unguarded("'=1+1"), unguarded("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _cell(value: Value) -> str | int | float:
    match value:
        case None:
            return ""
        case tuple():
            return guarded(joined(value))
        case str():
            return guarded(value)
        case date():
            return value.isoformat()
        case _:
            return value
