"""The pictures of the page in the README: the seed article's page in Chromium, as a reader has it.

python tests/pictures.py    # take them anew
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from browsing import Reader, chromium

import kg

ROOT = Path(__file__).parents[1]
SEED = ROOT / "seeds" / "iraq-us-2020-09.txt"
PICTURES = ROOT / ".pictures"


@dataclass(frozen=True, slots=True)
class Scene:
    """What a picture shows: the fragment of the address, the screen, and what is opened by its label, if anything."""

    fragment: str
    width: int
    height: int
    theme: str = "light"
    opened: str | None = None


SCENES = {
    "page": Scene("", 1280, 720, opened="a visité"),
    "who-to-whom": Scene("draw=folded", 1280, 720, "dark", "Qassem Souleimani"),
    "list-and-timeline": Scene("view=both&since=2020-08-01&until=2020-08-31", 1280, 720),
    "phone": Scene("", 390, 844),
}


def take(reader: Reader, page: Path, name: str) -> None:
    """Bring the page into a scene and save what is seen."""
    scene = SCENES[name]
    reader.size(scene.width, scene.height)
    wanted = {"prefers-color-scheme": scene.theme, "prefers-reduced-motion": "reduce"}
    features = [{"name": name, "value": value} for name, value in wanted.items()]
    reader.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    reader.open(page, scene.fragment)
    if scene.opened:
        reader.ask("kg.choose(arguments[0])", reader.figure(scene.opened)["id"])
    reader.rest()
    reader.browser.save_screenshot(str(PICTURES / f"{name}.png"))


def main() -> None:
    """Take all pictures."""
    PICTURES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        chromium(Path(folder, "profile"), log=True) as browser,
    ):
        page = Path(folder, "page.html")
        page.write_text(kg.build(SEED).to_html(), encoding="utf-8")
        reader = Reader(browser, page)
        for name in SCENES:
            take(reader, page, name)


if __name__ == "__main__":
    main()
