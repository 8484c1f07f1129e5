"""Who did what to whom in annotated sentences of English news.

Takes `english.tsv`; gives precision, recall and F1 of triples (actor, trigger, goal), and how many events are stated as
facts that the sentence only reports, denies, plans or supposes. A participant is right if it shares a content word
with the annotated one; the goal is the target or, where there is none, the place.

    python tests/quality/english.py            # the figures
    python tests/quality/english.py --errors   # and what is missing or wrong
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from scoring import words

from kg.annotation import annotate
from kg.extraction import extract
from kg.language import load, rows
from kg.model import Article, EventFinding, Findings, Span

SENTENCES = Path(__file__).parent / "english.tsv"
COLUMNS = ("sentence", "actor", "trigger", "goal", "standing")
NOBODY = "-"
FACT = "fact"


@dataclass(frozen=True)
class Told:
    """An event as it is annotated or found: words of actor and goal ("-" for none), trigger, whether it is a fact."""

    actor: str
    trigger: str
    goal: str
    is_fact: bool


@dataclass
class Measure:
    """Triples by outcome; `unsound` are events stated as facts that the annotation knows as none, of `facts`."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    unsound: list[str] = field(default_factory=list)
    facts: int = 0

    @property
    def precision(self) -> float:
        """Give the share of triples found that are right."""
        return self.right / (self.right + len(self.wrong)) if self.right else 0.0

    @property
    def recall(self) -> float:
        """Give the share of annotated triples that are found."""
        return self.right / (self.right + len(self.missed)) if self.right else 0.0

    @property
    def f1(self) -> float:
        """Give the harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __str__(self) -> str:
        """Write the figures."""
        return (
            f"P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f}  "
            f"({self.right} right, {len(self.wrong)} wrong, {len(self.missed)} missed; "
            f"{len(self.unsound)} of {self.facts} facts unsound)"
        )


def sample() -> dict[str, list[Told]]:
    """Give the annotated events of each sentence."""
    found: dict[str, list[Told]] = {}
    for row in rows(SENTENCES, COLUMNS):
        told = Told(row["actor"], row["trigger"], row["goal"], row["standing"] == FACT)
        found.setdefault(row["sentence"], []).append(told)
    return found


def read(sentence: str) -> list[Told]:
    """Give the events that kg finds in a sentence, one for each pair of actor and goal."""
    article = Article("sentence", sentence, "en", (Span(0, len(sentence)),), date="2020-09-15")
    found = extract(annotate(article), load("en"))
    return [told for event in found.events for told in _pairs(event, found, sentence)]


def _pairs(event: EventFinding, found: Findings, sentence: str) -> Iterator[Told]:
    labels = {mention.head: mention.label for mention in found.mentions}
    is_fact = event.polarity == "positive" and event.modality == "actual" and not event.sources
    trigger = " ".join(span.of(sentence) for span in event.triggers)
    for actor in [labels[head] for head in event.actors] or [NOBODY]:
        for goal in [labels[head] for head in event.targets or event.places] or [NOBODY]:
            yield Told(actor, trigger, goal, is_fact)


def measure() -> Measure:
    """Compare what kg finds in every sentence with the annotation."""
    made = Measure()
    for sentence, wanted in sample().items():
        compare(sentence, wanted, read(sentence), made)
    return made


def compare(sentence: str, wanted: list[Told], given: list[Told], made: Measure) -> None:
    """Count the triples of one sentence, and the events of it that are given as facts."""
    triples = [told for told in given if NOBODY not in {told.actor, told.goal}]
    for told in wanted:
        if told.goal != NOBODY and not any(_is_same(told, other) for other in triples):
            made.missed.append(f"{told} in {sentence}")
    for told in triples:
        if any(_is_same(other, told) for other in wanted):
            made.right += 1
        else:
            made.wrong.append(f"{told} in {sentence}")
    for told in given:
        known = [other for other in wanted if other.trigger in told.trigger.split()]
        if told.is_fact and known:
            made.facts += 1
            if not any(other.is_fact for other in known):
                made.unsound.append(f"{told} in {sentence}")


def _is_same(wanted: Told, given: Told) -> bool:
    same_ends = words(wanted.actor) & words(given.actor) and words(wanted.goal) & words(given.goal)
    return wanted.trigger in given.trigger.split() and bool(same_ends)


if __name__ == "__main__":
    result = measure()
    sys.stdout.write(f"{result}\n")
    if "--errors" in sys.argv:
        for name in ("wrong", "missed", "unsound"):
            sys.stdout.writelines(f"{name}: {each}\n" for each in getattr(result, name))
