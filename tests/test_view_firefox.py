"""The page in Firefox, from a file and without network: what a reader does, and what no article can make it do.

What does not depend on the browser is tried in Chromium alone.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from firefox import ARROW_DOWN, ENTER, ESCAPE, Firefox, started, until
from test_view_browser import ATTACK, PAYLOADS

import kg
from kg.graph import assemble, claims
from kg.model import Statements
from kg.view import to_html

pytestmark = pytest.mark.browser

SEED = Path(__file__).parents[1] / "output" / "iraq-us-2020-09.ttl"
ARTICLE = Path(__file__).parents[1] / "seeds" / "iraq-us-2020-09.txt"
PROGRAMS = ("firefox-esr", "firefox")
ATTACKED = "return document.documentElement.dataset.attacked"


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """Give a real Firefox, without window and without network, or skip."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip("Firefox is not installed (apt-get install firefox-esr)")
    with started(program, tmp_path_factory.mktemp("profile")) as firefox:
        firefox.size(1280, 720)
        yield firefox


@pytest.fixture(scope="module")
def graph() -> kg.Graph:
    """Give the graph of the seed article."""
    return kg.load(SEED)


@pytest.fixture(scope="module")
def address(graph: kg.Graph, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give the address of its page."""
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_text(graph.to_html(), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def page(firefox: Firefox, address: str) -> Firefox:
    """Open the page and show all that is drawn."""
    firefox.open(address)
    assert firefox.messages() == []
    firefox.click("#zoom-fit")
    return firefox


def attacked(statements: Statements, payload: str, number: int) -> Statements:
    """Write a payload wherever an article can bring text."""
    return replace(
        statements,
        article=replace(
            statements.article, id=f"sample-{number}", title=payload, date=payload, source=f"javascript:{payload}"
        ),
        entities=tuple(
            replace(entity, label=f"{payload}{place}", names=(payload,), links=(f"javascript:{payload}",))
            for place, entity in enumerate(statements.entities)
        ),
        events=tuple(
            replace(event, labels=(("en", payload), ("fr", payload)), rules=(payload,)) for event in statements.events
        ),
        facts=tuple(replace(fact, value=fact.value and payload) for fact in statements.facts),
    )


# ---- what must not happen --------------------------------------------------------------------------------------------


def test_what_a_page_asks_and_says_is_heard(firefox: Firefox, tmp_path: Path) -> None:
    path = tmp_path / "loud.html"
    path.write_text(
        "<!doctype html><meta charset='utf-8'><img src='https://example.org/x.png'>"
        "<script>console.warn('a warning'); throw new Error('an error')</script>",
        encoding="utf-8",
    )
    firefox.open(path.as_uri())
    assert firefox.requests() == ["https://example.org/x.png"]
    assert firefox.messages() == ["a warning", "Error: an error"]


def test_the_page_is_drawn_without_a_request_or_a_complaint(page: Firefox) -> None:
    painted = """
        const canvas = document.querySelector('#graph canvas');
        const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
        return data.filter((value, index) => index % 4 === 3 && value > 0).length / (data.length / 4);
    """
    until(lambda: page.ask(painted) > 0.01)
    assert page.requests() == []
    assert page.messages() == []


def test_the_policy_stops_what_is_brought_in(page: Firefox) -> None:
    page.ask(
        "const made = document.createElement('script'); made.textContent = arguments[0]; document.body.append(made);"
        "document.body.insertAdjacentHTML('beforeend', `<img src=x onerror='${arguments[0]}'>`);"
        "fetch('https://example.org/').catch(() => {});",
        ATTACK,
    )
    assert {message.partition(":")[0] for message in page.messages()} == {"Content-Security-Policy"}
    assert page.requests() == []
    assert page.ask(ATTACKED) is None


def test_no_text_of_an_article_runs_or_breaks_the_page(
    firefox: Firefox, statements: Statements, tmp_path: Path
) -> None:
    graph = assemble([attacked(statements, payload, number) for number, payload in enumerate(PAYLOADS)])
    path = tmp_path / "page.html"
    path.write_text(to_html(graph, title=" ".join(PAYLOADS)), encoding="utf-8")
    firefox.open(path.as_uri())
    assert firefox.messages() == []
    firefox.ask("for (const key of kg.nodes.getIds()) kg.choose(key)")
    firefox.click("#switch")
    firefox.click("#query")
    firefox.press("<")
    firefox.click("#show-list")
    assert firefox.ask(ATTACKED) is None
    assert firefox.ask("return document.querySelectorAll('img, base, iframe, object, embed, video').length") == 0
    assert {*firefox.ask("return [...document.links].map((link) => link.protocol)")} == {"file:"}
    assert firefox.messages() == []
    assert firefox.requests() == []
    assert firefox.texts("#list-count")[0].endswith(f" of {len(list(claims(graph)))} statements")


# ---- what a reader does ----------------------------------------------------------------------------------------------


def test_a_click_on_a_relation_shows_its_sentence(page: Firefox) -> None:
    page.click_at(page.place(page.figure("a tué")["id"]))
    [heading, *_] = until(lambda: page.texts("#details h2.claim"))
    [sentence, *_], [evidence, *_] = page.texts("#details blockquote"), page.texts("#details mark")
    assert "a tué" in heading
    assert evidence in sentence
    assert sentence in ARTICLE.read_text(encoding="utf-8")
    page.press(ESCAPE)
    until(lambda: page.texts("#details h2") == ["Comment lire cette page"])
    assert page.messages() == []


def test_a_figure_follows_the_mouse_alone(page: Firefox) -> None:
    figure, other = page.figure("Donald Trump")["id"], page.figure("Mustafa Al-Kadhimi")["id"]
    (right, down), others = page.place(figure), page.place(other)
    page.drag((right, down), (right + 40, down - 30))
    until(lambda: page.place(figure) != (right, down))
    assert page.place(figure) == pytest.approx((right + 40, down - 30), abs=2)
    assert page.place(other) == others


def test_search_by_keys_opens_what_is_found(page: Firefox) -> None:
    page.click("#query")
    page.press("TRÙMP")
    assert until(lambda: page.texts("#hits li"))[0].startswith("Donald Trump")
    page.press(ARROW_DOWN + ENTER)
    until(lambda: page.texts("#details h2") == ["Donald Trump"])
    assert page.texts("#hits") == []


def test_the_address_leads_back_to_what_was_shown(page: Firefox) -> None:
    page.click("#show-list")
    page.click("#list tbody tr:nth-child(2) button")
    panel = until(lambda: page.texts("#details mark") and page.texts("#details"))
    page.reload()
    assert page.texts("#details") == panel
    assert page.texts("#list tr.chosen") != []
    page.open(page.ask("return location.href"))
    assert page.texts("#details") == panel
    assert page.messages() == []


def test_the_page_speaks_english_too(page: Firefox) -> None:
    page.click("#switch")
    assert page.ask("return document.documentElement.lang") == "en"
    assert page.texts("#details h2") == ["How to read this page"]
    assert page.figure("killed")
    assert page.messages() == []


def test_the_list_shows_every_claim(page: Firefox, graph: kg.Graph) -> None:
    assert page.texts("#list tbody tr") == []
    page.click("#show-list")
    assert len(page.texts("#list tbody tr")) == len(list(claims(graph.network)))
