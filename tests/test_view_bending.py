"""Lines bend so that nothing hides their labels."""

from __future__ import annotations

from itertools import combinations
from math import atan2, cos, hypot, pi, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph import assemble
from kg.model import Statements
from kg.view.bending import MARGIN, MOST, STEEPEST, STEP, USUAL, Labelled, bends, middle
from kg.view.drawing import draw
from kg.view.geometry import Box

BOX, LABEL = Box(20, 10, 30), Box(30, 6, 6)
FAR = {"a": (-200, 0), "b": (200, 0)}
PLACES = st.tuples(st.integers(-400, 400), st.integers(-300, 300))


def label_of(line: Labelled, bend: int, centres: dict[str, tuple[int, int]]) -> tuple[int, int, int, int]:
    """Give the edges of the label at a bend, with what is kept free around it."""
    x, y = middle(centres[line.first], centres[line.second], bend)
    across, up, down = LABEL.half_width + MARGIN, LABEL.above + MARGIN, LABEL.below + MARGIN
    return x - across, y - up, x + across, y + down


def box_of(centre: tuple[int, int]) -> tuple[int, int, int, int]:
    x, y = centre
    return x - BOX.half_width, y - BOX.above, x + BOX.half_width, y + BOX.below


def common(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> int:
    """Give the area that two boxes share."""
    across, down = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    return max(0, across) * max(0, down)


def chosen(centres: dict[str, tuple[int, int]], *lines: Labelled, plain: tuple[tuple[str, str], ...] = ()) -> list[int]:
    return bends(dict.fromkeys(centres, BOX), centres, lines, plain)


@pytest.mark.parametrize("bend", range(-STEEPEST, STEEPEST + 1))
@pytest.mark.parametrize("end", [(300, 0), (-120, 77), (0, -250), (40, 900)])
def test_a_curve_is_that_of_vis_network(bend: int, end: tuple[int, int]) -> None:
    x, y = 10, -20
    across, down = end[0] - x, y - end[1]  # as vis-network has them, with y upwards
    share = 0.5 + 0.5 * STEP * abs(bend)
    angle = atan2(down, across) + (share if bend >= 0 else 1 - share) * pi
    reach = share * hypot(across, down)
    control = x + reach * sin(angle), y + reach * cos(angle)
    expected = [(x + 2 * control[0] + end[0]) / 4, (y + 2 * control[1] + end[1]) / 4]
    assert middle((x, y), end, bend) == pytest.approx(expected, abs=0.51)


def test_where_nothing_is_near_a_line_bends_as_usual() -> None:
    assert chosen(FAR, Labelled("a", "b", LABEL)) == [USUAL]
    assert chosen(FAR, Labelled("b", "a", LABEL)) == [USUAL]


def test_a_label_goes_out_of_the_way_of_boxes_to_the_side_that_is_free() -> None:
    above, below = {"c": (0, -40)}, {"d": (0, 30)}
    assert chosen(FAR | above, Labelled("a", "b", LABEL)) == [-USUAL]
    assert chosen(FAR | below, Labelled("a", "b", LABEL)) == [USUAL]
    assert chosen(FAR | below, Labelled("b", "a", LABEL)) == [-USUAL]
    wide = {"c": (0, -28), "d": (0, 26)}
    [bend] = chosen(FAR | wide, Labelled("a", "b", LABEL))
    assert abs(bend) > USUAL, "not even straight is it clear"


def test_a_label_goes_out_of_the_way_of_lines() -> None:
    centres = FAR | {"c": (-60, -20), "d": (80, -20)}
    assert chosen(centres, Labelled("a", "b", LABEL)) == [USUAL]
    assert chosen(centres, Labelled("a", "b", LABEL), plain=(("c", "d"),)) == [-USUAL]


def test_two_labels_are_not_at_one_place() -> None:
    centres = FAR | {"c": (0, -220), "d": (0, 180)}
    lines = [Labelled("a", "b", LABEL), Labelled("c", "d", LABEL)]
    one, other = (label_of(line, bend, centres) for line, bend in zip(lines, chosen(centres, *lines), strict=True))
    assert common(one, other) == 0


def test_lines_between_the_same_two_are_apart_whichever_way_they_go() -> None:
    lines = [Labelled(*ends, LABEL) for ends in (("a", "b"), ("b", "a"), ("a", "b")) * 6][: 2 * STEEPEST + 1]
    found = chosen(FAR, *lines)
    ways = [bend if line.first == "a" else -bend for line, bend in zip(lines, found, strict=True)]
    assert sorted(ways) == list(range(-STEEPEST, STEEPEST + 1))
    assert len(chosen(FAR, *lines, *lines)) == 2 * len(lines), "more than can be apart are bent all the same"


def test_a_line_that_leads_back_to_its_start_is_no_fault() -> None:
    assert len(chosen(FAR, Labelled("a", "a", LABEL), Labelled("a", "b", LABEL))) == 2
    assert chosen({}) == []


@given(st.lists(PLACES, min_size=2, max_size=9))
def test_no_bend_hides_more_than_the_usual_one(places: list[tuple[int, int]]) -> None:
    centres = {str(number): place for number, place in enumerate(places)}
    line = Labelled("0", "1", LABEL)
    [bend] = chosen(centres, line)
    hidden = {one: sum(common(label_of(line, one, centres), box_of(at)) for at in set(places)) for one in (bend, USUAL)}
    assert abs(bend) <= MOST
    assert hidden[bend] <= hidden[USUAL]


@given(st.lists(PLACES, min_size=4, max_size=12, unique=True))
def test_bends_do_not_depend_on_the_order_of_boxes_and_plain_lines(places: list[tuple[int, int]]) -> None:
    centres = {str(number): place for number, place in enumerate(places)}
    lines = [Labelled(*ends, LABEL) for ends in combinations("0123", 2)]
    plain = [(str(number), "0") for number in range(1, len(places))]
    mixed = dict(reversed(centres.items()))
    assert chosen(centres, *lines, plain=tuple(plain)) == chosen(mixed, *lines, plain=tuple(reversed(plain)))


def test_every_arrangement_has_a_bend_for_each_line_with_a_label_that_it_shows(statements: Statements) -> None:
    drawing = draw(assemble([statements]))
    roles = [line.role for line in drawing.lines if line.label]
    assert roles == sorted(roles), "facts come first, which all arrangements show"
    assert len(drawing.arrangements["events"].bends) == roles.count("fact") > 0
    assert len(drawing.arrangements["folded"].bends) == len(roles) > roles.count("fact")
