"""Answers to SPARQL, for people and for scripts.

Takes what Oxigraph answers; gives rows, a yes or no, or Turtle: in the formats of the SPARQL standard, as tables of
words, and as values of Python, pandas and rdflib. Knows how a node is named for a reader; never the question.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

import pyoxigraph as ox

from kg.errors import GraphError
from kg.rdf import turtle
from kg.rdf.names import Names
from kg.rdf.parsing import base_in
from kg.rdf.vocabulary import DEFAULT_BASE, RDF, XSD, prefixes

if TYPE_CHECKING:
    import pandas as pd
    import rdflib

Term = dict[str, str]
"""A term as SPARQL 1.1 Query Results JSON writes it: `{"type": "uri", "value": "..."}`."""

Found = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

Cell = str | int | float | Decimal | bool | None

_FORMATS: Mapping[str, ox.QueryResultsFormat] = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
_READERS: Mapping[str, Callable[[str], Cell]] = {
    XSD["integer"].value: int,
    XSD["decimal"].value: Decimal,
    XSD["boolean"].value: "true".__eq__,
    f"{XSD.namespace}double": float,  # what arithmetic gives; our graphs hold none
    f"{XSD.namespace}float": float,
}
_DAYS = {XSD["date"].value, XSD["dateTime"].value}
_MARKUP = re.compile(r"[\\`*_\[\]<>|~&]")


class Naming(Protocol):
    """What to call a node of the graph when speaking to a reader."""

    def of(self, iri: str, /) -> str:
        """Name a node."""
        ...


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to SELECT: one row a solution; iterating gives dictionaries of Python values, IRIs in full."""

    variables: tuple[str, ...]
    bindings: Sequence[Mapping[str, Term]]
    names: Naming

    def __len__(self) -> int:
        return len(self.bindings)

    def __iter__(self) -> Iterator[dict[str, Cell]]:
        for binding in self.bindings:
            yield {name: _cell(binding.get(name)) for name in self.variables}

    def readable(self) -> Iterator[dict[str, Cell]]:
        """Yield the rows as dictionaries for a reader: nodes by their names, literals as Python values."""
        for row, words in zip(self, self.table(), strict=True):
            yield {
                name: written if isinstance(row[name], str) else row[name]
                for name, written in zip(self.variables, words, strict=True)
            }

    def tuples(self) -> Iterator[tuple[Cell, ...]]:
        """Yield the rows as tuples in the order of the variables, IRIs in full."""
        return (tuple(row.values()) for row in self)

    def to_pandas(self) -> pd.DataFrame:
        """Give the rows as a table of pandas, which is an extra of its own; IRIs and texts are strings.

        Columns of whole numbers are `Int64`, of other numbers `float64`, of truths `boolean`, of full dates and hours
        `datetime64[s]`; a column of several kinds is one of strings. What has no value is NA, NaN or NaT.

        Raises:
            GraphError: pandas is not installed.

        """
        try:
            import pandas as pd  # noqa: PLC0415 - an extra, which takes half a second to load
        except ImportError as error:
            msg = "tables of pandas need pandas: pip install 'kg[pandas]'"
            raise GraphError(msg) from error
        columns = {name: _column([binding.get(name) for binding in self.bindings]) for name in self.variables}
        return pd.DataFrame({name: pd.Series(values, dtype=kind) for name, (values, kind) in columns.items()})

    def table(self) -> list[list[str]]:
        """Give the rows as words for a reader: nodes by their names, nothing where a variable has no value."""
        return [[self._words(binding.get(name)) for name in self.variables] for binding in self.bindings]

    def to(self, form: str) -> str:
        """Write the rows as `json`, `csv`, `tsv` or `xml`, as SPARQL 1.1 defines them, or as `md`.

        `md` is the table for readers in Markdown, as GitHub defines it: https://github.github.com/gfm/#tables-extension-

        Raises:
            GraphError: there is no such format for rows.

        """
        if form == "md":
            return _markdown([list(self.variables), ["---"] * len(self.variables)], self.table())
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
        """Write the answer as `json`, `csv`, `tsv` or `xml`, or as `md`: yes or no.

        Raises:
            GraphError: there is no such format for an answer.

        """
        if form == "md":
            return "yes\n" if self.truth else "no\n"
        return _in_format({"head": {}, "boolean": self.truth}, form)


@dataclass(frozen=True, slots=True)
class Triples:
    """The answer to CONSTRUCT or DESCRIBE: a graph."""

    turtle: str

    @property
    def rdflib(self) -> rdflib.Graph:
        """The graph as one of rdflib, made anew each time."""
        from rdflib import Graph  # noqa: PLC0415 - takes 0.2 s to load, and few need it

        return Graph().parse(data=self.turtle, format="turtle")

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


def read(found: Found, store: ox.Store, language: str | None, *, ordered: bool) -> Results:
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


def _column(terms: Sequence[Term | None]) -> tuple[list[Any], str]:
    """Give the values of a column of pandas and their kind, the narrowest that holds them all."""
    cells = [_cell(term) for term in terms]
    kinds = {type(cell) for cell in cells if cell is not None}
    if kinds == {bool}:
        return cells, "boolean"
    if kinds == {int} and all(-(2**63) <= cell < 2**63 for cell in cells if isinstance(cell, int)):
        return cells, "Int64"
    if kinds and kinds <= {int, float, Decimal}:
        return [None if cell is None else float(cell) for cell in cells], "float64"
    if kinds and all(term is None or term.get("datatype") in _DAYS for term in terms):
        times = [None if term is None else _moment(term["value"]) for term in terms]
        if times.count(None) == terms.count(None):
            return times, "datetime64[s]"
    return [None if term is None else term["value"] for term in terms], "string"


def _moment(value: str) -> datetime | None:
    """Read a day or an hour of no zone of time; None for what Python has no date for."""
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return None if found.tzinfo else found


def _markdown(head: list[list[str]], rows: list[list[str]]) -> str:
    """Write a table whose cells keep to their line, whatever they hold."""
    cells = [*head, *([_MARKUP.sub(r"\\\g<0>", " ".join(cell.split())) for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(row)} |\n" for row in cells)


def _in_format(content: dict[str, Any], form: str) -> str:
    written = json.dumps(content, ensure_ascii=False)
    if form == "json":
        return written + "\n"
    if form not in _FORMATS:
        msg = f"there is no format '{form}' for this answer; choose json, {', '.join(_FORMATS)} or md"
        raise GraphError(msg)
    parsed = ox.parse_query_results(written, format=ox.QueryResultsFormat.JSON)
    converted = (parsed.serialize(format=_FORMATS[form]) or b"").decode()
    return converted if converted.endswith("\n") else converted + "\n"
