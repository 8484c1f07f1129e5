"""Time expressions, negation, modality and attribution, against the French TimeBank.

Takes the folder of annotated articles (JSON: text, events, time expressions and subordination links with character
offsets); gives counts and the errors. The two schemes differ, and are compared where they say the same thing:

- a span is right when both ends are; a value when an expression that overlaps has the same.
- negated are the events that the corpus marks so, and those that a link calls untrue (COUNTER_FACTIVE,
  NEG_EVIDENTIAL, NEGATIVE): `a évité de polémiquer`.
- modal are the events with a modality or in the conditional, and those under a MODAL or CONDITIONAL link. The corpus
  leaves the future, purpose clauses, the condition itself (it links what follows from it), and what stands below a
  modal or negated event unmarked: there, neither answer counts.
- what the corpus says of a modal or causative verb (`devrait`, `a fait`) holds for the verb below it, the event here.
- reported is what stands under an EVIDENTIAL link, with the event that reports it; what is perceived is the article's
  own word here. The corpus links what is said, by its verb or noun; what else is told within counts neither way, and
  neither does what is wished, ordered or denied, which it links otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from timebank import Triggers

from kg.annotation import annotate
from kg.extraction import extract
from kg.extraction.times import find
from kg.language import load
from kg.model import Article, EventFinding, Parse, Span

UNTRUE = frozenset({"COUNTER_FACTIVE", "NEG_EVIDENTIAL", "NEGATIVE"})
MODAL = frozenset({"MODAL", "CONDITIONAL"})
EVIDENTIAL = frozenset({"EVIDENTIAL", "NEG_EVIDENTIAL"})
REPORTING = frozenset({"say", "know"})
CLAUSES = frozenset({"root", "ccomp", "xcomp", "csubj", "parataxis", "conj", "obj"})
UNMARKED = frozenset(
    {"stance/purpose", "stance/future-tense", "stance/date-ahead", "stance/part-of-negated", "stance/condition"}
)
"""Grounds on which an event is to come or open here, and of which the corpus says nothing."""
Found = dict[int, EventFinding]


@dataclass(slots=True)
class Measure:
    """The figures, and the errors: which figure, what kind, and the words around."""

    spans: Triggers = field(default_factory=Triggers)
    values: Triggers = field(default_factory=Triggers)
    negated: Triggers = field(default_factory=Triggers)
    modal: Triggers = field(default_factory=Triggers)
    reported: Triggers = field(default_factory=Triggers)
    errors: list[tuple[str, str]] = field(default_factory=list)


def measure(folder: Path) -> Measure:
    """Compare every article with its annotation."""
    made = Measure()
    for path in sorted(folder.glob("*.json")):
        _compare(json.loads(path.read_text(encoding="utf-8")), made)
    return made


def _compare(gold: dict[str, Any], made: Measure) -> None:
    text = gold["text"]
    parse = annotate(Article(gold["doc"], text, "fr", (Span(0, len(text)),), date=gold["dct"]))
    _times(gold, parse, made)
    article = Annotated(gold, parse)
    for name, figure, wanted, given, neutral in (
        ("negated", made.negated, *article.negated()),
        ("modal", made.modal, *article.modal()),
        ("reported", made.reported, *article.reported()),
    ):
        _count(figure, wanted, given - neutral)
        wrong = [("missed", each) for each in wanted - given] + [("wrong", each) for each in given - wanted - neutral]
        made.errors += [(f"{name}, {kind}", _around(text, each)) for kind, each in sorted(wrong)]


def _times(gold: dict[str, Any], parse: Parse, made: Measure) -> None:
    wanted = {(each["start"], each["end"]): each["value"] for each in gold["timexes"]}
    found = {(each.span.start, each.span.end): each.value for each in find(parse, intervals=False)}
    _count(made.spans, set(wanted), set(found))
    made.values.gold += len(wanted)
    made.values.told += len(found)
    made.values.found += sum(_is_same(span, value, found) for span, value in wanted.items())
    made.values.right += sum(_is_same(span, value, wanted) for span, value in found.items())


def _is_same(span: tuple[int, int], value: str, others: dict[tuple[int, int], str]) -> bool:
    return any(other == value for (start, end), other in others.items() if start < span[1] and span[0] < end)


def _count(figure: Triggers, wanted: set[Any], given: set[Any]) -> None:
    figure.gold += len(wanted)
    figure.told += len(given)
    figure.found += len(wanted & given)
    figure.right += len(wanted & given)


def _around(text: str, place: int | tuple[int, int]) -> str:
    first, last = (place, place) if isinstance(place, int) else sorted(place)
    return " ".join(text[max(0, first - 50) : last + 50].split())


class Annotated:
    """The events of an article by where their triggers begin: as annotated, and as found."""

    def __init__(self, gold: dict[str, Any], parse: Parse) -> None:
        self.events = {event["start"]: event for event in gold["events"] if event["start"] < event["end"]}
        self.starts = {event["eiid"]: at for at, event in self.events.items()}
        self.links = [
            (link["relType"], self.starts[link["eventInstanceID"]], self.starts[link["subordinatedEventInstance"]])
            for link in gold["slinks"]
            if link["eventInstanceID"] in self.starts and link.get("subordinatedEventInstance") in self.starts
        ]
        found = extract(parse, load("fr")).events
        self.found: Found = {word.start: each for each in found for word in (*each.triggers, each.trigger)}
        self.tokens = {token.span.start: (s.tokens, token) for s in parse.sentences for token in s.tokens}

    def negated(self) -> tuple[set[int], set[int], set[int]]:
        """Give what is negated: as annotated, as found, and what counts neither way."""
        marked = {at for at, event in self.events.items() if event.get("polarity") == "NEG"}
        wanted = self._carried(marked) | {below for kind, _, below in self.links if kind in UNTRUE}
        return wanted, {at for at in self.events if self._is(at, "polarity", "negative")}, set()

    def modal(self) -> tuple[set[int], set[int], set[int]]:
        """Give what is possible or to come: as annotated, as found, and what counts neither way."""
        marked = {
            at for at, event in self.events.items() if event.get("modality") or event.get("mood") == "CONDITIONAL"
        }
        wanted = self._carried(marked | {below for kind, _, below in self.links if kind in MODAL})
        given = {at for at in self.events if at in self.found and self.found[at].modality != "actual"}
        unmarked = {at for at in given if set(self.found[at].rules) & UNMARKED or self.found[at].modality == "future"}
        below = {at for at in given if any(above in wanted for above in self._above(at))}
        return wanted, given, (unmarked | below) - wanted

    def reported(self) -> tuple[set[tuple[int, int]], set[tuple[int, int]], set[tuple[int, int]]]:
        """Give pairs of a report and what it reports: as annotated, as found, and what counts neither way."""
        wanted = {
            (high, low)
            for kind, above, below in self.links
            if kind in EVIDENTIAL and self.events[above]["class"] != "PERCEPTION"
            for high in self._carried({above})
            for low in self._carried({below})
        }
        scopes = {at: self.found[at].scope for at in self.events if at in self.found}
        given = {(scope.start, at) for at, scope in scopes.items() if scope and scope.start in self.events}
        neutral = {(top, at) for top, at in given if not (self._reports(top) and self._is_said(at, top))}
        return wanted, given, neutral - wanted

    def _reports(self, at: int) -> bool:
        """Tell whether an event reports another, and does not wish, order or deny it."""
        return load("fr").stances.get(self.found[at].lemma) in REPORTING if at in self.found else True

    def _is_said(self, at: int, top: int) -> bool:
        """Tell whether an event is what a report says, and no more than a part of it."""
        is_part = any(above in self.events and above != top for above in self._above(at, top))
        return not is_part and (at not in self.tokens or self.tokens[at][1].relation in CLAUSES)

    def _is(self, at: int, name: str, value: str) -> bool:
        return at in self.found and getattr(self.found[at], name) == value

    def _carried(self, marked: set[int]) -> set[int]:
        """Give what modal and causative verbs are marked with to the event below them."""
        below = {above: low for _, above, low in self.links}
        return {at if at in self.found else self._caused(at) or below.get(at, at) for at in marked}

    def _caused(self, at: int) -> int | None:
        """Give the infinitive below a verb that is no event by itself: `a fait savoir`."""
        if at not in self.tokens or self.tokens[at][1].lemma != "faire":
            return None
        tokens, verb = self.tokens[at]
        near = (token.span.start for token in tokens if token.head == verb.id or token.id == verb.head)
        return next((start for start in near if start in self.found and start > at), None)

    def _above(self, at: int, top: int | None = None) -> Iterator[int]:
        """Yield where the words stand that govern a word, up to one of them or to the root."""
        if at not in self.tokens:
            return
        tokens, token = self.tokens[at]
        while token.head:
            token = tokens[token.head - 1]
            if token.span.start == top:
                return
            yield token.span.start
