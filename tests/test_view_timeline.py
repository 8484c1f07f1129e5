"""The timeline: its days and stretches of time, and in a real browser what hands and keys make of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsing import Reader
from hypothesis import given
from hypothesis import strategies as st

from kg.graph import assemble, claims
from kg.model import Span, Statements, TimeExpression
from kg.view import to_html
from kg.view.dates import FEWEST, MOST, buckets, compact, days

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

Days = list[list[str]]

# ---- days and buckets ------------------------------------------------------------------------------------------------


def cut(*values: str) -> Days:
    """Give the buckets of claims on such days, or from one to another (`2020-01-01/2020-01-31`)."""
    return buckets({str(number): (value[:10], value[-10:]) for number, value in enumerate(values)})


def dated(statements: Statements, times: Sequence[str | None]) -> Statements:
    """Give the events of an article other times, in their order."""
    found = [value and TimeExpression(Span(0, 13), "DATE", value) for value in times]
    return replace(
        statements,
        events=tuple(replace(event, time=time or None) for event, time in zip(statements.events, found, strict=True)),
    )


def test_claims_have_the_days_of_their_events(statements: Statements) -> None:
    graph = assemble([statements])
    with_time = {claim.id for claim in claims(graph) if claim.time}
    assert with_time
    assert days(graph) == {key: ["2020-01-03", "2020-01-03"] for key in with_time}


def test_a_time_that_names_no_day_gives_none(statements: Statements) -> None:
    values = ("2020-W37", "PRESENT_REF", "P3D", "2020", "2020-02-30", "199X", None, "2020-08/2020-09")
    found = {tuple(span) for span in days(assemble([dated(statements, values)])).values()}
    assert found == {("2020-09-07", "2020-09-13"), ("2020-01-01", "2020-12-31"), ("2020-08-01", "2020-09-30")}


def test_plates_tell_days_without_hours() -> None:
    assert [compact(time) for time in ("2020-08", "2020-08-18T10:00/2020-08-19T12:00", "P3D")] == [
        "2020-08",
        "2020-08-18/19",
        "",
    ]


@pytest.mark.parametrize(
    ("values", "count", "second"),
    [
        (["2020-01-01", "2020-02-20"], 51, ["2020-01-02", "2020-01-02", ""]),
        (["2020-01-01", "2020-09-30"], 40, ["2020-01-06", "2020-01-12", ""]),  # from Monday to Sunday
        (["2019-01-01", "2022-12-31"], 48, ["2019-02-01", "2019-02-28", ""]),
        (["2001-05-01", "2020-09-30"], 78, ["2001-07-01", "2001-09-30", ""]),
        (["1945-05-08", "2020-09-30"], 76, ["1946-01-01", "1946-12-31", ""]),
        (["1789-07-14", "2020-09-30"], 25, ["1790-01-01", "1799-12-31", ""]),
        (["0052-01-01", "2020-09-30"], 21, ["0100-01-01", "0199-12-31", ""]),
    ],
)
def test_the_length_of_a_bucket_follows_the_time_that_is_told_of(
    values: list[str], count: int, second: list[str]
) -> None:
    found = cut(*values)
    assert (len(found), found[1]) == (count, second)


def test_what_lies_far_away_is_taken_together() -> None:
    recent = [f"2020-08-{day:02}" for day in range(1, 31)]
    found = cut("1918-11-11", "1939-09-01", *recent, "2061-07-28")
    assert found[0] == ["1918-11-11", "2020-07-31", "before"]
    assert found[-1] == ["2020-08-31", "2061-07-28", "after"]
    assert found[1:-1] == [[day, day, ""] for day in recent]


def test_years_are_not_cut_into_days_that_nobody_knows() -> None:
    year = "2012-01-01/2012-12-31"
    assert ["2012-01-01", "2012-12-31", ""] in cut(year, year, "2012-06-03")
    assert ["2012-06-03", "2012-06-03", ""] in cut(year, *(f"2012-06-{day:02}" for day in range(1, 5)))


def test_one_day_has_others_around_it() -> None:
    found = cut("2020-08-18")
    assert len(found) == FEWEST
    assert ["2020-08-18", "2020-08-18", ""] in found[2:-2]


def test_nothing_dated_has_no_buckets() -> None:
    assert buckets({}) == []


@given(
    st.lists(
        st.tuples(st.dates(), st.dates())
        | st.tuples(st.dates(date(2020, 1, 1), date(2020, 3, 1)), st.dates(date(2020, 1, 1), date(2020, 3, 1))),
        min_size=1,
    )
)
def test_buckets_follow_each_other_and_hold_every_day(drawn: list[tuple[date, date]]) -> None:
    spans = {str(number): [day.isoformat() for day in sorted(pair)] for number, pair in enumerate(drawn)}
    found = buckets(spans)
    assert len(found) <= MOST + 2
    assert found[0][0] <= min(first for first, _ in spans.values())
    assert found[-1][1] >= max(last for _, last in spans.values())
    assert all(first <= last for first, last, _ in found)
    assert {end for _, _, end in found[1:-1]} <= {""}
    for (_, last, _), (first, _, _) in pairwise(found):
        assert date.fromisoformat(last) + timedelta(days=1) == date.fromisoformat(first)


# ---- in the browser --------------------------------------------------------------------------------------------------

TIMES = ("2020-01-03", "2020-01-03", "2020-01-20", None, "2020-01", "2020-02-01", "2020-02-10", "1918-11-11")
FIRST, LAST = 0, 41  # the bars of TIMES: one for all that lies before 2020, then a bar for each day


class Strip:
    """Someone who uses the timeline of a page."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def titles(self) -> list[str]:
        """Give what each bar tells."""
        return list(
            self.reader.ask("return [...document.querySelectorAll('#timeline title')].map((t) => t.textContent)")
        )

    def span(self) -> tuple[str, str]:
        """Give the first and the last day that the page keeps to."""
        since, until = self.reader.ask("return [kg.state.restriction.since, kg.state.restriction.until]")
        return since, until

    def status(self) -> str:
        """Give what the timeline says of itself."""
        return self.reader.find("#timeline-status").text

    def listed(self) -> int:
        """Give how many statements the list has."""
        return int(self.reader.ask("return document.querySelectorAll('#list tbody tr:not([hidden])').length"))

    def place(self, share: float, bar: int) -> tuple[float, float]:
        """Give where a share of the way through a bar is, from the middle of the strip; and a height within it."""
        script = """
            const strip = document.getElementById('timeline-chart').getBoundingClientRect();
            const bar = document.querySelectorAll('#timeline .column')[arguments[1]].getBoundingClientRect();
            return bar.left + bar.width * arguments[0] - strip.left - strip.width / 2;
        """
        return self.reader.ask(script, share, bar), -10

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Press, pull, let go."""
        strip = self.reader.find("#timeline-chart")
        actions = self.reader.actions().move_to_element_with_offset(strip, *start).click_and_hold()
        actions.move_by_offset(round((end[0] - start[0]) / 2), 0)
        actions.move_to_element_with_offset(strip, *end).release().perform()

    def click(self, bar: int) -> None:
        """Click a bar, or where it would be."""
        strip = self.reader.find("#timeline-chart")
        self.reader.actions().move_to_element_with_offset(strip, *self.place(0.5, bar)).click().perform()

    def press(self, handle: str, *keys: str) -> None:
        """Press keys on a handle."""
        self.reader.ask("document.getElementById(arguments[0]).focus()", f"timeline-{handle}")
        self.reader.press(*keys)

    def slider(self, handle: str) -> dict[str, str]:
        """Give what a handle tells those who do not see it."""
        names = ("aria-label", "aria-valuemin", "aria-valuenow", "aria-valuemax", "aria-valuetext")
        element = self.reader.find(f"#timeline-{handle}")
        return {name.removeprefix("aria-"): element.get_attribute(name) or "" for name in names}


@pytest.fixture
def opened(browser: Chrome, tmp_path: Path) -> Callable[[Statements], Strip]:
    """Open the page of some statements."""

    def open_page(statements: Statements, width: int = 1280) -> Strip:
        page = tmp_path / "page.html"
        page.write_text(to_html(assemble([statements])), encoding="utf-8")
        reader = Reader(browser, page)
        reader.size(width, 844)
        return Strip(reader)

    return open_page


@pytest.fixture
def strip(opened: Callable[[Statements], Strip], statements: Statements) -> Strip:
    return opened(dated(statements, TIMES))


def bar_of(day: int) -> int:
    """Give the number of the bar of a day in January 2020."""
    return FIRST + day


@pytest.mark.browser
def test_each_bar_tells_its_days_and_how_many_statements_lie_there(strip: Strip) -> None:
    titles = strip.titles()
    assert len(titles) == LAST + 1
    assert titles[FIRST] == "11 novembre 1918 – 31 décembre 2019 : 1 énoncé"
    assert titles[bar_of(3)] == "3 janvier 2020 : 3 énoncés, dont 1 à date imprécise"
    assert titles[bar_of(4)] == "4 janvier 2020 : 1 énoncé, dont 1 à date imprécise"
    assert titles[LAST] == "10 février 2020 : 1 énoncé"
    assert strip.status() == "Énoncés datés : 7"


@pytest.mark.browser
def test_a_month_is_no_tower_on_its_first_day(strip: Strip) -> None:
    heights = strip.reader.ask(
        "return [...document.querySelectorAll('#timeline .vague')].map((r) => r.getBBox().height)"
    )
    assert {round(height, 1) for height in heights[bar_of(1) : bar_of(32)]} == {round(max(heights), 1)}
    assert heights[FIRST] == heights[bar_of(32)] == 0


@pytest.mark.browser
def test_a_drag_chooses_a_span(strip: Strip) -> None:
    strip.drag(strip.place(0.5, bar_of(19)), strip.place(0.5, bar_of(32)))
    assert strip.span() == ("2020-01-19", "2020-02-01")
    assert strip.status() == "19 janvier – 1 février 2020 : 3 énoncés"
    assert strip.listed() == 3
    assert "#since=2020-01-19&until=2020-02-01" in strip.reader.browser.current_url
    outside = strip.reader.ask("return document.querySelectorAll('#timeline .outside').length")
    assert outside == LAST + 1 - 14


@pytest.mark.browser
def test_a_drag_backwards_and_beyond_the_end_does_too(strip: Strip) -> None:
    x, y = strip.place(0.5, LAST)
    strip.drag(strip.place(0.5, bar_of(20)), strip.place(0.5, bar_of(3)))
    assert strip.span() == ("2020-01-03", "2020-01-20")
    strip.drag(strip.place(0.5, bar_of(30)), (x + 200, y))
    assert strip.span() == ("2020-01-30", "2020-02-10")


@pytest.mark.browser
def test_the_middle_moves_the_span_and_handles_resize_it(strip: Strip) -> None:
    strip.drag(strip.place(0.5, bar_of(5)), strip.place(0.5, bar_of(9)))
    strip.drag(strip.place(0.5, bar_of(7)), strip.place(0.5, bar_of(10)))
    assert strip.span() == ("2020-01-08", "2020-01-12")
    strip.drag(strip.place(0, bar_of(8)), strip.place(0, bar_of(3)))
    assert strip.span() == ("2020-01-03", "2020-01-12")
    strip.drag(strip.place(1, bar_of(12)), strip.place(1, bar_of(22)))
    assert strip.span() == ("2020-01-03", "2020-01-22")
    strip.drag(strip.place(0, bar_of(3)), strip.place(1, bar_of(30)))  # a handle does not pass the other
    assert strip.span() == ("2020-01-22", "2020-01-22")
    strip.drag(strip.place(0.5, bar_of(22)), strip.place(0.5, LAST))
    assert strip.span() == ("2020-02-10", "2020-02-10")


@pytest.mark.browser
def test_a_click_on_a_bar_chooses_it_and_one_on_nothing_ends_the_span(strip: Strip) -> None:
    strip.click(FIRST)
    assert strip.span() == ("1918-11-11", "2019-12-31")
    strip.click(bar_of(20))
    assert strip.span() == ("2020-01-20", "2020-01-20")
    assert strip.listed() == 2
    strip.click(bar_of(36))
    assert strip.span() == ("", "")
    assert strip.status() == "Énoncés datés : 7"


@pytest.mark.browser
def test_a_double_click_a_button_and_escape_end_the_span(strip: Strip) -> None:
    from selenium.webdriver.common.keys import Keys  # noqa: PLC0415 - only where there is a browser to drive

    total = strip.listed()
    chart = strip.reader.find("#timeline-chart")
    strip.click(bar_of(20))
    strip.reader.actions().move_to_element_with_offset(chart, *strip.place(0.5, bar_of(20))).double_click().perform()
    assert strip.span() == ("", "")
    strip.click(bar_of(20))
    strip.reader.click("#timeline-clear")
    assert strip.span() == ("", "")
    assert strip.reader.browser.switch_to.active_element.get_attribute("id") == "timeline-play"
    strip.click(bar_of(20))
    strip.press("since", Keys.ESCAPE)
    assert strip.span() == ("", "")
    assert strip.listed() == total


@pytest.mark.browser
def test_escape_ends_the_span_before_it_closes_the_panel(strip: Strip) -> None:
    from selenium.webdriver.common.keys import Keys  # noqa: PLC0415 - only where there is a browser to drive

    strip.click(bar_of(3))
    strip.reader.click_at(*(strip.reader.figure("a tué")[axis] for axis in "xy"))
    strip.reader.until(lambda: strip.reader.texts("#details mark"))
    strip.press("until", Keys.ESCAPE)
    assert strip.span() == ("", "")
    assert strip.reader.texts("#details mark")
    strip.press("until", Keys.ESCAPE)
    assert strip.reader.texts("#details mark") == []


@pytest.mark.browser
def test_a_finger_chooses_a_span(strip: Strip) -> None:
    from selenium.webdriver.common.actions.action_builder import ActionBuilder  # noqa: PLC0415 - as above
    from selenium.webdriver.common.actions.pointer_input import PointerInput  # noqa: PLC0415 - as above

    chart = strip.reader.find("#timeline-chart")
    finger = ActionBuilder(strip.reader.browser, mouse=PointerInput("touch", "finger"))  # type: ignore[no-untyped-call]  # as selenium has it
    start, end = (tuple(map(round, strip.place(0.5, bar_of(day)))) for day in (3, 10))
    pointer = finger.pointer_action
    pointer.move_to(chart, *start).pointer_down().move_to(chart, *end).pointer_up()  # type: ignore[no-untyped-call]  # as above
    finger.perform()
    assert strip.span() == ("2020-01-03", "2020-01-10")


@pytest.mark.browser
def test_handles_are_sliders_for_the_keyboard(strip: Strip) -> None:
    from selenium.webdriver.common.keys import Keys  # noqa: PLC0415 - only where there is a browser to drive

    assert strip.slider("until") == {
        "label": "Fin de la période",
        "valuemin": str(FIRST),
        "valuenow": str(LAST),
        "valuemax": str(LAST),
        "valuetext": "10 février 2020 : 1 énoncé",
    }
    strip.press("since", Keys.ARROW_RIGHT, Keys.ARROW_UP)
    assert strip.span() == ("2020-01-02", "2020-02-10")
    strip.press("since", Keys.ARROW_LEFT)
    assert strip.span() == ("2020-01-01", "2020-02-10")
    strip.press("until", Keys.PAGE_DOWN, Keys.ARROW_DOWN)
    assert strip.span() == ("2020-01-01", "2020-02-05")
    strip.press("since", Keys.END)
    assert strip.span() == ("2020-02-05", "2020-02-05")
    strip.press("since", Keys.HOME, Keys.PAGE_UP)
    assert strip.span() == ("2020-01-04", "2020-02-05")
    assert strip.slider("since")["valuetext"] == "4 janvier 2020 : 1 énoncé, dont 1 à date imprécise"
    assert strip.slider("until")["valuemin"] == strip.slider("since")["valuenow"] == "4"


@pytest.mark.browser
def test_keys_do_not_fill_the_history(strip: Strip) -> None:
    from selenium.webdriver.common.keys import Keys  # noqa: PLC0415 - only where there is a browser to drive

    before = strip.reader.ask("return history.length")
    strip.press("since", *[Keys.ARROW_RIGHT] * 5)
    assert strip.reader.ask("return history.length") == before + 1
    strip.reader.browser.back()
    strip.reader.until(lambda: strip.span() == ("", ""))


@pytest.mark.browser
def test_filters_change_the_bars_and_the_span_does_not(strip: Strip) -> None:
    strip.click(bar_of(20))
    assert strip.titles()[bar_of(3)] == "3 janvier 2020 : 3 énoncés, dont 1 à date imprécise"
    strip.reader.click("#only")
    assert strip.titles()[bar_of(3)] == "3 janvier 2020 : 2 énoncés"
    assert strip.span() == ("2020-01-20", "2020-01-20")


@pytest.mark.browser
def test_the_timeline_speaks_english_too(strip: Strip) -> None:
    strip.click(bar_of(3))
    strip.reader.click("#switch")
    assert strip.status() == "January 3, 2020: 3 statements"
    assert strip.titles()[bar_of(20)] == "January 20, 2020: 2 statements, 1 of them dated less exactly"
    assert strip.slider("since")["label"] == "Start of the span"
    assert "before" in strip.reader.texts("#timeline text")


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 800, 390])
@pytest.mark.parametrize(
    "times",
    [
        TIMES,
        ("2001", "2003-02", "2007", "2011-01", "2011-02", "2012-09", "2020-01", "2018-11"),
        ("1950", "1960", "1970", "1980", "1990", "2000", "2010", "2020"),
        ("0044-03-15", "0800-12-25", "1492-10-12", "1789-07-14", "1918-11-11", "1945-05-08", "1969-07-21", "2020"),
        ("2020-08-18",) * 8,
        ("2020-01-06", "2020-09-30", "2020-04-01", "2020-04-02", "2020-05-01", "2020-W33", "2020-09", "2020-08"),
    ],
)
def test_names_of_points_in_time_do_not_collide(
    opened: Callable[..., Strip], statements: Statements, times: tuple[str, ...], width: int
) -> None:
    strip = opened(dated(statements, times), width)
    ends = """
        const boxes = [...document.querySelectorAll('#timeline text')].map((text) => text.getBoundingClientRect());
        return boxes.map(({ left, right }) => [left, right]).sort((one, other) => one[0] - other[0]);
    """
    right_end = strip.reader.find("#stage").rect["x"] + strip.reader.find("#stage").rect["width"]
    strip.reader.until(lambda: strip.reader.ask(ends)[-1][1] <= right_end)  # drawn anew for the size of the window
    found = strip.reader.ask(ends)
    assert len(found) > 1
    for (_, right), (left, _) in pairwise(found):
        assert right < left
    assert strip.reader.messages() == []


@pytest.mark.browser
def test_the_strip_follows_the_width_of_the_window(strip: Strip) -> None:
    strip.reader.size(390, 844)
    script = "return document.querySelector('#timeline g:last-of-type > rect').getBoundingClientRect().right"
    strip.reader.until(lambda: strip.reader.ask(script) <= 390)
    strip.drag(strip.place(0.5, bar_of(3)), strip.place(0.5, bar_of(10)))
    assert strip.span() == ("2020-01-03", "2020-01-10")


@pytest.mark.browser
def test_where_nothing_has_a_date_there_is_no_strip(
    opened: Callable[[Statements], Strip], statements: Statements
) -> None:
    strip = opened(dated(statements, [None] * 8))
    assert not strip.reader.find("#timeline").is_displayed()
    strip.reader.click("#switch")
    strip.reader.click("#only")
    assert strip.reader.messages() == []


@pytest.mark.browser
def test_the_list_has_the_strip_and_paper_has_not(strip: Strip) -> None:
    strip.reader.click("#show-list")
    assert strip.reader.find("#timeline").is_displayed()
    strip.click(bar_of(20))
    assert len(strip.reader.texts("#list tbody tr")) == 2
    strip.reader.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert not strip.reader.find("#timeline").is_displayed()
    finally:
        strip.reader.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


# ---- playing ---------------------------------------------------------------------------------------------------------


@pytest.mark.browser
def test_play_moves_the_span_to_the_end_without_filling_the_history(strip: Strip) -> None:
    strip.drag(strip.place(0.5, LAST - 4), strip.place(0.5, LAST - 2))
    before = strip.reader.ask("return history.length")
    strip.reader.click("#timeline-play")
    assert strip.reader.find("#timeline-play").get_attribute("aria-label") == "Pause"
    assert strip.reader.find("#timeline-status").get_attribute("aria-live") == "off"
    strip.reader.until(lambda: strip.span() == ("2020-02-08", "2020-02-10"))
    strip.reader.until(
        lambda: strip.reader.find("#timeline-play").get_attribute("aria-label") == "Faire défiler le temps"
    )
    assert strip.span() == ("2020-02-08", "2020-02-10")
    assert strip.reader.find("#timeline-status").get_attribute("aria-live") == "polite"
    assert strip.reader.ask("return history.length") == before


@pytest.mark.browser
def test_play_without_a_span_starts_with_the_first_tenth(strip: Strip) -> None:
    strip.reader.click("#timeline-play")
    assert strip.span() == ("1918-11-11", "2020-01-03")
    strip.reader.until(lambda: strip.span() == ("2020-01-01", "2020-01-04"))
    strip.reader.click("#timeline-play")
    assert strip.reader.find("#timeline-play").get_attribute("aria-label") == "Faire défiler le temps"


@pytest.mark.browser
@pytest.mark.parametrize("change", ["only", "timeline-clear", "switch"])
def test_what_the_reader_changes_ends_the_play(strip: Strip, change: str) -> None:
    strip.reader.click("#timeline-play")
    strip.reader.until(lambda: strip.span() == ("2020-01-01", "2020-01-04"))
    strip.reader.click(f"#{change}")
    assert strip.reader.find("#timeline").get_attribute("class") in {"", "spanned"}


@pytest.mark.browser
def test_a_pull_at_a_handle_ends_the_play(strip: Strip) -> None:
    strip.reader.click("#timeline-play")
    strip.drag(strip.place(0.5, bar_of(20)), strip.place(0.5, bar_of(25)))
    assert strip.reader.find("#timeline").get_attribute("class") == "spanned"
    assert strip.span() == ("2020-01-20", "2020-01-25")


# ---- addresses -------------------------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.parametrize(
    ("fragment", "status"),
    [
        ("since=2020-01-20&until=2020-01-20", "20 janvier 2020 : 2 énoncés"),
        ("since=2020-01-20", "20 janvier – 10 février 2020 : 4 énoncés"),
        ("until=2020-01-02", "11 novembre 1918 – 2 janvier 2020 : 2 énoncés"),
        ("since=1900-01-01&until=1919-12-31", "1900–1919 : 1 énoncé"),
        ("since=2020-01-01&until=2020-01-31", "janvier 2020 : 4 énoncés"),
    ],
)
def test_an_address_restores_its_span(strip: Strip, fragment: str, status: str) -> None:
    strip.reader.ask("location.hash = arguments[0]", fragment)
    strip.reader.until(lambda: strip.status() == status)


@pytest.mark.browser
@pytest.mark.parametrize("since", ["x", "2020-99-99", "<b>", "0000-00-00", "9999-12-31", "20200101"])
def test_no_address_breaks_the_strip(strip: Strip, since: str) -> None:
    strip.reader.ask("location.hash = arguments[0]", f"since={since}&until=1000-01-01")
    strip.reader.until(lambda: strip.span() != ("", ""))
    strip.reader.click("#timeline-clear")
    assert strip.span() == ("", "")
    assert strip.reader.messages() == []
