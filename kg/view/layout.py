"""Positions for the nodes of a drawing, the same integers on every machine.

Takes the box that each node fills with its label and the links with the length each would like; gives the centre of
each node. Knows stress (a drawing is good when distances on paper match distances along the links), minimised by
stochastic gradient descent (Zheng, Pawar and Goodman 2019, https://doi.org/10.1109/TVCG.2018.2859997) over all pairs
of a small component, or against a few pivots of a large one; never what a node stands for.

Floats meet only + - * / and square root, which IEEE 754 rounds alike everywhere, and are added up in plain loops:
`sum` rounds differently from Python 3.12 on, sines and powers differ between C libraries.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import inf, sqrt

PIVOTS_FROM = 200  # components up to this size weigh every pair: 20,000 terms
PIVOTS = 40
NEIGHBOURS = 12  # of a neighbour; keeps the leaves of a hub apart where pairs are not all weighed
ROUNDS = 40
COOLING = 0.8
GAP = 14
COMPONENT_GAP = 60
ASPECT = 1.2  # width by height of the canvas between the two side panels of a common screen

Point = list[float]
Term = tuple[int, int, int]
"""Two nodes of a component and the distance they would like."""


@dataclass(frozen=True, slots=True)
class Box:
    """What a node fills around its centre, label included."""

    half_width: int
    above: int
    below: int


@dataclass(frozen=True, slots=True)
class Link:
    """An edge from `first` to `second` that would like to be `length` long."""

    first: str
    second: str
    length: int


def place(boxes: Mapping[str, Box], links: Sequence[Link]) -> dict[str, tuple[int, int]]:
    """Give each node a centre: linked ones near, boxes apart, components packed, reading from left to right.

    >>> box = Box(half_width=40, above=10, below=30)
    >>> place({"a": box, "b": box}, [Link("a", "b", 200)])
    {'a': (40, 10), 'b': (240, 10)}
    """
    placed = [_arrange(members, boxes, links) for members in _components(boxes, links)]
    centres: dict[str, tuple[int, int]] = {}
    for part, (left, top) in zip(placed, _pack([_extent(part, boxes) for part in placed]), strict=True):
        x, y, _, _ = _extent(part, boxes)
        centres |= {key: (round(at[0] - x + left), round(at[1] - y + top)) for key, at in part.items()}
    return {key: centres[key] for key in boxes}


def _components(boxes: Mapping[str, Box], links: Sequence[Link]) -> list[list[str]]:
    """Split the nodes into connected parts, the largest first, each from its best linked node outwards."""
    near = _adjacency(boxes, links)
    found: list[list[str]] = []
    seen: set[str] = set()
    for start in sorted(boxes, key=lambda key: (-len(near[key]), key)):
        if start not in seen:
            members = [start]
            seen.add(start)
            for key in members:
                fresh = sorted(set(near[key]) - seen)
                seen.update(fresh)
                members.extend(fresh)
            found.append(members)
    return sorted(found, key=lambda members: (-len(members), members))


def _adjacency(keys: Iterable[str], links: Sequence[Link]) -> dict[str, dict[str, int]]:
    near: dict[str, dict[str, int]] = {key: {} for key in keys}
    for link in links:
        if link.first != link.second:
            length = max(link.length, near[link.first].get(link.second, 0))
            near[link.first][link.second] = near[link.second][link.first] = length
    return near


def _arrange(members: list[str], boxes: Mapping[str, Box], links: Sequence[Link]) -> dict[str, Point]:
    index = {key: number for number, key in enumerate(members)}
    inside = [link for link in links if link.first in index]
    near = _adjacency(members, inside)
    graph = [{index[other]: length for other, length in near[key].items()} for key in members]
    points = _spiral(len(members))
    _relax(points, _shuffled(_terms(graph)))
    _turn(points, [(index[link.first], index[link.second]) for link in inside])
    _separate(points, [boxes[key] for key in members])
    return dict(zip(members, points, strict=True))


def _spiral(count: int) -> list[Point]:
    """Spread points as the seeds of a sunflower, by turning again and again through the golden angle."""
    cosine, sine = -0.7373688780783197, 0.6754902942615238
    points, x, y = [], 1.0, 0.0
    for number in range(count):
        radius = 80 * sqrt(number)
        points.append([x * radius, y * radius])
        x, y = x * cosine - y * sine, x * sine + y * cosine
    return points


def _terms(graph: Sequence[Mapping[int, int]]) -> list[Term]:
    """List the pairs whose distance matters, and what it should be."""
    found = {(a, b): length for a, near in enumerate(graph) for b, length in near.items() if a < b}
    if len(graph) > PIVOTS_FROM:
        for near in graph:
            for a, b in combinations(sorted(near)[:NEIGHBOURS], 2):
                found.setdefault((a, b), near[a] + near[b])
    for pivot, far in _pivots(graph):
        for other, length in enumerate(far):
            if other != pivot:
                found.setdefault((min(pivot, other), max(pivot, other)), length)
    return [(a, b, length) for (a, b), length in sorted(found.items())]


def _pivots(graph: Sequence[Mapping[int, int]]) -> Iterator[tuple[int, list[int]]]:
    """Yield nodes far from one another, each with its distance to every node; every node of a small component."""
    count = len(graph) if len(graph) <= PIVOTS_FROM else PIVOTS
    nearest: list[float] = [inf] * len(graph)
    pivot = 0
    for _ in range(count):
        far = _distances(graph, pivot)
        yield pivot, far
        nearest = [min(known, new) for known, new in zip(nearest, far, strict=True)]
        pivot = nearest.index(max(nearest))


def _distances(graph: Sequence[Mapping[int, int]], start: int) -> list[int]:
    """Measure the shortest way from one node to each other (Dijkstra)."""
    found: dict[int, int] = {}
    queue = [(0, start)]
    while queue:
        length, node = heapq.heappop(queue)
        if node not in found:
            found[node] = length
            for other, step in graph[node].items():
                if other not in found:
                    heapq.heappush(queue, (length + step, other))
    return [found[node] for node in range(len(graph))]


def _shuffled(terms: list[Term]) -> list[Term]:
    """Mix the terms by Fisher and Yates, always alike: Knuth's linear congruential generator draws the places."""
    state = 1
    for last in range(len(terms) - 1, 0, -1):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        drawn = (state >> 33) % (last + 1)
        terms[last], terms[drawn] = terms[drawn], terms[last]
    return terms


def _relax(points: list[Point], terms: Sequence[Term]) -> None:
    """Move the two ends of each term towards their distance, by less and less in each round."""
    longest = max((length for _, _, length in terms), default=1)
    rate = float(longest * longest)
    for _ in range(ROUNDS):
        for a, b, length in terms:
            first, second = points[a], points[b]
            x, y = first[0] - second[0], first[1] - second[1]
            distance = sqrt(x * x + y * y) or 1.0
            pull = min(1.0, rate / (length * length)) * (distance - length) / (2 * distance)
            x, y = x * pull, y * pull
            first[0], first[1] = first[0] - x, first[1] - y
            second[0], second[1] = second[0] + x, second[1] + y
        rate *= COOLING


def _turn(points: list[Point], arrows: Sequence[tuple[int, int]]) -> None:
    """Lay the longest axis level, for labels are wide, and let most arrows point right, as one reads."""
    x, y = _mean(points)
    for point in points:
        point[0], point[1] = point[0] - x, point[1] - y
    across, along = _axis(points)
    for point in points:
        point[0], point[1] = point[0] * across + point[1] * along, point[1] * across - point[0] * along
    rightwards = 0.0
    for first, second in arrows:
        rightwards += points[second][0] - points[first][0]
    if rightwards < 0:
        for point in points:
            point[0] = -point[0]


def _mean(points: Sequence[Point]) -> tuple[float, float]:
    x = y = 0.0
    for point in points:
        x, y = x + point[0], y + point[1]
    return x / len(points), y / len(points)


def _axis(points: Sequence[Point]) -> tuple[float, float]:
    """Give the direction in which centred points vary most, as a unit vector (first principal component)."""
    xx = xy = yy = 0.0
    for x, y in points:
        xx, xy, yy = xx + x * x, xy + x * y, yy + y * y
    half = (xx - yy) / 2
    across, along = half + sqrt(half * half + xy * xy), xy
    length = sqrt(across * across + along * along)
    return (across / length, along / length) if length else (1.0, 0.0)


def _separate(points: list[Point], boxes: Sequence[Box]) -> None:
    """Push overlapping boxes apart, each pair along the axis that needs less, until none overlaps or patience ends."""
    widest = 2 * max(box.half_width for box in boxes) + GAP
    for _ in range(ROUNDS * 3):
        moved = False
        order = sorted(range(len(points)), key=lambda node: (points[node][0], node))
        for rank, a in enumerate(order):
            for b in order[rank + 1 :]:
                if points[b][0] - points[a][0] >= widest:
                    break
                moved |= _push(points[a], points[b], boxes[a], boxes[b])
        if not moved:
            return


def _push(first: Point, second: Point, one: Box, other: Box) -> bool:
    """Part two boxes if they overlap; tell whether they did."""
    x, y = second[0] - first[0], second[1] - first[1]
    wanted = (one.below + other.above if y >= 0 else one.above + other.below) + GAP
    over_x = one.half_width + other.half_width + GAP - abs(x)
    over_y = wanted - abs(y)
    if over_x <= 0 or over_y <= 0:
        return False
    axis, step = (0, over_x) if over_x < over_y else (1, over_y)
    away = (step + 1) / 2 if (x, y)[axis] >= 0 else -(step + 1) / 2
    first[axis] -= away
    second[axis] += away
    return True


def _extent(part: Mapping[str, Point], boxes: Mapping[str, Box]) -> tuple[float, float, float, float]:
    """Measure a placed component: left, top, width, height."""
    left = min(at[0] - boxes[key].half_width for key, at in part.items())
    top = min(at[1] - boxes[key].above for key, at in part.items())
    right = max(at[0] + boxes[key].half_width for key, at in part.items())
    bottom = max(at[1] + boxes[key].below for key, at in part.items())
    return left, top, right - left, bottom - top


def _pack(extents: Sequence[tuple[float, float, float, float]]) -> list[tuple[float, float]]:
    """Set components in rows, as words in centred lines; give the left top corner of each."""
    area = 0.0
    for _, _, width, height in extents:
        area += (width + COMPONENT_GAP) * (height + COMPONENT_GAP)
    line = max(sqrt(area * ASPECT), max((width for _, _, width, _ in extents), default=0.0))
    corners: list[tuple[float, float]] = []
    top = 0.0
    for row in _rows(extents, line):
        tallest = max(height for _, height in row)
        left = (line - _row_width(row)) / 2
        for width, height in row:
            corners.append((left, top + (tallest - height) / 2))
            left += width + COMPONENT_GAP
        top += tallest + COMPONENT_GAP
    return corners


def _rows(extents: Sequence[tuple[float, float, float, float]], line: float) -> list[list[tuple[float, float]]]:
    rows: list[list[tuple[float, float]]] = []
    for _, _, width, height in extents:
        if not rows or _row_width([*rows[-1], (width, height)]) > line:
            rows.append([])
        rows[-1].append((width, height))
    return rows


def _row_width(row: Sequence[tuple[float, float]]) -> float:
    total = -float(COMPONENT_GAP)
    for width, _ in row:
        total += width + COMPONENT_GAP
    return total
