"""How statements read on one line of a language.

Takes the network and two ways to write: one for texts (plain or escaped), one for the name of a participant or article
under its key (a link, perhaps); gives lines. Knows that an end of a claim may be an event or a claim itself, and that
these may run in a circle; never which format the lines are for. What is not stated is marked wherever it stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from kg.export.characters import line
from kg.export.statements import is_fact, speaker
from kg.export.wording import Language, words
from kg.graph import Network, claims
from kg.graph.pairing import ends
from kg.model import Claim, DocumentNode, EntityNode, RelationNode

DEPTH: Final = 4
"""Levels of claims about claims; what lies deeper is left out."""
NOBODY = "…"


class Phrasing:
    """The lines for what is in one graph, in one language."""

    def __init__(
        self,
        graph: Network,
        language: Language,
        text: Callable[[str], str] = line,
        name: Callable[[str, str], str] | None = None,
    ) -> None:
        self._graph = graph
        self._language = language
        self._text = text
        self._name = name or (lambda _, label: text(label))
        self._words = words(language)
        self._of_event: dict[str, list[Claim]] = defaultdict(list)
        for claim in claims(graph):
            if claim.event is not None:
                self._of_event[claim.event].append(claim)

    def statement(self, told: Sequence[Claim], depth: int = 0, *, marked: bool = True) -> str:
        """Say the claims of one event, or a single claim: who does what to whom, and whether that is not stated."""
        first = told[0]
        subjects = self._named((ends(claim).subject for claim in told), depth) or NOBODY
        if is_fact(self._graph, first):
            return f"{subjects}, {self.fact(first, depth)}"
        goals = sorted({goal for claim in told if (goal := ends(claim).object)})
        things = self._named((goal for goal in goals if self._told(goal) is None), depth)
        content = "; ".join(self.node(goal, depth) for goal in goals if self._told(goal) is not None)
        relation = self.marked_relation(first) if marked else self.relation(first)
        said = " ".join(filter(None, (subjects, relation, things)))
        return self._words["told"].format(relation=said, told=content) if content else said

    def fact(self, claim: Claim, depth: int = 0) -> str:
        """Say what a fact tells of its subject: the relation, the words or whom they name, and where they hold."""
        value = self._text(claim.value or "") if claim.object is None else self.node(claim.object, depth)
        if claim.of is not None:
            value = self._words["of"].format(value=value, whole=self.node(claim.of))
        return self._words["fact"].format(relation=self.relation(claim), value=value)

    def relation(self, claim: Claim) -> str:
        """Name the relation that a reader means."""
        return self.relation_label(ends(claim).relation)

    def marked_relation(self, claim: Claim) -> str:
        """Name the relation, with the status of a claim that is not stated: `a voulu (nié)`."""
        relation = self.relation(claim)
        if claim.status == "Asserted":
            return relation
        return f"{relation} ({self._words[f'mark.{claim.status}']})"

    def relation_label(self, key: str) -> str:
        """Name a relation in the language, else in any."""
        node = self._graph.nodes[key]["value"]
        labels = dict(node.labels) if isinstance(node, RelationNode) else {}
        found = (labels.get(self._language), labels.get("en"), *labels.values(), key.removeprefix("rel:"))
        return next((said for label in found if label and (said := self._text(label))), NOBODY)

    def stance(self, claim: Claim) -> str:
        """Say how far the article stands behind a claim, and whom it makes responsible instead."""
        who = speaker(self._graph, claim)
        source = self._words["narrator"] if who is None else self.node(who)
        manner = "promised" if claim.modality == "promised" and claim.status == "Projected" else claim.status
        return self._words[f"stance.{manner}"].format(source=source)

    def node(self, key: str, depth: int = 0) -> str:
        """Name a node: an entity by its label, an event and a claim by who does what to whom."""
        told = self._told(key)
        if told is not None:
            return self.statement(told, depth + 1) if depth < DEPTH else NOBODY
        node = self._graph.nodes[key]
        label = line(str(node["label"])) or line(key)
        return self._name(key, label) if isinstance(node["value"], EntityNode | DocumentNode) else self._text(label)

    def _named(self, keys: Iterable[str | None], depth: int) -> str:
        return ", ".join(self._quoted(key, depth) for key in sorted({key for key in keys if key}))

    def _quoted(self, key: str, depth: int) -> str:
        """Name a node; what is told stands in quotation marks, for it has a verb of its own."""
        name = self.node(key, depth)
        return name if self._told(key) is None else self._words["quoted"].format(text=name)

    def _told(self, key: str) -> Sequence[Claim] | None:
        """Give the claims that say what an event or a claim is, None for anything else."""
        value = self._graph.nodes[key]["value"]
        return [value] if isinstance(value, Claim) else self._of_event.get(key)
