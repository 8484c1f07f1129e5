"""Which events of the French TimeBank are told, by their triggers.

Takes the folder of annotated articles (JSON: text, events with character offsets); gives precision and recall of the
words that tell events, all and nouns alone, and why the others are missed. An event is found when a word of a finding
stands where its trigger begins.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.annotation import annotate
from kg.extraction import extract
from kg.language import load
from kg.model import Article, Span, Token

UPOS = {"VERB": {"VERB", "AUX"}, "NOUN": {"NOUN"}, "ADJECTIVE": {"ADJ", "VERB"}}
"""What the parser should take an event of a part of speech for."""


@dataclass(slots=True)
class Triggers:
    """How many triggers the gold has and how many of them are found; how many are told and how many of them rightly."""

    gold: int = 0
    found: int = 0
    told: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        """Give the share of what is told that is right."""
        return self.right / self.told if self.told else 0.0

    @property
    def recall(self) -> float:
        """Give the share of the gold that is found."""
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Give the harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __str__(self) -> str:
        """Write precision, recall and F1 in percent."""
        figures = f"P {100 * self.precision:.1f}  R {100 * self.recall:.1f}  F1 {100 * self.f1:.1f}"
        return f"{figures}  ({self.gold} in the gold)"


@dataclass(slots=True)
class Measure:
    """The figures of all triggers and of nouns, and the errors: cause, and the words around."""

    triggers: Triggers = field(default_factory=Triggers)
    nouns: Triggers = field(default_factory=Triggers)
    errors: list[tuple[str, str]] = field(default_factory=list)

    def add(self, cause: str, word: str, text: str, at: int) -> None:
        """Keep an error with the words around it."""
        around = " ".join(text[max(0, at - 40) : at + 40].split())
        self.errors.append((cause, f"{word} | {around}"))


def measure(folder: Path) -> Measure:
    """Read every article and compare what it tells with the gold."""
    made = Measure()
    for path in sorted(folder.glob("*.json")):
        _compare(json.loads(path.read_text(encoding="utf-8")), made)
    return made


def _compare(gold: dict[str, Any], made: Measure) -> None:
    text = gold["text"]
    parse = annotate(Article(gold["doc"], text, "fr", (Span(0, len(text)),), date=gold["dct"]))
    words = {token.span.start: token for sentence in parse.sentences for token in sentence.tokens}
    told = [{word.start for word in (event.trigger, *event.triggers)} for event in extract(parse, load("fr")).events]
    wanted = {event["start"]: event for event in gold["events"]}
    _count(made.triggers, wanted, told)
    nouns = {start for starts in told for start in starts if start in words and words[start].upos == "NOUN"}
    _count(made.nouns, [at for at, event in wanted.items() if event["pos"] == "NOUN"], [{at} for at in nouns], wanted)
    everything = set().union(*told)
    for start, event in wanted.items():
        if start not in everything:
            made.add(f"missed, for {_why_missed(event, words.get(start))}", event["text"], text, start)
    for starts in told:
        if starts.isdisjoint(wanted):
            word = words[min(starts)]
            made.add(f"wrong, a {word.upos.lower()}", word.form, text, word.span.start)


def _count(
    triggers: Triggers, wanted: Iterable[int], told: Iterable[set[int]], right: Iterable[int] | None = None
) -> None:
    expected, told = set(wanted), list(told)
    triggers.gold += len(expected)
    triggers.found += len(expected & set().union(*told))
    triggers.told += len(told)
    triggers.right += sum(not starts.isdisjoint(expected if right is None else set(right)) for starts in told)


def _why_missed(event: dict[str, Any], word: Token | None) -> str:
    """Guess why a trigger was missed: `parse` (no such word or part of speech), `lexicon` or `grammar`."""
    if word is None or word.upos not in UPOS.get(event["pos"], {word.upos}):
        return "the parse"
    if event["pos"] == "NOUN" and word.lemma.lower() not in load("fr").nouns:
        return "the lexicon"
    return f"the grammar ({event['class'].lower()})"
