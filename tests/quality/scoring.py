"""How much of an annotated article is found, and how much of what is found is right.

Takes a gold annotation (`gold/*.json`: entities, events and facts of an article) and the graph JSON of the same
article; gives counts. Both are written as sets of tuples in the gold's terms, which are then compared: an event that
was found goes by the id of the gold event whose anchors its triggers overlap, a participant by the id of the gold
entity that shares the content words of a name with it; what has no counterpart keeps its own id, and is wrong. A
literal may be longer or shorter than in the gold. What the gold marks optional counts neither way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from anyascii import anyascii

FIGURES = ("event", "argument", "triple", "time", "source", "fact")
ROLES = {"actors": "actor", "targets": "target", "places": "place"}
FUNCTION_WORDS = frozenset(
    "le la les l un une des du de d au aux a en et ce cet cette ces son sa ses leur leurs tous toutes m mme".split()
)
Json = Mapping[str, Any]
Tuples = dict[str, set[tuple[str, ...]]]


@dataclass
class Count:
    """What one figure rests on: hits among what is wanted, and what was given but is not so."""

    wanted: int = 0
    hit: int = 0
    wrong: int = 0

    def f1(self) -> float:
        """Give the harmonic mean of precision and recall."""
        return 2 * self.hit / (self.hit + self.wrong + self.wanted) if self.hit else 0.0


def figures(articles: Iterable[tuple[Json, Json]]) -> dict[str, float]:
    """Give F1 over pairs of gold and graph, and of the events given as plain facts the share that are none."""
    counts = {figure: Count() for figure in FIGURES}
    plain: list[bool] = []
    for gold, got in articles:
        comparison = Comparison(gold, got)
        plain.extend(comparison.plain_facts())
        wanted, given = comparison.wanted(), comparison.given()
        for figure, count in counts.items():
            count.wanted += len(wanted[figure])
            count.hit += len(wanted[figure] & given[figure])
            count.wrong += sum(entry[0] not in comparison.optional for entry in given[figure] - wanted[figure])
    unsound = plain.count(False) / len(plain) if plain else 0.0
    return {name: round(count.f1(), 3) for name, count in counts.items()} | {"unsound": round(unsound, 3)}


class Comparison:
    """One article: its gold and the graph that was made of it, as tuples."""

    def __init__(self, gold: Json, got: Json) -> None:
        self.gold, self.got = gold, got
        self.gold_events = {event["id"]: event for event in gold["events"]}
        self.optional = {entry["id"] for entry in (*gold["events"], *gold["facts"]) if entry["optional"]}
        self.names = {entity["id"]: {words(name) for name in entity["names"]} for entity in gold["entities"]}
        self.labels = {entity["id"]: {words(name) for name in entity["names"]} for entity in got["entities"]}
        self.labels |= {event["id"]: {words(t["text"]) for t in event["triggers"]} for event in got["events"]}

    def wanted(self) -> Tuples:
        """Give what the gold asks for."""
        result: Tuples = {figure: set() for figure in FIGURES}
        for key, event in self.gold_events.items():
            if key not in self.optional:
                result["event"].add((key,))
                result["argument"] |= {(key, role, entity) for role in ROLES.values() for entity in event[role]}
                goals = event["target"] or event["place"]
                result["triple"] |= {(key, actor, goal) for actor in event["actor"] for goal in goals}
                result["time"] |= {(key, event["time"])} if event["time"] else set()
                result["source"] |= {(key, source) for source in event["source"]}
        result["fact"] = {(fact["id"],) for fact in self.gold["facts"] if fact["id"] not in self.optional}
        return result

    def given(self) -> Tuples:
        """Give what was found, in the gold's terms."""
        result: Tuples = {figure: set() for figure in FIGURES}
        for event in self.got["events"]:
            key = self.gold_event(event) or event["id"]
            gold = self.gold_events.get(key, {"actor": [], "target": [], "place": [], "source": [], "time": None})
            filled = {many: [self._fill(one, role, gold) for one in event[many]] for many, role in ROLES.items()}
            goals = filled["targets"] or filled["places"]
            result["event"].add((key,))
            result["argument"] |= {(key, *argument) for arguments in filled.values() for argument in arguments}
            result["triple"] |= {(key, actor, goal) for _, actor in filled["actors"] for _, goal in goals}
            result["source"] |= {(key, self._name(source, gold["source"])) for source in event["sources"]}
            result["time"] |= {(key, _time(event["time"]["value"], gold["time"]))} if event["time"] else set()
        result["fact"] = {(self._fact(number, fact),) for number, fact in enumerate(self.got["facts"])}
        return result

    def gold_name(self, entity: str) -> str:
        """Give the best name of an entity of the gold."""
        return next(str(each["names"][0]) for each in self.gold["entities"] if each["id"] == entity)

    def label(self, key: str) -> str:
        """Give the words of an entity or event that was found, or the name of one of the gold."""
        if key in self.names:
            return self.gold_name(key)
        return " / ".join(" ".join(sorted(label)) for label in self.labels[key])

    def plain_facts(self) -> Iterator[bool]:
        """Tell of each event given as a plain fact whether the gold says so too."""
        for event in self.got["events"]:
            gold = self.gold_events.get(self.gold_event(event) or "")
            if gold and not gold["optional"] and _is_plain(event, event["sources"]):
                yield _is_plain(gold, gold["source"])

    def gold_event(self, event: Json) -> str | None:
        """Find the gold event whose anchors share the most characters with the triggers."""
        triggers = {at for trigger in event["triggers"] for at in range(trigger["start"], trigger["end"])}
        shared = {
            key: sum(len(triggers & set(anchored(self.gold["text"], anchor))) for anchor in gold["anchors"])
            for key, gold in self.gold_events.items()
        }
        best = max(shared, key=lambda key: shared[key])
        return best if shared[best] else None

    def _fill(self, participant: str, role: str, gold: Json) -> tuple[str, str]:
        """Give the role and the gold entity that a participant fills; targets and places may stand for each other."""
        for wanted in (role, *{"target": ["place"], "place": ["target"]}.get(role, [])):
            entity = self._name(participant, gold[wanted])
            if entity in self.names:
                return wanted, entity
        return role, participant

    def _name(self, participant: str, candidates: Iterable[str]) -> str:
        """Give the candidate that shares the words of a name with a participant, or else its own id."""
        return next((entity for entity in candidates if self.labels[participant] & self.names[entity]), participant)

    def _fact(self, number: int, fact: Json) -> str:
        return next((gold["id"] for gold in self.gold["facts"] if self._is_same_fact(fact, gold)), str(number))

    def _is_same_fact(self, fact: Json, gold: Json) -> bool:
        if fact["relation"] != gold["relation"] or not self.labels[fact["subject"]] & self.names[gold["subject"]]:
            return False
        if gold["object"]:
            return bool(fact["object"] and self.labels[fact["object"]] & self.names[gold["object"]])
        wanted = words(gold["value"])
        written = self.labels[fact["object"]] if fact["object"] else {words(fact["value"])}
        return any(value <= wanted or wanted <= value for value in written)


def words(label: str) -> frozenset[str]:
    """Give the content words of a label, without accents and case.

    >>> sorted(words("l'aéroport de Bagdad"))
    ['aeroport', 'bagdad']
    """
    found = re.findall(r"[a-z0-9]+", anyascii(label).lower())
    return frozenset(word for word in found if word not in FUNCTION_WORDS) or frozenset(found)


def anchored(text: str, anchor: str) -> range:
    """Locate `word#n`, the n-th occurrence of a word in the text."""
    word, number = anchor.rsplit("#", 1)
    starts = [found.start() for found in re.finditer(re.escape(word), text)]
    return range(starts[int(number) - 1], starts[int(number) - 1] + len(word))


def _time(value: str, gold: str | None) -> str:
    """Give the gold's time where the value is the same at the gold's precision; for an interval either end will do."""
    same = gold and any(value.startswith(end) for end in (gold, *gold.split("/")))
    return gold if gold and same else value


def _is_plain(event: Json, sources: object) -> bool:
    return event["polarity"] == "positive" and event["modality"] == "actual" and not sources
