"""The examples of the small tables of every language run: each row's sentence shows what the row says."""

from __future__ import annotations

import pytest

from kg.annotation import annotate
from kg.extraction import extract
from kg.extraction.arguments import arguments, is_passive
from kg.extraction.tree import Tree
from kg.language import KNOWLEDGE, available, load, rows
from kg.model import Article, EventFinding, Findings, Parse, Span, Token
from kg.resolution import resolve

pytestmark = pytest.mark.model
CITED = {"fr": "Hier, {} a été citée par la presse.", "en": "Yesterday {} was named by the press."}
SPOKE = {"fr": "Le ministre a parlé {}.", "en": "The minister spoke {}."}
"""Sentences around an example that is a mere phrase."""


def table(name: str, *columns: str) -> list[dict[str, str]]:
    """Read a table of every language, each row with its language."""
    columns = (*columns, "example", "source")
    return [
        {**row, "language": code}
        for code in available()
        for row in rows(KNOWLEDGE / "languages" / code / f"{name}.tsv", columns)
    ]


def parsed(text: str, code: str) -> Parse:
    """Parse a text."""
    return annotate(Article("a", text, code, (Span(0, len(text)),), date="2020-09-15"))


def found(text: str, code: str) -> Findings:
    """Find what a text says."""
    return extract(parsed(text, code), load(code))


def first_tree(text: str, code: str) -> Tree:
    """Give the first sentence of a text."""
    return Tree(parsed(text, code).sentences[0], load(code))


def verb(text: str, lemma: str, code: str) -> tuple[Tree, Token]:
    """Give the verb of an example in its tree."""
    tree = first_tree(text, code)
    return tree, next(token for token in tree.sentence.tokens if token.lemma == lemma and token.upos in {"VERB", "AUX"})


def subjects(text: str, code: str) -> dict[str, tuple[str, ...]]:
    """Give the doers of each event of a text by its trigger."""
    told = found(text, code)
    labels = {mention.head: mention.label for mention in told.mentions}
    return {event.trigger.of(text): tuple(labels[actor] for actor in event.actors) for event in told.events}


CONTROL = table("control", "verb", "controller")


@pytest.mark.parametrize("row", [r for r in CONTROL if r["controller"] == "holder"], ids=lambda row: row["verb"])
def test_the_infinitive_is_done_by_the_holder_of_its_noun(row: dict[str, str]) -> None:
    tree = first_tree(row["example"], row["language"])
    noun = next(token for token in tree.sentence.tokens if token.lemma == row["verb"])
    infinitive = next(token for token in tree.sentence.tokens if token.id > noun.id and token.upos == "VERB")
    found = arguments(tree, infinitive)
    assert found.subjects
    assert noun not in found.objects


@pytest.mark.parametrize("row", [r for r in CONTROL if r["controller"] != "holder"], ids=lambda row: row["verb"])
def test_the_infinitive_is_done_by_its_controller(row: dict[str, str]) -> None:
    tree, governor = verb(row["example"], row["verb"].split()[0], row["language"])  # `donner` of `donner ordre`
    infinitive = next(token for token in tree.sentence.tokens if token.id > governor.id and token.upos == "VERB")
    governing, governed = arguments(tree, governor), arguments(tree, infinitive)
    doers = governed.objects if is_passive(tree, infinitive) else governed.subjects
    assert doers
    assert not set(doers) & set(governing.subjects)


@pytest.mark.parametrize("row", table("light_verbs", "verb", "preposition", "subject"), ids=lambda row: row["verb"])
def test_a_light_verb_and_its_noun_are_one_event(row: dict[str, str]) -> None:
    told = [event for event in found(row["example"], row["language"]).events if len(event.triggers) > 1]
    assert len(told) == 1
    assert bool(told[0].actors if row["subject"] == "actor" else told[0].targets)


@pytest.mark.parametrize("row", table("undertakings", "verb"), ids=lambda row: row["verb"])
def test_who_undertakes_an_event_does_it(row: dict[str, str]) -> None:
    doers = subjects(row["example"], row["language"])
    assert len(doers) > 1
    assert len(set(doers.values())) == 1
    assert all(doers.values())


@pytest.mark.parametrize("row", table("intransitives", "verb"), ids=lambda row: row["verb"])
def test_the_subject_of_an_intransitive_is_its_actor(row: dict[str, str]) -> None:
    tree, told = verb(row["example"], row["verb"], row["language"])
    assert arguments(tree, told).subjects
    assert not arguments(tree, told).objects


@pytest.mark.parametrize("row", table("modals", "verb", "effect"), ids=lambda row: row["verb"])
def test_a_modal_colours_its_infinitive(row: dict[str, str]) -> None:
    events: tuple[EventFinding, ...] = found(row["example"], row["language"]).events
    assert [event.modality for event in events] == [row["effect"]]


@pytest.mark.parametrize("row", table("naming_nouns", "lemma", "label"), ids=lambda row: row["lemma"])
def test_a_noun_tells_what_the_name_behind_it_names(row: dict[str, str]) -> None:
    text = CITED[row["language"]].format(row["example"])
    assert [name.label for name in parsed(text, row["language"]).names] == [row["label"]]


@pytest.mark.parametrize(
    "row", table("prepositions", "preposition", "kind", "middle"), ids=lambda row: row["preposition"]
)
def test_a_preposition_is_found_in_front_of_its_complement(row: dict[str, str]) -> None:
    tree = first_tree(SPOKE[row["language"]].format(row["example"]), row["language"])
    taken = {complement.preposition for token in tree.sentence.tokens for complement in tree.complements(token)}
    marks = {tree.preposition(token) for token in tree.sentence.tokens} | {
        " ".join(mark.lemma for mark in tree.children(token, "mark")) for token in tree.sentence.tokens
    }
    assert row["preposition"] in taken | marks


@pytest.mark.parametrize("row", table("seats_of_government", "seat", "government", "country"), ids=lambda r: r["seat"])
def test_a_capital_stands_for_the_government_that_sits_there(row: dict[str, str]) -> None:
    parse, language = parsed(row["example"], row["language"]), load(row["language"])
    told = resolve(parse, extract(parse, language), language)
    government = next(entity for entity in told.entities if entity.label == row["government"])
    assert government.type == "Organization"
    assert any(government.id in event.actors and "name/seat-of-government" in event.rules for event in told.events)


@pytest.mark.parametrize(
    "row", table("charges", "verb", "preposition"), ids=lambda r: f"{r['verb']} {r['preposition']}"
)
def test_what_somebody_is_charged_with_is_the_word_of_who_charges(row: dict[str, str]) -> None:
    parse, language = parsed(row["example"], row["language"]), load(row["language"])
    told = resolve(parse, extract(parse, language), language)
    charge = next(event for event in told.events if event.triggers[0].of(row["example"]) in {"fraude", "fraud"})
    assert charge.sources
    assert next(entity.label for entity in told.entities if entity.id in charge.actors) in {
        "banque",
        "banquier",
        "bank",
        "banker",
    }
