"""axe-core finds nothing to complain of, whatever the reader looks at, in either theme."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import kg

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

pytestmark = pytest.mark.browser

SEED = Path(__file__).parents[1] / "output" / "iraq-us-2020-09.ttl"
DATA = "JSON.parse(document.getElementById('content-data').textContent)"
RUN = "const done = arguments[0]; axe.run(document, { resultTypes: ['violations'] }).then(done)"
SCENES: Mapping[str, str] = {
    "the drawing": "",
    "the list": "document.getElementById('show-list').click()",
    "an entity": f"kg.choose(Object.keys({DATA}.entities)[0])",
    "a statement": f"kg.choose({DATA}.claims[0].id)",
    "results of a search": (
        "const query = document.getElementById('query'); query.value = 'a'; query.dispatchEvent(new Event('input'))"
    ),
    "an article": f"kg.choose(Object.keys({DATA}.documents)[0])",
    "the filters": "document.querySelector('#refine summary').click()",
    "a neighbourhood, folded": (
        "kg.choose(kg.nodes.get().find((node) => node.label === 'Donald Trump').id);"
        "document.getElementById('show-near').click(); document.getElementById('show-folded').click()"
    ),
    "a span of time, with the list sorted beside it": (
        "location.hash = 'view=both&since=2020-08-01&until=2020-08-31';"
        "document.querySelector('#list th.date button').click()"
    ),
    "the end of a path": (
        "const ends = ['Donald Trump', 'Iran'].map((name) => kg.nodes.get().find((node) => node.label === name).id);"
        "location.hash = `path=${ends.join('%20')}`"
    ),
    "the other language": "document.getElementById('switch').click()",
}


@pytest.fixture(scope="module")
def axe() -> str:
    """Give axe-core, or skip."""
    found = find_spec("axe_playwright_python")
    if found is None or found.origin is None:
        pytest.skip("axe-core is not installed (.ci/setup --tests installs it)")
    return (Path(found.origin).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def complaints(browser: Chrome, axe: str, tmp_path: Path) -> Callable[[str, str], list[str]]:
    """Give a function that lists what is wrong with a scene in a theme."""
    path = tmp_path / "page.html"
    path.write_text(kg.load(SEED).to_html(), encoding="utf-8")

    def find(scene: str, theme: str) -> list[str]:
        wanted = {"features": [{"name": "prefers-color-scheme", "value": theme}]}
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", wanted)
        browser.get("about:blank")
        browser.get(path.as_uri())
        browser.execute_script(SCENES[scene])
        browser.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")
        browser.execute_script(axe)
        found = browser.execute_async_script(RUN)
        return [f"{one['id']}: {node['html'][:200]}" for one in found["violations"] for node in one["nodes"]]

    return find


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_stands_in_a_readers_way(
    browser: Chrome, complaints: Callable[[str, str], list[str]], scene: str, theme: str, width: int
) -> None:
    browser.set_window_size(width, 720)
    assert complaints(scene, theme) == []
