"""The parts of a drawing that nothing joins, set side by side.

Takes parts, each drawn around the origin; gives the move of each; knows the cells of a grid that a part covers with
its boxes and lines (polyomino packing: Freivalds, Dogrusoz and Kikusts 2002, https://doi.org/10.1007/3-540-45848-4_30);
never moves a node within its part.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from kg.view.geometry import STRETCH, Box, Link, Point

CELL = 30
PART_GAP = 30
Cell = tuple[int, int]


def pack(parts: Sequence[Mapping[str, Point]], boxes: Mapping[str, Box], links: Sequence[Link]) -> list[Cell]:
    """Give each component the move that brings it nearest to the middle without touching an earlier one."""
    shapes = [_cells(part, boxes, links) for part in parts]
    taken: set[Cell] = set()
    moves: list[Cell] = []
    for shape in shapes:
        right, down = next(way for way in _outwards() if all((x + way[0], y + way[1]) not in taken for x, y in shape))
        taken.update((x + right, y + down) for x, y in shape)
        moves.append((right * CELL, down * CELL))
    return moves


def _cells(part: Mapping[str, Point], boxes: Mapping[str, Box], links: Sequence[Link]) -> list[Cell]:
    """List the cells of the grid that a component covers with its boxes, its lines and the gap around it."""
    found: set[Cell] = set()
    for key, (x, y) in part.items():
        box = boxes[key]
        found.update(_covered(x - box.half_width, x + box.half_width, y - box.above, y + box.below))
    for link in links:
        if link.first in part:
            (x, y), (to_x, to_y) = part[link.first], part[link.second]
            steps = 1 + int(max(abs(to_x - x), abs(to_y - y)) / CELL)
            for step in range(1, steps):
                at_x, at_y = x + (to_x - x) * step / steps, y + (to_y - y) * step / steps
                found.update(_covered(at_x, at_x, at_y, at_y))
    return sorted(found)


def _covered(left: float, right: float, top: float, bottom: float) -> Iterator[Cell]:
    half = PART_GAP / 2
    for x in range(int((left - half) // CELL), int((right + half) // CELL) + 1):
        for y in range(int((top - half) // CELL), int((bottom + half) // CELL) + 1):
            yield x, y


def _outwards() -> Iterator[Cell]:
    """Yield moves ever farther out, on rings as wide as a screen is."""
    yield 0, 0
    wide = 0
    for ring in count(1):
        inner, wide = wide, round(ring * STRETCH)
        for x in range(-wide, wide + 1):
            yield x, ring
            yield x, -ring
        for x in range(inner + 1, wide + 1):
            for y in range(1 - ring, ring):
                yield x, y
                yield -x, y
