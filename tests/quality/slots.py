"""Third-person pronouns that fill a slot of an event, against annotated articles.

Takes a folder of gold annotations; gives how many pronouns stand where the gold has a participant, how many of those
are resolved, and how many rightly: to somebody who bears a name of one of the participants that the gold has there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coreference import THIRD_PERSON, Document, Pronouns, read
from scoring import anchored, words

from kg.model import EventFinding, Span
from kg.resolution.directory import Directory

ROLES = {"actor": "actors", "target": "targets", "place": "places"}


def measure(gold: Path) -> Pronouns:
    """Count over all articles of a gold."""
    verdicts = [verdict for path in sorted(gold.glob("*.json")) for verdict in _article(json.loads(path.read_text()))]
    resolved = [verdict for verdict in verdicts if verdict is not None]
    return Pronouns(len(verdicts), len(resolved), sum(resolved))


def _article(gold: dict[str, Any]) -> Iterator[bool | None]:
    """Yield for each pronoun in a slot whether it is tied rightly, None when it is left open."""
    found = read(Document(gold["text"]))
    names = {entity["id"]: {words(name) for name in entity["names"]} for entity in gold["entities"]}
    for event in found.reader.events:
        annotated = _annotated(gold, event)
        for role, slot in ROLES.items() if annotated else ():
            wanted = {name for entity in annotated[role] for name in names.get(entity, ())}
            heads = (head for head in getattr(event, slot) if wanted and _is_pronoun(gold["text"], head))
            yield from (_is_right(found, head, wanted) for head in heads)


def _annotated(gold: dict[str, Any], event: EventFinding) -> dict[str, Any]:
    """Give the event of the gold that has the same trigger, nothing when there is none."""
    at = event.trigger.start
    same = (each for each in gold["events"] if any(at in anchored(gold["text"], a) for a in each["anchors"]))
    return next(same, {})


def _is_pronoun(text: str, head: Span) -> bool:
    return text[head.start : head.end].lower() in THIRD_PERSON


def _is_right(found: Directory, head: Span, wanted: set[frozenset[str]]) -> bool | None:
    forms = {words(form) for chain in found.chains(head) for member in chain.members for form in member.forms}
    return bool(forms & wanted) if forms else None
