"""The laws of a graph, asked of graphs of any size, and in full of small ones.

Takes a graph; gives the laws that it breaks, with the nodes at fault. Knows that each law of
`knowledge/queries/invariants/*.rq` is an ASK query for what breaks it, in which, as in SHACL, `?this` is the node at
fault, and `?path` and `?value` tell what is wrong with it; and that `knowledge/shapes.ttl` says the same and more in
SHACL, which takes half a minute where the queries take a second. Never mends a graph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from typing import TYPE_CHECKING, Literal, cast

import pyoxigraph as ox

from kg.errors import GraphError
from kg.rdf.loading import Source, base_in, load
from kg.rdf.names import Names
from kg.rdf.questions import Question, questions
from kg.rdf.vocabulary import DEFAULT_BASE, KG, RDF, shortened

if TYPE_CHECKING:
    from kg.rdf.validating import Fault, Severity

SMALL = 50_000
"""Triples up to which a graph is small: pySHACL needs about 0.3 ms for each, a quarter of a minute for all."""
EXAMPLES = 3
LONGEST_NAME = 60
"""Characters of a name that a report shows."""
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")  # a terminal would obey them


@dataclass(frozen=True, slots=True)
class Broken:
    """A law that a graph breaks: its name, itself in words, how many nodes break it, and some of them with the fault.

    A graph that has no more than a `warning` is sound.
    """

    name: str
    words: str
    nodes: int
    examples: tuple[str, ...]
    severity: Literal["violation", "warning"] = "violation"

    def __str__(self) -> str:
        heading = f"Warning: {self.words}" if self.severity == "warning" else self.words
        count = "1 node breaks it" if self.nodes == 1 else f"{self.nodes} nodes break it"
        such_as = ", such as" if self.nodes > len(self.examples) else ""
        return "\n".join([heading, f"  {count} ({self.name}){such_as}:", *map("    {}".format, self.examples)])


def check(source: Source, *, shapes: bool = False) -> list[Broken]:
    """Find the laws that a graph breaks, none if it is sound.

    With `shapes` every detail is looked at, by SHACL, which takes about 0.3 ms for each triple.

    Raises:
        GraphError: the source is no graph, or no graph of kg.

    """
    store = load(source)
    if not holds_claims(store) and base_in(store) is None:
        msg = "this graph holds no claims, so no law can tell whether it is sound; give one that kg build made"
        raise GraphError(msg)
    report = _Report(store)
    broken = [report.law(law) for law in questions("queries/invariants") if store.query(law.sparql)]
    if shapes:
        known = {law.words for law in broken}
        broken += [found for found in report.shapes() if found.words not in known]
    return broken


def holds_claims(store: ox.Store) -> bool:
    """Tell whether a graph says anything that its laws are about."""
    return any(store.quads_for_pattern(None, RDF["type"], KG["Claim"], ox.DefaultGraph()))


def is_small(store: ox.Store) -> bool:
    """Tell whether SHACL checks a graph in less time than most would mind."""
    beyond = islice(store.quads_for_pattern(None, None, None, ox.DefaultGraph()), SMALL, None)
    return next(beyond, None) is None


class _Report:
    """What is wrong with the nodes of one store, in words."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._names = Names(store)
        self._base = base_in(store) or DEFAULT_BASE

    def law(self, law: Question) -> Broken:
        """Ask which nodes are at fault: those that make the ASK query true."""
        select = law.sparql.replace("ASK {", "SELECT DISTINCT ?this ?path ?value WHERE {", 1)
        rows = cast("ox.QuerySolutions", self._store.query(select))
        return self._broken(law.name, law.words, [(row[0], row[1], row[2]) for row in rows])

    def shapes(self) -> Iterator[Broken]:
        """Give the broken shapes by name and words."""
        from kg.rdf import validating  # noqa: PLC0415 - pySHACL takes 0.3 s to load, and the laws need none of it

        found = sorted(validating.validate(self._store), key=_kind)
        for (name, words, severity), faults in groupby(found, key=_kind):
            rows = [(fault.node, fault.path, fault.value) for fault in faults]
            yield self._broken(name, words, rows, severity)

    def _broken(
        self, name: str, words: str, rows: Iterable[tuple[object, object, object]], severity: Severity = "violation"
    ) -> Broken:
        at_fault: dict[object, list[tuple[object, object]]] = {}
        for node, path, value in rows:
            at_fault.setdefault(node, []).append((path, value))
        first = sorted(at_fault, key=str)[:EXAMPLES]
        examples = tuple(self._example(node, *min(at_fault[node], key=str)) for node in first)
        return Broken(name, words, len(at_fault), examples, severity)

    def _example(self, node: object, path: object, value: object) -> str:
        """Name a node with what is wrong with it: a property, its value, or both."""
        parts = [shortened(path, self._base)] if isinstance(path, ox.NamedNode) else []
        parts += [self._named(value)] if value not in {None, node} else []
        return ": ".join(filter(None, (self._named(node), " ".join(parts))))

    def _named(self, term: object) -> str:
        """Call a node by its name and its id; a text stands in quotation marks, another value beside its datatype."""
        if isinstance(term, ox.Literal):
            value, kind = _cut(term.value), shortened(term.datatype, self._base)
            return f'"{value}"' if term.language or kind == "xsd:string" else f"{value} ({kind})"
        if not isinstance(term, ox.NamedNode):
            return "a node without an IRI"
        short, name = shortened(term, self._base), _cut(self._names.of(term.value))
        return short if name in {short, ""} else f"{name} ({short})"


def _kind(fault: Fault) -> tuple[str, str, Severity]:
    return fault.shape, fault.words, fault.severity


def _cut(name: str) -> str:
    line = _UNSEEN.sub("\ufffd", " ".join(name.split()))
    return line if len(line) <= LONGEST_NAME else f"{line[: LONGEST_NAME - 1]}…"
