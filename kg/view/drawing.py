"""What stands where on the drawing.

Takes the network; gives figures (entities as shapes, relations as plates on the lines) with their lettering and
place, and the lines between them with their bends; knows shapes, sizes and dashes; never colours, which are the style
sheet's, nor pyvis.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isqrt
from typing import Literal

from kg.graph import Network, claims, documents, entities, tellers
from kg.model import Claim, EntityNode, Status
from kg.view import lettering
from kg.view.bending import Labelled, bends
from kg.view.dates import compact
from kg.view.folding import fold
from kg.view.geometry import Box, Link
from kg.view.grouping import Group, by_article, by_story
from kg.view.layout import Frame, place, place_apart
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
NAME_SIZE, NOTE_SIZE, RELATION_SIZE, FACT_SIZE, FOLDED_SIZE = 14, 11, 13, 10, 13
NAME_WIDTH, NOTE_WIDTH, RELATION_WIDTH = 20, 26, 24  # in characters
MARGIN = 6  # around the words of a plate
TIMES = "\u00d7"
SEVERAL = 2  # articles
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

    Facts have no plate: their line runs from entity to entity, with `label` along it. So do events where they are
    folded, all `relations` of the two in one line.
    """

    first: str
    second: str
    relation: str
    status: Status
    role: Literal["subject", "object", "place", "source", "fact", "folded"]
    label: Mapping[str, str] | None = None
    relations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The centre of each figure, the frame of each group by its id, and the bends of lines in steps.

    Lines with a label bend, in the order of the drawing's lines; where events are figures, folded lines have no bend.
    """

    centres: Mapping[str, tuple[int, int]]
    frames: Mapping[str, Frame]
    bends: Sequence[int]


@dataclass(frozen=True, slots=True)
class Drawing:
    """All figures and lines, and the ways in which they can be arranged.

    `arrangements` are `events`, with events as figures of their own, and `folded`, with entities alone; where there are
    several articles also each of them `.story` and `.article`, in which the `groups` of these names stand apart.
    """

    figures: tuple[Figure, ...]
    lines: tuple[Line, ...]
    relations: tuple[Predication, ...]
    arrangements: Mapping[str, Arrangement]
    groups: Mapping[str, Sequence[Group]]


def draw(graph: Network) -> Drawing:
    """Give the drawing of a graph, the same for the same graph."""
    relations = predications(graph)
    plated = {relation.id for relation in relations if not relation.lasting}
    known = {*plated, *(entity.id for entity in entities(graph))}
    drawn = [line for relation in relations for line in _lines(relation) if {line.first, line.second} <= known]
    folded = [
        Line(one.first, one.second, one.relations[0], one.status, "folded", one.label, one.relations)
        for one in fold(graph, relations, known - plated)
    ]
    degrees = Counter(end for line in drawn for end in (line.first, line.second))
    notes = _notes(graph)
    figures = [_entity(entity, degrees[entity.id], notes.get(entity.id, [])) for entity in entities(graph)]
    told_by = tellers(graph)
    figures += [_plate(graph, one, told_by) for one in relations if one.id in plated and degrees[one.id]]
    groups = _groups(graph, relations, figures, drawn)
    views = {"events": (figures, drawn), "folded": _folded(figures, drawn, folded)}
    arrangements = {
        name: made for view, (own, lines) in views.items() for name, made in _arranged(view, own, lines, groups)
    }
    return Drawing(tuple(figures), (*drawn, *folded), tuple(relations), arrangements, groups)


def _groups(
    graph: Network, relations: Sequence[Predication], figures: Sequence[Figure], lines: Sequence[Line]
) -> dict[str, Sequence[Group]]:
    """Group the figures of several articles; in one article all belongs together."""
    keys = [figure.id for figure in figures]
    if len(list(documents(graph))) < SEVERAL:
        return {}
    return {"story": by_story(graph, keys, _links(lines)), "article": by_article(graph, relations, keys)}


def _folded(
    figures: Sequence[Figure], lines: Sequence[Line], folded: Sequence[Line]
) -> tuple[Sequence[Figure], Sequence[Line]]:
    """Leave the lines from entity to entity, and the entities but for those that only other lines join."""
    shapes = {figure.id for figure in figures if figure.size}
    kept = [*(line for line in lines if line.role == "fact" and {line.first, line.second} <= shapes), *folded]
    joined, kept_ends = ({end for line in some for end in (line.first, line.second)} for some in (lines, kept))
    return [one for one in figures if one.size and (one.id in kept_ends or one.id not in joined)], kept


def _arranged(
    view: str, figures: Sequence[Figure], lines: Sequence[Line], groups: Mapping[str, Sequence[Group]]
) -> Iterator[tuple[str, Arrangement]]:
    boxes = {figure.id: _box(figure) for figure in figures}
    links = _links(lines)
    centres = place(boxes, links)
    yield view, Arrangement(centres, {}, _bends(boxes, centres, lines))
    for name, found in groups.items():
        members = {group.id: [key for key in group.members if key in boxes] for group in found}
        present = {key: own for key, own in members.items() if own}
        centres, frames = place_apart(boxes, links, list(present.values()))
        framed = dict(zip(present, frames, strict=True))
        yield f"{view}.{name}", Arrangement(centres, framed, _bends(boxes, centres, lines))


def _bends(boxes: Mapping[str, Box], centres: Mapping[str, tuple[int, int]], lines: Sequence[Line]) -> list[int]:
    labelled = [Labelled(line.first, line.second, _label(line)) for line in lines if line.label]
    return bends(boxes, centres, labelled, [(line.first, line.second) for line in lines if not line.label])


def _links(lines: Iterable[Line]) -> list[Link]:
    return [Link(line.first, line.second, _room(line)) for line in lines]


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


def _plate(graph: Network, relation: Predication, told_by: Mapping[str, str]) -> Figure:
    """Write on a plate what is told, and how often: a reprint counts as its original."""
    first = relation.claims[0]
    count = len({told_by[claim.document] for claim in relation.claims})
    date = [Row(when, is_note=True)] if first.time and (when := compact(first.time)) else []
    rows = {
        code: (*_relation(_names(relation, code)[0], count), *date, *_mark(graph, first, code)) for code in LANGUAGES
    }
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


def _label(line: Line) -> Box:
    """Measure the label along a line, in the language that needs most room."""
    size = FOLDED_SIZE if line.role == "folded" else FACT_SIZE
    labels = [label.split("\n") for label in (line.label or {}).values()]
    width = max(lettering.measure(row, size) for rows in labels for row in rows)
    height = max(len(rows) for rows in labels) * size
    return Box(width // 2 + 1, height // 2 + 1, height // 2 + 1)


def _room(line: Line) -> int:
    """Give the room that a line needs: for the head of its arrow and for its label, a folded one at both ends."""
    heads = 2 if line.role == "folded" else 1
    return heads * ARROW + (2 * _label(line).half_width if line.label else 0)
