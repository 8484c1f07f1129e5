"""How hard a drawing is to read.

Takes points, their boxes and the lines between them; gives a weight by which drawings of the same nodes compare;
never moves anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from kg.view.geometry import STRETCH, Box, Point, cross, hits

ENDS = 4  # of two lines that do not meet
PIXELS = 8  # of width or height that weigh as much as a crossing


def clutter(points: Sequence[Point], boxes: Sequence[Box], arrows: Sequence[tuple[int, int]]) -> float:
    """Weigh how hard a drawing is to read: lines through boxes, lines that cross, and how large it is."""
    crossings = hidden = 0
    for (a, b), (c, d) in combinations(arrows, 2):
        crossings += len({a, b, c, d}) == ENDS and cross(points[a], points[b], points[c], points[d])
    for a, b in arrows:
        for node, box in enumerate(boxes):
            hidden += node not in {a, b} and hits(points[a], points[b], points[node], box)
    width, height = _size(points, boxes)
    return 2.0 * hidden + crossings + max(width / STRETCH, height) / PIXELS


def _size(points: Sequence[Point], boxes: Sequence[Box]) -> tuple[float, float]:
    lefts = [point[0] - box.half_width for point, box in zip(points, boxes, strict=True)]
    rights = [point[0] + box.half_width for point, box in zip(points, boxes, strict=True)]
    tops = [point[1] - box.above for point, box in zip(points, boxes, strict=True)]
    bottoms = [point[1] + box.below for point, box in zip(points, boxes, strict=True)]
    return max(rights) - min(lefts), max(bottoms) - min(tops)
