"""Why what annotated articles hold was not found, or something else was.

Takes a gold annotation, the graph JSON of the same article and its parse; gives a cause for each event and argument
that is missed or wrong. What can be told without gold trees: `parse` (the trigger has no part of speech that tells an
event), `lexicon` (the noun is not in the table), `entity` (nothing in the graph goes by a name of the gold's entity),
`resolution` (the right mention is in the role, under another entity; or who fills it was read from a pronoun or a
common noun), else `grammar`, which takes in wrong attachments.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scoring import ROLES, Comparison, anchored

from kg.language import load
from kg.model import Parse, Token

RESOLVED = ("pronoun/", "noun/", "name/")
"""Rules that identify a participant with what is named elsewhere."""


def errors(comparison: Comparison, parse: Parse) -> Iterator[tuple[str, str]]:
    """Yield each error's cause and what it is about."""
    words = {at: t for s in parse.sentences for t in s.tokens for at in range(t.span.start, t.span.end)}
    wanted, given = comparison.wanted(), comparison.given()
    found = {key for (key,) in given["event"]}
    for (key,) in sorted(wanted["event"] - given["event"]):
        yield f"event missed, for the {_why_untold(comparison, key, words)}", _event(comparison, key)
    for (key,) in sorted(given["event"] - wanted["event"]):
        if key not in comparison.optional:
            yield "event wrong", key
    for key, role, entity in sorted(wanted["argument"] - given["argument"]):
        if key in found:
            cause = _why_unfilled(comparison, key, role, entity)
            name = comparison.gold_name(entity)
            yield f"argument missed, for the {cause}", f"{_event(comparison, key)} {role} {name}"
    for key, role, entity in sorted(given["argument"] - wanted["argument"]):
        if key in comparison.gold_events and key not in comparison.optional:
            cause = "resolution" if _is_resolved(comparison, key) else "grammar"
            yield f"argument wrong, for the {cause}", f"{_event(comparison, key)} {role} {comparison.label(entity)}"


def _event(comparison: Comparison, key: str) -> str:
    gold = comparison.gold_events.get(key)
    return f"{gold['anchors'][0]}" if gold else key


def _why_untold(comparison: Comparison, key: str, words: dict[int, Token]) -> str:
    anchors = comparison.gold_events[key]["anchors"]
    tokens = [words[at.start] for at in (anchored(comparison.gold["text"], a) for a in anchors) if at.start in words]
    if not any(token.upos in {"VERB", "NOUN"} for token in tokens):
        return "parse"
    is_listed = any(token.upos == "VERB" or token.lemma.lower() in load("fr").nouns for token in tokens)
    return "grammar" if is_listed else "lexicon"


def _why_unfilled(comparison: Comparison, key: str, role: str, entity: str) -> str:
    names = comparison.names[entity]
    if not any(names & labels for labels in comparison.labels.values()):
        return "entity"
    told = [event for event in comparison.got["events"] if comparison.gold_event(event) == key]
    fillers = [one for event in told for one in event[next(many for many, one in ROLES.items() if one == role)]]
    return "resolution" if fillers and _is_resolved(comparison, key) else "grammar"


def _is_resolved(comparison: Comparison, key: str) -> bool:
    told: list[Any] = [event for event in comparison.got["events"] if comparison.gold_event(event) == key]
    return any(rule.startswith(RESOLVED) for event in told for rule in event["rules"])
