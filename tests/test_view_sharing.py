"""What a reader takes from the page: links that lead back to what was shown, files of it, and paper."""

from __future__ import annotations

import csv
import io
import re
import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
from browsing import Reader

from kg.export.spreadsheets import guarded
from kg.graph import assemble, claims
from kg.model import Statements
from kg.rdf import to_turtle
from kg.view import to_html
from kg.view.frame import to_frame

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

pytestmark = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"
WELCOME = "Comment lire cette page"
HOSTILE = "=1+1 </text><script>alert(1)</script> \"'&<\u0001\u2028 \\ {{7*7}}"
SAVED = """
    const [button, done] = arguments;
    const kept = URL.createObjectURL;
    URL.createObjectURL = (blob) => {
      URL.createObjectURL = kept;
      const reader = new FileReader();
      reader.onload = () => done(Array.from(new Uint8Array(reader.result)));
      reader.readAsArrayBuffer(blob);
      return kept.call(URL, blob);
    };
    document.getElementById(button).click();
"""


@pytest.fixture
def read(browser: Chrome, tmp_path: Path) -> Callable[[Statements], Reader]:
    """Open the page of some statements."""

    def opened(statements: Statements) -> Reader:
        page = tmp_path / "page.html"
        page.write_text(to_html(assemble([statements])), encoding="utf-8")
        browser.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
        reader = Reader(browser, page)
        reader.size(1280, 720)
        return reader

    return opened


@pytest.fixture
def reader(read: Callable[[Statements], Reader], statements: Statements) -> Reader:
    return read(statements)


def hostile(statements: Statements) -> Statements:
    """Put text that would break a careless file wherever an article can bring text."""
    return replace(
        statements,
        article=replace(statements.article, title=HOSTILE, source=HOSTILE),
        entities=tuple(
            replace(entity, label=f"{HOSTILE}{number}", names=()) for number, entity in enumerate(statements.entities)
        ),
        events=tuple(
            replace(event, labels=(("en", HOSTILE), ("fr", HOSTILE)), rules=(HOSTILE,)) for event in statements.events
        ),
        facts=tuple(replace(fact, value=fact.value and HOSTILE) for fact in statements.facts),
    )


def fragment(reader: Reader) -> str:
    """Give the fragment of the address as it stands."""
    return str(reader.ask("return location.hash"))


def go(reader: Reader, wanted: str) -> None:
    """Edit the fragment of the address."""
    reader.ask("location.hash = arguments[0]", wanted)


def titles(reader: Reader) -> list[str]:
    """Give the first heading of the panel."""
    return reader.texts("#details h2")


def saved(reader: Reader, button: str) -> bytes:
    """Press a button of the menu and give the file that it makes."""
    return bytes(reader.browser.execute_async_script(SAVED, button))


# ---- links -----------------------------------------------------------------------------------------------------------


def test_the_address_names_what_is_shown_and_leads_back_to_it(reader: Reader) -> None:
    reader.click(".chip.type-Object")
    reader.click("label:has(#facts)")
    reader.click("#show-list")
    key = reader.figure("Donald Trump")["id"]
    reader.ask("kg.choose(arguments[0])", key)
    reader.find("#query").send_keys("retiré à 50 % (d'ici)")
    shown = f"#entity={key}&view=list&search=retir%C3%A9%20%C3%A0%2050%20%25%20%28d%27ici%29&hide=Object,facts"
    assert fragment(reader) == shown
    reader.browser.refresh()
    reader.until(lambda: titles(reader) == ["Donald Trump"])
    assert reader.find("#query").get_attribute("value") == "retiré à 50 % (d'ici)"
    assert reader.find("#show-list").get_attribute("aria-pressed") == "true"
    assert reader.shown().isdisjoint({"drone américain", "convoi"})
    assert not reader.find("#facts").is_selected()
    assert fragment(reader) == shown
    assert reader.messages() == []


def test_nothing_is_added_to_the_address_of_a_page_that_shows_all(reader: Reader) -> None:
    assert "#" not in reader.browser.current_url
    reader.click("#show-list")
    assert fragment(reader) == "#view=list"
    reader.click("#show-graph")
    assert "#" not in reader.browser.current_url


def test_back_and_forward_go_through_what_was_chosen(reader: Reader) -> None:
    first, second = (reader.figure(name)["id"] for name in ("Donald Trump", "Bagdad"))
    reader.ask("kg.choose(arguments[0])", first)
    reader.ask("kg.choose(arguments[0])", second)
    reader.click("#only")
    reader.browser.back()
    reader.until(lambda: reader.find("#only").get_attribute("aria-pressed") == "false")
    reader.browser.back()
    reader.until(lambda: titles(reader) == ["Donald Trump"])
    reader.browser.back()
    reader.until(lambda: titles(reader) == [WELCOME])
    reader.browser.forward()
    reader.until(lambda: titles(reader) == ["Donald Trump"])
    assert fragment(reader) == f"#entity={first}"


def test_typing_leaves_one_step_to_go_back(reader: Reader) -> None:
    reader.click("#show-list")
    reader.find("#query").send_keys("Trump")
    assert fragment(reader) == "#view=list&search=Trump"
    reader.browser.back()
    reader.until(lambda: reader.find("#show-graph").get_attribute("aria-pressed") == "true")
    assert reader.find("#query").get_attribute("value") == ""


def test_an_edited_fragment_shows_what_it_names(reader: Reader, statements: Statements) -> None:
    graph = assemble([statements])
    killed = next(claim for claim in claims(graph) if claim.relation == "rel:killed")
    go(reader, f"statement={killed.id}")
    reader.until(lambda: reader.texts("#details mark") == ["à Bagdad, tuant"])
    go(reader, f"article={quote(killed.document, safe='')}&hide=Reported")
    reader.until(lambda: titles(reader) == ["Un titre <b>&"])
    listed = reader.texts("#details .statements > li")
    assert len(listed) == len(list(claims(graph)))
    assert "a promis" not in reader.shown()


@pytest.mark.parametrize("unknown", ["ent:nobody", "toString", "__proto__", "<img src=x onerror=alert(1)>", "%E0%A4%A"])
def test_an_unknown_id_says_so_and_shows_all(reader: Reader, unknown: str) -> None:
    everything = reader.shown()
    go(reader, f"entity={unknown}&hide=Object&search=Trump")
    reader.until(lambda: reader.texts("#details .notice"))
    assert "n'est pas (ou plus) sur cette page" in reader.texts("#details .notice")[0]
    assert reader.shown() == everything
    assert reader.find("#query").get_attribute("value") == ""
    assert reader.messages() == []
    reader.click("#details .close")
    assert reader.texts("#details .notice") == []
    assert "#" not in reader.browser.current_url


@pytest.mark.parametrize("odd", ["list", "&&==", "view=elsewhere&hide=Nobody,,", "%", "entity=", "search=%00"])
def test_a_fragment_that_names_nothing_is_no_fault(reader: Reader, odd: str) -> None:
    go(reader, odd)
    assert titles(reader) == [WELCOME]
    assert reader.texts("#details .notice") == []
    assert reader.messages() == []


def test_the_skip_link_leads_to_the_list_and_keeps_what_is_chosen(reader: Reader) -> None:
    reader.ask("kg.choose(arguments[0])", reader.figure("Bagdad")["id"])
    reader.ask("document.querySelector('.skip').click()")
    assert reader.ask("return document.activeElement.id") == "list"
    assert titles(reader) == ["Bagdad"]


def test_the_link_can_be_copied(reader: Reader) -> None:
    reader.ask("kg.choose(arguments[0])", reader.figure("Bagdad")["id"])
    reader.click("#share summary")
    assert reader.find("#share-link").get_attribute("value") == reader.browser.current_url
    reader.click("#share-copy")
    reader.until(lambda: reader.texts("#share-status") == ["Lien copié"])


@pytest.mark.parametrize(
    ("copies", "said"),
    [("true", "Lien copié"), ("false", "Le lien est sélectionné ; copiez-le avec Ctrl+C (ou ⌘C).")],
)
def test_without_a_clipboard_the_link_is_marked(reader: Reader, copies: str, said: str) -> None:
    reader.ask("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    reader.ask(f"document.execCommand = () => {copies}")
    reader.click("#share summary")
    reader.click("#share-copy")
    reader.until(lambda: reader.texts("#share-status") == [said.replace("\u00a0", " ")])
    assert reader.ask("const { selectionEnd, value } = document.activeElement; return selectionEnd === value.length")
    assert reader.messages() == []


def test_in_a_frame_there_is_no_link_and_choosing_goes_on(
    browser: Chrome, statements: Statements, tmp_path: Path
) -> None:
    around = tmp_path / "notebook.html"
    around.write_text(f"<meta charset=utf-8>{to_frame(to_html(assemble([statements])), 'graph')}", encoding="utf-8")
    browser.get_log("browser")  # type: ignore[no-untyped-call]
    browser.get(around.as_uri())
    browser.switch_to.frame(browser.find_element("css selector", "iframe"))
    browser.execute_script("document.querySelector('.skip').click(); document.querySelector('td button').click()")
    browser.execute_script("document.querySelector('#share summary').click()")
    shown = [one.text for one in browser.find_elements("css selector", ".menu button") if one.is_displayed()]
    assert shown == ["Énoncés listés (CSV)", "Énoncés listés (RDF Turtle)"]
    assert browser.find_element("css selector", "#details h2.claim").is_displayed()
    browser.switch_to.default_content()
    assert browser.current_url == around.as_uri()
    assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]


# ---- the menu --------------------------------------------------------------------------------------------------------


def test_the_menu_is_worked_by_keys(reader: Reader) -> None:
    from selenium.webdriver.common.keys import Keys  # noqa: PLC0415 - only where there is a browser to drive

    reader.ask("kg.choose(arguments[0])", reader.figure("Bagdad")["id"])
    reader.ask("document.querySelector('#share summary').focus()")
    reader.press(Keys.ENTER, Keys.TAB, Keys.TAB, Keys.TAB)
    assert reader.ask("return document.activeElement.id") == "share-csv"
    reader.press(Keys.ESCAPE)
    assert not reader.find("#share-csv").is_displayed()
    assert reader.ask("return document.activeElement.localName") == "summary"
    assert titles(reader) == ["Bagdad"], "Escape closes the nearest alone"


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 720)])
def test_the_menu_fits_the_screen_and_speaks_the_reader_s_language(reader: Reader, width: int, height: int) -> None:
    reader.size(width, height)
    reader.click("#switch")
    reader.click("#share summary")
    assert reader.texts("#share .menu button") == [
        "Copy link", "Listed statements (CSV)", "Listed statements (RDF Turtle)", "Drawing (PNG)", "Drawing (SVG)",
        "Print list and articles",
    ]  # fmt: skip
    box = reader.find("#share .menu").rect
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] + box["height"] <= height
    reader.click("h1")
    assert not reader.find("#share .menu").is_displayed()


# ---- tables ----------------------------------------------------------------------------------------------------------


def table(reader: Reader) -> list[dict[str, str]]:
    """Save the list as CSV and read it."""
    text = saved(reader, "share-csv").decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline=""), strict=True))


def test_the_listed_statements_are_saved_as_a_table(reader: Reader, statements: Statements) -> None:
    rows = table(reader)
    assert len(rows) == len(list(claims(assemble([statements]))))
    killed = next(row for row in rows if row["Relation"] == "a tué")
    assert killed == {
        "Sujet": "drone américain", "Relation": "a tué", "Objet": "Qassem Souleimani",
        "Position": "affirmé par l'article", "Date": "2020-01-03", "Lieu": "Bagdad", "Source": "",
        "Article": "Un titre <b>&", "Confiance": "0.9",
        "Phrase": "Le 3 janvier, un drone américain a frappé un convoi à Bagdad, tuant le général Qassem Souleimani.",
    }  # fmt: skip
    reader.click("#only")
    assert {row["Position"] for row in table(reader)} == {"affirmé par l'article"}
    assert len(reader.requests()) == 1
    assert reader.messages() == []


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)", "'=1", "\uff1d1", "Paris", 'a "b", c'])
def test_no_cell_is_a_formula(read: Callable[[Statements], Reader], statements: Statements, text: str) -> None:
    entities = (replace(statements.entities[0], label=text, names=()), *statements.entities[1:])
    reader = read(replace(statements, entities=entities))
    assert guarded(text) in {row["Sujet"] for row in table(reader)}


# ---- RDF -------------------------------------------------------------------------------------------------------------


def triples(text: bytes) -> set[ox.Quad]:
    """Read Turtle."""
    return set(ox.parse(text, format=ox.RdfFormat.TURTLE))


@pytest.mark.parametrize("change", [lambda made: made, hostile], ids=["plain", "hostile"])
def test_the_listed_statements_are_saved_as_part_of_the_same_graph(
    read: Callable[[Statements], Reader], statements: Statements, change: Callable[[Statements], Statements]
) -> None:
    made = change(statements)
    reader = read(made)
    graph = assemble([made])
    found = triples(saved(reader, "share-turtle"))
    assert found <= triples(to_turtle(graph).encode())
    kg = "https://w3id.org/newskg/ns#"
    dates = {str(one.object) for one in found if one.predicate == ox.NamedNode(f"{kg}time")}
    assert dates == {'"2020-01-03"^^<http://www.w3.org/2001/XMLSchema#date>'}
    assert len([one for one in found if one.object == ox.NamedNode(f"{kg}Claim")]) == len(list(claims(graph)))
    assert len([one for one in found if one.predicate == ox.NamedNode(f"{kg}evidence")]) >= len(list(claims(graph)))


def test_only_what_is_stated_and_listed_has_a_direct_triple(reader: Reader) -> None:
    kg = "https://w3id.org/newskg/ns#"

    def told(name: str) -> bool:
        found = triples(saved(reader, "share-turtle"))
        return ox.NamedNode(kg + name) in {one.predicate for one in found}

    assert told("killed")
    assert not told("promised")
    reader.click(".chip.type-Object")
    assert not told("killed")


# ---- pictures --------------------------------------------------------------------------------------------------------


def test_the_drawing_is_saved_as_svg_with_what_is_shown(reader: Reader) -> None:
    def drawn() -> ET.Element:
        return ET.fromstring(saved(reader, "share-svg"))  # noqa: S314 - made by the page under test

    def words(root: ET.Element) -> set[str]:
        return {text.text or "" for text in root.iter(f"{SVG}text")}

    root = drawn()
    assert reader.shown() <= words(root)
    assert {"selon Mustafa Al-Kadhimi", "général"} <= words(root)
    dashes = {path.get("stroke-dasharray") for path in root.iter(f"{SVG}path")}
    assert {None, "7 4", "1 4"} <= dashes
    fills = {path.get("fill") for path in root.iter(f"{SVG}path")}
    assert reader.ask("return getComputedStyle(document.documentElement).getPropertyValue('--type-Place')") in fills
    size = reader.find("#graph").size
    assert (root.get("width"), root.get("height")) == (str(size["width"]), str(size["height"]))
    reader.click("#only")
    assert words(drawn()).isdisjoint({"a promis", "Donald Trump"})


def test_lines_bend_as_the_arrangement_has_it(reader: Reader) -> None:
    drawn = "return Object.fromEntries(kg.lines.get().filter((line) => line.label).map((l) => [l.number, l.smooth]))"
    bends = reader.ask("return JSON.parse(document.getElementById('content-data').textContent).bends")

    def expected(name: str) -> dict[str, tuple[str, float]]:
        kinds = [("curvedCCW" if bend < 0 else "curvedCW", round(abs(bend) * 0.12, 2)) for bend in bends[name]]
        return {str(number): kind for number, kind in enumerate(kinds)}

    def found() -> dict[str, tuple[str, float]]:
        return {number: (one["type"], round(one["roundness"], 2)) for number, one in reader.ask(drawn).items()}

    assert found() == expected("events")
    reader.click("#show-folded")
    assert found() == expected("folded")
    reader.click("#show-events")
    assert found() == expected("folded") | expected("events"), "hidden lines stay as they were"
    assert reader.messages() == []


@pytest.mark.parametrize("bend", [-0.6, -0.12, 0, 0.12, 0.36])
def test_curves_and_their_labels_stand_in_the_svg_where_they_are_drawn(reader: Reader, bend: float) -> None:
    reader.click("#show-folded")
    smooth = {"enabled": True, "type": "curvedCCW" if bend < 0 else "curvedCW", "roundness": abs(bend)}
    reader.ask("for (const { id } of kg.lines.get()) kg.lines.update({ id, smooth: arguments[0] })", smooth)
    reader.ask("kg.network.moveTo({ scale: 1 }); kg.network.redraw()")
    drawn = reader.ask("""
        return kg.lines.get().filter((line) => !line.hidden && line.label).map(({ id, label }) => {
          const { edgeType } = kg.network.body.edges[id];
          return [label.split('\\n')[0], edgeType.getViaNode(), edgeType.getPoint(0.5)];
        });
    """)
    root = ET.fromstring(saved(reader, "share-svg"))  # noqa: S314 - made by the page under test
    bent = re.findall(r"Q(\S+) (\S+) ", " ".join(path.get("d", "") for path in root.iter(f"{SVG}path")))
    controls = [(float(x), float(y)) for x, y in bent]
    written = [(text.text, float(text.get("x", "")), float(text.get("y", ""))) for text in root.iter(f"{SVG}text")]
    assert len(drawn) > 2
    for label, via, middle in drawn:
        assert (via["x"], via["y"]) in [pytest.approx(one, abs=0.01) for one in controls]
        rows = [y for text, x, y in written if text == label and x == pytest.approx(middle["x"], abs=0.01)]
        assert any(abs(y - middle["y"]) < 15 for y in rows), "the middle of all rows of a label is that of the curve"


def test_the_svg_follows_the_theme_and_what_was_moved(reader: Reader) -> None:
    key = reader.figure("Bagdad")["id"]
    light = saved(reader, "share-svg").decode()
    reader.ask("kg.network.moveNode(arguments[0], 1234, -567)", key)
    assert "translate(1234 -567)" in saved(reader, "share-svg").decode()
    reader.browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    )
    try:
        assert re.findall(r'<rect [^>]*fill="(#\w+)"', light)[0] == "#ffffff"
        reader.until(lambda: 'fill="#14161a"' in saved(reader, "share-svg").decode())
    finally:
        reader.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_text_of_an_article_stays_text_in_the_svg(read: Callable[[Statements], Reader], statements: Statements) -> None:
    reader = read(hostile(statements))
    root = ET.fromstring(saved(reader, "share-svg"))  # noqa: S314 - made by the page under test
    assert {element.tag.removeprefix(SVG) for element in root.iter()} == {"svg", "title", "rect", "path", "text"}
    assert not [name for element in root.iter() for name in element.attrib if name.startswith(("on", "href"))]
    assert any("</text><scr" in (text.text or "") for text in root.iter(f"{SVG}text"))
    assert reader.messages() == []


def test_the_drawing_is_saved_as_png_as_large_as_it_is_shown(reader: Reader) -> None:
    data = saved(reader, "share-png")
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    size = reader.find("#graph").size
    assert struct.unpack(">II", data[16:24]) == (size["width"], size["height"])
    reader.click("#show-list")
    reader.click("#share summary")
    assert not reader.find("#share-png").is_displayed(), "there is no drawing to see"


def test_files_are_saved_under_the_title_of_the_page(reader: Reader, tmp_path: Path) -> None:
    reader.click("#share summary")
    reader.click("#share-csv")
    reader.until((tmp_path / "Un-titre-b.csv").exists)
    assert len(reader.requests()) == 1
    assert reader.messages() == []


# ---- paper -----------------------------------------------------------------------------------------------------------


def test_paper_has_the_list_and_the_articles_in_black_and_nothing_to_press(reader: Reader) -> None:
    reader.click("#only")
    dark = {"media": "print", "features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    reader.ask("dispatchEvent(new Event('beforeprint'))")
    reader.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", dark)
    try:
        assert "a promis" not in reader.texts("#list tbody .relation")
        assert "a tué" in reader.texts("#list tbody .relation")
        assert reader.texts("#articles h2") == ["Un titre <b>&"]
        assert "Une vidéo 🎥 a été publiée." in reader.texts("#articles p")
        assert not [
            one
            for one in reader.browser.find_elements("css selector", "header button, input, summary, .chip, #graph")
            if one.is_displayed()
        ]
        colours = (
            "return [...document.querySelectorAll('#list *, #articles *')].map((one) => getComputedStyle(one).color)"
        )
        assert set(reader.ask(colours)) == {"rgb(0, 0, 0)"}
        assert reader.ask("return getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    finally:
        reader.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
