"""What a file says of one subject, asked for by property.

Takes triples; gives terms and words. Knows how many values a property may have; says which is missing or too many;
never what a property means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite, nan
from typing import NoReturn

from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import GraphError
from kg.rdf.vocabulary import RDF, shortened

Value = NamedNode | Literal


@dataclass(frozen=True, slots=True)
class Description:
    """The values of each property of a subject."""

    subject: NamedNode
    properties: Mapping[NamedNode, list[Value]]

    def all(self, predicate: NamedNode) -> list[Value]:
        """Give every value."""
        return self.properties.get(predicate, [])

    def maybe(self, predicate: NamedNode) -> Value | None:
        """Give the value, None where there is none.

        Raises:
            GraphError: there are several.

        """
        values = self.all(predicate)
        if len(values) > 1:
            msg = f"{shortened(self.subject)} has {len(values)} values of {shortened(predicate)}; one is allowed"
            raise GraphError(msg)
        return values[0] if values else None

    def one(self, predicate: NamedNode) -> Value:
        """Give the value.

        Raises:
            GraphError: there is none, or there are several.

        """
        value = self.maybe(predicate)
        if value is None:
            msg = f"{shortened(self.subject)} has no {shortened(predicate)}; this is no graph of kg, or a broken one"
            raise GraphError(msg)
        return value

    def words(self, predicate: NamedNode) -> tuple[str, ...]:
        """Give every value as a string, sorted."""
        return tuple(sorted(value.value for value in self.all(predicate)))

    def word_if_any(self, predicate: NamedNode) -> str | None:
        """Give the value as a string, None where there is none."""
        value = self.maybe(predicate)
        return None if value is None else value.value

    def number(self, predicate: NamedNode) -> float:
        """Give the value as a number.

        Raises:
            GraphError: it is none.

        """
        try:
            value = float(self.one(predicate).value)
        except ValueError:
            value = nan
        if not isfinite(value):
            self._refuse(predicate, "a number")
        return value

    def whole(self, predicate: NamedNode) -> int:
        """Give the value as a whole number.

        Raises:
            GraphError: it is none.

        """
        value = self.one(predicate).value
        if not re.fullmatch("[0-9]{1,18}", value):
            self._refuse(predicate, "a whole number")
        return int(value)

    def _refuse(self, predicate: NamedNode, expected: str) -> NoReturn:
        value = self.one(predicate).value
        msg = f"{shortened(predicate)} of {shortened(self.subject)} is '{value}'; {expected} is expected"
        raise GraphError(msg)


def describe(found: Iterable[Triple]) -> dict[NamedNode, Description]:
    """Gather what is said of each subject that has an IRI."""
    gathered: dict[NamedNode, dict[NamedNode, list[Value]]] = {}
    for triple in found:
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
            gathered.setdefault(triple.subject, {}).setdefault(triple.predicate, []).append(triple.object)
    return {subject: Description(subject, properties) for subject, properties in gathered.items()}


def by_type(descriptions: Iterable[Description]) -> dict[Value, list[Description]]:
    """Sort descriptions by the classes of their subjects."""
    found: dict[Value, list[Description]] = {}
    for description in descriptions:
        for kind in description.all(RDF["type"]):
            found.setdefault(kind, []).append(description)
    return found
