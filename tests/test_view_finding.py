"""Finding one's way on the page: filters, neighbourhoods, paths, folded events, groups, large graphs, the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from benchmark_view import Generator
from browsing import Reader

from kg.graph import Network, assemble
from kg.model import Statements
from kg.view import to_html

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

pytestmark = pytest.mark.browser


@pytest.fixture
def read(browser: Chrome, tmp_path: Path) -> Callable[[Network], Reader]:
    """Open the page of a graph."""

    def opened(graph: Network) -> Reader:
        page = tmp_path / "page.html"
        page.write_text(to_html(graph), encoding="utf-8")
        reader = Reader(browser, page)
        reader.size(1280, 720)
        return reader

    return opened


@pytest.fixture
def reader(read: Callable[[Network], Reader], statements: Statements) -> Reader:
    return read(assemble([statements]))


@pytest.fixture
def two(statements: Statements) -> Network:
    """Give the graph of two articles: the second knows other people and shares a place with the first."""
    strangers = {"Mustafa Al-Kadhimi": "Léon Blum", "Donald Trump": "Jean Jaurès", "Qassem Souleimani": "Émile Zola"}
    article = replace(statements.article, id="other", title="Autre article")
    entities = tuple(
        replace(
            entity, label=strangers.get(entity.label, entity.label), names=(strangers.get(entity.label, entity.label),)
        )
        for entity in statements.entities
    )
    return assemble([statements, replace(statements, article=article, entities=entities)])


def pick(reader: Reader, selector: str, text: str) -> None:
    """Choose from a list by the beginning of what it says."""
    from selenium.webdriver.support.ui import Select  # noqa: PLC0415 - only where there is a browser to drive

    choice = Select(reader.find(selector))
    value = next(option.get_attribute("value") for option in choice.options if option.text.startswith(text))
    choice.select_by_value(value or "")


def chips(reader: Reader) -> list[str]:
    """Give what the line above the drawing says."""
    return reader.texts("#restrictions li > bdi")


def rows(reader: Reader) -> list[list[str]]:
    """Give the cells of the list."""
    found: list[list[str]] = reader.ask(
        "return [...document.querySelectorAll('#list tbody tr')].map((r) => [...r.cells].map((c) => c.textContent))"
    )
    return found


def entity(reader: Reader, label: str) -> None:
    """Open an entity by a click on the drawing."""
    figure = reader.figure(label)
    reader.click_at(figure["x"], figure["y"])
    reader.until(lambda: reader.texts("#details h2") == [label])


# ---- filters ---------------------------------------------------------------------------------------------------------


def test_one_relation_can_be_shown_alone_and_all_again(reader: Reader) -> None:
    everything = reader.shown()
    reader.click("#refine summary")
    pick(reader, "#refine-relation", "a tué")
    assert reader.shown() == {"a tué", "drone américain", "Qassem Souleimani", "Bagdad"}
    assert [row[1] for row in rows(reader)] == ["a tué"]
    assert chips(reader) == ["Relation : a tué"]
    reader.click("h1")
    reader.click("#restrictions .lift")
    assert reader.shown() == everything
    assert chips(reader) == []


def test_what_one_source_says_can_be_shown_alone(reader: Reader) -> None:
    reader.click("#refine summary")
    pick(reader, "#refine-source", "Donald Trump")
    assert [row[1] for row in rows(reader)] == ["a retiré"]
    pick(reader, "#refine-source", "les articles eux-mêmes")
    assert {"a promis", "a retiré"}.isdisjoint({row[1] for row in rows(reader)})
    assert "a tué" in reader.shown()
    assert chips(reader) == ["Dit par les articles eux-mêmes"]


def test_what_is_not_sure_enough_can_be_left_out(reader: Reader) -> None:
    from selenium.webdriver.common.keys import Keys  # noqa: PLC0415 - as above

    assert "originaire de" in {row[1] for row in rows(reader)}
    reader.click("#refine summary")
    reader.ask("document.getElementById('refine-confidence').focus()")
    reader.press(Keys.END, Keys.ARROW_LEFT)
    assert reader.find("#refine-confidence-value").text == "90 %"
    assert "originaire de" not in {row[1] for row in rows(reader)}
    assert chips(reader) == ["Confiance d'au moins 90 %"]
    reader.click("#refine-none")
    assert "originaire de" in {row[1] for row in rows(reader)}


def test_one_article_can_be_shown_alone_from_the_menu_and_from_its_panel(
    read: Callable[[Network], Reader], two: Network
) -> None:
    reader = read(two)
    assert {"Léon Blum", "Mustafa Al-Kadhimi"} <= reader.shown()
    reader.click("#refine summary")
    pick(reader, "#refine-within", "Autre article")
    assert {row[5] for row in rows(reader)} == {"Autre article"}
    assert "Léon Blum" in reader.shown()
    assert "Mustafa Al-Kadhimi" not in reader.shown()
    reader.click("h1")
    reader.click("#restrictions .lift")
    reader.ask(
        "[...document.querySelectorAll('#details .name')].find((b) => b.textContent === 'Un titre <b>&').click()"
    )
    reader.click("#show-within")
    assert {row[5] for row in rows(reader)} == {"Un titre <b>&"}
    assert chips(reader) == ["Article : Un titre <b>&"]


def test_filters_join_and_come_back_by_the_address(reader: Reader) -> None:
    reader.click("#refine summary")
    pick(reader, "#refine-source", "Mustafa Al-Kadhimi")
    pick(reader, "#refine-relation", "a promis")
    said = rows(reader)
    assert [row[1] for row in said] == ["a promis"]
    reader.browser.refresh()
    reader.until(lambda: reader.ask("return Boolean(globalThis.kg)"))
    assert rows(reader) == said
    assert chips(reader) == ["Relation : a promis", "Dit par Mustafa Al-Kadhimi"]
    reader.browser.back()
    reader.until(lambda: chips(reader) == ["Dit par Mustafa Al-Kadhimi"])


def test_an_address_of_filters_that_mean_nothing_shows_all_with_a_word_about_it(reader: Reader) -> None:
    total = len(rows(reader))
    for fragment in ("near=ent:nobody", "path=ent:nobody%20ent:no-one", "path=x"):
        reader.ask("location.hash = arguments[0]", fragment)
        reader.until(lambda: reader.texts("#details .notice"))
        assert len(rows(reader)) == total
    reader.ask("location.hash = 'confidence=many&steps=-3&most=x&group=none&draw=x&view=x'")
    reader.until(lambda: not reader.texts("#details .notice"))
    assert len(rows(reader)) == total
    assert reader.messages() == []


# ---- near and between ------------------------------------------------------------------------------------------------


def test_the_neighbourhood_of_an_entity_can_be_shown_and_widened(reader: Reader) -> None:
    entity(reader, "Qassem Souleimani")
    reader.click("#show-near")
    near = {"Qassem Souleimani", "a tué", "drone américain", "Bagdad"}
    assert reader.shown() == near
    assert chips(reader) == ["Autour de Qassem Souleimani"]
    reader.click("#restrictions .wider")
    assert chips(reader) == ["Autour de Qassem Souleimani, 2 pas"]
    assert reader.shown() == near | {"a frappé", "convoi"}
    assert {row[0] for row in rows(reader)} == {"drone américain", "Qassem Souleimani"}
    reader.click("#restrictions .lift")
    assert "Donald Trump" in reader.shown()


def test_a_path_leads_from_one_entity_to_another(reader: Reader) -> None:
    from selenium.webdriver.common.keys import Keys  # noqa: PLC0415 - as above

    entity(reader, "convoi")
    reader.click("#show-path")
    assert chips(reader) == ["Chemin depuis convoi : choisissez où il mène"]
    reader.press("souleimani", Keys.ARROW_DOWN, Keys.ENTER)
    reader.until(lambda: chips(reader) == ["Chemin de convoi à Qassem Souleimani"])
    assert reader.shown() == {"convoi", "a frappé", "drone américain", "a tué", "Qassem Souleimani", "Bagdad"}
    told = reader.texts("#details .statements .name")
    assert [line.split(" ", 2)[2].split(" ")[1] for line in told] == ["frappé", "tué"]
    reader.browser.refresh()
    reader.until(lambda: reader.texts("#details .statements .name") == told)


def test_where_no_path_leads_the_page_says_so(reader: Reader) -> None:
    entity(reader, "convoi")
    reader.click("#show-path")
    other = reader.figure("Donald Trump")
    reader.click_at(other["x"], other["y"])
    reader.until(lambda: chips(reader) == ["Aucun chemin de convoi à Donald Trump parmi ce qui est montré"])
    reader.click("#restrictions .lift")
    assert "Donald Trump" in reader.shown()


def test_escape_gives_up_a_path(reader: Reader) -> None:
    from selenium.webdriver.common.keys import Keys  # noqa: PLC0415 - as above

    entity(reader, "convoi")
    reader.click("#show-path")
    reader.press(Keys.ESCAPE)
    assert chips(reader) == []
    entity(reader, "Donald Trump")


# ---- folded events ---------------------------------------------------------------------------------------------------


def labels_of_lines(reader: Reader) -> set[str]:
    """Give the words along the lines that are shown."""
    return set(
        reader.ask("return kg.lines.get().filter((line) => !line.hidden && line.label).map((line) => line.label)")
    )


def test_events_fold_into_lines_from_actor_to_target(reader: Reader) -> None:
    assert "a tué" in reader.shown()
    assert "2020-01-03" in str(reader.figure("a tué")["label"])
    reader.click("#show-folded")
    assert reader.shown() == {
        "drone américain", "convoi", "Qassem Souleimani", "Donald Trump", "troupes américaines", "États-Unis",
        "présence permanente",
    }  # fmt: skip
    assert labels_of_lines(reader) == {
        "a frappé", "a tué", "a retiré\npromis · Donald Trump", "souhaite\nnié", "originaire de",
    }  # fmt: skip
    reader.click("#show-events")
    assert "a tué" in reader.shown()


def test_a_click_on_a_folded_line_shows_its_sentence(reader: Reader) -> None:
    reader.click("#show-folded")
    at = reader.ask("""
        const line = kg.lines.get().find((one) => one.label === 'a tué');
        const [from, to] = [line.from, line.to].map((id) => kg.network.getPosition(id));
        return [from.x, from.y, to.x, to.y];
    """)
    bend = "return Object.values(kg.network.body.edges).find((e) => e.options.label === 'a tué').edgeType.getViaNode()"
    inner = reader.ask(bend)
    x, y = (at[0] + 2 * inner["x"] + at[2]) / 4, (at[1] + 2 * inner["y"] + at[3]) / 4
    reader.click_at(x, y)
    reader.until(lambda: reader.texts("#details h2.claim"))
    assert reader.texts("#details h2.claim") == ["drone américain a tué Qassem Souleimani"]
    reader.browser.refresh()
    reader.until(lambda: reader.texts("#details h2.claim") == ["drone américain a tué Qassem Souleimani"])
    assert reader.find("#show-folded").get_attribute("aria-pressed") == "true"


def test_filters_hold_where_events_are_folded(reader: Reader) -> None:
    reader.click("#show-folded")
    reader.click("#only")
    assert labels_of_lines(reader) == {"a frappé", "a tué", "originaire de"}
    assert "présence permanente" not in reader.shown()


# ---- groups ----------------------------------------------------------------------------------------------------------


def test_several_articles_are_grouped_by_article_and_by_story(read: Callable[[Network], Reader], two: Network) -> None:
    reader = read(two)
    places = "return Object.fromEntries(kg.nodes.get().map((node) => [node.id, [node.x, node.y]]))"
    before = reader.ask(places)
    pick(reader, "#grouping", "article")
    grouped = reader.ask(places)
    assert grouped != before
    blum, kadhimi = (reader.figure(name) for name in ("Léon Blum", "Mustafa Al-Kadhimi"))
    assert framed(reader, blum) == ["Autre article"]
    assert framed(reader, kadhimi) == ["Un titre <b>&"]
    pick(reader, "#grouping", "histoire")
    assert len(framed(reader, reader.figure("drone américain"))) == 1
    pick(reader, "#grouping", "rien")
    assert reader.ask(places) == before


def framed(reader: Reader, figure: dict[str, object]) -> list[str]:
    """Give the titles of the frames around a figure."""
    found: list[str] = reader.ask(
        """
        const [figure, grouping] = [arguments[0], document.getElementById('grouping').value];
        const content = JSON.parse(document.getElementById('content-data').textContent);
        const frames = Object.entries(content.frames[`events.${grouping}`]);
        return frames.filter(([, [left, top, width, height]]) => (
          left < figure.x && figure.x < left + width && top < figure.y && figure.y < top + height
        )).map(([id]) => content.titles[id]);
        """,
        figure,
    )
    return found


def test_one_story_can_be_shown_alone(read: Callable[[Network], Reader], two: Network) -> None:
    reader = read(two)
    stories = reader.texts("#details .stories .name")
    assert len(stories) > 1
    reader.click("#details .stories .name")
    assert chips(reader) == [f"Histoire : {stories[0]}"]
    inside = set(reader.shown())
    reader.click("#restrictions .lift")
    assert inside < reader.shown()


def test_one_article_has_nothing_to_be_grouped_by(reader: Reader) -> None:
    assert not reader.find("#grouping").is_displayed()
    assert reader.texts("#details .stories") == []


def test_a_figure_stays_where_the_reader_put_it(reader: Reader) -> None:
    figure = reader.figure("Donald Trump")
    at = reader.ask("return kg.network.canvasToDOM({ x: arguments[0], y: arguments[1] })", figure["x"], figure["y"])
    canvas = reader.find("#graph canvas")
    right, down = at["x"] - canvas.size["width"] / 2, at["y"] - canvas.size["height"] / 2
    drag = reader.actions().move_to_element_with_offset(canvas, round(right), round(down)).click_and_hold()
    drag.move_by_offset(30, 20).move_by_offset(30, 20).release().perform()
    where = "return Object.values(kg.network.getPosition(arguments[0]))"
    moved = reader.ask(where, figure["id"])
    assert moved != [figure["x"], figure["y"]]
    reader.click("#only")
    reader.click("#only")
    assert reader.ask(where, figure["id"]) == moved


# ---- large graphs ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def large() -> Network:
    return Generator(1500).graph()


def test_a_large_graph_opens_with_its_best_linked_entities(read: Callable[[Network], Reader], large: Network) -> None:
    reader = read(large)
    entities = "return kg.nodes.get().filter((node) => !node.hidden && node.size).length"
    assert reader.ask(entities) == 300
    assert chips(reader)[0].startswith("Les 300 mieux reliés sur ")
    least = "return Math.min(...kg.nodes.get().filter((node) => !node.hidden && node.size).map((node) => node.size))"
    assert reader.ask(least) > 8
    reader.click("#restrictions .wider")
    assert reader.ask(entities) == 600
    reader.click("#restrictions li button:last-child")
    assert chips(reader) == []
    assert reader.ask("return kg.nodes.length") == 1500
    reader.browser.refresh()
    reader.until(lambda: reader.ask("return globalThis.kg?.nodes.length") == 1500)


def test_the_search_reaches_what_is_not_among_the_best_linked(
    read: Callable[[Network], Reader], large: Network
) -> None:
    from selenium.webdriver.common.keys import Keys  # noqa: PLC0415 - as above

    reader = read(large)
    data = "return JSON.parse(document.getElementById('network-data').textContent)"
    model = f"{data}.nodes.map((node) => [node.id, node.label])"
    known = set(reader.ask("return kg.nodes.getIds()"))
    labels = [label.replace("\n", " ") for _, label in reader.ask(model)]
    missing, label = next(
        (key, label.replace("\n", " "))
        for key, label in reader.ask(model)
        if key.startswith("ent:") and key not in known and labels.count(label.replace("\n", " ")) == 1
    )
    reader.find("#query").send_keys(label)
    reader.until(lambda: reader.texts("#hits li"))
    reader.press(Keys.ARROW_DOWN, Keys.ENTER)
    reader.until(lambda: reader.texts("#details h2") == [label])
    assert reader.ask("return Boolean(kg.nodes.get(arguments[0])) && !kg.nodes.get(arguments[0]).hidden", missing)


def test_the_list_of_a_large_graph_comes_in_parts(read: Callable[[Network], Reader], large: Network) -> None:
    reader = read(large)
    reader.click("#show-list")
    assert len(rows(reader)) == 200
    reader.click("#list-more")
    assert len(rows(reader)) == 400


# ---- the list --------------------------------------------------------------------------------------------------------


def test_the_list_sorts_by_each_column_both_ways_and_back(reader: Reader) -> None:
    reader.click("#show-list")
    plain = rows(reader)
    reader.click("#list th.relation button")
    relations = [row[1] for row in rows(reader)]
    assert relations == sorted(relations, key=lambda text: text.replace("é", "e"))
    assert reader.find("#list th.relation").get_attribute("aria-sort") == "ascending"
    reader.click("#list th.relation button")
    assert [row[1] for row in rows(reader)] == relations[::-1]
    reader.click("#list th.relation button")
    assert rows(reader) == plain
    assert reader.find("#list th.relation").get_attribute("aria-sort") == "none"
    reader.click("#list th.date button")
    dates = [bool(row[4]) for row in rows(reader)]
    assert dates == sorted(dates, reverse=True)
    assert any(dates)


def test_the_list_stands_beside_the_drawing(reader: Reader) -> None:
    reader.click("#show-both")
    assert reader.find("#graph").is_displayed()
    assert reader.find("#list").is_displayed()
    reader.click("#list tbody tr button")
    reader.until(lambda: reader.texts("#details mark"))
    assert len(reader.ask("return kg.network.getSelectedEdges()")) > 0
    reader.click("#only")
    assert {row[3] for row in rows(reader)} == {"affirmé par l'article"}
    assert "view=both" in reader.ask("return location.hash")
