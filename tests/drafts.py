"""Findings written by hand: an article whose mentions, events and facts are noted by the words they stand on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from kg.language import load
from kg.model import (
    Article,
    Entity,
    EntityType,
    EventFinding,
    FactFinding,
    Findings,
    Mention,
    MentionKind,
    Parse,
    Sentence,
    Span,
    Statements,
    TimeExpression,
)
from kg.resolution import resolve

FRENCH = load("fr")


@dataclass
class Draft:
    """An article with findings noted by the words they stand on; `word#2` is the second occurrence of a word."""

    text: str
    title: str | None = None
    mentions: list[Mention] = field(default_factory=list)
    events: list[EventFinding] = field(default_factory=list)
    facts: list[FactFinding] = field(default_factory=list)
    times: list[TimeExpression] = field(default_factory=list)

    def span(self, words: str) -> Span:
        """Find words in the text."""
        form, _, number = words.partition("#")
        found = list(re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", self.text))
        return Span(*found[int(number or 1) - 1].span())

    def sentence(self, span: Span) -> int:
        """Tell in which sentence a span stands."""
        return len(re.findall(r"[.\n]\s", self.text[: span.start]))

    def mention(self, words: str, kind: MentionKind, type_: EntityType = "Other", **more: Any) -> Span:
        """Note a mention."""
        span = self.span(words)
        label = more.pop("label", None) or re.sub(
            r"^(?:les?|la|une?|des|ce(?:t|tte|s)?|l(?='))[ ']", "", span.of(self.text), flags=re.IGNORECASE
        )
        head = self.span(more.pop("head")) if "head" in more else span
        number = more.pop("number", "Sing")
        noted = Mention(span, head, self.sentence(span), label, label.lower(), kind, type_, number=number)
        self.mentions.append(replace(noted, **more))
        return head

    def name(self, words: str, type_: EntityType = "Person", **more: Any) -> Span:
        """Note a proper name; its label is the name as written."""
        form = words.partition("#")[0]
        return self.mention(words, "name", type_, **{"name": form, "label": form, "definite": True, **more})

    def noun(self, words: str, head: str, type_: EntityType = "Other", **more: Any) -> Span:
        """Note a noun phrase by its head; its determiner tells whether it is definite."""
        determiner = words.lower().split()[0]
        definite = determiner in {"le", "la", "les", "ce", "cet", "cette", "ces", "son", "sa"} or determiner.startswith(
            "l'"
        )
        demonstrative = determiner in {"ce", "cet", "cette", "ces"}
        marks = {
            "head": head,
            "lemma": head.partition("#")[0].lower(),
            "definite": definite,
            "demonstrative": demonstrative,
        }
        return self.mention(words, "noun", type_, **{**marks, **more})

    def pronoun(self, words: str, **more: Any) -> Span:
        """Note a pronoun of the third person."""
        return self.mention(words, "pronoun", **{"person": "3", **more})

    def event(self, trigger: str, relation: str, **more: Any) -> Span:
        """Note an event by its trigger."""
        span = self.span(trigger)
        labels = (("en", relation), ("fr", relation))
        self.events.append(
            EventFinding(
                trigger=span, triggers=(span,), sentence=self.sentence(span), relation=relation, labels=labels,
                type=more.pop("type", "ASSAULT"), lemma=more.pop("lemma", trigger.partition("#")[0].lower()),
                actors=more.pop("actors", ()), targets=more.pop("targets", ()), places=more.pop("places", ()),
                time=more.pop("time", None), polarity=more.pop("polarity", "positive"),
                modality=more.pop("modality", "actual"), sources=more.pop("sources", ()), scope=more.pop("scope", None),
                evidence=span, nominal=more.pop("nominal", False), demonstrative=more.pop("demonstrative", False),
                rules=more.pop("rules", ("verb/active",)), narrated=more.pop("narrated", False),
            )
        )  # fmt: skip
        return span

    def fact(self, subject: Span, relation: str, **more: Any) -> None:
        """Note a fact."""
        self.facts.append(FactFinding(subject, relation, more.pop("evidence", subject), **more))

    def resolve(self) -> Statements:
        """Tell who is who."""
        article = Article("draft", self.text, "fr", (Span(0, len(self.text)),), self.title)
        bounds = [0, *(found.end() for found in re.finditer(r"[.\n]\s", self.text)), len(self.text)]
        sentences = tuple(Sentence(i, Span(a, b), ()) for i, (a, b) in enumerate(pairwise(bounds)))
        findings = Findings(tuple(self.mentions), tuple(self.events), tuple(self.facts), tuple(self.times))
        return resolve(Parse(article, sentences, ()), findings, FRENCH)


def entity(statements: Statements, name: str) -> Entity:
    """Give the entity with that name."""
    return next(one for one in statements.entities if name in one.names)


def labels(statements: Statements) -> list[str]:
    """Give the labels of all entities."""
    return [one.label for one in statements.entities]


def who(statements: Statements, ids: tuple[str, ...]) -> list[str]:
    """Give the labels of some entities."""
    known = {one.id: one.label for one in statements.entities}
    return [known[key] for key in ids]
