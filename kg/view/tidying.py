"""Small moves that make a drawing easier to read.

Takes a drawing; moves nodes with few links to where their lines cross less and hide nothing; knows a ring of places
around a node's neighbours; never lets two boxes overlap.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf, sqrt

from kg.view.geometry import STRETCH, Box, Point, cross, hits, overlap

ROUNDS = 2
MOST_LINKS = 5  # of a node that is moved; hubs stay
RADII = (0.6, 0.8, 1.0, 1.3)  # of the ring, by how far the node is now
TURN = (0.9238795325112867, 0.3826834323650898)  # cosine and sine of a sixteenth of a full turn
DIRECTIONS = 16
HIDING = 2.0  # what a line through a box weighs, where a crossing weighs 1
PIXELS = 150  # of line that weigh as much as a crossing

Arrow = tuple[int, int]


def tidy(points: list[Point], boxes: Sequence[Box], arrows: Sequence[Arrow]) -> None:
    """Move each node with few links to the best free place around its neighbours, if that is better."""
    lines = [[arrow for arrow in arrows if node in arrow] for node in range(len(points))]
    for _ in range(ROUNDS):
        for node, own in enumerate(lines):
            if 0 < len(own) <= MOST_LINKS:
                others = [arrow for arrow in arrows if node not in arrow]
                _settle(node, points, boxes, own, others)


def _settle(
    node: int, points: list[Point], boxes: Sequence[Box], own: Sequence[Arrow], others: Sequence[Arrow]
) -> None:
    best, least = points[node], _weight(_faults(node, points, boxes, own, others), _length(points, own), inf)
    if least < 1 + _length(points, own) / PIXELS:
        return
    for place in list(_around(node, points, own)):
        points[node] = place
        if _is_free(node, points, boxes):
            weight = _weight(_faults(node, points, boxes, own, others), _length(points, own), least)
            if weight < least:
                best, least = place, weight
    points[node] = best


def _around(node: int, points: Sequence[Point], own: Sequence[Arrow]) -> Iterator[Point]:
    """Yield places on rings around the middle of a node's neighbours."""
    near = [points[a if b == node else b] for a, b in own]
    x = y = 0.0
    for point in near:
        x, y = x + point[0] / len(near), y + point[1] / len(near)
    away = _length(points, own) / len(own)
    for radius in RADII:
        right, down = away * radius, 0.0
        for _ in range(DIRECTIONS):
            yield [x + right * STRETCH, y + down]
            right, down = right * TURN[0] - down * TURN[1], right * TURN[1] + down * TURN[0]


def _is_free(node: int, points: Sequence[Point], boxes: Sequence[Box]) -> bool:
    here, box = points[node], boxes[node]
    for other, point in enumerate(points):  # asked for every place of every node: no generator
        if other != node:
            over_x, over_y = overlap(here, point, box, boxes[other])
            if over_x > 0 and over_y > 0:
                return False
    return True


def _weight(faults: Iterator[float], length: float, least: float) -> float:
    """Weigh a node's place by its faults and the length of its lines; infinity once it is no better than `least`."""
    weight = 0.0
    for fault in faults:
        if weight + length / PIXELS >= least:
            return inf
        weight += fault
    return weight + length / PIXELS


def _faults(
    node: int, points: Sequence[Point], boxes: Sequence[Box], own: Sequence[Arrow], others: Sequence[Arrow]
) -> Iterator[float]:
    """Yield by how much lines hide a node, then what each of its own lines crosses and hides."""
    here, box = points[node], boxes[node]
    yield HIDING * sum([hits(points[a], points[b], here, box) for a, b in others])
    for a, b in own:
        start, end = points[a], points[b]
        yield sum([cross(start, end, points[c], points[d]) for c, d in others if a not in {c, d} and b not in {c, d}])
        yield HIDING * sum([hits(start, end, points[k], boxes[k]) for k in range(len(points)) if k not in {a, b}])


def _length(points: Sequence[Point], arrows: Sequence[Arrow]) -> float:
    total = 0.0
    for a, b in arrows:
        x, y = points[a][0] - points[b][0], points[a][1] - points[b][1]
        total += sqrt(x * x + y * y)
    return total
