"""The sentence in the article's text: the pieces of it on the page, and what a reader sees marked and can press."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browsing import Reader
from hypothesis import given
from hypothesis import strategies as st
from strategies import statements as drawn_statements
from test_view_accessibility import RUN

import kg
from kg.graph import assemble, claims, entities, label, place_key, read_decisions
from kg.model import Claim, Evidence, Span, Statements
from kg.pipeline import Graph
from kg.view.content import describe
from kg.view.passages import Passages, Piece, melted, named, passages

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)> {{7*7}} \u202e é 🎥"
SEED = Path(__file__).parents[1] / "output" / "iraq-us-2020-09.ttl"


# ---- the reading of an article ---------------------------------------------------------------------------------------


def test_a_reading_tells_where_entities_are_mentioned_and_claims_are_told(statements: Statements) -> None:
    graph = Graph([statements])
    (reading,) = graph.readings
    assert reading.text == statements.article.text
    mentioned = [(span.of(reading.text), label(graph.network, key)) for span, key in reading.mentions]
    assert mentioned[0] == ("drone américain", "drone américain")
    assert len(mentioned) == len(statements.entities)
    killed = next(claim for claim in claims(graph.network) if claim.relation == "rel:killed")
    assert [span.of(reading.text) for span in reading.triggers[killed.id]] == ["tuant"]
    assert reading.times[killed.id].of(reading.text) == "Le 3 janvier"
    position = next(claim for claim in claims(graph.network) if claim.relation == "rel:position")
    assert position.id not in reading.triggers


def test_a_reading_speaks_of_the_entities_of_the_graph_of_all(statements: Statements) -> None:
    renamed = tuple(
        replace(entity, label="Soleimani", names=("Soleimani",)) if entity.id == "e3" else entity
        for entity in statements.entities
    )
    other = replace(statements, article=replace(statements.article, id="other"), entities=renamed)
    graph = Graph([statements, other], decisions=read_decisions('merge "Qassem Souleimani" Soleimani'))
    known = {entity.id for entity in entities(graph.network)}
    first, second = ({key for _, key in reading.mentions} for reading in graph.readings)
    assert first | second <= known
    general = next(entity.id for entity in entities(graph.network) if "Soleimani" in entity.names)
    assert general in first & second


@pytest.mark.slow
@given(st.lists(drawn_statements(), max_size=2, unique_by=lambda one: (one.article.id, one.article.text)))
def test_any_reading_names_what_is_in_the_graph(drawn: list[Statements]) -> None:
    graph = Graph(drawn)
    known = {entity.id for entity in entities(graph.network)}
    made = {claim.id for claim in claims(graph.network)}
    for reading in graph.readings:
        assert {key for _, key in reading.mentions} <= known
        assert {*reading.triggers, *reading.times} <= made


def test_a_graph_that_was_read_back_has_no_readings() -> None:
    assert not kg.load(SEED).readings


# ---- the pieces of its text ------------------------------------------------------------------------------------------


def in_utf16(text: str, first: int, last: int) -> str:
    """Cut a text as JavaScript does."""
    units = text.encode("utf-16-le", "surrogatepass")[2 * first : 2 * last]
    return units.decode("utf-16-le", "surrogatepass")


def claim(*evidence: Evidence) -> Claim:
    """Make a claim with some evidence."""
    return Claim(
        "clm:1", "ent:a", "rel:r", "ent:b", None, "Asserted", "positive", "actual", "doc:1", evidence, 1.0, (), "doc:1"
    )


def evidence(text: str, start: int, *span: int, at: int = 0) -> Evidence:
    """Make evidence of a sentence that begins at `start`, its span counted from there; `at` cuts the sentence short."""
    first, last = span
    around = Span(start, start + len(text))
    return Evidence("doc:1", Span(start + first, start + last), text[first:last], around, text[:at] if at else text)


def shown(said: Claim) -> tuple[list[str], list[str]]:
    """Give the pieces of a text without a reading, and the words of a claim's evidence in them."""
    found = Passages([said], None, {})
    texts = [piece["text"] for piece in found.data()]
    return texts, [in_utf16(texts[number], first, last) for number, first, last, *_ in found.evidence(said)]


def test_evidence_is_cut_by_characters_not_by_utf_16() -> None:
    assert shown(claim(evidence("Une vidéo 🎥 a été 🎥.", 100, 10, 19))) == (
        ["Une vidéo 🎥 a été 🎥."],
        ["🎥 a été 🎥"],
    )


def test_sentences_that_overlap_are_one_piece_and_those_that_touch_are_not() -> None:
    said = claim(
        evidence("abcdef", 0, 1, 3), evidence("cd", 2, 0, 2), evidence("fgh", 5, 0, 3), evidence("ij", 8, 0, 1)
    )
    assert shown(said) == (["abcdefgh", "ij"], ["bc", "cd", "fgh", "i"])


def test_a_sentence_that_is_part_of_a_piece_is_told() -> None:
    said = claim(evidence("🎥bcdef", 0, 1, 3), evidence("cd", 2, 0, 2), evidence("ij", 8, 0, 1))
    places = Passages([said], None, {}).evidence(said)
    assert places == [[0, 2, 4], [0, 3, 5, 3, 5], [1, 0, 1]]


def test_evidence_that_a_sentence_cut_short_does_not_hold_stands_alone() -> None:
    assert shown(claim(evidence("abcdef", 10, 0, 2, at=3), evidence("abcdef", 10, 4, 6, at=3))) == (
        ["abc", "ef"],
        ["ab", "ef"],
    )


def test_evidence_without_words_breaks_nothing() -> None:
    assert shown(claim(evidence("", 0, 0, 0), evidence("ab", 0, 2, 2), evidence("cd", 2, 0, 1))) == (
        ["ab", "cd"],
        ["", "", "c"],
    )


@given(st.text(st.sampled_from("ab🎥 "), min_size=1, max_size=30), st.lists(st.tuples(*[st.integers(0, 30)] * 4)))
def test_any_evidence_is_found_in_its_piece(text: str, drawn: list[tuple[int, int, int, int]]) -> None:
    made = []
    for numbers in drawn:
        start, first, last, end = sorted(min(number, len(text)) for number in numbers)
        made.append(Evidence("doc:1", Span(first, last), text[first:last], Span(start, end), text[start:end]))
    said = claim(*made)
    assert shown(said)[1] == [one.text for one in made]
    pieces = melted(Piece(one.sentence.start, one.sentence_text) for one in made)
    assert all(one.end <= other.start for one, other in pairwise(pieces))


@pytest.mark.slow
@given(st.lists(drawn_statements(), max_size=2, unique_by=lambda one: (one.article.id, one.article.text)))
def test_the_pieces_of_any_article_are_its_text_and_every_mark_lies_in_one(drawn: list[Statements]) -> None:
    graph = Graph(drawn)
    found = passages(graph.network, graph.readings)
    for reading in graph.readings:
        pieces = found[reading.document].data()
        assert "".join(piece["text"] for piece in pieces) == reading.text
        assert [piece["at"] for piece in pieces] == [
            sum(len(before["text"]) for before in pieces[:number]) for number in range(len(pieces))
        ]
        for piece in pieces:
            units = len(piece["text"].encode("utf-16-le")) // 2
            assert all(0 <= first <= last <= units for first, last, _ in piece.get("marks", ()))
    for one in claims(graph.network):
        pieces = found[one.document].data()
        words = [
            in_utf16(pieces[number]["text"], first, last)
            for number, first, last, *_ in found[one.document].evidence(one)
        ]
        assert words == [piece.text for piece in one.evidence]


@pytest.mark.parametrize(
    ("names", "text", "found"),
    [
        (["Iran"], "Iran, iranien, l'Iran et Téhéran", ["Iran", "Iran"]),
        (["M. Al-Kadhimi", "Al-Kadhimi"], "M. Al-Kadhimi et Al-Kadhimi", ["M. Al-Kadhimi", "Al-Kadhimi"]),
        (["C++ (2)", ""], "le C++ (2).", ["C++ (2)"]),
        (["", " "], "rien du tout", []),
    ],
)
def test_names_are_found_as_whole_words(names: list[str], text: str, found: list[str]) -> None:
    assert [text[first:last] for first, last in named(names, text)] == found


# ---- the data of the page --------------------------------------------------------------------------------------------


def data(graph: Graph) -> Any:
    return describe(graph.network, (), "fr", graph.readings)


def marks(content: Any, sentence: str) -> list[tuple[str, str]]:
    """Give the words marked in a sentence, each with the name of the entity."""
    (pieces,) = [document["pieces"] for document in content["documents"].values()]
    piece = next(piece for piece in pieces if sentence in piece["text"])
    found = piece.get("marks", ())
    return [(in_utf16(piece["text"], *place), content["entities"][key]["label"]) for *place, key in found]


def test_participants_are_marked_where_they_are_mentioned(statements: Statements) -> None:
    kadhimi = statements.entities[3]
    start = statements.article.text.index("a déclaré")
    mentioned = replace(kadhimi, mentions=(*kadhimi.mentions, Span(start, start + 1)))
    made = replace(statements, entities=(*statements.entities[:3], mentioned, *statements.entities[4:]))
    found = marks(data(Graph([made])), "Al-Kadhimi")
    assert found[:2] == [("Mustafa Al-Kadhimi", "Mustafa Al-Kadhimi"), ("a", "Mustafa Al-Kadhimi")]
    assert [name for _, name in found[2:]] == ["Donald Trump", "troupes américaines"]


def test_without_a_reading_participants_are_marked_where_they_are_named(statements: Statements) -> None:
    graph = Graph()
    graph.network = assemble([statements])
    found = marks(data(graph), "Al-Kadhimi")
    assert found == [(name, name) for name in ("Mustafa Al-Kadhimi", "Donald Trump", "troupes américaines")]


def test_the_page_has_the_whole_text_once_and_no_empty_values(statements: Statements) -> None:
    content = data(Graph([statements]))
    text = json.dumps(content, ensure_ascii=False)
    assert text.count("tuant le général Qassem Souleimani.") == 1
    assert "null" not in text.replace("null]", "]"), "only the triple of a literal has one, at its end"
    (document,) = content["documents"].values()
    assert "".join(piece["text"] for piece in document["pieces"]) == statements.article.text


def test_the_statements_of_a_normal_article_and_its_text_take_little_room() -> None:
    content = data(kg.load(SEED))
    text = json.dumps([content["claims"], content["documents"]], ensure_ascii=False, separators=(",", ":"))
    assert len(text.encode()) < 50_000


def test_a_page_made_with_its_articles_holds_the_text_between_the_sentences_too(statements: Statements) -> None:
    text = statements.article.text + " Rien de ceci."
    made = replace(statements, article=replace(statements.article, text=text))
    assert "Rien de ceci." in Graph([made]).to_html()
    alone = Graph()
    alone.network = assemble([made])
    assert "Rien de ceci." not in alone.to_html()


# ---- what a reader sees ----------------------------------------------------------------------------------------------


@pytest.fixture
def read(browser: Chrome, tmp_path: Path) -> Callable[[Graph], Reader]:
    """Open the page of a graph."""

    def opened(graph: Graph) -> Reader:
        page = tmp_path / "page.html"
        page.write_text(graph.to_html(), encoding="utf-8")
        reader = Reader(browser, page)
        reader.size(1280, 720)
        return reader

    return opened


@pytest.fixture
def reader(read: Callable[[Graph], Reader], statements: Statements) -> Reader:
    return read(Graph([statements]))


def choose(reader: Reader, figure: str) -> None:
    """Open what is drawn under a name."""
    reader.ask("kg.choose(arguments[0])", reader.figure(figure)["id"])


def colour(reader: Reader, selector: str, of: str) -> Any:
    """Give the colour of something of an element."""
    return reader.ask(f"return getComputedStyle(document.querySelector(arguments[0])).{of}", selector)


def variable(reader: Reader, name: str) -> Any:
    """Give a colour of the style sheet as the browser computes it."""
    script = """
        const probe = document.body.appendChild(document.createElement('i'));
        probe.style.color = `var(${arguments[0]})`;
        const { color } = getComputedStyle(probe);
        probe.remove();
        return color;
    """
    return reader.ask(script, name)


@pytest.mark.browser
def test_a_statement_shows_its_trigger_its_date_and_who_takes_part(reader: Reader) -> None:
    choose(reader, "a tué")
    assert reader.texts("#details mark") == ["à Bagdad, tuant"]
    assert reader.texts("#details mark .trigger") == ["tuant"]
    assert reader.texts("#details .when") == ["Le 3 janvier"]
    assert reader.texts("#details .participant") == ["drone américain", "Bagdad", "Qassem Souleimani"]
    assert reader.texts("#details mark .participant") == ["Bagdad"]
    assert variable(reader, "--type-Place") in colour(reader, ".participant.type-Place", "boxShadow")
    assert colour(reader, ".trigger", "backgroundColor") == variable(reader, "--ink")
    choose(reader, "a retiré")
    assert colour(reader, ".trigger", "backgroundColor") == variable(reader, "--status-Projected")
    assert reader.messages() == []


@pytest.mark.browser
def test_a_participant_in_the_sentence_leads_to_it_by_mouse_and_by_keys(reader: Reader) -> None:
    from selenium.webdriver.common.keys import Keys  # noqa: PLC0415 - only where there is a browser to drive

    choose(reader, "a tué")
    reader.click("blockquote .type-Place")
    assert reader.texts("#details h2") == ["Bagdad"]
    for key in (Keys.ENTER, Keys.SPACE):
        choose(reader, "a tué")
        reader.ask("document.querySelector('blockquote .type-Person').focus()")
        reader.press(key)
        assert reader.texts("#details h2") == ["Qassem Souleimani"]


@pytest.mark.browser
def test_claims_that_are_told_alike_have_their_participants_marked_together(
    read: Callable[[Graph], Reader], statements: Statements
) -> None:
    events = tuple(
        replace(event, targets=("e2", "e3")) if event.relation == "killed" else event for event in statements.events
    )
    reader = read(Graph([replace(statements, events=events)]))
    choose(reader, "a tué")
    assert len(reader.texts("#details blockquote")) == 1
    assert reader.texts("#details .participant") == ["drone américain", "convoi", "Bagdad", "Qassem Souleimani"]


@pytest.mark.browser
def test_participants_named_within_each_other_are_both_marked(
    read: Callable[[Graph], Reader], statements: Statements
) -> None:
    text = statements.article.text
    around = Span(text.index("le général"), text.index(" Mustafa"))
    general = replace(statements.entities[2], mentions=(around,))
    inner = replace(statements.entities[9], mentions=(Span(around.start + 3, around.start + 10),))
    made = (*statements.entities[:2], general, *statements.entities[3:9], inner)
    reader = read(Graph([replace(statements, entities=made)]))
    choose(reader, "a tué")
    marked = reader.browser.find_elements("css selector", "blockquote .participant")
    people = [(one.text, one.get_attribute("class")) for one in marked]
    assert people[1:] == [
        ("le", "participant type-Person"),
        ("général", "participant type-Place"),
        ("Qassem Souleimani.", "participant type-Person"),
    ]
    assert reader.texts("blockquote")[0].endswith("tuant le général Qassem Souleimani.")


@pytest.mark.browser
def test_the_sentence_is_read_in_its_article_with_the_same_marks(reader: Reader, statements: Statements) -> None:
    reader.size(390, 500)
    choose(reader, "a publié")
    marked = reader.texts("#details mark")
    assert reader.texts("#details blockquote") == ["Une vidéo 🎥 a été publiée."]
    reader.click("#details .read")
    assert reader.texts("#details h2") == ["Un titre <b>&"]
    assert reader.find("#details .text").get_attribute("textContent") == statements.article.text
    assert reader.texts(".pointed") == ["Une vidéo 🎥 a été publiée. Une explosion a eu lieu."], "evidence spans both"
    assert reader.texts(".pointed mark") == marked
    assert reader.texts(".pointed .trigger") == ["publiée"]
    assert reader.texts(".pointed .participant") == ["vidé", "o 🎥"], "the evidence begins within the name"
    assert reader.ask("return document.activeElement.className") == "sentence pointed"
    seen = """
        const places = ['.pointed', '#details'].map((one) => document.querySelector(one).getBoundingClientRect());
        const [box, around] = places;
        return around.top <= box.top && box.bottom <= around.bottom;
    """
    assert reader.ask(seen)
    assert reader.messages() == []


@pytest.mark.browser
def test_a_sentence_of_the_article_lists_what_is_read_from_it(reader: Reader) -> None:
    from selenium.webdriver.common.keys import Keys  # noqa: PLC0415 - only where there is a browser to drive

    choose(reader, "a tué")
    reader.click("#details .read")
    sentence = reader.find(".sentence.pointed")
    sentence.send_keys(Keys.ENTER)
    assert sentence.get_attribute("aria-expanded") == "true"
    listed = reader.texts("#details .text li button")
    assert "drone américain a tué Qassem Souleimani" in listed
    assert "Donald Trump a promis" not in " ".join(listed)
    sentence.send_keys(Keys.SPACE)
    assert sentence.get_attribute("aria-expanded") == "false"
    assert reader.texts("#details .text li") == []
    sentence.click()
    reader.click("#details .text li button")
    assert reader.texts("#details h2.claim")


@pytest.mark.browser
def test_without_its_text_an_article_has_its_sentences_and_says_where_some_are_missing(
    read: Callable[[Graph], Reader], statements: Statements
) -> None:
    graph = Graph()
    graph.network = assemble([replace(statements, events=(statements.events[1], *statements.events[5:]), facts=())])
    reader = read(graph)
    choose(reader, "a tué")
    assert reader.texts("#details .participant") == ["drone américain", "Bagdad", "Qassem Souleimani"]
    reader.click("#details .read")
    unread = "Mustafa Al-Kadhimi a déclaré que Donald Trump avait promis de retirer les troupes américaines."
    assert reader.find("#details .text").text == statements.article.text.replace(unread, "[…]")


@pytest.mark.browser
def test_an_entity_has_its_names_links_facts_timeline_and_the_rest_in_this_order(
    read: Callable[[Graph], Reader], statements: Statements
) -> None:
    links = (
        "http://www.wikidata.org/entity/Q796", "https://example.org/x", "https://sws.geonames.org/98182/",
        "https://www.wikidata.org/wiki/Q1/../evil",
    )  # fmt: skip
    drone = replace(statements.entities[0], names=("drone américain", "drone"), links=links)
    late, early = statements.events[0], statements.events[1]
    assert late.time is not None
    events = (
        replace(late, time=replace(late.time, value="2020-03")),
        early,
        replace(statements.events[6], actors=("e1",), time=replace(late.time, value="PRESENT_REF")),
    )
    facts = (*statements.facts, replace(statements.facts[1], subject="e1"))
    reader = read(Graph([replace(statements, entities=(drone, *statements.entities[1:]), events=events, facts=facts)]))
    choose(reader, "drone américain")
    assert reader.texts("#details h3") == [
        "Noms", "Liens", "Fonctions et faits", "Chronologie", "Autres énoncés", "En relation avec",
    ]  # fmt: skip
    assert reader.texts("#details .links a") == [
        "Wikidata Q796", "https://example.org/x", "GeoNames 98182", "https://www.wikidata.org/wiki/Q1/../evil",
    ]  # fmt: skip
    told = [text.split("\n")[0] for text in reader.texts("#details .timeline li")]
    assert [text.split(" drone")[0] for text in told] == ["3 janvier 2020", "mars 2020"]
    assert reader.texts("#details .statements li button") == ["drone américain a publié vidéo 🎥"]


@pytest.mark.browser
def test_hostile_text_of_an_article_stays_text(read: Callable[[Graph], Reader], statements: Statements) -> None:
    text = statements.article.text + HOSTILE
    *others, last = statements.sentences
    made = replace(
        statements,
        article=replace(statements.article, text=text),
        sentences=(*others, Span(last.start, len(text))),
    )
    graph = Graph([made])
    reader = read(graph)
    reader.ask(
        "kg.choose(arguments[0])", next(one.id for one in claims(graph.network) if one.object == "rel:fr:exploser")
    )
    assert reader.find("#details blockquote").get_attribute("textContent") == text[text.index("Une vidéo") :]
    reader.click("#details .read")
    assert reader.find("#details .text").get_attribute("textContent") == text
    assert reader.ask("return document.querySelectorAll('img').length") == 0
    assert reader.messages() == []


@pytest.mark.browser
def test_the_keys_of_evidence_in_rdf_count_characters(reader: Reader, statements: Statements) -> None:
    graph = assemble([statements])
    keys = {place_key(piece.document, piece.span) for one in claims(graph) for piece in one.evidence}
    blob = """
        const [done] = arguments;
        URL.createObjectURL = (made) => { made.text().then(done); return '#'; };
        document.getElementById('share-turtle').click();
    """
    turtle = reader.browser.execute_async_script(blob)
    assert {line.split(" ")[0] for line in turtle.split("\n") if line.startswith("men:")} == keys


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("relation", ["a tué", "a promis", "souhaite", "a retiré"])
def test_nothing_in_the_article_stands_in_a_readers_way(reader: Reader, theme: str, relation: str) -> None:
    found = find_spec("axe_playwright_python")
    if found is None or found.origin is None:
        pytest.skip("axe-core is not installed (.ci/setup --tests installs it)")
    wanted = {"features": [{"name": "prefers-color-scheme", "value": theme}]}
    reader.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", wanted)
    try:
        reader.ask((Path(found.origin).parent / "axe.min.js").read_text(encoding="utf-8"))
        choose(reader, relation)
        assert reader.browser.execute_async_script(RUN)["violations"] == []
        reader.click("#details .read")
        reader.find(".sentence.pointed").click()
        assert reader.browser.execute_async_script(RUN)["violations"] == []
    finally:
        reader.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
