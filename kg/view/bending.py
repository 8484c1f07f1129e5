"""How far lines bend, so that nothing hides the labels at their middle.

Takes boxes with their centres, lines with a label and lines without any; gives each of the former a bend in steps: 0 is
straight, above it a line bends to the left of its way, below to the right. Knows the curves of vis-network (`curvedCW`
to the left and `curvedCCW` to the right, with STEP of roundness for each step) and where on them a label stands. It
moves no box. Only + - * / and comparisons, so that every machine answers alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from kg.view.geometry import Box, Point, hits

STEP = 0.12  # of roundness
USUAL = 1  # steps
MOST = 5  # steps to either side; more only where more lines join the same two boxes
STEEPEST = 8  # steps; beyond, a line would set out backwards
TURN = 0.9822872507286887, 0.1873813145857246  # cosine and sine of the angle of a step: STEP of a right angle
MARGIN = 2  # pixels around a label
CELL = 96  # pixels of the grid in which neighbours are found
PER_RANK = 0.01  # what a bend that is less liked costs, as a share of the label hidden
PER_LINE = 0.1  # what a line through the label costs

Pixel = tuple[int, int]
Edges = tuple[int, int, int, int]
"""Left, upper, right and lower edge."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line from the centre of one box to that of another, with the size of the label at its middle."""

    first: str
    second: str
    label: Box


def bends(
    boxes: Mapping[str, Box],
    centres: Mapping[str, Pixel],
    labelled: Sequence[Labelled],
    plain: Iterable[tuple[str, str]] = (),
) -> list[int]:
    """Give each line with a label its bend in steps; `plain` are the ends of the others, which are straight.

    Short lines choose first, for their labels can move least. Up to 17 lines between the same two boxes are all apart.

    >>> box, label = Box(20, 10, 10), Box(25, 6, 6)
    >>> centres = {"a": (-150, 0), "b": (150, 0), "c": (0, -20)}
    >>> bends({"a": box, "b": box}, centres, [Labelled("a", "b", label)])
    [1]
    >>> bends({"a": box, "b": box, "c": box}, centres, [Labelled("a", "b", label)])
    [-1]
    """
    grid = _Grid()
    for key, box in boxes.items():
        grid.add_box(_edges(centres[key], box))
    for first, second in plain:
        grid.add_line(centres[first], centres[second])
    taken: defaultdict[frozenset[str], set[int]] = defaultdict(set)
    found = [USUAL] * len(labelled)
    for number in sorted(range(len(labelled)), key=lambda one: (_squared_length(labelled[one], centres), one)):
        line = labelled[number]
        ends = taken[frozenset((line.first, line.second))]
        side = 1 if line.first <= line.second else -1  # the left of one way is the right of the way back
        free = [bend for bend in _by_rank(len(ends)) if bend * side not in ends] or [USUAL]
        middles = {bend: middle(centres[line.first], centres[line.second], bend) for bend in free}
        found[number] = chosen = _clearest(line, middles, grid)
        ends.add(chosen * side)
        grid.add_box(_edges(middles[chosen], line.label))
        grid.add_line(centres[line.first], middles[chosen], centres[line.second])
    return found


def middle(first: Pixel, second: Pixel, bend: int) -> Pixel:
    """Give the middle of a curve from one centre to another.

    >>> middle((0, 0), (100, 0), 0)
    (50, 0)
    >>> middle((0, 0), (100, 0), 3)  # y grows downwards: the left of the way is above
    (54, -18)
    """
    x, y = _control(first, second, bend)
    return round((first[0] + 2 * x + second[0]) / 4), round((first[1] + 2 * y + second[1]) / 4)


def _control(first: Pixel, second: Pixel, bend: int) -> tuple[float, float]:
    """Give the control point of a curve: vis-network turns it around the first end, and away from that."""
    x, y = float(second[0] - first[0]), float(second[1] - first[1])
    cosine, sine = TURN if bend > 0 else (TURN[0], -TURN[1])
    for _ in range(abs(bend)):
        x, y = x * cosine + y * sine, y * cosine - x * sine
    away = (1 + STEP * abs(bend)) / 2
    return first[0] + x * away, first[1] + y * away


def _by_rank(more: int) -> list[int]:
    """List bends, the most liked first: slight ones, but none that is taken for straight."""
    strengths = range(2, min(STEEPEST, MOST + more) + 1)
    return [USUAL, -USUAL, 0, *(side * strength for strength in strengths for side in (1, -1))]


def _squared_length(line: Labelled, centres: Mapping[str, Pixel]) -> int:
    (x, y), (to_x, to_y) = centres[line.first], centres[line.second]
    return (to_x - x) * (to_x - x) + (to_y - y) * (to_y - y)


def _clearest(line: Labelled, middles: Mapping[int, Pixel], grid: _Grid) -> int:
    """Choose the bend at which least of the label is hidden; of bends alike, the first."""
    best, least = USUAL, inf
    for rank, (bend, centre) in enumerate(middles.items()):
        if least <= PER_RANK * rank:
            break
        cost = PER_RANK * rank + grid.hidden(centre, line.label)
        if cost < least:
            best, least = bend, cost
    return best


def _edges(centre: Pixel, box: Box) -> Edges:
    x, y = centre
    return x - box.half_width, y - box.above, x + box.half_width, y + box.below


class _Grid:
    """Boxes and lines by the cells that they touch, so that neighbours are found without a look at all."""

    def __init__(self) -> None:
        self._boxes: defaultdict[Pixel, list[Edges]] = defaultdict(list)
        self._lines: defaultdict[Pixel, list[tuple[int, Point, Point]]] = defaultdict(list)
        self._count = 0

    def add_box(self, edges: Edges) -> None:
        for cell in _cells(edges):
            self._boxes[cell].append(edges)

    def add_line(self, *points: Pixel) -> None:
        """Add a line through some points, in pieces that touch few cells."""
        self._count += 1
        for start, end in pairwise(points):
            for (x, y), (to_x, to_y) in pairwise(_stops(start, end)):
                piece = self._count, [float(x), float(y)], [float(to_x), float(to_y)]
                for cell in _cells((min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y))):
                    self._lines[cell].append(piece)

    def hidden(self, centre: Pixel, label: Box) -> float:
        """Tell how much of a label something hides, as a share of it; lines through it count a little."""
        wide = Box(label.half_width + MARGIN, label.above + MARGIN, label.below + MARGIN)
        edges = _edges(centre, wide)
        cells = list(_cells(edges))
        boxes = {box for cell in cells for box in self._boxes.get(cell, ())}
        pieces = [piece for cell in cells for piece in self._lines.get(cell, ())]
        at = [float(centre[0]), float(centre[1])]
        through = {number for number, start, end in pieces if hits(start, end, at, wide)}
        return sum(_common(edges, box) for box in boxes) / _common(edges, edges) + PER_LINE * len(through)


def _cells(edges: Edges) -> Iterator[Pixel]:
    left, top, right, bottom = edges
    for column in range(left // CELL, right // CELL + 1):
        for row in range(top // CELL, bottom // CELL + 1):
            yield column, row


def _stops(start: Pixel, end: Pixel) -> list[Pixel]:
    """Divide a line into pieces no longer than a cell."""
    right, down = end[0] - start[0], end[1] - start[1]
    pieces = max(abs(right), abs(down)) // CELL + 1
    return [(start[0] + right * one // pieces, start[1] + down * one // pieces) for one in range(pieces + 1)]


def _common(one: Edges, other: Edges) -> int:
    """Give the area that two boxes share, in square pixels."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across * down if across > 0 and down > 0 else 0
