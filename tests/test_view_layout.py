"""The drawing: nothing overlaps, linked figures are near, and the same graph is always drawn alike."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.view.components import components, share
from kg.view.geometry import Box, Link, hits, overlap
from kg.view.layout import PIVOTS_FROM, STORIES_FROM, place
from kg.view.lettering import lines, measure
from kg.view.packing import gather
from kg.view.stories import stories, ties
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


def told(number: int) -> list[Link]:
    """Tell a story: a wheel of a hub and 16 others."""
    hub, *rim = [f"s{number:02}n{node:02}" for node in range(17)]
    around = zip(rim, [*rim[1:], rim[0]], strict=True)
    return [*(Link(hub, key, 30) for key in rim), *(Link(one, other, 30) for one, other in around)]


def news(count: int) -> list[Link]:
    """Tell stories in a ring, each joined to the next by one link; together they are a large component."""
    joints = [Link(f"s{number:02}n16", f"s{(number + 1) % count:02}n00", 30) for number in range(count)]
    return [link for number in range(count) for link in told(number)] + joints


def drawn(links: list[Link]) -> Places:
    keys = sorted({key for link in links for key in (link.first, link.second)})
    return place({key: Box(40, 10, 25) for key in keys}, links)


def around_hub(placed: Places, number: int) -> Places:
    """Give the places of a story, as seen from its hub."""
    x, y = placed[f"s{number:02}n00"]
    return {key: (at[0] - x, at[1] - y) for key, at in placed.items() if key.startswith(f"s{number:02}")}


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


def test_stories_are_groups_with_few_links_between_them() -> None:
    links = news(12)
    parts = stories(components({end for link in links for end in (link.first, link.second)}, links)[0], links)
    assert sorted(map(sorted, parts)) == [
        sorted({end for link in told(n) for end in (link.first, link.second)}) for n in range(12)
    ]
    assert sum(map(len, share(parts, links))) == len(links) - 12
    assert [sum(each.values()) for each in ties(parts, links)] == [2] * 12


@pytest.mark.parametrize("count", [1, 2, 12])
def test_every_node_is_in_one_story_and_each_story_holds_together(count: int) -> None:
    links = news(count)
    keys = components({end for link in links for end in (link.first, link.second)}, links)[0]
    parts = stories(keys, links)
    assert sorted(key for part in parts for key in part) == sorted(keys)
    for part, inside in zip(parts, share(parts, links), strict=True):
        assert components(part, inside) == [part]


def test_a_large_component_is_drawn_by_its_stories_without_overlaps() -> None:
    links = news(12)
    placed = drawn(links)
    assert len(placed) > STORIES_FROM
    assert overlapping({key: Box(40, 10, 25) for key in placed}, placed) == []
    for number in range(12):
        own = around_hub(placed, number).values()
        assert max(max(abs(x), abs(y)) for x, y in own) < 900


def test_what_is_added_to_one_story_leaves_the_others_as_they_were() -> None:
    links = news(12)
    before, after = drawn(links), drawn([*links, Link("s03n07", "added", 30), Link("added", "s03n08", 30)])
    for number in set(range(12)) - {3}:
        assert around_hub(after, number) == around_hub(before, number)
    assert around_hub(after, 3) != around_hub(before, 3)


def test_a_story_that_is_added_leaves_the_others_as_they_were() -> None:
    links = news(12)
    before, after = drawn(links), drawn([*links, *told(50), Link("s50n03", "s05n11", 30)])
    for number in range(12):
        assert around_hub(after, number) == around_hub(before, number)


def test_a_large_component_is_drawn_alike_in_whatever_order_it_is_given() -> None:
    links = news(12)
    placed = drawn(links)
    backwards = place({key: Box(40, 10, 25) for key in reversed(placed)}, links[::-1])
    assert dict(sorted(backwards.items())) == placed


def test_tied_parts_stand_side_by_side() -> None:
    names = "abcdefghi"
    boxes = {name: Box(100, 50, 50) for name in names}
    chain: list[dict[int, int]] = [{near: 5 for near in (at - 1, at + 1) if 0 <= near < 9} for at in range(9)]
    moves = gather([{name: [0.0, 0.0]} for name in names], boxes, [[]] * 9, chain)
    assert len(set(moves)) == 9
    for one, other in pairwise(moves):
        assert max(abs(one[0] - other[0]) - 200, abs(one[1] - other[1]) - 100) <= 120


@pytest.mark.slow
def test_a_large_component_is_drawn_alike_whatever_the_order_of_sets() -> None:
    script = "from test_view_layout import drawn, news; print(sorted(drawn(news(12)).items()))"
    paths = os.pathsep.join(path for path in (str(Path(__file__).parent), *sys.path) if path)
    said = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": paths},
            check=True, capture_output=True, text=True,
        ).stdout
        for seed in ("1", "2", "3")
    }  # fmt: skip
    assert len(said) == 1
    assert "s11n16" in said.pop()


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
