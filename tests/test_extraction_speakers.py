"""Who utters the words between quotation marks, on parses of the project's own parser."""

from __future__ import annotations

import pytest

from kg.annotation import annotate
from kg.extraction import extract
from kg.language import load
from kg.model import Article, Span
from kg.resolution import resolve

pytestmark = pytest.mark.model


def spoken(text: str) -> list[tuple[str, str]]:
    """Give each quotation of a text, without its marks, with the label of its speaker."""
    parse = annotate(Article("said", text, "fr", (Span(0, len(text)),), date="2020-09-15"))
    told = resolve(parse, extract(parse, load("fr")), load("fr"))
    labels = {entity.id: entity.label for entity in told.entities}
    return [(quotation.span.of(text)[1:-1].strip(), labels[quotation.speaker]) for quotation in told.quotations]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("« Le pont est fermé », a déclaré Anne Durand.", "Anne Durand"),
        ("« Le pont est fermé », juge le ministère.", "ministère"),
        ("“Le pont est fermé”, a dit Anne Durand.", "Anne Durand"),
        ("« Le pont est fermé », a expliqué à l'AFP Anne Durand.", "Anne Durand"),
        ("– Le pont est fermé, a répondu Anne Durand.", "Anne Durand"),
        ("— Le pont est vieux, mais il tient !, s'est exclamée Anne Durand.", "Anne Durand"),
        ('"Le pont est fermé", a dit Anne Durand.', "Anne Durand"),
        ("Anne Durand a déclaré : « Le pont est fermé ».", "Anne Durand"),
        ("Anne Durand estime que « le pont est fermé ».", "Anne Durand"),
        ("Selon la police, « le pont est fermé ».", "police"),
        ("D'après Anne Durand, « le pont est fermé ».", "Anne Durand"),
        ("Pour Anne Durand, « le pont est fermé ».", "Anne Durand"),
        ("Anne Durand a défendu sa décision : « Le pont est trop vieux ».", "Anne Durand"),
        ("Le pont a cédé « sous le poids du camion » mardi, a indiqué la police.", "police"),
        ("Pour le principal syndicat de la ville, l'Unsa, « le pont est dangereux ».", "Unsa"),
        ("Anne Durand a critiqué un projet « qui détruit la ville ».", "Anne Durand"),
        ("Le maire est venu. Il a vu le pont. « C'est une honte pour la ville », a-t-il dit.", "maire"),
    ],
)
def test_the_speaker_of_a_quotation(text: str, speaker: str) -> None:
    assert [name for _, name in spoken(text)] == [speaker]


def test_a_speaker_goes_on() -> None:
    text = "« Le pont est fermé », a déclaré Anne Durand. « Il ne sera pas réparé avant juin. »"
    assert spoken(text) == [
        ("Le pont est fermé", "Anne Durand"),
        ("Il ne sera pas réparé avant juin.", "Anne Durand"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "La police a interdit les « fêtes sauvages » à Paris.",
        "L'Irak a accepté le programme humanitaire « pétrole contre nourriture ».",
        "Le musée expose la sculpture « La Petite Danseuse de quatorze ans ».",
        "La nouvelle série conserve le thème « Époques et styles architecturaux ».",
    ],
)
def test_a_term_or_title_has_no_speaker(text: str) -> None:
    assert spoken(text) == []


def test_who_speaks_is_not_who_the_words_are_about() -> None:
    text = "Jean Martin est revenu. « Le maître sera battu », a-t-il prévenu."
    assert [name for _, name in spoken(text)] == ["Jean Martin"]
