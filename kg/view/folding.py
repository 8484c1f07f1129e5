"""Events folded into lines: from actor to target, with the relation along the line.

Takes relations as drawn; gives a line for each two entities that events join, with all that is told of the two alike.
Knows that an event without a second entity, or with an event in its place, has no such line; never where it runs.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from kg.graph import Network
from kg.model import Status
from kg.view import lettering
from kg.view.predications import Predication, name_of, source_of
from kg.view.wording import LANGUAGES, mark

WIDTH, MOST = 28, 2  # characters, lines


@dataclass(frozen=True, slots=True)
class Fold:
    """A line from one entity to another, with the ids of the events folded into it and its words by language."""

    first: str
    second: str
    status: Status
    relations: tuple[str, ...]
    label: Mapping[str, str]


def fold(graph: Network, relations: Sequence[Predication], entities: Container[str]) -> list[Fold]:
    """Give the lines, what is told alike of two in one: by the same source and with the same stance."""
    alike: dict[tuple[str, str, Status, str | None], list[Predication]] = {}
    for relation in relations:
        if not relation.lasting:
            source = source_of(graph, relation.claims[0])
            for subject in relation.subjects:
                for goal in relation.objects:
                    if subject in entities and goal in entities:
                        alike.setdefault((subject, goal, relation.status, source), []).append(relation)
    return [
        Fold(first, second, status, tuple(one.id for one in folded), _label(graph, folded, source))
        for (first, second, status, source), folded in alike.items()
    ]


def _label(graph: Network, relations: Sequence[Predication], source: str | None) -> dict[str, str]:
    label = {}
    for code in LANGUAGES:
        names = dict.fromkeys(name_of(labels, code) for relation in relations for labels in relation.labels[:1])
        rows = lettering.lines(" \u00b7 ".join(names), WIDTH, MOST)
        if words := mark(relations[0].claims[0], graph.nodes[source]["label"] if source else None, code):
            rows += lettering.lines(words, WIDTH, 1)
        label[code] = "\n".join(rows)
    return label
