"""The page in a real browser without network: what a reader does, and what no article can make it do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsing import Reader

from kg.graph import assemble, claims
from kg.model import Statements
from kg.view import to_html

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

pytestmark = pytest.mark.browser

ATTACK = "document.documentElement.dataset.attacked = 1"
PAYLOADS = (
    f"<script>{ATTACK}</script>",
    f"</script><script>{ATTACK}</script>",
    f"</style><script>{ATTACK}</script>",
    f"</title><script>{ATTACK}</script>",
    f"<img src=x onerror='{ATTACK}'>",
    f"\"><svg onload='{ATTACK}'>",
    f"' onfocus='{ATTACK}' autofocus='",
    "<a href='javascript:alert(1)'>href</a>",
    "<base href='https://example.org/'><meta http-equiv=refresh content='0;url=https://example.org/'>",
    "{{ 7*7 }} {% include 'viewer.js' %} {# ${alert(1)} `",
    "<b>gras</b> &lt;script&gt; &amp;",
    "\u202eévil\u202c \u2066x\u2028\u2029",
    "__proto__",
    "constructor",
    "toString",
    "=HYPERLINK(1)",
    "x" * 3000,
    # elements that run something by themselves
    f"<body onload='{ATTACK}'>",
    f"<details open ontoggle='{ATTACK}'>x</details>",
    f"<video autoplay onloadstart='{ATTACK}' src=x></video>",
    f"<audio src=x onerror='{ATTACK}'>",
    f"<object data='javascript:{ATTACK}'></object>",
    f"<embed src='javascript:{ATTACK}'>",
    f"<iframe srcdoc='<script>parent.{ATTACK}</script>'></iframe>",
    f"<iframe src='javascript:parent.{ATTACK}'></iframe>",
    f"<svg><script>{ATTACK}</script></svg>",
    f"<svg><animate onbegin='{ATTACK}' attributeName=x dur=1s>",
    f"<svg><foreignObject><img src=x onerror='{ATTACK}'></foreignObject></svg>",
    f"<math><mtext><script>{ATTACK}</script></mtext></math>",
    f"<template><script>{ATTACK}</script></template>",
    f"<noscript><p title=\"</noscript><img src=x onerror='{ATTACK}'>\">",
    f"<form><button formaction='javascript:{ATTACK}'>x</button></form>",
    f"<input autofocus onfocus='{ATTACK}'>",
    f"<style>@import 'https://example.org/x.css'; * {{ background: url(https://example.org/{ATTACK}) }}</style>",
    "<link rel=stylesheet href='https://example.org/x.css'>",
    "<script src='https://example.org/x.js'></script>",
    f"<script type=module>{ATTACK}</script>",
    # ends of what texts stand in
    f"--></script><script>{ATTACK}</script><!--",
    f"]]></script><script>{ATTACK}</script>",
    f"</textarea><script>{ATTACK}</script>",
    f"</bdi></td></tr></table><script>{ATTACK}</script>",
    f"</SCRIPT ><ScRiPt>{ATTACK}</sCrIpT>",
    "<!--<script>",
    "<!-- </script> -->",
    "<![CDATA[ x ]]>",
    "<plaintext>",
    "AT&T (Dallas [R&D < 5 * x+",  # no attack, but no regular expression either
    "<title>",
    f'"></script><script>{ATTACK}//',
    f'\\"; {ATTACK}; //',
    f"'; {ATTACK}; '",
    f"`; {ATTACK}; `${{{ATTACK}}}",
    f"\u2028{ATTACK}\u2029",
    f"{ATTACK}\n{ATTACK}",
    # addresses, templates, the markup of labels
    f"javascript:{ATTACK}",
    f"JaVaScRiPt&colon;{ATTACK}",
    f"data:text/html,<script>{ATTACK}</script>",
    "{{ cycler.__init__.__globals__ }}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "#{7*7} ${7*7} <%= 7*7 %>",
    "*gras* _it_ <i>it</i> <code>x</code> &#x3C;script&#x3E;",
    "hide=Reported&entity=ent:x#statement=clm:y",
    "\x00\x01\x1f\x7f\x85",
    "\ufffe\uffff\ufeff",
    "a\u0300" * 200,
    "\u202e" * 50 + "niar",
    "👩‍👩‍👧‍👦" * 20,
    "%3Cscript%3E%00",
)


EACH_FILTER = """
    kg.choose(Object.keys(JSON.parse(document.getElementById('content-data').textContent).entities)[0]);
    document.getElementById('show-near')?.click();
    for (const list of document.querySelectorAll('select')) {
      for (const option of list.options) {
        list.value = option.value;
        list.dispatchEvent(new Event('change'));
      }
    }
    document.getElementById('refine-none').click();
"""


@pytest.fixture
def read(browser: Chrome, tmp_path: Path) -> Callable[[Statements], Reader]:
    """Open the page of some statements."""

    def opened(statements: Statements) -> Reader:
        page = tmp_path / "page.html"
        page.write_text(to_html(assemble([statements])), encoding="utf-8")
        reader = Reader(browser, page)
        reader.size(1280, 720)
        return reader

    return opened


@pytest.fixture
def reader(read: Callable[[Statements], Reader], statements: Statements) -> Reader:
    return read(statements)


def test_the_page_is_drawn_without_a_request_or_a_complaint(reader: Reader) -> None:
    painted = """
        const canvas = document.querySelector('#graph canvas');
        const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
        return data.filter((value, index) => index % 4 === 3 && value > 0).length / (data.length / 4);
    """
    reader.until(lambda: reader.ask(painted) > 0.01)
    requests = reader.requests()
    assert len(requests) == 1
    assert requests[0].startswith("file:")
    assert reader.messages() == []


def test_an_empty_page_complains_of_nothing(read: Callable[[Statements], Reader], statements: Statements) -> None:
    reader = read(replace(statements, entities=(), events=(), facts=()))
    assert reader.messages() == []
    reader.click("#zoom-fit")
    reader.click("#show-list")
    assert reader.find("#list-count").text == "Aucun énoncé ne passe les filtres."
    assert reader.messages() == []


def test_nothing_that_is_drawn_lies_outside_the_window(reader: Reader) -> None:
    corners = """
        const { network, nodes } = kg;
        return nodes.getIds().map((id) => {
          const { left, top, right, bottom } = network.getBoundingBox(id);
          return [network.canvasToDOM({ x: left, y: top }), network.canvasToDOM({ x: right, y: bottom })];
        });
    """
    frame = reader.find("#graph").size
    for first, last in reader.ask(corners):
        assert 0 <= first["x"] < last["x"] <= frame["width"]
        assert 0 <= first["y"] < last["y"] <= frame["height"]


def test_the_policy_stops_what_is_brought_in(reader: Reader) -> None:
    reader.ask(
        "const made = document.createElement('script'); made.textContent = arguments[0]; document.body.append(made);"
        "document.body.insertAdjacentHTML('beforeend', `<img src=x onerror='${arguments[0]}'>`);"
        "fetch('https://example.org/').catch(() => {});",
        ATTACK,
    )
    reader.until(lambda: len(reader.browser.get_log("browser")) > 0)  # type: ignore[no-untyped-call]
    assert reader.ask("return document.documentElement.dataset.attacked") is None


# ---- choosing --------------------------------------------------------------------------------------------------------


def test_a_click_on_a_relation_shows_its_sentence_with_the_evidence_marked(reader: Reader) -> None:
    plate = reader.figure("a tué")
    reader.click_at(plate["x"], plate["y"])
    reader.until(lambda: reader.texts("#details mark"))
    assert reader.texts("#details mark") == ["à Bagdad, tuant"]
    assert reader.texts("#details blockquote") == [
        "Le 3 janvier, un drone américain a frappé un convoi à Bagdad, tuant le général Qassem Souleimani."
    ]
    details = reader.find("#details").text
    for part in (
        "affirmé par l'article",
        "3 janvier 2020",
        "lu dans « Le 3 janvier »",
        "Bagdad",
        "90 %",
        "verb/active",
    ):
        assert part in details


def test_a_click_on_a_line_shows_the_same(reader: Reader) -> None:
    plate, entity = reader.figure("a retiré"), reader.figure("troupes américaines")
    reader.click_at(plate["x"] * 0.45 + entity["x"] * 0.55, plate["y"] * 0.45 + entity["y"] * 0.55)
    reader.until(lambda: reader.texts("#details h2.claim"))
    assert "promis par Donald Trump" in reader.find("#details").text
    assert reader.texts("#details mark") == ["promis de retirer"]


def test_a_click_on_an_entity_shows_all_that_is_said_of_it(reader: Reader) -> None:
    figure = reader.figure("Donald Trump")
    reader.click_at(figure["x"], figure["y"])
    reader.until(lambda: reader.texts("#details h2") == ["Donald Trump"])
    details = reader.find("#details").text
    for part in (
        "Personne",
        "Donald Trump a promis : Donald Trump a retiré troupes américaines",
        "En relation avec",
    ):
        assert part in details
    reader.click("#details .neighbours button")
    reader.until(lambda: reader.texts("#details h2") != ["Donald Trump"])


def test_what_is_told_leads_to_who_tells_it_and_back(reader: Reader) -> None:
    plate = reader.figure("a promis")
    reader.click_at(plate["x"], plate["y"])
    reader.until(lambda: reader.texts("#details h2.claim"))
    assert "rapporté par Mustafa Al-Kadhimi" in reader.find("#details").text
    assert reader.texts("#details h2 .told") == ["« Donald Trump a retiré troupes américaines »"]
    reader.click("#details dd .told")
    reader.until(lambda: "a déclaré" in reader.texts("#details h2")[0])


def test_escape_closes_the_panel_and_a_click_on_nothing_too(reader: Reader) -> None:
    from selenium.webdriver.common.keys import Keys  # noqa: PLC0415 - only where there is a browser to drive

    plate = reader.figure("a tué")
    reader.click_at(plate["x"], plate["y"])
    reader.until(lambda: reader.texts("#details mark"))
    reader.press(Keys.ESCAPE)
    assert reader.texts("#details mark") == []
    assert reader.texts("#details h2") == ["Comment lire cette page"]


def test_evidence_behind_a_character_beyond_the_first_plane_is_marked_where_it_stands(reader: Reader) -> None:
    plate = reader.figure("a publié")
    reader.click_at(plate["x"], plate["y"])
    reader.until(lambda: reader.texts("#details mark"))
    assert reader.texts("#details mark") == ["o 🎥 a été publiée"]


def test_keys_lead_from_one_entity_to_the_next_and_back(reader: Reader) -> None:
    reader.ask("document.getElementById('graph').focus()")
    seen = []
    for key in "nnpp":
        reader.press(key)
        seen += reader.texts("#details h2")
    assert len(set(seen)) == 3
    assert seen[0] == seen[2] == "Bagdad"
    assert seen[1] != seen[3]


# ---- finding ---------------------------------------------------------------------------------------------------------


def test_search_ignores_accents_and_opens_what_is_chosen_by_key(reader: Reader) -> None:
    from selenium.webdriver.common.keys import Keys  # noqa: PLC0415 - only where there is a browser to drive

    reader.find("#query").send_keys("ETATS")
    reader.until(lambda: reader.texts("#hits li"))
    assert reader.texts("#hits li")[0] == "États-Unis Lieu"
    reader.press(Keys.ARROW_DOWN, Keys.ENTER)
    reader.until(lambda: reader.texts("#details h2") == ["États-Unis"])
    assert not reader.find("#hits").is_displayed()


def test_search_finds_words_of_the_sentence(reader: Reader) -> None:
    reader.find("#query").send_keys("permanente")
    reader.until(lambda: len(reader.texts("#hits li")) > 1)
    assert reader.texts("#hits li") == [
        "présence permanente Événement",
        "États-Unis souhaite présence permanente nié",
    ]
    assert reader.find("#hit-count").get_attribute("textContent") == "2 résultats"
    assert len(reader.ask("return [...document.querySelectorAll('#list tbody tr:not([hidden])')]")) == 1


def test_only_what_the_article_states_can_be_shown(reader: Reader) -> None:
    assert {"a tué", "a promis", "a retiré", "souhaite"} <= reader.shown()
    reader.click("#only")
    assert "a tué" in reader.shown()
    assert reader.shown().isdisjoint({"a promis", "a retiré", "souhaite", "Donald Trump"})
    reader.click("#show-list")
    assert set(reader.texts("#list tbody tr:not([hidden]) .stance")) == {"affirmé par l'article"}
    reader.click("#only")
    assert {"a promis", "a retiré", "souhaite"} <= reader.shown()


def test_types_can_be_hidden_with_all_that_needs_them(reader: Reader) -> None:
    reader.click(".chip.type-Object")
    assert reader.shown().isdisjoint({"drone américain", "convoi", "a tué", "a frappé"})
    assert {"Donald Trump", "a promis"} <= reader.shown()


def test_facts_and_places_have_switches(reader: Reader) -> None:
    hidden = "return kg.lines.get().filter((line) => line.hidden).map((line) => line.role)"
    assert reader.ask(hidden) == []
    reader.click("label:has(#facts)")
    assert set(reader.ask(hidden)) == {"fact"}
    reader.click("label:has(#places)")
    assert set(reader.ask(hidden)) == {"fact", "place"}


def test_the_list_shows_every_claim_and_opens_it_by_key(reader: Reader, statements: Statements) -> None:
    from selenium.webdriver.common.keys import Keys  # noqa: PLC0415 - only where there is a browser to drive

    reader.click("#show-list")
    count = len(list(claims(assemble([statements]))))
    assert len(reader.texts("#list tbody tr")) == count
    assert reader.find("#list-count").text == f"{count} énoncés sur {count}"
    reader.ask("document.querySelector('#list tbody button').focus()")
    reader.press(Keys.ENTER)
    reader.until(lambda: reader.texts("#details mark"))
    assert reader.find("#list tbody tr").get_attribute("class") == "chosen"


def test_the_drawing_moves_by_keys(reader: Reader) -> None:
    from selenium.webdriver.common.keys import Keys  # noqa: PLC0415 - only where there is a browser to drive

    reader.ask("document.getElementById('graph').focus()")
    before = reader.ask("return kg.network.getViewPosition().x")
    reader.press(Keys.ARROW_RIGHT)
    assert reader.ask("return kg.network.getViewPosition().x") > before
    scale = reader.ask("return kg.network.getScale()")
    reader.press("+")
    reader.until(lambda: reader.ask("return kg.network.getScale()") > scale * 1.2)


# ---- languages and screens -------------------------------------------------------------------------------------------


def test_the_page_speaks_english_too(reader: Reader) -> None:
    reader.click("#switch")
    assert reader.find("html").get_attribute("lang") == "en"
    assert reader.texts("#details h2") == ["How to read this page"]
    assert "killed" in reader.shown()
    reader.click("#show-list")
    assert "denied" in reader.texts("#list .stance")
    reader.click("#switch")
    assert "nié" in reader.texts("#list .stance")
    assert reader.messages() == []


def test_colours_follow_the_system(reader: Reader) -> None:
    ink = "return getComputedStyle(document.body).color"
    plate = "const { body } = kg.network; return body.nodes[arguments[0]].labelModule.fontOptions.color"
    key = reader.figure("a tué")["id"]
    light, plate_light = reader.ask(ink), reader.ask(plate, key)
    dark = {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    reader.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", dark)
    try:
        reader.until(lambda: reader.ask(plate, key) != plate_light)
        assert reader.ask(ink) != light
    finally:
        reader.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


@pytest.mark.parametrize(("width", "height"), [(390, 844), (768, 1024), (1280, 720)])
def test_the_page_fits_the_screen(reader: Reader, width: int, height: int) -> None:
    reader.size(width, height)
    assert reader.ask("return document.documentElement.scrollWidth") <= width
    assert reader.find("#graph").size["height"] > height / 2
    right_ends = """
        const controls = document.querySelectorAll('header button, .zoom button');
        return [...controls].map((control) => control.getBoundingClientRect().right);
    """
    assert max(reader.ask(right_ends)) <= width


def test_without_scripts_the_list_is_there(reader: Reader) -> None:
    reader.browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        reader.browser.refresh()
        assert reader.find("#list tbody tr").is_displayed()
        assert not reader.find("#canvas").is_displayed()
        assert "JavaScript" in reader.find("#list").text
    finally:
        reader.browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.mark.parametrize(
    ("accepted", "language", "relation"), [("en-GB", "en", "killed"), ("fr-CA", "fr", "a tué"), ("de", "fr", "a tué")]
)
def test_the_page_speaks_the_browser_s_language_or_that_of_its_articles(
    reader: Reader, accepted: str, language: str, relation: str
) -> None:
    agent = reader.ask("return navigator.userAgent")
    reader.browser.execute_cdp_cmd("Emulation.setUserAgentOverride", {"userAgent": agent, "acceptLanguage": accepted})
    try:
        reader.browser.refresh()
        reader.until(lambda: reader.ask("return Boolean(globalThis.kg)"))
        assert reader.ask("return document.documentElement.lang") == language
        assert reader.shown() & {"a tué", "killed"} == {relation}
    finally:
        reader.browser.execute_cdp_cmd("Emulation.setUserAgentOverride", {"userAgent": agent, "acceptLanguage": "fr"})


# ---- hostile text ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_of_an_article_runs_or_breaks_the_page(
    read: Callable[[Statements], Reader], statements: Statements, payload: str
) -> None:
    attacked = replace(
        statements,
        article=replace(statements.article, title=payload, date=payload, source=f"javascript:{payload}"),
        entities=tuple(
            replace(entity, label=f"{payload}{number}", names=(payload,), links=(f"javascript:{payload}",))
            for number, entity in enumerate(statements.entities)
        ),
        events=tuple(
            replace(event, labels=(("en", payload), ("fr", payload)), rules=(payload,)) for event in statements.events
        ),
        facts=tuple(replace(fact, value=fact.value and payload) for fact in statements.facts),
    )
    from selenium.webdriver.common.keys import Keys  # noqa: PLC0415 - only where there is a browser to drive

    reader = read(attacked)
    for key in reader.ask("return kg.nodes.getIds()"):
        reader.ask("kg.choose(arguments[0])", key)
    reader.click("#switch")
    reader.click("#show-folded")
    reader.ask(EACH_FILTER)
    reader.find("#query").send_keys("<")
    reader.click("#show-both")
    assert reader.ask("return document.documentElement.dataset.attacked") is None
    assert reader.ask("return document.querySelectorAll('img, base, iframe, script:not([type]):not([id])').length") == 1
    assert reader.ask("return [...document.links].map((link) => link.protocol)") == ["file:"]
    assert reader.messages() == []
    assert len(reader.requests()) == 1
    reader.find("#query").send_keys(Keys.BACKSPACE)
    assert len(reader.texts("#list tbody tr")) == len(list(claims(assemble([attacked]))))
