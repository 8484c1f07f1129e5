"""A Firefox without window and without network, driven over WebDriver BiDi.

Takes the address of a page; gives what a reader sees, clicks, drags and types there, what the page asks of the network
and what is said on the console. Firefox speaks the protocol by itself (https://w3c.github.io/webdriver-bidi/), so no
driver stands between. Waits for every answer and effect, but never for ever. Knows the protocol and how the page is
drawn; never what a page should show.
"""

from __future__ import annotations

import base64
import json
import re
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from websocket import WebSocket, create_connection

ESCAPE, ENTER, ARROW_DOWN = "\ue00c", "\ue007", "\ue015"  # https://www.w3.org/TR/webdriver2/#keyboard-actions
SECONDS = 30
# A driven Firefox sets by itself what keeps it from updates, telemetry and greetings; these leave it a proxy where
# nobody listens as its only network, and make it look the same for everyone.
PREFERENCES: Mapping[str, object] = {
    "intl.accept_languages": "fr",
    "network.dns.disabled": True,
    "network.proxy.failover_direct": False,
    "network.proxy.socks": "127.0.0.1",
    "network.proxy.socks_port": 9,
    "network.proxy.socks_remote_dns": True,
    "network.proxy.type": 1,
    "ui.prefersReducedMotion": 1,
    "ui.systemUsesDarkTheme": 0,
}
LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)\n")
EVENTS = ("log.entryAdded", "network.beforeRequestSent")
HEARD = "all was heard"
SAY_HEARD = f"new Promise((done) => setTimeout(() => {{ console.debug('{HEARD}'); done(); }}))"
DOWN, UP = {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}


@contextmanager
def started(program: str, profile: Path) -> Iterator[Firefox]:
    """Start a Firefox that keeps its profile in an empty folder, and end it.

    Raises:
        TimeoutError: It does not listen; the message is what it wrote.

    """
    preferences = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in PREFERENCES.items()]
    (profile / "user.js").write_text("".join(preferences), encoding="utf-8")
    written = profile / "written.txt"
    arguments = ("--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0")
    with written.open("wb") as output:
        process = subprocess.Popen([program, *arguments], stdout=output, stderr=subprocess.STDOUT)
    try:
        with closing(
            create_connection(f"{_address(written)}/session", timeout=SECONDS, suppress_origin=True)
        ) as socket:
            yield Firefox(socket)
    finally:
        process.kill()  # nothing in its profile is of use any more
        process.wait()


def until(holds: Callable[[], Any]) -> Any:
    """Wait for something to come true, and give it.

    Raises:
        TimeoutError: It has not within half a minute.

    """
    end = time.monotonic() + SECONDS
    while not (found := holds()):
        if time.monotonic() > end:
            message = f"not true within {SECONDS} seconds"
            raise TimeoutError(message)
        time.sleep(0.05)
    return found


def _address(written: Path) -> str:
    """Give the address at which Firefox says it listens."""
    try:
        return str(until(lambda: LISTENING.search(written.read_text(errors="replace")))[1])
    except TimeoutError:
        raise TimeoutError(written.read_text(errors="replace")) from None


class Firefox:
    """Someone who reads pages in Firefox: opens them, sees, clicks, drags and types."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self._commands = 0
        self._events: list[dict[str, Any]] = []
        self.command("session.new", capabilities={})
        self.command("session.subscribe", events=EVENTS)
        self._context = self.command("browsingContext.getTree")["contexts"][0]["context"]

    def command(self, method: str, **parameters: object) -> Any:
        """Send a command of the protocol and give its result; keep the events that come before it.

        Raises:
            RuntimeError: Firefox refuses the command.
            websocket.WebSocketTimeoutException: It does not answer.

        """
        self._commands += 1
        self._socket.send(json.dumps({"id": self._commands, "method": method, "params": parameters}))
        while (answer := self._receive()).get("id") != self._commands:
            self._events.append(answer)
        if answer["type"] == "error":
            message = f"{method}: {answer['message']}"
            raise RuntimeError(message)
        return answer["result"]

    def open(self, address: str) -> None:
        """Open a page anew and forget what was heard of others."""
        for each in ("about:blank", address):  # an address that differs in its fragment alone would open nothing
            self._events.clear()
            self.command("browsingContext.navigate", context=self._context, url=each, wait="complete")

    def reload(self) -> None:
        """Open the page once more, at the address it has now."""
        self.command("browsingContext.reload", context=self._context, wait="complete")

    def size(self, width: int, height: int) -> None:
        """Make the window a screen of so many pixels."""
        screen = {"width": width, "height": height}
        self.command("browsingContext.setViewport", context=self._context, viewport=screen, devicePixelRatio=1)

    def picture(self) -> bytes:
        """Give what the window shows, as a PNG."""
        return base64.b64decode(self.command("browsingContext.captureScreenshot", context=self._context)["data"])

    # ---- asking ------------------------------------------------------------------------------------------------------

    def ask(self, script: str, *arguments: object) -> Any:
        """Run the body of a function in the page and give what it returns, as far as JSON can tell.

        Raises:
            RuntimeError: The script throws.

        """
        function = f"(given) => JSON.stringify((function () {{ {script} }})(...JSON.parse(given)))"
        answer = self.command(
            "script.callFunction",
            functionDeclaration=function,
            arguments=[{"type": "string", "value": json.dumps(arguments)}],
            target={"context": self._context},
            awaitPromise=False,
        )
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"].get("value", "null"))

    def texts(self, selector: str) -> list[str]:
        """Give the texts of elements as they are seen."""
        shown = "[...document.querySelectorAll(arguments[0])].filter((element) => element.checkVisibility())"
        return list(self.ask(f"return {shown}.map((element) => element.innerText.trim())", selector))

    def figure(self, label: str) -> dict[str, Any]:
        """Give the figure of the drawing whose lettering begins so."""
        found = self.ask("return kg.nodes.get().find((node) => node.label.startsWith(arguments[0]))", label)
        assert found, label
        return dict(found)

    def place(self, figure: str) -> tuple[float, float]:
        """Give where in the window the middle of a figure is, in pixels from the left and from the top."""
        script = """
            const at = kg.network.canvasToDOM(kg.network.getPosition(arguments[0]));
            const { left, top } = document.querySelector('#graph canvas').getBoundingClientRect();
            return [left + at.x, top + at.y];
        """
        right, down = self.ask(script, figure)
        return right, down

    # ---- clicking and typing -----------------------------------------------------------------------------------------

    def click(self, selector: str) -> None:
        """Click the middle of the first element."""
        locator = {"type": "css", "value": selector}
        found = self.command("browsingContext.locateNodes", context=self._context, locator=locator)["nodes"]
        assert found, selector
        element = {"type": "element", "element": {"sharedId": found[0]["sharedId"]}}
        self._perform("pointer", _move((0, 0), origin=element), DOWN, UP)

    def click_at(self, place: tuple[float, float]) -> None:
        """Click a place in the window."""
        self._perform("pointer", _move(place), DOWN, UP)

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Drag with the mouse from one place in the window to another."""
        self._perform("pointer", _move(start), DOWN, _move(end, duration=200), UP)

    def press(self, keys: str) -> None:
        """Press keys one after the other, wherever the focus is."""
        self._perform("key", *({"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")))

    def _perform(self, kind: str, *steps: Mapping[str, object]) -> None:
        actions = [{"type": kind, "id": kind, "actions": steps}]
        self.command("input.performActions", context=self._context, actions=actions)

    # ---- hearing -----------------------------------------------------------------------------------------------------

    def messages(self) -> list[str]:
        """Give what the console said since the page was opened: by scripts, of errors, of the page's policy."""
        return [text for text in (event["text"] for event in self._heard("log.entryAdded")) if text != HEARD]

    def requests(self) -> list[str]:
        """Give the addresses asked for since the page was opened; Firefox names none of files."""
        return [event["request"]["url"] for event in self._heard("network.beforeRequestSent")]

    def _heard(self, kind: str) -> list[dict[str, Any]]:
        """Give what the events of a kind tell, once all that the page has caused so far has come."""
        self.command("script.evaluate", expression=SAY_HEARD, target={"context": self._context}, awaitPromise=True)
        while not (self._events and self._events[-1]["params"].get("text") == HEARD):
            self._events.append(self._receive())
        return [event["params"] for event in self._events if event["method"] == kind]

    def _receive(self) -> dict[str, Any]:
        return dict(json.loads(self._socket.recv()))


def _move(
    place: tuple[float, float], *, origin: str | Mapping[str, object] = "viewport", duration: int = 0
) -> dict[str, object]:
    """Move the mouse to a place, for so many milliseconds."""
    return {"type": "pointerMove", "x": round(place[0]), "y": round(place[1]), "origin": origin, "duration": duration}
