"""Points, boxes and lines on the drawing.

Takes numbers; gives what overlaps, crosses or hides what; knows that y grows downwards; never what is drawn. Only
+ - * / and comparisons, so that every machine answers alike.
"""

from __future__ import annotations

from dataclasses import dataclass

GAP = 14
STRETCH = 1.4  # labels are wide and low, and so are screens: width by height of a round drawing
Point = list[float]


@dataclass(frozen=True, slots=True)
class Box:
    """What a node fills around its centre, label included."""

    half_width: int
    above: int
    below: int


@dataclass(frozen=True, slots=True)
class Link:
    """An edge from `first` to `second` with the room that it needs between their boxes."""

    first: str
    second: str
    room: int


def overlap(first: Point, second: Point, one: Box, other: Box) -> tuple[float, float]:
    """Measure by how much two boxes and the gap between them overlap along each axis; both positive where they do."""
    x, y = second[0] - first[0], second[1] - first[1]
    wanted = (one.below + other.above if y >= 0 else one.above + other.below) + GAP
    return one.half_width + other.half_width + GAP - abs(x), wanted - abs(y)


def cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Tell whether the line from `a` to `b` crosses that from `c` to `d`.

    >>> cross([0, 0], [2, 2], [0, 2], [2, 0])
    True
    """
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def hits(start: Point, end: Point, centre: Point, box: Box) -> bool:
    """Tell whether a line runs through a box."""
    (x, y), (to_x, to_y), (middle_x, middle_y) = start, end, centre
    left, right = middle_x - box.half_width, middle_x + box.half_width
    if (x < left and to_x < left) or (x > right and to_x > right):  # most lines pass far off: told without a call
        return False
    top, bottom = middle_y - box.above, middle_y + box.below
    if (y < top and to_y < top) or (y > bottom and to_y > bottom):
        return False
    sides = [_side(start, end, [x, y]) for x in (left, right) for y in (top, bottom)]
    return min(sides) < 0 < max(sides)


def _side(start: Point, end: Point, point: Point) -> float:
    """Tell on which side of a line a point lies, by sign."""
    return (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0])
