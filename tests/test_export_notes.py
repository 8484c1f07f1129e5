"""Exports to be read by people: the report and the vault, read back by a Markdown parser and a YAML parser."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from kg import export
from kg.graph import Network, assemble, documents, entities
from kg.model import Statements

LINK = re.compile(r"(?<!\\)\[\[([^\]|]+)\|([^\]|]+)\]\]")


@pytest.fixture
def network(statements: Statements) -> Network:
    return assemble([statements])


def sections(markdown: str) -> dict[str, list[str]]:
    """Give the texts below each heading, as a reader sees them."""
    found: dict[str, list[str]] = {}
    heading, is_heading = "", False
    for token in MarkdownIt().parse(markdown):
        if token.type == "heading_open":
            is_heading = True
        elif token.type == "inline":
            text = "".join(_text(token.children or []))
            heading = text if is_heading else heading
            found.setdefault(heading, [])
            if not is_heading:
                found[heading].append(text)
            is_heading = False
    return found


def _text(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        assert token.type in {
            "text",
            "text_special",
            "strong_open",
            "strong_close",
            "softbreak",
            "link_open",
            "link_close",
        }
        yield token.content or ("\n" if token.type == "softbreak" else "")


# ---- report ----------------------------------------------------------------------------------------------------


def test_the_report_tells_what_happened_from_what_is_only_said(network: Network) -> None:
    found = sections(export.to_markdown(network))
    assert found["Articles"] == ["Un titre <b>& — 2020-09 — sample"]
    assert found["Ce qui s’est passé"][0] == "drone américain a frappé convoi — 2020-01-03 — Bagdad"
    assert "drone américain a tué Qassem Souleimani — 2020-01-03 — Bagdad" in found["Ce qui s’est passé"]
    assert "… a publié vidéo 🎥" in found["Sans date"]
    assert "… explosion" in found["Sans date"]
    assert found["Nié"][0] == "États-Unis souhaite présence permanente — nié, selon l’article"
    assert found["Projeté"][0] == "Donald Trump a retiré troupes américaines — promis par Donald Trump"
    assert found["Rapporté"][0] == (
        "Donald Trump a promis : Donald Trump a retiré (projeté) troupes américaines — rapporté par Mustafa Al-Kadhimi"
    )
    assert not [text for text in found["Ce qui s’est passé"] + found["Sans date"] if text.startswith("États-Unis")]


def test_the_report_says_who_is_who(network: Network) -> None:
    found = sections(export.to_markdown(network))
    assert "Qassem Souleimani — fonction : général — énoncés : 2" in found["Personnes"]
    assert "troupes américaines — originaire de : États-Unis — énoncés : 2" in found["Groupes"]


def test_each_statement_of_the_report_has_its_sentence_and_its_article(network: Network) -> None:
    found = sections(export.to_markdown(network))
    sentence = "Les États-Unis ne souhaitaient pas une présence permanente."
    assert found["Nié"][1:] == [sentence, "— Un titre <b>&"]
    assert found["Dans leurs mots"] == [
        "Mustafa Al-Kadhimi",
        "Donald Trump avait promis de retirer les troupes américaines",
        "— Un titre <b>&",
    ]


def test_an_empty_graph_gives_a_report() -> None:
    assert "None." in export.to_markdown(assemble([]))
    assert export.to_obsidian(assemble([])) == {}


# ---- vault -----------------------------------------------------------------------------------------------------


def test_the_vault_has_a_note_for_each_participant_and_article(network: Network) -> None:
    notes = export.to_obsidian(network)
    assert len(notes) == len([*entities(network), *documents(network)])
    assert {"Entities/Donald Trump.md", "Entities/États-Unis.md", "Articles/Un titre b &.md"} <= notes.keys()


def test_links_lead_to_notes(network: Network) -> None:
    notes = export.to_obsidian(network)
    links = {link[1] for text in notes.values() for link in LINK.finditer(text)}
    assert links
    assert {f"{link}.md" for link in links} <= notes.keys()
    assert "Entities/Qassem Souleimani" in links


def test_front_matter_is_yaml(network: Network) -> None:
    yaml = pytest.importorskip("yaml")
    notes = export.to_obsidian(network)
    note = notes["Entities/Donald Trump.md"]
    (key,) = [entity.id for entity in entities(network) if entity.label == "Donald Trump"]
    assert yaml.safe_load(note.split("---\n")[1]) == {"id": key, "type": "Person", "aliases": ["Donald Trump"]}
    article = yaml.safe_load(notes["Articles/Un titre b &.md"].split("---\n")[1])
    assert (article["title"], article["date"], article["language"]) == ("Un titre <b>&", "2020-09", "fr")


def test_a_note_lists_what_is_said_by_status(network: Network) -> None:
    found = sections(export.to_obsidian(network)["Entities/Donald Trump.md"].split("---\n", 2)[2])
    assert list(found) == ["Donald Trump", "Rapporté", "Projeté"]
    place = sections(export.to_obsidian(network)["Entities/États-Unis.md"].split("---\n", 2)[2])
    assert list(place) == ["États-Unis", "Faits", "Nié"]
