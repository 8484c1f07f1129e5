"""What changed between two graphs -> JSON, for programs.

Takes two networks and their differences; gives the text of a file. Knows names for what differs; never how it was
found.

    {"summary":    {"articles": {"gained": 1, "changed": 2}, "statements": {...}, ...},
     "articles":   [CHANGE, ...],
     "statements": [CHANGE, ...],
     "quotations": [CHANGE, ...],
     "entities":   [CHANGE, ...],
     "events":     [CHANGE, ...],
     "relations":  [CHANGE, ...]}

    CHANGE: {"change":   "gained" | "lost" | "changed" | "rekeyed" | "joined" | "split" | "regrouped",
             "articles": names of the articles that it is about,
             "fields":   the columns in which old and new differ, where there is one of each,
             "old":      rows of the older graph: none if gained, several if joined,
             "new":      rows of the newer graph: none if lost, several if split}

The rows are those of `kg.export.rows`, as in the tables that `kg export --to csv` writes: that of a statement is a
claim's, with `id`, `label_fr`, `label_en`, `subject`, `relation`, `object`, `status`, `time`, `sentences` and so on.
Days are written `2020-08-18`. What is `rekeyed` has another `id` and is otherwise the same. A relation has `id`,
`labels` by language, and `type`, that of its events.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain
from typing import Any, Final

from kg.export.rows import Rows
from kg.graph import Network, relations
from kg.graph.differences import Change, Differences

Row = Mapping[str, object]
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "coordinates": ("latitude", "longitude"),
    "within": ("within_id",),
}
"""The columns of what the rows call otherwise than the graph."""


def to_json(old: Network, new: Network, differences: Differences, *, in_full: bool = True) -> str:
    """Write the differences of two graphs, or only how many there are: `{"summary": {...}}`."""
    found: dict[str, object] = {"summary": differences.counts()}
    if in_full:
        before, after = dict(_rows(old)), dict(_rows(new))
        for part, changes in differences.parts().items():
            found[part] = [_written(change, before, after) for change in changes]
    return json.dumps(found, ensure_ascii=False, indent=1, default=date.isoformat)


def _written(change: Change[Any], before: Mapping[str, Row], after: Mapping[str, Row]) -> dict[str, object]:
    return {
        "change": change.kind,
        "articles": change.articles,
        "fields": [column for name in change.fields for column in COLUMNS.get(name, (name,))],
        "old": [before[value.id] for value in change.old],
        "new": [after[value.id] for value in change.new],
    }


def _rows(graph: Network) -> Iterator[tuple[str, Row]]:
    """Yield the row of everything by its key."""
    rows = Rows(graph)
    for row in chain(rows.articles(), rows.entities(), rows.events(), rows.claims(), rows.facts(), rows.quotations()):
        yield row.id, row.values()
    for node in relations(graph):
        yield node.id, {"id": node.id, "labels": dict(node.labels), "type": node.type}
