"""Changes between two graphs, laid out for people.

Takes two networks and their differences; prints each article with its sentences and what changed in them, then who is
who, and a count of all. Knows words for people; never what is a change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from rich import box
from rich.table import Table
from rich.text import Text

from kg.cli.terminal import display
from kg.export.characters import shown
from kg.export.phrasing import Phrasing
from kg.export.statements import speaker
from kg.export.wording import language_of
from kg.graph import Network, claims, documents
from kg.graph.differences import KINDS, Change, Differences
from kg.graph.pairing import ends
from kg.model import Claim, DocumentNode, EntityNode, EventNode, QuotationNode, RelationNode

if TYPE_CHECKING:
    from rich.console import RenderableType

MARKS: Final[Mapping[str, tuple[str, str]]] = {"gained": ("+", "green"), "lost": ("-", "red")}
CHANGED: Final = ("~", "yellow")
NAMES: Final[Mapping[str, str]] = {
    "attributed_to": "according to",
    "link_confidence": "link sure",
    "places": "place",
    "reasons": "one because",
    "reprint_of": "reprint of",
    "sha256": "text",
    "time_text": "time told as",
    "within": "told in",
}
"""What people call fields whose names say less."""
NOTHING: Final = "—"
Row = tuple[Text | str, Text]
_SEVERAL: Final = dict.fromkeys(("joined", "split", "regrouped"), ("links", "reasons"))
"""What is told of changes that are not of one thing into one."""


def show(old: Network, new: Network, differences: Differences, *, in_full: bool = True) -> None:
    """Print the changes, or only how many there are."""
    parts = list(_Report(old, new).parts(differences)) if in_full else []
    display(*parts, *_counts(differences))


class _Report:
    """What is printed of the changes one by one."""

    def __init__(self, old: Network, new: Network) -> None:
        self._old, self._new = _Words(old), _Words(new)
        self._titles = {node.name: node.title for graph in (old, new) for node in documents(graph)}

    def parts(self, differences: Differences) -> Iterator[RenderableType]:
        """Yield articles, then what several share; what came, went or is rekeyed there is counted alone."""
        of_articles = {change.articles: change for change in differences.articles if change.kind != "rekeyed"}
        told: dict[tuple[str, ...], list[Change[Any]]] = {articles: [] for articles in of_articles}
        said: list[Change[Any]] = [*differences.statements, *differences.quotations]
        for change in said:
            if change.kind != "rekeyed":
                told.setdefault(change.articles, []).append(change)
        for articles in sorted(told):
            yield Text(self._heading(articles, of_articles.get(articles)), style="bold")
            if told[articles]:
                yield _grid(self._said(told[articles]))
            yield ""
        others: list[Change[Any]] = [*differences.entities, *differences.events, *differences.relations]
        if described := [change for change in others if change.kind not in {*MARKS, "rekeyed"}]:
            yield Text("Who and what is one, and how it is described", style="bold")
            yield _grid(row for change in described for row in self._rows(change))
            yield ""

    def _heading(self, articles: tuple[str, ...], change: Change[DocumentNode] | None) -> str:
        """Name an article, with what happened to it as a whole."""
        name = articles[-1]
        heading = " — ".join(filter(None, (shown(name), shown(self._titles[name] or ""))))
        return heading if change is None else f"{heading} ({'; '.join(self._details(change)) or change.kind})"

    def _said(self, changes: Iterable[Change[Any]]) -> Iterator[Row]:
        """Lay out what an article says, each sentence above what changed in it, with what it was if it is corrected."""
        for (before, after), told in groupby(changes, key=_sentences):
            if after:
                yield "", Text(f"“{after}”", style="dim")
            if after != before:
                yield "", Text(f"before: “{before}”", style="dim")
            for change in told:
                yield from self._rows(change)

    def _rows(self, change: Change[Any]) -> Iterator[Row]:
        """Lay out one change: what it is of, and in what it differs."""
        before, after = map(self._old.title, change.old), map(self._new.title, change.new)
        is_one = len(change.old) <= 1 and len(change.new) <= 1
        sides = [list(after) or list(before)] if is_one else [dict.fromkeys(before), dict.fromkeys(after)]
        mark, style = MARKS.get(change.kind, CHANGED)
        kind = "" if is_one else f" ({change.kind})"
        yield Text(mark, style=style), Text(" → ".join(map("; ".join, sides)) + kind, style=style)
        for line in self._details(change):
            yield "", Text(f"  {line}")

    def _details(self, change: Change[Any]) -> Iterator[str]:
        """Say field by field what was and what is; of several values, what went and what came."""
        is_one = len(change.old) == len(change.new) == 1
        for field in _told_by_field(change):
            name = NAMES.get(field, field)
            before = dict.fromkeys(words for value in change.old for words in self._old.field(value, field))
            after = dict.fromkeys(words for value in change.new for words in self._new.field(value, field))
            if field == "sha256":
                yield "text corrected"
            elif is_one and len(before) <= 1 and len(after) <= 1:
                yield f"{name}: {next(iter(before), NOTHING)} → {next(iter(after), NOTHING)}"
            else:
                for mark, some, others in (("-", before, after), ("+", after, before)):
                    if moved := "; ".join(words for words in some if words not in others):
                        yield f"{name}: {mark} {moved}"


def _told_by_field(change: Change[Any]) -> Iterator[str]:
    """Yield the fields to be told: a corrected sentence, which stands above, has other words anyway."""
    fields = change.fields or _SEVERAL.get(change.kind, ())
    return (name for name in fields if name != "sentences" and not (name == "words" and "sentences" in fields))


class _Words:
    """How what is in one of the graphs is called."""

    def __init__(self, graph: Network) -> None:
        self._graph = graph
        self._say = Phrasing(graph, language_of(graph), shown)
        self._claims = {claim.id: claim for claim in claims(graph)}

    def title(self, value: Claim | QuotationNode | EntityNode | EventNode | RelationNode) -> str:
        """Name a thing; a statement with its time, places and stance."""
        match value:
            case Claim():
                stance = "" if value.status == "Asserted" else self._say.stance(value)
                known = (value.time or "", ", ".join(map(self._say.node, value.places)), stance)
                return " — ".join(filter(None, (self._say.statement([value], marked=False), *map(shown, known))))
            case QuotationNode():
                return f"{self._say.node(value.speaker)}: {shown(value.text)}"
            case _:
                return self._say.node(value.id)

    def field(self, value: object, name: str) -> Iterator[str]:
        """Yield what stands in an attribute, as words."""
        found: object
        match value, name:
            case Claim(), "subject" | "object":
                found = getattr(ends(value), name)
            case Claim(), "attributed_to":
                found = speaker(self._graph, value) or "the article"
            case DocumentNode(reprint_of=str(original)), "reprint_of":
                found = self._graph.nodes[original]["value"].name  # the title may be that of the reprint too
            case Claim(evidence=evidence), "words":
                found = tuple(f"“{piece.text}”" for piece in evidence)
            case _:
                found = getattr(value, name)
        several = found if isinstance(found, tuple) and name != "coordinates" else (found,)
        return (self._words(one) for one in several if one is not None)

    def _words(self, value: object) -> str:
        match value:
            case str() if value in self._claims:
                return self._say.statement([self._claims[value]])
            case str() if value in self._graph:
                return self._say.node(value)
            case (first, second):
                return f"{first}, {second}"
            case _:
                return shown(str(value))


def _sentences(change: Change[Any]) -> tuple[str, str]:
    """Give the sentence that a statement was taken from and that which it is taken from; quotations have none."""
    values = (*change.old, *change.new)
    found = [
        shown(value.evidence[0].sentence_text) for value in values if isinstance(value, Claim) and value.evidence
    ] or [""]
    return found[0], found[-1]


def _grid(rows: Iterable[Row]) -> Table:
    table = Table.grid(padding=(0, 1))
    for row in rows:
        table.add_row(*row)
    return table


def _counts(differences: Differences) -> Iterator[RenderableType]:
    """Yield a table of how many changes there are, and in what statements and entities differ."""
    counts = {part: kinds for part, kinds in differences.counts().items() if kinds}
    kinds = [kind for kind in KINDS if any(kind in found for found in counts.values())]
    table = Table("", *kinds, box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for part, found in counts.items():
        table.add_row(part, *(f"{found.get(kind, 0):,}" if found.get(kind) else "" for kind in kinds))
    yield table
    for part, changes in differences.parts().items():
        fields = Counter(NAMES.get(field, field) for change in changes for field in change.fields)
        if fields:
            yield f"{part} changed in {', '.join(f'{name} ({count:,})' for name, count in fields.items())}"
