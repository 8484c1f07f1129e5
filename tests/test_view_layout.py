"""The drawing: nothing overlaps, linked figures are near, and the same graph is always drawn alike."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.view.geometry import Box, Link, hits, overlap
from kg.view.layout import PIVOTS_FROM, place
from kg.view.lettering import lines, measure
from kg.view.tidying import tidy

Places = dict[str, tuple[int, int]]


@st.composite
def drawings(draw: st.DrawFn) -> tuple[dict[str, Box], list[Link]]:
    sizes = st.integers(5, 80)
    keys = [f"n{number}" for number in range(draw(st.integers(0, 14)))]
    boxes = {key: Box(draw(sizes), draw(sizes), draw(sizes)) for key in keys}
    ends = st.sampled_from(keys) if keys else st.nothing()
    links = st.lists(st.builds(Link, ends, ends, st.integers(10, 90)), max_size=20) if keys else st.just([])
    return boxes, draw(links)


def overlapping(boxes: dict[str, Box], placed: Places) -> list[tuple[str, str]]:
    """List the pairs of boxes that cover each other (the gap between them is no part of a box)."""
    gap = 14 + 1  # places are rounded
    return [
        (a, b) for a, b in combinations(placed, 2) if min(overlap([*placed[a]], [*placed[b]], boxes[a], boxes[b])) > gap
    ]


@settings(deadline=None)
@given(drawings())
def test_no_box_covers_another(drawing: tuple[dict[str, Box], list[Link]]) -> None:
    boxes, links = drawing
    placed = place(boxes, links)
    assert list(placed) == list(boxes)
    assert overlapping(boxes, placed) == []


@settings(deadline=None)
@given(drawings())
def test_the_order_of_what_is_given_changes_nothing(drawing: tuple[dict[str, Box], list[Link]]) -> None:
    boxes, links = drawing
    backwards = dict(reversed(boxes.items()))
    assert dict(sorted(place(backwards, links).items())) == dict(sorted(place(boxes, links).items()))


def test_a_chain_is_laid_out_from_left_to_right_in_order() -> None:
    boxes = {key: Box(30, 10, 20) for key in "abcde"}
    placed = place(boxes, [Link(a, b, 40) for a, b in zip("abcd", "bcde", strict=True)])
    assert sorted(placed, key=lambda key: placed[key]) == list("abcde")


def test_the_leaves_of_a_hub_stand_around_it_and_no_line_hides_behind_one() -> None:
    boxes = {key: Box(40, 10, 25) for key in ["hub", *"abcdef"]}
    placed = place(boxes, [Link("hub", key, 40) for key in "abcdef"])
    for leaf, other in combinations("abcdef", 2):
        assert not hits([*placed["hub"]], [*placed[leaf]], [*placed[other]], boxes[other])


def test_components_stand_apart() -> None:
    boxes = {key: Box(40, 10, 25) for key in "abcdefgh"}
    placed = place(boxes, [Link("a", "b", 40), Link("b", "c", 40), Link("d", "e", 40)])
    assert overlapping(boxes, placed) == []
    wide = max(x for x, _ in placed.values()) - min(x for x, _ in placed.values())
    high = max(y for _, y in placed.values()) - min(y for _, y in placed.values())
    assert max(wide, high) < 700


def test_a_large_component_is_drawn_without_overlaps() -> None:
    keys = [f"n{number}" for number in range(PIVOTS_FROM + 60)]
    boxes = {key: Box(40, 10, 25) for key in keys}
    links = [Link(keys[number // 3], keys[number], 30) for number in range(1, len(keys))]
    assert overlapping(boxes, place(boxes, links)) == []


def test_a_leaf_moves_to_where_its_line_hides_nothing() -> None:
    boxes = [Box(40, 10, 25)] * 3
    points = [[0.0, 0.0], [300.0, 0.0], [150.0, 0.0]]
    tidy(points, boxes, [(0, 1)])
    assert not hits(points[0], points[1], points[2], boxes[2])
    assert points[0] != points[1]
    assert max(min(overlap(points[a], points[b], boxes[a], boxes[b])) for a, b in combinations(range(3), 2)) <= 0


def test_what_is_clear_stays_where_it_is() -> None:
    points = [[0.0, 0.0], [100.0, 0.0], [200.0, 0.0]]
    tidy(points, [Box(20, 10, 10)] * 3, [(0, 1), (1, 2)])
    assert points == [[0.0, 0.0], [100.0, 0.0], [200.0, 0.0]]


def test_words_are_measured_and_broken() -> None:
    assert measure("WWW", 10) > measure("iii", 10) > 0
    assert measure("é", 10) == measure("e", 10)
    assert measure("\u4f60", 10) == 10
    assert lines("", 10, 2) == ["…"]
    assert lines("un\u202edeux\x00 trois", 20, 1) == ["un deux trois"]
    assert [len(line) <= 10 for line in lines("x" * 500, 10, 3)] == [True] * 3
