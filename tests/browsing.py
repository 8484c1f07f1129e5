"""A reader of the page, who drives a real browser: sees, clicks, types, and hears what the console says.

The browser is Chromium, without window and without network; Selenium is imported only where there is one to drive.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from selenium.webdriver import Chrome
    from selenium.webdriver.remote.webelement import WebElement

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--accept-lang=fr",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)  # fmt: skip
MISSING = "Chromium and its driver are not installed (apt-get install chromium chromium-driver)"


def programs() -> tuple[str, str] | None:
    """Find Chromium and its driver, None where either is missing."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None), shutil.which("chromedriver")
    return (found[0], found[1]) if found[0] and found[1] else None


@contextmanager
def chromium(
    profile: Path, *flags: str, strategy: Literal["normal", "none"] = "normal", log: bool = False
) -> Iterator[Chrome]:
    """Open a browser whose profile is an empty folder, and close it.

    `strategy` says whether opening a page waits until it is loaded; with `log`, console and network can be read.

    Raises:
        FileNotFoundError: there is none; the message says how to install it.

    """
    from selenium import webdriver  # noqa: PLC0415 - as above

    found = programs()
    if found is None:
        raise FileNotFoundError(MISSING)
    options = webdriver.ChromeOptions()
    options.binary_location = found[0]
    options.page_load_strategy = strategy
    for flag in (*FLAGS, *flags, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    if log:
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(found[1]))
    try:
        yield browser
    finally:
        browser.quit()


class Reader:
    """Someone who reads a page: sees, clicks, types."""

    def __init__(self, browser: Chrome, page: Path) -> None:
        self.browser = browser
        self.open(page)

    def open(self, page: Path, fragment: str = "") -> None:
        """Open a page anew, with nothing heard yet."""
        self.browser.get("about:blank")
        self._drain()
        self.browser.get(f"{page.as_uri()}#{fragment}" if fragment else page.as_uri())
        self.until(lambda: self.ask("return Boolean(globalThis.kg)"))

    def rest(self) -> None:
        """Wait until what was last asked for is painted."""
        self.browser.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")

    def size(self, width: int, height: int) -> None:
        """Make the window a screen of that size."""
        screen = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)

    def ask(self, script: str, *arguments: object) -> Any:
        """Run a script in the page and give its answer."""
        return self.browser.execute_script(script, *arguments)

    def until(self, holds: Callable[[], object]) -> None:
        """Wait for something to come true, at most ten seconds."""
        from selenium.webdriver.support.ui import WebDriverWait  # noqa: PLC0415 - as above

        WebDriverWait(self.browser, 10).until(lambda _: holds())

    def find(self, selector: str) -> WebElement:
        """Give the first element."""
        return self.browser.find_element("css selector", selector)

    def texts(self, selector: str) -> list[str]:
        """Give the visible texts of elements."""
        return [element.text for element in self.browser.find_elements("css selector", selector)]

    def click(self, selector: str) -> None:
        """Click an element."""
        self.find(selector).click()

    def press(self, *keys: str) -> None:
        """Press keys wherever the focus is."""
        self.actions().send_keys(*keys).perform()

    def actions(self) -> Any:
        """Give a chain of actions of mouse and keyboard."""
        from selenium.webdriver import ActionChains  # noqa: PLC0415 - as above

        return ActionChains(self.browser)

    def click_at(self, x: float, y: float) -> None:
        """Click on the drawing, at a place in the coordinates of the drawing."""
        at = self.ask("return kg.network.canvasToDOM({ x: arguments[0], y: arguments[1] })", x, y)
        canvas = self.find("#graph canvas")
        right, down = at["x"] - canvas.size["width"] / 2, at["y"] - canvas.size["height"] / 2
        self.actions().move_to_element_with_offset(canvas, round(right), round(down)).click().perform()

    def figure(self, label: str) -> dict[str, Any]:
        """Give the figure of the drawing whose lettering begins so."""
        found = self.ask("return kg.nodes.get().find((node) => node.label.startsWith(arguments[0]))", label)
        assert found, label
        return dict(found)

    def shown(self) -> set[str]:
        """Give the first lines of the figures that are not hidden."""
        return set(self.ask("return kg.nodes.get().filter((node) => !node.hidden).map((n) => n.label.split('\\n')[0])"))

    def messages(self) -> list[str]:
        """Give what the console said since the page was opened."""
        return [entry["message"] for entry in self.browser.get_log("browser")]  # type: ignore[no-untyped-call]

    def requests(self) -> list[str]:
        """Give the addresses asked for since the page was opened."""
        events = [json.loads(entry["message"])["message"] for entry in self.browser.get_log("performance")]  # type: ignore[no-untyped-call]
        return [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]

    def _drain(self) -> None:
        self.messages()
        self.requests()
