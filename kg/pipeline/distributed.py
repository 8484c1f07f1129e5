"""Many articles by Spark: stated by all its processes, merged here, written by all its processes.

Takes what the user names; gives folders of shards, which together are one graph. Knows which step follows which, and
what passes between them: rows with values as JSON. Each article goes through the same function under the same limits as
on one machine, and what articles have in common is decided once, on their summaries; so the shards of a format, one
behind the other, are byte for byte the file that one machine writes. Never knows how Spark works.
"""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any, Final, Literal, TypeVar, get_args, get_origin, get_type_hints

from kg import corpus, errors, graph, reading, store
from kg.corpus import from_json, to_json
from kg.corpus.spark import Cluster, Dependent, SharedMemory, Told, keep_shards, opened, require
from kg.corpus.tables import Row, Table, read
from kg.errors import KgError, OutputError
from kg.export.rows import ClaimRow, Rows
from kg.graph import UNDECIDED, Common, Network, Summary
from kg.model import Article, EntityNode, EventNode, RelationNode, Statements
from kg.pipeline.articles import NOTHING_GIVEN, Given, Name, prepare
from kg.pipeline.corpora import MEMORY, Workshop, memory_of
from kg.pipeline.counts import Count, count_article
from kg.pipeline.outputs import FAILED, set_aside
from kg.pipeline.parquet import as_lines
from kg.rdf import DEFAULT_BASE, checked_base
from kg.rdf.shards import article_lines, node_lines, said_lines, size_lines
from kg.reading import Failure, Said

Value = TypeVar("Value")
Work = Callable[[Article], Statements]
Format = Literal["nt", "nq", "parquet"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
"""The graph of all articles, that of each, and a row for each claim."""
TOGETHER: Final = 64
"""Articles that a process takes at a time: what it has to do again if it breaks off."""

_ARTICLES: Final = Table({"number": int, "article": bytes})
_STATED: Final = Table({
    "number": int, "document": str, "statements": bytes, "summary": bytes, "count": bytes,
    "where": str, "cause": str, "message": str,
})  # fmt: skip
_PLACES: Final = Table({"document": str, "place": bytes})
_LINES: Final = Table({"line": str})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a build: how much the articles say, inputs that gave none, and the shards by folder."""

    count: Count
    failures: Sequence[Failure]
    shards: Mapping[Path, Sequence[Path]]


@dataclass(frozen=True, slots=True)
class Place:
    """What the graph of all makes of an article: keys that replace its own, what it repeats, its nodes as they are."""

    keys: Mapping[str, str]
    reprint_of: str | None
    entities: tuple[EntityNode, ...]
    relations: tuple[RelationNode, ...]


def build(
    work: Work,
    inputs: Iterable[Name],
    folder: Path,
    master: str,
    *,
    formats: Iterable[Format] = FORMATS,
    said: Said = reading.NOTHING_SAID,
    given: Given = NOTHING_GIVEN,
    base: str | None = None,
    workshop: Workshop,
    preparation: Callable[[str], object] = prepare,
    told: Callable[[int, int], None] = lambda _done, _total: None,
) -> Outcome:
    """State what each article says, and write the graph of all in folders of shards.

    `preparation` is called with a language in each process before its first article; `told` with how many articles are
    done, now and then. On a cluster, all machines see the folder under the same name.

    Raises:
        EngineError: Spark is not here, or gave up.
        OutputError: the folder cannot be written.
        GraphError: the base is no IRI.

    """
    require()
    steps = (folder / MEMORY / "spark").absolute()
    data_base = checked_base(base or DEFAULT_BASE)
    store.refuse_leaving(folder / MEMORY, folder)
    shutil.rmtree(steps, ignore_errors=True)
    try:
        begun = _read_articles(
            workshop.read(as_lines(inputs, steps / "lines"), said),
            steps,
            memory_of(workshop.memory, given),
        )
        with opened(master, folder / MEMORY / "spark.log") as cluster:
            state_rows = _StateRows(work, preparation, replace(workshop, fetch=None), begun.memory)
            _state(cluster, state_rows, steps, begun.total, told)
            count, failures = _came_of(steps, begun)
            writing = _Writing(cluster, steps, folder, data_base, given.decisions or UNDECIDED)
            shards = writing.write(set(formats)) if count.articles else {}
    except OSError as error:
        msg = f"cannot write to '{folder}': {error.strerror or error}; make room, or choose another folder with -o"
        raise OutputError(msg) from None
    finally:
        shutil.rmtree(steps, ignore_errors=True)
    set_aside(folder / FAILED, failures)
    return Outcome(count, failures, shards)


# ---- articles are read here ------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Begun:
    """What was read: how many articles, and under which numbers inputs gave none."""

    memory: SharedMemory | None
    total: int = 0
    failures: dict[int, Failure] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)

    def rows(self, found: Iterable[Article | Failure]) -> Iterator[Row]:
        for number, one in enumerate(found):
            if isinstance(one, Failure):
                self.failures[number] = one
                continue
            self.total += 1
            if self.memory:
                self.keys.add(self.memory.key(one))
            yield {"number": number, "article": to_json(one)}


def _read_articles(found: Iterable[Article | Failure], steps: Path, memory: corpus.Memory | None) -> _Begun:
    begun = _Begun(SharedMemory(memory.folder.absolute(), memory.salt) if memory else None)
    _ARTICLES.write(begun.rows(found), steps / "articles" / "all.parquet")
    return begun


# ---- and stated wherever there are processes -------------------------------------------------------------------------


def _state(cluster: Cluster, work: _StateRows, steps: Path, total: int, told: Callable[[int, int], None]) -> None:
    partitions = max(min(cluster.slots, total), -(-total // TOGETHER), 1)
    share: Told = lambda part: told(round(part * total), total)  # noqa: E731 - a line to say it in units of articles
    cluster.map(work, steps / "articles", steps / "stated", _STATED, partitions=partitions, told=share)


@dataclass(frozen=True, slots=True)
class _StateRows:
    """Articles -> what each says with a summary of it, or what came between."""

    work: Work
    preparation: Callable[[str], object]
    workshop: Workshop
    memory: SharedMemory | None

    def __call__(self, rows: Iterator[Row]) -> Iterator[Row]:
        numbers: deque[int] = deque()

        def articles() -> Iterator[Article]:
            for row in rows:
                numbers.append(row["number"])
                yield from_json(row["article"], Article)

        results = corpus.work_through(
            Dependent(self.work),
            articles(),
            self.workshop.bounds.checked(corpus.as_they_are),
            prepare=self.preparation,
            limits=self.workshop.limits(1),
            memory=self.memory,
        )
        for result in results:
            told = _failure(result) if isinstance(result, Failure) else _stated(result)
            yield {"number": numbers.popleft(), **told}


def _failure(failure: Failure) -> Row:
    return {"where": failure.where, "cause": type(failure.error).__name__, "message": str(failure.error)}


def _stated(statements: Statements) -> Row:
    part = graph.of_article(statements)
    summary = graph.bare(graph.summarise(part))
    return {
        "document": summary.document.id,
        "statements": to_json(statements),
        "summary": to_json(summary),
        "count": to_json(count_article(statements, part)),
    }


def _came_of(steps: Path, begun: _Begun) -> tuple[Count, list[Failure]]:
    """Count what the articles say, and list what gave none in the order of the inputs."""
    count, failures = Count(), dict(begun.failures)
    for row in read(steps / "stated", ("number", "count", "where", "cause", "message")):
        if row["count"]:
            count += from_json(row["count"], Count)
        else:
            kind: type[KgError] = getattr(errors, row["cause"])
            failures[row["number"]] = Failure(row["where"], kind(row["message"]))
    if begun.memory:
        corpus.Memory(begun.memory.folder, begun.memory.salt).forget_others(begun.keys)
    return count, [failures[number] for number in sorted(failures)]


# ---- merged here, and written wherever there are processes -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Writing:
    """The steps from statements to shards."""

    cluster: Cluster
    steps: Path
    folder: Path
    base: str
    decisions: graph.Decisions

    def write(self, formats: set[Format]) -> dict[Path, list[Path]]:
        """Give the shards of each format by their folder."""
        if formats & {"nt", "parquet"}:
            self._merge()
        steps: Mapping[Format, Callable[[Path], object]] = {"nt": self._nt, "nq": self._nq, "parquet": self._parquet}
        found = {}
        for form in FORMATS:
            if form in formats:
                steps[form](self.steps / form)
                found[self.folder / f"graph.{form}"] = keep_shards(self.steps / form, self.folder / f"graph.{form}")
        return found

    def _merge(self) -> None:
        """Decide what the articles have in common, and tell it of each."""
        rows = read(self.steps / "stated", ("summary",))
        summaries = [from_json(row["summary"], Summary) for row in rows if row["summary"]]
        summaries.sort(key=lambda summary: summary.document.id)
        common = Common(summaries, self.decisions)
        places = ({"document": one.document.id, "place": to_json(_place(one, common))} for one in summaries)
        _PLACES.write(places, self.steps / "places" / "all.parquet")
        shared = (common.entities, common.events, common.relations)
        nodes: Iterator[EntityNode | EventNode | RelationNode] = (node for each in shared for node in each.values())
        lines = (line for node in nodes for line in node_lines([node], self.base))
        _LINES.write(({"line": line} for line in lines), self.steps / "nodes" / "all.parquet")

    def _nt(self, target: Path) -> None:
        self._map(_SaidLines(self.base), "said", _LINES, placed=True)
        pieces = [self.steps / "said", self.steps / "nodes"]
        self.cluster.sort_lines(pieces, target, lambda count: size_lines(count, self.base))

    def _nq(self, target: Path) -> None:
        self._map(_ArticleLines(self.base), "alone", _LINES)
        self.cluster.sort_lines(
            [self.steps / "alone"], target, lambda count: size_lines(count, self.base, self.decisions)
        )

    def _parquet(self, target: Path) -> None:
        self._map(_claim_rows, "claims", Table(claim_columns()), placed=True)
        self.cluster.sort(self.steps / "claims", target, "id")

    def _map(
        self, work: Callable[[Iterator[Row]], Iterator[Row]], name: str, table: Table, *, placed: bool = False
    ) -> None:
        beside = (self.steps / "places", "document") if placed else None
        self.cluster.map(work, self.steps / "stated", self.steps / name, table, beside=beside)


def _place(summary: Summary, common: Common) -> Place:
    keys = common.keys(summary.document.id)
    entities = {key: common.entities[key] for node in summary.entities for key in [keys.get(node.id, node.id)]}
    relations = tuple(common.relations[node.id] for node in summary.relations)
    return Place(keys, common.originals.get(summary.document.id), tuple(entities.values()), relations)


@dataclass(frozen=True, slots=True)
class _SaidLines:
    """What articles say -> the lines of the graph of all that they give."""

    base: str

    def __call__(self, rows: Iterator[Row]) -> Iterator[Row]:
        for statements, place in _placed(rows):
            said = graph.said_under(place.keys, graph.of_article(statements), place.reprint_of)
            yield from ({"line": line} for line in said_lines(said, self.base))


@dataclass(frozen=True, slots=True)
class _ArticleLines:
    """What articles say -> the lines of the graph of each."""

    base: str

    def __call__(self, rows: Iterator[Row]) -> Iterator[Row]:
        for row in rows:
            if row["statements"]:
                part = graph.of_article(from_json(row["statements"], Statements))
                yield from ({"line": line} for line in article_lines(part, self.base))


def claim_columns() -> dict[str, type]:
    """Give the columns of claims, with the Python type of each."""
    return {name: _kind(hint) for name, hint in get_type_hints(ClaimRow).items()}


def _claim_rows(rows: Iterator[Row]) -> Iterator[Row]:
    """Give a row for each claim of articles, as in the graph of all."""
    for statements, place in _placed(rows):
        found = Rows(_network(statements, place))
        yield from (row.values() for row in chain(found.claims(), found.facts()))


def _kind(hint: Any) -> type:
    """Give the type of a column's values: `str` for `str | None`, `tuple` for `tuple[str, ...]`."""
    if get_origin(hint) is tuple:
        return tuple
    kinds: list[type] = [each for each in (get_args(hint) or (hint,)) if each is not type(None)]
    return kinds[0]


def _placed(rows: Iterator[Row]) -> Iterator[tuple[Statements, Place]]:
    for row in rows:
        yield from_json(row["statements"], Statements), from_json(row["place"], Place)


def _network(statements: Statements, place: Place) -> Network:
    """Give what an article says as a part of the graph of all; of events that others tell too, its own telling."""
    part = graph.of_article(statements)
    said = graph.said_under(place.keys, part, place.reprint_of)
    events = (
        replace(event, id=place.keys.get(event.id, event.id), actors=(), targets=(), places=())
        for event in graph.events(part)
    )
    nodes: list[graph.Node] = [said.document, *said.quotations, *place.entities, *place.relations, *events]
    return graph.network(nodes, said.claims)
