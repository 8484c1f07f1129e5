"""Rows -> data frames of pandas, one for each table.

Takes the network; gives the tables that `kg export --to csv` writes, with values of their own kinds. Knows which kind
of pandas holds which kind of value; never which columns there are (`rows` says, with what each means). pandas is an
extra, and loaded when frames are asked for.

The index is `id`, the key of the row in the graph, so that tables can be joined:
`facts.merge(entities, left_on="subject_id", right_index=True, suffixes=("", "_of_subject"))`. An empty graph has all
columns, of the same kinds.

    text                 string             NA where there is none
    several texts        object             a tuple of strings, empty where there are none
    whole number         int64
    share, coordinate    float64            NaN where there is none
    day                  datetime64[s]      NaT where there is none
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple, get_type_hints

from kg.errors import GraphError
from kg.export.rows import ArticleRow, ClaimRow, EntityRow, EventRow, QuotationRow, Row, Rows
from kg.graph import Network

if TYPE_CHECKING:
    import pandas as pd

_KINDS: Final = {
    str: "string",
    str | None: "string",
    tuple[str, ...]: "object",
    int: "int64",
    float: "float64",
    float | None: "float64",
    date | None: "datetime64[s]",
}


class Frames(NamedTuple):
    """The tables of a graph; the classes of `kg.export.rows` that are named here say what their columns mean."""

    entities: pd.DataFrame
    """People, places and things (`EntityRow`)."""
    events: pd.DataFrame
    """Events that the articles state (`EventRow`)."""
    facts: pd.DataFrame
    """Lasting facts, such as positions, origins and parts (`ClaimRow`)."""
    claims: pd.DataFrame
    """What is said of events: stated, reported, denied, planned or supposed (`ClaimRow`)."""
    quotations: pd.DataFrame
    """Words of somebody (`QuotationRow`)."""
    articles: pd.DataFrame
    """Where all this is told (`ArticleRow`)."""


def to_pandas(graph: Network) -> Frames:
    """Give the tables of a graph as data frames.

    Raises:
        GraphError: pandas is not installed.

    """
    try:
        import pandas  # noqa: F401, ICN001, PLC0415 - looked for before any work is done
    except ImportError as error:
        msg = "data frames need pandas: pip install pandas"
        raise GraphError(msg) from error
    rows = Rows(graph)
    return Frames(
        entities=_frame(EntityRow, rows.entities()),
        events=_frame(EventRow, rows.events()),
        facts=_frame(ClaimRow, rows.facts()),
        claims=_frame(ClaimRow, rows.claims()),
        quotations=_frame(QuotationRow, rows.quotations()),
        articles=_frame(ArticleRow, rows.articles()),
    )


def _frame(kind: type[Row], rows: Iterable[Row]) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415 - an extra, which takes half a second to load

    values = [row.values() for row in rows]
    columns = {
        name: pd.Series([each[name] for each in values], dtype=_KINDS[hint])
        for name, hint in get_type_hints(kind).items()
    }
    return pd.DataFrame(columns).set_index("id")
