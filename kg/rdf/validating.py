"""A graph and the shapes -> what pySHACL finds wrong.

Takes a store; gives faults, each with the shape that is broken, its message and the terms at fault. Knows
`knowledge/shapes.ttl` and how pySHACL reports; never how a fault is told to a reader. rdflib and pySHACL are loaded
with this module, which is why it is loaded only when it is asked.
"""

from __future__ import annotations

import logging
from functools import cache
from typing import Literal, NamedTuple, cast

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib import SH
from rdflib.term import Node

from kg.language import KNOWLEDGE

# rdflib logs each literal that it cannot convert, with its traceback; here it is a fault, and reported as such
logging.getLogger("rdflib").addHandler(logging.NullHandler())

Severity = Literal["violation", "warning"]
UNCOMPARED = "Each value is of a kind that a shape can compare."


class Fault(NamedTuple):
    """What breaks a shape: the node, and the property and value that are wrong with it, None where there are none."""

    shape: str
    words: str
    severity: Severity
    node: ox.NamedNode | ox.Literal | None
    path: ox.NamedNode | ox.Literal | None
    value: ox.NamedNode | ox.Literal | None


def validate(store: ox.Store) -> list[Fault]:
    """Find what breaks a shape in the default graph of a store, in no order."""
    data = rdflib.Graph().parse(data=_n_triples(store), format="nt")
    try:
        return _faults(data)
    except Exception:  # noqa: BLE001 - pySHACL and rdflib raise anything when values cannot be compared
        return [fault for shape in _asked() for fault in _faults_if_any(data, shape)]


def _faults_if_any(data: rdflib.Graph, shape: str) -> list[Fault]:
    """Ask one shape; that it cannot be asked is a fault too."""
    try:
        return _faults(data, [shape])
    except Exception as error:  # noqa: BLE001 - as above
        return [Fault("shapes", UNCOMPARED, "violation", ox.NamedNode(shape), None, ox.Literal(str(error)))]


def _faults(data: rdflib.Graph, asked: list[str] | None = None) -> list[Fault]:
    """Ask these shapes, all of them if none is named."""
    _, found, _ = pyshacl.validate(data, shacl_graph=shapes(), inplace=True, use_shapes=asked)
    report = cast("rdflib.Graph", found)
    return [_fault(report, result) for result in report.subjects(rdflib.RDF.type, SH.ValidationResult)]


def _fault(report: rdflib.Graph, result: Node) -> Fault:
    shape = report.value(result, SH.sourceShape)
    law = report.value(result, SH.sourceConstraint) or shape  # a query has words of its own
    return Fault(
        _name(shape),
        str(shapes().value(law, SH.message)),
        "violation" if report.value(result, SH.resultSeverity) == SH.Violation else "warning",
        *(_term(report.value(result, part)) for part in (SH.focusNode, SH.resultPath, SH.value)),
    )


def _asked() -> list[str]:
    """List the shapes that choose their nodes themselves."""
    targets = (SH.targetClass, SH.targetSubjectsOf, SH.targetNode)
    return sorted({str(shape) for target in targets for shape in shapes().subjects(target)})


@cache
def shapes() -> rdflib.Graph:
    """Give the shapes."""
    return rdflib.Graph().parse(data=(KNOWLEDGE / "shapes.ttl").read_text("utf-8"), format="turtle")


def _n_triples(store: ox.Store) -> bytes:
    return store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()) or b""


def _name(shape: Node | None) -> str:
    """Name a shape: that of a property by the shape that it belongs to."""
    owner = shapes().value(predicate=SH.property, object=shape) or shape
    return str(owner).rpartition("#")[2]


def _term(node: Node | None) -> ox.NamedNode | ox.Literal | None:
    """Give an IRI or literal to Oxigraph; blank nodes, which have no name to show, are left out."""
    if isinstance(node, rdflib.URIRef):
        return ox.NamedNode(str(node))
    if not isinstance(node, rdflib.Literal):
        return None
    if node.language:
        return ox.Literal(str(node), language=node.language)
    return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype)) if node.datatype else None)
