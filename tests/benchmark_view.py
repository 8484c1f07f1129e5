"""How quickly a page is made, opens and can be used, measured against stock pyvis.

    python tests/benchmark_view.py [--sizes 60 500 2000 5000] [--patience 300]

Makes graphs of these many figures (entities and relations on the drawing), or nearly, from a fixed seed, in the
proportions measured on 69 articles of Wikinews: for each article 27 entities and 30 relations, every eighth entity one
that other articles know too, 6 in 10 relations with two sides; two figures in five hang together in one component.
Each is made into a page twice: by `kg.view.to_html`, and by stock pyvis with the same figures, lines and words as nodes
and edges, its scripts inside (`cdn_resources="in_line"`) and its physics on, which is how it places nodes. Prints
one row for each page; that of kg is opened twice, for it opens with the best linked entities of a large graph: once so
(`kg`), and once with all that there is (`kg, all`).

Pages are opened in Chromium as the tests do it, without network; stock pyvis asks a CDN for Bootstrap even so, which
fails at once here. `first drawing` is when a frame with a shape or a word has been shown; `can be dragged` when figures
stand still under the pointer: for stock pyvis when stabilisation has ended, for kg when its script has run and that
frame is shown. Both count from the start of navigation. `memory` is the heap of scripts after collection.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from browsing import MISSING, chromium, programs
from urllib3.exceptions import ReadTimeoutError

from kg.graph import Network, network
from kg.model import Claim, DocumentNode, EntityNode, EntityType, Evidence, RelationNode, Span, Status
from kg.view import to_html
from kg.view.drawing import draw

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

SIZES = (60, 500, 2000, 5000)
PATIENCE = 300  # seconds for one page
POLL = 0.25  # seconds
MEGABYTE = 1e6
TYPES: Sequence[EntityType] = ("Person", "Place", "Organization", "Group", "Object", "Work", "Other", "Other")
STATUSES: Sequence[Status] = ("Asserted",) * 13 + ("Hypothetical",) * 3 + ("Reported",) * 2 + ("Projected", "Negated")
WORDS = """Bagdad Paris Washington président ministre armée général Kadhimi Souleimani Trump drone convoi accord visite
    troupes gouvernement élection manifestation enquête justice parti union européenne semaine""".split()
ENTITIES, RELATIONS = 27, 30  # of an article
KINDS = 300  # of relations
KNOWN, SHARED = 40, 8  # entities that many articles know; one in so many of an article's is of these
TWO_SIDED = 0.6
PROBE = """{
    globalThis.seen = {};
    const mark = (name) => { seen[name] ??= performance.now(); };
    const shown = (name) => requestAnimationFrame(() => setTimeout(() => mark(name)));
    for (const name of ['fill', 'stroke', 'fillText']) {
      const plain = CanvasRenderingContext2D.prototype[name];
      CanvasRenderingContext2D.prototype[name] = function (...all) {
        if (!seen.begun) { mark('begun'); shown('drawn'); }
        return plain.apply(this, all);
      };
    }
    const whenSet = (name, then) => {
      let value;
      const set = (given) => { value = given; then(given); };
      Object.defineProperty(globalThis, name, { configurable: true, get: () => value, set });
    };
    whenSet('kg', () => shown('ready'));
    whenSet('network', (network) => network?.once?.('stabilizationIterationsDone', () => shown('ready')));
}"""
DRAWING = "const drawing = globalThis.kg?.network ?? globalThis.network;"
NEAREST = """
    const frame = drawing.canvas.frame.getBoundingClientRect();
    const seen = Object.entries(drawing.getPositions()).map(([key, place]) => [key, drawing.canvasToDOM(place)]);
    const away = ([, { x, y }]) => Math.hypot(x - frame.width / 2, y - frame.height / 2);
    const [key, { x, y }] = seen.reduce((one, other) => (away(one) <= away(other) ? one : other));
    return [key, x + frame.left, y + frame.top];
"""


# ---------------------------------------------------------------- the graph


class Generator:
    """News drawn from a fixed seed, article by article, until the drawing has enough figures."""

    def __init__(self, size: int) -> None:
        self.random = Random(2020)  # noqa: S311 - the same graph in every run, no secret
        self.size = size
        self.nodes: dict[str, DocumentNode | EntityNode | RelationNode] = {}
        self.claims: list[Claim] = []
        self.figures = 0

    def graph(self) -> Network:
        """Give the graph."""
        number = 0
        while self.figures < self.size:
            self._article(f"doc:{number:012x}")
            number += 1
        return network(self.nodes.values(), self.claims)

    def _article(self, document: str) -> None:
        self.nodes[document] = DocumentNode(document, document, "fr", document, 2000, self._words(6), "2020-09")
        cast: list[str] = []
        for number in range(max(ENTITIES, RELATIONS)):
            if number < ENTITIES and self.figures < self.size:
                cast.append(self._entity())
            if number < RELATIONS and self.figures < self.size:
                self._claim(document, cast)

    def _entity(self) -> str:
        is_known = not self.random.randrange(SHARED)
        number = int(KNOWN * self.random.random() ** 2) if is_known else KNOWN + len(self.nodes)
        key = f"ent:{number:08x}"
        if key not in self.nodes:
            self.nodes[key] = EntityNode(key, self._words(2), self.random.choice(TYPES))
            self.figures += 1
        return key

    def _claim(self, document: str, cast: list[str]) -> None:
        subject, goal = (cast[int(len(cast) * self.random.random() ** 1.5)] for _ in range(2))
        kind = f"rel:r{self.random.randrange(KINDS)}"
        self.nodes.setdefault(kind, RelationNode(kind, (("en", f"did {kind[5:]}"), ("fr", f"a fait {kind[5:]}")), "DO"))
        is_two_sided = subject != goal and self.random.random() < TWO_SIDED
        number = len(self.claims)
        claim = Claim(
            id=f"clm:{number:012x}",
            subject=subject,
            relation=kind if is_two_sided else "rel:actor_of",
            object=goal if is_two_sided else kind,
            value=None,
            status=self.random.choice(STATUSES),
            polarity="positive",
            modality="actual",
            attributed_to=document,
            evidence=(self._evidence(document, number),),
            confidence=0.9,
            rules=("verb/active",),
            document=document,
            event=f"ev:{number:012x}",
        )
        self.claims.append(claim)
        self.figures += 1

    def _evidence(self, document: str, number: int) -> Evidence:
        sentence = self._words(20)
        return Evidence(
            document, Span(number, number + 8), sentence[:8], Span(number, number + len(sentence)), sentence
        )

    def _words(self, count: int) -> str:
        return " ".join(self.random.choices(WORDS, k=count))


# ---------------------------------------------------------------- the pages


def stock(graph: Network) -> Callable[[], str]:
    """Give what makes a page of the same figures and lines by stock pyvis, all its settings left as they are."""
    from pyvis.network import Network as Model  # noqa: PLC0415 - is loaded before it is timed

    drawing = draw(graph)

    def make() -> str:
        model = Model(directed=True, cdn_resources="in_line")
        for figure in drawing.figures:
            model.add_node(figure.id, label="\n".join(row.text for row in figure.rows["fr"]))
        for line in drawing.lines:
            model.add_edge(line.first, line.second)
        return str(model.generate_html())

    return make


# ---------------------------------------------------------------- the browser


@dataclass(frozen=True, slots=True)
class Measures:
    """Seconds to make a page, its megabytes; in the browser seconds, None beyond patience, and megabytes."""

    make: float
    size: float
    drawn: float | None
    ready: float | None
    memory: float | None


@contextmanager
def opened(patience: float) -> Iterator[Chrome]:
    """Open the browser of the tests anew, so that no page pays for the one before."""
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile,
        chromium(Path(profile), "--window-size=1280,720", strategy="none") as browser,
    ):
        browser.set_script_timeout(patience)
        yield browser


def watch(browser: Chrome, address: str, patience: float) -> dict[str, float]:
    """Open a page; give the seconds from navigation until it was drawn and until it was ready, as far as it came."""
    from selenium.common.exceptions import TimeoutException, WebDriverException  # noqa: PLC0415 - only where there is a browser to drive

    browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": PROBE})
    browser.get(address)
    seen: dict[str, float] = {}
    end = time.monotonic() + patience
    while not {"drawn", "ready"} <= seen.keys() and time.monotonic() < end:
        time.sleep(POLL)
        with suppress(TimeoutException, WebDriverException, ReadTimeoutError):  # a page that is busy does not answer
            seen = browser.execute_script("return globalThis.seen") or seen
    return {name: milliseconds / 1000 for name, milliseconds in seen.items()}


def drag(browser: Chrome) -> None:
    """Drag the figure nearest to the middle of the window, and see that it follows."""
    time.sleep(POLL)  # a page may fit its drawing to the window after the first frame
    key, x, y = browser.execute_script(f"{DRAWING} {NEAREST}")
    where = f"{DRAWING} return Object.values(drawing.getPosition(arguments[0]))"
    before = browser.execute_script(where, key)
    for kind, step in (("mousePressed", 0), ("mouseMoved", 20), ("mouseMoved", 40), ("mouseReleased", 40)):
        at = {"x": x + step, "y": y + step, "button": "left", "buttons": 1, "clickCount": 1}
        browser.execute_cdp_cmd("Input.dispatchMouseEvent", {"type": kind, **at})
    assert browser.execute_script(where, key) != before, f"{key} does not follow the pointer"


def heap(browser: Chrome) -> float:
    """Give the megabytes that the page's scripts hold."""
    browser.execute_cdp_cmd("HeapProfiler.collectGarbage", {})
    browser.execute_cdp_cmd("Performance.enable", {})
    metrics = browser.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
    return next(float(each["value"]) for each in metrics if each["name"] == "JSHeapUsedSize") / MEGABYTE


def measure(make: Callable[[], str], patience: float, fragment: str = "") -> Measures:
    """Make a page and open it, at a fragment of its address."""
    before = time.perf_counter()
    html = make()
    seconds = time.perf_counter() - before
    with tempfile.TemporaryDirectory() as folder, opened(patience) as browser:
        page = Path(folder, "page.html")
        page.write_text(html, encoding="utf-8")
        seen = watch(browser, f"{page.as_uri()}#{fragment}", patience)
        memory = None
        if "ready" in seen:
            memory = heap(browser)
            drag(browser)
    size = len(html.encode()) / MEGABYTE
    return Measures(seconds, size, seen.get("drawn"), seen.get("ready"), memory)


# ---------------------------------------------------------------- the table

MAKERS: Sequence[tuple[str, Callable[[Network], Callable[[], str]], str]] = (
    ("kg", lambda graph: partial(to_html, graph), ""),
    ("kg, all", lambda graph: partial(to_html, graph), "most=0"),
    ("pyvis", stock, ""),
)
COLUMNS = ("figures", "page by", "make", "size", "first drawing", "can be dragged", "memory")


def row(size: int, maker: str, found: Measures, patience: float) -> list[str]:
    """Write what was measured of one page."""
    drawn, ready = (
        f"{each:.2f} s" if each is not None else f"> {patience:.0f} s" for each in (found.drawn, found.ready)
    )
    memory = f"{found.memory:.0f} MB" if found.memory is not None else "?"
    return [str(size), maker, f"{found.make:.2f} s", f"{found.size:.1f} MB", drawn, ready, memory]


def line(cells: Sequence[str]) -> str:
    """Lay cells out under their headings."""
    return "".join(f"{cell:>{len(heading) + 5}}" for cell, heading in zip(cells, COLUMNS, strict=True)) + "\n"


def main() -> None:
    """Measure and print, row by row."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="figures of each graph")
    parser.add_argument(
        "--patience", type=float, default=PATIENCE, help="seconds for a page to be ready (default: 300)"
    )
    options = parser.parse_args()
    if programs() is None:
        sys.exit(MISSING)
    sys.stdout.write(line(COLUMNS))
    for size in options.sizes:
        graph = Generator(size).graph()
        for maker, make, fragment in MAKERS:
            found = measure(make(graph), options.patience, fragment)
            sys.stdout.write(line(row(size, maker, found, options.patience)))
            sys.stdout.flush()


if __name__ == "__main__":
    main()
