"""Positions for the nodes of a drawing, the same integers on every machine.

Takes the box that each node fills with its label and the links with the room each needs; gives the centre of each
node. Knows stress (a drawing is good when distances on paper match distances along the links), minimised by
stochastic gradient descent (Zheng, Pawar and Goodman 2019, https://doi.org/10.1109/TVCG.2018.2859997) over all pairs
of a small part, or against a few pivots of a large one; boxes are kept apart as it cools. A small part is drawn
several times and the clearest drawing taken. A large component is drawn story by story, so that what is added to one
story leaves the others as they were. Never knows what a node stands for.

Floats meet only + - * / and square root, which IEEE 754 rounds alike everywhere, and are added up in plain loops:
`sum` rounds differently from Python 3.12 on, sines and powers differ between C libraries.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import inf, sqrt

from kg.view.clutter import clutter
from kg.view.components import adjacency, components, share
from kg.view.geometry import GAP, STRETCH, Box, Link, Point, overlap
from kg.view.packing import gather, pack
from kg.view.stories import stories, ties
from kg.view.tidying import tidy

STORIES_FROM = 200  # nodes; a smaller component is drawn whole
PIVOTS_FROM = 200  # parts up to this size weigh every pair: 20,000 terms
PIVOTS = 40
NEIGHBOURS = 12  # of a neighbour; keeps the leaves of a hub apart where pairs are not all weighed
ROUNDS = 30
APART_FROM = 12  # the round from which boxes are kept apart
PUSH_EVERY = 3  # rounds
COOLING = 0.78
PATIENCE = 120  # rounds of pushing until boxes that still overlap are left so
TRIES = 4  # drawings of a small part to choose from
TERMS_TRIED = 12_000  # in all tries together: a part of 150 nodes is drawn once
TRIES_FROM = 4  # nodes; fewer leave nothing to choose
GROWTH = 1.2
FRAME, TITLE = 20, 44  # around a group, and above it
FRAME_WIDTH = 240  # at least, for the title
FRAME_CELL = 90  # frames are large: a coarse grid is filled sooner

Term = tuple[int, int, int]
"""Two nodes of a component and the distance they would like."""
Frame = tuple[int, int, int, int]
"""Left and upper edge of a group, its width and height."""


def place(boxes: Mapping[str, Box], links: Sequence[Link]) -> dict[str, tuple[int, int]]:
    """Give each node a centre: linked ones near, boxes apart, components packed, reading from left to right.

    >>> box = Box(half_width=40, above=10, below=30)
    >>> place({"a": box, "b": box}, [Link("a", "b", 50)])
    {'a': (-69, 0), 'b': (69, 0)}
    """
    parts = components(boxes, links)
    inside = share(parts, links)
    placed = [_draw_part(members, boxes, own) for members, own in zip(parts, inside, strict=True)]
    centres: dict[str, tuple[int, int]] = {}
    for part, (right, down) in zip(placed, pack(placed, boxes, inside), strict=True):
        centres |= {key: (round(at[0] + right), round(at[1] + down)) for key, at in part.items()}
    return {key: centres[key] for key in boxes}


def place_apart(
    boxes: Mapping[str, Box], links: Sequence[Link], groups: Sequence[Sequence[str]]
) -> tuple[dict[str, tuple[int, int]], list[Frame]]:
    """Give each node a centre as `place` does, but each group a frame of its own; each node is in one group."""
    inside = share(groups, links)
    placed = [place({key: boxes[key] for key in members}, own) for members, own in zip(groups, inside, strict=True)]
    edges = [_edges(part, boxes) for part in placed]
    frames = {str(number): _around(one) for number, one in enumerate(edges)}
    alone: list[dict[str, Point]] = [{key: [0.0, 0.0]} for key in frames]
    moves = gather(alone, frames, [[]] * len(placed), ties(groups, links), FRAME_CELL)
    centres: dict[str, tuple[int, int]] = {}
    for part, (left, top, right, bottom), (x, y) in zip(placed, edges, moves, strict=True):
        across, down = x - (left + right) // 2, y - (top + bottom) // 2
        centres |= {key: (at[0] + across, at[1] + down) for key, at in part.items()}
    framed = [
        (x - box.half_width, y - box.above, 2 * box.half_width, box.above + box.below)
        for box, (x, y) in zip(frames.values(), moves, strict=True)
    ]
    return {key: centres[key] for key in boxes}, framed


def _around(edges: tuple[int, int, int, int]) -> Box:
    """Give the box of a part around its middle, with room for a border and a title."""
    left, top, right, bottom = edges
    half = (bottom - top) // 2 + FRAME
    return Box(max((right - left) // 2 + FRAME, FRAME_WIDTH // 2), half + TITLE, half)


def _edges(part: Mapping[str, tuple[int, int]], boxes: Mapping[str, Box]) -> tuple[int, int, int, int]:
    """Give the left, upper, right and lower edge of a part."""
    return (
        min(x - boxes[key].half_width for key, (x, _) in part.items()),
        min(y - boxes[key].above for key, (_, y) in part.items()),
        max(x + boxes[key].half_width for key, (x, _) in part.items()),
        max(y + boxes[key].below for key, (_, y) in part.items()),
    )


def _draw_part(members: list[str], boxes: Mapping[str, Box], links: Sequence[Link]) -> dict[str, Point]:
    """Draw a component around the origin: a small one whole, a large one by its stories."""
    if len(members) <= STORIES_FROM:
        return _arrange(members, boxes, links)
    told = stories(members, links)
    inside = share(told, links)
    placed = [_arrange(story, boxes, own) for story, own in zip(told, inside, strict=True)]
    points: dict[str, Point] = {}
    for part, (right, down) in zip(placed, gather(placed, boxes, inside, ties(told, links)), strict=True):
        points |= {key: [at[0] + right, at[1] + down] for key, at in part.items()}
    return points


def _arrange(members: list[str], boxes: Mapping[str, Box], links: Sequence[Link]) -> dict[str, Point]:
    """Draw a small component or a story around the origin: the clearest of a few tries."""
    own = [boxes[key] for key in members]
    index = {key: number for number, key in enumerate(members)}
    arrows = [(index[link.first], index[link.second]) for link in links]
    near = adjacency(members, links)
    graph = [
        {index[other]: _length(boxes[key], boxes[other], room) for other, room in near[key].items()} for key in members
    ]
    terms = _terms(graph)
    tries = max(1, min(TRIES, TERMS_TRIED // (len(terms) or 1))) if len(members) >= TRIES_FROM else 1
    drawn = [_draw(own, terms, arrows, seed) for seed in range(1, tries + 1)]
    best = min(drawn, key=lambda points: clutter(points, own, arrows)) if tries > 1 else drawn[0]
    if TRIES_FROM <= len(members) <= PIVOTS_FROM:
        tidy(best, own, arrows)
    return dict(zip(members, best, strict=True))


def _length(one: Box, other: Box, room: int) -> int:
    """Give the distance of two linked nodes on the drawing before it is stretched."""
    widths = (one.half_width + other.half_width) / STRETCH
    heights = (one.above + one.below + other.above + other.below) / 2
    return round((widths + heights) / 2) + room


def _draw(boxes: Sequence[Box], terms: Sequence[Term], arrows: Sequence[tuple[int, int]], seed: int) -> list[Point]:
    points = _spiral(len(boxes))
    _relax(points, _shuffled(terms, seed), boxes, arrows)
    for point in points:
        point[0] *= STRETCH
    if len(points) > PIVOTS_FROM:
        _grow(points, boxes)
    _separate(points, boxes)
    return points


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
    """Yield nodes far from one another, each with its distance to every node; every node of a small part."""
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


def _shuffled(terms: Sequence[Term], seed: int) -> list[Term]:
    """Mix the terms by Fisher and Yates: Knuth's linear congruential generator draws the places."""
    mixed = list(terms)
    state = seed
    for last in range(len(mixed) - 1, 0, -1):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        drawn = (state >> 33) % (last + 1)
        mixed[last], mixed[drawn] = mixed[drawn], mixed[last]
    return mixed


def _relax(points: list[Point], terms: Sequence[Term], boxes: Sequence[Box], arrows: Sequence[tuple[int, int]]) -> None:
    """Move the two ends of each term towards their distance, by less and less in each round."""
    squeezed = [Box(round(box.half_width / STRETCH), box.above, box.below) for box in boxes]
    longest = max((length for _, _, length in terms), default=1)
    rate = float(longest * longest)
    for number in range(ROUNDS):
        _pull(points, terms, rate)
        rate *= COOLING
        if number == APART_FROM:
            _turn(points, arrows)
        if number > APART_FROM and number % PUSH_EVERY == 0 and len(points) <= PIVOTS_FROM:
            _push_all(points, squeezed)


def _pull(points: list[Point], terms: Sequence[Term], rate: float) -> None:
    for a, b, length in terms:  # the innermost loop of a build: no calls but the root
        first, second = points[a], points[b]
        first_x, first_y = first
        second_x, second_y = second
        x, y = first_x - second_x, first_y - second_y
        distance = sqrt(x * x + y * y) or 1.0
        pull = rate / (length * length)
        pull = (distance - length) / (2 * distance) * (pull if pull < 1.0 else 1.0)  # noqa: FURB136 - no call
        x, y = x * pull, y * pull
        first[0], first[1] = first_x - x, first_y - y
        second[0], second[1] = second_x + x, second_y + y


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
    """Push overlapping boxes apart until none overlaps or patience ends."""
    for _ in range(PATIENCE):
        if not _push_all(points, boxes):
            return


def _grow(points: list[Point], boxes: Sequence[Box]) -> None:
    """Blow a large drawing up until few boxes overlap, for pushing many of them apart would tear it."""
    while _overlaps(points, boxes) > len(points):
        for point in points:
            point[0], point[1] = point[0] * GROWTH, point[1] * GROWTH


def _push_all(points: list[Point], boxes: Sequence[Box]) -> bool:
    """Push each overlapping pair apart once, along the axis that needs less; tell whether any did overlap."""
    moved = False
    for a, b in _neighbours(points, boxes):
        first, second, one, other = points[a], points[b], boxes[a], boxes[b]
        y = second[1] - first[1]  # most pairs lie clear of one another: told without a call
        if (y if y >= 0 else -y) < GAP + (one.below + other.above if y >= 0 else one.above + other.below):
            moved |= _push(first, second, one, other)
    return moved


def _neighbours(points: Sequence[Point], boxes: Sequence[Box]) -> Iterator[tuple[int, int]]:
    """Yield the pairs that overlap from left to right, gap included, by a sweep."""
    widest = max(box.half_width for box in boxes) + GAP
    order = sorted(range(len(points)), key=lambda node: (points[node][0], node))
    for rank, a in enumerate(order):
        own = boxes[a].half_width
        for b in order[rank + 1 :]:
            away = points[b][0] - points[a][0]
            if away >= widest + own:
                break
            if away < own + boxes[b].half_width + GAP:
                yield a, b


def _overlaps(points: Sequence[Point], boxes: Sequence[Box]) -> int:
    pairs = _neighbours(points, boxes)
    return sum(min(overlap(points[a], points[b], boxes[a], boxes[b])) > 0 for a, b in pairs)


def _push(first: Point, second: Point, one: Box, other: Box) -> bool:
    """Part two boxes if they overlap; tell whether they did."""
    over_x, over_y = overlap(first, second, one, other)
    if over_x <= 0 or over_y <= 0:
        return False
    axis, step = (0, over_x) if over_x < over_y else (1, over_y)
    away = (step + 1) / 2 if second[axis] >= first[axis] else -(step + 1) / 2
    first[axis] -= away
    second[axis] += away
    return True
