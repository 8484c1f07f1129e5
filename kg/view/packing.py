"""The parts of a drawing, set side by side.

Takes parts, each drawn around the origin; gives the move of each: parts that nothing joins stand close together, parts
that are tied stand near one another. Knows the cells of a grid that a part covers with its boxes and lines (polyomino
packing: Freivalds, Dogrusoz and Kikusts 2002, https://doi.org/10.1007/3-540-45848-4_30); never moves a node within its
part.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from kg.view.geometry import STRETCH, Box, Link, Point

CELL = 30
MANY = 400  # parts; more are packed on a coarser grid
PART_GAP = 30
MIDDLE = 1 << 14  # the bit of column 0: no drawing reaches so many cells to the left
Cell = tuple[int, int]
Shape = Mapping[int, int]
"""The columns that are covered in each row, as bits, counted from the leftmost column of the shape."""


def pack(parts: Sequence[Mapping[str, Point]], boxes: Mapping[str, Box], links: Sequence[Sequence[Link]]) -> list[Cell]:
    """Give each part, drawn with its own links, the move that brings it nearest to the middle without touching others.

    Where a part found no room, one at least as wide and as high is not tried again.
    """
    cell = CELL * (1 + len(parts) // MANY)
    taken: dict[int, int] = {}
    moves: list[Cell] = []
    full: dict[Cell, int] = {}
    for part, own in zip(parts, links, strict=True):
        cells = _cells(part, boxes, own, cell)
        left, shape = _rows(cells)
        width, height = _extent(cells)
        start = max((ring for (wide, high), ring in full.items() if wide <= width and high <= height), default=0)
        right, down = next(way for way in _outwards(start) if _has_room(taken, shape, left + way[0], way[1]))
        _take(taken, shape, left + right, down)
        moves.append((right * cell, down * cell))
        full[width, height] = max(start, _ring(right, down))
    return moves


def gather(
    parts: Sequence[Mapping[str, Point]],
    boxes: Mapping[str, Box],
    links: Sequence[Sequence[Link]],
    ties: Sequence[Mapping[int, int]],
    cell: int = CELL,
) -> list[Cell]:
    """Give each part the move that brings it nearest to those it is tied to, without touching any.

    The first part stands in the middle; then whichever is tied most to those that stand. `ties` has for each part the
    numbers of others with how many links lead there; `cell` is the width of the grid's cells.
    """
    shapes = [_rows(_cells(part, boxes, own, cell)) for part, own in zip(parts, links, strict=True)]
    taken: dict[int, int] = {}
    moves: dict[int, Cell] = {}
    while len(moves) < len(parts):
        number = max(set(range(len(parts))) - moves.keys(), key=lambda each: (_bound(ties[each], moves), -each))
        left, shape = shapes[number]
        x, y = _middle(ties[number], moves)
        right, down = next((x + a, y + b) for a, b in _outwards(0) if _has_room(taken, shape, left + x + a, y + b))
        _take(taken, shape, left + right, down)
        moves[number] = right, down
    return [(moves[number][0] * cell, moves[number][1] * cell) for number in range(len(parts))]


def _bound(ties: Mapping[int, int], moves: Mapping[int, Cell]) -> int:
    """Count the links to what has its place."""
    return sum(count for other, count in ties.items() if other in moves)


def _middle(ties: Mapping[int, int], moves: Mapping[int, Cell]) -> Cell:
    """Give the mean place of what has its place, each weighed by the links to it; the middle weighs as one link."""
    total = _bound(ties, moves) + 1
    x, y = (sum(moves[other][axis] * count for other, count in ties.items() if other in moves) for axis in (0, 1))
    return x // total, y // total


def _take(taken: dict[int, int], shape: Shape, column: int, down: int) -> None:
    for row, bits in shape.items():
        taken[row + down] = taken.get(row + down, 0) | bits << (column + MIDDLE)


def _has_room(taken: Mapping[int, int], shape: Shape, column: int, down: int) -> bool:
    shift = column + MIDDLE
    for row, bits in shape.items():  # asked half a million times for a large drawing: no generator  # noqa: SIM110
        if taken.get(row + down, 0) >> shift & bits:
            return False
    return True


def _rows(cells: Sequence[Cell]) -> tuple[int, Shape]:
    """Give the leftmost column of the cells and what they cover in each row.

    >>> _rows([(-1, 0), (0, 0), (0, 1)])
    (-1, {0: 3, 1: 2})
    """
    left = min(x for x, _ in cells)
    rows: dict[int, int] = {}
    for x, y in cells:
        rows[y] = rows.get(y, 0) | 1 << (x - left)
    return left, rows


def _extent(cells: Sequence[Cell]) -> Cell:
    columns, rows = [x for x, _ in cells], [y for _, y in cells]
    return max(columns) - min(columns), max(rows) - min(rows)


def _cells(part: Mapping[str, Point], boxes: Mapping[str, Box], links: Sequence[Link], cell: int) -> list[Cell]:
    """List the cells of the grid that a part covers with its boxes, its lines and the gap around it."""
    found: set[Cell] = set()
    for key, (x, y) in part.items():
        box = boxes[key]
        found.update(_covered(x - box.half_width, x + box.half_width, y - box.above, y + box.below, cell))
    for link in links:
        (x, y), (to_x, to_y) = part[link.first], part[link.second]
        steps = 1 + int(max(abs(to_x - x), abs(to_y - y)) / cell)
        for step in range(1, steps):
            at_x, at_y = x + (to_x - x) * step / steps, y + (to_y - y) * step / steps
            found.update(_covered(at_x, at_x, at_y, at_y, cell))
    return sorted(found)


def _covered(left: float, right: float, top: float, bottom: float, cell: int) -> Iterator[Cell]:
    half = PART_GAP / 2
    for x in range(int((left - half) // cell), int((right + half) // cell) + 1):
        for y in range(int((top - half) // cell), int((bottom + half) // cell) + 1):
            yield x, y


def _outwards(start: int) -> Iterator[Cell]:
    """Yield moves ever farther out, on rings as wide as a screen is."""
    for ring in count(start):
        inner, wide = _reach(ring - 1), _reach(ring)
        for x in range(-wide, wide + 1):
            yield x, ring
            yield x, -ring
        for x in range(inner + 1, wide + 1):
            for y in range(1 - ring, ring):
                yield x, y
                yield -x, y


def _reach(ring: int) -> int:
    """Give how far a ring goes to either side."""
    return round(ring * STRETCH)


def _ring(right: int, down: int) -> int:
    """Give the ring of a move."""
    ring = abs(down)
    while _reach(ring) < abs(right):
        ring += 1
    return ring
