"""The pages in a real browser without network: asking by hand, and reading an article."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from serving import SEED, Served, Shelf, database, running

from kg.model import Statements
from kg.server import Limits

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

pytestmark = pytest.mark.browser


class Reader:
    """Someone who reads the pages of a server."""

    def __init__(self, browser: Chrome, served: Served) -> None:
        self._browser = browser
        self._served = served
        browser.get("about:blank")
        self.complaints()
        self.requests()

    def open(self, path: str) -> None:
        """Go to a page."""
        self._browser.get(self._served.address + path)

    def run(self, script: str, *arguments: object) -> Any:
        """Run a script on the page."""
        return self._browser.execute_script(script, *arguments)

    def until(self, is_so: Callable[[], Any]) -> Any:
        """Wait until something is so."""
        deadline = time.monotonic() + 20
        while not (found := is_so()):
            assert time.monotonic() < deadline, "the page does not come to it"
            time.sleep(0.05)
        return found

    def rows(self) -> list[str]:
        """Give the rows of the table of results in the open tab."""
        script = "return [...document.querySelectorAll('.tabPanel.active .dataTable tbody tr')].map(r => r.innerText)"
        found: list[str] = self.until(lambda: self.run(script))
        return found

    def complaints(self) -> list[str]:
        """Give what the console says."""
        return [entry["message"] for entry in self._browser.get_log("browser")]  # type: ignore[no-untyped-call]  # selenium

    def requests(self) -> set[str]:
        """Give the addresses that were asked for, but for what a page holds in itself or the browser's own pages."""
        entries = self._browser.get_log("performance")  # type: ignore[no-untyped-call]  # selenium
        messages = [json.loads(entry["message"])["message"] for entry in entries]
        sent = [each["params"]["request"]["url"] for each in messages if each["method"] == "Network.requestWillBeSent"]
        return {url for url in sent if not url.startswith(("data:", "chrome:"))}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = database(tmp_path_factory.mktemp("database"), SEED.read_text(encoding="utf-8"))
    with running(folder, Shelf([]), Limits(seconds=20), jobs=1) as found:
        yield found


@pytest.fixture
def reader(browser: Chrome, served: Served) -> Reader:
    return Reader(browser, served)


def test_questions_are_asked_from_the_menu_and_by_hand(reader: Reader, served: Served) -> None:
    reader.open("")
    assert reader.run("return document.documentElement.lang") == "fr"
    choose = (
        "const menu = document.getElementById('questions'); menu.value = arguments[0];"
        "menu.dispatchEvent(new Event('change'));"
    )
    reader.run(choose, "killed")
    assert any("ent:qassem-souleimani" in row for row in reader.rows())
    ask = "yasgui.addTab(true, { name: 'own', yasqe: { value: arguments[0] } }).query().catch(() => {});"
    reader.run(ask, "PREFIX kg: <https://w3id.org/newskg/ns#> DESCRIBE kg:killed")
    assert any("kg:Relation" in row for row in reader.rows())
    assert reader.complaints() == []
    assert {url.partition("?")[0] for url in reader.requests()} == {
        served.address + path
        for path in (
            "", "sparql", "assets/server.css", "assets/ask.js", "assets/yasgui/yasgui.min.js",
            "assets/yasgui/yasgui.min.css",
        )
    }  # fmt: skip


def test_prefixes_are_completed_from_those_of_the_graph(reader: Reader) -> None:
    reader.open("")
    reader.run("yasgui.addTab(true, { name: 'typed', yasqe: { value: '' } })")
    typed = "const yasqe = yasgui.getTab().getYasqe(); yasqe.setValue('PREFIX s'); yasqe.setCursor(0, 8);"
    reader.run(typed + "yasqe.autocomplete();")
    hints = "return [...document.querySelectorAll('.CodeMirror-hint')].map(hint => hint.textContent)"
    found = reader.until(lambda: reader.run(hints))
    assert set(found) >= {
        "schema: <https://schema.org/>",
        "sem: <http://semanticweb.cs.vu.nl/2009/11/sem/>",
        "skos: <http://www.w3.org/2004/02/skos/core#>",
    }
    assert reader.complaints() == []
    assert all(url.startswith("http://127.0.0.1:") for url in reader.requests())


def test_what_is_wrong_with_a_question_is_shown(reader: Reader) -> None:
    reader.open("")
    reader.run(
        "yasgui.addTab(true, { yasqe: { value: 'SELECT * { SERVICE <http://a.test/> {} }' } }).query().catch(() => {})"
    )
    shown = "return document.querySelector('.tabPanel.active .yasr_results')?.innerText.includes(arguments[0])"
    reader.until(lambda: reader.run(shown, "SERVICE asks a server elsewhere"))
    assert all(url.startswith("http://127.0.0.1:") for url in reader.requests())


def test_an_article_is_drawn_under_its_own_policy(
    browser: Chrome, statements: Statements, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shelf = Shelf([statements])
    with running(database(tmp_path_factory.mktemp("article"), shelf.turtle()), shelf, jobs=1) as served:
        reader = Reader(browser, served)
        reader.open("articles")
        reader.run("document.querySelector('.articles a').click()")
        reader.until(lambda: reader.run("return Boolean(globalThis.kg)"))
        assert reader.run("return document.title") == statements.article.title
        assert reader.complaints() == []
        assert reader.requests() == {
            served.address + path for path in ("articles", "assets/server.css", "articles/sample")
        }
