"""The network -> one report in Markdown, to be read from beginning to end.

Takes the network; gives the text of a file. Knows what a reader asks in turn: which articles, who is who, what happened
when, what is only said; never how a statement is phrased. What the articles state as fact stands apart from what they
do not vouch for, and each statement has its sentence and its article.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from operator import itemgetter
from typing import Final, get_args

from kg.export.markdown import Items, escaped
from kg.export.statements import grouped, is_fact
from kg.export.wording import language_of, words
from kg.graph import Network, bounds, claims, documents, entities, quotations
from kg.model import Claim, EntityNode, EntityType, Status

WHO: Final[tuple[EntityType, ...]] = ("Person", "Organization", "Group", "Place")
"""The types of those who are introduced; all others are named in statements alone."""
NOT_STATED: Final[tuple[Status, ...]] = get_args(Status)[1:]


def to_markdown(graph: Network) -> str:
    """Write the report of a graph, in the language of most of its articles."""
    return "\n".join(_Report(graph).lines()) + "\n"


class _Report:
    """The parts of one report."""

    def __init__(self, graph: Network) -> None:
        self._graph = graph
        language = language_of(graph)
        self._words = words(language)
        self._items = Items(graph, language)
        self._claims = list(claims(graph))
        told = [claim for claim in self._claims if not is_fact(graph, claim)]
        self._groups = grouped(graph, told)
        self._about: dict[str, list[Claim]] = defaultdict(list)
        for claim in self._claims:
            for key in {claim.subject, claim.object, claim.of, claim.attributed_to, *claim.places}:
                if key:
                    self._about[key].append(claim)

    def lines(self) -> Iterator[str]:
        yield f"# {self._words['report']}"
        yield from self._part("articles", self._articles())
        yield from self._heading("who")
        for kind in WHO:
            who = [node for node in entities(self._graph) if node.type == kind]
            yield from self._section(f"type.{kind}", self._who(who))
        yield from self._timeline()
        yield from self._heading("not.stated")
        for status in NOT_STATED:
            found = [group for group in self._groups if group[0].status == status]
            yield from self._section(f"status.{status}", self._statements(found))
        yield from self._part("quotations", self._quotations())

    def _articles(self) -> Iterator[str]:
        for node in documents(self._graph):
            known = (escaped(node.date or ""), escaped(node.name if node.title else ""), self._items.origin(node))
            yield " — ".join((f"- **{self._items.say.node(node.id)}**", *filter(None, known)))

    def _who(self, nodes: Iterable[EntityNode]) -> Iterator[str]:
        """Introduce those of whom most is said first."""
        for node in sorted(nodes, key=lambda one: (-len(self._about[one.id]), one.label, one.id)):
            known = self._about[node.id]
            names = ", ".join(filter(None, (escaped(name) for name in node.names if name != node.label)))
            also = f" ({self._words['also']} {names})" if names else ""
            facts = [claim for claim in known if claim.subject == node.id and is_fact(self._graph, claim)]
            said = dict.fromkeys(self._items.say.fact(claim) for claim in facts)
            count = self._words["statements"].format(count=len(known))
            yield " — ".join((f"- **{self._items.say.node(node.id)}**{also}", *said, count))

    def _timeline(self) -> Iterator[str]:
        stated = [group for group in self._groups if group[0].status == "Asserted"]
        dated = [(day, group) for group in stated if (day := _first_day(group))]
        in_time = (group for _, group in sorted(dated, key=itemgetter(0)))
        yield from self._part("timeline", self._statements(in_time))
        yield from self._section("undated", self._statements(group for group in stated if not _first_day(group)))

    def _statements(self, groups: Iterable[tuple[Claim, ...]]) -> Iterator[str]:
        for group in groups:
            yield from self._items.statement(group)

    def _quotations(self) -> Iterator[str]:
        for node in quotations(self._graph):
            yield from self._items.quotation(node)

    def _heading(self, key: str) -> Iterator[str]:
        yield from ("", f"## {self._words[key]}")

    def _part(self, key: str, lines: Iterable[str]) -> Iterator[str]:
        yield from self._heading(key)
        yield from ("", *(list(lines) or [self._words["none"]]))

    def _section(self, key: str, lines: Iterable[str]) -> Iterator[str]:
        """Write a section, unless there is nothing in it."""
        if found := list(lines):
            yield from ("", f"### {self._words[key]}", "", *found)


def _first_day(told: Iterable[Claim]) -> date | None:
    return min((days[0] for claim in told if (days := bounds(claim.time or ""))), default=None)
