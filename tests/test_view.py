"""The page without a browser: what is drawn, what is said, and that no text of an article is ever markup."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import statements as drawn_statements

from kg.graph import assemble, claims
from kg.language import fact_relations, relation_rows
from kg.model import Article, Statements
from kg.rdf.vocabulary import DEFAULT_BASE, prefixes, relation_iri
from kg.view import to_html
from kg.view.content import safe_link, term
from kg.view.drawing import draw
from kg.view.page import SCRIPTS, VIS_NETWORK, vis_network
from kg.view.predications import Predication, predications
from kg.view.wording import LANGUAGES, TEMPLATES, words

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)> {{7*7}} {# \"'&"


class Page(HTMLParser):
    """The parts of a page: its elements with their attributes, and the text inside each script, style and cell."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[str, str]] = [("", "")]
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element; what follows is its text."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self.texts.append((tag, ""))

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - HTMLParser calls it with one
        """Leave the element; what follows is text of no element that is asked for."""
        self.texts.append(("", ""))

    def handle_data(self, data: str) -> None:
        """Add to the text of the element that began last."""
        tag, text = self.texts[-1]
        self.texts[-1] = (tag, text + data)

    def all(self, tag: str) -> list[dict[str, str]]:
        """Give the attributes of each element of a kind."""
        return [attributes for name, attributes in self.elements if name == tag]

    def text(self, tag: str) -> list[str]:
        """Give the text right inside each element of a kind."""
        return [text for name, text in self.texts if name == tag]

    def data(self, key: str) -> Any:
        """Read a block of data by the id of its element."""
        number = [attributes.get("id") for attributes in self.all("script")].index(key)
        return json.loads(self.text("script")[number])


@pytest.fixture
def html(statements: Statements) -> str:
    return to_html(assemble([statements]))


@pytest.fixture
def page(html: str) -> Page:
    return Page(html)


def hostile(statements: Statements) -> Statements:
    """Put text that would break a careless page wherever an article can bring text."""
    return replace(
        statements,
        article=replace(statements.article, title=HOSTILE, source="javascript:alert(1)//" + HOSTILE, date=HOSTILE),
        entities=tuple(
            replace(entity, label=HOSTILE, names=(HOSTILE,), links=("javascript:alert(1)", "data:text/html,x"))
            for entity in statements.entities
        ),
        events=tuple(
            replace(event, labels=(("en", HOSTILE), ("fr", HOSTILE)), rules=(HOSTILE,)) for event in statements.events
        ),
        facts=tuple(replace(fact, value=fact.value and HOSTILE) for fact in statements.facts),
    )


# ---- the page as a document ------------------------------------------------------------------------------------------


def test_the_page_is_a_document_of_its_language(html: str, page: Page) -> None:
    assert html.startswith("<!doctype html>")
    assert page.all("html") == [{"lang": "fr"}]
    assert page.text("title") == ["Un titre <b>&"]
    assert [meta["content"] for meta in page.all("meta") if meta.get("name") == "viewport"]
    assert {"header", "main", "aside"} <= {tag for tag, _ in page.elements}


def test_ids_are_unique_and_every_field_has_a_label(page: Page) -> None:
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    fields = [field for field in page.all("input") if field["type"] != "checkbox"]
    labelled = {label.get("for") for label in page.all("label")}
    assert all(field.get("aria-label") or field["id"] in labelled for field in fields)


def test_the_page_of_the_seed_is_light() -> None:
    assert (Path(__file__).parents[1] / "output" / "iraq-us-2020-09.html").stat().st_size < 700_000


def test_the_page_asks_for_nothing_but_itself(page: Page) -> None:
    followed = {"src", "href", "srcset", "poster", "action", "formaction", "data", "background", "ping", "manifest"}
    found = {value for _, attributes in page.elements for name, value in attributes.items() if name in followed}
    assert found == {"#list"}
    assert not re.search(r"url\(|@import|image-set\(", "".join(page.text("style")))


def test_the_policy_allows_the_page_s_own_scripts_and_styles_alone(page: Page) -> None:
    policy = next(m["content"] for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    inert = [attributes.get("type") == "application/json" for attributes in page.all("script")]
    scripts = [text for text, is_data in zip(page.text("script"), inert, strict=True) if not is_data]
    assert rules["default-src"] == "'none'"
    assert rules["base-uri"] == rules["form-action"] == "'none'"
    assert rules["script-src"].split() == [hash_of(text) for text in scripts]
    assert rules["style-src"].split() == [hash_of(text) for text in page.text("style")]
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
    assert not [1 for _, attributes in page.elements if "style" in attributes]


def hash_of(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_vis_network_lies_in_pyvis_where_it_is_taken_from() -> None:
    shipped = (files("pyvis") / VIS_NETWORK).read_text(encoding="utf-8")
    assert "@version 9.1.2" in shipped
    assert "@license" in vis_network()
    assert shipped.startswith(vis_network())
    assert "sourceMappingURL" not in vis_network()
    assert "</script" not in vis_network()


@pytest.mark.slow
def test_the_same_graph_gives_the_same_page_under_any_hash_seed() -> None:
    program = (
        "import hashlib, sys; sys.path.insert(0, 'tests'); import conftest; from kg.graph import assemble\n"
        "from kg.view import to_html; made = conftest.statements.__wrapped__() if hasattr(conftest.statements, "
        "'__wrapped__') else conftest.statements._get_wrapped_function()()\n"
        "print(hashlib.sha256(to_html(assemble([made])).encode()).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": zone},
            check=True, capture_output=True, text=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }  # fmt: skip
    assert len(found) == 1


def test_a_title_can_be_given_and_several_articles_are_counted(statements: Statements) -> None:
    other = replace(statements, article=replace(statements.article, id="other"))
    assert Page(to_html(assemble([statements]), "Irak")).text("title") == ["Irak"]
    assert Page(to_html(assemble([statements, other]))).text("title") == ["2 articles"]


@pytest.mark.parametrize(("language", "shown"), [("fr", "fr"), ("en", "en"), ("de", "en")])
def test_the_interface_speaks_the_language_of_the_article(statements: Statements, language: str, shown: str) -> None:
    article = replace(statements.article, language=language)
    page = Page(to_html(assemble([replace(statements, article=article)])))
    assert page.all("html") == [{"lang": shown}]
    assert words(shown)["table"] in page.text("h2")


def test_an_empty_graph_has_a_page() -> None:
    empty = Statements(Article("nothing", "Rien.", "fr", ()), (), (), (), (), ())
    page = Page(to_html(assemble([empty])))
    assert page.text("title") == ["nothing"]
    assert page.data("network-data")["nodes"] == []
    assert Page(to_html(assemble([]))).text("title") == ["0 articles"]


# ---- what is listed --------------------------------------------------------------------------------------------------


def test_every_claim_is_there_once_in_the_order_of_the_text(statements: Statements, html: str, page: Page) -> None:
    graph = assemble([statements])
    given = [claim["id"] for claim in page.data("content-data")["claims"]]
    starts = {claim.id: claim.evidence[0].span.start for claim in claims(graph)}
    assert sorted(given) == sorted(starts)
    assert [starts[key] for key in given] == sorted(starts.values())
    relations = [claim["relation"]["fr"] for claim in page.data("content-data")["claims"]]
    assert [unescape(row[1]) for row in rows(html)] == relations


def rows(html: str) -> list[list[str]]:
    """Read the list that stands in the page for readers without scripts."""
    listed = re.search(r"<noscript>.*</noscript>", html, re.DOTALL)
    assert listed
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)]
        for row in re.findall(r"<tr.*?</tr>", listed[0], re.DOTALL)[1:]
    ]


def test_the_list_says_who_did_what_and_who_says_so(html: str) -> None:
    listed = [row[:5] for row in rows(html)]
    assert ["drone américain", "a tué", "Qassem Souleimani", "affirmé par l&#39;article", "2020-01-03"] in listed
    assert ["Qassem Souleimani", "fonction", "général", "affirmé par l&#39;article", ""] in listed
    assert ["Donald Trump", "a retiré", "troupes américaines", "promis par Donald Trump", ""] in listed
    assert ["États-Unis", "souhaite", "présence permanente", "nié", ""] in listed
    assert ["", "a publié", "vidéo 🎥", "affirmé par l&#39;article", ""] in listed
    assert ["", "explosion", "", "affirmé par l&#39;article", ""] in listed


def test_what_is_told_follows_a_colon(html: str) -> None:
    said = next(row for row in rows(html) if row[1] == "a déclaré")
    assert said[2] == "Donald Trump a promis\u00a0: Donald Trump a retiré troupes américaines"


# ---- what is drawn ---------------------------------------------------------------------------------------------------


def relation(found: list[Predication], name: str) -> Predication:
    return next(one for one in found if any(dict(labels)["en"] == name for labels in one.labels))


def test_claims_of_one_event_are_drawn_as_one_relation(statements: Statements) -> None:
    events = tuple(
        replace(event, targets=("e2", "e3")) if event.relation == "killed" else event for event in statements.events
    )
    found = predications(assemble([replace(statements, events=events)]))
    killed = relation(found, "killed")
    assert len(killed.claims) == 2
    assert [key.split("-")[0] for key in killed.subjects] == ["ent:drone"]
    assert [key.split("-")[0] for key in killed.objects] == ["ent:convoi", "ent:qassem"]


def test_what_several_articles_say_alike_is_drawn_once_and_counted(statements: Statements) -> None:
    named = replace(statements, entities=tuple(replace(entity, named=True) for entity in statements.entities))
    other = replace(named, article=replace(named.article, id="other"))
    graph = assemble([named, other])
    killed = relation(predications(graph), "killed")
    assert len({claim.document for claim in killed.claims}) == 2
    plate = next(figure for figure in draw(graph).figures if figure.id == killed.id)
    assert plate.rows["fr"][0].text == "a tué \u00d72"


def test_a_told_relation_is_the_object_of_the_one_that_tells_it(statements: Statements) -> None:
    found = predications(assemble([statements]))
    said, promised, withdrew = (relation(found, name) for name in ("said", "promised", "withdrew"))
    assert said.objects == (promised.id,)
    assert promised.objects == (withdrew.id,)
    assert promised.source is None, "Al-Kadhimi is joined to it by what he said"


def test_a_source_that_nothing_joins_has_a_line_of_its_own(statements: Statements) -> None:
    events = tuple(
        replace(event, sources=("e4",)) if event.relation == "published" else event for event in statements.events
    )
    graph = assemble([replace(statements, events=events)])
    published = relation(predications(graph), "published")
    assert published.source is not None
    assert [line.role for line in draw(graph).lines if line.relation == published.id] == ["object", "source"]


def test_an_event_that_takes_part_in_another_is_joined_to_it(statements: Statements) -> None:
    events = tuple(
        replace(event, targets=("v2",)) if event.relation == "struck" else event for event in statements.events
    )
    graph = assemble([replace(statements, events=events)])
    struck, killed = (relation(predications(graph), name) for name in ("struck", "killed"))
    assert struck.objects == (killed.id,)
    struck_row = next(row for row in rows(to_html(graph)) if row[1] == "a frappé")
    assert struck_row[2] == "drone américain a tué Qassem Souleimani"


def test_lines_say_how_far_the_article_stands_behind_them(page: Page) -> None:
    network = page.data("network-data")
    by_label = {node["label"].split("\n")[0]: node for node in network["nodes"]}
    dashes = {name: network["styles"]["dashes"][by_label[name]["group"]] for name in ("a tué", "a promis", "souhaite")}
    assert dashes["a tué"] is False
    assert dashes["a promis"]
    assert dashes["souhaite"]
    assert dashes["a promis"] != dashes["souhaite"]
    assert by_label["a promis"]["label"] == "a promis\n<i>selon Mustafa Al-Kadhimi</i>"
    assert by_label["a retiré"]["label"] == "a retiré\n<i>promis · Donald Trump</i>"
    assert by_label["souhaite"]["label"] == "souhaite\n<i>nié</i>"


def test_every_type_has_a_shape_and_its_facts_beneath_its_name(page: Page) -> None:
    network = page.data("network-data")
    by_label = {node["label"].split("\n")[0]: node for node in network["nodes"]}
    assert by_label["Donald Trump"]["shape"] == "dot"
    assert by_label["Bagdad"]["shape"] == "triangleDown"
    assert by_label["Qassem Souleimani"]["label"] == "Qassem Souleimani\n<i>général</i>"
    options = json.loads(network["options"])
    assert options["physics"] == {"enabled": False}
    assert all(isinstance(axis, int) for node in network["nodes"] for axis in node["places"]["events"])


def test_labels_with_signs_of_markup_have_none(statements: Statements) -> None:
    entities = tuple(replace(entity, label="<b>&lt;", names=()) for entity in statements.entities)
    network = Page(to_html(assemble([replace(statements, entities=entities)]))).data("network-data")
    nodes = [node for node in network["nodes"] if node["id"].startswith("ent:")]
    assert {node["label"].split("\n")[0] for node in nodes} == {"<b>&lt;"}
    assert [node["font"] for node in nodes if "font" in node] == []


# ---- names in RDF ----------------------------------------------------------------------------------------------------


def in_full(name: str) -> str:
    prefix, _, rest = name.partition(":")
    return prefixes(DEFAULT_BASE)[prefix] + rest


def test_relations_are_named_as_kg_build_names_them() -> None:
    tabled = [*(row["id"] for row in relation_rows()), *(fact.id for fact in fact_relations())]
    one_sided = ["actor_of", "target_of", "mentions"]
    assert len(tabled) > 200
    for name in (*tabled, *one_sided, "fr:pêcher", "fr:s'évanouir", "fr:a_b", "en:give up", "Odd", "a__b", "x:", ""):
        assert in_full(term(f"rel:{name}")) == relation_iri(f"rel:{name}", DEFAULT_BASE).value, name


# ---- hostile text ----------------------------------------------------------------------------------------------------


def test_hostile_text_stays_text(statements: Statements) -> None:
    html = to_html(assemble([hostile(statements)]))
    page = Page(html)
    assert page.text("title") == [HOSTILE]
    assert len(page.all("script")) == 4
    assert page.all("img") == []
    assert all(
        "<" not in text for text, tag in zip(page.text("script"), page.all("script"), strict=True) if "id" in tag
    )
    assert {entity["label"] for entity in page.data("content-data")["entities"].values()} == {HOSTILE}
    assert "49" not in page.text("h1")


@pytest.mark.slow
@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(drawn_statements(surrogates=True), max_size=2))
def test_any_graph_has_a_page_that_lists_all_and_draws_no_line_into_the_void(drawn: list[Statements]) -> None:
    graph = assemble(drawn)
    html = to_html(graph)
    html.encode()
    page = Page(html)
    content, network = page.data("content-data"), page.data("network-data")
    figures = {node["id"] for node in network["nodes"]}
    assert {edge["from"] for edge in network["edges"]} | {edge["to"] for edge in network["edges"]} <= figures
    assert len(content["claims"]) == len(rows(html)) == len(list(claims(graph)))
    assert len(page.all("script")) == 4


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JAVASCRIPT:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x",
     "vbscript:x", "file:///etc/passwd", "//example.org", "https:", "http://[", "", "Reuters"],
)  # fmt: skip
def test_only_the_web_is_linked(address: str) -> None:
    assert safe_link(address) is None


def test_addresses_of_the_web_are_linked(statements: Statements) -> None:
    entities = (replace(statements.entities[0], links=("https://www.wikidata.org/wiki/Q796", "javascript:alert(1)")),)
    statements = replace(statements, entities=(*entities, *statements.entities[1:]))
    content = Page(to_html(assemble([statements]))).data("content-data")
    assert [entity["links"] for entity in content["entities"].values() if entity["links"]] == [
        ["https://www.wikidata.org/wiki/Q796"]
    ]


# ---- the words of the interface --------------------------------------------------------------------------------------


def test_every_word_of_the_interface_is_there_in_every_language_with_the_same_gaps() -> None:
    tables = [words(language) for language in LANGUAGES]
    assert all(text for table in tables for text in table.values())
    for key in tables[0]:
        assert len({tuple(sorted(re.findall(r"{\w+}", table[key]))) for table in tables}) == 1


def sources() -> str:
    return "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in ("page.html", *SCRIPTS))


def test_every_word_that_the_templates_ask_for_is_known() -> None:
    asked = {
        *re.findall(r"data-(?:text|label|hint)=\"([a-z.]+)\"", sources()),
        *re.findall(r"\bword\((?:\w+ \? )?'([a-z.]+)'", sources()),
        *re.findall(r"section\('([a-z.]+)'", sources()),
    }
    assert len(asked) > 30
    assert asked <= set(words("en"))


def test_every_known_word_is_asked_for() -> None:
    made_up = ("type.", "status.", "stance.", "mark.", "only.", "refine.")  # from what a thing is
    plain = [key for key in words("en") if not key.startswith(made_up)]
    assert [key for key in plain if not re.search(rf"""["'.]{re.escape(key)}\b""", sources())] == []
