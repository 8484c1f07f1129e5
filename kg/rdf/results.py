"""Answers to SPARQL, for people and for scripts.

Takes what Oxigraph answers; gives rows, a yes or no, or Turtle, each in the formats of the SPARQL standard and as a
table of words. Knows how a node is named for a reader; never the question.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyoxigraph as ox

from kg.errors import GraphError
from kg.rdf import turtle
from kg.rdf.loading import base_in
from kg.rdf.names import Names
from kg.rdf.vocabulary import DEFAULT_BASE, RDF, XSD, prefixes

Term = dict[str, str]
"""A term as SPARQL 1.1 Query Results JSON writes it: `{"type": "uri", "value": "..."}`."""

Found = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

Cell = str | int | Decimal | bool | None

_FORMATS: Mapping[str, ox.QueryResultsFormat] = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
_READERS: Mapping[str, Callable[[str], Cell]] = {
    XSD["integer"].value: int,
    XSD["decimal"].value: Decimal,
    XSD["boolean"].value: "true".__eq__,
}


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to SELECT: one row a solution; iterating gives dictionaries of Python values, IRIs in full."""

    variables: tuple[str, ...]
    bindings: Sequence[Mapping[str, Term]]
    names: Names

    def __len__(self) -> int:
        return len(self.bindings)

    def __iter__(self) -> Iterator[dict[str, Cell]]:
        for binding in self.bindings:
            yield {name: _cell(binding.get(name)) for name in self.variables}

    def table(self) -> list[list[str]]:
        """Give the rows as words for a reader: nodes by their names, nothing where a variable has no value."""
        return [[self._words(binding.get(name)) for name in self.variables] for binding in self.bindings]

    def to(self, form: str) -> str:
        """Write the rows as `json`, `csv`, `tsv` or `xml`, as SPARQL 1.1 defines them.

        Raises:
            GraphError: there is no such format for rows.

        """
        content = {"head": {"vars": list(self.variables)}, "results": {"bindings": list(self.bindings)}}
        return _in_format(content, form)

    def _words(self, term: Term | None) -> str:
        if term is None:
            return ""
        return self.names.of(term["value"]) if term["type"] == "uri" else term["value"]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to ASK."""

    truth: bool

    def __bool__(self) -> bool:
        return self.truth

    def to(self, form: str) -> str:
        """Write the answer as `json`, `csv`, `tsv` or `xml`.

        Raises:
            GraphError: there is no such format for an answer.

        """
        return _in_format({"head": {}, "boolean": self.truth}, form)


@dataclass(frozen=True, slots=True)
class Triples:
    """The answer to CONSTRUCT or DESCRIBE: a graph."""

    turtle: str

    def to(self, form: str) -> str:
        """Give the graph as `ttl`.

        Raises:
            GraphError: another format is asked for.

        """
        if form != "ttl":
            msg = f"CONSTRUCT and DESCRIBE give a graph, which is written as ttl, not as {form}"
            raise GraphError(msg)
        return self.turtle


Results = Rows | Answer | Triples


def read(found: Found, store: ox.Store, language: str, *, ordered: bool) -> Results:
    """Take over what Oxigraph answers; rows that the query does not order are sorted, as its order is accidental."""
    if isinstance(found, ox.QueryBoolean):
        return Answer(bool(found))
    if isinstance(found, ox.QueryTriples):
        triples = sorted(set(found), key=lambda t: (str(t.subject), t.predicate != RDF["type"], str(t)))
        return Triples(turtle.write({"": triples}, turtle.used(prefixes(base_in(store) or DEFAULT_BASE), triples)))
    content = json.loads(found.serialize(format=ox.QueryResultsFormat.JSON) or b"{}")
    bindings = content["results"]["bindings"]
    if not ordered:
        bindings.sort(key=json.dumps)
    return Rows(tuple(content["head"]["vars"]), bindings, Names(store, language))


def _cell(term: Term | None) -> Cell:
    if term is None:
        return None
    value = term["value"]
    try:
        return _READERS.get(term.get("datatype", ""), str)(value)
    except (ArithmeticError, ValueError):
        return value


def _in_format(content: dict[str, Any], form: str) -> str:
    written = json.dumps(content, ensure_ascii=False)
    if form == "json":
        return written + "\n"
    if form not in _FORMATS:
        msg = f"there is no format '{form}' for this answer; choose json, {', '.join(_FORMATS)}"
        raise GraphError(msg)
    parsed = ox.parse_query_results(written, format=ox.QueryResultsFormat.JSON)
    converted = (parsed.serialize(format=_FORMATS[form]) or b"").decode()
    return converted if converted.endswith("\n") else converted + "\n"
