"""A headline leaves out who says so: what the article below it makes of its news."""

from __future__ import annotations

from typing import Any

from drafts import Draft, who

from kg.model import Event, Statements

TITLE = "Madrid : deux morts"
TEXT = TITLE + "\n\nDeux hommes sont morts mardi, a indiqué la police. Le maire est venu."


def news(title: str | None = TITLE, before: str = "", **below: Any) -> Statements:
    """Tell two deaths in a headline and in the lead."""
    draft = Draft(before + TEXT, title and before + title)
    police = draft.noun("la police", "police", "Organization")
    draft.event("morts", "died", type="HARM", nominal=True, lemma="mort")
    draft.event("morts#2", "died", **{"type": "HARM", "lemma": "mourir", "sources": (police,), **below})
    return draft.resolve()


def headline(statements: Statements) -> Event:
    """Give the event that the headline tells."""
    return statements.events[0]


def test_a_headline_has_the_source_of_the_lead() -> None:
    told = news()
    assert who(told, headline(told).sources) == ["police"]
    assert "stance/headline" in headline(told).rules


def test_a_headline_is_as_open_as_the_lead() -> None:
    assert headline(news(modality="possible", sources=())).modality == "possible"


def test_a_headline_whose_news_the_article_states_stands() -> None:
    told = news(sources=())
    assert headline(told).sources == ()
    assert headline(told).modality == "actual"


def test_without_a_title_the_first_line_is_the_articles_own_word() -> None:
    assert headline(news(title=None)).sources == ()


def test_a_title_that_is_read_as_two_sentences_is_one_headline() -> None:
    told = news(before="Deuil. ")
    assert who(told, headline(told).sources) == ["police"]
