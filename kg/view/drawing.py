"""What stands where on the drawing.

Takes the network; gives figures (entities as shapes, relations as plates on the lines) with their lettering and
place, and the lines between them; knows shapes, sizes and dashes; never colours, which are the style sheet's, nor
pyvis.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isqrt
from typing import Literal

from kg.graph import Network, claims, entities
from kg.model import Claim, EntityNode, Status
from kg.view import lettering
from kg.view.geometry import Box, Link
from kg.view.layout import place
from kg.view.predications import Predication, is_drawn, name_of, predications, source_of
from kg.view.wording import LANGUAGES, mark

SHAPES: Mapping[str, str] = {
    "Person": "dot",
    "Organization": "square",
    "Group": "hexagon",
    "Place": "triangleDown",
    "Object": "diamond",
    "Work": "star",
    "Event": "triangle",
    "Amount": "square",
    "Other": "dot",
}
DASHES: Mapping[str, Sequence[int]] = {
    "Asserted": (),
    "Reported": (7, 4),
    "Negated": (10, 3, 2, 3),
    "Projected": (4, 4),
    "Hypothetical": (2, 4),
}
NAME_SIZE, NOTE_SIZE, RELATION_SIZE, FACT_SIZE = 14, 11, 13, 10
NAME_WIDTH, NOTE_WIDTH, RELATION_WIDTH = 20, 26, 24  # in characters
MARGIN = 6  # around the words of a plate
TIMES = "\u00d7"
ARROW = 16  # room for the head of an arrow


@dataclass(frozen=True, slots=True)
class Row:
    """A line of lettering; notes are small."""

    text: str
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """An entity or the plate of a relation; `size` is the radius of an entity's shape, 0 for a plate."""

    id: str
    kind: str
    rows: Mapping[str, tuple[Row, ...]]
    size: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A line from one figure to another; `relation` is the predication that it belongs to.

    Facts have no plate: their line runs from entity to entity, with `label` along it.
    """

    first: str
    second: str
    relation: str
    status: Status
    role: Literal["subject", "object", "place", "source", "fact"]
    label: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """All figures with the centre of each, and all lines."""

    figures: tuple[Figure, ...]
    lines: tuple[Line, ...]
    centres: Mapping[str, tuple[int, int]]
    relations: tuple[Predication, ...]


def draw(graph: Network) -> Drawing:
    """Give the drawing of a graph, the same for the same graph."""
    relations = predications(graph)
    plated = {relation.id for relation in relations if not relation.lasting}
    known = {*plated, *(entity.id for entity in entities(graph))}
    drawn = [line for relation in relations for line in _lines(relation) if {line.first, line.second} <= known]
    degrees = Counter(end for line in drawn for end in (line.first, line.second))
    notes = _notes(graph)
    figures = [_entity(entity, degrees[entity.id], notes.get(entity.id, [])) for entity in entities(graph)]
    figures += [_plate(graph, relation) for relation in relations if relation.id in plated]
    boxes = {figure.id: _box(figure) for figure in figures}
    links = [Link(line.first, line.second, _room(line)) for line in drawn]
    return Drawing(tuple(figures), tuple(drawn), place(boxes, links), tuple(relations))


def _lines(relation: Predication) -> Iterator[Line]:
    if relation.lasting:
        yield from _fact(relation)
        return
    for subject in relation.subjects:
        yield Line(subject, relation.id, relation.id, relation.status, "subject")
    for goal in relation.objects:
        yield Line(relation.id, goal, relation.id, relation.status, "object")
    for at in relation.places:
        yield Line(relation.id, at, relation.id, relation.status, "place")
    if relation.source:
        yield Line(relation.source, relation.id, relation.id, relation.status, "source")


def _fact(relation: Predication) -> Iterator[Line]:
    label = {code: lettering.clean(" · ".join(_names(relation, code))) for code in LANGUAGES}
    for subject in relation.subjects:
        for goal in relation.objects:
            yield Line(subject, goal, relation.id, relation.status, "fact", label)


def _names(relation: Predication, language: str) -> list[str]:
    return [name_of(labels, language) for labels in relation.labels]


def _notes(graph: Network) -> dict[str, list[str]]:
    """Collect what is told of entities in plain words, such as their positions."""
    found: dict[str, list[str]] = {}
    for claim in claims(graph):
        if not is_drawn(claim) and claim.value and claim.status == "Asserted" and claim.relation != "rel:alias":
            found.setdefault(claim.subject, []).append(claim.value)
    return {key: sorted(set(values)) for key, values in found.items()}


def _entity(entity: EntityNode, degree: int, notes: Sequence[str]) -> Figure:
    rows = [Row(text) for text in lettering.lines(entity.label, NAME_WIDTH, 3)]
    if notes:
        rows += [Row(text, is_note=True) for text in lettering.lines(" · ".join(notes), NOTE_WIDTH, 1)]
    return Figure(entity.id, entity.type, dict.fromkeys(LANGUAGES, tuple(rows)), size=8 + min(10, isqrt(4 * degree)))


def _plate(graph: Network, relation: Predication) -> Figure:
    first = relation.claims[0]
    count = len({claim.document for claim in relation.claims})
    rows = {code: (*_relation(_names(relation, code)[0], count), *_mark(graph, first, code)) for code in LANGUAGES}
    return Figure(relation.id, relation.status, rows)


def _relation(text: str, count: int) -> list[Row]:
    return [Row(line) for line in lettering.lines(f"{text} {TIMES}{count}" if count > 1 else text, RELATION_WIDTH, 2)]


def _mark(graph: Network, claim: Claim, language: str) -> list[Row]:
    source = source_of(graph, claim)
    words = mark(claim, graph.nodes[source]["label"] if source else None, language)
    return [Row(line, is_note=True) for line in lettering.lines(words, NOTE_WIDTH, 1)] if words else []


def _box(figure: Figure) -> Box:
    """Measure a figure in the language that needs most room; the page can switch without moving anything."""
    plain = NAME_SIZE if figure.size else RELATION_SIZE
    width = height = 0
    for rows in figure.rows.values():
        sizes = [NOTE_SIZE if row.is_note else plain for row in rows]
        width = max(width, *(lettering.measure(row.text, size) for row, size in zip(rows, sizes, strict=True)))
        height = max(height, sum(round(size * lettering.LINE_HEIGHT) for size in sizes))
    if figure.size:
        return Box(max(figure.size, width // 2), figure.size, figure.size + 4 + height)
    return Box(width // 2 + MARGIN, height // 2 + MARGIN, height // 2 + MARGIN)


def _room(line: Line) -> int:
    """Give the room that a line needs: for the head of an arrow, or for most of the label along it."""
    labels = (line.label or {}).values()
    return max([ARROW, *(lettering.measure(label, FACT_SIZE) * 3 // 5 for label in labels)])
